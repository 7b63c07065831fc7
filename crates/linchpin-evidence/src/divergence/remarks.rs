//! Remarks on what a statement left out: `the statement did not mention X`.
//!
//! In come all accounts; out goes one record per topic that one side is said not to have mentioned while
//! the other side's statement has it, and one where another document says that the side did mention it.

use super::account::Account;
use super::events::same_event;
use super::facts::{Facts, content_stems};
use super::party::source_party;
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
        .map(|mention| super::party::party(&mention.entity))?;
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
                && claim.agent.as_deref().map(super::party::party).as_deref() == Some(party)
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
