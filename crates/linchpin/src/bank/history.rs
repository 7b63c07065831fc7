//! Inputs before outcomes: what the repository's history says of it.
//!
//! In: a folder of episodes inside a git checkout. Out: findings; none outside a checkout, which is told
//! apart. The commit that added an outcome must have a parent that holds the very inputs of today.

use linchpin_units::{Finding, Findings, Place};
use std::path::Path;
use std::process::Command;

/// What the history says.
#[derive(Debug)]
pub enum History {
    /// There is no history to ask: no git, or no checkout, or a shallow one.
    Unknown(String),
    /// Outcomes looked at, and what is wrong.
    Known(usize, Findings),
}

/// Asks the history of the episodes in `folder`.
#[must_use]
pub fn history(folder: &Path) -> History {
    let inside = git(folder, &["rev-parse", "--is-shallow-repository"]);
    match inside.as_deref().map(str::trim) {
        Some("false") => {}
        Some(_) => return History::Unknown("the checkout is shallow".to_owned()),
        None => return History::Unknown("this is no git checkout".to_owned()),
    }
    let mut findings = Findings::default();
    let mut seen = 0;
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut folders: Vec<_> = entries.map(|entry| entry.path()).collect();
    folders.retain(|folder| folder.join("outcome.toml").is_file());
    folders.sort();
    for folder in folders {
        seen += 1;
        if let Some(message) = episode(&folder) {
            let place = Place::whole(&folder.join("outcome.toml").display().to_string());
            findings.push(
                Finding::error("LP-B009", place, message)
                    .expected("inputs committed first, and the same ever since")
                    .help("commit inputs.toml alone, then write and commit outcome.toml"),
            );
        }
    }
    History::Known(seen, findings)
}

/// What is wrong with the order of an episode's commits.
fn episode(folder: &Path) -> Option<String> {
    let now = std::fs::read(folder.join("inputs.toml")).ok()?;
    let added =
        git(folder, &["log", "--diff-filter=A", "--format=%H", "--reverse", "--", "outcome.toml"]);
    let Some(added) = added.as_deref().and_then(|log| log.lines().next().map(str::to_owned)) else {
        return Some("the outcome is in no commit yet".to_owned());
    };
    let before = bytes(folder, &["show", &format!("{added}^:./inputs.toml")]);
    match before {
        None => Some("the outcome was committed before its inputs, or with them".to_owned()),
        Some(before) if before != now => {
            Some("the inputs changed after the outcome was committed".to_owned())
        }
        Some(_) => None,
    }
}

fn git(folder: &Path, args: &[&str]) -> Option<String> {
    bytes(folder, args).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

fn bytes(folder: &Path, args: &[&str]) -> Option<Vec<u8>> {
    let output = Command::new("git").arg("-C").arg(folder).args(args).output().ok()?;
    output.status.success().then_some(output.stdout)
}
