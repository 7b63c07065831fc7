//! Materials at a line (block 2).
//!
//! In: weekly inflow as a share of normal need. Out: the share of planned starts that material
//! allows. Zero loss for a permanent loss `x` with a linear ramp of `Tr` weeks exactly when
//! `M0 >= x Tr / 2`. The material's world market stands in [`crate::scarcity`].

use crate::block::Rates;
use crate::lanes::Lane;
use pulp::Simd;

/// How far below the line a stock may round before starts are cut.
const ROUNDING: f64 = 1e-12;

/// The stock of one material at one line, in weeks of normal need.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stock<S: Simd> {
    /// Weeks at hand.
    pub(crate) weeks: Lane<S>,
    target: Lane<S>,
}

impl<S: Simd> Stock<S> {
    /// A full stock.
    #[inline(always)]
    #[must_use]
    pub(crate) fn full(weeks: Lane<S>) -> Self {
        Self { weeks, target: weeks }
    }

    /// One week: `need` and `inflow` are shares of normal need. Gives the share of `need` that is met
    /// by stock and inflow. Buyers do not order beyond their target; where what comes is what is
    /// needed, the stock stays exactly as it is.
    #[inline(always)]
    pub(crate) fn draw(&mut self, need: Lane<S>, inflow: Lane<S>) -> Lane<S> {
        let comes = inflow.min(need + (self.target - self.weeks).positive());
        let at_hand = self.weeks + comes;
        let enough = (at_hand + ROUNDING).ge(need);
        let met = enough.select(need.like(1.0), at_hand.part_of(need, 1.0));
        self.weeks = (self.weeks + (comes - need * met)).positive();
        met
    }
}

/// Share of starts that go ahead when `met` of the need of a material is met.
#[inline(always)]
#[must_use]
pub(crate) fn starts_share<S: Simd>(essential: bool, met: Lane<S>, rates: &Rates<S>) -> Lane<S> {
    let one = met.like(1.0);
    if essential { met } else { one - rates.material_loss * (one - met) }
}

/// What the scarcest material lets start: a wafer needs all of them, so that a second material as short as the first
/// takes nothing more. `shares` keeps that of the scarcest (of equal ones the first) and becomes 1 for the others,
/// which bind nothing.
#[inline(always)]
pub(crate) fn scarcest<S: Simd>(shares: &mut [Lane<S>]) -> Lane<S> {
    let one = shares[0].like(1.0);
    let least = shares.iter().fold(one, |least, share| least.min(*share));
    let mut left = least;
    for share in shares {
        let binds = share.le(least);
        let bound = binds.select(left, one);
        left = binds.select(one, left);
        *share = bound;
    }
    least
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulp::Scalar;

    fn lane(value: f64) -> Lane<Scalar> {
        Lane::splat(Scalar::new(), value)
    }

    /// Weeks of starts lost after a permanent loss of `x` met by a ramp of `ramp` weeks.
    fn lost(stock: f64, x: f64, ramp: f64, horizon: usize) -> f64 {
        let mut stock = Stock::full(lane(stock));
        let area = |at: f64| if at < ramp { at * at / (2.0 * ramp) } else { at - ramp / 2.0 };
        let week = |week: usize| {
            let at = week as f64;
            1.0 - x + x * (area(at + 1.0) - area(at))
        };
        (0..horizon).map(|w| 1.0 - stock.draw(lane(1.0), lane(week(w))).get(0)).sum()
    }

    /// By hand: 0.8 and 0.8 let 0.8 start and not 0.64; 0.8 and 0.5 let 0.5 start, which is the second one's doing.
    #[test]
    fn a_line_starts_what_its_scarcest_material_lets_start() {
        let of = |a: f64, b: f64| {
            let mut shares = [lane(a), lane(b)];
            let least = scarcest(&mut shares).get(0);
            (least, shares.map(|share| share.get(0)))
        };
        assert_eq!(of(0.8, 0.8), (0.8, [0.8, 1.0]));
        assert_eq!(of(0.8, 0.5), (0.5, [1.0, 0.5]));
        assert_eq!(of(0.5, 1.0), (0.5, [0.5, 1.0]));
        assert_eq!(of(1.0, 1.0), (1.0, [1.0, 1.0]));
    }

    #[test]
    fn the_reference_cases_hold() {
        assert_eq!(lost(6.0, 0.5, 24.0, 52), 0.0);
        let share = lost(4.0, 0.5, 26.0, 52) / 52.0;
        assert!((share - 0.048).abs() < 5e-4, "lost {share} of a year");
    }

    proptest! {
        #[test]
        fn zero_loss_exactly_above_half_of_x_times_the_ramp(x in 0.05..1.0f64, ramp in 2.0..80.0f64, slack in -0.5..0.5f64) {
            let needed = x * ramp / 2.0;
            prop_assume!(slack.abs() > 1e-9 && needed + slack > 0.0);
            let lost = lost(needed + slack, x, ramp, 200);
            if slack > 0.0 {
                prop_assert_eq!(lost, 0.0);
            } else {
                prop_assert!((lost + slack).abs() < 1e-9, "lost {} instead of {}", lost, -slack);
            }
        }
    }
    #[test]
    fn an_undisturbed_stock_stays_as_it_is() {
        let mut stock = Stock::full(lane(5.3));
        for need in [1.0, 0.7, 0.123].into_iter().cycle().take(100) {
            assert_eq!(stock.draw(lane(need), lane(1.0)).get(0), 1.0);
            assert_eq!(stock.weeks.get(0), 5.3);
        }
    }
}
