//! How much capacity makers add, and where: once a quarter (block 9).
//!
//! In: prices that makers expect, awards, guardrails and licences for new tools. Out: capacity to arrive
//! at each line after its lead time. A firm's plan follows the margin it expects over the one at normal
//! prices, held by the cash it earns and by what tool makers can deliver. It spreads the plan over its
//! lines by a logit over net present value per unit of capital cost, weighted by room: at a running site
//! a part of what runs there, at an announced one what is announced, from the day on which tools ordered
//! now find a building. Splitting a site changes nothing; what a licence or a guardrail keeps from one
//! line goes to the firm's others. Beside what is added, wafers change their product within a site.

use crate::knobs::Knobs;
use crate::levers::{Award, Levers};
use crate::lines::LineNumbers;
use crate::model::{Class, Line, Model};
use crate::numbers::{Numbers, YEAR};
use linchpin_units::math;

/// Weeks between two decisions: boards meet once a quarter.
pub(crate) const DECISION: usize = 13;
/// Bounds of planned growth over the normal one: makers of tools cannot deliver three times as many.
const RESPONSE: (f64, f64) = (0.0, 3.0);
/// Least normal margin, as a share of sales, to which an expected one is compared: a ratio to nothing
/// says nothing.
const LEAST_MARGIN: f64 = 0.1;
/// Months in a year.
const MONTHS: f64 = 12.0;

/// What a firm sees of a line when it decides.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Outlook {
    /// Capacity now, wafers per week.
    pub(crate) capacity: f64,
    /// Capacity decided on and not yet there.
    pub(crate) ordered: f64,
    /// Capacity at the start of the run.
    pub(crate) first_capacity: f64,
    /// Terabits per wafer.
    pub(crate) bits: f64,
    /// Share of tools for new capacity that licences let through.
    pub(crate) open: f64,
    /// Whether the line imports tools under licences at all.
    pub(crate) licensed: bool,
}

impl Outlook {
    /// A line at the start, where nothing is licensed.
    #[must_use]
    pub(crate) fn first(line: &LineNumbers) -> Self {
        Self {
            capacity: line.capacity,
            ordered: 0.0,
            first_capacity: line.capacity,
            bits: line.bits,
            open: 1.0,
            licensed: false,
        }
    }
}

/// Contract price of a product that makers expect.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ExpectedPrice {
    /// Relative to a market at rest.
    pub(crate) relative: f64,
    /// USD per terabit.
    pub(crate) dollars: f64,
}

/// The capacity each line is to receive, wafers per week, and how much a guardrail kept back.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Decision {
    /// By line.
    pub(crate) added: Vec<f64>,
    /// By line: growth that a guardrail refused, and the award behind it.
    pub(crate) guarded: Vec<(f64, Option<u32>)>,
}

/// Wafers a week that leave one line and reach another of the same site once its tools are changed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Move {
    /// Position of the line they leave.
    pub(crate) from: usize,
    /// Position of the line they reach.
    pub(crate) to: usize,
    /// Wafers per week.
    pub(crate) wafers: f64,
}

/// Decides for all firms at the expected prices by product.
#[must_use]
pub(crate) fn decide(
    model: &Model,
    numbers: &Numbers,
    levers: &Levers,
    outlook: &[Outlook],
    price: &[ExpectedPrice],
    week: usize,
) -> Decision {
    let knobs = &numbers.knobs;
    let years = years(knobs);
    let mut decision =
        Decision { added: vec![0.0; outlook.len()], guarded: vec![(0.0, None); outlook.len()] };
    // A firm's lines of one product stand together, in the order of the model.
    let owner = |l: &usize| (model.lines[*l].firm, model.lines[*l].product);
    let mut order: Vec<usize> = (0..outlook.len()).collect();
    order.sort_by_key(owner);
    let mut offers: Vec<Offer> = Vec::with_capacity(outlook.len());
    for mine in order.chunk_by(|a, b| owner(a) == owner(b)) {
        let product = model.lines[mine[0]].product;
        let capacity = mine.iter().fold(0.0, |sum, l| sum + outlook[*l].capacity);
        if capacity <= 0.0 {
            continue;
        }
        let growth = growth(model, numbers, outlook, mine, price[product]);
        let quarter = capacity * growth * DECISION as f64 / YEAR;
        // What the firm has announced is a part of what it plans.
        let plan = (quarter - announced(levers, mine, week)).max(0.0);
        offers.clear();
        offers.extend(mine.iter().map(|l| {
            let line = &model.lines[*l];
            let award = award_for(&levers.awards, line, week);
            let dollars = price[product].dollars;
            let value = present_value(numbers, line, &outlook[*l], dollars, years, award);
            let (room, award) = room(levers, model, numbers, outlook, *l, week);
            Offer { line: *l, weight: value, room, award, open: true }
        }));
        // Over the best, so that no price is too high for the exponential.
        let best = offers.iter().fold(f64::NEG_INFINITY, |best, offer| best.max(offer.weight));
        for offer in &mut offers {
            offer.weight = size(model, numbers, outlook, offer.line, week)
                * math::exp((offer.weight - best) / knobs.location_spread);
            offer.open = offer.weight > 0.0;
        }
        spread(&mut offers, outlook, plan, &mut decision);
    }
    decision
}

