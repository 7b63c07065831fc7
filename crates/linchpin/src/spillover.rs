//! From lost memory to lost cars: the market's shortages carried through an input-output table.
//!
//! In: a study and its run. Out: a [`Spillover`] to put into the run before it is finished. The market
//! hands over price, quantity and what was wanted and not delivered; users answer by price, and only
//! what they wanted at the price stops lines. Up to two hundred members, evenly spaced, each with its
//! own draw of how users behave and of the split's weights, so that the range holds both the market's
//! and the network's doubt. Invariant: the same bytes for any
//! number of threads; a scenario that delivers as the baseline costs nobody anything.

use crate::received::Makers;
use crate::simulate::Failure;
use crate::study::Study;
use linchpin_engine::{Draw, Level, SeriesKey, Space, Trajectories, Variable};
use linchpin_network::economics::{
    Account, Behaviour, Cause, Flow, Group, Handover, Stoppage, Users, Week, account as economics,
};
use linchpin_network::table::chips::{Chips, Weights};
use linchpin_network::table::{Mrio, bundled};
use linchpin_results::figures::{Told, quantity};
use linchpin_results::losses::{THRESHOLD, losses};
use linchpin_results::quantile::{round6, spread as quantiles};
use linchpin_results::report::{Loss, Spread};
use linchpin_results::spillover::{
    Received, Shortage, Spillover, SpilloverParameter, SpilloverRow, cell,
};
use linchpin_results::{RunInput, ScenarioRun};
use linchpin_units::{Finding, Findings, Place};
use rayon::prelude::*;

/// Members carried on: enough that the upper end of the band is not that of one draw.
const MEMBERS: usize = 200;
/// Industries listed for each scenario: more than a reader takes in.
const INDUSTRIES: usize = 40;
/// Days in a week of the market.
const WEEK: u32 = 7;

/// The world's assumptions, in the order in which [`behaviour`] takes them.
const ASSUMPTIONS: [&str; 4] = [
    "spillover-memory-stock",
    "spillover-input-stock",
    "spillover-memory-criticality",
    "spillover-input-criticality",
];

/// Destinations of the market whose buyers stand in each region of the table. Canada and Mexico
/// assemble for the United States, the Netherlands are Europe; the table has no entry of its own for
/// South-East Asia.
const PLACES: [(&str, &[&str]); 9] = [
    ("KOR", &["country:KOR"]),
    ("CHN", &["country:CHN"]),
    ("TWN", &["country:TWN"]),
    ("JPN", &["country:JPN"]),
    ("USA", &["country:USA"]),
    ("NAM", &["country:USA"]),
    ("EUR", &["country:EUR"]),
    ("NLD", &["country:EUR"]),
    ("ROW", &["country:SEA", "country:ROW"]),
];

/// Cause of a loss in a region that got all its memory.
const ELSEWHERE: &str = "industries elsewhere";

/// One product's deliveries to one place: positions of shipments, of sales, and of unmet demand.
struct Delivered {
    to: String,
    product: String,
    shipments: usize,
    sales: usize,
    unmet: Option<usize>,
}

/// Weekly deliveries to one region.
type Series = Vec<Delivered>;

/// What one member loses in one scenario.
struct Carried {
    lost: Account,
    /// Value added lost, and the bounds, of the world.
    world: [f64; 4],
    /// Share of the memory needed that did not come over the horizon, by region.
    short: Vec<f64>,
    /// What makers of each country receive of the higher bill.
    received: Vec<f64>,
    /// What makers get more for what they ship, in the money of the run.
    dearer: f64,
}

/// Values drawn for the world's assumptions, then for the users'.
fn behaviour(draw: &Draw) -> Behaviour {
    let [memory_days, other_days, memory_criticality, other_criticality] =
        std::array::from_fn(|at| draw.at(at).get());
    let [elasticity, pass_through, product_elasticity, priority] =
        std::array::from_fn(|at| draw.at(ASSUMPTIONS.len() + at).get());
    Behaviour {
        elasticity,
        pass_through,
        product_elasticity,
        memory_criticality,
        other_criticality,
        memory_days,
        other_days,
        priority,
    }
}

