//! Rationing: who gets how much when an industry makes less than is asked of it.
//!
//! In come the claims on one industry and what it made; out goes what each gets. Invariant: what is
//! handed out equals `min(supply, claims)`, and nobody gets more than was asked.

/// The rule by which scarce output is shared out.
#[derive(Debug, Clone, PartialEq)]
pub enum Rationing {
    /// Everyone gets the same share of the claim (ARIO's rule).
    Proportional,
    /// Lower ranks are served first; within a rank in proportion.
    Priority(Priority),
    /// The level of claim over usual claim is raised for all alike until output is used up, so that
    /// inflated orders gain nothing (after Inoue and Todo 2019); final demand counts as usual.
    WaterFill,
}

/// Ranks of claims; 0 is served first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Priority {
    /// Rank of each buying industry, region-major as in the table.
    pub buyers: Vec<u8>,
    /// Rank of final demand.
    pub final_demand: u8,
    /// Rank of rebuilding.
    pub rebuilding: u8,
}

impl Priority {
    /// Final demand first, then industries and rebuilding together.
    #[must_use]
    pub fn final_demand_first(industries: usize) -> Self {
        Self { buyers: vec![1; industries], final_demand: 0, rebuilding: 1 }
    }
    /// Industries and rebuilding first, final demand last.
    #[must_use]
    pub fn final_demand_last(industries: usize) -> Self {
        Self { buyers: vec![0; industries], final_demand: 1, rebuilding: 0 }
    }
}

/// Claims on one industry.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Claims<'a> {
    /// Orders of industries today.
    pub(crate) orders: &'a [f64],
    /// Their usual orders.
    pub(crate) usual: &'a [f64],
    /// Final demand today.
    pub(crate) final_demand: f64,
    /// Rebuilding demand today.
    pub(crate) rebuilding: f64,
    /// All of these.
    pub(crate) total: f64,
}

/// Shares served of the two claims that are not industries'.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Served {
    pub(crate) final_demand: f64,
    pub(crate) rebuilding: f64,
}

impl Rationing {
    /// Adds what each industry gets to `received`; gives the shares of the other claims.
    pub(crate) fn share_out(
        &self,
        claims: Claims<'_>,
        supply: f64,
        received: &mut [f64],
    ) -> Served {
        match self {
            Self::Proportional => {
                let share = share_of(supply, claims.total);
                for (got, order) in received.iter_mut().zip(claims.orders) {
                    *got += order * share;
                }
                Served { final_demand: share, rebuilding: share }
            }
            Self::Priority(ranks) => by_rank(ranks, claims, supply, received),
            Self::WaterFill => water_fill(claims, supply, received),
        }
    }
}

fn share_of(supply: f64, claim: f64) -> f64 {
    if claim > 0.0 { (supply / claim).min(1.0) } else { 1.0 }
}

fn by_rank(ranks: &Priority, claims: Claims<'_>, supply: f64, received: &mut [f64]) -> Served {
    let last = ranks.buyers.iter().copied().max().unwrap_or(0);
    let last = usize::from(last.max(ranks.final_demand).max(ranks.rebuilding));
    let mut asked = vec![0.0; last + 1];
    for (order, rank) in claims.orders.iter().zip(&ranks.buyers) {
        asked[usize::from(*rank)] += order;
    }
    asked[usize::from(ranks.final_demand)] += claims.final_demand;
    asked[usize::from(ranks.rebuilding)] += claims.rebuilding;
    let mut left = supply;
    let shares: Vec<f64> = (asked.iter())
        .map(|claim| {
            let share = share_of(left, *claim);
            left = (left - claim).max(0.0);
            share
        })
        .collect();
    for ((got, order), rank) in received.iter_mut().zip(claims.orders).zip(&ranks.buyers) {
        *got += order * shares[usize::from(*rank)];
    }
    Served {
        final_demand: shares[usize::from(ranks.final_demand)],
        rebuilding: shares[usize::from(ranks.rebuilding)],
    }
}

fn water_fill(claims: Claims<'_>, supply: f64, received: &mut [f64]) -> Served {
    // Claims without a usual size (rebuilding, new links) count as usual: their ratio is one.
    let pairs = claims.orders.iter().zip(claims.usual);
    let mut steps: Vec<(f64, f64)> = pairs
        .map(|(claim, usual)| (*claim, if *usual > 0.0 { *usual } else { *claim }))
        .chain([(claims.final_demand, claims.final_demand), (claims.rebuilding, claims.rebuilding)])
        .collect();
    let level = fill_level(&mut steps, supply);
    for ((got, order), usual) in received.iter_mut().zip(claims.orders).zip(claims.usual) {
        let size = if *usual > 0.0 { *usual } else { *order };
        *got += order.min(level * size);
    }
    let share = level.min(1.0);
    Served { final_demand: share, rebuilding: share }
}

/// The level `l` at which `sum of min(claim, l * size)` equals `supply`; infinite when all claims
/// can be met. `steps` holds (claim, size) and is sorted by their ratio: O(k log k).
pub(crate) fn fill_level(steps: &mut Vec<(f64, f64)>, supply: f64) -> f64 {
    steps.retain(|(claim, size)| *claim > 0.0 && *size > 0.0);
    steps.sort_by(|a, b| (a.0 / a.1).total_cmp(&(b.0 / b.1)));
    let mut open: f64 = steps.iter().map(|(_, size)| size).sum();
    let mut left = supply;
    for (claim, size) in steps.iter() {
        let level = left / open;
        if level < claim / size {
            return level.max(0.0);
        }
        left -= claim;
        open -= size;
    }
    f64::INFINITY
}

#[cfg(test)]
mod tests {
    use super::*;

    fn served(rule: &Rationing, supply: f64) -> (Vec<f64>, Served) {
        let claims = Claims {
            orders: &[40.0, 10.0],
            usual: &[10.0, 10.0],
            final_demand: 20.0,
            rebuilding: 10.0,
            total: 80.0,
        };
        let mut got = vec![0.0; 2];
        let rest = rule.share_out(claims, supply, &mut got);
        let handed = got.iter().sum::<f64>() + 20.0 * rest.final_demand + 10.0 * rest.rebuilding;
        assert!((handed - supply.min(80.0)).abs() < 1e-12, "{rule:?} hands out {handed}");
        (got, rest)
    }

    #[test]
    fn each_rule_hands_out_what_was_made() {
        for supply in [0.0, 8.0, 40.0, 79.0, 80.0] {
            served(&Rationing::Proportional, supply);
            served(&Rationing::WaterFill, supply);
            served(&Rationing::Priority(Priority::final_demand_first(2)), supply);
            served(&Rationing::Priority(Priority::final_demand_last(2)), supply);
        }
    }

    #[test]
    fn inflated_orders_gain_nothing_under_water_filling() {
        let (got, rest) = served(&Rationing::WaterFill, 25.0);
        assert_eq!(got, [5.0, 5.0]);
        assert_eq!(rest.final_demand, 0.5);
    }

    #[test]
    fn final_demand_first_is_served_in_full_while_it_can() {
        let (got, rest) = served(&Rationing::Priority(Priority::final_demand_first(2)), 50.0);
        assert_eq!(rest.final_demand, 1.0);
        assert_eq!(got, [20.0, 5.0]);
        let (_, rest) = served(&Rationing::Priority(Priority::final_demand_last(2)), 50.0);
        assert_eq!(rest.final_demand, 0.0);
    }
}
