//! A person's decisions about claims and divergences, in a file that only grows.
//!
//! In come decisions; out goes the last one for each id. Nothing is ever rewritten: a changed mind is a
//! new line. A line cut short by a crash is skipped and reported, the others stay good.

use crate::store::{Store, StoreError};
use linchpin_units::{Finding, Findings, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// File of the store that holds the decisions.
pub const FILE: &str = "reviews.jsonl";

/// What a person decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "ReviewVerdict")]
pub enum Verdict {
    /// It is right.
    Accepted,
    /// It is wrong.
    Rejected,
    /// It is right as the note amends it.
    Edited,
}

/// One decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ReviewDecision")]
pub struct Decision {
    /// Id of the claim or divergence.
    pub id: String,
    /// What was decided.
    pub verdict: Verdict,
    /// Who decided.
    pub by: String,
    /// Why, or how it is amended.
    #[serde(default)]
    pub note: String,
}

/// Appends a decision.
///
/// # Errors
/// [`StoreError::Io`].
pub fn decide(store: &Store, decision: &Decision) -> Result<(), StoreError> {
    // Strings and an enum cannot fail to serialise.
    let line = serde_json::to_string(decision).unwrap_or_default();
    store.append(FILE, &line)
}

/// The last decision for each id, and findings `LP-E007` for lines that cannot be read.
///
/// # Errors
/// [`StoreError::Io`] when the file is there and cannot be read.
pub fn decisions(store: &Store) -> Result<(BTreeMap<String, Decision>, Findings), StoreError> {
    let body = store.read_file(FILE)?;
    let text = Text::new(FILE, String::from_utf8_lossy(&body));
    let mut out = BTreeMap::new();
    let mut findings = Findings::default();
    let mut at = 0;
    for line in text.body().split_inclusive('\n') {
        let span = at..at + line.trim_end().len();
        at += line.len();
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str::<Decision>(line) {
            Ok(decision) => {
                out.insert(decision.id.clone(), decision);
            }
            Err(error) => findings.push(
                Finding::warning(
                    "LP-E007",
                    text.place(span),
                    format!("the decision cannot be read: {error}"),
                )
                .expected("one JSON object with id, verdict, by and note")
                .help("the line is skipped; decide again if it was cut short"),
            ),
        }
    }
    Ok((out, findings))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_counts_and_a_torn_line_is_skipped() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::at(folder.path());
        let mut decision = Decision {
            id: "c1".to_owned(),
            verdict: Verdict::Accepted,
            by: "kim".to_owned(),
            note: String::new(),
        };
        decide(&store, &decision).expect("writes");
        std::fs::write(
            folder.path().join(FILE),
            format!(
                "{}{{\"id\":\"c2",
                std::fs::read_to_string(folder.path().join(FILE)).expect("reads")
            ),
        )
        .expect("tears");
        decision.verdict = Verdict::Rejected;
        decide(&store, &decision).expect("writes");
        let (found, findings) = decisions(&store).expect("reads");
        assert_eq!(found["c1"].verdict, Verdict::Rejected);
        assert_eq!((found.len(), findings.iter().len()), (1, 1));
        assert_eq!(findings.iter().next().expect("one").place.line, 2);
    }
}
