//! First floor: numbers of an ensemble. Quantiles, bands, rank correlation. Knows no report and no file.

pub mod band;
pub mod error;
pub mod influence;
pub mod paired;
pub mod quantile;
pub mod summary;
