//! The price in a small market of a material: no stock power, a demand that yields.
//!
//! World demand 1, a share `rigid` of users who cannot yield, elasticity `elasticity` of the others, and a net
//! shortage `x` after stock release, other origins and third countries: the others must give up `x`, so
//! `P = (1 - x/(1 - rigid))^(-1/elasticity)` over the price before.

use linchpin_units::math;

/// Price over the price before; infinite when the shortage takes all that yielding users had.
#[must_use]
pub fn price(shortage: f64, rigid: f64, elasticity: f64) -> f64 {
    let left = 1.0 - shortage / (1.0 - rigid);
    if left <= 0.0 { f64::INFINITY } else { math::pow(left, -1.0 / elasticity) }
}

/// The net shortage that a price implies: the inverse of [`price`].
#[must_use]
pub fn shortage(price: f64, rigid: f64, elasticity: f64) -> f64 {
    (1.0 - rigid) * (1.0 - math::pow(price, -elasticity))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gallium_and_neon_by_hand() {
        // Gallium x1.65 needs a net shortage of 10, 14 and 22 % at elasticities .2, .3, .5.
        for (elasticity, net) in [(0.2, 0.10), (0.3, 0.14), (0.5, 0.22)] {
            assert!((shortage(1.65, 0.0, elasticity) - net).abs() < 0.006);
        }
        // Neon x6.5: 31, 43 and 61 % with nobody rigid, less by the rigid share otherwise.
        for (elasticity, net) in [(0.2, 0.31), (0.3, 0.43), (0.5, 0.61)] {
            assert!((shortage(6.5, 0.0, elasticity) - net).abs() < 0.006);
            assert!(
                (shortage(6.5, 0.3, elasticity) - 0.7 * shortage(6.5, 0.0, elasticity)).abs()
                    < 1e-12
            );
        }
        assert!((price(shortage(6.5, 0.3, 0.3), 0.3, 0.3) - 6.5).abs() < 1e-9);
        assert_eq!(price(0.0, 0.3, 0.3), 1.0);
        assert_eq!(price(0.8, 0.3, 0.3), f64::INFINITY);
    }
}
