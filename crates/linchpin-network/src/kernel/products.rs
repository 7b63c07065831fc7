//! The two sums over one sector's flows: over buyers (demand) and over suppliers (deliveries).
//!
//! In come a sector's rows (`[supplier][buyer]`) and vectors with lanes; out come sums with lanes. Each
//! sum runs in an order that does not depend on the vector width nor on how rows are grouped: lanes
//! never mix, and with one lane sixteen buyers take the place of lanes.

use super::real::Real;
use prefetch_index::prefetch_index;
use pulp::Simd;
use std::ops::Range;

/// Buyers whose orders are summed at once: their `h` stays in the nearest cache, and partial sums of
/// this many terms keep single precision honest.
pub(super) const TILE: usize = 256;
/// Buyers whose deliveries are put into stock at once.
pub(super) const STRIP: usize = 48;
/// Rows (or buyers) that share a load; with two vectors of lanes they fill sixteen registers, or thirty-two
/// where vectors are as long as a line.
const BLOCK: usize = 6;
const LONG: usize = 12;

/// Rows of a block on this machine. Sums are the same in any block.
#[inline(always)]
fn block<T: Real, S: Simd>() -> usize {
    if T::width::<S>() * size_of::<T>() == 64 { LONG } else { BLOCK }
}

/// `out[r][k] += sum over the buyers f of sector[r][f] * h[f][k]`; `h` holds those buyers only.
#[inline(always)]
pub(super) fn dots<T: Real, S: Simd>(
    simd: S,
    sector: &[T],
    (n, buyers): (usize, Range<usize>),
    h: &[T],
    lanes: usize,
    out: &mut [T],
) {
    let m = sector.len() / n;
    let at = (n, buyers);
    // Blocks of nearly the same size: a last block of one row would cost half of a full one.
    let blocks = m.div_ceil(block::<T, S>());
    let mut from = 0;
    for k in 0..blocks {
        let to = m * (k + 1) / blocks;
        let (rows, out) = (&sector[from * n..to * n], &mut out[from * lanes..to * lanes]);
        match to - from {
            1 => dot_rows::<T, S, 1>(simd, rows, &at, h, lanes, out),
            2 => dot_rows::<T, S, 2>(simd, rows, &at, h, lanes, out),
            3 => dot_rows::<T, S, 3>(simd, rows, &at, h, lanes, out),
            4 => dot_rows::<T, S, 4>(simd, rows, &at, h, lanes, out),
            5 => dot_rows::<T, S, 5>(simd, rows, &at, h, lanes, out),
            6 => dot_rows::<T, S, BLOCK>(simd, rows, &at, h, lanes, out),
            7 => dot_rows::<T, S, 7>(simd, rows, &at, h, lanes, out),
            8 => dot_rows::<T, S, 8>(simd, rows, &at, h, lanes, out),
            9 => dot_rows::<T, S, 9>(simd, rows, &at, h, lanes, out),
            10 => dot_rows::<T, S, 10>(simd, rows, &at, h, lanes, out),
            11 => dot_rows::<T, S, 11>(simd, rows, &at, h, lanes, out),
            _ => dot_rows::<T, S, LONG>(simd, rows, &at, h, lanes, out),
        }
        from = to;
    }
}

#[inline(always)]
fn dot_rows<T: Real, S: Simd, const R: usize>(
    simd: S,
    rows: &[T],
    (n, buyers): &(usize, Range<usize>),
    h: &[T],
    lanes: usize,
    out: &mut [T],
) {
    let width = lanes / T::width::<S>();
    let rows: [&[T]; R] = std::array::from_fn(|r| &rows[r * n..][buyers.clone()]);
    let h = T::vectors::<S>(h);
    let out = T::vectors_mut::<S>(out);
    let mut lane = 0;
    while lane < width {
        if lane + 2 <= width {
            dot_block::<T, S, R, 2>(simd, rows, h, (width, lane), out);
            lane += 2;
        } else {
            dot_block::<T, S, R, 1>(simd, rows, h, (width, lane), out);
            lane += 1;
        }
    }
}

#[inline(always)]
fn dot_block<T: Real, S: Simd, const R: usize, const V: usize>(
    simd: S,
    rows: [&[T]; R],
    h: &[T::Vector<S>],
    (width, lane): (usize, usize),
    out: &mut [T::Vector<S>],
) {
    let mut sums = [[T::splat(simd, T::ZERO); V]; R];
    for (f, h) in h.chunks_exact(width).enumerate() {
        let h: [T::Vector<S>; V] = std::array::from_fn(|v| h[lane + v]);
        for r in 0..R {
            let flow = T::splat(simd, rows[r][f]);
            for v in 0..V {
                sums[r][v] = T::mul_add(simd, flow, h[v], sums[r][v]);
            }
        }
    }
    for r in 0..R {
        for v in 0..V {
            let total = &mut out[r * width + lane + v];
            *total = T::sum(simd, *total, sums[r][v]);
        }
    }
}

