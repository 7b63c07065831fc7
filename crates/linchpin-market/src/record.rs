//! What a run writes down each week: one gauge a series.
//!
//! In: the model and what a study wants to see closely. Out: the keys of all series, and each week's
//! value of each. Gauges only read the state.

use crate::dynamics::State;
use crate::levers::Levers;
use crate::model::Model;
use crate::numbers::{GIGABITS, Numbers};
use linchpin_engine::{Level, SeriesKey, Variable};

/// What is shown of a disturbed material.
const MATERIAL: [Variable; 5] = [
    Variable::MaterialStock,
    Variable::MaterialInflow,
    Variable::LicensedFlow,
    Variable::PriceOutside,
    Variable::PriceInside,
];

/// What a study looks at beyond markets, firms and every site's output.
#[derive(Debug, Clone, Default)]
pub struct Focus {
    /// Sites whose tools are shown in full.
    pub sites: Vec<String>,
    /// Destinations where firms' sales are shown one by one.
    pub destinations: Vec<String>,
    /// Segments shown one by one.
    pub segments: Vec<String>,
    /// Materials shown, with the country that buys.
    pub materials: Vec<(String, String)>,
    /// Country whose exports are counted.
    pub exporter: Option<String>,
}

/// Where one series is read.
#[derive(Debug, Clone)]
enum Gauge {
    Line(Vec<usize>, Variable),
    Product(usize, Variable),
    Firm(usize, usize, Variable),
    Destination(usize, Vec<usize>, Variable),
    FirmAt(usize, usize, Vec<usize>, Variable),
    Exports(usize, Vec<usize>),
    Material(usize, Variable),
}

/// The series of a run and how each is read.
#[derive(Debug, Clone)]
pub struct Recorder {
    keys: Vec<SeriesKey>,
    gauges: Vec<Gauge>,
    exporter: String,
    weeks: usize,
}

