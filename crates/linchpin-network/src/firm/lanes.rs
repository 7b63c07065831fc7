//! All firms' cascades at once: sixteen closures share every walk over the links.
//!
//! In comes a prepared network; out comes each firm's index. A lane that has settled takes the next
//! firm at once, so nobody waits for the slowest. Invariant: in double precision every outcome has
//! the bits of [`Esri::close`]; in single precision a few firms stop a round earlier or later.

use super::esri::{Esri, NO_MARKET, Outcome, ROUND_LIMIT, Stop};
use crate::kernel::real::Real;
use pulp::{Simd, WithSimd};
use rayon::prelude::*;

/// Closures side by side: one cache line of single precision.
const LANES: usize = 16;
/// Firms of one task: enough to keep lanes full.
const TASK: usize = 512;

type Row<T> = [T; LANES];

/// The stopping rule cannot run in lanes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("lanes stop by the change of a round only")]
pub struct NotInLanes;

/// Every firm's closure in the width `T`.
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
    let of = |values: &[f64]| values.iter().map(|v| T::of(*v)).collect::<Vec<T>>();
    let tables =
        Tables { esri, down: of(esri.impacts_down()), up: of(esri.impacts_up()), eps: T::of(eps) };
    let done: Vec<Vec<Outcome>> = firms
        .par_chunks(TASK)
        .map(|firms| pulp::Arch::new().dispatch(Task { tables: &tables, firms }))
        .collect();
    Ok(done.concat())
}

struct Tables<'a, T> {
    esri: &'a Esri<'a>,
    down: Vec<T>,
    up: Vec<T>,
    eps: T,
}

struct Task<'a, T> {
    tables: &'a Tables<'a, T>,
    firms: &'a [u32],
}

/// State of one task: losses `[firm][lane]`.
struct State<T> {
    down: Vec<Row<T>>,
    up: Vec<Row<T>>,
    next_down: Vec<Row<T>>,
    next_up: Vec<Row<T>>,
    missing: Vec<Row<T>>,
    market: Vec<Row<T>>,
}

impl<T: Real> WithSimd for Task<'_, T> {
    type Output = Vec<Outcome>;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _simd: S) -> Vec<Outcome> {
        let n = self.tables.esri.network().firms();
        let zeros = || vec![[T::ZERO; LANES]; n];
        let mut state = State {
            down: zeros(),
            up: zeros(),
            next_down: zeros(),
            next_up: zeros(),
            missing: zeros(),
            market: vec![[T::ZERO; LANES]; self.tables.esri.markets().1],
        };
        let nothing = Outcome { total: 0.0, down: 0.0, up: 0.0, rounds: 0 };
        let mut outcomes = vec![nothing; self.firms.len()];
        let mut waiting = self.firms.iter().enumerate();
        // Position in `firms` and the firm of each lane; none when there is no more work.
        let mut lanes: [Option<(usize, usize)>; LANES] = [None; LANES];
        let mut rounds = [0_u32; LANES];
        let mut settled = [true; LANES];
        loop {
            for k in 0..LANES {
                if settled[k] {
                    lanes[k] = waiting.next().map(|(at, firm)| (at, *firm as usize));
                    rounds[k] = 0;
                }
            }
            if lanes.iter().all(Option::is_none) {
                return outcomes;
            }
            self.start(&mut state, &settled, &lanes);
            let mut change = self.inputs(&mut state);
            let sums = self.orders(&mut state, &lanes, &mut change);
            std::mem::swap(&mut state.down, &mut state.next_down);
            std::mem::swap(&mut state.up, &mut state.next_up);
            for k in 0..LANES {
                rounds[k] += 1;
                settled[k] = change[k] <= self.tables.eps || rounds[k] >= ROUND_LIMIT;
                if let (true, Some((at, _))) = (settled[k], lanes[k]) {
                    let [total, down, up] = sums.map(|sums| sums[k]);
                    outcomes[at] = Outcome { total, down, up, rounds: rounds[k] };
                }
            }
        }
    }
}

