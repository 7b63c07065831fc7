//! The weekly step: the method's text in the method's order.
//!
//! In: one member's numbers and levers. Out: a [`State`] after each week, with a ledger in which
//! wafers, bits and money balance. The state is a value: it can be cloned, kept and gone on from.

use crate::allocation::{Allocation, Shipments, Standing};
use crate::capacity::Tools;
use crate::investment::{self, Outlook};
use crate::levers::Levers;
use crate::materials::{Prices, Stock, starts_share};
use crate::model::Model;
use crate::numbers::Numbers;
use crate::pipeline::Pipeline;
use crate::price::{Price, marginal_cost};
use crate::reasons::{Factors, Losses};
use linchpin_units::math;

/// Million dollars in a dollar.
const MILLION: f64 = 1e-6;
/// Weeks over which a firm's output is smoothed before buyers react to it.
const TREND_WEEKS: f64 = 13.0;
/// Weeks in a year, counted.
const YEAR_WEEKS: usize = 52;

/// One line as it stands.
#[derive(Debug, Clone)]
pub struct LineState {
    /// Its tools.
    pub tools: Tools,
    /// Its wafers in process.
    pub pipeline: Pipeline,
    /// Stock of each disturbed material, in the order of the levers; none where another country's.
    pub stocks: Vec<Option<Stock>>,
    /// Capacity decided on and not yet standing: (week, wafers per week).
    pub arriving: Vec<(usize, f64)>,
    /// Why bits are missing.
    pub losses: Losses,
    /// This week's figures.
    pub week: LineWeek,
}

/// One line's week.
#[derive(Debug, Clone, Copy, Default)]
pub struct LineWeek {
    /// Wafers started.
    pub starts: f64,
    /// Bits finished, terabits.
    pub output: f64,
    /// Utilisation chosen by the maker.
    pub utilisation: f64,
    /// Capacity that arrived by investment, wafers per week.
    pub arrived: f64,
}

/// One product's market as it stands.
#[derive(Debug, Clone)]
pub struct ProductState {
    /// Prices relative to normal.
    pub price: Price,
    /// Normal price of the week in USD per terabit.
    pub normal: f64,
    /// Purchase shares.
    pub allocation: Allocation,
    /// Makers' stock by firm, terabits.
    pub stock: Vec<f64>,
    /// Makers' stock by firm in weeks of sales, averaged over the cut lag.
    pub cover: Vec<f64>,
    /// Smoothed output by firm.
    pub trend: Vec<f64>,
    /// Output of the week by firm.
    pub output: Vec<f64>,
    /// Buyers' stock by segment, terabits.
    pub buyers: Vec<f64>,
    /// Demand of the week by segment at the going price.
    pub demand: Vec<f64>,
    /// Demand that was not met, by segment.
    pub unmet: Vec<f64>,
    /// Shipments of the week.
    pub shipments: Shipments,
    /// Sales by firm, million USD.
    pub revenue: Vec<f64>,
    /// Duties paid by buyers, million USD.
    pub duty: f64,
    /// Sum of contract price relative to normal and in USD since the last yearly decision.
    pub year: (f64, f64),
    /// Bits a ban, and a cap, kept each firm from selling over the run.
    pub kept_from: Vec<(f64, f64)>,
}

/// Everything that changes.
#[derive(Debug, Clone)]
pub struct State {
    /// Weeks done.
    pub week: usize,
    /// By line.
    pub lines: Vec<LineState>,
    /// By product.
    pub products: Vec<ProductState>,
    /// Prices of the disturbed materials, in the order of the levers.
    pub material_prices: Vec<Prices>,
    /// Output by firm and country of the last weeks, for origin: `[product][firm]` of (country, bits).
    pub origins: Vec<Vec<Vec<(String, f64)>>>,
    /// What went in and out.
    pub ledger: Ledger,
}

