//! Where makers add capacity once a year (block 9).
//!
//! In: prices, awards, guardrails and licences for new tools. Out: capacity to arrive at each line
//! after its lead time. A firm spreads its plan over its lines by a logit over net present value per
//! unit of capital cost, weighted by size, so that splitting a site changes nothing; what a licence
//! or a guardrail keeps from one line goes to the firm's others.

use crate::knobs::Knobs;
use crate::levers::{Award, Levers};
use crate::model::{Class, Line, Model};
use crate::numbers::{LineNumbers, Numbers};
use linchpin_units::math;

/// Bounds of the response of planned growth to price.
const RESPONSE: (f64, f64) = (0.0, 3.0);

/// What a firm sees of a line when it decides.
#[derive(Debug, Clone, Copy)]
pub struct Outlook {
    /// Capacity now, wafers per week.
    pub capacity: f64,
    /// Capacity at the start of the run.
    pub first_capacity: f64,
    /// Terabits per wafer.
    pub bits: f64,
    /// Share of tools for new capacity that licences let through.
    pub open: f64,
    /// Whether the line imports tools under licences at all.
    pub licensed: bool,
}

impl Outlook {
    /// A line at the start, where nothing is licensed.
    #[must_use]
    pub fn first(line: &LineNumbers) -> Self {
        Self {
            capacity: line.capacity,
            first_capacity: line.capacity,
            bits: line.bits,
            open: 1.0,
            licensed: false,
        }
    }
}

/// A year's mean contract price of a product.
#[derive(Debug, Clone, Copy)]
pub struct YearPrice {
    /// Relative to a market at rest.
    pub relative: f64,
    /// USD per terabit.
    pub dollars: f64,
}

/// The capacity each line is to receive, wafers per week, and how much a guardrail kept back.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// By line.
    pub added: Vec<f64>,
    /// By line: growth that a guardrail refused, and the award behind it.
    pub guarded: Vec<(f64, Option<u32>)>,
}

/// Decides for all firms at the year's prices by product.
#[must_use]
pub fn decide(
    model: &Model,
    numbers: &Numbers,
    levers: &Levers,
    outlook: &[Outlook],
    price: &[YearPrice],
    week: usize,
) -> Decision {
    let knobs = &numbers.knobs;
    let mut decision =
        Decision { added: vec![0.0; outlook.len()], guarded: vec![(0.0, None); outlook.len()] };
    for firm in 0..model.firms.len() {
        for product in 0..model.products.len() {
            let mine: Vec<usize> = (0..outlook.len())
                .filter(|l| model.lines[*l].firm == firm && model.lines[*l].product == product)
                .collect();
            let capacity = mine.iter().fold(0.0, |sum, l| sum + outlook[*l].capacity);
            if capacity <= 0.0 {
                continue;
            }
            let response = math::pow(price[product].relative, knobs.expansion_response);
            let plan = capacity * knobs.expansion * response.clamp(RESPONSE.0, RESPONSE.1);
            let value = |l: &usize| {
                let line = &model.lines[*l];
                let award = award_for(&levers.awards, line, week);
                present_value(numbers, line, &outlook[*l], price[product].dollars, award)
            };
            let values: Vec<f64> = mine.iter().map(value).collect();
            // Over the best, so that no price is too high for the exponential.
            let best = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let weight = |(l, value): (&usize, &f64)| {
                outlook[*l].capacity * math::exp((value - best) / knobs.location_spread)
            };
            let weights: Vec<f64> = mine.iter().zip(&values).map(weight).collect();
            let room: Vec<(f64, Option<u32>)> =
                mine.iter().map(|l| room(&levers.awards, model, outlook, *l, week)).collect();
            spread(&mine, &weights, &room, outlook, plan, &mut decision);
        }
    }
    decision
}

