//! What each event matters: Birnbaum, Fussell-Vesely, and the smallest cut set it stands in.
//!
//! Birnbaum's importance is the derivative of the top's probability by the event's (Birnbaum 1969); it
//! comes from the diagram of the function in one pass up and one down, exact for independent events.
//! Fussell and Vesely's is the part of the summed probability of cut sets that belongs to sets with the
//! event (the rare-event form, as most tools print it). Without probabilities, Birnbaum's with every
//! event at one half is the structural importance: the part of all states in which the event decides.

use super::CutSets;
use super::solve::{Solved, Var};
use super::store::{FALSE, TRUE};
use crate::graph::Graph;

/// The probability of the top.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Top {
    /// Exact for independent events; `None` where sets above an order were left out.
    pub exact: Option<f64>,
    /// The sum over the minimal cut sets found, which is never below the exact value when all are found
    /// and the graph is coherent. Under a limit of orders it counts sets of modules up to that limit each.
    pub rare_event: f64,
}

/// One event.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Importance {
    /// The event, by its place in the graph.
    pub event: u32,
    /// Its probability, if all events have one.
    pub probability: Option<f64>,
    /// Birnbaum's importance, from probabilities; `None` without them.
    pub birnbaum: Option<f64>,
    /// Fussell and Vesely's importance, rare-event form; `None` without probabilities.
    pub fussell_vesely: Option<f64>,
    /// The part of all states of the other events in which this one decides; `None` where sets above an
    /// order were left out.
    pub structural: Option<f64>,
    /// Events in the smallest cut set with this one; `None` if it stands in no set found.
    pub smallest: Option<u32>,
}

/// All events that the top rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Importances {
    /// The top's probability, if every event has one.
    pub top: Option<Top>,
    /// Events below the top that carry no probability.
    pub without_probability: Vec<u32>,
    /// Whether Birnbaum's importance is exact; else it is the derivative of the rare-event sum.
    pub exact: bool,
    /// One entry for each event, in the order of the graph.
    pub events: Vec<Importance>,
}

pub(super) fn importances(cuts: &CutSets, graph: &Graph) -> Importances {
    let solved = &cuts.solved;
    let mut events: Vec<u32> = solved
        .vars
        .iter()
        .filter_map(|var| if let Var::Event(event) = var { Some(*event) } else { None })
        .collect();
    events.sort_unstable();
    events.dedup();
    let without_probability: Vec<u32> = events
        .iter()
        .copied()
        .filter(|event| graph.events[*event as usize].probability.is_none())
        .collect();
    let all_known = without_probability.is_empty() && !events.is_empty();
    let exact = cuts.order.is_none();
    let given = |event: u32| graph.events[event as usize].probability.unwrap_or(0.5);
    let slots = graph.events.len();
    let function = (exact && all_known).then(|| function(solved, slots, &given));
    let structure = exact.then(|| function_half(solved, slots));
    let rare = all_known.then(|| sums(solved, slots, &given));
    let smallest = smallest(solved, slots);
    let top = rare.as_ref().map(|rare| Top {
        exact: function.as_ref().map(|exact| exact.value),
        rare_event: rare.value,
    });
    let one = |event: u32| {
        let at = event as usize;
        let probability = all_known.then(|| given(event));
        let birnbaum = function.as_ref().or(rare.as_ref()).map(|known| known.slope[at]);
        let fussell_vesely = rare.as_ref().map(|rare| {
            if rare.value > 0.0 { rare.slope[at] * given(event) / rare.value } else { 0.0 }
        });
        let structural = structure.as_ref().map(|known| known.slope[at].abs());
        let smallest = (smallest[at] < u32::MAX).then_some(smallest[at]);
        Importance { event, probability, birnbaum, fussell_vesely, structural, smallest }
    };
    let events = events.into_iter().map(one).collect();
    Importances { top, without_probability, exact: exact && all_known, events }
}

/// A value and its derivative by each event.
struct Slopes {
    value: f64,
    slope: Vec<f64>,
}

fn function_half(solved: &Solved, slots: usize) -> Slopes {
    function(solved, slots, &|_| 0.5)
}

