//! How firmly a claim is put: by its own verb, and by whoever said so.
//!
//! In come a sentence's tokens and quotations and the place of a verb; out goes the claim's [`Modality`].

use crate::attribution::Quotation;
use crate::cues::CueKind;
use crate::document::Document;
use crate::lines::LineKind;
use crate::modality::Modality;
use crate::modality::verb::{Verb, Weighed};
use crate::modality::words::{self, Role};
use crate::reading::Reading;
use crate::token::{Token, is_closed};

/// How firmly the verb at token `at` is put, by itself or by whoever said so.
pub(super) fn firmness(
    document: &Document,
    weighed: &Weighed<'_, '_>,
    at: usize,
    reading: &Reading,
) -> Modality {
    let all = weighed.tokens();
    let start = reading.sentence.span.start;
    let place = all[at].span.shifted(start);
    let text = document.text.as_str();
    let cue_of = |quotation: &Quotation| {
        quotation.cue.and_then(|cue| cue.of(text)).unwrap_or("").to_lowercase()
    };
    let headline = reading.kind == LineKind::Headline && !is_closed(all);
    let verb = |said: Option<&Quotation>| {
        let inside = |token: &Token<'_>| {
            said.is_none_or(|quotation| quotation.content.holds(token.span.shifted(start)))
        };
        let first = all.iter().position(inside).unwrap_or(0);
        let last = all.iter().rposition(inside).map_or(all.len(), |last| last + 1);
        Verb { all: weighed, at, scope: first..last, headline }
    };
    let finite = verb(None).is_finite();
    // What was agreed is told as the agreeing is; `hoped to win but lost`: only the infinitive is hoped for.
    let speech = |quotation: &&Quotation| {
        let infinitive = quotation.content.of(text).is_some_and(|words| words.starts_with("to "));
        quotation.content.holds(place)
            && !words::is(&cue_of(quotation), Role::Deed)
            && !(infinitive && finite)
    };
    let said = reading.quotations.iter().filter(speech).min_by_key(|one| one.content.len());
    let verb = verb(said);
    let own = verb.modality();
    if own != Modality::Asserted {
        return own;
    }
    let cue = said.map(cue_of).unwrap_or_default();
    let kind = said.and_then(|quotation| quotation.cue_kind);
    let foretells = matches!(kind, Some(CueKind::Predicts | CueKind::Orders));
    if foretells && words::is(&cue, Role::Intent) {
        Modality::Predicted
    } else if words::is(&cue, Role::Opinion) {
        Modality::Opinion
    } else if said.is_some() || verb.is_wished() {
        Modality::Attributed
    } else {
        Modality::Asserted
    }
}

/// How firmly Korean or Chinese content is put by its marks and by the word that reports it.
pub(super) fn told(quotation: &Quotation, content: &str) -> Modality {
    let own = words::of_content(content);
    match (own, quotation.cue_kind) {
        (Modality::Conditional, _) => own,
        // A forecast, and a promise.
        (_, Some(CueKind::Predicts | CueKind::Orders)) => Modality::Predicted,
        (Modality::Predicted, _) => own,
        (_, Some(CueKind::Opines)) => Modality::Opinion,
        (Modality::Asserted, _) => Modality::Attributed,
        _ => own,
    }
}
