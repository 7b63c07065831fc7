//! The shapes of what the server answers, where no lower layer has them already.
//!
//! In: parts of the layers. Out: JSON. The schema of the API is made from these types and from those they
//! hold; nothing is computed here.

use linchpin_evidence::divergence::{Dependence, Divergence};
use linchpin_evidence::face::{DocumentCard, Unread};
use linchpin_evidence::statements::Told;
use linchpin_policy::Decision;
use linchpin_policy::facts::Thing;
use linchpin_policy::trace::Trace;
use linchpin_units::finding::FindingRow;
use linchpin_world::flows::Flow;
use linchpin_world::map::MapSite;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// The server is up.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Health {
    /// Always true.
    pub(super) ok: bool,
    /// Version of Linchpin.
    pub(super) version: &'static str,
}

/// The bundled studies.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct StudyList {
    /// By name.
    pub(super) studies: Vec<linchpin::StudyInfo>,
}

/// A file of a study.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct StudyFile {
    /// Its path inside the study.
    pub(super) name: String,
    /// Its text.
    pub(super) text: String,
}

/// A bundled study with its files.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct StudyText {
    /// What it asks.
    #[serde(flatten)]
    pub(super) info: linchpin::StudyInfo,
    /// Its files.
    pub(super) files: Vec<StudyFile>,
}

/// A site that the law knows.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct PolicySite<'a> {
    /// Its id.
    id: &'a str,
    /// Its name.
    name: &'a str,
    /// The country it stands in; none where that is not known.
    country: Option<&'a str>,
}

impl<'a> From<&'a Thing> for PolicySite<'a> {
    fn from(thing: &'a Thing) -> Self {
        Self { id: &thing.id, name: &thing.name, country: thing.country.as_deref() }
    }
}

/// A question to the law with its answer and the reasons.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Asked {
    /// The answer.
    pub(super) decision: Decision,
    /// Why.
    pub(super) why: Trace,
}

/// Every fact of the world as rows of text.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct FactTable<'a> {
    /// Names of the columns.
    pub(super) columns: &'a [&'a str],
    /// One row for each fact.
    pub(super) rows: Vec<Vec<String>>,
    /// The stated value of each row with its range and unit, as it is printed.
    pub(super) texts: Vec<String>,
    /// Digest of the world.
    pub(super) digest: &'a str,
}

/// Where things are made and where they go.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct WorldMap<'a> {
    /// Sites.
    pub(super) sites: Vec<MapSite<'a>>,
    /// Flows.
    pub(super) flows: Vec<Flow<'a>>,
}

/// The documents of the store.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct DocumentList {
    /// By id.
    documents: Vec<DocumentCard>,
}

/// What each side says, event by event.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct StatementList {
    /// The documents that were read.
    documents: Vec<DocumentCard>,
    /// The events.
    events: Vec<Told>,
}

/// Where documents disagree.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct DivergenceList {
    /// Disagreements.
    divergences: Vec<Divergence>,
    /// Pairs of documents of which one retells the other, or both retell a third.
    dependence: Vec<Dependence>,
    /// The documents.
    documents: Vec<DocumentCard>,
    /// Documents that could not be read, with the reason; absent while there is no store.
    #[serde(skip_serializing_if = "Option::is_none")]
    unread: Option<Vec<Unread>>,
    /// How many documents were compared; absent while there is no store.
    #[serde(skip_serializing_if = "Option::is_none")]
    compared: Option<u64>,
}

/// What is wrong with a draft.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Checked {
    /// Every finding that is told.
    findings: Vec<FindingRow<'static>>,
    /// Findings that are only counted, by file.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    more: BTreeMap<String, u64>,
}
