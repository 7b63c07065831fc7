//! Chokepoints: who can stop a product, alone or together, on a day under its law.
//!
//! The production graph says: a line stops if its site stops or if it loses an input it cannot run without;
//! an input is lost at a line when suppliers stop that hold a stated part of what the law lets through to it
//! (by default 65 %); the product counts as stopped when lines with at
//! least half of the capacity stop. Its minimal cut sets come by order, by site, by supplier, and, when every
//! event is replaced by the governments that can bring it about, by government and coalition.

mod against;
mod supply;
mod turns;
mod why;

pub use against::{Against, Reach, Rerouted, against};
pub use turns::{Turn, turns};
pub use why::{Why, why};

pub use supply::{Input, Line, Route, Status, Supplier, Supply, supply};

use crate::cuts::{CutError, Options, cut_sets};
use crate::graph::{Arg, Connective, Graph};
use linchpin_policy::Rulebook;
use linchpin_units::Day;
use linchpin_world::World;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What can be stopped: a site or a supplier of an input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Site, or input and supplier.
    pub id: String,
    /// In words.
    pub name: String,
    /// Part of the product's capacity that stops with it, alone.
    pub stops: f64,
    /// Weeks of stock until then (low, middle, high), if a fact or assumption says so.
    pub weeks: Option<[f64; 3]>,
    /// Governments that can bring it about, each with the act or power it would use.
    pub controllers: Vec<Controller>,
}

/// A government and its power over a point.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Controller {
    /// Country of the government.
    pub country: String,
    /// The act in force that it would use, or the power it would need.
    pub power: String,
    /// Whether that act is in force on the day.
    pub in_force: bool,
}

/// One government.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Government {
    /// Country.
    pub country: String,
    /// Its name.
    pub name: String,
    /// Part of the capacity that stops if everything it controls stops.
    pub stops: f64,
    /// Whether it can stop the product alone.
    pub alone: bool,
    /// The fewest points that it needs for that; empty if it cannot.
    pub smallest: Vec<String>,
    /// Powers behind those points, or behind all its points when it cannot.
    pub powers: Vec<String>,
    /// Weeks of stock until the last of those points bites (low, middle, high).
    pub weeks: Option<[f64; 3]>,
}

/// The answer for a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chokepoints {
    /// What was looked at.
    pub supply: Supply,
    /// The part of capacity that counts as the product.
    pub threshold: f64,
    /// The part of its open supply whose stop counts as the loss of an input.
    pub input_share: f64,
    /// Minimal cut sets by order, from one point on, as far as computed.
    pub by_order: Vec<String>,
    /// Points that stop the product alone.
    pub single: Vec<String>,
    /// The smallest cut sets, as names of points.
    pub sets: Vec<Vec<String>>,
    /// All points, those that stop most first.
    pub points: Vec<Point>,
    /// Governments, the most powerful first.
    pub governments: Vec<Government>,
    /// Smallest coalitions that can stop the product where no member can alone.
    pub coalitions: Vec<Vec<String>>,
    /// Routes that the law of the day bars, in words.
    pub barred: Vec<String>,
}

/// Orders looked at: sets of more points are no chokepoints.
const ORDER: u32 = 4;
/// Sets listed.
const LISTED: usize = 40;
/// Part of the capacity whose stop counts as the product's.
pub const THRESHOLD: f64 = 0.5;
/// Part of the open supply of an input whose stop counts as its loss, unless said otherwise: the share from
/// which the industry's own study speaks of a single point of failure (BCG and SIA, "Strengthening the Global
/// Semiconductor Supply Chain in an Uncertain Era", April 2021: more than 65 % of the world market in one
/// region). A convention of counting, stated in every answer; 1 means that every known supplier must stop.
pub const INPUT_SHARE: f64 = 0.65;
/// Capacity is weighed in parts of this many.
const PARTS: f64 = 100.0;

/// The chokepoints of `product` on `on`; `input_share` as [`INPUT_SHARE`], above 0 and at most 1.
///
/// # Errors
/// [`CutError`] when the graph is too large, which no world of this size is.
pub fn chokepoints(
    world: &World,
    rulebook: &Rulebook,
    product: &str,
    on: Day,
    input_share: f64,
) -> Result<Chokepoints, CutError> {
    let supply = supply(world, rulebook, product, on);
    let model = Model::of(world, &supply, input_share);
    model.answer(world, supply)
}

/// The graph with what its events stand for.
struct Model {
    graph: Graph,
    points: Vec<Point>,
    lines: Vec<Arg>,
    capacity: Vec<f64>,
    top: Arg,
    barred: Vec<String>,
    input_share: f64,
    /// The gate of an input with a set of open suppliers, which lines share.
    losses: BTreeMap<(usize, Vec<usize>), Arg>,
}

