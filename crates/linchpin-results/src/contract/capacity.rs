//! Where capacity goes: wafers a month by site at the end of each year, without and with the measures.
//!
//! In: paired trajectories. Out: a table for each scenario that moves a site's capacity by more than
//! [`LEAST`]. An announced site that gets tools under the measures is a row as any other.

use crate::contract::figures::{Told, number};
use crate::contract::input::{RunInput, ScenarioRun};
use crate::contract::sources::InputRow;
use crate::contract::texts::SpreadText;
use crate::stats::band::Spread;
use crate::stats::quantile::spread;
use linchpin_engine::{Level, SeriesKey, Variable};
use linchpin_units::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
pub(crate) fn tenth(value: f64) -> f64 {
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
    /// All sites of a country and all products together, the largest change of the last year first; empty in runs
    /// of earlier versions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<CountryRow>,
}

/// The capacity of all sites in a country.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CountryRow {
    /// World id of the country.
    pub country: String,
    /// The country for readers.
    pub name: String,
    /// Thousand wafer starts a month more than without the measures at the end of each year, draw by draw.
    pub change: Vec<Spread>,
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
        (!rows.is_empty()).then(|| CapacityTable {
            scenario: scenario.id.clone(),
            years,
            rows,
            countries: countries(run, scenario, &ends),
        })
    };
    run.scenarios.iter().filter_map(table).collect()
}

/// What the sites of each country have more or less together, draw by draw.
fn countries(run: &RunInput, scenario: &ScenarioRun, ends: &[(usize, String)]) -> Vec<CountryRow> {
    let mut sites: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, key) in run.baseline.trajectories.keys.iter().enumerate() {
        let site = key.level == Level::Site && key.variable == Variable::Capacity;
        if let Some(country) = run.places.get(key.entity.as_str()).filter(|_| site) {
            sites.entry(country).or_default().push(at);
        }
    }
    let (base, own) = (&run.baseline.trajectories, &scenario.trajectories);
    let row = |(country, sites): (&str, Vec<usize>)| {
        let gap = |member: usize, week: usize| {
            let of = |at: &usize| own.series(member, *at)[week] - base.series(member, *at)[week];
            sites.iter().map(of).sum::<f64>() * THOUSAND_A_MONTH
        };
        let year = |(week, _): &(usize, String)| {
            spread_of((0..base.members.len()).map(|member| gap(member, *week)).collect())
        };
        CountryRow {
            country: country.to_owned(),
            name: run.name(country),
            change: ends.iter().map(year).collect(),
        }
    };
    let mut rows: Vec<CountryRow> = sites.into_iter().map(row).collect();
    rows.retain(|row| row.change.iter().any(|change| change.p50.abs() >= LEAST));
    let last = |row: &CountryRow| row.change.last().map_or(0.0, |change| change.p50.abs());
    rows.sort_by(|a, b| last(b).total_cmp(&last(a)).then_with(|| a.country.cmp(&b.country)));
    rows
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

/// Sites whose newest account states more wafers than the table ends with: the model starts at the middle of all
/// accounts, and a reader who knows the newest must be told.
#[must_use]
pub fn caveats(table: &CapacityTable, inputs: &[InputRow]) -> Vec<String> {
    let thousands = |wafers: f64| number(tenth(wafers / 1000.0));
    let caveat = |row: &CapacityRow| {
        let mut own = inputs.iter().filter(|input| {
            input.subject == row.entity && input.quantity == CAPACITY && input.unit == MONTHLY
        });
        // Of a site with two products no account is this row's for sure.
        let (input, None) = (own.next()?, own.next()) else { return None };
        let newest = input.accounts.iter().max_by(|a, b| a.as_of.cmp(&b.as_of))?;
        let level = row.value.last()?.p50;
        (newest.value > level * 1000.0).then(|| {
            format!(
                "{}: the newest account states {} thousand wafers a month ({}), more than the {} here; the model starts at the middle of all accounts, {} [{}, {}]",
                row.name,
                thousands(newest.value),
                newest.as_of,
                number(tenth(level)),
                thousands(input.value),
                thousands(input.low),
                thousands(input.high)
            )
        })
    };
    table.rows.iter().filter_map(caveat).collect()
}

/// How inputs name a site's capacity, and in what.
const CAPACITY: &str = "capacity";
const MONTHLY: &str = "wafer/month";

fn spread_of(mut values: Vec<f64>) -> Spread {
    spread(&mut values).round6()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: site a gains 1,300 wafers a week and site b of the same country loses 650; 52 weeks are 12 months,
    /// so that the country has 2.8167 thousand wafers a month more.
    #[test]
    fn a_country_is_the_sum_of_its_sites() {
        let mut run = crate::sample::run(3);
        for all in [&mut run.baseline.trajectories, &mut run.scenarios[0].trajectories] {
            for (key, at) in all.keys.iter_mut().zip(0..2) {
                key.variable = Variable::Capacity;
                assert_eq!(key.level, Level::Site, "series {at} of the sample is a site's");
            }
            all.values.fill(0.0);
        }
        let weeks = run.baseline.trajectories.weeks.len();
        for mut block in run.scenarios[0].trajectories.blocks_mut() {
            (block[weeks - 1], block[2 * weeks - 1]) = (1300.0, -650.0);
        }
        let place = |site: &str| (site.to_owned(), "country:KOR".to_owned());
        run.places = ["site:a", "site:b"].map(place).into();
        let ends = [(weeks - 1, "2026".to_owned())];
        let found = countries(&run, &run.scenarios[0], &ends);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!((found[0].change[0].p50 - 650.0 * 52.0 / 12.0 / 1000.0).abs() < 1e-5, "{found:?}");
    }

    #[test]
    fn a_level_below_the_newest_account_is_said_to_be() {
        let mut input = crate::sample::run(2).inputs.remove(0);
        (input.value, input.low, input.high) = (160_000.0, 130_000.0, 200_000.0);
        (input.accounts[0].value, input.accounts[0].as_of) = (160_000.0, "2025-12".to_owned());
        (input.accounts[1].value, input.accounts[1].as_of) = (200_000.0, "2026-04".to_owned());
        let spread = |p50: f64| vec![Spread { p05: p50, p50, p95: p50 }];
        let row = |level: f64| CapacityRow {
            entity: "site:b".to_owned(),
            name: "Site B".to_owned(),
            product: "product:dram".to_owned(),
            baseline: spread(level),
            value: spread(level),
            change: spread(0.0),
            text: None,
        };
        let table = |level: f64| CapacityTable {
            scenario: "cut".to_owned(),
            years: vec!["2028".to_owned()],
            rows: vec![row(level)],
            countries: Vec::new(),
        };
        let said = caveats(&table(155.0), &[input.clone()]);
        assert_eq!(
            said,
            [
                "Site B: the newest account states 200 thousand wafers a month (2026-04), more than the 155 here; the model starts at the middle of all accounts, 160 [130, 200]"
            ]
        );
        assert_eq!(caveats(&table(205.0), &[input]), Vec::<String>::new());
    }

    #[test]
    fn a_year_ends_with_its_last_monday() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        let weeks: Vec<Day> = (0..54).map(|week| day("2026-01-05").plus(7 * week)).collect();
        assert_eq!(ends(&weeks), [(51, "2026".to_owned())], "two weeks are no year");
        assert_eq!(ends(&weeks[..40]), [(39, "2026".to_owned())]);
        assert!(ends(&weeks[..20]).is_empty());
    }
}
