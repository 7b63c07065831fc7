//! Bands and scores: draws with a common normal error around each, and how well a band does.

use libm::erf;
use linchpin_units::math;
use serde::Serialize;

/// Ends of the central 80 %.
const ENDS: [f64; 2] = [0.1, 0.9];
/// The standard normal's 0.9 quantile.
const Z: f64 = 1.281_551_565_544_600_4;

/// Low end, median and high end of the central 80 %.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Band {
    /// 10th percentile.
    pub low: f64,
    /// Median.
    pub median: f64,
    /// 90th percentile.
    pub high: f64,
}

impl Band {
    /// The band of a mixture: a normal error of deviation `sigma` around every draw; none of no draws.
    ///
    /// The quantiles of the mixture are found by bisection of its distribution, so no further chance enters.
    #[must_use]
    pub fn of(draws: &[f64], sigma: f64) -> Option<Self> {
        let least = draws.iter().copied().min_by(f64::total_cmp)?;
        let most = draws.iter().copied().max_by(f64::total_cmp)?;
        let mut sorted = draws.to_vec();
        sorted.sort_by(f64::total_cmp);
        if sigma <= 0.0 {
            let at = |q: f64| math::quantile(&sorted, q);
            return Some(Self { low: at(ENDS[0]), median: at(0.5), high: at(ENDS[1]) });
        }
        let at = |q: f64| {
            let (mut low, mut high) = (least - 6.0 * sigma, most + 6.0 * sigma);
            for _ in 0..60 {
                let middle = 0.5 * (low + high);
                let below = sorted.iter().fold(0.0, |sum, draw| {
                    sum + 0.5 * (1.0 + erf((middle - draw) / (sigma * std::f64::consts::SQRT_2)))
                });
                if below < q * sorted.len() as f64 { low = middle } else { high = middle }
            }
            0.5 * (low + high)
        };
        Some(Self { low: at(ENDS[0]), median: at(0.5), high: at(ENDS[1]) })
    }

    /// The band of a single number with a normal error.
    #[must_use]
    pub fn normal(middle: f64, sigma: f64) -> Self {
        Self { low: middle - Z * sigma, median: middle, high: middle + Z * sigma }
    }

    /// Half its width.
    #[must_use]
    pub fn half(self) -> f64 {
        0.5 * (self.high - self.low)
    }

    /// Whether it holds a value.
    #[must_use]
    pub fn holds(self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// Interval score of the central 80 % (Gneiting and Raftery 2007): width plus 10 times what lies outside.
    #[must_use]
    pub fn interval_score(self, value: f64) -> f64 {
        let outside = (self.low - value).max(0.0) + (value - self.high).max(0.0);
        self.high - self.low + 2.0 / 0.2 * outside
    }

    /// The same band through a rising function.
    #[must_use]
    pub fn map(self, rising: impl Fn(f64) -> f64) -> Self {
        Self { low: rising(self.low), median: rising(self.median), high: rising(self.high) }
    }
}

/// How a method did over the quarters of a hold-out; changes in log points times 100.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Score {
    /// Quarters scored.
    pub quarters: usize,
    /// Quarters whose sign was right.
    pub signs: usize,
    /// Median of the absolute errors, points.
    pub median: f64,
    /// Mean of the absolute errors, points.
    pub mean: f64,
    /// Mean of the absolute errors of the last three quarters, points.
    pub last_three: f64,
    /// Quarters inside the 80 % band.
    pub inside: usize,
    /// Mean half-width of the band, points.
    pub half: f64,
    /// Mean interval score, points.
    pub interval_score: f64,
}

impl Score {
    /// Scores bands against what was seen, both in log points; none of nothing.
    #[must_use]
    pub fn of(bands: &[Band], seen: &[f64]) -> Option<Self> {
        let n = bands.len().min(seen.len());
        if n == 0 {
            return None;
        }
        let pairs = || bands.iter().zip(seen);
        let errors: Vec<f64> =
            pairs().map(|(band, value)| 100.0 * (band.median - value).abs()).collect();
        let mut sorted = errors.clone();
        sorted.sort_by(f64::total_cmp);
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let of = |value: &dyn Fn(&Band, f64) -> f64| {
            100.0 * pairs().map(|(band, seen)| value(band, *seen)).sum::<f64>() / n as f64
        };
        Some(Self {
            quarters: n,
            signs: pairs().filter(|(band, value)| band.median * **value > 0.0).count(),
            median: math::quantile(&sorted, 0.5),
            mean: mean(&errors),
            last_three: mean(&errors[n.saturating_sub(3)..]),
            inside: pairs().filter(|(band, value)| band.holds(**value)).count(),
            half: of(&|band, _| band.half()),
            interval_score: of(&|band, value| band.interval_score(value)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mixture_of_one_is_a_normal() {
        let (mixed, plain) = (Band::of(&[0.3], 0.1).expect("a band"), Band::normal(0.3, 0.1));
        assert!((mixed.low - plain.low).abs() < 1e-9 && (mixed.high - plain.high).abs() < 1e-9);
        assert_eq!(Band::of(&[], 0.1), None);
    }

    #[test]
    fn the_interval_score_by_hand() {
        // Band 0 to 1: inside costs 1, 0.1 above costs 1 + 10 x 0.1 = 2.
        let band = Band { low: 0.0, median: 0.5, high: 1.0 };
        assert_eq!(band.interval_score(0.5), 1.0);
        assert!((band.interval_score(1.1) - 2.0).abs() < 1e-12);
    }

    #[test]
    fn scores_by_hand() {
        let bands = [Band::normal(0.1, 0.05), Band::normal(-0.1, 0.05)];
        let score = Score::of(&bands, &[0.12, 0.1]).expect("a score");
        assert_eq!((score.signs, score.inside), (1, 1));
        assert!((score.mean - 11.0).abs() < 1e-9 && (score.median - 11.0).abs() < 1e-9);
        assert_eq!(Score::of(&[], &[]), None);
    }
}
