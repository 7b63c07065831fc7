//! Orders on their way from buyers to suppliers.
//!
//! In come the orders of a block of buyers; out come sums by supplier. Each order is read once and each lies
//! somewhere else for its supplier, so fetching them one by one waits for memory all the time. Instead a
//! block sorts its orders by bands of suppliers while it is in the cache, and a band reads its piece of
//! every block from beginning to end. Invariant: a supplier's orders are added by number of the buyer.

use super::inputs::Inputs;
use super::network::Network;

/// Orders sorted by block of buyers, band of suppliers and buyer.
#[derive(Debug, Clone)]
pub(super) struct Exchange {
    /// Suppliers of a band.
    pub(super) band: usize,
    bands: usize,
    pub(super) orders: Vec<f64>,
    /// By order: its place in the block's walk, and the supplier's in the band.
    from: Vec<u32>,
    to: Vec<u16>,
    /// Where a band's orders begin, by block; one more at the end of each block.
    starts: Vec<u32>,
}

/// Fewest and most suppliers of a band: their sums stay in the cache, and two bytes number them.
const BAND: [usize; 2] = [1 << 13, 1 << 16];
/// Bands at most before they grow.
const BANDS: usize = 1 << 9;

impl Exchange {
    /// Usual orders.
    pub(super) fn new(network: &Network, inputs: &Inputs) -> Self {
        let n = network.firms();
        let band = (n / BANDS).next_power_of_two().clamp(BAND[0], BAND[1]);
        let (bands, links) = (n.div_ceil(band), network.links());
        let starts_of = inputs.starts(network);
        let mut exchange = Self {
            band,
            bands,
            orders: vec![0.0; links],
            from: vec![0; links],
            to: vec![0; links],
            starts: Vec::with_capacity(inputs.blocks.len() * (bands + 1)),
        };
        for block in &inputs.blocks {
            let of = |at: usize| inputs.suppliers[at] as usize / band;
            let mut next = vec![0; bands + 1];
            block.links.clone().for_each(|at| next[of(at) + 1] += 1);
            next[0] = block.links.start as u32;
            (0..bands).for_each(|k| next[k + 1] += next[k]);
            exchange.starts.extend(&next);
            for i in block.firms.clone() {
                let first = starts_of[i] as usize;
                for at in first..first + network.by_buyer().span(i).len() {
                    let place = &mut next[of(at)];
                    exchange.from[*place as usize] = (at - block.links.start) as u32;
                    exchange.to[*place as usize] = (inputs.suppliers[at] as usize % band) as u16;
                    exchange.orders[*place as usize] = inputs.amounts[at];
                    *place += 1;
                }
            }
        }
        exchange
    }

    /// Position of the order of each link of `by_supplier`.
    pub(super) fn by_supplier(&self, network: &Network) -> Vec<u32> {
        let mut next: Vec<u64> = network.by_supplier().start.clone();
        let mut places = vec![0; self.orders.len()];
        // Walking blocks in order visits each supplier's customers in order.
        for (k, from) in self.starts.windows(2).enumerate() {
            let band = k % (self.bands + 1);
            for at in from[0]..from[1].max(from[0]) {
                let next = &mut next[band * self.band + self.to[at as usize] as usize];
                places[*next as usize] = at;
                *next += 1;
            }
        }
        places
    }

    /// Adds up what is asked of the suppliers of band `k`.
    pub(super) fn sum(&self, k: usize, sums: &mut [f64]) {
        for starts in self.starts.chunks_exact(self.bands + 1) {
            let piece = starts[k] as usize..starts[k + 1] as usize;
            for (order, to) in self.orders[piece.clone()].iter().zip(&self.to[piece]) {
                sums[*to as usize] += order;
            }
        }
    }
}

/// Sorts the orders of a block, given in the order of its walk.
pub(super) fn sort(walk: &[f64], from: &[u32], sorted: &mut [f64]) {
    for (order, from) in sorted.iter_mut().zip(from) {
        *order = walk[*from as usize];
    }
}

impl Exchange {
    /// Where orders go, and where each comes from.
    pub(super) fn parts(&mut self) -> (&mut [f64], &[u32]) {
        (&mut self.orders, &self.from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::firm::network::Link;

    #[test]
    fn every_order_is_found_from_either_end() {
        let n = 3 * BAND[0] as u32;
        let link = |k: u32| {
            let (supplier, buyer) = (k.wrapping_mul(2_654_435_761) % n, k % 1000 * 7);
            Link { supplier, buyer, amount: f64::from(k + 1) }
        };
        let links: Vec<Link> = (0..90_000).map(link).filter(|l| l.supplier != l.buyer).collect();
        let sectors = (0..n).map(|i| i % 11).collect();
        let network = Network::new(sectors, &links).expect("a network");
        let inputs = Inputs::new(&network);
        let exchange = Exchange::new(&network, &inputs);
        assert!(inputs.blocks.len() > 1 && exchange.bands > 1, "blocks and bands");
        let amounts = &network.by_supplier().amounts;
        for (at, place) in exchange.by_supplier(&network).iter().enumerate() {
            assert_eq!(exchange.orders[*place as usize], amounts[at], "link {at}");
        }
        let sums = network.by_supplier().sums();
        for (k, wanted) in sums.chunks(exchange.band).enumerate() {
            let mut found = vec![0.0; wanted.len()];
            exchange.sum(k, &mut found);
            assert_eq!(found, wanted, "band {k}");
        }
        for block in &inputs.blocks {
            let (walk, own) = (&inputs.amounts[block.links.clone()], block.links.clone());
            let mut sorted = vec![0.0; walk.len()];
            sort(walk, &exchange.from[own.clone()], &mut sorted);
            assert_eq!(sorted, exchange.orders[own]);
        }
    }
}
