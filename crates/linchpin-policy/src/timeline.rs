//! A site's law over time: one line for every stretch of days on which the answers stay the same.
//!
//! In come a site and a span; out come, for each origin of tools, the stretches with the answer for
//! keeping the fab running and for adding capacity, each with the acts behind it. Decisions are made
//! once for each stretch between days on which the law or what is known of it changes, not once for
//! each day. The same answer from another act is a stretch of its own.

use crate::decision::Decision;
use crate::ids::Tag;
use crate::query::Query;
use crate::render;
use crate::rulebook::Rulebook;
use crate::words::{Purpose, Verdict};
use linchpin_units::{Day, Days};
use schemars::JsonSchema;
use serde::Serialize;
use std::fmt::Write;

/// One stretch of days.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "PolicyStretch")]
pub struct Stretch {
    /// The days.
    pub days: Days,
    /// The answer for spare parts and replacement.
    pub maintain: Decision,
    /// The answer for new capacity.
    pub expand: Decision,
    /// Why the answer is unknown, if it is.
    pub reason: Option<String>,
    /// Whether it lies beyond the horizon: scheduled, not known.
    pub scheduled: bool,
}

/// The stretches for tools of one origin.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "PolicyTimeline")]
pub struct Timeline {
    /// The site.
    pub site: Tag,
    /// The stand-in for a controlled tool that was asked about.
    pub tool: Tag,
    /// Where the tool comes from.
    pub origin: Tag,
    /// The stretches, in order.
    pub stretches: Vec<Stretch>,
}

/// Tools that stand for what each origin's controls reach.
pub const ASKED: &[(&str, &str)] =
    &[("USA", "tool:etch"), ("JPN", "tool:etch"), ("NLD", "tool:lithography")];

impl Rulebook {
    /// The timeline of a site over `span`, as known on `known`, for tools of each origin of [`ASKED`].
    #[must_use]
    pub fn timeline(&self, site: &str, span: Days, known: Day) -> Vec<Timeline> {
        ASKED.iter().map(|(origin, tool)| self.one(site, origin, tool, span, known)).collect()
    }

    fn one(&self, site: &str, origin: &str, tool: &str, span: Days, known: Day) -> Timeline {
        let keep = Query::tool(tool, origin, site, Purpose::Spares);
        let grow = Query::tool(tool, origin, site, Purpose::New);
        let days = self.days_of(span, known);
        let mut stretches: Vec<Stretch> = Vec::new();
        for (i, day) in days.iter().enumerate() {
            let maintain = self.decide(&keep, *day, known);
            let expand = self.decide(&grow, *day, known);
            let until = days.get(i + 1).copied().or(span.until);
            let reason = self.reason(&maintain).or_else(|| self.reason(&expand));
            let scheduled = maintain.beyond_horizon;
            let days = Days { from: *day, until };
            let alike = |last: &&mut Stretch| {
                let told = |s: &Decision| {
                    (s.verdict, s.review, s.binding.clone(), s.signals.clone(), cites(s))
                };
                told(&last.maintain) == told(&maintain)
                    && told(&last.expand) == told(&expand)
                    && last.scheduled == scheduled
            };
            if let Some(last) = stretches.last_mut().filter(alike) {
                last.days.until = until;
                continue;
            }
            stretches.push(Stretch { days, maintain, expand, reason, scheduled });
        }
        Timeline { site: site.into(), tool: tool.into(), origin: origin.into(), stretches }
    }

    /// Why a verdict is unknown: what the act behind it says of itself, else the missing facts.
    fn reason(&self, decision: &Decision) -> Option<String> {
        if decision.verdict != Verdict::Unknown {
            return None;
        }
        let noted =
            decision.citations.iter().filter(|cite| cite.until.is_some_and(|u| u <= decision.on));
        let note =
            noted.map(|cite| self.acts()[&cite.act].note.clone()).find(|note| !note.is_empty());
        note.or_else(|| {
            Some(decision.missing.iter().map(|m| m.fact.clone()).collect::<Vec<_>>().join(", "))
        })
    }
}

impl Timeline {
    /// Whether any stretch says more than that no rule was found.
    #[must_use]
    pub fn speaks(&self) -> bool {
        self.stretches.iter().any(|s| s.maintain.verdict > Verdict::NoRuleFound)
    }

    /// The timeline as a person reads it.
    #[must_use]
    pub fn page(&self) -> String {
        let mut said: Vec<String> = Vec::new();
        let mut text = format!("{}: tools from {} ({})\n", self.site, self.origin, self.tool);
        for stretch in &self.stretches {
            let flag = if stretch.scheduled {
                "  (beyond the horizon: later acts may be missing)"
            } else {
                ""
            };
            let _ = writeln!(text, "  {}{flag}", stretch.days);
            let same = stretch.maintain.verdict == stretch.expand.verdict
                && stretch.maintain.binding == stretch.expand.binding;
            let (keep, grow) = (line(&stretch.maintain), line(&stretch.expand));
            if same {
                let _ = writeln!(text, "    any purpose: {keep}");
            } else {
                let _ = writeln!(text, "    to keep running: {keep}");
                let _ = writeln!(text, "    to add capacity: {grow}");
            }
            if let Some(reason) = &stretch.reason {
                let _ = writeln!(text, "    reason: {reason}");
            }
            // What was said is told once, where it first bears on the question.
            let before = said.len();
            for signal in stretch.maintain.signals.iter().chain(&stretch.expand.signals) {
                let line =
                    format!("    said, not law: {} ({})", signal.source.says, signal.source.cite);
                if !said.contains(&line) {
                    said.push(line);
                }
            }
            for line in &said[before..] {
                let _ = writeln!(text, "{line}");
            }
        }
        text
    }
}

fn line(decision: &Decision) -> String {
    let mut text = render::verdict(decision.verdict).to_owned();
    if let Some(review) = decision.review {
        let _ = write!(text, ", {review}");
    }
    let cites = cites(decision);
    if !cites.is_empty() {
        let _ = write!(text, " – {}", cites.join("; "));
    }
    text
}

/// The acts behind an answer as they are cited, each once, in the order of the decision.
fn cites(decision: &Decision) -> Vec<String> {
    let mut cites: Vec<String> = Vec::new();
    for cite in &decision.citations {
        let cite = format!("{} [{}]", cite.cite, cite.grade);
        if !cites.contains(&cite) {
            cites.push(cite);
        }
    }
    cites
}
