//! Who adds what to a loss: signed points by shock, by act and by government.
//!
//! The parts are found by running again without a shock on the same draws; they add up to the mean loss of
//! the cell, up to the stated Monte Carlo error. A run without this computation has an empty list.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