/// Sums over the run; the balances of wafers, bits and money close on them.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    /// Wafers in process at the start, then started, finished and scrapped.
    pub wafers: [f64; 4],
    /// Bits in makers' stock at the start, then finished and shipped.
    pub maker_bits: [f64; 3],
    /// Bits in buyers' stock at the start, then received and used.
    pub buyer_bits: [f64; 3],
    /// Million USD paid by buyers, received by makers and paid in duties.
    pub money: [f64; 3],
}

/// One member's market: what does not change during a run.
#[derive(Debug)]
pub struct Market<'a> {
    model: &'a Model,
    numbers: &'a Numbers,
    levers: &'a Levers,
    /// Demand at the normal price by product and week: what an undisturbed industry would supply.
    reference: Vec<Vec<f64>>,
}

impl<'a> Market<'a> {
    /// The market of one member under its levers. `reference` comes from [`reference()`].
    #[must_use]
    pub fn new(
        model: &'a Model,
        numbers: &'a Numbers,
        levers: &'a Levers,
        reference: Vec<Vec<f64>>,
    ) -> Self {
        Self { model, numbers, levers, reference }
    }

    /// The market before its first week.
    #[must_use]
    pub fn first(&self) -> State {
        let (model, numbers) = (self.model, self.numbers);
        let lines: Vec<LineState> = (0..model.lines.len()).map(|l| self.first_line(l)).collect();
        let products: Vec<ProductState> =
            (0..model.products.len()).map(|p| self.first_product(p)).collect();
        let mut ledger = Ledger::default();
        ledger.wafers[0] = lines.iter().fold(0.0, |sum, line| sum + line.pipeline.wafers());
        for product in &products {
            ledger.maker_bits[0] += product.stock.iter().fold(0.0, |sum, bits| sum + bits);
            ledger.buyer_bits[0] += product.buyers.iter().fold(0.0, |sum, bits| sum + bits);
        }
        let mut origins =
            vec![vec![Vec::<(String, f64)>::new(); model.firms.len()]; model.products.len()];
        for (line, n) in model.lines.iter().zip(&numbers.lines) {
            let cell = &mut origins[line.product][line.firm];
            let bits = n.capacity * n.bits;
            match cell.iter_mut().find(|(country, _)| *country == line.country) {
                Some((_, sum)) => *sum += bits,
                None => cell.push((line.country.clone(), bits)),
            }
        }
        let material_prices = vec![Prices::normal(); self.levers.materials.len()];
        State { week: 0, lines, products, material_prices, origins, ledger }
    }

    fn first_line(&self, l: usize) -> LineState {
        let line = &self.model.lines[l];
        let n = &self.numbers.lines[l];
        let product = &self.numbers.products[line.product];
        let past = |age: usize| n.bits * math::pow(product.node_growth, -(age as f64));
        let stocks = self.levers.materials.iter().map(|path| {
            let material = &self.model.materials[path.material];
            (material.buyer == line.country).then(|| Stock::full(path.stock))
        });
        LineState {
            tools: Tools::new(n.capacity, n.bits, &self.numbers.knobs),
            pipeline: Pipeline::steady(product.cycle, n.capacity, past),
            stocks: stocks.collect(),
            arriving: Vec::new(),
            losses: Losses::new(self.levers.materials.len()),
            week: LineWeek::default(),
        }
    }

    fn first_product(&self, p: usize) -> ProductState {
        let (model, numbers) = (self.model, self.numbers);
        let n = &numbers.products[p];
        let knobs = &numbers.knobs;
        let price = Price::at_rest(knobs, n.initial_stock);
        let total = numbers.output[p].iter().fold(0.0, |sum, bits| sum + bits);
        let weekly = self.reference[p].first().copied().unwrap_or(0.0);
        let scale = if total > 0.0 { weekly / total } else { 0.0 };
        let sales: Vec<f64> = numbers.output[p].iter().map(|bits| bits * scale).collect();
        let demand: Vec<f64> =
            numbers.demand[p].iter().map(|share| share * weekly * price.demand(knobs)).collect();
        ProductState {
            price,
            normal: n.price / price.contract,
            allocation: Allocation::new(p, numbers, self.levers.caps.len()),
            stock: sales.iter().map(|bits| bits * n.initial_stock).collect(),
            cover: vec![n.initial_stock; model.firms.len()],
            trend: sales.clone(),
            output: sales,
            buyers: demand.iter().map(|bits| bits * n.buyer_stock).collect(),
            unmet: vec![0.0; demand.len()],
            demand,
            shipments: Shipments::new(model.firms.len(), model.segments.len()),
            revenue: vec![0.0; model.firms.len()],
            duty: 0.0,
            year: (0.0, 0.0),
            kept_from: vec![(0.0, 0.0); model.firms.len()],
        }
    }

