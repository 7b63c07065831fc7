//! One number of an assumptions file, with its range and its source.
//!
//! In comes TOML; out comes the number. Invariant, held by tests of the built-in files:
//! `low <= value <= high`.

/// One entry of a file of assumptions.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assumed {
    /// Value when nothing else is said.
    pub value: f64,
    /// Lowest value worth trying.
    pub low: f64,
    /// Highest.
    pub high: f64,
    /// Unit, as spelled in [`linchpin_units::Unit`].
    pub unit: linchpin_units::Unit,
    /// Who says so.
    pub source: String,
    /// What it is.
    pub why: String,
}

impl Assumed {
    /// The range, for a design to sample.
    ///
    /// # Errors
    /// [`linchpin_units::range::NotARange`] when the three numbers are out of order.
    pub fn range(&self) -> Result<linchpin_units::Range, linchpin_units::range::NotARange> {
        linchpin_units::Range::new(self.low, self.value, self.high)
    }
}
