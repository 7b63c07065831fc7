//! Who and what a sentence names.
//!
//! In come the sentences of a document; out go [`Mention`]s in order that never overlap: the bytes of
//! the name, what it is, the entity it stands for, and the title written beside it. Known names come
//! from the gazetteer; unknown people are found by their titles, given names, Korean or Chinese
//! surnames; unknown bodies by their last word. A surname alone stands for the person named in full
//! before it in the same document.

mod kinds;
mod people;
mod unknown;

use crate::gazetteer::EntityKind;
use crate::span::Span;
use crate::titles::{after_title, before_title};
use crate::token::{Lower, Token, TokenKind, strip_possessive};
use crate::vocabulary::Vocabulary;
use crate::words::Words;
use kinds::is_class;
use people::key;
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use unknown::{Context, unknown};

/// One naming of somebody or something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mention {
    /// The bytes of the name, title left out.
    pub span: Span,
    /// What it is.
    pub kind: EntityKind,
    /// The entity it stands for, `person:wang-wentao`; a key made of the name when unknown.
    pub entity: String,
    /// Whether the entity is in the tables.
    pub known: bool,
    /// The title beside the name, as written.
    pub title: Option<Span>,
    /// The bytes of title and name together.
    pub whole: Span,
}

static GIVEN: LazyLock<Vocabulary<()>> =
    LazyLock::new(|| Vocabulary::list(include_str!("../data/given_names.txt").split_whitespace()));

fn is_given(lower: &str) -> bool {
    GIVEN.contains(lower)
}

static CHINESE_SURNAMES: LazyLock<Vocabulary<()>> = LazyLock::new(|| {
    Vocabulary::list([
        "wang", "li", "zhang", "liu", "chen", "yang", "huang", "zhao", "wu", "zhou", "xu", "sun",
        "ma", "zhu", "hu", "guo", "lin", "he", "gao", "liang", "zheng", "luo", "song", "xie",
        "tang", "han", "cao", "xi", "deng", "xiao", "feng", "zeng", "cheng", "cai", "peng", "pan",
        "yuan", "yu", "dong", "su", "ye", "lu", "wei", "jiang", "tian", "du", "ding", "shen",
        "ren", "fan", "fang",
    ])
});

/// The mentions of a document, sentence by sentence; spans relative to the document.
#[must_use]
pub fn mentions(text: &str, sentences: &[Span]) -> Vec<Vec<Mention>> {
    let words: Vec<Words<'_>> =
        sentences.iter().map(|sentence| Words::of(sentence.of(text).unwrap_or(""))).collect();
    mentions_of(&words, sentences.iter().map(|sentence| sentence.start))
}

