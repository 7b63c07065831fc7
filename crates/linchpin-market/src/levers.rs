//! Shocks on a member's weekly calendar: what of tools, materials, purchases and demand gets through.
//!
//! In: dated shocks and a draw. Out: [`Levers`], weekly paths of shares between 0 and 1 and lists of
//! dated bans, caps, tariffs and awards. Where no shock acts there is no path, and the engine runs
//! the same code with the number 1: no measure is the baseline exactly.

use crate::model::{Model, Tool};
use crate::numbers::Numbers;
use linchpin_engine::{Amount, Draw, Effect, Purpose, Shock};
use linchpin_units::{Day, Days};

/// Share of tools that reach a line, by purpose and week.
#[derive(Debug, Clone)]
pub struct ToolPath {
    /// Weekly share for each of [`Purpose::ALL`].
    pub open: [Vec<f64>; 5],
    /// The shock that lowers each purpose first, for reasons.
    pub shock: [Option<u32>; 5],
}

/// Inflow of one material to one buying country.
#[derive(Debug, Clone)]
pub struct MaterialPath {
    /// Position in [`Model::materials`].
    pub material: usize,
    /// Weekly inflow as a share of normal need, substitutes included.
    pub inflow: Vec<f64>,
    /// Weekly share of normal exports that the licensing country lets out.
    pub licensed: Vec<f64>,
    /// Buyers' stock before the disturbance, weeks.
    pub stock: f64,
    /// The shock behind it.
    pub shock: u32,
}

/// Buyers who may not buy from a firm.
#[derive(Debug, Clone)]
pub struct Ban {
    /// Position of the firm.
    pub firm: usize,
    /// Position of the product; none for all products of the firm.
    pub product: Option<usize>,
    /// Positions of the segments.
    pub segments: Vec<usize>,
    /// First week, and first week after.
    pub weeks: (usize, usize),
    /// First week of front-loading.
    pub announced: usize,
    /// Share of purchases that goes on.
    pub leak: f64,
    /// Rise of target stock between announcement and effect.
    pub front_loading: f64,
    /// The shock.
    pub shock: u32,
}

/// A firm that keeps from filling a gap.
#[derive(Debug, Clone)]
pub struct Cap {
    /// Position of the firm.
    pub firm: usize,
    /// Positions of the segments of the destination.
    pub segments: Vec<usize>,
    /// First week, and first week after.
    pub weeks: (usize, usize),
    /// Growth of its share that still passes.
    pub allowance: f64,
    /// The shock.
    pub shock: u32,
}

/// A duty between two countries on one product.
#[derive(Debug, Clone)]
pub struct Tariff {
    /// Position of the product.
    pub product: usize,
    /// Country of the producing sites.
    pub origin: String,
    /// Positions of the taxed segments.
    pub segments: Vec<usize>,
    /// First week, and first week after.
    pub weeks: (usize, usize),
    /// Ad-valorem rate.
    pub rate: f64,
}

/// An award with its guardrail.
#[derive(Debug, Clone)]
pub struct Award {
    /// Position of the firm.
    pub firm: usize,
    /// Country whose capacity is supported.
    pub place: String,
    /// Share of capital cost paid.
    pub share: f64,
    /// Country whose capacity is limited.
    pub guarded: String,
    /// Allowed growth of advanced and of legacy lines there.
    pub growth: (f64, f64),
    /// First week, and first week after.
    pub weeks: (usize, usize),
    /// The shock.
    pub shock: u32,
}

/// What stops one line. Two outages of one line: in each week the stricter, and both scrap.
#[derive(Debug, Clone, Default)]
pub struct LineOutage {
    /// Weekly share of starts lost.
    pub lost: Vec<f64>,
    /// What each outage scraps.
    pub scraps: Vec<Scrap>,
}

/// Wafers in process lost at once.
#[derive(Debug, Clone, Copy)]
pub struct Scrap {
    /// Week in which they are lost.
    pub week: usize,
    /// Their share.
    pub share: f64,
    /// The shock.
    pub shock: u32,
}

impl LineOutage {
    /// Adds an outage: the running share of a week is the least of all, each scraps its own share.
    pub fn add(&mut self, lost: &[f64], scrap: Scrap) {
        self.lost.resize(lost.len(), 0.0);
        for (worst, lost) in self.lost.iter_mut().zip(lost) {
            *worst = worst.max(*lost);
        }
        self.scraps.push(scrap);
    }
}

