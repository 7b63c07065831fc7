//! Blocks 1 to 5 of the weekly step: tools, utilisation, materials, starts, wafers in process.

use crate::capacity::Open;
use crate::dynamics::Market;
use crate::lanes::Lane;
use crate::materials::starts_share;
use crate::pipeline::{gather, place};
use crate::reasons::Factors;
use crate::state::{LineWeek, State};
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
            let ring = product.started.len();
            product.started[place(ring, week, 0)] = product.started[place(ring, week, 1)];
        }
        let mut met = Vec::new();
        for l in 0..self.model.lines.len() {
            self.line(state, l, week, &mut met);
        }
    }

    /// Takes what outages scrap out of the lines and out of the sums of bits in process.
    fn scrap(&self, state: &mut State<S>, week: usize) {
        for scrap in &self.controls.scraps[week] {
            let p = self.model.lines[scrap.line].product;
            let cycle = self.block.products[p].cycle[scrap.lane];
            let line = &mut state.lines[scrap.line];
            let lost = line.pipeline.scrap(week, scrap.lane, cycle, scrap.share);
            let total = &mut state.ledger.wafers_scrapped;
            total.set(scrap.lane, total.get(scrap.lane) + lost.wafers);
            let started = &mut state.products[p].started;
            let (ring, mut gone) = (started.len(), 0.0);
            for (back, bits) in (1..=cycle).rev().zip(&lost.bits) {
                gone += bits;
                let row = &mut started[place(ring, week, back)];
                row.set(scrap.lane, row.get(scrap.lane) - gone);
            }
        }
    }

    #[inline(always)]
    fn line(&self, state: &mut State<S>, l: usize, week: usize, met: &mut Vec<Lane<S>>) {
        let rates = &self.block.rates;
        let (none, one) = (Lane::splat(self.simd, 0.0), Lane::splat(self.simd, 1.0));
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
        now.tools.advance(rates, of.node_growth, n.planned.get(week).copied(), arrived, &open);

        // A market found with a high stock is at rest with it: only what comes on top is cut.
        let threshold = rates.cut_threshold.max(of.initial_stock);
        let excess = (product.cover[at.maker] - threshold).positive();
        let utilisation = (one - rates.cut_slope * excess).max(rates.cut_floor);
        let running = match &self.controls.lost[l] {
            Some(path) => one - path[week],
            None => one,
        };
        let able = now.tools.capacity * now.tools.availability;
        let mut starts = utilisation * running * able;
        met.clear();
        if !now.stocks.is_empty() {
            let need = starts.part_of(now.tools.undisturbed, 0.0);
            let need = n.capacity.gt(none).select(need, none);
            for (stock, m) in now.stocks.iter_mut().zip(&self.controls.used[l]) {
                let control = &self.controls.materials[*m];
                let essential = self.model.materials[control.material].essential;
                let share = starts_share(essential, stock.draw(need, control.inflow[week]), rates);
                starts = starts * share;
                met.push(share);
            }
        }
        let bits = starts * now.tools.bits;
        let finished = now.pipeline.advance(week, &of.cycle, starts, bits);
        let ring = product.started.len();
        product.started[place(ring, week, 0)] += bits;
        product.output[at.cell] += finished.bits;
        now.week = LineWeek { starts, output: finished.bits, utilisation, arrived };
        state.ledger.wafers_started += starts;
        state.ledger.wafers_finished += finished.wafers;
        state.ledger.finished += finished.bits;
        if self.reasons {
            // Starts whose bits come out after the last week cost nothing within the run.
            let last = Lane::from_fn(self.simd, |k| (week + of.cycle[k]) as f64);
            let counted = last.lt(none.like(self.model.weeks as f64));
            let tools = &now.tools;
            let factors = Factors {
                undisturbed: tools.undisturbed * tools.bits_undisturbed,
                capacity: tools.capacity.part_of(tools.undisturbed, 1.0),
                wear: tools.wear,
                availability: tools.availability,
                missed: tools.missed,
                node: tools.bits.part_of(tools.bits_undisturbed, 1.0),
                running,
                utilisation,
                materials: met,
            };
            now.losses.add(&factors, counted);
        }
    }

    /// Bits of a product that will be finished in the weeks the market looks ahead.
    #[inline(always)]
    pub(crate) fn due(&self, started: &[Lane<S>], p: usize, week: usize) -> Lane<S> {
        let of = &self.block.products[p];
        let oldest = gather(started, week, &of.cycle);
        let near = Lane::from_fn(self.simd, |k| {
            started[place(started.len(), week, of.cycle[k] - of.horizon[k])].get(k)
        });
        near - oldest
    }
}
