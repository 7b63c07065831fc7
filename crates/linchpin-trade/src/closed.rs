//! Closed forms: the small cases that a person can work out, and the bounds of the method ladder.

use linchpin_units::math::{exp, ln, pow};

/// Price index over its old value when sources with the share `lost` drop out at fixed costs:
/// `(1 - s)^(-1/θ)`.
#[must_use]
pub fn price_after_ban(lost: f64, theta: f64) -> f64 {
    pow(1.0 - lost, -1.0 / theta)
}

/// Output over its old value when an input with the cost share `share` falls to `left` of its amount, in
/// one CES with the elasticity `sigma`: `[a e^r + (1 - a)]^(1/r)`, `r = (σ - 1)/σ`; Cobb-Douglas and
/// Leontief as limits.
#[must_use]
pub fn output_after_cut(share: f64, left: f64, sigma: f64) -> f64 {
    if sigma <= 0.0 {
        return left.min(1.0);
    }
    if (sigma - 1.0).abs() < 1e-9 {
        return exp(share * ln(left));
    }
    let r = (sigma - 1.0) / sigma;
    pow(share * pow(left, r) + (1.0 - share), 1.0 / r)
}

/// Second-order change of output, in logarithms: `s dln m + ½ ds dln m` (Bachmann et al. 2022), where
/// `ds` is the change of the cost share that one CES gives.
#[must_use]
pub fn second_order(share: f64, left: f64, sigma: f64) -> f64 {
    let dm = ln(left);
    let r = (sigma - 1.0) / sigma;
    let after = share * pow(left, r) / (share * pow(left, r) + (1.0 - share));
    share * dm + 0.5 * (after - share) * dm
}

/// The widest loss that a cut can cause without any substitution: the input's own fall.
#[must_use]
pub fn leontief_bound(left: f64) -> f64 {
    left.min(1.0) - 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64, to: f64) -> bool {
        (a - b).abs() <= to
    }

    #[test]
    fn bans_at_fixed_costs() {
        for (lost, theta, price) in [
            (0.4, 4.0, 1.136_219),
            (0.4, 0.76, 1.958_422),
            (0.1, 4.0, 1.026_690),
            (0.137, 0.76, 1.213_937),
        ] {
            assert!(close(price_after_ban(lost, theta), price, 5e-7));
        }
    }

    #[test]
    fn one_ces_by_the_published_numbers() {
        let change = |share, left, sigma| 100.0 * (output_after_cut(share, left, sigma) - 1.0);
        for (share, left, sigma, wanted) in [
            (0.04, 0.9, 0.04, -1.569),
            (0.04, 0.9, 0.1, -0.679),
            (0.04, 0.9, 1.0, -0.421),
            (0.04, 0.9, 0.0, -10.0),
            (0.012, 0.7, 0.1, -2.751),
        ] {
            assert!(close(change(share, left, sigma), wanted, 6e-4), "{share} {left} {sigma}");
        }
    }
}
