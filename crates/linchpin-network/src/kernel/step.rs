//! One day of one sector in deviations from the steady state.
//!
//! In come yesterday's deviations of all industries and the sector's own; out come today's. Written
//! out for one input sector `p`, supplier `g` in it and buyer `f` (hats are relative deviations, `v`
//! days of stock above the goal in calm times):
//! `H = (G - C) / (1 + C)`, `G = max(0, s o_f - v) / tau + x_f`,
//! `d_g = [rho_g sold_g + (1 + rho_g) sum_f Z_gf H_f / x0_g + demanded_g eta_g]`,
//! `c_g = a_g - delta_g - a_g delta_g`, `o_g = min(d_g, c_g)`, `x_g = min(o_g, lim_g)`,
//! `n_g = (1 + rho_g)(1 + x_g) / (1 + d_g) - 1`, `N_f = sum_g Z_gf n_g / bought_f`,
//! `v += H + N + H N - x_f`, `C_f = sum_g Z_gf c_g / bought_f`.

use super::lines::{Lines, lines};
use super::prepared::Prepared;
use super::products::{ROWS, STRIP, TILE, ask, dot_single, dots, spread_single, spreads};
use super::real::Real;
use pulp::{Simd, WithSimd};
use std::ops::Range;

/// What all sectors read: yesterday's industries, `[industry][lane]`.
#[derive(Clone, Copy)]
pub(super) struct Yesterday<'a, T> {
    pub(super) output: &'a [T],
    pub(super) planned: &'a [T],
    /// Most that stocks allow today.
    pub(super) limit: &'a [T],
    pub(super) lost: &'a [T],
    pub(super) demand: &'a [T],
}

/// What one sector owns: `[industry or buyer][lane]`.
pub(super) struct Own<'a, T> {
    pub(super) p: usize,
    /// `v + x` of each buyer: receipts are in, use is not yet taken off.
    pub(super) stock: &'a mut [T],
    /// `C` with one lane; empty with many, which sum it anew, and when orders keep their usual shares.
    pub(super) weight: &'a mut [T],
    pub(super) alpha: &'a mut [T],
    /// `c`, yesterday's on entry.
    pub(super) capacity: &'a mut [T],
    pub(super) output: &'a mut [T],
    pub(super) planned: &'a mut [T],
    /// Smallest stock over the sectors of this one's class so far.
    pub(super) least: Option<&'a mut [T]>,
    pub(super) scratch: &'a mut Scratch<T>,
}

/// Working memory of a task.
#[derive(Debug, Clone)]
pub(super) struct Scratch<T> {
    h: Lines<T>,
    received: Lines<T>,
    asked: Lines<T>,
    served: Lines<T>,
    tile: Lines<T>,
}

impl<T: Real> Scratch<T> {
    pub(super) fn new(prepared: &Prepared<T>, lanes: usize) -> Self {
        let (buyers, rows) = (prepared.industries() * lanes, prepared.regions * lanes);
        Self {
            h: lines(T::ZERO, buyers),
            // One lane receives whole rows, many a tile.
            received: lines(T::ZERO, if lanes == 1 { buyers } else { TILE * lanes }),
            asked: lines(T::ZERO, rows),
            served: lines(T::ZERO, rows),
            tile: lines(T::ZERO, if lanes == 1 { 0 } else { prepared.regions * TILE }),
        }
    }
}

/// The work on one sector, to be run in the widest vectors at hand.
pub(super) struct Pass<'a, T> {
    pub(super) prepared: &'a Prepared<T>,
    pub(super) lanes: usize,
    pub(super) yesterday: Yesterday<'a, T>,
    pub(super) own: Own<'a, T>,
}

impl<T: Real> WithSimd for Pass<'_, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        let size = self.prepared.regions * self.prepared.industries();
        let sector = &self.prepared.flows[self.own.p * size..(self.own.p + 1) * size];
        if self.lanes == 1 {
            self.orders();
            self.single(simd, sector);
            self.receive();
        } else {
            self.many(simd, sector);
        }
    }
}

/// Relative slack below which demand counts as met; the plain step's.
const EXHAUSTED: f64 = 1e-12;

