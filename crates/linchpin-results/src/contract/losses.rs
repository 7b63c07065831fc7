//! Who loses what: totals over the horizon against the baseline, member by member.
//!
//! In come paired trajectories and bindings; out comes one row for every flow a reader asks about. A
//! loss is a shortfall beyond [`THRESHOLD`] of the baseline: below it, rounding and price ripples live. A price is
//! no flow: its row is the mean over the horizon, each week alike, and its fall is nobody's loss or everybody's.

use crate::contract::causes::{CauseTable, rests_on};
use crate::contract::cell::of_series;
use crate::contract::input::{RunInput, ScenarioRun};
use crate::contract::loss::{FirstWeek, Horizon, Loss, NamedShare};
use crate::contract::parts::{self, MeanPart};
use crate::stats::band::Spread;
use crate::stats::error::quantile_errors;
use crate::stats::quantile::{round6, spread};
use linchpin_engine::{Better, Cause, Level, Nature, SeriesKey, Variable};
use linchpin_units::Day;
use rayon::prelude::*;

/// Shortfall that counts as a loss, as a share of the baseline: a convention of reading, stated in
/// every report, not a parameter of the economy.
pub const THRESHOLD: f64 = 0.001;

/// Change below which a row is folded: half a per cent of the baseline. A convention of reading, as
/// [`THRESHOLD`].
pub const MATERIAL: f64 = 0.005;

/// Levels of whole economies, by an engine's own words.
const WHOLE: [&str; 2] = ["world", "economy"];

/// The change below which a row of a variable is folded. What is counted over whole economies only is large where a
/// firm would call it small: there every loss counts.
#[must_use]
pub fn material(variable: Variable) -> f64 {
    let summed = variable.form().summed;
    let whole = !summed.is_empty() && summed.iter().all(|level| WHOLE.contains(&level.as_str()));
    if variable.settled().is_some() || whole { THRESHOLD } else { MATERIAL }
}

/// What is told over the horizon at a level: flows added up, prices averaged. A buyer's bill is not: paying less is
/// no loss.
#[must_use]
pub fn measures(level: Level) -> Vec<Variable> {
    Variable::all().into_iter().filter(|variable| variable.is_summed_at(level)).collect()
}

/// Totals of one series in one member.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Total {
    /// Baseline total.
    pub baseline: f64,
    /// Scenario total minus baseline total.
    pub amount: f64,
    /// First week, from 0, with a shortfall beyond the threshold.
    pub first: Option<usize>,
}

impl Total {
    /// The change relative to the baseline; zero where there was nothing to lose.
    #[must_use]
    pub fn change(&self) -> f64 {
        if self.baseline == 0.0 { 0.0 } else { self.amount / self.baseline }
    }
}

/// Totals of one series in every member, in member order.
#[must_use]
pub fn totals(run: &RunInput, scenario: &ScenarioRun, key: usize) -> Vec<Total> {
    let (base, own) = (&run.baseline.trajectories, &scenario.trajectories);
    let members = 0..base.members.len();
    let settled = base.keys[key].variable.settled().is_some();
    let total = |member: usize| {
        let (before, after) = (base.series(member, key), own.series(member, key));
        let short = |(b, a): (&f64, &f64)| *a < b - b.abs() * THRESHOLD;
        Total {
            baseline: before.iter().sum(),
            amount: before.iter().zip(after).map(|(b, a)| a - b).sum(),
            first: before.iter().zip(after).position(short).filter(|_| !settled),
        }
    };
    members.map(total).collect()
}

/// Whether a fall of a measure is a loss to whom it is of. A price has no such side.
#[must_use]
pub fn falls_are_losses(measure: &str) -> bool {
    measure.parse().map_or(true, |variable: Variable| variable.better() != Better::Neither)
}

/// The part of the sum over all weeks that a row tells: all of a flow, the mean week of what does not add up.
fn part_of_sum(variable: Variable, weeks: usize) -> f64 {
    if variable.nature() == Nature::Flow { 1.0 } else { 1.0 / weeks.max(1) as f64 }
}

