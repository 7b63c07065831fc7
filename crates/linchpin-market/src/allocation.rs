//! Who buys from whom: purchase shares, bans, caps and the rationing of what there is (block 8).
//!
//! In: orders by buyer and what each maker can ship. Out: shipments, never more than ordered nor than
//! a maker has. Shares move to their targets only as fast as buyers re-qualify suppliers. Arrays are
//! `[buyer][maker]`; what is done for bans, caps and duties changes nothing in lanes without them.

use crate::block::{ProductLanes, Rates};
use crate::controls::{CapControl, OfBuyer, ProductControls};
use crate::lanes::{Lane, Mask, sum};
use crate::shape::ProductShape;
use pulp::Simd;

/// Bounds of the pull that a full or an empty store has on a maker's share.
const PUSH: (f64, f64) = (0.5, 1.5);
/// Below this a share or a quantity counts as none.
const NOTHING: f64 = 1e-12;
/// A leak above this stands for no ban.
const BARRED: f64 = 1.5;

/// The purchase shares of one product and what bans and caps hold them to.
#[derive(Debug, Clone)]
pub(crate) struct Allocation<S: Simd> {
    /// Purchase shares now, `[buyer][maker]`; a row sums to 1 unless a ban leaves a gap.
    pub(crate) shares: Vec<Lane<S>>,
    /// Shares when each cap began, `[cap][buyer of the cap]`.
    capped_from: Vec<Vec<Lane<S>>>,
    target: Vec<Lane<S>>,
    limit: Vec<Lane<S>>,
    pull: Vec<Lane<S>>,
    ration: Vec<Lane<S>>,
}

/// What one week's rationing gave, in terabits.
#[derive(Debug, Clone)]
pub(crate) struct Shipments<S: Simd> {
    /// Shipped, `[buyer][maker]`.
    pub(crate) shipped: Vec<Lane<S>>,
    /// By maker.
    pub(crate) by_maker: Vec<Lane<S>>,
    /// By buyer.
    pub(crate) by_buyer: Vec<Lane<S>>,
}

impl<S: Simd> Shipments<S> {
    /// Room for a week.
    #[inline(always)]
    #[must_use]
    pub(crate) fn new(simd: S, makers: usize, buyers: usize) -> Self {
        let none = Lane::splat(simd, 0.0);
        Self {
            shipped: vec![none; makers * buyers],
            by_maker: vec![none; makers],
            by_buyer: vec![none; buyers],
        }
    }
}

/// How makers stand: smoothed output, stock in weeks of it, and the mean over all makers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Standing<'a, S: Simd> {
    /// Smoothed output by maker, terabits per week.
    pub(crate) trend: &'a [Lane<S>],
    /// Stock by maker in weeks of its output.
    pub(crate) cover: &'a [Lane<S>],
    /// The same over all makers.
    pub(crate) mean_cover: Lane<S>,
}

/// What one product's market is run with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms<'a, S: Simd> {
    pub(crate) at: &'a ProductShape,
    pub(crate) numbers: &'a ProductLanes<S>,
    pub(crate) rates: &'a Rates<S>,
    pub(crate) controls: &'a ProductControls<S>,
}

/// Whether a cap holds in a week.
#[inline(always)]
fn in_force<S: Simd>(cap: &CapControl<S>, week: usize) -> Mask<S> {
    let week = cap.begin.like(week as f64);
    cap.begin.le(week).and(week.lt(cap.end))
}

impl<S: Simd> Allocation<S> {
    /// The shares at the start.
    #[inline(always)]
    #[must_use]
    pub(crate) fn new(simd: S, terms: &Terms<'_, S>) -> Self {
        let none = Lane::splat(simd, 0.0);
        let makers = vec![none; terms.at.makers.len()];
        let caps = terms.controls.caps.iter().map(|cap| vec![none; cap.buyers.len()]);
        Self {
            shares: terms.numbers.shares.clone(),
            capped_from: caps.collect(),
            target: makers.clone(),
            limit: makers.clone(),
            pull: makers.clone(),
            ration: makers,
        }
    }

    /// Moves the shares of every buyer towards this week's targets. `mix` is each maker's country mix,
    /// by cell.
    #[inline(always)]
    pub(crate) fn requalify(
        &mut self,
        terms: &Terms<'_, S>,
        standing: &Standing<'_, S>,
        mix: &[Lane<S>],
        week: usize,
    ) {
        self.pulls(terms, standing);
        self.note_caps(terms, week);
        let makers = terms.at.makers.len();
        for (buyer, pace) in terms.at.paces.iter().enumerate() {
            let row = buyer * makers..(buyer + 1) * makers;
            self.targets(&terms.numbers.shares[row.clone()]);
            let pace = terms.rates.requalify(*pace);
            let of = &terms.controls.by_buyer[buyer];
            if of.is_free() {
                for (share, target) in self.shares[row].iter_mut().zip(&self.target) {
                    *share += (*target - *share) * pace;
                }
                continue;
            }
            self.duties(terms, of, mix, week);
            self.limits(terms.controls, of, week);
            self.bans(terms.controls, of, week);
            let rows = self.shares[row].iter_mut().zip(&self.target).zip(&self.limit);
            for ((share, target), limit) in rows {
                *share = (*share + (*target - *share) * pace).min(*limit);
            }
        }
    }