/// A line to which a part of its firm's plan may go.
#[derive(Debug, Clone, Copy)]
struct Offer {
    /// Position of the line.
    line: usize,
    /// Its weight among the firm's lines: the present value until all of them are known.
    weight: f64,
    /// How much a guardrail or the building lets it grow, and the award behind it.
    room: f64,
    award: Option<u32>,
    /// Whether it takes more this quarter.
    open: bool,
}

/// Wafers that change their product within a site, as HBM and other DRAM do. A wafer costs about as much in either
/// use, so that what it sells for decides: the line whose expected price has risen more since the start gains the
/// part `speed (ln p_a / p_a0 - ln p_b / p_b0)` of the smaller line a year; at most that speed.
///
/// `kin` are the pairs of lines that can.
#[must_use]
pub(crate) fn switched(
    model: &Model,
    numbers: &Numbers,
    levers: &Levers,
    outlook: &[Outlook],
    price: &[ExpectedPrice],
    kin: &[(usize, usize)],
    week: usize,
) -> Vec<Move> {
    let gain = |l: usize| {
        let product = model.lines[l].product;
        math::ln(price[product].relative / numbers.products[product].first_relative)
    };
    let mut moved = Vec::new();
    for &(a, b) in kin {
        let smaller = outlook[a].capacity.min(outlook[b].capacity).max(0.0);
        let pull = (gain(a) - gain(b)).clamp(-1.0, 1.0);
        let (from, to) = if pull > 0.0 { (b, a) } else { (a, b) };
        let part = (numbers.knobs.switch_speed * pull.abs()).min(1.0) * DECISION as f64 / YEAR;
        let wafers = (part * smaller).min(room(levers, model, numbers, outlook, to, week).0);
        if wafers > 0.0 {
            moved.push(Move { from, to, wafers });
        }
    }
    moved
}

/// Capacity that plans of these lines bring in the quarter after `week`, wafers per week.
fn announced(levers: &Levers, mine: &[usize], week: usize) -> f64 {
    let of = |l: &usize| match &levers.added[*l] {
        Some(added) => added.iter().skip(week + 1).take(DECISION).fold(0.0, |sum, w| sum + w),
        None => 0.0,
    };
    mine.iter().map(of).fold(0.0, |sum, wafers| sum + wafers)
}

/// Spreads `plan` by weight; a line takes only what its licence and guardrail allow, the rest goes
/// round again to the others.
fn spread(offers: &mut [Offer], outlook: &[Outlook], plan: f64, decision: &mut Decision) {
    let mut left = plan;
    for _ in 0..offers.len() {
        let open = offers.iter().filter(|offer| offer.open);
        let total = open.fold(0.0, |sum, offer| sum + offer.weight);
        if left <= 0.0 || total <= 0.0 {
            return;
        }
        let asked = left;
        for offer in offers.iter_mut().filter(|offer| offer.open) {
            let l = offer.line;
            let want = asked * offer.weight / total;
            let licensed = want * outlook[l].open;
            let allowed = licensed.min((offer.room - decision.added[l]).max(0.0));
            if allowed < licensed && offer.award.is_some() {
                decision.guarded[l].0 += licensed - allowed;
                decision.guarded[l].1 = offer.award;
            }
            // A line that took less than it was offered takes no more this quarter.
            offer.open = allowed >= want;
            decision.added[l] += allowed;
            left -= allowed;
        }
        if offers.iter().all(|offer| offer.open) {
            return;
        }
    }
}

