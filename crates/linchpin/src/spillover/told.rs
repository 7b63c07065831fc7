//! What is told of losses carried on: bands of the world, regions, sectors and industries, and the bounds beside them.
//!
//! In: what each pair of draws loses. Out: rows, shortages and a note for each scenario.

use super::carried::{All, Carried};
use super::handed::{ROUNDING, places};
use linchpin_engine::{Level, Variable};
use linchpin_network::table::{Mrio, bundled};
use linchpin_results::ScenarioRun;
use linchpin_results::figures::{Told, quantity};
use linchpin_results::losses::THRESHOLD;
use linchpin_results::quantile::{rounded, spread as quantiles};
use linchpin_results::report::{Loss, Spread};
use linchpin_results::spillover::{Shortage, Spillover, SpilloverRow, cell};
use linchpin_uncertainty::Bootstrap;

/// Industries listed for each scenario: more than a reader takes in.
const INDUSTRIES: usize = 40;

/// Cause of a loss in a region that got all its memory.
const ELSEWHERE: &str = "industries elsewhere";

/// Where the estimate of the world's loss lies between its bounds, and how far other draws would move its upper end.
pub(super) fn notes(scenario: &ScenarioRun, at: usize, all: &All, seed: u64) -> Vec<String> {
    let firsts = || {
        let all = all.pairs.iter().map(move |own| &own[at]);
        all.filter_map(|one| one.upper.map(|upper| (one, upper)))
    };
    if firsts().all(|(_, upper)| upper.abs() < ROUNDING) {
        return vec![format!("{}: those who use memory lose nothing.", scenario.id)];
    }
    let middle = |of: &dyn Fn(&Carried, f64) -> f64| {
        let mut all: Vec<f64> = firsts().map(|(one, upper)| of(one, upper)).collect();
        quantity(quantiles(&mut all).p50 / 1000.0, "USD_bn")
    };
    let lower = middle(&|one, _| one.lower);
    let estimate = middle(&|one, _| one.estimate);
    let upper = middle(&|_, upper| upper);
    let mut dearer: Vec<f64> = all.hands.iter().map(|own| own[at].dearer / 1000.0).collect();
    let members = u32::try_from(dearer.len()).unwrap_or(u32::MAX);
    let today = Told::of(members).spread(&quantiles(&mut dearer));
    let bounds = format!(
        "{}: users lose {estimate} in all, the higher bill among it (median): between {lower} if every \
         missing bit were the one least worth having (buyers' surplus) and {upper} if every missing bit \
         stopped its line and all that need it (Leontief). In the money of the run, whose market is \
         larger than that of the table's year, the bill is {today} bn USD.",
        scenario.id
    );
    let error = upper_end(at, all, seed).map(|share| {
        format!(
            "{}: other draws would move the upper end of the world's output not made by about {} % (one \
             standard error, from drawing the members anew).",
            scenario.id,
            rounded(100.0 * share, 2)
        )
    });
    std::iter::once(bounds).chain(error).collect()
}

/// Members from which on the upper end can be said to have an error.
const ENOUGH: usize = 50;
/// How often members are drawn anew.
const RESAMPLES: u32 = 200;

/// Standard error of the 95th percentile of the world's output not made, over that percentile. All pairs of a member are
/// drawn together: they share its market.
fn upper_end(at: usize, all: &All, seed: u64) -> Option<f64> {
    let each = all.each;
    let world: Vec<f64> = all.pairs.iter().map(|own| own[at].output.iter().sum()).collect();
    let estimate = |members: &[usize]| {
        let own = members.iter().flat_map(|k| &world[k * each..(k + 1) * each]);
        vec![quantiles(&mut own.copied().collect::<Vec<f64>>()).p95]
    };
    let found = Bootstrap { resamples: RESAMPLES, seed }.intervals(all.hands.len(), estimate)[0];
    let error = (found.high - found.low) / (2.0 * TWO_SIDED);
    (all.hands.len() >= ENOUGH && found.value > 0.0).then(|| error / found.value)
}

/// Standard errors on each side that hold 95 % of a normal distribution.
const TWO_SIDED: f64 = 1.96;

/// Adds shortages and rows of one scenario, the `at`-th of the run.
pub(super) fn account(
    (scenario, at): (&ScenarioRun, usize),
    all: &All,
    table: &Mrio,
    losses: &[Loss],
    found: &mut Spillover,
) {
    let (m, s) = (table.regions().len(), table.sectors().len());
    let carried: Vec<&Carried> = all.pairs.iter().map(|own| &own[at]).collect();
    let band = |value: &dyn Fn(&Carried) -> f64| {
        quantiles(&mut carried.iter().map(|one| value(one)).collect::<Vec<f64>>()).round6()
    };
    let mut causes = Vec::with_capacity(m);
    let mut hardest = (0.0, ELSEWHERE.to_owned());
    for (r, region) in table.regions().iter().enumerate() {
        let mut short: Vec<f64> = all.hands.iter().map(|own| own[at].short[r]).collect();
        let share = quantiles(&mut short).round6();
        let cause = if share.p95 > THRESHOLD { cause(losses, &scenario.id, region) } else { None };
        let cause = cause.unwrap_or_else(|| ELSEWHERE.to_owned());
        let estimate = |one: &Carried| {
            let own = r * s..(r + 1) * s;
            one.added[own.clone()].iter().sum::<f64>() + one.bill[own].iter().sum::<f64>()
        };
        let lost = band(&estimate).p50;
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
        let usual: Vec<f64> = all.usual.iter().map(|usual| sum(usual)).collect();
        let share = |one: &Carried| {
            let usual = usual[one.draw];
            if usual > 0.0 { sum(&one.output) / usual } else { 0.0 }
        };
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
            output: band(&|one| sum(&one.output)),
            value_added: band(&|one| sum(&one.added)),
            bill: band(&|one| sum(&one.bill)),
            share: band(&share),
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
    let places = places(region);
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