    /// A maker gains where its output has grown and where it holds more stock than others.
    #[inline(always)]
    fn pulls(&mut self, terms: &Terms<'_, S>, standing: &Standing<'_, S>) {
        let first = &terms.numbers.output;
        let simd = standing.mean_cover.simd();
        let none = standing.mean_cover.like(0.0);
        let all_first = sum(simd, first);
        let all_now = sum(simd, standing.trend);
        for (maker, pull) in self.pull.iter_mut().enumerate() {
            let growth = standing.trend[maker] * all_first / (all_now * first[maker]);
            let ahead =
                (standing.cover[maker] - standing.mean_cover) / terms.numbers.terms.maker_weeks;
            let push = (terms.rates.stock_push * ahead + 1.0).clamp(PUSH.0, PUSH.1);
            let makes = first[maker].gt(none).and(all_now.gt(none));
            *pull = makes.select(growth * push, none);
        }
    }

    #[inline(always)]
    fn note_caps(&mut self, terms: &Terms<'_, S>, week: usize) {
        let makers = terms.at.makers.len();
        for (from, cap) in self.capped_from.iter_mut().zip(&terms.controls.caps) {
            let week = cap.begin.like(week as f64);
            let begins = cap.begin.le(week).and(week.le(cap.begin));
            if begins.any() {
                for (from, buyer) in from.iter_mut().zip(&cap.buyers) {
                    *from = begins.select(self.shares[buyer * makers + cap.maker], *from);
                }
            }
        }
    }

    /// First shares times pulls, summing to 1.
    #[inline(always)]
    fn targets(&mut self, first: &[Lane<S>]) {
        for ((target, first), pull) in self.target.iter_mut().zip(first).zip(&self.pull) {
            *target = *first * *pull;
        }
        let all = sum(first[0].simd(), &self.target);
        let scale = all.like(1.0).part_of(all, 1.0);
        for target in &mut self.target {
            *target = *target * scale;
        }
    }

    /// Duties lower a maker's weight by `(1 + tau)^(1 - sigma)`; `tau` is the sum of the rates on the
    /// countries it ships from, weighted by this week's mix.
    #[inline(always)]
    fn duties(&mut self, terms: &Terms<'_, S>, of: &OfBuyer, mix: &[Lane<S>], week: usize) {
        if of.duties.is_empty() {
            return;
        }
        let none = self.target[0].like(0.0);
        let mut taxed = none.lt(none);
        for (maker, target) in self.target.iter_mut().enumerate() {
            let mut rate = none;
            for duty in of.duties.iter().map(|n| &terms.controls.duties[*n]) {
                taxed = taxed.or(duty.rate[week].gt(none));
                for (cell, share) in terms.at.cells.iter().zip(mix) {
                    if cell.maker == maker && cell.country == duty.country {
                        rate += duty.rate[week] * *share;
                    }
                }
            }
            *target = *target * (rate + 1.0).pow(terms.rates.duty_exponent);
        }
        let all = sum(none.simd(), &self.target);
        let scale = taxed.select(none.like(1.0).part_of(all, 1.0), none.like(1.0));
        for target in &mut self.target {
            *target = *target * scale;
        }
    }

    #[inline(always)]
    fn limits(&mut self, controls: &ProductControls<S>, of: &OfBuyer, week: usize) {
        let unlimited = self.target[0].like(f64::INFINITY);
        self.limit.fill(unlimited);
        for (n, position) in &of.caps {
            let cap = &controls.caps[*n];
            let most = (cap.allowance + 1.0) * self.capped_from[*n][*position];
            let limit = &mut self.limit[cap.maker];
            *limit = in_force(cap, week).select(limit.min(most), *limit);
        }
    }

    /// Takes from banned makers all but the leak, and gives what is set free, and whatever stands above
    /// a limit, to makers that may take it, in proportion to their targets; what nobody may take stays
    /// a gap.
    #[inline(always)]
    fn bans(&mut self, controls: &ProductControls<S>, of: &OfBuyer, week: usize) {
        let none = self.target[0].like(0.0);
        let mut freed = none;
        for ban in of.bans.iter().map(|n| &controls.bans[*n]) {
            let leak = ban.leak[week];
            let acts = leak.lt(none.like(BARRED));
            let leak = acts.select(leak, none.like(1.0));
            let target = &mut self.target[ban.maker];
            freed += *target * (none.like(1.0) - leak);
            *target = *target * leak;
        }
        for _ in 0..=self.target.len() {
            for (target, limit) in self.target.iter_mut().zip(&self.limit) {
                freed += (*target - *limit).positive();
                *target = target.min(*limit);
            }
            let mut weight = none;
            for maker in 0..self.target.len() {
                let open = self.open(controls, of, maker, week);
                weight += open.select(self.target[maker], none);
            }
            let go = freed.gt(none.like(NOTHING)).and(weight.gt(none));
            if !go.any() {
                return;
            }
            let per_weight = go.select(freed, none) / go.select(weight, none.like(1.0));
            for maker in 0..self.target.len() {
                let open = self.open(controls, of, maker, week);
                let target = self.target[maker];
                self.target[maker] = open.select(target + per_weight * target, target);
            }
            freed = go.select(none, freed);
        }
    }