/// Every shock of a scenario on one member's calendar.
#[derive(Debug, Clone, Default)]
pub struct Levers {
    /// By line; none where every tool comes.
    pub tools: Vec<Option<ToolPath>>,
    /// Materials that are disturbed.
    pub materials: Vec<MaterialPath>,
    /// Procurement bans.
    pub bans: Vec<Ban>,
    /// Backfill caps in force for firms that comply.
    pub caps: Vec<Cap>,
    /// Duties.
    pub tariffs: Vec<Tariff>,
    /// Awards.
    pub awards: Vec<Award>,
    /// Weekly factor of demand, `[product][segment]`, where it differs.
    pub demand: Vec<Vec<Option<Vec<f64>>>>,
    /// By line; none where nothing stops.
    pub outages: Vec<Option<LineOutage>>,
}

/// Reads amounts out of a draw.
struct Amounts<'a> {
    model: &'a Model,
    draw: &'a Draw,
}

impl Amounts<'_> {
    /// The amount; the builder has put every assumption a shock names into the space.
    fn of(&self, amount: &Amount) -> f64 {
        match amount {
            Amount::Exactly(value) => *value,
            Amount::Assumed(id) => {
                let position = self.model.space.position(id);
                self.draw.at(position.expect("the builder knows every assumption of its shocks"))
            }
        }
    }
}

impl Levers {
    /// The levers of no shock at all.
    #[must_use]
    pub fn neutral(model: &Model) -> Self {
        Self {
            tools: vec![None; model.lines.len()],
            demand: vec![vec![None; model.segments.len()]; model.products.len()],
            outages: vec![None; model.lines.len()],
            ..Self::default()
        }
    }

    /// The levers of `shocks` for one draw.
    #[must_use]
    pub fn new(model: &Model, numbers: &Numbers, draw: &Draw, shocks: &[Shock]) -> Self {
        let mut levers = Self::neutral(model);
        let amounts = Amounts { model, draw };
        levers.tools(model, numbers, &amounts, shocks);
        levers.materials(model, numbers, &amounts, shocks);
        for (number, shock) in (0_u32..).zip(shocks) {
            levers.one(model, &amounts, shock, number);
        }
        levers
    }

    /// Everything but tools and materials, which need all their shocks at once.
    fn one(&mut self, model: &Model, amounts: &Amounts<'_>, shock: &Shock, number: u32) {
        let weeks = span(model, shock.days);
        match &shock.effect {
            Effect::ToolImports { .. } | Effect::MaterialExports { .. } => {}
            Effect::ProcurementBan { firm, segments, leak, front_loading, notice } => {
                let Some(firm) = model.firms.iter().position(|id| id == firm) else { return };
                self.bans.push(Ban {
                    firm,
                    product: None,
                    segments: segments_named(model, segments),
                    weeks,
                    announced: weeks.0.saturating_sub(notice.round().max(0.0) as usize),
                    leak: amounts.of(leak),
                    front_loading: amounts.of(front_loading),
                    shock: number,
                });
            }
            Effect::BackfillCap { firms, destination, allowance, compliance } => {
                let segments = segments_in(model, destination);
                let allowance = amounts.of(allowance);
                // Compliance is a probability: the member's own uniform draw, if the study has one
                // for the firm, says whether this firm complies.
                for firm in firms {
                    let Some(position) = model.firms.iter().position(|id| id == firm) else {
                        continue;
                    };
                    let luck =
                        model.space.position(&compliance_draw(firm)).map(|at| amounts.draw.at(at));
                    if luck.unwrap_or(0.0) < amounts.of(compliance) {
                        let segments = segments.clone();
                        self.caps.push(Cap {
                            firm: position,
                            segments,
                            weeks,
                            allowance,
                            shock: number,
                        });
                    }
                }
            }
            Effect::Tariff { product, origin, destination, rate } => {
                let Some(product) = model.products.iter().position(|p| p.id == *product) else {
                    return;
                };
                let segments = segments_in(model, destination);
                let rate = amounts.of(rate);
                self.tariffs.push(Tariff {
                    product,
                    origin: origin.clone(),
                    segments,
                    weeks,
                    rate,
                });
            }
            Effect::Subsidy {
                firm,
                place,
                award_share,
                guarded,
                advanced_growth,
                legacy_growth,
            } => {
                let Some(firm) = model.firms.iter().position(|id| id == firm) else { return };
                self.awards.push(Award {
                    firm,
                    place: place.clone(),
                    share: amounts.of(award_share),
                    guarded: guarded.clone(),
                    growth: (*advanced_growth, *legacy_growth),
                    weeks,
                    shock: number,
                });
            }
            Effect::Demand { segments, products, change, ramp } => {
                let change = amounts.of(change);
                for (p, product) in model.products.iter().enumerate() {
                    if !products.contains(&product.id) {
                        continue;
                    }
                    for segment in segments_named(model, segments) {
                        let path =
                            self.demand[p][segment].get_or_insert_with(|| vec![1.0; model.weeks]);
                        for (week, factor) in
                            path.iter_mut().enumerate().take(weeks.1).skip(weeks.0)
                        {
                            let built = ((week - weeks.0 + 1) as f64 / ramp.max(1.0)).min(1.0);
                            *factor *= 1.0 + change * built;
                        }
                    }
                }
            }
            Effect::Outage { site, product, share, scrap, recovery } => {
                let (share, scrap) = (amounts.of(share), amounts.of(scrap));
                let lost = outage_path(model, weeks, share, amounts.of(recovery));
                for (line, outage) in model.lines.iter().zip(&mut self.outages) {
                    if line.site == *site && model.products[line.product].id == *product {
                        let scrap = Scrap { week: weeks.0, share: scrap, shock: number };
                        outage.get_or_insert_default().add(&lost, scrap);
                    }
                }
            }
        }
    }

