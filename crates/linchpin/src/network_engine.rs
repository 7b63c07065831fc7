//! Stocks, orders and rationing between industries behind the engine seam: days of ARIO, told week by week.
//!
//! In: what the seam hands over. Out: for every draw of the parameters of `assumptions/ario.toml`, value added and
//! output of the world, of economies, of sectors, and of the industries a study looks at. Table and days are those of
//! `linchpin network ario`, so that both say the same; nothing of the network is computed here. A draw under which the
//! chain collapses is in no number: another is drawn in its place, and it is counted.

mod days;
mod ensemble;
mod told;

use crate::bundled_cell::{bundled_cell, given_cell};
use days::{Days, Judged};
use linchpin_engine::causes::{Job, Sums};
use linchpin_engine::ensemble::watched;
use linchpin_engine::parameter::{ParameterName, SpaceSampler};
use linchpin_engine::seam::{
    Built, Engine, Ground, Inputs, Outcome, Ran, ReaderName, TableCell, Unsaid,
};
use linchpin_engine::{
    Calendar, Draw, Members, Plan, SeriesKey, Shock, Space, Trajectories, Watch,
};
use linchpin_network::ario::draws::{at, uncertain};
use linchpin_network::ario::episode::Episode;
use linchpin_network::ario::params::Defaults;
use linchpin_network::ario::report::TESTED;
use linchpin_network::ario::{ArioError, Event, Regime};
use linchpin_network::table::bundled::{BuiltIn, name};
use linchpin_network::table::chips::carved;
use linchpin_network::table::identity::closes;
use linchpin_network::table::{Choices, Mrio, Origin, import};
use linchpin_units::{Finding, Findings, Place, Range};
use linchpin_world::Entity;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use told::{Told, Words};

/// The network of industries of the bundled table, or of one that a study or its caller names.
#[derive(Debug, Clone)]
pub struct NetworkEngine(Option<Arc<Base>>);

impl NetworkEngine {
    /// The engine, with its words declared.
    #[must_use]
    pub fn new() -> Self {
        told::declare();
        Self(None)
    }

    /// The table it stands on.
    fn base(&self) -> Result<Arc<Base>, Findings> {
        self.0.as_ref().map_or_else(bundled, |own| Ok(Arc::clone(own)))
    }
}

impl Default for NetworkEngine {
    fn default() -> Self {
        Self::new()
    }
}

/// A table with the ranges of the model's parameters.
#[derive(Debug)]
struct Base {
    table: Mrio,
    defaults: Defaults,
    words: Words,
    /// Which of the built-in ones it is, if any.
    bundled: Option<BuiltIn>,
    /// Share of output that moved to make the accounts close.
    moved: f64,
}

impl Base {
    fn built_in(table: BuiltIn) -> Result<Arc<Self>, Findings> {
        Self::new(carved(table)?.0, 0.0, Some(table))
    }

    fn new(table: Mrio, moved: f64, bundled: Option<BuiltIn>) -> Result<Arc<Self>, Findings> {
        let words = Words::new(&table.origin().unit).map_err(|error| {
            let place = Place::whole(&table.origin().name);
            Findings::from(Finding::error("LP-N010", place, error.to_string()))
        })?;
        let defaults = Defaults::embedded()?;
        Ok(Arc::new(Self { table, defaults, words, bundled, moved }))
    }

    /// The reader's name of a label: the bundled table's, or as a table of the user's writes it.
    fn name<'n>(&self, label: &'n str) -> &'n str {
        if self.bundled.is_some() { name(label) } else { label }
    }
}

/// The bundled table with chips carved out, made once.
///
/// # Errors
/// A damaged built-in file, which a test rules out.
fn bundled() -> Result<Arc<Base>, Findings> {
    static BASE: OnceLock<Result<Arc<Base>, Findings>> = OnceLock::new();
    let made = BASE.get_or_init(|| Base::built_in(BuiltIn::default()));
    made.clone()
}

/// The name of a parameter of `assumptions/ario.toml` in a study.
fn parameter(key: &str) -> ParameterName {
    format!("ario-{}", key.replace('_', "-")).into()
}

/// What the model refuses, as a finding without a place.
fn finding(error: &ArioError) -> Finding {
    Finding::error("LP-N011", Place::whole("the bundled table"), error.to_string())
        .expected("parameters and shares inside their domains")
        .help("the book's page on the network lists the domains")
}

