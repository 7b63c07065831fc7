//! `linchpin serve`: the API and the page, for one reader on this machine.
//!
//! In: an address, the folder of runs. Out: JSON that the command line would print for the same question,
//! and the one page that asks for it. Nothing is computed here that another face could not ask for, and
//! nothing is fetched from anywhere. Every request passes [`guard`]; every answer that can fail is a
//! `refusal::Refusal` with a code.

mod answers;
mod connections;
mod drafts;
mod evidence;
pub mod guard;
mod jobs;
mod kept;
mod ledger;
mod openapi;
mod policy;
mod refusal;
mod runs;
mod schema;
mod search;
mod start;
mod what_if;
mod world;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{Html, IntoResponse, Json, Response};
use axum::routing::get;
use guard::Guard;
use jobs::Jobs;
use linchpin_policy::Rulebook;
use linchpin_units::Findings;
use linchpin_world::World;
use refusal::Refusal;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

pub use openapi::{document, paths};

/// Bytes a request body may have; the largest sensible one is an edited study, ten files of a kilobyte each.
const BODY: usize = 64 * 1024;

/// Bytes from which an answer is packed.
const LEAST_PACKED: usize = 1400;

/// What the server is started with.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where it listens; port 0 takes a free one.
    pub address: SocketAddr,
    /// Folder of runs.
    pub runs: PathBuf,
    /// Folder of the store of documents; it need not be there.
    pub store: PathBuf,
    /// What a client must know where others can reach the address.
    pub token: Option<String>,
}

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address can be reached from elsewhere and no token protects it.
    #[error("{0} can be reached from other machines: give --token-file, or use 127.0.0.1")]
    Open(SocketAddr),
    /// The token is too short to be a secret.
    #[error("the token has {0} characters; at least {min} are needed", min = guard::SHORTEST_TOKEN)]
    Token(usize),
    /// The address is taken, or not ours.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, std::io::Error),
    /// The bundled facts or acts are broken.
    #[error("{0}")]
    Data(#[from] Findings),
    /// The system refuses threads or sockets.
    #[error("the system refuses: {0}")]
    System(#[from] std::io::Error),
}

/// What all requests share.
#[derive(Debug)]
struct App {
    world: World,
    rulebook: Rulebook,
    runs: PathBuf,
    store: PathBuf,
    evidence: evidence::Kept,
    rows: runs::Rows,
    search: search::Kept,
    start: start::Kept,
    jobs: Jobs,
    what_if: what_if::Turns,
}

type Shared = Arc<App>;

/// Listens until the process is interrupted; `ready` is told the address once it is open.
///
/// # Errors
/// [`ServeError`] when it cannot start.
pub fn serve(config: &Config, ready: impl FnOnce(SocketAddr)) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let (listener, router) = open(config).await?;
        ready(listener.local_addr()?);
        connections::accept(listener, router, interrupted()).await;
        Ok(())
    })
}

async fn interrupted() {
    // Without a handler there is nothing to wait for: the process ends the usual way.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

async fn open(config: &Config) -> Result<(tokio::net::TcpListener, Router), ServeError> {
    let guard = Guard::new(config)?;
    let app = Arc::new(App {
        world: World::embedded()?,
        rulebook: Rulebook::embedded()?,
        runs: config.runs.clone(),
        store: config.store.clone(),
        evidence: evidence::Kept::default(),
        rows: runs::Rows::default(),
        search: search::Kept::default(),
        start: start::Kept::default(),
        jobs: Jobs::start(config.runs.clone()),
        what_if: what_if::Turns::default(),
    });
    let listener = tokio::net::TcpListener::bind(config.address)
        .await
        .map_err(|error| ServeError::Listen(config.address, error))?;
    let guard = Arc::new(guard.at(listener.local_addr()?));
    Ok((listener, router(app, guard)))
}

fn router(app: Shared, guard: Arc<Guard>) -> Router {
    // What is embedded does not change while the server runs.
    let embedded = Router::new()
        .route("/", get(page))
        .route("/openapi.json", get(|| async { Json(openapi::document()) }))
        .merge(world::routes())
        .merge(policy::routes())
        .merge(search::routes())
        .route_layer(from_fn_with_state(Arc::default(), kept::keep));
    Router::new()
        .route("/api/health", get(health))
        .merge(embedded)
        .merge(evidence::routes())
        .merge(runs::routes())
        .merge(start::routes())
        .merge(jobs::routes())
        .merge(drafts::routes())
        .merge(what_if::routes())
        .fallback(nothing)
        .method_not_allowed_fallback(async || Refusal::method())
        .layer(DefaultBodyLimit::max(BODY))
        .layer(from_fn(pack))
        .layer(from_fn(guard::in_time))
        .layer(from_fn_with_state(guard, guard::pass))
        .with_state(app)
}

async fn page() -> Result<impl IntoResponse, Refusal> {
    let app = crate::page::app().map_err(|_| Refusal::broken())?;
    let headers = [
        (header::CACHE_CONTROL, "no-cache".to_owned()),
        (header::CONTENT_SECURITY_POLICY, app.policy),
    ];
    Ok((headers, Html(app.html)))
}

/// A path that is none of ours: whoever reads pages gets one that says so.
async fn nothing(headers: HeaderMap) -> Response {
    let accepts = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    if accepts.is_some_and(|accept| accept.contains("text/html"))
        && let Ok(page) = page().await
    {
        return (StatusCode::NOT_FOUND, page).into_response();
    }
    Refusal::not_found("there is nothing at this path").into_response()
}

/// Packs pages and answers for whoever reads packed ones; streams of progress stay as they are.
async fn pack(request: Request, next: Next) -> Response {
    let accepts = request.headers().get(header::ACCEPT_ENCODING);
    let accepts = accepts.and_then(|accept| accept.to_str().ok());
    let packs = accepts.is_some_and(|accept| accept.contains("gzip"));
    let answer = next.run(request).await;
    let kind = answer.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let text = kind.is_some_and(|kind| {
        ["text/html", "application/json"].iter().any(|known| kind.starts_with(known))
    });
    if !packs || !text {
        return answer;
    }
    let (mut parts, body) = answer.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return Refusal::broken().into_response();
    };
    if bytes.len() < LEAST_PACKED {
        return Response::from_parts(parts, Body::from(bytes));
    }
    match crate::packed::gzip(&bytes, 4) {
        Some(packed) => {
            parts.headers.remove(header::CONTENT_LENGTH);
            let gzip = HeaderValue::from_static("gzip");
            parts.headers.insert(header::CONTENT_ENCODING, gzip);
            let by = HeaderValue::from_static("accept-encoding");
            parts.headers.insert(header::VARY, by);
            Response::from_parts(parts, Body::from(packed))
        }
        None => Response::from_parts(parts, Body::from(bytes)),
    }
}

async fn health() -> Json<answers::Health> {
    Json(answers::Health { ok: true, version: env!("CARGO_PKG_VERSION") })
}

/// Runs what takes more than a moment away from the threads that answer requests.
async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Err(Refusal::broken()))
}
