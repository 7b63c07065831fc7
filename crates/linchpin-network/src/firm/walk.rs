//! The first rounds of a closure, walked only where something is lost.
//!
//! In come a prepared network and a firm; out comes its index, or, once a round would look at too many
//! links, where it stood before that round. Invariant: a walk has the bits of [`Esri::close`], since
//! what is not lost adds nothing to any sum.

use super::esri::{BLOCK, Esri, NO_MARKET, Outcome, ROUND_LIMIT};

/// Links and firms a round may look at before lanes are cheaper, as a share of all links.
const SHARE: usize = 26;

/// What a walk came to.
pub(super) enum Walked {
    /// The closure is over.
    Settled(Outcome),
    /// It goes on from here.
    Large(Begun),
}

/// A closure under way: who lost how much, by firm.
pub(super) struct Begun {
    pub(super) rounds: u32,
    pub(super) down: Vec<(u32, f64)>,
    pub(super) up: Vec<(u32, f64)>,
    /// What is left of the markets that were hit, by sector.
    pub(super) markets: Vec<(u32, f64)>,
}

/// Walks on one network.
pub(super) struct Walks<'a> {
    esri: &'a Esri<'a>,
    members: Vec<Vec<u32>>,
    eps: f64,
    most: usize,
}

/// Losses of all firms, zero but for those listed.
pub(super) struct Scratch {
    down: Vec<f64>,
    up: Vec<f64>,
    missing: Vec<f64>,
    marked: Vec<bool>,
    lost_down: Vec<u32>,
    lost_up: Vec<u32>,
}

impl Scratch {
    pub(super) fn new(n: usize) -> Self {
        let zeros = || vec![0.0; n];
        Self {
            down: zeros(),
            up: zeros(),
            missing: zeros(),
            marked: vec![false; n],
            lost_down: Vec::new(),
            lost_up: Vec::new(),
        }
    }

    fn clear(&mut self) {
        self.lost_down.drain(..).for_each(|i| {
            self.down[i as usize] = 0.0;
            self.missing[i as usize] = 0.0;
        });
        self.lost_up.drain(..).for_each(|i| self.up[i as usize] = 0.0);
    }
}

impl<'a> Walks<'a> {
    /// Walks that end when no firm falls by more than `eps` in a round.
    pub(super) fn new(esri: &'a Esri<'a>, eps: f64) -> Self {
        let network = esri.network();
        let mut members = vec![Vec::new(); esri.markets().1];
        for (i, sector) in network.sectors().iter().enumerate() {
            members[*sector as usize].push(i as u32);
        }
        Self { esri, members, eps, most: network.links() / SHARE }
    }

    /// What is left of the market of sector `k` after the losses `down`.
    pub(super) fn market(&self, k: u32, down: &[f64]) -> f64 {
        let (sales, _) = self.esri.markets();
        let left = |i: &u32| (1.0 - down[*i as usize]) * sales[*i as usize];
        let whole = self.members[k as usize].iter().map(left).fold(0.0, |sum, x| sum + x);
        if whole <= NO_MARKET { 1.0 } else { whole }
    }

    /// What happens when `firm` stops.
    pub(super) fn close(&self, firm: u32, scratch: &mut Scratch) -> Walked {
        (scratch.down[firm as usize], scratch.up[firm as usize]) = (1.0, 1.0);
        (scratch.lost_down, scratch.lost_up) = (vec![firm], vec![firm]);
        let walked = self.rounds(firm, scratch);
        scratch.clear();
        walked
    }

