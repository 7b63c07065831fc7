//! From a net to diagrams, module by module, with the first order of variables that stays small.

use super::bdd::{Bdd, Full, NO_LIMIT};
use super::modules::modules;
use super::net::{Net, Op, Part};
use super::order::{Shape, Walk, leaves};
use super::sets::Sets;
use super::store::{FALSE, Ref, TRUE};
use super::{CutError, Options};

/// What a variable stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Var {
    Event(u32),
    /// By its place in [`Solved::modules`].
    Module(usize),
}

/// A part that was solved apart.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Module {
    /// When it is true.
    pub(crate) function: Ref,
    /// Its minimal cut sets, in variables.
    pub(crate) sets: Ref,
}

/// Diagrams of all modules; the last one is the top's.
#[derive(Debug, Clone)]
pub(crate) struct Solved {
    pub(crate) bdd: Bdd,
    pub(crate) sets: Sets,
    pub(crate) vars: Vec<Var>,
    pub(crate) modules: Vec<Module>,
}

impl Solved {
    pub(crate) fn top(&self) -> Module {
        *self.modules.last().expect("the top is a module")
    }
}

/// Nodes within which the first walk that succeeds is taken without looking at others.
const EASY: usize = 20_000;
/// Nodes of a trial at a low order.
const TRIAL: usize = 150_000;
/// The order of trials: what is small there is small at higher orders, too.
const TRIAL_ORDER: u32 = 3;
/// Nodes allowed to every walk before all are tried again with what the options allow.
const PATIENCE: usize = 4_000_000;

/// Solves the net.
pub(crate) fn solve(net: &Net, events: usize, options: &Options) -> Result<Solved, CutError> {
    let parts = Parts::of(net, events, options.order);
    let runs = |limit: usize, walks: &[Walk]| {
        walks.iter().find_map(|walk| Work::new(&parts, limit.min(options.nodes)).run(*walk).ok())
    };
    if let Some(solved) = runs(EASY, &Walk::ALL) {
        return Ok(solved);
    }
    let ranked = ranked(net, events, options);
    let found = runs(PATIENCE, &ranked).or_else(|| runs(usize::MAX, &ranked));
    found.ok_or(CutError::TooLarge { nodes: options.nodes })
}

/// The walks by the nodes of a trial at a low order, fewest first.
fn ranked(net: &Net, events: usize, options: &Options) -> Vec<Walk> {
    let order = options.order.map_or(TRIAL_ORDER, |order| order.min(TRIAL_ORDER));
    let parts = Parts::of(net, events, Some(order));
    let nodes = |walk: &Walk| {
        let solved = Work::new(&parts, TRIAL.min(options.nodes)).run(*walk);
        solved.map_or(usize::MAX, |solved| solved.bdd.len() + solved.sets.len())
    };
    let mut ranked: Vec<(usize, Walk)> =
        Walk::ALL.iter().map(|walk| (nodes(walk), *walk)).collect();
    ranked.sort_by_key(|(nodes, _)| *nodes);
    ranked.into_iter().map(|(_, walk)| walk).collect()
}

/// What all orders of variables share.
struct Parts<'n> {
    net: &'n Net,
    shape: Shape,
    modules: Vec<bool>,
    budgets: Vec<u32>,
    /// The limit of orders.
    limit: u32,
    events: usize,
}

impl<'n> Parts<'n> {
    fn of(net: &'n Net, events: usize, order: Option<u32>) -> Self {
        let modules = modules(net, events);
        let shape = Shape::of(net, events);
        let budgets = budgets(net, &shape, &modules, order);
        let limit = order.map_or(NO_LIMIT, |order| order.min(NO_LIMIT - 1));
        Self { net, shape, modules, budgets, limit, events }
    }
}

/// Events of a cut set that each gate can use at most: the limit less what its neighbours in an `and`
/// need at least. A module deep in a conjunction is then solved to the order that can still matter.
fn budgets(net: &Net, shape: &Shape, modules: &[bool], order: Option<u32>) -> Vec<u32> {
    let limit = order.map_or(NO_LIMIT, |order| order.min(NO_LIMIT - 1));
    let mut budgets = vec![limit; net.gates.len()];
    let Some(Part::Gate(top)) = net.top else { return budgets };
    if limit == NO_LIMIT || !net.monotone() {
        return budgets;
    }
    let mut least = vec![0_u32; net.gates.len()];
    let cost = |part: &Part, least: &[u32]| match part {
        Part::Event(_) => 1,
        Part::Gate(gate) => least[*gate as usize],
        Part::Constant(_) => 0,
    };
    // An event or module with one gate above shares nothing with its neighbours, so their costs add.
    let apart = |part: &Part| match part {
        Part::Gate(gate) => modules[*gate as usize] && shape.parents(*part) == 1,
        _ => shape.parents(*part) == 1,
    };
    for (at, gate) in net.gates.iter().enumerate() {
        let costs = gate.args.iter().map(|arg| cost(arg, &least));
        least[at] = match gate.op {
            Op::And => {
                let sum: u32 = gate.args.iter().filter(|a| apart(a)).map(|a| cost(a, &least)).sum();
                sum.max(costs.max().unwrap_or(0))
            }
            Op::AtLeast(many) => costs.min().unwrap_or(0).max(many.min(1)),
            _ => costs.min().unwrap_or(0),
        };
    }
    budgets.fill(0);
    budgets[top as usize] = limit;
    for at in (0..net.gates.len()).rev() {
        let (gate, own) = (&net.gates[at], budgets[at]);
        let all: u32 = match gate.op {
            Op::And => gate.args.iter().filter(|a| apart(a)).map(|a| cost(a, &least)).sum(),
            _ => 0,
        };
        for arg in &gate.args {
            if let Part::Gate(below) = arg {
                let others =
                    if gate.op == Op::And && apart(arg) { all - cost(arg, &least) } else { all };
                let passed = own.saturating_sub(others);
                let slot = &mut budgets[*below as usize];
                *slot = (*slot).max(passed);
            }
        }
    }
    budgets
}

