//! Ten `ask --why`, printed in `policy/WHY.md`: the page is what the program says, and every leaf of
//! every tree has a source. Set `LINCHPIN_BLESS` to write the page anew.

use linchpin_policy::{Rulebook, Trace, case, render};
use linchpin_units::Text;
use std::fmt::Write;
use std::path::Path;

const ASKED: &[&str] = &[
    "1@2022-10-10",
    "3",
    "6-xian",
    "7@2025-12-31",
    "9",
    "19",
    "21@2024-12-31",
    "30@2023-08-01",
    "36-unknown",
    "40-1970i@2024-09-07",
];

fn page() -> (String, Vec<Trace>) {
    let rulebook = Rulebook::embedded().expect("the bundled acts are sound");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policy/cases/reference.case.toml");
    let body = std::fs::read_to_string(path).expect("the cases are there");
    let cases = case::read(&Text::new("reference.case.toml", body)).expect("sound cases");
    let mut page = String::from(
        "# Why: ten questions with their reasons\n\nWritten by the program (`linchpin ask --why`), checked by `crates/linchpin-policy/tests/why.rs`. Every leaf\nis a quote by reference to its act, or a declared fact with its source.\n",
    );
    let mut traces = Vec::new();
    for id in ASKED {
        let case = cases.iter().find(|case| case.id == *id).expect("the question is there");
        let known = rulebook.knowledge_day();
        let decision = rulebook.decide(&case.query, case.on, known);
        let trace = rulebook.trace(&case.query, case.on, known);
        let _ = write!(page, "\n## {id}: {}\n\n", case.query);
        // The decision's name changes with every act of the rulebook; it says nothing here.
        let told = render::page(&decision);
        let told = told.trim_end().rsplit_once('\n').map_or("", |(told, _)| told);
        let _ = write!(page, "```text\n{told}\n{}```\n", trace.page());
        traces.push(trace);
    }
    (page, traces)
}

#[test]
fn the_printed_reasons_are_what_the_program_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policy/WHY.md");
    let (page, _) = page();
    if std::env::var_os("LINCHPIN_BLESS").is_some() {
        std::fs::write(&path, &page).expect("the page can be written");
    }
    let printed = std::fs::read_to_string(&path).expect("policy/WHY.md is there");
    assert!(
        printed == page,
        "policy/WHY.md is stale: run with LINCHPIN_BLESS=1 and review the change"
    );
}

#[test]
fn every_leaf_has_a_source() {
    let (_, traces) = page();
    for trace in &traces {
        let leaves = trace.leaves();
        assert!(leaves.len() >= 3, "{}", trace.page());
        for leaf in leaves {
            let source = leaf.said.as_deref().unwrap_or_default();
            assert!(!source.trim().is_empty(), "no source: {}", leaf.says);
        }
    }
}
