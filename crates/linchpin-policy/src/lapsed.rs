//! What no longer holds: requirements that sleep, and exceptions that sleep or have ended.
//!
//! In come the history and a reading; out comes what would have reached the question, with the act that ended it.

use crate::act::{RuleId, names};
use crate::decision::Lapsed;
use crate::history::{History, Life};
use crate::reading::Reading;
use crate::rulebook::Rulebook;
use crate::scope::{Situation, Truth};
use crate::words::Verdict;
use linchpin_units::Day;
use std::collections::BTreeMap;

impl Rulebook {
    /// Requirements that sleep, and exceptions to standing requirements that sleep or have ended.
    pub(crate) fn lapsed(
        &self,
        history: &History,
        reading: &Reading<'_>,
        situation: &Situation,
        on: Day,
    ) -> Vec<Lapsed> {
        let standing: Vec<&RuleId> = reading
            .judged
            .iter()
            .filter(|one| one.verdict != Verdict::Authorised)
            .map(|one| &reading.slice.rules[one.rule].rule)
            .collect();
        let mut lapsed: BTreeMap<&str, Lapsed> = BTreeMap::new();
        for version in &history.versions {
            let body = &version.body;
            let asleep = version.life(on) == Life::Suspended;
            let gone = version.until.is_some_and(|until| until <= on);
            let lifts = body.effect.lifts()
                && standing.iter().any(|rule| body.overcomes.iter().any(|p| names(p, rule)));
            let wanted = asleep && (body.effect.requires() || lifts) || gone && lifts;
            if !wanted || body.scope.truth(situation) != Truth::True {
                continue;
            }
            let nap = version.suspended.iter().filter(|nap| nap.0 <= on).max_by_key(|nap| nap.0);
            let (since, by) = match (asleep, nap, version.until) {
                (true, Some((from, _, act)), _) => (*from, act),
                (_, _, Some(until)) => (until, &version.ender),
                _ => continue,
            };
            let act = &self.acts()[by];
            let entry = Lapsed {
                rule: version.rule.clone(),
                says: body.summary.clone(),
                how: if asleep { "suspended" } else { "ended" },
                since,
                act: act.id.clone(),
                cite: act.cite.clone(),
                authority: act.issuer.clone(),
            };
            let slot = lapsed.entry(version.rule.as_str()).or_insert_with(|| entry.clone());
            if entry.since > slot.since {
                *slot = entry;
            }
        }
        // A rule that lives on in a newer text has not lapsed.
        let lives = |rule: &str| reading.slice.rules.iter().any(|v| v.rule.as_str() == rule);
        lapsed.into_values().filter(|entry| !lives(entry.rule.as_str())).collect()
    }
}
