//! The weekly facility-level memory market
