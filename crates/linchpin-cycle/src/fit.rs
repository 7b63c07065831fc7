//! Fitting by drawing: many draws of the prior, the best kept.
//!
//! A draw is judged on the training years alone, by three root-mean-square errors in log points: one quarter
//! ahead, a run that is free from the first month on, and growth of shipped bits over a year. Each is divided by
//! a scale that was set before any hold-out was looked at; the sum of squares ranks the draws. Draws lie on a
//! Latin hypercube keyed by the names of the numbers (approximate Bayesian computation by rejection).

use crate::Market;
use crate::calendar::{Month, Quarter};
use crate::data::{FIRST, Inputs, Reading, Without, mean_price};
use crate::model::{Demand, Run};
use crate::numbers::{DRAWN, Numbers, Space};
use linchpin_engine::{Design, Members, Sampler, unwatched};
use linchpin_units::{Day, Finding, Findings, Place, math};
use linchpin_world::World;

/// How much is drawn and kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// Draws of the prior.
    pub draws: u32,
    /// Best draws kept.
    pub kept: usize,
    /// Seed of the design.
    pub seed: u64,
}

impl Default for Effort {
    /// What the book prints.
    fn default() -> Self {
        Self { draws: 40_000, kept: 200, seed: 2026 }
    }
}

/// Scales of the three errors, log points: one quarter ahead, free run, growth of bits.
const SCALES: [f64; 3] = [0.07, 0.20, 0.12];
/// Quarters at the start that are not judged: stocks must find their place first.
const SETTLING: usize = 2;

/// One kept draw with its training errors.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Its numbers.
    pub numbers: Numbers,
    /// Root-mean-square errors: one quarter ahead, free run, growth of bits.
    pub errors: [f64; 3],
    /// What ranked it.
    pub score: f64,
}

/// A fitted market.
#[derive(Debug, Clone)]
pub struct Fit {
    /// Which market.
    pub market: Market,
    /// Last quarter it was fitted on.
    pub trained: Quarter,
    /// The kept draws, the best first.
    pub kept: Vec<Kept>,
    /// Error that a band adds to the spread of the draws, log points: the training error one quarter ahead of
    /// the kept draws' median, and at least the model error of the assumptions.
    pub sigma: f64,
    /// The same training error without that floor.
    pub training_error: f64,
}

/// Fits `space` to the quarters of `inputs` up to `trained`.
#[must_use]
pub fn fit(
    market: Market,
    space: &Space,
    inputs: &Inputs,
    trained: Quarter,
    effort: Effort,
) -> Fit {
    let names: Vec<String> =
        DRAWN.iter().map(|name| format!("cycle-{}{name}", market.prefix())).collect();
    let sampler = Sampler::new(Design::LatinHypercube, effort.seed, effort.draws as usize, &names);
    let last = quarters_between(trained).min(inputs.priced_quarters());
    let judged = Members::all(effort.draws).run(&unwatched, |member| {
        let numbers = space.at(|at| sampler.u(member, at).get());
        judge(&numbers, inputs, last).score
    });
    let mut ranked: Vec<(f64, u32)> = judged.unwrap_or_default().into_iter().zip(0..).collect();
    ranked.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    ranked.truncate(effort.kept);
    let kept: Vec<Kept> = ranked
        .into_iter()
        .map(|(_, member)| judge(&space.at(|at| sampler.u(member, at).get()), inputs, last))
        .collect();
    let training_error = ensemble_error(&kept, inputs, last);
    let sigma = training_error.max(space.fixed().model_error);
    Fit { market, trained, kept, sigma, training_error }
}

/// Quarters from the first to `trained`, both counted.
fn quarters_between(trained: Quarter) -> usize {
    (trained.0 - FIRST.quarter().0 + 1).max(0) as usize
}

/// Judges one draw on its first `last` quarters.
fn judge(numbers: &Numbers, inputs: &Inputs, last: usize) -> Kept {
    let demand = Demand::of(numbers, inputs);
    let mut run = start(numbers, &demand, inputs);
    let ahead = ahead(&mut run, inputs, last);
    let shipped: Vec<f64> = (0..last)
        .map(|q| math::ln(run.months()[3 * q..3 * q + 3].iter().map(|m| m.shipped).sum()))
        .collect();
    let one = rms((SETTLING..last).map(|q| Some(ahead[q] - change(inputs, q))));
    run.back_to(0);
    for _ in 0..3 * last {
        run.step(None);
    }
    let free = rms((1..last).map(|q| Some(quarter(&run, q) - inputs.quarter_price(q))));
    let grown = |q: usize| {
        let seen = inputs.quarter_bits(q)? - inputs.quarter_bits(q - 4)?;
        Some(shipped[q] - shipped[q - 4] - seen)
    };
    let bits = rms((4..last).map(grown));
    let errors = [one, free, bits];
    let score =
        (0..3).fold(0.0, |sum, at| sum + (errors[at] / SCALES[at]) * (errors[at] / SCALES[at]));
    Kept { numbers: numbers.clone(), errors, score }
}

