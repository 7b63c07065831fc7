//! Hindcasts: the model against what happened, failures shown.
//!
//! In: episodes. Out: a row for every observation with the predicted range beside the accounts', and
//! whether sign, order of magnitude, timing and interval agree. Null results count: a model that
//! predicts a collapse where nothing happened fails.

use crate::episode::Episode;
use crate::observation::{Observation, Role, Statistic};
use crate::window;
use linchpin_engine::seam::Outcome;
use linchpin_engine::{Design, Draw, Members, Shock, unwatched};
use linchpin_market::model::Model;
use linchpin_market::record::{Focus, Recorder};
use linchpin_market::run::run;
use linchpin_units::math::quantile;
use linchpin_world::{CountryId, MaterialId};
use serde::Serialize;

/// A change counts as right in order of magnitude within this factor (half a decade).
const MAGNITUDE: f64 = 3.162_277_660_168_379_5;
/// A null result holds when the median change is smaller than this.
const NOTHING: f64 = 0.005;
/// Weeks by which a predicted timing may differ.
const TIMING: f64 = 2.0;

/// One observation scored.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Episode.
    pub case: String,
    /// Observation.
    pub observation: String,
    /// What was observed.
    pub what: String,
    /// What it is for.
    pub role: Role,
    /// The accounts: low, value, high.
    pub expected: [f64; 3],
    /// The prediction: 5th, 50th and 95th percentile.
    pub predicted: [f64; 3],
    /// Whether the sign agrees; none for a null result or a level.
    pub sign: Option<bool>,
    /// Whether the order of magnitude agrees; none for a null result.
    pub magnitude: Option<bool>,
    /// Whether the timing agrees, where timing is what was observed.
    pub timing: Option<bool>,
    /// Whether the predicted range holds the accounts' value.
    pub covered: bool,
    /// Whether the median lies in the accounts' band.
    pub inside: bool,
    /// Whether the row passes: in the band for a prediction, nothing for a null result.
    pub passed: bool,
    /// Who observed it.
    pub source: String,
    /// What a reader should know.
    pub note: String,
    /// Why the prediction is known to fail; it counts as failed all the same.
    pub known_miss: Option<String>,
}

impl Row {
    /// Whether the row says something new: a failure that is not known, or a known one that came true.
    #[must_use]
    pub fn is_news(&self) -> bool {
        self.role.is_proof() && self.passed == self.known_miss.is_some()
    }
}

/// The fit as a function of one parameter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fit {
    /// Episode.
    pub case: String,
    /// Parameter that is varied.
    pub parameter: String,
    /// Its values.
    pub values: Vec<f64>,
    /// Observation and its median at each value.
    pub medians: Vec<(String, Vec<f64>)>,
}

/// The table of all episodes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HindcastReport {
    /// Titles by episode.
    pub cases: Vec<(String, String, String)>,
    /// One row an observation.
    pub rows: Vec<Row>,
    /// Fits over a parameter.
    pub fits: Vec<Fit>,
    /// Rows that must be predicted, and how many of them passed.
    pub predicted: (usize, usize),
    /// Null results, and how many of them passed.
    pub null_results: (usize, usize),
    /// Share of predicted intervals that hold the accounts' value.
    pub coverage: f64,
}

/// Runs and scores the episodes.
#[must_use]
pub fn score(episodes: &[Episode]) -> HindcastReport {
    let mut report = HindcastReport {
        cases: Vec::new(),
        rows: Vec::new(),
        fits: Vec::new(),
        predicted: (0, 0),
        null_results: (0, 0),
        coverage: 0.0,
    };
    for episode in episodes {
        report.cases.push((episode.id.clone(), episode.title.clone(), episode.question.clone()));
        let samples = simulate(episode, None);
        for (observation, sample) in episode.observations.iter().zip(&samples) {
            report.rows.push(row(&episode.id, observation, sample));
        }
        if let Some((at, name, values)) = &episode.sensitivity {
            let by_value: Vec<Vec<Vec<f64>>> =
                values.iter().map(|value| simulate(episode, Some((*at, *value)))).collect();
            let medians = episode.observations.iter().enumerate().map(|(o, observation)| {
                let medians = by_value.iter().map(|samples| quantile(&samples[o], 0.5)).collect();
                (observation.id.clone(), medians)
            });
            report.fits.push(Fit {
                case: episode.id.clone(),
                parameter: name.clone(),
                values: values.clone(),
                medians: medians.collect(),
            });
        }
    }
    let count = |role: Role| {
        let all = report.rows.iter().filter(|row| row.role == role);
        (all.clone().count(), all.filter(|row| row.passed).count())
    };
    report.predicted = count(Role::Predicts);
    report.null_results = count(Role::Null);
    let open: Vec<&Row> = report.rows.iter().filter(|row| row.role.is_proof()).collect();
    if !open.is_empty() {
        let covered = open.iter().filter(|row| row.covered).count();
        report.coverage = covered as f64 / open.len() as f64;
    }
    report
}