/// The mentions of a document whose sentences start at these bytes.
pub(crate) fn mentions_of(
    sentences: &[Words<'_>],
    starts: impl Iterator<Item = usize>,
) -> Vec<Vec<Mention>> {
    let mut memory = Memory { names: inner_names(sentences), ..Memory::default() };
    let mut out = Vec::with_capacity(sentences.len());
    for (words, start) in sentences.iter().zip(starts) {
        let mut found = in_sentence(words, &mut memory);
        in_runs(words, &mut found);
        for mention in &mut found {
            mention.span = mention.span.shifted(start);
            mention.whole = mention.whole.shifted(start);
            mention.title = mention.title.map(|title| title.shifted(start));
        }
        out.push(found);
    }
    out
}

/// People named so far: surname and entity.
type People = Vec<(String, String)>;

/// What the document said so far.
#[derive(Default)]
struct Memory<'s, 't> {
    people: People,
    /// Known bodies named so far: the words of the name, lower case, and the entity.
    bodies: Vec<(String, &'static str)>,
    /// Words with a capital inside sentences and never in lower case.
    names: BTreeSet<&'s Lower<'t>>,
}

/// Words that are capitalised where no sentence starts, and nowhere in lower case.
fn inner_names<'s, 't>(sentences: &'s [Words<'t>]) -> BTreeSet<&'s Lower<'t>> {
    let mut names = BTreeSet::new();
    for Words { all, lower, .. } in sentences {
        if is_title_cased(all) {
            continue;
        }
        for (i, token) in all.iter().enumerate().skip(1) {
            let word = token.kind == TokenKind::Word && all[i - 1].kind == TokenKind::Word;
            if word && token.is_capital() {
                names.insert(&lower[i]);
            }
        }
    }
    for Words { all, lower, .. } in sentences {
        for (token, lower) in all.iter().zip(lower) {
            if token.kind == TokenKind::Word && !token.is_capital() && !names.is_empty() {
                names.remove(lower);
            }
        }
    }
    names
}

/// Adds the known names that stand unparted inside runs of Korean or Chinese writing.
fn in_runs(words: &Words<'_>, out: &mut Vec<Mention>) {
    if !words.any_east {
        return;
    }
    let text = words.text;
    for (span, entity) in words.known.iter().copied() {
        let east = span.of(text).is_some_and(|name| name.chars().any(crate::token::is_east_asian));
        if east && !out.iter().any(|mention| mention.span.meets(span)) {
            out.push(Mention {
                span,
                kind: entity.kind,
                entity: entity.id.to_owned(),
                known: true,
                title: None,
                whole: span,
            });
        }
    }
    out.sort_by_key(|mention| mention.span);
}

fn in_sentence<'t>(words: &Words<'t>, memory: &mut Memory<'_, 't>) -> Vec<Mention> {
    let (text, all) = (words.text, words.all.as_slice());
    let known = kinds::known(words);
    let title_cased = is_title_cased(all);
    let mut out: Vec<Mention> = Vec::new();
    let mut i = 0;
    while i < all.len() {
        let token = all[i];
        if let Some((span, entity)) = known.iter().find(|(span, _)| span.meets(token.span)) {
            let next = all.partition_point(|token| token.span.start < span.end).max(i + 1);
            // A known body inside a longer name: `Micron Technology Inc`, `Reuters Institute`.
            let mut end = span.end;
            let mut after = next;
            while after < all.len()
                && entity.kind == EntityKind::Company
                && all[after].is_capital()
                && matches!(
                    all[after].lower().as_str(),
                    "co" | "corp"
                        | "inc"
                        | "ltd"
                        | "group"
                        | "corporation"
                        | "ag"
                        | "plc"
                        | "nv"
                        | "sa"
                        | "spa"
                        | "gmbh"
                        | "llc"
                        | "motor"
                        | "holdings"
                )
            {
                end = all[after].span.end;
                after += 1;
            }
            // A place that only begins a longer name: `Chicago Bulls`, `Seoul National University`.
            if let Some((kind, to)) = kinds::longer(all, i, next, &known) {
                let whole = Span::new(span.start, all[to - 1].span.end);
                let name = whole.of(text).unwrap_or("");
                let prefix = if kind == EntityKind::Organisation { "org" } else { "name" };
                out.push(plain(text, whole, kind, format!("{prefix}:{}", key(name)), false));
                i = to;
                continue;
            }
            let span = Span::new(span.start, end);
            let mut mention = plain(text, span, entity.kind, entity.id.to_owned(), true);
            if entity.kind == EntityKind::Person {
                titled(text, all, i, after, &mut mention);
                for alias in &entity.aliases {
                    remember(&mut memory.people, alias, entity.id);
                }
            } else if matches!(entity.kind, EntityKind::Government | EntityKind::Organisation) {
                memory.bodies.push((span.of(text).unwrap_or("").to_lowercase(), entity.id));
            }
            out.push(mention);
            i = after;
            continue;
        }
        let after_place = out.last().is_some_and(|last| {
            matches!(last.kind, EntityKind::Place | EntityKind::Country | EntityKind::Capital)
                && i > 0
                && matches!(all[i - 1].text, "and" | "," | "or")
                && i > 1
                && all[i - 2].span.end <= last.span.end
        });
        let context = Context { title_cased, after_place, known: &known };
        if let Some((mut mention, next)) = unknown(text, all, i, memory, &context) {
            if mention.kind == EntityKind::Person {
                titled(text, all, i, next, &mut mention);
            }
            out.push(mention);
            i = next;
            continue;
        }
        i += 1;
    }
    out
}

fn plain(text: &str, span: Span, kind: EntityKind, entity: String, known: bool) -> Mention {
    let words = span.of(text).unwrap_or("");
    let span = Span::new(span.start, span.start + strip_possessive(words).len());
    Mention { span, kind, entity, known, title: None, whole: span }
}

/// Finds the title written before (`Minister Wang Wentao`) or after (`Wang Wentao, Minister of …,`).
fn titled(text: &str, all: &[Token<'_>], first: usize, next: usize, mention: &mut Mention) {
    let before = before_title(all, first);
    let after = after_title(all, next);
    if let Some(from) = before {
        let span = Span::new(all[from].span.start, all[first - 1].span.end);
        mention.title = Some(span.trimmed(text));
        mention.whole = Span::new(span.start, mention.span.end);
    }
    if let Some((from, to)) = after {
        let span = Span::new(all[from].span.start, all[to - 1].span.end);
        mention.title = mention.title.or(Some(span));
        mention.whole = Span::new(mention.whole.start, span.end);
    }
}

fn remember(people: &mut People, name: &str, entity: &str) {
    let words: Vec<&str> = name.split_whitespace().collect();
    let [first, .., last] = words.as_slice() else { return };
    let lower = first.to_lowercase();
    let east = crate::korean::is_surname(&lower) && last.contains('-')
        || CHINESE_SURNAMES.contains(lower.as_str());
    let surname = if east { lower } else { last.to_lowercase() };
    people.retain(|(known, _)| *known != surname);
    people.push((surname, entity.to_owned()));
}

/// Headlines capitalise everything; capitals then say nothing.
fn is_title_cased(all: &[Token<'_>]) -> bool {
    let words: Vec<&Token<'_>> =
        all.iter().filter(|t| t.kind == TokenKind::Word && t.text.len() > 3).collect();
    let capital = words.iter().filter(|token| token.is_capital()).count();
    words.len() >= 4 && capital * 10 >= words.len() * 8
}

fn is_body_word(lower: &str) -> bool {
    is_class("body", lower)
}

fn is_calendar(lower: &str) -> bool {
    crate::calendar::weekday_number(lower).is_some()
        || crate::calendar::month_number(lower).is_some() && !matches!(lower, "mar" | "jan" | "jun")
}

#[cfg(test)]
mod tests;
