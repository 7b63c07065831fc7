//! The fast path gives the verdict of the traced path: over every stretch of days of the whole registry.

use linchpin_policy::compiled::{Scratch, Table};
use linchpin_policy::{Query, Rulebook, Verdict, case, diff, situate};
use linchpin_units::{Day, Text};
use std::collections::BTreeMap;
use std::path::Path;

fn compare(rulebook: &Rulebook, queries: &[&Query], on: Day, known: Day, told: &mut Told) {
    let slice = rulebook.slice(on, known);
    let mut table = Table::new(&slice);
    let mut scratch = Scratch::default();
    for query in queries {
        let situated = situate::situate(query, rulebook.facts(), &slice.lists, on);
        // A name nobody knows and a licence held are for the reader of questions, not for the law.
        if !situated.strange.is_empty() || query.licence().is_some() {
            continue;
        }
        let mut situation = situated.situation;
        slice.reach(&mut situation);
        let flow = table.add(&situation);
        let fast = table.verdict(flow, &mut scratch);
        let traced = rulebook.plain_verdict(query, on, known);
        told.asked += 1;
        *told.seen.entry(fast).or_insert(0) += 1;
        if fast != traced {
            told.wrong.push(format!("{query} on {on}: {fast}, traced {traced}"));
        }
    }
}

#[derive(Default)]
struct Told {
    asked: usize,
    seen: BTreeMap<Verdict, usize>,
    wrong: Vec<String>,
}

#[test]
fn the_fast_path_agrees_with_the_traced_path_on_every_stretch_of_days() {
    let rulebook = Rulebook::embedded().expect("the bundled acts are sound");
    let known = rulebook.knowledge_day();
    let grid = diff::grid(rulebook.facts());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policy/cases");
    let mut cases = Vec::new();
    for file in ["reference", "further", "expert", "faults", "natural"] {
        let name = format!("{file}.case.toml");
        let body = std::fs::read_to_string(folder.join(&name)).expect("the cases are there");
        cases.extend(case::read(&Text::new(name, body)).expect("the cases are sound"));
    }
    let law = rulebook.known(known);
    let first = law.changes.first().expect("the law changes").plus(-1);
    let days: Vec<Day> = std::iter::once(first).chain(law.changes.iter().copied()).collect();
    // Every stretch meets every 17th question, others each time; every question meets many stretches.
    const STEP: usize = 17;
    let mut told = Told::default();
    for (i, on) in days.iter().enumerate() {
        let from_cases = cases.iter().map(|case| &case.query);
        let all = grid.iter().chain(from_cases).enumerate();
        let some: Vec<&Query> = all.filter(|(q, _)| q % STEP == i % STEP).map(|(_, q)| q).collect();
        compare(&rulebook, &some, *on, known, &mut told);
    }
    println!("{} questions on {} stretches: {:?}", told.asked, days.len(), told.seen);
    let first: Vec<&String> = told.wrong.iter().take(9).collect();
    assert!(told.wrong.is_empty(), "{} of {}: {first:#?}", told.wrong.len(), told.asked);
    assert!(told.asked > 40_000 && told.seen.len() >= 7, "{} {:?}", told.asked, told.seen);
}

/// Bars are rare in the bundled law: a small law of two exceptions and a bar (a contradiction stands in `compiled.rs`).
#[test]
fn exceptions_and_bars_come_out_alike() {
    let base = Rulebook::embedded().expect("the bundled acts are sound");
    let reform = Text::new("reform.toml", EXCEPTIONS);
    let rulebook = base.with_reforms(&[reform]).expect("a sound reform");
    let on: Day = "2026-06-01".parse().expect("a day");
    let grid = diff::grid(rulebook.facts());
    let all: Vec<&Query> = grid.iter().collect();
    let mut told = Told::default();
    compare(&rulebook, &all, on, rulebook.knowledge_day(), &mut told);
    assert!(told.wrong.is_empty(), "{:#?}", &told.wrong[..told.wrong.len().min(9)]);
    let refused = told.seen.get(&Verdict::ProhibitedInPrinciple).copied().unwrap_or(0);
    let let_through = told.seen.get(&Verdict::Authorised).copied().unwrap_or(0);
    assert!(refused > 200 && let_through > 200, "{:?}", told.seen);
}

const EXCEPTIONS: &str = r#"
[[act]]
id = "test.exceptions"
order = "us"
title = "Two exceptions, one of them barred for Chinese tools"
issuer = "test"
published = 2025-01-01
cite = "test"
status = "hypothetical"
grade = "press"
[[act.op]]
do = "add"
rule = "us.test.requirement"
from = 2025-01-01
quote = "[test]"
[act.op.body]
effect = "prohibits-in-principle"
summary = "tools need leave"
[act.op.body.when]
item = ["class:tool"]
[[act.op]]
do = "add"
rule = "us.test.authorised"
from = 2025-01-01
quote = "[test]"
[act.op.body]
effect = "authorises"
summary = "tools for upkeep may go"
overcomes = ["us.test.requirement"]
before = ["us.test.exempt"]
[act.op.body.when]
item = ["class:tool"]
purpose = ["maintain"]
[[act.op]]
do = "add"
rule = "us.test.exempt"
from = 2025-01-01
quote = "[test]"
[act.op.body]
effect = "exempts"
summary = "tools from Japan and China may go"
overcomes = ["us.test.requirement"]
[act.op.body.when]
item = ["class:tool"]
origin = ["JPN", "CHN", "KOR"]
[[act.op]]
do = "add"
rule = "us.test.bar"
from = 2025-01-01
quote = "[test]"
[act.op.body]
effect = "bars"
summary = "but not those from China"
overcomes = ["us.test.exempt"]
[act.op.body.when]
origin = ["CHN"]
"#;