    /// One week.
    pub fn step(&self, state: &mut State) {
        let week = state.week;
        self.produce(state, week);
        for p in 0..self.model.products.len() {
            self.trade(state, p, week);
        }
        self.material_prices(state, week);
        if (week + 1).is_multiple_of(YEAR_WEEKS) {
            self.invest(state, week);
        }
        state.week += 1;
    }

    /// Blocks 1 to 5: tools, utilisation, materials, starts, wafers in process.
    fn produce(&self, state: &mut State, week: usize) {
        let knobs = &self.numbers.knobs;
        for product in &mut state.products {
            product.output.fill(0.0);
        }
        let mut met = vec![1.0; self.levers.materials.len()];
        for l in 0..self.model.lines.len() {
            let line = &self.model.lines[l];
            let n = &self.numbers.lines[l];
            let now = &mut state.lines[l];
            let product = &mut state.products[line.product];
            let arrived = arrivals(&mut now.arriving, week);
            let planned =
                n.planned[week] - if week == 0 { n.capacity } else { n.planned[week - 1] };
            let growth = self.numbers.products[line.product].node_growth;
            now.tools.advance(knobs, growth, planned, arrived, self.levers.tools[l].as_ref(), week);

            let excess = (product.cover[line.firm] - knobs.cut_threshold).max(0.0);
            let utilisation = (1.0 - knobs.cut_slope * excess).max(knobs.cut_floor);
            let outage = self.levers.outages[l].as_ref();
            let running = 1.0 - outage.map_or(0.0, |outage| outage.lost[week]);
            for scrap in outage.into_iter().flat_map(|outage| &outage.scraps) {
                if scrap.week == week {
                    state.ledger.wafers[3] += now.pipeline.scrap(scrap.share);
                }
            }
            let able = now.tools.capacity * now.tools.availability;
            let need = if n.capacity > 0.0 {
                utilisation * running * able / now.tools.undisturbed
            } else {
                0.0
            };
            let mut allowed = 1.0;
            for (m, path) in self.levers.materials.iter().enumerate() {
                met[m] = 1.0;
                if let Some(stock) = &mut now.stocks[m] {
                    let material = &self.model.materials[path.material];
                    let share = stock.draw(need, path.inflow[week]);
                    met[m] = starts_share(material.essential, share, knobs);
                    allowed *= met[m];
                }
            }
            let starts = utilisation * running * able * allowed;
            let cycle = self.numbers.products[line.product].cycle;
            let (wafers, bits) = now.pipeline.advance(starts, starts * now.tools.bits);
            now.week = LineWeek { starts, output: bits, utilisation, arrived };
            product.output[line.firm] += bits;
            state.ledger.wafers[1] += starts;
            state.ledger.wafers[2] += wafers;
            state.ledger.maker_bits[1] += bits;
            // Starts whose bits come out after the last week cost nothing within the run.
            if week + cycle < self.model.weeks {
                let tools = &now.tools;
                now.losses.add(&Factors {
                    undisturbed: tools.undisturbed * tools.bits_undisturbed,
                    capacity: ratio(tools.capacity, tools.undisturbed),
                    wear: tools.wear,
                    availability: tools.availability,
                    missed: tools.missed,
                    node: ratio(tools.bits, tools.bits_undisturbed),
                    running,
                    utilisation,
                    materials: &met,
                });
            }
        }
    }