impl Study {
    /// Carries a run on into the industries that use memory, and says so in its reproduce command.
    ///
    /// # Errors
    /// As [`Study::spillover`].
    pub fn spill(&self, run: &mut RunInput) -> Result<(), Failure> {
        let keys = &run.baseline.trajectories.keys;
        if !keys.iter().any(|key| key.variable == Variable::Shipments) {
            let why = "this engine delivers no memory week by week, so that nothing can be carried on; what other industries lose is in its numbers already";
            return Err(Failure::Design(why.to_owned()));
        }
        run.spillover = Some(self.spillover(run)?);
        run.manifest.reproduce.push_str(" --spillover");
        Ok(())
    }

    /// Carries the lost memory of a run of this study into the industries that use it.
    ///
    /// # Errors
    /// [`Failure::Input`] when the world lacks an assumption or it is out of its domain.
    pub fn spillover(&self, run: &RunInput) -> Result<Spillover, Failure> {
        let chips = Chips::embedded().map_err(Findings::from)?;
        let users = Users::embedded().map_err(Findings::from)?;
        let table = bundled::wiod_2011()?.closed().0;
        let parameters = self.spillover_parameters(&chips, &users)?;
        let mut space = Space::default();
        for parameter in &parameters {
            let range = linchpin_units::Range::new(parameter.low, parameter.value, parameter.high);
            let range = range.map_err(|error| Failure::Design(error.to_string()))?;
            // Names only keep the draws of parameters apart; the engine needs no unit here.
            space.add(&parameter.id, range, linchpin_units::Unit::Pure);
        }
        let members = MEMBERS.min(run.members());
        let sampler = space.sampler(self.design, self.seed, members);
        let series: Vec<Series> =
            table.regions().iter().map(|region| deliveries(run, region)).collect();
        let wanted = self.wanted(run)?;
        let makers = Makers::of(&self.world, &run.baseline.trajectories);
        let carried: Result<Vec<(f64, Vec<Carried>)>, Failure> = (0..members)
            .into_par_iter()
            .map(|k| {
                let draw = sampler.draw(u32::try_from(k).unwrap_or(u32::MAX));
                let member = k * run.members() / members;
                self.carry((run, &wanted, &makers), member, &draw, &table, &chips, &series)
            })
            .collect();
        let carried = carried?;
        let imputed = carried.iter().map(|(imputed, _)| imputed).sum::<f64>() / members as f64;
        let (names, _) = chips.carve(&table, chips.stated())?;
        let weeks = run.baseline.trajectories.weeks.len();
        let all = losses(run);
        let mut found = Spillover {
            table: format!("{}, 9 regions", table.origin().name),
            year: bundled::YEAR,
            attribution: table.origin().attribution.clone(),
            unit: table.origin().unit.clone(),
            from: run.manifest.from.clone(),
            until: run.manifest.until.clone(),
            days: u32::try_from(weeks).unwrap_or(u32::MAX).saturating_mul(WEEK),
            members: u32::try_from(members).unwrap_or(u32::MAX),
            imputed: round6(imputed),
            parameters,
            shortages: Vec::new(),
            rows: Vec::new(),
            received: Vec::new(),
            notes: vec![
                format!(
                    "Amounts are those of the economy of {}; shares say more about today.",
                    bundled::YEAR
                ),
                "These are losses of those who use memory. A higher price is answered by smaller \
                 configurations and fewer products; only memory that was wanted at the price and did not \
                 come stops a line. The higher bill is no value added lost: what one country's users pay \
                 more, the makers of memory receive, and a country may gain more as a maker than it loses \
                 as a user."
                    .to_owned(),
                format!(
                    "{members} of {} draws, evenly spaced; {:.1} % of the table's intermediate \
                     flows are split by weights, not measured.",
                    run.members(),
                    imputed * 100.0
                ),
            ],
        };
        for (at, scenario) in run.scenarios.iter().enumerate() {
            let own: Vec<&Carried> = carried.iter().map(|(_, runs)| &runs[at]).collect();
            account(scenario, &own, &names, &all, &mut found);
            found.received.extend(self.received(&makers, scenario, &own));
            found.notes.push(between(scenario, &own));
        }
        Ok(found)
    }

