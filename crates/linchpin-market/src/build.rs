//! From the facts of a world to the market's dense structure.
//!
//! In: a checked world, the span of a run, and the assumptions its shocks draw from. Out: a
//! [`Model`], and for every uncertain number the keys under which the world holds its accounts, so
//! that `explain` can end at a source. What the world lacks becomes a finding; nothing is made up.

use crate::knobs;
use crate::model::{
    Birth, Class, Line, Material, MaterialUse, Model, Pace, Plan, Preference, Product, Ref,
    Segment, Tool, ToolOrigin, Use,
};
use crate::routes::routes;
use crate::start::{Standing, Start, Stood};
use linchpin_cycle::fit::Effort;
use linchpin_cycle::law::Terms;
use linchpin_cycle::{Market, state};
use linchpin_engine::seam::{Assumed, Begin, Origin};
use linchpin_engine::{ParameterName, Space};
use linchpin_units::{Day, Finding, Findings, Place, Range, Unit, Weeks};
use linchpin_world::{
    ActorId, CountryId, Key, ProductId, Quantity, SegmentClass, SegmentId, World,
};

/// A model with the origins of its numbers.
#[derive(Debug, Clone)]
pub struct Built {
    /// The market.
    pub model: Model,
    /// Which facts stand behind each parameter; knobs and assumptions have none.
    pub origins: Vec<Origin>,
}

/// Builds the market of `world` for `weeks` from the Monday on or after `start`.
///
/// `assumed` are the assumptions of the scenarios' shocks; `chances` the uniform draws they need.
///
/// # Errors
/// `LP-M001` for a missing assumption, `LP-M002` for a fact that a line, product or segment lacks,
/// `LP-M003` when no line makes anything; all at once.
pub fn build(
    world: &World,
    start: Day,
    weeks: usize,
    assumed: &[Assumed],
    chances: &[ParameterName],
) -> Result<Built, Findings> {
    let mut builder = Builder {
        world,
        space: Space::default(),
        origins: Vec::new(),
        findings: Findings::default(),
    };
    let first_knob = builder.knobs();
    let products = builder.products();
    let (firms, lines) = builder.lines(start, &products);
    let segments = builder.segments(&products);
    let preferences = builder.preferences(&firms, &products, &segments);
    let tools = builder.tools();
    let materials = builder.materials();
    for one in assumed {
        builder.space.add(&one.id, one.range, one.unit);
    }
    for chance in chances {
        builder.space.add_chance(chance);
    }
    if lines.is_empty() {
        let finding =
            Finding::error("LP-M003", Place::whole("lines.csv"), "no line makes anything")
                .expected("at least one line with capacity and bits-per-wafer")
                .help("add capacity facts with `use` = model");
        builder.findings.push(finding);
    }
    let Builder { space, origins, findings, .. } = builder;
    let start = if start.monday() == start { start } else { start.monday().plus(7) };
    findings.or_value(Built {
        model: Model {
            start,
            weeks,
            firms,
            products,
            lines,
            segments,
            preferences,
            tools,
            materials,
            routes: routes(world, start),
            in_force: None,
            space,
            first_knob,
        },
        origins,
    })
}

/// Draws of the price cycle behind a state: fewer than the book prints, since each run fits anew.
const EFFORT: Effort = Effort { draws: 6_000, kept: 120, seed: 2026 };

