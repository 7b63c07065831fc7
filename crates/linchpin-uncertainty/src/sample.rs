//! Designs over the unit cube: which point of every range a member of the ensemble takes.
//!
//! In: seed, number of members, names of the dimensions. Out: `u(member, dimension)` in [0, 1), a
//! pure function, so that a shard of members draws what the whole would. A Latin hypercube's
//! dimensions are keyed by name: a new parameter leaves all other draws as they were.

use crate::sobol::Sobol;
use crate::stream;
use linchpin_units::Chance;
use serde::{Deserialize, Serialize};

/// How members spread over the ranges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Design {
    /// McKay, Beckman and Conover (1979): each of n equal slices of each range is drawn once.
    LatinHypercube,
    /// Owen-scrambled Sobol points; dimensions beyond 1,024 are random numbers.
    Sobol,
}

impl Design {
    /// Every design.
    pub const ALL: [Self; 2] = [Self::LatinHypercube, Self::Sobol];

    /// The design of a spelling.
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|design| design.as_str() == text)
    }

    /// The spelling used in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LatinHypercube => "latin-hypercube",
            Self::Sobol => "sobol",
        }
    }
}

/// A design laid out for a number of members and named dimensions.
#[derive(Debug, Clone)]
pub struct Sampler {
    seed: u64,
    /// By dimension, the number of its name's stream.
    streams: Vec<u64>,
    slices: Vec<Vec<u32>>,
    members: usize,
    sobol: Option<Sobol>,
}

impl Sampler {
    /// Lays the design out.
    #[must_use]
    pub fn new(design: Design, seed: u64, members: usize, names: &[String]) -> Self {
        let slices = match design {
            Design::LatinHypercube => {
                names.iter().map(|name| stream::permutation(seed, name, members)).collect()
            }
            Design::Sobol => Vec::new(),
        };
        let sobol = match design {
            Design::LatinHypercube => None,
            Design::Sobol => Some(Sobol::scrambled(names.len(), seed)),
        };
        let streams = names.iter().map(|name| stream::number(name)).collect();
        Self { seed, streams, slices, members, sobol }
    }

    /// Where in [0, 1) `member` stands on dimension `dimension`.
    #[must_use]
    pub fn u(&self, member: u32, dimension: usize) -> Chance {
        if let Some(sobol) = &self.sobol {
            return Chance::of(sobol.u(member, dimension));
        }
        let slice = f64::from(self.slices[dimension][member as usize]);
        let within = stream::uniform_in(self.seed, u64::from(member) + 1, self.streams[dimension]);
        Chance::of((slice + within.get()) / self.members as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(n: usize) -> Vec<String> {
        (0..n).map(|i| format!("parameter-{i}")).collect()
    }

    #[test]
    fn a_latin_hypercube_draws_every_slice_once() {
        let sampler = Sampler::new(Design::LatinHypercube, 7, 64, &names(3));
        for dimension in 0..3 {
            let mut slices: Vec<u32> =
                (0..64).map(|m| (sampler.u(m, dimension).get() * 64.0) as u32).collect();
            slices.sort_unstable();
            assert_eq!(slices, (0..64).collect::<Vec<u32>>());
        }
    }

    #[test]
    fn a_new_parameter_leaves_the_others_as_they_were() {
        let few = Sampler::new(Design::LatinHypercube, 7, 32, &names(2));
        let mut more_names = names(2);
        more_names.insert(0, "a-new-one".to_owned());
        let more = Sampler::new(Design::LatinHypercube, 7, 32, &more_names);
        assert_eq!(few.u(5, 1), more.u(5, 2));
    }

    #[test]
    fn sobol_fills_both_halves_evenly() {
        let sampler = Sampler::new(Design::Sobol, 3, 256, &names(4));
        for dimension in 0..4 {
            let low = (0..256).filter(|m| sampler.u(*m, dimension) < 0.5).count();
            assert_eq!(low, 128);
        }
        // Beyond the sequence a dimension is random: no slice is promised, but nothing is refused.
        let many = Sampler::new(Design::Sobol, 3, 64, &names(1025));
        let low = (0..64).filter(|member| many.u(*member, 1024) < 0.5).count();
        assert!((10..54).contains(&low), "{low} of 64 below a half");
    }
}
