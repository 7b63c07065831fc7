//! Chokepoints before and after each change of the law.

use super::{Chokepoints, Model, Route, Status, Supply, supply};
use crate::cuts::CutError;
use linchpin_policy::Rulebook;
use linchpin_units::{Day, Days};
use linchpin_world::World;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A day on which the law of some route changes, with what stood before and after.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Turn {
    /// First day of the new law.
    pub on: Day,
    /// Routes barred the day before, and on the day.
    pub barred: [usize; 2],
    /// Routes on licence the day before, and on the day.
    pub licensed: [usize; 2],
    /// Single points of failure the day before, and on the day.
    pub single: [Vec<String>; 2],
    /// Governments that can stop the product alone the day before, and on the day.
    pub alone: [Vec<String>; 2],
    /// Acts that bind a route on the day and did not the day before.
    pub acts: Vec<String>,
}

/// Chokepoints before and after each change of the law of routes within `span`.
///
/// # Errors
/// As for [`chokepoints`].
pub fn turns(
    world: &World,
    rulebook: &Rulebook,
    product: &str,
    span: Days,
    input_share: f64,
) -> Result<Vec<Turn>, CutError> {
    let days: BTreeSet<Day> =
        rulebook.known(rulebook.knowledge_day()).changes.iter().copied().collect();
    let mut turns = Vec::new();
    for on in days.into_iter().filter(|day| span.holds(*day)) {
        let (before, after) =
            (supply(world, rulebook, product, on.plus(-1)), supply(world, rulebook, product, on));
        let law = |supply: &Supply| {
            let named = |(line, of): &(usize, usize)| {
                (
                    supply.lines[*line].site.clone(),
                    supply.suppliers[*of].id.clone(),
                    supply.suppliers[*of].input,
                )
            };
            supply
                .routes
                .iter()
                .map(|(at, route)| (named(at), route.clone()))
                .collect::<BTreeMap<_, _>>()
        };
        let (old, new) = (law(&before), law(&after));
        if old == new {
            continue;
        }
        let count = |law: &BTreeMap<_, Route>, status| {
            law.values().filter(|route| route.status == status).count()
        };
        let acts = |law: &BTreeMap<_, Route>| {
            law.values()
                .flat_map(|route| route.acts.iter().map(|(_, act)| act.clone()))
                .collect::<BTreeSet<_>>()
        };
        let fresh = acts(&new).difference(&acts(&old)).cloned().collect();
        let a = Model::of(world, &before, input_share).answer(world, before)?;
        let b = Model::of(world, &after, input_share).answer(world, after)?;
        let alone = |one: &Chokepoints| {
            one.governments.iter().filter(|g| g.alone).map(|g| g.name.clone()).collect()
        };
        turns.push(Turn {
            on,
            barred: [count(&old, Status::Barred), count(&new, Status::Barred)],
            licensed: [count(&old, Status::Licence), count(&new, Status::Licence)],
            alone: [alone(&a), alone(&b)],
            single: [a.single, b.single],
            acts: fresh,
        });
    }
    Ok(turns)
}
