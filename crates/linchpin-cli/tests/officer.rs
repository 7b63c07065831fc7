//! What an export-control officer types: every example of the fault table of the first build, word for word, at the
//! command line, with the answer that is right. The law itself is tested in `linchpin-policy`.

use serde_json::Value;
use std::process::{Command, Output};

fn linchpin(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linchpin"));
    command.env_remove("NO_COLOR").args(arguments).output().expect("the program runs")
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

fn text(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// The decision of `linchpin ask … --json`.
fn asked(arguments: &[&str]) -> Value {
    let line: Vec<&str> = ["ask"].iter().chain(arguments).chain(&["--json"]).copied().collect();
    let output = linchpin(&line);
    assert_eq!(code(&output), Some(0), "{arguments:?}: {}", text(&output));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn verdict(arguments: &[&str]) -> String {
    asked(arguments)["verdict"].as_str().expect("a verdict").to_owned()
}

const CLEAR: &[&str] = &["authorised", "no-rule-found", "not-controlled", "compliance-not-due"];

#[test]
fn no_word_carries_an_unread_word_into_a_clearance() {
    let spares = ["--item", "etch tool", "--from", "US", "--purpose", "spares"];
    let site = |site: &'static str, on: &'static str| {
        let line: Vec<&str> = spares.iter().copied().chain(["--site", site, "--on", on]).collect();
        verdict(&line)
    };
    assert!(!CLEAR.contains(&site("SMIC fab in Xi'an", "2026-06-01").as_str()));
    assert!(!CLEAR.contains(&site("Hua Hong Fab in Wuxi", "2024-06-01").as_str()));
    let party = [
        "--item",
        "EAR99",
        "--from",
        "US",
        "--to",
        "China",
        "--party",
        "YMTC, Samsung",
        "--on",
        "2026-01-01",
    ];
    assert_eq!(verdict(&party), "licence-required");
    for (item, on) in [("HBM memory", "2026-06-01"), ("H100 chips", "2026-06-01")] {
        assert_eq!(
            verdict(&["--item", item, "--from", "US", "--to", "China", "--on", on]),
            "licence-required",
            "{item}"
        );
    }
    let know =
        ["--item", "NAND process know-how", "--from", "KR", "--to", "China", "--on", "2026-01-01"];
    assert!(!CLEAR.contains(&verdict(&know).as_str()));
}

#[test]
fn names_nobody_knows_are_errors_with_the_nearest_name() {
    let to = ["--from", "US", "--to", "China", "--on", "2026-01-01"];
    let with = |more: &[&'static str]| {
        let line: Vec<&str> = ["ask"].iter().chain(more).chain(&to).copied().collect();
        linchpin(&line)
    };
    let potato = with(&["--item", "potato"]);
    assert_eq!(code(&potato), Some(2), "{}", text(&potato));
    let huwaei = with(&["--item", "EAR99", "--party", "huwaei"]);
    assert_eq!(code(&huwaei), Some(2));
    assert!(text(&huwaei).contains("firm:huawei"), "{}", text(&huwaei));
    let nowhere = linchpin(&[
        "ask",
        "--item",
        "DRAM",
        "--from",
        "XXX",
        "--to",
        "China",
        "--on",
        "2026-01-01",
    ]);
    assert_eq!(code(&nowhere), Some(2), "{}", text(&nowhere));
}

#[test]
fn both_languages_of_the_pages_are_read() {
    let gallium = |item: &'static str| {
        verdict(&["--item", item, "--from", "CN", "--to", "KR", "--on", "2024-01-01"])
    };
    assert_eq!(
        (gallium("갈륨"), gallium("镓")),
        ("licence-required".to_owned(), "licence-required".to_owned())
    );
}

#[test]
fn the_day_asked_defaults_to_today_and_the_answer_says_so() {
    for line in [
        &["--item", "gallium", "--from", "CN", "--to", "KR"][..],
        &["--item", "gallium", "--from", "CN", "--to", "KR", "--on", "today"],
    ] {
        let decision = asked(line);
        assert!(
            decision["assumed"].to_string().contains("taken as today"),
            "{}",
            decision["assumed"]
        );
    }
}

#[test]
fn orders_are_always_told_with_how_far_they_were_looked_through() {
    let decision = asked(&[
        "--item",
        "DRAM",
        "--from",
        "KR",
        "--to",
        "US",
        "--on",
        "2026-11-28",
        "--known",
        "2027-06-01",
    ]);
    assert_eq!(decision["orders"].as_array().map(Vec::len), Some(7));
    assert!(
        decision["orders"]
            .as_array()
            .into_iter()
            .flatten()
            .all(|one| one["complete_through"].is_string())
    );
    assert_eq!(decision["known_beyond"], Value::Bool(true), "more than is held cannot be known");
    assert_eq!(decision["beyond_horizon"], Value::Bool(true));
}

#[test]
fn acts_are_found_by_citation_and_by_day() {
    let shown = linchpin(&["policy", "show", "89 FR 96790"]);
    assert!(code(&shown) == Some(0) && text(&shown).contains("us.fr.89-96790"), "{}", text(&shown));
    let listed = linchpin(&["policy", "list", "--since", "2026-01-01"]);
    assert!(
        code(&listed) == Some(0) && !text(&listed).contains("us.fr.87-62186"),
        "{}",
        text(&listed)
    );
    let both = linchpin(&["policy", "diff", "2026-11-09", "2026-11-11"]);
    assert!(code(&both) == Some(0) && text(&both).contains("90 FR 47201"), "{}", text(&both));
}

#[test]
fn a_mistyped_key_of_a_case_ends_with_three() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("typo.case.toml");
    let body = "[question]\nitem = \"gallium\"\nfrm = \"KR\"\non = 2024-01-01\n\n[expect]\nverdict = \"no rule\"\n";
    std::fs::write(&file, body).expect("written");
    let output = linchpin(&["ask", "--cases", &file.to_string_lossy()]);
    assert_eq!(code(&output), Some(3), "{}", text(&output));
    assert!(text(&output).contains("from"), "the nearest key is told: {}", text(&output));
}

#[test]
fn speech_of_2023_does_not_cling_to_gallium() {
    let decision =
        asked(&["--item", "gallium", "--from", "CN", "--to", "KR", "--on", "2026-06-01"]);
    let said = decision["signals"].to_string();
    assert!(!said.contains("2023"), "{said}");
}

#[test]
fn one_rule_decides_before_everything_else() {
    let output =
        linchpin(&["ask", "--item", "H100", "--from", "US", "--to", "China", "--on", "2026-06-01"]);
    let page = text(&output);
    let place =
        |wanted: &str| page.find(wanted).unwrap_or_else(|| panic!("no `{wanted}` in\n{page}"));
    assert!(place("decided by:") < place("asked:"), "{page}");
    assert_eq!(page.matches("decided by:").count(), 1, "{page}");
    let cited: Vec<&str> = page.lines().filter(|line| line.trim_start().starts_with('“')).collect();
    assert!(cited.len() <= 4, "{} quotes: {page}", cited.len());
}
