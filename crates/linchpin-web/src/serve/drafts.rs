//! Studies as a reader edits them on the page: checked while typing, run, and kept beside their run.
//!
//! In: the texts of a study's files. Out: every finding, as `linchpin check --json` prints them.
//! Invariant: a file is named `study.toml` or `folder/name.toml` in small letters, digits and dashes,
//! so that no name can lead out of the run's own folder.

use super::refusal::Refusal;
use super::{Shared, aside};
use axum::Router;
use axum::extract::rejection::JsonRejection;
use axum::response::Json;
use axum::routing::post;
use linchpin::{Files, Options, Study};
use linchpin_results::store::Extras;
use serde::Deserialize;
use serde_json::Value;

/// Files that one study may have; the largest bundled one has ten.
const MOST_FILES: usize = 64;
/// Characters of one file name.
const LONGEST_NAME: usize = 100;

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/api/check", post(check))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Draft {
    files: Files,
}

async fn check(draft: Result<Json<Draft>, JsonRejection>) -> Result<Json<Value>, Refusal> {
    let Json(Draft { files }) = draft.map_err(|error| Refusal::bad(error.body_text()))?;
    named(&files)?;
    aside(move || {
        let found = Study::of_files("draft", &files, &Options::default()).err().unwrap_or_default();
        Ok(Json(found.to_json()))
    })
    .await
}

/// The name of an edited study: never that of the bundled one, so that two runs cannot be mistaken.
pub(super) fn name(study: &str) -> String {
    format!("{study}-edited")
}

/// The same files, if each is named as a file of a study may be.
pub(super) fn named(files: &Files) -> Result<&Files, Refusal> {
    if files.len() > MOST_FILES {
        return Err(Refusal::bad(format!("a study may have {MOST_FILES} files here")));
    }
    match files.keys().find(|name| !fits(name)) {
        None => Ok(files),
        Some(_) => Err(Refusal::bad("a file has a name that no file of a study has")
            .help("files are called study.toml, scenarios/NAME.toml, hypothetical/NAME.toml")),
    }
}

fn fits(name: &str) -> bool {
    let letters = |part: &str| {
        let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
        !part.is_empty() && part.chars().all(known)
    };
    let Some(stem) = name.strip_suffix(".toml") else { return false };
    let parts: Vec<&str> = stem.split('/').collect();
    name.len() <= LONGEST_NAME && parts.len() <= 2 && parts.iter().all(|part| letters(part))
}

/// The files of an edited study as they stand below its run, so that `linchpin run` on that folder makes the same run again.
pub(super) fn kept(study: &str, files: &Files) -> Extras {
    let below =
        |(name, text): (&String, &String)| (format!("{study}/{name}"), text.clone().into_bytes());
    files.iter().map(below).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_lead_out_of_the_folder() {
        for name in ["study.toml", "scenarios/no-licence.toml", "hypothetical/veu_kept.toml"] {
            assert!(fits(name), "{name}");
        }
        let deep = "a/".repeat(3) + "b.toml";
        let long = "a".repeat(200) + ".toml";
        for name in [
            "",
            ".toml",
            "../x.toml",
            "/x.toml",
            "a/../x.toml",
            "x.csv",
            "A.toml",
            "a//b.toml",
            "a\\b.toml",
            "x\0.toml",
            &deep,
            &long,
        ] {
            assert!(!fits(name), "{name}");
        }
    }
}
