//! The files of a study as they are written: TOML tables, nothing checked yet.
//!
//! In: text. Out: forms with spans, so that whatever turns out wrong later can be pointed at. Unknown
//! keys are refused here; names, dates and amounts are checked by [`crate::study`].

use linchpin_engine::form::AmountForm;
use serde::Deserialize;
use serde::de::IgnoredAny;
use toml::Spanned;
use toml::value::Datetime;

/// Facts shown beside the model.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObservedForm {
    /// Heading.
    pub title: String,
    /// Quantities of the world's facts.
    #[serde(default)]
    pub quantities: Vec<String>,
    /// Kinds of the world's events.
    #[serde(default)]
    pub events: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StudyForm {
    pub(crate) schema: Spanned<String>,
    pub(crate) title: String,
    pub(crate) question: String,
    /// The engine that runs it; the market when absent.
    pub(crate) engine: Option<Spanned<String>>,
    /// The table an engine of industries stands on; its own when absent.
    pub(crate) table: Option<TableForm>,
    pub(crate) from: Spanned<Datetime>,
    pub(crate) until: Spanned<Datetime>,
    pub(crate) known: Spanned<Datetime>,
    /// `"at-rest"`, or the day whose state the market starts from.
    pub(crate) state: Option<Spanned<toml::Value>>,
    pub(crate) members: u32,
    pub(crate) seed: u64,
    pub(crate) design: Spanned<String>,
    pub(crate) scenarios: Vec<Spanned<String>>,
    pub(crate) headline: HeadlineForm,
    pub(crate) baseline: BaselineForm,
    /// What the baseline and every scenario ask; read by the rooms of the levers, as is `event`.
    #[serde(default, rename = "ask")]
    pub(crate) _ask: IgnoredAny,
    /// What happens in the baseline and in every scenario.
    #[serde(default, rename = "event")]
    pub(crate) _event: IgnoredAny,
    #[serde(default)]
    pub(crate) focus: FocusForm,
    #[serde(default)]
    pub(crate) set: Vec<SetForm>,
    #[serde(default)]
    pub(crate) curve: Option<CurveForm>,
    #[serde(default)]
    pub(crate) observed: Vec<ObservedForm>,
    pub(crate) not_modelled: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HeadlineForm {
    pub(crate) scenario: Spanned<String>,
    pub(crate) entity: Spanned<String>,
    /// None where the engine's numbers are about no product.
    pub(crate) product: Option<Spanned<String>>,
    pub(crate) variable: Spanned<String>,
    /// `"capacity"` where the study asks where capacity goes; the flow is then what `explain` begins with.
    pub(crate) about: Option<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BaselineForm {
    pub(crate) title: String,
    pub(crate) summary: String,
    #[serde(default)]
    pub(crate) acts: Vec<Spanned<String>>,
    /// Read by the rooms of the levers, as are `verdicts` and `event`.
    #[serde(default, rename = "ask")]
    pub(crate) _ask: IgnoredAny,
    #[serde(default, rename = "event")]
    pub(crate) _event: IgnoredAny,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScenarioForm {
    pub(crate) schema: Spanned<String>,
    pub(crate) title: String,
    pub(crate) summary: String,
    #[serde(default)]
    pub(crate) acts: Vec<Spanned<String>>,
    /// Read by the rooms of the levers, as are `verdicts` and `event`.
    #[serde(default, rename = "ask")]
    pub(crate) _ask: IgnoredAny,
    #[serde(default, rename = "verdicts")]
    pub(crate) _verdicts: IgnoredAny,
    #[serde(default, rename = "event")]
    pub(crate) _event: IgnoredAny,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FocusForm {
    #[serde(default)]
    pub(crate) sites: Vec<Spanned<String>>,
    #[serde(default)]
    pub(crate) destinations: Vec<Spanned<String>>,
    #[serde(default)]
    pub(crate) segments: Vec<Spanned<String>>,
    #[serde(default)]
    pub(crate) materials: Vec<Spanned<String>>,
    pub(crate) exporter: Option<Spanned<String>>,
    /// Of an engine's own table.
    #[serde(default)]
    pub(crate) sectors: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TableForm {
    /// A file, folder or archive in any layout that `linchpin table import` knows, from the study's folder on.
    pub(crate) path: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SetForm {
    pub(crate) parameter: String,
    pub(crate) amount: Spanned<AmountForm>,
}

/// Loss against restriction: one parameter over a grid.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CurveForm {
    pub(crate) scenario: Spanned<String>,
    pub(crate) parameter: Spanned<String>,
    pub(crate) values: Vec<f64>,
    pub(crate) x_label: String,
}
