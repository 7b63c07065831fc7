//! Sweeps of a study: a plan that says everything, and chunks that are pure functions of it.
//!
//! In: a study and a size; out: a [`SweepPlan`]. In: a plan and a number; out: the rows of that chunk, the same
//! on any machine, thread count and order. A run that fails by itself is named and costs its neighbours nothing.

mod experts;
mod points;

use crate::changes::Changes;
use crate::simulate::Failure;
use crate::staged::Staged;
use crate::study::{Options, Study};
use experts::Experts;
use linchpin_engine::seam::Built;
use linchpin_engine::{Design, Draw, Watch};
use linchpin_results::cell::of_series;
use linchpin_results::losses::measured;
use linchpin_results::store::sweep::PLAN_SCHEMA;
use linchpin_results::{SweepPlan, SweepRow};
use linchpin_units::{Digest, Measure};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

/// What is asked of a sweep.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// One scenario, or all.
    pub scenario: Option<String>,
    /// Folder of another world.
    pub world: Option<PathBuf>,
    /// Runs; the study's members if none.
    pub members: Option<u32>,
    /// Runs of one chunk; enough for a second or more if none.
    pub chunk: Option<u32>,
    /// Seed; the study's if none.
    pub seed: Option<u64>,
    /// Design; the study's up to [`HYPERCUBE`] runs and Sobol points beyond if none.
    pub design: Option<Design>,
    /// Parameters held at every combination of some values, as in `spares-stock=4,8,13`; every draw meets every
    /// combination, and `members` are the draws.
    pub grid: Vec<String>,
    /// Parameters drawn from an expert's 5 %, 50 % and 95 % quantiles, as in `spares-stock=8,26,52`.
    pub experts: Vec<String>,
    /// A table of points, a column for each parameter that it holds and a row for each run.
    pub points: Option<PathBuf>,
}

/// Runs of one chunk when none are asked for.
pub const CHUNK: u32 = 1024;

/// Runs up to which a Latin hypercube is the usual design: its slices are kept in memory for each parameter,
/// which a million runs would not forgive.
pub const HYPERCUBE: u32 = 65_536;

/// The plan of a sweep over a study.
///
/// # Errors
/// [`Failure`] as [`Study::run`].
pub fn plan(study: &str, asked: &Asked) -> Result<SweepPlan, Failure> {
    let loaded = load(study, asked.world.as_ref(), asked.seed)?;
    let draws = asked.members.unwrap_or(loaded.members.total);
    let staged = loaded.stage(asked.scenario.as_deref())?;
    let built = loaded.build(&staged)?;
    let (_, cells) = cells(&*built, &staged);
    let points = points::read(asked, built.space())?;
    let experts = points::experts(&asked.experts, built.space())?;
    let met = points.as_ref().map_or(1, |points| points.rows.len() as u64);
    let members = match &points {
        None => draws,
        Some(points) if !points.crossed => u32::try_from(met).unwrap_or(u32::MAX),
        Some(_) => u32::try_from(met * u64::from(draws)).map_err(|_| {
            Failure::Design(format!("{met} points times {draws} draws are more than a sweep holds"))
        })?,
    };
    let usual = if members > HYPERCUBE { Design::Sobol } else { loaded.design };
    let held = points.iter().flat_map(|points| points.parameters.clone());
    let mut parameters: Vec<String> =
        built.space().open().map(|one| one.name.to_string()).collect();
    for name in held {
        if !parameters.contains(&name) {
            parameters.push(name);
        }
    }
    Ok(SweepPlan {
        schema: PLAN_SCHEMA.to_owned(),
        study: study.to_owned(),
        scenario: asked.scenario.clone(),
        world: asked.world.as_ref().map(|path| path.display().to_string()),
        members,
        chunk: asked.chunk.unwrap_or(CHUNK).clamp(1, members.max(1)),
        seed: loaded.seed,
        design: asked.design.unwrap_or(usual).as_str().to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        inputs: inputs(&loaded, &staged, &*built),
        parameters,
        cells,
        points,
        experts,
    })
}

fn load(study: &str, world: Option<&PathBuf>, seed: Option<u64>) -> Result<Study, Failure> {
    let options = Options { world: world.cloned(), seed, ..Options::default() };
    Ok(Study::load(study, &options)?)
}

