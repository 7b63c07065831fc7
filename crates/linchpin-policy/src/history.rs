//! The law's history as known on a day: every version of every rule, with the days it was live.
//!
//! In come the acts published by the day of knowledge, in the order of their publication; out come
//! versions. Later acts win only through their operations, never by date alone, and the order of
//! files plays no part.

use crate::act::{Act, ActId, Body, Op, RuleId, names};
use crate::codes;
use crate::words::{Order, Status, Verb};
use linchpin_units::{Day, Finding, Findings, Grade};
use std::collections::BTreeSet;
use std::sync::Arc;

/// One text of a rule and the days it holds.
#[derive(Debug, Clone)]
pub struct Version {
    /// The rule.
    pub rule: RuleId,
    /// Its order.
    pub order: Order,
    /// The act that gave it this text.
    pub act: ActId,
    /// Every act that touched this version, that one first.
    pub acts: Vec<ActId>,
    /// First day of the rule, whatever its text was then.
    pub first: Day,
    /// First day.
    pub from: Day,
    /// First day after; none while open.
    pub until: Option<Day>,
    /// The act that gave it its end: its own, or the one that ended it.
    pub ender: ActId,
    /// From `until` up to here it is not known whether it still held.
    pub uncertain_until: Option<Day>,
    /// Must be followed only from here.
    pub compliance_from: Option<Day>,
    /// Spans in which it is suspended, with the act that did it.
    pub suspended: Vec<(Day, Option<Day>, ActId)>,
    /// Whether the act behind it could be confirmed (its evidence is not memory alone).
    pub confirmed: bool,
    /// What it says.
    pub body: Arc<Body>,
    /// The words that make it law.
    pub quote: String,
}

/// Whether a version holds on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Life {
    /// It does not.
    Dead,
    /// It is suspended.
    Suspended,
    /// Nobody public knows.
    Uncertain,
    /// It does.
    Live,
}

impl Version {
    /// Whether it holds on `day`.
    #[must_use]
    pub fn life(&self, day: Day) -> Life {
        if day < self.from {
            return Life::Dead;
        }
        if self.until.is_some_and(|until| day >= until) {
            let uncertain = self.uncertain_until.is_some_and(|until| day < until);
            return if uncertain { Life::Uncertain } else { Life::Dead };
        }
        let asleep = |(from, until, _): &(Day, Option<Day>, ActId)| {
            *from <= day && until.is_none_or(|until| day < until)
        };
        if self.suspended.iter().any(asleep) { Life::Suspended } else { Life::Live }
    }

    /// The first day after `day` on which its life differs from what it is on `day`.
    #[must_use]
    pub fn ends_after(&self, day: Day) -> Option<Day> {
        let life = self.life(day);
        self.change_days().filter(|d| *d > day && self.life(*d) != life).min()
    }

    /// Every day on which its life or force changes.
    pub fn change_days(&self) -> impl Iterator<Item = Day> {
        let own = [Some(self.from), self.until, self.uncertain_until, self.compliance_from];
        let naps = self.suspended.iter().flat_map(|(from, until, _)| [Some(*from), *until]);
        own.into_iter().chain(naps).flatten().collect::<Vec<_>>().into_iter()
    }
}

/// All versions as known on one day.
#[derive(Debug, Clone, Default)]
pub struct History {
    /// By rule, then by first day.
    pub versions: Vec<Version>,
}

impl History {
    /// The history that `acts` make, of those known by `known`. Findings come out when an operation
    /// names a rule that does not exist, or adds one that is live.
    #[must_use]
    pub fn new(acts: &[Act], known: Option<Day>) -> (Self, Findings) {
        let mut order: Vec<&Act> = acts
            .iter()
            .filter(|act| {
                act.status == Status::Hypothetical || known.is_none_or(|day| act.published <= day)
            })
            .collect();
        order.sort_by(|a, b| {
            (a.status as u8, a.published, &a.id).cmp(&(b.status as u8, b.published, &b.id))
        });
        let mut history = Self::default();
        let mut findings = Findings::default();
        for act in order {
            for index in 0..act.ops.len() {
                history.apply(act, index, &mut findings);
            }
        }
        history.versions.sort_by(|a, b| (&a.rule, a.from).cmp(&(&b.rule, b.from)));
        (history, findings)
    }

