//! What each firm buys, laid out for the walk over buyers.
//!
//! In comes a network; out go its links by buyer in blocks of neighbouring firms that fit into a core's cache.
//! Within a block, firms with as many links stand together, so that loops over them end where the
//! processor expects it. Invariant: a firm's links and groups keep the network's order.

use super::network::Network;
use std::ops::Range;

/// Links by buyer in the order of the walk.
#[derive(Debug, Clone)]
pub(super) struct Inputs {
    pub(super) blocks: Vec<Block>,
    pub(super) buyers: Vec<Buyer>,
    pub(super) groups: Vec<Group>,
    /// By link: who sells, and the usual amount.
    pub(super) suppliers: Vec<u32>,
    pub(super) amounts: Vec<f64>,
}

/// Neighbouring firms whose links are walked by one task.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub(super) firms: Range<usize>,
    pub(super) groups: Range<usize>,
    pub(super) links: Range<usize>,
}

/// A firm in the order of the walk.
#[derive(Debug, Clone, Copy)]
pub(super) struct Buyer {
    /// Number of the firm in its block.
    pub(super) firm: u32,
    pub(super) groups: u32,
}

/// Inputs of one sector to one firm.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    pub(super) links: u32,
    pub(super) need: f64,
    pub(super) per_need: f64,
}

/// Links of a block: few enough for its rows to stay in the cache, enough to be worth a task.
const BLOCK_LINKS: usize = 1 << 15;

impl Inputs {
    pub(super) fn new(network: &Network) -> Self {
        let (n, links) = (network.firms(), network.links());
        let mut inputs = Self {
            blocks: Vec::new(),
            buyers: Vec::with_capacity(n),
            groups: Vec::new(),
            suppliers: Vec::with_capacity(links),
            amounts: Vec::with_capacity(links),
        };
        let bought = network.by_buyer();
        let mut from = 0;
        for i in 0..n {
            if bought.span(i).end - bought.span(from).start >= BLOCK_LINKS || i + 1 == n {
                inputs.add(network, from..i + 1);
                from = i + 1;
            }
        }
        inputs
    }

    fn add(&mut self, network: &Network, firms: Range<usize>) {
        let bought = network.by_buyer();
        let sector = |at: usize| network.sectors()[bought.others[at] as usize];
        let begins = |at: &usize, first: usize| *at == first || sector(*at) != sector(*at - 1);
        let groups = |i: usize| {
            let span = bought.span(i);
            span.clone().filter(|at| begins(at, span.start)).count()
        };
        let mut walk: Vec<(usize, usize, usize)> =
            firms.clone().map(|i| (bought.span(i).len(), groups(i), i)).collect();
        walk.sort_unstable();
        let (first_link, first_group) = (self.amounts.len(), self.groups.len());
        for (_, groups, i) in walk {
            let (firm, groups) = ((i - firms.start) as u32, groups as u32);
            self.buyers.push(Buyer { firm, groups });
            let span = bought.span(i);
            self.suppliers.extend(&bought.others[span.clone()]);
            self.amounts.extend(&bought.amounts[span.clone()]);
            let mut first = span.start;
            while first < span.end {
                let end = (first + 1..span.end).find(|at| begins(at, span.start));
                let end = end.unwrap_or(span.end);
                let need: f64 = bought.amounts[first..end].iter().sum();
                let links = (end - first) as u32;
                self.groups.push(Group { links, need, per_need: 1.0 / need });
                first = end;
            }
        }
        let (links, groups) = (first_link..self.amounts.len(), first_group..self.groups.len());
        self.blocks.push(Block { firms, groups, links });
    }

    /// Where the links of each firm begin in the order of the walk.
    pub(super) fn starts(&self, network: &Network) -> Vec<u32> {
        let mut starts = vec![0; self.buyers.len()];
        let mut at = 0;
        for block in &self.blocks {
            for buyer in &self.buyers[block.firms.clone()] {
                let firm = block.firms.start + buyer.firm as usize;
                starts[firm] = at;
                at += network.by_buyer().span(firm).len() as u32;
            }
        }
        starts
    }
}
