//! Binary decision diagrams cut off by order.
//!
//! Two functions count as equal here when they agree wherever the weights of the true variables sum to
//! at most the budget. That relation passes through and, or and not, so every operation may drop what
//! lies beyond its budget, and a tree whose cut sets nobody could list stays small. A variable weighs 1
//! when it is an event, and the order of its smallest cut set when it is a module.
//! (After Rauzy, "Mathematical foundations of minimal cutsets", IEEE Trans. Reliability 50, 2001.)

use super::store::{Cache, FALSE, LAST, Node, Ref, Store, TRUE};

/// A budget without end.
pub(crate) const NO_LIMIT: u32 = u16::MAX as u32;

/// More nodes than allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Full;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Job {
    And = 0,
    Or = 1,
    Xor = 2,
    Trim = 3,
    Not = 4,
}

/// What is known of a node beside its parts.
#[derive(Debug, Clone, Copy)]
struct Size {
    /// Weight of the lightest true assignment; [`NO_LIMIT`] if there is none.
    least: u16,
    /// Weight of the heaviest path: a larger budget cuts nothing.
    most: u16,
    /// The value when no variable is true.
    bare: bool,
}

/// The diagrams of one analysis.
#[derive(Debug, Clone)]
pub(crate) struct Bdd {
    store: Store,
    sizes: Vec<Size>,
    cache: Cache,
    weights: Vec<u16>,
    /// No negation anywhere: what holds with fewer failures holds with more.
    monotone: bool,
    most_nodes: usize,
}

impl Bdd {
    pub(crate) fn new(monotone: bool, most_nodes: usize) -> Self {
        let never = Size { least: u16::MAX, most: 0, bare: false };
        let always = Size { least: 0, most: 0, bare: true };
        Self {
            store: Store::new(),
            sizes: vec![never, always],
            cache: Cache::new(),
            weights: Vec::new(),
            monotone,
            most_nodes,
        }
    }

    pub(crate) fn node(&self, at: Ref) -> Node {
        self.store.node(at)
    }

    pub(crate) fn len(&self) -> usize {
        self.store.len()
    }

    /// Weight of the lightest true assignment; [`NO_LIMIT`] if there is none.
    pub(crate) fn least(&self, f: Ref) -> u32 {
        u32::from(self.sizes[f as usize].least)
    }

    /// The variable after all others so far, of the given weight.
    pub(crate) fn variable(&mut self, weight: u32) -> u32 {
        self.weights.push(u16::try_from(weight.clamp(1, NO_LIMIT - 1)).unwrap_or(u16::MAX - 1));
        crate::graph::index(self.weights.len() - 1)
    }

    /// The function that is true when `var` is.
    pub(crate) fn positive(&mut self, var: u32, budget: u32) -> Result<Ref, Full> {
        if u32::from(self.weights[var as usize]) > budget {
            return Ok(FALSE);
        }
        self.make(var, TRUE, FALSE)
    }

    fn make(&mut self, var: u32, hi: Ref, lo: Ref) -> Result<Ref, Full> {
        if hi == lo || (self.monotone && hi == FALSE) {
            return Ok(lo);
        }
        let (at, new) = self.store.find(Node { var, hi, lo });
        if new {
            let weight = self.weights[var as usize];
            let (high, low) = (self.sizes[hi as usize], self.sizes[lo as usize]);
            self.sizes.push(Size {
                least: high.least.saturating_add(weight).min(low.least),
                most: high.most.saturating_add(weight).max(low.most),
                bare: low.bare,
            });
            if self.store.len() > self.most_nodes {
                return Err(Full);
            }
            self.cache.fit(self.store.len());
        }
        Ok(at)
    }

    fn end(value: bool) -> Ref {
        if value { TRUE } else { FALSE }
    }

    /// What of `f` lies within the budget.
    pub(crate) fn trim(&mut self, f: Ref, budget: u32) -> Result<Ref, Full> {
        let size = self.sizes[f as usize];
        if budget >= NO_LIMIT || u32::from(size.most) <= budget {
            return Ok(f);
        }
        if u32::from(size.least) > budget {
            return Ok(FALSE);
        }
        if budget == 0 {
            return Ok(Self::end(size.bare));
        }
        let tag = (Job::Trim as u32) << 16 | budget;
        if let Some(known) = self.cache.get(f, 0, tag) {
            return Ok(known);
        }
        let node = self.store.node(f);
        let weight = u32::from(self.weights[node.var as usize]);
        let lo = self.trim(node.lo, budget)?;
        let result = if weight > budget {
            lo
        } else {
            let hi = self.trim(node.hi, budget - weight)?;
            self.make(node.var, hi, lo)?
        };
        self.cache.put(f, 0, tag, result);
        Ok(result)
    }

