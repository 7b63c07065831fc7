//! The files of a study as they are written: TOML tables, nothing checked yet.
//!
//! In: text. Out: forms with spans, so that whatever turns out wrong later can be pointed at. Unknown
//! keys are refused here; names, dates and amounts are checked by [`crate::study`].

use crate::event::EventForm;
use crate::form::AmountForm;
use crate::study::ObservedForm;
use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StudyForm {
    pub(crate) schema: Spanned<String>,
    pub(crate) title: String,
    pub(crate) question: String,
    pub(crate) from: Spanned<Datetime>,
    pub(crate) until: Spanned<Datetime>,
    pub(crate) known: Spanned<Datetime>,
    pub(crate) members: u32,
    pub(crate) seed: u64,
    pub(crate) design: Spanned<String>,
    pub(crate) scenarios: Vec<Spanned<String>>,
    pub(crate) headline: HeadlineForm,
    pub(crate) baseline: BaselineForm,
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
    pub(crate) product: Spanned<String>,
    pub(crate) variable: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BaselineForm {
    pub(crate) title: String,
    pub(crate) summary: String,
    #[serde(default)]
    pub(crate) acts: Vec<Spanned<String>>,
    #[serde(default)]
    pub(crate) ask: AskForm,
    #[serde(default)]
    pub(crate) event: Vec<EventForm>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScenarioForm {
    pub(crate) schema: Spanned<String>,
    pub(crate) title: String,
    pub(crate) summary: String,
    #[serde(default)]
    pub(crate) acts: Vec<Spanned<String>>,
    #[serde(default)]
    pub(crate) ask: AskForm,
    #[serde(default)]
    pub(crate) verdicts: VerdictsForm,
    #[serde(default)]
    pub(crate) event: Vec<EventForm>,
}

/// What a scenario asks the law about.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskForm {
    #[serde(default)]
    pub(crate) tools: Vec<AskTools>,
    #[serde(default)]
    pub(crate) materials: Vec<AskMaterials>,
    #[serde(default)]
    pub(crate) procurement: Vec<AskProcurement>,
    #[serde(default)]
    pub(crate) tariffs: Vec<AskTariff>,
    #[serde(default)]
    pub(crate) requests: Vec<AskRequest>,
    #[serde(default)]
    pub(crate) guardrails: Vec<AskGuardrail>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskTools {
    pub(crate) sites: Vec<Spanned<String>>,
    pub(crate) origins: Vec<Spanned<String>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskMaterials {
    pub(crate) materials: Vec<Spanned<String>>,
    pub(crate) origin: Spanned<String>,
    pub(crate) destination: Spanned<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskProcurement {
    pub(crate) firm: Spanned<String>,
    pub(crate) product: Spanned<String>,
    pub(crate) segments: Vec<Spanned<String>>,
    pub(crate) country: Spanned<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskTariff {
    pub(crate) product: Spanned<String>,
    pub(crate) origin: Spanned<String>,
    pub(crate) destination: Spanned<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskRequest {
    pub(crate) act: Spanned<String>,
    pub(crate) firms: Vec<Spanned<String>>,
    pub(crate) destination: Spanned<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskGuardrail {
    pub(crate) firms: Vec<Spanned<String>>,
    pub(crate) place: Spanned<String>,
    pub(crate) guarded: Spanned<String>,
}

/// Other assumptions than the usual ones between verdict and volume.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct VerdictsForm {
    pub(crate) material_approval: Option<Spanned<String>>,
    pub(crate) material_review: Option<Spanned<String>>,
    pub(crate) tools_review: Option<Spanned<String>>,
    pub(crate) request_allowance: Option<Spanned<String>>,
    pub(crate) request_compliance: Option<Spanned<String>>,
    pub(crate) ban_leak: Option<Spanned<String>>,
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
