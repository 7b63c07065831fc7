//! Orders of variables: the one choice that decides whether a diagram is small.
//!
//! Each is a walk over a module that lists events and inner modules as it meets them; they differ in
//! which argument of a gate they enter first.

use super::net::{Net, Part};

/// How a walk chooses among the arguments of a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Walk {
    /// As the file lists them.
    Given,
    /// Events first, then small parts, then large ones.
    SmallFirst,
    /// Large parts first, then small ones, then events.
    LargeFirst,
    /// What is shared most first, then as listed.
    SharedFirst,
    /// As the file lists them, from its end.
    Backwards,
}

impl Walk {
    pub(crate) const ALL: [Self; 5] =
        [Self::Given, Self::SmallFirst, Self::LargeFirst, Self::SharedFirst, Self::Backwards];
}

/// What the walks go by.
pub(crate) struct Shape {
    /// Parts below each gate, those met twice counted twice.
    size: Vec<u64>,
    /// Gates that rest on each gate.
    gate_parents: Vec<u32>,
    event_parents: Vec<u32>,
}

impl Shape {
    pub(crate) fn of(net: &Net, events: usize) -> Self {
        let mut size = vec![1_u64; net.gates.len()];
        let mut gate_parents = vec![0; net.gates.len()];
        let mut event_parents = vec![0; events];
        for (at, gate) in net.gates.iter().enumerate() {
            for arg in &gate.args {
                match arg {
                    Part::Gate(below) => {
                        size[at] = size[at].saturating_add(size[*below as usize]);
                        gate_parents[*below as usize] += 1;
                    }
                    Part::Event(event) => {
                        size[at] = size[at].saturating_add(1);
                        event_parents[*event as usize] += 1;
                    }
                    Part::Constant(_) => {}
                }
            }
        }
        Self { size, gate_parents, event_parents }
    }

    fn size(&self, part: Part) -> u64 {
        match part {
            Part::Gate(gate) => self.size[gate as usize],
            _ => 0,
        }
    }

    /// Gates that rest on the part.
    pub(crate) fn parents(&self, part: Part) -> u32 {
        match part {
            Part::Gate(gate) => self.gate_parents[gate as usize],
            Part::Event(event) => self.event_parents[event as usize],
            Part::Constant(_) => 0,
        }
    }

    fn arranged(&self, args: &[Part], walk: Walk) -> Vec<Part> {
        let mut args = args.to_vec();
        match walk {
            Walk::Given => {}
            Walk::Backwards => args.reverse(),
            Walk::SmallFirst => args.sort_by_key(|arg| self.size(*arg)),
            Walk::LargeFirst => args.sort_by_key(|arg| std::cmp::Reverse(self.size(*arg))),
            Walk::SharedFirst => args.sort_by_key(|arg| std::cmp::Reverse(self.parents(*arg))),
        }
        args
    }
}

/// Events and inner modules below the module `root`, in the order of the walk, each once.
pub(crate) fn leaves(
    net: &Net,
    shape: &Shape,
    modules: &[bool],
    root: u32,
    walk: Walk,
) -> Vec<Part> {
    let mut met = std::collections::BTreeSet::new();
    let mut leaves = Vec::new();
    let mut open: Vec<Part> = shape.arranged(&net.gates[root as usize].args, walk);
    open.reverse();
    while let Some(part) = open.pop() {
        if !met.insert(part) {
            continue;
        }
        match part {
            Part::Gate(gate) if !modules[gate as usize] => {
                let inner = shape.arranged(&net.gates[gate as usize].args, walk);
                open.extend(inner.into_iter().rev());
            }
            Part::Constant(_) => {}
            leaf => leaves.push(leaf),
        }
    }
    leaves
}