    /// What makers of each country receive of the higher bill, the most first.
    fn received(&self, makers: &Makers, scenario: &ScenarioRun, own: &[&Carried]) -> Vec<Received> {
        let row = |(at, country): (usize, &String)| Received {
            scenario: scenario.id.clone(),
            country: country.clone(),
            name: self.world.name_of(country).to_owned(),
            amount: quantiles(&mut own.iter().map(|one| one.received[at]).collect::<Vec<f64>>())
                .round6(),
            text: None,
        };
        let mut rows: Vec<Received> = makers.countries.iter().enumerate().map(row).collect();
        rows.sort_by(|a, b| b.amount.p50.abs().total_cmp(&a.amount.p50.abs()));
        rows
    }

    fn spillover_parameters(
        &self,
        chips: &Chips,
        users: &Users,
    ) -> Result<Vec<SpilloverParameter>, Failure> {
        let mut parameters = Vec::new();
        let mut findings = Findings::default();
        for id in ASSUMPTIONS {
            match self.world.assumption(id) {
                Some(known) => parameters.push(SpilloverParameter {
                    id: format!("assumption:{id}"),
                    name: known.name.clone(),
                    value: known.sourced.range.mode(),
                    low: known.sourced.range.low(),
                    high: known.sourced.range.high(),
                    unit: known.sourced.unit.to_string(),
                    source: known.sourced.source.to_string(),
                    why: known.why.clone(),
                }),
                None => findings.push(crate::simulate::no_assumption(id, self)),
            }
        }
        let of_users = users.all().map(|(name, entry)| ("users", name, entry));
        let of_split = chips.uncertain().map(|(name, entry)| ("split", name, entry));
        let built_in = of_users.into_iter().chain(of_split);
        parameters.extend(built_in.map(|(kind, name, weight)| SpilloverParameter {
            id: format!("{kind}:{}", name.replace(' ', "-")),
            name: name.to_owned(),
            value: weight.value,
            low: weight.low,
            high: weight.high,
            unit: weight.unit.to_string(),
            source: weight.source.clone(),
            why: weight.why.clone(),
        }));
        findings.or_value(parameters).map_err(Failure::Input)
    }

    fn carry(
        &self,
        (run, wanted, makers): (&RunInput, &[Option<Trajectories>], &Makers),
        member: usize,
        draw: &Draw,
        table: &Mrio,
        chips: &Chips,
        series: &[Series],
    ) -> Result<(f64, Vec<Carried>), Failure> {
        let weights =
            Weights::of(std::array::from_fn(|at| draw.at(2 * ASSUMPTIONS.len() + at).get()));
        let (carved, rests_on) = chips.carve(table, weights)?;
        let carved = carved.closed().0;
        let stoppage = Stoppage::new(&carved);
        let sectors: Vec<usize> = (0..carved.sectors().len()).collect();
        let mut all = Vec::with_capacity(run.scenarios.len());
        for (scenario, wanted) in run.scenarios.iter().zip(wanted) {
            let before = wanted.as_ref().unwrap_or(&run.baseline.trajectories);
            let groups: Result<Vec<Group>, Failure> = (series.iter().enumerate())
                .map(|(region, series)| {
                    let handed = handed(before, scenario, member, series);
                    let weeks = handed.together(|_| true).map_err(|unusable| {
                        let place = Place::whole(&scenario.id);
                        let finding = Finding::error("LP-N011", place, unusable.to_string());
                        Failure::from(Findings::from(finding))
                    })?;
                    Ok(Group { region, sectors: sectors.clone(), weeks })
                })
                .collect();
            let groups = groups?;
            let short = groups.iter().map(shortage).collect();
            let lost = economics(&carved, chips, &stoppage, &behaviour(draw), &groups);
            let sum = |values: &[f64]| values.iter().sum::<f64>();
            let world = [sum(&lost.lower), sum(&lost.estimate), sum(&lost.upper), sum(&lost.bill)];
            let (parts, dearer) = makers.parts(before, &scenario.trajectories, member);
            let received = parts.iter().map(|part| part * world[3]).collect();
            all.push(Carried { lost, world, short, received, dearer });
        }
        Ok((rests_on.imputed_intermediate, all))
    }
}

