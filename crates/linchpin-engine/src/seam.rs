//! The engine seam: what a study asks of an engine, and nothing of what it models.
//!
//! In: a world, the weeks of a run, what is looked at closely, and the amounts that shocks draw from.
//! Out: an engine built for them, which runs any shocks on any draws. Shocks go to the runs and not to
//! the building, so that switching one off rebuilds nothing. An engine declares the levers it hears; a
//! lever that it does not hear is a located error when a study is loaded.

use crate::calendar::Calendar;
use crate::causes::{Job, Sums};
use crate::ensemble::{Members, Watch};
use crate::parameter::{Draw, ParameterName, Space, SpaceSampler};
use crate::paths::SectorName;
use crate::plan::Plan;
use crate::shock::Shock;
use crate::trajectory::{Binding, SeriesKey, Trajectories};
use crate::vocabulary::Variable;
use linchpin_units::{Day, Finding, Findings, Measure, Place, Range, Unit, define_name};
use linchpin_world::{CountryId, Entity, MaterialId, Quantity, SegmentId, SiteId, World};
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::path::Path;
use std::sync::Arc;

/// What a study looks at closely.
#[derive(Debug, Clone, Default)]
pub struct Focus {
    /// Sites whose tools are shown in full.
    pub sites: Vec<SiteId>,
    /// Destinations where firms' sales are shown one by one.
    pub destinations: Vec<CountryId>,
    /// Segments shown one by one.
    pub segments: Vec<SegmentId>,
    /// Materials shown, with the country that buys.
    pub materials: Vec<(MaterialId, CountryId)>,
    /// Country whose exports are counted.
    pub exporter: Option<CountryId>,
    /// Sectors of an engine's own table, each shown in every destination.
    pub sectors: Vec<SectorName>,
}

/// An uncertain number that a shock draws from.
#[derive(Debug, Clone, PartialEq)]
pub struct Assumed {
    /// Id, as shocks name it.
    pub id: ParameterName,
    /// Its range.
    pub range: Range,
    /// Its unit.
    pub unit: Unit,
}

/// Where the world keeps the accounts behind a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Name of the parameter in the space.
    pub parameter: ParameterName,
    /// What the facts speak of.
    pub subject: Entity,
    /// What they measure.
    pub quantity: Quantity,
    /// Further key.
    pub of: Option<Entity>,
    /// Further key.
    pub to: Option<Entity>,
}

/// Where a run starts in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Begin {
    /// The state of the world on this day.
    pub on: Day,
    /// Nothing that was published later enters it.
    pub known: Day,
}

/// What an engine is built from.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a> {
    /// The facts.
    pub world: &'a World,
    /// First day; the first week is that of its Monday or the next.
    pub from: Day,
    /// Number of weeks.
    pub weeks: usize,
    /// The state that the run starts from; none at rest.
    pub begin: Option<Begin>,
    /// What is looked at closely.
    pub focus: &'a Focus,
    /// The amounts that shocks draw from.
    pub assumed: &'a [Assumed],
    /// The uniform draws that shocks need.
    pub chances: &'a [ParameterName],
    /// What the baseline holds since before the first day: an engine starts from a world that lives with it.
    pub in_force: &'a [Shock],
}

impl Inputs<'_> {
    /// Puts what the shocks draw from into a space, after an engine's own numbers.
    pub fn add_to(&self, space: &mut Space) {
        for Assumed { id, range, unit } in self.assumed {
            space.add(id, *range, *unit);
        }
        for chance in self.chances {
            space.add_chance(chance);
        }
    }

    /// That a run starts at rest, for an engine that knows no market of a date; `help` says what to do.
    ///
    /// # Errors
    /// A day to start from.
    pub fn starts_at_rest(&self, engine: &dyn Engine, help: &'static str) -> Result<(), Finding> {
        let Some(begin) = self.begin else { return Ok(()) };
        let message =
            format!("the {} engine cannot start from the market of {}", engine.name(), begin.on);
        let finding = Finding::error("LP-S024", Place::whole("state"), message);
        Err(finding.expected("\"at-rest\"").help(help))
    }
}

define_name!(
    /// What readers call something.
    ReaderName
);

