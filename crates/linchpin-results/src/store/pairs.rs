//! Weekly differences between the scenarios of one run, draw by draw: the fans of a comparison.
//!
//! For each two scenarios, in the study's order, and each series of the losses that differs in some draw:
//! quantiles over the draws of `(right - left) / baseline`, week by week.

use crate::contract::input::RunInput;
use crate::contract::report::Loss;
use crate::contract::waterfall::key_of;
use crate::stats::quantile::five;
use crate::stats::summary::Quantiles;
use crate::store::table::{Cell, Kind, Table};
use linchpin_engine::Trajectories;
use linchpin_units::Day;
use rayon::prelude::*;

/// File name without ending.
pub const NAME: &str = "pairs";

const LEVELS: [&str; 5] = ["p05", "p25", "p50", "p75", "p95"];

/// An empty table of weekly differences.
#[must_use]
pub fn form() -> Table {
    let texts = ["left", "right", "cell"].map(|name| (name, Kind::Text));
    let mut columns = texts.to_vec();
    columns.push(("week", Kind::Date));
    columns.extend(LEVELS.map(|name| (name, Kind::Number)));
    columns.extend(["lower", "higher"].map(|name| (name, Kind::Number)));
    Table::new(NAME, &columns)
}

/// A series' cell without its scenario.
#[must_use]
pub fn subject(cell: &str) -> &str {
    cell.split_once('/').map_or(cell, |(_, subject)| subject)
}

/// The weekly differences of all pairs of scenarios.
#[must_use]
pub(crate) fn table(run: &RunInput, losses: &[Loss]) -> Table {
    let mut table = form();
    let base = &run.baseline.trajectories;
    let first = run.scenarios.first().map(|scenario| scenario.id.as_str());
    let series: Vec<(&str, usize)> = losses
        .iter()
        .filter(|loss| Some(loss.scenario.as_str()) == first)
        .filter_map(|loss| Some((subject(&loss.cell), key_of(base, loss)?)))
        .collect();
    for (at, left) in run.scenarios.iter().enumerate() {
        for right in &run.scenarios[at + 1..] {
            let (one, other) = (&left.trajectories, &right.trajectories);
            let bands = series.par_iter().map(|(_, key)| differ(base, one, other, *key));
            let bands: Vec<Option<Differ>> = bands.collect();
            for ((cell, _), found) in series.iter().zip(bands) {
                let Some(found) = found else { continue };
                for (week, (values, [lower, higher])) in base.weeks.iter().zip(found) {
                    let mut cells =
                        vec![Cell::Text(&left.id), Cell::Text(&right.id), Cell::Text(cell)];
                    cells.push(Cell::Date(*week));
                    cells.extend(values.map(Cell::Number));
                    cells.extend([lower, higher].map(Cell::Number));
                    table.push(&cells);
                }
            }
        }
    }
    table
}

/// By week the quantiles of the differences, and the shares of draws with the right side lower, or higher.
type Differ = Vec<([f64; 5], [f64; 2])>;

/// Quantiles of the differences by week and the shares of draws in which the right side is lower; none where
/// no draw differs, or a baseline touches zero.
fn differ(
    base: &Trajectories,
    left: &Trajectories,
    right: &Trajectories,
    key: usize,
) -> Option<Differ> {
    let members = 0..base.members.len();
    let same = members.clone().all(|member| left.series(member, key) == right.series(member, key));
    if same || members.clone().any(|member| base.series(member, key).contains(&0.0)) {
        return None;
    }
    let mut gaps = Vec::with_capacity(members.len());
    let mut found = Differ::new();
    for week in 0..base.weeks.len() {
        gaps.clear();
        gaps.extend(members.clone().map(|member| {
            gap(
                base.series(member, key)[week],
                left.series(member, key)[week],
                right.series(member, key)[week],
            )
        }));
        let part = |fits: fn(f64) -> bool| {
            gaps.iter().filter(|gap| fits(**gap)).count() as f64 / gaps.len() as f64
        };
        let parts = [part(|gap| gap < 0.0), part(|gap| gap > 0.0)];
        found.push((five(&mut gaps), parts));
    }
    Some(found)
}

/// One draw's difference in one week, in shares of the baseline.
fn gap(base: f64, left: f64, right: f64) -> f64 {
    (right / base - 1.0) - (left / base - 1.0)
}

/// The fan of one pair and one series.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Fan {
    /// Cell without its scenario.
    pub cell: String,
    /// Weeks, from their Monday.
    pub weeks: Vec<Day>,
    /// Quantiles of right minus left.
    pub values: Quantiles,
    /// Share of draws in which the right side is lower.
    pub lower: Vec<f64>,
    /// Share of draws in which the right side is higher.
    pub higher: Vec<f64>,
}

/// The fans of two scenarios. Asked the other way round, bands are mirrored at zero.
#[must_use]
pub(crate) fn fans(table: &Table, left: &str, right: &str) -> Vec<Fan> {
    let mut fans: Vec<Fan> = Vec::new();
    for row in 0..table.len() {
        let sides = (table.text("left", row), table.text("right", row));
        let straight = sides == (Some(left), Some(right));
        if !straight && sides != (Some(right), Some(left)) {
            continue;
        }
        let number = |name: &str| table.number(name, row).unwrap_or(f64::NAN);
        let mut values = LEVELS.map(number);
        let mut parts = [number("lower"), number("higher")];
        if !straight {
            values.reverse();
            values = values.map(|value| -value);
            parts.reverse();
        }
        let (Some(cell), Some(week)) = (table.text("cell", row), table.date("week", row)) else {
            continue;
        };
        if fans.last().is_none_or(|fan| fan.cell != cell) {
            fans.push(Fan { cell: cell.to_owned(), ..Fan::default() });
        }
        if let Some(fan) = fans.last_mut() {
            fan.weeks.push(week);
            fan.values.push(values);
            fan.lower.push(parts[0]);
            fan.higher.push(parts[1]);
        }
    }
    fans
}
