//! What nobody could confirm lets nothing through: the whole registry is asked once with the acts graded `memory`
//! and once as if they were not there.

use linchpin_policy::{Decision, Query, Rulebook, Sources, Verdict, case, diff};
use linchpin_units::{Day, Grade, Text};
use std::path::Path;

/// The bundled texts in which the acts from memory reach nobody.
fn without_memory() -> Rulebook {
    let texts: Vec<Text> = Sources::embedded()
        .texts()
        .map(|text| {
            let act = text.body().contains("[[act]]");
            if !act || !text.body().contains("grade = \"memory\"") {
                return text.clone();
            }
            // A facility of a kind that there is not: no scope holds, and later acts still find the rules.
            let body = text
                .body()
                .replace("[act.op.body.when]\n", "[act.op.body.when]\nfacility = [\"nobody\"]\n")
                .replace("members = [", "members = [] # [");
            Text::new(text.file(), body)
        })
        .collect();
    Rulebook::new(Sources::of(texts)).expect("sound without the acts from memory")
}

fn questions(book: &Rulebook) -> Vec<(Query, Day)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policy/cases");
    let mut all = Vec::new();
    for file in ["reference", "further", "expert", "faults", "natural"] {
        let name = format!("{file}.case.toml");
        let body = std::fs::read_to_string(folder.join(&name)).expect("the cases are there");
        let cases = case::read(&Text::new(name, body)).expect("the cases are sound");
        all.extend(cases.into_iter().map(|case| (case.query, case.on)));
    }
    // The grid on every day that an act from memory begins or ends, and on the day after the last.
    let mut days: Vec<Day> = Vec::new();
    for act in book.acts().values().filter(|act| act.grade == Grade::Memory) {
        for op in &act.ops {
            days.extend([Some(op.from), op.until, op.compliance_from].into_iter().flatten());
        }
    }
    days.extend(days.clone().iter().map(|day| day.plus(60)));
    days.push("2023-06-01".parse().expect("a day"));
    days.push("2023-11-01".parse().expect("a day"));
    let grid = diff::grid(book.facts());
    for (i, on) in days.iter().enumerate() {
        let some = grid.iter().enumerate().filter(|(q, _)| q % 5 == i % 5);
        all.extend(some.map(|(_, query)| (query.clone(), *on)));
    }
    all
}

#[test]
fn nothing_is_let_through_for_an_act_from_memory() {
    let (book, bare) = (Rulebook::embedded().expect("sound"), without_memory());
    let known = book.knowledge_day();
    let memory = book.acts().values().filter(|act| act.grade == Grade::Memory).count();
    assert!((1..=5).contains(&memory), "{memory} acts are from memory");
    let (mut asked, mut differ, mut milder) = (0, 0, Vec::new());
    for (query, on) in questions(&book) {
        let (with, without) = (book.verdict(&query, on, known), bare.verdict(&query, on, known));
        asked += 1;
        differ += usize::from(with != without);
        // What they would make milder is a doubt, and a doubt lets nothing through.
        if with.clears() && !without.clears() || with.clears() && with.milder_than(without) {
            milder.push(format!("{query} on {on}: {without} without them, {with} with them"));
        }
    }
    println!("{asked} answers, {differ} differ by the {memory} acts from memory");
    assert!(milder.is_empty(), "{}: {:#?}", milder.len(), &milder[..milder.len().min(9)]);
    assert!(asked > 3000 && differ > 0, "{asked} answers, {differ} differ");
}

/// Whether something better than memory carries a clearance.
fn carried(decision: &Decision) -> bool {
    let binds = |rule| decision.binding.contains(rule);
    decision.citations.iter().any(|cite| binds(&cite.rule) && cite.grade != Grade::Memory)
}

#[test]
fn every_clearance_by_a_rule_rests_on_more_than_memory() {
    let book = Rulebook::embedded().expect("sound");
    let known = book.knowledge_day();
    let (mut cleared, mut alone) = (0, Vec::new());
    for (i, (query, on)) in questions(&book).into_iter().enumerate() {
        if i > 700 && i % 9 != 0 {
            continue;
        }
        let decision = book.decide(&query, on, known);
        if !decision.verdict.clears() || decision.verdict == Verdict::NoRuleFound {
            continue;
        }
        cleared += 1;
        if !carried(&decision) {
            alone.push(format!("{query} on {on}: {}", decision.answer));
        }
    }
    assert!(alone.is_empty(), "{}: {:#?}", alone.len(), &alone[..alone.len().min(9)]);
    assert!(cleared > 100, "only {cleared} clearances");
}
