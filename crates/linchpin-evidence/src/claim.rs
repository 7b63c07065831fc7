//! Candidate claims: who does what to whom, as whom has it, with the exact bytes.
//!
//! In come the readings of a document's sentences; out go [`Claim`]s, one for each predicate of the
//! closed list (data/predicates.csv) that a sentence of the article uses. Roles follow word order and
//! voice: before an active verb stands the agent, before a passive one the patient. Every claim is a
//! proposal until a person accepts it ([`crate::review`]).

mod firmness;
mod nouns;

use crate::attribution::{Quotation, Speech};
use crate::cues::CueKind;
use crate::document::Document;
use crate::lines::LineKind;
use crate::mention::Mention;
use crate::modality::verb::Weighed;
use crate::modality::{Modality, Polarity, polarity};
use crate::reading::Reading;
use crate::span::Span;
use crate::token::{Token, TokenKind};
use crate::words::Words;
use linchpin_units::Digest;
use serde::Serialize;

/// One hop of the chain from the outlet to whoever said it first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[schemars(rename = "ClaimHop")]
pub struct Hop {
    /// Who, as written; the outlet for the first hop.
    pub speaker: String,
    /// The entity, when a known or named one.
    pub entity: Option<String>,
    /// Whether a name is given; `an industry insider` has none.
    pub named: bool,
    /// The bytes of the reporting words.
    pub cue: Option<Span>,
}

/// One candidate claim.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Claim {
    /// Digest of document, span and predicate.
    pub id: Digest,
    /// The bytes it rests on: the sentence, or what was said.
    pub span: Span,
    /// The bytes of the word that makes the predicate.
    pub verb: Span,
    /// Index of its sentence.
    pub sentence: usize,
    /// The predicate, from the closed list.
    pub predicate: &'static str,
    /// Whoever acts, an entity.
    pub agent: Option<String>,
    /// Whoever or whatever is acted on, an entity.
    pub patient: Option<String>,
    /// Whether the verb is passive, so that the patient is the subject.
    pub passive: bool,
    /// Every entity the sentence names.
    pub others: Vec<String>,
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

