//! What all engines share: shocks, designs, random streams, ensembles

pub mod trajectory;

pub use trajectory::{
    Better, Binding, Cause, JoinError, Level, Nature, NotAName, SeriesKey, Trajectories, Variable,
};
