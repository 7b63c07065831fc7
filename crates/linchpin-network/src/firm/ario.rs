//! Firm-level ARIO: stocks per supplier, orders to known partners, day by day.
//!
//! In come a network, final demand and damage; out comes production of each firm. The model is that
//! of Henriet, Hallegatte and Tabourier (2012) as used by Inoue and Todo (2019):
//! `O_ij = max(0, A_ij u_i + (n_i A_ij u_i - S_ij) / tau)` with `u_i = P_i / P0_i`,
//! `P_i = min((1 - delta_i) P0_i, P0_i min_s S_is / A_is, C_i + sum_j O_ji)`, and stocks of one
//! sector are used up in proportion: `S_ij -= S_ij u_i A_is / S_is`.
//! Invariant: deliveries of a firm add up to its production, stocks are never negative.

use super::network::Network;
use crate::ario::rationing::fill_level;

/// Who is served when production falls short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirmRationing {
    /// Everyone in proportion to the order.
    Proportional,
    /// Firms first, final demand with what is left.
    FinalLast,
    /// Up to the same multiple of the usual order for all, final demand as usual.
    WaterFill,
    /// Water-filling among firms, then final demand.
    WaterFillFinalLast,
}

/// Parameters of the model.
#[derive(Debug, Clone, PartialEq)]
pub struct FirmParams {
    /// Days of stock each firm aims at.
    pub stock_days: Vec<f64>,
    /// Days over which it adjusts.
    pub adjustment_days: f64,
    /// Rule.
    pub rationing: FirmRationing,
}

/// A run in progress.
#[derive(Debug, Clone)]
pub struct FirmArio<'n> {
    network: &'n Network,
    params: FirmParams,
    /// Final demand per day.
    final_demand: Vec<f64>,
    /// Usual production per day.
    usual: Vec<f64>,
    /// Stocks and orders along `by_buyer`.
    stocks: Vec<f64>,
    orders: Vec<f64>,
    /// Position in `by_buyer` of each link of `by_supplier`.
    links: Vec<usize>,
    production: Vec<f64>,
    served: Vec<f64>,
}

impl<'n> FirmArio<'n> {
    /// A run from the steady state; amounts of the network are per day, `final_demand` too.
    ///
    /// # Panics
    /// When `final_demand` or `stock_days` do not have one entry per firm: a programming error.
    #[must_use]
    pub fn new(network: &'n Network, final_demand: Vec<f64>, params: FirmParams) -> Self {
        let n = network.firms();
        assert_eq!((final_demand.len(), params.stock_days.len()), (n, n), "one entry per firm");
        let sold = network.by_supplier().sums();
        let usual: Vec<f64> = sold.iter().zip(&final_demand).map(|(a, c)| a + c).collect();
        let bought = network.by_buyer();
        let mut stocks = Vec::with_capacity(network.links());
        for (i, days) in params.stock_days.iter().enumerate() {
            stocks.extend(bought.row(i).map(|(_, amount)| amount * days));
        }
        // Walking buyers in order visits each supplier's customers in order.
        let mut next: Vec<u64> = network.by_supplier().start.clone();
        let mut links = vec![0; network.links()];
        for i in 0..n {
            for at in bought.span(i) {
                let j = bought.others[at] as usize;
                links[next[j] as usize] = at;
                next[j] += 1;
            }
        }
        Self {
            network,
            orders: bought.amounts.clone(),
            served: vec![1.0; n],
            production: usual.clone(),
            params,
            final_demand,
            usual,
            stocks,
            links,
        }
    }

    /// Computes one day in which firm `i` cannot use the share `damage[i]` of its capacity.
    pub fn step(&mut self, damage: &[f64]) {
        let n = self.network.firms();
        let delivered = self.produce(damage);
        let bought = self.network.by_buyer();
        for i in 0..n {
            let rate = ratio(self.production[i], self.usual[i]);
            let days = self.params.stock_days[i];
            for group in self.groups(i) {
                let need: f64 = bought.amounts[group.clone()].iter().sum();
                let held: f64 = self.stocks[group.clone()].iter().sum();
                let used = ratio(rate * need, held).min(1.0);
                for at in group {
                    let amount = bought.amounts[at] * rate;
                    let stock = self.stocks[at] - self.stocks[at] * used + delivered[at];
                    self.stocks[at] = stock;
                    let gap = (days * amount - stock) / self.params.adjustment_days;
                    self.orders[at] = (amount + gap).max(0.0);
                }
            }
        }
    }

    /// Production of all firms; gives deliveries along `by_buyer`.
    fn produce(&mut self, damage: &[f64]) -> Vec<f64> {
        let (bought, sold) = (self.network.by_buyer(), self.network.by_supplier());
        let mut delivered = vec![0.0; self.orders.len()];
        let mut steps = Vec::new();
        for i in 0..self.network.firms() {
            let mut production = (1.0 - damage[i]) * self.usual[i];
            for group in self.groups(i) {
                let need: f64 = bought.amounts[group.clone()].iter().sum();
                let held: f64 = self.stocks[group].iter().sum();
                production = production.min(self.usual[i] * (held / need));
            }
            let span = sold.span(i);
            let links = &self.links[span.clone()];
            let ordered: f64 = links.iter().map(|at| self.orders[*at]).sum();
            production = production.min(ordered + self.final_demand[i]);
            self.production[i] = production;
            let everyone = ordered + self.final_demand[i];
            let (supply, with_final) = match self.params.rationing {
                FirmRationing::Proportional | FirmRationing::WaterFill => (production, true),
                _ => (production.min(ordered), false),
            };
            match self.params.rationing {
                FirmRationing::Proportional | FirmRationing::FinalLast => {
                    let share = ratio(supply, if with_final { everyone } else { ordered });
                    for at in links {
                        delivered[*at] = self.orders[*at] * share.min(1.0);
                    }
                }
                _ => {
                    steps.clear();
                    let usual = &sold.amounts[span];
                    steps.extend(links.iter().zip(usual).map(|(at, a)| (self.orders[*at], *a)));
                    if with_final {
                        steps.push((self.final_demand[i], self.final_demand[i]));
                    }
                    let level = fill_level(&mut steps, supply);
                    for (at, usual) in links.iter().zip(usual) {
                        delivered[*at] = self.orders[*at].min(level * usual);
                    }
                }
            }
            let to_firms: f64 = links.iter().map(|at| delivered[*at]).sum();
            self.served[i] = ratio(production - to_firms, self.final_demand[i]).clamp(0.0, 1.0);
        }
        delivered
    }

    /// Links of buyer `i` by input sector.
    fn groups(&self, i: usize) -> impl Iterator<Item = std::ops::Range<usize>> + use<'n> {
        let network = self.network;
        let span = network.by_buyer().span(i);
        let sector = move |at: usize| network.sectors()[network.by_buyer().others[at] as usize];
        let mut first = span.start;
        std::iter::from_fn(move || {
            if first >= span.end {
                return None;
            }
            let start = first;
            let k = sector(start);
            first = (start..span.end).find(|at| sector(*at) != k).unwrap_or(span.end);
            Some(start..first)
        })
    }

    /// Production of each firm on the last day.
    #[must_use]
    pub fn production(&self) -> &[f64] {
        &self.production
    }
    /// Share of final demand each firm served on the last day.
    #[must_use]
    pub fn served(&self) -> &[f64] {
        &self.served
    }
    /// Production of each firm before any damage.
    #[must_use]
    pub fn usual(&self) -> &[f64] {
        &self.usual
    }
}

fn ratio(a: f64, b: f64) -> f64 {
    if b > 0.0 { a / b } else { 0.0 }
}
