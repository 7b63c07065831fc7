//! What a result rests on: accounts of inputs, assumptions, facts beside the model.

use crate::contract::texts::{AssumptionText, InputText};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One account of a number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// The value told.
    pub value: f64,
    /// Lowest value told.
    pub low: f64,
    /// Highest value told.
    pub high: f64,
    /// The date it speaks of.
    pub as_of: String,
    /// What was counted.
    pub basis: String,
    /// Source reference, such as `doc:…`.
    pub source: String,
    /// Outlet.
    pub outlet: String,
    /// Title of the document.
    pub title: String,
    /// Address of the document; may be empty.
    pub url: String,
    /// Grade of the evidence.
    pub grade: String,
    /// What a reader should know.
    pub note: String,
    /// Where in the document the words stand, for whoever holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<QuoteRef>,
}

/// Words in a document, by place and digest; never the words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteRef {
    /// SHA-256 of the document's bytes.
    pub document: String,
    /// First byte in the document's text.
    pub start: usize,
    /// First byte after the words.
    pub end: usize,
    /// SHA-256 of the words.
    pub sha256: String,
}

/// An input with its rival accounts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InputRow {
    /// World id it is about.
    pub subject: String,
    /// Name for readers.
    pub name: String,
    /// What was measured.
    pub quantity: String,
    /// Unit.
    pub unit: String,
    /// Value used as most likely.
    pub value: f64,
    /// Lowest value used.
    pub low: f64,
    /// Highest value used.
    pub high: f64,
    /// Whether rival accounts differ.
    pub contested: bool,
    /// Who says what.
    pub accounts: Vec<Account>,
    /// Texts of its numbers, for faces; never stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<InputText>,
}

/// An assumption with its range.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssumptionRow {
    /// Id, such as `spares-stock`.
    pub id: String,
    /// Name for readers.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Most likely value.
    pub value: f64,
    /// Lowest value drawn.
    pub low: f64,
    /// Highest value drawn.
    pub high: f64,
    /// Why this range.
    pub why: String,
    /// Where it comes from.
    pub source: String,
    /// Rank correlation with the headline, -1 to 1; none when it does not vary.
    pub influence: Option<f64>,
    /// Texts of its numbers, for faces; never stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<AssumptionText>,
}

/// A table of facts shown beside the model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Observed {
    /// Title.
    pub title: String,
    /// Column heads.
    pub columns: Vec<String>,
    /// Cells as text.
    pub rows: Vec<Vec<String>>,
    /// Where they come from.
    pub source: String,
}
