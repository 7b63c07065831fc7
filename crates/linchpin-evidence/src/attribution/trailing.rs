//! Reports that trail their content: `CONTENT, SOURCE said` and `CONTENT, said SOURCE`.
//!
//! In come a reporting verb and the phrase before it; out go where the content ends and who said it.

use super::clause_start;
use super::subject::{has_finite, is_finite};
use crate::quoted::{Reading, is_mark};
use crate::source_phrase::{NounPhrase, phrase_after};
use crate::span::Span;
use crate::token::TokenKind;

/// When the report trails its content: the token after the content, and the source.
pub(super) fn trailing(
    reading: &Reading<'_, '_>,
    at: usize,
    before: Option<NounPhrase>,
) -> Option<(usize, Span)> {
    let closes = |i: usize| {
        i > 0
            && (matches!(reading.w(i - 1), ",")
                || is_mark(reading.w(i - 1))
                    && i >= 2
                    && matches!(reading.w(i - 2), "," | "?" | "!" | "."))
    };
    let opened_by_quote =
        reading.quoted.first().is_some_and(|pair| pair.open == 0 && pair.close < at);
    // Inverted: `…, said SOURCE.`
    if closes(at)
        && crate::cues::is_plain_saying(reading.w(at))
        && !matches!(reading.w(at + 1), "that" | "," | "“" | "\"" | ":" | "")
        && let Some(phrase) = phrase_after(reading, at + 1)
    {
        let capital = reading.all[phrase.from].is_capital()
            || matches!(reading.w(phrase.from), "the" | "a" | "an" | "one" | "its" | "his" | "her");
        let long = at >= 4;
        let proper = capital && long && (opened_by_quote || content_is_clause(reading, at));
        // `X, an analyst, said the firm would`: what follows is content with a verb of its own.
        let verb = is_finite(reading, phrase.to) && !opened_by_quote;
        if proper && !verb && !ends_content_after(reading, phrase.to) {
            return Some((at, reading.span(phrase.from, phrase.to)));
        }
    }
    let phrase = before?;
    if !closes(phrase.from) || phrase.from < 4 && !opened_by_quote {
        return None;
    }
    let quote_before = is_mark(reading.w(phrase.from - 1));
    let next = reading.w(at + 1);
    let rest = reading.all.len() - at - 1;
    let ends = matches!(next, "" | "." | "," | ";") || matches!(next, "”" | "\"");
    let adjunct = matches!(
        next,
        "in" | "on"
            | "at"
            | "during"
            | "after"
            | "to"
            | "by"
            | "last"
            | "yesterday"
            | "of"
            | "as"
            | "through"
            | "when"
            | "while"
            | "before"
            | "via"
            | "ahead"
            | "with"
            | "this"
            | "late"
            | "early"
            | "earlier"
    ) || crate::calendar::weekday_number(next).is_some();
    let told = matches!(reading.w(at), "told" | "informed")
        && !reading.lower[at..].iter().any(|word| word == "that");
    let trails =
        ends || (adjunct || told) && (rest <= 14 || quote_before) || quote_before && rest <= 3;
    (trails && (quote_before || content_is_clause(reading, phrase.from)))
        .then(|| (phrase.from, reading.span(phrase.from, phrase.to)))
}

/// Whether the words before token `end` can stand as a clause rather than an adverbial.
pub(super) fn content_is_clause(reading: &Reading<'_, '_>, end: usize) -> bool {
    let first = reading.w(0);
    if matches!(first, "asked" | "speaking" | "pressed" | "questioned") {
        return false;
    }
    let adverbial = matches!(
        first,
        "in" | "on"
            | "at"
            | "after"
            | "before"
            | "during"
            | "under"
            | "as"
            | "when"
            | "while"
            | "if"
            | "although"
            | "with"
            | "by"
            | "for"
            | "from"
            | "asked"
            | "speaking"
            | "since"
            | "because"
            | "despite"
            | "following"
            | "meanwhile"
            | "however"
    );
    let words = reading.all[..end].iter().filter(|t| t.kind == TokenKind::Word).count();
    words >= 4 && (!adverbial || words >= 14 || has_finite(reading, 0, end))
}

pub(super) fn ends_content_after(reading: &Reading<'_, '_>, to: usize) -> bool {
    // `, said the minister that …` reads on as content.
    reading.w(to) == "that"
}

pub(super) fn content_before(reading: &Reading<'_, '_>, end: usize) -> usize {
    // A quotation that ends here and starts inside the sentence is the content by itself when words
    // with their own report stand before it.
    let closing =
        reading.quoted.iter().rev().find(|pair| pair.close < end && pair.close + 2 >= end);
    if let Some(pair) = closing {
        let reported_before =
            reading.lower[..pair.open].iter().any(|word| crate::cues::is_plain_saying(word));
        if pair.open == 0 || reported_before {
            return pair.open;
        }
    }
    clause_start(reading, end)
}

pub(super) fn after_trailing(reading: &Reading<'_, '_>, at: usize, source: Span) -> usize {
    let after_source = reading.all.partition_point(|token| token.span.end <= source.end);
    after_source.max(at + 1)
}