impl Recorder {
    /// The series a study records.
    #[must_use]
    pub fn new(model: &Model, focus: &Focus) -> Self {
        let exporter = focus.exporter.clone().unwrap_or_default();
        let mut recorder =
            Self { keys: Vec::new(), gauges: Vec::new(), exporter, weeks: model.weeks };
        recorder.lines(model, focus);
        recorder.products(model);
        recorder.firms(model, focus);
        recorder.buyers(model, focus);
        for (material, buyer) in &focus.materials {
            let known = model.materials.iter().position(|m| m.id == *material && m.buyer == *buyer);
            if let Some(m) = known {
                for variable in MATERIAL {
                    let key = SeriesKey::new(Level::Material, material, None, variable);
                    recorder.add(key, Gauge::Material(m, variable));
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
        let mut done: Vec<(&str, usize)> = Vec::new();
        for line in &model.lines {
            if done.contains(&(line.site.as_str(), line.product)) {
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
                self.add(key, Gauge::Line(lines.clone(), *variable));
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
                let key = SeriesKey::new(Level::Product, &product.id, Some(&product.id), variable);
                self.add(key, Gauge::Product(p, variable));
            }
        }
    }

    fn firms(&mut self, model: &Model, focus: &Focus) {
        for (f, firm) in model.firms.iter().enumerate() {
            for (p, product) in model.products.iter().enumerate() {
                if !model.lines.iter().any(|line| line.firm == f && line.product == p) {
                    continue;
                }
                for variable in [
                    Variable::Output,
                    Variable::Shipments,
                    Variable::Revenue,
                    Variable::Share,
                    Variable::SupplierStock,
                ] {
                    let key = SeriesKey::new(Level::Firm, firm, Some(&product.id), variable);
                    self.add(key, Gauge::Firm(p, f, variable));
                }
                for destination in &focus.destinations {
                    let entity = format!("{firm}@{destination}");
                    for variable in [Variable::Shipments, Variable::Revenue, Variable::Share] {
                        let key = SeriesKey::new(Level::Firm, &entity, Some(&product.id), variable);
                        self.add(key, Gauge::FirmAt(p, f, segments(model, destination), variable));
                    }
                }
            }
        }
    }

    fn buyers(&mut self, model: &Model, focus: &Focus) {
        for (p, product) in model.products.iter().enumerate() {
            for destination in model.destinations() {
                let segments = segments(model, destination);
                for variable in [Variable::Shipments, Variable::UnmetDemand, Variable::Revenue] {
                    let key = SeriesKey::new(
                        Level::Destination,
                        destination,
                        Some(&product.id),
                        variable,
                    );
                    self.add(key, Gauge::Destination(p, segments.clone(), variable));
                }
                if focus.exporter.is_some() {
                    let key = SeriesKey::new(
                        Level::Destination,
                        destination,
                        Some(&product.id),
                        Variable::ExportValue,
                    );
                    self.add(key, Gauge::Exports(p, segments));
                }
            }
            for id in &focus.segments {
                if let Some(d) = model.segments.iter().position(|segment| segment.id == *id) {
                    for variable in
                        [Variable::Shipments, Variable::UnmetDemand, Variable::BuyerStock]
                    {
                        let key = SeriesKey::new(Level::Segment, id, Some(&product.id), variable);
                        self.add(key, Gauge::Destination(p, vec![d], variable));
                    }
                }
            }
        }
    }

    /// The keys, in the order of the values.
    #[must_use]
    pub fn keys(&self) -> &[SeriesKey] {
        &self.keys
    }

    /// Writes the week just done into `block`, laid out `[key][week]`.
    pub fn record(
        &self,
        model: &Model,
        numbers: &Numbers,
        levers: &Levers,
        state: &State,
        block: &mut [f64],
    ) {
        let week = state.week - 1;
        for (k, gauge) in self.gauges.iter().enumerate() {
            block[k * self.weeks + week] = self.read(gauge, model, numbers, levers, state);
        }
    }

    fn read(
        &self,
        gauge: &Gauge,
        model: &Model,
        numbers: &Numbers,
        levers: &Levers,
        state: &State,
    ) -> f64 {
        match gauge {
            Gauge::Line(lines, variable) => read_lines(lines, *variable, state),
            Gauge::Product(p, variable) => read_product(*p, *variable, numbers, state),
            Gauge::Firm(p, f, variable) => {
                let now = &state.products[*p];
                match variable {
                    Variable::Output => now.output[*f],
                    Variable::Shipments => now.shipments.by_firm[*f],
                    Variable::Revenue => now.revenue[*f],
                    Variable::Share => part(now.shipments.by_firm[*f], sum(&now.shipments.by_firm)),
                    _ => part(now.stock[*f], now.trend[*f]),
                }
            }
            Gauge::Destination(p, segments, variable) => {
                let now = &state.products[*p];
                let add = |values: &[f64]| segments.iter().fold(0.0, |sum, d| sum + values[*d]);
                match variable {
                    Variable::Shipments => add(&now.shipments.by_segment),
                    Variable::UnmetDemand => add(&now.unmet),
                    Variable::BuyerStock => part(add(&now.buyers), add(&now.demand)),
                    _ => add(&now.shipments.by_segment) * unit_value(*p, state),
                }
            }
            Gauge::FirmAt(p, f, segments, variable) => {
                let now = &state.products[*p];
                let mine = segments.iter().fold(0.0, |sum, d| sum + now.shipments.shipped[*f][*d]);
                match variable {
                    Variable::Shipments => mine,
                    Variable::Revenue => mine * unit_value(*p, state),
                    _ => part(
                        mine,
                        segments.iter().fold(0.0, |sum, d| sum + now.shipments.by_segment[*d]),
                    ),
                }
            }
            Gauge::Exports(p, segments) => {
                let now = &state.products[*p];
                let bits = (0..model.firms.len()).fold(0.0, |sum, f| {
                    let mine =
                        segments.iter().fold(0.0, |sum, d| sum + now.shipments.shipped[f][*d]);
                    sum + mine * origin(&state.origins[*p][f], &self.exporter)
                });
                bits * unit_value(*p, state)
            }
            Gauge::Material(m, variable) => read_material(*m, *variable, numbers, levers, state),
        }
    }
}

fn read_lines(lines: &[usize], variable: Variable, state: &State) -> f64 {
    let add = |of: &dyn Fn(usize) -> f64| lines.iter().fold(0.0, |sum, l| sum + of(*l));
    let capacity = |l: usize| state.lines[l].tools.capacity;
    let mean = |of: &dyn Fn(usize) -> f64| part(add(&|l| of(l) * capacity(l)), add(&capacity));
    match variable {
        Variable::Output => add(&|l| state.lines[l].week.output),
        Variable::Starts => add(&|l| state.lines[l].week.starts),
        Variable::Capacity => add(&capacity),
        Variable::Investment => add(&|l| state.lines[l].week.arrived),
        Variable::ToolAvailability => mean(&|l| state.lines[l].tools.availability),
        Variable::BitsPerWafer => mean(&|l| state.lines[l].tools.bits),
        Variable::SparesStock => mean(&|l| state.lines[l].tools.spares),
        _ => mean(&|l| state.lines[l].week.utilisation),
    }
}

fn read_product(p: usize, variable: Variable, numbers: &Numbers, state: &State) -> f64 {
    let now = &state.products[p];
    let dollars = |index: f64| index * now.normal / numbers.products[p].price;
    match variable {
        Variable::Output => sum(&now.output),
        Variable::SpotPrice => dollars(now.price.spot),
        Variable::ContractPrice => dollars(now.price.contract),
        Variable::ContractPriceDollar => now.price.contract * now.normal / GIGABITS,
        Variable::SupplierStock => part(sum(&now.stock), sum(&now.demand)),
        Variable::BuyerStock => part(sum(&now.buyers), sum(&now.demand)),
        Variable::Shipments => sum(&now.shipments.by_firm),
        Variable::UnmetDemand => sum(&now.unmet),
        _ => sum(&now.revenue),
    }
}

/// Mean stock over the lines that use the material, its flows and its prices; full and 1 where nothing
/// disturbs it.
fn read_material(
    m: usize,
    variable: Variable,
    numbers: &Numbers,
    levers: &Levers,
    state: &State,
) -> f64 {
    let full = numbers.material_stock[m];
    let Some(position) = levers.materials.iter().position(|path| path.material == m) else {
        return if variable == Variable::MaterialStock { full } else { 1.0 };
    };
    let (path, prices) = (&levers.materials[position], &state.material_prices[position]);
    match variable {
        Variable::PriceOutside => prices.outside,
        Variable::PriceInside => prices.inside,
        Variable::MaterialInflow => path.inflow[state.week - 1],
        Variable::LicensedFlow => path.licensed[state.week - 1],
        _ => {
            let held = state.lines.iter().filter_map(|line| line.stocks[position]);
            let (weeks, count) =
                held.fold((0.0, 0.0), |(sum, n), stock| (sum + stock.weeks, n + 1.0));
            if count > 0.0 { weeks / count } else { full }
        }
    }
}

fn segments(model: &Model, destination: &str) -> Vec<usize> {
    let inside = |(d, segment): (usize, &crate::model::Segment)| {
        (segment.destination == destination).then_some(d)
    };
    model.segments.iter().enumerate().filter_map(inside).collect()
}

fn origin(origins: &[(String, f64)], country: &str) -> f64 {
    let all = origins.iter().fold(0.0, |sum, (_, bits)| sum + bits);
    origins.iter().find(|(id, _)| id == country).map_or(0.0, |(_, bits)| part(*bits, all))
}

/// Million USD per terabit at this week's contract price; the state already holds next week's.
fn unit_value(p: usize, state: &State) -> f64 {
    let now = &state.products[p];
    part(sum(&now.revenue), sum(&now.shipments.by_firm))
}

fn sum(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |sum, value| sum + value)
}

fn part(of: f64, whole: f64) -> f64 {
    if whole > 0.0 { of / whole } else { 0.0 }
}
