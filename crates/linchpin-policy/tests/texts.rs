//! Words of law: where an act carries the hash of a stored text, the text is there, has that hash, and holds
//! the words quoted. And what nobody could confirm never clears alone.

use linchpin_policy::facts::Kind;
use linchpin_policy::{Effect, Rulebook, Verdict};
use linchpin_units::{Digest, Grade};
use std::path::Path;

fn rulebook() -> Rulebook {
    Rulebook::embedded().expect("the bundled acts are sound")
}

#[test]
fn stored_texts_have_their_hash_and_hold_the_quotes() {
    let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut checked = 0;
    for act in rulebook().acts().values() {
        let Some(hash) = &act.text_sha256 else { continue };
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../policy/texts")
            .join(format!("{}.txt", act.id));
        let body = std::fs::read_to_string(&path).expect("the stored text");
        assert_eq!(Digest::of(body.as_bytes()).as_str(), hash, "{}", act.id);
        for op in act.ops.iter().filter(|op| !op.quote.starts_with('[')) {
            assert!(fold(&body).contains(&fold(&op.quote)), "{}: “{}”", act.id, op.quote);
            checked += 1;
        }
    }
    assert!(checked >= 8, "only {checked} quotes are checked against a text");
}

#[test]
fn memory_never_clears_alone() {
    let rulebook = rulebook();
    let memory: Vec<_> =
        rulebook.acts().values().filter(|act| act.grade == Grade::Memory).collect();
    assert!(memory.len() <= 5, "{:?}", memory.iter().map(|a| a.id.as_str()).collect::<Vec<_>>());
    let known = rulebook.knowledge_day();
    // The entry of Intel Dalian before 2023 is from memory: the holder asks, the answer is no clearance by it.
    for act in memory {
        for op in &act.ops {
            let Some(body) =
                op.body.as_ref().filter(|b| b.effect.lifts() || b.effect == Effect::Excludes)
            else {
                continue;
            };
            for item in rulebook.facts().all(Kind::Item) {
                let mut query = linchpin_policy::Query::export(&item.id, "USA", "CHN");
                for test in body.scope.tests.iter().filter(|test| !test.any.is_empty()) {
                    if test.field != linchpin_policy::Field::Item {
                        query = query.with(test.field, test.any[0].clone());
                    }
                }
                let decision = rulebook.decide(&query, op.from, known);
                let by = decision.binding.contains(&op.rule);
                assert!(!(by && decision.verdict == Verdict::Authorised), "{}: {query}", op.rule);
            }
        }
    }
}

#[test]
fn every_horizon_is_earned_by_a_document_that_was_opened() {
    let rulebook = rulebook();
    let register = rulebook.register();
    assert!(register.documents().len() >= 50, "{}", register.documents().len());
    for (order, day) in register.horizon() {
        let earned =
            register.documents().iter().any(|d| d.order == order && d.date >= day && d.opened);
        assert!(earned, "{order} {day}");
        assert_eq!(rulebook.complete_through(order), Some(day));
    }
}
