//! The file of a decision as it is written, and where it stands.
//!
//! In: a bundled name or a folder with `decision.toml`. Out: the form with spans, and the files of its study with
//! those of the decision laid over them.

use crate::folder::{Files, files_of, owned, study_files};
use include_dir::{Dir, include_dir};
use linchpin_units::{Finding, Findings, Place, Text};
use serde::Deserialize;
use std::path::Path;
use toml::Spanned;
use toml::value::Datetime;

static BUNDLED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../decisions");

/// The file that makes a folder a decision.
pub(crate) const FILE: &str = "decision.toml";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DecisionForm {
    pub(crate) schema: Spanned<String>,
    pub(crate) title: String,
    pub(crate) question: String,
    pub(crate) study: Spanned<String>,
    pub(crate) scenario: Spanned<String>,
    pub(crate) against: Spanned<String>,
    pub(crate) cell: Spanned<String>,
    pub(crate) keep: KeepForm,
    pub(crate) level: LevelForm,
    pub(crate) day: DayForm,
    pub(crate) not_modelled: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeepForm {
    pub(crate) loss: Spanned<f64>,
    pub(crate) draws: Spanned<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LevelForm {
    pub(crate) name: String,
    pub(crate) parameter: Spanned<String>,
    pub(crate) unit: Spanned<String>,
    pub(crate) values: Vec<Spanned<f64>>,
    pub(crate) better: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DayForm {
    pub(crate) name: String,
    pub(crate) moves: Spanned<Datetime>,
    pub(crate) acts: Vec<Spanned<String>>,
    pub(crate) days: Vec<Spanned<Datetime>>,
    pub(crate) better: Spanned<String>,
}

/// The bundled decisions by name.
pub(crate) fn names() -> Vec<String> {
    let name = |dir: &Dir<'_>| Some(dir.path().file_name()?.to_str()?.to_owned());
    let mut names: Vec<String> = BUNDLED.dirs().filter_map(name).collect();
    names.sort();
    names
}

/// The text of a decision and every file of its folder by its name below it.
pub(crate) fn read(name: &str) -> Result<(Text, Files), Findings> {
    let disk = Path::new(name);
    let (shown, mut files) = if let Some(files) = files_of(&BUNDLED, name) {
        (format!("decisions/{name}/{FILE}"), owned(files))
    } else if disk.join(FILE).is_file() {
        (disk.join(FILE).display().to_string(), on_disk(disk)?)
    } else {
        let known = names();
        let finding = Finding::error(
            "LP-S002",
            Place::whole(name),
            format!("no decision is called `{name}`"),
        );
        return Err(finding
            .expected(format!("a folder with {FILE}, or one of {}", known.join(", ")))
            .nearest(name, known.iter().map(String::as_str))
            .help("copy decisions/wuxi-spares of the sources, and change it")
            .into());
    };
    let body = files.remove(FILE).unwrap_or_default();
    Ok((Text::new(shown, body), files))
}

/// The files that a decision may hold: its own, scenarios and acts.
fn on_disk(dir: &Path) -> Result<Files, Findings> {
    let (mut files, mut findings) = (Files::new(), Findings::default());
    for folder in ["", "scenarios", "hypothetical"] {
        let Ok(entries) = std::fs::read_dir(dir.join(folder)) else { continue };
        let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.sort();
        for path in paths.iter().filter(|path| path.extension().is_some_and(|end| end == "toml")) {
            let shown = path.display().to_string();
            let text = std::fs::read(path)
                .map_err(|_| Finding::error("LP-S001", Place::whole(&shown), "it cannot be read"))
                .and_then(|bytes| Text::from_bytes(&shown, &bytes));
            if let Some(text) = findings.keep(text) {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                let below =
                    if folder.is_empty() { name.to_string() } else { format!("{folder}/{name}") };
                files.insert(below, text.body().to_owned());
            }
        }
    }
    findings.or_value(files)
}

/// The files of a study: bundled, or in a folder beside the decision or elsewhere.
pub(crate) fn of_study(name: &str) -> Option<Files> {
    if let Some(files) = study_files(name) {
        return Some(owned(files));
    }
    let files = on_disk(Path::new(name)).ok()?;
    files.contains_key("study.toml").then_some(files)
}