/// Starts the products that have a price cycle as they stood on a day, as known on another: stocks, prices,
/// utilisation, and the law's numbers that belong to them, drawn from the cycle's kept draws.
///
/// # Errors
/// Those of [`state::members`]: a day before the series, too few prices known, a series that is missing.
pub fn start_on(model: &mut Model, world: &World, begin: Begin) -> Result<(), Findings> {
    let Model { products, space, .. } = model;
    for product in products {
        let market = Market::ALL.into_iter().find(|market| market.product() == product.id);
        let Some(market) = market else { continue };
        let members = state::members(world, market, begin.on, begin.known, EFFORT)?;
        let chance = space.add_chance(&format!("{} state", product.id));
        let dated =
            world.estimate(Key::from(&product.id), Quantity::ContractPrice, Key::NONE, Key::NONE);
        let dated = dated.and_then(|estimate| {
            estimate.facts.iter().map(|at| world.facts[*at].sourced.as_of.days().from).max()
        });
        let between = |day: Day| state::price_between(world, market, day, begin.on, begin.known);
        let price = dated.and_then(between).unwrap_or(1.0);
        let members = members.iter().map(stood).collect();
        product.standing = Some(Standing { chance, members, price });
    }
    Ok(())
}

/// A member of the price cycle as the market starts from it.
fn stood(member: &state::Member) -> Stood {
    let (numbers, month) = (&member.numbers, &member.month);
    Stood {
        terms: Terms::of(numbers),
        start: Start {
            weeks: month.weeks,
            buyer_weeks: month.buyer_weeks,
            gap: month.gap,
            felt: month.felt,
            momentum: member.momentum + numbers.trend / 4.0,
            utilisation: month.utilisation,
            remembered: member.remembered,
            tightness: member.tightness,
        },
    }
}

struct Builder<'w> {
    world: &'w World,
    space: Space,
    origins: Vec<Origin>,
    findings: Findings,
}

