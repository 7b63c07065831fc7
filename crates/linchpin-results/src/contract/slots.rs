//! The typed parts of a card: all that is needed to say it in a language.

use crate::contract::kind::Kind;
use crate::contract::loss::{FirstWeek, Horizon, NamedShare};
use crate::stats::band::Spread;
use linchpin_engine::Variable;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a card says, as a key for languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CardKey {
    /// The median falls.
    Falls,
    /// The median rises.
    Rises,
    /// One thing stays as it is.
    Unchanged,
    /// The median stays as it is, an end of the range does not.
    Between,
    /// Nothing that is measured changes.
    Nothing,
    /// The engine computes the scenario and can vouch for none of its numbers.
    CantSay,
    /// Capacity goes from one place to another.
    Capacity,
}

/// Typed parts of a card: all that is needed to say it again in another language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Slots {
    /// Who and what, such as "SK hynix Wuxi DRAM output"; empty when nothing changes.
    pub what: String,
    /// Name of who loses or gains, such as "SK hynix Wuxi"; empty when nothing changes.
    #[serde(default)]
    pub who: String,
    /// Name of the product; none where the row is about no product, or about the product itself.
    #[serde(default)]
    pub product: Option<String>,
    /// What is added up, such as "output"; empty when nothing changes.
    #[serde(default)]
    pub measure: String,
    /// Size of the median change without its sign, as text.
    pub size: String,
    /// Relative change of the total.
    pub change: Option<Spread>,
    /// Monte Carlo standard error of `change`; none where draws are too few to tell a range.
    #[serde(default)]
    pub error: Option<Spread>,
    /// Weeks of the period; 0 for a number of comparative statics, which `horizon` dates.
    pub weeks: u32,
    /// First day.
    pub from: String,
    /// First day after.
    pub until: String,
    /// How far it looks.
    pub horizon: Horizon,
    /// Draws it was computed from.
    pub draws: u32,
    /// First week with a loss.
    pub first_week: Option<FirstWeek>,
    /// What took most.
    pub cause: Option<NamedShare>,
    /// Whether `cause` is only the channel through which most is lost: measures were not switched off one by one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub channel: bool,
    /// Where capacity goes, in an answer to that question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<Moved>,
    /// Contested inputs it rests on.
    pub contested: u32,
    /// How often answers of its kind held; none where no episode asked for one.
    #[serde(default)]
    pub kind: Option<Kind>,
}

/// How one place's capacity differs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// The place for readers.
    pub name: String,
    /// Name of the product; none for all together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// Thousand wafer starts a month more or fewer than without the measures.
    pub change: Spread,
}

/// Where capacity goes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Moved {
    /// The year at whose end.
    pub year: String,
    /// Countries, the largest change first; all products together.
    pub countries: Vec<Move>,
    /// Sites, the largest change first.
    pub sites: Vec<Move>,
}

/// Whether the row is what is exported to a place.
pub(crate) fn is_export(slots: &Slots) -> bool {
    slots.product.is_some() && slots.measure == Variable::ExportValue.label()
}
