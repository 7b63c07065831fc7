//! What one factor may be: from a place in [0, 1) to a number.

use crate::normal;
use linchpin_units::Range;
use linchpin_units::math::{exp, ln};

/// The numbers given describe no distribution.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{what}, found {found:?}")]
pub struct NotAMarginal {
    /// What was expected.
    pub what: &'static str,
    /// The numbers given.
    pub found: Vec<f64>,
}

/// A distribution of one factor.
#[derive(Debug, Clone, PartialEq)]
pub struct Marginal(Kind);

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    Triangular(Range),
    /// Equally likely between neighbours: values, and the chance below each.
    Pieces(Vec<f64>, Vec<f64>),
    LogUniform(f64, f64),
    Normal(f64, f64),
    /// Values, and the chance up to and with each.
    Discrete(Vec<f64>, Vec<f64>),
}

/// How far the range of an expert's distribution goes beyond the 5 % and 95 % quantiles, as a share of the
/// distance between them (Cooke 1991, the intrinsic range with its usual overshoot of 10 %).
pub const OVERSHOOT: f64 = 0.1;

impl Marginal {
    /// Triangular over a range: what estimates of the world are.
    #[must_use]
    pub fn triangular(range: Range) -> Self {
        Self(Kind::Triangular(range))
    }

    /// Equally likely anywhere between `low` and `high`.
    ///
    /// # Errors
    /// [`NotAMarginal`] unless both are finite and `low < high`.
    pub fn uniform(low: f64, high: f64) -> Result<Self, NotAMarginal> {
        rising("low below high", &[low, high])?;
        Ok(Self(Kind::Pieces(vec![low, high], vec![0.0, 1.0])))
    }

    /// The logarithm is equally likely anywhere between those of `low` and `high`.
    ///
    /// # Errors
    /// [`NotAMarginal`] unless `0 < low < high`.
    pub fn log_uniform(low: f64, high: f64) -> Result<Self, NotAMarginal> {
        rising("0 below low below high", &[0.0, low, high])?;
        Ok(Self(Kind::LogUniform(ln(low), ln(high))))
    }

    /// Normal.
    ///
    /// # Errors
    /// [`NotAMarginal`] unless both are finite and the standard deviation is positive.
    pub fn normal(mean: f64, deviation: f64) -> Result<Self, NotAMarginal> {
        if mean.is_finite() && deviation.is_finite() && deviation > 0.0 {
            return Ok(Self(Kind::Normal(mean, deviation)));
        }
        let what = "a finite mean and a positive standard deviation";
        Err(NotAMarginal { what, found: vec![mean, deviation] })
    }

    /// One of some values, with a weight each; weights need not add up to 1.
    ///
    /// # Errors
    /// [`NotAMarginal`] without a value, or for a weight that is negative or not finite, or all zero.
    pub fn discrete(values: &[(f64, f64)]) -> Result<Self, NotAMarginal> {
        let found = || values.iter().flat_map(|(value, weight)| [*value, *weight]).collect();
        let fine = |(value, weight): &(f64, f64)| {
            value.is_finite() && weight.is_finite() && *weight >= 0.0
        };
        let all: f64 = values.iter().map(|(_, weight)| weight).sum();
        if !values.iter().all(fine) || all <= 0.0 {
            let what = "finite values with weights that are not negative and not all zero";
            return Err(NotAMarginal { what, found: found() });
        }
        let mut sum = 0.0;
        let up_to = values.iter().map(|(_, weight)| {
            sum += weight / all;
            sum
        });
        let up_to = up_to.collect();
        Ok(Self(Kind::Discrete(values.iter().map(|(value, _)| *value).collect(), up_to)))
    }

    /// An expert's 5 %, 50 % and 95 % quantiles: equally likely between them, with tails of 5 % that go beyond
    /// by [`OVERSHOOT`] (Cooke 1991).
    ///
    /// # Errors
    /// [`NotAMarginal`] unless they are finite and rise.
    pub fn quantiles(p05: f64, p50: f64, p95: f64) -> Result<Self, NotAMarginal> {
        rising("quantiles that rise: 5 % below 50 % below 95 %", &[p05, p50, p95])?;
        let beyond = OVERSHOOT * (p95 - p05);
        let values = vec![p05 - beyond, p05, p50, p95, p95 + beyond];
        Ok(Self(Kind::Pieces(values, vec![0.0, 0.05, 0.5, 0.95, 1.0])))
    }

