//! The sets one by one, smaller orders first, holding only the one that is being given.
//!
//! Each node knows which orders its sets have (a bit each), so a walk for one order enters no dead end.
//! Where a set has more than 126 events the walk goes by nodes instead and orders are mixed.

use super::solve::{Solved, Var};
use super::store::{FALSE, Ref, TRUE};
use std::ops::ControlFlow;

/// Orders as bits; the last bit stands for all that are larger.
type Orders = u128;
const BITS: u32 = Orders::BITS;
const MIXED: Orders = 1 << (BITS - 1);

/// The orders of unions of a set of `a` with one of `b`.
fn joined(a: Orders, b: Orders) -> Orders {
    let (few, many) = if a.count_ones() <= b.count_ones() { (a, b) } else { (b, a) };
    let (mut all, mut rest) = (0, few);
    while rest != 0 {
        let shift = rest.trailing_zeros();
        rest &= rest - 1;
        all |= many << shift;
        let lost = shift > 0 && many >> (BITS - shift) != 0;
        if lost || (shift == BITS - 1 && many != 0) {
            all |= MIXED;
        }
    }
    all
}

/// Calls `each` with every set of the top of at most `order` events: modules are solved to the same limit,
/// so that sets put together from them may pass it.
pub(crate) fn walk(
    solved: &Solved,
    order: Option<u32>,
    each: &mut dyn FnMut(&[u32]) -> ControlFlow<()>,
) {
    let uses = super::count::uses(solved);
    let mut orders: Vec<Orders> = vec![0; solved.sets.len()];
    orders[TRUE as usize] = 1;
    for at in 2..solved.sets.len() {
        if uses[at] == 0 {
            continue;
        }
        let node = solved.sets.node(crate::graph::index(at));
        let own = match solved.vars[node.var as usize] {
            Var::Event(_) => 2,
            Var::Module(module) => orders[solved.modules[module].sets as usize],
        };
        orders[at] = joined(orders[node.hi as usize], own) | orders[node.lo as usize];
    }
    let top = solved.top().sets;
    let own = orders[top as usize];
    let tails = vec![Tail { root: TRUE, next: 0, orders: 1 }];
    let most = order.unwrap_or(u32::MAX);
    let mut short = |set: &[u32]| {
        let fits = u32::try_from(set.len()).is_ok_and(|size| size <= most);
        if fits { each(set) } else { ControlFlow::Continue(()) }
    };
    let each = &mut short;
    let mut walk = Walk { solved, orders, tails, set: Vec::new(), sorted: Vec::new(), each };
    if own & MIXED != 0 && most >= BITS - 1 {
        let _ = walk.go(top, 0, None);
        return;
    }
    let orders = 0..BITS.min(most.saturating_add(1));
    for order in orders.filter(|order| own >> order & 1 == 1) {
        if walk.go(top, 0, Some(order)).is_break() {
            return;
        }
    }
}

/// Sets of modules that still have to be chosen from.
#[derive(Debug, Clone, Copy)]
struct Tail {
    root: Ref,
    next: usize,
    /// Orders of all choices from here on.
    orders: Orders,
}

struct Walk<'s, 'f> {
    solved: &'s Solved,
    orders: Vec<Orders>,
    /// The first is the end.
    tails: Vec<Tail>,
    set: Vec<u32>,
    sorted: Vec<u32>,
    each: &'f mut dyn FnMut(&[u32]) -> ControlFlow<()>,
}

impl Walk<'_, '_> {
    /// Whether the sets of `at` together with the tail reach exactly `left`.
    fn reaches(&self, at: Ref, tail: usize, left: Option<u32>) -> bool {
        let Some(left) = left else { return at != FALSE };
        let (own, mut rest) = (self.orders[at as usize], self.tails[tail].orders);
        while rest != 0 {
            let shift = rest.trailing_zeros();
            rest &= rest - 1;
            if shift <= left && own >> (left - shift) & 1 == 1 {
                return true;
            }
        }
        false
    }

    fn go(&mut self, mut at: Ref, tail: usize, left: Option<u32>) -> ControlFlow<()> {
        while at > TRUE {
            let node = self.solved.sets.node(at);
            match self.solved.vars[node.var as usize] {
                Var::Event(event) => {
                    let left = left.map(|left| left.wrapping_sub(1));
                    if left != Some(u32::MAX) && self.reaches(node.hi, tail, left) {
                        self.set.push(event);
                        self.go(node.hi, tail, left)?;
                        self.set.pop();
                    }
                }
                Var::Module(module) => {
                    let root = self.solved.modules[module].sets;
                    let orders = joined(self.orders[root as usize], self.tails[tail].orders);
                    self.tails.push(Tail { root, next: tail, orders });
                    let longer = self.tails.len() - 1;
                    if self.reaches(node.hi, longer, left) {
                        self.go(node.hi, longer, left)?;
                    }
                    self.tails.truncate(longer);
                }
            }
            at = node.lo;
            if !self.reaches(at, tail, left) {
                return ControlFlow::Continue(());
            }
        }
        if at == FALSE {
            return ControlFlow::Continue(());
        }
        if tail > 0 {
            let Tail { root, next, .. } = self.tails[tail];
            return if self.reaches(root, next, left) {
                self.go(root, next, left)
            } else {
                ControlFlow::Continue(())
            };
        }
        self.sorted.clear();
        self.sorted.extend_from_slice(&self.set);
        self.sorted.sort_unstable();
        (self.each)(&self.sorted)
    }
}
