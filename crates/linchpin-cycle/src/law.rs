//! The law of the market for any step of time: one place for the monthly model and for a weekly engine.
//!
//! A [`Pace`] says how many steps a year has. Amounts are per step, stocks in the same bits, weeks are weeks, log
//! changes of price over three months are handed in as such. At rest each step leaves the price on its trend:
//! with `G = e^(g/steps) - 1`, orders are `D + G J*`, output is `D + G (I* + J*)`, and `ln(orders/supply) = 0`.

use crate::numbers::Numbers;
use linchpin_units::math;

/// Steps in a year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace(f64);

/// Months of memory of demand.
const PRICE_MEMORY: f64 = 6.0;
/// Least and most log change of price in a month.
const CHANGE: (f64, f64) = (-0.25, 0.35);

impl Pace {
    /// A step a month.
    pub const MONTHLY: Self = Self(12.0);
    /// A step a week.
    pub const WEEKLY: Self = Self(52.0);

    /// Steps in a number of months.
    #[must_use]
    pub fn of_months(self, months: f64) -> f64 {
        months * self.0 / 12.0
    }

    /// Bits of stock in a number of weeks of a use per step.
    #[must_use]
    pub fn stock(self, weeks: f64, per_step: f64) -> f64 {
        weeks * self.0 / 52.0 * per_step
    }

    /// Growth of a step at a yearly logarithm.
    #[must_use]
    pub fn growth(self, yearly: f64) -> f64 {
        math::exp(yearly / self.0) - 1.0
    }

    /// Buyers' orders: what they use at the going price, a part of what their stock lacks, and its growth.
    /// `momentum` is the log change of the price in the last three months.
    #[must_use]
    pub fn orders(self, numbers: &Numbers, demand: f64, buyers: f64, momentum: f64) -> f64 {
        let fixed = &numbers.fixed;
        // Over the trend: a price that falls as it always does is no news.
        let surprise = momentum + numbers.trend / 4.0;
        let extrapolated = (1.0 + numbers.extrapolation * surprise).clamp(0.45, 1.8);
        let wanted = self.stock(fixed.buyer_weeks, demand) * extrapolated;
        let lacking = (wanted - buyers) / self.of_months(fixed.order_months);
        (demand + lacking + self.growth(numbers.growth) * wanted).max(0.3 * demand)
    }

    /// What leaves the makers: orders, or what is there above the floor.
    #[must_use]
    pub fn shipped(
        self,
        numbers: &Numbers,
        orders: f64,
        makers: f64,
        output: f64,
        reference: f64,
    ) -> f64 {
        let floor = self.stock(numbers.fixed.floor_weeks, reference);
        orders.min((makers + output - floor).max(0.2 * reference))
    }

    /// What is used: demand, or what buyers hold above the floor.
    #[must_use]
    pub fn used(
        self,
        numbers: &Numbers,
        demand: f64,
        buyers: f64,
        shipped: f64,
        reference: f64,
    ) -> f64 {
        let floor = self.stock(numbers.fixed.floor_weeks, reference);
        demand.min((buyers + shipped - floor).max(0.0))
    }

    /// What pushes the price: log of orders over what makers want to sell, steeper as their stock runs out.
    #[must_use]
    pub fn flow(
        self,
        numbers: &Numbers,
        orders: f64,
        makers: f64,
        output: f64,
        reference: f64,
    ) -> f64 {
        let rest = self.stock(numbers.maker_weeks, reference);
        let shed = (makers - rest) / self.of_months(numbers.shedding);
        let supply = (output - self.growth(numbers.growth) * rest + shed).max(0.25 * output);
        let least = self.stock(numbers.fixed.floor_weeks, reference);
        let scarce = math::pow(rest / makers.max(least), numbers.slope).clamp(0.3, 5.0);
        (math::ln(orders / supply) * scarce).clamp(-1.0, 1.0)
    }

    /// Log change of the contract price in a step.
    #[must_use]
    pub fn change(self, numbers: &Numbers, flow: f64, momentum: f64) -> f64 {
        let month = self.of_months(1.0);
        let pressed = (-numbers.trend / 12.0 + 0.5 * numbers.response * flow) / month;
        let carried = momentum / self.of_months(3.0);
        ((1.0 - numbers.inertia) * pressed + numbers.inertia * carried)
            .clamp(CHANGE.0 / month, CHANGE.1 / month)
    }

    /// The log price over normal as demand feels it, a step on.
    #[must_use]
    pub fn felt(self, felt: f64, gap: f64) -> f64 {
        felt + (gap - felt) / self.of_months(PRICE_MEMORY)
    }

    /// Utilisation a step on: half of the way to its target in a month. `weeks` is the mean of six months.
    #[must_use]
    pub fn utilisation(self, numbers: &Numbers, now: f64, weeks: f64) -> f64 {
        let fixed = &numbers.fixed;
        let threshold = numbers.maker_weeks + fixed.cut_margin;
        let cut = fixed.cut_slope * (weeks - threshold).max(0.0);
        let target = (1.0 - cut).clamp(fixed.cut_bound, 1.0);
        let part = 1.0 - math::pow(0.5, 12.0 / self.0);
        now + part * (target - now)
    }

    /// Demand of a segment as a part of its reference use, at the log price it feels.
    #[must_use]
    pub fn yielding(numbers: &Numbers, segment: usize, felt: f64) -> f64 {
        let answer = numbers.elasticity * numbers.fixed.sensitivity[segment] * felt;
        math::exp(-answer.clamp(-0.5, 0.9))
    }
}
