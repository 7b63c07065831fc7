//! What one account of a statement keeps and another drops.
//!
//! In come all accounts; out goes one record per part of an official statement that some documents on
//! the same event keep and others lack. A part is a clause of reported speech, or the second of two
//! things named together of which another document keeps only the first. What a statement is said to
//! leave out is compared in [`super::remarks`].

use super::account::Account;
use super::events::same_event;
use super::facts::{Facts, content_stems, dice};
use super::party::source_party;
use super::{Divergence, Kind, Side};
use crate::modality::omits;
use crate::span::Span;
use crate::token::{Token, TokenKind, tokens};
use std::collections::BTreeSet;

/// A piece of a party's statement.
struct Part {
    account: usize,
    party: String,
    span: Span,
    stems: BTreeSet<String>,
    /// Stems of the whole sentence it stands in.
    sentence: BTreeSet<String>,
    /// Stems of its places and other names, countries aside.
    names: BTreeSet<String>,
    /// Its times, as values.
    times: BTreeSet<String>,
    /// What stands before `and`, when the part is the second of two.
    first: Option<BTreeSet<String>>,
}

/// Compares what each document keeps.
pub fn compare(accounts: &[&Account<'_>], out: &mut Vec<Divergence>) {
    let mut parts: Vec<Part> = Vec::new();
    for (at, account) in accounts.iter().enumerate() {
        parts_of(at, account, &mut parts);
    }
    let mut recorded: Vec<(usize, BTreeSet<usize>)> = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        // The same gist was recorded from another document.
        let known = recorded.iter().any(|(other, _)| {
            let other = &parts[*other];
            other.party == part.party && dice(&other.stems, &part.stems) >= 0.4
        });
        if known {
            continue;
        }
        let (mut lacking, mut holding) = (BTreeSet::new(), Vec::new());
        for (at, other) in accounts.iter().enumerate() {
            if at == part.account || !same_event(accounts[part.account], other) {
                continue;
            }
            // Only accounts of the same statement can leave a part of it out: some sentence of the
            // other document reports this party in words like those the part comes from.
            let retold = parts
                .iter()
                .filter(|own| own.account == at && own.party == part.party)
                .map(|own| (dice(&own.sentence, &part.sentence), own))
                .filter(|(score, _)| *score >= 0.25)
                .max_by(|x, y| x.0.total_cmp(&y.0));
            let holder = other.facts.iter().find(|facts| kept(part, facts));
            match (holder, retold) {
                (Some(facts), _) => holding.push((at, facts.reading.sentence.span)),
                (None, Some((_, own))) => {
                    let second = part.first.as_ref();
                    if second.is_none_or(|first| first.is_subset(&own.sentence)) {
                        lacking.insert((at, own.span));
                    }
                }
                (None, None) => {}
            }
        }
        if lacking.is_empty() {
            continue;
        }
        let who: BTreeSet<usize> = lacking.iter().map(|(at, _)| *at).collect();
        recorded.push((index, who));
        let account = accounts[part.account];
        let mut sides: Vec<Side> = vec![account.side(part.span, account.words(part.span))];
        for (at, span) in holding {
            sides
                .push(accounts[at].side(span, format!("has it too: {}", accounts[at].brief(span))));
        }
        for (at, span) in lacking {
            sides.push(
                accounts[at].side(span, format!("left out beside {}", accounts[at].brief(span))),
            );
        }
        out.push(
            Divergence::new(
                Kind::Omission,
                format!("statement of {}: {}", part.party, account.brief(part.span)),
                sides,
            )
            .noted("each account keeps another part of one statement"),
        );
    }
}

/// Whether a sentence has the gist of a part.
fn kept(part: &Part, facts: &Facts<'_>) -> bool {
    let shared = part.stems.intersection(&facts.stems).count();
    // `Will meet again in Nairobi in May`, `plan another round in Nairobi in May`: what has two names or times in
    // common is one thing in other words.
    let times = facts.times.iter().filter(|when| part.times.contains(&when.value)).count();
    if part.names.intersection(&facts.stems).count() + times >= 2 {
        return true;
    }
    if part.first.is_some() { shared > 0 } else { shared >= 4 || shared * 2 >= part.stems.len() }
}

/// The parts of every official statement an account reports.
fn parts_of(at: usize, account: &Account<'_>, out: &mut Vec<Part>) {
    for facts in &account.facts {
        for quotation in &facts.reading.quotations {
            let words = account.words(quotation.content);
            let official =
                quotation.source.is_some_and(|source| is_official(account.words(source)));
            if omits(words) || !official {
                continue;
            }
            for party in source_party(account, facts, quotation) {
                if !party.starts_with("country:") {
                    continue;
                }
                for (span, first) in split(words) {
                    let Some(stems) = gist(span.of(words).unwrap_or("")) else { continue };
                    let first = first.and_then(|first| gist(first.of(words).unwrap_or("")));
                    let long = stems.len() >= 2 || first.is_some() && !stems.is_empty();
                    let fresh = !out.iter().any(|known| {
                        known.account == at
                            && known.party == party
                            && dice(&stems, &known.stems) >= 0.5
                    });
                    if long && fresh {
                        let whole = span.shifted(quotation.content.start);
                        let inside = facts.times.iter().filter(|when| whole.holds(when.span));
                        out.push(Part {
                            account: at,
                            party: party.clone(),
                            span: whole,
                            times: inside.map(|when| when.value.clone()).collect(),
                            stems,
                            sentence: facts.stems.clone(),
                            names: names(span.of(words).unwrap_or(""), account, facts),
                            first,
                        });
                    }
                }
            }
        }
    }
}

