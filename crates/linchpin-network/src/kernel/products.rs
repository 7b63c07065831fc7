//! The two sums over one sector's flows: over buyers (demand) and over suppliers (deliveries).
//!
//! In come panels and vectors with lanes; out come sums with lanes. Each sum runs in a fixed order
//! that does not depend on the vector width: lanes never mix, and with one lane the four rows of a
//! panel take the place of lanes.

use super::prepared::ROWS;
use super::real::Real;
use pulp::Simd;

/// Terms added before a partial sum is put aside: keeps single precision honest.
const TILE: usize = 256;

/// `out[r][k] = sum over f of flows[f][r] * h[f][k]` for the rows of all panels of a sector. Two panels
/// go together: each vector of `h` is then loaded once for eight rows.
#[inline(always)]
pub(super) fn dots<T: Real, S: Simd>(
    simd: S,
    sector: &[T],
    n: usize,
    h: &[T],
    lanes: usize,
    out: &mut [T],
) {
    let mut panels = sector.chunks_exact(2 * n * ROWS);
    let mut outs = out.chunks_exact_mut(2 * ROWS * lanes);
    for (pair, out) in (&mut panels).zip(&mut outs) {
        let (first, second) = pair.split_at(n * ROWS);
        dot_rows::<T, S, 2>(simd, [first, second], h, lanes, out);
    }
    if !panels.remainder().is_empty() {
        dot_rows::<T, S, 1>(simd, [panels.remainder()], h, lanes, outs.into_remainder());
    }
}

/// [`dots`] of `P` panels.
#[inline(always)]
fn dot_rows<T: Real, S: Simd, const P: usize>(
    simd: S,
    panels: [&[T]; P],
    h: &[T],
    lanes: usize,
    out: &mut [T],
) {
    let width = lanes / T::width::<S>();
    let h = T::vectors::<S>(h);
    let out = T::vectors_mut::<S>(out);
    let mut lane = 0;
    while lane < width {
        if lane + 2 <= width {
            dot_block::<T, S, P, 2>(simd, panels, h, (width, lane), out);
            lane += 2;
        } else {
            dot_block::<T, S, P, 1>(simd, panels, h, (width, lane), out);
            lane += 1;
        }
    }
}

#[inline(always)]
fn dot_block<T: Real, S: Simd, const P: usize, const V: usize>(
    simd: S,
    panels: [&[T]; P],
    h: &[T::Vector<S>],
    (width, lane): (usize, usize),
    out: &mut [T::Vector<S>],
) {
    let zero = T::splat(simd, T::ZERO);
    let mut total = [[[zero; V]; ROWS]; P];
    for (tile, h) in h.chunks(TILE * width).enumerate() {
        let tiles: [&[T]; P] = std::array::from_fn(|q| {
            let from = tile * TILE * ROWS;
            &panels[q][from..from + h.len() / width * ROWS]
        });
        let mut sums = [[[zero; V]; ROWS]; P];
        for (f, h) in h.chunks_exact(width).enumerate() {
            let h: [T::Vector<S>; V] = std::array::from_fn(|v| h[lane + v]);
            for q in 0..P {
                let flow = &tiles[q][f * ROWS..(f + 1) * ROWS];
                for r in 0..ROWS {
                    let flow = T::splat(simd, flow[r]);
                    for v in 0..V {
                        sums[q][r][v] = T::mul_add(simd, flow, h[v], sums[q][r][v]);
                    }
                }
            }
        }
        for q in 0..P {
            for r in 0..ROWS {
                for v in 0..V {
                    total[q][r][v] = T::sum(simd, total[q][r][v], sums[q][r][v]);
                }
            }
        }
    }
    for q in 0..P {
        for r in 0..ROWS {
            for v in 0..V {
                out[(q * ROWS + r) * width + lane + v] = total[q][r][v];
            }
        }
    }
}

/// Two sets of weights, and two sets of sums.
type Pair<'a, V> = (&'a [V], &'a [V]);
type PairMut<'a, V> = (&'a mut [V], &'a mut [V]);

/// Buyers of one block of [`spreads`].
const BUYERS: usize = 4;

/// `a_out[f][k] = sum over rows of flows * a[row][k]`, the same for `b` when `PAIR`; over all panels
/// of a sector. Rows of `a` and `b` are padded with zeros to whole panels.
#[inline(always)]
pub(super) fn spreads<T: Real, S: Simd, const PAIR: bool>(
    simd: S,
    sector: &[T],
    n: usize,
    lanes: usize,
    (a, b): Pair<'_, T>,
    (a_out, b_out): PairMut<'_, T>,
) {
    let width = lanes / T::width::<S>();
    let (a, b) = (T::vectors::<S>(a), T::vectors::<S>(b));
    let (a_out, b_out) = (T::vectors_mut::<S>(a_out), T::vectors_mut::<S>(b_out));
    let mut lane = 0;
    while lane < width {
        let pair = lane + 2 <= width;
        let mut f = 0;
        while f < n {
            let whole = f + BUYERS <= n;
            let at = Block { n, width, lane, f };
            match (pair, whole) {
                (true, true) => {
                    spread_block::<T, S, 2, BUYERS, PAIR>(simd, sector, at, (a, b), (a_out, b_out))
                }
                (true, false) => {
                    spread_block::<T, S, 2, 1, PAIR>(simd, sector, at, (a, b), (a_out, b_out))
                }
                (false, true) => {
                    spread_block::<T, S, 1, BUYERS, PAIR>(simd, sector, at, (a, b), (a_out, b_out))
                }
                (false, false) => {
                    spread_block::<T, S, 1, 1, PAIR>(simd, sector, at, (a, b), (a_out, b_out))
                }
            }
            f += if whole { BUYERS } else { 1 };
        }
        lane += if pair { 2 } else { 1 };
    }
}