    fn tools(&mut self, model: &Model, numbers: &Numbers, amounts: &Amounts<'_>, shocks: &[Shock]) {
        let import = |shock: &Shock| matches!(shock.effect, Effect::ToolImports { .. });
        if !shocks.iter().any(import) {
            return;
        }
        let classes = Classes::new(&model.tools, amounts.draw);
        // Lines of one site share a path; it is worked out once per site.
        let mut done: Vec<(&str, Option<ToolPath>)> = Vec::new();
        for (line, tools) in model.lines.iter().zip(&mut self.tools) {
            if let Some((_, path)) = done.iter().find(|(site, _)| *site == line.site) {
                tools.clone_from(path);
                continue;
            }
            let here: Vec<Licence> = (0_u32..)
                .zip(shocks)
                .filter_map(|(n, shock)| licence(model, amounts, &classes, shock, n, &line.site))
                .collect();
            let theta = numbers.knobs.complementarity;
            let path = (!here.is_empty()).then(|| tool_path(model, theta, &classes, &here));
            done.push((&line.site, path.clone()));
            *tools = path;
        }
    }

    fn materials(
        &mut self,
        model: &Model,
        numbers: &Numbers,
        amounts: &Amounts<'_>,
        shocks: &[Shock],
    ) {
        for (m, material) in model.materials.iter().enumerate() {
            let mut licensed = vec![1.0; model.weeks];
            let mut first: Option<(usize, u32)> = None;
            let total =
                material.origins.iter().fold(0.0, |sum, (_, share)| sum + amounts.draw.at(*share));
            for (number, shock) in (0_u32..).zip(shocks) {
                let Effect::MaterialExports { material: id, origin, destination, approval, lag } =
                    &shock.effect
                else {
                    continue;
                };
                let known = material.origins.iter().find(|(country, _)| country == origin);
                let (true, true, Some((_, share))) =
                    (*id == material.id, *destination == material.buyer, known)
                else {
                    continue;
                };
                let weight = amounts.draw.at(*share) / total.max(1.0);
                let weeks = span(model, shock.days);
                let (approval, lag) = (amounts.of(approval), amounts.of(lag));
                for (week, open) in licensed.iter_mut().enumerate().take(weeks.1).skip(weeks.0) {
                    *open -= weight * (1.0 - after_lag(approval, lag, week - weeks.0));
                }
                if first.is_none_or(|(start, _)| weeks.0 < start) {
                    first = Some((weeks.0, number));
                }
            }
            let Some((start, shock)) = first else { continue };
            let (cap, ramp) = (amounts.draw.at(material.cap), amounts.draw.at(material.ramp));
            let wait = numbers.knobs.material_qualification;
            let inflow = licensed.iter().enumerate().map(|(week, open)| {
                let since = week as f64 - start as f64 - wait;
                open + (1.0 - open) * cap * mean_ramp(since, ramp)
            });
            let inflow = inflow.collect();
            let stock = amounts.draw.at(material.stock);
            self.materials.push(MaterialPath { material: m, inflow, licensed, stock, shock });
        }
    }
}

