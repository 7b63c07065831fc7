//! Static input-output analysis: what the table says before anything moves.
//!
//! In comes a table; out come inverses, multipliers and the loss when an industry is taken out.

pub mod extraction;
pub mod industry;
pub mod leontief;
pub mod solve;

pub use extraction::{Extraction, extract};
pub use leontief::{Ghosh, Leontief};
