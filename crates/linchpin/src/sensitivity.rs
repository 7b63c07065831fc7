//! Which uncertain numbers an answer hangs on: the study's engine on a design over its parameters.
//!
//! In: a study, a scenario, a method, cells. Out: for each cell a row for each factor with its indices, their
//! intervals and what the factor's range rests on. The outcome is the loss over the horizon as a share of the
//! baseline (a gain is negative), or whether it is above a share. Sobol indices and Shapley effects of a
//! hundred parameters would need a million runs: a Morris screening picks the factors that are told one by one,
//! and all others vary as one group, so that nothing of the variance is left out.

use crate::changes::{Changes, Runner};
use crate::describe;
use crate::simulate::Failure;
use crate::staged::Staged;
use crate::study::Study;
use linchpin_engine::Watch;
use linchpin_engine::seam::Built;
use linchpin_results::cell::of_series;
pub use linchpin_uncertainty::Estimate;
use linchpin_uncertainty::morris::Morris;
use linchpin_uncertainty::pawn::{noise, pawn};
use linchpin_uncertainty::saltelli::Saltelli;
use linchpin_uncertainty::shapley::Shapley;
use linchpin_uncertainty::{Bootstrap, Copula, Sobol};
use linchpin_units::{Finding, Findings, Place};
use serde::Serialize;

/// How influence is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Elementary effects: cheap, for a first look.
    Morris,
    /// Parts of the variance, alone and with all others.
    Sobol,
    /// How far the distribution moves when a factor is known.
    Pawn,
    /// Parts of the variance that add up to the whole.
    Shapley,
}

impl Method {
    /// Every method by its spelling.
    pub const ALL: [(&'static str, Self); 4] = [
        ("morris", Self::Morris),
        ("sobol", Self::Sobol),
        ("pawn", Self::Pawn),
        ("shapley", Self::Shapley),
    ];

    /// Rows, trajectories, runs or orders when none are asked for.
    #[must_use]
    pub fn usual(self) -> u32 {
        match self {
            Self::Morris => 30,
            Self::Sobol => 256,
            Self::Pawn => 1024,
            Self::Shapley => 100,
        }
    }
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The scenario; that of the study's headline if none.
    pub scenario: Option<String>,
    /// The method.
    pub method: Method,
    /// Size of the design: trajectories of Morris, rows of Sobol, runs of PAWN, orders of Shapley.
    pub n: Option<u32>,
    /// Cells, with or without the scenario; the headline's if none.
    pub cells: Vec<String>,
    /// Ask for the probability of a loss of more than this share of the baseline.
    pub above: Option<f64>,
    /// Factors told one by one by Sobol and Shapley; the others are one group.
    pub factors: usize,
}

/// Trajectories of the screening.
const SCREENING: u32 = 10;
/// Slices of PAWN.
const SLICES: usize = 10;
/// Rows drawn anew for the intervals.
const RESAMPLES: u32 = 200;

/// What the answer hangs on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sensitivity {
    /// The study.
    pub study: String,
    /// The scenario.
    pub scenario: String,
    /// The method.
    pub method: Method,
    /// Size of the design.
    pub n: u32,
    /// Seed of design, screening and intervals.
    pub seed: u64,
    /// Runs of baseline and scenario for the indices.
    pub runs: usize,
    /// Runs of the screening before them.
    pub screened: usize,
    /// Uncertain factors in all.
    pub factors: usize,
    /// The share above which a loss counts, where the probability of that is asked for.
    pub above: Option<f64>,
    /// One answer for each cell.
    pub outcomes: Vec<OutcomeIndices>,
}

/// The indices of one cell.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OutcomeIndices {
    /// The cell.
    pub cell: String,
    /// Who and what, for readers.
    pub name: String,
    /// Mean loss as a share of the baseline; or the probability that was asked for.
    pub mean: f64,
    /// Standard deviation of the same.
    pub deviation: f64,
    /// Sum of what the factors bring alone, of one (Sobol).
    pub explained: Option<Estimate>,
    /// Below this a PAWN index may be chance.
    pub noise: Option<f64>,
    /// By factor, the largest first.
    pub rows: Vec<FactorRow>,
}

