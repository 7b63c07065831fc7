//! From controls to what the market hears: world ids become positions of the model.
//!
//! In: [`Paths`], as the levers of a scenario turn them in one draw. Out: `Levers`. The laws of
//! combination stand with the controls; here nothing is combined but tool classes into what a line
//! gets, and origins into what a country imports. [`hears`] says which controls this engine has.

use crate::closed;
use crate::levers::{Award, Ban, Cap, Levers, LineOutage, Scrap, Tariff, ToolPath, Wanted};
use crate::model::{Line, Model, PER_WEEK};
use crate::numbers::Numbers;
use crate::tools_in::{Classes, Flow, Open, Shocks, Ways, first_shocks, flows, let_in, same_flows};
use linchpin_engine::paths::Paths;
use linchpin_engine::{Calendar, Draw};
#[cfg(test)]
use linchpin_engine::{Plan, Shock};
use linchpin_units::Setting;
use linchpin_world::ProductId;

/// Whether the market hears a lever: every bundled one. A kind it does not know is refused when a
/// study is loaded.
#[must_use]
pub fn hears(kind: &str) -> bool {
    matches!(
        kind,
        "tool-cut"
            | "material-cut"
            | "procurement-ban"
            | "product-exports"
            | "backfill-cap"
            | "tariff"
            | "award"
            | "demand"
            | "outage"
            | "expansion"
    )
}

impl Model {
    /// The weeks of the run.
    #[must_use]
    pub fn calendar(&self) -> Calendar {
        Calendar { start: self.start, weeks: self.weeks }
    }
}

impl Levers {
    /// The levers of `shocks` for one draw: resolves names anew, for tests and single runs.
    ///
    /// # Panics
    /// When a shock draws from a parameter that the model's space does not hold.
    #[cfg(test)]
    pub(crate) fn new(model: &Model, numbers: &Numbers, draw: &Draw, shocks: &[Shock]) -> Self {
        let plan = Plan::new(shocks, &model.space, model.calendar());
        let plan = plan.expect("the builder puts every assumption of its shocks into the space");
        Self::of(model, numbers, draw, &plan.paths(draw, |_| true))
    }

    /// The levers of turned controls.
    #[must_use]
    pub(crate) fn of(model: &Model, numbers: &Numbers, draw: &Draw, paths: &Paths) -> Self {
        let mut levers = Self::neutral(model);
        levers.tools(model, numbers, draw, paths);
        levers.materials(model, numbers, draw, paths);
        levers.purchases(model, paths);
        let Numbers { output, wanted: demand, lines, .. } = numbers;
        let sides = closed::Sides { output, demand, lines };
        closed::shut(&mut levers, model, sides);
        levers.trade(model, paths);
        levers.awards(model, paths);
        levers.demand(model, paths);
        levers.outages(model, paths);
        levers.added(model, numbers, paths);
        levers
    }

    pub(crate) fn purchases(&mut self, model: &Model, paths: &Paths) {
        let find = |firm: &str, product: Option<&ProductId>, segment: &str| {
            let firm = model.firms.iter().position(|id| id == firm)?;
            let known =
                |product: &ProductId| model.products.iter().position(|known| known.id == *product);
            let product = match product {
                None => None,
                Some(product) => Some(known(product)?),
            };
            let segment = model.segments.iter().position(|known| known.id == segment)?;
            Some((firm, product, segment))
        };
        let at_home = |(firm, product, segment): (usize, Option<usize>, usize)| {
            let place = &model.segments[segment].destination;
            model.lines.iter().any(|line| {
                line.firm == firm && product == Some(line.product) && line.country == *place
            })
        };
        let ban = |(firm, product, segment), shock| Ban {
            firm,
            product,
            segment,
            weeks: (0, 0),
            announced: 0,
            leak: 1.0,
            home: false,
            front_loading: 0.0,
            shock,
        };
        for (at, path) in paths.purchases.iter() {
            let Some(found) = find(&at.firm, at.product.as_ref(), &at.segment) else { continue };
            for run in path.stretches(Setting::WHOLE) {
                let weeks = (run.from, run.until);
                let ban = ban(found, path.first_shock());
                let home = at.across && at_home(found);
                let leak = run.value.get();
                self.bans.push(Ban { weeks, announced: run.from, leak, home, ..ban });
            }
        }
        for (at, path) in paths.ahead.iter() {
            let Some(found) = find(&at.firm, at.product.as_ref(), &at.segment) else { continue };
            for run in path.stretches(Setting::NOTHING) {
                let weeks = (run.until, run.until);
                let ban = ban(found, path.first_shock());
                let front_loading = run.value.get();
                self.bans.push(Ban { weeks, announced: run.from, front_loading, ..ban });
            }
        }
        for (at, path) in paths.growth.iter() {
            let Some(firm) = model.firms.iter().position(|id| *id == at.firm) else { continue };
            for run in path.stretches(Setting::UNLIMITED) {
                self.caps.push(Cap {
                    firm,
                    segments: segments_in(model, &at.destination),
                    weeks: (run.from, run.until),
                    allowance: run.value.get(),
                    shock: path.first_shock(),
                });
            }
        }
    }

    fn trade(&mut self, model: &Model, paths: &Paths) {
        for (at, path) in paths.duties.iter() {
            let known = model.products.iter().position(|product| product.id == at.product);
            let Some(product) = known else { continue };
            for run in path.stretches(Setting::NOTHING) {
                self.tariffs.push(Tariff {
                    product,
                    origin: at.origin.to_string(),
                    segments: segments_in(model, &at.destination),
                    weeks: (run.from, run.until),
                    rate: run.value.get(),
                });
            }
        }
    }

