//! Fitting by drawing: many draws of the prior, the best kept.
//!
//! A draw is judged on the training years alone, by three root-mean-square errors in log points: one quarter
//! ahead, a run that is free from the first month on, and growth of shipped bits over a year. Each is divided by
//! a scale that was set before any hold-out was looked at; the sum of squares ranks the draws. Draws lie on a
//! Latin hypercube keyed by the names of the numbers (approximate Bayesian computation by rejection). A draw that is
//! worse than those kept so far is dropped as soon as that is sure: the answer is the same, for less than half of
//! the work.

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
        Self { draws: 160_000, kept: 200, seed: 2026 }
    }
}

/// Scales of the errors, log points: one quarter ahead, free run, growth of bits; and weeks of makers' stock, by the
/// tolerance that the cycle test asks for.
const SCALES: [f64; 4] = [0.07, 0.20, 0.12, 3.0];
/// Draws that are judged to their end before any bound is known.
const FIRST_PART: u32 = 1024;
/// Room for the last bits of a sum that is compared before it is whole.
const ROUNDING: f64 = 1e-9;
/// Quarters at the start that are not judged: stocks must find their place first.
const SETTLING: usize = 2;

/// One kept draw with its training errors.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Its numbers.
    pub numbers: Numbers,
    /// Root-mean-square errors: one quarter ahead, free run, growth of bits; weeks of stock, 0 where none is judged.
    pub errors: [f64; 4],
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
    let at = |member: u32| space.at(|at| sampler.u(member, at).get());
    let judged = |members: std::ops::Range<u32>, worst: f64| {
        let of = |member: u32| {
            let member = members.start + member;
            Some((judge(&at(member), inputs, last, worst)?, member))
        };
        let judged = Members::all(members.end - members.start).run(&unwatched, of);
        judged.unwrap_or_default().into_iter().flatten().collect::<Vec<_>>()
    };
    // The worst that is kept of a part is no better than the worst that is kept of all: it bounds the next part, which
    // is as large as all before it.
    let (mut ranked, mut worst, mut done) = (Vec::new(), f64::INFINITY, 0);
    while done < effort.draws {
        let next = (2 * done).max(FIRST_PART).max(effort.kept as u32).min(effort.draws);
        ranked.extend(judged(done..next, worst));
        best(&mut ranked, effort.kept);
        if ranked.len() == effort.kept {
            worst = ranked.last().map_or(worst, |(kept, _)| kept.score);
        }
        done = next;
    }
    let kept: Vec<Kept> = ranked.into_iter().map(|(kept, _)| kept).collect();
    let training_error = ensemble_error(&kept, inputs, last);
    let sigma = training_error.max(space.fixed().model_error);
    Fit { market, trained, kept, sigma, training_error }
}

/// The best `kept`, the best first; of two alike the earlier draw.
fn best(ranked: &mut Vec<(Kept, u32)>, kept: usize) {
    ranked.sort_by(|a, b| a.0.score.total_cmp(&b.0.score).then(a.1.cmp(&b.1)));
    ranked.truncate(kept);
}

/// Quarters from the first to `trained`, both counted.
fn quarters_between(trained: Quarter) -> usize {
    (trained.0 - FIRST.quarter().0 + 1).max(0) as usize
}

