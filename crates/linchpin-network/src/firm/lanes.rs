//! All firms' cascades at once: many closures share every walk over the links.
//!
//! In comes a prepared network; out comes each firm's index. A closure is walked from firm to firm
//! while it is small (module `walk`), then takes a lane; a lane that has settled takes the next
//! closure at once, so nobody waits for the slowest. Each link fetches one line of the cache, which
//! serves all lanes: that is what the time goes into. Invariant: in double precision every outcome has
//! the bits of [`Esri::close`]; in narrower ones a few firms stop a round earlier or later.

use super::esri::{BLOCK, Esri, NO_MARKET, Outcome, ROUND_LIMIT, Stop};
use super::links::{Links, Row, Sums};
use super::stored::{Stored, Vectors, vectors};
use super::walk::{Begun, Scratch, Walked, Walks};
use crate::kernel::real::Real;
use pulp::{Simd, WithSimd};
use rayon::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The stopping rule cannot run in lanes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("lanes stop by the change of a round only")]
pub struct NotInLanes;

/// Every firm's closure, losses kept as `S`.
///
/// # Errors
/// [`NotInLanes`] for another stopping rule than [`Stop::Change`].
pub fn all<S: Stored>(esri: &Esri<'_>) -> Result<Vec<Outcome>, NotInLanes> {
    let firms: Vec<u32> = (0..esri.network().firms() as u32).collect();
    some::<S>(esri, &firms)
}

/// The closures of `firms`, in their order.
///
/// # Errors
/// As [`all`].
pub fn some<S: Stored>(esri: &Esri<'_>, firms: &[u32]) -> Result<Vec<Outcome>, NotInLanes> {
    let Stop::Change(eps) = esri.options().stop else { return Err(NotInLanes) };
    Ok(if S::LANES == 32 {
        cascades::<S, 32>(esri, firms, eps)
    } else {
        cascades::<S, 16>(esri, firms, eps)
    })
}

fn cascades<S: Stored, const L: usize>(esri: &Esri<'_>, firms: &[u32], eps: f64) -> Vec<Outcome> {
    let walks = Walks::new(esri, eps);
    let calm = vec![0.0; esri.network().firms()];
    let markets = (0..esri.markets().1 as u32).map(|k| walks.market(k, &calm)).collect();
    let shared = Shared {
        esri,
        walks,
        markets,
        essential: Links::essential(esri, S::SCALE),
        in_proportion: Links::in_proportion(esri, S::SCALE),
        orders: Links::orders(esri, S::SCALE),
        eps: S::Number::of(eps),
        firms,
        next: AtomicUsize::new(0),
    };
    let nothing = Outcome { total: 0.0, down: 0.0, up: 0.0, rounds: 0 };
    let mut outcomes = vec![nothing; firms.len()];
    let done: Vec<Vec<(usize, Outcome)>> = (0..rayon::current_num_threads())
        .into_par_iter()
        .map(|_| pulp::Arch::new().dispatch(Task::<S, L>::new(&shared)))
        .collect();
    done.into_iter().flatten().for_each(|(at, outcome)| outcomes[at] = outcome);
    outcomes
}

/// What all tasks read, and the closures they take in turn: whoever computes one, its bits are the same.
struct Shared<'a, T> {
    esri: &'a Esri<'a>,
    walks: Walks<'a>,
    /// Sales of each sector before any loss.
    markets: Vec<f64>,
    essential: Links<T>,
    in_proportion: Links<T>,
    orders: Links<T>,
    eps: T,
    firms: &'a [u32],
    next: AtomicUsize,
}

/// A closure in its lane.
#[derive(Debug, Clone, Copy)]
struct Closure {
    /// Position in the list of firms.
    at: usize,
    firm: u32,
    rounds: u32,
}

/// One thread's lanes: losses `[firm][lane]`.
struct Task<'a, S: Stored, const L: usize> {
    shared: &'a Shared<'a, S::Number>,
    lanes: [Option<Closure>; L],
    /// Lanes in which each firm is the one that stopped; almost all none.
    stopped: Vec<bool>,
    down: Vec<Row<S, L>>,
    missing: Vec<Row<S, L>>,
    up: Vec<Row<S, L>>,
    next_up: Vec<Row<S, L>>,
    /// What is left of each sector's market, and what the round leaves.
    market: Vec<Row<S::Number, L>>,
    next_market: Vec<Row<S::Number, L>>,
    /// Of the block at hand.
    sums: Sums<S::Number, L>,
    worst: Sums<S::Number, L>,
}