impl Model {
    fn of(world: &World, supply: &Supply, input_share: f64) -> Self {
        let known: f64 = supply.lines.iter().filter_map(|line| line.capacity).sum();
        let share =
            |line: &Line| line.capacity.unwrap_or(0.0) / if known > 0.0 { known } else { 1.0 };
        let mut model = Self {
            graph: Graph::default(),
            points: Vec::new(),
            lines: Vec::new(),
            capacity: supply.lines.iter().map(share).collect(),
            top: Arg::Constant(false),
            barred: Vec::new(),
            input_share,
            losses: BTreeMap::new(),
        };
        let suppliers: Vec<Arg> =
            (0..supply.suppliers.len()).map(|at| model.supplier(supply, at)).collect();
        for at in 0..supply.lines.len() {
            model.line(world, supply, at, &suppliers);
        }
        model.weigh();
        for at in 0..model.points.len() {
            model.points[at].stops = model.stopped(&|event| event as usize == at);
        }
        model
    }

    fn supplier(&mut self, supply: &Supply, at: usize) -> Arg {
        let supplier = &supply.suppliers[at];
        let input = &supply.inputs[supplier.input];
        let mut controllers: BTreeMap<String, Controller> = BTreeMap::new();
        for ((_, of), route) in &supply.routes {
            if *of == at && route.status == Status::Licence {
                for (country, act) in &route.acts {
                    let power = format!("withhold licences under {act}");
                    let one = Controller { country: country.clone(), power, in_force: true };
                    controllers.entry(country.clone()).or_insert(one);
                }
            }
        }
        if supplier.country != "country:ROW" {
            let power = format!("a new export control on {}", input.name);
            let country = supplier.country.clone();
            let one = Controller { country: country.clone(), power, in_force: false };
            controllers.entry(country).or_insert(one);
        }
        let name = format!("{} from {}", input.name, supplier.name);
        self.points.push(Point {
            id: format!("{} {}", input.id, supplier.id),
            name: name.clone(),
            stops: 0.0,
            weeks: input.stock_weeks,
            controllers: controllers.into_values().collect(),
        });
        self.graph.event(name, None)
    }

    /// A line: its site, and every input that it needs.
    fn line(&mut self, world: &World, supply: &Supply, at: usize, suppliers: &[Arg]) {
        let line = &supply.lines[at];
        let name = world.name_of(&line.site).to_owned();
        self.points.push(Point {
            id: line.site.clone(),
            name: name.clone(),
            stops: 0.0,
            weeks: supply.product_weeks,
            controllers: vec![Controller {
                country: line.country.clone(),
                power: format!("order the site {name} to stop"),
                in_force: false,
            }],
        });
        let site = self.graph.event(name.clone(), None);
        let mut causes = vec![site];
        for need in &line.needs {
            let input = &supply.inputs[*need];
            let here = supply.suppliers_at(*need, line);
            let open = supply.open_at(at, *need);
            let mut shut = 0.0;
            for supplier in &here {
                let route = &supply.routes[&(at, *supplier)];
                if route.status == Status::Barred {
                    shut += if open.contains(supplier) {
                        0.0
                    } else {
                        supply.suppliers[*supplier].share
                    };
                    let by = route.acts.first().map_or("", |(_, act)| act.as_str());
                    let from = &supply.suppliers[*supplier].name;
                    self.barred.push(format!("{} from {from} to {name}: {by}", input.name));
                }
            }
            if !open.is_empty() {
                causes.push(self.loss(supply, *need, (open, 1.0 - shut), suppliers));
            }
        }
        let stops = self.graph.gate(format!("{name} stops"), Connective::Or, causes);
        self.lines.push(stops);
    }

    /// The loss of an input with these open suppliers: any smallest set of them that holds the stated part of
    /// the open supply stops. Whoever supplies without being named in a fact belongs to that supply and
    /// cannot be stopped here.
    fn loss(
        &mut self,
        supply: &Supply,
        input: usize,
        (open, whole): (Vec<usize>, f64),
        events: &[Arg],
    ) -> Arg {
        let key = (input, open);
        if let Some(known) = self.losses.get(&key) {
            return *known;
        }
        let shares: Vec<f64> = key.1.iter().map(|at| supply.suppliers[*at].share).collect();
        let name = &supply.inputs[input].name;
        let sets = deciding(&shares, whole, self.input_share);
        let ways: Vec<Arg> = sets
            .into_iter()
            .map(|set| {
                let all = set.into_iter().map(|at| events[key.1[at]]);
                self.graph.gate(format!("{name}: too little is left"), Connective::And, all)
            })
            .collect();
        let gate = match ways.as_slice() {
            // Too little of the supply is named: nobody known can stop it.
            [] => Arg::Constant(false),
            _ => self.graph.gate(format!("{name} is lost"), Connective::Or, ways),
        };
        self.losses.insert(key, gate);
        gate
    }

