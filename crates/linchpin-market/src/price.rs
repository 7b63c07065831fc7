//! Contract, spot and the demand they leave (blocks 6 and 7).
//!
//! In: orders, output, stocks, and what is seen coming. Out: prices relative to the normal price of the week. The
//! law is that of the price cycle ([`linchpin_cycle::law`]), by week: contract moves with orders against output and
//! the stock that makers want to shed, goes on as it went for a quarter, and never falls below the cash cost of the
//! site that serves the last unit of demand. Spot stands over contract by what the law says of the stock and the
//! output that are *expected* over the look-ahead: spot hears of a fire, contract of missing chips.
//!
//! A product whose price is agreed for a term, as that of HBM for a year, has no spot market. The law moves what a
//! contract of the week would fetch; what is paid, and what buyers feel, is what it said when the term began, kept
//! against the normal price.

use crate::block::StartLanes;
use crate::lanes::Lane;
use crate::numbers::YEAR;
use linchpin_cycle::law::{Pace, Terms};
use pulp::Simd;

/// The law by week.
pub(crate) const PACE: Pace = Pace::WEEKLY;
/// Weeks in a quarter: how far back inertia looks.
const QUARTER: usize = 13;

/// Prices of one product relative to its normal price of the week.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Price<S: Simd> {
    /// Spot.
    pub(crate) spot: Lane<S>,
    /// Contract, as it is paid.
    pub(crate) contract: Lane<S>,
    /// What a contract of this week would fetch: the contract, unless it was agreed for a term.
    pub(crate) offered: Lane<S>,
    /// Contract at rest.
    pub(crate) rest: Lane<S>,
    /// Contract in the first week.
    pub(crate) signed: Lane<S>,
    /// Log contract as demand remembers it.
    pub(crate) felt: Lane<S>,
    /// Log of what a contract of the week would fetch.
    log: Lane<S>,
    /// Log contract, as it is paid.
    agreed: Lane<S>,
    /// The same in the last quarter: a ring.
    past: [Lane<S>; QUARTER],
}

impl<S: Simd> Price<S> {
    /// The prices before the first week.
    #[inline(always)]
    #[must_use]
    pub(crate) fn first(start: &StartLanes<S>) -> Self {
        let contract = start.gap.exp();
        let mut past = [start.gap; QUARTER];
        for (week, log) in past.iter_mut().enumerate() {
            *log = start.gap - start.momentum * ((QUARTER - week) as f64 / QUARTER as f64);
        }
        Self {
            spot: contract,
            contract,
            offered: contract,
            rest: contract.like(1.0),
            signed: contract,
            felt: start.felt,
            log: start.gap,
            agreed: start.gap,
            past,
        }
    }

    /// Log change of the contract price in the last quarter, in dollars.
    #[inline(always)]
    #[must_use]
    pub(crate) fn momentum(&self, terms: &Terms<Lane<S>>, week: usize) -> Lane<S> {
        self.log - self.past[week % QUARTER] - terms.trend / 4.0
    }

    /// One week. `flow` pushes the contract, `news` is the same as the market sees it coming; `renewals` are the
    /// weeks in which a price is agreed for a term, none where it moves with the market.
    #[inline(always)]
    pub(crate) fn advance(
        &mut self,
        terms: &Terms<Lane<S>>,
        week: usize,
        flow: Lane<S>,
        news: Lane<S>,
        floor: &Floor<'_, S>,
        renewals: &[bool],
    ) {
        let change = PACE.change(terms, flow, self.momentum(terms, week));
        self.past[week % QUARTER] = self.log;
        self.log += change + terms.trend / YEAR;
        self.offered = self.log.exp();
        self.spot = (self.log + Pace::premium(terms, news)).exp();
        let highest = floor.highest / floor.normal;
        // The floor is worked out only where some line's cost is above a price.
        if self.spot.lt(highest).or(self.offered.lt(highest)).any() {
            let least = marginal_cost(floor.lines, floor.demand) / floor.normal;
            let under = self.offered.lt(least);
            self.log = under.select(least.ln(), self.log);
            self.offered = under.select(least, self.offered);
            self.spot = self.spot.max(least);
        }
        // A price without a term is agreed every week.
        if renewals.get(week).is_none_or(|renewed| *renewed) {
            self.agreed = self.log;
            self.contract = self.offered;
        }
        if !renewals.is_empty() {
            self.spot = self.contract;
        }
        self.felt = PACE.felt(self.felt, self.agreed);
    }
}

/// What the lowest contract is worked out from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Floor<'a, S: Simd> {
    /// The product's lines.
    pub(crate) lines: &'a [Costs<S>],
    /// Cash cost per terabit of the most costly.
    pub(crate) highest: Lane<S>,
    /// Demand of the week, terabits.
    pub(crate) demand: Lane<S>,
    /// Normal price of the week, USD per terabit.
    pub(crate) normal: Lane<S>,
}

/// A line as the price floor sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Costs<S: Simd> {
    /// Cash cost per terabit.
    pub(crate) cash: Lane<S>,
    /// Output, terabits.
    pub(crate) output: Lane<S>,
}

/// Cash cost per terabit of the line that serves the last unit of `demand`, cheapest lines first; of
/// the most costly line if all of them do not serve it.
#[inline(always)]
#[must_use]
pub(crate) fn marginal_cost<S: Simd>(lines: &[Costs<S>], demand: Lane<S>) -> Lane<S> {
    let (mut least, mut highest) = (demand.like(f64::INFINITY), demand.like(0.0));
    for line in lines {
        let mut served = demand.like(0.0);
        for other in lines {
            let cheaper = other.cash.le(line.cash);
            served += cheaper.select(other.output, demand.like(0.0));
        }
        least = served.ge(demand).select(least.min(line.cash), least);
        highest = highest.max(line.cash);
    }
    least.min(highest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulp::Scalar;

    #[test]
    fn the_last_site_needed_sets_the_floor() {
        let lane = |value: f64| Lane::splat(Scalar::new(), value);
        let lines = [(3.0, 10.0), (1.0, 50.0), (2.0, 40.0)]
            .map(|(cash, output)| Costs { cash: lane(cash), output: lane(output) });
        for (demand, cost) in [(45.0, 1.0), (85.0, 2.0), (500.0, 3.0)] {
            assert_eq!(marginal_cost(&lines, lane(demand)).get(0), cost);
        }
        assert_eq!(marginal_cost(&[], lane(1.0)).get(0), 0.0);
    }
}
