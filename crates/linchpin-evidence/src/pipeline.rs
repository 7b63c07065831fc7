//! Every layer of one document as JSON, for people and for scoring against annotated sets.
//!
//! In comes an [`Analysis`]; out goes the JSON that PIPELINE.md describes field by field. Offsets come
//! in bytes (`start`, `end`) and in characters (`char_start`, `char_end`).

use crate::analysis::Analysis;
use crate::attribution::Quotation;
use crate::lines::Line;
use crate::span::{CharCount, Span};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// Version of the output; grows when a field changes its meaning.
pub const FORMAT: &str = "linchpin-evidence-pipeline/1";

struct Writer<'t> {
    text: &'t str,
    /// Characters before each byte that starts one.
    chars: Vec<u32>,
}

impl Writer<'_> {
    fn place(&self, span: Span) -> Map<String, Value> {
        let mut out = Map::new();
        let char_at = |byte: usize| self.chars.get(byte).copied().unwrap_or(0);
        out.insert("start".to_owned(), json!(span.start));
        out.insert("end".to_owned(), json!(span.end));
        out.insert("char_start".to_owned(), json!(char_at(span.start)));
        out.insert("char_end".to_owned(), json!(char_at(span.end)));
        out.insert("text".to_owned(), json!(span.of(self.text).unwrap_or("")));
        out
    }

    fn with(&self, span: Span, more: Value) -> Value {
        let mut out = self.place(span);
        if let Value::Object(more) = more {
            out.extend(more);
        }
        Value::Object(out)
    }

    fn maybe(&self, span: Option<Span>) -> Value {
        span.map_or(Value::Null, |span| Value::Object(self.place(span)))
    }
}

fn plain<T: Serialize>(value: &T) -> Value {
    // Closed enums and plain structs cannot fail to serialise.
    serde_json::to_value(value).unwrap_or(Value::Null)
}

fn char_table(text: &str) -> Vec<u32> {
    let mut out = vec![0; text.len() + 1];
    let mut count = 0;
    for (byte, c) in text.char_indices() {
        for slot in &mut out[byte..byte + c.len_utf8()] {
            *slot = count;
        }
        count += 1;
    }
    out[text.len()] = count;
    out
}

/// The whole analysis as one JSON object.
#[must_use]
pub fn to_json(analysis: &Analysis) -> Value {
    let document = &analysis.document;
    let writer = Writer { text: &document.text, chars: char_table(&document.text) };
    let kept = document.lines.iter().filter(|line| line.keep());
    let body: Vec<&str> =
        kept.filter_map(|line| line.span.of(&document.text)).map(str::trim).collect();
    json!({
        "format": FORMAT,
        "document": {
            "sha256": document.id,
            "format": document.format,
            "encoding": document.encoding,
            "meta": document.meta,
        },
        "text": document.text,
        "body": body.join("\n"),
        "lines": document.lines.iter().enumerate().map(|(i, line)| line_json(&writer, i, line)).collect::<Vec<_>>(),
        "sentences": sentences(&writer, analysis),
        "mentions": mentions(&writer, analysis),
        "numbers": numbers(&writer, analysis),
        "times": times(&writer, analysis),
        "quotations": quotations(&writer, analysis),
        "claims": claims(&writer, analysis),
    })
}

fn line_json(writer: &Writer<'_>, index: usize, line: &Line) -> Value {
    writer.with(line.span, json!({ "line": index + 1, "label": line.label, "kind": line.kind }))
}

fn sentences(writer: &Writer<'_>, analysis: &Analysis) -> Vec<Value> {
    let all = analysis.readings.iter().enumerate();
    all.map(|(i, reading)| {
        let more = json!({ "sentence": i, "line": reading.sentence.line + 1, "keep": reading.sentence.keep, "kind": reading.kind });
        writer.with(reading.sentence.span, more)
    })
    .collect()
}

fn mentions(writer: &Writer<'_>, analysis: &Analysis) -> Vec<Value> {
    let mut out = Vec::new();
    for (i, reading) in analysis.readings.iter().enumerate() {
        for mention in &reading.mentions {
            // The word for a country's people names no place.
            let words = mention.span.of(writer.text).unwrap_or("");
            let kind = if crate::gazetteer::gazetteer().is_demonym(words) {
                json!("nationality")
            } else {
                json!(mention.kind)
            };
            let more = json!({
                "sentence": i, "kind": kind, "entity": mention.entity, "known": mention.known,
                "title": writer.maybe(mention.title),
            });
            out.push(writer.with(mention.span, more));
        }
    }
    out
}