impl<S: Stored, const L: usize> WithSimd for Task<'_, S, L> {
    type Output = Vec<(usize, Outcome)>;

    #[inline(always)]
    fn with_simd<V: Simd>(self, simd: V) -> Self::Output {
        // As many vectors as make up a row on this machine.
        match L / S::Number::width::<V>() {
            1 => self.run::<V, 1>(simd),
            2 => self.run::<V, 2>(simd),
            4 => self.run::<V, 4>(simd),
            8 => self.run::<V, 8>(simd),
            16 => self.run::<V, 16>(simd),
            _ => self.run::<V, 32>(simd),
        }
    }
}

impl<'a, S: Stored, const L: usize> Task<'a, S, L> {
    fn new(shared: &'a Shared<'a, S::Number>) -> Self {
        let n = shared.esri.network().firms();
        let zeros = || vec![Row([S::NOTHING; L]); n];
        let market = vec![Row([S::Number::ONE; L]); shared.markets.len()];
        let sums = Box::new([Row([S::Number::ZERO; L]); BLOCK]);
        Self {
            shared,
            lanes: [None; L],
            stopped: vec![false; n],
            down: zeros(),
            missing: zeros(),
            up: zeros(),
            next_up: zeros(),
            next_market: market.clone(),
            worst: sums.clone(),
            sums,
            market,
        }
    }

    #[inline(always)]
    fn run<V: Simd, const N: usize>(mut self, simd: V) -> Vec<(usize, Outcome)> {
        let mut scratch = Scratch::new(self.down.len());
        let mut outcomes = Vec::new();
        let mut settled = [true; L];
        loop {
            let begun = self.refill(&settled, &mut scratch, &mut outcomes);
            if self.lanes.iter().all(Option::is_none) {
                return outcomes;
            }
            self.start::<V, N>(simd, &settled, &begun);
            let mut change = [S::Number::ZERO; L];
            self.want_of_orders::<V, N>(simd, &mut change);
            let sums = self.want_of_inputs::<V, N>(simd, &mut change);
            std::mem::swap(&mut self.up, &mut self.next_up);
            std::mem::swap(&mut self.market, &mut self.next_market);
            for k in 0..L {
                let Some(closure) = &mut self.lanes[k] else {
                    settled[k] = true;
                    continue;
                };
                closure.rounds += 1;
                settled[k] = change[k] <= self.shared.eps || closure.rounds >= ROUND_LIMIT;
                if settled[k] {
                    let [total, down, up] = sums.map(|sums| sums[k]);
                    outcomes
                        .push((closure.at, Outcome { total, down, up, rounds: closure.rounds }));
                }
            }
        }
    }

    /// Gives settled lanes the next closures that are too large to be walked to their end.
    fn refill(
        &mut self,
        settled: &[bool; L],
        scratch: &mut Scratch,
        outcomes: &mut Vec<(usize, Outcome)>,
    ) -> Vec<(usize, Begun)> {
        let mut begun = Vec::new();
        for k in (0..L).filter(|k| settled[*k]) {
            if let Some(closure) = self.lanes[k].take() {
                let firm = closure.firm as usize;
                self.stopped[firm] = false;
                (self.up[firm].0[k], self.next_up[firm].0[k]) = (S::NOTHING, S::NOTHING);
            }
        }
        for k in (0..L).filter(|k| settled[*k]) {
            while self.lanes[k].is_none() {
                let at = self.shared.next.fetch_add(1, Ordering::Relaxed);
                let Some(firm) = self.shared.firms.get(at).copied() else { return begun };
                match self.shared.walks.close(firm, scratch) {
                    Walked::Settled(outcome) => outcomes.push((at, outcome)),
                    Walked::Large(state) => {
                        self.lanes[k] = Some(Closure { at, firm, rounds: state.rounds });
                        self.stopped[firm as usize] = true;
                        begun.push((k, state));
                    }
                }
            }
        }
        begun
    }

