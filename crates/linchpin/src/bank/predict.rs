//! What the model says to a question: a sample of the answer, or why it can't say.
//!
//! In: an episode and its market. Out: a [`Prediction`] for every question. The market is run twice with the
//! same draws; the price cycle is fitted to what was published when the event began.

use crate::bank::inputs::{Asks, Inputs, Question, Statistic};
use crate::bank::market::Market;
use crate::bank::numbers::normal;
use crate::hindcast::run_twice;
use linchpin_cycle::calendar::Month;
use linchpin_cycle::data::{mean_price, position};
use linchpin_cycle::fit::Effort;
use linchpin_cycle::project::paths;
use linchpin_cycle::{Market as Cycle, state};
use linchpin_engine::seam::Outcome;
use linchpin_units::{Day, math};
use linchpin_world::World;

/// Draws of the cycle's prior, and how many are kept: fewer than the book's test of the cycle, which the
/// bank's many days would make slow.
const EFFORT: Effort = Effort { draws: 8_000, kept: 200, seed: 2026 };
/// A change this small is none.
const SMALL: f64 = 0.02;

/// What a question was answered.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    /// A sorted sample of the answer, and the answer if nothing happened.
    Sample(Vec<f64>, f64),
    /// Why the model can't say.
    Cannot(String),
}

/// The answer to every question of an episode.
pub(crate) fn predict(episode: &Inputs, market: Option<&Market>, world: &World) -> Vec<Said> {
    let runs = market.map(|market| {
        let members = episode.form.members.max(1);
        let twice = run_twice(
            &market.model,
            &market.shocks,
            &market.materials,
            (members, episode.form.seed),
        );
        (market, twice, members as usize)
    });
    let one = |question: &Question| {
        let level = episode.level_before(question);
        let of_market = |question: &Question| {
            let Some((market, twice, members)) = &runs else {
                return Err("the inputs bring no market".to_owned());
            };
            changes(question, market, twice, *members)
        };
        let said = match question.asks {
            Asks::None => Err(question.cannot.clone().unwrap_or_default()),
            Asks::Market => of_market(question).map(|(sample, still)| {
                let scale = |x: f64| {
                    if question.statistic.is_change() && question.times.is_some() {
                        level * (1.0 + x)
                    } else {
                        level * x
                    }
                };
                (sample.into_iter().map(scale).collect(), scale(still))
            }),
            Asks::Cycle => of_cycle(question, world, episode.began).map(|sample| (sample, level)),
            Asks::MarketOnCycle => {
                on_cycle(question, world, episode.began, of_market).map(|sample| (sample, level))
            }
        };
        match said {
            Ok((mut sample, still)) => {
                sample.sort_by(f64::total_cmp);
                Said::Sample(sample, still)
            }
            Err(reason) => Said::Cannot(reason),
        }
    };
    episode.questions.iter().map(one).collect()
}

type Changes = Result<(Vec<f64>, f64), String>;

fn on_cycle(
    question: &Question,
    world: &World,
    known: Day,
    of_market: impl Fn(&Question) -> Changes,
) -> Result<Vec<f64>, String> {
    let cycle = of_cycle(question, world, known)?;
    let (changes, _) = of_market(question)?;
    let on = |(i, level): (usize, f64)| level * (1.0 + changes[i % changes.len()]);
    Ok(cycle.into_iter().enumerate().map(on).collect())
}

