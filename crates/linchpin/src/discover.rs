//! Where the draws of a stored run are bad: the box of factors in which losses beyond a limit lie dense, and
//! the scenarios of a run side by side as policies.
//!
//! Of some hundred factors the few that move the loss more surely than chance are taken first ([`crate::screen`]),
//! and only those are peeled: peeling over all takes its first steps by chance.
//!
//! In: a run folder with `draws.parquet` and `outcomes.parquet`. Out: boxes and regrets. Nothing is run anew.

use crate::screen::{self, Mover};
use linchpin_results::cell::{CellError, find};
use linchpin_results::quantile::round6;
use linchpin_results::{StoreError, StoredRun};
use linchpin_uncertainty::prim::{Prim, Step, quasi_p};
use linchpin_uncertainty::regret::{Regret, regret};
use serde::Serialize;

/// Why a run tells nothing.
#[derive(Debug, thiserror::Error)]
pub enum DiscoverError {
    /// The folder cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no such cell.
    #[error(transparent)]
    Cell(#[from] CellError),
    /// The run is of an earlier version.
    #[error("the run holds no outcomes of single draws; run the study again with this version")]
    NoOutcomes,
    /// A week was asked for.
    #[error("draws are kept for the whole horizon, not for single weeks: leave `.wNN` out")]
    OneWeek,
    /// No draw, or every draw, is a case of interest.
    #[error(
        "{hits} of {draws} draws lose more than that: a box needs some that do and some that do not; losses go from {least} to {most} of the baseline"
    )]
    NoContrast {
        /// Draws that do.
        hits: usize,
        /// Draws in all.
        draws: usize,
        /// Smallest loss.
        least: String,
        /// Largest loss.
        most: String,
    },
    /// The other scenarios lack the cell, or there is none.
    #[error("regret needs two scenarios with the same cell; the run has {0}")]
    OnePolicy(usize),
}

/// One side of a box.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Side {
    /// Name of the parameter.
    pub parameter: String,
    /// For readers.
    pub name: String,
    /// Unit, where the run tells it.
    pub unit: String,
    /// Lower edge, if it restricts.
    pub low: Option<f64>,
    /// Upper edge, if it restricts.
    pub high: Option<f64>,
    /// Lowest and highest value drawn.
    pub drawn: [f64; 2],
    /// How likely the lower and the upper edge would look as good by chance.
    pub chance: [Option<f64>; 2],
}

/// A factor that moves the loss more surely than chance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Moving {
    /// Name of the parameter.
    pub parameter: String,
    /// For readers.
    pub name: String,
    /// Rank correlation with the loss; positive where a higher value loses more.
    pub correlation: f64,
}

/// A box in which losses lie dense.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Discovered {
    /// Digest of the run.
    pub run: String,
    /// The cell.
    pub cell: String,
    /// Losses above this share of the baseline are of interest.
    pub above: f64,
    /// Draws in all.
    pub draws: usize,
    /// Draws of interest.
    pub hits: usize,
    /// Share of the draws of interest inside the box.
    pub coverage: f64,
    /// Share of the draws inside that are of interest.
    pub density: f64,
    /// Draws inside.
    pub inside: usize,
    /// The restrictions, the surest first.
    pub sides: Vec<Side>,
    /// Factors that move the loss more surely than chance, the strongest first.
    pub movers: Vec<Moving>,
    /// Every box on the way: coverage, density, restricted factors.
    pub trajectory: Vec<(f64, f64, usize)>,
}

/// The policies of a run on one cell.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Policies {
    /// Digest of the run.
    pub run: String,
    /// The cell without its scenario.
    pub cell: String,
    /// Largest loss that satisfies, where given.
    pub goal: Option<f64>,
    /// By scenario, least largest regret first; the baseline among them.
    pub rows: Vec<(String, Regret)>,
}