/// Name of the uniform draw that decides whether a firm complies with a request.
#[must_use]
pub fn compliance_draw(firm: &str) -> String {
    format!("compliance {firm}")
}

/// Weeks of a run that a span of days covers, half-open: a week counts when its Monday is inside.
fn span(model: &Model, days: Days) -> (usize, usize) {
    let week = |day: Day| {
        let after = model.start.days_until(day).max(0);
        (after as usize).div_ceil(7).min(model.weeks)
    };
    (week(days.from), days.until.map_or(model.weeks, week))
}

fn segments_named(model: &Model, names: &[String]) -> Vec<usize> {
    let named = |(position, segment): (usize, &crate::model::Segment)| {
        names.contains(&segment.id).then_some(position)
    };
    model.segments.iter().enumerate().filter_map(named).collect()
}

fn segments_in(model: &Model, destination: &str) -> Vec<usize> {
    let inside = |(position, segment): (usize, &crate::model::Segment)| {
        (segment.destination == destination).then_some(position)
    };
    model.segments.iter().enumerate().filter_map(inside).collect()
}

/// Nothing before `lag` weeks have passed, then `approval`; the week in which the lag ends in part.
fn after_lag(approval: f64, lag: f64, week: usize) -> f64 {
    approval * (week as f64 + 1.0 - lag).clamp(0.0, 1.0)
}

/// Mean over one week of a linear ramp from 0 to 1 that takes `length` weeks and began `since` weeks
/// before the week. Exact, so that a permanent loss `x` met by a ramp of `Tr` weeks draws exactly
/// `x Tr / 2` weeks of stock.
fn mean_ramp(since: f64, length: f64) -> f64 {
    let area = |at: f64| {
        if at <= 0.0 {
            0.0
        } else if at < length {
            at * at / (2.0 * length)
        } else {
            at - length / 2.0
        }
    };
    area(since + 1.0) - area(since)
}

fn outage_path(model: &Model, weeks: (usize, usize), share: f64, recovery: f64) -> Vec<f64> {
    let lost = |week: usize| {
        if week < weeks.0 {
            0.0
        } else if week < weeks.1 {
            share
        } else {
            let back = (week - weeks.1) as f64 + 0.5;
            if back < recovery { share * (1.0 - back / recovery) } else { 0.0 }
        }
    };
    (0..model.weeks).map(lost).collect()
}

/// One tool-import shock on one site, with its numbers drawn.
struct Licence {
    /// Position of the origin among the countries of the classes.
    origin: usize,
    purpose: usize,
    weeks: (usize, usize),
    approval: f64,
    lag: f64,
    shock: u32,
}

fn licence(
    model: &Model,
    amounts: &Amounts<'_>,
    classes: &Classes,
    shock: &Shock,
    number: u32,
    here: &str,
) -> Option<Licence> {
    let Effect::ToolImports { site, origin, purpose, approval, lag } = &shock.effect else {
        return None;
    };
    if site != here {
        return None;
    }
    Some(Licence {
        // A country that makes no tools has nothing to license.
        origin: classes.countries.iter().position(|country| country == origin)?,
        purpose: Purpose::ALL
            .iter()
            .position(|known| known == purpose)
            .expect("every purpose is listed"),
        weeks: span(model, shock.days),
        approval: amounts.of(approval),
        lag: amounts.of(lag),
        shock: number,
    })
}

/// One origin of a tool class, drawn.
struct Supply {
    country: usize,
    share: f64,
    replaceable: f64,
    delay: f64,
}

/// The tool classes with their numbers drawn and their countries numbered.
struct Classes {
    countries: Vec<String>,
    classes: Vec<Vec<Supply>>,
}