#[derive(Clone, Copy)]
struct Block {
    n: usize,
    width: usize,
    lane: usize,
    f: usize,
}

#[inline(always)]
fn spread_block<T: Real, S: Simd, const V: usize, const F: usize, const PAIR: bool>(
    simd: S,
    sector: &[T],
    at: Block,
    (a, b): Pair<'_, T::Vector<S>>,
    (a_out, b_out): PairMut<'_, T::Vector<S>>,
) {
    let zero = T::splat(simd, T::ZERO);
    let mut of_a = [[zero; V]; F];
    let mut of_b = [[zero; V]; F];
    let Block { n, width, lane, f } = at;
    let rows = a.chunks_exact(ROWS * width).zip(b.chunks_exact(ROWS * width));
    for (panel, (a, b)) in sector.chunks_exact(n * ROWS).zip(rows) {
        let flows = &panel[f * ROWS..(f + F) * ROWS];
        for r in 0..ROWS {
            let a: [T::Vector<S>; V] = std::array::from_fn(|v| a[r * width + lane + v]);
            let b: [T::Vector<S>; V] = std::array::from_fn(|v| b[r * width + lane + v]);
            for j in 0..F {
                let flow = T::splat(simd, flows[j * ROWS + r]);
                for v in 0..V {
                    of_a[j][v] = T::mul_add(simd, flow, a[v], of_a[j][v]);
                    if PAIR {
                        of_b[j][v] = T::mul_add(simd, flow, b[v], of_b[j][v]);
                    }
                }
            }
        }
    }
    for j in 0..F {
        for v in 0..V {
            a_out[(f + j) * width + lane + v] = of_a[j][v];
            if PAIR {
                b_out[(f + j) * width + lane + v] = of_b[j][v];
            }
        }
    }
}

/// Numbers in one step of the one-lane sums: a multiple of every vector width and of a panel's rows.
const STRIDE: usize = 64;

/// One lane: `out[r] = sum over f of flows[f][r] * h[f]`, `h` repeated for each row of the panel.
#[inline(always)]
pub(super) fn dot_single<T: Real, S: Simd>(simd: S, flows: &[T], h: &[T], out: &mut [T]) {
    let mut sums = [T::ZERO; STRIDE];
    let whole = flows.len() / STRIDE * STRIDE;
    {
        let sums = T::vectors_mut::<S>(&mut sums);
        let (flows, h) = (T::vectors::<S>(&flows[..whole]), T::vectors::<S>(&h[..whole]));
        let count = sums.len();
        for (flows, h) in flows.chunks_exact(count).zip(h.chunks_exact(count)) {
            for ((sum, flow), h) in sums.iter_mut().zip(flows).zip(h) {
                *sum = T::mul_add(simd, *flow, *h, *sum);
            }
        }
    }
    for (i, (flow, h)) in flows[whole..].iter().zip(&h[whole..]).enumerate() {
        sums[i % ROWS] += *flow * *h;
    }
    for (r, out) in out.iter_mut().enumerate().take(ROWS) {
        *out = sums.iter().skip(r).step_by(ROWS).fold(T::ZERO, |total, sum| total + *sum);
    }
}

/// One lane: `out[f][r] += flows[f][r] * a[r]`; the caller adds the rows up at the end.
#[inline(always)]
pub(super) fn spread_single<T: Real, S: Simd>(simd: S, flows: &[T], a: &[T], out: &mut [T]) {
    let mut repeated = [T::ZERO; STRIDE];
    for (i, place) in repeated.iter_mut().enumerate() {
        *place = a[i % ROWS];
    }
    let whole = flows.len() / STRIDE * STRIDE;
    {
        let a = T::vectors::<S>(&repeated);
        let (flows, out) =
            (T::vectors::<S>(&flows[..whole]), T::vectors_mut::<S>(&mut out[..whole]));
        for (flows, out) in flows.chunks_exact(a.len()).zip(out.chunks_exact_mut(a.len())) {
            for ((out, flow), a) in out.iter_mut().zip(flows).zip(a) {
                *out = T::mul_add(simd, *flow, *a, *out);
            }
        }
    }
    for (i, (flow, out)) in flows[whole..].iter().zip(&mut out[whole..]).enumerate() {
        *out += *flow * a[i % ROWS];
    }
}
