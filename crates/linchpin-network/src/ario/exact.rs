//! One day of ARIO exactly as BoARIO 0.7.2 computes it: the same operations in the same order.
//!
//! Overproduction relaxes in BoARIO only when demand equals output to the last bit, so a run equals
//! BoARIO's for long only if every bit does. Each order of operations here was found by comparing
//! values of a running BoARIO with candidates. In come the model,
//! today's shocks and yesterday's state; out goes today's.

use super::model::Model;
use super::params::{OrderRule, Quirks};
use super::rationing::Rationing;
use super::shock::{Today, Victim};
use super::state::State;
use super::sums::{LeftOver, SectorSums, by_sector, einsum, pairwise};
use super::{Event, EventKind};
use std::collections::BTreeMap;

/// What the exact step needs beside the model, region-major as BoARIO holds it.
#[derive(Debug, Clone)]
pub(super) struct Exact {
    /// Daily flows.
    usual: Vec<f64>,
    /// Yearly shares of each input's suppliers; empty with order rule `alt`.
    shares: Vec<f64>,
    /// Daily final demand by region and category.
    final_demand: Vec<f64>,
    /// Inner position of each industry.
    inner: Vec<usize>,
}

/// Days before BoARIO looks at overproduction.
const SETTLED: u32 = 2;

impl Exact {
    /// The data, when all of BoARIO's quirks are asked for and nothing BoARIO does not know.
    pub(super) fn new(model: &Model, events: &[Event]) -> Option<Self> {
        let known = |event: &Event| {
            matches!(
                event.kind,
                EventKind::Capacity { .. } | EventKind::Capital { .. } | EventKind::Rebuild { .. }
            )
        };
        let params = &model.params;
        let asked = params.quirks == Quirks::boario()
            && params.rationing == Rationing::Proportional
            && params.criticality.is_none();
        if !asked || !events.iter().all(known) {
            return None;
        }
        let (n, s, m) = (model.industries(), model.sectors, model.regions);
        let width = m * model.categories;
        let per_day = 1.0 / params.days_per_year;
        let inner: Vec<usize> = (0..n).map(|i| model.inner(i)).collect();
        let usual = model.yearly.iter().map(|flow| flow * per_day).collect();
        let mut shares = Vec::new();
        if params.order == OrderRule::NoAlt {
            let bought = by_sector(&model.yearly, n, s);
            let rows = model.yearly.iter().enumerate();
            shares.extend(rows.map(|(k, z)| quotient(*z, bought[(k / n % s) * n + k % n])));
        }
        let mut final_demand = vec![0.0; n * width];
        for (i, k) in inner.iter().enumerate() {
            let row = &model.final_purchases[k * width..(k + 1) * width];
            let own = &mut final_demand[i * width..(i + 1) * width];
            own.iter_mut().zip(row).for_each(|(daily, yearly)| *daily = yearly * per_day);
        }
        Some(Self { usual, shares, final_demand, inner })
    }

    /// Computes one day; gives the sum by which each industry (inner order) shared out its output.
    pub(super) fn advance(&self, model: &Model, today: &Today, state: &mut State) -> Vec<f64> {
        let (n, s, m) = (model.industries(), model.sectors, model.regions);
        let width = m * model.categories;
        let orders = self.orders(model, state);
        let cells = self.rebuilding(model, today, state);
        let length = (n + width) * (1 + today.rebuilding_events.len());
        let mut received = SectorSums::new(n, s, LeftOver::Sector);
        // Demand without the rebuilding served today: what inventory goals follow.
        let mut open = vec![0.0; n];
        let mut wholes = vec![0.0; n];
        for (i, k) in self.inner.iter().enumerate() {
            let mut row = Vec::with_capacity(length);
            row.extend_from_slice(&orders[i * n..(i + 1) * n]);
            row.extend_from_slice(&self.final_demand[i * width..(i + 1) * width]);
            row.resize(length, 0.0);
            for (column, asked) in cells.get(k).into_iter().flatten() {
                row[*column] += asked;
            }
            let industry = &mut state.industries[*k];
            let before = industry.output;
            industry.demand = einsum(&row);
            let whole = pairwise(&row);
            wholes[*k] = whole;
            let demand = industry.demand;
            if state.day >= SETTLED && demand > 0.0 {
                let tau = 1.0 / model.params.alpha_tau;
                let scarcity = (demand - before) / demand;
                let slack = if scarcity == 0.0 { 1.0 } else { 0.0 };
                let a = industry.alpha;
                let up = (model.params.alpha_max - a) * scarcity * tau;
                industry.alpha = (a + up + (model.params.alpha_base - a) * slack * tau).max(1.0);
            }
            industry.capacity = model.x0[*k] * (1.0 - today.lost[*k]) * industry.alpha;
            industry.optimal = demand.min(industry.capacity);
            industry.output = industry.optimal * cut(model, &state.stocks, *k, industry.optimal);
            let x = industry.output;
            let share = |cell: f64| x * quotient(cell, whole);
            received.add(i, row[..n].iter().map(|cell| share(*cell)));
            let rebuilt: Vec<f64> = row[n + width..].iter().map(|cell| share(*cell)).collect();
            let served = einsum(&rebuilt);
            row[n + width..].iter_mut().zip(&rebuilt).for_each(|(asked, got)| *asked -= got);
            open[*k] = einsum(&row);
            industry.final_demand = row[n..n + width].iter().sum();
            industry.rebuilding = today.rebuilding[*k];
            industry.final_share = quotient(x, whole);
            industry.rebuilding_share = quotient(served, industry.rebuilding);
        }
        let sums = received.finish();
        let mut received = vec![0.0; s * n];
        for (at, sum) in sums.into_iter().enumerate() {
            received[at / n * n + self.inner[at % n]] = sum;
        }
        state.unmet.clear();
        for (k, industry) in state.industries.iter().enumerate() {
            let row = &model.y[k * m..(k + 1) * m];
            // An industry without any demand leaves nothing unmet.
            state.unmet.extend(row.iter().map(|y| y * (1.0 - industry.final_share)));
        }
        stocks(model, state, &received, &open);
        wholes
    }

