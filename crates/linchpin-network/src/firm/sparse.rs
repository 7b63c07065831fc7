//! Cascades that stay small, walked only where something is lost.
//!
//! In comes a prepared network; out comes each firm's index. At the published stop many closures touch
//! few firms: those are walked from firm to firm, the others go to the lanes. Invariant: a walk has
//! the bits of [`Esri::close`], since what is not lost adds nothing to any sum.

use super::esri::{Esri, NO_MARKET, Outcome, ROUND_LIMIT, Stop};
use super::lanes::{self, NotInLanes};
use crate::kernel::real::Real;
use rayon::prelude::*;

/// Links a walk may visit before the lanes are cheaper, as a share of all links.
const SHARE: usize = 4;

/// Every firm's closure: small ones by walks in double precision, the rest in lanes of width `T`.
///
/// # Errors
/// [`NotInLanes`] for another stopping rule than [`Stop::Change`].
pub fn all<T: Real>(esri: &Esri<'_>) -> Result<Vec<Outcome>, NotInLanes> {
    let firms: Vec<u32> = (0..esri.network().firms() as u32).collect();
    some::<T>(esri, &firms)
}

/// The closures of `firms`, in their order.
///
/// # Errors
/// As [`all`].
pub fn some<T: Real>(esri: &Esri<'_>, firms: &[u32]) -> Result<Vec<Outcome>, NotInLanes> {
    let Stop::Change(eps) = esri.options().stop else { return Err(NotInLanes) };
    let network = esri.network();
    let mut members = vec![Vec::new(); esri.markets().1];
    for (i, sector) in network.sectors().iter().enumerate() {
        members[*sector as usize].push(i as u32);
    }
    let walks = Walks { esri, members, eps, most: network.links() / SHARE };
    let walked: Vec<Option<Outcome>> = firms
        .par_iter()
        .map_init(
            || Scratch::new(network.firms()),
            |scratch, firm| {
                let outcome = walks.close(*firm as usize, scratch);
                scratch.clear();
                outcome
            },
        )
        .collect();
    let large: Vec<u32> = (firms.iter().zip(&walked))
        .filter_map(|(firm, outcome)| outcome.is_none().then_some(*firm))
        .collect();
    let mut in_lanes = lanes::some::<T>(esri, &large)?.into_iter();
    Ok(walked.into_iter().filter_map(|outcome| outcome.or_else(|| in_lanes.next())).collect())
}

struct Walks<'a> {
    esri: &'a Esri<'a>,
    members: Vec<Vec<u32>>,
    eps: f64,
    most: usize,
}

/// Losses of all firms, zero but for those listed.
struct Scratch {
    down: Vec<f64>,
    up: Vec<f64>,
    missing: Vec<f64>,
    marked: Vec<bool>,
    lost_down: Vec<u32>,
    lost_up: Vec<u32>,
}

impl Scratch {
    fn new(n: usize) -> Self {
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

impl Walks<'_> {
    /// What happens when `firm` stops; none when the walk becomes too long.
    fn close(&self, firm: usize, scratch: &mut Scratch) -> Option<Outcome> {
        let network = self.esri.network();
        let own = firm as u32;
        (scratch.down[firm], scratch.up[firm]) = (1.0, 1.0);
        (scratch.lost_down, scratch.lost_up) = (vec![own], vec![own]);
        let mut visits = 0;
        for rounds in 1..=ROUND_LIMIT {
            visits += self.miss(scratch);
            let buyers = neighbours(&scratch.lost_down, own, &mut scratch.marked, |i| {
                network.by_supplier().row(i).map(|(j, _)| j)
            });
            let suppliers = neighbours(&scratch.lost_up, own, &mut scratch.marked, |i| {
                network.by_buyer().row(i).map(|(j, _)| j)
            });
            visits +=
                buyers.iter().map(|j| network.by_buyer().span(*j as usize).len()).sum::<usize>();
            visits += suppliers
                .iter()
                .map(|i| network.by_supplier().span(*i as usize).len())
                .sum::<usize>();
            if visits > self.most {
                return None;
            }
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
            if change <= self.eps {
                return Some(self.outcome(scratch, rounds));
            }
        }
        None
    }

    /// What is missing of each lossy supplier's deliveries; gives the firms looked at.
    fn miss(&self, scratch: &mut Scratch) -> usize {
        if !self.esri.options().substitution {
            for i in &scratch.lost_down {
                scratch.missing[*i as usize] = scratch.down[*i as usize];
            }
            return 0;
        }
        let (sales, _) = self.esri.markets();
        let sectors = self.esri.network().sectors();
        let mut hit: Vec<u32> = scratch.lost_down.iter().map(|i| sectors[*i as usize]).collect();
        hit.sort_unstable();
        hit.dedup();
        let market = |k: u32| {
            let left = |i: &u32| (1.0 - scratch.down[*i as usize]) * sales[*i as usize];
            let whole = self.members[k as usize].iter().map(left).fold(0.0, |sum, x| sum + x);
            if whole <= NO_MARKET { 1.0 } else { whole }
        };
        let markets: Vec<f64> = hit.iter().map(|k| market(*k)).collect();
        for i in &scratch.lost_down {
            let i = *i as usize;
            let whole = hit.binary_search(&sectors[i]).map_or(1.0, |at| markets[at]);
            scratch.missing[i] = scratch.down[i] * (sales[i] / whole).min(1.0);
        }
        hit.iter().map(|k| self.members[*k as usize].len()).sum()
    }

    /// Sums over the firms that lost something, in their order.
    fn outcome(&self, scratch: &Scratch, rounds: u32) -> Outcome {
        let mut firms: Vec<u32> =
            scratch.lost_down.iter().chain(&scratch.lost_up).copied().collect();
        firms.sort_unstable();
        firms.dedup();
        let mut outcome = Outcome { total: 0.0, down: 0.0, up: 0.0, rounds };
        for i in firms {
            let w = self.esri.weights()[i as usize];
            let (down, up) = (scratch.down[i as usize], scratch.up[i as usize]);
            outcome.total += w * down.max(up);
            outcome.down += w * down;
            outcome.up += w * up;
        }
        outcome
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
