//! Spot, contract and the demand they leave (blocks 6 and 7).
//!
//! In: makers' stock, wafers in process and demand. Out: prices relative to the normal price of the
//! week. `Pspot = (I*/EI)^(1/eta)` with `EI = I + due(H) - H D`; `d ln P = a (ln Pspot - ln P)`, faster
//! upwards; `D = Dbar (P/P0)^-eps_SR (Plag/P0)^-(eps_LR - eps_SR)`, `P0` the price of a market at rest
//! with the first stock, so that an undisturbed market stays where it is found. Contract never falls below the cash cost of
//! the site that serves the last unit of demand.

use crate::knobs::Knobs;
use linchpin_units::math;

/// Lowest expected stock the formula sees, weeks: buyers bid for what is left.
const LEAST_STOCK: f64 = 0.25;
/// Weeks of memory of the long-run response.
const MEMORY: f64 = 52.0;

/// Prices of one product relative to its normal price of the week.
#[derive(Debug, Clone, Copy)]
pub struct Price {
    /// Spot.
    pub spot: f64,
    /// Contract.
    pub contract: f64,
    /// Contract with a year's memory.
    pub remembered: f64,
    /// Contract at rest with the first stock, `P0`.
    pub rest: f64,
}

impl Price {
    /// A market at rest with `stock` weeks at the makers.
    #[must_use]
    pub fn at_rest(knobs: &Knobs, stock: f64) -> Self {
        let spot = spot(knobs, stock);
        Self { spot, contract: spot, remembered: spot, rest: spot }
    }

    /// Demand at these prices as a share of demand at rest.
    #[must_use]
    pub fn demand(&self, knobs: &Knobs) -> f64 {
        let later = (knobs.elasticity_long - knobs.elasticity_short).max(0.0);
        math::pow(self.contract / self.rest, -knobs.elasticity_short)
            * math::pow(self.remembered / self.rest, -later)
    }

    /// One week: `expected` is makers' expected stock in weeks of demand, `floor` the lowest contract.
    pub fn advance(&mut self, knobs: &Knobs, expected: f64, floor: f64) {
        self.spot = spot(knobs, expected).max(floor);
        let speed = if self.spot > self.contract { knobs.contract_up } else { knobs.contract_down };
        let gap = math::ln(self.spot / self.contract);
        self.contract = (self.contract * math::exp(speed * gap)).max(floor);
        self.remembered += (self.contract - self.remembered) / MEMORY;
    }
}

fn spot(knobs: &Knobs, stock: f64) -> f64 {
    math::pow(knobs.normal_stock / stock.max(LEAST_STOCK), knobs.scarcity)
}

/// Cash cost per terabit of the line that serves the last unit of `demand`, cheapest lines first.
///
/// `lines` holds (cash cost per terabit, output) and is sorted here.
#[must_use]
pub fn marginal_cost(lines: &mut [(f64, f64)], demand: f64) -> f64 {
    lines.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut served = 0.0;
    for (cost, output) in lines.iter() {
        served += output;
        if served >= demand {
            return *cost;
        }
    }
    lines.last().map_or(0.0, |(cost, _)| *cost)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_site_needed_sets_the_floor() {
        let mut lines = [(3.0, 10.0), (1.0, 50.0), (2.0, 40.0)];
        assert_eq!(marginal_cost(&mut lines, 45.0), 1.0);
        assert_eq!(marginal_cost(&mut lines, 85.0), 2.0);
        assert_eq!(marginal_cost(&mut lines, 500.0), 3.0);
    }
}