/// The box of losses of more than `above` of the baseline in a cell; of the trajectory the box that has most of
/// both coverage and density (largest harmonic mean).
///
/// # Errors
/// [`DiscoverError`].
pub fn discover(run: &StoredRun, asked: &str, above: f64) -> Result<Discovered, DiscoverError> {
    let report = &run.record.report;
    let asked = find(&report.losses, report.weeks.len(), asked)?;
    if asked.week.is_some() {
        return Err(DiscoverError::OneWeek);
    }
    let outcomes = run.outcomes()?.ok_or(DiscoverError::NoOutcomes)?;
    let changes = outcomes.change(&asked.loss.cell).ok_or(DiscoverError::NoOutcomes)?;
    let hits: Vec<bool> = changes.iter().map(|change| -change > above).collect();
    let count = hits.iter().filter(|hit| **hit).count();
    if count == 0 || count == hits.len() {
        let end = |pick: fn(f64, f64) -> f64| {
            let end = changes.iter().map(|change| -change).reduce(pick).unwrap_or(0.0);
            linchpin_results::figures::percent(end)
        };
        let (least, most) = (end(f64::min), end(f64::max));
        return Err(DiscoverError::NoContrast { hits: count, draws: hits.len(), least, most });
    }
    let (names, factors): (Vec<String>, Vec<Vec<f64>>) = run.parameters()?.into_iter().unzip();
    let losses: Vec<f64> = changes.iter().map(|change| -change).collect();
    let Peeled { steps, chosen, movers } = peel(&factors, &losses, &hits);
    let whole = &steps[0];
    let chosen = &chosen;
    let side = |at: &usize| {
        let moved = |own: f64, end: f64| (own != end).then_some(own);
        let (name, unit) = called(run, &names[*at]);
        Side {
            parameter: names[*at].clone(),
            name,
            unit,
            low: moved(chosen.low[*at], whole.low[*at]),
            high: moved(chosen.high[*at], whole.high[*at]),
            drawn: [whole.low[*at], whole.high[*at]],
            chance: quasi_p(chosen, *at, &factors, &hits),
        }
    };
    let mut sides: Vec<Side> = chosen.restricted.iter().map(side).collect();
    let surest = |side: &Side| side.chance.iter().flatten().copied().fold(1.0, f64::min);
    sides.sort_by(|a, b| surest(a).total_cmp(&surest(b)));
    Ok(Discovered {
        run: report.run.digest.clone(),
        cell: asked.loss.cell.clone(),
        above,
        draws: hits.len(),
        hits: count,
        coverage: chosen.coverage,
        density: chosen.density,
        inside: chosen.runs,
        sides,
        movers: movers.iter().map(|one| moving(run, &names, one)).collect(),
        trajectory: steps.iter().map(|s| (s.coverage, s.density, s.restricted.len())).collect(),
    })
}

fn moving(run: &StoredRun, names: &[String], one: &Mover) -> Moving {
    let parameter = names[one.factor].clone();
    Moving { name: called(run, &parameter).0, parameter, correlation: round6(one.correlation) }
}

/// What peeling found.
struct Peeled {
    /// Every box on the way.
    steps: Vec<Step>,
    /// The box that is told.
    chosen: Step,
    /// The factors that move the loss.
    movers: Vec<Mover>,
}

/// Peels over the factors that move the loss more surely than chance; where there is none, over all, since what is
/// bad at both ends moves a loss in no direction. Each way may err in half of [`CHANCE`].
fn peel(factors: &[Vec<f64>], losses: &[f64], hits: &[bool]) -> Peeled {
    let movers = screen::movers(factors, losses, CHANCE / 2.0);
    let mut peeled: Vec<usize> = movers.iter().map(|one| one.factor).collect();
    if peeled.is_empty() {
        peeled = (0..factors.len()).collect();
    }
    peeled.sort_unstable();
    let own: Vec<Vec<f64>> = peeled.iter().map(|at| factors[*at].clone()).collect();
    let steps = Prim::default().trajectory(&own, hits);
    let balance = |step: &Step| {
        let sum = step.coverage + step.density;
        if sum > 0.0 { 2.0 * step.coverage * step.density / sum } else { 0.0 }
    };
    let mut chosen = &steps[0];
    for step in &steps[1..] {
        if balance(step) > balance(chosen) {
            chosen = step;
        }
    }
    let chosen = sure(chosen.clone(), &steps[0], &own, hits);
    let spread = |step: &Step| all_factors(step, &peeled, factors);
    Peeled { steps: steps.iter().map(spread).collect(), chosen: spread(&chosen), movers }
}

/// A box over some factors as one over all: the others are open.
fn all_factors(step: &Step, peeled: &[usize], factors: &[Vec<f64>]) -> Step {
    let end = |pick: fn(f64, f64) -> f64| {
        factors.iter().map(move |own| own.iter().copied().reduce(pick).unwrap_or(0.0))
    };
    let (mut low, mut high): (Vec<f64>, Vec<f64>) =
        (end(f64::min).collect(), end(f64::max).collect());
    for (own, at) in peeled.iter().enumerate() {
        (low[*at], high[*at]) = (step.low[own], step.high[own]);
    }
    let restricted = step.restricted.iter().map(|own| peeled[*own]).collect();
    Step { low, high, restricted, ..step.clone() }
}

