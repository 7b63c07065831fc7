//! Materials at a line, and their price inside and outside a licensing country (block 2).
//!
//! In: weekly inflow as a share of normal need. Out: the share of planned starts that material
//! allows, and price indices from stock cover. Zero loss for a permanent loss `x` with a linear ramp
//! of `Tr` weeks exactly when `M0 >= x Tr / 2`.

use crate::knobs::Knobs;
use linchpin_units::math;

/// Lowest cover the price formula sees, as a share of the normal one.
const COVER_FLOOR: f64 = 0.02;
/// How far below the line a stock may round before starts are cut.
const ROUNDING: f64 = 1e-12;

/// The stock of one material at one line, in weeks of normal need.
#[derive(Debug, Clone, Copy)]
pub struct Stock {
    /// Weeks at hand.
    pub weeks: f64,
    target: f64,
}

impl Stock {
    /// A full stock.
    #[must_use]
    pub fn full(weeks: f64) -> Self {
        Self { weeks, target: weeks }
    }

    /// One week: `need` and `inflow` are shares of normal need. Gives the share of `need` that is met
    /// by stock and inflow. Buyers do not order beyond their target.
    pub fn draw(&mut self, need: f64, inflow: f64) -> f64 {
        let wanted = need + (self.target - self.weeks).max(0.0);
        let at_hand = self.weeks + inflow.min(wanted);
        let met = if at_hand + ROUNDING >= need { 1.0 } else { at_hand / need };
        self.weeks = (at_hand - need * met).max(0.0);
        met
    }
}

/// Share of starts that go ahead when `met` of the need of a material is met.
#[must_use]
pub fn starts_share(essential: bool, met: f64, knobs: &Knobs) -> f64 {
    if essential { met } else { 1.0 - knobs.material_loss * (1.0 - met) }
}

/// Prices of one disturbed material, as indices of the undisturbed price.
#[derive(Debug, Clone, Copy)]
pub struct Prices {
    /// In the countries that import it.
    pub outside: f64,
    /// In the country that licenses it.
    pub inside: f64,
    cover_inside: f64,
    output_inside: f64,
}

impl Prices {
    /// Prices before any disturbance.
    #[must_use]
    pub fn normal() -> Self {
        Self { outside: 1.0, inside: 1.0, cover_inside: 1.0, output_inside: 1.0 }
    }

    /// One week. `cover` is buyers' stock over its target; `licensed` the share of normal exports
    /// let out; `exported` the part of the country's output that normally leaves it; `stock` the
    /// normal stock in weeks.
    pub fn advance(&mut self, knobs: &Knobs, cover: f64, licensed: f64, exported: f64, stock: f64) {
        let price = |cover: f64| math::pow(1.0 / cover.max(COVER_FLOOR), knobs.material_scarcity);
        self.outside = price(cover);
        // What may not leave piles up at home until makers there cut to what they sell.
        let sales = 1.0 - exported * (1.0 - licensed);
        let unsold = self.output_inside - sales;
        self.cover_inside = (self.cover_inside + unsold / stock.max(1.0)).max(COVER_FLOOR);
        let surplus = (self.cover_inside - 1.0) / stock.max(1.0);
        self.output_inside += knobs.material_adjustment * (sales - surplus - self.output_inside);
        self.inside = price(self.cover_inside);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Weeks of starts lost after a permanent loss of `x` met by a ramp of `ramp` weeks.
    fn lost(stock: f64, x: f64, ramp: f64, horizon: usize) -> f64 {
        let mut stock = Stock::full(stock);
        let area = |at: f64| if at < ramp { at * at / (2.0 * ramp) } else { at - ramp / 2.0 };
        let week = |week: usize| {
            let at = week as f64;
            1.0 - x + x * (area(at + 1.0) - area(at))
        };
        (0..horizon).map(|w| 1.0 - stock.draw(1.0, week(w))).sum()
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
        let mut stock = Stock::full(5.0);
        for _ in 0..100 {
            assert_eq!(stock.draw(1.0, 1.0), 1.0);
            assert_eq!(stock.weeks, 5.0);
        }
    }
}
