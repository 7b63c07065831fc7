//! The members of a network run: draws that collapse are counted and drawn again.
//!
//! In: a built engine, the plans of all scenarios, a design. Out: for each member a draw under which no scenario that can
//! be told collapses, with its series, and how many draws of the whole design collapse. A scenario that collapses at
//! the middle of all ranges is told by nobody and counts for nothing. Invariant: what a member gets depends on its own
//! draw only, so that parts of an ensemble join to the whole.

use super::days::Judged;
use super::{Block, BuiltNetwork, Trust};
use linchpin_engine::parameter::SpaceSampler;
use linchpin_engine::seam::Strained;
use linchpin_engine::{Design, Draw, Members, Plan, Watch, unwatched};
use linchpin_network::ario::report::TESTED;

/// How often a member is drawn again before it takes the middle of all ranges.
const AGAIN: u64 = 100;

/// One member.
pub(super) struct Kept {
    pub(super) draw: Draw,
    /// By scenario.
    pub(super) blocks: Vec<Block>,
    /// By scenario: at the member's first draw, and at the one that it keeps.
    trust: [Vec<Trust>; 2],
}

/// All members asked for.
pub(super) struct All {
    pub(super) kept: Vec<Kept>,
    /// By scenario: draws of the whole design that collapse, and those kept that lie beyond what was tested.
    counts: Vec<[u32; 2]>,
}

impl All {
    /// What a reader should know of the draws.
    pub(super) fn strained(&self) -> Vec<Strained> {
        let beyond = format!(
            "an economy loses over {:.0} %, more than in any episode of the past",
            100.0 * TESTED
        );
        let collapses = "the chain collapses".to_owned();
        let all = self.counts.iter().enumerate().flat_map(|(scenario, [fallen, untested])| {
            [(true, *fallen, &collapses), (false, *untested, &beyond)].map(
                |(left_out, draws, why)| Strained { scenario, draws, left_out, why: why.clone() },
            )
        });
        all.filter(|one| one.draws > 0).collect()
    }
}

/// Runs the members; nothing when `watch` asks to stop.
pub(super) fn run(
    built: &BuiltNetwork,
    plans: &[Plan],
    sampler: &SpaceSampler<'_>,
    members: &Members,
    watch: &Watch<'_>,
) -> Option<All> {
    let told: Vec<bool> = plans.iter().map(|plan| matches!(built.beyond(plan), Ok(None))).collect();
    let kept = members.run(watch, |member| one(built, plans, &told, sampler.draw(member)))?;
    let mut trust: Vec<[Vec<Trust>; 2]> = kept.iter().map(|one| one.trust.clone()).collect();
    // The rest of the design, so that every part of it says the same of the whole.
    let (here, all) = (members.here.clone(), members.total);
    for rest in [0..here.start.min(all), here.end.min(all)..all] {
        let rest = Members { total: all, here: rest };
        let other = |member| one(built, plans, &told, sampler.draw(member)).trust;
        trust.extend(rest.run(&unwatched, other)?);
    }
    let count = |scenario: usize| {
        let is = |at: usize, trust: Trust| move |one: &&[Vec<Trust>; 2]| one[at][scenario] == trust;
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let fallen = trust.iter().filter(is(0, Trust::Collapses)).count();
        let untested = trust.iter().filter(is(1, Trust::Untested)).count();
        [number(fallen), number(untested)]
    };
    let counts = (0..plans.len()).map(count).collect();
    Some(All { kept, counts })
}

/// Every scenario under one draw. One that nobody is told of counts for nothing.
fn tried(
    built: &BuiltNetwork,
    plans: &[Plan],
    told: &[bool],
    draw: &Draw,
) -> (Vec<Block>, Vec<Trust>) {
    let one = |(plan, told): (&Plan, &bool)| {
        let (block, trust) = built.block(plan, draw, (&|_| true, Judged::Yes));
        (block, if *told { trust } else { Trust::Tested })
    };
    plans.iter().zip(told).map(one).unzip()
}

fn one(built: &BuiltNetwork, plans: &[Plan], told: &[bool], draw: Draw) -> Kept {
    let (blocks, first) = tried(built, plans, told, &draw);
    if !first.contains(&Trust::Collapses) {
        return Kept { draw, blocks, trust: [first.clone(), first] };
    }
    for attempt in 1..=AGAIN {
        let other = again(built, &draw, attempt);
        let (blocks, trust) = tried(built, plans, told, &other);
        if !trust.contains(&Trust::Collapses) {
            return Kept { draw: other, blocks, trust: [first, trust] };
        }
    }
    let draw = built.space.modes();
    let (blocks, trust) = tried(built, plans, told, &draw);
    Kept { draw, blocks, trust: [first, trust] }
}

/// Another draw in the place of one: a function of it and of the attempt alone.
fn again(built: &BuiltNetwork, draw: &Draw, attempt: u64) -> Draw {
    let turned =
        |seed: u64, bits: u64| seed.rotate_left(7) ^ bits.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let seed =
        draw.values().iter().fold(attempt, |seed, value| turned(seed, value.get().to_bits()));
    built.space.sampler(Design::LatinHypercube, seed, 1).draw(0)
}
