//! The few formulas of the score: CRPS, intervals of a share, quantiles of the normal.
//!
//! In: samples and counts. Out: numbers. Sources: Gneiting and Raftery 2007 for the score, Wilson 1927 for
//! the interval. Hand answers stand in the tests.

use linchpin_units::math;

/// The normal's 97.5 % quantile.
const Z95: f64 = 1.959_963_984_540_054;

/// Continuous ranked probability score of a sorted sample against `seen`: the mean distance to what was seen less
/// half the mean distance between two draws. In the unit of the sample; of a single number it is the distance.
#[must_use]
pub fn crps(sorted: &[f64], seen: f64) -> f64 {
    let n = sorted.len() as f64;
    let distance = sorted.iter().fold(0.0, |sum, x| sum + (x - seen).abs()) / n;
    let weighted = |sum: f64, (i, x): (usize, &f64)| sum + (2.0 * i as f64 - n + 1.0) * x;
    let between = sorted.iter().enumerate().fold(0.0, weighted) * 2.0 / (n * n);
    distance - 0.5 * between
}

/// Wilson's 95 % interval of a share of `n`; none of nothing.
#[must_use]
pub fn wilson(hits: usize, n: usize) -> Option<[f64; 2]> {
    if n == 0 {
        return None;
    }
    let (share, n) = (hits as f64 / n as f64, n as f64);
    let z2 = Z95 * Z95;
    let middle = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z95 / (1.0 + z2 / n) * f64::sqrt(share * (1.0 - share) / n + z2 / (4.0 * n * n));
    Some([(middle - half).max(0.0), (middle + half).min(1.0)])
}

/// Quantile of the standard normal, by bisection of its distribution: the same bits everywhere.
#[must_use]
pub fn normal(u: f64) -> f64 {
    let below = |z: f64| 0.5 * (1.0 + libm::erf(z / std::f64::consts::SQRT_2));
    let (mut low, mut high) = (-8.0, 8.0);
    for _ in 0..64 {
        let middle = 0.5 * (low + high);
        if below(middle) < u { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// Middle of a list; none of an empty one.
#[must_use]
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    (!sorted.is_empty()).then(|| math::quantile(&sorted, 0.5))
}
