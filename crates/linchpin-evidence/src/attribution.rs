//! Who said what: direct, indirect and mixed speech with cue and source.
//!
//! In comes a sentence; out go [`Quotation`]s: the bytes of what was said, of the verb that reports
//! it, and of whoever is said to have said it. Three shapes carry almost all of it in news:
//! `SOURCE said (that) CONTENT`, `CONTENT, SOURCE said` (or `said SOURCE`), and `according to SOURCE`.
//! A quotation mark alone makes no quotation: words in scare quotes are left.

pub(crate) mod east;
mod extent;
mod layout;
mod report;
mod subject;
mod trailing;

use extent::{content_after, content_end};
use layout::{bare, laid_out};
use report::{is_report, participle_source};
use subject::{has_finite, shared_subject};
use trailing::{after_trailing, content_before, trailing};

use crate::calendar::is_time_word;
use crate::cues::{CueKind, Form, cue};
use crate::lines::is_stopword;
use crate::quoted::{Quoted, Reading, quoted};
use crate::source_phrase::{NounPhrase, phrase_after, phrase_before};
use crate::span::Span;
use crate::token::{Lower, Token, TokenKind, tokens};
use crate::vocabulary::Vocabulary;
use crate::words::Words;
use serde::Serialize;
use std::sync::LazyLock;

/// How the words are given.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Speech {
    /// Word for word between quotation marks.
    Direct,
    /// In the reporter's words.
    Indirect,
    /// In the reporter's words, with a part between quotation marks.
    Mixed,
}

/// One piece of reported speech; spans relative to the sentence it was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quotation {
    /// What was said, quotation marks at its ends left out.
    pub content: Span,
    /// The same with its quotation marks, the comma or stop inside them, and `that`; the stop or comma of the
    /// sentence around it stays outside.
    pub outer: Span,
    /// How it is given.
    pub speech: Speech,
    /// The reporting words.
    pub cue: Option<Span>,
    /// What the reporting words report.
    pub cue_kind: Option<CueKind>,
    /// Who said it, as written, apposition included.
    pub source: Option<Span>,
    /// Whether cue and source were taken over from the sentence before.
    pub inherited: bool,
}

/// The reported speech in `sentence`; spans relative to it.
#[must_use]
pub fn quotations(sentence: &str) -> Vec<Quotation> {
    quotations_of(&Words::of(sentence))
}

/// The reported speech in a sentence.
pub(crate) fn quotations_of(words: &Words<'_>) -> Vec<Quotation> {
    let Words { text, all, lower, known, east, .. } = words;
    if *east {
        return east::quotations(text);
    }
    let token_at = |byte: usize| all.partition_point(|token| token.span.start < byte);
    let names = known
        .iter()
        .map(|(span, _)| (token_at(span.start), token_at(span.end)))
        .filter(|(from, to)| to > &(from + 1));
    let reading = Reading { all, lower, quoted: quoted(all), names: names.collect() };
    let mut out: Vec<Quotation> = Vec::new();
    let mut i = 0;
    while i < all.len() {
        if !reading.in_quotes(i) {
            let found = according_to(&reading, i).or_else(|| said(&reading, i));
            if let Some(more) = found {
                for quotation in more {
                    let taken = out.iter().any(|old| {
                        old.content == quotation.content
                            || old.cue == quotation.cue && old.content.meets(quotation.content)
                    });
                    if !taken {
                        out.push(quotation);
                    }
                }
            }
        }
        i += 1;
    }
    drop_nested(&mut out);
    bare(&reading, &mut out);
    laid_out(&reading, &mut out);
    out.sort_by_key(|quotation| (quotation.content, quotation.cue));
    out
}

/// A later cue inside an earlier content stays (a chain of sources); the same words are said once.
fn drop_nested(out: &mut Vec<Quotation>) {
    let all = out.clone();
    out.retain(|one| {
        !all.iter().any(|other| {
            other != one
                && other.content == one.content
                && other.source.is_some()
                && one.source.is_none()
        })
    });
}

fn make(
    reading: &Reading<'_, '_>,
    from: usize,
    to: usize,
    cue_span: Span,
    kind: CueKind,
    source: Option<Span>,
) -> Option<Quotation> {
    let (content, outer) = reading.content(from, to)?;
    let inside = |quoted: &&Quoted| {
        let span = reading.span(quoted.open, (quoted.close + 1).min(reading.all.len()));
        outer.meets(span)
    };
    let speech = match reading.quoted.iter().find(inside) {
        None => Speech::Indirect,
        Some(quoted) => {
            let span = reading.span(quoted.open, (quoted.close + 1).min(reading.all.len()));
            if span.holds(content) { Speech::Direct } else { Speech::Mixed }
        }
    };
    Some(Quotation {
        content,
        outer,
        speech,
        cue: Some(cue_span),
        cue_kind: Some(kind),
        source,
        inherited: false,
    })
}

