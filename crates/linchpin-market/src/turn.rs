//! From controls to what the market hears: world ids become positions of the model.
//!
//! In: [`Paths`], as the levers of a scenario turn them in one draw. Out: `Levers`. The laws of
//! combination stand with the controls; here nothing is combined but tool classes into what a line
//! gets, and origins into what a country imports. [`hears`] says which controls this engine has.

use crate::closed;
use crate::levers::{Award, Ban, Cap, Levers, LineOutage, Scrap, Tariff, ToolPath, Wanted};
use crate::model::{Model, Tool};
use crate::numbers::Numbers;
use linchpin_engine::paths::{Path, Paths, ToolFlow};
use linchpin_engine::{Calendar, Draw, Purpose};
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
        let sides = closed::Sides { output: &numbers.output, demand: &numbers.wanted };
        closed::shut(&mut levers, model, sides);
        levers.trade(model, paths);
        levers.awards(model, paths);
        levers.demand(model, paths);
        levers.outages(model, paths);
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
        let ban = |(firm, product, segment), shock| Ban {
            firm,
            product,
            segment,
            weeks: (0, 0),
            announced: 0,
            leak: 1.0,
            front_loading: 0.0,
            shock,
        };
        for (at, path) in paths.purchases.iter() {
            let Some(found) = find(&at.firm, at.product.as_ref(), &at.segment) else { continue };
            for run in path.stretches(Setting::WHOLE) {
                let weeks = (run.from, run.until);
                let ban = ban(found, first_shock(path));
                self.bans.push(Ban { weeks, announced: run.from, leak: run.value.get(), ..ban });
            }
        }
        for (at, path) in paths.ahead.iter() {
            let Some(found) = find(&at.firm, at.product.as_ref(), &at.segment) else { continue };
            for run in path.stretches(Setting::NOTHING) {
                let weeks = (run.until, run.until);
                let ban = ban(found, first_shock(path));
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
                    shock: first_shock(path),
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
                    ..nothing(firm, first_shock(path))
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
                    ..nothing(firm, first_shock(path))
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
                self.demand[product][segment] = Some(Wanted { factor, shock: first_shock(path) });
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
                    let theta = numbers.knobs.complementarity;
                    let open =
                        (!here.is_empty()).then(|| let_in(model.weeks, theta, &classes, &here));
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

pub(crate) fn first_shock(path: &Path) -> u32 {
    path.shocks.first().copied().unwrap_or(0)
}

fn segments_in(model: &Model, destination: &str) -> Vec<usize> {
    let inside = |(position, segment): (usize, &crate::model::Segment)| {
        (segment.destination == destination).then_some(position)
    };
    model.segments.iter().enumerate().filter_map(inside).collect()
}

/// Mean over one week of a linear ramp from 0 to 1 that takes `length` weeks and began `since` weeks
/// before the week. Exact, so that a permanent loss `x` met by a ramp of `Tr` weeks draws exactly
/// `x Tr / 2` weeks of stock.
pub(crate) fn mean_ramp(since: f64, length: f64) -> f64 {
    let area = |at: f64| {
        if at <= 0.0 {
            0.0
        } else if at < length {
            at * at / (2.0 * length)
        } else {
            at - length / 2.0
        }
    };
    area(since + 1.0) - area(since)
}

/// One origin of a tool class, drawn.
struct Supply<'a> {
    country: &'a str,
    share: f64,
    replaceable: f64,
    delay: f64,
}

/// A tool class with its numbers drawn.
struct Class<'a> {
    id: &'a str,
    /// Share of the class in a line's tools.
    park: f64,
    makers: Vec<Supply<'a>>,
}

/// The tool classes; their shares in a line's tools add up to 1.
struct Classes<'a>(Vec<Class<'a>>);

impl<'a> Classes<'a> {
    fn new(tools: &'a [Tool], draw: &Draw) -> Self {
        let mut classes = Vec::new();
        for tool in tools {
            let total =
                tool.origins.iter().fold(0.0, |sum, origin| sum + draw.at(origin.share).get());
            if total <= 0.0 {
                continue;
            }
            let maker = |origin: &'a crate::model::ToolOrigin| Supply {
                country: &origin.country,
                share: draw.at(origin.share).get() / total,
                replaceable: draw.at(origin.replaceable).get(),
                delay: draw.at(origin.delay).get(),
            };
            let makers = tool.origins.iter().map(maker).collect();
            classes.push(Class { id: &tool.id, park: draw.at(tool.park).get(), makers });
        }
        let whole = classes.iter().fold(0.0, |sum, class: &Class<'_>| sum + class.park);
        for class in &mut classes {
            class.park = if whole > 0.0 { class.park / whole } else { 0.0 };
        }
        Self(classes)
    }
}

/// A licensed flow of one class and origin to a site, for one purpose.
struct Flow<'a> {
    class: usize,
    maker: usize,
    purpose: usize,
    path: &'a Path,
}

/// The licensed flows to a site; a statement about every class is one about each.
fn flows<'a>(classes: &Classes<'_>, site: &str, paths: &'a Paths) -> Vec<Flow<'a>> {
    let mut found = Vec::new();
    let here = |(at, _): &(&ToolFlow, &Path)| at.site == site;
    for (at, path) in paths.tools.iter().filter(here) {
        let purpose = Purpose::ALL.iter().position(|known| *known == at.purpose);
        let purpose = purpose.expect("every purpose is listed");
        for (class, known) in classes.0.iter().enumerate() {
            if at.class.as_ref().is_some_and(|class| *class != known.id) {
                continue;
            }
            // A country that makes no tools of a class has nothing to license.
            let maker = known.makers.iter().position(|maker| maker.country == at.origin);
            if let Some(maker) = maker {
                found.push(Flow { class, maker, purpose, path });
            }
        }
    }
    found
}