    /// Where a maker may take what others left.
    #[inline(always)]
    fn open(
        &self,
        controls: &ProductControls<S>,
        of: &OfBuyer,
        maker: usize,
        week: usize,
    ) -> Mask<S> {
        let target = self.target[maker];
        let mut open = target.gt(target.like(0.0)).and(target.lt(self.limit[maker]));
        for ban in of.bans.iter().map(|n| &controls.bans[*n]) {
            if ban.maker == maker {
                open = open.and(ban.leak[week].gt(target.like(BARRED)));
            }
        }
        open
    }

    /// Ships `orders` out of `available`: first by shares, then what a maker could not deliver from
    /// those that still can, within bans and caps.
    #[inline(always)]
    pub(crate) fn ship(
        &mut self,
        terms: &Terms<'_, S>,
        orders: &[Lane<S>],
        available: &[Lane<S>],
        week: usize,
        out: &mut Shipments<S>,
    ) {
        let makers = available.len();
        let none = available[0].like(0.0);
        // What is wanted from each maker, then the part of it that each can ship.
        out.by_maker.fill(none);
        for (shares, order) in self.shares.chunks_exact(makers).zip(orders) {
            for (wanted, share) in out.by_maker.iter_mut().zip(shares) {
                *wanted += *share * *order;
            }
        }
        let mut rationed = none.lt(none);
        let ration = self.ration.iter_mut();
        for ((ration, wanted), available) in ration.zip(&out.by_maker).zip(available) {
            let short = wanted.gt(*available);
            rationed = rationed.or(short);
            *ration =
                short.select(*available, none.like(1.0)) / short.select(*wanted, none.like(1.0));
        }
        out.by_maker.fill(none);
        let rows = out.shipped.chunks_exact_mut(makers).zip(self.shares.chunks_exact(makers));
        for ((cells, shares), (order, received)) in rows.zip(orders.iter().zip(&mut out.by_buyer)) {
            *received = none;
            for (maker, cell) in cells.iter_mut().enumerate() {
                *cell = shares[maker] * *order * self.ration[maker];
                *received += *cell;
                out.by_maker[maker] += *cell;
            }
        }
        if rationed.any() {
            self.second_round(terms, orders, available, week, rationed, out);
        }
    }

    /// What suppliers in the shares could not deliver; a gap that a ban left is not asked again.
    #[inline(always)]
    fn second_round(
        &self,
        terms: &Terms<'_, S>,
        orders: &[Lane<S>],
        available: &[Lane<S>],
        week: usize,
        rationed: Mask<S>,
        out: &mut Shipments<S>,
    ) {
        let makers = available.len();
        let (none, one) = (available[0].like(0.0), available[0].like(1.0));
        let mut spare = Vec::with_capacity(makers);
        let mut spare_total = none;
        for (available, shipped) in available.iter().zip(&out.by_maker) {
            let left = (*available - *shipped).positive();
            spare_total += left;
            spare.push(left);
        }
        let mut short = Vec::with_capacity(orders.len());
        let mut short_total = none;
        for (buyer, order) in orders.iter().enumerate() {
            let asked = sum(none.simd(), &self.shares[buyer * makers..(buyer + 1) * makers]);
            let missing = (*order * asked.min(one) - out.by_buyer[buyer]).positive();
            short_total += missing;
            short.push(missing);
        }
        let active = rationed
            .and(spare_total.gt(none.like(NOTHING)))
            .and(short_total.gt(spare_total * NOTHING));
        if !active.any() {
            return;
        }
        let per_spare = active.select(short_total, none) / active.select(spare_total, one);
        let per_short = active.select(one, none) / active.select(short_total, one);
        for (maker, free) in spare.iter().enumerate() {
            let offer = free.min(*free * per_spare) * per_short;
            for (buyer, missing) in short.iter().enumerate() {
                let at = buyer * makers + maker;
                let mut extra = offer * *missing;
                let of = &terms.controls.by_buyer[buyer];
                let mut may = active.and(self.shares[at].gt(none));
                for ban in of.bans.iter().map(|n| &terms.controls.bans[*n]) {
                    if ban.maker == maker {
                        may = may.and(ban.leak[week].gt(none.like(BARRED)));
                    }
                }
                for (n, position) in &of.caps {
                    let cap = &terms.controls.caps[*n];
                    if cap.maker == maker {
                        let share = (cap.allowance + 1.0) * self.capped_from[*n][*position];
                        let most = (share * orders[buyer] - out.shipped[at]).positive();
                        extra = in_force(cap, week).select(extra.min(most), extra);
                    }
                }
                let extra = may.select(extra, none);
                out.shipped[at] += extra;
                out.by_buyer[buyer] += extra;
                out.by_maker[maker] += extra;
            }
        }
    }
}
