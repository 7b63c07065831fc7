//! What lost memory costs the industries that use it: rows.
//!
//! The facade fills [`Spillover`] from a network engine; other floors write, compare and explain it.
//! Amounts are output lost, positive, in the unit and the year of the table they rest on.

use crate::contract::texts::{SpilloverText, SpreadText};
use crate::stats::band::Spread;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The account of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Spillover {
    /// Input-output table.
    pub table: String,
    /// Year of its flows.
    pub year: u16,
    /// How its publisher wants to be named.
    pub attribution: String,
    /// Unit of all amounts.
    pub unit: String,
    /// First day.
    pub from: String,
    /// First day after.
    pub until: String,
    /// Days computed.
    pub days: u32,
    /// Draws of the ensemble that were carried on, evenly spaced.
    pub members: u32,
    /// Share of intermediate flows split by weights, not measured.
    pub imputed: f64,
    /// What the numbers rest on beside the market.
    pub parameters: Vec<SpilloverParameter>,
    /// Memory that did not arrive.
    pub shortages: Vec<Shortage>,
    /// Who loses: by scenario the world, regions, sectors, then the largest industries.
    pub rows: Vec<SpilloverRow>,
    /// Who receives the higher bill: makers of memory, by the country of their owners; empty in runs of earlier
    /// versions.
    #[serde(default)]
    pub received: Vec<Received>,
    /// What a reader should know.
    pub notes: Vec<String>,
}

/// An uncertain parameter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpilloverParameter {
    /// Assumption of the world, or name of a weight of the split.
    pub id: String,
    /// Name for readers.
    pub name: String,
    /// Stated value.
    pub value: f64,
    /// Lowest.
    pub low: f64,
    /// Highest.
    pub high: f64,
    /// Unit.
    pub unit: String,
    /// Who says so.
    pub source: String,
    /// Why it is needed.
    pub why: String,
}

/// Memory that did not reach a region.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Shortage {
    /// Scenario.
    pub scenario: String,
    /// Region of the table.
    pub region: String,
    /// Share of the baseline's worth over the horizon, at the baseline's prices.
    pub share: Spread,
}

/// What makers of memory of one country receive of the higher bill.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Received {
    /// Scenario.
    pub scenario: String,
    /// World id of the country.
    pub country: String,
    /// Name for readers.
    pub name: String,
    /// What the makers get more for their memory over the horizon; negative where it got cheaper. The countries of
    /// a scenario add up to the world's bill in every draw.
    pub amount: Spread,
    /// Text of the amount in billions, for faces; never stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<SpreadText>,
}

/// Who loses what, of those who use memory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpilloverRow {
    /// Scenario.
    pub scenario: String,
    /// Region; none for all.
    pub region: Option<String>,
    /// Industry; none for all.
    pub industry: Option<String>,
    /// Name for readers.
    pub name: String,
    /// Output lost over the horizon; negative where gained.
    pub output: Spread,
    /// Value added lost for want of memory; in runs of earlier versions with the higher bill.
    pub value_added: Spread,
    /// What is paid more for the memory that came; the makers of memory receive it. Negative where it got cheaper.
    #[serde(default)]
    pub bill: Spread,
    /// Output lost over usual output.
    pub share: Spread,
    /// What held memory back there.
    pub cause: String,
    /// Cell to explain.
    pub cell: String,
    /// Texts of its numbers, for faces; never stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<SpilloverText>,
}

/// The cell of a row.
#[must_use]
pub fn cell(scenario: &str, region: Option<&str>, industry: Option<&str>) -> String {
    format!("{PREFIX}{scenario}/{}/{}", region.unwrap_or("*"), industry.unwrap_or("*"))
}

/// What cells of this table begin with.
pub const PREFIX: &str = "spillover/";