/// Spreads `plan` by weight; a line takes only what its licence and guardrail allow, the rest goes
/// round again to the others.
fn spread(
    mine: &[usize],
    weights: &[f64],
    room: &[(f64, Option<u32>)],
    outlook: &[Outlook],
    plan: f64,
    decision: &mut Decision,
) {
    let mut left = plan;
    let mut open: Vec<bool> = weights.iter().map(|weight| *weight > 0.0).collect();
    for _ in 0..mine.len() {
        let total =
            weights.iter().zip(&open).fold(0.0, |sum, (w, o)| if *o { sum + w } else { sum });
        if left <= 0.0 || total <= 0.0 {
            return;
        }
        let asked = left;
        for (i, l) in mine.iter().enumerate().filter(|(i, _)| open[*i]).collect::<Vec<_>>() {
            let want = asked * weights[i] / total;
            let licensed = want * outlook[*l].open;
            let allowed = licensed.min((room[i].0 - decision.added[*l]).max(0.0));
            if allowed < licensed {
                decision.guarded[*l].0 += licensed - allowed;
                decision.guarded[*l].1 = room[i].1;
            }
            // A line that took less than it was offered takes no more this year.
            open[i] = allowed >= want;
            decision.added[*l] += allowed;
            left -= allowed;
        }
        if open.iter().all(|open| *open) {
            return;
        }
    }
}

/// Net present value of one wafer start per month, per unit of its capital cost.
fn present_value(
    numbers: &Numbers,
    line: &Line,
    outlook: &Outlook,
    price: f64,
    award: Option<&Award>,
) -> f64 {
    let knobs = &numbers.knobs;
    let premium = premium(knobs, &line.country);
    let wafer_cost = numbers.products[line.product].wafer_cost * (1.0 + premium);
    let margin = 12.0 * (price * outlook.bits - wafer_cost);
    let growth = 1.0 + knobs.discount;
    let years = if knobs.discount > 0.0 {
        (1.0 - math::pow(growth, -knobs.earning_years)) / knobs.discount
    } else {
        knobs.earning_years
    };
    // A plant that runs on licences may be lost in any year: expect to earn for fewer of them.
    let kept =
        if outlook.licensed { 1.0 - (knobs.licence_hazard * years / 2.0).min(1.0) } else { 1.0 };
    let paid = award.map_or(0.0, |award| award.share);
    kept * margin * years / numbers.products[line.product].capital_cost
        - (1.0 - paid) * (1.0 + premium)
}

fn premium(knobs: &Knobs, country: &str) -> f64 {
    match country {
        "country:USA" => knobs.premium_usa,
        "country:CHN" => knobs.premium_chn,
        _ => 0.0,
    }
}

fn award_for<'a>(awards: &'a [Award], line: &Line, week: usize) -> Option<&'a Award> {
    let acts = |award: &&Award| {
        award.firm == line.firm
            && award.place == line.country
            && (award.weeks.0..award.weeks.1).contains(&week)
    };
    awards.iter().find(acts)
}

/// How much a guardrail lets a line grow this year: the guarded country's headroom of the firm and
/// class, shared by size (15 CFR 231: 5 % of existing advanced, 10 % of legacy capacity).
fn room(
    awards: &[Award],
    model: &Model,
    outlook: &[Outlook],
    l: usize,
    week: usize,
) -> (f64, Option<u32>) {
    let line = &model.lines[l];
    let acts = |award: &&Award| {
        award.firm == line.firm
            && award.guarded == line.country
            && (award.weeks.0..award.weeks.1).contains(&week)
    };
    let Some(award) = awards.iter().find(acts) else { return (f64::INFINITY, None) };
    let growth = if line.class == Class::Advanced { award.growth.0 } else { award.growth.1 };
    let grown = (1.0 + growth) * outlook[l].first_capacity - outlook[l].capacity;
    (grown.max(0.0), Some(award.shock))
}

/// Weeks until capacity decided on now stands at a line.
#[must_use]
pub fn lead_time(knobs: &Knobs, line: &Line) -> usize {
    let weeks = if line.greenfield { knobs.lead_time_new } else { knobs.lead_time };
    weeks.round().max(1.0) as usize
}