    /// The first day on which an answer no longer holds as it does, where the first text of its `rules` to end does
    /// so on `ends`, and the answer next changes on `change`. A text that is replaced by another, while the
    /// answer stays, is no end; an answer that something else changes first does not last as long as its texts.
    pub(crate) fn lasting(
        &self,
        rules: &[RuleId],
        ends: Option<Day>,
        change: Option<Day>,
    ) -> Option<Day> {
        let alive = |rule: &RuleId, day: Day| {
            self.versions.iter().find(|v| v.rule == *rule && v.life(day) == Life::Live)
        };
        let mut until = ends;
        while let Some(day) = until.filter(|day| change.is_none_or(|change| change > *day)) {
            let heirs: Vec<&Version> = rules.iter().filter_map(|rule| alive(rule, day)).collect();
            if heirs.len() < rules.len() {
                return until;
            }
            until = heirs.iter().filter_map(|heir| heir.ends_after(day)).min();
        }
        change
    }

    fn apply(&mut self, act: &Act, index: usize, findings: &mut Findings) {
        let op = &act.ops[index];
        let pattern = &op.rule;
        let touched: Vec<usize> = self
            .versions
            .iter()
            .enumerate()
            .filter(|(_, v)| v.order == act.order && names(pattern, &v.rule))
            .map(|(i, _)| i)
            .collect();
        if op.verb != Verb::Add && touched.is_empty() {
            let known: BTreeSet<&str> = self.versions.iter().map(|v| v.rule.as_str()).collect();
            let message =
                format!("{} names the rule `{pattern}`, which no earlier act made", op.verb);
            findings.push(
                Finding::error(codes::NO_RULE, op.place.clone(), message)
                    .expected("a rule that an act published before made")
                    .nearest(pattern.as_str(), known)
                    .help("correct the rule's id, or use add"),
            );
            return;
        }
        match op.verb {
            Verb::Add | Verb::Replace => self.write(act, op, &touched, findings),
            Verb::Repeal => self.end(&touched, op.from, act),
            Verb::Suspend => {
                for i in touched {
                    let version = &mut self.versions[i];
                    version.suspended.push((op.from, op.until, act.id.clone()));
                    version.acts.push(act.id.clone());
                }
            }
            Verb::Revive => {
                for i in touched {
                    let version = &mut self.versions[i];
                    version.acts.push(act.id.clone());
                    for nap in &mut version.suspended {
                        if nap.1.is_none_or(|until| until > op.from) {
                            nap.1 = Some(op.from.max(nap.0));
                        }
                    }
                }
            }
            Verb::Extend => {
                // The latest version that ends is the one meant.
                let last = touched.into_iter().filter(|i| self.versions[*i].until.is_some());
                if let Some(i) = last.max_by_key(|i| self.versions[*i].from) {
                    self.versions[i].until = op.until;
                    self.versions[i].ender = act.id.clone();
                    self.versions[i].uncertain_until = op.uncertain_until;
                    self.versions[i].acts.push(act.id.clone());
                }
            }
        }
    }

    /// A rule's new text, from the operation's day on.
    fn write(&mut self, act: &Act, op: &Op, touched: &[usize], findings: &mut Findings) {
        if op.verb == Verb::Add
            && let Some(live) = touched.iter().map(|i| &self.versions[*i]).find(|v| {
                v.until.is_none_or(|until| until > op.from)
                    && op.until.is_none_or(|until| v.from < until)
            })
        {
            let message = format!("the rule `{}` is already live by {}", op.rule, live.act);
            findings.push(
                Finding::error(codes::TWICE, op.place.clone(), message)
                    .expected("replace, or another rule id")
                    .help("write do = \"replace\" to give the rule a new text"),
            );
            return;
        }
        let earlier = touched.iter().map(|i| self.versions[*i].first).min();
        let first = earlier.filter(|_| op.verb == Verb::Replace).unwrap_or(op.from);
        if op.verb == Verb::Replace {
            self.end(touched, op.from, act);
        }
        let Some(body) = &op.body else { return };
        self.versions.push(Version {
            rule: op.rule.clone(),
            order: act.order,
            act: act.id.clone(),
            acts: vec![act.id.clone()],
            first: first.min(op.from),
            from: op.from,
            until: op.until,
            ender: act.id.clone(),
            uncertain_until: op.uncertain_until,
            compliance_from: op.compliance_from,
            suspended: Vec::new(),
            confirmed: act.grade != Grade::Memory,
            body: Arc::new(body.clone()),
            quote: op.quote.clone(),
        });
    }

    /// Ends the versions at `day`; one that had not begun by then never does.
    fn end(&mut self, touched: &[usize], day: Day, act: &Act) {
        for i in touched {
            let version = &mut self.versions[*i];
            if version.until.is_none_or(|until| until > day)
                || version.uncertain_until.is_some_and(|until| until > day)
            {
                version.until = version.until.map_or(Some(day), |until| Some(until.min(day)));
                version.uncertain_until = version.uncertain_until.map(|until| until.min(day));
                version.ender = act.id.clone();
                version.acts.push(act.id.clone());
            }
        }
        self.versions.retain(|v| v.until.is_none_or(|until| until > v.from));
    }
}
