//! Minimal cut sets as a zero-suppressed diagram: from a function to its minimal true sets.
//!
//! A node reads "the sets of `hi` with the variable, and the sets of `lo`" (Minato 1993). For a function
//! that negations make incoherent, the sets are the minimal groups of failures that bring the top about
//! when nothing else fails or when what must not fail does not: negated literals are left out
//! (minimal cut sets in the sense of Rauzy 2001, not prime implicants).

use super::bdd::{Bdd, Full};
use super::store::{Cache, FALSE, Node, Ref, Store, TRUE};

/// Families of sets.
#[derive(Debug, Clone)]
pub(crate) struct Sets {
    store: Store,
    cache: Cache,
    most_nodes: usize,
}

const MINIMAL: u32 = 1;
const WITHOUT: u32 = 2;
const ABOVE: u32 = 3;

impl Sets {
    pub(crate) fn new(most_nodes: usize) -> Self {
        Self { store: Store::new(), cache: Cache::new(), most_nodes }
    }

    pub(crate) fn node(&self, at: Ref) -> Node {
        self.store.node(at)
    }

    pub(crate) fn len(&self) -> usize {
        self.store.len()
    }

    /// Memos are worthless once no more sets are made.
    pub(crate) fn finished(&mut self) {
        self.cache = Cache::new();
    }

    fn make(&mut self, var: u32, hi: Ref, lo: Ref) -> Result<Ref, Full> {
        if hi == FALSE {
            return Ok(lo);
        }
        let (at, new) = self.store.find(Node { var, hi, lo });
        if new {
            if self.store.len() > self.most_nodes {
                return Err(Full);
            }
            self.cache.fit(self.store.len());
        }
        Ok(at)
    }

    /// The minimal true sets of `f`.
    pub(crate) fn minimal(&mut self, bdd: &Bdd, f: Ref, monotone: bool) -> Result<Ref, Full> {
        if f <= TRUE {
            return Ok(f);
        }
        if let Some(known) = self.cache.get(f, 0, MINIMAL) {
            return Ok(known);
        }
        let node = bdd.node(f);
        let lo = self.minimal(bdd, node.lo, monotone)?;
        let all = self.minimal(bdd, node.hi, monotone)?;
        let hi = if monotone { self.without(bdd, all, node.lo)? } else { self.not_above(all, lo)? };
        let result = self.make(node.var, hi, lo)?;
        self.cache.put(f, 0, MINIMAL, result);
        Ok(result)
    }

    /// The sets of `s` for which the monotone `f` does not hold.
    fn without(&mut self, bdd: &Bdd, s: Ref, f: Ref) -> Result<Ref, Full> {
        if s == FALSE || f == TRUE {
            return Ok(FALSE);
        }
        // The empty set makes no open function true.
        if f == FALSE || s == TRUE {
            return Ok(s);
        }
        if let Some(known) = self.cache.get(s, f, WITHOUT) {
            return Ok(known);
        }
        let (set, function) = (self.store.node(s), bdd.node(f));
        let result = if function.var < set.var {
            self.without(bdd, s, function.lo)?
        } else {
            let meets = function.var == set.var;
            let (with, bare) = if meets { (function.hi, function.lo) } else { (f, f) };
            let hi = self.without(bdd, set.hi, with)?;
            let lo = self.without(bdd, set.lo, bare)?;
            self.make(set.var, hi, lo)?
        };
        self.cache.put(s, f, WITHOUT, result);
        Ok(result)
    }

    /// The sets of `p` that contain no set of `q`.
    fn not_above(&mut self, p: Ref, q: Ref) -> Result<Ref, Full> {
        if p == FALSE || p == q || q == TRUE {
            return Ok(FALSE);
        }
        if q == FALSE || p == TRUE {
            return Ok(p);
        }
        if let Some(known) = self.cache.get(p, q, ABOVE) {
            return Ok(known);
        }
        let (a, b) = (self.store.node(p), self.store.node(q));
        let result = if b.var < a.var {
            self.not_above(p, b.lo)?
        } else if a.var < b.var {
            let hi = self.not_above(a.hi, q)?;
            let lo = self.not_above(a.lo, q)?;
            self.make(a.var, hi, lo)?
        } else {
            let part = self.not_above(a.hi, b.hi)?;
            let hi = self.not_above(part, b.lo)?;
            let lo = self.not_above(a.lo, b.lo)?;
            self.make(a.var, hi, lo)?
        };
        self.cache.put(p, q, ABOVE, result);
        Ok(result)
    }
}
