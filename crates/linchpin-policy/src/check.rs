//! Checks across files: every name known, every operation on a rule that exists, no two exceptions
//! that contradict each other without a word on which yields.

use crate::act::{Act, ActId, RuleId, matches, names};
use crate::codes;
use crate::facts::{Facts, Kind};
use crate::form::{Mention, MentionKind};
use crate::history::{History, Version};
use crate::ids::Tag;
use crate::ledger::Ledgers;
use crate::scope::Field;
use crate::words::Activity;
use linchpin_units::{Finding, Findings};
use std::collections::{BTreeMap, BTreeSet};

/// Runs every check.
pub(crate) fn all(
    acts: &BTreeMap<ActId, Act>,
    mentions: &[Mention],
    facts: &Facts,
    ledgers: &Ledgers,
    findings: &mut Findings,
) {
    let list: Vec<Act> = acts.values().cloned().collect();
    let (history, found) = History::new(&list, None);
    findings.extend(found);
    let bodies = || list.iter().flat_map(|act| &act.ops).filter_map(|op| op.body.as_ref());
    let rules: BTreeSet<&str> =
        list.iter().flat_map(|act| &act.ops).map(|op| op.rule.as_str()).collect();
    let lists: BTreeSet<&str> = bodies().filter_map(|body| body.list.as_deref()).collect();
    for mention in mentions {
        check_mention(mention, facts, &rules, &lists, findings);
    }
    for act in &list {
        for op in &act.ops {
            let ledger = op.body.as_ref().and_then(|b| b.quota.as_ref()?.ledger.as_ref());
            if let Some(name) = ledger.filter(|name| !ledgers.has(name)) {
                findings.push(
                    Finding::error(codes::LEDGER, op.place.clone(), format!("no ledger `{name}`"))
                        .expected("a file under ledger/")
                        .help("add the ledger or correct its name"),
                );
            }
        }
    }
    contradictions(&history, acts, findings);
}

/// The kind of thing a field's tags name, where they name things.
fn kind(field: Field) -> Option<Kind> {
    match field {
        Field::Item => Some(Kind::Item),
        Field::Origin | Field::From | Field::To | Field::Hq => Some(Kind::Country),
        Field::Site => Some(Kind::Site),
        Field::Holder | Field::Party | Field::Maker => Some(Kind::Entity),
        Field::Buyer => Some(Kind::Buyer),
        Field::EndUse => Some(Kind::EndUse),
        Field::Facility | Field::Purpose | Field::Activity | Field::UsContent | Field::Funding => {
            None
        }
    }
}

fn check_mention(
    mention: &Mention,
    facts: &Facts,
    rules: &BTreeSet<&str>,
    lists: &BTreeSet<&str>,
    findings: &mut Findings,
) {
    let name = mention.name.as_str();
    let (known, near): (bool, Vec<&str>) = match mention.kind {
        MentionKind::Rule => (
            rules.contains(name) || rules.iter().any(|rule| matches(name, rule)),
            rules.iter().copied().collect(),
        ),
        MentionKind::Member => {
            let kinds = [Kind::Country, Kind::Entity, Kind::Item];
            (
                kinds.iter().any(|kind| facts.tag_known(*kind, name)),
                kinds.iter().flat_map(|kind| facts.names(*kind)).collect(),
            )
        }
        MentionKind::Tag(field) => {
            let owned = name.strip_prefix("owned").and_then(|rest| rest.split_once(':'));
            if let Some(list) = name.strip_prefix("list:").or(owned.map(|(_, list)| list)) {
                (lists.contains(list), lists.iter().copied().collect())
            } else if let Some(kind) = kind(field) {
                (facts.tag_known(kind, name), facts.names(kind).collect())
            } else if field == Field::Activity {
                let words: Vec<&str> = Activity::ALL.iter().map(|a| a.as_str()).collect();
                (words.contains(&name), words)
            } else {
                (true, Vec::new())
            }
        }
    };
    if !known {
        findings.push(
            Finding::error(codes::NO_NAME, mention.place.clone(), format!("`{name}` is not known"))
                .expected("a name declared in facts/ or made by an act")
                .nearest(name, near)
                .help("correct the name, or declare it in facts/"),
        );
    }
}

/// Two exceptions of different kinds that lift one requirement, live together and reach the same flow.
fn contradictions(history: &History, acts: &BTreeMap<ActId, Act>, findings: &mut Findings) {
    let lifters: Vec<&Version> =
        history.versions.iter().filter(|v| v.body.effect.lifts()).collect();
    for (i, a) in lifters.iter().enumerate() {
        for b in &lifters[i + 1..] {
            let differ = a.body.effect != b.body.effect && a.order == b.order;
            if differ && together(a, b) && meet(a, b) && !ordered(a, b) && shared(history, a, b) {
                let act = &acts[&b.act];
                let op =
                    act.ops.iter().find(|op| op.rule == b.rule).map_or(&act.place, |op| &op.place);
                let message = format!(
                    "`{}` and `{}` lift one requirement in different ways and neither yields",
                    a.rule, b.rule
                );
                findings.push(
                    Finding::error(codes::NO_ORDER, op.clone(), message)
                        .expected("before = [\"the rule that yields\"] in one of the two")
                        .help(format!("write before = [\"{}\"] where this one should win", a.rule)),
                );
            }
        }
    }
}

fn together(a: &Version, b: &Version) -> bool {
    a.until.is_none_or(|end| b.from < end) && b.until.is_none_or(|end| a.from < end)
}

/// Whether some flow may be in both scopes: no field on which they demand disjoint tags.
fn meet(a: &Version, b: &Version) -> bool {
    a.body.scope.tests.iter().all(|test| {
        let other = b.body.scope.test(test.field);
        let disjoint = other.is_some_and(|other| {
            let apart = !test.any.is_empty()
                && !other.any.is_empty()
                && !test.any.iter().any(|tag| other.any.contains(tag));
            let refused = |any: &[Tag], none: &[Tag]| {
                !any.is_empty() && any.iter().all(|tag| none.contains(tag))
            };
            apart || refused(&test.any, &other.none) || refused(&other.any, &test.none)
        });
        !disjoint
    })
}

fn ordered(a: &Version, b: &Version) -> bool {
    let before =
        |x: &Version, y: &Version| x.body.before.iter().any(|pattern| names(pattern, &y.rule));
    before(a, b) || before(b, a)
}

fn shared(history: &History, a: &Version, b: &Version) -> bool {
    let lifts =
        |v: &Version, rule: &RuleId| v.body.overcomes.iter().any(|pattern| names(pattern, rule));
    let required = history.versions.iter().filter(|v| v.body.effect.requires());
    required.into_iter().any(|v| lifts(a, &v.rule) && lifts(b, &v.rule))
}