impl Builder<'_> {
    fn knobs(&mut self) -> usize {
        let world = self.world;
        let known = |id: &str| {
            let sourced = &world.assumption(id)?.sourced;
            Some((sourced.range, sourced.unit))
        };
        match knobs::add_to(&mut self.space, known) {
            Ok(first) => first,
            Err(missing) => {
                for id in missing {
                    let unit =
                        knobs::KNOBS.iter().find(|(name, _)| *name == id).map(|(_, unit)| *unit);
                    let unit = unit.map_or("", Unit::as_str);
                    self.findings.push(
                        Finding::error(
                            "LP-M001",
                            Place::whole("assumptions.toml"),
                            format!("the market needs the assumption `{id}` in {unit}"),
                        )
                        .expected(format!(
                            "[[assumption]] id = \"assumption:{id}\" with unit {unit}"
                        ))
                        .help("add it with value, low, high, source and why"),
                    );
                }
                0
            }
        }
    }

    /// The parameter of an estimate, if the world has one.
    fn estimate(&mut self, subject: &str, quantity: Quantity, of: &str, to: &str) -> Option<Ref> {
        let keys = [subject, of, to].map(Key::written);
        let estimate = self.world.estimate(keys[0], quantity, keys[1], keys[2])?;
        let words = [subject, quantity.as_str(), of, to];
        let name = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        if self.space.position(&name).is_none() {
            self.origins.push(Origin {
                parameter: name.as_str().into(),
                subject: subject.into(),
                quantity,
                of: keys[1].entity(),
                to: keys[2].entity(),
            });
        }
        Some(self.space.add(&name, estimate.range, estimate.unit))
    }

    /// The same, or a finding and a number that is never used.
    fn needed(&mut self, subject: &str, quantity: Quantity, of: &str, to: &str) -> Ref {
        self.estimate(subject, quantity, of, to).unwrap_or_else(|| {
            let about = if of.is_empty() { String::new() } else { format!(" of {of}") };
            self.findings.push(
                Finding::error(
                    "LP-M002",
                    Place::whole("facts"),
                    format!("the market needs the {quantity} of {subject}{about}"),
                )
                .expected("a fact with `use` = model")
                .help("add the fact with source and range"),
            );
            0
        })
    }

    fn products(&mut self) -> Vec<Product> {
        let made = |id: &ProductId| self.world.lines.iter().any(|line| line.product == *id);
        let known = self.world.products.iter().filter(|product| made(&product.id));
        let ids: Vec<(ProductId, Option<ProductId>)> =
            known.map(|product| (product.id.clone(), product.family.clone())).collect();
        let mut product = |(id, family): (ProductId, Option<ProductId>)| Product {
            family,
            price: self.needed(&id, Quantity::ContractPrice, "", ""),
            price_term: self.price_term(&id),
            wafer_cost: self.needed(&id, Quantity::WaferCost, "", ""),
            cost_trend: self.needed(&id, Quantity::CostTrend, "", ""),
            front_end: self.needed(&id, Quantity::FrontEndWeeks, "", ""),
            back_end: self.needed(&id, Quantity::BackEndWeeks, "", ""),
            node_growth: self.needed(&id, Quantity::BitGrowth, "", ""),
            normal_stock: self.normal_stock(&id),
            initial_stock: self.space.add(
                &format!("{id} {}", Quantity::SupplierStock.as_str()),
                Range::exactly(0.0),
                Unit::Week,
            ),
            buyer_stock: self.needed(&id, Quantity::BuyerStock, "", ""),
            capital_cost: self.needed(&id, Quantity::CapexPerWafer, "", ""),
            standing: None,
            id,
        };
        ids.into_iter().map(&mut product).collect()
    }

    /// Months for which a price is agreed: a habit of the trade, which is not drawn.
    fn price_term(&self, product: &ProductId) -> Option<u32> {
        let told = self.world.estimate(product, Quantity::PriceTerm, Key::NONE, Key::NONE)?;
        let months = told.range.mode().round();
        (months >= 1.0).then_some(months as u32)
    }

    /// Makers' normal stock: that of the price cycle; of what has no cycle of its own, such as HBM, which is sold
    /// ahead, the stock that is told.
    fn normal_stock(&mut self, product: &str) -> Ref {
        let world = self.world;
        let market = Market::ALL.into_iter().find(|market| market.product() == product);
        let Some(market) = market else {
            return self.needed(product, Quantity::SupplierStock, "", "");
        };
        let own = format!("cycle-{}maker-weeks", market.prefix());
        let known = [own.as_str(), "cycle-maker-weeks"]
            .into_iter()
            .find_map(|id| Some((id, &world.assumption(id)?.sourced)));
        match known {
            Some((id, sourced)) => self.space.add(id, sourced.range, sourced.unit),
            None => {
                self.findings.push(
                    Finding::error(
                        "LP-M001",
                        Place::whole("cycle.toml"),
                        "the market needs the assumption `cycle-maker-weeks` in week",
                    )
                    .expected("[[assumption]] id = \"assumption:cycle-maker-weeks\"")
                    .help("add it with value, low, high, source and why"),
                );
                0
            }
        }
    }

    /// The firms that make something, and their lines; a line without capacity is only planned.
    fn lines(&mut self, start: Day, products: &[Product]) -> (Vec<ActorId>, Vec<Line>) {
        let (mut firms, mut lines): (Vec<ActorId>, Vec<Line>) = (Vec::new(), Vec::new());
        for line in self.world.lines.iter() {
            let (site_id, product_id) = (line.site.as_str(), line.product.as_str());
            let site = self.world.sites.iter().find(|site| site.id == line.site);
            let product = products.iter().position(|product| product.id == product_id);
            let (Some(site), Some(product)) = (site, product) else { continue };
            let opened = line.opened.as_ref().map(|opened| opened.days().from);
            let opens = opened.filter(|day| *day > start);
            let capacity = self.estimate(site_id, Quantity::Capacity, product_id, "");
            // What is announced and not yet tooled is born when its building stands, if it gets tools.
            let birth = match (capacity, opens) {
                (None, Some(day)) => self.birth(site_id, product_id, start, day),
                _ => None,
            };
            let none = birth
                .map(|_| self.space.add("no wafers yet", Range::exactly(0.0), Unit::WaferPerMonth));
            let Some(capacity) = capacity.or(none) else { continue };
            let firm = firms.iter().position(|firm| *firm == site.owner).unwrap_or_else(|| {
                firms.push(site.owner.clone());
                firms.len() - 1
            });
            lines.push(Line {
                site: line.site.clone(),
                product,
                firm,
                country: site.country.clone(),
                class: match line.class {
                    linchpin_world::Class::Advanced => Class::Advanced,
                    linchpin_world::Class::Legacy => Class::Legacy,
                },
                capacity,
                bits: self.needed(site_id, Quantity::BitsPerWafer, product_id, ""),
                plans: match birth {
                    Some(_) => Vec::new(),
                    None => self.plans(site_id, product_id, start),
                },
                greenfield: opens.is_some() && birth.is_none(),
                birth,
            });
        }
        (firms, lines)
    }

    /// An announced line with the room that its owner speaks of; none where nobody names a figure.
    fn birth(&mut self, site: &str, product: &str, start: Day, opens: Day) -> Option<Birth> {
        let room = self.estimate(site, Quantity::PlannedCapacity, product, "")?;
        let weeks = (start.days_until(opens) as f64 / 7.0).ceil();
        Some(Birth { opens: weeks as usize, room })
    }

    fn plans(&mut self, site: &str, product: &str, start: Day) -> Vec<Plan> {
        let (site_key, product_key) = (Key::written(site), Key::written(product));
        let planned = Quantity::PlannedCapacity;
        let Some(estimate) = self.world.estimate(site_key, planned, product_key, Key::NONE) else {
            return Vec::new();
        };
        let dates =
            estimate.facts.iter().map(|fact| self.world.facts[*fact].sourced.as_of.days().from);
        let Some(date) = dates.max().filter(|date| *date > start) else { return Vec::new() };
        let week = Weeks::of(start.days_until(date) as f64 / 7.0);
        let capacity = self.estimate(site, Quantity::PlannedCapacity, product, "");
        capacity.map(|capacity| Plan { week, capacity }).into_iter().collect()
    }

    fn segments(&mut self, products: &[Product]) -> Vec<Segment> {
        let all: Vec<(SegmentId, CountryId, (Pace, Use))> = self
            .world
            .segments
            .iter()
            .map(|segment| {
                let kind = match segment.class {
                    SegmentClass::Server => (Pace::Slow, Use::Server),
                    SegmentClass::Automotive => (Pace::Slow, Use::Other),
                    SegmentClass::Pc => (Pace::Fast, Use::Computer),
                    SegmentClass::Mobile => (Pace::Fast, Use::Phone),
                    SegmentClass::Consumer => (Pace::Fast, Use::Other),
                };
                (segment.id.clone(), segment.destination.clone(), kind)
            })
            .collect();
        let mut segment =
            |(id, destination, (pace, uses)): (SegmentId, CountryId, (Pace, Use))| Segment {
                demand: products
                    .iter()
                    .map(|product| self.estimate(&id, Quantity::DemandShare, &product.id, ""))
                    .collect(),
                id,
                destination,
                pace,
                uses,
            };
        all.into_iter().map(&mut segment).collect()
    }

    fn preferences(
        &mut self,
        firms: &[ActorId],
        products: &[Product],
        segments: &[Segment],
    ) -> Vec<Preference> {
        let world = self.world;
        let mut found = Vec::new();
        for (about, _) in world.estimates(Quantity::Preference) {
            let (Some(of), Some(to)) = (&about.of, &about.to) else { continue };
            let subject = about.subject.as_str();
            let firm = firms.iter().position(|id| id == subject);
            let product = products.iter().position(|product| product.id == **of);
            let segment = segments.iter().position(|segment| segment.id == **to);
            if let (Some(firm), Some(product), Some(segment)) = (firm, product, segment) {
                let weight = self.needed(subject, Quantity::Preference, of, to);
                found.push(Preference { firm, product, segment, weight });
            }
        }
        found
    }

    fn tools(&mut self) -> Vec<Tool> {
        let world = self.world;
        let mut tools = Vec::new();
        for tool in world.tools.iter() {
            let id = tool.id.as_str();
            let countries: Vec<CountryId> = world
                .estimates(Quantity::OriginShare)
                .filter(|(about, _)| about.subject == *id && about.to.is_none())
                .filter_map(|(about, _)| about.of.as_deref().and_then(|of| of.parse().ok()))
                .collect();
            let mut origin = |country: CountryId| ToolOrigin {
                share: self.needed(id, Quantity::OriginShare, &country, ""),
                replaceable: self
                    .estimate(id, Quantity::ForeignAvailability, &country, "")
                    .unwrap_or_else(|| {
                        self.space.add("nobody-else-supplies", Range::exactly(0.0), Unit::Share)
                    }),
                delay: self
                    .estimate(id, Quantity::AvailabilityDelay, &country, "")
                    .unwrap_or_else(|| self.space.add("no-delay", Range::exactly(0.0), Unit::Week)),
                country,
            };
            let origins: Vec<ToolOrigin> = countries.into_iter().map(&mut origin).collect();
            if !origins.is_empty() {
                let park = self.needed(id, Quantity::ParkShare, "", "");
                tools.push(Tool { id: tool.id.clone(), park, origins });
            }
        }
        tools
    }

    /// What the world's table of uses names of a material.
    fn uses(&mut self, material: &str) -> Vec<MaterialUse> {
        let world = self.world;
        let mut found = Vec::new();
        for (about, _) in world.estimates(Quantity::Need).filter(|(a, _)| a.subject == *material) {
            let Some(product) = about.of.as_deref().and_then(|of| of.parse().ok()) else {
                continue;
            };
            let to = about.to.as_deref().unwrap_or_default();
            let of = about.of.as_deref().unwrap_or_default();
            let share = self.needed(material, Quantity::Need, of, to);
            // What is needed elsewhere than at a site is no need of a line.
            let Ok(site) = about.to.as_deref().map(str::parse).transpose() else { continue };
            found.push(MaterialUse { product, site, share });
        }
        found
    }

    fn materials(&mut self) -> Vec<Material> {
        let world = self.world;
        let mut found = Vec::new();
        for material in world.materials.iter() {
            let id = material.id.as_str();
            let buyers: Vec<CountryId> = world
                .estimates(Quantity::StockWeeks)
                .filter(|(about, _)| about.subject == *id)
                .filter_map(|(about, _)| about.to.as_deref().and_then(|to| to.parse().ok()))
                .collect();
            for buyer in buyers {
                let countries: Vec<CountryId> = world
                    .estimates(Quantity::OriginShare)
                    .filter(|(about, _)| about.subject == *id)
                    .filter(|(about, _)| about.to.as_deref() == Some(&buyer))
                    .filter_map(|(about, _)| about.of.as_deref().and_then(|of| of.parse().ok()))
                    .collect();
                let origins = countries
                    .into_iter()
                    .map(|country| {
                        let share = self.needed(id, Quantity::OriginShare, &country, &buyer);
                        (country, share)
                    })
                    .collect();
                let ramp = self.needed(id, Quantity::SubstitutionWeeks, "", &buyer);
                found.push(Material {
                    id: material.id.clone(),
                    essential: material.essential,
                    uses: self.uses(id),
                    rigid: self.needed(id, Quantity::RigidUse, "", ""),
                    recycled: self.estimate(id, Quantity::RecycledShare, "", "").unwrap_or_else(
                        || self.space.add("nothing-recycled", Range::exactly(0.0), Unit::Share),
                    ),
                    origins,
                    stock: self.needed(id, Quantity::StockWeeks, "", &buyer),
                    ramp,
                    new_supply: self.estimate(id, Quantity::NewSupplyWeeks, "", "").unwrap_or(ramp),
                    cap: self.needed(id, Quantity::SubstitutionCap, "", &buyer),
                    buyer,
                });
            }
        }
        found
    }
}
