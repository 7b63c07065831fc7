//! Every layer of one document as JSON, for people and for scoring against annotated sets.
//!
//! In comes an [`Analysis`]; out go [`Layers`], whose JSON PIPELINE.md describes field by field. Offsets come
//! in bytes (`start`, `end`) and in characters (`char_start`, `char_end`).

use crate::analysis::Analysis;
use crate::attribution::Speech;
use crate::claim::Hop;
use crate::cues::CueKind;
use crate::document::{Format, Meta};
use crate::lines::{Label, LineKind};
use crate::modality::{Modality, Polarity};
use crate::number::{Alternative, Comparator, NumberKind};
use crate::review::Decision;
use crate::span::{CharCount, Span};
use crate::when::{WhenBasis, WhenKind};
use linchpin_units::{Day, Digest};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

/// Version of the output; grows when a field changes its meaning.
pub const FORMAT: &str = "linchpin-evidence-pipeline/1";

/// One document in every layer.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "DocumentLayers")]
pub struct Layers {
    /// Version of this form.
    pub format: &'static str,
    /// Which document.
    pub document: Source,
    /// Its text; offsets count in it.
    pub text: String,
    /// The lines that belong to the article.
    pub body: String,
    /// Its lines.
    pub lines: Vec<LineRow>,
    /// Its sentences, those of page furniture too.
    pub sentences: Vec<SentenceRow>,
    /// Who and what it names.
    pub mentions: Vec<MentionRow>,
    /// Its numbers.
    pub numbers: Vec<NumberRow>,
    /// Its expressions of time.
    pub times: Vec<TimeRow>,
    /// What somebody is reported to have said.
    pub quotations: Vec<QuotationRow>,
    /// What it says, as candidates for a person to check.
    pub claims: Vec<ClaimRow>,
    /// What people decided on its claims; absent outside a store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviews: Option<Vec<Decision>>,
}

/// Which document the layers are of.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "LayeredDocument")]
pub struct Source {
    /// SHA-256 of its bytes.
    pub sha256: Digest,
    /// Plain text or a page.
    pub format: Format,
    /// Encoding of its bytes.
    pub encoding: String,
    /// What is known of it.
    pub meta: Meta,
}

/// Where words stand, and the words.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "TextPlace")]
pub struct Place {
    /// First byte.
    pub start: usize,
    /// First byte after.
    pub end: usize,
    /// First character.
    pub char_start: u32,
    /// First character after.
    pub char_end: u32,
    /// The words.
    pub text: String,
}

/// A line.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "LayerLine")]
pub struct LineRow {
    #[serde(flatten)]
    place: Place,
    /// Its number, from 1.
    pub line: usize,
    /// Article or furniture.
    pub label: Label,
    /// Which part.
    pub kind: LineKind,
}

/// A sentence.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "LayerSentence")]
pub struct SentenceRow {
    #[serde(flatten)]
    place: Place,
    /// Its number, from 0.
    pub sentence: usize,
    /// The line it starts on, from 1.
    pub line: usize,
    /// Whether it belongs to the article.
    pub keep: bool,
    /// Which part of the article it stands in.
    pub kind: LineKind,
}

/// A naming of somebody or something.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "LayerMention")]
pub struct MentionRow {
    #[serde(flatten)]
    place: Place,
    /// Its sentence.
    pub sentence: usize,
    /// What it is, as `person` or `company`; `nationality` for the word for a country's people.
    pub kind: String,
    /// The entity it stands for.
    pub entity: String,
    /// Whether the entity is in the tables.
    pub known: bool,
    /// The title beside the name.
    pub title: Option<Place>,
}

/// A number.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "LayerNumber")]
pub struct NumberRow {
    #[serde(flatten)]
    place: Place,
    /// Its sentence.
    pub sentence: usize,
    /// What it counts.
    pub kind: NumberKind,
    /// Its value in base units; the lower end of a range.
    pub value: f64,
    /// The upper end of a range.
    pub high: Option<f64>,
    /// How the text bounds it.
    pub comparator: Comparator,
    /// Unit of measure, currency code, `%`, `x`, or nothing.
    pub unit: Option<String>,
    /// The noun counted, for plain counts.
    pub of: Option<String>,
    /// The figures or number words alone.
    pub figure: Place,
    /// How an ambiguous figure was read.
    pub reading: Option<&'static str>,
    /// The readings not preferred.
    pub alternatives: Vec<Alternative>,
}