    /// Rebuilding demand by supplier: the column of each victim and what is asked for it. Behind
    /// final demand stand the industries of each living event, then the households of each.
    fn rebuilding(
        &self,
        model: &Model,
        today: &Today,
        state: &State,
    ) -> BTreeMap<usize, Vec<(usize, f64)>> {
        let (n, m, s) = (model.industries(), model.regions, model.sectors);
        let width = m * model.categories;
        let events = today.rebuilding_events.len();
        let mut cells: BTreeMap<usize, Vec<(usize, f64)>> = BTreeMap::new();
        for (e, number) in today.rebuilding_events.iter().enumerate() {
            let Some(work) = state.rebuilding.get(number) else { continue };
            for (supplier, victim, asked) in work.cells() {
                let column = match victim {
                    Victim::Industry(k) => n + width + e * n + (k % m) * s + k / m,
                    Victim::Household(column) => n + width + events * n + e * width + column,
                };
                cells.entry(supplier).or_default().push((column, asked));
            }
        }
        cells
    }

    /// Orders of the day, region-major: yesterday's wants spread over suppliers.
    fn orders(&self, model: &Model, state: &State) -> Vec<f64> {
        let (n, s) = (model.industries(), model.sectors);
        let mut orders = self.usual.clone();
        if state.day == 0 {
            // Before the first day everyone orders as usual.
            return orders;
        }
        let alt = model.params.order == OrderRule::Alt;
        if alt {
            for (row, k) in orders.chunks_mut(n.max(1)).zip(&self.inner) {
                row.iter_mut().for_each(|flow| *flow *= state.weight[*k]);
            }
            let bought = by_sector(&orders, n, s);
            for (k, flow) in orders.iter_mut().enumerate() {
                *flow = quotient(*flow, bought[(k / n % s) * n + k % n]);
            }
        } else {
            orders.copy_from_slice(&self.shares);
        }
        for (k, order) in orders.iter_mut().enumerate() {
            *order *= state.intensity[(k / n % s) * n + self.inner[k % n]];
        }
        orders
    }
}

/// The factor by which stocks cut what industry `k` would make.
fn cut(model: &Model, stocks: &[f64], k: usize, optimal: f64) -> f64 {
    let n = model.industries();
    let mut least = 1.0_f64;
    for p in 0..model.sectors {
        let (i, days) = (p * n + k, model.stock_days[p]);
        let need = model.tech[i] * optimal * model.params.psi * days;
        if model.needed[i] && days.is_finite() && need > 0.0 {
            least = least.min(stocks[i] / need);
        }
    }
    least
}

/// Stocks give what was used and take in what came; wants refill them.
fn stocks(model: &Model, state: &mut State, received: &[f64], open: &[f64]) {
    let n = model.industries();
    let industries = &state.industries;
    let used = |i: usize| model.tech[i] * industries[i % n].output;
    let finite = |i: usize| model.stock_days[i / n].is_finite();
    let all = 0..model.sectors * n;
    let still = all.clone().all(|i| super::day::close(received[i], used(i)));
    if !still {
        for (i, stock) in state.stocks.iter_mut().enumerate() {
            if finite(i) {
                *stock = *stock - used(i) + received[i];
            }
        }
    }
    let goal = |i: usize| {
        let (k, days) = (i % n, model.stock_days[i / n]);
        let planned = open[k].min(industries[k].capacity);
        model.tech[i] * planned * days
    };
    let stocks = &state.stocks;
    // An endless stock of something not used is no number in BoARIO, and close to nothing.
    let close = |i: usize| {
        if finite(i) { super::day::close(stocks[i], goal(i)) } else { goal(i) > 0.0 }
    };
    let full = all.clone().all(close);
    for (i, wanted) in state.intensity.iter_mut().enumerate() {
        let gap = if full || !finite(i) { 0.0 } else { (goal(i) - stocks[i]).max(0.0) };
        *wanted = gap * (1.0 / model.params.inventory_tau[i / n]) + used(i);
    }
    for (weight, (industry, x0)) in
        state.weight.iter_mut().zip(state.industries.iter().zip(&model.x0))
    {
        *weight = quotient(industry.capacity, *x0);
    }
}

pub(super) fn quotient(a: f64, b: f64) -> f64 {
    if b == 0.0 { 0.0 } else { a / b }
}
