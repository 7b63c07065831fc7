//! Scenario discovery: the box of factors in which cases of interest lie dense (PRIM).
//!
//! The patient rule induction method of Friedman and Fisher (1999) as scenario discovery uses it (Bryant and
//! Lempert 2010): peel a thin slice off one side of the box, the one that raises the density most for each run
//! lost, again and again, then paste back what was peeled too much. Edges stand halfway between two runs, as in
//! the `sdtoolkit` and the EMA Workbench, whose boxes these are. Quasi-p-values say how likely a side's
//! restriction would look as good by chance.

use serde::Serialize;

/// How patiently boxes are peeled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prim {
    /// Share of the runs in the box that one peel takes away.
    pub peel: f64,
    /// Share of the runs outside that one paste gives back.
    pub paste: f64,
    /// Least share of all runs in a box.
    pub least: f64,
}

impl Default for Prim {
    fn default() -> Self {
        Self { peel: 0.05, paste: 0.05, least: 0.05 }
    }
}

/// One box of the trajectory.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// Lower edge of each factor.
    pub low: Vec<f64>,
    /// Upper edge of each factor.
    pub high: Vec<f64>,
    /// Runs inside.
    pub runs: usize,
    /// Cases of interest inside.
    pub hits: usize,
    /// Share of all cases of interest that lie inside.
    pub coverage: f64,
    /// Share of the runs inside that are of interest.
    pub density: f64,
    /// Share of all runs that lie inside.
    pub mass: f64,
    /// Factors with an edge inside their range.
    pub restricted: Vec<usize>,
}

/// A box while it is worked on.
#[derive(Clone)]
struct Boxed {
    low: Vec<f64>,
    high: Vec<f64>,
    inside: Vec<usize>,
}

struct Data<'d> {
    factors: &'d [Vec<f64>],
    hits: &'d [bool],
    whole: Boxed,
}

impl Prim {
    /// The trajectory from the box of all runs to the smallest and densest; empty without runs.
    ///
    /// # Panics
    /// When a factor has not as many values as there are runs: a fault of the program.
    #[must_use]
    pub fn trajectory(&self, factors: &[Vec<f64>], hits: &[bool]) -> Vec<Step> {
        assert!(factors.iter().all(|factor| factor.len() == hits.len()));
        if hits.is_empty() || factors.is_empty() {
            return Vec::new();
        }
        let end = |pick: fn(f64, f64) -> f64| {
            factors.iter().map(|own| own.iter().copied().reduce(pick).unwrap_or(0.0)).collect()
        };
        let whole =
            Boxed { low: end(f64::min), high: end(f64::max), inside: (0..hits.len()).collect() };
        let data = Data { factors, hits, whole: whole.clone() };
        let mut steps = vec![data.step(&whole)];
        let mut now = whole;
        while let Some(next) = data.better(&now, data.peels(&now, self.peel), self.least, false) {
            steps.push(data.step(&next));
            now = next;
        }
        while let Some(next) = data.better(&now, data.pastes(&now, self.paste), self.least, true) {
            steps.push(data.step(&next));
            now = next;
        }
        steps
    }
}

