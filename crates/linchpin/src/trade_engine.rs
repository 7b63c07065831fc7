//! Trade equilibria behind the engine seam: comparative statics in the place of weeks.
//!
//! In: what the seam hands over. Out: for every draw of the trade elasticities, real income and exports of each
//! economy once all has settled, at three horizons; each variable names its own. The measures are those that
//! stand at the end of the study's days. The table and the equilibria are those of `linchpin trade decoupling`,
//! so that both say the same; nothing of trade is computed here.

mod behind;

use crate::bundled_cell::bundled_cell;
use linchpin_engine::causes::{Job, Sums};
use linchpin_engine::ensemble::watched;
use linchpin_engine::parameter::{ParameterName, SpaceSampler};
use linchpin_engine::paths::{EconomyName, FlowOf, Paths};
use linchpin_engine::seam::{
    Built, Carried, Engine, Ground, Inputs, Ladder, Outcome, Ran, ReaderName, TableCell, Unsaid,
};
use linchpin_engine::{
    Better, Calendar, Draw, Level, Members, Nature, Plan, SeriesKey, Settled, Shock, Space,
    Trajectories, Variable, VariableForm, Watch,
};
use linchpin_network::table::Origin as Table;
use linchpin_network::table::bundled::{BuiltIn, name};
use linchpin_network::table::chips::{MEMORY, OTHER, REST, carved};
use linchpin_trade::decouple::{LONG_RUN, Measure, TESTED, exports_before, sold, values_at};
use linchpin_trade::table::{Flows, economy};
use linchpin_trade::{Change, Economy, Flow, Horizon, TradeError};
use linchpin_units::{Finding, Findings, Place, Range, Unit};
use linchpin_world::Entity;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What is told of each economy, at each horizon.
const TOLD: [Measure; 2] = [Measure::Welfare, Measure::Exports];

/// The year of the table.
const YEAR: &str = "2011";

/// The comparative statics of the bundled table.
#[derive(Debug, Clone, Copy)]
pub struct TradeEngine(());

impl TradeEngine {
    /// The engine, with its words declared.
    #[must_use]
    pub fn new() -> Self {
        for horizon in Horizon::ALL {
            for measure in TOLD {
                let _ = variable(measure, horizon);
            }
        }
        Self(())
    }
}

impl Default for TradeEngine {
    fn default() -> Self {
        Self::new()
    }
}

/// The level of its rows.
///
/// # Panics
/// Never: a program declares few words.
fn level() -> Level {
    Level::declare("economy").expect("few words are declared")
}

/// How a horizon is called before a measure, its kind, and its parameter.
fn run_of(horizon: Horizon) -> (&'static str, Settled, &'static str) {
    match horizon {
        Horizon::Short => ("short-run", Settled::Short, "trade-elasticity-short-run"),
        Horizon::Medium => ("medium-run", Settled::Medium, "trade-elasticity-medium-run"),
        Horizon::Long => ("long-run", Settled::Long, "trade-elasticity-long-run"),
    }
}

/// A horizon within a sentence.
fn when(horizon: Horizon) -> &'static str {
    match horizon {
        Horizon::Short => "within a year",
        Horizon::Medium => "after one to three years",
        Horizon::Long => "beyond three years",
    }
}

/// The variable of a measure at a horizon.
///
/// # Panics
/// Never: no other engine gives these words another meaning.
fn variable(measure: Measure, horizon: Horizon) -> Variable {
    let (run, settled, _) = run_of(horizon);
    let (word, label) = match measure {
        Measure::Exports => ("exports", "exports"),
        _ => ("real-income", "real income"),
    };
    let form = VariableForm {
        name: format!("{run}-{word}"),
        label: format!("{run} {label}"),
        unit: "USD_mn/year".to_owned(),
        nature: Nature::Flow,
        better: Better::More,
        summed: vec![level().to_string()],
        settled: Some(settled),
    };
    Variable::declare(&form).expect("these words are this engine's")
}

/// The bundled table as an economy.
#[derive(Debug)]
struct Base {
    economy: Economy,
    table: Table,
}

