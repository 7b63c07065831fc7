//! Firm-level ARIO: stocks per supplier, orders to known partners, day by day.
//!
//! In come a network, final demand and damage; out comes production of each firm. The model is that
//! of Henriet, Hallegatte and Tabourier (2012) as used by Inoue and Todo (2019):
//! `O_ij = max(0, A_ij u_i + (n_i A_ij u_i - S_ij) / tau)` with `u_i = P_i / P0_i`,
//! `P_i = min((1 - delta_i) P0_i, P0_i min_s S_is / A_is, C_i + sum_j O_ji)`, and stocks of one
//! sector are used up in proportion: `S_ij -= S_ij u_i A_is / S_is`.
//! A day is two walks: over each supplier's customers (orders in, production, how it is shared out) and
//! over each buyer's suppliers (deliveries, stocks, new orders, what stocks allow tomorrow). Rows belong
//! to one task each, so the bits do not depend on the number of threads.
//! Invariant: deliveries of a firm add up to its production, stocks are never negative.

use super::exchange::{self, Exchange};
use super::inputs::{Block, Inputs};
use super::network::Network;
use crate::ario::rationing::fill_level;
use prefetch_index::prefetch_index;
use rayon::prelude::*;

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

impl FirmRationing {
    /// Whether it looks at orders one by one.
    fn fills(self) -> bool {
        matches!(self, Self::WaterFill | Self::WaterFillFinalLast)
    }
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
    inputs: Inputs,
    /// Stocks along `inputs`.
    stocks: Vec<f64>,
    /// Production over usual when orders were last given: they follow from it and from stocks.
    pace: Vec<f64>,
    exchange: Exchange,
    /// Positions of each supplier's orders, for rules that look at them one by one.
    places: Vec<u32>,
    production: Vec<f64>,
    /// Most that stocks allow, over usual production.
    allowed: Vec<f64>,
    /// Share of orders delivered, or level of filling.
    rate: Vec<f64>,
    served: Vec<f64>,
}

/// How many links ahead what stands at their other end is asked for.
const AHEAD: usize = 32;

impl<'n> FirmArio<'n> {
    /// A run from the steady state; amounts of the network are per day, `final_demand` too.
    ///
    /// # Panics
    /// When `final_demand` or `stock_days` do not have one entry per firm, or the network has more
    /// than four thousand million links: programming errors.
    #[must_use]
    pub fn new(network: &'n Network, final_demand: Vec<f64>, params: FirmParams) -> Self {
        let n = network.firms();
        assert_eq!((final_demand.len(), params.stock_days.len()), (n, n), "one entry per firm");
        assert!(u32::try_from(network.links()).is_ok(), "links are numbered in 32 bits");
        let sold = network.by_supplier().sums();
        let usual: Vec<f64> = sold.iter().zip(&final_demand).map(|(a, c)| a + c).collect();
        let inputs = Inputs::new(network);
        let exchange = Exchange::new(network, &inputs);
        let places =
            if params.rationing.fills() { exchange.by_supplier(network) } else { Vec::new() };
        let mut run = Self {
            network,
            served: vec![1.0; n],
            production: usual.clone(),
            allowed: vec![f64::INFINITY; n],
            rate: vec![0.0; n],
            stocks: vec![0.0; network.links()],
            pace: vec![1.0; n],
            params,
            final_demand,
            usual,
            inputs,
            exchange,
            places,
        };
        run.fill_stocks();
        run
    }

    /// Stocks as aimed at, and what they allow.
    fn fill_stocks(&mut self) {
        for block in &self.inputs.blocks {
            let mut start = block.links.start;
            let mut groups = self.inputs.groups[block.groups.clone()].iter();
            for buyer in &self.inputs.buyers[block.firms.clone()] {
                let i = block.firms.start + buyer.firm as usize;
                for group in groups.by_ref().take(buyer.groups as usize) {
                    let own = start..start + group.links as usize;
                    let amounts = &self.inputs.amounts[own.clone()];
                    let stocks = &mut self.stocks[own.clone()];
                    for (stock, amount) in stocks.iter_mut().zip(amounts) {
                        *stock = amount * self.params.stock_days[i];
                    }
                    let held: f64 = stocks.iter().sum();
                    self.allowed[i] = self.allowed[i].min(held / group.need);
                    start = own.end;
                }
            }
        }
    }

    /// Computes one day in which firm `i` cannot use the share `damage[i]` of its capacity.
    ///
    /// # Panics
    /// When `damage` does not have one entry per firm: a programming error.
    pub fn step(&mut self, damage: &[f64]) {
        assert_eq!(damage.len(), self.usual.len(), "one entry per firm");
        self.produce(damage);
        self.deliver();
    }

