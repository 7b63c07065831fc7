//! One assumption, or one day, moved by hand: the answer of a bundled study with few draws, on the way to the eye.
//!
//! In: a study, a scenario, and either an assumption with a value within its range or a day of the scenario with
//! another to move it to. Out: the scenario's card, as a run with so many draws would tell it. Nothing is stored and no
//! stored run is touched; one is computed at a time, and of those who wait only the last is of any use, so that whoever
//! is overtaken is told so. The scenario that was asked about last is held open: a slider asks for many of its values.

use super::answers::{DayRow, DayRows, WhatIf};
use super::refusal::Refusal;
use super::{Shared, aside};
use axum::Router;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{Query as Params, State};
use axum::response::Json;
use axum::routing::get;
use linchpin::{Failure, Held, Options, bundled_files, movable, study_files};
use linchpin_results::RunInput;
use linchpin_results::contract::card::Card;
use linchpin_results::figures::quantity;
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

/// Whose turn it is, and the scenario that was asked about last.
#[derive(Debug, Default)]
pub(super) struct Turns {
    last: AtomicU64,
    one: Mutex<Option<Held>>,
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

/// Refuses a name that no bundled study has.
fn unknown(id: &str) -> Refusal {
    Refusal::not_found(format!("no bundled study is called `{id}`")).help("/api/studies")
}

/// The days of a scenario that may be moved.
async fn days(of: Result<Params<Of>, QueryRejection>) -> Result<Json<DayRows>, Refusal> {
    let Params(Of { study, scenario }) = of.map_err(|error| Refusal::bad(error.body_text()))?;
    let files = bundled_files(&study).ok_or_else(|| unknown(&study))?;
    let days = movable(&files, &scenario).into_iter().map(DayRow::from).collect();
    Ok(Json(DayRows { days }))
}

async fn what_if(
    State(app): State<Shared>,
    asked: Result<Json<Asked>, JsonRejection>,
) -> Result<Json<WhatIf>, Refusal> {
    let Json(asked) = asked.map_err(|error| Refusal::bad(error.body_text()))?;
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
            (None, None, Some(day), Some(to)) => with_day(&asked, (day, to), &mut open),
            _ => Err(Refusal::bad("a question moves `assumption` to `value`, or `day` to `to`")),
        }
        .map(Json)
    })
    .await
}

/// The scenario that is asked about, held open.
fn held<'o>(asked: &Asked, open: &'o mut Option<Held>) -> Result<&'o mut Held, Refusal> {
    let Asked { study, scenario, seed, .. } = asked;
    let kept = open.take().filter(|one| one.is(study, scenario, *seed));
    let held = match kept {
        Some(kept) => kept,
        None => {
            if study_files(study).is_none() {
                return Err(unknown(study));
            }
            let options = Options {
                members: Some(DRAWS),
                seed: *seed,
                without_causes: true,
                ..Options::default()
            };
            Held::open(study, scenario, &options).map_err(refused)?
        }
    };
    Ok(open.insert(held))
}

/// The answer with a day of the scenario moved.
fn with_day(
    asked: &Asked,
    (day, to): (Day, Day),
    open: &mut Option<Held>,
) -> Result<WhatIf, Refusal> {
    let scenario = &asked.scenario;
    let held = held(asked, open)?;
    let Some(one) = held.days().iter().find(|one| one.day == day) else {
        let message = format!("{day} is no day of `{scenario}` that may be moved");
        return Err(Refusal::not_found(message).help("/api/what-if"));
    };
    if !(one.low..=one.high).contains(&to) {
        return Err(Refusal::bad(format!("{day} may move between {} and {}", one.low, one.high)));
    }
    Ok(WhatIf {
        draws: DRAWS,
        value: None,
        day: Some(to),
        value_text: to.to_string(),
        card: card(held.with_day(day, to), scenario)?,
    })
}

/// The answer with an assumption set to a value.
fn with_value(
    world: &World,
    asked: &Asked,
    (assumption, value): (&str, f64),
    open: &mut Option<Held>,
) -> Result<WhatIf, Refusal> {
    let named = assumption.trim_start_matches("assumption:");
    let Some(known) = world.assumption(named) else {
        let message = format!("`{assumption}` is no assumption of the world");
        return Err(Refusal::not_found(message).help("/api/world"));
    };
    let (low, high) = (known.sourced.range.low(), known.sourced.range.high());
    if !(low..=high).contains(&value) {
        return Err(Refusal::bad(format!("`{named}` may lie between {low} and {high}")));
    }
    let ran = held(asked, open)?.with_value(&format!("{named}={value}"));
    Ok(WhatIf {
        draws: DRAWS,
        value: Some(value),
        day: None,
        value_text: quantity(value, known.sourced.unit.as_str()),
        card: card(ran, &asked.scenario)?,
    })
}

/// Why a run gave no answer.
fn refused(failure: Failure) -> Refusal {
    match failure {
        Failure::Stopped => Refusal::broken(),
        Failure::Input(findings) => findings.into(),
        Failure::Design(message) => Refusal::bad(message),
    }
}

/// The card of a scenario that was run alone.
fn card(ran: Result<RunInput, Failure>, scenario: &str) -> Result<Card, Refusal> {
    let found = linchpin_results::card(&ran.map_err(refused)?, scenario)
        .map_err(|error| Refusal::bad(format!("the model failed: {error}")))?;
    found.ok_or_else(Refusal::broken)
}
