//! The texts of numbers, as types: what a face shows beside each number. `said` makes them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A median and its range as text; the range is empty where too few draws tell none.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpreadText {
    /// The median, such as `-11 %`.
    pub middle: String,
    /// The range, such as `[-27, -3]`; may be empty.
    pub range: String,
}

impl fmt::Display for SpreadText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.middle)?;
        if self.range.is_empty() { Ok(()) } else { write!(f, " {}", self.range) }
    }
}

/// Texts of a row of losses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LossText {
    /// Relative change.
    pub change: SpreadText,
    /// How far the ends of its range would move with other draws, in points; empty where none is told.
    pub error: String,
    /// Baseline with its unit.
    pub baseline: String,
    /// Change of the total with its unit.
    pub amount: SpreadText,
    /// Share of draws with a loss.
    pub probability: String,
    /// First week with a loss; none when no draw has one.
    pub first_week: Option<SpreadText>,
    /// Parts of what is lost, by cause.
    pub causes: Vec<String>,
}

/// Texts of a value before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeText {
    /// In the baseline.
    pub before: SpreadText,
    /// In the scenario.
    pub after: SpreadText,
    /// By how much the medians differ: points of a share, or a signed number.
    pub moved: String,
}

/// Texts of a revenue change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecompositionText {
    /// Median baseline revenue.
    pub baseline: String,
    /// Part from bits sold.
    pub quantity: SpreadText,
    /// Part from prices.
    pub price: SpreadText,
    /// The whole change.
    pub total: SpreadText,
}

/// Texts of a waterfall.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WaterfallText {
    /// Each step.
    pub steps: Vec<String>,
    /// The sum after each step.
    pub running: Vec<String>,
    /// The sum of all.
    pub sum: String,
}

/// Texts of a point of a loss curve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PointText {
    /// Severity.
    pub x: String,
    /// Loss.
    pub y: SpreadText,
}

/// Texts of an assumption.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssumptionText {
    /// Most likely value with its range and unit.
    pub value: String,
    /// Rank correlation with the headline; none when it does not vary.
    pub influence: Option<String>,
}

/// Texts of an input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InputText {
    /// The value used with its range and unit.
    pub used: String,
    /// What each account tells.
    pub accounts: Vec<String>,
}

/// Texts of a row of the industries that use memory, in billions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpilloverText {
    /// Output lost.
    pub output: SpreadText,
    /// Value added lost for want of memory.
    pub value_added: SpreadText,
    /// What is paid more for the memory that came.
    pub bill: SpreadText,
    /// Output lost over usual output.
    pub share: SpreadText,
    /// The first three in hundred millions, as Korean and Chinese count money.
    #[serde(default)]
    pub hundred_millions: [SpreadText; 3],
}

/// Texts of a series, week by week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SeriesText {
    /// Median without the measures, with its unit.
    pub baseline: Vec<String>,
    /// Median with its range, without the unit.
    pub value: Vec<String>,
    /// Relative change with its range; empty where none is told.
    pub change: Vec<String>,
    /// Medians of the last week: baseline, value and, where one is told, change.
    pub last: Vec<String>,
}
