//! Blocks 6 to 8 of the weekly step: demand, orders, shares, shipments, stocks, prices.

use crate::allocation::Standing;
use crate::dynamics::Market;
use crate::lanes::{Lane, sum};
use crate::model::Use;
use crate::numbers::YEAR;
use crate::price::{Costs, Floor, PACE};
use crate::state::{ProductState, Room, State};
use linchpin_cycle::law::Pace;
use pulp::Simd;

/// Million dollars in a dollar.
const MILLION: f64 = 1e-6;
/// Weeks over which a maker's output is smoothed before buyers react to it.
const TREND_WEEKS: f64 = 13.0;
/// Mean age of what makers remember of their stock when they start wafers, weeks: in the monthly model six ends of
/// months, the latest half a month after the middle of its starts, the earliest four and a half before.
const STOCK_MEMORY: f64 = 2.0 * 52.0 / 12.0;

impl<S: Simd> Market<'_, S> {
    /// One product's week.
    #[inline(always)]
    pub(crate) fn trade(&self, state: &mut State<S>, p: usize, week: usize) {
        let terms = self.terms(p);
        let now = &mut state.products[p];
        let makers = terms.at.makers.len();
        if makers == 0 || terms.at.buyers.is_empty() {
            return;
        }
        self.order(now, p, week);
        let none = Lane::splat(self.simd, 0.0);
        // Room that lasts from week to week: memory asked for and given back each week was a part of the time.
        let mut room = std::mem::take(&mut now.room);
        let Room { output, stock, cover, .. } = &mut room;
        for sums in [&mut *output, &mut *stock] {
            sums.clear();
            sums.resize(makers, none);
        }
        cover.clear();
        for (cell, at) in terms.at.cells.iter().enumerate() {
            output[at.maker] += now.output[cell];
            stock[at.maker] += now.stock[cell];
        }
        for (cell, at) in terms.at.cells.iter().enumerate() {
            let all = stock[at.maker] + output[at.maker];
            now.mix[cell] = (now.stock[cell] + now.output[cell]).part_of(all, 0.0);
        }
        let world = sum(self.simd, &now.trend);
        let before = sum(self.simd, stock);
        let mean_cover = before.part_of(world, 0.0);
        // From weeks of output to weeks of reference use, which is what the law counts in.
        let of_use = world.part_of(now.reference, 1.0);
        for maker in 0..makers {
            let trend = now.trend[maker];
            let own = stock[maker].part_of(trend, 0.0);
            let own = trend.gt(none).select(own, mean_cover);
            cover.push(own);
            let (was, law) = (now.cover[maker], &terms.numbers.terms);
            now.cover[maker] = was + (own * of_use - was) / STOCK_MEMORY;
            let running = now.utilisation[maker];
            now.utilisation[maker] = PACE.utilisation(law, running, now.cover[maker]);
            now.trend[maker] += (output[maker] - trend) / TREND_WEEKS;
        }
        let standing = Standing { trend: &now.trend, cover, mean_cover };
        now.allocation.requalify(&terms, &standing, &now.mix, week);
        let available = output;
        for maker in 0..makers {
            let kept = terms.numbers.terms.floor_weeks * now.trend[maker];
            available[maker] = (stock[maker] + available[maker] - kept).positive();
        }
        now.allocation.ship(&terms, &now.orders, available, week, &mut now.shipments);
        self.kept_from(now, p, week);
        now.room = room;
        self.settle(state, p, week);
        self.reprice(state, p, week, before);
    }

    /// Demand at a price that is felt, as a share of that at the normal price, by [`Use`].
    #[inline(always)]
    pub(crate) fn yields(&self, p: usize, felt: Lane<S>) -> [Lane<S>; Use::ALL.len()] {
        let terms = self.terms(p);
        let mut yields = terms.rates.sensitivity;
        for of in &mut yields {
            *of = Pace::yielding(&terms.numbers.terms, *of, felt);
        }
        yields
    }

    /// Demand at the price that is felt, and orders by the law of the price cycle: what is used, part of what stocks
    /// lack, and what they need to grow with normal demand; never less than long contracts bind buyers to take.
    #[inline(always)]
    fn order(&self, now: &mut ProductState<S>, p: usize, week: usize) {
        let terms = self.terms(p);
        let n = terms.numbers;
        let yields = self.yields(p, now.price.felt);
        let momentum = now.price.momentum(&n.terms, week);
        let growth = n.reference[week + 1].part_of(n.reference[week], 1.0) - 1.0;
        let mut total = growth.like(0.0);
        for (d, share) in n.demand.iter().enumerate() {
            let mut taken = *share * n.reference[week] * terms.rates.long_share;
            let mut reference = *share * n.reference[week];
            if let Some(path) = &terms.controls.demand[d] {
                reference = reference * path[week];
            }
            let mut demand = reference * yields[terms.at.uses[d] as usize];
            // What nobody may sell is no demand on the market, and no contract binds to take it.
            if let Some(path) = &terms.controls.closed[d] {
                let (open, whole) = (path[week], path[week].like(1.0));
                let before = if week == 0 { n.open[d] } else { path[week - 1] };
                now.barred[d] = demand * (whole - open);
                let own = now.buyers[d] - now.reserve[d];
                let set_aside = own * (whole - open.part_of(before, 1.0)).positive();
                let kept = now.reserve[d] + set_aside;
                now.reserve[d] = open.lt(whole).select(kept, whole.like(0.0));
                for part in [&mut taken, &mut reference, &mut demand] {
                    *part = *part * open;
                }
            }
            total += reference;
            let mut wanted = PACE.wanted(&n.terms, demand, momentum);
            if let Some(path) = &terms.controls.front_loading[d] {
                wanted = wanted * (path[week] + 1.0);
            }
            let order =
                PACE.ordered(&n.terms, demand, now.buyers[d] - now.reserve[d], wanted, growth);
            now.demand[d] = demand;
            now.orders[d] = order.max(taken);
        }
        now.reference = total;
    }

    /// Bits that bans and caps keep from makers, for reasons.
    #[inline(always)]
    fn kept_from(&self, now: &mut ProductState<S>, p: usize, week: usize) {
        let terms = self.terms(p);
        let makers = terms.at.makers.len();
        let none = Lane::splat(self.simd, 0.0);
        for ban in &terms.controls.bans {
            let at = ban.buyer * makers + ban.maker;
            let free = terms.numbers.shares[at] * now.orders[ban.buyer];
            let kept = (free - now.shipments.shipped[at]).positive();
            let acts = ban.leak[week].le(none.like(1.0));
            now.kept_from[ban.maker].ban += acts.select(kept, none);
        }
        for cap in &terms.controls.caps {
            let at = none.like(week as f64);
            let acts = cap.begin.le(at).and(at.lt(cap.end));
            for buyer in &cap.buyers {
                let row = &now.allocation.shares[buyer * makers..(buyer + 1) * makers];
                let gap = (none.like(1.0) - sum(self.simd, row)).positive();
                let base = terms.numbers.shares[buyer * makers + cap.maker];
                let kept = gap * now.orders[*buyer] * base;
                now.kept_from[cap.maker].cap += acts.select(kept, none);
            }
        }
    }

    /// Stocks, sales and duties after the week's shipments.
    #[inline(always)]
    fn settle(&self, state: &mut State<S>, p: usize, week: usize) {
        let terms = self.terms(p);
        let (at, ledger) = (terms.at, &mut state.ledger);
        let now = &mut state.products[p];
        let makers = at.makers.len();
        // A part is sold under long contracts, whose price keeps within a collar around that of the first week.
        let free = now.price.contract;
        let (low, high) = (terms.rates.long_floor, terms.rates.long_ceiling);
        let held = free.max(low * now.price.signed).min(high * now.price.signed);
        now.sold_at = now.normal * (free + terms.rates.long_share * (held - free));
        let price = now.sold_at * MILLION;
        for (cell, of) in at.cells.iter().enumerate() {
            now.by_cell[cell] = now.shipments.by_maker[of.maker] * now.mix[cell];
            now.stock[cell] += now.output[cell] - now.by_cell[cell];
        }
        for (revenue, shipped) in now.revenue.iter_mut().zip(&now.shipments.by_maker) {
            *revenue = *shipped * price;
            ledger.shipped += *shipped;
            ledger.earned += *revenue;
        }
        now.duty = Lane::splat(self.simd, 0.0);
        for duty in &terms.controls.duties {
            let row = &now.shipments.shipped[duty.buyer * makers..(duty.buyer + 1) * makers];
            for (cell, of) in at.cells.iter().enumerate() {
                if of.country == duty.country {
                    now.duty += row[of.maker] * now.mix[cell] * price * duty.rate[week];
                }
            }
        }
        for (d, received) in now.shipments.by_buyer.iter().enumerate() {
            let mut reference = terms.numbers.demand[d] * terms.numbers.reference[week];
            if let Some(path) = &terms.controls.demand[d] {
                reference = reference * path[week];
            }
            if let Some(open) = &terms.controls.closed[d] {
                reference = reference * open[week];
            }
            let law = &terms.numbers.terms;
            let own = now.buyers[d] - now.reserve[d];
            // What was held when the control began serves what it bars as long as it lasts.
            let held = now.barred[d].min(now.reserve[d]);
            now.reserve[d] -= held;
            let used = PACE.used(law, now.demand[d], own, *received, reference) + held;
            now.unmet[d] = now.demand[d] + now.barred[d] - used;
            now.buyers[d] += *received - used;
            ledger.received += *received;
            ledger.used += used;
            ledger.paid += *received * price;
        }
        ledger.paid += now.duty;
        ledger.duties += now.duty;
    }

    /// Block 7: the law of the price cycle. Contract moves with this week's orders against output and makers' stock
    /// before the week's shipments. Spot stands over it by the same law for what is seen coming: output as a share of
    /// what an undisturbed market would finish, and stock with what is finished over the look-ahead less what such a
    /// market would finish for this demand. At rest both are what they were, exactly.
    #[inline(always)]
    fn reprice(&self, state: &mut State<S>, p: usize, week: usize, before: Lane<S>) {
        let terms = self.terms(p);
        let n = terms.numbers;
        let none = Lane::splat(self.simd, 0.0);
        let due = self.due(&state.products[p], p, week);
        let mut costs = std::mem::take(&mut state.products[p].room.costs);
        costs.clear();
        let mut highest = none;
        let now = &mut state.products[p];
        for l in &terms.at.lines {
            let line = &state.lines[*l];
            let cash = n.wafer_cost * terms.rates.cash_share;
            let cash = cash.part_of(line.tools.bits, 0.0);
            highest = highest.max(cash);
            // At full use: what makers cut must not make a dearer site the last one needed.
            let full = line.week.starts.part_of(line.week.utilisation, 0.0) * line.tools.bits;
            costs.push(Costs { cash, output: full });
        }
        let demand = sum(self.simd, &now.demand);
        let (orders, output) = (sum(self.simd, &now.orders), sum(self.simd, &now.output));
        let (reference, undisturbed) = (now.reference, n.reference[week]);
        let growth = n.reference[week + 1].part_of(undisturbed, 1.0) - 1.0;
        let flow = PACE.flow(&n.terms, orders, before, output, reference, growth);
        let coming = n.supply[week] * due.part_of(n.ahead[week], 1.0);
        let expected = before + due - n.ahead[week] * demand.part_of(undisturbed, 1.0);
        let news = PACE.flow(&n.terms, orders, expected, coming, reference, growth);
        let normal = now.normal;
        let floor = Floor { lines: &costs, highest, demand, normal };
        now.price.advance(&n.terms, week, flow, news, &floor, &terms.at.renewals);
        now.room.costs = costs;
        now.normal = normal * n.price_trend;
        let (relative, dollars) =
            (now.price.offered / now.price.rest, now.price.offered * now.normal);
        now.expected.relative += (relative - now.expected.relative) / YEAR;
        now.expected.dollars += (dollars - now.expected.dollars) / YEAR;
    }
}
