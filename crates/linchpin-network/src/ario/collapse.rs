//! Collapse: when shortage feeds on itself and stocks can never be refilled.
//!
//! In come parameters and a run's records; out comes the regime with the threshold that names it.
//! Under proportional rationing unmet final demand keeps its claim, so a buyer holds its production
//! only while `(1 + s (1 - psi) / tau) r >= 1`: `s` days of stock, `tau` days to refill it, `r` the
//! share of orders served. Derivation in the book, chapter on ARIO.

use super::params::Params;
use super::record::Records;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Regime {
    /// Output is back, or on its way back.
    Recovers,
    /// Output is neither falling nor back.
    Strained,
    /// Output keeps falling after the shocks have passed: the model has left the range in which
    /// its numbers mean anything.
    Collapses,
}

/// The verdict on a run.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Collapse {
    /// Regime at the end.
    pub regime: Regime,
    /// Smallest share of orders that can be served for long, by input sector.
    pub threshold: Vec<f64>,
    /// Lowest total output over usual, and its day.
    pub lowest: (f64, usize),
    /// Total output over usual on the last day.
    pub last: f64,
}

/// The share of orders below which stocks of an input cannot be held: `1 / (1 + s (1-psi) / tau)`.
#[must_use]
pub fn threshold(stock_days: f64, psi: f64, refill_days: f64) -> f64 {
    1.0 / (1.0 + stock_days * (1.0 - psi) / refill_days)
}

/// Share of usual output by which the last quarter of a run may fall and still count as level.
const LEVEL: f64 = 1e-6;

/// Share of usual output under which a level end counts as collapse, not as strain.
const GONE: f64 = 0.5;

/// Judges a run whose shocks have passed.
#[must_use]
pub fn judge(params: &Params, records: &Records) -> Collapse {
    let total = &records.total_output;
    let threshold = (params.inventory_days.iter().zip(&params.inventory_tau))
        .map(|(days, tau)| threshold(*days, params.psi, *tau))
        .collect();
    let lowest = (total.iter().copied().enumerate())
        .fold((1.0, 0), |low: (f64, usize), (day, x)| if x < low.0 { (x, day) } else { low });
    let last = total.last().copied().unwrap_or(1.0);
    let before = total.iter().rev().nth(total.len() / 4).copied().unwrap_or(1.0);
    let regime = if last >= 1.0 - LEVEL || last > before + LEVEL {
        Regime::Recovers
    } else if last < before - LEVEL {
        Regime::Collapses
    } else if last < lowest.0 + LEVEL && last < GONE {
        // Level at the bottom: there is nothing left to fall.
        Regime::Collapses
    } else {
        Regime::Strained
    };
    Collapse { regime, threshold, lowest, last }
}
