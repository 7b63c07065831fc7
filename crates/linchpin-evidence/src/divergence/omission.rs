//! What one account of a statement keeps and another drops.
//!
//! In come all accounts; out goes one record per part of a party's statement that some documents on the
//! same event keep and others lack, and one per remark that a statement did not mention something which
//! the other side's statement has. A part is a piece of reported speech between commas and `and`.

use super::events::same_event;
use super::facts::{Account, content_stems, dice};
use super::speech::source_party;
use super::{Divergence, Kind, Side, Status};
use crate::modality::omits;
use crate::span::Span;
use crate::token::tokens;
use std::collections::{BTreeMap, BTreeSet};

/// A piece of a party's statement.
struct Part {
    party: String,
    span: Span,
    stems: BTreeSet<String>,
    /// Stems of the whole sentence it stands in.
    sentence: BTreeSet<String>,
}

/// Compares what each document keeps.
pub fn compare(accounts: &[&Account<'_>], out: &mut Vec<Divergence>) {
    let parts: Vec<Vec<Part>> = accounts.iter().map(|account| parts_of(account)).collect();
    let mut groups: BTreeMap<(String, Vec<usize>), Vec<Side>> = BTreeMap::new();
    for (i, account) in accounts.iter().enumerate() {
        let others: Vec<usize> =
            (0..accounts.len()).filter(|j| *j != i && same_event(account, accounts[*j])).collect();
        for part in &parts[i] {
            // Only accounts of the same statement can leave a part of it out: some sentence of the other
            // document reports this party in words like those the part comes from.
            let retold = |j: &usize| {
                parts[*j].iter().any(|other| {
                    other.party == part.party && dice(&other.sentence, &part.sentence) >= 0.25
                })
            };
            // The same act in other words is kept too.
            let acts: BTreeSet<&str> = account
                .analysis
                .claims
                .iter()
                .filter(|claim| part.span.holds(claim.verb))
                .map(|claim| claim.predicate)
                .collect();
            let acts_there = |j: usize| {
                let told = parts[j].iter().filter(|other| {
                    other.party == part.party && dice(&other.sentence, &part.sentence) >= 0.25
                });
                told.flat_map(|other| {
                    accounts[j]
                        .analysis
                        .claims
                        .iter()
                        .filter(|claim| other.span.holds(claim.verb))
                        .map(|claim| claim.predicate)
                })
                .collect::<BTreeSet<_>>()
            };
            let holds = |j: &usize| {
                accounts[*j].facts.iter().any(|facts| kept(&part.stems, &facts.stems))
                    || !acts.is_empty() && acts.is_subset(&acts_there(*j))
            };
            let lacking: Vec<usize> = others.iter().copied().filter(|j| !holds(j)).collect();
            // A document that reports nothing of this party has no account to leave things out of.
            let lacking: Vec<usize> = lacking.into_iter().filter(|j| retold(j)).collect();
            if lacking.is_empty() {
                continue;
            }
            let key: Vec<String> = part.stems.iter().cloned().collect();
            let sides =
                groups.entry((format!("{}: {}", part.party, key.join(" ")), lacking)).or_default();
            sides.push(account.side(part.span, account.words(part.span)));
        }
    }
    for ((slot, lacking), mut sides) in groups {
        for j in &lacking {
            sides.push(accounts[*j].side(Span::new(0, 0), "left out"));
        }
        out.push(Divergence::new(Kind::Omission, format!("statement of {slot}"), sides));
    }
    remarks(accounts, out);
}

/// Whether a sentence has the gist of a part.
fn kept(part: &BTreeSet<String>, sentence: &BTreeSet<String>) -> bool {
    part.intersection(sentence).count() * 2 >= part.len()
}

/// The parts of every official statement an account reports.
fn parts_of(account: &Account<'_>) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::new();
    for facts in &account.facts {
        for quotation in &facts.reading.quotations {
            let words = account.words(quotation.content);
            if omits(words) {
                continue;
            }
            for party in source_party(account, facts, quotation) {
                if !party.starts_with("country:") {
                    continue;
                }
                for span in split(words) {
                    let piece = span.of(words).unwrap_or("");
                    let Some(stems) = gist(piece) else { continue };
                    // One content word is too little to look for.
                    let fresh =
                        !out.iter().any(|known| known.party == party && kept(&stems, &known.stems));
                    if stems.len() >= 2 && fresh {
                        out.push(Part {
                            party: party.clone(),
                            span: span.shifted(quotation.content.start),
                            stems,
                            sentence: facts.stems.clone(),
                        });
                    }
                }
            }
        }
    }
    out
}

/// The content stems of a piece without offices and reporting verbs; nothing for an aside.
fn gist(piece: &str) -> Option<BTreeSet<String>> {
    let lower = piece.to_lowercase();
    let aside =
        ["amid ", "an ", "a ", "which ", "who ", "including ", "such as ", "citing ", "the "];
    if aside.iter().any(|start| lower.starts_with(start))
        && !lower.contains(" will ")
        && !lower.contains(" is ")
    {
        return None;
    }
    let all = tokens(piece);
    let telling: BTreeSet<String> = all
        .iter()
        .filter(|token| {
            crate::cues::cue(&token.lower()).is_some()
                || token.lower().split('-').any(crate::titles::is_head)
                || token.is_capital() && token.span.start > 0
        })
        .flat_map(|token| content_stems(token.text))
        .collect();
    Some(content_stems(piece).difference(&telling).cloned().collect())
}

/// Pieces between commas and `and`.
fn split(words: &str) -> Vec<Span> {
    let all = tokens(words);
    let mut out = Vec::new();
    let mut start = 0;
    for token in &all {
        if matches!(token.text, "," | ";") || token.text == "and" && token.span.start > start + 12 {
            out.push(Span::new(start, token.span.start).trimmed(words));
            start = token.span.end;
        }
    }
    out.push(Span::new(start, words.len()).trimmed(words));
    out.retain(|span| !span.is_empty());
    out
}

/// `The statement did not mention X`: against every document in which that side's partner has X.
fn remarks(accounts: &[&Account<'_>], out: &mut Vec<Divergence>) {
    let mut topics: BTreeMap<String, Vec<Side>> = BTreeMap::new();
    let mut having: BTreeMap<String, Vec<Side>> = BTreeMap::new();
    for account in accounts {
        for facts in &account.facts {
            let sentence = facts.reading.sentence.span;
            let words = account.words(sentence);
            if !omits(words) {
                continue;
            }
            let Some((span, topic)) = topic_of(words) else { continue };
            let span = span.shifted(sentence.start);
            topics
                .entry(topic.clone())
                .or_default()
                .push(account.side(span, format!("not mentioned: {}", account.words(span))));
            for other in accounts {
                let said = other.facts.iter().find(|facts| {
                    facts.stems.contains(&topic)
                        && !facts.reading.quotations.is_empty()
                        && !omits(other.words(facts.reading.sentence.span))
                });
                if let Some(said) =
                    said.filter(|_| other.id() == account.id() || same_event(account, other))
                {
                    having
                        .entry(topic.clone())
                        .or_default()
                        .push(other.side(said.reading.sentence.span, "mentioned"));
                }
            }
        }
    }
    for (topic, mut sides) in topics {
        let mut others = having.remove(&topic).unwrap_or_default();
        others.sort();
        others.dedup();
        let status = if others.is_empty() { Status::Explained } else { Status::Open };
        sides.extend(others);
        out.push(
            Divergence::new(Kind::Omission, format!("one side does not mention {topic}"), sides)
                .with(status, "a statement is said to leave it out"),
        );
    }
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