/// A number of an engine's own table that its answers rest on, beside the facts of the world.
#[derive(Debug, Clone, PartialEq)]
pub struct TableCell {
    /// What it is about.
    pub subject: Entity,
    /// Name for readers.
    pub name: String,
    /// What is measured.
    pub what: String,
    /// Its unit.
    pub unit: String,
    /// Its value.
    pub value: Measure,
    /// The year or day it speaks of.
    pub period: String,
    /// What was counted.
    pub basis: String,
    /// Reference of the table's row, such as `row:wiod2013/KOR`.
    pub cite: String,
    /// Name of the table.
    pub title: String,
    /// Who published it.
    pub outlet: String,
    /// What a reader should know.
    pub note: String,
}

/// A cell of an engine's own table with its part of a change.
#[derive(Debug, Clone, PartialEq)]
pub struct Carrier {
    /// The cell.
    pub cell: TableCell,
    /// What the measures put on it; empty where they do not touch it.
    pub put: String,
    /// Its own change, a share; -1 where nothing is left.
    pub change: Measure,
    /// Its part of the change asked about, in points: per cent of the baseline.
    pub points: Measure,
}

/// A change taken apart by the cells of an engine's own table.
#[derive(Debug, Clone, PartialEq)]
pub struct Carried {
    /// The series, by position among [`Built::keys`].
    pub series: usize,
    /// How, in a sentence for a reader.
    pub how: String,
    /// The cells that matter most: what the measures touch first, then the largest parts.
    pub cells: Vec<Carrier>,
    /// How many other cells there are.
    pub others: usize,
    /// What these add, with what no cell carries, in points.
    pub rest: Measure,
}

/// What one method says of one number, from the coarsest to the one that is used.
#[derive(Debug, Clone, PartialEq)]
pub struct Rung {
    /// What the method is called.
    pub method: String,
    /// What it counts and what it leaves out, in a sentence.
    pub says: String,
    /// Relative changes by column and draw; none where the method says nothing.
    pub values: Vec<Option<Vec<Measure>>>,
}

/// One number by several methods, side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Ladder {
    /// What is told, for a reader.
    pub what: String,
    /// Heads of the columns, such as horizons.
    pub columns: Vec<String>,
    /// The methods; the last is the one that every other number of the run is made by.
    pub rungs: Vec<Rung>,
}

/// Why a parameter of an engine's own has its range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// The parameter.
    pub parameter: ParameterName,
    /// Name for readers.
    pub name: String,
    /// Why this range.
    pub why: String,
    /// Who says so.
    pub cite: String,
}

/// Numbers of a scenario that an engine can compute and cannot vouch for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsaid {
    /// Which variables.
    pub variables: Vec<Variable>,
    /// Why, in a sentence.
    pub why: String,
}

/// What one scenario left behind.
#[derive(Debug)]
pub struct Outcome {
    /// Weekly series of every member.
    pub trajectories: Trajectories,
    /// Through which channel bits are missing.
    pub bindings: Vec<Binding>,
}

/// Draws of the whole design that lie where a scenario's numbers mean little or nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strained {
    /// Position of the scenario among those asked.
    pub scenario: usize,
    /// How many draws.
    pub draws: u32,
    /// Whether they are in no number, because another was drawn for each; else they are in all.
    pub left_out: bool,
    /// What happens in them, a clause such as "the chain collapses".
    pub why: String,
}

/// An ensemble that ran.
#[derive(Debug)]
pub struct Ran {
    /// By scenario, in the order asked.
    pub outcomes: Vec<Outcome>,
    /// The draws, in the order of the members.
    pub draws: Vec<Draw>,
    /// Draws that mean little or nothing; the same for any part of the members.
    pub strained: Vec<Strained>,
}

/// A kind of engine.
pub trait Engine: Debug + Send + Sync {
    /// Its name, as in `engine = "market"` of a study.
    fn name(&self) -> &'static str;

    /// Whether it hears a lever, by [`crate::Room::kind`].
    fn hears(&self, kind: &str) -> bool;

    /// Names that its levers may use beside those of the world, by kind.
    fn names(&self) -> Vec<(&'static str, Vec<String>)> {
        Vec::new()
    }