    /// Clears fresh lanes, finds what buyers will miss, and puts in the closures that begin.
    #[inline(always)]
    fn start<V: Simd, const N: usize>(
        &mut self,
        simd: V,
        fresh: &[bool; L],
        begun: &[(usize, Begun)],
    ) {
        for (market, calm) in self.market.iter_mut().zip(&self.shared.markets) {
            for k in (0..L).filter(|k| fresh[*k]) {
                market.0[k] = S::Number::of(*calm);
            }
        }
        for (k, state) in begun {
            for (sector, market) in &state.markets {
                self.market[*sector as usize].0[*k] = S::Number::of(*market);
            }
        }
        if fresh.contains(&true) {
            self.miss::<V, N, true>(simd, fresh);
        } else {
            self.miss::<V, N, false>(simd, fresh);
        }
        let substitution = self.shared.esri.options().substitution;
        let (sales, _) = self.shared.esri.markets();
        let sectors = self.shared.esri.network().sectors();
        for (k, state) in begun {
            state.up.iter().for_each(|(i, x)| self.up[*i as usize].0[*k] = narrow(*x));
            for (i, x) in &state.down {
                let i = *i as usize;
                let down = narrow::<S>(*x);
                let market = self.market[sectors[i] as usize].0[*k];
                let share = (S::Number::of(sales[i]) / market).lesser(S::Number::ONE);
                self.down[i].0[*k] = down;
                self.missing[i].0[*k] =
                    if substitution { S::of(down.number() * share) } else { down };
            }
        }
    }

    /// What is missing of each supplier's deliveries: its loss, as far as its market cannot take over.
    /// Nothing in fresh lanes, which are cleared on the way when there are some.
    #[inline(always)]
    fn miss<V: Simd, const N: usize, const SOME_FRESH: bool>(
        &mut self,
        simd: V,
        fresh: &[bool; L],
    ) {
        let keep = fresh.map(|fresh| if fresh { S::Number::ZERO } else { S::Number::ONE });
        let keep: Vectors<S, V, N> = vectors::<S::Number, V, N, L>(&keep);
        let one = S::Number::splat(simd, S::Number::ONE);
        let substitution = self.shared.esri.options().substitution;
        let (sales, _) = self.shared.esri.markets();
        let sectors = self.shared.esri.network().sectors();
        for i in 0..self.down.len() {
            let mut down: Vectors<S, V, N> = S::read::<V, N, L>(simd, &self.down[i].0);
            if SOME_FRESH {
                let mut up: Vectors<S, V, N> = S::read::<V, N, L>(simd, &self.up[i].0);
                for v in 0..N {
                    down[v] = S::Number::product(simd, down[v], keep[v]);
                    up[v] = S::Number::product(simd, up[v], keep[v]);
                }
                S::write::<V, N, L>(simd, down, &mut self.down[i].0);
                S::write::<V, N, L>(simd, up, &mut self.up[i].0);
            }
            if substitution {
                let sales = S::Number::splat(simd, S::Number::of(sales[i]));
                let market = S::Number::vectors::<V>(&self.market[sectors[i] as usize].0);
                for v in 0..N {
                    let share = S::Number::quotient(simd, sales, market[v]);
                    let share = S::Number::least(simd, share, one);
                    down[v] = S::Number::product(simd, down[v], share);
                }
            }
            S::write::<V, N, L>(simd, down, &mut self.missing[i].0);
        }
    }

    /// Losses for want of orders.
    #[inline(always)]
    fn want_of_orders<V: Simd, const N: usize>(&mut self, simd: V, change: &mut [S::Number; L]) {
        let mut most: Vectors<S, V, N> = vectors::<S::Number, V, N, L>(change);
        let one = S::Number::splat(simd, S::Number::ONE);
        let n = self.up.len();
        for (block, first) in (0..n).step_by(BLOCK).enumerate() {
            self.shared.orders.add::<S, V, N, L>(simd, block, &self.up, &mut self.sums);
            for i in first..(first + BLOCK).min(n) {
                let lost = &mut self.sums[i - first].0;
                if self.stopped[i] {
                    stop(&self.lanes, i, lost);
                }
                let mut lost: Vectors<S, V, N> = vectors::<S::Number, V, N, L>(lost);
                let old: Vectors<S, V, N> = S::read::<V, N, L>(simd, &self.up[i].0);
                for v in 0..N {
                    lost[v] = S::Number::least(simd, lost[v], one);
                    let rise = S::Number::difference(simd, lost[v], old[v]);
                    most[v] = S::Number::most(simd, most[v], rise);
                }
                S::write::<V, N, L>(simd, lost, &mut self.next_up[i].0);
            }
        }
        S::Number::vectors_mut::<V>(change).copy_from_slice(&most);
    }

