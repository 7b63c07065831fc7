//! One day of ARIO: demand, production, rationing, stocks, orders.
//!
//! In come the model, today's shocks and the state of yesterday; the state of today goes out in its
//! place. Each supplier's row of `Z` is read once: with `o[g,f] = q[g] Z[g,f] h[p,f]` no matrix of
//! orders is kept. Rows of one sector belong to one task and are summed in order, so the bits do not
//! depend on the number of threads.

use super::model::Model;
use super::params::{OrderRule, Quirks};
use super::rationing::Claims;
use super::shock::Today;
use super::state::{Industry, State};
use rayon::prelude::*;
use std::borrow::Cow;

/// Relative slack below which demand counts as met.
const EXHAUSTED: f64 = 1e-12;

pub(super) fn advance(model: &Model, today: &Today, state: &mut State) {
    let (n, m, s) = (model.industries(), model.regions, model.sectors);
    let limits = output_limits(model, &state.stocks);
    let intensity = capped_orders(model, today, &state.intensity, &state.weight);
    let demand = today.final_demand.as_deref().unwrap_or(&model.y);
    let mut received = vec![0.0; s * n];
    let alt = model.params.order == OrderRule::Alt;
    let mut weighted = vec![0.0; if alt { s * n } else { 0 }];
    let width = if alt { n } else { 0 };
    let sector = Sector {
        model,
        today,
        limits: &limits,
        stocks: &state.stocks,
        demand,
        intensity: &intensity,
    };
    let old_weight = &state.weight;
    let mut weight = vec![1.0; n];
    // The chunk size of an unused table must still be positive.
    let mut none = vec![0.0; s];
    let weights = if alt { &mut weighted } else { &mut none };
    state
        .industries
        .par_chunks_mut(m)
        .zip(received.par_chunks_mut(n))
        .zip(weights.par_chunks_mut(width.max(1)))
        .zip(weight.par_chunks_mut(m))
        .enumerate()
        .for_each(|(p, (((rows, received), weighted), weight))| {
            let old = &old_weight[p * m..(p + 1) * m];
            sector.pass(p, rows, old, received, if alt { Some((weighted, weight)) } else { None });
        });
    state.weight = weight;
    state.unmet.clear();
    let served = state.industries.iter().map(|industry| industry.final_share);
    let rows = demand.chunks(m).zip(served);
    state.unmet.extend(rows.flat_map(|(row, share)| row.iter().map(move |y| y * (1.0 - share))));
    stocks_and_orders(model, state, &received, if alt { Some(&weighted) } else { None });
}

/// Orders per unit of usual weighted purchases today: yesterday's, but where links are stopped the
/// buyer orders from those who may still ship what the others may not.
fn capped_orders<'s>(
    model: &Model,
    today: &Today,
    usual_intensity: &'s [f64],
    weight: &[f64],
) -> Cow<'s, [f64]> {
    let mut intensity = Cow::Borrowed(usual_intensity);
    let (n, m) = (model.industries(), model.regions);
    for ((p, f), cap) in &today.caps {
        let h = usual_intensity[p * n + f];
        let suppliers = p * m..(p + 1) * m;
        let usual = |g: usize| model.z[g * n + f];
        let links: Vec<(f64, f64)> = suppliers
            .map(|g| (weight[g] * usual(g), cap.of(g) * usual(g)))
            .filter(|(order, _)| *order > 0.0)
            .collect();
        intensity.to_mut()[p * n + f] = redirected(links, h);
    }
    intensity
}

/// The factor `h'` at which orders `order * h'`, each at most its cap, add up to those wanted,
/// `order * h`; the largest number when the caps together hold less, so that each binds.
fn redirected(mut links: Vec<(f64, f64)>, h: f64) -> f64 {
    links.sort_by(|a, b| (a.1 / a.0).total_cmp(&(b.1 / b.0)));
    let mut open: f64 = links.iter().map(|(order, _)| order).sum();
    let mut left = open * h;
    for (order, cap) in links {
        let level = left / open;
        if level <= cap / order {
            return level;
        }
        left -= cap;
        open -= order;
    }
    f64::MAX
}

