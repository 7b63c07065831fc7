//! Spot, contract and the demand they leave (blocks 6 and 7).
//!
//! In: makers' stock, wafers in process and demand. Out: prices relative to the normal price of the
//! week. `Pspot = (I*/EI)^(1/eta)`; `d ln P = a (ln Pspot - ln P)`, faster upwards;
//! `D = Dbar (P/P0)^-eps_SR (Plag/P0)^-(eps_LR - eps_SR)`. `EI` is makers' stock, plus what is finished
//! within the horizon, less what an undisturbed market would finish in it at this demand, in weeks of
//! demand. `P0` is the price of a market at rest with the first stock, and at rest `EI` is that stock:
//! an undisturbed market stays where it is found. Contract never falls below the cash cost of the site
//! that serves the last unit of demand.

use crate::block::Rates;
use crate::lanes::Lane;
use pulp::Simd;

/// Lowest expected stock the formula sees, weeks: buyers bid for what is left.
const LEAST_STOCK: f64 = 0.25;
/// Weeks of memory of the long-run response.
const MEMORY: f64 = 52.0;

/// Prices of one product relative to its normal price of the week.
#[derive(Debug, Clone, Copy)]
pub struct Price<S: Simd> {
    /// Spot.
    pub spot: Lane<S>,
    /// Contract.
    pub contract: Lane<S>,
    /// Contract with a year's memory.
    pub remembered: Lane<S>,
    /// Contract at rest with the first stock, `P0`.
    pub rest: Lane<S>,
}

impl<S: Simd> Price<S> {
    /// A market at rest with `stock` weeks at the makers.
    #[inline(always)]
    #[must_use]
    pub fn at_rest(rates: &Rates<S>, stock: Lane<S>) -> Self {
        let spot = spot(rates, stock);
        Self { spot, contract: spot, remembered: spot, rest: spot }
    }

    /// Demand at these prices as a share of demand at rest.
    #[inline(always)]
    #[must_use]
    pub fn demand(&self, rates: &Rates<S>) -> Lane<S> {
        let now = (self.contract / self.rest).ln();
        let before = (self.remembered / self.rest).ln();
        (-(rates.elasticity_short * now + rates.elasticity_later * before)).exp()
    }

    /// One week: `expected` is makers' expected stock in weeks of demand.
    #[inline(always)]
    pub fn advance(&mut self, rates: &Rates<S>, expected: Lane<S>, floor: &Floor<'_, S>) {
        let spot = spot(rates, expected);
        let contract = self.contract;
        let highest = floor.highest / floor.normal;
        let mut least = spot.like(0.0);
        // The floor is worked out only where some line's cost is above a price.
        if spot.lt(highest).or(contract.lt(highest)).any() {
            least = marginal_cost(floor.lines, floor.demand) / floor.normal;
        }
        self.spot = spot.max(least);
        let up = self.spot.gt(contract);
        let speed = up.select(rates.contract_up, rates.contract_down);
        let gap = (self.spot / contract).ln();
        self.contract = (contract * (speed * gap).exp()).max(least);
        self.remembered += (self.contract - self.remembered) / MEMORY;
    }
}

/// What the lowest contract is worked out from.
#[derive(Debug, Clone, Copy)]
pub struct Floor<'a, S: Simd> {
    /// The product's lines.
    pub lines: &'a [Costs<S>],
    /// Cash cost per terabit of the most costly.
    pub highest: Lane<S>,
    /// Demand of the week, terabits.
    pub demand: Lane<S>,
    /// Normal price of the week, USD per terabit.
    pub normal: Lane<S>,
}

#[inline(always)]
fn spot<S: Simd>(rates: &Rates<S>, stock: Lane<S>) -> Lane<S> {
    (rates.normal_stock / stock.max(stock.like(LEAST_STOCK))).pow(rates.scarcity)
}

/// A line as the price floor sees it.
#[derive(Debug, Clone, Copy)]
pub struct Costs<S: Simd> {
    /// Cash cost per terabit.
    pub cash: Lane<S>,
    /// Output, terabits.
    pub output: Lane<S>,
}

/// Cash cost per terabit of the line that serves the last unit of `demand`, cheapest lines first; of
/// the most costly line if all of them do not serve it.
#[inline(always)]
#[must_use]
pub fn marginal_cost<S: Simd>(lines: &[Costs<S>], demand: Lane<S>) -> Lane<S> {
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
