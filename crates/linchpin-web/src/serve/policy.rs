//! The law, as `linchpin ask` and `linchpin policy` print it.

use super::answers::{Asked, PolicySite};
use super::refusal::Refusal;
use super::{App, Shared, aside};
use axum::Router;
use axum::extract::{Query as Params, State};
use axum::response::Json;
use axum::routing::get;
use linchpin_policy::facts::Kind;
use linchpin_policy::{Number, Query, case};
use linchpin_results::contract::law;
use linchpin_units::{Day, Days, Measure};
use serde_json::{Value, json};

/// Parameters as they stand in the address, in their order.
type Given = Params<Vec<(String, String)>>;

/// The stretch that a timeline covers when none is named.
const FIRST: &str = "2010-01-01";
const LAST: &str = "2027-07-01";
/// Characters of one value: names are short, and what is not one costs time to search for.
const LONGEST: usize = 200;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/api/policy/sites", get(sites))
        .route("/api/policy/acts", get(acts))
        .route("/api/policy/timeline", get(timeline))
        .route("/api/policy/diff", get(diff))
        .route("/api/policy/calendar", get(calendar))
        .route("/api/policy/ask", get(ask))
}

async fn sites(State(app): State<Shared>) -> Json<Value> {
    let sites: Vec<PolicySite<'_>> = app.rulebook.facts().all(Kind::Site).map(Into::into).collect();
    Json(json!(sites))
}

async fn acts(State(app): State<Shared>) -> Json<Value> {
    Json(json!(app.rulebook.list()))
}

async fn timeline(State(app): State<Shared>, given: Given) -> Result<Json<Value>, Refusal> {
    let asked = checked(given, &["site", "from", "until", "known"])?;
    aside(move || {
        let name = value(&asked, "site").ok_or_else(|| Refusal::bad("`site` is missing"))?;
        let site = app.rulebook.facts().named(Kind::Site, name).ok_or_else(|| {
            Refusal::not_found(format!("`{name}` is no site known here")).help("/api/policy/sites")
        })?;
        let from = day(value(&asked, "from").unwrap_or(FIRST))?;
        let until = day(value(&asked, "until").unwrap_or(LAST))?;
        let span = Days::new(from, Some(until)).map_err(|error| Refusal::bad(error.to_string()))?;
        let known = known(&app, value(&asked, "known"))?;
        Ok(Json(json!(app.rulebook.timeline(&site.id, span, known))))
    })
    .await
}

async fn diff(State(app): State<Shared>, given: Given) -> Result<Json<Value>, Refusal> {
    let asked = checked(given, &["a", "b"])?;
    aside(move || {
        let pair = |name: &str| -> Result<(Day, Day), Refusal> {
            let text =
                value(&asked, name).ok_or_else(|| Refusal::bad(format!("`{name}` is missing")))?;
            match text.split_once('@') {
                Some((on, known)) => Ok((day(on)?, day(known)?)),
                None => Ok((day(text)?, app.rulebook.knowledge_day())),
            }
        };
        Ok(Json(json!(app.rulebook.diff(pair("a")?, pair("b")?))))
    })
    .await
}

async fn calendar(State(app): State<Shared>, given: Given) -> Result<Json<Value>, Refusal> {
    let asked = checked(given, &["from", "until", "known"])?;
    aside(move || {
        let from = day(value(&asked, "from").unwrap_or(FIRST))?;
        let until = value(&asked, "until").map(day).transpose()?;
        let span = Days::new(from, until).map_err(|error| Refusal::bad(error.to_string()))?;
        let known = known(&app, value(&asked, "known"))?;
        Ok(Json(json!(app.rulebook.calendar(span, known))))
    })
    .await
}

async fn ask(State(app): State<Shared>, Params(given): Given) -> Result<Json<Asked>, Refusal> {
    aside(move || {
        let (mut query, mut on, mut as_known, mut tongue) = (Query::new(), None, None, None);
        for (key, value) in &given {
            short(key, value)?;
            if value.is_empty() {
                continue;
            }
            let word = linchpin_policy::words::plain(key);
            match (word.as_str(), case::field(&word), Number::parse(&word)) {
                ("on", ..) => on = Some(day(value)?),
                ("known", ..) => as_known = Some(value.as_str()),
                ("lang", ..) => tongue = Some(value.as_str()),
                (_, Some(field), _) => query = query.with(field, value.clone()),
                (_, _, Some(number)) => query = query.with_number(number, finite(key, value)?),
                _ => return Err(strange(key)),
            }
        }
        let on = on.ok_or_else(|| Refusal::bad("`on` is missing: which day?"))?;
        let known = known(&app, as_known)?;
        let tongue = super::runs::language(tongue)?;
        let mut decision = app.rulebook.decide(&query, on, known);
        let mut why = app.rulebook.trace(&query, on, known);
        law::tell(&mut decision, tongue);
        law::tell_trace(&mut why, tongue);
        Ok(Json(Asked { decision, why }))
    })
    .await
}

fn finite(key: &str, value: &str) -> Result<Measure, Refusal> {
    let number = value.parse().ok().and_then(|number| Measure::new(number).ok());
    number.ok_or_else(|| Refusal::bad(format!("`{key}` is no number")))
}

fn known(app: &App, text: Option<&str>) -> Result<Day, Refusal> {
    text.map_or(Ok(app.rulebook.knowledge_day()), day)
}

fn day(text: &str) -> Result<Day, Refusal> {
    text.parse().map_err(|error: linchpin_units::day::NotADay| {
        Refusal::bad(error.to_string()).help("a day is written 2026-01-31")
    })
}

fn checked(Params(given): Given, keys: &[&str]) -> Result<Vec<(String, String)>, Refusal> {
    for (key, value) in &given {
        short(key, value)?;
        if !keys.contains(&key.as_str()) {
            return Err(strange(key).help(format!("known: {}", keys.join(", "))));
        }
    }
    Ok(given)
}

fn strange(key: &str) -> Refusal {
    Refusal::bad(format!("`{key}` is no part of this question"))
}

fn short(key: &str, value: &str) -> Result<(), Refusal> {
    if key.len() > LONGEST || value.len() > LONGEST {
        return Err(Refusal::bad(format!("a value may have {LONGEST} characters")));
    }
    Ok(())
}

fn value<'a>(given: &'a [(String, String)], name: &str) -> Option<&'a str> {
    given.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}
