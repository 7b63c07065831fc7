//! The long table of facts: one flat row per value with its evidence spelled out.
//!
//! A world comes in; plain rows go out. Writers of CSV and Parquet live with the results, so that
//! this crate stays free of their weight.

use crate::tables::{Use, or_empty};
use crate::{Entity, Quantity, World};
use linchpin_units::day::AsOf;
use linchpin_units::{Day, Grade, Measure, SourceRef, Unit};
use serde::Serialize;

/// One fact with everything a reader of a table needs, without joins.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FactRow {
    /// Id of what it speaks of.
    pub subject: Entity,
    /// Its name.
    pub subject_name: String,
    /// What it measures.
    pub quantity: Quantity,
    /// Further key or empty.
    #[serde(serialize_with = "or_empty")]
    pub of: Option<Entity>,
    /// Further key or empty.
    #[serde(serialize_with = "or_empty")]
    pub to: Option<Entity>,
    /// Stated value.
    pub value: Measure,
    /// Lowest value.
    pub low: Measure,
    /// Highest value.
    pub high: Measure,
    /// Unit of the three.
    pub unit: Unit,
    /// Date as written.
    pub as_of: AsOf,
    /// First day of that date.
    pub from: Day,
    /// What was counted.
    pub basis: String,
    /// Source reference.
    pub source: SourceRef,
    /// Publisher, empty when the source is no document.
    pub outlet: String,
    /// Title, likewise.
    pub title: String,
    /// Date of publication, empty when unknown.
    pub published: String,
    /// Address, empty when unknown.
    pub url: String,
    /// Strength of the evidence.
    pub grade: Grade,
    /// What it is for.
    #[serde(rename = "use")]
    pub use_: Use,
    /// What a reader should know.
    pub note: String,
}

/// Every fact as a flat row, in table order.
#[must_use]
pub fn rows(world: &World) -> Vec<FactRow> {
    let row = |fact: &crate::Fact| {
        let sourced = &fact.sourced;
        let document = world.source(&sourced.source);
        let published = document.and_then(|source| source.published.as_ref());
        FactRow {
            subject: fact.subject.clone(),
            subject_name: world.name_of(&fact.subject).to_owned(),
            quantity: fact.quantity,
            of: fact.of.clone(),
            to: fact.to.clone(),
            value: sourced.value,
            low: Measure::of(sourced.range.low()),
            high: Measure::of(sourced.range.high()),
            unit: sourced.unit,
            as_of: sourced.as_of.clone(),
            from: sourced.as_of.days().from,
            basis: sourced.basis.to_string(),
            source: sourced.source.clone(),
            outlet: document.map_or_else(String::new, |source| source.outlet.clone()),
            title: document.map_or_else(String::new, |source| source.title.clone()),
            published: published.map_or_else(String::new, ToString::to_string),
            url: document.map_or_else(String::new, |source| source.url.clone()),
            grade: sourced.grade,
            use_: fact.use_,
            note: sourced.note.clone(),
        }
    };
    world.facts.iter().map(row).collect()
}

/// The columns of [`FactRow::cells`], in order.
pub const COLUMNS: [&str; 20] = [
    "subject",
    "subject_name",
    "quantity",
    "of",
    "to",
    "value",
    "low",
    "high",
    "unit",
    "as_of",
    "from",
    "basis",
    "source",
    "outlet",
    "title",
    "published",
    "url",
    "grade",
    "use",
    "note",
];

impl FactRow {
    /// The row as text, in the order of [`COLUMNS`].
    #[must_use]
    pub fn cells(&self) -> Vec<String> {
        let key = |key: &Option<Entity>| key.as_deref().unwrap_or_default().to_owned();
        vec![
            self.subject.to_string(),
            self.subject_name.clone(),
            self.quantity.to_string(),
            key(&self.of),
            key(&self.to),
            self.value.to_string(),
            self.low.to_string(),
            self.high.to_string(),
            self.unit.to_string(),
            self.as_of.to_string(),
            self.from.to_string(),
            self.basis.clone(),
            self.source.to_string(),
            self.outlet.clone(),
            self.title.clone(),
            self.published.clone(),
            self.url.clone(),
            self.grade.to_string(),
            self.use_.as_str().to_owned(),
            self.note.clone(),
        ]
    }
}