impl Data<'_> {
    fn hits(&self, inside: &[usize]) -> usize {
        inside.iter().filter(|run| self.hits[**run]).count()
    }

    fn density(&self, inside: &[usize]) -> f64 {
        if inside.is_empty() { 0.0 } else { self.hits(inside) as f64 / inside.len() as f64 }
    }

    fn restricted(&self, own: &Boxed) -> Vec<usize> {
        let open = |at: &usize| {
            own.low[*at] == self.whole.low[*at] && own.high[*at] == self.whole.high[*at]
        };
        (0..self.factors.len()).filter(|at| !open(at)).collect()
    }

    fn step(&self, own: &Boxed) -> Step {
        let (hits, all) = (self.hits(&own.inside), self.hits(&self.whole.inside));
        Step {
            low: own.low.clone(),
            high: own.high.clone(),
            runs: own.inside.len(),
            hits,
            coverage: hits as f64 / all.max(1) as f64,
            density: self.density(&own.inside),
            mass: own.inside.len() as f64 / self.hits.len() as f64,
            restricted: self.restricted(own),
        }
    }

    /// Both peels of every factor: the upper side, then the lower.
    fn peels(&self, now: &Boxed, share: f64) -> Vec<Boxed> {
        let mut found = Vec::new();
        for (at, factor) in self.factors.iter().enumerate() {
            let mut values: Vec<f64> = now.inside.iter().map(|run| factor[*run]).collect();
            values.sort_by(f64::total_cmp);
            let (top, bottom) = (edge(&values, 1.0 - share), edge(&values, share));
            let inside = |fits: &dyn Fn(f64) -> bool| {
                now.inside.iter().copied().filter(|run| fits(factor[*run])).collect()
            };
            let mut upper = Boxed { inside: inside(&|x| x <= top), ..now.clone() };
            upper.high[at] = top;
            let mut lower = Boxed { inside: inside(&|x| x >= bottom), ..now.clone() };
            lower.low[at] = bottom;
            found.extend([upper, lower]);
        }
        found
    }

    /// Both pastes of every restricted factor: the lower side, then the upper.
    fn pastes(&self, now: &Boxed, share: f64) -> Vec<Boxed> {
        let mut found = Vec::new();
        for at in self.restricted(now) {
            for upper in [false, true] {
                let mut beyond = now.clone();
                let mut wider = now.clone();
                let (end, q) = if upper {
                    beyond.low[at] = now.high[at];
                    beyond.high[at] = self.whole.high[at];
                    (self.whole.high[at], share)
                } else {
                    beyond.high[at] = now.low[at];
                    beyond.low[at] = self.whole.low[at];
                    (self.whole.low[at], 1.0 - share)
                };
                let mut values: Vec<f64> =
                    self.inside(&beyond).into_iter().map(|run| self.factors[at][run]).collect();
                values.sort_by(f64::total_cmp);
                let value = if values.is_empty() { end } else { edge(&values, q) };
                if upper {
                    wider.high[at] = value;
                } else {
                    wider.low[at] = value;
                }
                wider.inside = self.inside(&wider);
                found.push(wider);
            }
        }
        found
    }

    /// Runs between a box's edges.
    fn inside(&self, own: &Boxed) -> Vec<usize> {
        let fits = |run: &usize| {
            let between =
                |at: usize| (own.low[at]..=own.high[at]).contains(&self.factors[at][*run]);
            (0..self.factors.len()).all(between)
        };
        (0..self.hits.len()).filter(fits).collect()
    }

    /// The candidate that gains most density for each run lost or won, if it is an improvement; among equals the
    /// one with fewest restricted factors, then the first.
    fn better(&self, now: &Boxed, found: Vec<Boxed>, least: f64, grow: bool) -> Option<Boxed> {
        let (old, runs) = (self.density(&now.inside), now.inside.len());
        let mut best: Option<(f64, usize, Boxed)> = None;
        for one in found {
            let new = self.density(&one.inside);
            let moved = runs.abs_diff(one.inside.len());
            let gain = if new == old { 0.0 } else { (new - old) / moved as f64 };
            let open = self.factors.len() - self.restricted(&one).len();
            let first = best.as_ref().is_none_or(|(gained, opened, _)| {
                gain > *gained || (gain == *gained && open > *opened)
            });
            if first {
                best = Some((gain, open, one));
            }
        }
        let (gain, _, next) = best?;
        let count = next.inside.len();
        let large = count as f64 / self.hits.len() as f64 >= least;
        let moves = if grow { count > runs } else { count < runs };
        (large && moves && gain > 0.0).then_some(next)
    }
}

/// The edge that cuts a share off sorted values: halfway between two different values, moving inwards over
/// equal ones.
fn edge(sorted: &[f64], share: f64) -> f64 {
    let at = (sorted.len() - 1) as f64 * share;
    let (mut below, mut above) = (at.floor() as usize, at.ceil() as usize);
    if share > 0.5 {
        while sorted[below] == sorted[above] && below > 0 {
            below -= 1;
        }
    } else {
        while sorted[below] == sorted[above] && above < sorted.len() - 1 {
            above += 1;
        }
    }
    f64::midpoint(sorted[below], sorted[above])
}