/// The indices of one factor.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FactorRow {
    /// Name of the parameter; none for the group of all others.
    pub parameter: Option<String>,
    /// For readers.
    pub name: String,
    /// Low, most likely and high value; none for the group.
    pub range: Option<[f64; 3]>,
    /// Unit of the range.
    pub unit: String,
    /// What the range rests on.
    pub rests: String,
    /// Sobol: alone (S1). Morris: mean size of effect. PAWN: median distance. Shapley: the effect.
    pub index: Estimate,
    /// Sobol: with all others (ST). PAWN: largest distance.
    pub total: Option<Estimate>,
    /// Morris: mean signed effect and its standard deviation.
    pub signed: Option<[f64; 2]>,
}

/// A factor for readers.
#[derive(Debug, Clone)]
struct Factor {
    parameter: String,
    name: String,
    range: [f64; 3],
    unit: String,
    rests: String,
}

impl Study {
    /// The indices of some cells of a scenario; `watch` counts runs and may stop.
    ///
    /// # Errors
    /// [`Failure`] for a scenario or cell that is not there, for a scenario that changes nothing, or a design
    /// with too many dimensions.
    pub fn sensitivity(&self, asked: &Asked, watch: &Watch<'_>) -> Result<Sensitivity, Failure> {
        let scenario = asked.scenario.as_deref().unwrap_or(&self.headline.scenario);
        let staged = self.stage(Some(scenario))?;
        let built = self.build(&staged)?;
        let cells = self.cells(asked, &*built, scenario)?;
        let keys = cells.iter().map(|(key, _, _)| *key).collect();
        let changes = Changes::new(&*built, &staged, keys)?;
        if staged.len() != 2 || !changes.differs(1) {
            return Err(self.nothing(scenario));
        }
        let runner = Runner { built: &*built, changes, cells: cells.len(), above: asked.above };
        let factors = self.factors(&staged, &*built);
        let n = asked.n.unwrap_or(asked.method.usual());
        let mut found = Sensitivity {
            study: self.id.clone(),
            scenario: scenario.to_owned(),
            method: asked.method,
            n,
            seed: self.seed,
            runs: 0,
            screened: 0,
            factors: factors.len(),
            above: asked.above,
            outcomes: Vec::new(),
        };
        let mut groups: Vec<Vec<usize>> = (0..factors.len()).map(|at| vec![at]).collect();
        let grouped = matches!(asked.method, Method::Sobol | Method::Shapley);
        if grouped && factors.len() > asked.factors {
            let screen = Morris::new(SCREENING, factors.len(), groups, self.seed);
            let outcomes = runner.run(screen.runs(), &|run| screen.point(run), watch)?;
            found.screened = screen.runs();
            groups = strongest(&screen, &outcomes, asked.factors);
        }
        let design = Laid::new(asked.method, n, factors.len(), groups, self.seed);
        found.runs = design.runs();
        let outcomes = runner.run(design.runs(), &|run| design.point(run), watch)?;
        for ((_, cell, name), outcomes) in cells.into_iter().zip(&outcomes) {
            found.outcomes.push(design.answer(&factors, (cell, name), outcomes, self.seed));
        }
        Ok(found)
    }

    fn nothing(&self, scenario: &str) -> Failure {
        let place = Place::whole(&format!("{}/{scenario}", self.id));
        let finding = Finding::error("LP-S002", place, "the scenario changes nothing")
            .expected("a scenario with a shock that the baseline does not have")
            .help("`linchpin list` names the scenarios of each study");
        Findings::from(finding).into()
    }

    /// The cells asked for: where their series stands, the cell's full name, and words.
    fn cells(
        &self,
        asked: &Asked,
        built: &dyn Built,
        scenario: &str,
    ) -> Result<Vec<(usize, String, String)>, Failure> {
        let keys = built.keys();
        let known: Vec<(usize, String, String)> = linchpin_results::losses::measured(keys)
            .into_iter()
            .map(|at| {
                let key = &keys[at];
                let (entity, product) = (key.entity.as_str(), key.product.as_deref());
                let product_name = product.filter(|id| *id != entity);
                let product_name = product_name
                    .map(|id| format!("{} ", self.world.name_of(id)))
                    .unwrap_or_default();
                let words = key.variable.label();
                let name = format!("{}, {product_name}{words}", self.called(entity));
                (at, of_series(scenario, key), name)
            })
            .collect();
        let wanted = match asked.cells.is_empty() {
            true => vec![self.headline.cell(scenario)],
            false => asked.cells.clone(),
        };
        let (mut found, mut findings) = (Vec::new(), Findings::default());
        for name in wanted {
            let full = if name.contains('/') { name.clone() } else { format!("{scenario}/{name}") };
            match known.iter().find(|(_, cell, _)| *cell == full) {
                Some(one) => found.push(one.clone()),
                None => findings.push(
                    Finding::error(
                        "LP-S008",
                        Place::whole(&self.id),
                        format!("the study has no cell `{name}` in scenario {scenario}"),
                    )
                    .expected("a cell such as skhynix-wuxi.dram.output")
                    .nearest(&full, known.iter().map(|(_, cell, _)| cell.as_str()))
                    .help("`linchpin run STUDY --json` lists every cell under `losses`"),
                ),
            }
        }
        findings.or_value(found).map_err(Failure::Input)
    }

