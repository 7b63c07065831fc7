//! What the API says when it cannot answer: a status, a code, a sentence, and one thing to do.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use linchpin_results::StoreError;
use linchpin_results::contract::api::Refused;
use linchpin_units::Findings;
use serde::Serialize;

/// A request that was not answered.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Refusal {
    #[serde(skip)]
    status: StatusCode,
    /// Stable code; `LP-H…` are the server's own.
    pub(super) code: String,
    /// What is wrong.
    pub(super) message: String,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) help: Option<String>,
}

impl Refusal {
    fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        Self { status, code: code.to_owned(), message: message.into(), help: None }
    }

    /// A question that means nothing.
    pub(super) fn bad(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "LP-H001", message)
    }

    /// A name that nothing has.
    pub(super) fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "LP-H002", message)
    }

    /// Another method is meant.
    pub(super) fn method() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "LP-H003", "this path does not take that method")
    }

    /// Somebody else's page, or somebody without the token.
    pub(super) fn forbidden(message: &str, help: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "LP-H004", message).help(help)
    }

    /// Too much at once; try again.
    pub(super) fn busy(message: &str) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "LP-H005", message).help("try again in a moment")
    }

    /// It took too long.
    pub(super) fn late() -> Self {
        Self::new(StatusCode::REQUEST_TIMEOUT, "LP-H006", "the answer took too long")
            .help("ask for less at once")
    }

    /// A fault of ours.
    pub(super) fn broken() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "LP-H099", "the server failed on this request")
            .help("report it with the request that caused it")
    }

    /// Adds what to do.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        let Refusal { code, message, help, .. } = refusal;
        Self { code, message, help }
    }
}

impl From<Findings> for Refusal {
    fn from(findings: Findings) -> Self {
        match findings.iter().next() {
            Some(first) => Self {
                status: StatusCode::BAD_REQUEST,
                code: first.code.to_string(),
                message: first.message.clone(),
                help: Some(first.help.clone()).filter(|help| !help.is_empty()),
            },
            None => Self::bad("the input cannot be used"),
        }
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Missing { .. } => Self::not_found(error.to_string()),
            full if full.is_full() => Self::busy(&full.to_string()),
            unwritten if unwritten.is_write() => {
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "LP-H007", unwritten.to_string())
            }
            other => Self::bad(format!("the run cannot be read: {other}")),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let retry = self.status == StatusCode::SERVICE_UNAVAILABLE;
        let mut response =
            (self.status, Json(serde_json::json!({ "error": self }))).into_response();
        if retry {
            let wait = axum::http::HeaderValue::from_static("5");
            response.headers_mut().insert(axum::http::header::RETRY_AFTER, wait);
        }
        response
    }
}
