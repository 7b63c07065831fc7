//! Shocks of a network case whose days the law decides: the days before and after real acts.

use linchpin::links::{Readings, Stops, decide};
use linchpin_network::ario::Event;
use linchpin_network::ario::case::Case;
use linchpin_policy::Rulebook;
use linchpin_units::Findings;
use std::path::Path;
use std::sync::LazyLock;

static BOOK: LazyLock<Rulebook> = LazyLock::new(|| Rulebook::embedded().expect("sound acts"));

/// A case of two regions and two sectors over 20 days with one shock.
fn case(dir: &Path, shock: &str) -> Result<Case, Findings> {
    let run = format!(
        r#"{{"n_regions": 2, "n_sectors": 2, "regions": ["CHN", "USA"], "sectors": ["chips", "metals"],
        "args": {{"days": 20}}, "shock": {shock}}}"#
    );
    for (name, body) in [
        ("Z.csv", "100,40,20,5\n60,30,10,10\n10,5,80,30\n5,10,50,40\n"),
        ("Y.csv", "300,50\n200,40\n60,250\n30,220\n"),
        ("x.csv", "515\n350\n435\n355\n"),
        ("run.json", &run),
    ] {
        std::fs::write(dir.join(name), body).expect("written");
    }
    Case::read(dir)
}

fn asked(start: &str, question: &str) -> Readings {
    let dir = tempfile::tempdir().expect("a folder");
    let shock = format!(
        r#"{{"type": "decision", "name": "law", "from": ["CHN"], "sectors": ["metals"],
        "to": ["USA"], "share": 0.25, "start": "{start}", "question": {question}}}"#
    );
    let case = case(dir.path(), &shock).unwrap_or_else(|findings| panic!("{findings}"));
    decide(case, &BOOK).unwrap_or_else(|findings| panic!("{findings}"))
}

fn spans(events: &[Event]) -> Vec<(u32, u32)> {
    events.iter().map(|event| (event.day, event.duration)).collect()
}

/// Day of the run, what is stopped, and the acts of each stretch.
fn told(readings: &Readings) -> Vec<(u32, Stops, &[String])> {
    let [link] = &readings.links[..] else { panic!("one shock") };
    link.stretches.iter().map(|one| (one.day, one.stops, &one.acts[..])).collect()
}

const GALLIUM: &str = r#"{"item": "gallium", "from": "CN", "to": "US"}"#;

#[test]
fn a_licence_is_uncertain_from_the_day_of_its_act() {
    // MOFCOM and GAC announcement 23 of 2023 is in force from 2023-08-01, day 7 of this run.
    let readings = asked("2023-07-25", GALLIUM);
    let act = ["cn.mofcom.2023-23".to_owned()];
    assert_eq!(told(&readings), [(0, Stops::Nothing, &[][..]), (7, Stops::Uncertain, &act[..])]);
    assert!(readings.differ());
    assert_eq!(spans(&readings.low.events), []);
    assert_eq!(spans(&readings.high.events), [(7, 13)]);
    let stretch = &readings.links[0].stretches[1];
    assert_eq!((stretch.share, stretch.from.to_string().as_str()), ([0.0, 0.25], "2023-08-01"));
    assert!(readings.page().contains("licence-required"), "{}", readings.page());
}

#[test]
fn a_ban_stops_the_share_in_both_readings() {
    // MOFCOM announcement 46 of 2024 refuses licences in principle from 2024-12-03, day 8.
    let readings = asked("2024-11-25", GALLIUM);
    let (before, after) = (["cn.mofcom.2023-23".to_owned()], ["cn.mofcom.2024-46".to_owned()]);
    assert_eq!(
        told(&readings),
        [(0, Stops::Uncertain, &before[..]), (8, Stops::Share, &after[..])]
    );
    assert_eq!(spans(&readings.low.events), [(8, 12)]);
    // Both stretches stop the share here: one event, nothing recovers between.
    assert_eq!(spans(&readings.high.events), [(0, 20)]);
    let dram = asked(
        "2023-05-15",
        r#"{"buyer": "CII operator", "item": "DRAM", "maker": "Micron", "to": "China"}"#,
    );
    assert_eq!(spans(&dram.low.events), [(6, 14)], "the notice on Micron is of 2023-05-21");
    assert!(!dram.differ());
}