/// An end of a period, as written.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "LayerTimePart")]
pub struct TimePart {
    #[serde(flatten)]
    place: Place,
    /// TIMEX3-style value.
    pub value: String,
}

/// An expression of time.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "LayerTime")]
pub struct TimeRow {
    #[serde(flatten)]
    place: Place,
    /// Whether it is the time of the place it speaks of.
    pub local: bool,
    /// For a period named by its ends: the ends.
    pub parts: Vec<TimePart>,
    /// Its sentence.
    pub sentence: usize,
    /// What kind of time.
    #[serde(rename = "type")]
    pub kind: WhenKind,
    /// TIMEX3-style value.
    pub value: String,
    /// `START`, `MID`, `END`, `APPROX`, or nothing.
    #[serde(rename = "mod")]
    pub modifier: Option<&'static str>,
    /// On what the value rests.
    pub basis: WhenBasis,
    /// First day meant.
    pub from: Option<Day>,
    /// First day after.
    pub until: Option<Day>,
}

/// A piece of reported speech.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "LayerQuotation")]
pub struct QuotationRow {
    /// Its sentence.
    pub sentence: usize,
    /// How it is given.
    pub speech: Speech,
    /// What was said.
    pub content: Place,
    /// The same with its quotation marks.
    pub outer: Place,
    /// The reporting words.
    pub cue: Option<Place>,
    /// What the reporting words report.
    pub cue_kind: Option<CueKind>,
    /// Who said it, as written.
    pub source: Option<Place>,
    /// Whether cue and source were taken over from the sentence before.
    pub inherited: bool,
}

/// A candidate claim.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "LayerClaim")]
pub struct ClaimRow {
    #[serde(flatten)]
    place: Place,
    /// Digest of document, span and predicate.
    pub id: Digest,
    /// Its sentence.
    pub sentence: usize,
    /// The predicate, from the closed list.
    pub predicate: &'static str,
    /// The word that makes the predicate.
    pub verb: Place,
    /// Whoever acts.
    pub agent: Option<String>,
    /// Whoever or whatever is acted on.
    pub patient: Option<String>,
    /// Every entity the sentence names.
    pub entities: Vec<String>,
    /// Whether it is said to be so.
    pub polarity: Polarity,
    /// How firmly it is put.
    pub modality: Modality,
    /// How it is given, when somebody said it.
    pub speech: Option<Speech>,
    /// From the outlet to the first speaker.
    pub chain: Vec<Hop>,
    /// Part of the article it stands in.
    pub part: LineKind,
}

struct Writer<'t> {
    text: &'t str,
    /// Characters before each byte that starts one.
    chars: Vec<u32>,
}

impl Writer<'_> {
    fn place(&self, span: Span) -> Place {
        let char_at = |byte: usize| self.chars.get(byte).copied().unwrap_or(0);
        Place {
            start: span.start,
            end: span.end,
            char_start: char_at(span.start),
            char_end: char_at(span.end),
            text: span.of(self.text).unwrap_or("").to_owned(),
        }
    }
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

/// A value as JSON.
pub(crate) fn plain<T: Serialize>(value: &T) -> Value {
    // Closed enums and plain structs cannot fail to serialise.
    serde_json::to_value(value).unwrap_or(Value::Null)
}

/// The whole analysis as one JSON object.
#[must_use]
pub fn to_json(analysis: &Analysis) -> Value {
    plain(&layers(analysis))
}

/// The whole analysis, layer by layer.
#[must_use]
pub fn layers(analysis: &Analysis) -> Layers {
    let document = &analysis.document;
    let writer = Writer { text: &document.text, chars: char_table(&document.text) };
    let kept = document.lines.iter().filter(|line| line.keep());
    let body: Vec<&str> =
        kept.filter_map(|line| line.span.of(&document.text)).map(str::trim).collect();
    let lines = document.lines.iter().enumerate().map(|(i, line)| LineRow {
        place: writer.place(line.span),
        line: i + 1,
        label: line.label,
        kind: line.kind,
    });
    Layers {
        format: FORMAT,
        document: Source {
            sha256: document.id.clone(),
            format: document.format,
            encoding: document.encoding.clone(),
            meta: document.meta.clone(),
        },
        text: document.text.clone(),
        body: body.join("\n"),
        lines: lines.collect(),
        sentences: sentences(&writer, analysis),
        mentions: mentions(&writer, analysis),
        numbers: numbers(&writer, analysis),
        times: times(&writer, analysis),
        quotations: quotations(&writer, analysis),
        claims: claims(&writer, analysis),
        reviews: None,
    }
}

