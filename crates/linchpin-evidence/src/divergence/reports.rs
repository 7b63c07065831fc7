//! What documents report somebody to have said, gathered by what was said.
//!
//! In come accounts; out go [`Report`]s, one for each piece of reported speech with a source, and groups
//! of them across documents on one event that carry the same content.

use super::account::Account;
use super::events::same_event;
use super::facts::{content_stems, dice};
use super::party::source_party;
use super::union::{join, members};
use crate::attribution::Quotation;
use crate::claim::is_anonymous;
use crate::gazetteer::EntityKind;
use crate::modality::omits;
use crate::span::Span;
use crate::token::tokens;
use std::collections::BTreeSet;

/// What kind of speaker a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SpeakerKind {
    /// Somebody named, or named by his office.
    Person,
    /// A ministry, firm or agency.
    Body,
    /// A state, or its capital.
    State,
    /// A statement, report or set of data.
    Paper,
    /// Somebody not named: `a source`, `analysts`, `reports`.
    Nameless,
}

/// One report.
#[derive(Debug)]
pub struct Report<'a> {
    /// Index of its account.
    pub account: usize,
    /// Index of the sentence's facts in that account.
    pub facts: usize,
    /// The reported speech.
    pub quotation: &'a Quotation,
    /// The source.
    pub source: Span,
    /// What kind of speaker it is.
    pub kind: SpeakerKind,
    /// Parties the source speaks for.
    pub parties: BTreeSet<String>,
    /// Content stems of what was said.
    pub stems: BTreeSet<String>,
}

/// All reports of all accounts, in order; statements about what was not said are none.
#[must_use]
pub fn reports<'a>(accounts: &[&Account<'a>]) -> Vec<Report<'a>> {
    let mut out = Vec::new();
    for (at, account) in accounts.iter().enumerate() {
        for (index, facts) in account.facts.iter().enumerate() {
            for quotation in &facts.reading.quotations {
                let Some(source) = quotation.source else { continue };
                let words = account.words(quotation.content);
                if omits(words) || is_pronoun(account.words(source)) {
                    continue;
                }
                out.push(Report {
                    account: at,
                    facts: index,
                    quotation,
                    source,
                    kind: speaker_kind(account, index, source),
                    parties: source_party(account, facts, quotation),
                    stems: content_stems(words),
                });
            }
        }
    }
    out
}

fn is_pronoun(words: &str) -> bool {
    words.split_whitespace().count() == 1 && crate::lines::is_stopword(&words.to_lowercase())
}

fn speaker_kind(account: &Account<'_>, facts: usize, source: Span) -> SpeakerKind {
    let words = account.words(source);
    let lower = words.to_lowercase();
    let all = tokens(words);
    let has = |list: &[&str]| all.iter().any(|token| list.contains(&token.lower().as_str()));
    if has(&["statement", "release", "data", "figures", "report", "document", "letter", "notice"]) {
        return SpeakerKind::Paper;
    }
    if is_anonymous(words) {
        return SpeakerKind::Nameless;
    }
    let inside: Vec<_> = account.facts[facts]
        .reading
        .mentions
        .iter()
        .filter(|mention| source.meets(mention.span))
        .collect();
    let office = all.iter().any(|token| crate::titles::is_head(&token.lower()));
    if inside.iter().any(|mention| mention.kind == EntityKind::Person) || office {
        return SpeakerKind::Person;
    }
    let state = |mention: &&&crate::mention::Mention| {
        matches!(mention.kind, EntityKind::Country | EntityKind::Capital)
    };
    // `China’s regulator` is a body; `China`, `the South Korean side` speak for the state.
    let side = lower.ends_with("side") || lower.ends_with("government");
    let bare = words.split_whitespace().count() <= 2 && inside.iter().any(|m| state(&m));
    if (bare || side)
        && !inside.is_empty()
        && !lower.contains("regulator")
        && !lower.contains("ministry")
    {
        SpeakerKind::State
    } else {
        SpeakerKind::Body
    }
}

/// Groups of reports that say much the same, from at least two accounts of one event.
#[must_use]
pub fn groups(accounts: &[&Account<'_>], all: &[Report<'_>], least: f64) -> Vec<Vec<usize>> {
    let mut group: Vec<usize> = (0..all.len()).collect();
    for i in 0..all.len() {
        for j in i + 1..all.len() {
            let (a, b) = (&all[i], &all[j]);
            let near = a.stems.len() >= 4
                && b.stems.len() >= 4
                && dice(&a.stems, &b.stems) >= least
                && (a.account == b.account || same_event(accounts[a.account], accounts[b.account]));
            if near {
                join(&mut group, i, j);
            }
        }
    }
    let mut out = members(&group);
    out.retain(|members| {
        let mut documents: Vec<usize> = members.iter().map(|at| all[*at].account).collect();
        documents.dedup();
        documents.len() >= 2
    });
    out
}
