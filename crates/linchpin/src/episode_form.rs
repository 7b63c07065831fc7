//! The file of an episode as it is written: TOML tables, nothing checked yet.
//!
//! In: text. Out: forms with spans, so that whatever turns out wrong later can be pointed at.

use crate::observation::{Role, Statistic};
use linchpin_engine::form::AmountForm;
use serde::Deserialize;
use serde::de::IgnoredAny;
use toml::Spanned;
use toml::value::Datetime;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EpisodeForm {
    pub(crate) schema: Spanned<String>,
    pub(crate) title: String,
    pub(crate) question: String,
    pub(crate) from: Spanned<Datetime>,
    pub(crate) weeks: Spanned<usize>,
    #[serde(default = "default_members")]
    pub(crate) members: u32,
    #[serde(default)]
    pub(crate) seed: u64,
    #[serde(default)]
    pub(crate) site: Vec<SiteForm>,
    #[serde(default)]
    pub(crate) segment: Vec<SegmentForm>,
    #[serde(default)]
    pub(crate) preference: Vec<PreferenceForm>,
    #[serde(default)]
    pub(crate) material: Vec<MaterialForm>,
    #[serde(default)]
    pub(crate) set: Vec<SetForm>,
    /// Read by the rooms of the levers.
    #[serde(default, rename = "event")]
    pub(crate) _event: IgnoredAny,
    #[serde(default)]
    pub(crate) observe: Vec<ObserveForm>,
    pub(crate) sensitivity: Option<SensitivityForm>,
}

fn default_members() -> u32 {
    256
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SiteForm<A = AmountForm> {
    pub(crate) id: Spanned<String>,
    pub(crate) firm: String,
    pub(crate) country: String,
    pub(crate) product: Spanned<String>,
    pub(crate) share: Spanned<A>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SegmentForm<A = AmountForm> {
    pub(crate) id: Spanned<String>,
    pub(crate) destination: String,
    pub(crate) pace: Spanned<String>,
    pub(crate) product: Spanned<String>,
    pub(crate) share: Spanned<A>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PreferenceForm<A = AmountForm> {
    pub(crate) firm: Spanned<String>,
    pub(crate) product: Spanned<String>,
    pub(crate) segment: Spanned<String>,
    pub(crate) weight: Spanned<A>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MaterialForm {
    pub(crate) id: Spanned<String>,
    pub(crate) buyer: String,
    pub(crate) essential: bool,
    pub(crate) origin: Vec<OriginForm>,
    pub(crate) stock: Spanned<AmountForm>,
    pub(crate) ramp: Spanned<AmountForm>,
    pub(crate) cap: Spanned<AmountForm>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OriginForm<A = AmountForm> {
    pub(crate) country: String,
    pub(crate) share: Spanned<A>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SetForm<A = AmountForm> {
    pub(crate) parameter: Spanned<String>,
    pub(crate) amount: Spanned<A>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SensitivityForm {
    pub(crate) parameter: Spanned<String>,
    pub(crate) values: Vec<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ObserveForm {
    pub(crate) id: String,
    pub(crate) what: String,
    pub(crate) role: Role,
    pub(crate) level: Spanned<String>,
    pub(crate) entity: Spanned<String>,
    pub(crate) product: Option<String>,
    pub(crate) variable: Spanned<String>,
    pub(crate) statistic: Statistic,
    pub(crate) from: Spanned<Datetime>,
    pub(crate) until: Spanned<Datetime>,
    pub(crate) value: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) source: String,
    #[serde(default)]
    pub(crate) note: String,
    /// Why the prediction is known to fail.
    pub(crate) known_miss: Option<String>,
}