    /// Blocks 6 to 8: demand, orders, shares, shipments, stocks, prices.
    fn trade(&self, state: &mut State, p: usize, week: usize) {
        let (model, numbers, levers) = (self.model, self.numbers, self.levers);
        let knobs = &numbers.knobs;
        let origins = &state.origins[p];
        let now = &mut state.products[p];
        let reference = self.reference[p][week];
        let response = now.price.demand(knobs);
        let mut orders = vec![0.0; model.segments.len()];
        for (d, order) in orders.iter_mut().enumerate() {
            let factor = levers.demand[p][d].as_ref().map_or(1.0, |path| path[week]);
            now.demand[d] = numbers.demand[p][d] * reference * response * factor;
            let ahead = levers.bans.iter().filter(|ban| ban.front_loads(d, week));
            let target = numbers.products[p].buyer_stock
                * (1.0 + ahead.fold(0.0, |sum, ban| sum + ban.front_loading));
            let gap = target * now.demand[d] - now.buyers[d];
            *order = (now.demand[d] + gap / knobs.buyer_adjustment.max(1.0)).max(0.0);
        }
        let sales = |f: usize| numbers.output[p][f].max(0.0);
        let world: f64 = now.trend.iter().fold(0.0, |sum, bits| sum + bits);
        let stock: f64 = now.stock.iter().fold(0.0, |sum, bits| sum + bits);
        let mean_cover = if world > 0.0 { stock / world } else { 0.0 };
        let cover: Vec<f64> = now
            .stock
            .iter()
            .zip(&now.trend)
            .map(|(stock, trend)| if *trend > 0.0 { stock / trend } else { mean_cover })
            .collect();
        for f in 0..model.firms.len() {
            if sales(f) > 0.0 {
                now.cover[f] += (cover[f] - now.cover[f]) / knobs.cut_lag.max(1.0);
            }
            now.trend[f] += (now.output[f] - now.trend[f]) / TREND_WEEKS;
        }
        let standing = Standing { trend: &now.trend, cover: &cover, mean_cover };
        let origin_share = |firm: usize, country: &str| origin_share(&origins[firm], country);
        now.allocation.requalify(model, numbers, levers, standing, origin_share, week);
        let available: Vec<f64> = (0..model.firms.len())
            .map(|f| (now.stock[f] + now.output[f] - knobs.working_stock * now.trend[f]).max(0.0))
            .collect();
        now.allocation.ship(levers, &orders, &available, week, &mut now.shipments);
        self.kept_from(p, &orders, week, now);

        let price = now.normal * now.price.contract;
        now.duty = 0.0;
        for f in 0..model.firms.len() {
            let shipped = now.shipments.by_firm[f];
            now.stock[f] += now.output[f] - shipped;
            now.revenue[f] = shipped * price * MILLION;
            state.ledger.maker_bits[2] += shipped;
            state.ledger.money[1] += now.revenue[f];
            for tariff in levers.tariffs.iter().filter(|t| t.product == p) {
                let taxed = tariff.segments.iter().filter(|d| tariff.acts(p, **d, week));
                let bits = taxed.fold(0.0, |sum, d| sum + now.shipments.shipped[f][*d]);
                now.duty += bits * price * MILLION * tariff.rate * origin_share(f, &tariff.origin);
            }
        }
        for d in 0..model.segments.len() {
            let received = now.shipments.by_segment[d];
            let used = now.demand[d].min(now.buyers[d] + received);
            now.unmet[d] = now.demand[d] - used;
            now.buyers[d] += received - used;
            state.ledger.buyer_bits[1] += received;
            state.ledger.buyer_bits[2] += used;
            state.ledger.money[0] += received * price * MILLION;
        }
        state.ledger.money[0] += now.duty;
        state.ledger.money[2] += now.duty;
        self.reprice(state, p, week);
    }

