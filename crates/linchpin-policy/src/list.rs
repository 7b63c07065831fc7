//! The acts as a list. In: a rulebook. Out: one row an act, by order, day of publication and id.

use crate::act::{Act, ActId};
use crate::ids::Authority;
use crate::rulebook::Rulebook;
use crate::words::{ActKind, Order, plain};
use linchpin_units::{Day, Grade};
use schemars::JsonSchema;
use serde::Serialize;

/// An act in one line.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ActRow<'a> {
    /// Id.
    pub id: &'a ActId,
    /// Legal order.
    pub order: Order,
    /// Kind of publication.
    pub kind: ActKind,
    /// The day from which it can be known.
    pub published: Day,
    /// Title in our words.
    pub title: &'a str,
    /// Who issued it.
    pub issuer: &'a Authority,
    /// Citation.
    pub cite: &'a str,
    /// How strong the evidence is.
    pub grade: Grade,
    /// Where it can be read.
    pub url: &'a str,
    /// What a reader should know.
    pub note: &'a str,
}

impl<'a> From<&'a Act> for ActRow<'a> {
    fn from(act: &'a Act) -> Self {
        Self {
            id: &act.id,
            order: act.order,
            kind: act.kind,
            published: act.published,
            title: &act.title,
            issuer: &act.issuer,
            cite: &act.cite,
            grade: act.grade,
            url: &act.url,
            note: &act.note,
        }
    }
}

impl Rulebook {
    /// The acts that a text names: by id, else by the whole citation, else by a part of it.
    #[must_use]
    pub fn cited(&self, text: &str) -> Vec<&Act> {
        if let Some(act) = self.act(text) {
            return vec![act];
        }
        let wanted = plain(text);
        if wanted.is_empty() {
            return Vec::new();
        }
        let by = |fits: &dyn Fn(&str) -> bool| -> Vec<&Act> {
            self.acts().values().filter(|act| fits(&plain(&act.cite))).collect()
        };
        let whole = by(&|cite| cite == wanted);
        if !whole.is_empty() {
            return whole;
        }
        by(&|cite| format!("-{cite}-").contains(&format!("-{wanted}-")))
    }

    /// The acts that speak of a word: in their title or in what a reader should know of them, or, where none does, in
    /// their rules' ids and conditions as the file writes them. By day of publication.
    #[must_use]
    pub fn speaking_of(&self, text: &str) -> Vec<&Act> {
        let wanted = plain(text);
        if wanted.is_empty() {
            return Vec::new();
        }
        let has = |told: &str| format!("-{}-", plain(told)).contains(&format!("-{wanted}-"));
        let by = |fits: &dyn Fn(&Act) -> bool| -> Vec<&Act> {
            let mut acts: Vec<&Act> = self.acts().values().filter(|act| fits(act)).collect();
            acts.sort_by(|a, b| (a.published, &a.id).cmp(&(b.published, &b.id)));
            acts
        };
        let titled = by(&|act| has(&act.title));
        if !titled.is_empty() {
            return titled;
        }
        by(&|act| has(&act.note) || act.ops.iter().any(|op| has(op.rule.as_str())))
    }

    /// All acts as rows, by order, day of publication and id.
    #[must_use]
    pub fn list(&self) -> Vec<ActRow<'_>> {
        let mut rows: Vec<ActRow<'_>> = self.acts().values().map(ActRow::from).collect();
        rows.sort_by(|a, b| (a.order, a.published, a.id).cmp(&(b.order, b.published, b.id)));
        rows
    }
}