    /// Awards and their limits stand side by side: an award pays in its place, a limit holds in the
    /// guarded country.
    fn awards(&mut self, model: &Model, paths: &Paths) {
        let firm = |id: &str| model.firms.iter().position(|known| known == id);
        let nothing = |firm, shock| Award {
            firm,
            place: String::new(),
            share: 0.0,
            guarded: String::new(),
            growth: (f64::INFINITY, f64::INFINITY),
            weeks: (0, 0),
            shock,
        };
        for (at, path) in paths.awards.iter() {
            let Some(firm) = firm(&at.firm) else { continue };
            for run in path.stretches(Setting::NOTHING) {
                self.awards.push(Award {
                    place: at.place.to_string(),
                    share: run.value.get(),
                    weeks: (run.from, run.until),
                    ..nothing(firm, path.first_shock())
                });
            }
        }
        for (at, path) in paths.guards.iter() {
            let Some(firm) = firm(&at.firm) else { continue };
            for run in path.stretches(Setting::UNLIMITED) {
                let growth = if at.advanced {
                    (run.value.get(), f64::INFINITY)
                } else {
                    (f64::INFINITY, run.value.get())
                };
                self.awards.push(Award {
                    guarded: at.country.to_string(),
                    growth,
                    weeks: (run.from, run.until),
                    ..nothing(firm, path.first_shock())
                });
            }
        }
    }

    fn demand(&mut self, model: &Model, paths: &Paths) {
        for (at, path) in paths.demand.iter() {
            let product = model.products.iter().position(|known| known.id == at.product);
            let segment = model.segments.iter().position(|known| known.id == at.segment);
            if let (Some(product), Some(segment)) = (product, segment) {
                let factor = path.values().to_vec();
                self.demand[product][segment] = Some(Wanted { factor, shock: path.first_shock() });
            }
        }
    }

    fn outages(&mut self, model: &Model, paths: &Paths) {
        for (line, outage) in model.lines.iter().zip(&mut self.outages) {
            let here = |site: &str, product: &str| {
                line.site == site && model.products[line.product].id == product
            };
            let found = paths.running.iter().find(|(at, _)| here(&at.site, &at.product));
            let Some((_, path)) = found else { continue };
            let scraps = paths.scrap.iter().filter(|((at, _), _)| here(&at.site, &at.product));
            *outage = Some(LineOutage {
                lost: path.values().iter().map(|running| 1.0 - running).collect(),
                scraps: scraps
                    .map(|((_, shock), scrap)| Scrap {
                        week: scrap.week,
                        share: scrap.share.get(),
                        shock: *shock,
                    })
                    .collect(),
            });
        }
    }

    /// What plans add; lines of one site and product take their part by size.
    fn added(&mut self, model: &Model, numbers: &Numbers, paths: &Paths) {
        for (at, path) in paths.added.iter() {
            let here = |line: &Line| {
                line.site == *at.site.as_str() && model.products[line.product].id == at.product
            };
            let lines: Vec<usize> =
                (0..model.lines.len()).filter(|l| here(&model.lines[*l])).collect();
            let size = |l: &usize| numbers.lines[*l].capacity;
            let whole = lines.iter().fold(0.0, |sum, l| sum + size(l));
            for l in &lines {
                // A site without wafers yet has nothing to divide by.
                let part = if whole > 0.0 { size(l) / whole } else { 1.0 / lines.len() as f64 };
                let weekly = path.values().windows(2).map(|pair| (pair[1] - pair[0]).max(0.0));
                let weekly = weekly.map(|wafers| wafers * part * PER_WEEK);
                self.added[*l] = Some(std::iter::once(0.0).chain(weekly).collect());
            }
        }
    }

    fn tools(&mut self, model: &Model, numbers: &Numbers, draw: &Draw, paths: &Paths) {
        if paths.tools.is_empty() {
            return;
        }
        let classes = Classes::new(&model.tools, draw);
        // Lines whose sites are let have the same share one path.
        let mut done: Vec<(Vec<Flow<'_>>, Option<Open>)> = Vec::new();
        let mut sites: Vec<(&str, usize, Shocks)> = Vec::new();
        for (line, tools) in model.lines.iter().zip(&mut self.tools) {
            let known = sites.iter().find(|(site, ..)| *site == line.site);
            let (at, shock) = known.map(|(_, at, shock)| (*at, *shock)).unwrap_or_else(|| {
                let here = flows(&classes, &line.site, paths);
                // The same share can be the doing of different shocks.
                let shock = first_shocks(&here);
                let same = done.iter().position(|(other, _)| same_flows(other, &here));
                let at = same.unwrap_or_else(|| {
                    let ways = Ways::of(&numbers.knobs);
                    let open =
                        (!here.is_empty()).then(|| let_in(model.weeks, ways, &classes, &here));
                    done.push((here, open));
                    done.len() - 1
                });
                sites.push((&line.site, at, shock));
                (at, shock)
            });
            *tools = done[at].1.clone().map(|open| ToolPath { open, shock });
        }
    }
}

fn segments_in(model: &Model, destination: &str) -> Vec<usize> {
    let inside = |(position, segment): (usize, &crate::model::Segment)| {
        (segment.destination == destination).then_some(position)
    };
    model.segments.iter().enumerate().filter_map(inside).collect()
}