    /// Losses for want of inputs, what they leave of each market, and the sums of both sides.
    #[inline(always)]
    fn want_of_inputs<V: Simd, const N: usize>(
        &mut self,
        simd: V,
        change: &mut [S::Number; L],
    ) -> [[f64; L]; 3] {
        let esri = self.shared.esri;
        let (sales, _) = esri.markets();
        let sectors = esri.network().sectors();
        self.next_market.fill(Row([S::Number::ZERO; L]));
        let mut most: Vectors<S, V, N> = vectors::<S::Number, V, N, L>(change);
        let one = S::Number::splat(simd, S::Number::ONE);
        let zero = S::Number::splat(simd, S::Number::ZERO);
        let mut sums = [[0.0; L]; 3];
        let n = self.down.len();
        for (block, first) in (0..n).step_by(BLOCK).enumerate() {
            self.shared.essential.worst::<S, V, N, L>(simd, block, &self.missing, &mut self.worst);
            self.shared.in_proportion.add::<S, V, N, L>(simd, block, &self.missing, &mut self.sums);
            let mut of_block: [Vectors<S, V, N>; 3] = [[zero; N]; 3];
            for j in first..(first + BLOCK).min(n) {
                let lost = &mut self.sums[j - first].0;
                if self.stopped[j] {
                    stop(&self.lanes, j, lost);
                }
                let mut down: Vectors<S, V, N> = vectors::<S::Number, V, N, L>(lost);
                let worst = S::Number::vectors::<V>(&self.worst[j - first].0);
                let up: Vectors<S, V, N> = S::read::<V, N, L>(simd, &self.next_up[j].0);
                let old: Vectors<S, V, N> = S::read::<V, N, L>(simd, &self.down[j].0);
                let sales = S::Number::splat(simd, S::Number::of(sales[j]));
                let weight = S::Number::splat(simd, S::Number::of(esri.weights()[j]));
                let market = &mut self.next_market[sectors[j] as usize].0;
                let market = S::Number::vectors_mut::<V>(market);
                for v in 0..N {
                    down[v] = S::Number::most(simd, down[v], worst[v]);
                    down[v] = S::Number::least(simd, down[v], one);
                    let rise = S::Number::difference(simd, down[v], old[v]);
                    most[v] = S::Number::most(simd, most[v], rise);
                    let left = S::Number::difference(simd, one, down[v]);
                    let left = S::Number::product(simd, left, sales);
                    market[v] = S::Number::sum(simd, market[v], left);
                    let worse = S::Number::most(simd, down[v], up[v]);
                    for (sum, lost) in of_block.iter_mut().zip([worse, down[v], up[v]]) {
                        sum[v] =
                            S::Number::sum(simd, sum[v], S::Number::product(simd, weight, lost));
                    }
                }
                S::write::<V, N, L>(simd, down, &mut self.down[j].0);
            }
            for (sums, of_block) in sums.iter_mut().zip(of_block) {
                let mut row = [S::Number::ZERO; L];
                S::Number::vectors_mut::<V>(&mut row).copy_from_slice(&of_block);
                sums.iter_mut().zip(row).for_each(|(sum, part)| *sum += part.wide());
            }
        }
        let none = S::Number::of(NO_MARKET);
        for whole in self.next_market.iter_mut().flat_map(|market| &mut market.0) {
            *whole = if *whole <= none { S::Number::ONE } else { *whole };
        }
        S::Number::vectors_mut::<V>(change).copy_from_slice(&most);
        sums
    }
}

/// A firm that stopped stays stopped.
#[cold]
fn stop<T: Real, const L: usize>(lanes: &[Option<Closure>; L], firm: usize, lost: &mut [T; L]) {
    for (lane, lost) in lanes.iter().zip(lost) {
        if lane.is_some_and(|closure| closure.firm as usize == firm) {
            *lost = T::ONE;
        }
    }
}

fn narrow<S: Stored>(loss: f64) -> S {
    S::of(S::Number::of(loss))
}
