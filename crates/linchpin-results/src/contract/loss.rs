//! Rows of results: who loses what, shares of the market, revenue, causes, curves.

use crate::contract::texts::{ChangeText, DecompositionText, LossText, PointText, WaterfallText};
use crate::stats::band::Spread;
use linchpin_engine::{Settled, Variable};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The first week with a loss, counted from 1, over the draws that have one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FirstWeek {
    /// 5 % quantile.
    pub p05: f64,
    /// Median.
    pub p50: f64,
    /// 95 % quantile.
    pub p95: f64,
    /// Monday of the median week.
    pub date: String,
}

/// How far away the end of a horizon is: a slow number may not pose as a fast one.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Horizon {
    /// Up to a quarter.
    Weeks,
    /// Up to a year.
    Short,
    /// Up to three years.
    Medium,
    /// Longer.
    Long,
}

impl Horizon {
    /// The horizon of a run of so many weeks.
    #[must_use]
    pub fn of_weeks(weeks: usize) -> Self {
        match weeks {
            0..=13 => Self::Weeks,
            14..=52 => Self::Short,
            53..=157 => Self::Medium,
            _ => Self::Long,
        }
    }
}

impl From<Settled> for Horizon {
    fn from(settled: Settled) -> Self {
        match settled {
            Settled::Short => Self::Short,
            Settled::Medium => Self::Medium,
            Settled::Long => Self::Long,
        }
    }
}

/// A measure of a scenario of which the engine can say nothing: it has no row of losses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unsaid {
    /// Scenario.
    pub scenario: String,
    /// Variable.
    pub measure: String,
    /// Why, in a sentence.
    pub why: String,
}

/// A part of a whole with a name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedShare {
    /// What.
    pub name: String,
    /// Its part, 0 to 1.
    pub share: f64,
}

/// Who loses what, over the whole horizon: flows added up, prices averaged, each week alike.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Loss {
    /// Scenario.
    pub scenario: String,
    /// Level of the entity.
    pub level: String,
    /// World id.
    pub entity: String,
    /// Name for readers.
    pub name: String,
    /// Product id, if about one.
    pub product: Option<String>,
    /// Variable that is added up; of a price the mean over the horizon is told, each week alike.
    pub measure: String,
    /// Unit of `baseline` and `amount`.
    pub unit: String,
    /// Median baseline total.
    pub baseline: f64,
    /// Relative change of the total; negative for a fall.
    pub change: Spread,
    /// Monte Carlo standard error of the ends and the middle of `change`; none for fewer than 20 draws, which
    /// tell no range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<Spread>,
    /// Change of the total in `unit`.
    pub amount: Spread,
    /// First week with a loss; none unless at least half of the draws lose over the whole.
    pub first_week: Option<FirstWeek>,
    /// Share of draws with a loss; of a price, in which it is lower.
    pub probability: f64,
    /// The cause that took most, in words.
    pub cause: String,
    /// All causes with their parts of the lost bits, largest first.
    pub causes: Vec<NamedShare>,
    /// Contested inputs it rests on.
    pub contested: Vec<String>,
    /// Name for `explain`.
    pub cell: String,
    /// How far it looks.
    pub horizon: Horizon,
    /// Whether the median or an end of the range moves by at least [`crate::contract::losses::MATERIAL`]; faces
    /// fold other rows.
    #[serde(default)]
    pub material: bool,
    /// Texts of its numbers, for faces; never stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<LossText>,
}

/// The words for what a row measures.
pub(crate) fn label(loss: &Loss) -> &str {
    let variable = loss.measure.parse::<Variable>().ok();
    variable.map_or(loss.measure.as_str(), |variable| variable.label())
}

/// A firm's share of a product.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShareRow {
    /// Scenario.
    pub scenario: String,
    /// Product id.
    pub product: String,
    /// Firm id.
    pub firm: String,
    /// Name for readers.
    pub name: String,
    /// In the baseline.
    pub before: Spread,
    /// In the scenario.
    pub after: Spread,
    /// Texts of its numbers, for faces; never stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<ChangeText>,
}

/// Concentration of a product's sellers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Concentration {
    /// Scenario.
    pub scenario: String,
    /// Product id.
    pub product: String,
    /// In the baseline.
    pub before: Spread,
    /// In the scenario.
    pub after: Spread,
    /// Texts of its numbers, for faces; never stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<ChangeText>,
}

/// A firm's revenue change, quantity and price apart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Decomposition {
    /// Scenario.
    pub scenario: String,
    /// Firm id.
    pub firm: String,
    /// Name for readers.
    pub name: String,
    /// Product id.
    pub product: String,
    /// Unit of all numbers.
    pub unit: String,
    /// Median baseline revenue.
    pub baseline: f64,
    /// Part from bits sold.
    pub quantity: Spread,
    /// Part from prices.
    pub price: Spread,
    /// The whole change.
    pub total: Spread,
    /// Texts of its numbers, for faces; never stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<DecompositionText>,
}

/// One step of a waterfall.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Cause in words.
    pub name: String,
    /// Change in the waterfall's unit; negative for a loss.
    pub value: f64,
}

/// Loss by cause in the median member.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Waterfall {
    /// Scenario.
    pub scenario: String,
    /// World id.
    pub entity: String,
    /// Name for readers.
    pub name: String,
    /// Unit of the steps.
    pub unit: String,
    /// Steps that add up to the member's change.
    pub steps: Vec<Step>,
    /// Texts of its numbers, for faces; never stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<WaterfallText>,
}

/// A point of a loss curve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CurvePoint {
    /// Severity.
    pub x: f64,
    /// 5 % quantile of the loss.
    pub p05: f64,
    /// Median loss.
    pub p50: f64,
    /// 95 % quantile of the loss.
    pub p95: f64,
    /// Texts of its numbers, for faces; never stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<PointText>,
}

/// Loss against severity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Curve {
    /// World id.
    pub entity: String,
    /// Name for readers.
    pub name: String,
    /// What x is.
    pub x_label: String,
    /// What y is.
    pub y_label: String,
    /// Points in order of x.
    pub points: Vec<CurvePoint>,
}
