//! What a reader sees first: the answer to each bundled study, what the law did lately and does next, and
//! through which day law and market are known.
//!
//! In: the runs in the folder and the jobs on their way. Out: for each study the stored run with the most
//! draws that this program, this world and this law made of the study as bundled, as it is printed by
//! `linchpin run`; nothing is bundled beforehand, so that no answer can be older than the model. A study
//! without such a run is asked for by the page, with [`FEW`] draws, as any other run.

use super::answers::{Begun, Picture, Start};
use super::refusal::Refusal;
use super::{App, Shared, aside};
use axum::Router;
use axum::extract::State;
use axum::response::Json;
use axum::routing::get;
use linchpin::{Options, Study, StudyInfo};
use linchpin_policy::calendar::Event;
use linchpin_results::contract::api::RunRow;
use linchpin_results::contract::loss::Loss;
use linchpin_results::contract::report::{Report, Run};
use linchpin_units::{Day, Days};
use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::SystemTime;

/// Draws of a first answer: seconds of work, and enough to tell a range.
const FEW: u32 = 32;
/// The study that stands first.
const MAIN: &str = "yearly-approvals";
/// Days before and after the day through which the law is known, for the calendar.
const LATELY: i64 = 180;
const AHEAD: i64 = 400;

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/api/start", get(start))
}

/// A run's line and picture, with when its record was written.
type Told = (SystemTime, RunRow, Option<Picture>);

/// Runs as the first page tells them, by name: a run is read once.
#[derive(Debug, Default)]
pub(super) struct Kept(Mutex<BTreeMap<String, Told>>);

async fn start(State(app): State<Shared>) -> Result<Json<Start>, Refusal> {
    aside(move || {
        let law = known(&app);
        let events = |from: i64, until: i64| -> Vec<Event> {
            let span = Days::new(law.plus(from), Some(law.plus(until)));
            span.map(|span| app.rulebook.calendar(span, law)).unwrap_or_default()
        };
        let (mut lately, next) = (events(-LATELY, 1), events(1, AHEAD));
        lately.reverse();
        Ok(Json(Start {
            law_through: law,
            market_through: app.world.market_known_through(Some(law)),
            members: FEW,
            studies: studies(&app),
            lately,
            next,
        }))
    })
    .await
}

/// The day through which the main study knows the law: what its answer says, and `linchpin run` prints.
fn known(app: &App) -> Day {
    static KNOWN: OnceLock<Option<Day>> = OnceLock::new();
    let study = || Study::load(MAIN, &Options::default()).ok().map(|study| study.known);
    KNOWN.get_or_init(study).unwrap_or_else(|| app.rulebook.knowledge_day())
}

fn studies(app: &App) -> Vec<Begun> {
    let mut all = linchpin::studies();
    all.sort_by_key(|study| (study.id != MAIN, study.id.clone()));
    let mut best = best(app, &all);
    all.into_iter()
        .map(|info| {
            let found = best.remove(&info.id);
            let job = app.jobs.pending(&info.id).map(|job| format!("{job:08x}"));
            let (run, picture) = found.map_or((None, None), |(_, run, picture)| {
                // One picture on the page; the others would only make the answer long.
                (Some(run), picture.filter(|_| info.id == MAIN))
            });
            Begun { info, run, picture, job }
        })
        .collect()
}

/// The run of each study that answers best: the most draws, of equals the latest.
fn best(app: &App, studies: &[StudyInfo]) -> BTreeMap<String, Told> {
    let names = std::fs::read_dir(&app.runs).into_iter().flatten();
    let mut best: BTreeMap<String, Told> = BTreeMap::new();
    for name in names.filter_map(|entry| entry.ok()?.file_name().into_string().ok()) {
        let study = studies.iter().find(|study| name.starts_with(&study.id));
        let Some((study, told)) = study.and_then(|study| Some((study, told(app, &name)?))) else {
            continue;
        };
        let rank = |told: &Told| (told.1.run.members, told.0);
        let better = best.get(&study.id).is_none_or(|known| rank(known) < rank(&told));
        if better && is_bundled(app, study, &told.1) {
            best.insert(study.id.clone(), told);
        }
    }
    best
}

/// Whether a run is of the study as this program would run it, but for the number of draws.
fn is_bundled(app: &App, study: &StudyInfo, row: &RunRow) -> bool {
    let Run { version, world, policy, reproduce, members, seed, .. } = &row.run;
    let own = format!("linchpin run {} --members {members} --seed {seed}", study.id);
    let scenarios = row.scenarios.iter().map(|scenario| (&scenario.id, &scenario.title));
    version == env!("CARGO_PKG_VERSION")
        && world.digest == app.world.digest().to_string()
        && policy.digest == app.rulebook.digest().to_string()
        && *reproduce == own
        && row.study.question == study.question
        && scenarios.eq(study.scenarios.iter().map(|scenario| (&scenario.id, &scenario.title)))
}

fn told(app: &App, id: &str) -> Option<Told> {
    let written = super::runs::written(app, id)?;
    let kept = || app.start.0.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(told) = kept().get(id).filter(|told| told.0 == written) {
        return Some(told.clone());
    }
    let run = super::runs::open(app, id).ok()?;
    let report = run.report().ok()?.named(&run.record.names);
    let picture = picture(&report);
    let told = (written, RunRow::of(id, report), picture);
    kept().insert(id.to_owned(), told.clone());
    Some(told)
}

/// The weeks behind the headline: the series it speaks of.
fn picture(report: &Report) -> Option<Picture> {
    let speaks = |loss: &&Loss| loss.cell == report.headline.cell;
    let loss = report.losses.iter().find(speaks)?;
    let series = report.series.iter().find(|series| {
        series.scenario == loss.scenario
            && series.entity == loss.entity
            && series.product == loss.product
            && series.variable == loss.measure
    })?;
    let marks = report
        .dates
        .iter()
        .filter(|mark| mark.scenario.as_ref().is_none_or(|scenario| *scenario == loss.scenario));
    Some(Picture {
        weeks: report.weeks.clone(),
        dates: marks.cloned().collect(),
        series: series.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_main_question_is_bundled() {
        assert!(linchpin::studies().iter().any(|study| study.id == MAIN));
        let day = "2026-09-25".parse::<Day>().expect("a day");
        assert!(Days::new(day.plus(-LATELY), Some(day.plus(1))).is_ok());
    }
}