    fn rounds(&self, own: u32, scratch: &mut Scratch) -> Walked {
        let network = self.esri.network();
        let mut rounds = 0;
        loop {
            let (markets, mut visits) = self.miss(scratch);
            let sold = scratch.lost_down.iter().map(|i| network.by_supplier().span(*i as usize));
            let bought = scratch.lost_up.iter().map(|j| network.by_buyer().span(*j as usize));
            visits += sold.chain(bought).map(|span| span.len()).sum::<usize>();
            let mut round = None;
            if visits <= self.most {
                let buyers = neighbours(&scratch.lost_down, own, &mut scratch.marked, |i| {
                    network.by_supplier().row(i).map(|(j, _)| j)
                });
                let suppliers = neighbours(&scratch.lost_up, own, &mut scratch.marked, |i| {
                    network.by_buyer().row(i).map(|(j, _)| j)
                });
                let bought = buyers.iter().map(|j| network.by_buyer().span(*j as usize).len());
                let sold = suppliers.iter().map(|i| network.by_supplier().span(*i as usize).len());
                visits += bought.chain(sold).sum::<usize>();
                round = (visits <= self.most).then_some((buyers, suppliers));
            }
            let Some((buyers, suppliers)) = round else {
                return Walked::Large(scratch.begun(rounds, markets));
            };
            rounds += 1;
            let floor = |i: u32| if i == own { 1.0 } else { 0.0 };
            let down: Vec<f64> = (buyers.iter())
                .map(|j| self.esri.want_of_inputs(*j as usize, &scratch.missing).max(floor(*j)))
                .collect();
            let up: Vec<f64> = (suppliers.iter())
                .map(|i| self.esri.want_of_orders(*i as usize, &scratch.up).max(floor(*i)))
                .collect();
            let mut change = 0.0_f64;
            for (j, now) in buyers.iter().zip(&down) {
                change = change.max(now - scratch.down[*j as usize]);
                scratch.down[*j as usize] = *now;
            }
            for (i, now) in suppliers.iter().zip(&up) {
                change = change.max(now - scratch.up[*i as usize]);
                scratch.up[*i as usize] = *now;
            }
            (scratch.lost_down, scratch.lost_up) = (buyers, suppliers);
            if change <= self.eps || rounds >= ROUND_LIMIT {
                return Walked::Settled(self.outcome(scratch, rounds));
            }
        }
    }

    /// What is missing of each lossy supplier's deliveries; gives the markets hit and the firms looked at.
    fn miss(&self, scratch: &mut Scratch) -> (Vec<(u32, f64)>, usize) {
        if !self.esri.options().substitution {
            for i in &scratch.lost_down {
                scratch.missing[*i as usize] = scratch.down[*i as usize];
            }
            return (Vec::new(), 0);
        }
        let (sales, _) = self.esri.markets();
        let sectors = self.esri.network().sectors();
        let mut hit: Vec<u32> = scratch.lost_down.iter().map(|i| sectors[*i as usize]).collect();
        hit.sort_unstable();
        hit.dedup();
        let markets: Vec<(u32, f64)> =
            hit.iter().map(|k| (*k, self.market(*k, &scratch.down))).collect();
        for i in &scratch.lost_down {
            let i = *i as usize;
            let at = markets.binary_search_by_key(&sectors[i], |(k, _)| *k);
            let whole = at.map_or(1.0, |at| markets[at].1);
            scratch.missing[i] = scratch.down[i] * (sales[i] / whole).min(1.0);
        }
        let visits = hit.iter().map(|k| self.members[*k as usize].len()).sum();
        (markets, visits)
    }

    /// Sums over the firms that lost something, by blocks, in their order.
    fn outcome(&self, scratch: &Scratch, rounds: u32) -> Outcome {
        let mut firms: Vec<u32> =
            scratch.lost_down.iter().chain(&scratch.lost_up).copied().collect();
        firms.sort_unstable();
        firms.dedup();
        let mut outcome = Outcome { total: 0.0, down: 0.0, up: 0.0, rounds };
        for block in firms.chunk_by(|a, b| *a as usize / BLOCK == *b as usize / BLOCK) {
            let (mut total, mut of_down, mut of_up) = (0.0, 0.0, 0.0);
            for i in block {
                let w = self.esri.weights()[*i as usize];
                let (down, up) = (scratch.down[*i as usize], scratch.up[*i as usize]);
                total += w * down.max(up);
                of_down += w * down;
                of_up += w * up;
            }
            outcome.total += total;
            outcome.down += of_down;
            outcome.up += of_up;
        }
        outcome
    }
}

impl Scratch {
    fn begun(&self, rounds: u32, markets: Vec<(u32, f64)>) -> Begun {
        let of = |firms: &[u32], lost: &[f64]| {
            firms.iter().map(|i| (*i, lost[*i as usize])).filter(|(_, x)| *x > 0.0).collect()
        };
        Begun {
            rounds,
            down: of(&self.lost_down, &self.down),
            up: of(&self.lost_up, &self.up),
            markets,
        }
    }
}

/// The neighbours of `firms` and `own`, sorted. Who lost something is a neighbour of who lost before,
/// so that the list never forgets a firm.
fn neighbours<I: Iterator<Item = usize>>(
    firms: &[u32],
    own: u32,
    marked: &mut [bool],
    of: impl Fn(usize) -> I,
) -> Vec<u32> {
    let mut found = vec![own];
    marked[own as usize] = true;
    for i in firms {
        for j in of(*i as usize) {
            if !marked[j] {
                marked[j] = true;
                found.push(j as u32);
            }
        }
    }
    found.iter().for_each(|i| marked[*i as usize] = false);
    found.sort_unstable();
    found
}
