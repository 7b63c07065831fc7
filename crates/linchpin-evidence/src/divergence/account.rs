//! A document as a comparison sees it, and which sentences of two documents belong together.
//!
//! In comes an [`Analysis`]; out goes an [`Account`] of its article sentences as [`Facts`]; two accounts
//! align by shared content words and entities, each sentence with at most one other.

use super::Side;
use super::deeds::{Deeds, deeds};
use super::facts::{Facts, content_stems, scope_classes};
use crate::analysis::Analysis;
use crate::mention::Mention;
use crate::modality::{modality, negations};
use crate::span::Span;
use crate::token::tokens;
use crate::when::WhenKind;
use linchpin_units::Digest;
use std::collections::BTreeSet;

/// A document as a comparison sees it.
#[derive(Debug)]
pub struct Account<'a> {
    /// The document read through.
    pub analysis: &'a Analysis,
    /// Its article sentences.
    pub facts: Vec<Facts<'a>>,
    /// The people it names.
    pub people: BTreeSet<String>,
    /// What it says single parties did.
    pub deeds: Deeds,
}

impl Account<'_> {
    /// The document's id.
    #[must_use]
    pub fn id(&self) -> &Digest {
        &self.analysis.document.id
    }

    /// One side of a divergence.
    #[must_use]
    pub fn side(&self, span: Span, says: impl Into<String>) -> Side {
        Side { document: self.id().clone(), span, says: says.into() }
    }

    /// The words under a span.
    #[must_use]
    pub fn words(&self, span: Span) -> &str {
        self.analysis.words(span)
    }

    /// The first words under a span, to name a slot with.
    #[must_use]
    pub fn brief(&self, span: Span) -> String {
        let words: Vec<&str> = self.words(span).split_whitespace().collect();
        let end = if words.len() > 9 { " …" } else { "" };
        format!("“{}{end}”", words[..words.len().min(9)].join(" "))
    }

    /// All mentions of its article sentences.
    pub fn mentions(&self) -> impl Iterator<Item = &Mention> {
        self.facts.iter().flat_map(|facts| &facts.reading.mentions)
    }
}

/// An account of a document.
#[must_use]
pub fn account(analysis: &Analysis) -> Account<'_> {
    let facts =
        analysis.readings.iter().enumerate().filter(|(_, reading)| reading.sentence.keep).map(
            |(index, reading)| {
                let words = analysis.words(reading.sentence.span);
                let dated = |span: Span| reading.times.iter().any(|when| when.span.meets(span));
                let named =
                    |span: Span| reading.mentions.iter().any(|mention| mention.span.holds(span));
                let said: BTreeSet<String> =
                    tokens(words).iter().map(|token| token.lower().into()).collect();
                Facts {
                    reading,
                    index,
                    stems: content_stems(words),
                    numbers: reading
                        .numbers
                        .iter()
                        .filter(|number| !dated(number.figure) && !named(number.figure))
                        .collect(),
                    times: reading
                        .times
                        .iter()
                        .filter(|when| !when.value.ends_with("_REF") && when.kind != WhenKind::Set)
                        .collect(),
                    negations: negations(words),
                    modality: modality(words),
                    scope: scope_classes(&said),
                }
            },
        );
    let facts: Vec<Facts<'_>> = facts.collect();
    let people = facts
        .iter()
        .flat_map(|facts| &facts.reading.mentions)
        .filter(|mention| mention.entity.starts_with("person:"))
        .map(|mention| mention.entity.clone())
        .collect();
    let deeds = deeds(analysis, &facts);
    Account { analysis, facts, people, deeds }
}

/// Two sentences that belong together and how alike they are, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// Index into the first account's facts.
    pub one: usize,
    /// Index into the second's.
    pub two: usize,
    /// Share of content stems in common (Dice).
    pub score: f64,
}

/// Share of the shorter document's sentences that stand almost word for word in the other.
#[must_use]
pub fn dependence(one: &Account<'_>, two: &Account<'_>, pairs: &[Pair]) -> f64 {
    let is_long = |account: &Account<'_>, facts: &Facts<'_>| {
        facts.is_long(account.words(facts.reading.sentence.span))
    };
    let long = |account: &Account<'_>| account.facts.iter().filter(|f| is_long(account, f)).count();
    let shorter = long(one).min(long(two));
    let same = pairs
        .iter()
        .filter(|pair| pair.score >= 0.62 && is_long(one, &one.facts[pair.one]))
        .count();
    if shorter == 0 {
        return 0.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "documents have few sentences")]
    let score = same as f64 / shorter as f64;
    score.min(1.0)
}
