//! The two files of an episode as they are written: TOML tables, nothing checked yet.
//!
//! In: text. Out: forms with spans, so that whatever turns out wrong later can be pointed at. Sites, buyers
//! and origins are those of the older episodes, with the name of an input where those have an amount.

use crate::episode_form::{OriginForm, PreferenceForm, SegmentForm, SetForm, SiteForm};
use serde::Deserialize;
use serde::de::IgnoredAny;
use toml::Spanned;
use toml::value::Datetime;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct InputsForm {
    pub(crate) schema: Spanned<String>,
    pub(crate) title: String,
    pub(crate) class: Spanned<String>,
    pub(crate) began: Spanned<Datetime>,
    pub(crate) ended: Spanned<Datetime>,
    pub(crate) from: Option<Spanned<Datetime>>,
    pub(crate) weeks: Option<Spanned<usize>>,
    #[serde(default = "members")]
    pub(crate) members: u32,
    #[serde(default = "seed")]
    pub(crate) seed: u64,
    #[serde(default)]
    pub(crate) source: Vec<SourceForm>,
    #[serde(default)]
    pub(crate) input: Vec<InputForm>,
    #[serde(default)]
    pub(crate) site: Vec<SiteForm<String>>,
    #[serde(default)]
    pub(crate) segment: Vec<SegmentForm<String>>,
    #[serde(default)]
    pub(crate) preference: Vec<PreferenceForm<String>>,
    #[serde(default)]
    pub(crate) material: Vec<MaterialForm>,
    #[serde(default)]
    pub(crate) set: Vec<SetForm<String>>,
    /// Read by the rooms of the levers.
    #[serde(default, rename = "event")]
    pub(crate) _event: IgnoredAny,
    #[serde(default)]
    pub(crate) question: Vec<QuestionForm>,
}

fn members() -> u32 {
    256
}

fn seed() -> u64 {
    2026
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SourceForm {
    pub(crate) id: Spanned<String>,
    pub(crate) publisher: String,
    pub(crate) title: String,
    pub(crate) date: Spanned<Datetime>,
    #[serde(default)]
    pub(crate) url: String,
    pub(crate) grade: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct InputForm {
    pub(crate) id: Spanned<String>,
    pub(crate) what: String,
    pub(crate) value: Spanned<f64>,
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) unit: Spanned<String>,
    pub(crate) as_of: Spanned<Datetime>,
    pub(crate) source: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MaterialForm {
    pub(crate) id: Spanned<String>,
    pub(crate) buyer: String,
    pub(crate) origin: Vec<OriginForm<String>>,
    pub(crate) stock: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuestionForm {
    pub(crate) id: Spanned<String>,
    pub(crate) what: String,
    pub(crate) class: Spanned<String>,
    pub(crate) engine: Spanned<String>,
    pub(crate) level: Option<Spanned<String>>,
    #[serde(default)]
    pub(crate) entity: String,
    pub(crate) product: Option<String>,
    pub(crate) variable: Spanned<String>,
    pub(crate) statistic: Option<Spanned<String>>,
    pub(crate) from: Spanned<Datetime>,
    pub(crate) until: Spanned<Datetime>,
    pub(crate) unit: Spanned<String>,
    pub(crate) times: Option<Spanned<String>>,
    pub(crate) recent: Option<Spanned<String>>,
    pub(crate) cannot: Option<String>,
    pub(crate) circular: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OutcomeFile {
    pub(crate) schema: Spanned<String>,
    pub(crate) inputs: Spanned<String>,
    #[serde(default)]
    pub(crate) source: Vec<SourceForm>,
    #[serde(default)]
    pub(crate) outcome: Vec<OutcomeForm>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OutcomeForm {
    pub(crate) question: Spanned<String>,
    pub(crate) value: Spanned<f64>,
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) unit: Spanned<String>,
    pub(crate) account: Vec<AccountForm>,
    #[serde(default)]
    pub(crate) note: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccountForm {
    pub(crate) value: Option<f64>,
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
    pub(crate) source: Spanned<String>,
}
