//! Studies that are edited on the page: checked as the command line would, run as written, kept beside their run.

use crate::fuzz::Draws;
use crate::support::{get, is_empty_ledger, send, start};
use linchpin::{Files, Options, Study};
use linchpin_results::{Keep, finish};
use serde_json::json;

const OURS: (&str, &str) = ("X-Linchpin", "1");
const JSON: (&str, &str) = ("Content-Type", "application/json");

fn bundled(study: &str) -> Files {
    let files = linchpin::study_files(study).expect("bundled");
    files.into_iter().map(|(name, text)| (name, text.to_owned())).collect()
}

#[test]
fn findings_are_those_of_check_with_line_column_and_a_fix() {
    let runs = tempfile::tempdir().expect("a folder");
    let at = start(runs.path(), None);
    let ask = |files: &Files| {
        send(at, "POST", "/api/check", &[OURS, JSON], &json!({ "files": files }).to_string())
    };
    for study in linchpin::studies() {
        assert_eq!(ask(&bundled(&study.id)).json(), json!({ "findings": [] }), "{}", study.id);
    }
    let mut files = bundled("yearly-approvals");
    let text = files.get_mut("study.toml").expect("a study");
    *text =
        text.replace("\"product:dram\"", "\"product:drum\"").replace("2029-01-01", "2025-01-01");
    let text = text.clone();
    let found = ask(&files).json();
    let found = found["findings"].as_array().expect("a list");
    assert_eq!(found.len(), 2, "all findings in one pass: {found:?}");
    let line = |key: &str| text.lines().position(|line| line.contains(key)).expect("there") + 1;
    let drum = found.iter().find(|one| one["line"] == line("product:drum")).expect("found");
    assert_eq!((&drum["file"], &drum["nearest"]), (&"study.toml".into(), &"product:dram".into()));
    assert!(found.iter().any(|one| one["line"] == line("until = 2025-01-01")), "{found:?}");
    files.remove("scenarios/no-licence.toml");
    assert!(ask(&files).body.contains("LP-S001"), "a missing file is a finding");
}

#[test]
fn an_edited_study_runs_and_its_files_make_the_same_run_again() {
    let runs = tempfile::tempdir().expect("a folder");
    let at = start(runs.path(), None);
    let mut files = bundled("china-demand");
    let text = files.get_mut("study.toml").expect("a study");
    *text = text.replace("until = ", "until = 2027-01-04 # was ");
    let wish = json!({ "study": "china-demand", "files": files, "members": 4, "seed": 7 });
    let begun = send(at, "POST", "/api/runs", &[OURS, JSON], &wish.to_string());
    assert_eq!(begun.status, 202, "{begun:?}");
    let job = begun.json()["job"].as_str().expect("a job").to_owned();
    get(at, &format!("/api/jobs/{job}/events"));
    let run = get(at, &format!("/api/jobs/{job}")).json()["run"].clone();
    let run = run.as_str().expect("a run");
    let report = get(at, &format!("/api/runs/{run}")).json();
    assert_eq!(report["study"]["id"], "china-demand-edited");
    let kept = runs.path().join(run).join("china-demand-edited");
    let options = Options { members: Some(4), seed: Some(7), ..Options::default() };
    let again =
        Study::load(&kept.display().to_string(), &options).expect("the kept files are sound");
    let again = again.run(None, &linchpin::unwatched).expect("they run");
    let again = finish(&again, Keep::Few).expect("and finish");
    assert_eq!(report["run"]["digest"], again.record.report.run.digest.as_str());
}

#[test]
fn a_file_cannot_be_named_out_of_its_folder() {
    let runs = tempfile::tempdir().expect("a folder");
    let at = start(runs.path(), None);
    let study = bundled("china-demand")["study.toml"].clone();
    for name in ["../study.toml", "/etc/passwd", "a/../../b.toml", "..\\b.toml", "a/b/c.toml", "b"]
    {
        let files = json!({ "study.toml": study, name: "x = 1" });
        let wish = json!({ "study": "china-demand", "members": 2, "files": files });
        let check = json!({ "files": files });
        for (path, body) in [("/api/runs", wish), ("/api/check", check)] {
            let answer = send(at, "POST", path, &[OURS, JSON], &body.to_string());
            assert_eq!((answer.status, answer.code().as_str()), (400, "LP-H001"), "{path} {name}");
        }
    }
    let many: Files = (0..65).map(|n| (format!("a{n}.toml"), String::new())).collect();
    let many = json!({ "files": many }).to_string();
    assert_eq!(send(at, "POST", "/api/check", &[OURS, JSON], &many).status, 400);
    assert_eq!(send(at, "POST", "/api/check", &[JSON], "{}").status, 403, "another site");
    let unsound = json!({ "study": "china-demand", "files": { "study.toml": "x = 1" } });
    let refused = send(at, "POST", "/api/runs", &[OURS, JSON], &unsound.to_string());
    assert_eq!(refused.status, 400, "{refused:?}");
    let left: Vec<_> = std::fs::read_dir(runs.path()).expect("read").flatten().collect();
    let left: Vec<_> = left.into_iter().filter(|entry| !is_empty_ledger(entry)).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn whatever_is_typed_the_server_is_not_at_fault() {
    let runs = tempfile::tempdir().expect("a folder");
    let at = start(runs.path(), None);
    let few = std::env::var("LINCHPIN_FUZZ").ok().and_then(|text| text.parse().ok()).unwrap_or(60);
    let mut draws = Draws(20_261_121);
    let studies: Vec<Files> = linchpin::studies().iter().map(|study| bundled(&study.id)).collect();
    let odd = [
        "\"",
        "[",
        "]",
        "=",
        "{",
        "}",
        "\n",
        "#",
        "9",
        "-",
        "\u{0}",
        "é",
        "2026-02-30",
        "1e999",
        "nan",
        "[[act]]\n",
    ];
    for number in 0..few {
        let mut files = draws.pick(&studies).clone();
        let names: Vec<String> = files.keys().cloned().collect();
        let text = files.get_mut(draws.pick(&names)).expect("a file");
        for _ in 0..=draws.below(3) {
            let mut letters: Vec<char> = text.chars().collect();
            let from = draws.below(letters.len() + 1);
            let until = (from + draws.below(12)).min(letters.len());
            letters.splice(from..until, draws.pick(&odd).chars());
            *text = letters.into_iter().collect();
        }
        let answer =
            send(at, "POST", "/api/check", &[OURS, JSON], &json!({ "files": files }).to_string());
        assert_eq!(answer.status, 200, "{number}: {answer:?}\n{files:?}");
    }
}