/// The bundled table with chips carved out, made once.
///
/// # Errors
/// A damaged built-in file, which a test rules out.
fn base() -> Result<&'static Base, Findings> {
    static BASE: OnceLock<Result<Base, Findings>> = OnceLock::new();
    let made = BASE.get_or_init(|| {
        let (mrio, _) = carved(BuiltIn::default())?;
        let finals = mrio.final_demand_by_region();
        let flows = Flows {
            regions: mrio.regions(),
            sectors: mrio.sectors(),
            z: mrio.z(),
            finals: &finals,
        };
        let economy = economy(&flows, LONG_RUN[1]).map_err(|error| finding(&error))?;
        Ok(Base { economy, table: mrio.origin().clone() })
    });
    made.as_ref().map_err(Clone::clone)
}

/// What the solver refuses, as a finding without a place.
fn finding(error: &TradeError) -> Finding {
    let found = Finding::error(error.code(), Place::whole("the bundled table"), error.to_string());
    let found = match error {
        TradeError::Unknown { nearest: Some(near), .. } => found.nearest(near, [near.as_str()]),
        _ => found,
    };
    found
        .expected("flows that the table has, and a measure that leaves a source for each good")
        .help("`linchpin error CODE` says what it means; a barrier lets more through than a ban")
}

impl Engine for TradeEngine {
    fn name(&self) -> &'static str {
        "trade"
    }

    fn hears(&self, kind: &str) -> bool {
        matches!(kind, "further-duty" | "costlier-trade" | "trade-ban")
    }

    fn names(&self) -> Vec<(&'static str, Vec<String>)> {
        let Ok(Base { economy, .. }) = base() else { return Vec::new() };
        vec![("economy", economy.countries.clone()), ("sector", economy.sectors.clone())]
    }

    fn build(&self, inputs: &Inputs<'_>) -> Result<Box<dyn Built>, Findings> {
        let Base { economy, table } = base()?;
        inputs.starts_at_rest(self, "leave the state out: whole years are compared")?;
        let mut space = Space::default();
        for horizon in Horizon::ALL {
            let [low, middle, high] = horizon.theta().unwrap_or(LONG_RUN);
            let range = Range::new(low, middle, high).map_err(|error| {
                let place = Place::whole(run_of(horizon).2);
                Findings::from(Finding::error("LP-S005", place, error.to_string()))
            })?;
            space.add(run_of(horizon).2, range, Unit::Pure);
        }
        inputs.add_to(&mut space);
        let mut keys = Vec::new();
        let mut before = Vec::new();
        for (at, country) in economy.countries.iter().enumerate() {
            for measure in TOLD {
                for horizon in Horizon::ALL {
                    let entity = format!("economy:{country}");
                    keys.push(SeriesKey::new(level(), entity, None, variable(measure, horizon)));
                    before.push(match measure {
                        Measure::Exports => exports_before(economy, at),
                        _ => economy.income()[at],
                    });
                }
            }
        }
        let partners = inputs.focus.destinations.iter().map(|one| one.name().to_owned()).collect();
        let calendar = Calendar { start: inputs.from, weeks: inputs.weeks };
        Ok(Box::new(BuiltTrade { economy, table, space, keys, before, partners, calendar }))
    }
}

struct BuiltTrade {
    economy: &'static Economy,
    table: &'static Table,
    space: Space,
    /// By economy, measure and horizon.
    keys: Vec<SeriesKey>,
    /// The value of each before anything happens.
    before: Vec<f64>,
    /// Economies whose trade with each other is told cell by cell.
    partners: Vec<String>,
    calendar: Calendar,
}

/// The measures that stand at the end of a run's weeks, as the solver hears them.
fn measures(paths: &Paths) -> linchpin_trade::Shock {
    let flow = |of: &FlowOf| {
        let economy = |one: &Option<EconomyName>| one.iter().map(ToString::to_string).collect();
        Flow {
            importers: economy(&of.importer),
            exporters: economy(&of.exporter),
            sectors: of.sector.iter().map(ToString::to_string).collect(),
        }
    };
    let end = paths.weeks().saturating_sub(1);
    let duties = paths.extra_duties.iter().filter_map(|(control, path)| {
        let rate = path.values()[end];
        (rate > 0.0).then(|| (flow(&control.flow), Change::ExtraTariff(rate)))
    });
    let costs = paths.border_costs.iter().filter_map(|(control, path)| {
        let factor = path.values()[end];
        let change = if factor.is_infinite() { Change::Ban } else { Change::Iceberg(factor) };
        (factor > 1.0).then(|| (flow(&control.flow), change))
    });
    linchpin_trade::Shock { entries: duties.chain(costs).collect() }
}

