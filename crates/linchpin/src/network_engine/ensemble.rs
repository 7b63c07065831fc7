//! The members of a network run: draws that collapse are counted and drawn again.
//!
//! In: a built engine, the plans of all scenarios, a design. Out: for each member a draw under which no scenario that can
//! be told collapses, with its series, and how many draws of the whole design collapse. A scenario that collapses at
//! the middle of all ranges is told by nobody and counts for nothing. Invariant: what a member gets depends on its own
//! draw only, so that parts of an ensemble join to the whole.

use super::{Block, BuiltNetwork};
use linchpin_engine::parameter::SpaceSampler;
use linchpin_engine::{Design, Draw, Members, Plan, Watch, unwatched};

/// How often a member is drawn again before it takes the middle of all ranges.
const AGAIN: u64 = 100;

/// One member.
pub(super) struct Kept {
    pub(super) draw: Draw,
    /// By scenario.
    pub(super) blocks: Vec<Block>,
    /// Which scenarios collapsed at the member's first draw.
    collapsed: Vec<bool>,
}

/// All members asked for.
pub(super) struct All {
    pub(super) kept: Vec<Kept>,
    /// Draws of the whole design that collapse, by scenario.
    pub(super) collapsed: Vec<u32>,
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
    let mut collapsed: Vec<Vec<bool>> = kept.iter().map(|one| one.collapsed.clone()).collect();
    // The rest of the design, so that every part of it says the same of the whole.
    let (here, all) = (members.here.clone(), members.total);
    for rest in [0..here.start.min(all), here.end.min(all)..all] {
        let rest = Members { total: all, here: rest };
        let first = |member| tried(built, plans, &told, &sampler.draw(member)).1;
        collapsed.extend(rest.run(&unwatched, first)?);
    }
    let count = |scenario: usize| collapsed.iter().map(|one| u32::from(one[scenario])).sum();
    Some(All { kept, collapsed: (0..plans.len()).map(count).collect() })
}

/// Every scenario under one draw, and which of those that are told collapse.
fn tried(
    built: &BuiltNetwork,
    plans: &[Plan],
    told: &[bool],
    draw: &Draw,
) -> (Vec<Block>, Vec<bool>) {
    let one = |(plan, told): (&Plan, &bool)| {
        let (block, collapses) = built.block(plan, draw, &|_| true);
        (block, collapses && *told)
    };
    plans.iter().zip(told).map(one).unzip()
}

fn one(built: &BuiltNetwork, plans: &[Plan], told: &[bool], draw: Draw) -> Kept {
    let (blocks, collapsed) = tried(built, plans, told, &draw);
    if !collapsed.contains(&true) {
        return Kept { draw, blocks, collapsed };
    }
    for attempt in 1..=AGAIN {
        let other = again(built, &draw, attempt);
        let (blocks, fallen) = tried(built, plans, told, &other);
        if !fallen.contains(&true) {
            return Kept { draw: other, blocks, collapsed };
        }
    }
    let draw = built.space.modes();
    let (blocks, _) = tried(built, plans, told, &draw);
    Kept { draw, blocks, collapsed }
}

/// Another draw in the place of one: a function of it and of the attempt alone.
fn again(built: &BuiltNetwork, draw: &Draw, attempt: u64) -> Draw {
    let turned =
        |seed: u64, bits: u64| seed.rotate_left(7) ^ bits.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let seed =
        draw.values().iter().fold(attempt, |seed, value| turned(seed, value.get().to_bits()));
    built.space.sampler(Design::LatinHypercube, seed, 1).draw(0)
}

/// The reader's name of a parameter of `assumptions/ario.toml`.
pub(super) fn label(key: &str) -> &str {
    match key {
        "psi" => "share of the stock aimed at below which an input limits (psi)",
        "alpha_max" => "most that can be made over usual",
        "alpha_tau" => "days to reach it",
        "inventory_days" => "stock of each input, days of use",
        "inventory_tau" => "days to refill stocks",
        "criticality" => "share of a missing input by which output falls",
        other => other,
    }
}

/// A reason as a sentence.
pub(super) fn sentence(why: &str) -> String {
    let mut letters = why.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    format!("{}.", first.chain(letters).collect::<String>())
}
