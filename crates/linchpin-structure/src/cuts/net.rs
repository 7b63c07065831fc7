//! Simplification: a [`Graph`] as a net of few kinds of gates, constants gone, equal gates made one.
//!
//! In comes a graph and the part asked for; out goes a [`Net`] in which every gate comes after its
//! arguments, or the named reason why there is none (a cycle, a gate without arguments).

use crate::cuts::CutError;
use crate::graph::{Arg, Connective, Graph, index};
use indexmap::IndexMap;

/// What a simplified gate does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Op {
    And,
    Or,
    AtLeast(u32),
    Not,
    Xor,
}

/// A part of the net.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Part {
    Constant(bool),
    Event(u32),
    Gate(u32),
}

/// A gate of the net.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Gate {
    pub(crate) op: Op,
    pub(crate) args: Vec<Part>,
}

/// Gates in an order in which arguments come first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Net {
    pub(crate) gates: Vec<Gate>,
    pub(crate) top: Option<Part>,
}

impl Net {
    /// The net of what `top` rests on.
    pub(crate) fn of(graph: &Graph, top: Arg) -> Result<Self, CutError> {
        let order = match top {
            Arg::Gate(gate) => order(graph, [gate])?,
            _ => Vec::new(),
        };
        let mut build = Build { known: IndexMap::new(), done: vec![None; graph.gates.len()] };
        for gate in order {
            let part = build.gate(graph, gate)?;
            build.done[gate as usize] = Some(part);
        }
        let top = build.part(top);
        let gates = build.known.into_keys().collect();
        Ok(Self { gates, top: Some(top) }.merged())
    }

    /// Whether no gate negates.
    pub(crate) fn monotone(&self) -> bool {
        !self.gates.iter().any(|gate| matches!(gate.op, Op::Not | Op::Xor))
    }

    /// Whether no event can bring the top about by *not* failing: negations cancel out on every path.
    pub(crate) fn coherent(&self) -> bool {
        let mut signs = vec![[false; 2]; self.gates.len()];
        let Some(Part::Gate(top)) = self.top else { return true };
        signs[top as usize][0] = true;
        for at in (0..self.gates.len()).rev() {
            let own = signs[at];
            let gate = &self.gates[at];
            let passed = match gate.op {
                Op::And | Op::Or | Op::AtLeast(_) => own,
                Op::Not => [own[1], own[0]],
                Op::Xor => [own[0] || own[1]; 2],
            };
            for arg in &gate.args {
                match arg {
                    Part::Gate(below) => {
                        signs[*below as usize][0] |= passed[0];
                        signs[*below as usize][1] |= passed[1];
                    }
                    Part::Event(_) if passed[1] => return false,
                    _ => {}
                }
            }
        }
        true
    }

    /// Folds an `and` below an `and`, and an `or` below an `or`, into the gate above when nothing else
    /// rests on it: flat gates give the engine larger modules and better orders.
    fn merged(mut self) -> Self {
        let mut parents = vec![0_u32; self.gates.len()];
        for gate in &self.gates {
            for arg in &gate.args {
                if let Part::Gate(below) = arg {
                    parents[*below as usize] += 1;
                }
            }
        }
        for at in 0..self.gates.len() {
            let op = self.gates[at].op;
            if !matches!(op, Op::And | Op::Or) {
                continue;
            }
            let mut flat = Vec::new();
            for arg in std::mem::take(&mut self.gates[at].args) {
                match arg {
                    Part::Gate(below)
                        if self.gates[below as usize].op == op && parents[below as usize] == 1 =>
                    {
                        flat.append(&mut self.gates[below as usize].args);
                    }
                    other => flat.push(other),
                }
            }
            self.gates[at].args = once_each(flat);
        }
        self
    }
}

/// The parts of `args` in their order, each once.
fn once_each(args: Vec<Part>) -> Vec<Part> {
    let mut seen = std::collections::BTreeSet::new();
    args.into_iter().filter(|arg| seen.insert(*arg)).collect()
}

/// The gates below `roots`, arguments first.
pub(super) fn order(
    graph: &Graph,
    roots: impl IntoIterator<Item = u32>,
) -> Result<Vec<u32>, CutError> {
    let mut walk = Walk { graph, state: vec![State::Fresh; graph.gates.len()], order: Vec::new() };
    for root in roots {
        if walk.state[root as usize] == State::Fresh {
            walk.from(root)?;
        }
    }
    Ok(walk.order)
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    Fresh,
    Open,
    Done,
}

struct Walk<'g> {
    graph: &'g Graph,
    state: Vec<State>,
    order: Vec<u32>,
}

impl Walk<'_> {
    fn from(&mut self, root: u32) -> Result<(), CutError> {
        self.state[root as usize] = State::Open;
        let mut path: Vec<(u32, usize)> = vec![(root, 0)];
        while let Some((gate, next)) = path.last_mut() {
            let args = &self.graph.gates[*gate as usize].args;
            let Some(arg) = args.get(*next) else {
                self.state[*gate as usize] = State::Done;
                self.order.push(*gate);
                path.pop();
                continue;
            };
            *next += 1;
            let Arg::Gate(below) = *arg else { continue };
            match self.state[below as usize] {
                State::Done => {}
                State::Fresh => {
                    self.state[below as usize] = State::Open;
                    path.push((below, 0));
                }
                State::Open => {
                    let from = path.iter().position(|(gate, _)| *gate == below).unwrap_or(0);
                    let circle = path[from..].iter().map(|(gate, _)| *gate).collect();
                    return Err(CutError::Cycle(circle));
                }
            }
        }
        Ok(())
    }
}

