//! Statements that a side publishes itself: a ministry's release is that side's own word.
//!
//! In come all accounts of one event; out go, for two sides' own statements, one record per good that one
//! names and the other does not, and one per reported clause on another subject that the other has no
//! sentence for. Whoever speaks in a release of his own is no source that another release contradicts.

use super::account::Account;
use super::events::same_event;
use super::facts::content_stems;
use super::party::source_party;
use super::reports::{SpeakerKind, reports};
use super::{Divergence, Kind};
use crate::gloss::Good;
use crate::span::Span;
use std::collections::BTreeSet;

/// Words of an outlet's name that make it a body of its state: `Ministry of Trade of Korea`.
const BODIES: &[&str] = &[
    "ministry",
    "government",
    "embassy",
    "department",
    "commission",
    "cabinet",
    "administration",
    "bureau",
    "presidential",
];

/// What the outlet of an account says of whose word it is.
enum Publisher {
    /// A body of this state.
    State(String),
    /// Somebody else: a newspaper, an agency.
    Other,
    Unknown,
}

fn publisher(account: &Account<'_>) -> Publisher {
    let Some(outlet) = &account.analysis.document.meta.outlet else { return Publisher::Unknown };
    let lower = outlet.value.to_lowercase();
    let found = crate::gazetteer::gazetteer().find(&outlet.value);
    let official = BODIES.iter().any(|word| lower.contains(word))
        || found.iter().any(|(_, entity)| entity.kind == crate::gazetteer::EntityKind::Government);
    let states: BTreeSet<String> = found
        .iter()
        .map(|(_, entity)| super::party::party(entity.id))
        .filter(|party| party.starts_with("country:"))
        .collect();
    match (official, states.len()) {
        (true, 1) => states.into_iter().next().map_or(Publisher::Other, Publisher::State),
        _ => Publisher::Other,
    }
}

/// The one state an account speaks for throughout, where it is that side's own statement: its outlet is no
/// other's, and every named source of it is of that state. `Both sides` speak for nobody.
pub(super) fn own_statement(account: &Account<'_>) -> Option<String> {
    let published = publisher(account);
    if matches!(published, Publisher::Other) {
        return None;
    }
    let mut parties: BTreeSet<String> = BTreeSet::new();
    for facts in &account.facts {
        for quotation in &facts.reading.quotations {
            let states = source_party(account, facts, quotation);
            let states: Vec<&String> =
                states.iter().filter(|party| party.starts_with("country:")).collect();
            // A source that names both (`both ministers of China and Korea`) is no side's own.
            if let [state] = states[..] {
                parties.insert(state.clone());
            }
        }
    }
    let only = parties.first().filter(|_| parties.len() == 1);
    match published {
        Publisher::State(state) => (parties.is_empty() || only == Some(&state)).then_some(state),
        _ => {
            // Analysts and unnamed officials are a reporter's sources.
            let nameless = |kind: SpeakerKind| kind == SpeakerKind::Nameless;
            let retold = reports(&[account]).iter().any(|report| nameless(report.kind));
            only.filter(|_| !retold).cloned()
        }
    }
}

/// Whether two accounts are the own statements of two sides.
pub(super) fn for_themselves(one: &Account<'_>, two: &Account<'_>) -> bool {
    matches!((own_statement(one), own_statement(two)), (Some(p), Some(q)) if p != q)
}

/// The goods an account speaks of, and where.
fn goods(account: &Account<'_>) -> Vec<Good> {
    let mut out: Vec<Good> = Vec::new();
    for facts in &account.facts {
        let sentence = facts.reading.sentence.span;
        for good in crate::gloss::goods(account.words(sentence)) {
            if out.iter().all(|known| known.stem != good.stem) {
                out.push(Good { span: good.span.shifted(sentence.start), ..good });
            }
        }
    }
    out
}

/// Two sides' own statements on one event: what one names and the other does not, side by side.
pub(super) fn compare(accounts: &[&Account<'_>], out: &mut Vec<Divergence>) {
    let own: Vec<(&Account<'_>, String)> =
        accounts.iter().filter_map(|account| Some((*account, own_statement(account)?))).collect();
    for (silent, party) in &own {
        for (speaking, other) in &own {
            if party != other && same_event(silent, speaking) {
                goods_left_out(silent, party, speaking, out);
                clauses_left_out(silent, party, speaking, out);
            }
        }
    }
}

/// The note of every such row, the same as where a reporter remarks on it: one row for both.
const NOTE: &str = "the other side's statement has it; one side's is said to leave it out";

fn goods_left_out(
    silent: &Account<'_>,
    party: &str,
    speaking: &Account<'_>,
    out: &mut Vec<Divergence>,
) {
    let named = goods(silent);
    for good in goods(speaking) {
        if named.iter().any(|known| known.stem == good.stem) {
            continue;
        }
        let says: Vec<&str> = named.iter().map(|good| silent.words(good.span)).collect();
        let instead = match says.is_empty() {
            true => format!("not mentioned: {}", good.name),
            false => format!("not mentioned: {}; speaks of {}", good.name, says.join(", ")),
        };
        let sides = vec![
            silent.side(place(silent, &named), instead),
            speaking.side(good.span, format!("mentioned: {}", speaking.words(good.span))),
        ];
        let slot = format!("statement of {party} does not mention {}", good.name);
        out.push(Divergence::new(Kind::Omission, slot, sides).noted(NOTE));
    }
}

/// Where a statement that lacks something stands: at the good it names instead, else at its beginning.
fn place(account: &Account<'_>, named: &[Good]) -> Span {
    let whole = account.facts.first().map_or(Span::new(0, 0), |facts| facts.reading.sentence.span);
    named.first().map_or(whole, |good| good.span)
}

/// Clauses one side reports that no sentence of the other's comes near, in one language; those on a good are
/// told by [`goods_left_out`].
fn clauses_left_out(
    silent: &Account<'_>,
    party: &str,
    speaking: &Account<'_>,
    out: &mut Vec<Divergence>,
) {
    let east = |account: &Account<'_>| crate::language::is_east(&account.analysis.document.text);
    if east(silent) || east(speaking) {
        return;
    }
    let mut told: Vec<BTreeSet<String>> = Vec::new();
    for report in reports(&[speaking]) {
        let content = report.quotation.content;
        let words = speaking.words(content);
        let stems: BTreeSet<String> = content_stems(words);
        let near =
            |other: &BTreeSet<String>| other.intersection(&stems).count() * 5 >= stems.len() * 2;
        let known = silent.facts.iter().any(|facts| near(&facts.stems)) || told.iter().any(near);
        if stems.len() < 3 || known || !crate::gloss::goods(words).is_empty() {
            continue;
        }
        let sides = vec![
            silent.side(place(silent, &[]), "no sentence on it"),
            speaking.side(content, words),
        ];
        let slot = format!("statement of {party} does not mention {}", speaking.brief(content));
        out.push(Divergence::new(Kind::Omission, slot, sides).noted(NOTE));
        told.push(stems);
    }
}
