//! Remarks on what a statement left out: `the statement did not mention X`.
//!
//! In come all accounts; out goes one record per topic that one side is said not to have mentioned while
//! the other side's statement has it, and one where another document says that the side did mention it.

use super::events::same_event;
use super::facts::{Account, Facts, content_stems};
use super::speech::source_party;
use super::{Divergence, Kind, Side};
use crate::modality::omits;
use crate::span::Span;
use crate::token::tokens;
use std::collections::BTreeMap;

/// A remark: who left what out, and where that is said.
struct Remark {
    account: usize,
    party: String,
    topic: String,
    word: String,
    span: Span,
}

/// Compares remarks with what the others report.
pub fn compare(accounts: &[&Account<'_>], out: &mut Vec<Divergence>) {
    let mut topics: BTreeMap<(String, String), Vec<Remark>> = BTreeMap::new();
    for (at, account) in accounts.iter().enumerate() {
        for facts in &account.facts {
            if let Some(remark) = remark(at, account, facts) {
                let key = (remark.party.clone(), remark.topic.clone());
                topics.entry(key).or_default().push(remark);
            }
        }
    }
    for ((party, topic), remarks) in topics {
        let Some(first) = remarks.first() else { continue };
        let one = accounts[first.account];
        let near = |two: &Account<'_>| two.id() == one.id() || same_event(one, two);
        let mut sides: Vec<Side> = remarks
            .iter()
            .map(|remark| {
                accounts[remark.account]
                    .side(remark.span, format!("not mentioned: {}", remark.word))
            })
            .collect();
        let mentioned: Vec<Side> = accounts
            .iter()
            .filter(|two| near(two))
            .filter_map(|two| mentions(two, &party, &topic))
            .collect();
        if !mentioned.is_empty() {
            sides.extend(mentioned);
            out.push(
                Divergence::new(
                    Kind::Negation,
                    format!("whether the statement of {party} mentions {}", first.word),
                    sides,
                )
                .noted("one account denies what another says"),
            );
            continue;
        }
        let other_side: Vec<Side> = accounts
            .iter()
            .filter(|two| near(two))
            .filter_map(|two| other_party_has(two, &party, &topic))
            .collect();
        if !other_side.is_empty() {
            sides.extend(other_side);
            out.push(
                Divergence::new(
                    Kind::Omission,
                    format!("statement of {party} does not mention {}", first.word),
                    sides,
                )
                .noted("the other side's statement has it; one side's is said to leave it out"),
            );
        }
    }
}

/// The one state an account speaks for throughout, where it is that side's own statement: every named source
/// of it is of that state. `Both sides` speak for nobody.
fn own_statement(account: &Account<'_>) -> Option<String> {
    let mut parties: BTreeMap<String, usize> = BTreeMap::new();
    for facts in &account.facts {
        for quotation in &facts.reading.quotations {
            let states = source_party(account, facts, quotation);
            let states: Vec<&String> =
                states.iter().filter(|party| party.starts_with("country:")).collect();
            // A source that names both (`both ministers of China and Korea`) is no side's own.
            if let [state] = states[..] {
                *parties.entry(state.clone()).or_default() += 1;
            }
        }
    }
    let first = parties.keys().next().cloned()?;
    (parties.len() == 1).then_some(first)
}

/// The goods an account speaks of, and where.
fn goods(account: &Account<'_>) -> Vec<(&'static str, Span)> {
    let mut out: Vec<(&'static str, Span)> = Vec::new();
    for facts in &account.facts {
        let sentence = facts.reading.sentence.span;
        for (stem, span) in crate::gloss::goods(account.words(sentence)) {
            if !out.iter().any(|(known, _)| *known == stem) {
                out.push((stem, span.shifted(sentence.start)));
            }
        }
    }
    out
}

/// Two sides' own statements on one event: what one names and the other does not, side by side.
pub fn statements(accounts: &[&Account<'_>], out: &mut Vec<Divergence>) {
    let own: Vec<(&Account<'_>, String)> = accounts
        .iter()
        .filter_map(|account| Some((*account, own_statement(account)?)))
        .filter(|(account, _)| {
            let words = account.analysis.document.text.as_str();
            crate::language::is_east(words)
        })
        .collect();
    for (silent, party) in &own {
        for (speaking, other) in &own {
            if party == other || !same_event(silent, speaking) {
                continue;
            }
            let named = goods(silent);
            for (stem, span) in goods(speaking) {
                if named.iter().any(|(known, _)| *known == stem) {
                    continue;
                }
                // `chip` is told as the English accounts tell it, so that their row and this are one.
                let word = if stem == "chip" { "chips" } else { stem };
                let says: Vec<&str> = named.iter().map(|(_, span)| silent.words(*span)).collect();
                let whole = silent
                    .facts
                    .first()
                    .map_or(Span::new(0, 0), |facts| facts.reading.sentence.span);
                let at = named.first().map_or(whole, |(_, span)| *span);
                let instead = format!("not mentioned: {word}; speaks of {}", says.join(", "));
                let sides = vec![
                    silent.side(at, instead),
                    speaking.side(span, format!("mentioned: {}", speaking.words(span))),
                ];
                out.push(
                    Divergence::new(
                        Kind::Omission,
                        format!("statement of {party} does not mention {word}"),
                        sides,
                    )
                    .noted("the other side's statement has it; one side's is said to leave it out"),
                );
            }
        }
    }
}

fn remark(at: usize, account: &Account<'_>, facts: &Facts<'_>) -> Option<Remark> {
    let sentence = facts.reading.sentence.span;
    let words = account.words(sentence);
    if !omits(words) {
        return None;
    }
    let (span, topic) = topic_of(words)?;
    let party = facts
        .reading
        .mentions
        .iter()
        .find(|mention| mention.span.start < sentence.start + span.start)
        .map(|mention| super::roles::party(&mention.entity))?;
    let span = span.shifted(sentence.start);
    let word = account.words(span).to_owned();
    Some(Remark { account: at, party, topic, word, span })
}

/// A sentence that says the party did mention the topic.
fn mentions(account: &Account<'_>, party: &str, topic: &str) -> Option<Side> {
    account.facts.iter().find_map(|facts| {
        let sentence = facts.reading.sentence.span;
        let text = account.words(sentence);
        let said = account.analysis.claims.iter().find(|claim| {
            claim.sentence == facts.index
                && claim.predicate == "mention"
                && claim.agent.as_deref().map(super::roles::party).as_deref() == Some(party)
        })?;
        let rest = Span::new(said.verb.end, sentence.end).of(&account.analysis.document.text)?;
        let clause = rest.split([',', ';', '.']).next()?;
        (!omits(text) && content_stems(clause).contains(topic))
            .then(|| account.side(said.verb, format!("mentioned:{clause}")))
    })
}

/// A report of the other side's statement that has the topic.
fn other_party_has(account: &Account<'_>, party: &str, topic: &str) -> Option<Side> {
    account.facts.iter().find_map(|facts| {
        if omits(account.words(facts.reading.sentence.span)) {
            return None;
        }
        facts.reading.quotations.iter().find_map(|quotation| {
            let theirs = source_party(account, facts, quotation);
            let has = content_stems(account.words(quotation.content)).contains(topic);
            let source = account.words(quotation.source?);
            let other = theirs.iter().any(|other| other.starts_with("country:") && other != party);
            (has && other && !theirs.contains(party))
                .then(|| account.side(quotation.content, format!("mentioned by {source}")))
        })
    })
}

/// The first content word after `did not mention`.
fn topic_of(words: &str) -> Option<(Span, String)> {
    let all = tokens(words);
    let at = all.iter().position(|token| {
        matches!(
            token.lower().as_str(),
            "mention"
                | "mentioned"
                | "mentioning"
                | "refer"
                | "include"
                | "address"
                | "omitted"
                | "omits"
        )
    })?;
    all[at + 1..].iter().find_map(|token| {
        let topic = content_stems(token.text).into_iter().next()?;
        Some((token.span, topic))
    })
}
