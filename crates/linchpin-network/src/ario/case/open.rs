//! Shocks of `type` `decision`: a link that is stopped on days somebody else decides.
//!
//! In comes one object of `shocks`; out comes an [`Open`] shock with its question unread. A layer that
//! can answer the question turns it into dated events; until then the case does not run.

use super::json::{Section, objects};
use super::settings::Labels;
use super::timeline;
use crate::ario::event::{Event, EventKind};
use crate::ario::recovery::Recovery;
use linchpin_units::{Day, Finding, Findings, Text};
use serde_json::{Map, Value};
use std::ops::Range;

/// Keys that mean something in such a shock.
const KNOWN: &[&str] = &[
    "name",
    "type",
    "start",
    "question",
    "from",
    "to",
    "sectors",
    "users",
    "share",
    "substitution",
    "tau",
    "recovery_tau",
    "recovery_function",
    "left",
];

/// A link without its days.
#[derive(Debug, Clone)]
pub struct Open {
    /// Name for reports.
    pub name: String,
    /// Calendar day of the run's first day, day 0.
    pub start: Day,
    /// What is asked, as written.
    pub question: Map<String, Value>,
    /// Part of the link that the question is about.
    pub share: f64,
    kind: EventKind,
    path: String,
    text: Text,
    span: Range<usize>,
}

impl Open {
    /// The link stopped for `duration` days from `day` on.
    #[must_use]
    pub fn event(&self, day: u32, duration: u32) -> Event {
        Event { name: self.name.clone(), day, duration, kind: self.kind.clone() }
    }

    /// Something is wrong with `key` of the shock or of its question.
    #[must_use]
    pub fn wrong(&self, key: &str, message: &str) -> Finding {
        let (mut path, mut span) = (self.path.clone(), self.span.clone());
        if self.question.contains_key(key) {
            path += ".question";
            let own = self.text.body().get(span.clone()).unwrap_or("");
            if let Some(asked) = objects(own, "question").first() {
                span = span.start + asked.start..span.start + asked.end;
            }
        }
        let nothing = Map::new();
        let section = Section { text: &self.text, path, map: &nothing, span };
        section.wrong(key, message)
    }
}

/// Whether a shock is of this kind.
pub(super) fn is_open(shock: &Section<'_>) -> bool {
    shock.find(&["type"]).is_some_and(|(_, value)| value.as_str() == Some("decision"))
}

/// One shock; none when findings say why.
pub(super) fn open(
    shock: &Section<'_>,
    labels: &Labels<'_>,
    fallback: &timeline::Fallback<'_>,
    findings: &mut Findings,
) -> (Option<Open>, Vec<String>) {
    let unknown = shock.unknown(KNOWN);
    let missing = |key: &str, expected: &str| shock.wrong(key, "is missing").expected(expected);
    let start = match shock.word(&["start"], findings) {
        Some(word) => match word.parse::<Day>() {
            Ok(day) => Some(day),
            Err(error) => {
                let finding = shock.wrong("start", &format!("is no day: {error}"));
                findings.push(finding.expected("a day of the calendar, as 2023-10-01"));
                None
            }
        },
        None => {
            if shock.find(&["start"]).is_none() {
                findings.push(missing("start", "the calendar day of the run's first day"));
            }
            None
        }
    };
    let share = shock.number(&["share"], findings);
    match share {
        None if shock.find(&["share"]).is_none() => {
            findings
                .push(missing("share", "the part of the link that the controlled goods make up"));
        }
        Some(share) if !(0.0..=1.0).contains(&share) => {
            findings.push(shock.wrong("share", &format!("is {share}")).expected("from 0 to 1"));
        }
        _ => {}
    }
    let question = shock.find(&["question"]).and_then(|(_, value)| value.as_object());
    if question.is_none() {
        let finding = shock.wrong("question", "is missing or no object");
        findings.push(finding.expected("what `linchpin ask` takes, as {\"item\": \"gallium\"}"));
    }
    // What the law lets go again goes at once, unless the shock says otherwise.
    let recovery = match shock.find(&["recovery_function"]) {
        None => Some(Recovery::Table(Vec::new())),
        Some(_) => {
            let tau = timeline::tau(shock, fallback, findings);
            timeline::recovery_of(shock, fallback, tau, findings)
        }
    };
    let name = shock.word(&["name"], findings).unwrap_or(&shock.path).to_owned();
    let kind = recovery.map(|recovery| timeline::link(shock, labels, recovery, findings));
    let found = || {
        Some(Open {
            name,
            start: start?,
            question: question?.clone(),
            share: share?,
            kind: kind?,
            path: shock.path.clone(),
            text: shock.text.clone(),
            span: shock.span.clone(),
        })
    };
    (found(), unknown)
}
