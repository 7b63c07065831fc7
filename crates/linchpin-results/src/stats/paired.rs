//! Two outcomes of the same draws: the band of their difference, which is not the difference of their bands.

use crate::stats::error::quantile_errors;
use crate::stats::quantile::five;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The difference right minus left over draws that both sides share.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Paired {
    /// 5 % quantile.
    pub p05: f64,
    /// 25 % quantile.
    pub p25: f64,
    /// Median.
    pub p50: f64,
    /// 75 % quantile.
    pub p75: f64,
    /// 95 % quantile.
    pub p95: f64,
    /// Mean.
    pub mean: f64,
    /// Share of draws in which the right side is lower.
    pub lower: f64,
    /// Share of draws in which the right side is higher.
    pub higher: f64,
    /// Draws.
    pub draws: u32,
    /// Monte Carlo standard error of the 5 % quantile, the median and the 95 % quantile; none for few draws.
    pub error: Option<[f64; 3]>,
}

impl Paired {
    /// Pairs two outcomes draw by draw.
    ///
    /// # Panics
    /// When the sides have different numbers of draws, or none: a programming error.
    #[must_use]
    pub fn of(left: &[f64], right: &[f64]) -> Self {
        assert_eq!(left.len(), right.len(), "both sides hold the same draws");
        let mut gaps: Vec<f64> = left.iter().zip(right).map(|(l, r)| r - l).collect();
        let part = |fits: fn(&f64) -> bool| {
            gaps.iter().filter(|gap| fits(gap)).count() as f64 / gaps.len() as f64
        };
        let (lower, higher) = (part(|gap| *gap < 0.0), part(|gap| *gap > 0.0));
        let mean = gaps.iter().sum::<f64>() / gaps.len() as f64;
        let draws = u32::try_from(gaps.len()).unwrap_or(u32::MAX);
        let error = quantile_errors(&mut gaps);
        let [p05, p25, p50, p75, p95] = five(&mut gaps);
        Self { p05, p25, p50, p75, p95, mean, lower, higher, draws, error }
    }
}

/// Share of draws in which the difference right minus left is below `threshold`.
///
/// # Panics
/// When there are no draws.
#[must_use]
pub fn probability_below(left: &[f64], right: &[f64], threshold: f64) -> f64 {
    assert!(!left.is_empty(), "a probability of nothing");
    let below = left.iter().zip(right).filter(|(l, r)| *r - *l < threshold).count();
    below as f64 / left.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_wide_bands_may_differ_by_nothing_wide() {
        // By hand: both sides run from 0 to 100, the right one is lower by exactly 5 in every draw.
        let left: Vec<f64> = (0..101).map(f64::from).collect();
        let right: Vec<f64> = left.iter().map(|value| value - 5.0).collect();
        let found = Paired::of(&left, &right);
        assert_eq!((found.p05, found.p50, found.p95), (-5.0, -5.0, -5.0));
        assert_eq!((found.lower, found.higher, found.mean), (1.0, 0.0, -5.0));
        assert_eq!(found.error, Some([0.0; 3]));
        assert_eq!(probability_below(&left, &right, -5.0), 0.0);
        assert_eq!(probability_below(&left, &right, -4.9), 1.0);
    }

    #[test]
    fn few_draws_have_no_error() {
        assert_eq!(Paired::of(&[1.0, 2.0], &[3.0, 1.0]).error, None);
    }
}
