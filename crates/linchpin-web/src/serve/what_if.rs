//! One assumption, or one day, moved by hand: the answer of a bundled study with few draws, on the way to the eye.
//!
//! In: a study, a scenario, and either an assumption with a value within its range or a day of the scenario with
//! another to move it to. Out: the scenario's card, as a run with so many draws would tell it. Nothing is stored and no stored run is touched; one is computed at a time, and of those
//! who wait only the last is of any use, so that whoever is overtaken is told so.

use super::answers::{DayRow, DayRows, WhatIf};
use super::refusal::Refusal;
use super::{Shared, aside};
use axum::Router;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{Query as Params, State};
use axum::response::Json;
use axum::routing::get;
use linchpin::{Failure, Files, Options, Study, movable, moved, study_files, unwatched};
use linchpin_results::contract::card::Card;
use linchpin_results::figures::quantity;
use linchpin_results::{Keep, finish};
use linchpin_units::Day;
use linchpin_world::World;
use serde::Deserialize;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// Draws of an answer: under a second, and enough to tell a range.
const DRAWS: u32 = 32;

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/api/what-if", get(days).post(what_if))
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

/// What is asked: `assumption` and `value`, or `day` and `to`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    study: String,
    scenario: String,
    seed: Option<u64>,
    assumption: Option<String>,
    value: Option<f64>,
    day: Option<Day>,
    to: Option<Day>,
}

/// One scenario of a study.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Of {
    study: String,
    scenario: String,
}

/// The files of a bundled study.
fn files(id: &str) -> Result<Files, Refusal> {
    let files = study_files(id).ok_or_else(|| {
        Refusal::not_found(format!("no bundled study is called `{id}`")).help("/api/studies")
    })?;
    Ok(files.into_iter().map(|(name, text)| (name, text.to_owned())).collect())
}

/// The days of a scenario that may be moved.
async fn days(of: Result<Params<Of>, QueryRejection>) -> Result<Json<DayRows>, Refusal> {
    let Params(Of { study, scenario }) = of.map_err(|error| Refusal::bad(error.body_text()))?;
    let days = movable(&files(&study)?, &scenario).into_iter().map(DayRow::from).collect();
    Ok(Json(DayRows { days }))
}

async fn what_if(
    State(app): State<Shared>,
    asked: Result<Json<Asked>, JsonRejection>,
) -> Result<Json<WhatIf>, Refusal> {
    let Json(asked) = asked.map_err(|error| Refusal::bad(error.body_text()))?;
    let files = files(&asked.study)?;
    let turn = app.what_if.last.fetch_add(1, Ordering::Relaxed) + 1;
    aside(move || {
        let mut open = app.what_if.one.lock().unwrap_or_else(PoisonError::into_inner);
        if app.what_if.last.load(Ordering::Relaxed) != turn {
            return Err(Refusal::busy("a later value was asked for"));
        }
        match (&asked.assumption, asked.value, asked.day, asked.to) {
            (Some(assumption), Some(value), None, None) => {
                with_value(&app.world, &asked, (assumption, value), &mut open)
            }
            (None, None, Some(day), Some(to)) => with_day(&files, &asked, (day, to)),
            _ => Err(Refusal::bad("a question moves `assumption` to `value`, or `day` to `to`")),
        }
        .map(Json)
    })
    .await
}

/// What the few draws are run with.
fn options(seed: Option<u64>) -> Options {
    Options { members: Some(DRAWS), seed, without_causes: true, ..Options::default() }
}

/// The answer with a day of the scenario moved.
fn with_day(files: &Files, asked: &Asked, (day, to): (Day, Day)) -> Result<WhatIf, Refusal> {
    let Asked { study: id, scenario, seed, .. } = asked;
    let known = movable(files, scenario);
    let Some(one) = known.iter().find(|one| one.day == day) else {
        let message = format!("{day} is no day of `{scenario}` that may be moved");
        return Err(Refusal::not_found(message).help("/api/what-if"));
    };
    if !(one.low..=one.high).contains(&to) {
        return Err(Refusal::bad(format!("{day} may move between {} and {}", one.low, one.high)));
    }
    let mut study = Study::of_files(id, &moved(files, scenario, day, to), &options(*seed))?;
    study.curve = None;
    Ok(WhatIf {
        draws: DRAWS,
        value: None,
        day: Some(to),
        value_text: to.to_string(),
        card: card(&study, scenario)?,
    })
}

/// The answer with an assumption set to a value.
fn with_value(
    world: &World,
    asked: &Asked,
    (assumption, value): (&str, f64),
    open: &mut Option<Open>,
) -> Result<WhatIf, Refusal> {
    let Asked { study: id, scenario, seed, .. } = asked;
    let named = assumption.trim_start_matches("assumption:");
    let Some(known) = world.assumption(named) else {
        let message = format!("`{assumption}` is no assumption of the world");
        return Err(Refusal::not_found(message).help("/api/world"));
    };
    let (low, high) = (known.sourced.range.low(), known.sourced.range.high());
    if !(low..=high).contains(&value) {
        return Err(Refusal::bad(format!("`{named}` may lie between {low} and {high}")));
    }
    let kept = open
        .take()
        .filter(|one| (&one.id, one.seed, one.assumption.as_str()) == (id, *seed, named));
    let kept = match kept {
        Some(kept) => kept,
        None => {
            let mut study = Study::load(id, &options(*seed))?;
            // The curve has runs of its own, which nobody looks at here.
            study.curve = None;
            Open { id: id.clone(), seed: *seed, assumption: named.to_owned(), study }
        }
    };
    let Open { study, .. } = open.insert(kept);
    study.set_to(&format!("{named}={value}"))?;
    Ok(WhatIf {
        draws: DRAWS,
        value: Some(value),
        day: None,
        value_text: quantity(value, known.sourced.unit.as_str()),
        card: card(study, scenario)?,
    })
}

/// The card of a scenario that is run alone.
fn card(study: &Study, scenario: &str) -> Result<Card, Refusal> {
    let input = study.run(Some(scenario), &unwatched).map_err(|failure| match failure {
        Failure::Stopped => Refusal::broken(),
        Failure::Input(findings) => findings.into(),
        Failure::Design(message) => Refusal::bad(message),
    })?;
    let finished = finish(&input, Keep::Few)
        .map_err(|error| Refusal::bad(format!("the model failed: {error}")))?;
    let report = finished.report.named(&finished.record.names);
    let told = report.scenarios.into_iter().find(|one| one.id == *scenario);
    told.and_then(|one| one.card).ok_or_else(Refusal::broken)
}
