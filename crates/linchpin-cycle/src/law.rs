//! The law of the market for any step of time: one place for the monthly model and for the weekly engine.
//!
//! A [`Pace`] says how many steps a year has. Amounts are per step, stocks in the same bits, weeks are weeks, log
//! changes of price over three months are handed in as such, growth as the share by which a step's stocks grow at
//! rest. At rest each step leaves the price on its trend: orders are `D + G J*`, output is `D + G (I* + J*)`, and
//! `ln(orders/supply) = 0`. The law computes with any [`Real`]: one number, or many runs side by side.

use crate::numbers::Numbers;
use linchpin_units::math;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// What the law computes with: a number, or a row of numbers of independent runs.
pub trait Real:
    Copy
    + Neg<Output = Self>
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Add<f64, Output = Self>
    + Sub<f64, Output = Self>
    + Mul<f64, Output = Self>
    + Div<f64, Output = Self>
{
    /// The same number throughout.
    #[must_use]
    fn like(self, value: f64) -> Self;
    /// e to its power.
    #[must_use]
    fn exp(self) -> Self;
    /// Its natural logarithm.
    #[must_use]
    fn ln(self) -> Self;
    /// Itself to a power.
    #[must_use]
    fn pow(self, exponent: Self) -> Self;
    /// The smaller one.
    #[must_use]
    fn least(self, other: Self) -> Self;
    /// The larger one.
    #[must_use]
    fn most(self, other: Self) -> Self;
    /// Between two bounds.
    #[must_use]
    fn within(self, low: f64, high: f64) -> Self;
}

impl Real for f64 {
    #[inline(always)]
    fn like(self, value: f64) -> Self {
        value
    }
    #[inline(always)]
    fn exp(self) -> Self {
        math::exp(self)
    }
    #[inline(always)]
    fn ln(self) -> Self {
        math::ln(self)
    }
    #[inline(always)]
    fn pow(self, exponent: Self) -> Self {
        math::pow(self, exponent)
    }
    #[inline(always)]
    fn least(self, other: Self) -> Self {
        self.min(other)
    }
    #[inline(always)]
    fn most(self, other: Self) -> Self {
        self.max(other)
    }
    #[inline(always)]
    fn within(self, low: f64, high: f64) -> Self {
        self.clamp(low, high)
    }
}

/// The numbers of the law.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Terms<R> {
    /// Twice the monthly log change of price per log point of orders over supply.
    pub response: R,
    /// Share of the last three months' mean change that goes on.
    pub inertia: R,
    /// Months in which makers shed stock above normal.
    pub shedding: R,
    /// Makers' normal stock, weeks.
    pub maker_weeks: R,
    /// Short elasticity of phones.
    pub elasticity: R,
    /// Fall of the normal price, logarithm a year.
    pub trend: R,
    /// Buyers' extrapolation.
    pub extrapolation: R,
    /// Exponent of scarcity.
    pub slope: R,
    /// Buyers' normal stock, weeks of use.
    pub buyer_weeks: R,
    /// Months in which buyers close a gap in their stock.
    pub order_months: R,
    /// Cut of utilisation per week above the threshold.
    pub cut_slope: R,
    /// Weeks above the normal stock at which makers start to cut.
    pub cut_margin: R,
    /// Lowest utilisation.
    pub cut_bound: R,
    /// Weeks of stock that cannot be sold or used.
    pub floor_weeks: R,
    /// Log premium of spot over contract per log point of orders over supply.
    pub spot_premium: R,
}

impl Terms<f64> {
    /// The law's numbers of a draw.
    #[must_use]
    pub fn of(numbers: &Numbers) -> Self {
        let fixed = &numbers.fixed;
        Self {
            response: numbers.response,
            inertia: numbers.inertia,
            shedding: numbers.shedding,
            maker_weeks: numbers.maker_weeks,
            elasticity: numbers.elasticity,
            trend: numbers.trend,
            extrapolation: numbers.extrapolation,
            slope: numbers.slope,
            buyer_weeks: fixed.buyer_weeks,
            order_months: fixed.order_months,
            cut_slope: fixed.cut_slope,
            cut_margin: fixed.cut_margin,
            cut_bound: fixed.cut_bound,
            floor_weeks: fixed.floor_weeks,
            spot_premium: fixed.spot_premium,
        }
    }
}

