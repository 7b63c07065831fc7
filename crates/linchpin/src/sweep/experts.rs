//! Parameters that a sweep draws from an expert's quantiles instead of the world's range.
//!
//! In: a plan. Out: for a member the same place in the design as ever, read on the expert's distribution, so that
//! two experts differ by what they say and not by the draws.

use crate::simulate::Failure;
use linchpin_engine::{Design, Draw, Space};
use linchpin_results::SweepPlan;
use linchpin_uncertainty::{Marginal, Sampler};
use linchpin_units::{Measure, Unit};

/// One expert's word.
struct Word {
    /// Where the parameter stands in a draw, and among the dimensions of the design.
    position: usize,
    dimension: usize,
    marginal: Marginal,
    /// What the quantity can be at all.
    bounds: [f64; 2],
}

/// What experts say in the place of ranges.
pub(super) struct Experts {
    words: Vec<Word>,
    /// The design over the same names; none where nobody is asked.
    sampler: Option<Sampler>,
}

impl Experts {
    pub(super) fn new(plan: &SweepPlan, space: &Space, design: Design) -> Result<Self, Failure> {
        let names: Vec<String> = space.open().map(|one| one.name.to_string()).collect();
        let mut words = Vec::new();
        for expert in &plan.experts {
            let [low, middle, high] = expert.quantiles;
            let marginal = Marginal::quantiles(low, middle, high)
                .map_err(|error| Failure::Design(format!("{}: {error}", expert.parameter)))?;
            let position = space.position(&expert.parameter);
            let dimension = names.iter().position(|name| *name == expert.parameter);
            let (Some(position), Some(dimension)) = (position, dimension) else {
                return Err(Failure::Design(format!(
                    "the plan's parameter `{}` is not uncertain in the study",
                    expert.parameter
                )));
            };
            let unit = space.iter().nth(position).map(|one| one.unit);
            let most = if unit == Some(Unit::Share) { 1.0 } else { f64::INFINITY };
            // Tails end where the quantity does: nothing here is negative unless the expert says so.
            let least = if low >= 0.0 { 0.0 } else { f64::NEG_INFINITY };
            words.push(Word { position, dimension, marginal, bounds: [least, most] });
        }
        let asked = !words.is_empty();
        let sampler = asked.then(|| Sampler::new(design, plan.seed, plan.draws() as usize, &names));
        Ok(Self { words, sampler })
    }

    /// A member's draw with what experts say.
    pub(super) fn draw(&self, member: u32, draw: Draw) -> Draw {
        let Some(sampler) = &self.sampler else { return draw };
        self.words.iter().fold(draw, |draw, word| {
            let value = word.marginal.at(sampler.u(member, word.dimension).get());
            draw.with(word.position, Measure::of(value.clamp(word.bounds[0], word.bounds[1])))
        })
    }
}