    /// A parameter's name in words.
    fn words(&self, parameter: &str) -> String {
        crate::discover::words(parameter, |id| Some(self.called(id)))
    }

    /// A thing's name; one in a place is told with it.
    fn called(&self, entity: &str) -> String {
        match entity.split_once('@') {
            Some((one, place)) => {
                format!("{} in {}", self.world.name_of(one), self.world.name_of(place))
            }
            None => self.world.name_of(entity).to_owned(),
        }
    }

    /// Every uncertain factor with its words and what it rests on, in the order of the design.
    fn factors(&self, staged: &[Staged<'_>], built: &dyn Built) -> Vec<Factor> {
        let assumptions = describe::assumptions(self, staged, built);
        let factor = |parameter: &linchpin_engine::Parameter| {
            let range = parameter.range;
            let assumed = assumptions.iter().find(|row| parameter.name == *row.id);
            let origin = built.origins().iter().find(|one| one.parameter == parameter.name);
            let fact = origin.and_then(|origin| describe::input(&self.world, origin));
            let (name, rests) = match (assumed, fact) {
                // A number that a study sets bears the parameter's own name.
                (Some(row), _) if row.name == row.id => (self.words(&row.id), row.source.clone()),
                (Some(row), _) => (row.name.clone(), row.source.clone()),
                (None, Some(row)) => {
                    let mut outlets: Vec<&str> =
                        row.accounts.iter().map(|one| one.outlet.as_str()).collect();
                    outlets.dedup();
                    let name = format!("{}: {}", row.name, row.quantity.replace('-', " "));
                    (name, outlets.join("; "))
                }
                (None, None) => (self.words(&parameter.name), String::new()),
            };
            Factor {
                parameter: parameter.name.to_string(),
                name,
                range: [range.low(), range.mode(), range.high()],
                unit: parameter.unit.as_str().to_owned(),
                rests,
            }
        };
        built.space().open().map(factor).collect()
    }
}

/// The factors with the largest effects on any cell one by one, and all others as the last group.
fn strongest(screen: &Morris, outcomes: &[Vec<f64>], count: usize) -> Vec<Vec<usize>> {
    let none = Bootstrap { resamples: 0, seed: 0 };
    let mut size: Vec<f64> = Vec::new();
    for own in outcomes {
        let effects = screen.effects(own, none).size;
        let largest = effects.iter().map(|one| one.value).fold(0.0, f64::max);
        size.resize(effects.len(), 0.0);
        for (size, one) in size.iter_mut().zip(effects) {
            // Cells are put on one scale: each counts by its own largest effect.
            *size = size.max(if largest > 0.0 { one.value / largest } else { 0.0 });
        }
    }
    let mut order: Vec<usize> = (0..size.len()).collect();
    order.sort_by(|a, b| size[*b].total_cmp(&size[*a]));
    let mut rest = order.split_off(count.min(order.len()));
    order.sort_unstable();
    rest.sort_unstable();
    let single = order.into_iter().map(|at| vec![at]);
    single.chain((!rest.is_empty()).then_some(rest)).collect()
}

/// A design of any method.
enum Laid {
    Morris(Morris, Vec<Vec<usize>>),
    Sobol(Saltelli, Vec<Vec<usize>>),
    Pawn(Sobol, u32, Vec<Vec<usize>>),
    Shapley(Shapley, Vec<Vec<usize>>),
}

impl Laid {
    fn new(method: Method, n: u32, factors: usize, groups: Vec<Vec<usize>>, seed: u64) -> Self {
        match method {
            Method::Morris => Self::Morris(Morris::new(n, factors, groups.clone(), seed), groups),
            Method::Sobol => Self::Sobol(Saltelli::new(n, factors, groups.clone(), seed), groups),
            Method::Pawn => Self::Pawn(Sobol::scrambled(factors, seed), n, groups),
            Method::Shapley => {
                let copula = Copula::independent(factors);
                let whole = n.saturating_mul(10).clamp(256, 4096);
                Self::Shapley(Shapley::new(n, whole, groups.clone(), copula, seed), groups)
            }
        }
    }

