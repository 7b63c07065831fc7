//! Whether a word reports, and for whom a participle does.
//!
//! In come tokens and the place of a word that can report; out go yes or no, and the source of `…, adding
//! that`.

use super::AUXILIARIES;
use super::subject::clause_subject;
use super::trailing::trailing;
use crate::cues::{Cue, CueKind, Form, cue};
use crate::quoted::Reading;
use crate::source_phrase::phrase_before;
use crate::span::Span;
use crate::token::TokenKind;

/// Whether a word before another makes a noun of it: `the report`, `its claims`.
fn makes_noun(before: &str) -> bool {
    matches!(
        before,
        "the"
            | "a"
            | "an"
            | "its"
            | "his"
            | "her"
            | "their"
            | "this"
            | "that"
            | "of"
            | "any"
            | "no"
            | "for"
            | "some"
            | "in"
            | "more"
            | "with"
            | "by"
            | "on"
            | "from"
            | "s"
    )
}

/// Whether a word that can report does so here.
pub(super) fn is_report(reading: &Reading<'_, '_>, at: usize, verb: Cue) -> bool {
    let before = reading.w(at.wrapping_sub(1));
    let after = reading.w(at + 1);
    let noun = makes_noun(before);
    match verb.form {
        Form::Base => !noun && before != "to" && is_plural_present(reading, at),
        Form::Third => {
            !noun
                && (verb.kind == CueKind::Says
                    || after == "that"
                    || after == "to"
                    || reading.lower[at..].iter().take(8).any(|word| opens_clause(word)))
        }
        Form::Ing => verb.kind == CueKind::Says && is_led(reading, at),
        Form::Past => {
            let passive =
                matches!(before, "is" | "are" | "was" | "were" | "be" | "been" | "being" | "as");
            if noun && reading.w(at) != "said" {
                return false;
            }
            !passive || matches!(reading.w(at), "told" | "quoted") && after == "that"
        }
    }
}

/// Whether a base form is the present of a plural: `officials say`, `officials of the bank and the ministry say`.
fn is_plural_present(reading: &Reading<'_, '_>, at: usize) -> bool {
    let before = reading.w(at.wrapping_sub(1));
    if matches!(
        before,
        "not" | "would" | "will" | "could" | "can" | "may" | "might" | "must" | "should"
    ) {
        return false;
    }
    // `economists now believe`: an adverb stands between.
    let mut end = at;
    while end > 0 && AUXILIARIES.contains(reading.w(end - 1)) {
        end -= 1;
    }
    let subject = phrase_before(reading, end).map_or("", |phrase| {
        let end = (phrase.from + 1..phrase.to)
            .find(|i| {
                matches!(
                    reading.w(*i),
                    "at" | "of" | "in" | "for" | "from" | "with" | "familiar" | "on" | "by"
                ) || reading.w(*i).ends_with("ed")
                    || reading.w(*i) == ","
            })
            .unwrap_or(phrase.to);
        reading.w(end - 1)
    });
    let plural = subject.ends_with('s') && !subject.ends_with("ss")
        || matches!(subject, "people" | "police" | "media" | "men" | "women");
    plural
        || reading.all[at.wrapping_sub(1).min(at)].text.ends_with('s')
        || matches!(
            before,
            "they" | "we" | "i" | "you" | "who" | "people" | "also" | "some" | "many"
        )
}

/// Whether a word soon after a verb tells that a clause follows.
fn opens_clause(word: &str) -> bool {
    matches!(
        word,
        "will"
            | "to"
            | "that"
            | "is"
            | "are"
            | "was"
            | "were"
            | "can"
            | "could"
            | "would"
            | "has"
            | "have"
            | "had"
            | "may"
            | "might"
            | "should"
            | "must"
    )
}

/// Whether a participle reports after what stands before it: `…, adding that`, `a statement saying`.
fn is_led(reading: &Reading<'_, '_>, at: usize) -> bool {
    let (before, after) = (reading.w(at.wrapping_sub(1)), reading.w(at + 1));
    let led = matches!(
        before,
        "," | "statement"
            | "statements"
            | "report"
            | "letter"
            | "in"
            | "by"
            | "as"
            | "and"
            | "instead"
            | "also"
    ) || matches!(before, "”" | "\"");
    led && (matches!(after, "that" | "," | ":" | "“" | "\"")
        || !matches!(reading.w(at), "adding" | "showing" | "finding" | "concluding" | "remarking")
            && before == ","
        || matches!(reading.w(at), "adding" | "saying" | "noting"))
}

/// The source of `…, adding that`: the source of the report before it, or the phrase it follows.
pub(super) fn participle_source(reading: &Reading<'_, '_>, at: usize) -> Option<Span> {
    let at = if matches!(reading.w(at.wrapping_sub(1)), "instead" | "also" | "further") {
        at - 1
    } else {
        at
    };
    // `the release of a letter claiming that`: the letter claims it.
    if at > 0
        && reading.all[at - 1].kind == TokenKind::Word
        && !matches!(reading.w(at - 1), "by" | "in" | "and" | "as")
    {
        let phrase = phrase_before(reading, at)?;
        let determiner = |i: &usize| {
            matches!(reading.w(*i), "a" | "an" | "the" | "his" | "her" | "its" | "their")
        };
        let from = (phrase.from..at).rev().find(determiner).unwrap_or(phrase.from);
        return Some(reading.span(from, at));
    }
    for i in (0..at).rev() {
        let report =
            cue(reading.w(i)).filter(|verb| verb.form != Form::Ing && verb.form != Form::Base);
        if report.is_some() && !reading.in_quotes(i) {
            let mut end = i;
            while end > 0 && AUXILIARIES.contains(reading.w(end - 1)) {
                end -= 1;
            }
            if let Some((_, source)) = trailing(reading, i, phrase_before(reading, end)) {
                return Some(source);
            }
            return phrase_before(reading, end).map(|phrase| reading.span(phrase.from, phrase.to));
        }
    }
    let comma = reading.w(at.wrapping_sub(1)) == ",";
    if comma {
        let subject = clause_subject(reading, at)?;
        return Some(reading.span(subject.from, subject.to));
    }
    phrase_before(reading, at).map(|phrase| reading.span(phrase.from, phrase.to))
}