impl Classes {
    fn new(tools: &[Tool], draw: &Draw) -> Self {
        let mut countries: Vec<String> = Vec::new();
        let mut classes = Vec::new();
        for tool in tools {
            let total = tool.origins.iter().fold(0.0, |sum, origin| sum + draw.at(origin.share));
            if total <= 0.0 {
                continue;
            }
            let mut class = Vec::new();
            for origin in &tool.origins {
                let known = countries.iter().position(|country| *country == origin.country);
                let country = known.unwrap_or_else(|| {
                    countries.push(origin.country.clone());
                    countries.len() - 1
                });
                class.push(Supply {
                    country,
                    share: draw.at(origin.share) / total,
                    replaceable: draw.at(origin.replaceable),
                    delay: draw.at(origin.delay),
                });
            }
            classes.push(class);
        }
        Self { countries, classes }
    }
}

/// Weekly share of tools that come, by purpose.
///
/// A class `k` delivers `sum_o w_ko [a_o + (1 - a_o) r_ko s_o m_ko(t)]`: what licences let through,
/// and of the rest what makers elsewhere replace (`r`), as far as those are not licensed away
/// themselves (`s`), once they deliver (`m`, linear). Classes are complements: the site gets `theta`
/// of the scarcest class and `1 - theta` of the mean.
fn tool_path(model: &Model, theta: f64, classes: &Classes, licences: &[Licence]) -> ToolPath {
    let mut path = ToolPath { open: Default::default(), shock: [None; 5] };
    for (purpose, open) in path.open.iter_mut().enumerate() {
        let here: Vec<&Licence> = licences.iter().filter(|l| l.purpose == purpose).collect();
        let Some(first) = here.iter().min_by_key(|l| (l.weeks.0, l.shock)) else {
            open.resize(model.weeks, 1.0);
            continue;
        };
        path.shock[purpose] = Some(first.shock);
        let mut admitted = vec![1.0; classes.countries.len()];
        for week in 0..model.weeks {
            admit(&here, week, &mut admitted);
            let since = week as f64 - first.weeks.0 as f64;
            let (mut scarcest, mut sum) = (1.0_f64, 0.0);
            for class in &classes.classes {
                let share = class_share(class, &admitted, since);
                scarcest = scarcest.min(share);
                sum += share;
            }
            let count = classes.classes.len();
            let mean = if count == 0 { 1.0 } else { sum / count as f64 };
            open.push(theta * scarcest + (1.0 - theta) * mean);
        }
    }
    path
}

/// Share of each country's tools that licences let through in a week; several licences: the tightest.
fn admit(licences: &[&Licence], week: usize, admitted: &mut [f64]) {
    admitted.fill(1.0);
    for licence in licences.iter().filter(|l| (l.weeks.0..l.weeks.1).contains(&week)) {
        let share = after_lag(licence.approval, licence.lag, week - licence.weeks.0);
        admitted[licence.origin] = admitted[licence.origin].min(share);
    }
}

fn class_share(class: &[Supply], admitted: &[f64], since: f64) -> f64 {
    let able = class.iter().fold(0.0, |sum, other| sum + other.share * admitted[other.country]);
    let mut delivers = 0.0;
    for origin in class {
        let open = admitted[origin.country];
        let mut share = open;
        if open < 1.0 {
            // Shares sum to 1: what the others hold, and what of it is not licensed away.
            let others = 1.0 - origin.share;
            let free = if others > 0.0 { (able - origin.share * open) / others } else { 0.0 };
            let delivered = if origin.delay > 0.0 { mean_ramp(since, origin.delay) } else { 1.0 };
            share += (1.0 - open) * origin.replaceable * free.clamp(0.0, 1.0) * delivered;
        }
        delivers += origin.share * share;
    }
    delivers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ramp_draws_half_its_length() {
        for length in [24.0, 26.0, 7.5, 0.4] {
            let drawn: f64 = (0..60).map(|week| 1.0 - mean_ramp(f64::from(week), length)).sum();
            assert!((drawn - length / 2.0).abs() < 1e-12, "a ramp of {length} draws {drawn}");
        }
    }

    #[test]
    fn nothing_passes_before_the_review_is_over() {
        assert_eq!(after_lag(0.8, 2.5, 1), 0.0);
        assert!((after_lag(0.8, 2.5, 2) - 0.4).abs() < 1e-12);
        assert_eq!(after_lag(0.8, 2.5, 3), 0.8);
    }
}
