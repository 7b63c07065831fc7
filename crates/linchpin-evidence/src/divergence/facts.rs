//! What a comparison looks at in each sentence, and how alike two sentences are.

use crate::analysis::Analysis;
use crate::lines::is_stopword;
use crate::modality::Modality;
use crate::number::Number;
use crate::reading::Reading;
use crate::span::Span;
use crate::token::{TokenKind, stem, tokens};
use crate::when::When;
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
    pub(super) fn is_long(&self, words: &str) -> bool {
        self.stems.len() >= 4
            || words.chars().filter(|c| crate::token::is_east_asian(*c)).count() >= 8
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

/// Whether a date belongs to a clause about something else: `the forum, which ended on Friday`.
pub(super) fn is_aside_of(analysis: &Analysis, facts: &Facts<'_>, when: &When) -> bool {
    let sentence = facts.reading.sentence.span;
    let before = analysis.words(Span::new(sentence.start, when.span.start.max(sentence.start)));
    let opened =
        [", which ", ", who ", ", where "].iter().filter_map(|mark| before.rfind(mark)).max();
    opened.is_some_and(|at| !before[at + 2..].contains(','))
}