/// Judges one draw on its first `last` quarters; none of one that is worse than `worst`, which is known early.
fn judge(numbers: &Numbers, inputs: &Inputs, last: usize, worst: f64) -> Option<Kept> {
    let demand = Demand::through(numbers, inputs, 3 * last);
    let mut run = start(numbers, &demand, inputs);
    // A sum that only grows: what is over the worst already need not be run to its end.
    let too_bad = |squares: f64, n: usize, scale: f64, before: f64| {
        before + squares / (n as f64 * scale * scale) > worst * (1.0 + ROUNDING)
    };
    let mut free = Squares::default();
    for q in 0..last {
        for _ in 0..3 {
            run.step(None);
        }
        if q >= 1 {
            free.add(quarter(&run, q) - inputs.quarter_price(q));
            if too_bad(free.sum, last - 1, SCALES[1], 0.0) {
                return None;
            }
        }
    }
    let free = free.root();
    let before = part(free, 1);
    run.back_to(0);
    let mut one = Squares::default();
    let whole = ahead(&mut run, inputs, last, |q, projected| {
        if q >= SETTLING {
            one.add(projected - change(inputs, q));
        }
        !too_bad(one.sum, last.saturating_sub(SETTLING).max(1), SCALES[0], before)
    });
    if !whole {
        return None;
    }
    let shipped: Vec<f64> = (0..last)
        .map(|q| math::ln(run.months()[3 * q..3 * q + 3].iter().map(|m| m.shipped).sum()))
        .collect();
    let mut bits = Squares::default();
    for q in 4..last {
        if let (Some(now), Some(then)) = (inputs.quarter_bits(q), inputs.quarter_bits(q - 4)) {
            bits.add(shipped[q] - shipped[q - 4] - (now - then));
        }
    }
    let mut weeks = Squares::default();
    for (month, seen) in inputs.stocks().iter().filter(|(month, _)| *month < 3 * last) {
        weeks.add(run.months()[*month].weeks - seen);
    }
    let errors = [one.root(), free, bits.root(), weeks.root()];
    let score = (0..4).fold(0.0, |sum, at| sum + part(errors[at], at));
    (score <= worst).then(|| Kept { numbers: numbers.clone(), errors, score })
}

/// What an error adds to a score.
fn part(error: f64, at: usize) -> f64 {
    (error / SCALES[at]) * (error / SCALES[at])
}

/// A running sum of squares.
#[derive(Debug, Clone, Copy, Default)]
struct Squares {
    sum: f64,
    n: f64,
}

impl Squares {
    fn add(&mut self, value: f64) {
        self.sum += value * value;
        self.n += 1.0;
    }

