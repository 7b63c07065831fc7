//! Every industry's place in the table: multipliers, upstreamness, and what depends on it.
//!
//! In comes a table; out comes one row per industry. Upstreamness is the mean number of steps from an
//! industry to final demand, weighed by sales (Antras, Chor, Fally and Hillberry 2012): the row sums of Ghosh's
//! inverse, so it equals the forward multiplier. Downstreamness is its mirror, the column sums of
//! Leontief's. Invariant: both are at least one.

use super::extraction::extract;
use super::leontief::{Ghosh, Leontief};
use super::solve::Singular;
use crate::table::Mrio;

/// What the table says of one industry.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Place {
    /// `region|sector`.
    pub industry: String,
    /// Output, in the table's unit.
    pub output: f64,
    /// Output of all industries for a unit of its final demand (backward; also its downstreamness).
    pub backward: f64,
    /// Output of all industries that a unit of its primary inputs allows (forward; also its
    /// upstreamness).
    pub forward: f64,
    /// Backward multiplier over the mean of all industries.
    pub backward_linkage: f64,
    /// Forward multiplier over the mean of all industries.
    pub forward_linkage: f64,
    /// Output lost when it neither buys nor sells, its own included.
    pub extraction: f64,
    /// The same over the output of all.
    pub extraction_share: f64,
}

/// Most industries whose inverses are computed: time grows with the cube.
pub const INDUSTRIES: usize = 4000;

/// One row per industry, in the table's order. Industries without output have multipliers of one.
///
/// # Errors
/// [`Singular`] when some group of industries makes, or sells, only for itself.
pub fn places(table: &Mrio) -> Result<Vec<Place>, Singular> {
    let leontief = Leontief::new(table)?;
    let (backward, forward) = (leontief.multipliers(), Ghosh::new(table)?.multipliers());
    let n = table.industries();
    let mean = |values: &[f64]| values.iter().sum::<f64>() / n.max(1) as f64;
    let (mean_back, mean_forth) = (mean(&backward), mean(&forward));
    let total: f64 = table.x().iter().sum();
    let place = |k: usize| {
        let loss = extract(table, &leontief, k).loss;
        Place {
            industry: table.industry_name(k),
            output: table.x()[k],
            backward: backward[k],
            forward: forward[k],
            backward_linkage: backward[k] / mean_back,
            forward_linkage: forward[k] / mean_forth,
            extraction: loss,
            extraction_share: if total > 0.0 { loss / total } else { 0.0 },
        }
    };
    Ok((0..n).map(place).collect())
}