    fn runs(&self) -> usize {
        match self {
            Self::Morris(design, _) => design.runs(),
            Self::Sobol(design, _) => design.runs(),
            Self::Pawn(_, n, _) => *n as usize,
            Self::Shapley(design, _) => design.runs(),
        }
    }

    fn point(&self, run: usize) -> Vec<f64> {
        match self {
            Self::Morris(design, _) => design.point(run),
            Self::Sobol(design, _) => design.point(run),
            Self::Pawn(points, _, _) => points.point(u32::try_from(run).unwrap_or(u32::MAX)),
            Self::Shapley(design, _) => design.point(run),
        }
    }

    fn groups(&self) -> &[Vec<usize>] {
        match self {
            Self::Morris(_, groups)
            | Self::Sobol(_, groups)
            | Self::Pawn(_, _, groups)
            | Self::Shapley(_, groups) => groups,
        }
    }

    /// The answer for one cell.
    fn answer(
        &self,
        factors: &[Factor],
        (cell, name): (String, String),
        outcomes: &[f64],
        seed: u64,
    ) -> OutcomeIndices {
        let bootstrap = Bootstrap { resamples: RESAMPLES, seed };
        let (mut explained, mut limit) = (None, None);
        let found: Vec<(Estimate, Option<Estimate>, Option<[f64; 2]>)> = match self {
            Self::Morris(design, _) => {
                let effects = design.effects(outcomes, bootstrap);
                let signed = effects.mean.iter().zip(&effects.deviation);
                let signed = signed.map(|(mean, deviation)| Some([*mean, *deviation]));
                effects.size.into_iter().zip(signed).map(|(size, two)| (size, None, two)).collect()
            }
            Self::Sobol(design, _) => {
                let indices = design.indices(outcomes, bootstrap);
                explained = Some(indices.explained);
                let both = indices.first.into_iter().zip(indices.total);
                both.map(|(first, total)| (first, Some(total), None)).collect()
            }
            Self::Pawn(..) => {
                limit = Some(noise(outcomes.len(), outcomes.len() / SLICES));
                let points: Vec<Vec<f64>> =
                    (0..outcomes.len()).map(|run| self.point(run)).collect();
                let column = |at: usize| points.iter().map(|point| point[at]).collect();
                let columns: Vec<Vec<f64>> = (0..factors.len()).map(column).collect();
                let distances = pawn(&columns, outcomes, SLICES, bootstrap);
                distances.into_iter().map(|one| (one.median, Some(one.largest), None)).collect()
            }
            Self::Shapley(design, _) => design
                .effects(outcomes, bootstrap)
                .into_iter()
                .map(|one| (one, None, None))
                .collect(),
        };
        let mut rows: Vec<FactorRow> = self
            .groups()
            .iter()
            .zip(found)
            .map(|(group, indices)| row(factors, group, indices))
            .collect();
        // The largest of PAWN's distances is that of one slice, and mostly noise.
        let weight = |row: &FactorRow| match (limit, row.total) {
            (None, Some(total)) => total.value,
            _ => row.index.value,
        };
        rows.sort_by(|a, b| {
            a.parameter.is_none().cmp(&b.parameter.is_none()).then(weight(b).total_cmp(&weight(a)))
        });
        let count = outcomes.len().max(1) as f64;
        let mean = outcomes.iter().sum::<f64>() / count;
        let squares = outcomes.iter().map(|y| (y - mean) * (y - mean)).sum::<f64>();
        let deviation = (squares / count).sqrt();
        OutcomeIndices { cell, name, mean, deviation, explained, noise: limit, rows }
    }
}

fn row(
    factors: &[Factor],
    group: &[usize],
    (index, total, signed): (Estimate, Option<Estimate>, Option<[f64; 2]>),
) -> FactorRow {
    let [at] = group else {
        return FactorRow {
            parameter: None,
            name: format!("all {} other factors together", group.len()),
            range: None,
            unit: String::new(),
            rests: String::new(),
            index,
            total,
            signed: None,
        };
    };
    let factor = &factors[*at];
    FactorRow {
        parameter: Some(factor.parameter.clone()),
        name: factor.name.clone(),
        range: Some(factor.range),
        unit: factor.unit.clone(),
        rests: factor.rests.clone(),
        index,
        total,
        signed,
    }
}
