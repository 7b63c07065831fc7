//! What the market's run hands over to the users of each region of the table.
//!
//! In: a run. Out: for every member and scenario the weeks of each region's users, and the share of the memory needed that
//! did not come. Invariant: a scenario that delivers as the baseline hands over no change.

use crate::simulate::Failure;
use linchpin_engine::{Level, SeriesKey, Trajectories, Variable};
use linchpin_network::economics::{Cause, Flow, Group, Handover, Week};
use linchpin_results::{RunInput, ScenarioRun};
use linchpin_units::{Finding, Findings, Place};

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

/// The market's places that stand in a region of the table.
pub(super) fn places(region: &str) -> &'static [&'static str] {
    PLACES.iter().find(|(own, _)| *own == region).map_or(&[][..], |(_, to)| *to)
}

/// One product's deliveries to one place: positions of shipments, of sales, and of unmet demand.
pub(super) struct Delivered {
    to: String,
    product: String,
    shipments: usize,
    sales: usize,
    unmet: Option<usize>,
}

/// Weekly deliveries to one region.
pub(super) type Series = Vec<Delivered>;

/// Where deliveries to a region of the table stand in the run.
pub(super) fn deliveries(run: &RunInput, region: &str) -> Series {
    let places = places(region);
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
pub(super) fn shortage(group: &Group) -> f64 {
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
pub(super) const ROUNDING: f64 = 1e-9;

/// What a member hands over in a scenario to the users of each region, who use memory in each of so many sectors.
///
/// # Errors
/// [`Failure::Input`] for a price or quantity that cannot be.
pub(super) fn groups(
    before: &Trajectories,
    scenario: &ScenarioRun,
    member: usize,
    (series, sectors): (&[Series], usize),
) -> Result<Vec<Group>, Failure> {
    let group = |(region, series): (usize, &Series)| {
        let handed = handed(before, scenario, member, series);
        let weeks = handed.together(|_| true).map_err(|unusable| {
            let place = Place::whole(&scenario.id);
            let finding = Finding::error("LP-N011", place, unusable.to_string());
            Failure::from(Findings::from(finding))
        })?;
        Ok(Group { region, sectors: (0..sectors).collect(), weeks })
    };
    series.iter().enumerate().map(group).collect()
}