/// A run before its first month with the observed prices before it.
pub(crate) fn start<'a>(numbers: &'a Numbers, demand: &'a Demand, inputs: &'a Inputs) -> Run<'a> {
    let first = inputs
        .prices()
        .first()
        .copied()
        .unwrap_or_else(|| inputs.before()[inputs.before().len() - 1]);
    let normal = first + math::ln(numbers.start_normal);
    Run::new(numbers, demand, inputs.hbm(), inputs.before(), normal)
}

/// Runs with forced prices through `last` quarters; gives for each the change that three free months project.
fn ahead(run: &mut Run<'_>, inputs: &Inputs, last: usize) -> Vec<f64> {
    let mut projected = vec![0.0; last];
    for q in 0..last {
        if q >= 1 {
            for _ in 0..3 {
                run.step(None);
            }
            projected[q] = quarter(run, q) - inputs.quarter_price(q - 1);
            run.back_to(3 * q);
        }
        for month in 3 * q..3 * q + 3 {
            run.step(Some(inputs.prices()[month]));
        }
    }
    projected
}

/// Log of the mean price of a quarter of a run.
pub(crate) fn quarter(run: &Run<'_>, quarter: usize) -> f64 {
    let logs: [f64; 3] = std::array::from_fn(|at| run.months()[3 * quarter + at].price);
    mean_price(&logs)
}

/// Observed log change of a quarter's mean price.
#[must_use]
pub fn change(inputs: &Inputs, quarter: usize) -> f64 {
    inputs.quarter_price(quarter) - inputs.quarter_price(quarter - 1)
}

/// Root mean square of what is there; 0 of nothing.
pub(crate) fn rms(values: impl Iterator<Item = Option<f64>>) -> f64 {
    let (mut sum, mut n) = (0.0, 0.0);
    for value in values.flatten() {
        sum += value * value;
        n += 1.0;
    }
    if n == 0.0 { 0.0 } else { f64::sqrt(sum / n) }
}

/// Training error one quarter ahead of the median of the kept draws.
fn ensemble_error(kept: &[Kept], inputs: &Inputs, last: usize) -> f64 {
    let all: Vec<Vec<f64>> = kept
        .iter()
        .map(|one| {
            let demand = Demand::of(&one.numbers, inputs);
            ahead(&mut start(&one.numbers, &demand, inputs), inputs, last)
        })
        .collect();
    let median = |q: usize| {
        let mut values: Vec<f64> = all.iter().map(|path| path[q]).collect();
        values.sort_by(f64::total_cmp);
        math::quantile(&values, 0.5)
    };
    rms((SETTLING..last).map(|q| Some(median(q) - change(inputs, q))))
}

/// Whole years of prices that a fit needs.
const LEAST_QUARTERS: i32 = 8;

/// A market fitted on everything that was public on a day, and inputs that reach `until`.
///
/// # Errors
/// `LP-Y003` for a day before the series, or of which too few prices are known; a series that is missing.
pub fn fitted(
    world: &World,
    market: Market,
    until: Month,
    known: Day,
    effort: Effort,
) -> Result<(Fit, Inputs), Findings> {
    let too_early = |message: String| {
        Finding::error("LP-Y003", Place::whole("series.csv"), message)
            .expected("a date from 2021 on")
            .help("ask about a later date, or start at rest")
    };
    // What is known after the date asked about still teaches the numbers, never the stocks of the date.
    let reach = until.max(Month::of(known));
    if until < FIRST.plus(3) {
        return Err(too_early(format!("the state of {until} lies before the series")).into());
    }
    let reading =
        |trained| Reading { market, known, trained, until: reach, without: Without::default() };
    let probe = Inputs::read(world, &reading(FIRST.quarter()))?;
    let trained = FIRST.quarter().plus(probe.priced_quarters() as i32 - 1);
    if trained.0 - FIRST.quarter().0 + 1 < LEAST_QUARTERS {
        let message =
            format!("on {known} only {} quarters of prices are known", probe.priced_quarters());
        return Err(too_early(message).into());
    }
    let inputs = Inputs::read(world, &reading(trained))?;
    let space = Space::of(world, market)?;
    Ok((fit(market, &space, &inputs, trained, effort), inputs))
}
