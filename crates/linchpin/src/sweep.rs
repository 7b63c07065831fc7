//! Sweeps of a study: a plan that says everything, and chunks that are pure functions of it.
//!
//! In: a study and a size; out: a [`SweepPlan`]. In: a plan and a number; out: the rows of that chunk, the same
//! on any machine, thread count and order. A run that fails by itself is named and costs its neighbours nothing.

use crate::changes::Changes;
use crate::simulate::{Failure, Staged};
use crate::study::{Options, Study};
use linchpin_engine::seam::Built;
use linchpin_engine::{Design, Draw, Watch};
use linchpin_results::cell::of_series;
use linchpin_results::losses::measured;
use linchpin_results::store::sweep::PLAN_SCHEMA;
use linchpin_results::{SweepPlan, SweepRow};
use linchpin_units::Digest;
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
    let members = asked.members.unwrap_or(loaded.members.total);
    let usual = if members > HYPERCUBE { Design::Sobol } else { loaded.design };
    let staged = loaded.stage(asked.scenario.as_deref())?;
    let built = loaded.build(&staged)?;
    let (_, cells) = cells(&*built, &staged);
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
        parameters: built.space().open().map(|one| one.name.to_string()).collect(),
        cells,
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
    built: &'s dyn Built,
    changes: Changes<'s>,
    sampler: linchpin_engine::parameter::SpaceSampler<'s>,
    open: Vec<usize>,
}

impl Sweeper {
    /// Loads the study of a plan.
    ///
    /// # Errors
    /// [`Failure`] when the study cannot be loaded, or is no longer what was planned.
    pub fn new(plan: &SweepPlan) -> Result<Self, Failure> {
        Self::on(
            load(&plan.study, plan.world.as_ref().map(PathBuf::from).as_ref(), Some(plan.seed))?,
            plan,
        )
    }

    /// As [`Sweeper::new`], with a study that is loaded already.
    ///
    /// # Errors
    /// As [`Sweeper::new`].
    pub fn on(study: Study, plan: &SweepPlan) -> Result<Self, Failure> {
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
        let sampler = built.space().sampler(design, plan.seed, plan.members as usize);
        let open: Vec<usize> = built
            .space()
            .open()
            .filter_map(|parameter| built.space().position(&parameter.name))
            .collect();
        let changes = Changes::new(&*built, &staged, keys)?;
        work(&Chunks { plan, built: &*built, changes, sampler, open })
    }
}

impl Chunks<'_> {
    /// The rows of some runs; nothing when `watch` asks to stop. A run that panics or leaves a number that is
    /// none is told as failed; the others are not touched by it.
    #[must_use]
    pub fn rows(&self, runs: Range<u32>, watch: &Watch<'_>) -> Option<Vec<SweepRow>> {
        let done = catch_unwind(AssertUnwindSafe(|| self.compute(runs.clone(), watch)));
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
        let draws: Vec<Draw> = runs.map(|run| self.sampler.draw(run)).collect();
        let changes = self.changes.of(&draws, watch)?;
        let width = self.plan.cells.len();
        let row = |(at, draw): (usize, &Draw)| {
            let mut values: Vec<f64> = self.open.iter().map(|at| draw.at(*at).get()).collect();
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

    /// Weeks of one run, for what a sweep says of itself.
    #[must_use]
    pub fn weeks(&self) -> usize {
        self.built.calendar().weeks
    }
}

/// What a panic said.
fn said(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("the run ended without a word").to_owned()
}