/// Steps in a year, and the shares of a gap that are closed in a step when half of it is closed in a month,
/// `1 - 0.5^(12/steps)`, and in half a month, `1 - 0.25^(12/steps)`: kept, because a power for each maker and week
/// cost a thirtieth of a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace(f64, f64, f64);

/// Months of memory of demand.
const PRICE_MEMORY: f64 = 6.0;
/// Least and most log change of price in a month.
const CHANGE: (f64, f64) = (-0.25, 0.35);
/// Least and most log premium of spot over contract: two thirds, three times.
const SPOT: (f64, f64) = (-0.4, 1.1);

impl Pace {
    /// A step a month.
    pub const MONTHLY: Self = Self(12.0, 0.5, 0.75);
    /// A step a week.
    pub const WEEKLY: Self = Self(52.0, 0.14781960357142543, 0.27378857194283746);

    /// Steps in a number of months.
    #[inline(always)]
    #[must_use]
    pub fn of_months<R: Real>(self, months: R) -> R {
        months * self.0 / 12.0
    }

    /// Bits of stock in a number of weeks of a use per step.
    #[inline(always)]
    #[must_use]
    pub fn stock<R: Real>(self, weeks: R, per_step: R) -> R {
        weeks * self.0 / 52.0 * per_step
    }

    /// Growth of a step at a yearly logarithm.
    #[inline(always)]
    #[must_use]
    pub fn growth<R: Real>(self, yearly: R) -> R {
        (yearly / self.0).exp() - 1.0
    }

    /// Buyers' orders: what they use at the going price, a part of what their stock lacks, and its growth.
    /// `momentum` is the log change of the price in the last three months.
    #[inline(always)]
    #[must_use]
    pub fn orders<R: Real>(
        self,
        terms: &Terms<R>,
        demand: R,
        buyers: R,
        momentum: R,
        growth: R,
    ) -> R {
        let wanted = self.wanted(terms, demand, momentum);
        self.ordered(terms, demand, buyers, wanted, growth)
    }

    /// The stock that buyers want to hold.
    #[inline(always)]
    #[must_use]
    pub fn wanted<R: Real>(self, terms: &Terms<R>, demand: R, momentum: R) -> R {
        // Over the trend: a price that falls as it always does is no news.
        let surprise = momentum + terms.trend / 4.0;
        let extrapolated = (terms.extrapolation * surprise + 1.0).within(0.45, 1.8);
        self.stock(terms.buyer_weeks, demand) * extrapolated
    }

    /// Orders of buyers who hold `buyers` and want to hold `wanted`.
    #[inline(always)]
    #[must_use]
    pub fn ordered<R: Real>(
        self,
        terms: &Terms<R>,
        demand: R,
        buyers: R,
        wanted: R,
        growth: R,
    ) -> R {
        let lacking = (wanted - buyers) / self.of_months(terms.order_months);
        (demand + lacking + growth * wanted).most(demand * 0.3)
    }

    /// What leaves the makers: orders, or what is there above the floor.
    #[inline(always)]
    #[must_use]
    pub fn shipped<R: Real>(
        self,
        terms: &Terms<R>,
        orders: R,
        makers: R,
        output: R,
        reference: R,
    ) -> R {
        let floor = self.stock(terms.floor_weeks, reference);
        orders.least((makers + output - floor).most(reference * 0.2))
    }

    /// What is used: demand, or what buyers hold above the floor.
    #[inline(always)]
    #[must_use]
    pub fn used<R: Real>(
        self,
        terms: &Terms<R>,
        demand: R,
        buyers: R,
        shipped: R,
        reference: R,
    ) -> R {
        let floor = self.stock(terms.floor_weeks, reference);
        demand.least((buyers + shipped - floor).most(demand.like(0.0)))
    }

