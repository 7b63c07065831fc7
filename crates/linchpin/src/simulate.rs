//! From a study to everything its run leaves behind.
//!
//! In: a checked [`Study`]. Out: a [`RunInput`] for the results layer. The order is the story: law to
//! shocks, world to market, market through the ensemble, reasons and sources beside the numbers.

use crate::bank::record;
use crate::describe::{self, Described};
use crate::staged::{Staged, assumptions_of};
use crate::study::{Begin, Scenario, Setting, Study};
use crate::taken_apart::Apart;
use crate::unsaid;
use linchpin_engine::causes::{Group, Players, Sums, Totals};
use linchpin_engine::form::Given;
use linchpin_engine::seam::{Assumed, Built, Inputs, Outcome, Ran};
use linchpin_engine::{
    Draw, Law, ParameterName, Plan, Shock, Side, Trajectories, Watch, distinct, unwatched,
};
use linchpin_policy::render::order_name;
use linchpin_policy::words::Order;
use linchpin_results::contract::parts::{CauseGroup, CauseParts};
use linchpin_results::kind::KindRow;
use linchpin_results::report::{Curve, Unsaid};
use linchpin_results::{Parameters, RunInput, ScenarioRun};
use linchpin_units::{Days, Finding, Findings, Place};
use std::sync::Arc;

/// How the first note of a run begins: both horizons.
pub const HORIZONS: &str = "Law known through";

/// How the second note of a run begins when the market starts as it usually does.
pub const AT_REST: &str = "The market starts at rest";

/// Why a study gave no run.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Its input is wrong.
    #[error("{0}")]
    Input(Findings),
    /// The design does not hold so many members or parameters.
    #[error("{0}")]
    Design(String),
    /// Whoever watched it asked it to stop.
    #[error("stopped on request; nothing was written")]
    Stopped,
}

impl From<Findings> for Failure {
    fn from(findings: Findings) -> Self {
        Self::Input(findings)
    }
}

impl Study {
    /// Runs the baseline and one scenario, or all; `watch(done, all)` counts members and may stop.
    ///
    /// # Errors
    /// [`Failure`] for an unknown scenario, an assumption nobody holds, or a design too small.
    pub fn run(&self, scenario: Option<&str>, watch: &Watch<'_>) -> Result<RunInput, Failure> {
        self.run_staged(&self.stage(scenario)?, watch)
    }

