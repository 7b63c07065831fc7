//! Quantiles of an ensemble: the five numbers of a band, found without sorting everything.
//!
//! Same definition as `linchpin_units::math::quantile` (Hyndman and Fan 1996, definition 7); only the
//! order statistics that are needed are selected, since a run asks for several hundred thousand bands.

use crate::stats::band::Spread;

/// The levels of a band.
pub const LEVELS: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// The quantiles at [`LEVELS`]; reorders `sample`.
///
/// # Panics
/// If `sample` is empty: a quantile of nothing is a programming error.
#[must_use]
pub fn five(sample: &mut [f64]) -> [f64; 5] {
    assert!(!sample.is_empty(), "quantile of an empty sample");
    let last = sample.len() - 1;
    let mut from = 0;
    LEVELS.map(|level| {
        let position = level * last as f64;
        let below = position.floor() as usize;
        let weight = position - below as f64;
        // Everything before `from` is already no larger than everything after it.
        if below >= from {
            sample[from..].select_nth_unstable_by(below - from, f64::total_cmp);
            from = below + 1;
        }
        let low = sample[below];
        if weight == 0.0 || below == last {
            return low;
        }
        if from == below + 1 {
            sample[from..].select_nth_unstable_by(0, f64::total_cmp);
        }
        low * (1.0 - weight) + sample[below + 1] * weight
    })
}

/// Median and 90 % range; reorders `sample`.
///
/// # Panics
/// If `sample` is empty.
#[must_use]
pub fn spread(sample: &mut [f64]) -> Spread {
    let [p05, _, p50, _, p95] = five(sample);
    Spread { p05, p50, p95 }
}

/// The number rounded to six significant digits: what reports and pages hold.
#[must_use]
pub fn round6(value: f64) -> f64 {
    rounded(value, 6)
}

/// The number rounded to so many significant digits, at least one.
#[must_use]
pub fn rounded(value: f64, digits: usize) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    // Through decimal text: correctly rounded, and the shortest spelling when written out.
    let behind = digits.saturating_sub(1);
    format!("{value:.behind$e}").parse().unwrap_or(value)
}

impl Spread {
    /// All three numbers rounded to six significant digits.
    #[must_use]
    pub fn round6(self) -> Self {
        self.map(round6)
    }

    /// All three numbers changed alike.
    #[must_use]
    pub fn map(self, change: impl Fn(f64) -> f64) -> Self {
        Self { p05: change(self.p05), p50: change(self.p50), p95: change(self.p95) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use linchpin_units::math::quantile;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_sorting(mut sample in prop::collection::vec(-1e6..1e6f64, 1..200)) {
            let mut sorted = sample.clone();
            sorted.sort_by(f64::total_cmp);
            let fast = five(&mut sample);
            for (level, found) in LEVELS.iter().zip(fast) {
                prop_assert_eq!(found, quantile(&sorted, *level));
            }
            prop_assert!(fast.is_sorted());
        }
    }

    #[test]
    fn six_digits_are_kept() {
        assert_eq!(round6(-0.123_456_789), -0.123_457);
        assert_eq!(round6(123_456_789.0), 123_457_000.0);
        assert_eq!(round6(0.0), 0.0);
    }
}