    /// Bits that bans and caps keep from firms, for reasons.
    fn kept_from(&self, p: usize, orders: &[f64], week: usize, now: &mut ProductState) {
        let base = &self.numbers.shares[p];
        for ban in &self.levers.bans {
            for d in ban.segments.iter().filter(|d| ban.acts(**d, week)) {
                let free = base[ban.firm][*d] * orders[*d];
                now.kept_from[ban.firm].0 += (free - now.shipments.shipped[ban.firm][*d]).max(0.0);
            }
        }
        for cap in &self.levers.caps {
            for d in cap.segments.iter().filter(|_| (cap.weeks.0..cap.weeks.1).contains(&week)) {
                let gap = 1.0 - now.allocation.shares.iter().fold(0.0, |sum, row| sum + row[*d]);
                now.kept_from[cap.firm].1 += gap.max(0.0) * orders[*d] * base[cap.firm][*d];
            }
        }
    }

    /// Block 7: spot from expected stock, contract after it, never below cash cost.
    fn reprice(&self, state: &mut State, p: usize, week: usize) {
        let knobs = &self.numbers.knobs;
        let ahead = knobs.look_ahead.round().max(1.0) as usize;
        let mut due = 0.0;
        let mut costs = Vec::new();
        for (line, now) in self.model.lines.iter().zip(&state.lines) {
            if line.product == p {
                due += now.pipeline.due(ahead);
                if now.tools.bits > 0.0 {
                    let cash =
                        self.numbers.products[p].wafer_cost * knobs.cash_share / now.tools.bits;
                    costs.push((cash, now.week.output));
                }
            }
        }
        let now = &mut state.products[p];
        let demand = now.demand.iter().fold(0.0, |sum, bits| sum + bits);
        let reference = self.reference[p][week];
        let future = (1..=ahead).map(|h| self.reference[p][(week + h).min(self.model.weeks - 1)]);
        let wanted = future.fold(0.0, |sum, bits| sum + bits) * ratio(demand, reference);
        let stock = now.stock.iter().fold(0.0, |sum, bits| sum + bits);
        let expected = if demand > 0.0 { (stock + due - wanted) / demand } else { 0.0 };
        let floor = marginal_cost(&mut costs, demand) / now.normal;
        now.price.advance(knobs, expected, floor);
        now.normal *= self.numbers.products[p].price_trend;
        now.year.0 += now.price.contract;
        now.year.1 += now.price.contract * now.normal;
    }

    fn material_prices(&self, state: &mut State, week: usize) {
        let knobs = &self.numbers.knobs;
        for (m, path) in self.levers.materials.iter().enumerate() {
            let held = state.lines.iter().filter_map(|line| line.stocks[m]);
            let (sum, count) =
                held.fold((0.0, 0.0), |(sum, n), stock| (sum + stock.weeks, n + 1.0));
            let cover =
                if count > 0.0 && path.stock > 0.0 { sum / count / path.stock } else { 1.0 };
            state.material_prices[m].advance(
                knobs,
                cover,
                path.licensed[week],
                knobs.material_exported,
                path.stock,
            );
        }
    }

    /// Block 9, once a year.
    fn invest(&self, state: &mut State, week: usize) {
        let outlook: Vec<Outlook> = state
            .lines
            .iter()
            .enumerate()
            .map(|(l, line)| {
                let path = self.levers.tools[l].as_ref();
                Outlook {
                    capacity: line.tools.capacity,
                    first_capacity: self.numbers.lines[l].capacity,
                    bits: line.tools.bits,
                    open: path.map_or(1.0, |path| path.open[0][week]),
                    licensed: path
                        .is_some_and(|path| path.open.iter().any(|open| open[week] < 1.0 - 1e-9)),
                }
            })
            .collect();
        let weeks = YEAR_WEEKS as f64;
        let price: Vec<(f64, f64)> =
            state.products.iter().map(|now| (now.year.0 / weeks, now.year.1 / weeks)).collect();
        let decision =
            investment::decide(self.model, self.numbers, self.levers, &outlook, &price, week);
        for (l, added) in decision.added.iter().enumerate() {
            if *added > 0.0 {
                let arrives =
                    week + investment::lead_time(&self.numbers.knobs, &self.model.lines[l]);
                state.lines[l].arriving.push((arrives, *added));
            }
        }
        for product in &mut state.products {
            product.year = (0.0, 0.0);
        }
    }
}

