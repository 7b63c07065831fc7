//! Collapse: when shortage feeds on itself and stocks can never be refilled.
//!
//! In come parameters and a run's records; out comes the regime with the threshold that names it.
//! Under proportional rationing unmet final demand keeps its claim, so a buyer holds its production
//! only while `(1 + s (1 - psi) / tau) r >= 1`: `s` days of stock, `tau` days to refill it, `r` the
//! share of orders served. Derivation in the book, chapter on ARIO.

use super::params::{Params, threshold};
use super::record::Records;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Regime {
    /// Output is back, or on its way back, and never lacked much more than the shocks took.
    Recovers,
    /// Output has settled below usual, or is settling.
    NewLevel,
    /// Shortage feeds on itself: the model has left the range in which its numbers mean anything.
    Collapses,
}

impl Regime {
    /// The words people read.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Recovers => "recovers",
            Self::NewLevel => "new level",
            Self::Collapses => "collapses",
        }
    }
}

/// What a run fell through.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Fell {
    /// Input sector, as numbered in the table.
    pub sector: usize,
    /// Smallest share of its orders that was served on a day.
    pub served: f64,
    /// Days on which less than its threshold was served.
    pub days: u32,
}

/// The verdict on a run.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Collapse {
    /// Regime at the end.
    pub regime: Regime,
    /// Smallest share of orders that can be served for long, by input sector.
    pub threshold: Vec<f64>,
    /// The input sector served below its threshold for longest; none when all were served.
    pub fell: Option<Fell>,
    /// Lowest total output over usual, and its day.
    pub lowest: (f64, usize),
    /// Lowest that capacity alone would have allowed.
    pub capacity: f64,
    /// Total output over usual on the last day.
    pub last: f64,
}

/// Total output counts as back when it lacks less than this share of usual.
pub const NEAR: f64 = 1e-3;

/// Share of usual output by which the last quarter of a run may fall and still count as level.
const LEVEL: f64 = 1e-6;

/// Share of usual output under which a level end counts as collapse, not as a new level.
const GONE: f64 = 0.5;

/// Share of usual output that a run may lack beyond what the shocks themselves took: a convention of
/// reading, far beyond the spread of any episode in `assumptions/episodes.toml`.
const FEEDBACK: f64 = 0.25;

/// A fall counts as settling when each quarter of the run falls by less than this share of the one
/// before.
const SETTLING: f64 = 0.5;

/// Judges a run whose shocks have passed, or go on unchanged.
#[must_use]
pub fn judge(params: &Params, records: &Records) -> Collapse {
    let total = &records.total_output;
    let threshold: Vec<f64> = (params.inventory_days.iter().zip(&params.inventory_tau))
        .map(|(days, tau)| threshold(*days, params.psi, *tau))
        .collect();
    let lowest = (total.iter().copied().enumerate())
        .fold((1.0, 0), |low: (f64, usize), (day, x)| if x < low.0 { (x, day) } else { low });
    let last = total.last().copied().unwrap_or(1.0);
    let ago = |quarters: usize| {
        total.iter().rev().nth(total.len() * quarters / 4).copied().unwrap_or(1.0)
    };
    let capacity = records.total_capacity.iter().copied().fold(1.0, f64::min);
    let (fall, before) = (ago(1) - last, ago(2) - ago(1));
    // Coming down from above usual is settling, not falling.
    let falling = last < 1.0 - NEAR && fall > LEVEL && fall > SETTLING * before;
    let bottom = last < lowest.0 + LEVEL && last < GONE.min(capacity);
    let regime = if falling || bottom || lowest.0 < capacity - FEEDBACK {
        Regime::Collapses
    } else if last >= 1.0 - NEAR || -fall > LEVEL {
        Regime::Recovers
    } else {
        Regime::NewLevel
    };
    let short = (records.served.iter().enumerate()).filter(|(_, served)| served.days > 0);
    let fell = short.max_by(|a, b| a.1.days.cmp(&b.1.days).then(b.0.cmp(&a.0)));
    let fell = fell.map(|(sector, short)| Fell { sector, served: short.least, days: short.days });
    Collapse { regime, threshold, fell, lowest, capacity, last }
}

impl Collapse {
    /// The verdict in a sentence; sectors by their names.
    #[must_use]
    pub fn sentence(&self, sectors: &[String]) -> String {
        let words = self.regime.words();
        match &self.fell {
            Some(fell) if self.regime == Regime::Collapses => format!(
                "{words}: only {:.1} % of orders of {} were served, under the threshold of {:.1} % \
                 for {} days; the numbers mean nothing beyond that",
                100.0 * fell.served,
                sectors.get(fell.sector).map_or("an input", String::as_str),
                100.0 * self.threshold.get(fell.sector).copied().unwrap_or(1.0),
                fell.days
            ),
            _ => words.to_owned(),
        }
    }
}
