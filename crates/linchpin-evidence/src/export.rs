//! Claims and their sources for other tools: W3C Web Annotation, PROV-O, plain JSON.
//!
//! In come analyses and a register; out goes JSON(-LD). Every claim keeps its exact words with their
//! surroundings, so that it re-anchors when bytes move ([`reanchor`]).

use crate::analysis::Analysis;
use crate::divergence::Register;
use crate::pipeline::selector;
use crate::span::Span;
use serde_json::{Value, json};

/// Claims as W3C Web Annotations.
#[must_use]
pub fn web_annotations(analyses: &[Analysis]) -> Value {
    let mut items = Vec::new();
    for analysis in analyses {
        for claim in &analysis.claims {
            items.push(json!({
                "id": format!("urn:linchpin:claim:{}", claim.id),
                "type": "Annotation",
                "motivation": "identifying",
                "body": {
                    "type": "Dataset", "predicate": claim.predicate, "agent": claim.agent, "patient": claim.patient,
                    "modality": claim.modality, "polarity": claim.polarity, "chain": claim.chain,
                },
                "target": {
                    "source": format!("urn:sha256:{}", analysis.document.id),
                    "selector": selector(&analysis.document.text, claim.span),
                },
            }));
        }
    }
    json!({ "@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationCollection", "total": items.len(), "items": items })
}

/// Documents, claims and speakers as PROV-O.
#[must_use]
pub fn provenance(analyses: &[Analysis]) -> Value {
    let mut graph = Vec::new();
    for analysis in analyses {
        let source = format!("urn:sha256:{}", analysis.document.id);
        let meta = &analysis.document.meta;
        graph.push(json!({
            "@id": source, "@type": "prov:Entity",
            "dcterms:title": meta.title.as_ref().map(|known| &known.value),
            "dcterms:publisher": meta.outlet.as_ref().map(|known| &known.value),
            "dcterms:issued": meta.published.as_ref().map(|known| known.value.as_str()),
        }));
        for claim in &analysis.claims {
            let speaker = claim.chain.last().map(|hop| hop.speaker.clone());
            graph.push(json!({
                "@id": format!("urn:linchpin:claim:{}", claim.id), "@type": "prov:Entity",
                "prov:wasQuotedFrom": { "@id": source },
                "prov:wasAttributedTo": { "@type": "prov:Agent", "foaf:name": speaker },
            }));
        }
    }
    json!({
        "@context": { "prov": "http://www.w3.org/ns/prov#", "dcterms": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/" },
        "@graph": graph,
    })
}

/// The register as JSON.
#[must_use]
pub fn register(register: &Register) -> Value {
    // Plain structs cannot fail to serialise.
    serde_json::to_value(register).unwrap_or(Value::Null)
}

/// Finds the words of a [`selector`] again in a text that may have changed elsewhere.
///
/// The exact words must occur; among several places the one with the most of prefix and suffix around
/// it wins, ties go to the one nearest the old place.
#[must_use]
pub fn reanchor(text: &str, selector: &Value) -> Option<Span> {
    let part = |key: &str| selector[0][key].as_str();
    let exact = part("exact").filter(|exact| !exact.is_empty())?;
    let (prefix, suffix) = (part("prefix").unwrap_or(""), part("suffix").unwrap_or(""));
    let old = selector[1]["start"].as_u64().and_then(|at| usize::try_from(at).ok()).unwrap_or(0);
    let score = |at: usize| {
        let before =
            text[..at].chars().rev().zip(prefix.chars().rev()).take_while(|(a, b)| a == b).count();
        let after = text[at + exact.len()..]
            .chars()
            .zip(suffix.chars())
            .take_while(|(a, b)| a == b)
            .count();
        before + after
    };
    let places = text.match_indices(exact).map(|(at, _)| at);
    let best = places.max_by_key(|at| {
        (score(*at), std::cmp::Reverse(text[..*at].chars().count().abs_diff(old)))
    })?;
    Some(Span::new(best, best + exact.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_found_again_after_edits_elsewhere() {
        let text = "ships rose. In May ships rose again.";
        let at = text.rfind("ships rose").expect("twice");
        let kept = selector(text, Span::new(at, at + 10));
        let edited = format!("A new first line.\n{text} And more.");
        let span = reanchor(&edited, &kept).expect("found");
        assert_eq!(span.start, at + 18);
    }

    proptest! {
        #[test]
        fn spans_re_anchor(before in "[a-z한 .]{0,40}", words in "[a-z중]{3,12}", after in "[a-z .]{0,40}", new in "[A-Z ]{0,30}") {
            let text = format!("{before}#{words}@{after}");
            let start = before.len() + 1;
            let kept = selector(&text, Span::new(start, start + words.len()));
            let edited = format!("{new}{text}");
            let span = reanchor(&edited, &kept);
            prop_assert_eq!(span, Some(Span::new(start + new.len(), start + new.len() + words.len())));
        }
    }
}