/// Most each industry can make from its stocks: `min over p of stock / (psi s_p tech)`.
fn output_limits(model: &Model, stocks: &[f64]) -> Vec<f64> {
    let n = model.industries();
    let mut limits = vec![f64::INFINITY; n];
    for p in 0..model.sectors {
        let reach = model.params.psi * model.stock_days[p];
        if !(reach > 0.0 && reach.is_finite()) {
            continue;
        }
        let of = |values: &mut f64, i: usize| {
            if model.needed[i] {
                *values = values.min(stocks[i] / (reach * model.tech[i]));
            }
        };
        for (f, limit) in limits.iter_mut().enumerate() {
            of(limit, p * n + f);
        }
    }
    limits
}

struct Sector<'a> {
    model: &'a Model,
    today: &'a Today,
    limits: &'a [f64],
    stocks: &'a [f64],
    demand: &'a [f64],
    intensity: &'a [f64],
}

impl Sector<'_> {
    /// All suppliers of sector `p`, in region order.
    fn pass(
        &self,
        p: usize,
        rows: &mut [Industry],
        old_weight: &[f64],
        received: &mut [f64],
        mut next: Option<(&mut [f64], &mut [f64])>,
    ) {
        let (n, m) = (self.model.industries(), self.model.regions);
        let h = &self.intensity[p * n..(p + 1) * n];
        let mut orders = vec![0.0; n];
        for (r, industry) in rows.iter_mut().enumerate() {
            let g = p * m + r;
            let usual = &self.model.z[g * n..(g + 1) * n];
            let q = old_weight[r];
            for ((order, flow), h) in orders.iter_mut().zip(usual).zip(h) {
                *order = q * flow * h;
            }
            for ((_, f), cap) in self.today.caps.range((p, 0)..(p + 1, 0)) {
                // A law on deliveries holds whatever is ordered.
                orders[*f] = orders[*f].min(usual[*f] * cap.of(g));
            }
            let asked = sum(&orders);
            self.produce(g, industry, asked);
            let claims = Claims {
                orders: &orders,
                usual,
                final_demand: industry.final_demand,
                rebuilding: industry.rebuilding,
                total: industry.demand,
            };
            let served = self.model.params.rationing.share_out(claims, industry.output, received);
            industry.final_share = served.final_demand;
            industry.rebuilding_share = served.rebuilding;
            if let Some((weighted, weight)) = &mut next {
                let x0 = self.model.x0[g];
                weight[r] = if x0 > 0.0 { industry.capacity / x0 } else { 0.0 };
                for (sum, flow) in weighted.iter_mut().zip(usual) {
                    *sum += weight[r] * flow;
                }
            }
        }
    }

    /// Demand, overproduction, capacity and output of one industry.
    fn produce(&self, g: usize, industry: &mut Industry, asked: f64) {
        let (params, m) = (&self.model.params, self.model.regions);
        industry.final_demand = self.demand[g * m..(g + 1) * m].iter().sum();
        industry.rebuilding = self.today.rebuilding[g];
        industry.demand = asked + industry.final_demand + industry.rebuilding;
        if industry.demand > 0.0 {
            let scarcity = (industry.demand - industry.output) / industry.demand;
            let met = if params.quirks.exact_slack {
                scarcity == 0.0
            } else {
                scarcity.abs() <= EXHAUSTED
            };
            industry.alpha += if met {
                (params.alpha_base - industry.alpha) / params.alpha_tau
            } else {
                (params.alpha_max - industry.alpha) * scarcity / params.alpha_tau
            };
            industry.alpha = industry.alpha.max(1.0);
        }
        industry.capacity = self.model.x0[g] * (1.0 - self.today.lost[g]) * industry.alpha;
        industry.optimal = industry.demand.min(industry.capacity);
        industry.output = industry.optimal.min(self.limits[g]);
        for (p, share) in &self.model.partly[g] {
            let at = p * self.model.industries() + g;
            let reach = params.psi * self.model.stock_days[*p];
            let limit = self.stocks[at] / (reach * self.model.tech[at]);
            if reach > 0.0 && reach.is_finite() && limit < industry.optimal {
                let left = industry.optimal - share * (industry.optimal - limit);
                industry.output = industry.output.min(left);
            }
        }
    }
}

