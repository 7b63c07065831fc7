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

use super::network::Network;
use crate::ario::rationing::fill_level;
use prefetch_index::prefetch_index;
use rayon::prelude::*;
use std::ops::Range;

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
    links: Vec<u32>,
    /// Inputs of one sector to one firm: end in `by_buyer` and usual amount.
    groups: Vec<Group>,
    /// First group of each firm; one more at the end.
    first_group: Vec<u32>,
    /// Runs of firms with about as many links each.
    tasks: Vec<Range<usize>>,
    production: Vec<f64>,
    /// Most that stocks allow, over usual production.
    allowed: Vec<f64>,
    /// Share of orders delivered, or level of filling.
    rate: Vec<f64>,
    served: Vec<f64>,
}

#[derive(Debug, Clone, Copy)]
struct Group {
    end: u32,
    need: f64,
    per_need: f64,
}

/// How many links ahead what stands at their other end is asked for.
const AHEAD: usize = 32;
/// Links of a task: few enough for its rows to stay in the cache, enough to be worth a task.
const TASK_LINKS: usize = 1 << 15;
/// Suppliers of a task.
const TASK_FIRMS: usize = 1 << 11;

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
        let bought = network.by_buyer();
        let mut stocks = Vec::with_capacity(network.links());
        for (i, days) in params.stock_days.iter().enumerate() {
            stocks.extend(bought.row(i).map(|(_, amount)| amount * days));
        }
        // Walking buyers in order visits each supplier's customers in order.
        let mut next: Vec<u64> = network.by_supplier().start.clone();
        let mut links = vec![0; network.links()];
        let (mut groups, mut first_group) = (Vec::new(), vec![0]);
        let (mut tasks, mut from) = (Vec::new(), 0);
        for i in 0..n {
            let span = bought.span(i);
            for at in span.clone() {
                let j = bought.others[at] as usize;
                links[next[j] as usize] = at as u32;
                next[j] += 1;
            }
            let sector = |at: usize| network.sectors()[bought.others[at] as usize];
            let mut first = span.start;
            while first < span.end {
                let end = (first..span.end).find(|at| sector(*at) != sector(first));
                let end = end.unwrap_or(span.end);
                let need: f64 = bought.amounts[first..end].iter().sum();
                groups.push(Group { end: end as u32, need, per_need: 1.0 / need });
                first = end;
            }
            first_group.push(groups.len() as u32);
            if span.end - bought.span(from).start >= TASK_LINKS || i + 1 == n {
                tasks.push(from..i + 1);
                from = i + 1;
            }
        }
        let mut run = Self {
            network,
            orders: bought.amounts.clone(),
            served: vec![1.0; n],
            production: usual.clone(),
            allowed: vec![f64::INFINITY; n],
            rate: vec![0.0; n],
            params,
            final_demand,
            usual,
            stocks,
            links,
            groups,
            first_group,
            tasks,
        };
        for i in 0..n {
            let mut start = bought.span(i).start;
            for group in &run.groups[run.first_group[i] as usize..run.first_group[i + 1] as usize] {
                let held: f64 = run.stocks[start..group.end as usize].iter().sum();
                run.allowed[i] = run.allowed[i].min(held / group.need);
                start = group.end as usize;
            }
        }
        run
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
        let sold = self.network.by_supplier();
        let (all, orders, allowed) = (&self.links, &self.orders, &self.allowed);
        let (usual, demand, rule) = (&self.usual, &self.final_demand, self.params.rationing);
        let firms = (self.production.par_chunks_mut(TASK_FIRMS))
            .zip(self.rate.par_chunks_mut(TASK_FIRMS))
            .zip(self.served.par_chunks_mut(TASK_FIRMS));
        firms.enumerate().for_each(|(task, ((production, rate), served))| {
            let mut steps = Vec::new();
            for (k, made) in production.iter_mut().enumerate() {
                let i = task * TASK_FIRMS + k;
                let span = sold.span(i);
                let span_start = span.start;
                let (links, amounts) = (&all[span.clone()], &sold.amounts[span]);
                for later in all.iter().skip(span_start + AHEAD).take(links.len()) {
                    prefetch_index(orders, *later as usize);
                }
                let ordered: f64 = links.iter().map(|at| orders[*at as usize]).sum();
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
                            steps.clear();
                            let pairs = links.iter().zip(amounts);
                            steps.extend(pairs.map(|(at, usual)| (orders[*at as usize], *usual)));
                            if all {
                                steps.push((demand[i], demand[i]));
                            }
                            let level = fill_level(&mut steps, *made);
                            let got = |at: u32, usual: f64| orders[at as usize].min(level * usual);
                            let pairs = links.iter().zip(amounts);
                            (level, pairs.map(|(at, usual)| got(*at, *usual)).sum())
                        }
                    }
                };
                served[k] = ratio(*made - to_firms, demand[i]).clamp(0.0, 1.0);
            }
        });
    }

    /// Deliveries into stocks, what production used out of them, new orders.
    fn deliver(&mut self) {
        let bought = self.network.by_buyer();
        let (mut stocks, mut orders) = (&mut self.stocks[..], &mut self.orders[..]);
        let mut allowed = &mut self.allowed[..];
        let mut rows = Vec::with_capacity(self.tasks.len());
        for firms in &self.tasks {
            let links = bought.span(firms.end - 1).end - bought.span(firms.start).start;
            let (s, o, a);
            (s, stocks) = stocks.split_at_mut(links);
            (o, orders) = orders.split_at_mut(links);
            (a, allowed) = allowed.split_at_mut(firms.len());
            rows.push((firms.clone(), s, o, a));
        }
        let filling = matches!(
            self.params.rationing,
            FirmRationing::WaterFill | FirmRationing::WaterFillFinalLast
        );
        let (rate, made, usual) = (&self.rate, &self.production, &self.usual);
        let (params, groups, first) = (&self.params, &self.groups, &self.first_group);
        let per_adjustment = 1.0 / params.adjustment_days;
        rows.into_par_iter().for_each(|(firms, stocks, orders, allowed)| {
            let base = bought.span(firms.start).start;
            for (i, allowed) in firms.zip(allowed) {
                let run = ratio(made[i], usual[i]);
                let days = params.stock_days[i];
                let mut start = bought.span(i).start;
                *allowed = f64::INFINITY;
                for group in &groups[first[i] as usize..first[i + 1] as usize] {
                    let end = group.end as usize;
                    let own = start - base..end - base;
                    let (stocks, orders) = (&mut stocks[own.clone()], &mut orders[own]);
                    let amounts = &bought.amounts[start..end];
                    let others = &bought.others[start..end];
                    let held: f64 = stocks.iter().sum();
                    let kept = 1.0 - ratio(run * group.need, held).min(1.0);
                    let mut left = 0.0;
                    let rows = stocks.iter_mut().zip(orders).zip(amounts).zip(others);
                    for (at, (((stock, order), usual), supplier)) in (start..).zip(rows) {
                        if let Some(later) = bought.others.get(at + AHEAD) {
                            prefetch_index(rate, *later as usize);
                        }
                        let rate = rate[*supplier as usize];
                        let got = if filling { order.min(rate * usual) } else { *order * rate };
                        *stock = *stock * kept + got;
                        left += *stock;
                        let amount = usual * run;
                        let gap = (days * amount - *stock) * per_adjustment;
                        *order = (amount + gap).max(0.0);
                    }
                    *allowed = allowed.min(left * group.per_need);
                    start = end;
                }
            }
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

fn ratio(a: f64, b: f64) -> f64 {
    if b > 0.0 { a / b } else { 0.0 }
}
