//! Designs over uncertain factors, and what their runs say: pure mathematics that knows no model.
//!
//! | part | what |
//! |---|---|
//! | [`stream`] | random numbers by address instead of by order |
//! | [`sobol`], [`sample`], [`grid`], [`table`] | designs: Sobol points, Latin hypercubes, grids, a user's own points |
//! | [`factor`], [`copula`] | what one factor may be, also as an expert's quantiles or a list; how factors move together |
//! | [`saltelli`], [`morris`], [`pawn`], [`shapley`] | sensitivity: which factors an outcome hangs on |
//! | [`prim`], [`regret`] | scenario discovery, and policies side by side |
//!
//! Every design is a pure function of (seed, run), and every estimate of the outcomes in the order of runs:
//! the same bytes on any number of threads.

pub mod bootstrap;
pub mod copula;
pub mod factor;
pub mod grid;
mod large;
pub mod morris;
pub mod normal;
pub mod pawn;
pub mod prim;
pub mod regret;
pub mod saltelli;
pub mod sample;
pub mod shapley;
pub mod sobol;
pub mod stream;
pub mod table;

pub use bootstrap::{Bootstrap, Estimate};
pub use copula::{Copula, NotACorrelation};
pub use factor::{Marginal, NotAMarginal};
pub use grid::Grid;
pub use large::TooLarge;
pub use sample::{Design, Sampler};
pub use sobol::Sobol;

/// 1 where an outcome is above `x` and 0 elsewhere: the indices of this are those of "probability of more
/// than x".
#[must_use]
pub fn above(outcomes: &[f64], x: f64) -> Vec<f64> {
    outcomes.iter().map(|y| if *y > x { 1.0 } else { 0.0 }).collect()
}