/// `according to SOURCE`, before or after what it supports.
fn according_to(reading: &Reading<'_, '_>, at: usize) -> Option<Vec<Quotation>> {
    if !(reading.w(at) == "according" && reading.w(at + 1) == "to") {
        return None;
    }
    let NounPhrase { from, mut to } = phrase_after(reading, at + 2)?;
    // `a note sent to clients late Monday`: a participle takes all up to the next mark with it.
    let participle = |word: &str| {
        word.len() > 4 && word.ends_with("ed") || matches!(word, "sent" | "given" | "shown")
    };
    let goes_on =
        matches!(reading.w(to), "to" | "by" | "for" | "on" | "in") || is_time_word(reading.w(to));
    if goes_on && to > from + 1 && participle(reading.w(to - 1)) {
        let mark = |i: &usize| reading.all[*i].kind == TokenKind::Mark;
        to = (to..reading.all.len()).find(mark).unwrap_or(reading.all.len());
    }
    let source = reading.span(from, to);
    let cue_span = reading.span(at, at + 2);
    let end = reading.all.len();
    let initial = at == 0 || at <= 2 && is_stopword(reading.w(0));
    let quotation = if initial {
        make(reading, to, end, cue_span, CueKind::Says, Some(source))
    } else {
        let start = clause_start(reading, at);
        make(reading, start, at, cue_span, CueKind::Says, Some(source))
    };
    quotation.map(|quotation| vec![quotation])
}

/// Where the clause that ends before `at` starts: after a semicolon or an earlier report.
fn clause_start(reading: &Reading<'_, '_>, at: usize) -> usize {
    (0..at).rev().find(|i| matches!(reading.w(*i), ";")).map_or(0, |i| i + 1)
}

/// Words that may stand between a subject and its reporting verb.
static AUXILIARIES: LazyLock<Vocabulary<()>> =
    LazyLock::new(|| Vocabulary::list(include_str!("../data/auxiliaries.txt").split_whitespace()));

/// Who acts in a sentence that reports nothing: `Old Tobias laughed.`
pub(crate) fn actor(sentence: &str) -> Option<Span> {
    let all = tokens(sentence);
    let lower: Vec<Lower<'_>> = all.iter().map(Token::lower).collect();
    let reading = Reading { all: &all, lower: &lower, quoted: quoted(&all), names: Vec::new() };
    let phrase = subject::clause_subject(&reading, all.len())?;
    (phrase.from == 0).then(|| reading.span(phrase.from, phrase.to))
}

/// Things that have aims but say nothing: `The trip aims to`.
static MUTE: LazyLock<Vocabulary<()>> =
    LazyLock::new(|| Vocabulary::list(include_str!("../data/mute_nouns.txt").split_whitespace()));

/// What is read as a sign and says nothing: `its emphasis on chips indicates`.
static SIGNS: LazyLock<Vocabulary<()>> =
    LazyLock::new(|| Vocabulary::list(include_str!("../data/signs.txt").split_whitespace()));

/// Whether a phrase before a verb can be its subject: no phrase that ends in a preposition (`in earlier
/// reports`) and no clause with a participle for its head (`joining the delegation`).
fn is_source(reading: &Reading<'_, '_>, phrase: NounPhrase, verb: usize, kind: CueKind) -> bool {
    let last = reading.w(phrase.to - 1);
    let first = reading.w(phrase.from);
    let open = matches!(
        last,
        "in" | "on"
            | "at"
            | "of"
            | "for"
            | "to"
            | "by"
            | "with"
            | "from"
            | "about"
            | "into"
            | "over"
            | "as"
    );
    let participle = first.len() > 5
        && first.ends_with("ing")
        && !reading.all[phrase.from].is_capital()
        && phrase.to > phrase.from + 1;
    let head = (phrase.from..phrase.to)
        .find(|i| {
            matches!(
                reading.w(i + 1),
                "of" | "to" | "by" | "in" | "for" | "with" | "on" | "between"
            )
        })
        .unwrap_or(phrase.to - 1)
        .min(phrase.to - 1);
    let shows = matches!(
        crate::token::stem(reading.w(verb)).as_str(),
        "indicat" | "suggest" | "show" | "reveal" | "signal" | "demonstrat" | "mean"
    );
    let mute = (!matches!(kind, CueKind::Says) && MUTE.contains(reading.w(head))
        || shows && SIGNS.contains(reading.w(head)))
        && !reading.all[head].is_capital();
    !open && !participle && !mute && first != "according"
}

