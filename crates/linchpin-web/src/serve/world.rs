//! The world and the studies, as `linchpin world` and `linchpin list` print them.

use super::answers::{FactTable, StudyFile, StudyList, StudyText, WordList, WorldMap};
use super::refusal::Refusal;
use super::{App, Shared, aside};
use axum::Router;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query as Params, State};
use axum::response::Json;
use axum::routing::get;
use linchpin_results::contract::language::Language;
use linchpin_results::contract::{lexicon, phrase, words::figure};
use linchpin_world::{export, show};
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/api/studies", get(studies))
        .route("/api/studies/{id}", get(study))
        .route("/api/words", get(words))
        .route("/api/world", get(overview))
        .route("/api/world/facts", get(facts))
        .route("/api/world/map", get(map))
        .route("/api/world/{name}", get(card))
}

async fn studies() -> Json<StudyList> {
    Json(StudyList { studies: linchpin::studies() })
}

async fn study(Path(id): Path<String>) -> Result<Json<StudyText>, Refusal> {
    let info = linchpin::studies().into_iter().find(|study| study.id == id);
    let files = linchpin::study_files(&id);
    let (Some(info), Some(files)) = (info, files) else {
        return Err(
            Refusal::not_found(format!("no bundled study is called `{id}`")).help("/api/studies")
        );
    };
    let files = files
        .into_iter()
        .map(|(name, text)| StudyFile { name: name.to_owned(), text: text.to_owned() })
        .collect();
    Ok(Json(StudyText { info, files }))
}

async fn words() -> Json<WordList> {
    Json(WordList { words: lexicon::entries().chain(phrase::lines()).collect() })
}

/// In which language numbers are written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wish {
    lang: Option<String>,
}

type Wished = Result<Params<Wish>, QueryRejection>;

fn tongue(wish: Wished) -> Result<Language, Refusal> {
    let Params(Wish { lang }) = wish.map_err(|error| Refusal::bad(error.body_text()))?;
    super::runs::language(lang.as_deref())
}

/// An answer of the world as JSON, each stated value with its text in the language that is wished for.
fn stated(answer: &impl serde::Serialize, wish: Wished) -> Result<Json<Value>, Refusal> {
    let mut json = json!(answer);
    linchpin_results::contract::said::state(&mut json, tongue(wish)?);
    Ok(Json(json))
}

async fn overview(State(app): State<Shared>, wish: Wished) -> Result<Json<Value>, Refusal> {
    stated(&app.world.overview(), wish)
}

async fn card(
    State(app): State<Shared>,
    Path(name): Path<String>,
    wish: Wished,
) -> Result<Json<Value>, Refusal> {
    let unknown = |unknown: show::Unknown| {
        let refusal =
            Refusal::not_found(format!("the world holds nothing called `{}`", unknown.wanted));
        match unknown.nearest.first() {
            Some(near) => refusal.help(format!("did you mean `{near}`?")),
            None => refusal,
        }
    };
    let card = app.world.show(&name).map_err(unknown)?;
    stated(&card, wish)
}

/// The text of a row's value with its range and unit; empty where one of them is no number.
fn text(row: &[String]) -> String {
    let cell = |name: &str| {
        let at = export::COLUMNS.iter().position(|column| *column == name)?;
        row.get(at).map(String::as_str)
    };
    let number = |name: &str| cell(name)?.parse::<f64>().ok();
    match (number("value"), number("low"), number("high"), cell("unit")) {
        (Some(value), Some(low), Some(high), Some(unit)) => {
            linchpin_results::figures::stated(value, low, high, unit)
        }
        _ => String::new(),
    }
}

async fn facts(State(app): State<Shared>, wish: Wished) -> Result<Json<Value>, Refusal> {
    let language = tongue(wish)?;
    let rows = move |app: &App| {
        let rows: Vec<Vec<String>> =
            export::rows(&app.world).iter().map(export::FactRow::cells).collect();
        let texts: Vec<String> = rows.iter().map(|row| figure(&text(row), language)).collect();
        let keys = app.world.facts.iter().flat_map(|fact| [&fact.of, &fact.to]);
        let names = keys.flatten().map(|id| (&**id, app.world.name_of(id))).collect();
        let digest = app.world.digest().as_str();
        json!(FactTable { columns: &export::COLUMNS, rows, texts, names, digest })
    };
    aside(move || Ok(Json(rows(&app)))).await
}

async fn map(State(app): State<Shared>, wish: Wished) -> Result<Json<Value>, Refusal> {
    stated(&WorldMap { sites: app.world.map(), flows: app.world.flows() }, wish)
}
