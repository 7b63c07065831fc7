//! What a finished simulation hands over: trajectories, reasons and everything a reader may ask about.
//!
//! The facade fills these plain structs; nothing here computes. Invariant checked by
//! [`RunInput::check`]: all scenarios cover the baseline's weeks, series and members, and every
//! number is finite.

use crate::contract::kind::KindRow;
use crate::contract::listed;
use crate::contract::loss::{Curve, Unsaid};
use crate::contract::manifest::{DateMark, Run, Study};
use crate::contract::parts::CauseParts;
use crate::contract::sources::{AssumptionRow, InputRow, Observed};
use linchpin_engine::{Binding, Trajectories, Variable};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The scenario id of the baseline.
pub const BASELINE: &str = "baseline";

/// One shock as it entered the engine, with its reasons.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShockRow {
    /// Number in the scenario's list; bindings point here.
    pub id: u32,
    /// World id it hits.
    pub target: String,
    /// First day.
    pub from: String,
    /// First day after; none while open.
    pub until: Option<String>,
    /// What it does, in words and numbers.
    pub effect: String,
    /// Decision it follows from.
    pub because: String,
    /// Acts behind the decision, or the one behind a request; none behind an event.
    #[serde(rename = "act", with = "listed::commas")]
    #[schemars(with = "String", description = "Act behind the decision.")]
    pub acts: Vec<String>,
    /// Where the acts are written.
    #[serde(rename = "citation", with = "listed::semicolons")]
    #[schemars(with = "String", description = "Where the act is written.")]
    pub citations: Vec<String>,
    /// Ids of the assumptions that turn the verdict into numbers.
    #[serde(rename = "assumption", with = "listed::commas")]
    #[schemars(
        with = "String",
        description = "Assumption that turns the verdict into a number; its id."
    )]
    pub assumptions: Vec<String>,
}

impl ShockRow {
    /// The acts as tables and faces tell them.
    #[must_use]
    pub fn act(&self) -> String {
        listed::commas::told(&self.acts)
    }

    /// The citations as tables and faces tell them.
    #[must_use]
    pub fn citation(&self) -> String {
        listed::semicolons::told(&self.citations)
    }

    /// The assumptions as tables and faces tell them.
    #[must_use]
    pub fn assumption(&self) -> String {
        listed::commas::told(&self.assumptions)
    }
}

/// One scenario, or the baseline, as simulated.
#[derive(Debug, Clone, PartialEq)]
pub struct ScenarioRun {
    /// File name of the scenario; [`BASELINE`] for the baseline.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it assumes, in the author's words.
    pub summary: String,
    /// Weekly values of every member.
    pub trajectories: Trajectories,
    /// What bound, where, and at what cost.
    pub bindings: Vec<Binding>,
    /// The shocks.
    pub shocks: Vec<ShockRow>,
    /// What each group of shocks adds to each loss; none where it was not worked out.
    pub parts: Option<CauseParts>,
}

/// The uncertain parameters as drawn: the same for the baseline and every scenario.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parameters {
    /// Name of each parameter; an assumption's id where it is one.
    pub ids: Vec<String>,
    /// `draws[member][parameter]`.
    pub draws: Vec<Vec<f64>>,
}

/// Everything a run knows before it is summed up.
#[derive(Debug, Clone, PartialEq)]
pub struct RunInput {
    /// What was asked.
    pub study: Study,
    /// How it was computed; `digest` is filled in by `finish`.
    pub manifest: Run,
    /// The cell the study calls its headline; the largest loss when none.
    pub headline: Option<String>,
    /// Whether the study asks where capacity goes, so that its card answers that.
    pub about_capacity: bool,
    /// World id of the country in which each site stands.
    pub places: BTreeMap<String, String>,
    /// Without the measures.
    pub baseline: ScenarioRun,
    /// With them.
    pub scenarios: Vec<ScenarioRun>,
    /// The draws.
    pub parameters: Parameters,
    /// Marked dates.
    pub dates: Vec<DateMark>,
    /// Inputs with rival accounts.
    pub inputs: Vec<InputRow>,
    /// Assumptions; influence is filled in by `finish`.
    pub assumptions: Vec<AssumptionRow>,
    /// Facts beside the model.
    pub observed: Vec<Observed>,
    /// Loss curves, if the study asked for them.
    pub curves: Vec<Curve>,
    /// How often answers of a kind held in the past, by scenario and measure.
    pub kinds: Vec<KindRow>,
    /// What the engine cannot say, by scenario and measure.
    pub unsaid: Vec<Unsaid>,
    /// What is left out.
    pub not_modelled: Vec<String>,
    /// What lost memory costs other industries, if it was asked for.
    pub spillover: Option<crate::contract::spillover::Spillover>,
    /// Which cells of the engine's own tables carry each change; empty for an engine without any.
    pub carried: Vec<crate::contract::carried::CarriedRow>,
    /// The headline by several methods; none for an engine with one.
    pub ladder: Option<crate::contract::carried::Ladder>,
    /// Reader's name of each world id; an id without one is shown as it is.
    pub names: BTreeMap<String, String>,
    /// World ids whose inputs an entity's numbers rest on: a site's owner, product and materials.
    pub related: BTreeMap<String, Vec<String>>,
}

