//! A study: one question, a baseline and scenarios, read and checked in one pass.
//!
//! The types of a [`Study`] whose names all resolve in its world, and of what a caller may change. Nothing is
//! computed here and nothing is written.

use crate::network_engine::NetworkEngine;
use crate::study_form::ObservedForm;
use crate::trade_engine::TradeEngine;
use linchpin_engine::form::Given;
use linchpin_engine::law::Replaced;
use linchpin_engine::{
    Ask, Design, Engine, Engines, Focus, Members, ParameterName, Registry, Shock,
};
use linchpin_market::engine::MarketEngine;
use linchpin_policy::Rulebook;
use linchpin_results::cell::cell;
use linchpin_units::{Day, Place, Text};
use linchpin_world::World;
use std::path::PathBuf;
use std::sync::Arc;

/// The number the study is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headline {
    /// Scenario.
    pub scenario: String,
    /// World id.
    pub entity: String,
    /// Product; none where the number is about no product.
    pub product: Option<String>,
    /// Variable.
    pub variable: String,
    /// Whether the study asks where capacity goes, so that its card answers that.
    pub about_capacity: bool,
}

impl Headline {
    /// Its cell in a scenario.
    #[must_use]
    pub fn cell(&self, scenario: &str) -> String {
        cell(scenario, &self.entity, self.product.as_deref(), &self.variable)
    }
}

/// A baseline or scenario ready to be simulated.
#[derive(Debug)]
pub struct Scenario {
    /// File name without ending; `baseline` for the baseline.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it assumes.
    pub summary: String,
    /// Texts of the hypothetical acts laid over the law.
    pub acts: Vec<Text>,
    /// What it asks the law.
    pub questions: Vec<Box<dyn Ask>>,
    /// Which assumptions speak for verdicts in the place of the usual ones.
    pub replaced: Replaced,
    /// Shocks of its events.
    pub events: Vec<Shock>,
    /// Amounts its events wrote out, by parameter name.
    pub given: Vec<(ParameterName, Given)>,
}

/// Loss against restriction.
#[derive(Debug, Clone)]
pub struct CurveSpec {
    /// Scenario that is run.
    pub scenario: String,
    /// Parameter that takes the values.
    pub parameter: String,
    /// Its values.
    pub values: Vec<f64>,
    /// What the values are, for the axis.
    pub x_label: String,
}

/// A study, checked.
#[derive(Debug)]
pub struct Study {
    /// Folder name.
    pub id: String,
    /// Title.
    pub title: String,
    /// The question.
    pub question: String,
    /// First day.
    pub from: Day,
    /// First day after.
    pub until: Day,
    /// Day whose knowledge of the law is used.
    pub known: Day,
    /// Where the market starts.
    pub state: Begin,
    /// The ensemble, and the part of it to run.
    pub members: Members,
    /// Seed.
    pub seed: u64,
    /// Design of the ensemble.
    pub design: Design,
    /// What the baseline and every scenario ask the law.
    pub always: Vec<Box<dyn Ask>>,
    /// What happens in the baseline and in every scenario.
    pub(crate) lasting: Lasting,
    /// Without the measures.
    pub baseline: Scenario,
    /// With them.
    pub scenarios: Vec<Scenario>,
    /// The number it is about.
    pub headline: Headline,
    /// What is looked at closely.
    pub focus: Focus,
    /// Parameters that the study dates otherwise than the world.
    pub set: Vec<Setting>,
    /// Loss against restriction.
    pub curve: Option<CurveSpec>,
    /// Facts shown beside the model.
    pub observed: Vec<ObservedForm>,
    /// What is left out.
    pub not_modelled: Vec<String>,
    /// The facts it rests on.
    pub world: World,
    /// The law.
    pub rulebook: Rulebook,
    /// The engine that runs it.
    pub engine: Arc<dyn Engine>,
    /// What the caller changed.
    pub given: Options,
}

/// Events of the study's own file, which the baseline and every scenario hold, with the amounts that they write out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lasting {
    pub(crate) events: Vec<Shock>,
    pub(crate) given: Vec<(ParameterName, Given)>,
}

impl Lasting {
    /// Puts them into a scenario.
    pub(crate) fn join(&self, scenario: &mut Scenario) {
        scenario.events.extend(self.events.iter().cloned());
        scenario.given.extend(self.given.iter().cloned());
    }
}

/// Where the market of a study starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begin {
    /// At rest: nothing moves unless it is disturbed.
    AtRest,
    /// As it stood on a day, by what was known on the study's `known` day.
    On(Day),
}

impl Begin {
    /// How a study writes the state of rest.
    pub const AT_REST: &'static str = "at-rest";
}

impl std::str::FromStr for Begin {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        if text == Self::AT_REST {
            return Ok(Self::AtRest);
        }
        text.parse().map(Self::On).map_err(|_| {
            format!("`{text}` is neither {} nor a day such as 2022-10-31", Self::AT_REST)
        })
    }
}

/// A parameter that is set otherwise than the world says.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// The parameter, as the list of assumptions of a report names it.
    pub parameter: String,
    /// Its range, unit, source and reason.
    pub given: Given,
    /// Where it stands.
    pub place: Place,
}

/// What a caller may change.
#[derive(Debug, Clone)]
pub struct Options {
    /// Folder of another world.
    pub world: Option<PathBuf>,
    /// Table that an engine of industries stands on, in the place of its own and of the study's.
    pub table: Option<PathBuf>,
    /// Another size of the ensemble.
    pub members: Option<u32>,
    /// Another seed.
    pub seed: Option<u64>,
    /// Only these members: a shard.
    pub shard: Option<std::ops::Range<u32>>,
    /// Another state to start from.
    pub state: Option<Begin>,
    /// Workbook whose sheet `assumptions` replaces what study and world say.
    pub assumptions: Option<PathBuf>,
    /// Parameters set in a line each, as in `ban-leak=0.4`; they go before the workbook and the study.
    pub set: Vec<String>,
    /// Another first day after.
    pub until: Option<Day>,
    /// Scenarios that are read beside those the study lists.
    pub also: Vec<String>,
    /// The levers that scenarios may pull.
    pub levers: Registry,
    /// The engines that studies may name.
    pub engines: Engines,
    /// Leaves out what each shock adds to each loss: quicker; only the channel of a loss is told, no cause.
    pub without_causes: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            world: None,
            table: None,
            members: None,
            seed: None,
            shard: None,
            state: None,
            assumptions: None,
            set: Vec::new(),
            until: None,
            also: Vec::new(),
            levers: Registry::default(),
            engines: Engines::default()
                .with(MarketEngine)
                // Its levels go from the world down; the trade engine's are among them.
                .with(NetworkEngine::new())
                .with(TradeEngine::new()),
            without_causes: false,
        }
    }
}

impl Study {
    /// Number of weeks from the first Monday on.
    #[must_use]
    pub fn weeks(&self) -> usize {
        usize::try_from(self.from.weeks_until(self.until)).unwrap_or(0).max(1)
    }
}
