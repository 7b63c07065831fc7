//! Minimal cut sets: which smallest groups of failures bring the top about.
//!
//! A [`Graph`] and a top come in; [`CutSets`] come out, with exact counts by order even where the sets are
//! too many to list. The way: simplify (`net`), find modules (`modules`), order the variables
//! (`order`), build diagrams cut off by order (`bdd`), take the minimal sets (`sets`), count (`count`).

mod bdd;
mod count;
mod importance;
mod list;
mod modules;
mod net;
mod order;
mod sets;
mod solve;
mod store;

pub use importance::{Importance, Importances, Top};

use crate::graph::{Arg, Graph};
use num_bigint::BigUint;
use std::ops::ControlFlow;

/// What to compute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// The largest number of events in a cut set; all sets without it.
    pub order: Option<u32>,
    /// Nodes of a diagram at most; each takes about 40 bytes.
    pub nodes: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { order: None, nodes: 24_000_000 }
    }
}

/// Why there are no cut sets.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CutError {
    /// Gates that rest on themselves, each on the next and the last on the first.
    #[error("gates rest on themselves")]
    Cycle(Vec<u32>),
    /// A gate with too few or too many arguments.
    #[error("a gate has {found} arguments and needs {expected}")]
    Arguments {
        /// The gate.
        gate: u32,
        /// How many it has.
        found: usize,
        /// How many it needs.
        expected: &'static str,
    },
    /// The diagrams outgrow what [`Options::nodes`] allows.
    #[error("the diagrams outgrow {nodes} nodes; ask for a smaller order")]
    TooLarge {
        /// The limit.
        nodes: usize,
    },
}

/// The minimal cut sets of a top.
#[derive(Debug, Clone)]
pub struct CutSets {
    solved: solve::Solved,
    by_order: Vec<BigUint>,
    order: Option<u32>,
    coherent: bool,
}

/// The minimal cut sets of `top`.
///
/// # Errors
/// [`CutError`] when the graph has a cycle, a gate without the arguments it needs, or too many nodes.
///
/// # Panics
/// If the system refuses a thread.
pub fn cut_sets(graph: &Graph, top: Arg, options: &Options) -> Result<CutSets, CutError> {
    // Diagrams are as deep as there are events: the work has a stack of its own.
    std::thread::scope(|scope| {
        let work = || CutSets::new(graph, top, options);
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        let done = thread.expect("the system has a thread left").join();
        done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Whether the gates end in basic events.
///
/// # Errors
/// [`CutError::Cycle`] with the gates of the first circle found.
pub fn check(graph: &Graph) -> Result<(), CutError> {
    net::order(graph, 0..crate::graph::index(graph.gates.len())).map(|_| ())
}

/// Bytes of stack; pages are only taken when used.
const STACK: usize = 1 << 30;

impl CutSets {
    fn new(graph: &Graph, top: Arg, options: &Options) -> Result<Self, CutError> {
        let net = net::Net::of(graph, top)?;
        let coherent = net.coherent();
        let solved = solve::solve(&net, graph.events.len(), options)?;
        let by_order = count::by_order(&solved, options.order);
        Ok(Self { solved, by_order, order: options.order, coherent })
    }

    /// How many sets of each order there are: the first number is of sets with one event.
    #[must_use]
    pub fn by_order(&self) -> &[BigUint] {
        self.by_order.get(1..).unwrap_or(&[])
    }

    /// Whether the top holds although nothing fails; its only minimal cut set is then the empty one,
    /// which no order counts.
    #[must_use]
    pub fn always(&self) -> bool {
        self.by_order.first().is_some_and(|empty| *empty > BigUint::ZERO)
    }

    /// How many sets there are, the empty one included.
    #[must_use]
    pub fn total(&self) -> BigUint {
        self.by_order.iter().sum()
    }

    /// The limit of orders asked for.
    #[must_use]
    pub fn order(&self) -> Option<u32> {
        self.order
    }

    /// Whether no event brings the top about by not failing. Where this is false, negated events are
    /// left out of the sets.
    #[must_use]
    pub fn coherent(&self) -> bool {
        self.coherent
    }

    /// Nodes of the two diagrams, for the curious.
    #[must_use]
    pub fn nodes(&self) -> (usize, usize) {
        (self.solved.bdd.len(), self.solved.sets.len())
    }

    /// Modules that were solved apart, the top included.
    #[must_use]
    pub fn modules(&self) -> usize {
        self.solved.modules.len()
    }

    /// Gives every set to `each`, smaller orders first, events ascending; stops when told to.
    pub fn for_each(&self, mut each: impl FnMut(&[u32]) -> ControlFlow<()>) {
        list::walk(&self.solved, self.order, &mut each);
    }

    /// The first `most` sets in the order of [`Self::for_each`].
    #[must_use]
    pub fn first(&self, most: usize) -> Vec<Vec<u32>> {
        let mut sets = Vec::new();
        if most > 0 {
            self.for_each(|set| {
                sets.push(set.to_vec());
                if sets.len() < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            });
        }
        sets
    }

    /// What each event matters for the top.
    #[must_use]
    pub fn importances(&self, graph: &Graph) -> Importances {
        importance::importances(self, graph)
    }
}
