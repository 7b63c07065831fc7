//! A range: the lowest, the most likely and the highest value somebody stands behind.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `low <= mode <= high`, all finite.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Range {
    low: f64,
    mode: f64,
    high: f64,
}

/// The three numbers do not form a range.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("a range needs finite low <= value <= high, found {low} / {mode} / {high}")]
pub struct NotARange {
    /// Lowest value given.
    pub low: f64,
    /// Most likely value given.
    pub mode: f64,
    /// Highest value given.
    pub high: f64,
}

impl Range {
    /// A range, if the three numbers are ordered and finite.
    ///
    /// # Errors
    /// [`NotARange`] otherwise.
    pub fn new(low: f64, mode: f64, high: f64) -> Result<Self, NotARange> {
        let ordered = low <= mode && mode <= high;
        if ordered && low.is_finite() && high.is_finite() {
            Ok(Self { low, mode, high })
        } else {
            Err(NotARange { low, mode, high })
        }
    }

    /// A range of one point: known exactly.
    #[must_use]
    pub fn exactly(value: f64) -> Self {
        Self { low: value, mode: value, high: value }
    }

    /// Lowest value.
    #[must_use]
    pub fn low(self) -> f64 {
        self.low
    }
    /// Most likely value.
    #[must_use]
    pub fn mode(self) -> f64 {
        self.mode
    }
    /// Highest value.
    #[must_use]
    pub fn high(self) -> f64 {
        self.high
    }
    /// Whether the range is one point.
    #[must_use]
    pub fn is_point(self) -> bool {
        self.low == self.high
    }

    /// The smallest range that holds all of `rivals`; its mode is the median of their modes, so that
    /// no account wins silently. `None` of nothing.
    #[must_use]
    pub fn hull(rivals: &[Self]) -> Option<Self> {
        let mut modes: Vec<f64> = rivals.iter().map(|range| range.mode).collect();
        modes.sort_by(f64::total_cmp);
        let low = rivals.iter().map(|range| range.low).min_by(f64::total_cmp)?;
        let high = rivals.iter().map(|range| range.high).max_by(f64::total_cmp)?;
        Some(Self { low, mode: crate::math::quantile(&modes, 0.5), high })
    }

    /// The value below which a share `u` of a triangular distribution over the range lies.
    ///
    /// Inverse of the triangular cumulative distribution; `u` in 0..=1 is clamped. Uses only square
    /// roots, which IEEE 754 rounds the same everywhere.
    #[must_use]
    pub fn triangular(self, u: f64) -> f64 {
        let u = u.clamp(0.0, 1.0);
        let width = self.high - self.low;
        if width <= 0.0 {
            return self.mode;
        }
        let peak = (self.mode - self.low) / width;
        if u < peak {
            self.low + (u * width * (self.mode - self.low)).sqrt()
        } else {
            self.high - ((1.0 - u) * width * (self.high - self.mode)).sqrt()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn disordered_numbers_are_no_range() {
        assert!(Range::new(2.0, 1.0, 3.0).is_err());
        assert!(Range::new(0.0, f64::NAN, 3.0).is_err());
        assert!(Range::new(0.0, 1.0, f64::INFINITY).is_err());
    }

    #[test]
    fn rival_accounts_span_a_range_in_any_order() {
        let (xian, kexim) = (Range::exactly(0.425), Range::exactly(0.29));
        let hull = Range::hull(&[xian, kexim]).expect("two accounts");
        assert_eq!((hull.low(), hull.high()), (0.29, 0.425));
        assert_eq!(Range::hull(&[kexim, xian]), Some(hull));
        assert_eq!(Range::hull(&[]), None);
    }

    proptest! {
        #[test]
        fn draws_stay_inside_and_grow_with_u(a in -1e3..1e3f64, b in 0.0..1e3f64, c in 0.0..1e3f64, u in 0.0..1.0f64, v in 0.0..1.0f64) {
            let range = Range::new(a, a + b, a + b + c).unwrap();
            let (x, y) = (range.triangular(u.min(v)), range.triangular(u.max(v)));
            prop_assert!(x <= y + 1e-9);
            prop_assert!(x >= range.low() - 1e-9 && y <= range.high() + 1e-9);
        }
    }
}