    /// The top: lines with at least half of the capacity stop. Lines count as often as they have parts
    /// of the capacity in a hundred.
    fn weigh(&mut self) {
        let mut weighed = Vec::new();
        for (line, share) in self.lines.iter().zip(&self.capacity) {
            let parts = (share * PARTS).round() as usize;
            weighed.extend(std::iter::repeat_n(*line, parts));
        }
        let least = (THRESHOLD * weighed.len() as f64).ceil() as u32;
        let connective = Connective::AtLeast(least.max(1));
        self.top = if weighed.is_empty() {
            Arg::Constant(false)
        } else {
            self.graph.gate("half of the capacity stops", connective, weighed)
        };
    }

    /// Part of the capacity that stops when the events do.
    fn stopped(&self, failed: &dyn Fn(u32) -> bool) -> f64 {
        let lines = self.lines.iter().zip(&self.capacity);
        lines.filter(|(line, _)| self.graph.holds(**line, failed)).map(|(_, share)| share).sum()
    }

    fn controls(&self, event: usize, country: &str) -> bool {
        self.points[event].controllers.iter().any(|one| one.country == country)
    }

    fn answer(self, world: &World, supply: Supply) -> Result<Chokepoints, CutError> {
        let options = Options { order: Some(ORDER), ..Options::default() };
        let cuts = cut_sets(&self.graph, self.top, &options)?;
        let name = |event: &u32| self.points[*event as usize].name.clone();
        let sets: Vec<Vec<u32>> = cuts.first(LISTED);
        let single = sets.iter().filter(|set| set.len() == 1).map(|set| name(&set[0])).collect();
        let countries: BTreeSet<String> = self
            .points
            .iter()
            .flat_map(|point| point.controllers.iter().map(|one| one.country.clone()))
            .collect();
        let mut governments = Vec::new();
        for country in &countries {
            governments.push(self.government(world, country)?);
        }
        governments.sort_by(|a, b| b.stops.total_cmp(&a.stops).then(a.country.cmp(&b.country)));
        let coalitions = self.coalitions(world, &countries)?;
        let mut points = self.points.clone();
        points.sort_by(|a, b| b.stops.total_cmp(&a.stops).then(a.id.cmp(&b.id)));
        let mut barred = self.barred.clone();
        barred.sort();
        barred.dedup();
        Ok(Chokepoints {
            threshold: THRESHOLD,
            input_share: self.input_share,
            by_order: cuts.by_order().iter().map(ToString::to_string).collect(),
            single,
            sets: sets.iter().map(|set| set.iter().map(name).collect()).collect(),
            points,
            governments,
            coalitions,
            barred,
            supply,
        })
    }

    fn government(&self, world: &World, country: &str) -> Result<Government, CutError> {
        let own = |event: u32| self.controls(event as usize, country);
        let stops = self.stopped(&own);
        let alone = self.graph.holds(self.top, &own);
        let mut smallest: Vec<u32> = Vec::new();
        if alone {
            smallest = self.smallest_of(country)?;
        }
        let behind: Vec<usize> = if alone {
            smallest.iter().map(|event| *event as usize).collect()
        } else {
            (0..self.points.len()).filter(|at| self.controls(*at, country)).collect()
        };
        let controllers = behind.iter().flat_map(|at| &self.points[*at].controllers);
        let own_powers = controllers.filter(|one| one.country == country);
        let mut powers: Vec<&Controller> = own_powers.collect();
        powers.sort_by_key(|one| (!one.in_force, one.power.clone()));
        powers.dedup();
        let weeks = behind
            .iter()
            .filter_map(|at| self.points[*at].weeks)
            .reduce(|a, b| [a[0].max(b[0]), a[1].max(b[1]), a[2].max(b[2])]);
        Ok(Government {
            country: country.to_owned(),
            name: named(world, country),
            stops,
            alone,
            smallest: smallest.iter().map(|at| self.points[*at as usize].name.clone()).collect(),
            powers: powers.into_iter().map(|one| one.power.clone()).collect(),
            weeks: weeks.filter(|_| alone),
        })
    }

