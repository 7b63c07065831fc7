//! Questions made from scopes, to see what a date changes.

use linchpin_policy::act::{Act, Op, names};
use linchpin_policy::facts::Kind;
use linchpin_policy::history::{History, Life, Version};
use linchpin_policy::scope::{Scope, Test};
use linchpin_policy::words::Verb;
use linchpin_policy::{Activity, Decision, Effect, Field, Query, Rulebook, Tag};
use linchpin_units::{Day, Measure};
use std::collections::BTreeMap;

/// A day on which an operation changes something.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Date {
    From(Day),
    Until(Day),
    Settled(Day),
    Due(Day),
}

impl Date {
    fn day(self) -> Day {
        match self {
            Self::From(day) | Self::Until(day) | Self::Settled(day) | Self::Due(day) => day,
        }
    }
}

/// The dates of an operation.
pub(crate) fn dates_of(op: &Op) -> Vec<Date> {
    let until = op.until.map(Date::Until);
    let settled = op.uncertain_until.map(Date::Settled);
    let due = op.compliance_from.map(Date::Due);
    [Some(Date::From(op.from)), due, until, settled].into_iter().flatten().collect()
}

/// The values that a question may give, by field.
pub(crate) struct Probes<'r> {
    rulebook: &'r Rulebook,
    acts: Vec<Act>,
}

/// How many questions are tried for one date.
const TRIED: usize = 600;
/// Countries that stand for the groups that acts make.
const PLACES: &[&str] = &[
    "CHN", "USA", "KOR", "JPN", "NLD", "TWN", "DEU", "MAC", "HKG", "RUS", "KHM", "IND", "ARE",
    "IRN", "MYS", "VNM", "SGP", "IRQ", "KAZ",
];

impl<'r> Probes<'r> {
    pub(crate) fn new(rulebook: &'r Rulebook) -> Self {
        Self { rulebook, acts: rulebook.acts().values().cloned().collect() }
    }

    /// Values of `field` that may meet all of `tests`.
    fn values(&self, field: Field, tests: &[&Test]) -> Vec<Tag> {
        let facts = self.rulebook.facts();
        let plain = |tag: &str| !tag.starts_with("list:") && !tag.starts_with("owned");
        let mut all: Vec<Tag> = match field {
            Field::Item => {
                let meets = |tags: &dyn Fn(&str) -> bool| {
                    tests.iter().all(|t| {
                        (t.any.is_empty() || t.any.iter().any(|tag| tags(tag)))
                            && !t.none.iter().any(|tag| tags(tag))
                    })
                };
                facts
                    .all(Kind::Item)
                    .filter(|item| meets(&|tag| item.tags.contains(tag)))
                    .map(|item| item.id.clone())
                    .collect()
            }
            Field::To | Field::From | Field::Origin | Field::Hq => {
                // A test that names countries is met by them alone; one that names a group, by some place.
                let closed =
                    tests.iter().find(|t| !t.any.is_empty() && t.any.iter().all(|tag| plain(tag)));
                let named =
                    tests.iter().flat_map(|t| t.any.iter().filter(|tag| plain(tag)).cloned());
                match closed {
                    Some(test) => test.any.clone(),
                    None => named.chain(PLACES.iter().map(|place| Tag::from(*place))).collect(),
                }
            }
            Field::Party => {
                let named =
                    tests.iter().flat_map(|t| t.any.iter().filter(|tag| plain(tag)).cloned());
                let all = facts.all(Kind::Entity).map(|entity| entity.id.clone());
                named.chain(["org:any-listed".into()]).chain(all).collect()
            }
            Field::EndUse | Field::Buyer => {
                let kind = if field == Field::EndUse { Kind::EndUse } else { Kind::Buyer };
                let tags = |tag: &Tag| {
                    let holds = facts.all(kind).find(|thing| thing.tags.contains(tag));
                    holds.map_or_else(|| tag.clone(), |thing| thing.id.clone())
                };
                tests.iter().flat_map(|t| t.any.iter().map(tags)).collect()
            }
            _ => {
                tests.iter().flat_map(|t| t.any.iter().filter(|tag| plain(tag)).cloned()).collect()
            }
        };
        let mut seen = std::collections::BTreeSet::new();
        all.retain(|value| seen.insert(value.clone()));
        all.truncate(if field == Field::Party { 90 } else { 24 });
        all
    }

