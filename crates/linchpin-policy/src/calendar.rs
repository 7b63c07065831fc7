//! What changes when: every scheduled start, end, suspension, revival and compliance date, with who is hit.
//!
//! In come a span and a day of knowledge; out come events in the order of their days. What was only said
//! (requests, intents) is no event.

use crate::act::ActId;
use crate::history::Version;
use crate::rulebook::Rulebook;
use crate::scope::{Field, Scope};
use crate::words::{Effect, Order};
use linchpin_units::{Day, Days};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// What happens to a rule on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "CalendarTurn")]
pub enum Turn {
    /// It becomes law, or gets a new text.
    Begins,
    /// It must be followed from here.
    Due,
    /// It is put to sleep.
    Suspended,
    /// Its suspension ends: it comes back.
    Revives,
    /// It ends.
    Ends,
    /// Up to here nobody public knew whether it held.
    Settled,
}

impl Turn {
    fn words(self) -> &'static str {
        match self {
            Self::Begins => "begins",
            Self::Due => "must be followed",
            Self::Suspended => "is suspended",
            Self::Revives => "comes back",
            Self::Ends => "ends",
            Self::Settled => "is certain again",
        }
    }
}

/// One change of one rule.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[schemars(rename = "CalendarEvent")]
pub struct Event {
    /// The day.
    pub on: Day,
    /// What happens.
    pub turn: Turn,
    /// The order.
    pub order: Order,
    /// The rule.
    pub rule: String,
    /// What the rule does.
    pub effect: Effect,
    /// What it says, in our words.
    pub says: String,
    /// Who and what is hit, as far as the rule names them.
    pub hits: Vec<String>,
    /// The act that does it.
    pub act: ActId,
    /// Its citation.
    pub cite: String,
    /// The day lies beyond what was looked through: scheduled, not known.
    pub scheduled: bool,
}

impl Rulebook {
    /// The events of `span`, as known on `known`, in the order of day, order and rule.
    #[must_use]
    pub fn calendar(&self, span: Days, known: Day) -> Vec<Event> {
        let law = self.known(known);
        let mut events = Vec::new();
        for version in law.history.versions.iter().filter(|v| !v.body.effect.speaks()) {
            for (on, turn, act) in turns(version) {
                if !span.holds(on) || (turn == Turn::Revives && !lives(version, on)) {
                    continue;
                }
                events.push(Event {
                    on,
                    turn,
                    order: version.order,
                    rule: version.rule.as_str().to_owned(),
                    effect: version.body.effect,
                    says: version.body.summary.clone(),
                    hits: hits(version),
                    act: act.clone(),
                    cite: self.acts()[act].cite.clone(),
                    scheduled: self.complete_through(version.order).is_none_or(|last| on > last),
                });
            }
        }
        // A text that ends on the day its next one begins only changes its words.
        let begun: Vec<(Day, String)> = events
            .iter()
            .filter(|e| e.turn == Turn::Begins)
            .map(|e| (e.on, e.rule.clone()))
            .collect();
        events.retain(|e| e.turn != Turn::Ends || !begun.contains(&(e.on, e.rule.clone())));
        events.sort_by(|a, b| {
            (a.on, a.order, &a.rule, a.turn).cmp(&(b.on, b.order, &b.rule, b.turn))
        });
        events
    }
}

/// Whether the rule is there on the day its suspension ends.
fn lives(version: &Version, on: Day) -> bool {
    version.life(on) == crate::history::Life::Live
}

fn turns(version: &Version) -> impl Iterator<Item = (Day, Turn, &ActId)> {
    let ender = version.acts.last().unwrap_or(&version.act);
    let asleep_at_birth = version
        .suspended
        .iter()
        .any(|(from, until, _)| *from <= version.from && until.is_none_or(|u| version.from < u));
    let own = [
        (Some(version.from).filter(|_| !asleep_at_birth), Turn::Begins, &version.act),
        (version.compliance_from, Turn::Due, &version.act),
        (version.until, Turn::Ends, ender),
        (version.uncertain_until, Turn::Settled, ender),
    ];
    let naps = version.suspended.iter().flat_map(move |(from, until, act)| {
        [
            (Some(*from).filter(|from| *from > version.from), Turn::Suspended, act),
            (*until, Turn::Revives, act),
        ]
    });
    own.into_iter().chain(naps).filter_map(|(day, turn, act)| Some((day?, turn, act)))
}

fn hits(version: &Version) -> Vec<String> {
    let scope: &Scope = &version.body.scope;
    let fields = [
        Field::Holder,
        Field::Site,
        Field::Party,
        Field::Hq,
        Field::Maker,
        Field::Buyer,
        Field::Item,
        Field::Origin,
        Field::From,
        Field::To,
        Field::Activity,
        Field::EndUse,
    ];
    let told = fields.iter().filter_map(|field| scope.test(*field)).map(|test| test.words());
    let members =
        version.body.list.iter().map(|list| format!("{list}: {}", version.body.members.join(", ")));
    told.chain(members).collect()
}

/// The calendar as a person reads it: by day, by act, rules of one act on one day together.
#[must_use]
pub fn page(events: &[Event]) -> String {
    let mut text = String::new();
    let mut groups: BTreeMap<(Day, Order, &str, Turn), Vec<&Event>> = BTreeMap::new();
    for event in events {
        groups.entry((event.on, event.order, &event.cite, event.turn)).or_default().push(event);
    }
    let mut last = None;
    for ((on, order, cite, turn), group) in &groups {
        if last != Some(on) {
            let flag = if group[0].scheduled { "  (scheduled, not known)" } else { "" };
            let _ = writeln!(text, "{on}{flag}");
            last = Some(on);
        }
        let _ = writeln!(text, "  {order}: {} – {cite}", turn.words());
        for event in group {
            let _ = writeln!(text, "    {} [{}]", event.says, event.rule);
            if !event.hits.is_empty() {
                let _ = writeln!(text, "      hits: {}", event.hits.join("; "));
            }
        }
    }
    if events.is_empty() {
        text.push_str("nothing is scheduled in these days\n");
    }
    text
}
