//! The weekly step: the method's text in the method's order.
//!
//! In: the numbers and levers of a block of runs, a run a lane. Out: a [`State`] after each week, with
//! a [`Ledger`] in which wafers, bits and money balance.

use crate::allocation::{Allocation, Shipments, Terms};
use crate::block::{Block, Run};
use crate::capacity::Tools;
use crate::controls::Controls;
use crate::investment::{self, DECISION, ExpectedPrice, Outlook};
use crate::lanes::{Lane, sum};
use crate::materials::Stock;
use crate::model::Model;
use crate::pipeline::{Fab, Packaging, place, ring};
use crate::price::Price;
use crate::reasons::Losses;
use crate::shape::Shape;
use crate::state::{
    Arrival, Balance, Expected, KeptFrom, Ledger, LineState, LineWeek, ProductState, Room, State,
};
use pulp::{Simd, WithSimd};

/// A share of tools below one by more than this is licensed.
const LICENSED: f64 = 1e-9;

/// One block's markets: what does not change during a run.
#[derive(Debug)]
pub(crate) struct Market<'a, S: Simd> {
    pub(crate) simd: S,
    pub(crate) model: &'a Model,
    pub(crate) shape: &'a Shape,
    pub(crate) runs: &'a [Run<'a>],
    pub(crate) block: Block<S>,
    pub(crate) controls: Controls<S>,
    /// Whether losses are split by what bound them.
    pub(crate) reasons: bool,
    rings: Rings,
}

/// Lengths of the rings of wafers in process.
#[derive(Debug, Clone, Copy)]
struct Rings {
    /// Of fabs that never stand.
    fab: usize,
    /// Of fabs that may: a place for every week of the run.
    standing: usize,
    packaging: usize,
}

