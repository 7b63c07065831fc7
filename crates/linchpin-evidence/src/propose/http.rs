//! One request to one endpoint, bounded in time and size.
//!
//! Plain HTTP only: the endpoint is a model on this machine or behind a proxy of the user's that speaks TLS.

use super::{Endpoint, MAX_ANSWER};
use linchpin_units::{Finding, Place};
use serde_json::Value;

/// Sends the request and returns the body of the answer.
pub(super) fn ask(to: &Endpoint, request: &Value) -> Result<String, Finding> {
    let place = || Place::whole(&to.url);
    if !to.url.starts_with("http://") {
        let message = format!("`{}` is no address that can be asked", to.url);
        return Err(Finding::error("LP-E030", place(), message)
            .expected("http://HOST:PORT")
            .help("for an endpoint behind TLS run a local proxy and name that"));
    }
    let failed = |cause: &dyn std::fmt::Display| {
        Finding::error("LP-E031", place(), format!("the endpoint gives no answer: {cause}"))
            .expected("an endpoint that speaks the OpenAI chat protocol")
            .help("check that it runs and knows the model")
    };
    // Redirections are refused: the document goes where the user said, nowhere else.
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(to.patience))
        .max_redirects(0)
        .proxy(None)
        .build()
        .into();
    let address = format!("{}/v1/chat/completions", to.url.trim_end_matches('/'));
    let mut asked = agent.post(&address).header("content-type", "application/json");
    if let Some(key) = &to.key {
        asked = asked.header("authorization", format!("Bearer {key}"));
    }
    let mut answer = asked.send(request.to_string()).map_err(|error| failed(&error))?;
    if answer.status() != 200 {
        return Err(failed(&format!("status {}", answer.status())));
    }
    answer.body_mut().with_config().limit(MAX_ANSWER).read_to_string().map_err(
        |error| match error {
            ureq::Error::BodyExceedsLimit(_) => {
                let message = format!("the answer has more than {MAX_ANSWER} bytes");
                Finding::error("LP-E032", place(), message)
                    .expected("a list of at most 64 claims")
                    .help("ask a model that keeps to the form")
            }
            other => failed(&other),
        },
    )
}
