//! The register: which official documents of each order were looked through, and what became of them.
//!
//! In come the files under `register/`; out comes, for each order, the day through which it was looked
//! through: that of the newest document that could be opened, or the day before the first document that is in
//! scope and that no act takes up. A document that could not be opened earns nothing, whatever act holds what is
//! known of it. A horizon is earned, never declared.

use crate::act::{Act, ActId};
use crate::codes;
use crate::read::Reader;
use crate::words::Order;
use linchpin_units::{Day, Finding, Findings, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use toml::{Spanned, Value};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    order: Spanned<String>,
    #[serde(default)]
    document: Vec<RawDocument>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDocument {
    date: Spanned<Value>,
    title: String,
    cite: String,
    #[serde(default)]
    url: String,
    #[serde(default)]
    acts: Vec<Spanned<String>>,
    /// Why it is out of scope.
    #[serde(default)]
    out: String,
    /// Whether its own text or a report of it could be opened.
    #[serde(default)]
    opened: bool,
}

/// A document that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Document {
    /// The order.
    pub order: Order,
    /// Its date.
    pub date: Day,
    /// Its title.
    pub title: String,
    /// Its citation.
    pub cite: String,
    /// Where it, or a report of it, was read.
    pub url: String,
    /// The acts that hold what it says; empty where it is out of scope, or not yet taken up.
    pub acts: Vec<ActId>,
    /// Why it is out of scope; empty where it is not.
    pub out: String,
    /// Whether the document or a report of it could be opened; else it is unconfirmed.
    pub opened: bool,
}

/// All documents by order and date.
#[derive(Debug, Clone, Default)]
pub struct Register(Vec<Document>);

impl Register {
    /// Reads the files; acts named must exist.
    pub(crate) fn read(
        texts: &[Text],
        acts: &BTreeMap<ActId, Act>,
        findings: &mut Findings,
    ) -> Self {
        let mut all = Vec::new();
        for text in texts {
            let mut reader = Reader::new(text);
            if let Some(raw) = reader.file::<RawFile>() {
                let known: Vec<&'static str> = Order::ALL.iter().map(|o| o.as_str()).collect();
                let order = reader.word(&raw.order, "order", Order::parse, &known);
                for one in raw.document {
                    let date = reader.day(&one.date, "date");
                    for act in &one.acts {
                        let name = act.get_ref().as_str();
                        if !acts.keys().any(|id| id.as_str() == name) {
                            let place = reader.place(&act.span());
                            reader.findings.push(
                                Finding::error(codes::NO_NAME, place, format!("no act `{name}`"))
                                    .expected("the id of a bundled act")
                                    .nearest(name, acts.keys().map(|id| id.as_str()))
                                    .help("correct the id, or say in `out` why the document is out of scope"),
                            );
                        }
                    }
                    if let (Some(order), Some(date)) = (order, date) {
                        let acts =
                            one.acts.into_iter().map(|act| ActId(act.into_inner())).collect();
                        let RawDocument { title, cite, url, out, opened, .. } = one;
                        all.push(Document { order, date, title, cite, url, acts, out, opened });
                    }
                }
            }
            findings.extend(reader.findings);
        }
        all.sort_by(|a, b| (a.order, a.date, &a.cite).cmp(&(b.order, b.date, &b.cite)));
        Self(all)
    }

    /// All documents, by order, date and citation.
    #[must_use]
    pub fn documents(&self) -> &[Document] {
        &self.0
    }

    /// Through which day each order was looked through.
    #[must_use]
    pub fn horizon(&self) -> BTreeMap<Order, Day> {
        let mut days: BTreeMap<Order, Day> = BTreeMap::new();
        let seen = |d: &&Document| d.opened && !(d.acts.is_empty() && d.out.is_empty());
        for document in self.0.iter().filter(seen) {
            let slot = days.entry(document.order).or_insert(document.date);
            *slot = (*slot).max(document.date);
        }
        // A document in scope without an act is a gap: what follows it is not complete.
        for gap in self.0.iter().filter(|d| d.acts.is_empty() && d.out.is_empty()) {
            if let Some(slot) = days.get_mut(&gap.order) {
                *slot = (*slot).min(gap.date.plus(-1));
            }
        }
        days
    }
}