/// How likely the runs in a box without one side's restriction would hold as dense a sample by chance: a
/// one-sided binomial test for the lower and the upper edge of a factor (Bryant and Lempert 2010); none for an
/// edge that restricts nothing.
///
/// # Panics
/// When the box is of other factors: a fault of the program.
#[must_use]
pub fn quasi_p(
    step: &Step,
    factor: usize,
    factors: &[Vec<f64>],
    hits: &[bool],
) -> [Option<f64>; 2] {
    let ends = [f64::min as fn(f64, f64) -> f64, f64::max]
        .map(|pick| factors[factor].iter().copied().reduce(pick).unwrap_or(0.0));
    let without = |upper: bool| {
        let (mut low, mut high) = (step.low.clone(), step.high.clone());
        let (own, end) =
            if upper { (&mut high[factor], ends[1]) } else { (&mut low[factor], ends[0]) };
        if *own == end {
            return None;
        }
        *own = end;
        let inside = |run: &usize| {
            factors.iter().enumerate().all(|(at, own)| (low[at]..=high[at]).contains(&own[*run]))
        };
        let runs: Vec<usize> = (0..hits.len()).filter(inside).collect();
        let found = runs.iter().filter(|run| hits[**run]).count();
        let chance = found as f64 / runs.len().max(1) as f64;
        Some(at_least(step.hits, step.runs, chance))
    };
    [without(false), without(true)]
}

/// The chance of at least `hits` in `runs` independent trials.
fn at_least(hits: usize, runs: usize, chance: f64) -> f64 {
    if hits == 0 || chance >= 1.0 {
        return 1.0;
    }
    if chance <= 0.0 {
        return 0.0;
    }
    let factorial = |n: usize| libm::lgamma(n as f64 + 1.0);
    let (yes, no) = (libm::log(chance), libm::log1p(-chance));
    let one = |k: usize| {
        let ways = factorial(runs) - factorial(k) - factorial(runs - k);
        libm::exp(ways + k as f64 * yes + (runs - k) as f64 * no)
    };
    (hits..=runs).map(one).fold(0.0, |sum, p| sum + p).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_by_hand() {
        let values = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0];
        assert_eq!((edge(&values, 0.05), edge(&values, 0.95)), (0.5, 8.5));
        // Equal values at the end are peeled together.
        assert_eq!(edge(&[0.0, 0.0, 0.0, 5.0, 6.0], 0.1), 2.5);
        assert_eq!(edge(&[3.0], 0.9), 3.0);
        // Three heads of three: 1/8; two or more: 1/2.
        assert!((at_least(3, 3, 0.5) - 0.125).abs() < 1e-14);
        assert!((at_least(2, 3, 0.5) - 0.5).abs() < 1e-14);
    }

    #[test]
    fn a_box_in_a_grid_is_found_whole() {
        // 20 x 20 runs, of interest where both factors are above 0.7; the third idles.
        let at = |run: usize| {
            [(run / 20) as f64 / 20.0, (run % 20) as f64 / 20.0, (run * 7 % 400) as f64]
        };
        let factors: Vec<Vec<f64>> =
            (0..3).map(|factor| (0..400).map(|run| at(run)[factor]).collect()).collect();
        let hits: Vec<bool> = (0..400).map(|run| at(run)[0] > 0.7 && at(run)[1] > 0.7).collect();
        let steps = Prim::default().trajectory(&factors, &hits);
        let best = steps.iter().find(|step| step.density == 1.0).expect("a pure box");
        assert_eq!((best.coverage, best.restricted.as_slice()), (1.0, &[0, 1][..]));
        let [low, high] = quasi_p(best, 0, &factors, &hits);
        assert!(low.is_some_and(|p| p < 1e-6) && high.is_none());
    }

    #[test]
    fn nothing_of_interest_leaves_the_whole_box() {
        let steps = Prim::default().trajectory(&[vec![1.0, 2.0, 3.0]], &[false; 3]);
        assert_eq!((steps.len(), steps[0].coverage, steps[0].density), (1, 0.0, 0.0));
        assert!(Prim::default().trajectory(&[], &[]).is_empty());
    }
}