    /// What pushes the price: log of orders over what makers want to sell, steeper as their stock runs out.
    #[inline(always)]
    #[must_use]
    pub fn flow<R: Real>(
        self,
        terms: &Terms<R>,
        orders: R,
        makers: R,
        output: R,
        reference: R,
        growth: R,
    ) -> R {
        let rest = self.stock(terms.maker_weeks, reference);
        let shed = (makers - rest) / self.of_months(terms.shedding);
        let supply = (output - growth * rest + shed).most(output * 0.25);
        let least = self.stock(terms.floor_weeks, reference);
        let scarce = (rest / makers.most(least)).pow(terms.slope).within(0.3, 5.0);
        ((orders / supply).ln() * scarce).within(-1.0, 1.0)
    }

    /// Log change of the contract price in a step.
    #[inline(always)]
    #[must_use]
    pub fn change<R: Real>(self, terms: &Terms<R>, flow: R, momentum: R) -> R {
        let month = self.0 / 12.0;
        let pressed = (-terms.trend / 12.0 + terms.response * 0.5 * flow) / month;
        let carried = momentum / (3.0 * self.0 / 12.0);
        ((-terms.inertia + 1.0) * pressed + terms.inertia * carried)
            .within(CHANGE.0 / month, CHANGE.1 / month)
    }

    /// Log premium of spot over contract. One event calibrates it (Wuxi 2013, a premium of 20 %); no series
    /// tests it, so it is bent towards two thirds and three times the contract price, which it never reaches: a further
    /// loss always raises it.
    #[inline(always)]
    #[must_use]
    pub fn premium<R: Real>(terms: &Terms<R>, flow: R) -> R {
        let straight = terms.spot_premium * flow;
        let none = flow.like(0.0);
        bent(straight.most(none), SPOT.1) + bent(straight.least(none), -SPOT.0)
    }

    /// The log price over normal as demand feels it, a step on.
    #[inline(always)]
    #[must_use]
    pub fn felt<R: Real>(self, felt: R, gap: R) -> R {
        felt + (gap - felt) / (PRICE_MEMORY * self.0 / 12.0)
    }

    /// Utilisation a step on: down by half of the way to its target in a month, up by half of it in half a month, since
    /// tools that idle are taken back faster than a cut is agreed. `weeks` is the mean of six months.
    #[inline(always)]
    #[must_use]
    pub fn utilisation<R: Real>(self, terms: &Terms<R>, now: R, weeks: R) -> R {
        let threshold = terms.maker_weeks + terms.cut_margin;
        let cut = terms.cut_slope * (weeks - threshold).most(weeks.like(0.0));
        let target = (-cut + 1.0).within(0.0, 1.0).most(terms.cut_bound);
        let (gap, none) = (target - now, now.like(0.0));
        now + gap.least(none) * self.1 + gap.most(none) * self.2
    }

    /// Demand of a segment as a part of its reference use, at the log price it feels; `sensitivity` is its
    /// elasticity as a multiple of that of phones.
    #[inline(always)]
    #[must_use]
    pub fn yielding<R: Real>(terms: &Terms<R>, sensitivity: R, felt: R) -> R {
        let answer = terms.elasticity * sensitivity * felt;
        (-answer.within(-0.5, 0.9)).exp()
    }
}

/// A number bent towards `most`, which it never reaches: a hyperbolic tangent. A function and no closure: a closure is
/// not inlined into the code of the machine's vectors, and each of its operations would be a call.
#[inline(always)]
fn bent<R: Real>(side: R, most: f64) -> R {
    let doubled = (side * 2.0 / most).exp();
    (doubled - 1.0) / (doubled + 1.0) * most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_a_gap_closes_in_a_month_and_of_a_rise_in_half_a_month() {
        for pace in [Pace::MONTHLY, Pace::WEEKLY] {
            assert_eq!(pace.1, 1.0 - math::pow(0.5, 12.0 / pace.0));
            assert!((math::pow(1.0 - pace.1, pace.0 / 12.0) - 0.5).abs() < 1e-15);
            assert!((math::pow(1.0 - pace.2, pace.0 / 24.0) - 0.5).abs() < 1e-15);
        }
    }
}
