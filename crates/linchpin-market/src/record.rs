//! What a run writes down each week: one gauge a series.
//!
//! In: the model and what a study wants to see closely. Out: the keys of all series, and each week's
//! value of each for a block of runs. Gauges only read the state. What a country exports is what it
//! ships, at the price of the week, to buyers elsewhere, by where customs see it go (`routes`): home sales are
//! no exports.

use crate::dynamics::Market;
use crate::lanes::{Lane, sum};
use crate::model::Model;
use crate::numbers::GIGABITS;
use crate::routes::Route;
use crate::shape::Shape;
use crate::state::State;
use linchpin_engine::{Level, SeriesKey, Variable};
use linchpin_world::{CountryId, ProductId, SiteId};
use pulp::Simd;

/// Weeks recorded before they are written out: a line of the cache for each series and lane.
pub(crate) const WEEKS_HELD: usize = 8;
/// All destinations of exports together.
const WORLD: &str = "country:WLD";
/// Million dollars in a dollar.
const MILLION: f64 = 1e-6;

/// What is shown of a disturbed material.
const MATERIAL: [Variable; 5] = [
    Variable::MaterialStock,
    Variable::MaterialInflow,
    Variable::LicensedFlow,
    Variable::PriceOutside,
    Variable::PriceInside,
];

pub use linchpin_engine::Focus;

/// Where one series is read; makers, buyers and cells by position in the product's shape.
#[derive(Debug, Clone)]
enum Gauge {
    Line { lines: Vec<usize>, variable: Variable },
    Product { product: usize, variable: Variable },
    Maker { product: usize, maker: usize, cells: Vec<usize>, variable: Variable },
    Buyers { product: usize, buyers: Vec<usize>, variable: Variable },
    MakerAt { product: usize, maker: usize, buyers: Vec<usize>, variable: Variable },
    Exports { product: usize, cells: Vec<(usize, usize)>, parts: Vec<(Vec<usize>, f64)> },
    Material { material: usize, variable: Variable },
}

/// The series of a run and how each is read.
#[derive(Debug, Clone)]
pub struct Recorder {
    keys: Vec<SeriesKey>,
    gauges: Vec<Gauge>,
    shape: Shape,
}

impl Recorder {
    /// The series a study records.
    #[must_use]
    pub fn new(model: &Model, focus: &Focus) -> Self {
        let mut recorder = Self { keys: Vec::new(), gauges: Vec::new(), shape: Shape::new(model) };
        recorder.lines(model, focus);
        recorder.products(model);
        recorder.firms(model, focus);
        recorder.buyers(model, focus);
        for (material, buyer) in &focus.materials {
            let known = model.materials.iter().position(|m| m.id == *material && m.buyer == *buyer);
            if let Some(m) = known {
                for variable in MATERIAL {
                    let key = SeriesKey::new(Level::Material, material, None, variable);
                    recorder.add(key, Gauge::Material { material: m, variable });
                }
            }
        }
        recorder
    }

    fn add(&mut self, key: SeriesKey, gauge: Gauge) {
        self.keys.push(key);
        self.gauges.push(gauge);
    }

    fn lines(&mut self, model: &Model, focus: &Focus) {
        let mut done: Vec<(&SiteId, usize)> = Vec::new();
        for line in &model.lines {
            if done.contains(&(&line.site, line.product)) {
                continue;
            }
            done.push((&line.site, line.product));
            let mine = |(l, other): (usize, &crate::model::Line)| {
                (other.site == line.site && other.product == line.product).then_some(l)
            };
            let lines: Vec<usize> = model.lines.iter().enumerate().filter_map(mine).collect();
            let close = focus.sites.contains(&line.site);
            let wanted: &[Variable] = if close {
                &[
                    Variable::Output,
                    Variable::Starts,
                    Variable::Capacity,
                    Variable::ToolAvailability,
                    Variable::BitsPerWafer,
                    Variable::SparesStock,
                    Variable::Utilisation,
                    Variable::Investment,
                ]
            } else {
                &[Variable::Output, Variable::Capacity]
            };
            for variable in wanted {
                let key = SeriesKey::new(
                    Level::Site,
                    &line.site,
                    Some(&model.products[line.product].id),
                    *variable,
                );
                self.add(key, Gauge::Line { lines: lines.clone(), variable: *variable });
            }
        }
    }

