//! Market shares and concentration, before and after, over the last year of the run.
//!
//! A firm's share is its part of all bits shipped in the window, in each member; the
//! Herfindahl-Hirschman index is the sum of squared shares times 10,000.

use crate::contract::input::RunInput;
use crate::contract::loss::{Concentration, ShareRow};
use crate::contract::losses::spread_of;
use crate::stats::band::Spread;
use linchpin_engine::{Level, Trajectories, Variable};
use std::collections::BTreeMap;

/// Weeks at the end of the run over which shares are taken: a year, so that seasons cancel.
pub(crate) const WINDOW: usize = 52;

/// The firms that sell one product and where their shipments stand.
struct Market<'a> {
    product: String,
    sellers: Vec<(&'a str, usize)>,
}

/// Share rows and concentration rows of every scenario, by product, largest seller first.
#[must_use]
pub(crate) fn shares(run: &RunInput) -> (Vec<ShareRow>, Vec<Concentration>) {
    let (mut rows, mut concentration) = (Vec::new(), Vec::new());
    for scenario in &run.scenarios {
        for market in markets(&run.baseline.trajectories) {
            let before = by_member(&run.baseline.trajectories, &market);
            let after = by_member(&scenario.trajectories, &market);
            let mut sellers: Vec<ShareRow> = market
                .sellers
                .iter()
                .enumerate()
                .map(|(at, (firm, _))| ShareRow {
                    scenario: scenario.id.clone(),
                    product: market.product.clone(),
                    firm: (*firm).to_owned(),
                    name: run.name(firm),
                    before: column(&before, at),
                    after: column(&after, at),
                    text: None,
                })
                .collect();
            sellers.sort_by(|a, b| {
                b.before.p50.total_cmp(&a.before.p50).then_with(|| a.firm.cmp(&b.firm))
            });
            rows.extend(sellers);
            concentration.push(Concentration {
                scenario: scenario.id.clone(),
                product: market.product.clone(),
                before: hhi(&before),
                after: hhi(&after),
                text: None,
            });
        }
    }
    (rows, concentration)
}

/// Whole markets, and the markets of single destinations, whose sellers are written `firm:…@CHN`.
fn markets(all: &Trajectories) -> Vec<Market<'_>> {
    let mut markets: BTreeMap<String, Vec<(&str, usize)>> = BTreeMap::new();
    for (at, key) in all.keys.iter().enumerate() {
        if let (Level::Firm, Variable::Shipments, Some(product)) =
            (key.level, key.variable, &key.product)
        {
            let place = key.entity.split_once('@').map(|(_, place)| format!("@{place}"));
            let market = format!("{product}{}", place.unwrap_or_default());
            markets.entry(market).or_default().push((&key.entity, at));
        }
    }
    markets.into_iter().map(|(product, sellers)| Market { product, sellers }).collect()
}

/// Shares of all sellers in each member; all zero where nothing was shipped.
fn by_member(all: &Trajectories, market: &Market<'_>) -> Vec<Vec<f64>> {
    let from = all.weeks.len().saturating_sub(WINDOW);
    let shares = |member: usize| {
        let sold = |(_, key): &(&str, usize)| all.series(member, *key)[from..].iter().sum::<f64>();
        let sold: Vec<f64> = market.sellers.iter().map(sold).collect();
        let whole: f64 = sold.iter().sum();
        sold.iter().map(|bits| if whole > 0.0 { bits / whole } else { 0.0 }).collect()
    };
    (0..all.members.len()).map(shares).collect()
}

fn column(members: &[Vec<f64>], seller: usize) -> Spread {
    spread_of(members.iter().map(|shares| shares[seller])).round6()
}

fn hhi(members: &[Vec<f64>]) -> Spread {
    let index = |shares: &Vec<f64>| shares.iter().map(|share| share * share).sum::<f64>() * 1e4;
    spread_of(members.iter().map(index)).round6()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::run;

    #[test]
    fn shares_add_up_and_a_duopoly_has_its_known_index() {
        let (rows, concentration) = shares(&run(9));
        let null: Vec<&ShareRow> = rows.iter().filter(|row| row.scenario == "null").collect();
        assert_eq!(null.iter().map(|row| row.after.p50).sum::<f64>(), 1.0);
        let index =
            |id: &str| concentration.iter().find(|row| row.scenario == id).expect("a row").clone();
        // Two equal halves: 2 x 50^2 = 5000.
        assert_eq!(index("null").after.p50, 5000.0);
        // Over ten weeks b sells 10 - 5/5 = 9 against 10: 10/19 and 9/19.
        let expected = (100.0 + 81.0) / 361.0 * 1e4;
        assert!((index("cut").after.p50 - expected).abs() < 0.01);
    }
}
