//! A model's answer against the form and the document.
//!
//! In comes the body of an answer; out go the claims that hold, and a warning for each that does not.
//! `LP-E033`: not of the form. `LP-E035`: the quote does not stand in the document. `LP-E036`: a figure of
//! the claim does not stand in the quote.

use super::{Endpoint, Proposal};
use crate::document::Document;
use crate::number;
use crate::span::Span;
use linchpin_units::{Digest, Finding, Findings, Place};
use serde::Deserialize;

/// Claims of one answer that are looked at.
const MOST: usize = 64;

/// Characters a quote may have.
const LONGEST: usize = 400;

/// The envelope of the protocol. Endpoints add fields of their own to it, so unknown ones pass here.
#[derive(Deserialize)]
struct Envelope {
    choices: Vec<Choice>,
}

#[derive(Deserialize)]
struct Choice {
    message: Message,
}

#[derive(Deserialize)]
struct Message {
    content: String,
}

/// What the model itself writes: exactly these fields.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    claims: Vec<Claimed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Claimed {
    quote: String,
    claim: String,
    subject: String,
    predicate: String,
    object: Option<String>,
    speaker: Option<String>,
}

/// The claims that hold, in the order of their bytes, and why the others do not.
pub(super) fn checked(
    body: &str,
    document: &Document,
    to: &Endpoint,
) -> Result<(Vec<Proposal>, Findings), Finding> {
    let odd = |what: String| {
        Finding::error("LP-E033", Place::whole(&to.url), what)
            .expected("one JSON object with `claims`, each with quote, claim, subject, predicate, object, speaker")
            .help("ask a model that keeps to the form")
    };
    let envelope: Envelope = serde_json::from_str(body)
        .map_err(|error| odd(format!("the answer is not of the chat protocol: {error}")))?;
    let content = envelope.choices.first().map_or("", |choice| choice.message.content.trim());
    let answer: Answer = serde_json::from_str(content)
        .map_err(|error| odd(format!("the model's answer is of another form: {error}")))?;
    if answer.claims.len() > MOST {
        return Err(odd(format!("the model lists {} claims, at most {MOST}", answer.claims.len())));
    }
    let mut out = Vec::new();
    let mut refused = Findings::default();
    for (at, claimed) in answer.claims.into_iter().enumerate() {
        match proposal(claimed, document, to) {
            Ok(proposal) => out.push(proposal),
            Err((code, why)) => refused.push(
                Finding::warning(
                    code,
                    Place::whole(&to.url),
                    format!("claim {} is left out: {why}", at + 1),
                )
                .expected("a quote copied to the letter that holds every number of the claim")
                .help("read the document for it yourself"),
            ),
        }
    }
    out.sort_by(|a, b| (a.span, &a.id).cmp(&(b.span, &b.id)));
    out.dedup_by(|a, b| a.id == b.id);
    Ok((out, refused))
}

fn proposal(
    claimed: Claimed,
    document: &Document,
    to: &Endpoint,
) -> Result<Proposal, (&'static str, String)> {
    let Claimed { quote, claim, subject, predicate, object, speaker } = claimed;
    let least = quote.trim().chars().count();
    if least == 0 || quote.chars().count() > LONGEST {
        return Err(("LP-E035", format!("its quote has {least} characters")));
    }
    let start = document
        .text
        .find(&quote)
        .ok_or(("LP-E035", "its quote does not stand in the document".to_owned()))?;
    let said = figures(&quote);
    for part in
        [Some(&claim), Some(&subject), Some(&predicate), object.as_ref()].into_iter().flatten()
    {
        if let Some(lone) = figures(part).into_iter().find(|figure| !said.contains(figure)) {
            return Err(("LP-E036", format!("the number {lone} does not stand in its quote")));
        }
    }
    let origin = format!("model:{}", to.model);
    let span = Span::new(start, start + quote.len());
    let place = format!("{}..{}", span.start, span.end);
    let parts = [document.id.as_str(), &place, &claim, &origin];
    let id = Digest::of_parts(parts.map(str::as_bytes));
    let document = document.id.clone();
    let status = "proposed";
    Ok(Proposal {
        id,
        document,
        span,
        quote,
        claim,
        subject,
        predicate,
        object,
        speaker,
        origin,
        status,
    })
}

/// The values of a text: what the number grammar reads, and every run of figures with its points.
fn figures(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for number in number::figures(text) {
        out.push(format!("{}", number.value));
        out.extend(number.high.map(|high| format!("{high}")));
    }
    let inside = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
    for run in text.split(|c: char| !inside(c)) {
        let run = run.trim_matches(['.', ',']).replace(',', "");
        if !run.is_empty() {
            out.push(run);
        }
    }
    out
}