/// `out[f][k] = sum over rows of rows[row][f] * a[row][k]` for some buyers `f`.
#[inline(always)]
pub(super) fn spreads<T: Real, S: Simd>(
    simd: S,
    rows: &[T],
    (n, buyers): (usize, Range<usize>),
    a: &[T],
    lanes: usize,
    out: &mut [T],
) {
    let width = lanes / T::width::<S>();
    let (a, out) = (T::vectors::<S>(a), T::vectors_mut::<S>(out));
    let mut lane = 0;
    while lane < width {
        let two = lane + 2 <= width;
        let mut f = buyers.start;
        while f < buyers.end {
            let left = buyers.end - f;
            let count = [block::<T, S>(), BLOCK].into_iter().find(|count| *count <= left);
            let count = count.unwrap_or(1);
            let out = &mut out[(f - buyers.start) * width + lane..];
            let at = Block { n, width, lane, f };
            match (two, count) {
                (true, LONG) => spread_block::<T, S, 2, LONG>(simd, rows, at, a, out),
                (true, BLOCK) => spread_block::<T, S, 2, BLOCK>(simd, rows, at, a, out),
                (true, _) => spread_block::<T, S, 2, 1>(simd, rows, at, a, out),
                (false, LONG) => spread_block::<T, S, 1, LONG>(simd, rows, at, a, out),
                (false, BLOCK) => spread_block::<T, S, 1, BLOCK>(simd, rows, at, a, out),
                (false, _) => spread_block::<T, S, 1, 1>(simd, rows, at, a, out),
            }
            f += count;
        }
        lane += if two { 2 } else { 1 };
    }
}

/// Asks for `buyers` of all rows, to be read soon.
#[inline(always)]
pub(super) fn ask<T: Real>(rows: &[T], n: usize, buyers: Range<usize>) {
    for row in rows.chunks_exact(n) {
        for at in buyers.clone().step_by(64 / size_of::<T>()) {
            prefetch_index(row, at);
        }
    }
}

#[derive(Clone, Copy)]
struct Block {
    n: usize,
    width: usize,
    lane: usize,
    f: usize,
}

/// `F` buyers and `V` vectors of lanes; `out` begins with the first of them.
#[inline(always)]
fn spread_block<T: Real, S: Simd, const V: usize, const F: usize>(
    simd: S,
    rows: &[T],
    Block { n, width, lane, f }: Block,
    a: &[T::Vector<S>],
    out: &mut [T::Vector<S>],
) {
    let mut sums = [[T::splat(simd, T::ZERO); V]; F];
    for (row, a) in rows.chunks_exact(n).zip(a.chunks_exact(width)) {
        let flows = &row[f..f + F];
        let a = &a[lane..lane + V];
        for j in 0..F {
            let flow = T::splat(simd, flows[j]);
            for v in 0..V {
                sums[j][v] = T::mul_add(simd, flow, a[v], sums[j][v]);
            }
        }
    }
    for (j, sums) in sums.iter().enumerate() {
        out[j * width..j * width + V].copy_from_slice(sums);
    }
}

/// Rows that go together with one lane: each load of `h` or of a sum serves four.
pub(super) const ROWS: usize = 4;
/// Partial sums of a row with one lane, for any vector width.
const STRIDE: usize = 16;

/// One lane: `out[r] = sum over f of rows[r][f] * h[f]`.
#[inline(always)]
pub(super) fn dot_single<T: Real, S: Simd>(
    simd: S,
    rows: [&[T]; ROWS],
    h: &[T],
    out: &mut [T; ROWS],
) {
    // As many vectors as make up the partial sums of a row on this machine.
    match STRIDE / T::width::<S>() {
        1 => dot_four::<T, S, 1>(simd, rows, h, out),
        2 => dot_four::<T, S, 2>(simd, rows, h, out),
        4 => dot_four::<T, S, 4>(simd, rows, h, out),
        8 => dot_four::<T, S, 8>(simd, rows, h, out),
        _ => dot_four::<T, S, 16>(simd, rows, h, out),
    }
}

#[inline(always)]
fn dot_four<T: Real, S: Simd, const V: usize>(
    simd: S,
    rows: [&[T]; ROWS],
    h: &[T],
    out: &mut [T; ROWS],
) {
    let whole = h.len() / STRIDE * STRIDE;
    let mut sums = [[T::splat(simd, T::ZERO); V]; ROWS];
    let vectors: [&[T::Vector<S>]; ROWS] = rows.map(|row| T::vectors::<S>(&row[..whole]));
    for (i, h) in T::vectors::<S>(&h[..whole]).chunks_exact(V).enumerate() {
        for r in 0..ROWS {
            let flows = &vectors[r][i * V..(i + 1) * V];
            for v in 0..V {
                sums[r][v] = T::mul_add(simd, flows[v], h[v], sums[r][v]);
            }
        }
    }
    for r in 0..ROWS {
        let mut lanes = [T::ZERO; STRIDE];
        T::vectors_mut::<S>(&mut lanes).copy_from_slice(&sums[r]);
        for (i, (flow, h)) in rows[r][whole..].iter().zip(&h[whole..]).enumerate() {
            lanes[i] += *flow * *h;
        }
        out[r] = lanes.iter().fold(T::ZERO, |total, lane| total + *lane);
    }
}

/// One lane: `out[f] += sum over r of rows[r][f] * a[r]`.
#[inline(always)]
pub(super) fn spread_single<T: Real, S: Simd>(
    simd: S,
    rows: [&[T]; ROWS],
    a: [T; ROWS],
    out: &mut [T],
) {
    let whole = out.len() / STRIDE * STRIDE;
    let vectors: [&[T::Vector<S>]; ROWS] = rows.map(|row| T::vectors::<S>(&row[..whole]));
    let factors = a.map(|a| T::splat(simd, a));
    let (sums, rest) = out.split_at_mut(whole);
    for (i, sum) in T::vectors_mut::<S>(sums).iter_mut().enumerate() {
        let mut total = *sum;
        for r in 0..ROWS {
            total = T::mul_add(simd, vectors[r][i], factors[r], total);
        }
        *sum = total;
    }
    for (i, sum) in rest.iter_mut().enumerate() {
        for r in 0..ROWS {
            *sum += rows[r][whole + i] * a[r];
        }
    }
}