    fn products(&mut self, model: &Model) {
        for (p, product) in model.products.iter().enumerate() {
            for variable in [
                Variable::Output,
                Variable::SpotPrice,
                Variable::ContractPrice,
                Variable::ContractPriceDollar,
                Variable::SupplierStock,
                Variable::BuyerStock,
                Variable::Shipments,
                Variable::UnmetDemand,
                Variable::Revenue,
            ] {
                // What is agreed for a term has no spot market.
                if variable == Variable::SpotPrice && product.price_term.is_some() {
                    continue;
                }
                let key = SeriesKey::new(Level::Product, &product.id, Some(&product.id), variable);
                self.add(key, Gauge::Product { product: p, variable });
            }
        }
    }

    fn firms(&mut self, model: &Model, focus: &Focus) {
        for (f, firm) in model.firms.iter().enumerate() {
            for (p, product) in model.products.iter().enumerate() {
                let shape = &self.shape.products[p];
                let Some(maker) = shape.maker(f) else { continue };
                let mine = |cell: &usize| shape.cells[*cell].maker == maker;
                let cells: Vec<usize> = (0..shape.cells.len()).filter(mine).collect();
                for variable in [
                    Variable::Output,
                    Variable::Shipments,
                    Variable::Revenue,
                    Variable::Share,
                    Variable::SupplierStock,
                ] {
                    let key = SeriesKey::new(Level::Firm, firm, Some(&product.id), variable);
                    let cells = cells.clone();
                    self.add(key, Gauge::Maker { product: p, maker, cells, variable });
                }
                for destination in &focus.destinations {
                    let entity = format!("{firm}@{destination}");
                    for variable in [Variable::Shipments, Variable::Revenue, Variable::Share] {
                        let key = SeriesKey::new(Level::Firm, &entity, Some(&product.id), variable);
                        let buyers = self.buyers_in(model, p, destination);
                        self.add(key, Gauge::MakerAt { product: p, maker, buyers, variable });
                    }
                }
            }
        }
    }

    fn buyers(&mut self, model: &Model, focus: &Focus) {
        for (p, product) in model.products.iter().enumerate() {
            for destination in model.destinations() {
                let buyers = self.buyers_in(model, p, destination);
                for variable in [Variable::Shipments, Variable::UnmetDemand, Variable::Revenue] {
                    let key = SeriesKey::new(
                        Level::Destination,
                        destination,
                        Some(&product.id),
                        variable,
                    );
                    let buyers = buyers.clone();
                    self.add(key, Gauge::Buyers { product: p, buyers, variable });
                }
            }
            if let Some(exporter) = &focus.exporter {
                self.exports(model, p, exporter);
            }
            for id in &focus.segments {
                if let Some(d) = model.segments.iter().position(|segment| segment.id == *id) {
                    let buyers: Vec<usize> = self.shape.products[p].buyer(d).into_iter().collect();
                    for variable in
                        [Variable::Shipments, Variable::UnmetDemand, Variable::BuyerStock]
                    {
                        let key = SeriesKey::new(Level::Segment, id, Some(&product.id), variable);
                        let buyers = buyers.clone();
                        self.add(key, Gauge::Buyers { product: p, buyers, variable });
                    }
                }
            }
        }
    }

    /// What a country exports of a product, by where customs see it go, and in all. What is sold at home is no export.
    fn exports(&mut self, model: &Model, p: usize, exporter: &str) {
        let product = &model.products[p].id;
        let cells = self.cells_in(p, exporter);
        let used: Vec<&str> = model
            .destinations()
            .into_iter()
            .map(CountryId::as_str)
            .filter(|id| *id != exporter)
            .collect();
        let takes = |used: &str| {
            let routes = model.routes.iter();
            routes.filter(move |route| route.takes(exporter, product, used)).collect::<Vec<_>>()
        };
        let mut declared = used.clone();
        for route in used.iter().flat_map(|used| takes(used)) {
            if !declared.contains(&route.via.as_str()) {
                declared.push(route.via.as_str());
            }
        }
        for place in declared {
            let mut parts = Vec::new();
            for used in &used {
                let routes = takes(used);
                let sum = |sum: f64, route: &&Route| sum + route.share.get();
                let through = routes.iter().filter(|route| route.via.as_str() == place);
                let stays = if *used == place { 1.0 - routes.iter().fold(0.0, sum) } else { 0.0 };
                let share = through.fold(stays, sum);
                if share > 0.0 {
                    parts.push((self.buyers_in(model, p, used), share));
                }
            }
            self.export(product, place, Gauge::Exports { product: p, cells: cells.clone(), parts });
        }
        let all = used.iter().flat_map(|used| self.buyers_in(model, p, used)).collect();
        let parts = vec![(all, 1.0)];
        self.export(product, WORLD, Gauge::Exports { product: p, cells, parts });
    }

