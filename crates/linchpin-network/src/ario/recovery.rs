//! Recovery curves: the share of a loss that is left some days after recovery began.
//!
//! In come elapsed days; out goes a share in `[0, 1]`, 1 at the start. The formulas of the four
//! named curves are those documented with BoARIO 0.7.2 (after Koks and Hallegatte).

use linchpin_units::math::{ln, pow};

/// How a loss fades.
#[derive(Debug, Clone, PartialEq)]
pub enum Recovery {
    /// Never.
    Never,
    /// `1 - e / tau`.
    Linear {
        /// Days until nothing is left.
        tau: f64,
    },
    /// `(1 - 1/tau)^(4 e)`: fast, then slow.
    Convex {
        /// Characteristic days.
        tau: f64,
    },
    /// `(1 - 1/tau)^e`: the same without the factor four.
    ConvexUnscaled {
        /// Characteristic days.
        tau: f64,
    },
    /// `tau / (tau + 1e-6 e^k)`, `k = (ln tau - ln 1e-6) / (ln tau - ln 2)`: slow, then fast.
    Concave {
        /// Days until half is left, doubled; more than 2.
        tau: f64,
    },
    /// Share left after 0, 1, 2, … days, from data; nothing is left after the last.
    Table(Vec<f64>),
}

/// The small number in the concave curve: loss left after `tau / 2` days is one half.
const CONCAVE_SCALE: f64 = 1e-6;

impl Recovery {
    /// Share of the loss left after `elapsed` days.
    #[must_use]
    pub fn left(&self, elapsed: f64) -> f64 {
        let share = match self {
            Self::Never => 1.0,
            Self::Linear { tau } => 1.0 - elapsed / tau,
            Self::Convex { tau } => pow(1.0 - 1.0 / tau, 4.0 * elapsed),
            Self::ConvexUnscaled { tau } => pow(1.0 - 1.0 / tau, elapsed),
            Self::Concave { tau } => {
                let k = (ln(*tau) - ln(CONCAVE_SCALE)) / (ln(*tau) - ln(2.0));
                tau / (tau + CONCAVE_SCALE * pow(elapsed, k))
            }
            Self::Table(left) => {
                if elapsed < 0.0 {
                    1.0
                } else {
                    left.get(elapsed as usize).copied().unwrap_or(0.0)
                }
            }
        };
        share.clamp(0.0, 1.0)
    }

    /// The curve BoARIO calls `name`.
    #[must_use]
    pub fn named(name: &str, tau: f64) -> Option<Self> {
        Some(match name {
            "linear" => Self::Linear { tau },
            "convexe" | "convexe scaled" => Self::Convex { tau },
            "convexe noscale" => Self::ConvexUnscaled { tau },
            "concave" => Self::Concave { tau },
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_start_full_and_fall() {
        for name in ["linear", "convexe", "convexe noscale", "concave"] {
            let curve = Recovery::named(name, 30.0).expect("known");
            assert_eq!(curve.left(0.0), 1.0, "{name}");
            let days: Vec<f64> = (0..100).map(|e| curve.left(f64::from(e))).collect();
            assert!(days.windows(2).all(|pair| pair[1] <= pair[0]), "{name}");
        }
        assert_eq!(Recovery::Linear { tau: 30.0 }.left(30.0), 0.0);
        let half = Recovery::Concave { tau: 30.0 }.left(15.0);
        assert!((half - 0.5).abs() < 1e-12, "half is left after tau / 2: {half}");
        assert!(Recovery::named("convex", 30.0).is_none());
    }

    #[test]
    fn a_measured_curve_is_followed_to_its_end() {
        let curve = Recovery::Table(vec![1.0, 0.4]);
        assert_eq!([curve.left(0.0), curve.left(1.0), curve.left(2.0)], [1.0, 0.4, 0.0]);
    }
}