fn numbers(writer: &Writer<'_>, analysis: &Analysis) -> Vec<Value> {
    let mut out = Vec::new();
    for (i, reading) in analysis.readings.iter().enumerate() {
        for number in &reading.numbers {
            let more = json!({
                "sentence": i, "kind": number.kind, "value": number.value, "high": number.high,
                "comparator": number.comparator, "unit": number.unit, "of": number.of,
                "figure": writer.maybe(Some(number.figure)),
                "reading": number.reading, "alternatives": number.alternatives,
            });
            out.push(writer.with(number.span, more));
        }
    }
    out
}

fn times(writer: &Writer<'_>, analysis: &Analysis) -> Vec<Value> {
    let mut out = Vec::new();
    for (i, reading) in analysis.readings.iter().enumerate() {
        for when in &reading.times {
            let parts: Vec<Value> = when
                .parts
                .iter()
                .map(|(span, value)| writer.with(*span, json!({ "value": value })))
                .collect();
            let more = json!({
                "local": when.local, "parts": parts,
                "sentence": i, "type": when.kind, "value": when.value, "mod": when.modifier, "basis": when.basis,
                "from": when.days.map(|days| days.from), "until": when.days.and_then(|days| days.until),
            });
            out.push(writer.with(when.span, more));
        }
    }
    out
}

fn quotations(writer: &Writer<'_>, analysis: &Analysis) -> Vec<Value> {
    let mut out = Vec::new();
    for (i, reading) in analysis.readings.iter().enumerate() {
        for quotation in &reading.quotations {
            out.push(quotation_json(writer, i, quotation));
        }
    }
    out
}

fn quotation_json(writer: &Writer<'_>, sentence: usize, quotation: &Quotation) -> Value {
    json!({
        "sentence": sentence,
        "speech": quotation.speech,
        "content": writer.maybe(Some(quotation.content)),
        "outer": writer.maybe(Some(quotation.outer)),
        "cue": writer.maybe(quotation.cue),
        "cue_kind": quotation.cue_kind,
        "source": writer.maybe(quotation.source),
        "inherited": quotation.inherited,
    })
}

fn claims(writer: &Writer<'_>, analysis: &Analysis) -> Vec<Value> {
    let each = analysis.claims.iter().map(|claim| {
        let more = json!({
            "id": claim.id, "sentence": claim.sentence, "predicate": claim.predicate, "verb": writer.maybe(Some(claim.verb)),
            "agent": claim.agent, "patient": claim.patient, "entities": claim.others, "polarity": claim.polarity,
            "modality": claim.modality, "speech": claim.speech, "chain": plain(&claim.chain), "part": claim.part,
        });
        writer.with(claim.span, more)
    });
    each.collect()
}

/// A selector in the W3C Web Annotation model: exact words with what stands around them, and bytes.
#[must_use]
pub fn selector(text: &str, span: Span) -> Value {
    let around = |from: usize, to: usize| text.get(from..to).unwrap_or("").to_owned();
    let mut from = span.start.saturating_sub(32);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let mut to = (span.end + 32).min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let mut count = CharCount::new(text);
    json!([
        { "type": "TextQuoteSelector", "exact": around(span.start, span.end), "prefix": around(from, span.start), "suffix": around(span.end, to) },
        { "type": "TextPositionSelector", "start": count.before(span.start), "end": count.before(span.end) },
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Stated};

    #[test]
    fn offsets_fit_words_in_bytes_and_characters() {
        let text = "한국 said “ships rose 5% — in May”, Ms. Lee told us.\n";
        let analysis =
            Analysis::of(Document::read(text.as_bytes(), &Stated::default()).expect("reads"));
        let out = to_json(&analysis);
        for layer in ["lines", "sentences", "mentions", "numbers", "times", "claims"] {
            for item in out[layer].as_array().expect("a layer") {
                let at = |key: &str| {
                    usize::try_from(item[key].as_u64().expect("an offset")).expect("small")
                };
                let words = item["text"].as_str().expect("words");
                assert_eq!(&text[at("start")..at("end")], words);
                let chars: String = text
                    .chars()
                    .skip(at("char_start"))
                    .take(at("char_end") - at("char_start"))
                    .collect();
                assert_eq!(chars, words);
            }
        }
    }
}
