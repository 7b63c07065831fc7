//! Timelines side by side: one table, many scenarios, each with its own events.
//!
//! In come a model and scenarios; out comes what each of them costs every industry. The fast step
//! knows losses of capacity or capital that come back by themselves, and changes of final demand; who
//! rebuilds or loses a single link runs alone. Invariant: a scenario costs the same beside any others.

use super::ensemble::Ensemble;
use super::prepared::{Prepared, Unsupported};
use super::real::Real;
use super::scenario::Scenario;
use crate::ario::{ArioError, EventKind, Model, losses};
use crate::table::Outline;

/// Why scenarios cannot run side by side.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NotSideBySide {
    /// The model asks for what the fast step does not know.
    #[error(transparent)]
    Model(#[from] Unsupported),
    /// An event does.
    #[error("event `{event}` of scenario `{scenario}` {kind}, which the fast step does not know")]
    Event {
        /// Scenario.
        scenario: String,
        /// Event.
        event: String,
        /// What it does.
        kind: &'static str,
    },
    /// An event that cannot happen in this table.
    #[error("scenario `{scenario}`: {error}")]
    Timeline {
        /// Scenario.
        scenario: String,
        /// What is wrong.
        error: ArioError,
    },
}

/// What a scenario costs.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// Output lost by industry over all days, in the table's unit, region-major.
    pub lost: Vec<f64>,
    /// Lowest total output over usual, and its day.
    pub lowest: (f64, u32),
}

/// Bytes of one number in all lanes: two lines, the batch that kept vector registers busiest.
const BATCH: usize = 128;

/// Runs `scenarios` for `days` days, in the width `T`; the model's flows are turned into that width where
/// they stand.
///
/// # Errors
/// [`NotSideBySide`] for the first scenario or parameter that needs the plain simulation.
pub fn run<T: Real>(
    mut model: Model,
    scenarios: &[Scenario],
    days: u32,
) -> Result<Vec<Course>, NotSideBySide> {
    scenarios.iter().try_for_each(|scenario| check(&model, scenario))?;
    let prepared = Prepared::<T>::take(&mut model)?;
    let mut courses = Vec::with_capacity(scenarios.len());
    for batch in scenarios.chunks(BATCH / size_of::<T>()) {
        courses.extend(side_by_side(&model, &prepared, batch, days)?);
    }
    Ok(courses)
}

fn check(model: &Model, scenario: &Scenario) -> Result<(), NotSideBySide> {
    for event in &scenario.events {
        let kind = match event.kind {
            EventKind::Rebuild { .. } => Some("is rebuilt after"),
            EventKind::Link { .. } => Some("stops single links"),
            _ => None,
        };
        if let Some(kind) = kind {
            let (scenario, event) = (scenario.name.clone(), event.name.clone());
            return Err(NotSideBySide::Event { scenario, event, kind });
        }
        crate::ario::check(model, event).map_err(|error| in_scenario(scenario, error))?;
    }
    Ok(())
}

fn in_scenario(scenario: &Scenario, error: ArioError) -> NotSideBySide {
    NotSideBySide::Timeline { scenario: scenario.name.clone(), error }
}

fn side_by_side<T: Real>(
    model: &Model,
    prepared: &Prepared<T>,
    batch: &[Scenario],
    days: u32,
) -> Result<Vec<Course>, NotSideBySide> {
    let usual = prepared.usual_output();
    let n = usual.len();
    let whole: f64 = usual.iter().sum();
    let mut ensemble = Ensemble::new(prepared, batch.len());
    let mut lowest = vec![(1.0, 0); batch.len()];
    // Industries a scenario ever hits: only their losses have to be set anew each day.
    let mut hit = vec![vec![false; n]; batch.len()];
    for day in 0..days {
        for (k, scenario) in batch.iter().enumerate() {
            let today = losses(model, &scenario.events, day);
            let today = today.map_err(|error| in_scenario(scenario, error))?;
            for i in 0..n {
                let (lost, change) = (today.lost[i], today.demand[i]);
                hit[k][i] |= lost != 0.0 || change != 0.0;
                if hit[k][i] {
                    ensemble.set_loss(i, k, lost);
                    ensemble.set_demand_change(i, k, change);
                }
            }
        }
        ensemble.step();
        for (k, lowest) in lowest.iter_mut().enumerate() {
            let made: f64 = usual.iter().enumerate().map(|(i, x)| x * ensemble.output(i, k)).sum();
            if made / whole < lowest.0 {
                *lowest = (made / whole, day);
            }
        }
    }
    let lost = |k: usize| (0..n).map(|i| usual[i] * ensemble.days_lost(i, k)).collect();
    Ok(lowest.into_iter().enumerate().map(|(k, lowest)| Course { lost: lost(k), lowest }).collect())
}

