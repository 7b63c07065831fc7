//! One member's numbers: a draw of the parameter space turned into dense arrays that balance.
//!
//! In: the model and a draw. Out: [`Numbers`], in which each firm's first shipments equal its output
//! and each segment's first receipts equal its demand. The balancing is iterative proportional
//! fitting (Deming and Stephan 1940) of segments' preferences to firms' output.

use crate::closed;
use crate::knobs::Knobs;
use crate::lines::LineNumbers;
use crate::model::Model;
use crate::start::Start;
use linchpin_cycle::law::Terms;
use linchpin_engine::Draw;
use linchpin_units::math;

/// Weeks in a year.
pub(crate) const YEAR: f64 = 52.0;
/// Gigabits in a terabit.
pub(crate) const GIGABITS: f64 = 1000.0;
/// Most rounds of proportional fitting; each shrinks the error by an order or so.
const FITTING_ROUNDS: usize = 60;
/// Relative error of a firm's sales at which the fitting has settled.
const FITTED: f64 = 1e-13;

/// Numbers of one product.
#[derive(Debug, Clone)]
pub(crate) struct ProductNumbers {
    /// Weeks from wafer start to finished bits.
    pub(crate) cycle: usize,
    /// Weeks of these in the fab; the rest is packaging and test.
    pub(crate) front: usize,
    /// Weekly factor of bits per wafer by node migration.
    pub(crate) node_growth: f64,
    /// Weekly factor of the normal price.
    pub(crate) price_trend: f64,
    /// The law of its price.
    pub(crate) terms: Terms<f64>,
    /// Where it starts.
    pub(crate) start: Start,
    /// Contract price at the start, USD per terabit.
    pub(crate) price: f64,
    /// That price over the one of a market at rest.
    pub(crate) first_relative: f64,
    /// Full cost of a wafer, USD.
    pub(crate) wafer_cost: f64,
    /// Capital cost of one wafer start per month, USD.
    pub(crate) capital_cost: f64,
}

/// A share matrix `[firm][segment]` of one product; each segment's column sums to 1.
pub(crate) type Shares = Vec<Vec<f64>>;

/// Everything one member needs beside the shocks.
#[derive(Debug, Clone)]
pub(crate) struct Numbers {
    /// Behaviour.
    pub(crate) knobs: Knobs,
    /// By product.
    pub(crate) products: Vec<ProductNumbers>,
    /// By line.
    pub(crate) lines: Vec<LineNumbers>,
    /// Share of demand in what is bought at the start, `[product][segment]`.
    pub(crate) demand: Vec<Vec<f64>>,
    /// Share of world demand before the law, `[product][segment]`, summing to 1 by product.
    pub(crate) wanted: Vec<Vec<f64>>,
    /// Share of each segment's demand that the law in force lets it buy, `[product][segment]`; `demand` times it
    /// sums to 1 by product.
    pub(crate) open: Vec<Vec<f64>>,
    /// First purchase shares, `[product]`.
    pub(crate) shares: Vec<Shares>,
    /// Normal stock of each material, weeks, by position in the model.
    pub(crate) material_stock: Vec<f64>,
    /// Part of each line that cannot run without each material, `[material][line]`; 0 where no use is known.
    pub(crate) material_need: Vec<Vec<f64>>,
    /// First output by firm, terabits per week, `[product][firm]`.
    pub(crate) output: Vec<Vec<f64>>,
}

impl Numbers {
    /// The numbers of `draw`.
    #[must_use]
    pub(crate) fn new(model: &Model, draw: &Draw) -> Self {
        let knobs = Knobs::read(draw, model.first_knob);
        let products: Vec<ProductNumbers> =
            model.products.iter().map(|product| product_numbers(product, &knobs, draw)).collect();
        let lines: Vec<LineNumbers> =
            model.lines.iter().map(|line| LineNumbers::of(model, line, draw)).collect();
        let demand = model.products.iter().enumerate().map(|(p, _)| demand_shares(model, p, draw));
        let mut demand: Vec<Vec<f64>> = demand.collect();
        let mut output = vec![vec![0.0; model.firms.len()]; model.products.len()];
        for (line, numbers) in model.lines.iter().zip(&lines) {
            output[line.product][line.firm] += numbers.capacity * numbers.bits;
        }
        let sides = closed::Sides { output: &output, demand: &demand, lines: &lines };
        let open = closed::in_force(model, draw, sides);
        let (wanted, mut bought) = (demand.clone(), demand.clone());
        for ((demand, bought), open) in demand.iter_mut().zip(&mut bought).zip(&open) {
            closed::rest(demand, bought, open);
        }
        let shares = (0..model.products.len())
            .map(|p| balanced_shares(&preferences(model, p, draw), &output[p], &bought[p]))
            .collect();
        let material_stock = model.materials.iter().map(|m| draw.at(m.stock).get()).collect();
        let material_need = model.materials.iter().map(|m| needs(model, m, draw)).collect();
        Self {
            knobs,
            products,
            lines,
            demand,
            wanted,
            open,
            shares,
            material_stock,
            material_need,
            output,
        }
    }
}

