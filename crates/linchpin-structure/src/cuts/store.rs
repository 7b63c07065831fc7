//! Nodes of decision diagrams: each (variable, high, low) once, found by hash.

/// A node by number; [`FALSE`] and [`TRUE`] are the two ends.
pub(crate) type Ref = u32;
/// The end that says no: the empty family of sets.
pub(crate) const FALSE: Ref = 0;
/// The end that says yes: the family of the empty set.
pub(crate) const TRUE: Ref = 1;
/// The variable of the ends: below all others.
pub(crate) const LAST: u32 = u32::MAX;

/// A node: what holds if the variable is true, and what if not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) var: u32,
    pub(crate) hi: Ref,
    pub(crate) lo: Ref,
}

fn mix(a: u32, b: u32, c: u32) -> u64 {
    let mut h = u64::from(a).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    h = (h ^ (h >> 29) ^ u64::from(b)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    h = (h ^ (h >> 32) ^ u64::from(c)).wrapping_mul(0x94d0_49bb_1331_11eb);
    h ^ (h >> 31)
}

/// All nodes.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    nodes: Vec<Node>,
    /// Open addressing; 0 is empty, since the ends are never looked up.
    table: Vec<u32>,
}

impl Store {
    pub(crate) fn new() -> Self {
        let end = Node { var: LAST, hi: FALSE, lo: FALSE };
        Self { nodes: vec![end, end], table: vec![0; 1 << 10] }
    }

    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn node(&self, at: Ref) -> Node {
        self.nodes[at as usize]
    }

    /// The node with these parts, and whether it is new.
    pub(crate) fn find(&mut self, node: Node) -> (Ref, bool) {
        let mask = self.table.len() - 1;
        let mut slot = mix(node.var, node.hi, node.lo) as usize & mask;
        loop {
            match self.table[slot] {
                0 => break,
                at if self.nodes[at as usize] == node => return (at, false),
                _ => slot = (slot + 1) & mask,
            }
        }
        let at = crate::graph::index(self.nodes.len());
        self.nodes.push(node);
        self.table[slot] = at;
        if self.nodes.len() * 2 > self.table.len() {
            self.grow();
        }
        (at, true)
    }

    fn grow(&mut self) {
        let size = self.table.len() * 2;
        let mut table = vec![0; size];
        for (at, node) in self.nodes.iter().enumerate().skip(2) {
            let mut slot = mix(node.var, node.hi, node.lo) as usize & (size - 1);
            while table[slot] != 0 {
                slot = (slot + 1) & (size - 1);
            }
            table[slot] = crate::graph::index(at);
        }
        self.table = table;
    }
}

#[derive(Debug, Clone, Copy)]
struct Memo {
    f: u32,
    g: u32,
    tag: u32,
    result: u32,
}

/// Results of operations, a newer one in the place of an older: forgetting costs time, never truth.
#[derive(Debug, Clone)]
pub(crate) struct Cache {
    memos: Vec<Memo>,
}

/// Memos at most: 64 MiB.
const MOST: usize = 1 << 22;

impl Cache {
    pub(crate) fn new() -> Self {
        Self { memos: vec![Memo { f: 0, g: 0, tag: u32::MAX, result: 0 }; 1 << 12] }
    }

    fn slot(&self, f: u32, g: u32, tag: u32) -> usize {
        mix(f, g, tag) as usize & (self.memos.len() - 1)
    }

    pub(crate) fn get(&self, f: u32, g: u32, tag: u32) -> Option<Ref> {
        let memo = self.memos[self.slot(f, g, tag)];
        (memo.f == f && memo.g == g && memo.tag == tag).then_some(memo.result)
    }

    pub(crate) fn put(&mut self, f: u32, g: u32, tag: u32, result: Ref) {
        let slot = self.slot(f, g, tag);
        self.memos[slot] = Memo { f, g, tag, result };
    }

    /// Grows with the number of nodes.
    pub(crate) fn fit(&mut self, nodes: usize) {
        if nodes <= self.memos.len() || self.memos.len() >= MOST {
            return;
        }
        let old = std::mem::take(&mut self.memos);
        let empty = Memo { f: 0, g: 0, tag: u32::MAX, result: 0 };
        self.memos = vec![empty; old.len() * 4];
        for memo in old.into_iter().filter(|memo| memo.tag != u32::MAX) {
            let slot = self.slot(memo.f, memo.g, memo.tag);
            self.memos[slot] = memo;
        }
    }
}
