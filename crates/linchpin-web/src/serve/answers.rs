//! The shapes of what the server answers, where no lower layer has them already.
//!
//! In: parts of the layers. Out: JSON. The schema of the API is made from these types and from those they
//! hold; nothing is computed here.

use linchpin_evidence::divergence::grouped::EventRows;
use linchpin_evidence::divergence::{Dependence, Divergence};
use linchpin_evidence::face::{DocumentCard, Unread};
use linchpin_evidence::statements::Told;
use linchpin_policy::Decision;
use linchpin_policy::calendar::Event;
use linchpin_policy::facts::Thing;
use linchpin_policy::trace::Trace;
use linchpin_results::contract::api::RunRow;
use linchpin_results::contract::card::Card;
use linchpin_results::contract::report::{DateMark, Series};
use linchpin_units::finding::FindingRow;
use linchpin_units::{Day, Digest};
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

/// The first page.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Start {
    /// Through which day the documents of each government were looked through, as `linchpin run` says it.
    pub(super) law_through: String,
    /// The day through which every monthly series of the market reaches; none without such series.
    pub(super) market_through: Option<Day>,
    /// Draws to ask for where a study has no run yet.
    pub(super) members: u32,
    /// The bundled studies with their answers, the main question first.
    pub(super) studies: Vec<Begun>,
    /// What changed in the law, the latest first.
    pub(super) lately: Vec<Event>,
    /// What is scheduled, the next first.
    pub(super) next: Vec<Event>,
}

/// A study and what is known of its answer.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Begun {
    /// What it asks.
    pub(super) info: linchpin::StudyInfo,
    /// Its best run; none where nobody ran it yet.
    pub(super) run: Option<RunRow>,
    /// The weeks behind the headline; of the main question only.
    pub(super) picture: Option<Picture>,
    /// A job that is on its way to an answer.
    pub(super) job: Option<String>,
}

/// One series with its weeks and dates: a fan.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Picture {
    /// The Monday of each week.
    pub(super) weeks: Vec<String>,
    /// Dates worth a mark.
    pub(super) dates: Vec<DateMark>,
    /// The bands.
    pub(super) series: Series,
}

/// Our words and names in three languages.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct WordList {
    /// English, Korean, Chinese.
    pub(super) words: Vec<[&'static str; 3]>,
}

/// What a search found.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Found {
    /// The best first.
    pub(super) hits: Vec<Hit>,
}

/// One thing that a search found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub(super) struct Hit {
    /// `study`, `site`, `firm`, `product`, `material`, `tool`, `country` or `act`.
    pub(super) kind: String,
    /// Its id.
    pub(super) id: String,
    /// Its name or title.
    pub(super) name: String,
    /// A word more: the question of a study, the citation of an act, a name in the reader's script.
    pub(super) note: String,
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
    /// What is called how: the ids that stand in the columns `of` and `to`, with their names.
    pub(super) names: BTreeMap<&'a str, &'a str>,
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

/// A document that was put into the store.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "AddedDocument")]
pub(super) struct Added {
    /// SHA-256 of its bytes.
    pub(super) id: Digest,
    /// Whether the store did not hold it before.
    pub(super) new: bool,
}

/// A run that was asked for.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "QueuedJob")]
pub(super) struct Queued {
    /// Its job, to be asked about.
    pub(super) job: String,
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

/// A day of a scenario that may be moved by hand.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct DayRow {
    /// Where it stands.
    day: Day,
    /// Whether something ends on it; else it begins.
    ends: bool,
    /// The title of the act, or what happens; several on one day stand with a semicolon between them.
    about: String,
    /// The earliest day it may be moved to.
    low: Day,
    /// The latest.
    high: Day,
}

impl From<linchpin::MovableDay> for DayRow {
    fn from(one: linchpin::MovableDay) -> Self {
        let linchpin::MovableDay { day, ends, about, low, high } = one;
        Self { day, ends, about, low, high }
    }
}

/// The days of a scenario that may be moved by hand.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct DayRows {
    /// The earliest first.
    pub(super) days: Vec<DayRow>,
}

/// The answer of a study with one assumption set to a value, or one day moved.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct WhatIf {
    /// Draws it was computed with.
    pub(super) draws: u32,
    /// The value; none where a day was moved.
    pub(super) value: Option<f64>,
    /// The day that it was moved to; none where an assumption was.
    pub(super) day: Option<Day>,
    /// The value or day as it is printed.
    pub(super) value_text: String,
    /// The scenario's answer.
    pub(super) card: Card,
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
    /// The disagreements by event; absent while there is no store.
    #[serde(skip_serializing_if = "Option::is_none")]
    events: Option<Vec<EventRows>>,
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
