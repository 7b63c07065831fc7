//! Pairs of draws: every member of the market's run with several draws of how users behave and how the table is split.
//!
//! In: the run, a design over the users' parameters, the table. Out: what each pair loses. All members share one
//! design of draws, so that a table is carved once for all members that meet it, and each member meets several: the
//! spread over users' behaviour is then known far better than from one draw for each member. Invariant: a pair is a
//! function of (study, seed, member, number), on any number of threads.

use super::handed::{Series, groups, shortage};
use crate::received::Makers;
use crate::simulate::Failure;
use linchpin_engine::parameter::SpaceSampler;
use linchpin_engine::{Draw, Trajectories};
use linchpin_network::economics::{Account, Behaviour, Group, Stoppage, account, bound};
use linchpin_network::table::Mrio;
use linchpin_network::table::chips::{Chips, Weights};
use linchpin_results::{RunInput, ScenarioRun};
use linchpin_uncertainty::stream;
use rayon::prelude::*;

/// Draws of the users' behaviour that each member meets: more move the ends of a range by less than its members do.
const EACH: usize = 8;
/// Draws of the users' behaviour in all.
const DRAWS: usize = 64;
/// The world's assumptions among a draw's values, and the users' own after them.
pub(super) const ASSUMED: usize = 4;

/// Which member meets which draws.
pub(super) struct Pairs {
    pub(super) members: usize,
    /// Draws that each member meets.
    pub(super) each: usize,
    /// Draws in all.
    pub(super) draws: usize,
    /// Members in an order that has nothing to do with their place in the market's design.
    order: Vec<u32>,
}

impl Pairs {
    /// So many members; a few of them meet as few draws.
    pub(super) fn new(seed: u64, members: usize) -> Self {
        let each = EACH.min(members);
        let order = stream::permutation(seed, "spillover: members and draws", members);
        Self { members, each, draws: DRAWS.min(members * each), order }
    }

    /// The members that meet a draw, each with the number of the pair among its own. A member's draws follow each
    /// other, so that they differ, and every draw is met equally often.
    fn of(&self, draw: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        let pairs = (0..self.members).flat_map(|k| (0..self.each).map(move |nth| (k, nth)));
        pairs.filter(move |(k, nth)| {
            (self.order[*k] as usize * self.each + nth) % self.draws == draw
        })
    }
}

/// What a member hands over in one scenario.
pub(super) struct Hand {
    groups: Vec<Group>,
    /// Share of the memory needed that did not come over the horizon, by region.
    pub(super) short: Vec<f64>,
    /// Part of the higher bill that makers of each country receive.
    pub(super) parts: Vec<f64>,
    /// What makers get more for what they ship, in the money of the run.
    pub(super) dearer: f64,
}

/// What one pair loses in one scenario, by industry and in the table's unit.
pub(super) struct Carried {
    /// Output not made.
    pub(super) output: Vec<f64>,
    /// Value added lost for want of memory.
    pub(super) added: Vec<f64>,
    /// Higher bill.
    pub(super) bill: Vec<f64>,
    /// The world's buyers' surplus lost.
    pub(super) lower: f64,
    /// What the world loses.
    pub(super) estimate: f64,
    /// The world's Leontief stoppage, for the first pair of a member.
    pub(super) upper: Option<f64>,
    /// Which draw it meets.
    pub(super) draw: usize,
}

/// All pairs.
pub(super) struct All {
    /// By member and scenario.
    pub(super) hands: Vec<Vec<Hand>>,
    /// By pair, the pairs of a member together, and scenario.
    pub(super) pairs: Vec<Vec<Carried>>,
    /// Pairs of each member.
    pub(super) each: usize,
    /// Usual output over the horizon, by draw and industry.
    pub(super) usual: Vec<Vec<f64>>,
    /// Share of intermediate flows split by weights, mean over the draws.
    pub(super) imputed: f64,
}

/// The run that is carried on.
pub(super) struct Market<'r> {
    pub(super) run: &'r RunInput,
    /// By scenario, the run in which only demand has changed; the baseline where none has.
    pub(super) wanted: &'r [Option<Trajectories>],
    pub(super) makers: &'r Makers,
    /// Where deliveries to each region stand.
    pub(super) series: &'r [Series],
}

impl Market<'_> {
    fn hands(&self, member: usize, sectors: usize) -> Result<Vec<Hand>, Failure> {
        let hand = |(scenario, wanted): (&ScenarioRun, &Option<Trajectories>)| {
            let before = wanted.as_ref().unwrap_or(&self.run.baseline.trajectories);
            let groups = groups(before, scenario, member, (self.series, sectors))?;
            let short = groups.iter().map(shortage).collect();
            let (parts, dearer) = self.makers.parts(before, &scenario.trajectories, member);
            Ok(Hand { groups, short, parts, dearer })
        };
        self.run.scenarios.iter().zip(self.wanted).map(hand).collect()
    }
}

