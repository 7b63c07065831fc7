//! Conditional projections: the price forced to the observed one up to a month, then free.
//!
//! Beyond two quarters this is a scenario, not a forecast: the drivers of demand are given, and errors add up.

use crate::Market;
use crate::band::Band;
use crate::calendar::Month as Calendar;
use crate::data::{FIRST, Inputs, mean_price};
use crate::fit::{Effort, Fit, fitted, start};
use crate::model::{Demand, Month};
use linchpin_engine::{Members, unwatched};
use linchpin_units::{Day, Findings, math};
use linchpin_world::World;
use serde::Serialize;

/// The months of every kept draw: `forced` months with observed prices, then free ones up to `until`.
#[must_use]
pub fn paths(fit: &Fit, inputs: &Inputs, forced: usize, until: usize) -> Vec<Vec<Month>> {
    let count = u32::try_from(fit.kept.len()).unwrap_or(u32::MAX);
    let one = |member: u32| {
        let numbers = &fit.kept[member as usize].numbers;
        let demand = Demand::of(numbers, inputs);
        let mut run = start(numbers, &demand, inputs);
        for month in 0..until.min(inputs.months()) {
            let price = if month < forced { inputs.prices().get(month).copied() } else { None };
            run.step(price);
        }
        run.months().to_vec()
    };
    Members::all(count).run(&unwatched, one).unwrap_or_default()
}

/// Log change of the mean price of quarter `quarter` over the observed one before, by draw: three free months.
#[must_use]
pub fn one_quarter(fit: &Fit, inputs: &Inputs, quarter: usize) -> Vec<f64> {
    let paths = paths(fit, inputs, 3 * quarter, 3 * quarter + 3);
    let before = inputs.quarter_price(quarter - 1);
    paths.iter().map(|months| quarter_mean(months, quarter) - before).collect()
}

/// Log mean price of a quarter of a path.
#[must_use]
pub fn quarter_mean(months: &[Month], quarter: usize) -> f64 {
    let logs: Vec<f64> = months[3 * quarter..3 * quarter + 3].iter().map(|m| m.price).collect();
    mean_price(&logs)
}

/// The band of a number of each path; the model's error is added once.
///
/// # Panics
/// When there are no paths: a fit always keeps some draws.
#[must_use]
pub fn band(
    fit: &Fit,
    paths: &[Vec<Month>],
    number: impl Fn(&[Month]) -> f64,
    with_error: bool,
) -> Band {
    let draws: Vec<f64> = paths.iter().map(|months| number(months)).collect();
    let sigma = if with_error { fit.sigma } else { 0.0 };
    Band::of(&draws, sigma).expect("a fit keeps draws")
}

/// One quarter of a projection.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// The quarter.
    pub quarter: String,
    /// Mean price of the quarter, index.
    pub price: Band,
    /// Makers' weeks at its end.
    pub maker_weeks: Band,
    /// Whether it lies beyond two quarters: a scenario.
    pub scenario: bool,
}

/// A conditional projection.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Projection {
    /// Which market.
    pub market: Market,
    /// Nothing published later was used.
    pub known: Day,
    /// The last month whose price is known.
    pub priced: String,
    /// The quarters after it.
    pub steps: Vec<Step>,
}

/// Quarters ahead that are called a projection; what lies beyond is a scenario.
const PROJECTED: usize = 2;

/// Projects `quarters` whole quarters behind the last known month, the drivers held at what was published.
///
/// # Errors
/// As [`fitted`].
pub fn from(
    world: &World,
    market: Market,
    known: Day,
    quarters: usize,
    effort: Effort,
) -> Result<Projection, Findings> {
    let until = Calendar::of(known).plus(3 * quarters as i32 + 3);
    let (fit, inputs) = fitted(world, market, until, known, effort)?;
    let forced = inputs.prices().len();
    // A quarter that has begun keeps its known months.
    let first = forced / 3;
    let paths = paths(&fit, &inputs, forced, (3 * (first + quarters)).min(inputs.months()));
    let step = |ahead: usize| {
        let quarter = first + ahead;
        Step {
            quarter: FIRST.quarter().plus(quarter as i32).to_string(),
            price: band(&fit, &paths, |months| quarter_mean(months, quarter), true).map(math::exp),
            maker_weeks: band(&fit, &paths, |months| months[3 * quarter + 2].weeks, false),
            scenario: ahead >= PROJECTED,
        }
    };
    let priced = FIRST.plus(forced as i32 - 1).to_string();
    Ok(Projection { market, known, priced, steps: (0..quarters).map(step).collect() })
}