impl Engine for NetworkEngine {
    fn name(&self) -> &'static str {
        "network"
    }

    fn hears(&self, kind: &str) -> bool {
        matches!(kind, "production-stop" | "delivery-cut")
    }

    fn names(&self) -> Vec<(&'static str, Vec<String>)> {
        let Ok(base) = self.base() else { return Vec::new() };
        let table = &base.table;
        vec![("economy", table.regions().to_vec()), ("sector", table.sectors().to_vec())]
    }

    fn on_table(&self, path: &Path) -> Result<Arc<dyn Engine>, Findings> {
        if let Some(table) = BuiltIn::named(path) {
            return Ok(Arc::new(Self(Some(Base::built_in(table)?))));
        }
        let (table, moved) = import(path, &Choices::default())?.closed();
        closes(&table, moved)?;
        Ok(Arc::new(Self(Some(Base::new(table, moved, None)?))))
    }

    fn build(&self, inputs: &Inputs<'_>) -> Result<Box<dyn Built>, Findings> {
        let base = self.base()?;
        inputs.starts_at_rest(self, "leave the state out: a calm economy is disturbed")?;
        let mut space = Space::default();
        let mut positions = [0; 6];
        for (position, (key, assumed)) in positions.iter_mut().zip(uncertain(&base.defaults)) {
            let name = parameter(key);
            let range = assumed.range().map_err(|error| {
                Findings::from(Finding::error("LP-S005", Place::whole(&name), error.to_string()))
            })?;
            *position = space.add(&name, range, assumed.unit);
        }
        inputs.add_to(&mut space);
        let told = Told::new(&base.table, base.words, inputs.focus);
        let calendar = Calendar { start: inputs.from, weeks: inputs.weeks };
        Ok(Box::new(BuiltNetwork { base, space, positions, told, calendar }))
    }
}

/// Whose flows a table of the user's holds, and how far it was moved to close.
fn given(origin: &Origin, moved: f64) -> String {
    let digest = origin.digest.as_ref().map(|digest| format!(", SHA-256 {digest}"));
    let told = |what: &str, text: &str| match text {
        "" => String::new(),
        text => format!(" {what}: {text}."),
    };
    format!(
        "Flows between industries are those of the table `{}`, in {}{}.{}{} To make its accounts close, {:.3} % of output was moved.",
        origin.name,
        origin.unit,
        digest.unwrap_or_default(),
        told("Attribution", &origin.attribution),
        told("Licence", &origin.licence),
        100.0 * moved
    )
}

struct BuiltNetwork {
    base: Arc<Base>,
    space: Space,
    /// Where the parameters of the model stand in the space, in the order of [`uncertain`].
    positions: [usize; 6],
    told: Told,
    calendar: Calendar,
}

/// How far the numbers of a draw can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trust {
    /// Losses as in episodes that the model was held against.
    Tested,
    /// An economy loses more than in any of them.
    Untested,
    /// Shortage feeds on itself: the numbers mean nothing.
    Collapses,
}

/// Weeks of every series of one draw, `[key][week]`.
type Block = Vec<f64>;

impl BuiltNetwork {
    fn plan(&self, shocks: &[Shock]) -> Option<Plan> {
        Plan::new(shocks, &self.space, self.calendar).ok()
    }

    /// The days of one draw under the shocks that act.
    fn days(
        &self,
        plan: &Plan,
        draw: &Draw,
        (acts, judged): (&dyn Fn(usize) -> bool, Judged),
    ) -> Result<Days, ArioError> {
        let events: Vec<Event> = days::events(&self.base.table, &plan.paths(draw, acts));
        let point = self.positions.map(|position| draw.at(position).get());
        let usual = self.base.defaults.params(self.base.table.sectors().len());
        let params = at(&usual, &self.base.defaults, &point);
        Days::run(&self.base.table, params, events, (self.calendar.weeks, judged))
    }

    /// Every series of one draw, and how far it can be trusted, if that is judged. What the model refuses is no number, and a run that
    /// holds one is refused by name.
    fn block(
        &self,
        plan: &Plan,
        draw: &Draw,
        how: (&dyn Fn(usize) -> bool, Judged),
    ) -> (Block, Trust) {
        let Ok(days) = self.days(plan, draw, how) else {
            return (vec![f64::NAN; self.told.keys.len() * self.calendar.weeks], Trust::Tested);
        };
        let trust = days.verdict.map_or(Trust::Tested, |(verdict, report)| match verdict.regime {
            Regime::Collapses => Trust::Collapses,
            _ if report.untested.is_empty() => Trust::Tested,
            _ => Trust::Untested,
        });
        (self.told.values(&days.weeks), trust)
    }

    /// Why nothing can be said under the shocks at the middle of all ranges.
    fn beyond(&self, plan: &Plan) -> Result<Option<String>, Finding> {
        let days = self
            .days(plan, &self.space.modes(), (&|_| true, Judged::Yes))
            .map_err(|e| finding(&e))?;
        let Some((verdict, report)) = days.verdict else { return Ok(None) };
        if verdict.regime == Regime::Collapses {
            return Ok(Some(format!(
                "at the middle of all ranges the chain {}.",
                verdict.sentence(self.base.table.sectors())
            )));
        }
        let lost = report.regions.iter().filter(|loss| loss.share > TESTED);
        let Some(worst) = lost.max_by(|a, b| a.share.total_cmp(&b.share)) else { return Ok(None) };
        let nearest = Episode::nearest(worst.share)?.map(|episode| episode.sized());
        let nearest = nearest.unwrap_or_default();
        Ok(Some(format!(
            "outside what the model has been tested on: {}{} {:.1} % of output over the run, and no episode that it was held against lost more than {:.0} %; the nearest is {nearest}.",
            self.base.name(&worst.name),
            if report.untested.len() > 1 { " and others lose up to" } else { " loses" },
            100.0 * worst.share,
            100.0 * TESTED
        )))
    }