/// The claims of a document.
#[must_use]
pub(crate) fn claims(document: &Document, readings: &[Reading], all: &[Words<'_>]) -> Vec<Claim> {
    let mut out = Vec::new();
    for (index, (reading, words)) in readings.iter().zip(all).enumerate() {
        if !reading.sentence.keep {
            continue;
        }
        if words.east {
            of_report(document, index, reading, &mut out);
        } else {
            of_sentence(document, index, reading, words, &mut out);
        }
    }
    out
}

fn of_sentence(
    document: &Document,
    index: usize,
    reading: &Reading,
    words: &Words<'_>,
    out: &mut Vec<Claim>,
) {
    let text = document.text.as_str();
    let whole = reading.sentence.span;
    let all = words.all.as_slice();
    let weighed = Weighed::of(words);
    let mut others: Vec<String> =
        reading.mentions.iter().map(|mention| mention.entity.clone()).collect();
    others.sort();
    others.dedup();
    // Most claims of a sentence rest on the same words.
    let mut put: Option<(Span, Polarity)> = None;
    let mut seen: Vec<(&'static str, Span)> = Vec::new();
    for (at, token) in all.iter().enumerate() {
        let Some(predicate) = weighed.predicate(at) else { continue };
        if token.kind != TokenKind::Word || !is_verb(all, at) || nouns::is_noun(all, at, reading) {
            continue;
        }
        let verb = token.span.shifted(whole.start);
        // The reporting verb itself is part of the chain, not a claim.
        if reading
            .quotations
            .iter()
            .any(|quotation| quotation.cue.is_some_and(|cue| cue.meets(verb)) && !asks(quotation))
        {
            continue;
        }
        let said = innermost(&reading.quotations, verb);
        let span = said.map_or(whole, |quotation| quotation.content);
        if seen.contains(&(predicate, span)) {
            continue;
        }
        seen.push((predicate, span));
        let Roles { agent, patient, passive } = roles(all, at, whole.start, reading, said);
        let modality = firmness::firmness(document, &weighed, at, reading);
        let known = put.filter(|(own, _)| *own == span).map(|(_, polarity)| polarity);
        let polarity = known.unwrap_or_else(|| polarity(span.of(text).unwrap_or("")));
        put = Some((span, polarity));
        let bytes = format!("{}..{}", span.start, span.end);
        out.push(Claim {
            id: Digest::of_parts([
                document.id.as_str().as_bytes(),
                bytes.as_bytes(),
                predicate.as_bytes(),
            ]),
            span,
            verb,
            sentence: index,
            predicate,
            agent,
            patient,
            passive,
            others: others.clone(),
            polarity,
            modality,
            speech: said.map(|quotation| quotation.speech),
            chain: chain(document, reading, verb),
            part: reading.kind,
        });
    }
}

/// The claims of a sentence in Korean or Chinese: what its reporting words report, by whom and to whom.
fn of_report(document: &Document, index: usize, reading: &Reading, out: &mut Vec<Claim>) {
    let text = document.text.as_str();
    for quotation in &reading.quotations {
        let Some(verb) = quotation.cue else { continue };
        let Some(predicate) = verb.of(text).and_then(crate::attribution::east::predicate) else {
            continue;
        };
        let span = quotation.content;
        let party = |within: Span| {
            let acting = reading.mentions.iter().filter(|mention| mention.kind.acts());
            acting.filter(|mention| within.meets(mention.span)).map(|m| m.entity.clone()).next()
        };
        let agent = quotation.source.and_then(party);
        let mut others: Vec<String> =
            reading.mentions.iter().map(|mention| mention.entity.clone()).collect();
        others.sort();
        others.dedup();
        let bytes = format!("{}..{}", span.start, span.end);
        let id = [document.id.as_str().as_bytes(), bytes.as_bytes(), predicate.as_bytes()];
        out.push(Claim {
            id: Digest::of_parts(id),
            span,
            verb,
            sentence: index,
            predicate,
            patient: party(span).filter(|patient| Some(patient) != agent.as_ref()),
            agent,
            passive: false,
            others,
            polarity: Polarity::Positive,
            modality: firmness::told(quotation, span.of(text).unwrap_or("")),
            speech: Some(quotation.speech),
            chain: chain(document, reading, span),
            part: reading.kind,
        });
    }
}

/// Whether the reporting verb is an act of its own: asking, agreeing, promising.
fn asks(quotation: &Quotation) -> bool {
    quotation.cue_kind != Some(CueKind::Says)
}

/// The narrowest quotation around a place.
fn innermost(quotations: &[Quotation], at: Span) -> Option<&Quotation> {
    quotations
        .iter()
        .filter(|quotation| quotation.content.holds(at))
        .min_by_key(|quotation| quotation.content.len())
}

/// Whether a word works as a verb: not after an article, and not before a noun it would modify.
fn is_verb(all: &[Token<'_>], at: usize) -> bool {
    let lower = |i: usize| all.get(i).map(Token::lower).unwrap_or_default();
    let before = if at == 0 { Default::default() } else { lower(at - 1) };
    let noun = matches!(
        before.as_str(),
        "the" | "a" | "an" | "its" | "his" | "her" | "their" | "this" | "that’s" | "of" | "s"
    );
    // `chip supplies, sanctions and security`: one noun of a list.
    let listed = before == "," && matches!(lower(at + 1).as_str(), "and" | "or" | ",");
    !(noun || listed) || all[at].text.ends_with("ed")
}

const BE: &[&str] = &["is", "are", "was", "were", "be", "been", "being"];

/// Who acts, who is acted on, and the voice that says so.
struct Roles {
    agent: Option<String>,
    patient: Option<String>,
    passive: bool,
}

/// Agent and patient of the verb at token `at`.
fn roles(
    all: &[Token<'_>],
    at: usize,
    start: usize,
    reading: &Reading,
    said: Option<&Quotation>,
) -> Roles {
    let lower = |i: usize| all[i].lower();
    let from = at.saturating_sub(3);
    let passive = all[at].text.ends_with("ed")
        && (from..at).any(|i| BE.contains(&lower(i).as_str()))
        || (from..at).any(|i| BE.contains(&lower(i).as_str()))
            && matches!(
                all[at].text,
                "sold" | "bought" | "cut" | "shut" | "built" | "led" | "met" | "held"
            );
    let clause_from = said.map_or(0, |quotation| quotation.content.start.saturating_sub(start));
    let verb = all[at].span;
    let acting = |mention: &&Mention| mention.kind.acts();
    let local = |mention: &Mention| mention.span.start.saturating_sub(start);
    let mut before = reading
        .mentions
        .iter()
        .filter(acting)
        .rfind(|m| local(m) < verb.start && local(m) >= clause_from);
    // A pronoun right before the verb stands for the speaker, else for the first one named.
    let pronoun = (from..at).any(|i| {
        matches!(lower(i).as_str(), "it" | "he" | "she" | "they")
            && all[i].span.start >= clause_from
    });
    if pronoun {
        let source = said.and_then(|quotation| quotation.source);
        let speaker = source.and_then(|source| {
            reading.mentions.iter().filter(acting).find(|mention| source.meets(mention.span))
        });
        before = speaker
            .or_else(|| reading.mentions.iter().filter(acting).find(|m| local(m) < verb.start));
    } else if before.is_none() && clause_from > 0 {
        let source = said.and_then(|quotation| quotation.source);
        before = source.and_then(|source| {
            reading.mentions.iter().filter(acting).find(|mention| source.meets(mention.span))
        });
    }
    let mut after =
        reading.mentions.iter().filter(acting).filter(|mention| local(mention) > verb.start);
    let entity = |mention: Option<&Mention>| mention.map(|mention| mention.entity.clone());
    if passive {
        let by = (at + 1..(at + 12).min(all.len()))
            .find(|i| lower(*i) == "by")
            .map(|i| all[i].span.start);
        let agent = by.and_then(|by| after.find(|mention| local(mention) > by));
        Roles { agent: entity(agent), patient: entity(before), passive }
    } else {
        Roles { agent: entity(before), patient: entity(after.next()), passive }
    }
}

/// From the outlet through whoever passed it on to whoever said it.
fn chain(document: &Document, reading: &Reading, verb: Span) -> Vec<Hop> {
    let outlet = document
        .meta
        .outlet
        .as_ref()
        .map_or_else(|| document.meta.file.clone(), |known| known.value.clone());
    let mut out = vec![Hop { speaker: outlet, entity: None, named: true, cue: None }];
    let mut around: Vec<&Quotation> =
        reading.quotations.iter().filter(|quotation| quotation.content.holds(verb)).collect();
    around.sort_by_key(|quotation| std::cmp::Reverse(quotation.content.len()));
    for quotation in around {
        let Some(source) = quotation.source else { continue };
        let speaker = source.of(&document.text).unwrap_or("").to_owned();
        let mention = reading
            .mentions
            .iter()
            .find(|mention| source.meets(mention.span) && mention.kind.acts());
        let anonymous = is_anonymous(&speaker);
        out.push(Hop {
            entity: mention.filter(|_| !anonymous).map(|mention| mention.entity.clone()),
            named: mention.is_some() && !anonymous,
            speaker,
            cue: quotation.cue,
        });
    }
    out
}

/// Whether a source is described but not named.
#[must_use]
pub fn is_anonymous(speaker: &str) -> bool {
    let lower = speaker.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    words.iter().any(|word| {
        matches!(
            *word,
            "source"
                | "sources"
                | "insider"
                | "insiders"
                | "analysts"
                | "observers"
                | "experts"
                | "reports"
                | "officials"
                | "people"
                | "person"
                | "another"
                | "some"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analysis;
    use crate::document::Stated;

    fn analysis(text: &str) -> Analysis {
        Analysis::of(Document::read(text.as_bytes(), &Stated::default()).expect("reads"))
    }

    #[test]
    fn voice_decides_the_roles() {
        let active = analysis("China has banned Micron from its ports.");
        let claim =
            active.claims.iter().find(|claim| claim.predicate == "restrict").expect("a ban");
        assert_eq!(
            (claim.agent.as_deref(), claim.patient.as_deref()),
            (Some("country:chn"), Some("org:micron"))
        );
        let passive = analysis("China has been sanctioned by Japan over ships.");
        let claim =
            passive.claims.iter().find(|claim| claim.predicate == "restrict").expect("a sanction");
        assert_eq!(
            (claim.agent.as_deref(), claim.patient.as_deref()),
            (Some("country:jpn"), Some("country:chn"))
        );
    }

    #[test]
    fn chains_end_with_the_speaker() {
        let found = analysis("A source told Reuters that China would block Micron.");
        let claim = found.claims.iter().find(|claim| claim.predicate == "restrict").expect("a ban");
        assert_eq!(claim.chain.len(), 2);
        assert!(!claim.chain[1].named);
        assert_eq!(claim.modality, Modality::Predicted);
    }
}
