//! Answers that cannot change while the server runs, kept so that each is worked out once.
//!
//! In: a question about the embedded world, law or studies. Out: the same bytes as the first time.
//! Invariant: only whole answers with status 200 to GET are kept, by path and query as sent; the store is
//! bounded in bytes and starts again when it is full, so that nobody can fill the memory with questions.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes that all kept answers may have together.
const ROOM: usize = 32 * 1024 * 1024;
/// Bytes of the largest answer there is; the facts of the world are a third of it.
const LARGEST: usize = 4 * 1024 * 1024;
/// Characters of a question worth keeping.
const LONGEST: usize = 500;

/// The answers so far.
#[derive(Debug, Default)]
pub(super) struct Kept {
    store: Mutex<Store>,
}

#[derive(Debug, Default)]
struct Store {
    answers: BTreeMap<String, (HeaderMap, Bytes)>,
    bytes: usize,
}

impl Kept {
    fn find(&self, question: &str) -> Option<(HeaderMap, Bytes)> {
        let store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        store.answers.get(question).cloned()
    }

    fn keep(&self, question: String, headers: HeaderMap, body: Bytes) {
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        let size = question.len() + body.len();
        if store.bytes + size > ROOM {
            *store = Store::default();
        }
        if store.answers.insert(question, (headers, body)).is_none() {
            store.bytes += size;
        }
    }
}

/// Answers from the store, or lets the question through and keeps its answer.
pub(super) async fn keep(State(kept): State<Arc<Kept>>, request: Request, next: Next) -> Response {
    let question = request.uri().path_and_query().map_or("", |asked| asked.as_str()).to_owned();
    if request.method() != Method::GET || question.len() > LONGEST {
        return next.run(request).await;
    }
    if let Some((headers, body)) = kept.find(&question) {
        return (headers, body).into_response();
    }
    let answer = next.run(request).await;
    if answer.status() != StatusCode::OK {
        return answer;
    }
    let (parts, body) = answer.into_parts();
    let Ok(body) = to_bytes(body, LARGEST).await else {
        return super::Refusal::broken().into_response();
    };
    kept.keep(question, parts.headers.clone(), body.clone());
    Response::from_parts(parts, Body::from(body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_store_stays_within_its_room() {
        let kept = Kept::default();
        let answer = Bytes::from(vec![0; 1024 * 1024]);
        for number in 0..100 {
            kept.keep(format!("/{number}"), HeaderMap::new(), answer.clone());
            kept.keep(format!("/{number}"), HeaderMap::new(), answer.clone());
            let store = kept.store.lock().expect("whole");
            assert!(store.bytes <= ROOM && store.answers.len() <= 32, "{}", store.bytes);
        }
        assert!(kept.find("/99").is_some() && kept.find("/0").is_none());
    }
}