    /// The same engine on a table that a study or its caller names.
    ///
    /// # Errors
    /// `LP-S010` for an engine that stands on no table; what the table's reader finds.
    fn on_table(&self, path: &Path) -> Result<Arc<dyn Engine>, Findings> {
        let place = Place::whole(&path.display().to_string());
        let message = format!("the engine `{}` stands on no table of its own", self.name());
        Err(Finding::error("LP-S010", place, message)
            .expected("no table")
            .help("leave the table out, or write engine = \"network\"")
            .into())
    }

    /// Builds the engine of a world.
    ///
    /// # Errors
    /// Everything that the world lacks, at once.
    fn build(&self, inputs: &Inputs<'_>) -> Result<Box<dyn Built>, Findings>;
}

/// An engine built for a world and a span of weeks.
pub trait Built: Send + Sync {
    /// Every uncertain number, those of the shocks included.
    fn space(&self) -> &Space;

    /// Gives a parameter another range; false when there is none of that name.
    fn set(&mut self, parameter: &ParameterName, range: Range) -> bool;

    /// The weeks.
    fn calendar(&self) -> Calendar;

    /// The series it records, in order.
    fn keys(&self) -> &[SeriesKey];

    /// Which facts stand behind each parameter.
    fn origins(&self) -> &[Origin] {
        &[]
    }

    /// World ids whose inputs an entity's numbers rest on.
    fn related(&self) -> BTreeMap<Entity, Vec<Entity>> {
        BTreeMap::new()
    }

    /// Reader's names of ids that are not the world's.
    fn own_names(&self) -> BTreeMap<Entity, ReaderName> {
        BTreeMap::new()
    }

    /// Numbers of its own tables that its answers rest on.
    fn cells(&self) -> Vec<TableCell> {
        Vec::new()
    }

    /// Why its own parameters have their ranges, where no assumption of the world says so.
    fn grounds(&self) -> Vec<Ground> {
        Vec::new()
    }

    /// What kind of answer it gives, in the place of the usual notes on law and market.
    fn notes(&self) -> Option<Vec<String>> {
        None
    }

    /// What it cannot vouch for under the shocks of a scenario, found before anything is run.
    ///
    /// # Errors
    /// Shocks that it cannot compute, and why.
    fn foresee(&self, _shocks: &[Shock]) -> Result<Vec<Unsaid>, Finding> {
        Ok(Vec::new())
    }

    /// Which cells of its own tables carry each change, at the middle of every range: shocks of the baseline, and of
    /// a scenario. Empty for an engine without such tables.
    fn carried(&self, _baseline: &[Shock], _scenario: &[Shock]) -> Vec<Carried> {
        Vec::new()
    }

    /// What other methods say of the series at a position, for each of these draws. None where there is one method.
    fn ladder(
        &self,
        _series: usize,
        _baseline: &[Shock],
        _scenario: &[Shock],
        _draws: &[Draw],
    ) -> Option<Ladder> {
        None
    }

    /// Runs every scenario for every member with common draws; nothing when `watch` asks to stop.
    fn run(
        &self,
        scenarios: &[Vec<Shock>],
        sampler: &SpaceSampler<'_>,
        members: &Members,
        watch: &Watch<'_>,
    ) -> Option<Ran>;

    /// The sum over all weeks of some series, for each job: `[job][key]`; `keys` are positions among
    /// [`Built::keys`]. Nothing when `watch` asks to stop.
    fn totals(
        &self,
        keys: &[usize],
        plan: &Plan,
        jobs: &[Job],
        draws: &[Draw],
        watch: &Watch<'_>,
    ) -> Option<Vec<Sums>>;
}

/// The engines a program knows.
#[derive(Debug, Clone, Default)]
pub struct Engines(Vec<Arc<dyn Engine>>);

impl Engines {
    /// Adds an engine; one of that name gives way.
    #[must_use]
    pub fn with(mut self, engine: impl Engine + 'static) -> Self {
        self.0.retain(|known| known.name() != engine.name());
        self.0.push(Arc::new(engine));
        self
    }

    /// The engine of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Arc<dyn Engine>> {
        self.0.iter().find(|engine| engine.name() == name)
    }

    /// Every name, in order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + Clone + '_ {
        self.0.iter().map(|engine| engine.name())
    }
}
