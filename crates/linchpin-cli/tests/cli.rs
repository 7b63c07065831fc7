//! The binary as a user meets it: exit codes, JSON, folders, shards. Runs use few draws.

use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};

/// Runs the binary in `folder` as a pipe would see it.
fn linchpin(folder: &Path, line: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linchpin"));
    command.current_dir(folder).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command.args(line.split_whitespace()).output().expect("the binary runs")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("an exit code")
}

fn json(output: &Output) -> Value {
    let text = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error} in\n{text}"))
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

const RUN: &str = "run yearly-approvals --members 16";

/// A terminal that opens links gets them; the words are those of a pipe, which gets none.
#[test]
fn links_stand_beside_the_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let lines = [
        "run micron-ban --members 2 --without-causes",
        "ask --item tool:etch --origin USA --site site:samsung-xian --purpose spares --on 2024-06-03",
    ];
    for (line, leads_to) in lines.into_iter().zip(["file:///", "https://"]) {
        let run = |force: &str| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_linchpin"));
            command.current_dir(folder.path()).env("FORCE_HYPERLINK", force).env("NO_COLOR", "1");
            let output = command.args(line.split_whitespace()).output().expect("the binary runs");
            String::from_utf8(output.stdout).expect("text")
        };
        let (plain, linked) = (run("0"), run("1"));
        assert!(!plain.contains('\u{1b}'), "{plain}");
        assert!(linked.contains(&format!("\u{1b}]8;;{leads_to}")), "{linked}");
        let words = linked.split("\u{1b}]8;;").enumerate().map(|(at, part)| match at {
            0 => part,
            _ => part.split_once("\u{1b}\\").expect("a link ends").1,
        });
        assert_eq!(words.collect::<String>(), plain);
    }
}

#[test]
fn a_run_answers_and_its_folder_answers_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    let run = linchpin(here, RUN);
    assert_eq!(code(&run), 0, "{}", stderr(&run));
    let text = String::from_utf8_lossy(&run.stdout);
    let full = linchpin(here, &format!("{RUN} --full"));
    let full = String::from_utf8_lossy(&full.stdout);
    let short = ["known   ", "ANSWER  ", "record  ", "files   ", "more    "];
    let all = ["world   ", "policy  ", "run     ", "ANSWER  ", "by government", "files   "];
    for (parts, text) in [(&short[..], &text), (&all[..], &full)] {
        for part in parts {
            assert!(text.contains(part), "no `{part}` in\n{text}");
        }
        assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    }
    assert_eq!(stderr(&run), "", "no talk, no bar when nobody looks");
    for line in ["explain", "cite last", "report", "compare last last --tolerance 0"] {
        let output = linchpin(here, line);
        assert_eq!(code(&output), 0, "{line}: {}", stderr(&output));
        let machine = linchpin(here, &format!("{line} --json"));
        assert!(json(&machine).is_object(), "{line}");
    }
    let last = std::fs::read_to_string(here.join("runs/last")).expect("the name of the last run");
    let page = std::fs::read_to_string(here.join("runs").join(last).join("report.html"));
    assert!(page.expect("a page").starts_with("<!doctype html>"));
}

#[test]
fn the_same_run_has_the_same_digest_and_another_seed_another() {
    let folder = tempfile::tempdir().expect("a folder");
    let digest = |line: &str| json(&linchpin(folder.path(), line))["digest"].to_string();
    let first = digest(&format!("{RUN} --json"));
    assert_eq!(first, digest(&format!("{RUN} --json --runs elsewhere")));
    assert_ne!(first, digest(&format!("{RUN} --json --seed 99")));
}

#[test]
fn shards_merge_to_the_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    let whole = json(&linchpin(here, &format!("{RUN} --json")));
    let shard = |span: &str| {
        let line = format!("run yearly-approvals --members {span} --of 16 --json");
        json(&linchpin(here, &line))["run"].as_str().expect("a folder").to_owned()
    };
    let (a, b) = (shard("0..5"), shard("5..16"));
    let merged = json(&linchpin(here, &format!("merge {b} {a} --json")));
    assert_eq!(merged["digest"], whole["digest"]);
    let gap = linchpin(here, &format!("merge {b} {b}"));
    assert_eq!(code(&gap), 3);
    assert!(stderr(&gap).contains("must meet end to end"), "{}", stderr(&gap));
}

#[test]
fn compare_says_1_when_the_tolerance_is_exceeded() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(code(&linchpin(folder.path(), RUN)), 0);
    let scenarios = json(&linchpin(folder.path(), "report --json"))["report"]["scenarios"].clone();
    let id = |at: usize| scenarios[at]["id"].as_str().expect("two scenarios").to_owned();
    let line = format!("compare last#{} last#{}", id(0), id(1));
    assert_eq!(code(&linchpin(folder.path(), &line)), 0);
    assert_eq!(code(&linchpin(folder.path(), &format!("{line} --tolerance 0.000001"))), 1);
    assert_eq!(code(&linchpin(folder.path(), &format!("{line} --tolerance -1"))), 2);
}

#[test]
fn mistakes_have_codes_and_write_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    for (line, expected, said) in [
        ("", 2, "Usage"),
        ("rum", 2, "unrecognized subcommand"),
        ("run yearly-approvals --members 0", 2, "at least one draw"),
        ("run yearly-approvals --members 5..5", 2, "holds no draw"),
        ("run yearly-approvals --members 8 --of 16", 2, "--members A..B --of N"),
        ("run yearly-approvals --members 8..32 --of 16", 2, "beyond the 16 draws"),
        ("run yearly-aprovals", 3, "did you mean `yearly-approvals`?"),
        ("run yearly-approvals/no-licenc", 3, "did you mean `no-licence`?"),
        ("run yearly-approvals --world nowhere", 3, "nowhere"),
        ("explain last", 3, "last"),
        ("explain nothing#x", 3, "there is no run `nothing`"),
        ("compare a b", 3, "there is no run `a`"),
        ("check nowhere", 3, "nowhere"),
        ("world check --world nowhere", 3, "nowhere"),
        ("hindcast nowhere", 3, "nowhere"),
    ] {
        let output = linchpin(folder.path(), line);
        let (talk, data) = (stderr(&output), String::from_utf8_lossy(&output.stdout));
        assert_eq!(code(&output), expected, "`{line}`: {talk}{data}");
        assert!(talk.contains(said), "`{line}` does not say `{said}`: {talk}");
        assert!(!talk.contains('\u{1b}'), "`{line}` is coloured though nobody looks");
    }
    let left = std::fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(left, 0, "a mistake wrote something");
}

#[test]
fn bad_input_is_json_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = linchpin(folder.path(), "run yearly-aprovals --json");
    assert_eq!(code(&output), 3);
    let finding = &json(&output)["findings"][0];
    assert_eq!(finding["nearest"], "yearly-approvals");
    assert!(finding["code"].as_str().expect("a code").starts_with("LP-"));
}

#[test]
fn a_closed_pipe_is_no_panic() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut child = Command::new(env!("CARGO_BIN_EXE_linchpin"))
        .current_dir(folder.path())
        .args(["list"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the binary runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
}