    /// Questions that lie in all of `scopes`, or might.
    fn questions(&self, scopes: &[&Scope]) -> Vec<Query> {
        let mut by_field: BTreeMap<Field, Vec<&Test>> = BTreeMap::new();
        for scope in scopes {
            for test in &scope.tests {
                by_field.entry(test.field).or_default().push(test);
            }
        }
        let mut queries = vec![Query::new()];
        for (field, tests) in &by_field {
            if tests.iter().all(|test| test.any.is_empty())
                && *field != Field::To
                && *field != Field::From
            {
                continue;
            }
            let values = self.values(*field, tests);
            let owned = tests.iter().any(|t| t.any.iter().any(|tag| tag.starts_with("owned")));
            if values.is_empty() && !owned {
                return Vec::new();
            }
            let mut next = Vec::new();
            for query in &queries {
                if owned {
                    next.push(query.clone().owned_by("org:any-listed", Measure::of(50.0)));
                    continue;
                }
                for value in &values {
                    next.push(query.clone().with(*field, value.clone()));
                }
            }
            // Questions far apart are kept, not the first ones only, and never in step with another field.
            let all = next.len();
            let mix = |i: usize| (i as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
            let mut order: Vec<usize> = (0..all).collect();
            if all > TRIED {
                order.sort_by_key(|i| mix(*i));
                order.truncate(TRIED);
            }
            queries = order.into_iter().map(|i| next[i].clone()).collect();
        }
        let numbers = scopes.iter().flat_map(|scope| &scope.numbers);
        let mut wanted = BTreeMap::new();
        for test in numbers {
            let bounds = [test.at_least, test.over, test.below, test.at_most];
            let [at_least, over, below, at_most] = bounds.map(|bound| bound.map(Measure::get));
            let over = at_least.or(over.map(|x| x + 1.0));
            let inside = match (over, below) {
                (Some(low), Some(high)) => Some((low + high) / 2.0),
                (low, high) => low.or(high.map(|x| x - 1.0)).or(at_most),
            };
            if let Some(inside) = inside {
                wanted.insert(test.number, Measure::of(inside));
            }
        }
        let filled = |mut query: Query| {
            for (number, value) in &wanted {
                query = query.with_number(*number, *value);
            }
            if query.get(Field::Activity).is_none() && query.get(Field::Item).is_some() {
                query = query.with(Field::Activity, Activity::Export.as_str());
            }
            if query.get(Field::Item).is_none() && query.get(Field::Activity) == Some("export") {
                query = query.with(Field::Item, "item:ear99");
            }
            if query.get(Field::Item).is_none() && query.get(Field::Activity) == Some("import") {
                query = query.with(Field::Item, "product:dram");
            }
            if query.get(Field::From).is_none() && query.get(Field::UsContent) == Some("us-origin")
            {
                query = query.with(Field::From, "USA");
            }
            // A duty of one country must not make every import unknown.
            if query.get(Field::Origin).is_none() && query.get(Field::Activity) == Some("import") {
                query = query.with(Field::Origin, "JPN");
            }
            query
        };
        let filled = queries.into_iter().map(filled);
        // What is left open must not make every answer unknown: asked once as it is, once with it given.
        let settled = |query: &Query| {
            let with = |query: Query, field: Field, value: &str| match query.get(field) {
                Some(_) => query,
                None => query.with(field, value),
            };
            let query = with(query.clone(), Field::Hq, "USA");
            if query.get(Field::Site).is_some() {
                query
            } else {
                with(query, Field::Facility, "not-advanced")
            }
        };
        filled.flat_map(|query| [settled(&query), query]).collect()
    }

    /// The law as known when an act came out.
    fn history(&self, act: &Act) -> History {
        History::new(&self.acts, Some(act.published)).0
    }
}

/// Whether two bodies have to do with each other: one lifts, bars, reaches for, or lists for the other.
fn related(a: &Version, b: &Version) -> bool {
    let lifts = a.body.overcomes.iter().any(|pattern| names(pattern, &b.rule));
    let lists = a.body.list.as_ref().is_some_and(|list| {
        let used = |tag: &Tag| *tag == format!("list:{list}") || *tag == format!("owned50:{list}");
        b.body.scope.tests.iter().any(|test| test.any.iter().chain(&test.none).any(used))
    });
    let wide = matches!(a.body.effect, Effect::Reaches | Effect::Excludes | Effect::Covers)
        && b.body.effect.requires();
    lifts || lists || wide
}

/// What an answer says, as far as a date can change it.
fn told(decision: &Decision) -> String {
    let said: Vec<&str> = decision.signals.iter().map(|said| said.source.says.as_str()).collect();
    let bound: Vec<&str> = decision.conditions.iter().map(|cite| cite.says.as_str()).collect();
    let orders: Vec<_> = decision
        .orders
        .iter()
        .map(|o| (o.order, o.verdict, o.review, o.rate.map(|rate| rate.get().to_bits())))
        .collect();
    format!("{:?} {:?} {orders:?} {said:?} {bound:?}", decision.verdict, decision.review)
}

/// A question whose answer differs between the day before and the date, as known when the act came out.
pub(crate) fn differs(
    rulebook: &Rulebook,
    probes: &Probes<'_>,
    act: &Act,
    op: &Op,
    date: Date,
) -> Option<Query> {
    let on = date.day();
    let (before, known) = (on.plus(-1), act.published);
    let history = probes.history(act);
    let own = |version: &&Version| version.order == act.order && names(&op.rule, &version.rule);
    let near = |version: &&Version| {
        let alive = |day: Day| version.life(day) != Life::Dead;
        alive(before) || alive(on)
    };
    let mine: Vec<&Version> = history.versions.iter().filter(own).filter(near).collect();
    // The rules asked for again after a suspension are those suspended.
    let mine = if mine.is_empty() && op.verb == Verb::Suspend {
        history.versions.iter().filter(own).collect()
    } else {
        mine
    };
    for version in &mine {
        let mut sets: Vec<(Vec<&Scope>, &Version)> = vec![(vec![&version.body.scope], *version)];
        let others = history.versions.iter().filter(|other| other.order == act.order).filter(near);
        for other in others.clone().filter(|other| other.rule != version.rule) {
            if related(version, other) || related(other, version) {
                let lists = if other.body.list.is_some() { other } else { *version };
                sets.push((vec![&version.body.scope, &other.body.scope], lists));
                // What is barred is an exception, and it shows only where a requirement stands.
                for third in others.clone().filter(|third| third.body.effect.requires()) {
                    if version.body.effect == Effect::Bars && related(other, third) {
                        sets.push((
                            vec![&version.body.scope, &other.body.scope, &third.body.scope],
                            *version,
                        ));
                    }
                }
            }
        }
        for (scopes, lists) in sets {
            for query in probes.questions(&scopes) {
                let query = member(lists, query);
                let (then, now) =
                    (rulebook.verdict(&query, before, known), rulebook.verdict(&query, on, known));
                if then != now {
                    return Some(query);
                }
            }
            for query in probes.questions(&scopes).into_iter().step_by(7).take(60) {
                let query = member(lists, query);
                let (then, now) =
                    (rulebook.decide(&query, before, known), rulebook.decide(&query, on, known));
                if told(&then) != told(&now) {
                    return Some(query);
                }
            }
        }
    }
    None
}

/// The question asked about the first whom a list takes up.
fn member(version: &Version, query: Query) -> Query {
    let Some(first) = version.body.members.first() else { return query };
    if first.contains(':') {
        return query.with(Field::Party, first.clone());
    }
    query.with(Field::To, first.clone())
}
