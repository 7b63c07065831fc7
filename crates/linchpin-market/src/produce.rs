//! Blocks 1 to 5 of the weekly step: tools, utilisation, materials, starts, wafers in process.

use crate::capacity::Open;
use crate::dynamics::Market;
use crate::lanes::Lane;
use crate::materials::{scarcest, starts_share};
use crate::pipeline::{Lot, gather, place};
use crate::reasons::{Counted, Factors};
use crate::state::{LineState, LineWeek, ProductState, State};
use pulp::Simd;

impl<S: Simd> Market<'_, S> {
    /// What every line starts and finishes in a week.
    #[inline(always)]
    pub(crate) fn produce(&self, state: &mut State<S>, week: usize) {
        let none = Lane::splat(self.simd, 0.0);
        for line in &mut state.lines {
            line.week.arrived = none;
        }
        for arrival in std::mem::take(&mut state.arriving[week]) {
            let arrived = &mut state.lines[arrival.line].week.arrived;
            arrived.set(arrival.lane, arrived.get(arrival.lane) + arrival.added);
        }
        self.scrap(state, week);
        for product in &mut state.products {
            product.output.fill(none);
            product.near = none;
            for sums in [&mut product.started, &mut product.packed] {
                let ring = sums.len();
                sums[place(ring, week, 0)] = sums[place(ring, week, 1)];
            }
        }
        let mut met = Vec::new();
        for l in 0..self.model.lines.len() {
            self.line(state, l, week, &mut met);
        }
    }

    /// Takes what outages scrap out of the fabs.
    fn scrap(&self, state: &mut State<S>, week: usize) {
        for scrap in &self.controls.scraps[week] {
            let lost = state.lines[scrap.line].fab.scrap(week, scrap.lane, scrap.share);
            let total = &mut state.ledger.wafers_scrapped;
            total.set(scrap.lane, total.get(scrap.lane) + lost);
        }
    }

    #[inline(always)]
    fn line(&self, state: &mut State<S>, l: usize, week: usize, met: &mut Vec<Lane<S>>) {
        let rates = &self.block.rates;
        let one = Lane::splat(self.simd, 1.0);
        let (n, line, at) = (&self.block.lines[l], &self.model.lines[l], self.shape.lines[l]);
        let of = &self.block.products[line.product];
        let now = &mut state.lines[l];
        let product = &mut state.products[line.product];

        let arrived = now.week.arrived;
        let tools = &self.controls.tools[l];
        let open = |purpose: usize| tools[purpose].as_ref().map(|path| path[week]);
        let open = Open {
            new: open(0),
            replace: open(1),
            upgrade: open(2),
            spares: open(3),
            service: open(4),
        };
        let mut planned = n.planned.get(week).copied();
        if let Some(added) = &self.controls.added[l] {
            planned = Some(planned.unwrap_or_else(|| one.like(0.0)) + added[week]);
        }
        now.tools.advance(rates, of.node_growth, planned, arrived, &open);

        let utilisation = product.utilisation[at.maker];
        let running = match &self.controls.lost[l] {
            Some(path) => one - path[week],
            None => one,
        };
        let able = now.tools.capacity * now.tools.availability;
        let mut starts = utilisation * running * able;
        met.clear();
        if !now.stocks.is_empty() {
            let need = starts.part_of(now.tools.undisturbed, 0.0);
            let used = self.controls.used[l].iter().zip(&self.controls.needs[l]);
            for (stock, (m, part)) in now.stocks.iter_mut().zip(used) {
                let control = &self.controls.materials[*m];
                let essential = self.model.materials[control.material].essential;
                let drawn = stock.draw(need, control.inflow[week]);
                met.push(one - *part * (one - starts_share(essential, drawn, rates)));
            }
            starts = starts * scarcest(met);
        }
        let lot = Lot { wafers: starts, bits: starts * now.tools.bits };
        // What stands, or runs on fewer tools, moves all wafers in process as much more slowly.
        let standing = &self.controls.standing[l];
        let speed = running * now.tools.availability * now.tools.wear;
        let left = now.fab.advance(week, &of.front, standing, speed, lot);
        let finished = now.packaging.advance(week, &of.back, left);
        for lane in standing {
            let length = speed.get(*lane) * of.near_front[*lane] as f64;
            let near = product.near.get(*lane) + now.fab.near(*lane, week, length);
            product.near.set(*lane, near);
        }
        let at_week = |sums: &Vec<Lane<S>>| place(sums.len(), week, 0);
        let (started, packed) = (at_week(&product.started), at_week(&product.packed));
        product.started[started] += lot.bits * self.controls.moves[l];
        product.packed[packed] += left.bits;
        product.output[at.cell] += finished.bits;
        now.week =
            LineWeek { starts, left: left.bits, output: finished.bits, utilisation, arrived };
        state.ledger.wafers_started += starts;
        state.ledger.wafers_finished += finished.wafers;
        state.ledger.finished += finished.bits;
        if self.reasons {
            self.reason(now, l, week, running, met);
        }
    }

    /// Why the line starts less than it would undisturbed. What comes out after the last week costs
    /// nothing within the run: wafers that do not move are missed after packaging, wafers not started
    /// after the whole cycle.
    #[inline(always)]
    fn reason(
        &self,
        now: &mut LineState<S>,
        l: usize,
        week: usize,
        running: Lane<S>,
        met: &[Lane<S>],
    ) {
        let of = &self.block.products[self.model.lines[l].product];
        let weeks = running.like(self.model.weeks as f64);
        let moved = Lane::from_fn(self.simd, |k| (week + of.back[k]) as f64);
        let begun = Lane::from_fn(self.simd, |k| (week + of.back[k] + of.front[k]) as f64);
        let counted = Counted { moved: moved.lt(weeks), begun: begun.lt(weeks) };
        let tools = &now.tools;
        let factors = Factors {
            undisturbed: tools.undisturbed * tools.bits_undisturbed,
            capacity: tools.capacity.part_of(tools.undisturbed, 1.0),
            wear: tools.wear,
            availability: tools.availability,
            missed: tools.missed,
            node: tools.bits.part_of(tools.bits_undisturbed, 1.0),
            running,
            utilisation: now.week.utilisation,
            materials: met,
        };
        now.losses.add(&factors, &counted);
    }

    /// Bits of a product that will be finished in the weeks the market looks ahead, with every line at
    /// the speed it has.
    #[inline(always)]
    pub(crate) fn due(&self, state: &ProductState<S>, p: usize, week: usize) -> Lane<S> {
        let of = &self.block.products[p];
        let packed = within(&state.packed, week, &of.back, &of.near_back);
        let started = within(&state.started, week, &of.front, &of.near_front);
        packed + started + state.near
    }
}

/// What leaves a stage of `length` weeks in the next `near` weeks, from running sums of what came in.
#[inline(always)]
fn within<S: Simd>(sums: &[Lane<S>], week: usize, length: &[usize], near: &[usize]) -> Lane<S> {
    let ring = sums.len();
    let until =
        Lane::from_fn(sums[0].simd(), |k| sums[place(ring, week, length[k] - near[k])].get(k));
    until - gather(sums, week, length)
}