/// Work in progress: gates found so far, and what each gate of the graph became.
struct Build {
    known: IndexMap<Gate, ()>,
    done: Vec<Option<Part>>,
}

impl Build {
    fn part(&self, arg: Arg) -> Part {
        match arg {
            Arg::Constant(value) => Part::Constant(value),
            Arg::Event(event) => Part::Event(event),
            Arg::Gate(gate) => self.done[gate as usize].expect("arguments come first"),
        }
    }

    fn gate(&mut self, graph: &Graph, at: u32) -> Result<Part, CutError> {
        let gate = &graph.gates[at as usize];
        let args: Vec<Part> = gate.args.iter().map(|arg| self.part(*arg)).collect();
        let wrong = |expected| CutError::Arguments { gate: at, found: args.len(), expected };
        let fits = match gate.connective {
            Connective::Not => (args.len() == 1).then_some(()).ok_or(wrong("exactly one")),
            Connective::Iff | Connective::Imply => {
                (args.len() == 2).then_some(()).ok_or(wrong("exactly two"))
            }
            _ => (!args.is_empty()).then_some(()).ok_or(wrong("at least one")),
        };
        fits?;
        Ok(match gate.connective {
            Connective::And => self.and_or(Op::And, args),
            Connective::Or => self.and_or(Op::Or, args),
            Connective::AtLeast(least) => self.at_least(i64::from(least), args),
            Connective::Between(least, most) => {
                let enough = self.at_least(i64::from(least), args.clone());
                let many = self.at_least(i64::from(most) + 1, args);
                let few = self.not(many);
                self.and_or(Op::And, vec![enough, few])
            }
            Connective::Not => self.not(args[0]),
            Connective::Nand => {
                let all = self.and_or(Op::And, args);
                self.not(all)
            }
            Connective::Nor => {
                let any = self.and_or(Op::Or, args);
                self.not(any)
            }
            Connective::Xor => self.xor(args),
            Connective::Iff => {
                let differ = self.xor(args);
                self.not(differ)
            }
            Connective::Imply => {
                let first = self.not(args[0]);
                self.and_or(Op::Or, vec![first, args[1]])
            }
        })
    }

    fn known(&mut self, op: Op, args: Vec<Part>) -> Part {
        let (at, _) = self.known.insert_full(Gate { op, args }, ());
        Part::Gate(index(at))
    }

    fn and_or(&mut self, op: Op, args: Vec<Part>) -> Part {
        // What decides the gate alone: one true argument an `or`, one false an `and`.
        let decides = op == Op::Or;
        if args.contains(&Part::Constant(decides)) {
            return Part::Constant(decides);
        }
        let open = args.into_iter().filter(|arg| !matches!(arg, Part::Constant(_))).collect();
        let args = once_each(open);
        match args.as_slice() {
            [] => Part::Constant(!decides),
            [only] => *only,
            _ => self.known(op, args),
        }
    }

    fn at_least(&mut self, least: i64, args: Vec<Part>) -> Part {
        let sure = args.iter().filter(|arg| **arg == Part::Constant(true)).count() as i64;
        let open: Vec<Part> =
            args.into_iter().filter(|arg| !matches!(arg, Part::Constant(_))).collect();
        let (least, all) = (least - sure, open.len() as i64);
        match least {
            ..=0 => Part::Constant(true),
            1 => self.and_or(Op::Or, open),
            _ if least > all => Part::Constant(false),
            _ if least == all => self.and_or(Op::And, open),
            _ => self.known(Op::AtLeast(u32::try_from(least).unwrap_or(u32::MAX)), open),
        }
    }

    fn not(&mut self, arg: Part) -> Part {
        match arg {
            Part::Constant(value) => Part::Constant(!value),
            Part::Gate(gate) => {
                let (below, ()) = self.known.get_index(gate as usize).expect("a known gate");
                if below.op == Op::Not { below.args[0] } else { self.known(Op::Not, vec![arg]) }
            }
            Part::Event(_) => self.known(Op::Not, vec![arg]),
        }
    }

    fn xor(&mut self, args: Vec<Part>) -> Part {
        let flipped = args.iter().filter(|arg| **arg == Part::Constant(true)).count() % 2 == 1;
        let mut open: Vec<Part> = Vec::new();
        for arg in args.into_iter().filter(|arg| !matches!(arg, Part::Constant(_))) {
            // The same argument twice changes nothing.
            match open.iter().position(|other| *other == arg) {
                Some(at) => drop(open.remove(at)),
                None => open.push(arg),
            }
        }
        let plain = match open.as_slice() {
            [] => Part::Constant(false),
            [only] => *only,
            _ => self.known(Op::Xor, open),
        };
        if flipped { self.not(plain) } else { plain }
    }
}