/// The reader's name of a world id; of `a@b`, "a in b". An id without a name is shown as it is.
#[must_use]
pub fn name_of(names: &BTreeMap<String, String>, id: &str) -> String {
    let country = format!("country:{id}");
    match (names.get(id).or_else(|| names.get(&country)), id.split_once('@')) {
        (Some(name), _) => name.clone(),
        (None, Some((what, place))) => {
            format!("{} in {}", name_of(names, what), name_of(names, place))
        }
        (None, None) => id.to_owned(),
    }
}

/// A run that cannot be summed up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
    /// There is nobody to summarise.
    #[error("the run holds no members or no weeks")]
    Empty,
    /// A scenario covers something else than the baseline.
    #[error("scenario `{scenario}` differs from the baseline in {what}")]
    Shape {
        /// Which scenario.
        scenario: String,
        /// Weeks, series or members.
        what: &'static str,
    },
    /// A number is not finite: the model diverged.
    #[error("{series} of scenario `{scenario}` is not a number in member {member}")]
    NotFinite {
        /// Which scenario.
        scenario: String,
        /// Which series.
        series: String,
        /// First member where it happens.
        member: u32,
    },
    /// The draws do not cover the members.
    #[error("{draws} draws of parameters for {members} members")]
    Draws {
        /// Draws given.
        draws: usize,
        /// Members simulated.
        members: usize,
    },
}

impl RunInput {
    /// The reader's name of a world id.
    #[must_use]
    pub fn name(&self, id: &str) -> String {
        name_of(&self.names, id)
    }

    /// Baseline first, then the scenarios.
    pub fn all(&self) -> impl Iterator<Item = &ScenarioRun> {
        std::iter::once(&self.baseline).chain(&self.scenarios)
    }

    /// Trajectories with the id of their scenario, baseline first.
    #[must_use]
    pub fn trajectories(&self) -> Vec<(&str, &Trajectories)> {
        self.all().map(|run| (run.id.as_str(), &run.trajectories)).collect()
    }

    /// Whether a measure of a scenario is one that the engine cannot say.
    #[must_use]
    pub fn is_unsaid(&self, scenario: &str, measure: Variable) -> bool {
        let is_it = |row: &Unsaid| row.scenario == scenario && row.measure == measure.as_str();
        self.unsaid.iter().any(is_it)
    }

    /// Whether every number is one of comparative statics, so that there are no weeks to show.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.baseline.trajectories.keys.iter().all(|key| key.variable.settled().is_some())
    }

    /// Members simulated.
    #[must_use]
    pub fn members(&self) -> usize {
        self.baseline.trajectories.members.len()
    }

    /// Whether all parts fit together.
    ///
    /// # Errors
    /// The first [`InputError`].
    pub fn check(&self) -> Result<(), InputError> {
        let base = &self.baseline.trajectories;
        if base.members.is_empty() || base.weeks.is_empty() {
            return Err(InputError::Empty);
        }
        for run in self.all() {
            let own = &run.trajectories;
            let differs = |what| InputError::Shape { scenario: run.id.clone(), what };
            if own.weeks != base.weeks {
                return Err(differs("weeks"));
            }
            if own.keys != base.keys {
                return Err(differs("series"));
            }
            if own.members != base.members
                || own.values.len() != own.members.len() * own.block_len()
            {
                return Err(differs("members"));
            }
            if let Some(at) = own.values.iter().position(|value| !value.is_finite()) {
                let member = at / own.block_len();
                return Err(InputError::NotFinite {
                    scenario: run.id.clone(),
                    series: own.keys[at % own.block_len() / own.weeks.len()].to_string(),
                    member: own.members.start + u32::try_from(member).unwrap_or(u32::MAX),
                });
            }
        }
        let draws = self.parameters.draws.len();
        if !self.parameters.ids.is_empty() && draws != self.members() {
            return Err(InputError::Draws { draws, members: self.members() });
        }
        Ok(())
    }
}
