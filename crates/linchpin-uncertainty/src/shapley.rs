//! Shapley effects: each factor's part of the variance, also when factors move together.
//!
//! Owen (2014) gives every factor its Shapley value in the game whose worth is the variance that a set of factors
//! explains; the parts add up to one and none is negative. Estimated as Song, Nelson and Staum (2016, random
//! permutations): the factors join in a random order, and the worth of those that joined is the mean variance
//! when the others are held. Held and free factors are drawn from the copula, the held ones first.

use crate::bootstrap::{Bootstrap, Estimate};
use crate::copula::Copula;
use crate::normal;
use crate::stream;
use rand::Rng;
use rand::rngs::ChaCha8Rng;

/// Runs for each variance given the held factors (Song, Nelson and Staum find 3 the best).
const INNER: usize = 3;

/// A design for Shapley effects.
#[derive(Debug, Clone)]
pub struct Shapley {
    permutations: u32,
    whole: u32,
    groups: Vec<Vec<usize>>,
    copula: Copula,
    seed: u64,
}

impl Shapley {
    /// A design of `permutations` orders, and `whole` runs for the variance of all factors together.
    ///
    /// # Panics
    /// When the groups do not hold every factor of the copula exactly once: a fault of the program.
    #[must_use]
    pub fn new(
        permutations: u32,
        whole: u32,
        groups: Vec<Vec<usize>>,
        copula: Copula,
        seed: u64,
    ) -> Self {
        let mut all: Vec<usize> = groups.iter().flatten().copied().collect();
        all.sort_unstable();
        assert!(all.into_iter().eq(0..copula.len()), "groups hold every factor once");
        Self { permutations, whole, groups, copula, seed }
    }

    /// Runs of one order.
    fn block(&self) -> usize {
        self.groups.len().saturating_sub(1) * INNER
    }

    /// Number of runs.
    #[must_use]
    pub fn runs(&self) -> usize {
        self.whole as usize + self.permutations as usize * self.block()
    }

    fn order(&self, permutation: usize) -> Vec<u32> {
        stream::permutation(self.seed, &format!("shapley {permutation}"), self.groups.len())
    }

    /// Where in the unit cube a run stands: a pure function of its number.
    #[must_use]
    pub fn point(&self, run: usize) -> Vec<f64> {
        let whole = self.whole as usize;
        if run < whole {
            let mut random = stream::stream(self.seed, run as u64, "shapley whole");
            let u: Vec<f64> = (0..self.copula.len()).map(|_| place(&mut random)).collect();
            return self.copula.apply(&u);
        }
        let (permutation, at) = ((run - whole) / self.block(), (run - whole) % self.block());
        let (joined, inner) = (at / INNER + 1, at % INNER);
        let order = self.order(permutation);
        let factors = |groups: &[u32]| -> Vec<usize> {
            groups.iter().flat_map(|group| self.groups[*group as usize].iter().copied()).collect()
        };
        let (free, held) = (factors(&order[..joined]), factors(&order[joined..]));
        let number = (permutation * self.groups.len() + joined) as u64;
        let mut fixed = stream::stream(self.seed, number, "shapley held");
        let mut drawn = stream::stream(self.seed, number, &format!("shapley free {inner}"));
        let z: Vec<f64> = held
            .iter()
            .map(|_| place(&mut fixed))
            .chain(free.iter().map(|_| place(&mut drawn)))
            .map(normal::quantile)
            .collect();
        let taken: Vec<usize> = held.into_iter().chain(free).collect();
        let mut point = vec![0.0; taken.len()];
        for (row, factor) in self.copula.triangle(&taken).iter().zip(&taken) {
            let value = row.iter().zip(&z).fold(0.0, |sum, (a, b)| sum + a * b);
            point[*factor] = normal::cumulative(value);
        }
        point
    }

    /// The effects on an outcome, given in the order of runs: by group, adding up to one; all zero where the
    /// outcome does not vary.
    ///
    /// # Panics
    /// When there are not as many outcomes as runs: a fault of the program.
    #[must_use]
    pub fn effects(&self, outcomes: &[f64], bootstrap: Bootstrap) -> Vec<Estimate> {
        assert_eq!(outcomes.len(), self.runs(), "an outcome for each run");
        let (whole, rest) = outcomes.split_at(self.whole as usize);
        let variance = variance(whole);
        let groups = self.groups.len();
        let parts: Vec<Vec<f64>> = (0..self.permutations as usize)
            .map(|permutation| {
                let own = &rest[permutation * self.block()..][..self.block()];
                let mut parts = vec![0.0; groups];
                let mut before = 0.0;
                for (step, group) in self.order(permutation).into_iter().enumerate() {
                    let worth = match own.get(step * INNER..(step + 1) * INNER) {
                        Some(inner) => self::variance(inner),
                        None => variance,
                    };
                    parts[group as usize] = worth - before;
                    before = worth;
                }
                parts
            })
            .collect();
        bootstrap.intervals(parts.len(), |rows| {
            let mut sums = vec![0.0; groups];
            for row in rows {
                for (sum, part) in sums.iter_mut().zip(&parts[*row]) {
                    *sum += part;
                }
            }
            let by = rows.len() as f64 * variance;
            sums.iter().map(|sum| if by > 0.0 { sum / by } else { 0.0 }).collect()
        })
    }
}

/// A place in (0, 1).
fn place(random: &mut ChaCha8Rng) -> f64 {
    ((random.next_u64() >> 12) as f64 + 0.5) / 4_503_599_627_370_496.0
}

/// The unbiased variance.
fn variance(values: &[f64]) -> f64 {
    if values.len() < 2 {
        return 0.0;
    }
    let mean = values.iter().fold(0.0, |sum, y| sum + y) / values.len() as f64;
    let squares = values.iter().fold(0.0, |sum, y| sum + (y - mean) * (y - mean));
    squares / (values.len() - 1) as f64
}