    /// The smallest cut set of points that the government controls: all others held up.
    fn smallest_of(&self, country: &str) -> Result<Vec<u32>, CutError> {
        let mut graph = self.graph.clone();
        for gate in &mut graph.gates {
            for arg in &mut gate.args {
                if let Arg::Event(event) = arg
                    && !self.controls(*event as usize, country)
                {
                    *arg = Arg::Constant(false);
                }
            }
        }
        for order in 1..=12 {
            let options = Options { order: Some(order), ..Options::default() };
            if let Some(set) = cut_sets(&graph, self.top, &options)?.first(1).pop() {
                return Ok(set);
            }
        }
        Ok(Vec::new())
    }

    /// Coalitions: every event is what the governments that control it can bring about.
    fn coalitions(
        &self,
        world: &World,
        countries: &BTreeSet<String>,
    ) -> Result<Vec<Vec<String>>, CutError> {
        let mut graph = Graph::default();
        let names: Vec<&String> = countries.iter().collect();
        let acts: Vec<Arg> =
            names.iter().map(|country| graph.event(country.as_str(), None)).collect();
        graph.gates.clone_from(&self.graph.gates);
        let mut stands: Vec<Arg> = Vec::new();
        for point in &self.points {
            let who: Vec<Arg> = (0..names.len())
                .filter(|at| point.controllers.iter().any(|one| one.country == *names[*at]))
                .map(|at| acts[at])
                .collect();
            stands.push(match who.as_slice() {
                [] => Arg::Constant(false),
                _ => graph.gate(format!("{} stops", point.name), Connective::Or, who),
            });
        }
        for gate in graph.gates.iter_mut().take(self.graph.gates.len()) {
            for arg in &mut gate.args {
                if let Arg::Event(event) = arg {
                    *arg = stands[*event as usize];
                }
            }
        }
        let options = Options { order: Some(3), ..Options::default() };
        let sets = cut_sets(&graph, self.top, &options)?.first(LISTED);
        let many = sets.into_iter().filter(|set| set.len() > 1);
        let named = many
            .map(|set| set.iter().map(|at| named(world, names[*at as usize])).collect::<Vec<_>>());
        Ok(named.collect())
    }
}

/// Who governs a place of the world: Europe as the world's facts count it acts through the European Union.
fn named(world: &World, country: &str) -> String {
    match country {
        "country:EUR" => "European Union".to_owned(),
        _ => world.name_of(country).to_owned(),
    }
}

/// The smallest sets of suppliers, by place, that hold at least `part` of the `whole` supply; all of them
/// where a part of 1 is asked for. The whole is at least the sum of the shares.
fn deciding(shares: &[f64], whole: f64, part: f64) -> Vec<Vec<usize>> {
    let sum: f64 = shares.iter().sum();
    // "Every supplier" means every one that is known.
    let all = if part < 1.0 { sum.max(whole) } else { sum };
    // A few suppliers: every set is looked at, the small ones first.
    let most = shares.len().min(16);
    let mut sets: Vec<u32> = (1..1_u32 << most).collect();
    sets.sort_by_key(|set| (set.count_ones(), *set));
    let holds =
        |set: u32| -> f64 { (0..most).filter(|at| set >> at & 1 == 1).map(|at| shares[at]).sum() };
    let mut found: Vec<u32> = Vec::new();
    for set in sets {
        let larger = found.iter().any(|known| known & set == *known);
        // Rounding in a sum of shares is no supply.
        if !larger && holds(set) >= part * all - 1e-9 {
            found.push(set);
        }
    }
    found.into_iter().map(|set| (0..most).filter(|at| set >> at & 1 == 1).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_sets_with_half_of_the_supply() {
        // By hand: 66, 27, 5, 2. The first alone holds 65; the others together hold 34.
        assert_eq!(deciding(&[0.66, 0.27, 0.05, 0.02], 1.0, 0.65), [vec![0]]);
        // 40, 35, 25: any two hold half, none alone; no two but the largest hold 70.
        assert_eq!(deciding(&[0.4, 0.35, 0.25], 1.0, 0.5), [vec![0, 1], vec![0, 2], vec![1, 2]]);
        assert_eq!(deciding(&[0.4, 0.35, 0.25], 1.0, 0.7), [vec![0, 1]]);
        // 63 of 100 are shut out by the law; of the 37 that are left, 27 are more than 65 in a hundred.
        assert_eq!(deciding(&[0.27, 0.1], 0.37, 0.65), [vec![0]]);
        // Facts name 60 of 100: whoever has the other 40 goes on.
        assert_eq!(deciding(&[0.3, 0.15, 0.15], 1.0, 0.65), Vec::<Vec<usize>>::new());
        // Every supplier must stop.
        assert_eq!(deciding(&[0.9, 0.1], 1.0, 1.0), [vec![0, 1]]);
        assert_eq!(deciding(&[0.3], 1.0, 1.0), [vec![0]]);
    }
}
