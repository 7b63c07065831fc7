//! Exact counts of sets by order, without listing them.
//!
//! The counts of a node are a polynomial: those of its low part, plus those of its high part times the
//! counts of what its variable stands for. Machine integers of 128 bits first, and integers without a
//! limit when those overflow.

use super::solve::{Solved, Var};
use super::store::{FALSE, Ref, TRUE};
use num_bigint::BigUint;

/// A count that knows when it is too large for its type.
trait Count: Clone {
    fn one() -> Self;
    fn zero() -> Self;
    fn is_zero(&self) -> bool;
    /// `self + a * b`.
    fn plus(self, a: &Self, b: &Self) -> Option<Self>;
}

impl Count for u128 {
    fn one() -> Self {
        1
    }
    fn zero() -> Self {
        0
    }
    fn is_zero(&self) -> bool {
        *self == 0
    }
    fn plus(self, a: &Self, b: &Self) -> Option<Self> {
        self.checked_add(a.checked_mul(*b)?)
    }
}

impl Count for BigUint {
    fn one() -> Self {
        BigUint::from(1_u8)
    }
    fn zero() -> Self {
        BigUint::ZERO
    }
    fn is_zero(&self) -> bool {
        *self == BigUint::ZERO
    }
    fn plus(self, a: &Self, b: &Self) -> Option<Self> {
        Some(self + a * b)
    }
}

/// Sets of the top by order, from the empty set on.
pub(crate) fn by_order(solved: &Solved, order: Option<u32>) -> Vec<BigUint> {
    let most = order.map_or(usize::MAX, |order| order as usize);
    match polynomials::<u128>(solved, most) {
        Some(counts) => counts.into_iter().map(BigUint::from).collect(),
        None => polynomials::<BigUint>(solved, most).unwrap_or_default(),
    }
}

/// Nodes of the sets that the roots reach, as flags, and how often each is used.
pub(crate) fn uses(solved: &Solved) -> Vec<u32> {
    let mut uses = vec![0_u32; solved.sets.len()];
    for module in &solved.modules {
        uses[module.sets as usize] += 1;
    }
    for at in (2..solved.sets.len()).rev() {
        if uses[at] > 0 {
            let node = solved.sets.node(crate::graph::index(at));
            uses[node.hi as usize] += 1;
            uses[node.lo as usize] += 1;
        }
    }
    uses
}

fn polynomials<N: Count>(solved: &Solved, most: usize) -> Option<Vec<N>> {
    let mut uses = uses(solved);
    let roots: std::collections::BTreeMap<Ref, ()> =
        solved.modules.iter().map(|module| (module.sets, ())).collect();
    let mut kept: Vec<Option<Vec<N>>> = vec![None; solved.sets.len()];
    kept[FALSE as usize] = Some(Vec::new());
    kept[TRUE as usize] = Some(vec![N::one()]);
    for at in 2..solved.sets.len() {
        if uses[at] == 0 {
            continue;
        }
        let node = solved.sets.node(crate::graph::index(at));
        let own = {
            let of = |part: Ref| kept[part as usize].as_deref().expect("parts come first");
            match solved.vars[node.var as usize] {
                Var::Event(_) => sum(of(node.lo), of(node.hi), &[N::zero(), N::one()], most)?,
                Var::Module(module) => {
                    sum(of(node.lo), of(node.hi), of(solved.modules[module].sets), most)?
                }
            }
        };
        kept[at] = Some(own);
        // What nothing needs any more is let go: long polynomials of many nodes fill memory.
        for part in [node.hi, node.lo] {
            uses[part as usize] -= 1;
            if uses[part as usize] == 0 && part > TRUE && !roots.contains_key(&part) {
                kept[part as usize] = None;
            }
        }
    }
    kept[solved.top().sets as usize].take()
}

/// `low + high * factor`, without what lies above `most`.
fn sum<N: Count>(low: &[N], high: &[N], factor: &[N], most: usize) -> Option<Vec<N>> {
    let length = low.len().max((high.len() + factor.len()).saturating_sub(1));
    let mut counts = low.to_vec();
    counts.resize(length.min(most.saturating_add(1)), N::zero());
    for (i, a) in high.iter().enumerate().filter(|(_, a)| !a.is_zero()) {
        for (j, b) in factor.iter().enumerate().filter(|(_, b)| !b.is_zero()) {
            if i + j <= most {
                let slot = &mut counts[i + j];
                *slot = std::mem::replace(slot, N::zero()).plus(a, b)?;
            }
        }
    }
    while counts.last().is_some_and(Count::is_zero) {
        counts.pop();
    }
    Some(counts)
}