    fn cell(&self, subject: Entity, name: String, what: &str, value: f64) -> TableCell {
        let origin = self.base.table.origin();
        if let Some(table) = self.base.bundled {
            return bundled_cell((origin, table), subject, name, what.to_owned(), value);
        }
        given_cell(origin, subject, name, (what, value))
    }
}

impl Built for BuiltNetwork {
    fn space(&self) -> &Space {
        &self.space
    }

    fn set(&mut self, parameter: &ParameterName, range: Range) -> bool {
        self.space.set(parameter, range)
    }

    fn calendar(&self) -> Calendar {
        self.calendar
    }

    fn keys(&self) -> &[SeriesKey] {
        &self.told.keys
    }

    fn own_names(&self) -> BTreeMap<Entity, ReaderName> {
        told::names(&self.base)
    }

    fn cells(&self) -> Vec<TableCell> {
        let (s, added) = (self.base.table.sectors().len(), self.base.table.value_added());
        let economies = self.base.table.regions().iter().enumerate().map(|(r, region)| {
            let all = (r * s..(r + 1) * s).map(|i| added[i]).sum();
            self.cell(told::economy(region), self.base.name(region).to_owned(), "value added", all)
        });
        let industries = self.told.industries().map(|(entity, i)| {
            let (region, sector) =
                (&self.base.table.regions()[i / s], &self.base.table.sectors()[i % s]);
            let label = format!("{} in {}", self.base.name(sector), self.base.name(region));
            self.cell(entity.clone(), label, "output", self.base.table.x()[i])
        });
        economies.chain(industries).collect()
    }

    fn grounds(&self) -> Vec<Ground> {
        let ground = |(key, assumed): (&str, &linchpin_network::assumed::Assumed)| Ground {
            parameter: parameter(key),
            name: told::label(key).to_owned(),
            why: told::sentence(&assumed.why),
            cite: assumed.source.clone(),
        };
        uncertain(&self.base.defaults).into_iter().map(ground).collect()
    }

    fn notes(&self) -> Option<Vec<String>> {
        let origin = self.base.table.origin();
        let flows = if let Some(table) = self.base.bundled {
            let (year, estimate) = (table.year(), table.estimate());
            format!(
                "Flows between industries are those of {year} ({}), with memory and other chips carved out of electronics by weights: what has moved since then is not in it. {estimate}Amounts are in the million US dollars of {year}.",
                origin.attribution
            )
        } else {
            given(origin, self.base.moved)
        };
        let mut notes = vec![
            "Days of stocks, orders and rationing after a stop (the ARIO model, as in `linchpin network ario`): whoever runs short of an input makes less, whoever delivers less is short of orders, and stocks are filled up again. What is lost is lost against a calm economy, which moves not at all.".to_owned(),
            flows,
        ];
        if let Ok(all) = Episode::embedded() {
            let all: Vec<String> = all.iter().map(Episode::sourced).collect();
            notes.push(format!("Episodes that a loss is held against: {}.", all.join("; ")));
        }
        Some(notes)
    }

    fn foresee(&self, shocks: &[Shock]) -> Result<Vec<Unsaid>, Finding> {
        let Some(plan) = self.plan(shocks) else { return Ok(Vec::new()) };
        let why = self.beyond(&plan)?;
        let Words { value_added, output } = self.base.words;
        let variables = vec![value_added, output];
        Ok(why.map(|why| Unsaid { variables, why }).into_iter().collect())
    }

    fn run(
        &self,
        scenarios: &[Vec<Shock>],
        sampler: &SpaceSampler<'_>,
        members: &Members,
        watch: &Watch<'_>,
    ) -> Option<Ran> {
        let plans: Vec<Plan> = scenarios.iter().map(|one| self.plan(one)).collect::<Option<_>>()?;
        let all = ensemble::run(self, &plans, sampler, members, watch)?;
        let weeks = self.calendar.mondays();
        let outcome = |scenario: usize| Outcome {
            trajectories: Trajectories {
                weeks: weeks.clone(),
                keys: self.told.keys.clone(),
                members: members.here.clone(),
                values: all.kept.iter().flat_map(|one| one.blocks[scenario].clone()).collect(),
            },
            bindings: Vec::new(),
        };
        let outcomes = (0..plans.len()).map(outcome).collect();
        let strained = all.strained();
        Some(Ran { outcomes, draws: all.kept.into_iter().map(|one| one.draw).collect(), strained })
    }

    fn totals(
        &self,
        keys: &[usize],
        plan: &Plan,
        jobs: &[Job],
        draws: &[Draw],
        watch: &Watch<'_>,
    ) -> Option<Vec<Sums>> {
        let weeks = self.calendar.weeks;
        watched(jobs.par_iter(), watch, |job: &Job| {
            let acts = |shock: usize| job.acts[shock];
            let (block, _) = self.block(plan, &draws[job.member], (&acts, Judged::No));
            let sum =
                |key: &usize| block[key * weeks..][..weeks].iter().fold(0.0, |sum, x| sum + x);
            keys.iter().map(sum).collect()
        })
    }
}
