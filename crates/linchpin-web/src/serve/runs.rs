//! Finished runs, as `linchpin report`, `explain` and `compare` print them.
//!
//! A run is named by its folder's name, never by a path: the name has only small letters, digits and
//! dashes, and the folder must really lie in the folder of runs, whatever links stand in it.

use super::refusal::Refusal;
use super::{App, Shared, aside};
use axum::Router;
use axum::extract::{Path, Query as Params, State};
use axum::http::header;
use axum::response::{IntoResponse, Json};
use axum::routing::get;
use linchpin_evidence::store::Store;
use linchpin_results::compare::{Party, compare_runs, tell_context};
use linchpin_results::contract::api::{Explained, RunRow};
use linchpin_results::contract::language::Language;
use linchpin_results::explain::explain_in;
use linchpin_results::{Report, StoredRun};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/api/runs", get(list).post(super::jobs::begin))
        .route("/api/runs/{id}", get(report))
        .route("/api/runs/{id}/explain", get(reasons))
        .route("/api/runs/{id}/workbook", get(workbook))
        .route("/api/compare", get(difference))
}

/// The folder of a run, by its name.
fn folder(app: &App, id: &str) -> Result<PathBuf, Refusal> {
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let missing = || Refusal::not_found(format!("there is no run `{id}`")).help("/api/runs");
    if id.is_empty() || id.len() > 200 || !id.chars().all(letters) {
        return Err(missing());
    }
    let root = app.runs.canonicalize().map_err(|_| missing())?;
    let folder = root.join(id).canonicalize().map_err(|_| missing())?;
    if folder.parent() != Some(root.as_path()) || !folder.join("run.json").is_file() {
        return Err(missing());
    }
    Ok(folder)
}

/// When the record of a run was written; nothing for what is no run.
pub(super) fn written(app: &App, id: &str) -> Option<SystemTime> {
    folder(app, id).ok()?.join("run.json").metadata().and_then(|file| file.modified()).ok()
}

/// Opens a run by its name.
pub(super) fn open(app: &App, id: &str) -> Result<StoredRun, Refusal> {
    Ok(StoredRun::open(&folder(app, id)?)?)
}

/// Lines of the list of runs, by name, with when their record was written: a record is read once.
#[derive(Debug, Default)]
pub(super) struct Rows(Mutex<BTreeMap<String, (SystemTime, Value)>>);

impl Rows {
    /// The line of a run; nothing for what is no run, or a run of another version.
    fn row(&self, app: &App, id: &str) -> Option<Value> {
        let written = written(app, id)?;
        let rows = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, row)) = rows().get(id)
            && *known == written
        {
            return Some(row.clone());
        }
        let record = open(app, id).ok()?.record;
        let report = record.report.named(&record.names);
        let row = serde_json::to_value(RunRow::of(id, report)).ok()?;
        rows().insert(id.to_owned(), (written, row.clone()));
        Some(row)
    }
}

async fn list(State(app): State<Shared>) -> Result<Json<Value>, Refusal> {
    aside(move || {
        let mut names: Vec<String> = std::fs::read_dir(&app.runs)
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .collect();
        names.sort();
        Ok(Json(Value::Array(names.iter().filter_map(|name| app.rows.row(&app, name)).collect())))
    })
    .await
}

async fn report(
    State(app): State<Shared>,
    Path(id): Path<String>,
) -> Result<Json<Report>, Refusal> {
    aside(move || {
        let run = open(&app, &id)?;
        Ok(Json(run.report()?.named(&run.record.names)))
    })
    .await
}

/// The run as a spreadsheet, as `linchpin report --xlsx` writes it.
async fn workbook(
    State(app): State<Shared>,
    Path(id): Path<String>,
) -> Result<impl IntoResponse, Refusal> {
    aside(move || {
        let run = open(&app, &id)?;
        let report = run.report()?.named(&run.record.names);
        let book = linchpin_results::workbook::of_report(&report).map_err(|_| Refusal::broken())?;
        let name = format!("attachment; filename=\"linchpin-{id}.xlsx\"");
        Ok(([(header::CONTENT_TYPE, XLSX.to_owned()), (header::CONTENT_DISPOSITION, name)], book))
    })
    .await
}

pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cell {
    cell: Option<String>,
    /// The language of the reasons.
    lang: Option<String>,
}

/// The language that is asked for, English without a wish.
pub(super) fn language(wish: Option<&str>) -> Result<Language, Refusal> {
    match wish.filter(|wish| !wish.is_empty()) {
        Some(wish) => wish.parse().map_err(Refusal::bad),
        None => Ok(Language::En),
    }
}

async fn reasons(
    State(app): State<Shared>,
    Path(id): Path<String>,
    cell: Result<Params<Cell>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<Value>, Refusal> {
    let Params(Cell { cell, lang }) = cell.map_err(|error| Refusal::bad(error.body_text()))?;
    let tongue = language(lang.as_deref())?;
    aside(move || {
        let run = open(&app, &id)?;
        let cell = cell.as_deref().filter(|cell| !cell.is_empty());
        let mut node =
            explain_in(&run, cell, tongue).map_err(|error| Refusal::bad(error.to_string()))?;
        // As on the command line: where the store holds a document, reasons end in its words.
        linchpin::quotes::ground_in(&mut node, &Store::at(&app.store), tongue);
        Ok(Json(json!(Explained { digest: run.record.report.run.digest.clone(), reasons: node })))
    })
    .await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    left: String,
    right: String,
    #[serde(default)]
    tolerance: f64,
    /// Whether the weekly differences are wanted too.
    #[serde(default)]
    weekly: bool,
    /// In which language it is told what the sides state differently.
    lang: Option<String>,
}

async fn difference(
    State(app): State<Shared>,
    pair: Result<Params<Pair>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<Value>, Refusal> {
    let Params(pair) = pair.map_err(|error| Refusal::bad(error.body_text()))?;
    if !pair.tolerance.is_finite() || pair.tolerance < 0.0 {
        return Err(Refusal::bad("a tolerance is a share of at least 0"));
    }
    let language = language(pair.lang.as_deref())?;
    aside(move || {
        let side = |name: &str| -> Result<(StoredRun, Option<String>), Refusal> {
            let (run, scenario) = match name.split_once('#') {
                Some((run, scenario)) => (run, Some(scenario.to_owned())),
                None => (name, None),
            };
            let run = open(&app, run)?;
            let known =
                |wanted: &String| run.record.report.scenarios.iter().any(|one| one.id == *wanted);
            match &scenario {
                Some(wanted) if !known(wanted) => {
                    Err(Refusal::not_found(format!("`{name}` names no scenario of that run")))
                }
                _ => Ok((run, scenario)),
            }
        };
        let (left, right) = (side(&pair.left)?, side(&pair.right)?);
        let mut found = compare_runs(
            &Party { name: &pair.left, run: &left.0, scenario: left.1.as_deref() },
            &Party { name: &pair.right, run: &right.0, scenario: right.1.as_deref() },
            pair.tolerance,
            pair.weekly,
        )?;
        tell_context(&mut found, language);
        Ok(Json(json!(found)))
    })
    .await
}
