//! Why a point or a government can stop what it can: from the part of capacity to lines, inputs, shares and acts.

use super::{Model, Status, Supply, named, supply};
use linchpin_policy::Rulebook;
use linchpin_policy::words::plain;
use linchpin_units::Day;
use linchpin_world::World;
use serde::Serialize;
use std::collections::BTreeSet;

/// A statement and what it rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Why {
    /// In words and numbers.
    pub text: String,
    /// What it rests on.
    pub because: Vec<Why>,
}

impl Why {
    fn new(text: String, because: Vec<Self>) -> Self {
        Self { text, because }
    }
}

/// What `name` (a point, a supplier, a site or a government) stops on `on` and why; the names that can be asked about
/// where it means none.
///
/// # Errors
/// Every name, when this one is none of them.
pub fn why(
    world: &World,
    rulebook: &Rulebook,
    (product, on, input_share): (&str, Day, f64),
    name: &str,
) -> Result<Why, Vec<String>> {
    let supply = supply(world, rulebook, product, on);
    let model = Model::of(world, &supply, input_share);
    let (title, events) = model.asked(world, name).ok_or_else(|| model.names(world))?;
    let fails = |event: u32| events.contains(&(event as usize));
    let stops = model.stopped(&fails);
    let mut because = Vec::new();
    for (at, line) in model.lines.iter().enumerate() {
        if model.graph.holds(*line, &fails) {
            because.push(model.line_stops(world, &supply, at, &events));
        }
    }
    for event in &events {
        because.extend(model.powers(world, *event, name));
    }
    let share = percent(stops);
    Ok(Why::new(
        format!("{title}: {share} of the wafer capacity that facts state, on {on}"),
        because,
    ))
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

impl Model {
    /// What a name means: its title and the points it stands for. A government stands for all that it controls.
    fn asked(&self, world: &World, name: &str) -> Option<(String, BTreeSet<usize>)> {
        let wanted = plain(name);
        if wanted.is_empty() {
            return None;
        }
        for country in self.countries() {
            if plain(&named(world, &country)) == wanted || plain(&country) == wanted {
                let own = (0..self.points.len()).filter(|at| self.controls(*at, &country));
                let title = format!("all that {} controls", named(world, &country));
                return Some((title, own.collect()));
            }
        }
        let whole = |at: &usize| {
            let point = &self.points[*at];
            plain(&point.name) == wanted || plain(&point.id) == wanted
        };
        let part = |at: &usize| {
            format!("-{}-", plain(&self.points[*at].name)).contains(&format!("-{wanted}-"))
        };
        let all = || 0..self.points.len();
        let exact: BTreeSet<usize> = all().filter(whole).collect();
        let found = if exact.is_empty() { all().filter(part).collect() } else { exact };
        let mut titles = found.iter().map(|at| self.points[*at].name.as_str());
        let title = match found.len() {
            0 => return None,
            1 => titles.next().unwrap_or_default().to_owned(),
            n => format!("{n} points together ({})", titles.collect::<Vec<_>>().join("; ")),
        };
        Some((title, found))
    }

    fn countries(&self) -> BTreeSet<String> {
        let all = self.points.iter().flat_map(|point| &point.controllers);
        all.map(|one| one.country.clone()).collect()
    }

    /// Everything that can be asked about.
    fn names(&self, world: &World) -> Vec<String> {
        let governments = self.countries().into_iter().map(|country| named(world, &country));
        governments.chain(self.points.iter().map(|point| point.name.clone())).collect()
    }

    /// Why one line stops: the site itself, or each input that is lost with these suppliers.
    fn line_stops(
        &self,
        world: &World,
        supply: &Supply,
        at: usize,
        events: &BTreeSet<usize>,
    ) -> Why {
        let line = &supply.lines[at];
        let site = world.name_of(&line.site);
        let mut because = Vec::new();
        if events.iter().any(|event| self.points[*event].id == line.site) {
            because.push(Why::new(format!("{site} itself stops"), Vec::new()));
        }
        for need in &line.needs {
            let input = &supply.inputs[*need];
            let gate = self.losses.get(&(*need, supply.open_at(at, *need)));
            let fails = |event: u32| events.contains(&(event as usize));
            if gate.is_none_or(|gate| !self.graph.holds(*gate, &fails)) {
                continue;
            }
            for supplier in supply.suppliers_at(*need, line) {
                let one = &supply.suppliers[supplier];
                let id = format!("{} {}", input.id, one.id);
                if !events.iter().any(|event| self.points[*event].id == id) {
                    continue;
                }
                let text = format!(
                    "{} from {}: {} of the supply ({}, {}); {}",
                    input.name,
                    one.name,
                    percent(one.share),
                    one.source,
                    one.grade,
                    law(supply, at, supplier)
                );
                because.push(Why::new(text, Vec::new()));
            }
        }
        let text = format!("{site} stops, {} of the capacity", percent(self.capacity[at]));
        Why::new(text, because)
    }

    /// By which acts or powers the governments behind a point act; of one government when it was asked about.
    fn powers(&self, world: &World, event: usize, name: &str) -> Option<Why> {
        let point = &self.points[event];
        let asked = plain(name);
        let own = |country: &str| plain(&named(world, country)) == asked || plain(country) == asked;
        let one = point.controllers.iter().any(|controller| own(&controller.country));
        let told = point.controllers.iter().filter(|controller| !one || own(&controller.country));
        let because: Vec<Why> = told
            .map(|controller| {
                let force = if controller.in_force { "in force" } else { "a power, not used" };
                let who = named(world, &controller.country);
                Why::new(format!("{who}: {} ({force})", controller.power), Vec::new())
            })
            .collect();
        let text = format!("who can bring about that {} stops", point.name);
        (!because.is_empty()).then(|| Why::new(text, because))
    }
}

/// How the law of the day stands to a route.
fn law(supply: &Supply, line: usize, supplier: usize) -> String {
    let Some(route) = supply.routes.get(&(line, supplier)) else {
        return "the law was not asked".to_owned();
    };
    let acts: Vec<&str> = route.acts.iter().map(|(_, act)| act.as_str()).collect();
    match route.status {
        Status::Free => "no rule stands between".to_owned(),
        Status::Licence if acts.is_empty() => "on licence".to_owned(),
        Status::Licence => format!("on licence under {}", acts.join("; ")),
        Status::Barred if acts.is_empty() => "barred".to_owned(),
        Status::Barred => format!("barred by {}", acts.join("; ")),
    }
}