/// Where deliveries to a region of the table stand in the run.
fn deliveries(run: &RunInput, region: &str) -> Series {
    let places = PLACES.iter().find(|(own, _)| *own == region).map_or(&[][..], |(_, to)| *to);
    let all = &run.baseline.trajectories;
    let shipped = all.keys.iter().filter(|key| {
        key.level == Level::Destination
            && key.variable == Variable::Shipments
            && places.contains(&key.entity.as_str())
    });
    let of = |key: &SeriesKey, variable| all.find(&SeriesKey { variable, ..key.clone() });
    let delivered = |key: &SeriesKey| {
        Some(Delivered {
            to: key.entity.as_str().to_owned(),
            product: key.product.as_deref().unwrap_or_default().to_owned(),
            shipments: all.find(key)?,
            sales: of(key, Variable::Revenue)?,
            unmet: of(key, Variable::UnmetDemand),
        })
    };
    shipped.filter_map(delivered).collect()
}

/// What the market hands over of one region's deliveries. `before` is the run in which only demand has
/// changed: what buyers do not want is no shortage.
fn handed(
    before: &Trajectories,
    scenario: &ScenarioRun,
    member: usize,
    series: &[Delivered],
) -> Handover {
    let after = &scenario.trajectories;
    let flow = |one: &Delivered| {
        let week = |week: usize| {
            let of = |side: &Trajectories, at: usize| side.series(member, at)[week];
            let price = |sales: f64, bits: f64| if bits > 0.0 { sales / bits } else { 0.0 };
            let (bits, got) = (of(before, one.shipments), of(after, one.shipments));
            let price_before = price(of(before, one.sales), bits);
            let new = price(of(after, one.sales), got);
            let lacked = |side| one.unmet.map(|at| of(side, at));
            Week {
                price_before,
                price_after: if got > 0.0 { new } else { price_before },
                quantity_before: bits,
                quantity_after: got,
                shift: 1.0,
                unmet: lacked(after).zip(lacked(before)).map(|(now, then)| (now - then).max(0.0)),
            }
        };
        Flow {
            destination: one.to.clone(),
            segment: one.product.clone(),
            cause: Cause::Supply,
            because: scenario.id.clone(),
            weeks: (0..before.weeks.len()).map(week).collect(),
        }
    };
    Handover { flows: series.iter().map(flow).collect() }
}

/// Share of the memory needed that did not come, at the baseline's prices; less demand is no shortage.
fn shortage(group: &Group) -> f64 {
    let worth: f64 = group.weeks.iter().map(|week| week.worth).sum();
    let missing = group.weeks.iter().map(|week| {
        let share = (week.shift - week.quantity).max(0.0);
        // Rounding of the market is no shortage.
        week.worth * if share < ROUNDING { 0.0 } else { share }
    });
    let missing: f64 = missing.sum();
    if worth > 0.0 { missing / worth } else { 0.0 }
}

/// Shares below this come from the last digits of the market, not from a shortage.
const ROUNDING: f64 = 1e-9;

/// Where the estimate of the world's loss lies between its bounds.
fn between(scenario: &ScenarioRun, carried: &[&Carried]) -> String {
    let middle = |at: usize| {
        let mut all: Vec<f64> = carried.iter().map(|one| one.world[at]).collect();
        quantity(quantiles(&mut all).p50 / 1000.0, "USD_bn")
    };
    let [lower, estimate, upper] = std::array::from_fn(middle);
    let mut dearer: Vec<f64> = carried.iter().map(|one| one.dearer / 1000.0).collect();
    let dearer = quantiles(&mut dearer);
    if carried.iter().all(|one| one.world[2].abs() < ROUNDING) {
        return format!("{}: those who use memory lose nothing.", scenario.id);
    }
    let today = Told::of(u32::try_from(carried.len()).unwrap_or(u32::MAX)).spread(&dearer);
    format!(
        "{}: users lose {estimate} in all, the higher bill among it (median): between {lower} if every \
         missing bit were the one least worth having (buyers' surplus) and {upper} if every missing bit \
         stopped its line and all that need it (Leontief). In the money of the run, whose market is \
         larger than that of the table's year, the bill is {today} bn USD.",
        scenario.id
    )
}

