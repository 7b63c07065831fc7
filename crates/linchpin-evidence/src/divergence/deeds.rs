//! What a single party did: enough to know one event by, where two documents share no second name.
//!
//! In come the claims of a document; out go [`Deed`]s: a person or body, what it does or suffers, and something
//! that pins it down, which is a day, an amount or a place of the same sentence. One firm or minister is in the news
//! for many things, so that the party alone is nothing, nor are the party and the verb.

use super::facts::Facts;
use super::facts::is_aside_of;
use crate::analysis::Analysis;
use crate::gazetteer::{EntityKind, gazetteer};
use crate::number::{Number, NumberKind};
use crate::when::{When, WhenKind};
use std::collections::{BTreeMap, BTreeSet};

/// What pins a deed down.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pin {
    /// A day, as a date.
    Day(String),
    /// An amount in base units and its unit.
    Amount(String),
    /// A place that is no capital.
    Place(String),
}

/// What a party does or suffers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// Whether the party acts; else it is acted on.
    acts: bool,
    /// What is done, from the closed list of predicates.
    does: &'static str,
    /// The party on the other side, where one is named.
    other: Option<String>,
}

/// Deeds by the party, which is a person or a body and no state or news agency, and by what pins them down.
pub type Deeds = BTreeMap<(String, Pin), Vec<Deed>>;

/// Predicates that say that something was told, not what was done.
const TELLING: &[&str] = &["announce", "mention", "insist", "interpret", "expect", "plan"];

/// Least sum of money, in units of its currency, that pins a deed down.
const SUM: f64 = 1e6;
/// Least count that does.
const COUNT: f64 = 100.0;

/// The deeds of a document's article sentences.
#[must_use]
pub(super) fn deeds(analysis: &Analysis, facts: &[Facts<'_>]) -> Deeds {
    let mut out = Deeds::new();
    for claim in &analysis.claims {
        let Ok(at) = facts.binary_search_by_key(&claim.sentence, |facts| facts.index) else {
            continue;
        };
        let sides = [(&claim.agent, &claim.patient, true), (&claim.patient, &claim.agent, false)];
        for (party, other, acts) in sides {
            let Some(party) = party.as_ref().filter(|party| is_single(party)) else { continue };
            for pin in pins(analysis, &facts[at]) {
                let own = out.entry((party.clone(), pin)).or_default();
                own.push(Deed { acts, does: claim.predicate, other: other.clone() });
            }
        }
    }
    out
}

/// Whether an entity is one person or body that makes news itself.
fn is_single(entity: &str) -> bool {
    let wire = gazetteer().entity(entity).is_some_and(|known| known.kind == EntityKind::Wire);
    !wire && (entity.starts_with("person:") || entity.starts_with("org:"))
}

fn pins(analysis: &Analysis, facts: &Facts<'_>) -> BTreeSet<Pin> {
    let days = facts.times.iter().filter(|when| !is_aside_of(analysis, facts, when)).flat_map(days);
    let amounts = facts.numbers.iter().filter_map(|number| amount(number));
    let places = facts.reading.mentions.iter().filter(|mention| {
        mention.kind == EntityKind::Place && mention.entity.starts_with("place:")
    });
    days.map(Pin::Day)
        .chain(amounts.map(Pin::Amount))
        .chain(places.map(|mention| Pin::Place(mention.entity.clone())))
        .collect()
}

/// The days an expression of one day can mean, elsewhere too.
fn days(when: &&When) -> Vec<String> {
    let one = when.days.filter(|days| days.until == Some(days.from.plus(1)));
    let date = matches!(when.kind, WhenKind::Date | WhenKind::Time);
    let Some(days) = one.filter(|_| date).and_then(|_| when.days_anywhere()) else {
        return Vec::new();
    };
    let size = days.until.map_or(1, |until| days.from.days_until(until));
    (0..size).map(|n| days.from.plus(n).to_string()).collect()
}

/// A sum of money, a measured quantity or a large count.
fn amount(number: &Number) -> Option<String> {
    let large = match number.kind {
        NumberKind::Money => number.value >= SUM,
        NumberKind::Quantity => true,
        NumberKind::Cardinal => number.value >= COUNT,
        _ => false,
    };
    let unit = number.unit.as_deref().unwrap_or("");
    large.then(|| format!("{} {unit}", number.value))
}

/// Whether two documents tell one deed: one party does one thing to nobody else, pinned down alike. Where one of them
/// only says that it was told, a day is no pin: much is told on one day.
#[must_use]
pub(super) fn share(one: &Deeds, two: &Deeds) -> bool {
    one.iter().any(|(key, own)| {
        let others = two.get(key).into_iter().flatten();
        others.into_iter().any(|b| own.iter().any(|a| same(a, b, &key.1)))
    })
}

fn same(a: &Deed, b: &Deed, pin: &Pin) -> bool {
    let told = [a, b].iter().any(|deed| TELLING.contains(&deed.does));
    if told {
        return !matches!(pin, Pin::Day(_));
    }
    let apart = a.other.is_some() && b.other.is_some() && a.other != b.other;
    a.does == b.does && a.acts == b.acts && !apart
}