impl BuiltTrade {
    /// Changes at a horizon in per cent, by economy and [`TOLD`].
    fn changes(
        &self,
        shock: &linchpin_trade::Shock,
        horizon: Horizon,
        theta: f64,
    ) -> Result<Vec<[f64; 2]>, TradeError> {
        let all = values_at(self.economy, shock, horizon, theta)?;
        let of = |rows: &[linchpin_trade::decouple::Value]| {
            TOLD.map(|told| {
                let row = rows.iter().find(|row| row.measure == told);
                row.and_then(|row| row.value).unwrap_or(f64::NAN)
            })
        };
        Ok(all.chunks_exact(Measure::ALL.len()).map(of).collect())
    }

    fn elasticity(&self, draw: &Draw, horizon: Horizon) -> f64 {
        let at = self.space.position(run_of(horizon).2);
        at.map_or(f64::NAN, |at| draw.at(at).get())
    }

    /// Every series under the measures of one draw. What has no equilibrium is no number, and a run that holds one
    /// is refused by name.
    fn block(&self, plan: &Plan, draw: &Draw, acts: &dyn Fn(usize) -> bool) -> Vec<f64> {
        let shock = measures(&plan.paths(draw, acts));
        if shock.entries.is_empty() {
            return self.before.clone();
        }
        let solved = Horizon::ALL.map(|horizon| {
            self.changes(&shock, horizon, self.elasticity(draw, horizon)).unwrap_or_default()
        });
        let horizons = Horizon::ALL.len();
        let value = |(at, before): (usize, &f64)| {
            let (row, horizon) = (at / horizons, at % horizons);
            let (economy, measure) = (row / TOLD.len(), row % TOLD.len());
            let change = solved[horizon].get(economy).map_or(f64::NAN, |row| row[measure]);
            before * (1.0 + change / 100.0)
        };
        self.before.iter().enumerate().map(value).collect()
    }

    fn plan(&self, shocks: &[Shock]) -> Option<Plan> {
        Plan::new(shocks, &self.space, self.calendar).ok()
    }

    fn cell(&self, economy: &str, what: String, value: f64) -> TableCell {
        let subject = format!("economy:{economy}").into();
        let table = (self.table, BuiltIn::default());
        bundled_cell(table, subject, name(economy).to_owned(), what, value)
    }
}

