//! One day before and on every change date of every bundled act: the law is as the act says.

use linchpin_policy::act::names;
use linchpin_policy::facts::Kind;
use linchpin_policy::history::{History, Life};
use linchpin_policy::words::Verb;
use linchpin_policy::{Act, Effect, Field, Query, RuleId, Rulebook, Tag};
use linchpin_units::{Day, Measure};

fn rulebook() -> Rulebook {
    Rulebook::embedded().expect("the bundled acts are sound")
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// How a rule stands on a day, as known by the act's own publication.
fn life(history: &History, rule: &RuleId, on: Day) -> Life {
    let versions = history.versions.iter().filter(|v| names(rule, &v.rule));
    let lives = versions.map(|v| v.life(on));
    lives.max_by_key(|life| *life as u8).unwrap_or(Life::Dead)
}

#[test]
fn every_operation_bites_on_its_day_and_not_before() {
    let rulebook = rulebook();
    let acts: Vec<Act> = rulebook.acts().values().cloned().collect();
    let mut checked = 0;
    for act in &acts {
        // The law as it stood when this act came out: later acts may have changed its effect.
        let (history, findings) = History::new(&acts, Some(act.published));
        assert!(findings.is_empty(), "{}: {findings}", act.id);
        for op in &act.ops {
            let rule = &op.rule;
            let (before, on) =
                (life(&history, rule, op.from.plus(-1)), life(&history, rule, op.from));
            let told = format!("{} {} {rule}: {before:?} then {on:?}", act.id, op.verb);
            match op.verb {
                Verb::Add => assert!(before == Life::Dead && on == Life::Live, "{told}"),
                Verb::Replace => assert_eq!(on, Life::Live, "{told}"),
                Verb::Repeal => assert!(before == Life::Live && on == Life::Dead, "{told}"),
                Verb::Suspend => assert!(on == Life::Suspended || on == Life::Dead, "{told}"),
                Verb::Revive => assert_eq!(on, Life::Live, "{told}"),
                Verb::Extend => assert_eq!(before, on, "{told}"),
            }
            if op.verb == Verb::Replace {
                let body = history.versions.iter().find(|v| v.rule == op.rule && v.from == op.from);
                assert_eq!(body.map(|v| &v.act), Some(&act.id), "{told}");
            }
            if let Some(until) = op.until {
                let (last, after) =
                    (life(&history, rule, until.plus(-1)), life(&history, rule, until));
                // A suspension may outlast the rule it suspends.
                let outlived = op.verb == Verb::Suspend && last == Life::Dead;
                assert!(last != after || outlived, "{told}: nothing ends on {until}");
            }
            checked += 1;
        }
    }
    assert!(checked > 100 && acts.len() >= 40, "{checked} operations of {} acts", acts.len());
}

/// A question made from a rule's own scope: for every test the first thing that meets it.
fn probe(rulebook: &Rulebook, scope: &linchpin_policy::scope::Scope) -> Option<Query> {
    let mut query = Query::new();
    for test in scope.tests.iter().filter(|test| !test.any.is_empty()) {
        let value: Tag = match test.field {
            Field::Item => {
                let meets = |item: &&linchpin_policy::facts::Thing| {
                    test.any.iter().any(|tag| item.tags.contains(tag))
                        && !test.none.iter().any(|tag| item.tags.contains(tag))
                };
                rulebook.facts().all(Kind::Item).find(meets)?.id.clone()
            }
            Field::To | Field::From | Field::Hq => {
                let plain = test.any.iter().find(|tag| !tag.contains(':'));
                let group = match test.any[0].as_str() {
                    one if one.contains("eu") => "NLD",
                    "list:us.A1" => "JPN",
                    _ => "CHN",
                };
                plain.cloned().unwrap_or_else(|| group.into())
            }
            Field::Party if test.any[0].starts_with("owned") => {
                query = query.owned_by("org:any-listed", Measure::of(50.0));
                continue;
            }
            Field::Party if test.any[0] == "list:us.entity-list.fn5" => "firm:smic".into(),
            Field::Party if test.any[0] == "list:tw.shtc" => "firm:huawei".into(),
            Field::Party if test.any[0] == "list:cn.control-list" => "firm:ihi".into(),
            Field::Party if test.any[0] == "list:cn.watch-list" => "firm:subaru".into(),
            Field::Party if test.any[0] == "list:us.chips-awardees" => "firm:samsung".into(),
            Field::Party if test.any[0].starts_with("list:") => "org:any-listed".into(),
            _ => test.any[0].clone(),
        };
        query = query.with(test.field, value);
    }
    let to = scope.test(linchpin_policy::Field::To);
    if to.is_none_or(|test| test.any.is_empty()) && query.get(Field::To).is_none() {
        let refused =
            to.is_some_and(|test| test.none.iter().any(|tag| tag == "CHN" || tag == "list:us.D5"));
        query = query.with(Field::To, if refused { "IND" } else { "CHN" });
    }
    if scope.test(Field::From).is_some_and(|test| !test.none.is_empty()) {
        query = query.with(Field::From, "KOR");
    }
    for test in &scope.numbers {
        let moved = |x: Measure, by: f64| Measure::of(x.get() + by);
        let over = test.over.map(|x| moved(x, 1.0));
        let inside = test.at_least.or(over).or(test.below.map(|x| moved(x, -1.0)));
        query = query.with_number(test.number, inside.or(test.at_most)?);
    }
    Some(query)
}

#[test]
fn decisions_follow_the_rules_that_make_them() {
    let rulebook = rulebook();
    let known = rulebook.knowledge_day();
    let mut asked = 0;
    for act in rulebook.acts().values() {
        for op in act.ops.iter().filter(|op| op.verb == Verb::Add) {
            let Some(body) = op.body.as_ref().filter(|body| body.effect.requires()) else {
                continue;
            };
            // A rule that only raises a doubt is met by nothing for certain.
            let Some(query) = probe(&rulebook, &body.scope) else {
                assert!(op.quiet.is_some(), "nothing meets the scope of {}", op.rule);
                continue;
            };
            let before = rulebook.decide(&query, op.from.plus(-1), known);
            let due = op.compliance_from.unwrap_or(op.from);
            let after = rulebook.decide(&query, due, known);
            let told = |decision: &linchpin_policy::Decision| {
                decision.orders.iter().any(|order| {
                    order.binding.contains(&op.rule)
                        || order.lifted.iter().any(|(rule, _)| *rule == op.rule)
                })
            };
            assert!(!told(&before), "{} speaks before {}", op.rule, op.from);
            let law = rulebook.known(known);
            let asleep = life(&law.history, &op.rule, due) != Life::Live;
            // Two rules need more than their scope: an award before the law, a list before the rule.
            let later = op.rule.as_str().starts_with("us.chips.231");
            assert!(
                told(&after) || asleep || later,
                "{} is silent on {}: {query}: {}",
                op.rule,
                op.from,
                after.answer
            );
            asked += 1;
        }
    }
    assert!(asked >= 40, "only {asked} rules could be probed");
}

#[test]
fn speech_is_never_a_rule() {
    let rulebook = rulebook();
    let ask = Query::procurement("firm:samsung", "product:dram", "server-other", "CHN");
    let decision = rulebook.decide(&ask, day("2023-06-01"), rulebook.knowledge_day());
    assert!(decision.verdict.permits() && decision.binding.is_empty(), "{}", decision.answer);
    let heard = decision.signals.iter().filter(|said| said.kind == Effect::Request).count();
    assert_eq!(heard, 2, "both requests are visible");
}
