//! Blocks 6 to 8 of the weekly step: demand, orders, shares, shipments, stocks, prices.

use crate::allocation::Standing;
use crate::dynamics::Market;
use crate::lanes::{Lane, sum};
use crate::price::{Costs, Floor};
use crate::state::{ProductState, State};
use pulp::Simd;

/// Million dollars in a dollar.
const MILLION: f64 = 1e-6;
/// Weeks over which a maker's output is smoothed before buyers react to it.
const TREND_WEEKS: f64 = 13.0;

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
        let mut output = vec![none; makers];
        let mut stock = vec![none; makers];
        for (cell, at) in terms.at.cells.iter().enumerate() {
            output[at.maker] += now.output[cell];
            stock[at.maker] += now.stock[cell];
        }
        for (cell, at) in terms.at.cells.iter().enumerate() {
            let all = stock[at.maker] + output[at.maker];
            now.mix[cell] = (now.stock[cell] + now.output[cell]).part_of(all, 0.0);
        }
        let world = sum(self.simd, &now.trend);
        let mean_cover = sum(self.simd, &stock).part_of(world, 0.0);
        let mut cover = Vec::with_capacity(makers);
        for maker in 0..makers {
            let trend = now.trend[maker];
            let own = stock[maker].part_of(trend, 0.0);
            let own = trend.gt(none).select(own, mean_cover);
            cover.push(own);
            let slow = now.cover[maker] + (own - now.cover[maker]) * terms.rates.cut_lag;
            let sells = terms.numbers.output[maker].gt(none);
            now.cover[maker] = sells.select(slow, now.cover[maker]);
            now.trend[maker] += (output[maker] - trend) / TREND_WEEKS;
        }
        let standing = Standing { trend: &now.trend, cover: &cover, mean_cover };
        now.allocation.requalify(&terms, &standing, &now.mix, week);
        let mut available = output;
        for maker in 0..makers {
            let kept = terms.rates.working_stock * now.trend[maker];
            available[maker] = (stock[maker] + available[maker] - kept).positive();
        }
        now.allocation.ship(&terms, &now.orders, &available, week, &mut now.shipments);
        self.kept_from(now, p, week);
        self.settle(state, p, week);
        self.reprice(state, p, week);
    }

    /// Demand at the going price, and orders: what is used, what stocks need to grow with normal
    /// demand, and part of the gap to the target stock.
    #[inline(always)]
    fn order(&self, now: &mut ProductState<S>, p: usize, week: usize) {
        let terms = self.terms(p);
        let n = terms.numbers;
        let level = n.reference[week] * now.price.demand(terms.rates);
        let growth = n.reference[week + 1].part_of(n.reference[week], 1.0) - 1.0;
        for (d, share) in n.demand.iter().enumerate() {
            let mut demand = *share * level;
            if let Some(path) = &terms.controls.demand[d] {
                demand = demand * path[week];
            }
            let mut target = n.buyer_stock;
            if let Some(path) = &terms.controls.front_loading[d] {
                target = target * (path[week] + 1.0);
            }
            let gap = target * demand - now.buyers[d];
            let building = n.buyer_stock * growth * demand;
            now.demand[d] = demand;
            now.orders[d] = (demand + building + gap * terms.rates.buyer_adjustment).positive();
        }
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
        now.sold_at = now.normal * now.price.contract;
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
            let used = now.demand[d].min(now.buyers[d] + *received);
            now.unmet[d] = now.demand[d] - used;
            now.buyers[d] += *received - used;
            ledger.received += *received;
            ledger.used += used;
            ledger.paid += *received * price;
        }
        ledger.paid += now.duty;
        ledger.duties += now.duty;
    }

    /// Block 7: spot from expected stock, contract after it, never below cash cost. Stock is measured in
    /// weeks of next week's normal demand, and what is expected in what an undisturbed market would
    /// make for this demand: at rest it is the first stock, exactly.
    #[inline(always)]
    fn reprice(&self, state: &mut State<S>, p: usize, week: usize) {
        let terms = self.terms(p);
        let n = terms.numbers;
        let none = Lane::splat(self.simd, 0.0);
        let due = self.due(&state.products[p], p, week);
        let mut costs = Vec::with_capacity(terms.at.lines.len());
        let mut highest = none;
        let now = &mut state.products[p];
        for l in &terms.at.lines {
            let line = &state.lines[*l];
            let cash = n.wafer_cost * terms.rates.cash_share;
            let cash = cash.part_of(line.tools.bits, 0.0);
            highest = highest.max(cash);
            costs.push(Costs { cash, output: line.week.output });
        }
        let demand = sum(self.simd, &now.demand);
        let ratio = demand.part_of(n.reference[week], 1.0);
        let stock = sum(self.simd, &now.stock);
        let wanted = n.ahead[week] * ratio;
        let expected = (stock + due - wanted).part_of(n.reference[week + 1] * ratio, 0.0);
        let normal = now.normal;
        let floor = Floor { lines: &costs, highest, demand, normal };
        now.price.advance(terms.rates, expected, &floor);
        now.normal = normal * n.price_trend;
        now.year.relative += now.price.contract / now.price.rest;
        now.year.dollars += now.price.contract * now.normal;
    }
}