impl<T: Real> Pass<'_, T> {
    /// What a buyer's order depends on besides its own state.
    #[inline(always)]
    fn habit(&self) -> Habit<T> {
        let days = self.prepared.stock_days[self.own.p];
        Habit {
            days: T::of(if days.is_finite() { days } else { 0.0 }),
            finite: days.is_finite(),
            refill: T::of(1.0 / self.prepared.refill_days[self.own.p]),
        }
    }

    /// One lane: `H` of every buyer; takes yesterday's use off the stocks.
    #[inline(always)]
    fn orders(&mut self) {
        let habit = self.habit();
        let n = self.prepared.industries();
        let bought = &self.prepared.per_bought[self.own.p * n..][..n];
        let yesterday = self.yesterday.output.iter().zip(self.yesterday.planned);
        let own = self.own.scratch.h.iter_mut().zip(self.own.stock.iter_mut());
        for (f, (((h, v), (x, o)), per)) in own.zip(yesterday).zip(bought).enumerate() {
            let used = habit.used(*v, *x, *per);
            *v = *v - used;
            let order = habit.wanted(*v, used, *o);
            let order = if self.prepared.alt { relative(order, self.own.weight[f]) } else { order };
            *h = if *per == T::ZERO { T::ZERO } else { order };
        }
    }

    /// Many lanes: `H` of some buyers. Their stocks stay as they are until goods are received.
    #[inline(always)]
    fn orders_many<S: Simd>(&mut self, simd: S, buyers: Range<usize>) {
        let (habit, lanes, n) = (self.habit(), self.lanes, self.prepared.industries());
        let (width, alt) = (lanes / T::width::<S>(), self.prepared.alt);
        let own = buyers.start * lanes..buyers.end * lanes;
        let bought = &self.prepared.per_bought[self.own.p * n..][buyers];
        let past = T::vectors::<S>(&self.yesterday.output[own.clone()]).chunks_exact(width);
        let planned = T::vectors::<S>(&self.yesterday.planned[own.clone()]).chunks_exact(width);
        let stock = T::vectors::<S>(&self.own.stock[own.clone()]).chunks_exact(width);
        let scratch = &mut *self.own.scratch;
        let out = T::vectors_mut::<S>(&mut scratch.h[own]).chunks_exact_mut(width);
        let weight = T::vectors::<S>(&scratch.received).chunks_exact(width);
        let splat = |value| T::splat(simd, value);
        let (zero, one, none) = (splat(T::ZERO), splat(T::ONE), splat(T::ZERO - T::ONE));
        let days = splat(habit.days);
        let refill = splat(if habit.finite { habit.refill } else { T::ZERO });
        let rows = out.zip(stock).zip(past).zip(planned).zip(bought).zip(weight);
        for (((((out, v), x), o), per), c) in rows {
            let bought = splat(if *per == T::ZERO { T::ZERO } else { T::ONE });
            let (spare, per) = (splat(habit.spare(*per)), splat(magnitude(*per)));
            for k in 0..width {
                let used = T::least(simd, x[k], T::sum(simd, v[k], spare));
                let left = T::difference(simd, v[k], used);
                let aim = T::product(simd, days, o[k]);
                let gap = T::most(simd, T::difference(simd, aim, left), zero);
                let mut order = T::sum(simd, T::product(simd, gap, refill), used);
                if alt {
                    // Relative to what suppliers can make.
                    let c = T::product(simd, c[k], per);
                    let base = T::sum(simd, one, c);
                    let share = T::quotient(simd, T::difference(simd, order, c), base);
                    order = T::choose(simd, T::less(simd, zero, base), share, none);
                }
                out[k] = T::product(simd, bought, order);
            }
        }
    }

    /// Many lanes: a tile of buyers is packed once, so that its rows are read side by side, for the
    /// weights of suppliers (from yesterday's capacity) and for what is asked of them.
    #[inline(always)]
    fn many<S: Simd>(&mut self, simd: S, sector: &[T]) {
        let (n, m, lanes) = (self.prepared.industries(), self.prepared.regions, self.lanes);
        self.own.scratch.asked.fill(T::ZERO);
        for first in (0..n).step_by(TILE) {
            let buyers = first..(first + TILE).min(n);
            let count = buyers.len();
            let scratch = &mut *self.own.scratch;
            let tile = &mut scratch.tile[..m * count];
            for (to, row) in tile.chunks_exact_mut(count).zip(sector.chunks_exact(n)) {
                to.copy_from_slice(&row[buyers.clone()]);
            }
            ask(sector, n, buyers.end..(buyers.end + TILE).min(n));
            if self.prepared.alt {
                let weight = &mut scratch.received[..count * lanes];
                let at = (count, 0..count);
                spreads::<T, S>(simd, tile, at, self.own.capacity, lanes, weight);
            }
            self.orders_many(simd, buyers.clone());
            let scratch = &mut *self.own.scratch;
            let h = &scratch.h[buyers.start * lanes..buyers.end * lanes];
            let tile = &scratch.tile[..m * count];
            dots(simd, tile, (count, 0..count), h, lanes, &mut scratch.asked);
        }
        self.rows(0..m);
        for first in (0..n).step_by(STRIP) {
            let buyers = first..(first + STRIP).min(n);
            let scratch = &mut *self.own.scratch;
            let received = &mut scratch.received[..buyers.len() * lanes];
            ask(sector, n, buyers.end..(buyers.end + STRIP).min(n));
            let at = (n, buyers.clone());
            spreads::<T, S>(simd, sector, at, &scratch.served, lanes, received);
            self.receive_many(simd, buyers);
        }
    }

    /// One lane: rows are read four at a time; the second reading finds them in the cache.
    #[inline(always)]
    fn single<S: Simd>(&mut self, simd: S, sector: &[T]) {
        let (n, m) = (self.prepared.industries(), self.prepared.regions);
        self.own.scratch.received.fill(T::ZERO);
        self.own.weight.fill(T::ZERO);
        for first in (0..m).step_by(ROWS) {
            let count = ROWS.min(m - first);
            // The last group is filled up with a row that counts for nothing.
            let row = |r: usize| if r < count { first + r } else { first };
            let rows: [&[T]; ROWS] = std::array::from_fn(|r| &sector[row(r) * n..(row(r) + 1) * n]);
            let mut asked = [T::ZERO; ROWS];
            dot_single(simd, rows, &self.own.scratch.h, &mut asked);
            let scratch = &mut *self.own.scratch;
            scratch.asked[first..first + count].copy_from_slice(&asked[..count]);
            self.rows(first..first + count);
            let scratch = &mut *self.own.scratch;
            let factors = |values: &[T]| -> [T; ROWS] {
                std::array::from_fn(|r| if r < count { values[first + r] } else { T::ZERO })
            };
            let (served, offered) = (factors(&scratch.served), factors(self.own.capacity));
            // Nobody is rationed while demand is met: then there is nothing to spread.
            if served.iter().any(|n| *n != T::ZERO) {
                spread_single(simd, rows, served, &mut scratch.received);
            }
            if self.prepared.alt && offered.iter().any(|c| *c != T::ZERO) {
                spread_single(simd, rows, offered, self.own.weight);
            }
        }
    }

    /// Demand, capacity and output of some suppliers.
    #[inline(always)]
    fn rows(&mut self, suppliers: Range<usize>) {
        let (m, lanes) = (self.prepared.regions, self.lanes);
        let tau = T::of(1.0 / self.prepared.alpha_tau);
        let most = T::of(self.prepared.alpha_max - 1.0);
        let exhausted = T::of(EXHAUSTED);
        let least = T::ZERO - T::ONE;
        for r in suppliers {
            let g = self.own.p * m + r;
            let per_output = self.prepared.per_output[g];
            let (sold, demanded) = (self.prepared.sold[g], self.prepared.demanded[g]);
            let own = r * lanes..(r + 1) * lanes;
            let all = g * lanes..(g + 1) * lanes;
            let yesterday = &self.yesterday;
            let (past, limit) = (&yesterday.output[all.clone()], &yesterday.limit[all.clone()]);
            let (lost, eta) = (&yesterday.lost[all.clone()], &yesterday.demand[all]);
            let asked = &self.own.scratch.asked[own.clone()];
            let served = &mut self.own.scratch.served[own.clone()];
            let alpha = &mut self.own.alpha[own.clone()];
            let capacity = &mut self.own.capacity[own.clone()];
            let output = &mut self.own.output[own.clone()];
            let planned = &mut self.own.planned[own];
            for k in 0..lanes {
                let rho = if self.prepared.alt { capacity[k] } else { T::ZERO };
                let orders = rho * sold + (T::ONE + rho) * (asked[k] * per_output);
                let d = (orders + demanded * eta[k]).greater(least);
                let base = T::ONE + d;
                let some = base > T::ZERO;
                let per_base = T::ONE / if some { base } else { T::ONE };
                let scarcity = (d - past[k]) * per_base;
                let met = scarcity <= exhausted && scarcity >= T::ZERO - exhausted;
                let change = if met { T::ZERO - alpha[k] } else { (most - alpha[k]) * scarcity };
                let change = if some { change * tau } else { T::ZERO };
                let a = (alpha[k] + change).greater(T::ZERO);
                alpha[k] = a;
                let c = a - lost[k] - a * lost[k];
                let o = d.lesser(c);
                let x = o.lesser(limit[k]).greater(least);
                let missing = (x - d) * per_base;
                served[k] = if some { rho + missing + rho * missing } else { rho };
                capacity[k] = c;
                planned[k] = o;
                output[k] = x;
            }
        }
    }

    /// One lane: puts what came into stock and remembers the smallest stock of each buyer.
    #[inline(always)]
    fn receive(&mut self) {
        let n = self.prepared.industries();
        let bought = &self.prepared.per_bought[self.own.p * n..][..n];
        let scratch = &*self.own.scratch;
        let rows = self.own.stock.iter_mut().zip(scratch.h.iter()).zip(scratch.received.iter());
        for (((v, h), came), per) in rows.zip(bought) {
            let share = *came * magnitude(*per);
            *v += *h + share + *h * share;
        }
        if self.prepared.alt {
            // What came in as sums goes out as shares of what is bought.
            for (c, per) in self.own.weight.iter_mut().zip(bought) {
                *c = *c * magnitude(*per);
            }
        }
        if let Some(least) = &mut self.own.least {
            for ((least, v), per) in least.iter_mut().zip(self.own.stock.iter()).zip(bought) {
                let offset = if *per > T::ZERO { T::ZERO } else { T::HUGE };
                *least = least.lesser(*v + offset);
            }
        }
    }

    /// Many lanes: takes use off the stocks of some buyers, puts in what came, and remembers the
    /// smallest.
    #[inline(always)]
    fn receive_many<S: Simd>(&mut self, simd: S, buyers: Range<usize>) {
        let (n, lanes, habit) = (self.prepared.industries(), self.lanes, self.habit());
        let width = lanes / T::width::<S>();
        let own = buyers.start * lanes..buyers.end * lanes;
        let bought = &self.prepared.per_bought[self.own.p * n..][buyers];
        let scratch = &*self.own.scratch;
        let stock = T::vectors_mut::<S>(&mut self.own.stock[own.clone()]);
        let past = T::vectors::<S>(&self.yesterday.output[own.clone()]).chunks_exact(width);
        let h = T::vectors::<S>(&scratch.h[own.clone()]).chunks_exact(width);
        let came = T::vectors::<S>(&scratch.received).chunks_exact(width);
        let rows = stock.chunks_exact_mut(width).zip(past).zip(h).zip(came).zip(bought);
        for ((((v, x), h), came), per) in rows {
            let spare = T::splat(simd, habit.spare(*per));
            let per = T::splat(simd, magnitude(*per));
            for k in 0..width {
                let share = T::product(simd, came[k], per);
                let more = T::sum(simd, h[k], share);
                let more = T::sum(simd, more, T::product(simd, h[k], share));
                let used = T::least(simd, x[k], T::sum(simd, v[k], spare));
                v[k] = T::sum(simd, T::difference(simd, v[k], used), more);
            }
        }
        if let Some(least) = &mut self.own.least {
            let least = T::vectors_mut::<S>(&mut least[own]).chunks_exact_mut(width);
            for ((least, v), per) in least.zip(stock.chunks_exact(width)).zip(bought) {
                let offset = if *per > T::ZERO { T::ZERO } else { T::HUGE };
                let offset = T::splat(simd, offset);
                for k in 0..width {
                    least[k] = T::least(simd, least[k], T::sum(simd, v[k], offset));
                }
            }
        }
    }
}

