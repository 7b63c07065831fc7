//! Two runs, or two scenarios, side by side.

use crate::contract::texts::SpreadText;
use crate::stats::band::{Band, Spread};
use crate::stats::paired::Paired;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One total on both sides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Difference {
    /// Scenario, when whole runs are compared.
    pub scenario: Option<String>,
    /// Level of the entity.
    pub level: String,
    /// World id, or place of an industry.
    pub entity: String,
    /// Name for readers.
    pub name: String,
    /// Product id.
    pub product: Option<String>,
    /// Variable that was added up.
    pub measure: String,
    /// Relative change on the left side; none when the side has no such row.
    pub left: Option<Spread>,
    /// Relative change on the right side.
    pub right: Option<Spread>,
    /// The difference right minus left, in shares of the baseline: its median over the draws where they are
    /// shared, else the difference of the medians.
    pub difference: Option<f64>,
    /// The difference draw by draw; none where draws are not shared.
    pub paired: Option<Paired>,
    /// Whether the tolerance is exceeded, by the median or, where draws are shared, by an end of the range.
    pub differs: bool,
    /// Whether it is sales that differ by the price of the product alone, which has a row of its own.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_price: bool,
    /// Texts of its numbers.
    pub text: DifferenceText,
}

/// Texts of one total on both sides; what a side lacks is a dash.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DifferenceText {
    /// Change on the left side.
    pub left: SpreadText,
    /// Change on the right side.
    pub right: SpreadText,
    /// Right minus left in points, with a range where draws are shared.
    pub difference: SpreadText,
    /// Share of draws in which the right side is lower.
    pub lower: String,
    /// How far the ends of the difference's range would move with other draws; empty where none is told.
    pub error: String,
}

/// Whether the draws of two sides are the same, so that they can be subtracted one by one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pairing {
    /// Whether they are.
    pub shared: bool,
    /// Draws of the left side.
    pub left_draws: u32,
    /// Draws of the right side.
    pub right_draws: u32,
    /// A sentence for readers: what a difference is here, and why.
    pub text: String,
}

/// One thing that two studies state differently, in full names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stated {
    /// What kind of thing: `run`, `shock`, `assumption` or `input`.
    pub kind: String,
    /// The scenario it stands in, when whole runs are compared.
    pub scenario: Option<String>,
    /// Name of the thing for readers.
    pub name: String,
    /// Acts behind it, with their citation; empty where there is none.
    pub act: String,
    /// The field that differs, such as `from`; `present` when one side has no such thing.
    pub field: String,
    /// Its value on the left side; empty when absent.
    pub left: String,
    /// Its value on the right side; empty when absent.
    pub right: String,
    /// The shock that only one side has, in parts; nothing reads it from a file.
    #[serde(skip)]
    pub shock: Option<LoneShock>,
}

/// A shock that one side has and the other does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoneShock {
    /// What it does.
    pub effect: String,
    /// Its first day.
    pub from: String,
    /// The day after its last; none where it goes on.
    pub until: Option<String>,
    /// Why it came.
    pub because: String,
}

impl LoneShock {
    /// `spare parts, from 2027-01-01 until 2027-04-30; licence-required`.
    #[must_use]
    pub fn text(&self) -> String {
        let until = self.until.as_ref().map_or("on".to_owned(), |day| format!("until {day}"));
        format!("{}, from {} {until}; {}", self.effect, self.from, self.because)
    }
}

/// The weekly difference of one series, right minus left, over shared draws.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WeeklyDifference {
    /// Cell without its scenario.
    pub cell: String,
    /// World id.
    pub entity: String,
    /// Name for readers.
    pub name: String,
    /// Product id.
    pub product: Option<String>,
    /// Variable.
    pub variable: String,
    /// The Monday of each week.
    pub weeks: Vec<String>,
    /// Five quantiles of the difference, in shares of the baseline of the week.
    pub band: Band,
    /// Share of draws in which the right side is lower.
    pub lower: Vec<f64>,
    /// Share of draws in which the right side is higher.
    pub higher: Vec<f64>,
    /// The median of the last week in points.
    pub last: String,
}

/// A comparison.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// Name of the left side.
    pub left: String,
    /// Name of the right side.
    pub right: String,
    /// Largest difference that passes.
    pub tolerance: f64,
    /// Whether both runs have the same digest.
    pub same_run: bool,
    /// Whether differences are taken draw by draw.
    pub pairing: Pairing,
    /// What differs between the two, as sentences.
    pub context: Vec<String>,
    /// Those of them that say what a side cannot say, in English; nothing reads them from a file.
    #[serde(skip)]
    pub unsaid: Vec<String>,
    /// The same by act, date and field.
    pub stated: Vec<Stated>,
    /// Rows, largest difference first.
    pub rows: Vec<Difference>,
    /// Weekly differences; only where asked for, and only between scenarios of one run.
    pub weekly: Vec<WeeklyDifference>,
}

impl Comparison {
    /// Rows beyond the tolerance.
    #[must_use]
    pub fn differing(&self) -> usize {
        self.rows.iter().filter(|row| row.differs).count()
    }
}

/// How far two sides lie apart: by the median, or by an end of the range where draws are shared, since what hits a
/// firm in some draws only has a median of nothing. What one side lacks is farthest.
pub(crate) fn size(difference: Option<f64>, paired: Option<&Paired>) -> f64 {
    let ends = paired.map_or([0.0; 2], |paired| [paired.p05.abs(), paired.p95.abs()]);
    difference.map_or(f64::INFINITY, |median| ends.into_iter().fold(median.abs(), f64::max))
}
