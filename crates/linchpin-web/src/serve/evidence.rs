//! The reader's own store of documents, as `linchpin evidence` prints it; empty lists where there is none.
//!
//! Reading every document takes seconds in a large store, so the answers are kept until the store changes.

use super::refusal::Refusal;
use super::{App, Shared, aside};
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Json;
use axum::routing::get;
use linchpin_evidence::face::{self, Answer};
use linchpin_units::Findings;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path as Folder;
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/api/evidence/documents", get(documents))
        .route("/api/evidence/documents/{id}", get(document))
        .route("/api/evidence/statements", get(statements))
        .route("/api/evidence/divergences", get(divergences))
}

/// Answers by name, with the store's state they were read in.
#[derive(Debug, Default)]
pub(super) struct Kept(Mutex<BTreeMap<&'static str, (Stamp, Value)>>);

/// When the parts of a store last changed, as the file system has it; for comparison only.
type Stamp = [Option<SystemTime>; 3];

fn stamp(store: &Folder) -> Stamp {
    ["meta", "objects", linchpin_evidence::review::FILE].map(|part| {
        let entry = std::fs::metadata(store.join(part)).ok()?;
        entry.modified().ok()
    })
}

impl Kept {
    fn get(
        &self,
        name: &'static str,
        store: &Folder,
        read: impl FnOnce(&Folder) -> Result<Answer, Findings>,
    ) -> Result<Value, Refusal> {
        let now = stamp(store);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match kept.get(name) {
            Some((then, value)) if *then == now => Ok(value.clone()),
            _ => {
                let value = read(store)?.json;
                kept.insert(name, (now, value.clone()));
                Ok(value)
            }
        }
    }
}

async fn whole(
    app: Shared,
    name: &'static str,
    empty: Value,
    read: fn(&Folder) -> Result<Answer, Findings>,
) -> Result<Json<Value>, Refusal> {
    aside(move || {
        if !app.store.is_dir() {
            return Ok(Json(empty));
        }
        app.evidence.get(name, &app.store, read).map(Json)
    })
    .await
}

async fn documents(State(app): State<Shared>) -> Result<Json<Value>, Refusal> {
    whole(app, "documents", json!({ "documents": [] }), face::list).await
}

async fn statements(State(app): State<Shared>) -> Result<Json<Value>, Refusal> {
    let empty = json!({ "documents": [], "events": [] });
    whole(app, "statements", empty, |store| face::statements(store, None)).await
}

async fn divergences(State(app): State<Shared>) -> Result<Json<Value>, Refusal> {
    let empty = json!({ "divergences": [], "dependence": [], "documents": [] });
    whole(app, "divergences", empty, face::divergences).await
}

async fn document(
    State(app): State<Shared>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Refusal> {
    let missing =
        || Refusal::not_found("the store holds no such document").help("/api/evidence/documents");
    // A digest, or the start of one: nothing else ever reaches the file system.
    if !(4..=64).contains(&id.len()) || !id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(missing());
    }
    aside(move || {
        let App { store, .. } = &*app;
        face::show(store, &id.to_ascii_lowercase()).map(|answer| Json(answer.json)).map_err(
            |findings| {
                let unknown = findings.iter().any(|finding| finding.code == "LP-E008");
                if unknown { missing() } else { Refusal::from(findings) }
            },
        )
    })
    .await
}
