//! What an answer hangs on, as a page shows it: the indices of a sensitivity analysis with their texts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The schema of [`Hangs`].
pub const SCHEMA: &str = "linchpin/hangs/1";

/// A sensitivity analysis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Hangs {
    /// `linchpin/hangs/1`.
    pub schema: String,
    /// The study.
    pub study: String,
    /// What the study is called.
    pub title: String,
    /// The scenario that is compared with the baseline.
    pub scenario: String,
    /// `morris`, `sobol`, `pawn` or `shapley`.
    pub method: String,
    /// Runs of baseline and scenario, as they are printed.
    pub runs: String,
    /// Uncertain factors in all.
    pub factors: u32,
    /// The command that makes the same page.
    pub command: String,
    /// One answer for each cell.
    pub outcomes: Vec<HangsOutcome>,
}

/// The indices of one cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HangsOutcome {
    /// The cell.
    pub cell: String,
    /// Who and what.
    pub name: String,
    /// What is explained: the mean loss and its standard deviation, or a probability.
    pub of: HangsOf,
    /// Below this an index may be chance, as it is printed; only where the method says so.
    pub noise: Option<String>,
    /// By factor, the largest first; the group of all others last.
    pub rows: Vec<HangsRow>,
}

/// What is explained.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HangsOf {
    /// The mean loss as it is printed; or the probability.
    pub mean: String,
    /// The standard deviation as it is printed; none for a probability.
    pub deviation: Option<String>,
    /// The share of the baseline above which a loss counts, as it is printed; none where the loss itself is explained.
    pub above: Option<String>,
}

/// One factor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HangsRow {
    /// The factor; the group of all others says so.
    pub name: String,
    /// Whether it is a group.
    pub group: bool,
    /// The index: alone (Sobol), the effect (Morris), the middle distance (PAWN), the part (Shapley).
    pub index: HangsMark,
    /// With others (Sobol), the largest distance (PAWN).
    pub total: Option<HangsMark>,
    /// The factor's own range as it is printed; empty for a group.
    pub range: String,
    /// What that range rests on.
    pub rests: String,
}

/// An index with its interval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HangsMark {
    /// Lower end.
    pub low: f64,
    /// The estimate.
    pub value: f64,
    /// Upper end.
    pub high: f64,
    /// As it is printed.
    pub text: String,
}