/// The series that are told, and their cells by scenario.
fn cells(built: &dyn Built, staged: &[Staged<'_>]) -> (Vec<usize>, Vec<String>) {
    let keys = measured(built.keys());
    let name = |scenario: &str, at: &usize| of_series(scenario, &built.keys()[*at]);
    let of =
        |one: &Staged<'_>| keys.iter().map(|at| name(&one.scenario.id, at)).collect::<Vec<_>>();
    let cells = staged[1..].iter().flat_map(of).collect();
    (keys, cells)
}

/// The digest of everything that enters a run.
fn inputs(study: &Study, staged: &[Staged<'_>], built: &dyn Built) -> Digest {
    let space: Vec<String> = built.space().iter().map(|one| format!("{one:?}")).collect();
    let shocks: Vec<String> = staged.iter().map(|one| format!("{:?}", one.shocks)).collect();
    let span = format!("{} {} {} {:?}", study.from, study.until, study.known, study.state);
    let (world, law) = (study.world.digest().to_string(), study.rulebook.digest().to_string());
    let parts = space.iter().chain(&shocks).chain([&span, &world, &law]);
    Digest::of_parts(parts.map(String::as_bytes))
}

/// The study of a plan, ready to make its chunks.
pub struct Sweeper {
    study: Study,
    plan: SweepPlan,
}

/// Chunks of one process.
pub struct Chunks<'s> {
    plan: &'s SweepPlan,
    changes: Changes<'s>,
    sampler: linchpin_engine::parameter::SpaceSampler<'s>,
    /// Where the parameters of a row stand in a draw, and those that are held.
    told: Vec<usize>,
    held: Vec<usize>,
    experts: Experts,
}

impl Sweeper {
    /// Loads the study of a plan.
    ///
    /// # Errors
    /// [`Failure`] when the study cannot be loaded, or is no longer what was planned.
    pub fn new(plan: &SweepPlan) -> Result<Self, Failure> {
        let world = plan.world.as_ref().map(PathBuf::from);
        let study = load(&plan.study, world.as_ref(), Some(plan.seed))?;
        Ok(Self { study, plan: plan.clone() })
    }

    /// Calls `work` with what makes chunks.
    ///
    /// # Errors
    /// [`Failure`] when the study is no longer what was planned, and what `work` says.
    pub fn with<T, E: From<Failure>>(
        &self,
        work: impl FnOnce(&Chunks<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let plan = &self.plan;
        let staged = self.study.stage(plan.scenario.as_deref())?;
        let built = self.study.build(&staged)?;
        let (keys, told) = cells(&*built, &staged);
        let version = env!("CARGO_PKG_VERSION");
        if inputs(&self.study, &staged, &*built) != plan.inputs
            || told != plan.cells
            || plan.version != version
        {
            return Err(Failure::Design(format!(
                "the study, the world, the law or the program (version {version}, planned with {}) is no longer what was planned: plan a new sweep",
                plan.version
            ))
            .into());
        }
        let design = Design::named(&plan.design).ok_or_else(|| {
            Failure::Design(format!("the plan's design `{}` is not known", plan.design))
        })?;
        let sampler = built.space().sampler(design, plan.seed, plan.draws() as usize);
        let place = |name: &String| {
            built.space().position(name).ok_or_else(|| {
                Failure::Design(format!("the plan's parameter `{name}` is not one of the study"))
            })
        };
        let told = plan.parameters.iter().map(place).collect::<Result<Vec<usize>, _>>()?;
        let held = plan.points.iter().flat_map(|points| &points.parameters);
        let held = held.map(place).collect::<Result<Vec<usize>, _>>()?;
        let experts = Experts::new(plan, built.space(), design)?;
        let changes = Changes::new(&*built, &staged, keys)?;
        work(&Chunks { plan, changes, sampler, told, held, experts })
    }
}

impl Chunks<'_> {
    /// The rows of some runs; nothing when `watch` asks to stop. A run that panics or leaves a number that is
    /// none is told as failed; the others are not touched by it.
    #[must_use]
    pub fn rows(&self, runs: Range<u32>, watch: &Watch<'_>) -> Option<Vec<SweepRow>> {
        let done = catch_unwind(AssertUnwindSafe(|| {
            #[cfg(debug_assertions)]
            poison::meet(&runs);
            self.compute(runs.clone(), watch)
        }));
        match done {
            Ok(rows) => rows,
            Err(panic) if runs.len() == 1 => Some(vec![SweepRow::Failed(said(&*panic))]),
            Err(_) => {
                // Halved again and again, so that one run alone is blamed.
                let middle = runs.start + runs.len() as u32 / 2;
                let mut rows = self.rows(runs.start..middle, watch)?;
                rows.extend(self.rows(middle..runs.end, watch)?);
                Some(rows)
            }
        }
    }

    fn compute(&self, runs: Range<u32>, watch: &Watch<'_>) -> Option<Vec<SweepRow>> {
        let draw = |run: u32| {
            let (draw, point) = self.plan.at(run);
            let held = self.held.iter().zip(point.unwrap_or_default());
            let drawn = self.experts.draw(draw, self.sampler.draw(draw));
            held.fold(drawn, |draw, (at, value)| draw.with(*at, Measure::of(*value)))
        };
        let draws: Vec<Draw> = runs.map(draw).collect();
        let changes = self.changes.of(&draws, watch)?;
        let width = self.plan.cells.len();
        let row = |(at, draw): (usize, &Draw)| {
            let mut values: Vec<f64> = self.told.iter().map(|at| draw.at(*at).get()).collect();
            values.extend_from_slice(&changes[at * width..(at + 1) * width]);
            match values.iter().position(|value| !value.is_finite()) {
                None => SweepRow::Done(values),
                Some(at) => {
                    let names = self.plan.parameters.iter().chain(&self.plan.cells);
                    let name = names.skip(at).map(String::as_str).next().unwrap_or_default();
                    SweepRow::Failed(format!("{name} is no number"))
                }
            }
        };
        Some(draws.iter().enumerate().map(row).collect())
    }

    /// The rows of some runs, at most `at_once` of them in memory at a time; nothing when `watch` asks to stop.
    #[must_use]
    pub fn in_turn(
        &self,
        runs: &Range<u32>,
        at_once: u32,
        watch: &Watch<'_>,
    ) -> Option<Vec<SweepRow>> {
        let all = runs.len() as u64;
        let mut rows = Vec::with_capacity(runs.len());
        for from in runs.clone().step_by(at_once.max(1) as usize) {
            let until = from.saturating_add(at_once.max(1)).min(runs.end);
            let before = u64::from(from - runs.start);
            rows.extend(self.rows(from..until, &|done, _| watch(before + done, all))?);
        }
        Some(rows)
    }

    /// The digest of the first runs of the plan: a machine or a program that makes other numbers is told by it
    /// before a chunk of it is taken. Nothing when `watch` asks to stop.
    #[must_use]
    pub fn probe(&self, watch: &Watch<'_>) -> Option<String> {
        let rows = self.rows(0..self.plan.members.min(PROBED), watch)?;
        let text = format!("{} {rows:?}", self.plan.version);
        Some(Digest::of(text.as_bytes()).to_string())
    }
}

/// Runs that a probe makes.
const PROBED: u32 = 8;

/// Bytes that making a chunk takes beside the program and its world, `at_once` runs at a time: draws, sums and
/// rows of those, the whole chunk as rows, and the chunk before it twice, as rows and as the bytes of its file, since
/// it is put away meanwhile.
#[must_use]
pub fn needs(plan: &SweepPlan, chunk: u32, at_once: u32) -> u64 {
    let (parameters, cells) = (plan.parameters.len() as u64, plan.cells.len() as u64);
    let row = 8 * (parameters + cells) + 32;
    // Sums of the baseline and of each scenario, and the changes made of them.
    let run = 8 * (2 * parameters + 3 * cells) + 512;
    let at_once = u64::from(at_once.min(chunk));
    at_once * run + u64::from(chunk) * row * 3
}

/// Runs that end their process on purpose, so that tests can see what becomes of their neighbours. No released
/// program holds this.
#[cfg(debug_assertions)]
mod poison {
    use std::ops::Range;

    /// Does what `LINCHPIN_POISON` says of these runs, such as `5:abort,7:panic,9:loop`.
    pub(super) fn meet(runs: &Range<u32>) {
        let Ok(said) = std::env::var("LINCHPIN_POISON") else { return };
        for one in said.split(',') {
            let Some((run, how)) = one.split_once(':') else { continue };
            if !run.parse().is_ok_and(|run| runs.contains(&run)) {
                continue;
            }
            match how {
                "abort" => std::process::abort(),
                "panic" => panic!("run {run} is poisoned"),
                _ => loop {
                    std::thread::sleep(std::time::Duration::from_secs(1));
                },
            }
        }
    }
}

/// What a panic said.
fn said(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("the run ended without a word").to_owned()
}
