//! Metrics of structure: concentration, linkages, position, extraction, foreign reliance, dependency.
//!
//! Plain numbers come in (shares, flows, an input-output table) and numbers come out, each with the
//! definition at its function. [`concentration`] and [`dependency`] need trade flows only; [`positions`]
//! needs a table.

pub mod concentration;
pub mod dependency;
pub mod positions;
