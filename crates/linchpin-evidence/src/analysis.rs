//! Every layer of one document, each with its bytes.
//!
//! In comes a [`Document`]; out goes an [`Analysis`]: sentences that cover all its words, and for each
//! sentence its mentions, numbers, times and quotations, and the claims read from the article's own
//! sentences. All spans are bytes of the document's text. The same document gives the same analysis.

use crate::attribution::{Speech, quotations_of};
use crate::claim::{Claim, claims};
use crate::document::Document;
use crate::lines::{Line, LineKind};
use crate::mention::mentions_of;
use crate::number::numbers_beside;
use crate::reading::Reading;
use crate::sentence::{Sentence, sentences};
use crate::span::Span;
use crate::time::{Anchor, times_of};
use crate::token::lowered;
use crate::words::Words;

/// A document read through.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// The document.
    pub document: Document,
    /// Its sentences, in order.
    pub readings: Vec<Reading>,
    /// Claims read from the article's sentences.
    pub claims: Vec<Claim>,
}

impl Analysis {
    /// Reads a document through.
    #[must_use]
    pub fn of(document: Document) -> Self {
        let found = sentences(&document.text, &document.lines);
        Self::with_sentences(document, &found)
    }

    /// Reads documents through on all cores; the order and the results are those of one core.
    #[must_use]
    pub fn of_all(documents: Vec<Document>) -> Vec<Self> {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let size = documents.len().div_ceil(cores.max(1)).max(1);
        if documents.len() < 8 || cores < 2 {
            return documents.into_iter().map(Self::of).collect();
        }
        let chunks: Vec<Vec<Document>> = documents.chunks(size).map(<[Document]>::to_vec).collect();
        std::thread::scope(|scope| {
            let running: Vec<_> = chunks
                .into_iter()
                .map(|chunk| scope.spawn(|| chunk.into_iter().map(Self::of).collect::<Vec<_>>()))
                .collect();
            let done = running.into_iter().map(|thread| match thread.join() {
                Ok(part) => part,
                Err(panic) => std::panic::resume_unwind(panic),
            });
            done.flatten().collect()
        })
    }

    /// Reads a document whose sentences are given.
    #[must_use]
    pub fn with_sentences(document: Document, found: &[Sentence]) -> Self {
        let text = document.text.as_str();
        let lang = document.meta.lang.as_ref().map(|known| known.value.as_str());
        let day_first = crate::time::writes_day_first(text, lang);
        let anchor = document.meta.published.as_ref();
        let anchor = anchor.map(|known| Anchor::published(&known.value).day_first(day_first));
        let small = lowered(text);
        let words = |sentence: &Sentence| {
            let small = small.as_deref().and_then(|small| sentence.span.of(small));
            Words::beside(sentence.span.of(text).unwrap_or(""), small)
        };
        let all: Vec<Words<'_>> = found.iter().map(words).collect();
        let starts = found.iter().map(|sentence| sentence.span.start);
        let named = mentions_of(&all, starts);
        let mut readings: Vec<Reading> = Vec::with_capacity(found.len());
        for ((sentence, words), mentions) in found.iter().zip(&all).zip(named) {
            let start = sentence.span.start;
            let when = times_of(words, anchor);
            let mut reading = Reading {
                sentence: *sentence,
                kind: document
                    .lines
                    .get(sentence.line)
                    .map_or(LineKind::Paragraph, |line| line.kind),
                mentions,
                numbers: numbers_beside(words.text, &when),
                times: when,
                quotations: quotations_of(words),
            };
            shift(&mut reading, start);
            inherit(readings.last(), &mut reading);
            readings.push(reading);
        }
        crate::turns::layouts(text, &mut readings);
        let claims = claims(&document, &readings, &all);
        Self { document, readings, claims }
    }

    /// The words under a span.
    #[must_use]
    pub fn words(&self, span: Span) -> &str {
        span.of(&self.document.text).unwrap_or("")
    }

    /// The sentences of the article itself.
    pub fn kept(&self) -> impl Iterator<Item = &Reading> {
        self.readings.iter().filter(|reading| reading.sentence.keep)
    }
}

fn shift(reading: &mut Reading, by: usize) {
    for number in &mut reading.numbers {
        number.span = number.span.shifted(by);
        number.figure = number.figure.shifted(by);
    }
    for when in &mut reading.times {
        when.span = when.span.shifted(by);
        for (span, _) in &mut when.parts {
            *span = span.shifted(by);
        }
    }
    for quotation in &mut reading.quotations {
        quotation.content = quotation.content.shifted(by);
        quotation.outer = quotation.outer.shifted(by);
        quotation.cue = quotation.cue.map(|span| span.shifted(by));
        quotation.source = quotation.source.map(|span| span.shifted(by));
    }
}

/// A sentence that is nothing but a quotation goes on with the speaker before it.
fn inherit(before: Option<&Reading>, reading: &mut Reading) {
    let Some(last) = before
        .filter(|before| before.sentence.line == reading.sentence.line)
        .and_then(|before| before.quotations.last())
    else {
        return;
    };
    let whole = reading.sentence.span;
    for quotation in &mut reading.quotations {
        let alone = quotation.source.is_none() && quotation.outer.len() + 2 >= whole.len();
        if alone && quotation.speech == Speech::Direct && last.source.is_some() {
            quotation.source = last.source;
            quotation.cue = last.cue;
            quotation.cue_kind = last.cue_kind;
            quotation.inherited = true;
        }
    }
}

/// Sentences given one a line.
#[must_use]
pub fn one_a_line(text: &str, lines: &[Line]) -> Vec<Sentence> {
    let filled = lines.iter().enumerate().filter_map(|(line, found)| {
        let span = found.span.trimmed(text);
        (!span.is_empty()).then_some(Sentence { span, line, keep: true })
    });
    filled.collect()
}
