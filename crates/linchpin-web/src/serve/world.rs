//! The world and the studies, as `linchpin world` and `linchpin list` print them.

use super::answers::{FactTable, StudyFile, StudyList, StudyText, WorldMap};
use super::refusal::Refusal;
use super::{App, Shared, aside};
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Json;
use axum::routing::get;
use linchpin_world::{export, show};
use serde_json::{Value, json};

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/api/studies", get(studies))
        .route("/api/studies/{id}", get(study))
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

async fn overview(State(app): State<Shared>) -> Json<show::Card> {
    Json(app.world.overview())
}

async fn card(
    State(app): State<Shared>,
    Path(name): Path<String>,
) -> Result<Json<show::Card>, Refusal> {
    let unknown = |unknown: show::Unknown| {
        let refusal =
            Refusal::not_found(format!("the world holds nothing called `{}`", unknown.wanted));
        match unknown.nearest.first() {
            Some(near) => refusal.help(format!("did you mean `{near}`?")),
            None => refusal,
        }
    };
    app.world.show(&name).map(Json).map_err(unknown)
}

async fn facts(State(app): State<Shared>) -> Result<Json<Value>, Refusal> {
    let rows = |app: &App| {
        let rows: Vec<Vec<String>> =
            export::rows(&app.world).iter().map(export::FactRow::cells).collect();
        json!(FactTable { columns: &export::COLUMNS, rows, digest: app.world.digest().as_str() })
    };
    aside(move || Ok(Json(rows(&app)))).await
}

async fn map(State(app): State<Shared>) -> Json<Value> {
    Json(json!(WorldMap { sites: app.world.map(), flows: app.world.flows() }))
}
