//! Trajectories in; tables, ranges and reasons out
