//! What a comparison looks at in each sentence, and which sentences of two documents belong together.
//!
//! In comes an [`Analysis`]; out goes an [`Account`] of its article sentences as [`Facts`]; two accounts
//! align by shared content words and entities, each sentence with at most one other.

use super::deeds::Deeds;
use crate::analysis::{Analysis, Reading};
use crate::lines::is_stopword;
use crate::mention::Mention;
use crate::modality::{Modality, modality, negations};
use crate::number::{Comparator, Number};
use crate::span::Span;
use crate::time::{When, WhenKind};
use crate::token::{TokenKind, stem, tokens};
use linchpin_units::Digest;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// One sentence as a comparison sees it.
#[derive(Debug)]
pub struct Facts<'a> {
    /// The reading it comes from.
    pub reading: &'a Reading,
    /// Index of the reading.
    pub index: usize,
    /// Stems of its content words.
    pub stems: BTreeSet<String>,
    /// Numbers that are no part of a date.
    pub numbers: Vec<&'a Number>,
    /// Dates and durations with a value.
    pub times: Vec<&'a When>,
    /// How often it denies.
    pub negations: usize,
    /// How firmly it is put.
    pub modality: Modality,
    /// Classes of its words of scope.
    pub scope: BTreeSet<&'static str>,
}

impl Facts<'_> {
    /// Whether the sentence says enough to tell a copy by: a few words of content.
    fn is_long(&self, words: &str) -> bool {
        self.stems.len() >= 4
            || words.chars().filter(|c| crate::token::is_east_asian(*c)).count() >= 8
    }
}

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
    pub fn side(&self, span: Span, says: impl Into<String>) -> super::Side {
        super::Side { document: self.id().clone(), span, says: says.into() }
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

static SCOPE: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    include_str!("../../data/scope.csv")
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(','))
        .collect()
});

/// The classes of the words of scope among lower-case words.
#[must_use]
pub fn scope_classes(words: &BTreeSet<String>) -> BTreeSet<&'static str> {
    let found = SCOPE.iter().filter(|(word, _)| words.contains(*word));
    found.map(|(_, class)| *class).collect()
}

/// Words that say how something is told rather than what is told.
const TELLING: &[&str] =
    &["say", "said", "sai", "tell", "told", "stat", "add", "also", "accord", "report", "mr", "ms"];

/// The stems of the content words of a text.
#[must_use]
pub fn content_stems(words: &str) -> BTreeSet<String> {
    let all = tokens(words);
    if crate::language::is_east(words) {
        return crate::gloss::stems(words).map(str::to_owned).collect();
    }
    let content =
        all.iter().filter(|token| token.kind == TokenKind::Word && !is_stopword(&token.lower()));
    content
        .map(|token| topic(&stem(token.text)))
        .filter(|stem| stem.len() > 1 && !TELLING.contains(&stem.as_str()))
        .collect()
}

/// Stems that outlets use for one another.
fn topic(stem: &str) -> String {
    match stem {
        "semiconductor" | "chipmaker" => "chip",
        "american" | "us" | "u.s." | "usa" => "unitedstat",
        "chines" | "beij" => "china",
        "korean" | "seoul" => "korea",
        "firm" | "corporat" | "busi" => "compan",
        "sector" => "industry",
        "necessary" => "need",
        other => other,
    }
    .to_owned()
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
    let deeds = super::deeds::deeds(analysis, &facts);
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

/// Dice coefficient of two sets of stems.
#[must_use]
pub fn dice(one: &BTreeSet<String>, two: &BTreeSet<String>) -> f64 {
    if one.is_empty() || two.is_empty() {
        return 0.0;
    }
    let shared = one.intersection(two).count();
    #[expect(clippy::cast_precision_loss, reason = "sentences have few words")]
    let score = 2.0 * shared as f64 / (one.len() + two.len()) as f64;
    score
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

/// The side of a value a comparator leaves open.
#[must_use]
pub fn bound(comparator: Comparator) -> i8 {
    match comparator {
        Comparator::Exact | Comparator::About | Comparator::Nearly => 0,
        Comparator::MoreThan | Comparator::AtLeast => 1,
        Comparator::LessThan | Comparator::AtMost => -1,
    }
}

/// Whether two numbers say the same.
#[must_use]
pub fn same_value(one: &Number, two: &Number) -> bool {
    let close = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(b.abs());
    close(one.value, two.value)
        && match (one.high, two.high) {
            (Some(a), Some(b)) => close(a, b),
            (None, None) => true,
            _ => false,
        }
}
