//! What changes when: every scheduled start, end, suspension, revival and compliance date, with who is hit.
//!
//! In come a span and a day of knowledge; out come events in the order of their days. What was only said
//! (requests, intents) is no event.

use crate::act::{ActId, RuleId};
use crate::facts::{Facts, Kind};
use crate::history::{Life, Version};
use crate::ids::Tag;
use crate::render::order_name;
use crate::rulebook::Rulebook;
use crate::scope::{Field, Scope};
use crate::words::{Effect, Order};
use linchpin_units::{Day, Days};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// What happens to a rule on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "CalendarTurn")]
pub enum Turn {
    /// It becomes law.
    Begins,
    /// It gets a new text.
    Rewritten,
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
            Self::Rewritten => "gets a new text",
            Self::Due => "must be followed",
            Self::Suspended => "is suspended",
            Self::Revives => "comes back",
            Self::Ends => "ends",
            Self::Settled => "is certain again",
        }
    }
}

/// One change of one rule.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "CalendarEvent")]
pub struct Event {
    /// The day.
    pub on: Day,
    /// What happens.
    pub turn: Turn,
    /// The order.
    pub order: Order,
    /// The rule.
    pub rule: RuleId,
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
                // What returns when its rule is gone is no return; what ends in its sleep ended before.
                let idle = match turn {
                    Turn::Revives => version.life(on) != Life::Live,
                    Turn::Ends => version.life(on.plus(-1)) == Life::Suspended,
                    _ => false,
                };
                if !span.holds(on) || idle {
                    continue;
                }
                events.push(Event {
                    on,
                    turn,
                    order: version.order,
                    rule: version.rule.clone(),
                    effect: version.body.effect,
                    says: version.body.summary.clone(),
                    hits: hits(version, self.facts()),
                    act: act.clone(),
                    cite: self.acts()[act].cite.clone(),
                    scheduled: self.complete_through(version.order).is_none_or(|last| on > last),
                });
            }
        }
        // A text that ends on the day its next one begins only changes its words.
        let begun: Vec<(Day, RuleId)> = events
            .iter()
            .filter(|e| matches!(e.turn, Turn::Begins | Turn::Rewritten))
            .map(|e| (e.on, e.rule.clone()))
            .collect();
        events.retain(|e| e.turn != Turn::Ends || !begun.contains(&(e.on, e.rule.clone())));
        events.sort_by(|a, b| {
            (a.on, a.order, &a.rule, a.turn).cmp(&(b.on, b.order, &b.rule, b.turn))
        });
        events
    }
}

fn turns(version: &Version) -> impl Iterator<Item = (Day, Turn, &ActId)> {
    let begins = if version.first < version.from { Turn::Rewritten } else { Turn::Begins };
    let asleep_at_birth = version
        .suspended
        .iter()
        .any(|(from, until, _)| *from <= version.from && until.is_none_or(|u| version.from < u));
    let own = [
        (Some(version.from).filter(|_| !asleep_at_birth), begins, &version.act),
        (version.compliance_from, Turn::Due, &version.act),
        (version.until, Turn::Ends, &version.ender),
        (version.uncertain_until, Turn::Settled, &version.ender),
    ];
    let naps = version.suspended.iter().flat_map(move |(from, until, act)| {
        [
            (Some(*from).filter(|from| *from > version.from), Turn::Suspended, act),
            (*until, Turn::Revives, act),
        ]
    });
    own.into_iter().chain(naps).filter_map(|(day, turn, act)| Some((day?, turn, act)))
}

/// What a field is called before those whom a rule names in it.
const HIT: &[(Field, &str)] = &[
    (Field::Holder, "run by"),
    (Field::Site, "site"),
    (Field::Party, "party"),
    (Field::Hq, "headquarters in"),
    (Field::Maker, "made by"),
    (Field::Buyer, "buyer"),
    (Field::Item, "goods"),
    (Field::Origin, "made in"),
    (Field::From, "from"),
    (Field::To, "to"),
    (Field::Activity, "activity"),
    (Field::EndUse, "final use"),
];

/// Who and what is hit, by the names of the facts.
fn hits(version: &Version, facts: &Facts) -> Vec<String> {
    let scope: &Scope = &version.body.scope;
    let mut told = Vec::new();
    for (field, called) in HIT {
        let Some(test) = scope.test(*field) else { continue };
        let (any, none) =
            (called_names(*field, &test.any, facts), called_names(*field, &test.none, facts));
        match (any.is_empty(), none.is_empty()) {
            (false, true) => told.push(format!("{called}: {any}")),
            (false, false) => told.push(format!("{called}: {any}, but not {none}")),
            (true, false) => told.push(format!("{called}: any but {none}")),
            (true, true) => {}
        }
    }
    if version.body.list.is_some() {
        told.push(format!(
            "on the list: {}",
            called_names(Field::Party, &version.body.members, facts)
        ));
    }
    told
}

/// The first few of those who carry one of `tags`, by name, and how many more there are.
fn called_names(field: Field, tags: &[Tag], facts: &Facts) -> String {
    const SHOWN: usize = 4;
    let kinds = [Kind::Country, Kind::Entity, Kind::Site];
    let mut names: Vec<String> = Vec::new();
    for tag in tags {
        let group = tag.split_once(':').filter(|(kind, _)| matches!(*kind, "list" | "owned50"));
        let thing = kinds.iter().find_map(|kind| facts.named(*kind, tag));
        match (group, thing) {
            (Some((kind, list)), _) => {
                // A group that an act makes of one country has the country's name.
                let short = list.split_once('.').map_or(list, |(_, name)| name);
                let country = facts.named(Kind::Country, short).map(|thing| thing.name.clone());
                let name = country.unwrap_or_else(|| list_name(list));
                names.push(if kind == "list" {
                    name
                } else {
                    format!("owned 50 % or more by the {name}")
                });
            }
            (None, _) if field == Field::Item => {
                let carry = facts.all(Kind::Item).filter(|item| item.tags.contains(tag));
                names.extend(carry.map(|item| item.name.clone()));
            }
            (None, Some(thing)) => names.push(thing.name.clone()),
            (None, None) => names.push(tag.rsplit(':').next().unwrap_or(tag).replace('-', " ")),
        }
    }
    let mut seen = BTreeSet::new();
    names.retain(|name| seen.insert(name.clone()));
    let more = names.len().saturating_sub(SHOWN);
    names.truncate(SHOWN);
    match more {
        0 => names.join(", "),
        _ => format!("{} and {more} more", names.join(", ")),
    }
}

/// A list as a person writes it: `us.D5` is the group D:5, `us.entity-list` the entity list.
fn list_name(id: &str) -> String {
    let last = id.split_once('.').map_or(id, |(_, name)| name);
    let mut letters = last.chars();
    match (letters.next(), letters.as_str().parse::<u8>()) {
        (Some(group), Ok(column)) if group.is_ascii_uppercase() => format!("{group}:{column}"),
        _ => last.replace(['-', '.'], " "),
    }
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
            let _ = writeln!(text, "{on}");
            last = Some(on);
        }
        let flag = if group[0].scheduled { " (scheduled; it may still change)" } else { "" };
        let _ = writeln!(text, "  {}: {} – {cite}{flag}", order_name(*order), turn.words());
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