/// The sorted sample of every observation; `fixed` holds one parameter at a value.
fn simulate(episode: &Episode, fixed: Option<(usize, f64)>) -> Vec<Vec<f64>> {
    let mut model = episode.model.clone();
    if let Some((at, value)) = fixed {
        let name = model.space.iter().nth(at).map(|parameter| parameter.name.clone());
        model.space.set(&name.unwrap_or_default(), linchpin_units::Range::exactly(value));
    }
    let draws = (episode.members, episode.seed);
    let outcomes = run_twice(&model, &episode.shocks, &episode.materials, draws);
    let [before, after] = &outcomes[..] else { return Vec::new() };
    let sample = |observation: &Observation| {
        let Some(key) = before.trajectories.find(&observation.key) else { return vec![0.0] };
        let one = |member: usize| {
            let (before, after) =
                (before.trajectories.series(member, key), after.trajectories.series(member, key));
            statistic(observation, &before, &after)
        };
        let mut sample: Vec<f64> = (0..episode.members as usize).map(one).collect();
        sample.sort_by(f64::total_cmp);
        sample
    };
    episode.observations.iter().map(sample).collect()
}

/// The market without and with shocks, on the same draws.
pub(crate) fn run_twice(
    model: &Model,
    shocks: &[Shock],
    materials: &[(MaterialId, CountryId)],
    (members, seed): (u32, u64),
) -> Vec<Outcome> {
    let sites = model.lines.iter().map(|line| line.site.clone()).collect();
    let destinations = model.destinations().into_iter().cloned().collect();
    let segments = model.segments.iter().map(|segment| segment.id.clone()).collect();
    let materials = materials.to_vec();
    let focus = Focus { sites, destinations, segments, materials, ..Focus::default() };
    let recorder = Recorder::new(model, &focus);
    let sampler = model.space.sampler(Design::LatinHypercube, seed, members as usize);
    let scenarios = [Vec::new(), shocks.to_vec()];
    let members = Members::all(members);
    let (outcomes, _): (Vec<Outcome>, Vec<Draw>) =
        run(model, &scenarios, &recorder, &sampler, &members, &unwatched)
            .expect("an unwatched ensemble runs to its end");
    outcomes
}

fn statistic(observation: &Observation, before: &[f64], after: &[f64]) -> f64 {
    let (from, until) = observation.weeks;
    let of = |asked| window::statistic(asked, &before[from..until], &after[from..until]);
    match observation.statistic {
        Statistic::At => of(window::Statistic::At),
        Statistic::Mean => of(window::Statistic::Mean),
        Statistic::Max => of(window::Statistic::Max),
        Statistic::Min => of(window::Statistic::Min),
        Statistic::PeakWeek => of(window::Statistic::PeakWeek),
        // Here a level is that of the last week; in the bank it is the window's mean.
        Statistic::Level => after[until - 1],
    }
}

fn row(case: &str, observation: &Observation, sample: &[f64]) -> Row {
    let predicted = [0.05, 0.5, 0.95].map(|q| quantile(sample, q));
    let expected =
        [observation.expected.low(), observation.expected.mode(), observation.expected.high()];
    let (median, value) = (predicted[1], expected[1]);
    let timed = observation.statistic == Statistic::PeakWeek;
    let open = observation.role != Role::Null && !timed;
    let inside = (expected[0]..=expected[2]).contains(&median);
    let ratio = if value == 0.0 { f64::INFINITY } else { median / value };
    let sign = (open && observation.statistic != Statistic::Level).then_some(median * value > 0.0);
    let magnitude = open.then_some((1.0 / MAGNITUDE..=MAGNITUDE).contains(&ratio));
    let timing = timed.then_some((median - value).abs() <= TIMING.max(expected[2] - value));
    let passed = match observation.role {
        Role::Null => inside || (median - value).abs() <= NOTHING,
        _ => timing.unwrap_or(inside),
    };
    Row {
        case: case.to_owned(),
        observation: observation.id.clone(),
        what: observation.what.clone(),
        role: observation.role,
        expected,
        predicted,
        sign,
        magnitude,
        timing,
        covered: (predicted[0]..=predicted[2]).contains(&value),
        inside,
        passed,
        source: observation.source.clone(),
        note: observation.note.clone(),
        known_miss: observation.known_miss.clone(),
    }
}