/// All rows of all scenarios: by scenario, then level, then largest fall.
#[must_use]
pub fn losses(run: &RunInput) -> Vec<Loss> {
    let keys: Vec<usize> = measured(&run.baseline.trajectories.keys);
    let mut rows = Vec::new();
    for scenario in &run.scenarios {
        let causes = CauseTable::of(&scenario.bindings);
        let attributed = |key: &usize| scenario.parts.as_ref()?.parts_of(*key);
        let said = |key: &&usize| {
            let variable = run.baseline.trajectories.keys[**key].variable;
            !run.is_unsaid(&scenario.id, variable)
        };
        let keys: Vec<usize> = keys.iter().filter(said).copied().collect();
        let found: Vec<Option<Loss>> = keys
            .par_iter()
            .map(|key| row(run, scenario, &causes, (*key, attributed(key).as_deref())))
            .collect();
        let mut found: Vec<(Level, Loss)> = keys
            .iter()
            .zip(found)
            .filter_map(|(key, row)| Some((run.baseline.trajectories.keys[*key].level, row?)))
            .collect();
        found.sort_by(|(level_a, a), (level_b, b)| {
            let fall = a.change.p50.total_cmp(&b.change.p50);
            level_a.cmp(level_b).then(fall).then_with(|| a.cell.cmp(&b.cell))
        });
        rows.extend(found.into_iter().map(|(_, row)| row));
    }
    rows
}

/// Where the measured series stand.
#[must_use]
pub fn measured(keys: &[SeriesKey]) -> Vec<usize> {
    let wanted = |key: &SeriesKey| key.variable.is_summed_at(key.level);
    keys.iter().enumerate().filter(|(_, key)| wanted(key)).map(|(at, _)| at).collect()
}

fn row(
    run: &RunInput,
    scenario: &ScenarioRun,
    table: &CauseTable,
    (at, attributed): (usize, Option<&[MeanPart]>),
) -> Option<Loss> {
    let key = &run.baseline.trajectories.keys[at];
    let product = key.product.as_deref();
    let totals = totals(run, scenario, at);
    let weeks = run.baseline.trajectories.weeks.len();
    let part = part_of_sum(key.variable, weeks);
    let baseline = median(totals.iter().map(|total| total.baseline * part));
    if baseline == 0.0 {
        return None;
    }
    let mut changes: Vec<f64> = totals.iter().map(Total::change).collect();
    let change = spread(&mut changes);
    let lost = totals.iter().filter(|total| total.change() < -THRESHOLD).count();
    let causes = if is_sold(key.level.as_str(), key.variable.as_str()) {
        table.causes_of_sales(&key.entity, product, &run.related)
    } else {
        table.causes(&key.entity, product, &run.related)
    };
    let named: Vec<NamedShare> = match attributed {
        Some(parts) => parts::shares(parts),
        None => causes
            .iter()
            .map(|cause| NamedShare {
                name: cause_name(run, &cause.cause),
                share: round6(cause.share),
            })
            .collect(),
    };
    let two_sided = key.variable.better() == Better::Neither;
    let rose = two_sided && totals.iter().any(|total| total.change() > THRESHOLD);
    // Bindings of what merely shrank a little for a while do not make a loss.
    let cause = match (lost + usize::from(rose), named.first()) {
        (0, _) => Cause::None.label(),
        (_, Some(first)) => first.name.clone(),
        (_, None) => MARKET.to_owned(),
    };
    let ids = rests_on(&key.entity, product, &causes, &scenario.shocks, &run.related);
    let mut contested: Vec<String> = run
        .inputs
        .iter()
        .filter(|input| input.contested && ids.contains(input.subject.as_str()))
        .map(|input| format!("{}: {}", input.name, input.quantity))
        .collect();
    contested.dedup();
    Some(Loss {
        scenario: scenario.id.clone(),
        level: key.level.to_string(),
        entity: key.entity.to_string(),
        name: run.name(&key.entity),
        product: key.product.as_deref().map(str::to_owned),
        measure: key.variable.to_string(),
        unit: total_unit(key.variable).to_owned(),
        baseline: round6(baseline),
        change: change.round6(),
        error: quantile_errors(&mut changes)
            .map(|[p05, p50, p95]| Spread { p05, p50, p95 }.round6()),
        amount: spread_of(totals.iter().map(|total| total.amount * part)).round6(),
        // The week of a few draws is not the week of the row, and a price has no first week of a loss.
        first_week: (2 * lost >= totals.len() && !two_sided)
            .then(|| first_week(&totals, &run.baseline.trajectories.weeks))
            .flatten(),
        probability: round6(lost as f64 / totals.len() as f64),
        cause,
        causes: named,
        contested,
        cell: of_series(&scenario.id, key),
        horizon: key.variable.settled().map_or_else(|| Horizon::of_weeks(weeks), Horizon::from),
        material: [change.p05, change.p50, change.p95]
            .iter()
            .any(|end| end.abs() >= material(key.variable)),
        text: None,
    })
}

/// Whether a measure is of what is sold, in bits or in money: bindings at sites say why bits were not made, which is
/// another thing.
#[must_use]
pub(crate) fn is_sold(level: &str, measure: &str) -> bool {
    let made = [Level::Site, Level::Material].map(|level| level.as_str()).contains(&level);
    let sold =
        [Variable::Shipments, Variable::Revenue, Variable::ExportValue, Variable::UnmetDemand];
    !made && sold.iter().any(|variable| variable.as_str() == measure)
}