/// Adds shortages and rows of one scenario.
fn account(
    scenario: &ScenarioRun,
    carried: &[&Carried],
    table: &Mrio,
    losses: &[Loss],
    found: &mut Spillover,
) {
    let (m, s) = (table.regions().len(), table.sectors().len());
    let band = |value: &dyn Fn(&Carried) -> f64| {
        quantiles(&mut carried.iter().map(|one| value(one)).collect::<Vec<f64>>()).round6()
    };
    let mut causes = Vec::with_capacity(m);
    let mut hardest = (0.0, ELSEWHERE.to_owned());
    for (r, region) in table.regions().iter().enumerate() {
        let share = band(&|one| one.short[r]);
        let cause = if share.p95 > THRESHOLD { cause(losses, &scenario.id, region) } else { None };
        let cause = cause.unwrap_or_else(|| ELSEWHERE.to_owned());
        let lost = band(&|one| one.lost.estimate[r * s..(r + 1) * s].iter().sum()).p50;
        if lost > hardest.0 {
            hardest = (lost, cause.clone());
        }
        causes.push(cause);
        let (scenario, region) = (scenario.id.clone(), region.clone());
        found.shortages.push(Shortage { scenario, region, share });
    }
    let row = |region: Option<usize>, sector: Option<usize>| {
        let regions = region.map_or(0..m, |r| r..r + 1);
        let sectors = sector.map_or(0..s, |p| p..p + 1);
        let industries: Vec<usize> =
            regions.flat_map(|r| sectors.clone().map(move |p| r * s + p)).collect();
        let sum = |values: &[f64]| industries.iter().map(|i| values[*i]).sum::<f64>();
        let lost = |one: &Carried| {
            industries.iter().map(|i| one.lost.output[*i] * one.lost.usual[*i]).sum::<f64>()
        };
        let output = band(&|one| lost(one));
        let share = band(&|one| {
            let usual = sum(&one.lost.usual);
            if usual > 0.0 { lost(one) / usual } else { 0.0 }
        });
        let region_label = region.map(|r| table.regions()[r].as_str());
        let sector_label = sector.map(|p| table.sectors()[p].as_str());
        let name = match (region_label.map(bundled::name), sector_label.map(bundled::name)) {
            (Some(region), Some(sector)) => format!("{region}: {sector}"),
            (Some(name), None) | (None, Some(name)) => name.to_owned(),
            (None, None) => "World".to_owned(),
        };
        SpilloverRow {
            scenario: scenario.id.clone(),
            region: region_label.map(str::to_owned),
            industry: sector_label.map(str::to_owned),
            name,
            output,
            value_added: band(&|one| sum(&one.lost.estimate) - sum(&one.lost.bill)),
            bill: band(&|one| sum(&one.lost.bill)),
            share,
            cause: region.map_or_else(|| hardest.1.clone(), |r| causes[r].clone()),
            cell: cell(&scenario.id, region_label, sector_label),
            text: None,
        }
    };
    let ranked = |mut rows: Vec<SpilloverRow>| {
        // Stable: rows of equal size keep the order of the table.
        rows.sort_by(|a, b| b.output.p50.total_cmp(&a.output.p50));
        rows
    };
    found.rows.push(row(None, None));
    found.rows.extend(ranked((0..m).map(|r| row(Some(r), None)).collect()));
    found.rows.extend(ranked((0..s).map(|p| row(None, Some(p))).collect()));
    let industries = (0..m).flat_map(|r| (0..s).map(move |p| (r, p)));
    let largest = ranked(industries.map(|(r, p)| row(Some(r), Some(p))).collect());
    found.rows.extend(largest.into_iter().take(INDUSTRIES).filter(|row| row.output != NOTHING));
}

/// Nobody lost anything.
const NOTHING: Spread = Spread { p05: 0.0, p50: 0.0, p95: 0.0 };

/// What held back most of the memory that buyers of a region lack.
fn cause(losses: &[Loss], scenario: &str, region: &str) -> Option<String> {
    let places = PLACES.iter().find(|(own, _)| *own == region).map_or(&[][..], |(_, to)| *to);
    let rows = losses.iter().filter(|loss| {
        loss.scenario == scenario
            && loss.level == Level::Destination.as_str()
            && loss.measure == Variable::Shipments.as_str()
            && places.contains(&loss.entity.as_str())
            && loss.change.p05 < -THRESHOLD
    });
    let worst = rows.min_by(|a, b| a.change.p50.total_cmp(&b.change.p50).then(a.cell.cmp(&b.cell)));
    worst.map(|loss| loss.cause.clone())
}