/// One order of variables.
struct Work<'p> {
    parts: &'p Parts<'p>,
    monotone: bool,
    solved: Solved,
    /// The function of each gate, or of the variable that stands for it.
    gates: Vec<Option<Ref>>,
    events: Vec<Option<Ref>>,
}

impl<'p> Work<'p> {
    fn new(parts: &'p Parts<'p>, nodes: usize) -> Self {
        let monotone = parts.net.monotone();
        let solved = Solved {
            bdd: Bdd::new(monotone, nodes),
            sets: Sets::new(nodes),
            vars: Vec::new(),
            modules: Vec::new(),
        };
        let (gates, events) = (vec![None; parts.net.gates.len()], vec![None; parts.events]);
        Self { parts, monotone, solved, gates, events }
    }

    fn run(mut self, walk: Walk) -> Result<Solved, Full> {
        let top = self.parts.net.top.expect("a net of something");
        let Part::Gate(top) = top else {
            let function = match top {
                Part::Event(event) => self.event(event, self.parts.limit)?,
                _ => {
                    if top == Part::Constant(true) {
                        TRUE
                    } else {
                        FALSE
                    }
                }
            };
            let sets = self.solved.sets.minimal(&self.solved.bdd, function, true)?;
            self.solved.modules.push(Module { function, sets });
            return Ok(self.solved);
        };
        for gate in 0..=top {
            // What was folded into the gate above has no arguments left.
            let used = self.parts.modules[gate as usize];
            if used && !self.parts.net.gates[gate as usize].args.is_empty() {
                self.module(gate, walk)?;
            }
        }
        self.solved.sets.finished();
        Ok(self.solved)
    }

    fn event(&mut self, event: u32, budget: u32) -> Result<Ref, Full> {
        let var = self.solved.bdd.variable(1);
        self.solved.vars.push(Var::Event(event));
        let function = self.solved.bdd.positive(var, budget)?;
        self.events[event as usize] = Some(function);
        Ok(function)
    }

    fn module(&mut self, root: u32, walk: Walk) -> Result<(), Full> {
        let parts = self.parts;
        let budget = parts.budgets[root as usize];
        for leaf in leaves(parts.net, &parts.shape, &parts.modules, root, walk) {
            match leaf {
                Part::Event(event) => {
                    self.event(event, budget)?;
                }
                Part::Gate(gate) => {
                    // A module's place among the variables of the module above.
                    let Some(inner) = self.gates[gate as usize].filter(|inner| *inner > TRUE)
                    else {
                        continue;
                    };
                    let number = inner as usize - 2;
                    let weight = self.solved.bdd.least(self.solved.modules[number].function);
                    let var = self.solved.bdd.variable(weight);
                    self.solved.vars.push(Var::Module(number));
                    self.gates[gate as usize] = Some(self.solved.bdd.positive(var, budget)?);
                }
                Part::Constant(_) => {}
            }
        }
        let function = self.function(root, budget)?;
        if function <= TRUE && parts.net.top != Some(Part::Gate(root)) {
            self.gates[root as usize] = Some(function);
            return Ok(());
        }
        let sets = self.solved.sets.minimal(&self.solved.bdd, function, self.monotone)?;
        self.solved.modules.push(Module { function, sets });
        // Until the module above gives it a variable, a module is known by its number.
        self.gates[root as usize] =
            Some(crate::graph::index(self.solved.modules.len() - 1) + TRUE + 1);
        Ok(())
    }

    fn part(&mut self, part: Part, budget: u32) -> Result<Ref, Full> {
        match part {
            Part::Constant(value) => Ok(if value { TRUE } else { FALSE }),
            Part::Event(event) => Ok(self.events[event as usize].expect("events come first")),
            Part::Gate(gate) => match self.gates[gate as usize] {
                Some(known) => Ok(known),
                None => {
                    let function = self.function(gate, budget)?;
                    self.gates[gate as usize] = Some(function);
                    Ok(function)
                }
            },
        }
    }

    fn function(&mut self, gate: u32, budget: u32) -> Result<Ref, Full> {
        let net = self.parts.net;
        let budget = budget.min(self.parts.budgets[gate as usize]);
        let gate = &net.gates[gate as usize];
        let mut args = Vec::with_capacity(gate.args.len());
        for arg in &gate.args {
            args.push(self.part(*arg, budget)?);
        }
        let bdd = &mut self.solved.bdd;
        bdd.deepest_first(&mut args);
        match gate.op {
            Op::And => args.iter().try_fold(TRUE, |all, arg| bdd.and(all, *arg, budget)),
            Op::Or => args.iter().try_fold(FALSE, |any, arg| bdd.or(any, *arg, budget)),
            Op::Xor => args.iter().try_fold(FALSE, |odd, arg| bdd.xor(odd, *arg, budget)),
            Op::Not => bdd.not(args[0]),
            Op::AtLeast(least) => bdd.at_least(least, &args, budget),
        }
    }
}