impl<T: Real> Task<'_, T> {
    /// Clears fresh lanes, stops their firms, and finds what buyers will miss.
    #[inline(always)]
    fn start(
        &self,
        state: &mut State<T>,
        fresh: &[bool; LANES],
        lanes: &[Option<(usize, usize)>; LANES],
    ) {
        let keep: Row<T> = std::array::from_fn(|k| if fresh[k] { T::ZERO } else { T::ONE });
        for (down, up) in state.down.iter_mut().zip(&mut state.up) {
            for k in 0..LANES {
                down[k] = down[k] * keep[k];
                up[k] = up[k] * keep[k];
            }
        }
        for (k, lane) in lanes.iter().enumerate() {
            if let Some((_, firm)) = lane {
                state.down[*firm][k] = T::ONE;
                state.up[*firm][k] = T::ONE;
            }
        }
        if !self.tables.esri.options().substitution {
            state.missing.copy_from_slice(&state.down);
            return;
        }
        let (sales, _) = self.tables.esri.markets();
        let sectors = self.tables.esri.network().sectors();
        state.market.fill([T::ZERO; LANES]);
        for ((down, sales), sector) in state.down.iter().zip(sales).zip(sectors) {
            let sales = T::of(*sales);
            let market = &mut state.market[*sector as usize];
            for k in 0..LANES {
                market[k] += (T::ONE - down[k]) * sales;
            }
        }
        let none = T::of(NO_MARKET);
        for market in &mut state.market {
            for whole in market {
                *whole = if *whole <= none { T::ONE } else { *whole };
            }
        }
        let rows = state.missing.iter_mut().zip(&state.down);
        for (((missing, down), sales), sector) in rows.zip(sales).zip(sectors) {
            let sales = T::of(*sales);
            let market = &state.market[*sector as usize];
            for k in 0..LANES {
                missing[k] = down[k] * (sales / market[k]).lesser(T::ONE);
            }
        }
    }

    /// Losses for want of inputs; gives the largest rise of each lane.
    #[inline(always)]
    fn inputs(&self, state: &mut State<T>) -> Row<T> {
        let network = self.tables.esri.network();
        let (rows, sectors) = (network.by_buyer(), network.sectors());
        let essential = self.tables.esri.essential();
        let mut change = [T::ZERO; LANES];
        for j in 0..network.firms() {
            let span = rows.span(j);
            let (mut worst, mut shared) = ([T::ZERO; LANES], [T::ZERO; LANES]);
            let (mut group, mut sum) = (u32::MAX, [T::ZERO; LANES]);
            let links = rows.others[span.clone()].iter().zip(&self.tables.down[span.clone()]);
            for ((i, impact), essential) in links.zip(&essential[span]) {
                let missing = &state.missing[*i as usize];
                if *essential {
                    let sector = sectors[*i as usize];
                    if sector != group {
                        sum = [T::ZERO; LANES];
                        group = sector;
                    }
                    for k in 0..LANES {
                        sum[k] += *impact * missing[k];
                        worst[k] = worst[k].greater(sum[k]);
                    }
                } else {
                    for k in 0..LANES {
                        shared[k] += *impact * missing[k];
                    }
                }
            }
            let (old, new) = (&state.down[j], &mut state.next_down[j]);
            for k in 0..LANES {
                // A stopped firm stays stopped: losses never fall.
                new[k] = worst[k].greater(shared[k]).lesser(T::ONE);
                change[k] = change[k].greater(new[k] - old[k]);
            }
        }
        change
    }

    /// Losses for want of orders, and the sums of both sides: total, down, up.
    #[inline(always)]
    fn orders(
        &self,
        state: &mut State<T>,
        lanes: &[Option<(usize, usize)>; LANES],
        change: &mut Row<T>,
    ) -> [[f64; LANES]; 3] {
        for (k, lane) in lanes.iter().enumerate() {
            if let Some((_, firm)) = lane {
                state.next_down[*firm][k] = T::ONE;
            }
        }
        let network = self.tables.esri.network();
        let rows = network.by_supplier();
        let closing = lanes.map(|lane| lane.map_or(usize::MAX, |(_, firm)| firm));
        let mut sums = [[0.0; LANES]; 3];
        for (i, weight) in self.tables.esri.weights().iter().enumerate() {
            let span = rows.span(i);
            let mut lost = [T::ZERO; LANES];
            for (j, impact) in rows.others[span.clone()].iter().zip(&self.tables.up[span]) {
                let up = &state.up[*j as usize];
                for k in 0..LANES {
                    lost[k] += *impact * up[k];
                }
            }
            let (old, new) = (&state.up[i], &mut state.next_up[i]);
            for k in 0..LANES {
                new[k] = lost[k].lesser(T::ONE);
            }
            for k in 0..LANES {
                if closing[k] == i {
                    new[k] = T::ONE;
                }
            }
            let down = &state.next_down[i];
            for k in 0..LANES {
                change[k] = change[k].greater(new[k] - old[k]);
                let (down, up) = (down[k].wide(), new[k].wide());
                sums[0][k] += weight * if up > down { up } else { down };
                sums[1][k] += weight * down;
                sums[2][k] += weight * up;
            }
        }
        sums
    }
}