/// Demand at the normal price by product and week: the supply of an industry that nothing disturbs,
/// less what growing stocks take up.
#[must_use]
pub fn reference(model: &Model, numbers: &Numbers) -> Vec<Vec<f64>> {
    let knobs = &numbers.knobs;
    let neutral = Levers::neutral(model);
    let mut supply = vec![vec![0.0; model.weeks]; model.products.len()];
    let mut tools: Vec<Tools> =
        numbers.lines.iter().map(|n| Tools::new(n.capacity, n.bits, knobs)).collect();
    let mut arriving: Vec<Vec<(usize, f64)>> = vec![Vec::new(); tools.len()];
    let mut normal: Vec<f64> = numbers
        .products
        .iter()
        .map(|n| n.price / Price::at_rest(knobs, n.initial_stock).contract)
        .collect();
    for week in 0..model.weeks {
        for (l, line) in model.lines.iter().enumerate() {
            let (n, product) = (&numbers.lines[l], &numbers.products[line.product]);
            if week < product.cycle {
                let age = (product.cycle - week) as f64;
                supply[line.product][week] +=
                    n.capacity * n.bits * math::pow(product.node_growth, -age);
            }
            let planned =
                n.planned[week] - if week == 0 { n.capacity } else { n.planned[week - 1] };
            let arrived = arrivals(&mut arriving[l], week);
            tools[l].advance(knobs, product.node_growth, planned, arrived, None, week);
            if week + product.cycle < model.weeks {
                supply[line.product][week + product.cycle] += tools[l].capacity * tools[l].bits;
            }
        }
        for (price, n) in normal.iter_mut().zip(&numbers.products) {
            *price *= n.price_trend;
        }
        if (week + 1).is_multiple_of(YEAR_WEEKS) {
            let outlook: Vec<Outlook> = tools
                .iter()
                .zip(&numbers.lines)
                .map(|(tools, n)| Outlook {
                    capacity: tools.capacity,
                    first_capacity: n.capacity,
                    bits: tools.bits,
                    open: 1.0,
                    licensed: false,
                })
                .collect();
            let price: Vec<(f64, f64)> = normal.iter().map(|usd| (1.0, *usd)).collect();
            let decision = investment::decide(model, numbers, &neutral, &outlook, &price, week);
            for (l, added) in decision.added.iter().enumerate() {
                arriving[l].push((week + investment::lead_time(knobs, &model.lines[l]), *added));
            }
        }
    }
    let held = numbers.products.iter().map(|n| knobs.normal_stock + n.buyer_stock);
    supply.iter().zip(held).map(|(path, held)| less_stock_building(path, held)).collect()
}

/// `D = X / (1 + held g)`, with `g` the weekly growth of supply over a year around each week.
fn less_stock_building(supply: &[f64], held: f64) -> Vec<f64> {
    let last = supply.len() - 1;
    let demand = |week: usize| {
        let (from, until) =
            (week.saturating_sub(YEAR_WEEKS / 2), (week + YEAR_WEEKS / 2).min(last));
        let growth = if supply[from] > 0.0 && until > from {
            (supply[until] / supply[from] - 1.0) / (until - from) as f64
        } else {
            0.0
        };
        supply[week] / (1.0 + held * growth)
    };
    (0..=last).map(demand).collect()
}

/// Capacity that arrives in a week; what has arrived leaves the list.
fn arrivals(arriving: &mut Vec<(usize, f64)>, week: usize) -> f64 {
    let due =
        arriving.iter().filter(|(at, _)| *at == week).fold(0.0, |sum, (_, added)| sum + added);
    arriving.retain(|(at, _)| *at > week);
    due
}

fn origin_share(origins: &[(String, f64)], country: &str) -> f64 {
    let all = origins.iter().fold(0.0, |sum, (_, bits)| sum + bits);
    let here = origins.iter().find(|(id, _)| id == country).map_or(0.0, |(_, bits)| *bits);
    if all > 0.0 { here / all } else { 0.0 }
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 1.0 }
}