    /// `f` and `g`, within the budget.
    pub(crate) fn and(&mut self, f: Ref, g: Ref, budget: u32) -> Result<Ref, Full> {
        if f == FALSE || g == FALSE || self.least(f).max(self.least(g)) > budget {
            return Ok(FALSE);
        }
        if f == TRUE || f == g {
            return self.trim(g, budget);
        }
        if g == TRUE {
            return self.trim(f, budget);
        }
        self.both(Job::And, f, g, budget)
    }

    /// `f` or `g`, within the budget.
    pub(crate) fn or(&mut self, f: Ref, g: Ref, budget: u32) -> Result<Ref, Full> {
        if f == TRUE || g == TRUE {
            return Ok(TRUE);
        }
        if f == FALSE || f == g || self.least(f) > budget {
            return self.trim(g, budget);
        }
        if g == FALSE || self.least(g) > budget {
            return self.trim(f, budget);
        }
        self.both(Job::Or, f, g, budget)
    }

    /// Either `f` or `g`, not both, within the budget.
    pub(crate) fn xor(&mut self, f: Ref, g: Ref, budget: u32) -> Result<Ref, Full> {
        if f == FALSE || self.least(f) > budget {
            return self.trim(g, budget);
        }
        if g == FALSE || self.least(g) > budget {
            return self.trim(f, budget);
        }
        if f == g {
            return Ok(FALSE);
        }
        if f == TRUE || g == TRUE {
            let other = self.trim(if f == TRUE { g } else { f }, budget)?;
            return self.not(other);
        }
        self.both(Job::Xor, f, g, budget)
    }

    fn both(&mut self, job: Job, f: Ref, g: Ref, budget: u32) -> Result<Ref, Full> {
        let (a, b) = (self.sizes[f as usize], self.sizes[g as usize]);
        if budget == 0 {
            return Ok(Self::end(match job {
                Job::And => a.bare && b.bare,
                Job::Or => a.bare || b.bare,
                _ => a.bare != b.bare,
            }));
        }
        // A budget that cuts nothing is no budget: more results are shared.
        let reach = u32::from(a.most) + u32::from(b.most);
        let budget = if budget >= reach.min(NO_LIMIT) { NO_LIMIT } else { budget };
        let (f, g) = if f <= g { (f, g) } else { (g, f) };
        let tag = (job as u32) << 16 | budget;
        if let Some(known) = self.cache.get(f, g, tag) {
            return Ok(known);
        }
        let (a, b) = (self.store.node(f), self.store.node(g));
        let var = a.var.min(b.var);
        let (f1, f0) = if a.var == var { (a.hi, a.lo) } else { (f, f) };
        let (g1, g0) = if b.var == var { (b.hi, b.lo) } else { (g, g) };
        let weight = u32::from(self.weights[var as usize]);
        let lo = self.one(job, f0, g0, budget)?;
        let result = if budget >= NO_LIMIT {
            let hi = self.one(job, f1, g1, budget)?;
            self.make(var, hi, lo)?
        } else if weight > budget {
            lo
        } else {
            let hi = self.one(job, f1, g1, budget - weight)?;
            self.make(var, hi, lo)?
        };
        self.cache.put(f, g, tag, result);
        Ok(result)
    }

    fn one(&mut self, job: Job, f: Ref, g: Ref, budget: u32) -> Result<Ref, Full> {
        match job {
            Job::And => self.and(f, g, budget),
            Job::Or => self.or(f, g, budget),
            _ => self.xor(f, g, budget),
        }
    }

    /// Not `f`; what `f` dropped beyond a budget stays dropped.
    pub(crate) fn not(&mut self, f: Ref) -> Result<Ref, Full> {
        if f <= TRUE {
            return Ok(TRUE - f);
        }
        let tag = (Job::Not as u32) << 16;
        if let Some(known) = self.cache.get(f, 0, tag) {
            return Ok(known);
        }
        let node = self.store.node(f);
        let (hi, lo) = (self.not(node.hi)?, self.not(node.lo)?);
        let result = self.make(node.var, hi, lo)?;
        self.cache.put(f, 0, tag, result);
        Ok(result)
    }

    /// At least `least` of `args`, within the budget.
    pub(crate) fn at_least(&mut self, least: u32, args: &[Ref], budget: u32) -> Result<Ref, Full> {
        // reached[j]: at least j of the arguments looked at so far.
        let mut reached = vec![FALSE; least as usize + 1];
        reached[0] = TRUE;
        for arg in args {
            for j in (1..=least as usize).rev() {
                let with = self.and(*arg, reached[j - 1], budget)?;
                reached[j] = self.or(with, reached[j], budget)?;
            }
        }
        Ok(reached[least as usize])
    }

    /// The arguments in the order in which they are combined: the deepest variable first, so that
    /// every step puts nodes on top of what is there.
    pub(crate) fn deepest_first(&self, args: &mut [Ref]) {
        args.sort_by_key(|arg| (std::cmp::Reverse(self.store.node(*arg).var % LAST), *arg));
    }
}