/// Reports with a verb.
fn said(reading: &Reading<'_, '_>, at: usize) -> Option<Vec<Quotation>> {
    let token = reading.all[at];
    if token.kind != TokenKind::Word {
        return None;
    }
    let verb = cue(reading.w(at))?;
    // `States` of the United States is no verb.
    let named = reading.names.iter().any(|(from, to)| *from <= at && at < *to);
    if named || at > 0 && token.is_capital() || !is_report(reading, at, verb) {
        return None;
    }
    let cue_span = token.span;
    let mut subject_end = at;
    while subject_end > 0 && AUXILIARIES.contains(reading.w(subject_end - 1)) {
        subject_end -= 1;
    }
    let shared = shared_subject(reading, subject_end);
    let before = shared.or_else(|| phrase_before(reading, subject_end));
    let before = before.filter(|phrase| is_source(reading, *phrase, at, verb.kind));
    let mut out = Vec::new();
    // `CONTENT, SOURCE said` and `CONTENT, said SOURCE`.
    if verb.form != Form::Ing
        && let Some((start, source)) = trailing(reading, at, before)
    {
        let left = content_before(reading, start);
        out.extend(make(reading, left, start, cue_span, verb.kind, Some(source)));
        let after = after_trailing(reading, at, source);
        let next = reading.quoted.iter().find(|pair| pair.open >= after);
        let own_cue =
            |open: usize| reading.lower[after..open].iter().any(|word| cue(word).is_some());
        if let Some(pair) = next.filter(|pair| !own_cue(pair.open)) {
            let end = (pair.close + 1).min(reading.all.len());
            out.extend(make(reading, pair.open, end, cue_span, verb.kind, Some(source)));
        }
        return Some(out);
    }
    let source = match (verb.form, before) {
        (Form::Ing, _) => participle_source(reading, at),
        (_, Some(phrase)) => Some(reading.span(phrase.from, phrase.to)),
        (_, None) => None,
    };
    let (mut from, plain) = content_after(reading, at, verb)?;
    let mut to = content_end(reading, from);
    // A quotation right after the verb is the whole content.
    let opening = (from..(from + 2).min(reading.all.len()))
        .find(|i| reading.quoted.iter().any(|pair| pair.open == *i));
    if let Some(open) = opening
        && (open == from || matches!(reading.w(from), "," | ":"))
        && let Some(pair) = reading.quoted.iter().find(|pair| pair.open == open)
    {
        let words = pair.close.saturating_sub(open);
        let alone = pair.close + 1 >= to
            || has_finite(reading, pair.open, pair.close)
            || matches!(reading.w(pair.close.wrapping_sub(1)), "." | "," | "!" | "?")
            || reading.w(pair.close + 1) == ",";
        if alone && words >= 3 {
            from = open;
            to = (pair.close + 1).min(reading.all.len());
        }
    }
    let source = source?;
    if !plain && opening.is_none() && to - from < 2 {
        return None;
    }
    out.extend(make(reading, from, to, cue_span, verb.kind, Some(source)));
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// content | cue | source of each quotation.
    fn found(text: &str) -> Vec<String> {
        let words = |span: Option<Span>| span.and_then(|span| span.of(text)).unwrap_or("-");
        let show = |q: Quotation| {
            format!("{} | {} | {}", words(Some(q.content)), words(q.cue), words(q.source))
        };
        quotations(text).into_iter().map(show).collect()
    }

    #[test]
    fn direct_speech() {
        assert_eq!(
            found("“We will wait,” said Anna Holt, the harbour master."),
            ["We will wait | said | Anna Holt, the harbour master"]
        );
        assert_eq!(
            found("The mayor said, \"Nobody asked us about the pier.\""),
            ["Nobody asked us about the pier | said | The mayor"]
        );
        assert_eq!(
            found("“The pier is old,” the mayor said, adding, “It must go.”"),
            ["The pier is old | said | the mayor", "It must go | adding | the mayor"]
        );
        assert_eq!(found("They call it the “big pier” here."), [] as [&str; 0]);
    }

    #[test]
    fn indirect_speech() {
        assert_eq!(
            found("The ministry said on Monday that ships may return next week."),
            ["ships may return next week | said | The ministry"]
        );
        assert_eq!(
            found("Ships may return next week, the ministry said."),
            ["Ships may return next week | said | the ministry"]
        );
        assert_eq!(
            found("According to the port authority, two cranes failed."),
            ["two cranes failed | According to | the port authority"]
        );
        assert_eq!(
            found("Two cranes failed, according to a report by the port."),
            ["Two cranes failed | according to | a report by the port"]
        );
        assert_eq!(
            found("In a letter, the union told members that strikes would end."),
            ["strikes would end | told | the union"]
        );
        assert_eq!(
            found("Jo Park, head of the union, announced that strikes would end."),
            ["strikes would end | announced | Jo Park, head of the union"]
        );
        assert_eq!(
            found("Analysts expect prices to fall."),
            ["prices to fall | expect | Analysts"]
        );
    }

    #[test]
    fn mixed_speech() {
        let text = "The envoy stated that talks were “useful and frank” this time.";
        assert_eq!(found(text), ["talks were “useful and frank” this time | stated | The envoy"]);
        assert_eq!(quotations(text)[0].speech, Speech::Mixed);
    }
}
