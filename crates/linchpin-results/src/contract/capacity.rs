//! Where capacity goes: wafers a month by site at the end of each year, without and with the measures.
//!
//! In: paired trajectories. Out: a table for each scenario that moves a site's capacity by more than
//! [`LEAST`]. An announced site that gets tools under the measures is a row as any other.

use crate::contract::figures::{Told, number};
use crate::contract::input::{RunInput, ScenarioRun};
use crate::contract::report::Spread;
use crate::contract::said::SpreadText;
use crate::stats::quantile::spread;
use linchpin_engine::{Level, SeriesKey, Variable};
use linchpin_units::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Change below which a site is folded, thousand wafers a month: a convention of reading.
pub const LEAST: f64 = 0.5;
/// From wafers a week to thousand wafers a month.
const THOUSAND_A_MONTH: f64 = 52.0 / 12.0 / 1000.0;
/// Weeks of a last year that make it worth a column.
const HALF_A_YEAR: usize = 26;

/// One site's capacity for one product.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CapacityRow {
    /// World id of the site.
    pub entity: String,
    /// The site for readers.
    pub name: String,
    /// World id of the product.
    pub product: String,
    /// Thousand wafer starts a month at the end of each year without the measures.
    pub baseline: Vec<Spread>,
    /// The same with them.
    pub value: Vec<Spread>,
    /// The difference, member by member.
    pub change: Vec<Spread>,
    /// Texts of its numbers, for faces; never stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<CapacityText>,
}

/// Texts of a site's capacity, one for each year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CapacityText {
    /// Median without the measures.
    pub baseline: Vec<String>,
    /// Median with them.
    pub value: Vec<String>,
    /// The difference with its range.
    pub change: Vec<SpreadText>,
}

impl CapacityRow {
    /// The texts of the row.
    pub(crate) fn told(&self, told: Told) -> CapacityText {
        let middle =
            |values: &[Spread]| values.iter().map(|value| number(tenth(value.p50))).collect();
        CapacityText {
            baseline: middle(&self.baseline),
            value: middle(&self.value),
            change: self
                .change
                .iter()
                .map(|change| told.signed_spread(&change.map(tenth)))
                .collect(),
        }
    }
}

/// Thousands as finely as capacity is known.
fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// The sites whose capacity one scenario moves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CapacityTable {
    /// Scenario.
    pub scenario: String,
    /// Years, one for each number of a row.
    pub years: Vec<String>,
    /// Sites, the largest change of the last year first.
    pub rows: Vec<CapacityRow>,
}

/// The last week of each year of a run, with the year; of the last year only where half of it is there.
fn ends(weeks: &[Day]) -> Vec<(usize, String)> {
    let year = |week: usize| weeks[week].to_string().chars().take(4).collect::<String>();
    let mut ends: Vec<(usize, String)> = Vec::new();
    for week in 0..weeks.len() {
        let last = week + 1 == weeks.len();
        let first = ends.last().map_or(0, |(end, _)| end + 1);
        let ends_here =
            if last { week + 1 - first >= HALF_A_YEAR } else { year(week) != year(week + 1) };
        if ends_here {
            ends.push((week, year(week)));
        }
    }
    ends
}

/// The tables of all scenarios that move a site's capacity.
#[must_use]
pub(crate) fn tables(run: &RunInput) -> Vec<CapacityTable> {
    let ends = ends(&run.baseline.trajectories.weeks);
    let table = |scenario: &ScenarioRun| {
        let keys = run.baseline.trajectories.keys.iter().enumerate();
        let mut rows: Vec<CapacityRow> = keys
            .filter(|(_, key)| key.level == Level::Site && key.variable == Variable::Capacity)
            .filter_map(|(at, key)| row(run, scenario, at, key, &ends))
            .collect();
        let last = |row: &CapacityRow| row.change.last().map_or(0.0, |change| change.p50.abs());
        rows.sort_by(|a, b| last(b).total_cmp(&last(a)).then_with(|| a.entity.cmp(&b.entity)));
        let years = ends.iter().map(|(_, year)| year.clone()).collect();
        (!rows.is_empty()).then(|| CapacityTable { scenario: scenario.id.clone(), years, rows })
    };
    run.scenarios.iter().filter_map(table).collect()
}

fn row(
    run: &RunInput,
    scenario: &ScenarioRun,
    at: usize,
    key: &SeriesKey,
    ends: &[(usize, String)],
) -> Option<CapacityRow> {
    let (base, own) = (&run.baseline.trajectories, &scenario.trajectories);
    let members = || 0..base.members.len();
    let of = |value: &dyn Fn(usize, usize) -> f64| -> Vec<Spread> {
        let year = |(week, _): &(usize, String)| {
            let values: Vec<f64> =
                members().map(|member| value(member, *week) * THOUSAND_A_MONTH).collect();
            spread_of(values)
        };
        ends.iter().map(year).collect()
    };
    let change = of(&|member, week| own.series(member, at)[week] - base.series(member, at)[week]);
    if change.iter().all(|change| change.p50.abs() < LEAST) {
        return None;
    }
    Some(CapacityRow {
        entity: key.entity.to_string(),
        name: run.name(&key.entity),
        product: key.product.as_deref()?.to_owned(),
        baseline: of(&|member, week| base.series(member, at)[week]),
        value: of(&|member, week| own.series(member, at)[week]),
        change,
        text: None,
    })
}

fn spread_of(mut values: Vec<f64>) -> Spread {
    spread(&mut values).round6()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_ends_with_its_last_monday() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        let weeks: Vec<Day> = (0..54).map(|week| day("2026-01-05").plus(7 * week)).collect();
        assert_eq!(ends(&weeks), [(51, "2026".to_owned())], "two weeks are no year");
        assert_eq!(ends(&weeks[..40]), [(39, "2026".to_owned())]);
        assert!(ends(&weeks[..20]).is_empty());
    }
}