/// How the buyers of one input order.
#[derive(Clone, Copy)]
struct Habit<T> {
    days: T,
    finite: bool,
    refill: T,
}

impl<T: Real> Habit<T> {
    /// How far an input's use may lie over its stock: one that stops nothing is not used beyond what is
    /// there, one that stops production never is.
    #[inline(always)]
    fn spare(&self, per: T) -> T {
        if per < T::ZERO && self.finite { self.days } else { T::HUGE }
    }

    /// What is used: as much as output needs, or all there is.
    #[inline(always)]
    fn used(&self, v: T, x: T, per: T) -> T {
        x.lesser(v + self.spare(per))
    }

    /// `G`: refills the gap to the stock aimed at, and what is used.
    #[inline(always)]
    fn wanted(&self, v: T, x: T, o: T) -> T {
        let gap = (self.days * o - v).greater(T::ZERO);
        let gap = if self.finite { gap } else { T::ZERO };
        gap * self.refill + x
    }
}

/// An order relative to what suppliers can make.
#[inline(always)]
fn relative<T: Real>(wanted: T, c: T) -> T {
    let base = T::ONE + c;
    if base > T::ZERO { (wanted - c) / base } else { T::ZERO - T::ONE }
}

/// Purchases per output are negative where the input stops nothing.
#[inline(always)]
fn magnitude<T: Real>(per: T) -> T {
    if per < T::ZERO { T::ZERO - per } else { per }
}