/// The probability of the top's function and its derivatives.
fn function(solved: &Solved, slots: usize, given: &dyn Fn(u32) -> f64) -> Slopes {
    let count = solved.bdd.len();
    let mut value = vec![0.0; count];
    value[TRUE as usize] = 1.0;
    let chance = |var: u32, value: &[f64]| match solved.vars[var as usize] {
        Var::Event(event) => given(event),
        Var::Module(module) => value[solved.modules[module].function as usize],
    };
    for at in 2..count {
        let node = solved.bdd.node(crate::graph::index(at));
        let p = chance(node.var, &value);
        value[at] = p * value[node.hi as usize] + (1.0 - p) * value[node.lo as usize];
    }
    let (mut weight, mut slope) = (vec![0.0; count], vec![0.0; slots]);
    weight[solved.top().function as usize] = 1.0;
    for at in (2..count).rev() {
        if weight[at] == 0.0 {
            continue;
        }
        let node = solved.bdd.node(crate::graph::index(at));
        let p = chance(node.var, &value);
        let (hi, lo) = (node.hi as usize, node.lo as usize);
        let own = weight[at] * (value[hi] - value[lo]);
        match solved.vars[node.var as usize] {
            Var::Event(event) => slope[event as usize] += own,
            // A module's nodes all come before those that name it.
            Var::Module(module) => weight[solved.modules[module].function as usize] += own,
        }
        weight[hi] += weight[at] * p;
        weight[lo] += weight[at] * (1.0 - p);
    }
    Slopes { value: value[solved.top().function as usize], slope }
}

/// The summed probability of the sets and its derivatives.
fn sums(solved: &Solved, slots: usize, given: &dyn Fn(u32) -> f64) -> Slopes {
    let count = solved.sets.len();
    let mut value = vec![0.0; count];
    value[TRUE as usize] = 1.0;
    let chance = |var: u32, value: &[f64]| match solved.vars[var as usize] {
        Var::Event(event) => given(event),
        Var::Module(module) => value[solved.modules[module].sets as usize],
    };
    for at in 2..count {
        let node = solved.sets.node(crate::graph::index(at));
        let p = chance(node.var, &value);
        value[at] = p * value[node.hi as usize] + value[node.lo as usize];
    }
    let (mut weight, mut slope) = (vec![0.0; count], vec![0.0; slots]);
    weight[solved.top().sets as usize] = 1.0;
    for at in (2..count).rev() {
        if weight[at] == 0.0 {
            continue;
        }
        let node = solved.sets.node(crate::graph::index(at));
        let p = chance(node.var, &value);
        let own = weight[at] * value[node.hi as usize];
        match solved.vars[node.var as usize] {
            Var::Event(event) => slope[event as usize] += own,
            Var::Module(module) => weight[solved.modules[module].sets as usize] += own,
        }
        weight[node.hi as usize] += weight[at] * p;
        weight[node.lo as usize] += weight[at];
    }
    Slopes { value: value[solved.top().sets as usize], slope }
}

/// For each event the number of events in the smallest set that holds it.
fn smallest(solved: &Solved, slots: usize) -> Vec<u32> {
    let count = solved.sets.len();
    let mut below = vec![u32::MAX; count];
    below[TRUE as usize] = 0;
    let cost = |var: u32, below: &[u32]| match solved.vars[var as usize] {
        Var::Event(_) => 1,
        Var::Module(module) => below[solved.modules[module].sets as usize],
    };
    for at in 2..count {
        let node = solved.sets.node(crate::graph::index(at));
        let with = below[node.hi as usize].saturating_add(cost(node.var, &below));
        below[at] = with.min(below[node.lo as usize]);
    }
    // Weight of the lightest path from the top to a node, what lies beside it included.
    let (mut above, mut found) = (vec![u32::MAX; count], vec![u32::MAX; slots]);
    above[solved.top().sets as usize] = 0;
    for at in (2..count).rev() {
        if above[at] == u32::MAX {
            continue;
        }
        let node = solved.sets.node(crate::graph::index(at));
        let (hi, lo) = (node.hi as usize, node.lo as usize);
        let beside = above[at].saturating_add(below[hi]);
        match solved.vars[node.var as usize] {
            Var::Event(event) => {
                let slot = &mut found[event as usize];
                *slot = (*slot).min(beside.saturating_add(1));
            }
            Var::Module(module) => {
                let root = solved.modules[module].sets as usize;
                above[root] = above[root].min(beside);
            }
        }
        let with = above[at].saturating_add(cost(node.var, &below));
        above[hi] = above[hi].min(with);
        if lo != FALSE as usize {
            above[lo] = above[lo].min(above[at]);
        }
    }
    found
}