/// The scenarios of a run as policies, the baseline among them: more of the cell's outcome is better. `goal` is
/// the largest loss, as a share of the baseline, that satisfies.
///
/// # Errors
/// [`DiscoverError`].
pub fn policies(
    run: &StoredRun,
    asked: &str,
    goal: Option<f64>,
) -> Result<Policies, DiscoverError> {
    let report = &run.record.report;
    let rest = asked.split_once('/').map_or(asked, |(_, rest)| rest);
    let outcomes = run.outcomes()?.ok_or(DiscoverError::NoOutcomes)?;
    let (mut names, mut changes) = (Vec::new(), Vec::new());
    for scenario in &report.scenarios {
        if let Some(own) = outcomes.change(&format!("{}/{rest}", scenario.id)) {
            names.push(scenario.id.clone());
            changes.push(own.to_vec());
        }
    }
    if names.is_empty() {
        // Says what is near.
        find(&report.losses, report.weeks.len(), asked)?;
        return Err(DiscoverError::OnePolicy(names.len()));
    }
    names.insert(0, linchpin_results::BASELINE.to_owned());
    changes.insert(0, vec![0.0; outcomes.members.len()]);
    let rows = regret(&changes, goal.map(|goal| -goal));
    let mut rows: Vec<(String, Regret)> = names.into_iter().zip(rows).collect();
    rows.sort_by(|(_, a), (_, b)| a.largest.total_cmp(&b.largest));
    Ok(Policies { run: report.run.digest.clone(), cell: rest.to_owned(), goal, rows })
}

/// Chance above which nothing is told: half of it for the screen, half over all sides that the box could have been
/// peeled from.
const CHANCE: f64 = 0.05;

/// Takes away the restrictions that chance brings as easily, the weakest first. A box is the best of very many:
/// with hundreds of factors and a hundred draws some side of some factor always looks good, so that a side's
/// quasi-p-value is multiplied by the number of sides (Bonferroni's bound).
fn sure(mut step: Step, whole: &Step, factors: &[Vec<f64>], hits: &[bool]) -> Step {
    let tried = 2.0 * factors.len() as f64;
    loop {
        let mut weakest = (0.0, 0, false);
        for at in &step.restricted {
            let sides = quasi_p(&step, *at, factors, hits);
            for (p, upper) in sides.into_iter().zip([false, true]) {
                if let Some(p) = p.filter(|p| *p > weakest.0) {
                    weakest = (p, *at, upper);
                }
            }
        }
        let (p, at, upper) = weakest;
        if p * tried <= CHANCE / 2.0 {
            return step;
        }
        if upper {
            step.high[at] = whole.high[at];
        } else {
            step.low[at] = whole.low[at];
        }
        recount(&mut step, whole, factors, hits);
    }
}

/// Counts the draws in a box whose edges have changed.
fn recount(step: &mut Step, whole: &Step, factors: &[Vec<f64>], hits: &[bool]) {
    let open = |at: &usize| step.low[*at] == whole.low[*at] && step.high[*at] == whole.high[*at];
    step.restricted = (0..factors.len()).filter(|at| !open(at)).collect();
    let fits = |draw: &usize| {
        let between = |at: &usize| (step.low[*at]..=step.high[*at]).contains(&factors[*at][*draw]);
        step.restricted.iter().all(between)
    };
    let inside: Vec<usize> = (0..hits.len()).filter(fits).collect();
    step.runs = inside.len();
    step.hits = inside.iter().filter(|draw| hits[**draw]).count();
    step.coverage = step.hits as f64 / whole.hits.max(1) as f64;
    step.density = step.hits as f64 / step.runs.max(1) as f64;
    step.mass = step.runs as f64 / hits.len() as f64;
}

/// A parameter's name for readers and its unit, as the run tells them.
fn called(run: &StoredRun, parameter: &str) -> (String, String) {
    let report = &run.record.report;
    match report.assumptions.iter().find(|row| row.id == parameter) {
        Some(row) => (row.name.clone(), row.unit.clone()),
        None => {
            let (subject, quantity) = parameter.split_once(' ').unwrap_or((parameter, ""));
            let quantity = quantity.split(' ').next().unwrap_or_default();
            let input =
                report.inputs.iter().find(|row| row.subject == subject && row.quantity == quantity);
            let unit = input.map(|row| row.unit.clone()).unwrap_or_default();
            (words(parameter, |id| run.record.names.get(id).cloned()), unit)
        }
    }
}