/// The law's numbers, and where the market starts.
fn law(product: &crate::model::Product, knobs: &Knobs, draw: &Draw) -> (Terms<f64>, Start) {
    let trend = -math::ln(1.0 + draw.at(product.cost_trend).get());
    let maker_weeks = draw.at(product.normal_stock).get();
    let terms = Terms {
        response: knobs.price_response,
        inertia: knobs.inertia,
        shedding: knobs.shedding,
        maker_weeks,
        elasticity: knobs.elasticity,
        trend,
        extrapolation: knobs.extrapolation,
        slope: knobs.slope,
        buyer_weeks: draw.at(product.buyer_stock).get(),
        order_months: knobs.order_months,
        cut_slope: knobs.cut_slope,
        cut_margin: knobs.cut_margin,
        cut_bound: knobs.cut_bound,
        // What is sold ahead lies about for less.
        floor_weeks: knobs.floor_weeks.min(0.5 * maker_weeks),
        spot_premium: knobs.spot_premium,
    };
    let given = draw.at(product.initial_stock).get();
    match &product.standing {
        Some(standing) if given <= 0.0 => {
            let stood = standing.pick(draw.at(standing.chance).get());
            (stood.terms, stood.start)
        }
        _ => (terms, Start::at_rest(&terms, given)),
    }
}

fn product_numbers(product: &crate::model::Product, knobs: &Knobs, draw: &Draw) -> ProductNumbers {
    let cycle = draw.at(product.front_end).get() + draw.at(product.back_end).get();
    let cycle = cycle.round().max(1.0) as usize;
    let weekly = |yearly: f64| math::pow(1.0 + yearly, 1.0 / YEAR);
    let (terms, start) = law(product, knobs, draw);
    let price = product.standing.as_ref().map_or(1.0, |standing| standing.price);
    ProductNumbers {
        cycle,
        front: (draw.at(product.front_end).get().round() as usize).clamp(1, cycle),
        node_growth: weekly(draw.at(product.node_growth).get()),
        price_trend: math::exp(-terms.trend / YEAR),
        terms,
        start,
        price: draw.at(product.price).get() * GIGABITS * price,
        first_relative: price,
        wafer_cost: draw.at(product.wafer_cost).get(),
        capital_cost: draw.at(product.capital_cost).get(),
    }
}

fn demand_shares(model: &Model, product: usize, draw: &Draw) -> Vec<f64> {
    let raw: Vec<f64> = model
        .segments
        .iter()
        .map(|segment| segment.demand[product].map_or(0.0, |share| draw.at(share).get()))
        .collect();
    let sum: f64 = raw.iter().fold(0.0, |sum, share| sum + share);
    raw.into_iter().map(|share| if sum > 0.0 { share / sum } else { 0.0 }).collect()
}

/// Part of each line that cannot run without a material: the widest use that names the line.
fn needs(model: &Model, material: &crate::model::Material, draw: &Draw) -> Vec<f64> {
    let of = |line: &crate::model::Line| {
        let here = material.uses.iter().filter(|found| {
            found.product == model.products[line.product].id
                && found.site.as_ref().is_none_or(|site| *site == line.site)
        });
        here.fold(0.0_f64, |most, found| most.max(draw.at(found.share).get()))
    };
    model.lines.iter().map(of).collect()
}

fn preferences(model: &Model, product: usize, draw: &Draw) -> Vec<Vec<f64>> {
    let mut weights = vec![vec![1.0; model.segments.len()]; model.firms.len()];
    for preference in model.preferences.iter().filter(|p| p.product == product) {
        weights[preference.firm][preference.segment] = draw.at(preference.weight).get();
    }
    weights
}

/// Fits `weights` so that firm `f` sells `output[f]` in all and segment `d` buys `demand[d]` of the
/// total; gives purchase shares by segment.
fn balanced_shares(weights: &[Vec<f64>], output: &[f64], demand: &[f64]) -> Shares {
    let total = output.iter().fold(0.0, |sum, bits| sum + bits);
    let mut flow: Vec<Vec<f64>> = weights
        .iter()
        .zip(output)
        .map(|(row, bits)| row.iter().zip(demand).map(|(w, d)| w * d * bits).collect())
        .collect();
    if total <= 0.0 {
        return flow;
    }
    for _ in 0..FITTING_ROUNDS {
        let mut settled = true;
        for (row, bits) in flow.iter_mut().zip(output) {
            let sum = row.iter().fold(0.0, |sum, cell| sum + cell);
            settled &= (sum - bits).abs() <= FITTED * bits;
            scale(row.iter_mut(), *bits, sum);
        }
        for (d, share) in demand.iter().enumerate() {
            let sum = flow.iter().fold(0.0, |sum, row| sum + row[d]);
            scale(flow.iter_mut().map(|row| &mut row[d]), share * total, sum);
        }
        if settled {
            break;
        }
    }
    for row in &mut flow {
        for (cell, share) in row.iter_mut().zip(demand) {
            *cell = if *share > 0.0 { *cell / (share * total) } else { 0.0 };
        }
    }
    flow
}

fn scale<'a>(cells: impl Iterator<Item = &'a mut f64>, wanted: f64, sum: f64) {
    if sum > 0.0 {
        for cell in cells {
            *cell *= wanted / sum;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_balance_both_sides() {
        let weights = [vec![1.0, 0.2, 0.0], vec![1.0, 1.0, 1.0]];
        let (output, demand) = ([30.0, 70.0], [0.5, 0.3, 0.2]);
        let shares = balanced_shares(&weights, &output, &demand);
        for d in 0..3 {
            let column: f64 = shares.iter().map(|row| row[d]).sum();
            assert!((column - 1.0).abs() < 1e-9, "segment {d} buys {column}");
        }
        let sold: f64 = shares[0].iter().zip(demand).map(|(s, d)| s * d * 100.0).sum();
        assert!((sold - 30.0).abs() < 1e-6, "firm 0 sells {sold}");
        assert_eq!(shares[0][2], 0.0);
    }
}
