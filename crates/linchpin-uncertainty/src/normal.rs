//! The normal distribution.

use std::f64::consts::{PI, SQRT_2};

/// Chance that a standard normal number is below `x`.
#[must_use]
pub fn cumulative(x: f64) -> f64 {
    0.5 * libm::erfc(-x / SQRT_2)
}

/// The number below which a standard normal one lies with chance `p`; `p` is kept away from 0 and 1 by 2^-54.
///
/// Acklam's rational approximation (relative error 1e-9) and one step of Halley's method, after which the error
/// is that of `erfc`.
#[must_use]
pub fn quantile(p: f64) -> f64 {
    const EDGE: f64 = 1.0 / 18_014_398_509_481_984.0;
    let p = p.clamp(EDGE, 1.0 - 2.0 * EDGE);
    let x = rough(p);
    let error = cumulative(x) - p;
    let step = error * (2.0 * PI).sqrt() * libm::exp(x * x / 2.0);
    x - step / (1.0 + x * step / 2.0)
}

const A: [f64; 6] = [
    -3.969683028665376e+01,
    2.209460984245205e+02,
    -2.759285104469687e+02,
    1.383_577_518_672_69e2,
    -3.066479806614716e+01,
    2.506628277459239e+00,
];
const B: [f64; 6] = [
    -5.447609879822406e+01,
    1.615858368580409e+02,
    -1.556989798598866e+02,
    6.680131188771972e+01,
    -1.328068155288572e+01,
    1.0,
];
const C: [f64; 6] = [
    -7.784894002430293e-03,
    -3.223964580411365e-01,
    -2.400758277161838e+00,
    -2.549732539343734e+00,
    4.374664141464968e+00,
    2.938163982698783e+00,
];
const D: [f64; 5] = [
    7.784695709041462e-03,
    3.224671290700398e-01,
    2.445134137142996e+00,
    3.754408661907416e+00,
    1.0,
];

fn horner(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().fold(0.0, |sum, c| sum * x + c)
}

fn rough(p: f64) -> f64 {
    const TAIL: f64 = 0.02425;
    let tail = |p: f64| {
        let q = (-2.0 * libm::log(p)).sqrt();
        horner(&C, q) / horner(&D, q)
    };
    if p < TAIL {
        tail(p)
    } else if p > 1.0 - TAIL {
        -tail(1.0 - p)
    } else {
        let q = p - 0.5;
        horner(&A, q * q) * q / horner(&B, q * q)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_values() {
        for (p, x) in [(0.5, 0.0), (0.95, 1.644_853_626_951_472_7), (0.025, -1.959_963_984_540_054)]
        {
            assert!((quantile(p) - x).abs() < 1e-12, "{p}: {}", quantile(p));
            assert!((cumulative(x) - p).abs() < 1e-14);
        }
        assert!((quantile(1e-10) + 6.361_340_902_404_056).abs() < 1e-9);
        assert!(quantile(0.0).is_finite() && quantile(1.0).is_finite());
    }
}
