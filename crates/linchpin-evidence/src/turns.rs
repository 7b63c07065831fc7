//! Who speaks where no verb says so: turns of a transcript, questions and answers, a name under a quotation,
//! a quotation that runs over paragraphs.
//!
//! In come the sentences of a document with their quotations; quotations of such layouts get their source.

use crate::attribution::{Quotation, Speech};
use crate::cues::CueKind;
use crate::headers::is_header;
use crate::reading::Reading;
use crate::span::Span;

/// Gives sources to quotations that have none, from the layout around them.
pub(crate) fn layouts(text: &str, readings: &mut [Reading]) {
    turns(text, readings);
    for at in 1..readings.len() {
        signed(text, readings, at);
        resumed(text, readings, at);
        acted(text, readings, at);
    }
}

/// Where the label of a turn ends: `Q: `, `ANNA RUIZ: `, `MR. HALE: `.
fn label(sentence: &str) -> Option<usize> {
    let colon = sentence.find(':').filter(|at| (1..=40).contains(at))?;
    let name = &sentence[..colon];
    let after = sentence[colon + 1..].chars().next();
    let single = matches!(name, "Q" | "A" | "Question" | "Answer" | "问" | "答" | "문" | "답");
    let capitals = name.chars().filter(|c| c.is_uppercase()).count() >= 3
        && name.chars().all(|c| c.is_uppercase() || matches!(c, ' ' | '.' | '-' | '\'' | '’'));
    let header = is_header(&name.to_lowercase());
    (after.is_none_or(char::is_whitespace) && (single || capitals) && !header).then_some(colon)
}

/// Turns: two lines or more that start with a label; every sentence of such a line is its speaker's.
fn turns(text: &str, readings: &mut [Reading]) {
    let mut labels: Vec<(usize, Span, usize)> = Vec::new();
    let mut line = None;
    for reading in readings.iter() {
        let first = line.replace(reading.sentence.line) != Some(reading.sentence.line);
        let found =
            label(words_of(text, reading.sentence.span)).filter(|_| first && reading.sentence.keep);
        if let Some(colon) = found {
            let start = reading.sentence.span.start;
            labels.push((
                reading.sentence.line,
                Span::new(start, start + colon),
                start + colon + 1,
            ));
        }
    }
    if labels.len() < 2 {
        return;
    }
    for reading in readings.iter_mut() {
        let own = labels.iter().find(|(line, ..)| *line == reading.sentence.line);
        let Some((_, source, body)) = own else { continue };
        let whole = reading.sentence.span;
        let outer = Span::new(whole.start.max(*body), whole.end).trimmed(text);
        let content = outer.of(text).map(|words| {
            let end = words.trim_end_matches(['.', ',', '。']).len();
            Span::new(outer.start, outer.start + end)
        });
        let Some(content) = content.filter(|content| !content.is_empty()) else { continue };
        let kind =
            if words_of(text, *source).starts_with('Q') { CueKind::Asks } else { CueKind::Says };
        reading.quotations.retain(|quotation| quotation.source.is_some_and(|own| own != *source));
        reading.quotations.insert(
            0,
            Quotation {
                content,
                outer: content,
                speech: Speech::Direct,
                cue: None,
                cue_kind: Some(kind),
                source: Some(*source),
                inherited: whole.start > source.start,
            },
        );
    }
}

fn words_of(text: &str, span: Span) -> &str {
    span.of(text).unwrap_or("")
}

/// `“…” — Anna Ruiz` where the name became a sentence or a line of its own.
fn signed(text: &str, readings: &mut [Reading], at: usize) {
    let (before, rest) = readings.split_at_mut(at);
    let (Some(last), Some(reading)) = (before.last_mut(), rest.first()) else { return };
    let words = words_of(text, reading.sentence.span);
    let name = words.trim_start_matches(['-', '–', '—', ' ']);
    let dashed = name.len() < words.len() && name.split(' ').count() <= 8;
    let near = reading.sentence.line <= last.sentence.line + 2;
    if !dashed || !near || !name.starts_with(char::is_uppercase) {
        return;
    }
    let end = reading.sentence.span.end - (name.len() - name.trim_end_matches('.').len());
    let source = Span::new(reading.sentence.span.end - name.len(), end);
    for quotation in last.quotations.iter_mut().filter(|quotation| quotation.source.is_none()) {
        quotation.source = Some(source);
    }
}

/// `Old Tobias laughed. “There was never any gold.”`: a short sentence before a quotation shows who speaks.
fn acted(text: &str, readings: &mut [Reading], at: usize) {
    let (before, rest) = readings.split_at_mut(at);
    let (Some(last), Some(reading)) = (before.last(), rest.first_mut()) else { return };
    let words = words_of(text, last.sentence.span);
    let [quotation] = reading.quotations.as_mut_slice() else { return };
    let alone = quotation.source.is_none()
        && quotation.speech == Speech::Direct
        && quotation.outer.len() + 2 >= reading.sentence.span.len();
    let beat = last.sentence.line == reading.sentence.line
        && last.quotations.is_empty()
        && words.split(' ').count() <= 10
        && words.ends_with('.');
    if !alone || !beat {
        return;
    }
    let Some(actor) = crate::attribution::actor(words) else { return };
    quotation.source = Some(actor.shifted(last.sentence.span.start));
    quotation.inherited = true;
}

/// Marks that open less those that close.
fn open_marks(words: &str) -> bool {
    let count = |mark: char| words.chars().filter(|c| *c == mark).count();
    count('“') > count('”') || count('"') % 2 == 1 && !words.ends_with('"')
}

/// A paragraph that starts with an opening mark while the quotation of the paragraph before is still open.
fn resumed(text: &str, readings: &mut [Reading], at: usize) {
    let (before, rest) = readings.split_at_mut(at);
    let (Some(last), Some(reading)) = (before.last(), rest.first_mut()) else { return };
    let here = words_of(text, reading.sentence.span);
    if last.sentence.line == reading.sentence.line
        || !here.starts_with(['“', '"'])
        || !open_marks(words_of(text, last.sentence.span))
    {
        return;
    }
    let Some(known) = last.quotations.iter().rev().find(|quotation| quotation.source.is_some())
    else {
        return;
    };
    for quotation in reading.quotations.iter_mut().filter(|quotation| quotation.source.is_none()) {
        quotation.source = known.source;
        quotation.cue = known.cue;
        quotation.cue_kind = known.cue_kind;
        quotation.inherited = true;
    }
}