    /// The same for scenarios whose law was asked already, baseline first.
    pub(crate) fn run_staged(
        &self,
        staged: &[Staged<'_>],
        watch: &Watch<'_>,
    ) -> Result<RunInput, Failure> {
        let built = self.build(staged)?;
        let unsaid = self.foresee(staged, &*built)?;
        let shocks: Vec<Vec<Shock>> = staged.iter().map(|one| one.shocks.clone()).collect();
        let sampler = built.space().sampler(self.design, self.seed, self.members.total as usize);
        let Ran { outcomes, draws, strained } =
            built.run(&shocks, &sampler, &self.members, watch).ok_or(Failure::Stopped)?;
        let causes = self.causes(staged, &*built, &outcomes, &draws)?;
        let apart = self.taken_apart(staged, &*built);
        let curves = match &self.curve {
            // The curve has members of its own, so that every shard tells the same one.
            Some(curve) => self.curve(curve, staged)?.into_iter().collect(),
            None => Vec::new(),
        };
        let input = self.collect(staged, &*built, (outcomes, causes), &draws, (curves, apart));
        Ok(unsaid::told(input, unsaid, &strained))
    }

    /// What the engine cannot vouch for in each scenario.
    fn foresee(&self, staged: &[Staged<'_>], built: &dyn Built) -> Result<Vec<Unsaid>, Failure> {
        let mut rows = Vec::new();
        for one in staged {
            let found = built.foresee(&one.shocks).map_err(|mut finding| {
                let scenario = &one.scenario.id;
                finding.place = Place::whole(&format!("{}/scenarios/{scenario}.toml", self.id));
                Findings::from(finding)
            })?;
            for unsaid in found {
                rows.extend(unsaid.variables.iter().map(|variable| Unsaid {
                    scenario: one.scenario.id.clone(),
                    measure: variable.to_string(),
                    why: unsaid.why.clone(),
                }));
            }
        }
        Ok(rows)
    }

    /// The scenarios asked for, baseline first, each with its law and shocks.
    pub(crate) fn stage(&self, wanted: Option<&str>) -> Result<Vec<Staged<'_>>, Failure> {
        let mut chosen = vec![&self.baseline];
        chosen.extend(self.scenarios.iter().filter(|one| wanted.is_none_or(|name| one.id == name)));
        if let (1, Some(name)) = (chosen.len(), wanted) {
            let known = self.scenarios.iter().map(|scenario| scenario.id.as_str());
            let place = Place::whole(&format!("{}/{name}", self.id));
            let finding =
                Finding::error("LP-S002", place, format!("the study has no scenario `{name}`"))
                    .expected(known.clone().collect::<Vec<_>>().join(", "))
                    .nearest(name, known)
                    .help("`linchpin list` names the scenarios of each study");
            return Err(Findings::from(finding).into());
        }
        let staged = chosen.into_iter().map(|scenario| self.stage_one(scenario));
        Ok(staged.collect::<Result<_, _>>()?)
    }

    /// A scenario with its law and shocks.
    pub(crate) fn stage_one<'s>(&self, scenario: &'s Scenario) -> Result<Staged<'s>, Findings> {
        let rulebook = self.rulebook.with_reforms(&scenario.acts)?;
        let law = Law {
            rulebook: &rulebook,
            world: &self.world,
            span: Days { from: self.from, until: Some(self.until) },
            known: self.known,
            replaced: &scenario.replaced,
        };
        let mut shocks = law.shocks(&self.always);
        shocks.extend(law.shocks(&scenario.questions));
        shocks.extend(scenario.events.iter().cloned());
        Ok(Staged { scenario, rulebook: Arc::new(rulebook), shocks: distinct(shocks) })
    }

    /// The market of the world, with every assumption that some shock draws from.
    pub(crate) fn build(&self, staged: &[Staged<'_>]) -> Result<Box<dyn Built>, Failure> {
        let mut findings = Findings::default();
        let mut assumed: Vec<Assumed> = Vec::new();
        let mut chance: Vec<ParameterName> = Vec::new();
        for one in staged {
            for id in one.shocks.iter().flat_map(assumptions_of) {
                if assumed.iter().any(|known| known.id == id) {
                    continue;
                }
                let given =
                    one.scenario.given.iter().find(|(name, _)| *name == id).map(|(_, given)| given);
                match (given, self.world.assumption(&id)) {
                    (Some(Given { range, unit, .. }), _) => {
                        assumed.push(Assumed { id, range: *range, unit: *unit });
                    }
                    (None, Some(known)) => {
                        assumed.push(Assumed {
                            id,
                            range: known.sourced.range,
                            unit: known.sourced.unit,
                        });
                    }
                    (None, None) => findings.push(no_assumption(&id, self)),
                }
            }
            chance.extend(one.shocks.iter().flat_map(|shock| shock.lever.chances()));
        }
        if findings.any_error() {
            return Err(findings.into());
        }
        let older = |shock: &&Shock| shock.days.from < self.from;
        let baseline = staged.first().map_or(&[][..], |one| &one.shocks);
        let in_force: Vec<Shock> = baseline.iter().filter(older).cloned().collect();
        let mut built = self.engine.build(&Inputs {
            world: &self.world,
            from: self.from,
            weeks: self.weeks(),
            begin: self.begin(),
            focus: &self.focus,
            assumed: &assumed,
            chances: &chance,
            in_force: &in_force,
        })?;
        for Setting { parameter, given, place } in &self.set {
            let known = built.space().iter().find(|known| known.name == *parameter.as_str());
            if let Some(unit) = known.map(|known| known.unit).filter(|unit| *unit != given.unit) {
                let message = format!("`{parameter}` is in {unit}, not in {}", given.unit);
                let finding = Finding::error("LP-S007", place.clone(), message);
                findings.push(finding.expected(unit.as_str()).help("write it in that unit"));
                continue;
            }
            if !built.set(&parameter.into(), given.range) {
                findings.push(self.unused(parameter, place, &*built));
            }
        }
        findings.or_value(built).map_err(Failure::Input)
    }

    /// A parameter that is set and that no part of this study has.
    fn unused(&self, parameter: &str, place: &Place, built: &dyn Built) -> Finding {
        let known: Vec<&str> = built.space().iter().map(|one| one.name.as_str()).collect();
        let assumed = self.world.assumption(parameter).is_some();
        let message = match assumed {
            true => {
                format!("`{parameter}` is an assumption of the world that this study does not use")
            }
            false => format!("no parameter is called `{parameter}`"),
        };
        let finding =
            Finding::error("LP-S008", place.clone(), message).expected("a parameter of the market");
        if assumed {
            // A name that is right is not misspelt: the assumptions that are used say more than the nearest.
            let own = known.iter().filter(|name| self.world.assumption(name).is_some());
            let own: Vec<&str> = own.copied().collect();
            return finding.help(format!("this study uses {}", own.join(", ")));
        }
        finding
            .kin(parameter, known.iter().copied())
            .help("a parameter is `subject quantity of to`, as in `product:dram supplier-stock`")
    }

    /// The state that the engine starts from; none at rest.
    fn begin(&self) -> Option<linchpin_engine::seam::Begin> {
        match self.state {
            Begin::AtRest => None,
            Begin::On(on) => Some(linchpin_engine::seam::Begin { on, known: self.known }),
        }
    }

    /// What is left out, after what kind of answer this is.
    fn notes(&self, built: &dyn Built) -> Vec<String> {
        if let Some(own) = built.notes() {
            return own.into_iter().chain(self.not_modelled.iter().cloned()).collect();
        }
        let known = self.known;
        let market = self.world.market_known_through(Some(known));
        let market = market.map_or("nothing".to_owned(), |day| day.to_string());
        let horizons = format!("{HORIZONS} {}; market known through {market}.", self.law_known());
        let state = match self.state {
            Begin::AtRest => format!(
                "{AT_REST}: levels are those of no real date, and changes are of the measures alone."
            ),
            Begin::On(on) => format!(
                "A conditional projection from the market of {on}; from {} on, two quarters into the run, it is a scenario. Stocks, prices and utilisation are those of {on}, from series published by {known}; capacities are the world's, and demand grows with them; HBM, which has no price cycle here, starts at rest.",
                self.from.plus(183)
            ),
        };
        [horizons, state].into_iter().chain(self.not_modelled.iter().cloned()).collect()
    }

    /// Through which day the documents of each government were looked through, as far as they are known on the
    /// study's day: a licence that came after it is in no answer.
    #[must_use]
    pub fn law_known(&self) -> String {
        let through = |order: &Order| {
            let day = self.rulebook.complete_through(*order)?.min(self.known);
            Some(format!("{day} ({})", order.as_str().to_uppercase()))
        };
        Order::ALL.iter().filter_map(through).collect::<Vec<_>>().join(", ")
    }

    /// What would be delivered if only demand had changed, for each scenario of `run` in which it does:
    /// what buyers do not want is no shortage, so that shortages are counted from there.
    ///
    /// # Errors
    /// As [`Study::run`].
    pub(crate) fn wanted(&self, run: &RunInput) -> Result<Vec<Option<Trajectories>>, Failure> {
        let staged = self.stage(None)?;
        let built = self.build(&staged)?;
        let sampler = built.space().sampler(self.design, self.seed, self.members.total as usize);
        let wanted = |scenario: &ScenarioRun| {
            let one = staged.iter().find(|one| one.scenario.id == scenario.id);
            let demand = |shock: &&Shock| shock.lever.side() == Side::Demand;
            let mut shocks: Vec<Shock> =
                one.into_iter().flat_map(|one| &one.shocks).filter(demand).cloned().collect();
            if shocks.is_empty() {
                return Ok(None);
            }
            // What else the baseline holds stays as it is.
            let baseline = staged.first().into_iter().flat_map(|one| &one.shocks);
            shocks.extend(baseline.filter(|shock| !demand(shock)).cloned());
            let ran = built.run(&[shocks], &sampler, &self.members, &unwatched);
            let outcome = ran.ok_or(Failure::Stopped)?.outcomes.pop();
            Ok(outcome.map(|outcome| outcome.trajectories))
        };
        run.scenarios.iter().map(wanted).collect()
    }

    /// What each group of shocks adds to each loss, by switching it off and on again on the same
    /// draws; none for the baseline and for a study that does not want it.
    fn causes(
        &self,
        staged: &[Staged<'_>],
        built: &dyn Built,
        outcomes: &[Outcome],
        draws: &[Draw],
    ) -> Result<Vec<Option<CauseParts>>, Failure> {
        let keys = linchpin_results::losses::measured(built.keys());
        let sums = |outcome: &Outcome| -> Vec<Sums> {
            let total = |member: usize, key: &usize| {
                outcome.trajectories.series(member, *key).iter().fold(0.0, |sum, value| sum + value)
            };
            (0..draws.len())
                .map(|member| keys.iter().map(|key| total(member, key)).collect())
                .collect()
        };
        let mut found = vec![None];
        let before = sums(&outcomes[0]);
        for (one, outcome) in staged.iter().zip(outcomes).skip(1) {
            let players = Players::new(&staged[0].shocks, &one.shocks);
            if players.groups.is_empty() || self.given.without_causes {
                found.push(None);
                continue;
            }
            let (id, here) = (one.scenario.id.as_str(), self.members.here.clone());
            let jobs = players.jobs(self.seed, id, here.clone());
            let plan = Plan::new(&players.shocks, built.space(), built.calendar())
                .map_err(|error| Failure::Design(error.to_string()))?;
            let between =
                built.totals(&keys, &plan, &jobs, draws, &unwatched).ok_or(Failure::Stopped)?;
            let after = sums(outcome);
            let totals = Totals { before: &before, after: &after, between: &between };
            let values = players.parts(self.seed, id, here, &totals).into();
            let groups = players.groups.iter().map(|group| cause_group(group, &players, one));
            found.push(Some(CauseParts { groups: groups.collect(), keys: keys.clone(), values }));
        }
        Ok(found)
    }

    fn collect(
        &self,
        staged: &[Staged<'_>],
        built: &dyn Built,
        (outcomes, causes): (Vec<Outcome>, Vec<Option<CauseParts>>),
        draws: &[Draw],
        (curves, apart): (Vec<Curve>, Apart),
    ) -> RunInput {
        let own = describe::own_names(built);
        let Described { dates, inputs, assumptions, observed, names, related } =
            describe::describe(self, staged, built, &own);
        let mut runs: Vec<ScenarioRun> = staged
            .iter()
            .zip(outcomes)
            .zip(causes)
            .map(|((one, outcome), parts)| ScenarioRun {
                id: one.scenario.id.clone(),
                title: one.scenario.title.clone(),
                summary: one.scenario.summary.clone(),
                trajectories: outcome.trajectories,
                bindings: outcome.bindings,
                shocks: describe::shock_rows(&self.world, &own, &one.shocks),
                parts,
            })
            .collect();
        let scenarios = runs.split_off(1);
        let baseline = runs.remove(0);
        let open: Vec<usize> = built
            .space()
            .iter()
            .enumerate()
            .filter_map(|(at, parameter)| (!parameter.range.is_point()).then_some(at))
            .collect();
        let parameters = Parameters {
            ids: open
                .iter()
                .filter_map(|at| built.space().iter().nth(*at))
                .map(|p| p.name.to_string())
                .collect(),
            draws: draws
                .iter()
                .map(|draw| open.iter().map(|at| draw.at(*at).get()).collect())
                .collect(),
        };
        let about = &self.headline.scenario;
        let ran = scenarios.iter().any(|scenario| scenario.id == *about);
        let headline = ran.then(|| self.headline.cell(about));
        RunInput {
            study: linchpin_results::report::Study {
                id: self.id.clone(),
                title: self.title.clone(),
                question: self.question.clone(),
            },
            manifest: describe::manifest(self, staged),
            headline,
            baseline,
            scenarios,
            parameters,
            dates,
            inputs,
            assumptions,
            observed,
            curves,
            kinds: kinds(staged),
            unsaid: Vec::new(),
            not_modelled: self.notes(built),
            spillover: None,
            carried: apart.carried,
            ladder: apart.ladder,
            about_capacity: self.headline.about_capacity,
            places: self
                .world
                .sites
                .iter()
                .map(|site| (site.id.to_string(), site.country.to_string()))
                .collect(),
            names,
            related,
        }
    }
}

/// How often answers about each scenario held in the past, by the levers in which it differs from the baseline.
fn kinds(staged: &[Staged<'_>]) -> Vec<KindRow> {
    let Some((baseline, scenarios)) = staged.split_first() else { return Vec::new() };
    let rows = scenarios.iter().flat_map(|one| {
        let differs = Players::new(&baseline.shocks, &one.shocks).groups;
        let levers = differs.iter().map(|group| group.lever).collect();
        record::of_levers(&levers).into_iter().map(|(measure, kind)| KindRow {
            scenario: one.scenario.id.clone(),
            measure,
            kind,
        })
    });
    rows.collect()
}

/// A group for readers, with its shocks by number in the scenario's own list.
fn cause_group(group: &Group, players: &Players, staged: &Staged<'_>) -> CauseGroup {
    let own = group.shocks.iter().filter_map(|shock| {
        let same = |known: &Shock| known.says_the_same(&players.shocks[*shock]);
        staged.shocks.iter().position(same).and_then(|at| u32::try_from(at).ok())
    });
    let acts = if group.acts.is_empty() {
        group.happened.clone()
    } else {
        group.acts.iter().map(ToString::to_string).collect()
    };
    // Several supposed acts of one government are told apart by what happens.
    let cause = match (group.government, group.happened.first()) {
        (Some(_), Some(what)) => format!("{}: {what}", group.cause),
        _ => group.cause.to_owned(),
    };
    CauseGroup {
        cause,
        lever: group.lever.to_owned(),
        government: group.government.map(|order| order_name(order).to_owned()),
        acts,
        shocks: own.collect(),
        lifted: group.lifted,
    }
}

pub(crate) fn no_assumption(id: &str, study: &Study) -> Finding {
    let known: Vec<String> =
        study.world.assumptions.iter().map(|one| one.id.name().to_owned()).collect();
    Finding::error(
        "LP-M004",
        Place::whole("assumptions.toml"),
        format!("no assumption is called `{id}`"),
    )
    .expected("an assumption that says what a verdict does to volumes")
    .nearest(id, known.iter().map(String::as_str))
    .help("add it to the world's assumptions.toml with a range and why")
}