/// The cause of a loss that no binding explains: prices and buyers moved.
pub const MARKET: &str = "market response";

/// A cause in words, materials by their reader's name.
#[must_use]
pub fn cause_name(run: &RunInput, cause: &Cause) -> String {
    match cause {
        Cause::Material(id) if run.names.contains_key(id.as_str()) => run.name(id),
        _ => cause.label(),
    }
}

/// The unit of a weekly flow added up over weeks.
#[must_use]
pub fn total_unit(variable: Variable) -> &'static str {
    variable.unit().strip_suffix("/week").unwrap_or(variable.unit())
}

fn first_week(totals: &[Total], weeks: &[Day]) -> Option<FirstWeek> {
    let mut found: Vec<usize> = totals.iter().filter_map(|total| total.first).collect();
    found.sort_unstable();
    let last = found.len().checked_sub(1)?;
    // Weeks that some draw really has, so that no face can round half a week its own way: the smallest week
    // by which at least this share of the draws has lost (the inverse of the empirical distribution).
    let week =
        |level: f64| found[((level * found.len() as f64).ceil() as usize).clamp(1, last + 1) - 1];
    let [p05, p50, p95] = [0.05, 0.5, 0.95].map(week);
    let number = |week: usize| week as f64 + 1.0;
    Some(FirstWeek {
        p05: number(p05),
        p50: number(p50),
        p95: number(p95),
        date: weeks[p50].to_string(),
    })
}

pub(crate) fn spread_of(values: impl Iterator<Item = f64>) -> Spread {
    spread(&mut values.collect::<Vec<f64>>())
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    spread_of(values).p50
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::run;

    /// By hand: ten weeks, the price 1 in the baseline, and 1.2 in the last five of the scenario: the mean over the
    /// whole horizon, each week alike, is 1.1, and that is what the row says. Nobody loses by a price.
    #[test]
    fn a_price_is_the_mean_over_the_horizon_and_no_loss() {
        let mut run = run(21);
        let at = run.baseline.trajectories.keys.len() - 1;
        assert_eq!(run.baseline.trajectories.keys[at].variable, Variable::ContractPrice);
        let weeks = run.baseline.trajectories.weeks.len();
        let set = |all: &mut linchpin_engine::Trajectories, late: f64| {
            for mut block in all.blocks_mut() {
                for week in 0..weeks {
                    block[at * weeks + week] = if week < weeks / 2 { 1.0 } else { late };
                }
            }
        };
        set(&mut run.baseline.trajectories, 1.0);
        for (late, change) in [(1.2, 0.1), (0.4, -0.3)] {
            set(&mut run.scenarios[0].trajectories, late);
            let rows = losses(&run);
            let price = rows.iter().find(|row| row.cell == "cut/dram.contract-price");
            let price = price.expect("the price of the product is a row");
            assert_eq!((price.baseline, price.unit.as_str()), (1.0, "index"));
            assert!((price.change.p50 - change).abs() < 1e-9, "{:?}", price.change);
            assert!((price.amount.p50 - change).abs() < 1e-9, "{:?}", price.amount);
            assert_eq!(price.first_week, None, "a dearer or cheaper product is no loss in itself");
            assert!(price.cause != "none", "what moves has a cause or the market's response");
            let worst = crate::contract::headline::worst(&rows, "cut").expect("a loss");
            assert_eq!(worst.cell, "cut/b.dram.output", "a price is never the worst loss");
        }
    }

    #[test]
    fn a_cut_site_loses_what_was_cut_and_the_other_nothing() {
        let run = run(21);
        let rows = losses(&run);
        let of = |cell: &str| rows.iter().find(|row| row.cell == cell).expect("a row");
        // The sample cuts a fifth of the output of site b from week 5 of 10 on.
        let cut = of("cut/b.dram.output");
        assert!((cut.change.p50 + 0.1).abs() < 1e-6, "{:?}", cut.change);
        assert_eq!(cut.first_week.as_ref().map(|week| week.p50), Some(6.0));
        assert_eq!(cut.first_week.as_ref().map(|week| week.date.as_str()), Some("2026-02-09"));
        assert_eq!((cut.probability, cut.cause.as_str()), (1.0, "missing spare parts"));
        assert_eq!(cut.unit, "Tb");
        assert_eq!(cut.contested, ["Site B: capacity"]);
        let whole = of("cut/a.dram.output");
        assert_eq!((whole.change.p50, whole.probability), (0.0, 0.0));
        assert_eq!((whole.first_week.as_ref(), whole.cause.as_str()), (None, "none"));
    }
}