/// Values drawn for the world's assumptions, then for the users'.
fn behaviour(draw: &Draw) -> Behaviour {
    let [memory_days, other_days, memory_criticality, other_criticality] =
        std::array::from_fn(|at| draw.at(at).get());
    let [elasticity, pass_through, product_elasticity, priority] =
        std::array::from_fn(|at| draw.at(ASSUMED + at).get());
    Behaviour {
        elasticity,
        pass_through,
        product_elasticity,
        memory_criticality,
        other_criticality,
        memory_days,
        other_days,
        priority,
    }
}

fn carried(lost: &Account, draw: usize) -> Carried {
    let sum = |values: &[f64]| values.iter().sum::<f64>();
    Carried {
        output: lost.output.iter().zip(&lost.usual).map(|(share, usual)| share * usual).collect(),
        added: lost.estimate.iter().zip(&lost.bill).map(|(all, bill)| all - bill).collect(),
        bill: lost.bill.clone(),
        lower: sum(&lost.lower),
        estimate: sum(&lost.estimate),
        upper: lost.upper.as_ref().map(|upper| sum(&upper.lost)),
        draw,
    }
}

/// One draw: the table carved by it, and every pair that meets it, with its place among all.
struct Met {
    imputed: f64,
    usual: Vec<f64>,
    pairs: Vec<(usize, Vec<Carried>)>,
}

/// Carries every pair on.
///
/// # Errors
/// [`Failure::Input`] for a price or quantity that cannot be, or weights that the table does not bear.
pub(super) fn all(
    market: &Market<'_>,
    pairs: &Pairs,
    sampler: &SpaceSampler<'_>,
    (table, chips): (&Mrio, &Chips),
) -> Result<All, Failure> {
    // Carving splits one sector in three.
    let sectors = table.sectors().len() + 2;
    let place = |k: usize| k * market.run.members() / pairs.members;
    let hands: Result<Vec<Vec<Hand>>, Failure> =
        (0..pairs.members).into_par_iter().map(|k| market.hands(place(k), sectors)).collect();
    let hands = hands?;
    let met = |d: usize| -> Result<Met, Failure> {
        let draw = sampler.draw(u32::try_from(d).unwrap_or(u32::MAX));
        let weights = Weights::of(std::array::from_fn(|at| draw.at(2 * ASSUMED + at).get()));
        let (carved, rests_on) = chips.carve(table, weights)?;
        let carved = carved.closed().0;
        let stoppage = Stoppage::new(&carved);
        let behaviour = behaviour(&draw);
        let own: Vec<(usize, usize)> = pairs.of(d).collect();
        let one = |(k, _): &(usize, usize)| -> Vec<Account> {
            let lost = |hand: &Hand| account(&carved, chips, &stoppage, &behaviour, &hand.groups);
            hands[*k].iter().map(lost).collect()
        };
        let mut accounts: Vec<Vec<Account>> = own.iter().map(one).collect();
        let firsts = own.iter().zip(&mut accounts).filter(|((_, nth), _)| *nth == 0);
        bound(&stoppage, &mut firsts.flat_map(|(_, own)| own).collect::<Vec<_>>());
        let usual = accounts.iter().flatten().next().map_or(Vec::new(), |one| one.usual.clone());
        let own = own.iter().zip(&accounts).map(|((k, nth), own)| {
            (k * pairs.each + nth, own.iter().map(|lost| carried(lost, d)).collect())
        });
        let own = own.collect();
        Ok(Met { imputed: rests_on.imputed_intermediate, usual, pairs: own })
    };
    let met: Result<Vec<Met>, Failure> = (0..pairs.draws).into_par_iter().map(met).collect();
    let mut met = met?;
    let imputed = met.iter().map(|one| one.imputed).sum::<f64>() / met.len().max(1) as f64;
    let mut placed: Vec<(usize, Vec<Carried>)> =
        met.iter_mut().flat_map(|one| std::mem::take(&mut one.pairs)).collect();
    placed.sort_by_key(|(place, _)| *place);
    let usual = met.into_iter().map(|one| one.usual).collect();
    let placed = placed.into_iter().map(|(_, own)| own).collect();
    Ok(All { hands, pairs: placed, each: pairs.each, usual, imputed })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_member_meets_different_draws_and_every_draw_equally_many() {
        for members in [1, 2, 5, 8, 64, 100, 400] {
            let pairs = Pairs::new(7, members);
            let mut met = vec![Vec::new(); members];
            let mut most = 0;
            let mut least = usize::MAX;
            for draw in 0..pairs.draws {
                let own: Vec<_> = pairs.of(draw).collect();
                own.iter().for_each(|(k, _)| met[*k].push(draw));
                (most, least) = (most.max(own.len()), least.min(own.len()));
            }
            assert!(most - least <= 1, "{members}: {least} to {most}");
            for mut own in met {
                own.dedup();
                assert_eq!(own.len(), pairs.each, "{members}");
            }
        }
    }
}