impl<'a, S: Simd> Market<'a, S> {
    /// The markets of `runs`, one for each lane.
    #[must_use]
    pub(crate) fn new(
        simd: S,
        model: &'a Model,
        shape: &'a Shape,
        runs: &'a [Run<'a>],
        reasons: bool,
    ) -> Self {
        let block = Block::new(simd, model, shape, runs);
        let longest = |of: fn(&crate::block::ProductLanes<S>) -> &Vec<usize>| {
            block.products.iter().flat_map(of).copied().max().unwrap_or(1)
        };
        let front = longest(|product| &product.front);
        let rings = Rings {
            fab: ring(front),
            standing: ring(front + model.weeks),
            packaging: ring(longest(|product| &product.back)),
        };
        let controls = Controls::new(simd, model, shape, runs);
        Self { simd, model, shape, runs, block, controls, reasons, rings }
    }

    /// What the market of a product is run with.
    #[inline(always)]
    pub(crate) fn terms(&self, p: usize) -> Terms<'_, S> {
        Terms {
            at: &self.shape.products[p],
            numbers: &self.block.products[p],
            rates: &self.block.rates,
            controls: &self.controls.products[p],
        }
    }

    /// The markets before their first week.
    #[must_use]
    pub(crate) fn first(&self) -> State<S> {
        let lines: Vec<LineState<S>> =
            (0..self.model.lines.len()).map(|l| self.first_line(l)).collect();
        let products: Vec<ProductState<S>> =
            (0..self.model.products.len()).map(|p| self.first_product(p, &lines)).collect();
        let none = Lane::splat(self.simd, 0.0);
        let mut ledger = Ledger::new(none);
        ledger.wafers_first = self.in_process(&lines, 0);
        for product in &products {
            ledger.makers_first += sum(self.simd, &product.stock);
            ledger.buyers_first += sum(self.simd, &product.buyers);
        }
        State { week: 0, lines, products, arriving: vec![Vec::new(); self.model.weeks], ledger }
    }

    fn first_line(&self, l: usize) -> LineState<S> {
        let (n, line) = (&self.block.lines[l], &self.model.lines[l]);
        let product = &self.block.products[line.product];
        let none = Lane::splat(self.simd, 0.0);
        let bits: Vec<Lane<S>> = product.earlier.iter().map(|factor| n.bits * *factor).collect();
        let started = n.capacity * product.start.utilisation;
        let used = &self.controls.used[l];
        let stands = !self.controls.standing[l].is_empty();
        let ring = if stands { self.rings.standing } else { self.rings.fab };
        let (front, back) = (&product.front, &product.back);
        LineState {
            tools: Tools::new(n.capacity, n.bits, &self.block.rates),
            fab: Fab::steady(ring, started, &bits, front, stands),
            packaging: Packaging::steady(self.rings.packaging, started, &bits, front, back),
            stocks: used.iter().map(|m| Stock::full(self.controls.materials[*m].stock)).collect(),
            losses: Losses::new(self.simd, used.len()),
            week: LineWeek {
                starts: none,
                left: none,
                output: none,
                utilisation: none,
                arrived: none,
            },
        }
    }

    fn first_product(&self, p: usize, lines: &[LineState<S>]) -> ProductState<S> {
        let terms = self.terms(p);
        let (at, n) = (terms.at, terms.numbers);
        let none = Lane::splat(self.simd, 0.0);
        let price = Price::first(&n.start);
        let weekly = n.reference[0];
        let scale = weekly.part_of(sum(self.simd, &n.output), 0.0);
        let yields = self.yields(p, n.start.felt);
        let buyers = n.demand.iter().zip(&n.open).zip(&at.uses);
        let demand: Vec<Lane<S>> = buyers
            .map(|((share, open), uses)| *share * weekly * yields[*uses as usize] * *open)
            .collect();
        let mut output = vec![none; at.cells.len()];
        for l in &at.lines {
            let line = &self.block.lines[*l];
            output[self.shape.lines[*l].cell] += line.capacity * line.bits * scale;
        }
        let sales: Vec<Lane<S>> = n.output.iter().map(|bits| *bits * scale).collect();
        ProductState {
            price,
            normal: n.price / price.contract,
            sold_at: n.price,
            allocation: Allocation::new(self.simd, &terms),
            stock: output.iter().map(|bits| *bits * n.start.weeks).collect(),
            mix: vec![none; output.len()],
            by_cell: vec![none; output.len()],
            output,
            cover: vec![n.start.remembered; at.makers.len()],
            utilisation: vec![n.start.utilisation; at.makers.len()],
            trend: sales,
            started: self.first_started(p, lines),
            packed: self.first_packed(p, lines),
            near: none,
            buyers: demand.iter().map(|bits| *bits * n.start.buyer_weeks).collect(),
            unmet: vec![none; demand.len()],
            barred: vec![none; demand.len()],
            reserve: vec![none; demand.len()],
            orders: vec![none; demand.len()],
            reference: weekly,
            demand,
            shipments: Shipments::new(self.simd, at.makers.len(), at.buyers.len()),
            revenue: vec![none; at.makers.len()],
            duty: none,
            expected: Expected { relative: price.contract / price.rest, dollars: n.price },
            kept_from: vec![KeptFrom { ban: none, cap: none }; at.makers.len()],
            room: Room::default(),
        }
    }

    /// Running sums of the bits in the fabs of lines that never stand, from the oldest on.
    fn first_started(&self, p: usize, lines: &[LineState<S>]) -> Vec<Lane<S>> {
        let none = Lane::splat(self.simd, 0.0);
        let mut started = vec![none; self.rings.fab];
        let mut total = none;
        for age in (1..self.rings.fab).rev() {
            for l in &self.shape.products[p].lines {
                total += lines[*l].fab.started(0, age) * self.controls.moves[*l];
            }
            started[place(self.rings.fab, 0, age)] = total;
        }
        started
    }

    /// Running sums of the bits in packaging, from the oldest on.
    fn first_packed(&self, p: usize, lines: &[LineState<S>]) -> Vec<Lane<S>> {
        let none = Lane::splat(self.simd, 0.0);
        let mut packed = vec![none; self.rings.packaging];
        let mut total = none;
        for age in (1..self.rings.packaging).rev() {
            for l in &self.shape.products[p].lines {
                total += lines[*l].packaging.came(0, age);
            }
            packed[place(self.rings.packaging, 0, age)] = total;
        }
        packed
    }

    /// One week. Each part is a function of the machine's vector unit of its own.
    pub(crate) fn step(&self, state: &mut State<S>) {
        let (week, simd) = (state.week, self.simd);
        simd.vectorize(Produce { market: self, state, week });
        for product in 0..self.model.products.len() {
            simd.vectorize(Trade { market: self, state, week, product });
        }
        if (week + 1).is_multiple_of(DECISION) {
            let lines = state.lines.len();
            // What was decided before and has not arrived, `[lane][line]`.
            let mut ordered = vec![0.0; lines * Lane::<S>::WIDTH];
            for arrival in state.arriving[week + 1..].iter().flatten() {
                ordered[arrival.lane * lines + arrival.line] += arrival.added;
            }
            for (lane, ordered) in ordered.chunks_exact(lines.max(1)).enumerate() {
                self.invest(state, week, lane, ordered);
            }
        }
        state.week += 1;
    }

    /// Mean stock of a disturbed material over the lines that use it, weeks.
    #[inline(always)]
    pub(crate) fn material_held(&self, state: &State<S>, m: usize) -> Option<Lane<S>> {
        let (mut held, mut count) = (Lane::splat(self.simd, 0.0), 0.0);
        for (line, used) in state.lines.iter().zip(&self.controls.used) {
            if let Some(position) = used.iter().position(|known| *known == m) {
                held += line.stocks[position].weeks;
                count += 1.0;
            }
        }
        (count > 0.0).then(|| held / count)
    }

    /// Block 9, once a quarter, lane by lane. `ordered` is what each line still waits for, wafers per week.
    fn invest(&self, state: &mut State<S>, week: usize, lane: usize, ordered: &[f64]) {
        let Run { numbers, levers, .. } = self.runs[lane];
        let look = |(l, line): (usize, &LineState<S>)| {
            let path = levers.tools[l].as_ref();
            let licensed = |path: &crate::levers::ToolPath| {
                path.open.iter().any(|open| open[week] < 1.0 - LICENSED)
            };
            Outlook {
                capacity: line.tools.capacity.get(lane),
                ordered: ordered[l],
                first_capacity: numbers.lines[l].capacity,
                bits: line.tools.bits.get(lane),
                open: path.map_or(1.0, |path| path.open[0][week]),
                licensed: path.is_some_and(licensed),
            }
        };
        let outlook: Vec<Outlook> = state.lines.iter().enumerate().map(look).collect();
        let price = state.products.iter().map(|now| ExpectedPrice {
            relative: now.expected.relative.get(lane),
            dollars: now.expected.dollars.get(lane),
        });
        let price: Vec<ExpectedPrice> = price.collect();
        let decision = investment::decide(self.model, numbers, levers, &outlook, &price, week);
        let weeks = numbers.knobs.switch_weeks.round().max(0.0) as usize;
        let kin = &self.shape.kin;
        for one in investment::switched(self.model, numbers, levers, &outlook, &price, kin, week) {
            // Tools that are changed make nothing meanwhile.
            let turns = [(week + 1, one.from, -one.wafers), (week + 1 + weeks, one.to, one.wafers)];
            for (at, line, added) in turns {
                if let Some(due) = state.arriving.get_mut(at) {
                    due.push(Arrival { line, lane, added });
                }
            }
        }
        for (line, added) in decision.added.into_iter().enumerate() {
            let arrives = investment::arrives(&numbers.knobs, &self.model.lines[line], week);
            if added > 0.0 && arrives < state.arriving.len() {
                state.arriving[arrives].push(Arrival { line, lane, added });
            }
        }
    }

    /// Wafers in process of all lines before the starts of `week`.
    fn in_process(&self, lines: &[LineState<S>], week: usize) -> Lane<S> {
        Lane::from_fn(self.simd, |k| {
            let mut wafers = 0.0;
            for (l, line) in lines.iter().enumerate() {
                let of = &self.block.products[self.model.lines[l].product];
                let stands = self.controls.standing[l].contains(&k);
                wafers += line.fab.wafers(week, k, of.front[k], stands);
                wafers += line.packaging.wafers(week, k, of.back[k]);
            }
            wafers
        })
    }

    /// The balances that must hold after every week.
    #[must_use]
    pub(crate) fn balances(&self, state: &State<S>) -> Vec<Balance<S>> {
        let ledger = &state.ledger;
        let (mut makers, mut buyers) = (Lane::splat(self.simd, 0.0), Lane::splat(self.simd, 0.0));
        for product in &state.products {
            makers += sum(self.simd, &product.stock);
            buyers += sum(self.simd, &product.buyers);
        }
        let balance = |what, left, right| Balance { what, left, right };
        vec![
            balance(
                "wafers",
                ledger.wafers_first + ledger.wafers_started,
                ledger.wafers_finished
                    + ledger.wafers_scrapped
                    + self.in_process(&state.lines, state.week),
            ),
            balance("makers' bits", ledger.makers_first + ledger.finished, ledger.shipped + makers),
            balance("buyers' bits", ledger.buyers_first + ledger.received, ledger.used + buyers),
            balance("shipped and received", ledger.shipped, ledger.received),
            balance("money", ledger.paid, ledger.earned + ledger.duties),
        ]
    }
}

/// Blocks 1 to 5.
struct Produce<'s, 'a, S: Simd> {
    market: &'s Market<'a, S>,
    state: &'s mut State<S>,
    week: usize,
}

/// Blocks 6 to 8.
struct Trade<'s, 'a, S: Simd> {
    market: &'s Market<'a, S>,
    state: &'s mut State<S>,
    week: usize,
    product: usize,
}

impl<S: Simd> WithSimd for Produce<'_, '_, S> {
    type Output = ();
    #[inline(always)]
    fn with_simd<T: Simd>(self, _simd: T) {
        self.market.produce(self.state, self.week);
    }
}

impl<S: Simd> WithSimd for Trade<'_, '_, S> {
    type Output = ();
    #[inline(always)]
    fn with_simd<T: Simd>(self, _simd: T) {
        self.market.trade(self.state, self.product, self.week);
    }
}