    /// Production of all firms and how each shares it out.
    fn produce(&mut self, damage: &[f64]) {
        let (exchange, allowed) = (&self.exchange, &self.allowed);
        let (usual, demand, rule) = (&self.usual, &self.final_demand, self.params.rationing);
        let (places, sold) = (&self.places, self.network.by_supplier());
        let firms = (self.production.par_chunks_mut(exchange.band))
            .zip(self.rate.par_chunks_mut(exchange.band))
            .zip(self.served.par_chunks_mut(exchange.band));
        firms.enumerate().for_each(|(band, ((production, rate), served))| {
            let mut orders = vec![0.0; production.len()];
            exchange.sum(band, &mut orders);
            let mut steps = Vec::new();
            for (k, made) in production.iter_mut().enumerate() {
                let i = band * exchange.band + k;
                let ordered = orders[k];
                let everyone = ordered + demand[i];
                let capacity = (1.0 - damage[i]) * usual[i];
                *made = capacity.min(usual[i] * allowed[i]).min(everyone);
                let to_firms;
                (rate[k], to_firms) = match rule {
                    FirmRationing::Proportional => {
                        let share = ratio(*made, everyone).min(1.0);
                        (share, share * ordered)
                    }
                    FirmRationing::FinalLast => {
                        let share = ratio(*made, ordered).min(1.0);
                        (share, share * ordered)
                    }
                    FirmRationing::WaterFill | FirmRationing::WaterFillFinalLast => {
                        let all = rule == FirmRationing::WaterFill;
                        let whole = if all { everyone } else { ordered };
                        if *made >= whole {
                            // Nobody goes short: there is no level to look for.
                            (f64::INFINITY, ordered)
                        } else {
                            let span = sold.span(i);
                            let own = places[span.clone()].iter();
                            let own = own.map(|at| exchange.orders[*at as usize]);
                            let own = own.zip(sold.amounts[span].iter().copied());
                            steps.clear();
                            steps.extend(own.clone());
                            if all {
                                steps.push((demand[i], demand[i]));
                            }
                            let level = fill_level(&mut steps, *made);
                            (level, own.map(|(order, usual)| order.min(level * usual)).sum())
                        }
                    }
                };
                served[k] = ratio(*made - to_firms, demand[i]).clamp(0.0, 1.0);
            }
        });
    }

    /// Deliveries into stocks, what production used out of them, new orders.
    fn deliver(&mut self) {
        let inputs = &self.inputs;
        let (mut stocks, (mut sorted, mut from)) = (&mut self.stocks[..], self.exchange.parts());
        let (mut allowed, mut pace) = (&mut self.allowed[..], &mut self.pace[..]);
        let mut rows = Vec::with_capacity(inputs.blocks.len());
        for block in &inputs.blocks {
            let own;
            (own, stocks) = stocks.split_at_mut(block.links.len());
            let out;
            (out, sorted) = sorted.split_at_mut(block.links.len());
            let order;
            (order, from) = from.split_at(block.links.len());
            let (a, p);
            (a, allowed) = allowed.split_at_mut(block.firms.len());
            (p, pace) = pace.split_at_mut(block.firms.len());
            rows.push((block, own, (out, order), (a, p)));
        }
        let (rate, made, usual) = (&self.rate, &self.production, &self.usual);
        let params = &self.params;
        rows.into_par_iter().for_each_init(Vec::new, |orders, row| {
            let (block, stocks, (out, order), (allowed, pace)) = row;
            let firms = block.firms.clone();
            let mut walk = Walk {
                fills: params.rationing.fills(),
                inputs,
                block,
                rate,
                made: &made[firms.clone()],
                usual: &usual[firms.clone()],
                days: &params.stock_days[firms],
                per_adjustment: 1.0 / params.adjustment_days,
                stocks,
                allowed,
                pace,
            };
            orders.resize(block.links.len(), 0.0);
            walk.run(orders);
            exchange::sort(orders, order, out);
        });
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

/// A day of the buyers of a block.
struct Walk<'a> {
    fills: bool,
    inputs: &'a Inputs,
    block: &'a Block,
    rate: &'a [f64],
    /// Of the block's firms: production, usual production, days of stock aimed at.
    made: &'a [f64],
    usual: &'a [f64],
    days: &'a [f64],
    per_adjustment: f64,
    stocks: &'a mut [f64],
    allowed: &'a mut [f64],
    pace: &'a mut [f64],
}

impl Walk<'_> {
    /// Takes deliveries in; leaves the new orders in `orders`.
    fn run(&mut self, orders: &mut [f64]) {
        let Block { links, groups, firms } = self.block.clone();
        let suppliers = &self.inputs.suppliers[links.start..];
        let amounts = &self.inputs.amounts[links];
        let mut groups = self.inputs.groups[groups].iter();
        let mut start = 0;
        for buyer in &self.inputs.buyers[firms] {
            let i = buyer.firm as usize;
            let (before, run) = (self.pace[i], ratio(self.made[i], self.usual[i]));
            let (days, per_adjustment) = (self.days[i], self.per_adjustment);
            self.pace[i] = run;
            // What was ordered yesterday follows from stocks as they were left.
            let wanted = |usual: f64, stock: f64, pace: f64| {
                let amount = usual * pace;
                let gap = (days * amount - stock) * per_adjustment;
                (amount + gap).max(0.0)
            };
            let mut allowed = f64::INFINITY;
            for group in groups.by_ref().take(buyer.groups as usize) {
                let own = start..start + group.links as usize;
                let stocks = &mut self.stocks[own.clone()];
                let held: f64 = stocks.iter().sum();
                let kept = 1.0 - ratio(run * group.need, held).min(1.0);
                let mut left = 0.0;
                for (k, stock) in stocks.iter_mut().enumerate() {
                    let at = own.start + k;
                    if let Some(later) = suppliers.get(at + AHEAD) {
                        prefetch_index(self.rate, *later as usize);
                    }
                    let (rate, usual) = (self.rate[suppliers[at] as usize], amounts[at]);
                    let order = wanted(usual, *stock, before);
                    let got = if self.fills { order.min(rate * usual) } else { order * rate };
                    *stock = *stock * kept + got;
                    left += *stock;
                    orders[at] = wanted(usual, *stock, run);
                }
                allowed = allowed.min(left * group.per_need);
                start = own.end;
            }
            self.allowed[i] = allowed;
        }
    }
}

fn ratio(a: f64, b: f64) -> f64 {
    if b > 0.0 { a / b } else { 0.0 }
}