    fn export(&mut self, product: &ProductId, place: &str, gauge: Gauge) {
        self.add(
            SeriesKey::new(Level::Destination, place, Some(product), Variable::ExportValue),
            gauge,
        );
    }

    /// The buyers of a product in a destination.
    fn buyers_in(&self, model: &Model, p: usize, destination: &str) -> Vec<usize> {
        let segments = &self.shape.products[p].buyers;
        let inside = |b: &usize| model.segments[segments[*b]].destination == destination;
        (0..segments.len()).filter(inside).collect()
    }

    /// Cell and maker of whoever makes a product in a country.
    fn cells_in(&self, p: usize, country: &str) -> Vec<(usize, usize)> {
        let Some(country) = self.shape.country(country) else { return Vec::new() };
        let cells = self.shape.products[p].cells.iter().enumerate();
        cells.filter(|(_, of)| of.country == country).map(|(cell, of)| (cell, of.maker)).collect()
    }

    /// The keys, in the order of the values.
    #[must_use]
    pub fn keys(&self) -> &[SeriesKey] {
        &self.keys
    }

    /// The week just done of each series, in the order of the keys, into a slot of the weeks held, `[key][slot]`.
    #[inline(always)]
    pub(crate) fn read<S: Simd>(
        &self,
        market: &Market<'_, S>,
        state: &State<S>,
        held: &mut [Lane<S>],
        slot: usize,
    ) {
        for (gauge, weeks) in self.gauges.iter().zip(held.chunks_exact_mut(WEEKS_HELD)) {
            weeks[slot] = read(gauge, market, state);
        }
    }

    /// One series of the week just done, by the position of its key.
    #[inline(always)]
    pub(crate) fn read_one<S: Simd>(
        &self,
        key: usize,
        market: &Market<'_, S>,
        state: &State<S>,
    ) -> Lane<S> {
        read(&self.gauges[key], market, state)
    }
}

#[inline(always)]
fn read<S: Simd>(gauge: &Gauge, market: &Market<'_, S>, state: &State<S>) -> Lane<S> {
    match gauge {
        Gauge::Line { lines, variable } => read_lines(lines, *variable, market, state),
        Gauge::Product { product, variable } => read_product(*product, *variable, market, state),
        Gauge::Maker { product, maker, cells, variable } => {
            let now = &state.products[*product];
            let shipped = now.shipments.by_maker[*maker];
            match *variable {
                Variable::Output => some(&now.output, cells, market),
                Variable::Shipments => shipped,
                Variable::Revenue => now.revenue[*maker],
                Variable::Share => shipped.part_of(sum(market.simd, &now.shipments.by_maker), 0.0),
                _ => some(&now.stock, cells, market).part_of(now.trend[*maker], 0.0),
            }
        }
        Gauge::Buyers { product, buyers, variable } => {
            let now = &state.products[*product];
            match *variable {
                Variable::Shipments => some(&now.shipments.by_buyer, buyers, market),
                Variable::UnmetDemand => some(&now.unmet, buyers, market),
                Variable::BuyerStock => {
                    let demand = some(&now.demand, buyers, market);
                    some(&now.buyers, buyers, market).part_of(demand, 0.0)
                }
                _ => some(&now.shipments.by_buyer, buyers, market) * now.sold_at * MILLION,
            }
        }
        Gauge::MakerAt { product, maker, buyers, variable } => {
            let now = &state.products[*product];
            let mine = from(&now.shipments.shipped, now.revenue.len(), *maker, buyers, market);
            match *variable {
                Variable::Shipments => mine,
                Variable::Revenue => mine * now.sold_at * MILLION,
                _ => mine.part_of(some(&now.shipments.by_buyer, buyers, market), 0.0),
            }
        }
        Gauge::Exports { product, cells, parts } => {
            let now = &state.products[*product];
            let (makers, mut all) = (now.revenue.len(), Lane::splat(market.simd, 0.0));
            for (buyers, share) in parts {
                let mut bits = all.like(0.0);
                for (cell, maker) in cells {
                    let shipped = &now.shipments.shipped;
                    bits += from(shipped, makers, *maker, buyers, market) * now.mix[*cell];
                }
                all += bits * *share;
            }
            all * now.sold_at * MILLION
        }
        Gauge::Material { material, variable } => {
            read_material(*material, *variable, market, state)
        }
    }
}