impl Built for BuiltTrade {
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
        &self.keys
    }

    fn own_names(&self) -> BTreeMap<Entity, ReaderName> {
        let named = |kind: &'static str, ids: &'static [String]| {
            ids.iter().map(move |id| (format!("{kind}:{id}").into(), name(id).into()))
        };
        let Economy { countries, sectors, .. } = self.economy;
        named("economy", countries).chain(named("sector", sectors)).collect()
    }

    fn cells(&self) -> Vec<TableCell> {
        let Economy { countries, sectors, .. } = self.economy;
        let income = self.economy.income();
        let mut cells = Vec::new();
        for (i, seller) in countries.iter().enumerate() {
            cells.push(self.cell(seller, "income".to_owned(), income[i]));
            cells.push(self.cell(seller, "exports".to_owned(), exports_before(self.economy, i)));
            for (n, buyer) in countries.iter().enumerate() {
                if n == i || !self.partners.contains(seller) || !self.partners.contains(buyer) {
                    continue;
                }
                for (j, sector) in sectors.iter().enumerate() {
                    let value = sold(self.economy, self.economy.at(j, n, i));
                    if [MEMORY, OTHER, REST].contains(&sector.as_str()) && value > 0.0 {
                        let quantity = format!("{} sold to {}", name(sector), name(buyer));
                        cells.push(self.cell(seller, quantity, value));
                    }
                }
            }
        }
        cells
    }

    fn carried(&self, baseline: &[Shock], scenario: &[Shock]) -> Vec<Carried> {
        self.flows_behind(baseline, scenario)
    }

    fn ladder(
        &self,
        series: usize,
        baseline: &[Shock],
        scenario: &[Shock],
        draws: &[Draw],
    ) -> Option<Ladder> {
        self.methods(series, (baseline, scenario), draws)
    }

    fn grounds(&self) -> Vec<Ground> {
        let ground = |horizon: Horizon, why: &str, source: &str| Ground {
            parameter: run_of(horizon).2.into(),
            name: format!("trade elasticity, {}", horizon.words()),
            why: why.to_owned(),
            cite: source.to_owned(),
        };
        vec![
            ground(
                Horizon::Short,
                "How far buyers change their sources within a year. The middle is the paper's estimate; the width is assumed.",
                "Boehm, Levchenko and Pandalai-Nayar, American Economic Review 113 (2023)",
            ),
            ground(
                Horizon::Medium,
                "Between the short and the long run; assumed.",
                "assumption:trade-elasticity-medium-run",
            ),
            ground(
                Horizon::Long,
                "How far buyers change their sources once trade has settled, across methods of estimation.",
                "Simonovska and Waugh, Journal of International Economics 92 (2014)",
            ),
        ]
    }

    fn notes(&self) -> Option<Vec<String>> {
        let horizons = Horizon::ALL.map(|horizon| {
            let nests = horizon.nests();
            format!(
                "{}: nests {}, {}, {} (consumption, value added, materials)",
                horizon.words(),
                nests.consumption,
                nests.value_added,
                nests.materials
            )
        });
        Some(vec![
            format!(
                "Comparative statics: each number is a whole year once the horizon is reached, against the same year without the measures. There is no path between. {}.",
                horizons.join("; ")
            ),
            format!(
                "Trade and income are those of {YEAR} ({}): what has moved since then is not in it. Amounts are in the table’s million US dollars a year.",
                self.table.attribution
            ),
        ])
    }

    fn foresee(&self, shocks: &[Shock]) -> Result<Vec<Unsaid>, Finding> {
        let Some(plan) = self.plan(shocks) else { return Ok(Vec::new()) };
        let middle = self.space.modes();
        let shock = measures(&plan.paths(&middle, |_| true));
        if shock.entries.is_empty() {
            return Ok(Vec::new());
        }
        let mut beyond = Vec::new();
        for horizon in Horizon::ALL {
            let theta = self.elasticity(&middle, horizon);
            let found = self.changes(&shock, horizon, theta).map_err(|error| finding(&error))?;
            if found.iter().any(|[income, _]| income.abs() > TESTED) {
                beyond.push(horizon);
            }
        }
        if beyond.is_empty() {
            return Ok(Vec::new());
        }
        let when: Vec<&str> = beyond.iter().map(|horizon| when(*horizon)).collect();
        let of = |horizon: &Horizon| TOLD.map(|measure| variable(measure, *horizon));
        Ok(vec![Unsaid {
            variables: beyond.iter().flat_map(of).collect(),
            why: format!(
                "{} one economy’s real income moves by more than {TESTED:.0} %, beyond the published cases.",
                when.join(" and ")
            ),
        }])
    }

    fn run(
        &self,
        scenarios: &[Vec<Shock>],
        sampler: &SpaceSampler<'_>,
        members: &Members,
        watch: &Watch<'_>,
    ) -> Option<Ran> {
        let plans: Vec<Plan> = scenarios.iter().map(|one| self.plan(one)).collect::<Option<_>>()?;
        let ran = members.run(watch, |member| {
            let draw = sampler.draw(member);
            let blocks: Vec<Vec<f64>> =
                plans.iter().map(|plan| self.block(plan, &draw, &|_| true)).collect();
            (draw, blocks)
        })?;
        let outcome = |scenario: usize| Outcome {
            trajectories: Trajectories {
                weeks: vec![self.calendar.start],
                keys: self.keys.clone(),
                members: members.here.clone(),
                values: ran.iter().flat_map(|(_, blocks)| blocks[scenario].clone()).collect(),
            },
            bindings: Vec::new(),
        };
        let outcomes = (0..plans.len()).map(outcome).collect();
        let draws = ran.into_iter().map(|(draw, _)| draw).collect();
        Some(Ran { outcomes, draws, strained: Vec::new() })
    }

    fn totals(
        &self,
        keys: &[usize],
        plan: &Plan,
        jobs: &[Job],
        draws: &[Draw],
        watch: &Watch<'_>,
    ) -> Option<Vec<Sums>> {
        watched(jobs.par_iter(), watch, |job: &Job| {
            let block = self.block(plan, &draws[job.member], &|shock| job.acts[shock]);
            keys.iter().map(|key| block[*key]).collect()
        })
    }
}
