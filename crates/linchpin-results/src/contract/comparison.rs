//! Two runs, or two scenarios, side by side.

use crate::contract::report::Spread;
use serde::Serialize;

/// One total on both sides.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// Scenario, when whole runs are compared.
    pub scenario: Option<String>,
    /// Level of the entity.
    pub level: String,
    /// Name for readers.
    pub name: String,
    /// Product id.
    pub product: Option<String>,
    /// Variable that was added up.
    pub measure: String,
    /// Relative change on the left side; none when the side has no such row.
    pub left: Option<Spread>,
    /// Relative change on the right side.
    pub right: Option<Spread>,
    /// Right median minus left median, in shares of the baseline.
    pub difference: Option<f64>,
    /// Whether the tolerance is exceeded.
    pub differs: bool,
}

/// A comparison.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// Name of the left side.
    pub left: String,
    /// Name of the right side.
    pub right: String,
    /// Largest difference of medians that passes.
    pub tolerance: f64,
    /// Whether both runs have the same digest.
    pub same_run: bool,
    /// What differs in how the two were computed.
    pub context: Vec<String>,
    /// Rows, largest difference first.
    pub rows: Vec<Difference>,
}

impl Comparison {
    /// Rows beyond the tolerance.
    #[must_use]
    pub fn differing(&self) -> usize {
        self.rows.iter().filter(|row| row.differs).count()
    }
}