/// Whether a source speaks for a state: an office, a ministry, a statement, a side.
fn is_official(source: &str) -> bool {
    if crate::language::is_east(source) {
        return true;
    }
    let all = tokens(source);
    let office = all.iter().any(|token| {
        let lower = token.lower();
        crate::titles::is_head(&lower)
            || matches!(
                lower.as_str(),
                "ministry"
                    | "statement"
                    | "side"
                    | "government"
                    | "release"
                    | "department"
                    | "embassy"
            )
    });
    office || all.iter().filter(|token| token.kind == TokenKind::Word).count() <= 2
}

/// The content stems of a piece without offices, reporting verbs, words of commitment and names.
fn gist(piece: &str) -> Option<BTreeSet<String>> {
    let all = tokens(piece);
    let aside = all.first().is_some_and(|token| {
        matches!(
            token.lower().as_str(),
            "amid" | "an" | "which" | "who" | "including" | "such" | "citing" | "its" | "not"
        )
    });
    if aside {
        return None;
    }
    let telling: BTreeSet<String> = all
        .iter()
        .filter(|token| {
            let lower = token.lower();
            crate::cues::cue(&lower).is_some()
                || super::commitment::is_rung(&lower)
                || lower.split('-').any(crate::titles::is_head)
                || token.is_capital() && token.span.start > 0
        })
        .flat_map(|token| content_stems(token.text))
        .collect();
    Some(content_stems(piece).difference(&telling).cloned().collect())
}

/// Stems of the capital words of a piece after its first, those of countries aside.
fn names(piece: &str, account: &Account<'_>, facts: &Facts<'_>) -> BTreeSet<String> {
    let all = tokens(piece);
    let inside = all.iter().skip(1).filter(|token| token.is_capital());
    let stems: BTreeSet<String> = inside.flat_map(|token| content_stems(token.text)).collect();
    let countries = facts.reading.mentions.iter().filter(|m| m.entity.starts_with("country:"));
    let known: BTreeSet<String> =
        countries.flat_map(|mention| content_stems(account.words(mention.span))).collect();
    stems.difference(&known).cloned().collect()
}

/// Whether the word at `i` starts a clause of its own: a verb of the closed list.
fn starts_clause(all: &[Token<'_>], i: usize) -> bool {
    let at = |j: usize| all.get(j).map(Token::lower).unwrap_or_default();
    let word = if matches!(at(i).as_str(), "to" | "also") { at(i + 1) } else { at(i) };
    let noun = word.ends_with("ion") || word.ends_with("ment");
    !noun && (crate::predicates::predicate(&word).is_some() || crate::cues::cue(&word).is_some())
}

/// Clauses between commas and `and`, and the second things of pairs inside them.
fn split(words: &str) -> Vec<(Span, Option<Span>)> {
    let all = tokens(words);
    let mut out = Vec::new();
    let mut start = 0;
    for (i, token) in all.iter().enumerate() {
        let cut = matches!(token.text, ";" | "–" | "—")
            || token.text == "," && (starts_clause(&all, i + 1) || aside_follows(&all, i))
            || token.text == "and" && starts_clause(&all, i + 1) && token.span.start > start;
        if cut {
            out.push((Span::new(start, token.span.start).trimmed(words), None));
            start = token.span.end;
        } else if token.text == "and" && i + 1 < all.len() {
            // `raw materials and components`: one noun after `and`, up to the end of the clause.
            let ends = all
                .get(i + 2)
                .is_none_or(|next| matches!(next.text, "," | "." | ";" | "and" | "”"));
            let noun = all[i + 1].kind == TokenKind::Word && !all[i + 1].is_capital();
            if ends && noun && i > 0 {
                out.push((all[i + 1].span, Some(all[i - 1].span)));
            }
        }
    }
    out.push((Span::new(start, words.len()).trimmed(words), None));
    out.retain(|(span, _)| !span.is_empty());
    out
}

/// Whether an aside starts after the comma at `i`.
fn aside_follows(all: &[Token<'_>], i: usize) -> bool {
    all.get(i + 1).is_some_and(|next| {
        matches!(
            next.lower().as_str(),
            "amid" | "an" | "which" | "who" | "including" | "citing" | "not"
        )
    })
}
