//! The reader's own store of documents, as `linchpin evidence` prints it; empty lists where there is none.
//!
//! Reading every document takes seconds in a large store, so the answers are kept until the store changes.

use super::answers;
use super::refusal::Refusal;
use super::{App, Shared, aside};
use axum::Router;
use axum::extract::rejection::JsonRejection;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Json};
use axum::routing::get;
use linchpin_evidence::document::Stated;
use linchpin_evidence::face::{self, Answer};
use linchpin_evidence::store::{Added, Store, StoreError};
use linchpin_units::Findings;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path as Folder;
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route(
            "/api/evidence/documents",
            get(documents).post(put).layer(DefaultBodyLimit::max(LARGEST)),
        )
        .route("/api/evidence/documents/{id}", get(document))
        .route("/api/evidence/statements", get(statements))
        .route("/api/evidence/divergences", get(divergences))
}

/// Bytes that an uploaded document may have, with its name: a long article is a twentieth of it.
const LARGEST: usize = 2 * 1024 * 1024;
/// Characters of its name.
const LONGEST: usize = 120;

/// A document as a reader gives it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    /// Name of its file, without folders.
    name: String,
    /// Its text, or its page.
    text: String,
    /// Where it was published.
    #[serde(default)]
    url: Option<String>,
}

/// Puts a document into the store, as `linchpin evidence add` does. Its words are data: nothing in it is
/// followed.
async fn put(
    State(app): State<Shared>,
    given: Result<Json<Given>, JsonRejection>,
) -> Result<impl IntoResponse, Refusal> {
    let Json(Given { name, text, url }) = given.map_err(|error| Refusal::bad(error.body_text()))?;
    let plain = |c: char| c.is_alphanumeric() || " ._-()".contains(c);
    if name.is_empty() || name.chars().count() > LONGEST || !name.chars().all(plain) {
        let refusal = Refusal::bad("a file's name has letters, digits, spaces, dots and dashes");
        return Err(refusal.help(format!("at most {LONGEST} of them, and no folder")));
    }
    aside(move || {
        let stated = Stated { file: name, outlet: None, published: None, url };
        let added = Store::at(&app.store).add_all(&[(text.into_bytes(), stated)]);
        let refused = |error: StoreError| Refusal::bad(error.to_string());
        match added.map_err(refused)?.into_iter().next() {
            Some(Ok((document, added))) => {
                let new = added == Added::New;
                Ok((StatusCode::ACCEPTED, Json(answers::Added { id: document.id, new })))
            }
            Some(Err(error)) => Err(refused(error)),
            None => Err(Refusal::broken()),
        }
    })
    .await
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