#[test]
fn tools_for_wuxi_wait_for_the_letter_and_the_validated_end_user() {
    let tools = r#"{"item": "tool:etch", "origin": "USA", "from": "USA", "purpose": "replace",
        "site": "site:skhynix-wuxi"}"#;
    // 87 FR 62186 asks for licences from 2022-10-07; the letter of 2022-10-12 lifts it.
    let readings = asked("2022-10-01", tools);
    let stops: Vec<(u32, Stops)> = told(&readings).iter().map(|one| (one.0, one.1)).collect();
    assert_eq!(stops, [(0, Stops::Nothing), (6, Stops::Uncertain), (11, Stops::Nothing)]);
    assert_eq!(spans(&readings.high.events), [(6, 5)]);
    // Whether the letter still held is not known until the authorisation of 2023-10-17.
    let readings = asked("2023-10-14", tools);
    let stops: Vec<(u32, Stops)> = told(&readings).iter().map(|one| (one.0, one.1)).collect();
    assert_eq!(stops, [(0, Stops::Uncertain), (3, Stops::Nothing)]);
    // As known the day before, nothing ended: the law of then is asked.
    let known = tools.replace("\"item\"", "\"known\": \"2022-10-06\", \"item\"");
    assert!(!asked("2022-10-01", &known).differ());
}

#[test]
fn the_readings_run_and_the_high_one_loses_more() {
    let dir = tempfile::tempdir().expect("a folder");
    let shock = format!(
        r#"{{"type": "decision", "from": ["CHN"], "to": ["USA"], "share": 1, "substitution": false,
        "start": "2023-07-25", "question": {GALLIUM}}}"#
    );
    let case = case(dir.path(), &shock).expect("a case");
    let keep = linchpin_network::ario::record::Keep::Totals;
    assert!(case.run(keep).is_err(), "an open case does not run");
    let readings = decide(case, &BOOK).expect("decided");
    let lost = |case: &Case| -> f64 { case.run(keep).expect("a run").0.lost_output.iter().sum() };
    assert!(lost(&readings.low).abs() < 1e-9);
    assert!(lost(&readings.high) > 1.0);
}

#[test]
fn what_is_wrong_with_a_decision_is_located() {
    let dir = tempfile::tempdir().expect("a folder");
    let shock = |more: &str| format!(r#"{{"type": "decision", "to": ["USA"], {more}}}"#);
    let question = format!(r#""question": {GALLIUM}"#);
    for (more, word) in [
        (format!(r#""share": 1.5, "start": "2023-07-25", {question}"#), "share"),
        (format!(r#""start": "2023-07-25", {question}"#), "share"),
        (format!(r#""share": 0.5, "start": "2023-02-30", {question}"#), "start"),
        (format!(r#""share": 0.5, {question}"#), "start"),
        (r#""share": 0.5, "start": "2023-07-25""#.to_owned(), "question"),
        (
            r#""share": 0.5, "start": "2023-07-25", "question": {"itme": "gallium"}"#.to_owned(),
            "itme",
        ),
        (r#""share": 0.5, "start": "2023-07-25", "question": {}"#.to_owned(), "question"),
        (
            r#""share": 0.5, "start": "2023-07-25", "question": {"item": "gallum", "to": "US"}"#
                .to_owned(),
            "gallum",
        ),
        (
            r#""share": 0.5, "start": "2023-07-25", "question": {"item": "gallium", "known": "soon"}"#
                .to_owned(),
            "known",
        ),
        (format!(r#""share": 0.5, "start": "9999-12-30", {question}"#), "start"),
        (
            r#""share": 0.5, "start": "2023-07-25", "question": {"item": "gallium", "on": "2023-08-01"}"#
                .to_owned(),
            "on",
        ),
    ] {
        let outcome = case(dir.path(), &shock(&more)).and_then(|case| decide(case, &BOOK));
        let findings = outcome.expect_err(&more);
        let first = findings.iter().next().expect("one");
        assert_eq!((first.code, first.place.file.as_str()), ("LP-N010", "run.json"), "{more}");
        assert!(first.place.line > 0 && first.place.column > 0, "{more}: {findings}");
        assert!(findings.to_string().contains(word), "{more}: {findings}");
    }
}
