//! Where the draws of a stored run are bad: the box of factors in which losses beyond a limit lie dense, and
//! the scenarios of a run side by side as policies.
//!
//! In: a run folder with `draws.parquet` and `outcomes.parquet`. Out: boxes and regrets. Nothing is run anew.

use linchpin_results::cell::{CellError, find};
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
    let steps = Prim::default().trajectory(&factors, &hits);
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
    let whole = &steps[0];
    let chosen = &sure(chosen.clone(), whole, &factors, &hits);
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
        trajectory: steps.iter().map(|s| (s.coverage, s.density, s.restricted.len())).collect(),
    })
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

/// Chance above which a restriction is not told, over all sides that the box could have been peeled from.
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
        if p * tried <= CHANCE {
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

    #[test]
    fn what_chance_brings_is_not_told() {
        // One factor decides among a hundred that idle; and, second, none does.
        let place = |draw: usize, factor: usize| {
            let z = ((draw * 131 + factor + 1) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            ((z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 11) as f64
                / (1_u64 << 53) as f64
        };
        let factors: Vec<Vec<f64>> =
            (0..100).map(|at| (0..120).map(|draw| place(draw, at)).collect()).collect();
        let decided: Vec<bool> = factors[7].iter().map(|x| *x < 0.3).collect();
        let idle: Vec<bool> = (0..120).map(|draw| place(draw, 100) < 0.3).collect();
        for (hits, wanted) in [(decided, vec![7]), (idle, vec![])] {
            let steps = Prim::default().trajectory(&factors, &hits);
            let last = steps.last().expect("a box").clone();
            assert!(!last.restricted.is_empty(), "peeling always finds something");
            let kept = sure(last, &steps[0], &factors, &hits);
            assert_eq!(kept.restricted, wanted);
            if wanted.is_empty() {
                assert_eq!((kept.coverage, kept.runs), (1.0, 120));
            }
        }
    }

    #[test]
    fn a_parameter_reads_as_words() {
        let name = |id: &str| Some(id.trim_start_matches("site:").to_uppercase());
        assert_eq!(words("site:wuxi spare-stock", name), "WUXI: spare stock");
        assert_eq!(words("site:a share site:b", name), "A (B): share");
        assert_eq!(words("licence-delay", name), "licence delay");
    }
}