fn same_flows(one: &[Flow<'_>], other: &[Flow<'_>]) -> bool {
    one.len() == other.len()
        && one.iter().zip(other).all(|(a, b)| {
            (a.class, a.maker, a.purpose) == (b.class, b.maker, b.purpose)
                && a.path.began == b.path.began
                && a.path.is(b.path)
        })
}

/// The shock that lowers each of [`Purpose::ALL`] first.
type Shocks = [Option<u32>; 5];

fn first_shocks(flows: &[Flow<'_>]) -> Shocks {
    std::array::from_fn(|purpose| {
        let here = flows.iter().filter(|flow| flow.purpose == purpose);
        here.map(|flow| (flow.path.began, first_shock(flow.path))).min().map(|(_, shock)| shock)
    })
}

/// Weekly share of tools that come, for each of [`Purpose::ALL`].
type Open = [Vec<f64>; 5];

/// Weekly share of tools that come, by purpose.
///
/// A class `k` delivers `sum_o w_ko [a_ko + (1 - a_ko) r_ko s_ko m_ko(t)]`: what licences let through,
/// and of the rest what makers elsewhere replace (`r`), as far as those are not licensed away
/// themselves (`s`), once they deliver (`m`, linear, from the first day of the rule). Classes are
/// complements: the site gets `theta` of the scarcest class and `1 - theta` of the mean, weighted by
/// the share of each class in a line's tools.
fn let_in(weeks: usize, theta: f64, classes: &Classes<'_>, flows: &[Flow<'_>]) -> Open {
    std::array::from_fn(|purpose| {
        let here: Vec<&Flow<'_>> = flows.iter().filter(|f| f.purpose == purpose).collect();
        if here.is_empty() {
            return vec![1.0; weeks];
        }
        let mut scarcest = vec![1.0_f64; weeks];
        let mut mean = vec![0.0; weeks];
        for (c, class) in classes.0.iter().enumerate() {
            let mine: Vec<&&Flow<'_>> = here.iter().filter(|f| f.class == c).collect();
            for week in 0..weeks {
                let share = if mine.is_empty() { 1.0 } else { class_share(class, &mine, week) };
                scarcest[week] = scarcest[week].min(share);
                mean[week] += class.park * share;
            }
        }
        scarcest.iter().zip(&mean).map(|(s, m)| theta * s + (1.0 - theta) * m).collect()
    })
}

/// What of a class comes in a week.
fn class_share(class: &Class<'_>, flows: &[&&Flow<'_>], week: usize) -> f64 {
    let admitted = |maker: usize| {
        let here = flows.iter().filter(|flow| flow.maker == maker);
        here.fold(1.0_f64, |least, flow| least.min(flow.path.values()[week]))
    };
    let makers = class.makers.iter().enumerate();
    let able = makers.clone().fold(0.0, |sum, (m, maker)| sum + maker.share * admitted(m));
    let mut delivers = 0.0;
    for (m, maker) in makers {
        let open = admitted(m);
        let mut share = open;
        if open < 1.0 {
            let began = flows.iter().filter(|flow| flow.maker == m).map(|flow| flow.path.began);
            let since = week as f64 - began.min().unwrap_or(0) as f64;
            // Shares sum to 1: what the others hold, and what of it is not licensed away.
            let others = 1.0 - maker.share;
            let free = if others > 0.0 { (able - maker.share * open) / others } else { 0.0 };
            let delivered = if maker.delay > 0.0 { mean_ramp(since, maker.delay) } else { 1.0 };
            share += (1.0 - open) * maker.replaceable * free.clamp(0.0, 1.0) * delivered;
        }
        delivers += maker.share * share;
    }
    delivers
}

#[cfg(test)]
mod tests {
    use super::*;
    use linchpin_units::id::literal;

    #[test]
    fn a_ramp_draws_half_its_length() {
        for length in [24.0, 26.0, 7.5, 0.4] {
            let drawn: f64 = (0..60).map(|week| 1.0 - mean_ramp(f64::from(week), length)).sum();
            assert!((drawn - length / 2.0).abs() < 1e-12, "a ramp of {length} draws {drawn}");
        }
    }

    #[test]
    fn a_class_counts_by_its_share_in_a_lines_tools() {
        let maker = |country, share| Supply { country, share, replaceable: 0.0, delay: 0.0 };
        let classes = Classes(vec![
            Class { id: "tool:lithography", park: 0.25, makers: vec![maker("country:NLD", 1.0)] },
            Class { id: "tool:etch", park: 0.75, makers: vec![maker("country:USA", 1.0)] },
        ]);
        let mut paths = Paths::neutral(1);
        let control = ToolFlow {
            site: literal("site:a"),
            class: Some(literal("tool:lithography")),
            origin: literal("country:NLD"),
            purpose: Purpose::New,
        };
        let window = linchpin_engine::Window { first: 0, end: 1, began: 0 };
        paths.tools.set(control, vec![0.2].into(), window, 0);
        let here = flows(&classes, "site:a", &paths);
        // Mean of classes: 0.25 x 0.2 + 0.75; the scarcest: 0.2.
        let open = |theta| let_in(1, theta, &classes, &here)[0][0];
        assert!((open(0.0) - 0.8).abs() < 1e-12);
        assert!((open(1.0) - 0.2).abs() < 1e-12);
        assert_eq!(let_in(1, 0.5, &classes, &here)[1], [1.0], "no other purpose");
    }
}