fn sentences(writer: &Writer<'_>, analysis: &Analysis) -> Vec<SentenceRow> {
    let all = analysis.readings.iter().enumerate();
    all.map(|(i, reading)| SentenceRow {
        place: writer.place(reading.sentence.span),
        sentence: i,
        line: reading.sentence.line + 1,
        keep: reading.sentence.keep,
        kind: reading.kind,
    })
    .collect()
}

fn mentions(writer: &Writer<'_>, analysis: &Analysis) -> Vec<MentionRow> {
    let mut out = Vec::new();
    for (sentence, reading) in analysis.readings.iter().enumerate() {
        for mention in &reading.mentions {
            // The word for a country's people names no place.
            let words = mention.span.of(writer.text).unwrap_or("");
            let demonym = crate::gazetteer::gazetteer().is_demonym(words);
            let kind = if demonym { json!("nationality") } else { json!(mention.kind) };
            out.push(MentionRow {
                place: writer.place(mention.span),
                sentence,
                kind: kind.as_str().unwrap_or_default().to_owned(),
                entity: mention.entity.clone(),
                known: mention.known,
                title: mention.title.map(|title| writer.place(title)),
            });
        }
    }
    out
}

fn numbers(writer: &Writer<'_>, analysis: &Analysis) -> Vec<NumberRow> {
    let mut out = Vec::new();
    for (sentence, reading) in analysis.readings.iter().enumerate() {
        for number in &reading.numbers {
            out.push(NumberRow {
                place: writer.place(number.span),
                sentence,
                kind: number.kind,
                value: number.value,
                high: number.high,
                comparator: number.comparator,
                unit: number.unit.clone(),
                of: number.of.clone(),
                figure: writer.place(number.figure),
                reading: number.reading,
                alternatives: number.alternatives.clone(),
            });
        }
    }
    out
}

fn times(writer: &Writer<'_>, analysis: &Analysis) -> Vec<TimeRow> {
    let mut out = Vec::new();
    for (sentence, reading) in analysis.readings.iter().enumerate() {
        for when in &reading.times {
            let part = |(span, value): &(Span, String)| TimePart {
                place: writer.place(*span),
                value: value.clone(),
            };
            out.push(TimeRow {
                place: writer.place(when.span),
                local: when.local,
                parts: when.parts.iter().map(part).collect(),
                sentence,
                kind: when.kind,
                value: when.value.clone(),
                modifier: when.modifier,
                basis: when.basis,
                from: when.days.map(|days| days.from),
                until: when.days.and_then(|days| days.until),
            });
        }
    }
    out
}

fn quotations(writer: &Writer<'_>, analysis: &Analysis) -> Vec<QuotationRow> {
    let mut out = Vec::new();
    for (sentence, reading) in analysis.readings.iter().enumerate() {
        for quotation in &reading.quotations {
            out.push(QuotationRow {
                sentence,
                speech: quotation.speech,
                content: writer.place(quotation.content),
                outer: writer.place(quotation.outer),
                cue: quotation.cue.map(|cue| writer.place(cue)),
                cue_kind: quotation.cue_kind,
                source: quotation.source.map(|source| writer.place(source)),
                inherited: quotation.inherited,
            });
        }
    }
    out
}

fn claims(writer: &Writer<'_>, analysis: &Analysis) -> Vec<ClaimRow> {
    let each = analysis.claims.iter().map(|claim| ClaimRow {
        place: writer.place(claim.span),
        id: claim.id.clone(),
        sentence: claim.sentence,
        predicate: claim.predicate,
        verb: writer.place(claim.verb),
        agent: claim.agent.clone(),
        patient: claim.patient.clone(),
        entities: claim.others.clone(),
        polarity: claim.polarity,
        modality: claim.modality,
        speech: claim.speech,
        chain: claim.chain.clone(),
        part: claim.part,
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