/// Yearly growth of capacity that a firm plans for a product: the normal one by the response to the
/// margin it expects over the margin at normal prices, as far as cash and tools go.
fn growth(
    model: &Model,
    numbers: &Numbers,
    outlook: &[Outlook],
    mine: &[usize],
    price: ExpectedPrice,
) -> f64 {
    let (knobs, of) = (&numbers.knobs, &numbers.products[model.lines[mine[0]].product]);
    // Per wafer, the mean of the firm's lines; `paid` is the part of the cost that counts.
    let mean = |value: &dyn Fn(usize) -> f64| {
        let (sum, whole) = mine.iter().fold((0.0, 0.0), |(sum, whole), l| {
            (sum + outlook[*l].capacity * value(*l), whole + outlook[*l].capacity)
        });
        sum / whole
    };
    let bits = mean(&|l| outlook[l].bits);
    let cost = of.wafer_cost * mean(&|l| 1.0 + premium(knobs, &model.lines[l].country));
    let normal_sales = price.dollars / price.relative * bits;
    let normal = (normal_sales - cost).max(LEAST_MARGIN * normal_sales);
    let expected = normal + (price.dollars * bits - normal_sales);
    let response = if normal > 0.0 {
        math::pow((expected / normal).max(0.0), knobs.expansion_response)
    } else {
        0.0
    };
    let wanted = knobs.expansion * response.clamp(RESPONSE.0, RESPONSE.1);
    let cash = (price.dollars * bits - knobs.cash_share * cost).max(0.0);
    wanted.min(MONTHS * cash / of.capital_cost)
}

/// How much of a firm's plan a line could take: at a running site the part that its buildings could
/// still take, at an announced one what is left of the announcement, once tools ordered now find it open.
fn size(model: &Model, numbers: &Numbers, outlook: &[Outlook], l: usize, week: usize) -> f64 {
    let (line, now) = (&model.lines[l], &outlook[l]);
    match (line.birth, numbers.lines[l].room) {
        (Some(birth), Some(room)) => {
            let opens = week + lead_time(&numbers.knobs, line) >= birth.opens;
            if opens { (room - now.capacity - now.ordered).max(0.0) } else { 0.0 }
        }
        _ => now.capacity * numbers.knobs.running_room,
    }
}

/// What a dollar a year is worth over the years that an investment earns, `(1 - (1 + r)^-n) / r`.
fn years(knobs: &Knobs) -> f64 {
    if knobs.discount > 0.0 {
        (1.0 - math::pow(1.0 + knobs.discount, -knobs.earning_years)) / knobs.discount
    } else {
        knobs.earning_years
    }
}

/// Net present value of one wafer start per month, per unit of its capital cost; `years` is what a dollar a year is
/// worth.
fn present_value(
    numbers: &Numbers,
    line: &Line,
    outlook: &Outlook,
    price: f64,
    years: f64,
    award: Option<&Award>,
) -> f64 {
    let knobs = &numbers.knobs;
    let premium = premium(knobs, &line.country);
    let wafer_cost = numbers.products[line.product].wafer_cost * (1.0 + premium);
    let margin = 12.0 * (price * outlook.bits - wafer_cost);
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
    levers: &Levers,
    model: &Model,
    numbers: &Numbers,
    outlook: &[Outlook],
    l: usize,
    week: usize,
) -> (f64, Option<u32>) {
    let line = &model.lines[l];
    let there = outlook[l].capacity + outlook[l].ordered;
    let built = numbers.lines[l].room.map_or(f64::INFINITY, |room| (room - there).max(0.0));
    let acts = |award: &&Award| {
        award.firm == line.firm
            && award.guarded == line.country
            && (award.weeks.0..award.weeks.1).contains(&week)
    };
    let Some(award) = levers.awards.iter().find(acts) else { return (built, None) };
    let growth = if line.class == Class::Advanced { award.growth.0 } else { award.growth.1 };
    let grown = ((1.0 + growth) * outlook[l].first_capacity - there).max(0.0);
    (grown.min(built), (grown < built).then_some(award.shock))
}

/// Weeks until capacity decided on now stands at a line.
#[must_use]
pub(crate) fn lead_time(knobs: &Knobs, line: &Line) -> usize {
    let weeks = if line.greenfield { knobs.lead_time_new } else { knobs.lead_time };
    weeks.round().max(1.0) as usize
}

/// The week in which capacity decided on in `week` stands: after its lead time, and not before the
/// building is open.
#[must_use]
pub(crate) fn arrives(knobs: &Knobs, line: &Line, week: usize) -> usize {
    let ready = week + lead_time(knobs, line);
    line.birth.map_or(ready, |birth| ready.max(birth.opens))
}