    /// The number at a place in [0, 1].
    #[must_use]
    pub fn at(&self, u: f64) -> f64 {
        let u = u.clamp(0.0, 1.0);
        match &self.0 {
            Kind::Triangular(range) => range.triangular(u),
            Kind::LogUniform(low, high) => exp(low + u * (high - low)),
            Kind::Normal(mean, deviation) => mean + deviation * normal::quantile(u),
            Kind::Discrete(values, up_to) => {
                let at = up_to.iter().position(|chance| u < *chance);
                // At u = 1, and where rounding leaves the sum below it: the last value that can happen.
                let last = || {
                    let steps = up_to.windows(2).rposition(|pair| pair[1] > pair[0]);
                    steps.map_or(0, |at| at + 1)
                };
                values[at.unwrap_or_else(last)]
            }
            Kind::Pieces(values, below) => {
                let piece = below[1..].iter().position(|chance| u <= *chance);
                let piece = piece.unwrap_or(values.len() - 2);
                let inside = (u - below[piece]) / (below[piece + 1] - below[piece]);
                values[piece] + inside * (values[piece + 1] - values[piece])
            }
        }
    }
}

fn rising(what: &'static str, values: &[f64]) -> Result<(), NotAMarginal> {
    let rise = values.windows(2).all(|pair| pair[0] < pair[1]);
    if rise && values.iter().all(|value| value.is_finite()) {
        return Ok(());
    }
    Err(NotAMarginal { what, found: values.to_vec() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_experts_quantiles_come_back() {
        let expert = Marginal::quantiles(8.0, 26.0, 52.0).expect("they rise");
        for (u, value) in [(0.0, 3.6), (0.05, 8.0), (0.5, 26.0), (0.95, 52.0), (1.0, 56.4)] {
            assert!((expert.at(u) - value).abs() < 1e-12, "{u}: {}", expert.at(u));
        }
        // Half of the way from 5 % to 50 % is half of the way from 8 to 26.
        assert!((expert.at(0.275) - 17.0).abs() < 1e-12);
        assert!(Marginal::quantiles(8.0, 8.0, 52.0).is_err());
        assert!(Marginal::quantiles(8.0, f64::NAN, 52.0).is_err());
    }

    #[test]
    fn a_list_keeps_its_weights() {
        let policy = &Marginal::discrete(&[(1.0, 1.0), (2.0, 0.0), (3.0, 3.0)]).expect("weights");
        let taken = |value: f64| {
            (0..400).filter(move |n| policy.at((f64::from(*n) + 0.5) / 400.0) == value)
        };
        assert_eq!([1.0, 2.0, 3.0].map(|value| taken(value).count()), [100, 0, 300]);
        assert_eq!(policy.at(1.0), 3.0);
        assert!(Marginal::discrete(&[]).is_err());
        assert!(Marginal::discrete(&[(1.0, -1.0)]).is_err());
    }

    #[test]
    fn hand_values() {
        assert_eq!(Marginal::uniform(2.0, 4.0).expect("rising").at(0.25), 2.5);
        let scale = Marginal::log_uniform(0.01, 100.0).expect("rising");
        assert!((scale.at(0.5) - 1.0).abs() < 1e-12);
        let bell = Marginal::normal(10.0, 2.0).expect("a deviation");
        assert!((bell.at(0.95) - 13.289_707_253_902_945).abs() < 1e-9);
        assert!(Marginal::normal(0.0, 0.0).is_err() && Marginal::log_uniform(0.0, 1.0).is_err());
    }

    proptest! {
        #[test]
        fn more_is_never_less(a in 0.0..1.0f64, b in 0.0..1.0f64) {
            let all = [
                Marginal::quantiles(-1.0, 0.0, 5.0).expect("rising"),
                Marginal::discrete(&[(1.0, 0.2), (4.0, 0.5), (9.0, 1.0)]).expect("weights"),
                Marginal::log_uniform(0.5, 8.0).expect("rising"),
                Marginal::normal(0.0, 1.0).expect("a deviation"),
            ];
            for marginal in all {
                prop_assert!((marginal.at(a) - marginal.at(b)) * (a - b) >= 0.0);
            }
        }
    }
}