/// The account of scenarios: each, and how far apart they lie.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Account {
    /// Unit of the table.
    pub unit: String,
    /// Days computed.
    pub days: u32,
    /// Each scenario, in the order given.
    pub scenarios: Vec<Cost>,
    /// Output lost by region, the largest median first.
    pub regions: Vec<Spread>,
    /// Output lost by sector, in the same way.
    pub sectors: Vec<Spread>,
}

/// What one scenario costs.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Cost {
    /// Scenario.
    pub name: String,
    /// Output lost.
    pub output: f64,
    /// The same as a share of usual output over the days computed.
    pub share: f64,
    /// Value added lost, at each industry's usual share in output.
    pub value_added: f64,
    /// Lowest total output over usual, and its day.
    pub lowest: (f64, u32),
}

/// The scenarios' losses of one region or sector.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Spread {
    /// Label.
    pub name: String,
    /// Smallest.
    pub low: f64,
    /// Middle one; of an even number the lower.
    pub median: f64,
    /// Largest.
    pub high: f64,
}

impl Account {
    /// Adds up the courses of `scenarios`, in their order.
    #[must_use]
    pub fn new(
        table: &Outline,
        scenarios: &[Scenario],
        (days, days_per_year): (u32, f64),
        courses: &[Course],
    ) -> Self {
        let (s, n) = (table.sectors().len(), table.industries());
        let (x, added) = (table.x(), table.value_added());
        // Output of the days computed: courses lose the same share of it as of the table's year.
        let usual = x.iter().sum::<f64>() * f64::from(days) / days_per_year;
        let costs = scenarios.iter().zip(courses).map(|(scenario, course)| {
            let output: f64 = course.lost.iter().sum();
            let per_output = |i: usize| if x[i] > 0.0 { added[i] / x[i] } else { 0.0 };
            let lost = course.lost.iter().enumerate();
            Cost {
                name: scenario.name.clone(),
                output,
                share: if usual > 0.0 { output / usual } else { 0.0 },
                value_added: lost.map(|(i, lost)| lost * per_output(i)).sum(),
                lowest: course.lowest,
            }
        });
        let spread = |name: &String, members: &dyn Fn(usize) -> bool| {
            let of = |course: &Course| -> f64 {
                (0..n).filter(|i| members(*i)).map(|i| course.lost[i]).sum()
            };
            let mut lost: Vec<f64> = courses.iter().map(of).collect();
            lost.sort_by(f64::total_cmp);
            let at = |q: usize| lost.get(q).copied().unwrap_or(0.0);
            let last = lost.len().saturating_sub(1);
            Spread { name: name.clone(), low: at(0), median: at(last / 2), high: at(last) }
        };
        let ranked = |mut spreads: Vec<Spread>| {
            spreads.sort_by(|a, b| b.median.total_cmp(&a.median).then_with(|| a.name.cmp(&b.name)));
            spreads
        };
        let regions = table.regions().iter().enumerate();
        let sectors = table.sectors().iter().enumerate();
        Self {
            unit: table.origin().unit.clone(),
            days,
            scenarios: costs.collect(),
            regions: ranked(regions.map(|(r, name)| spread(name, &|i| i / s == r)).collect()),
            sectors: ranked(sectors.map(|(p, name)| spread(name, &|i| i % s == p)).collect()),
        }
    }
}