/// The statistic of every draw, unscaled, and what it is when nothing happens.
fn changes(question: &Question, market: &Market, twice: &[Outcome], members: usize) -> Changes {
    let key = question.key.as_ref().ok_or("the question names no series")?;
    let [before, after] = twice else { return Err("the market did not run".to_owned()) };
    let at = before.trajectories.find(key);
    let at = at.ok_or_else(|| format!("the market records no {}", question.variable))?;
    let week =
        |day: Day| usize::try_from(market.model.start.days_until(day).max(0) / 7).unwrap_or(0);
    let weeks = market.model.weeks;
    let from = week(question.window.0).min(weeks.saturating_sub(1));
    let until = week(question.window.1).max(from + 1).min(weeks);
    let mut still = 0.0;
    let one = |member: usize| {
        let series = |outcome: &Outcome| -> Vec<f64> {
            outcome.trajectories.series(member, at)[from..until].to_vec()
        };
        let (before, after) = (series(before), series(after));
        still += statistic(question.statistic, &before, &before) / members as f64;
        statistic(question.statistic, &before, &after)
    };
    let sample = (0..members).map(one).collect();
    Ok((sample, still))
}

/// One number of the weeks of a window, without and with the event; in shares of the former, or in weeks.
///
/// # Panics
/// When the window has no week.
#[must_use]
pub fn statistic(statistic: Statistic, before: &[f64], after: &[f64]) -> f64 {
    let change = |before: f64, after: f64| if before == 0.0 { 0.0 } else { after / before - 1.0 };
    let changes = || before.iter().zip(after).map(|(before, after)| change(*before, *after));
    let sum = |values: &[f64]| values.iter().fold(0.0, |sum, value| sum + value);
    let last = before.len() - 1;
    match statistic {
        Statistic::At => change(before[last], after[last]),
        Statistic::Mean => change(sum(before), sum(after)),
        Statistic::Max => changes().fold(f64::NEG_INFINITY, f64::max),
        Statistic::Min => changes().fold(f64::INFINITY, f64::min),
        Statistic::Level => sum(after) / after.len() as f64,
        Statistic::LostWeeks => {
            let usual = sum(before) / before.len() as f64;
            if usual == 0.0 { 0.0 } else { (sum(before) - sum(after)) / usual }
        }
        Statistic::PeakWeek => {
            let largest = |best: (usize, f64), (week, change): (usize, f64)| {
                if change.abs() > best.1 { (week, change.abs()) } else { best }
            };
            changes().enumerate().fold((0, 0.0), largest).0 as f64
        }
        Statistic::UntilNormal => {
            let last = changes().collect::<Vec<f64>>();
            let off = last.iter().rposition(|change| change.abs() > SMALL);
            off.map_or(0.0, |week| week as f64 + 1.0)
        }
    }
}

/// Mean price index of the window by draw, as the cycle projects it from what was known.
fn of_cycle(question: &Question, world: &World, known: Day) -> Result<Vec<f64>, String> {
    let entity = question.key.as_ref().map(|key| key.entity.clone()).unwrap_or_default();
    let market = Cycle::ALL.into_iter().find(|market| market.product() == entity);
    let market = market.ok_or("the price cycle speaks of DRAM and NAND only")?;
    let (from, until) = (Month::of(question.window.0), Month::of(question.window.1));
    let refused = |findings: linchpin_units::Findings| {
        let first = findings.iter().next().map(|finding| finding.message.clone());
        format!("the price cycle refuses: {}", first.unwrap_or_default())
    };
    let fitted = state::fitted(world, market, until, known, EFFORT).map_err(refused)?;
    let (fit, inputs) = fitted;
    let forced = inputs.prices().len();
    let (first, end) = (position(from), position(until));
    let paths = paths(&fit, &inputs, forced, end);
    let n = paths.len();
    let one = |(i, months): (usize, &Vec<linchpin_cycle::model::Month>)| {
        let logs: Vec<f64> = months[first..end].iter().map(|month| month.price).collect();
        // The model's error, one even quantile a draw in an order that knows nothing of the draw.
        let turn = (i as f64 * 0.618_033_988_749_894_9).fract();
        let u = ((turn * n as f64).floor() + 0.5) / n as f64;
        math::exp(mean_price(&logs) + fit.sigma * normal(u))
    };
    if paths.iter().any(|months| months.len() < end) {
        return Err("the price cycle’s drivers end before the window".to_owned());
    }
    Ok(paths.iter().enumerate().map(one).collect())
}
