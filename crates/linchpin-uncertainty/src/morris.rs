//! Elementary effects (Morris 1991): a cheap screening of many factors.
//!
//! mu* is the mean absolute effect (Campolongo, Cariboni and Saltelli 2007), sigma the deviation of the signed
//! ones: near zero for what acts in proportion, large for what bends or interacts. Steps are taken in the
//! probability of each factor, half of its spread at once; the levels are the middles of equal slices, so that
//! no step ends at the outermost value that a triangular range never takes.

use crate::bootstrap::{Bootstrap, Estimate};
use crate::stream;
use rand::Rng;
use serde::Serialize;

/// Levels of each factor.
const LEVELS: u64 = 4;

/// A design of trajectories: each moves one group after the other.
#[derive(Debug, Clone)]
pub struct Morris {
    trajectories: u32,
    dimensions: usize,
    groups: Vec<Vec<usize>>,
    seed: u64,
}

/// What Morris's method says of each group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Effects {
    /// Mean absolute effect of a whole unit of the factor's probability, with its interval.
    pub size: Vec<Estimate>,
    /// Mean signed effect; of a group with several factors it says little.
    pub mean: Vec<f64>,
    /// Standard deviation of the signed effects.
    pub deviation: Vec<f64>,
}

impl Morris {
    /// A design.
    #[must_use]
    pub fn new(trajectories: u32, dimensions: usize, groups: Vec<Vec<usize>>, seed: u64) -> Self {
        Self { trajectories, dimensions, groups, seed }
    }

    /// Runs of one trajectory.
    #[must_use]
    pub fn block(&self) -> usize {
        self.groups.len() + 1
    }

    /// Number of runs.
    #[must_use]
    pub fn runs(&self) -> usize {
        self.trajectories as usize * self.block()
    }

    /// The order in which a trajectory moves the groups.
    fn order(&self, trajectory: usize) -> Vec<u32> {
        stream::permutation(self.seed, &format!("morris {trajectory}"), self.groups.len())
    }

    /// Where in the unit cube a run stands: a pure function of its number.
    #[must_use]
    pub fn point(&self, run: usize) -> Vec<f64> {
        let (trajectory, step) = (run / self.block(), run % self.block());
        let mut random = stream::stream(self.seed, trajectory as u64, "morris start");
        // The start leaves room for a step of half of the levels, up from the lower or down from the upper half.
        let mut point: Vec<u64> = (0..self.dimensions).map(|_| random.next_u64() >> 62).collect();
        for group in self.order(trajectory).into_iter().take(step) {
            for factor in &self.groups[group as usize] {
                point[*factor] = (point[*factor] + LEVELS / 2) % LEVELS;
            }
        }
        point.into_iter().map(|level| (level as f64 + 0.5) / LEVELS as f64).collect()
    }

    /// The effects on an outcome, given in the order of runs.
    ///
    /// # Panics
    /// When there are not as many outcomes as runs: a fault of the program.
    #[must_use]
    pub fn effects(&self, outcomes: &[f64], bootstrap: Bootstrap) -> Effects {
        assert_eq!(outcomes.len(), self.runs(), "an outcome for each run");
        let mut effects = vec![Vec::with_capacity(self.trajectories as usize); self.groups.len()];
        for trajectory in 0..self.trajectories as usize {
            let first = trajectory * self.block();
            for (step, group) in self.order(trajectory).into_iter().enumerate() {
                let sign = self.groups[group as usize].first().map_or(1.0, |factor| {
                    let (before, after) = (self.point(first + step), self.point(first + step + 1));
                    (after[*factor] - before[*factor]).signum()
                });
                let change = outcomes[first + step + 1] - outcomes[first + step];
                effects[group as usize].push(change * sign * 2.0);
            }
        }
        summary(&effects, bootstrap)
    }
}

/// Mean size, mean and deviation of elementary effects, by group and trajectory.
#[must_use]
pub fn summary(effects: &[Vec<f64>], bootstrap: Bootstrap) -> Effects {
    let rows = effects.first().map_or(0, Vec::len);
    let mean = |rows: &[usize], own: &[f64], value: fn(f64) -> f64| {
        rows.iter().fold(0.0, |sum, row| sum + value(own[*row])) / rows.len().max(1) as f64
    };
    let size = bootstrap
        .intervals(rows, |rows| effects.iter().map(|own| mean(rows, own, f64::abs)).collect());
    let every: Vec<usize> = (0..rows).collect();
    let means: Vec<f64> = effects.iter().map(|own| mean(&every, own, |value| value)).collect();
    let deviation = effects.iter().zip(&means).map(|(own, mean)| {
        let squares = own.iter().fold(0.0, |sum, value| sum + (value - mean) * (value - mean));
        (squares / (rows.max(2) - 1) as f64).sqrt()
    });
    let deviation = deviation.collect();
    Effects { size, mean: means, deviation }
}
