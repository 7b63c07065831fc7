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

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-4, "{a} is not {b}");
    }

    #[test]
    fn crps_by_hand() {
        // A single number: the distance.
        near(crps(&[3.0], 5.0), 2.0);
        // Two numbers 0 and 1, seen 0: (0 + 1) / 2 - 1/2 * (0 + 1 + 1 + 0) / 4 = 0.25.
        near(crps(&[0.0, 1.0], 0.0), 0.25);
        // Seen in the middle: 0.5 - 0.25 = 0.25 as well; seen at 3: 2.5 - 0.25 = 2.25.
        near(crps(&[0.0, 1.0], 0.5), 0.25);
        near(crps(&[0.0, 1.0], 3.0), 2.25);
        // Three numbers 0, 1, 2, seen 1: 2/3 - 1/2 * (8/9) = 2/9.
        near(crps(&[0.0, 1.0, 2.0], 1.0), 2.0 / 9.0);
    }

    #[test]
    fn crps_of_a_normal_is_the_closed_form() {
        // Standard normal, seen 0: 2 phi(0) - 1/sqrt(pi) = 0.79788 - 0.56419 = 0.23370.
        let sample: Vec<f64> = (0..4000).map(|i| normal((f64::from(i) + 0.5) / 4000.0)).collect();
        assert!((crps(&sample, 0.0) - 0.233_70).abs() < 1e-3, "{}", crps(&sample, 0.0));
    }

    #[test]
    fn intervals_of_a_share_from_a_table() {
        // Wilson 95 %: 5 of 10 is 0.2366 to 0.7634; 0 of 10 is 0 to 0.2775; 10 of 10 is 0.7225 to 1.
        let [low, high] = wilson(5, 10).expect("some");
        near(low, 0.236_59);
        near(high, 0.763_41);
        let [low, high] = wilson(0, 10).expect("some");
        near(low, 0.0);
        near(high, 0.277_53);
        near(wilson(10, 10).expect("some")[0], 0.722_47);
        assert_eq!(wilson(0, 0), None, "nothing has no share");
    }

    #[test]
    fn quantiles_of_the_normal_from_a_table() {
        near(normal(0.5), 0.0);
        near(normal(0.9), 1.281_55);
        near(normal(0.025), -1.959_96);
    }
}
