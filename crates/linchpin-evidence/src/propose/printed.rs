//! `linchpin evidence propose`: what a model proposes, and what was left out of it.
//!
//! In come a document of the store and an endpoint; out go text for people and JSON for programs. The only way of the evidence
//! layer to the network, and only to the address that the user names.

use super::{Endpoint, Proposals};
use crate::face::{finding, shown};
use crate::store::Store;
use linchpin_units::{Finding, Findings, Place};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

/// A model as the user names it.
#[derive(Debug, Clone)]
pub struct Model {
    /// Address of its endpoint.
    pub url: String,
    /// Its name.
    pub name: String,
    /// Environment variable that holds the endpoint's key.
    pub key_env: Option<String>,
    /// Seconds the exchange may take.
    pub seconds: u64,
}

/// Prints the claims a model proposes for a document.
///
/// # Errors
/// `LP-E008` for an unknown id, `LP-E037` for an environment variable that is not set, and those of
/// [`super::propose`].
pub fn propose(store: &Path, id: &str, model: &Model) -> Result<(String, Value), Findings> {
    let store = Store::at(store);
    let document = store.find(id).map_err(finding)?;
    let key = match &model.key_env {
        None => None,
        Some(name) => Some(std::env::var(name).map_err(|_| {
            let message = format!("the environment has no text in `{name}`");
            Finding::error("LP-E037", Place::whole("--key-env"), message)
                .expected("a variable that holds the endpoint's key")
                .help("set it, or leave --key-env out")
        })?),
    };
    let to = Endpoint {
        url: model.url.clone(),
        model: model.name.clone(),
        key,
        patience: Duration::from_secs(model.seconds),
    };
    let Proposals { proposals, refused, cached } = super::propose(&store, &document, &to)?;
    let left_out: Vec<Value> = refused
        .iter()
        .map(|one| json!({ "code": one.code.to_string(), "message": one.message }))
        .collect();
    let value = json!({ "proposals": proposals, "refused": left_out, "cached": cached });
    let mut out = String::new();
    for one in &proposals {
        let _ = writeln!(
            out,
            "{} [{}..{}] {} · {} · {}\n  “{}”",
            one.id.short(),
            one.span.start,
            one.span.end,
            shown(&one.claim),
            shown(&one.origin),
            one.status,
            shown(&one.quote),
        );
    }
    for one in refused.iter() {
        let _ = writeln!(out, "{} {}", one.code, shown(&one.message));
    }
    Ok((out, value))
}
