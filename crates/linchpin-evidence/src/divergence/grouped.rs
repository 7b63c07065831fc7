//! The register as an editor reads it: by event, and in each event by matter.
//!
//! In come analyses and their register; out go [`EventRows`]: events with a headline and their documents, the
//! event with most in dispute first; in each the [`Matter`]s, the weightiest first. Rows that rest on the same
//! words of two documents are one matter: an editor looks at those words once. Nothing is judged here.

use super::account::{Account, account};
use super::{Divergence, Register, Status, events};
use crate::analysis::Analysis;
use linchpin_units::Digest;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Rows that rest on the same words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Matter {
    /// How its rows stand; all stand alike.
    pub status: Status,
    /// Its rows, the weightiest first.
    pub divergences: Vec<Digest>,
}

/// The rows of one event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct EventRows {
    /// Digest of its documents.
    pub id: Digest,
    /// Who met whom, where and when; else the title of its first document. Empty for rows between events.
    pub headline: String,
    /// Its documents, oldest first; for rows between events those of the rows.
    pub documents: Vec<Digest>,
    /// What they disagree about: open before explained before what is no disagreement.
    pub matters: Vec<Matter>,
}

/// How weighty a kind of row is, 0 first: data/divergence_rank.csv.
static RANKS: LazyLock<BTreeMap<&'static str, u8>> = LazyLock::new(|| {
    let rows = include_str!("../../data/divergence_rank.csv").lines().skip(1);
    rows.filter_map(|line| line.split_once(','))
        .filter_map(|(kind, rank)| Some((kind, rank.parse().ok()?)))
        .collect()
});

/// Status, weight of its kind, documents (many first), slot, id: the order of rows.
fn order(row: &Divergence) -> (Status, u8, std::cmp::Reverse<usize>, &str, &Digest) {
    let documents: BTreeSet<&Digest> = row.sides.iter().map(|side| &side.document).collect();
    let rank = RANKS.get(row.kind.as_str()).copied().unwrap_or(u8::MAX);
    (row.status, rank, std::cmp::Reverse(documents.len()), row.slot.as_str(), &row.id)
}

/// The rows of a register by event; every row stands in one event, or among those between events, which come last.
#[must_use]
pub fn by_event(analyses: &[Analysis], register: &Register) -> Vec<EventRows> {
    let mut of: BTreeMap<&Digest, usize> = BTreeMap::new();
    for (event, members) in register.events.iter().enumerate() {
        of.extend(members.iter().map(|id| (id, event)));
    }
    let mut rows: BTreeMap<Option<usize>, Vec<&Divergence>> = BTreeMap::new();
    for row in &register.divergences {
        let events: BTreeSet<usize> =
            row.sides.iter().filter_map(|side| of.get(&side.document).copied()).collect();
        let event = events.first().copied().filter(|_| events.len() == 1);
        rows.entry(event).or_default().push(row);
    }
    let mut out: Vec<(bool, EventRows)> = rows
        .into_iter()
        .map(|(event, rows)| {
            let documents: Vec<Digest> = match event {
                Some(event) => register.events[event].clone(),
                None => {
                    register.events.iter().flatten().filter(|id| on(id, &rows)).cloned().collect()
                }
            };
            let headline = event.map_or_else(String::new, |_| title(analyses, &documents));
            let id = Digest::of_parts(documents.iter().map(|id| id.as_str().as_bytes()));
            (event.is_none(), EventRows { id, headline, documents, matters: matters(rows) })
        })
        .collect();
    let open = |event: &EventRows| {
        event.matters.iter().filter(|matter| matter.status == Status::Open).count()
    };
    out.sort_by_key(|(between, event)| (*between, std::cmp::Reverse(open(event))));
    out.into_iter().map(|(_, event)| event).collect()
}

/// Whether a row rests on words of a document.
fn on(id: &Digest, rows: &[&Divergence]) -> bool {
    rows.iter().any(|row| row.sides.iter().any(|side| side.document == *id))
}

/// The event's headline, else the first title of its documents.
fn title(analyses: &[Analysis], documents: &[Digest]) -> String {
    let find = |id: &Digest| analyses.iter().find(|analysis| analysis.document.id == *id);
    let told: Vec<Account<'_>> = documents.iter().filter_map(find).map(account).collect();
    let told: Vec<&Account<'_>> = told.iter().collect();
    let titled = || {
        let all = told.iter().filter_map(|one| one.analysis.document.meta.title.as_ref());
        all.map(|known| known.value.clone()).next()
    };
    let labelled = || told.first().map(|one| one.analysis.document.label());
    let found = events::headline(&told).or_else(titled).or_else(labelled);
    found.unwrap_or_default()
}

/// Rows in their order, those together that rest on the same words of two documents.
fn matters(mut rows: Vec<&Divergence>) -> Vec<Matter> {
    rows.sort_by_key(|row| order(row));
    let mut group: Vec<usize> = (0..rows.len()).collect();
    for i in 0..rows.len() {
        for j in i + 1..rows.len() {
            if group[i] != group[j]
                && rows[i].status == rows[j].status
                && same_words(rows[i], rows[j])
            {
                super::union::join(&mut group, i, j);
            }
        }
    }
    let together = super::union::members(&group).into_iter();
    together
        .map(|members| Matter {
            status: rows[members[0]].status,
            divergences: members.iter().map(|at| rows[*at].id.clone()).collect(),
        })
        .collect()
}

/// Whether two rows share words in at least two documents.
fn same_words(one: &Divergence, two: &Divergence) -> bool {
    let mut documents: BTreeSet<&Digest> = BTreeSet::new();
    for a in &one.sides {
        let meets = |b: &&super::Side| b.document == a.document && b.span.meets(a.span);
        documents.extend(two.sides.iter().find(meets).map(|side| &side.document));
    }
    documents.len() > 1
}