/// A parameter `subject quantity of to` for readers: names in the place of ids.
pub(crate) fn words(parameter: &str, name: impl Fn(&str) -> Option<String>) -> String {
    let mut words = parameter.split(' ').map(|word| match word.contains(':') {
        true => name(word).unwrap_or_else(|| word.to_owned()),
        false => word.replace('-', " "),
    });
    let (subject, quantity) = (words.next().unwrap_or_default(), words.next());
    let rest: Vec<String> = words.collect();
    match quantity {
        None => subject,
        Some(quantity) if rest.is_empty() => format!("{subject}: {quantity}"),
        Some(quantity) => format!("{subject} ({}): {quantity}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A number between 0 and 1 that nobody would guess.
    fn place(draw: usize, factor: usize) -> f64 {
        let z = ((draw * 131 + factor + 1) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        ((z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 11) as f64 / (1_u64 << 53) as f64
    }

    const DRAWS: usize = 128;

    /// A hundred factors that idle around one, and draws of interest: the worst three in ten.
    fn sample(loss: impl Fn(usize, &[Vec<f64>]) -> f64) -> (Vec<Vec<f64>>, Vec<f64>, Vec<bool>) {
        let column = |at: usize| (0..DRAWS).map(|draw| place(draw, at)).collect();
        let factors: Vec<Vec<f64>> = (0..101).map(column).collect();
        let losses: Vec<f64> = (0..DRAWS).map(|draw| loss(draw, &factors)).collect();
        let mut sorted = losses.clone();
        sorted.sort_by(f64::total_cmp);
        let limit = sorted[DRAWS * 7 / 10];
        let hits = losses.iter().map(|loss| *loss > limit).collect();
        (factors, losses, hits)
    }

    /// The loss follows one factor, with noise beside it (rank correlation about 0.6, as of the spares of a fab):
    /// peeling over all factors loses it, screening first does not.
    #[test]
    fn one_factor_that_matters_is_found_among_a_hundred_that_idle() {
        let (factors, losses, hits) =
            sample(|draw, factors| 0.75 * factors[7][draw] + place(draw, 500));
        let Peeled { steps, chosen, movers } = peel(&factors, &losses, &hits);
        assert_eq!(movers.iter().map(|one| one.factor).collect::<Vec<_>>(), [7], "{movers:?}");
        assert!((0.45..0.75).contains(&movers[0].correlation), "{movers:?}");
        assert_eq!(chosen.restricted, [7], "the limit is on the factor that matters");
        assert!(chosen.low[7] > 0.3 && chosen.density > 0.4 && chosen.coverage > 0.6, "{chosen:?}");
        assert_eq!((steps[0].low.len(), steps[0].runs), (101, DRAWS));
    }

    /// The bound is one false name in twenty samples of noise; of ten, at most one.
    #[test]
    fn pure_noise_has_no_limit_surer_than_chance() {
        let mut named = 0;
        for seed in 0..10 {
            let (factors, losses, hits) = sample(|draw, _| place(draw, 600 + seed));
            let Peeled { steps, chosen, movers } = peel(&factors, &losses, &hits);
            let last = steps.last().expect("a box");
            assert!(!last.restricted.is_empty(), "peeling always finds something");
            match (movers.is_empty(), chosen.restricted.is_empty()) {
                (true, true) => assert_eq!((chosen.coverage, chosen.runs), (1.0, DRAWS)),
                _ => named += 1,
            }
        }
        assert!(named <= 1, "{named} of ten samples of noise name a factor");
    }

    /// A factor that is bad at both ends moves the loss in no direction; the peel over all factors still finds it.
    #[test]
    fn a_factor_that_is_bad_at_both_ends_is_found_by_peeling_over_all() {
        let (factors, losses, hits) = sample(|draw, factors| -(factors[7][draw] - 0.5).abs());
        let Peeled { chosen, movers, .. } = peel(&factors, &losses, &hits);
        assert_eq!((movers, chosen.restricted), (vec![], vec![7]));
    }

    #[test]
    fn a_parameter_reads_as_words() {
        let name = |id: &str| Some(id.trim_start_matches("site:").to_uppercase());
        assert_eq!(words("site:wuxi spare-stock", name), "WUXI: spare stock");
        assert_eq!(words("site:a share site:b", name), "A (B): share");
        assert_eq!(words("licence-delay", name), "licence delay");
    }
}
