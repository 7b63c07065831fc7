//! Modules: gates whose events nothing else rests on, found in one pass (Dutuit and Rauzy 1996).
//!
//! A walk notes for every part when it is first and last met. A gate is a module if all that lies below
//! it is met only between the gate's own entry and exit.

use super::net::{Net, Part};

/// Whether each gate is a module; gates above a negation are not, unless the net has none.
pub(crate) fn modules(net: &Net, events: usize) -> Vec<bool> {
    let Some(Part::Gate(top)) = net.top else { return vec![false; net.gates.len()] };
    let visits = Visits::of(net, events, top);
    let positive = positive(net);
    let mut spans: Vec<(u32, u32)> = vec![(u32::MAX, 0); net.gates.len()];
    let mut found = vec![false; net.gates.len()];
    for (at, gate) in net.gates.iter().enumerate() {
        if visits.gates[at].first == 0 {
            continue;
        }
        let mut span = (u32::MAX, 0);
        for arg in &gate.args {
            let visit = match arg {
                Part::Gate(below) => {
                    let (from, to) = spans[*below as usize];
                    span = (span.0.min(from), span.1.max(to));
                    &visits.gates[*below as usize]
                }
                Part::Event(event) => &visits.events[*event as usize],
                Part::Constant(_) => continue,
            };
            span = (span.0.min(visit.first), span.1.max(visit.last));
        }
        spans[at] = span;
        let own = &visits.gates[at];
        found[at] = positive[at] && span.0 > own.first && span.1 < own.exit;
    }
    found[top as usize] = true;
    found
}

/// Gates with no negation below.
fn positive(net: &Net) -> Vec<bool> {
    use super::net::Op;
    let mut positive = vec![true; net.gates.len()];
    for (at, gate) in net.gates.iter().enumerate() {
        let below = gate.args.iter().all(|arg| match arg {
            Part::Gate(below) => positive[*below as usize],
            _ => true,
        });
        positive[at] = below && !matches!(gate.op, Op::Not | Op::Xor);
    }
    positive
}

#[derive(Debug, Clone, Copy, Default)]
struct Visit {
    first: u32,
    exit: u32,
    last: u32,
}

struct Visits {
    gates: Vec<Visit>,
    events: Vec<Visit>,
}

impl Visits {
    fn of(net: &Net, events: usize, top: u32) -> Self {
        let mut visits = Self {
            gates: vec![Visit::default(); net.gates.len()],
            events: vec![Visit::default(); events],
        };
        let mut clock = 1;
        visits.gates[top as usize].first = clock;
        let mut path: Vec<(u32, usize)> = vec![(top, 0)];
        while let Some((gate, next)) = path.last_mut() {
            clock += 1;
            let Some(arg) = net.gates[*gate as usize].args.get(*next) else {
                let visit = &mut visits.gates[*gate as usize];
                (visit.exit, visit.last) = (clock, clock);
                path.pop();
                continue;
            };
            *next += 1;
            let visit = match arg {
                Part::Gate(below) => &mut visits.gates[*below as usize],
                Part::Event(event) => &mut visits.events[*event as usize],
                Part::Constant(_) => continue,
            };
            let fresh = visit.first == 0;
            visit.last = clock;
            if fresh {
                visit.first = clock;
                if let Part::Gate(below) = arg {
                    path.push((*below, 0));
                }
            }
        }
        visits
    }
}