    /// The root of their mean; 0 of nothing.
    fn root(self) -> f64 {
        if self.n == 0.0 { 0.0 } else { f64::sqrt(self.sum / self.n) }
    }
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

/// Runs with forced prices through `last` quarters and hands over, for each, the change that three free months
/// project; stops where `go_on` says no, and says whether it came to the end.
fn ahead(
    run: &mut Run<'_>,
    inputs: &Inputs,
    last: usize,
    mut go_on: impl FnMut(usize, f64) -> bool,
) -> bool {
    for q in 0..last {
        if q >= 1 {
            for _ in 0..3 {
                run.step(None);
            }
            let projected = quarter(run, q) - inputs.quarter_price(q - 1);
            if !go_on(q, projected) {
                return false;
            }
            run.back_to(3 * q);
        }
        for month in 3 * q..3 * q + 3 {
            run.step(Some(inputs.prices()[month]));
        }
    }
    true
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
pub(crate) fn rms(values: impl Iterator<Item = f64>) -> f64 {
    let mut squares = Squares::default();
    values.for_each(|value| squares.add(value));
    squares.root()
}

/// Training error one quarter ahead of the median of the kept draws.
fn ensemble_error(kept: &[Kept], inputs: &Inputs, last: usize) -> f64 {
    let all: Vec<Vec<f64>> = kept
        .iter()
        .map(|one| {
            let demand = Demand::of(&one.numbers, inputs);
            let mut projected = vec![0.0; last];
            ahead(&mut start(&one.numbers, &demand, inputs), inputs, last, |q, change| {
                projected[q] = change;
                true
            });
            projected
        })
        .collect();
    let median = |q: usize| {
        let mut values: Vec<f64> = all.iter().map(|path| path[q]).collect();
        values.sort_by(f64::total_cmp);
        math::quantile(&values, 0.5)
    };
    rms((SETTLING..last).map(|q| median(q) - change(inputs, q)))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_on_the_way_changes_nothing_that_is_kept() {
        // Three parts of draws, the later ones bounded by the earlier: beside every draw judged to its end.
        let world = World::embedded().unwrap_or_else(|all| panic!("{all}"));
        let known = "2026-11-28".parse().expect("a day");
        let trained = Quarter::new(2023, 4);
        let reading = Reading {
            market: Market::Dram,
            known,
            trained,
            until: Month::new(2023, 12),
            without: Without::default(),
        };
        let inputs = Inputs::read(&world, &reading).unwrap_or_else(|all| panic!("{all}"));
        let space = Space::of(&world, Market::Dram).unwrap_or_else(|all| panic!("{all}"));
        let effort = Effort { draws: 3 * FIRST_PART, kept: 50, seed: 9 };
        for inputs in [inputs.clone(), inputs.judged_by_stocks(&world, Market::Dram, known)] {
            let names: Vec<String> = DRAWN.iter().map(|name| format!("cycle-{name}")).collect();
            let draws = effort.draws as usize;
            let sampler = Sampler::new(Design::LatinHypercube, effort.seed, draws, &names);
            let mut all: Vec<Kept> = (0..effort.draws)
                .filter_map(|member| {
                    let numbers = space.at(|at| sampler.u(member, at).get());
                    judge(&numbers, &inputs, 20, f64::INFINITY)
                })
                .collect();
            assert_eq!(all.len(), draws, "without a bound each draw is judged");
            all.sort_by(|a, b| a.score.total_cmp(&b.score));
            all.truncate(effort.kept);
            let fitted = fit(Market::Dram, &space, &inputs, trained, effort);
            assert_eq!(fitted.kept, all);
        }
    }

    #[test]
    fn a_fit_that_is_judged_by_stocks_comes_nearer_to_them() {
        // Published for the training years to 2021: 6 weeks in March 2019, 7 in June, 5 in September, 3.5 in May 2021.
        let world = World::embedded().unwrap_or_else(|all| panic!("{all}"));
        let known = "2026-11-28".parse().expect("a day");
        let trained = Quarter::new(2021, 4);
        let until = Month::new(2021, 12);
        let reading =
            Reading { market: Market::Dram, known, trained, until, without: Without::default() };
        let plain = Inputs::read(&world, &reading).unwrap_or_else(|all| panic!("{all}"));
        assert!(plain.stocks().is_empty());
        let judged = plain.clone().judged_by_stocks(&world, Market::Dram, known);
        let first: Vec<(usize, f64)> =
            judged.stocks().iter().copied().filter(|(month, _)| *month < 36).collect();
        assert_eq!(first, [(2, 6.0), (5, 7.0), (8, 5.0), (28, 3.5)]);
        let space = Space::of(&world, Market::Dram).unwrap_or_else(|all| panic!("{all}"));
        let effort = Effort { draws: 4000, kept: 50, seed: 2026 };
        // How far the median of the kept draws is off over the four months, weeks.
        let off = |inputs: &Inputs| {
            let fit = fit(Market::Dram, &space, inputs, trained, effort);
            let paths: Vec<Vec<f64>> = fit
                .kept
                .iter()
                .map(|kept| {
                    let demand = Demand::of(&kept.numbers, inputs);
                    let mut run = start(&kept.numbers, &demand, inputs);
                    inputs.prices()[..29].iter().for_each(|price| run.step(Some(*price)));
                    run.months().iter().map(|month| month.weeks).collect()
                })
                .collect();
            rms(first.iter().map(|(month, seen)| {
                let mut weeks: Vec<f64> = paths.iter().map(|path| path[*month]).collect();
                weeks.sort_by(f64::total_cmp);
                math::quantile(&weeks, 0.5) - seen
            }))
        };
        let (judged, plain) = (off(&judged), off(&plain));
        assert!(judged < 0.8 * plain, "{judged} and {plain} weeks");
    }
}
