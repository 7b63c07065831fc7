//! The list of bad input, `tests/bad-input/cases.toml`, driven through the binary: each mistake is located,
//! has a code and a fix, exits with 3 and writes nothing; all mistakes of a world are told at once.

use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    command: String,
    #[serde(default)]
    file: String,
    #[serde(default)]
    find: String,
    #[serde(default)]
    replace: String,
    #[serde(default)]
    act: String,
    code: String,
    #[serde(default)]
    says: String,
}

impl Case {
    fn edits_world(&self) -> bool {
        self.command.contains("{world}")
    }
}

fn cases() -> Vec<Case> {
    let cases: Cases =
        toml::from_str(include_str!("bad-input/cases.toml")).expect("the list reads");
    cases.case
}

fn bundled(what: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(what)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a bundled folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("copied");
        }
    }
}

/// Edits a file and gives the line of the edit.
fn edit(folder: &Path, case: &Case) -> usize {
    let path = folder.join(&case.file);
    let body = fs::read_to_string(&path).expect("a file to edit");
    let at = body.find(&case.find).unwrap_or_else(|| panic!("{}: nothing to edit", case.name));
    fs::write(&path, body.replacen(&case.find, &case.replace, 1)).expect("edited");
    body[..at].matches('\n').count() + 1
}

fn linchpin(here: &Path, arguments: &[String]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linchpin"));
    command.current_dir(here).args(arguments).output().expect("the binary runs")
}

fn told(output: &Output, case: &Case, line: usize) {
    let talk = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{}:\n{talk}", case.name);
    assert!(talk.contains(&case.code), "{} is not {}:\n{talk}", case.name, case.code);
    assert!(talk.contains(&case.says), "{} does not say `{}`:\n{talk}", case.name, case.says);
    assert!(talk.contains("help"), "{} offers no fix:\n{talk}", case.name);
    let place = format!("{}:{line}:", case.file);
    let located =
        if case.act.is_empty() { talk.contains(&place) } else { talk.contains("act.toml:") };
    assert!(located, "{} is not placed at {place}\n{talk}", case.name);
}

#[test]
fn each_mistake_is_located_and_writes_nothing() {
    for case in cases() {
        let folder = tempfile::tempdir().expect("a folder");
        let (input, here) = (folder.path().join("input"), folder.path().join("here"));
        fs::create_dir_all(&here).expect("a folder");
        let line = if case.edits_world() {
            copy(&bundled("worlds/memory"), &input);
            edit(&input, &case)
        } else if case.act.is_empty() {
            copy(&bundled("studies/yearly-approvals"), &input);
            edit(&input, &case)
        } else {
            fs::create_dir_all(&input).expect("a folder");
            fs::write(input.join("act.toml"), &case.act).expect("written");
            0
        };
        let path = |word: &str| match word {
            "{world}" | "{study}" => input.display().to_string(),
            "{act}" => input.join("act.toml").display().to_string(),
            plain => plain.to_owned(),
        };
        let arguments: Vec<String> = case.command.split_whitespace().map(path).collect();
        told(&linchpin(&here, &arguments), &case, line);
        assert_eq!(fs::read_dir(&here).expect("a folder").count(), 0, "{} wrote", case.name);
    }
}

#[test]
fn all_mistakes_of_a_world_are_told_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let input = folder.path().join("world");
    copy(&bundled("worlds/memory"), &input);
    let wrong: Vec<(Case, usize)> = cases()
        .into_iter()
        .filter(Case::edits_world)
        .map(|case| {
            let line = edit(&input, &case);
            (case, line)
        })
        .collect();
    assert!(wrong.len() >= 8, "the list shrank");
    let arguments = ["world", "check", "--world"].map(str::to_owned);
    let mut arguments = arguments.to_vec();
    arguments.push(input.display().to_string());
    let output = linchpin(folder.path(), &arguments);
    for (case, line) in &wrong {
        told(&output, case, *line);
    }
}
