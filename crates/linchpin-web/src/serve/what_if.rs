//! One assumption moved by hand: the answer of a bundled study with few draws, on the way to the eye.
//!
//! In: a study, a scenario, an assumption and a value within its range. Out: the scenario's card, as a run with so
//! many draws would tell it. Nothing is stored and no stored run is touched; one is computed at a time, and of those
//! who wait only the last is of any use, so that whoever is overtaken is told so.

use super::answers::WhatIf;
use super::refusal::Refusal;
use super::{Shared, aside};
use axum::Router;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::response::Json;
use axum::routing::post;
use linchpin::{Failure, Options, Study, unwatched};
use linchpin_results::figures::quantity;
use linchpin_results::{Keep, finish};
use linchpin_world::World;
use serde::Deserialize;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// Draws of an answer: under a second, and enough to tell a range.
const DRAWS: u32 = 32;

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/api/what-if", post(what_if))
}

/// Whose turn it is, and the study that was read last: a slider asks for many values of one assumption.
#[derive(Debug, Default)]
pub(super) struct Turns {
    last: AtomicU64,
    one: Mutex<Option<Open>>,
}

/// A study with the assumption that is moved in it.
#[derive(Debug)]
struct Open {
    id: String,
    seed: Option<u64>,
    assumption: String,
    study: Study,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    study: String,
    scenario: String,
    assumption: String,
    value: f64,
    seed: Option<u64>,
}

async fn what_if(
    State(app): State<Shared>,
    asked: Result<Json<Asked>, JsonRejection>,
) -> Result<Json<WhatIf>, Refusal> {
    let Json(asked) = asked.map_err(|error| Refusal::bad(error.body_text()))?;
    if !linchpin::studies().iter().any(|study| study.id == asked.study) {
        let message = format!("no bundled study is called `{}`", asked.study);
        return Err(Refusal::not_found(message).help("/api/studies"));
    }
    let turn = app.what_if.last.fetch_add(1, Ordering::Relaxed) + 1;
    aside(move || {
        let mut open = app.what_if.one.lock().unwrap_or_else(PoisonError::into_inner);
        if app.what_if.last.load(Ordering::Relaxed) != turn {
            return Err(Refusal::busy("a later value was asked for"));
        }
        answer(&app.world, &asked, &mut open).map(Json)
    })
    .await
}

fn answer(world: &World, asked: &Asked, open: &mut Option<Open>) -> Result<WhatIf, Refusal> {
    let Asked { study: id, scenario, assumption, value, seed } = asked;
    let named = assumption.trim_start_matches("assumption:");
    let Some(known) = world.assumption(named) else {
        let message = format!("`{assumption}` is no assumption of the world");
        return Err(Refusal::not_found(message).help("/api/world"));
    };
    let (low, high) = (known.sourced.range.low(), known.sourced.range.high());
    if !(low..=high).contains(value) {
        return Err(Refusal::bad(format!("`{named}` may lie between {low} and {high}")));
    }
    let kept = open
        .take()
        .filter(|one| (&one.id, one.seed, one.assumption.as_str()) == (id, *seed, named));
    let kept = match kept {
        Some(kept) => kept,
        None => {
            let options = Options {
                members: Some(DRAWS),
                seed: *seed,
                without_causes: true,
                ..Options::default()
            };
            let mut study = Study::load(id, &options)?;
            // The curve has runs of its own, which nobody looks at here.
            study.curve = None;
            Open { id: id.clone(), seed: *seed, assumption: named.to_owned(), study }
        }
    };
    let Open { study, .. } = open.insert(kept);
    study.set_to(&format!("{named}={value}"))?;
    let input = study.run(Some(scenario), &unwatched).map_err(|failure| match failure {
        Failure::Stopped => Refusal::broken(),
        Failure::Input(findings) => findings.into(),
        Failure::Design(message) => Refusal::bad(message),
    })?;
    let finished = finish(&input, Keep::Few)
        .map_err(|error| Refusal::bad(format!("the model failed: {error}")))?;
    let report = finished.report.named(&finished.record.names);
    let told = report.scenarios.into_iter().find(|one| one.id == *scenario);
    let card = told.and_then(|one| one.card).ok_or_else(Refusal::broken)?;
    Ok(WhatIf {
        draws: DRAWS,
        value: *value,
        value_text: quantity(*value, known.sourced.unit.as_str()),
        card,
    })
}
