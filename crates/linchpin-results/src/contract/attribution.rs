//! Who adds what to a loss: signed points by shock, by act and by government.
//!
//! The parts are found by running again without a shock on the same draws; they add up to the mean loss of
//! the cell, up to the stated Monte Carlo error. A run without this computation has an empty list.

use crate::contract::cell::of_series;
use crate::contract::input::{RunInput, ScenarioRun};
use crate::contract::parts::{CauseGroup, CauseParts};
use crate::stats::quantile::round6;
use linchpin_units::math::{Part, mean};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Points in a whole: per cent of the baseline total.
const POINTS: f64 = 100.0;

/// The mean change of one cell, taken apart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attribution {
    /// Scenario.
    pub scenario: String,
    /// Cell, as in [`crate::contract::loss::Loss::cell`].
    pub cell: String,
    /// Mean change of the total in points (per cent of the baseline total); negative for a loss.
    pub total_points: f64,
    /// Monte Carlo standard error of `total_points`, in points.
    pub error: f64,
    /// Parts by group of shocks; they add up to `total_points`.
    pub parts: Vec<AttributionPart>,
    /// The same total by government; empty where no government acts.
    pub by_government: Vec<GovernmentPart>,
}

/// What one group of shocks adds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttributionPart {
    /// Group for readers, such as "US licences for tools".
    pub group: String,
    /// Lever the group pulls, such as `tool-imports`.
    pub lever: String,
    /// Acts or events behind it; empty for a supposition.
    pub acts: Vec<String>,
    /// Government that acts; none for firms and nature.
    pub government: Option<String>,
    /// Its shocks, by number in the scenario's list.
    pub shocks: Vec<u32>,
    /// Signed points.
    pub points: f64,
    /// Monte Carlo standard error, in points.
    pub error: f64,
}

/// What one government adds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GovernmentPart {
    /// Its reader's name, such as `United States`.
    pub government: String,
    /// Signed points.
    pub points: f64,
    /// Monte Carlo standard error, in points.
    pub error: f64,
}

/// The attributions of all scenarios; none of a scenario that was not taken apart.
#[must_use]
pub(crate) fn attributions(run: &RunInput) -> Vec<Attribution> {
    run.scenarios
        .iter()
        .filter_map(|scenario| scenario.parts.as_ref().map(|parts| (scenario, parts)))
        .flat_map(|(scenario, parts)| {
            let variable = |key: usize| run.baseline.trajectories.keys[parts.keys[key]].variable;
            let said = (0..parts.keys.len())
                .filter(move |key| !run.is_unsaid(&scenario.id, variable(*key)));
            said.map(move |key| attribution(run, scenario, parts, key))
        })
        .collect()
}

fn points(part: Part) -> (f64, f64) {
    (round6(part.mean * POINTS), round6(part.error * POINTS))
}

fn attribution(
    run: &RunInput,
    scenario: &ScenarioRun,
    parts: &CauseParts,
    key: usize,
) -> Attribution {
    let series = &run.baseline.trajectories.keys[parts.keys[key]];
    let all: Vec<usize> = (0..parts.groups.len()).collect();
    let (total_points, error) = points(mean(parts.sums(key, &all)));
    let part = |(group, of): (usize, &CauseGroup)| {
        let (points, error) = points(mean(parts.over_members(key, group)));
        AttributionPart {
            group: of.label(),
            lever: of.lever.clone(),
            acts: of.acts.clone(),
            government: of.government.clone(),
            shocks: of.shocks.clone(),
            points,
            error,
        }
    };
    let mut found: Vec<AttributionPart> = parts.groups.iter().enumerate().map(part).collect();
    found.sort_by(|a, b| a.points.total_cmp(&b.points).then_with(|| a.group.cmp(&b.group)));
    let mut governments: Vec<(&String, Vec<usize>)> = Vec::new();
    for (at, group) in parts.groups.iter().enumerate() {
        let Some(government) = &group.government else { continue };
        match governments.iter_mut().find(|(known, _)| *known == government) {
            Some((_, groups)) => groups.push(at),
            None => governments.push((government, vec![at])),
        }
    }
    let by_government = governments.into_iter().map(|(government, groups)| {
        let (points, error) = points(mean(parts.sums(key, &groups)));
        GovernmentPart { government: government.clone(), points, error }
    });
    let mut by_government: Vec<GovernmentPart> = by_government.collect();
    by_government.sort_by(|a, b| a.points.total_cmp(&b.points));
    Attribution {
        scenario: scenario.id.clone(),
        cell: of_series(&scenario.id, series),
        total_points,
        error,
        parts: found,
        by_government,
    }
}