/// Stocks take in what came and give what was used; orders refill them.
fn stocks_and_orders(
    model: &Model,
    state: &mut State,
    received: &[f64],
    weighted: Option<&Vec<f64>>,
) {
    let n = model.industries();
    let dead_zone = model.params.quirks.dead_zone;
    let industries = &state.industries;
    let graded = graded_use(model, state, received);
    let used = |i: usize| {
        let need = model.tech[i] * industries[i % n].output;
        if graded.is_empty() { need } else { graded[i].min(need) }
    };
    let all = 0..model.sectors * n;
    let still = dead_zone && all.clone().all(|i| close(received[i], used(i)));
    let goal = |i: usize| {
        let industry = &industries[i % n];
        let rebuilt = industry.rebuilding * industry.rebuilding_share;
        let left_out = if model.params.quirks.goals_without_rebuilding { rebuilt } else { 0.0 };
        let planned = (industry.demand - left_out).min(industry.capacity);
        model.stock_days[i / n] * model.tech[i] * planned
    };
    let finite = |i: usize| model.stock_days[i / n].is_finite();
    if !still {
        state.stocks.par_chunks_mut(n).enumerate().for_each(|(p, stocks)| {
            if !finite(p * n) {
                return;
            }
            for (f, stock) in stocks.iter_mut().enumerate() {
                let i = p * n + f;
                *stock = (*stock + received[i] - used(i)).max(0.0);
            }
        });
    }
    let stocks = &state.stocks;
    let full = dead_zone && all.into_iter().all(|i| !finite(i) || close(stocks[i], goal(i)));
    state.intensity.par_chunks_mut(n).enumerate().for_each(|(p, row)| {
        for (f, h) in row.iter_mut().enumerate() {
            let i = p * n + f;
            let gap = if full || !finite(i) { 0.0 } else { (goal(i) - stocks[i]).max(0.0) };
            let wanted = gap / model.params.inventory_tau[p] + used(i);
            let base = weighted.map_or(model.bought[i], |weighted| weighted[i]);
            *h = if base > 0.0 { wanted / base } else { 0.0 };
        }
    });
}

/// Most of each input that is used where its want does not stop everything: smaller configurations use
/// as much less of it as the stock falls short, and nothing is used that is not there. Empty in
/// BoARIO's mode.
fn graded_use(model: &Model, state: &State, received: &[f64]) -> Vec<f64> {
    let n = model.industries();
    if model.params.criticality.is_none() && model.params.quirks == Quirks::boario() {
        return Vec::new();
    }
    let finite = |p: usize| model.stock_days[p].is_finite();
    let mut most = vec![f64::INFINITY; model.sectors * n];
    for (i, most) in most.iter_mut().enumerate().filter(|(i, _)| finite(i / n)) {
        if !model.needed[i] {
            *most = state.stocks[i] + received[i];
        }
    }
    for (f, inputs) in model.partly.iter().enumerate() {
        for (p, _) in inputs.iter().filter(|(p, _)| finite(*p)) {
            let reach = model.params.psi * model.stock_days[*p];
            let i = p * n + f;
            if reach > 0.0 {
                most[i] = most[i].min(state.stocks[i] / reach);
            }
        }
    }
    most
}

/// `numpy.allclose` for one pair: `|a - b| <= 1e-8 + 1e-5 |b|`.
pub(super) fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-8 + 1e-5 * b.abs()
}

/// Sum in eight interleaved lanes: as exact as pairwise for our lengths, and the same every time.
fn sum(values: &[f64]) -> f64 {
    let mut lanes = [0.0; 8];
    for chunk in values.chunks(8) {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane += value;
        }
    }
    lanes.iter().sum()
}