/// The sum over some positions.
#[inline(always)]
fn some<S: Simd>(values: &[Lane<S>], of: &[usize], market: &Market<'_, S>) -> Lane<S> {
    let mut sum = Lane::splat(market.simd, 0.0);
    for place in of {
        sum += values[*place];
    }
    sum
}

/// What one maker shipped to some buyers.
#[inline(always)]
fn from<S: Simd>(
    shipped: &[Lane<S>],
    makers: usize,
    maker: usize,
    buyers: &[usize],
    market: &Market<'_, S>,
) -> Lane<S> {
    let mut sum = Lane::splat(market.simd, 0.0);
    for buyer in buyers {
        sum += shipped[buyer * makers + maker];
    }
    sum
}

/// Sums over lines; ratios as means weighted by capacity.
#[inline(always)]
fn read_lines<S: Simd>(
    lines: &[usize],
    variable: Variable,
    market: &Market<'_, S>,
    state: &State<S>,
) -> Lane<S> {
    let none = Lane::splat(market.simd, 0.0);
    let (mut plain, mut weighted, mut capacity) = (none, none, none);
    for line in lines.iter().map(|l| &state.lines[*l]) {
        let value = match variable {
            Variable::Output => line.week.output,
            Variable::Starts => line.week.starts,
            Variable::Capacity => line.tools.capacity,
            Variable::Investment => line.week.arrived,
            Variable::ToolAvailability => line.tools.availability,
            Variable::BitsPerWafer => line.tools.bits,
            Variable::SparesStock => line.tools.spares,
            _ => line.week.utilisation,
        };
        plain += value;
        weighted += value * line.tools.capacity;
        capacity += line.tools.capacity;
    }
    match variable {
        Variable::Output | Variable::Starts | Variable::Capacity | Variable::Investment => plain,
        _ => weighted.part_of(capacity, 0.0),
    }
}

#[inline(always)]
fn read_product<S: Simd>(
    p: usize,
    variable: Variable,
    market: &Market<'_, S>,
    state: &State<S>,
) -> Lane<S> {
    let now = &state.products[p];
    let simd = market.simd;
    let level = now.normal / market.block.products[p].price;
    match variable {
        Variable::Output => sum(simd, &now.output),
        Variable::SpotPrice => now.price.spot * level,
        Variable::ContractPrice => now.price.contract * level,
        Variable::ContractPriceDollar => now.price.contract * now.normal / GIGABITS,
        Variable::SupplierStock => sum(simd, &now.stock).part_of(sum(simd, &now.demand), 0.0),
        Variable::BuyerStock => sum(simd, &now.buyers).part_of(sum(simd, &now.demand), 0.0),
        Variable::Shipments => sum(simd, &now.shipments.by_maker),
        Variable::UnmetDemand => sum(simd, &now.unmet),
        _ => sum(simd, &now.revenue),
    }
}

/// Mean stock over the lines that use the material, its flows and its prices; full and 1 where nothing
/// disturbs it.
#[inline(always)]
fn read_material<S: Simd>(
    material: usize,
    variable: Variable,
    market: &Market<'_, S>,
    state: &State<S>,
) -> Lane<S> {
    let full = market.block.material_stock[material];
    let controls = &market.controls.materials;
    let Some(m) = controls.iter().position(|control| control.material == material) else {
        return if variable == Variable::MaterialStock { full } else { full.like(1.0) };
    };
    let (control, week) = (&controls[m], state.week - 1);
    match variable {
        Variable::PriceOutside => control.outside[week],
        Variable::PriceInside => control.inside[week],
        Variable::MaterialInflow => control.inflow[week],
        Variable::LicensedFlow => control.licensed[week],
        // What no line here uses lies with its other users.
        _ => market.material_held(state, m).unwrap_or(control.held[week]),
    }
}
