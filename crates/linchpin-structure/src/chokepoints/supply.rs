//! The supply of a product as the world's facts and the law of a day have it.
//!
//! In come a world, a rulebook, a product and a day; out go the lines that run, what each cannot run
//! without, who supplies that, and whether the law of the day lets it through.

use linchpin_policy::words::Purpose;
use linchpin_policy::{Order, Query, Rulebook, Verdict};
use linchpin_units::Day;
use linchpin_world::{Fact, Key, Quantity, Use, World};
use std::collections::BTreeMap;

/// How the law of the day stands to a route.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Goods move without a further permit.
    Free,
    /// A licence is needed: the government that gives it can withhold it under an act in force.
    Licence,
    /// Barred, or a fact is missing without which nothing may move.
    Barred,
}

/// A line that makes the product on the day.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Line {
    /// Site.
    pub site: String,
    /// Country of the site.
    pub country: String,
    /// Owner.
    pub owner: String,
    /// Installed wafer starts a month; `None` if no fact says so.
    pub capacity: Option<f64>,
    /// Inputs that it cannot run without, by their place in [`Supply::inputs`].
    pub needs: Vec<usize>,
}

/// A tool class or material, and who supplies it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Input {
    /// Tool class or material.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Suppliers, by their place in [`Supply::suppliers`].
    pub suppliers: Vec<usize>,
    /// Weeks of stock (low, middle, high): of the material, or of spare parts for a tool.
    pub stock_weeks: Option<[f64; 3]>,
}

/// A supplier of one input.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Supplier {
    /// The input, by its place in [`Supply::inputs`].
    pub input: usize,
    /// Firm, or country where facts know only the origin.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The country whose law its exports fall under.
    pub country: String,
    /// The country whose purchases its share is of; empty where it is of the world's supply.
    pub to: String,
    /// Its part of supply.
    pub share: f64,
    /// The document that says so.
    pub source: String,
    /// How well that is known.
    pub grade: String,
}

/// A supplier's way to a line.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Route {
    /// How the law stands to it.
    pub status: Status,
    /// Orders that bind it, as countries, with the acts behind.
    pub acts: Vec<(String, String)>,
}

/// Everything about a product on a day.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Supply {
    /// Product.
    pub product: String,
    /// The day.
    pub on: Day,
    /// Lines.
    pub lines: Vec<Line>,
    /// Inputs.
    pub inputs: Vec<Input>,
    /// Suppliers of inputs.
    pub suppliers: Vec<Supplier>,
    /// Routes by (line, supplier); none where the line does not need the supplier's input. Free ones are not
    /// written: what an answer that was read back does not hold is free.
    #[serde(with = "restrictions")]
    pub routes: BTreeMap<(usize, usize), Route>,
    /// Weeks of the product's finished stock (low, middle, high).
    pub product_weeks: Option<[f64; 3]>,
    /// Where facts are missing and what was taken instead.
    pub notes: Vec<String>,
}

/// The policy's item for a tool class of the world.
fn item(id: &str) -> &str {
    match id {
        "tool:coat-develop" | "tool:coat-develop-euv" => "tool:track",
        "tool:lithography-euv" | "tool:euv-mask-inspection" => "model:asml-euv",
        "tool:lithography-immersion" => "tool:lithography",
        "tool:ald" => "tool:deposition",
        "tool:test" | "tool:hbm-bonder" => "tool:legacy",
        "material:photoresist-euv" | "material:photoresist-arf" => "material:photoresist",
        other => other,
    }
}

/// A country's id without its kind.
pub(super) fn bare(country: &str) -> &str {
    country.strip_prefix("country:").unwrap_or(country)
}

fn current(fact: &Fact) -> bool {
    fact.use_ != Use::History
}

/// The supply of `product` on `on`, under the law as known then.
#[must_use]
pub fn supply(world: &World, rulebook: &Rulebook, product: &str, on: Day) -> Supply {
    let mut supply = Supply {
        product: product.to_owned(),
        on,
        lines: Vec::new(),
        inputs: Vec::new(),
        suppliers: Vec::new(),
        routes: BTreeMap::new(),
        product_weeks: weeks(world, product, Quantity::SupplierStock, ""),
        notes: Vec::new(),
    };
    supply.lines(world);
    supply.needs(world);
    supply.law(rulebook);
    supply.silences(world);
    supply
}

/// The range of an estimate in weeks; where the model takes none, the newest account.
fn weeks(world: &World, subject: &str, quantity: Quantity, to: &str) -> Option<[f64; 3]> {
    let keys = (Key::written(subject), Key::written(to));
    if let Some(estimate) = world.estimate(keys.0, quantity, Key::NONE, keys.1) {
        let range = estimate.range;
        return Some([range.low(), range.mode(), range.high()]);
    }
    let about = |fact: &&Fact| {
        fact.subject.as_str() == subject
            && fact.quantity == quantity
            && Key::from(fact.to.as_ref()).as_str() == to
    };
    let newest = world.facts.iter().filter(about).max_by_key(|fact| fact.sourced.as_of.days().from);
    let range = newest?.sourced.range;
    Some([range.low(), range.mode(), range.high()])
}

impl Supply {
    fn lines(&mut self, world: &World) {
        for line in world.lines.iter().filter(|line| line.product.as_str() == self.product) {
            let Some(site) = world.site(line.site.as_str()) else { continue };
            let opened = line.opened.as_ref().or(site.opened.as_ref());
            let runs = opened.is_none_or(|opened| opened.days().from <= self.on)
                && site.closes.as_ref().is_none_or(|closes| closes.days().from > self.on);
            if !runs {
                continue;
            }
            let capacity = world
                .estimate(&site.id, Quantity::Capacity, Key::written(&self.product), Key::NONE)
                .map(|estimate| estimate.range.mode());
            if capacity.is_none() {
                self.notes.push(format!("No fact states the capacity of {}.", site.name));
            }
            self.lines.push(Line {
                site: site.id.to_string(),
                country: site.country.to_string(),
                owner: site.owner.to_string(),
                capacity,
                needs: Vec::new(),
            });
        }
    }

    fn needs(&mut self, world: &World) {
        let product = self.product.clone();
        let facts = world
            .facts
            .iter()
            .filter(|fact| fact.quantity == Quantity::Need && current(fact))
            .filter(|fact| fact.of.as_deref() == Some(product.as_str()));
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        for fact in facts {
            let wanted = |line: &Line| fact.to.as_deref().is_none_or(|site| site == line.site);
            if !self.lines.iter().any(wanted) {
                continue;
            }
            let at = *places.entry(fact.subject.as_str()).or_insert(self.inputs.len());
            if at == self.inputs.len() {
                self.input(world, &fact.subject);
            }
            for line in self.lines.iter_mut().filter(|line| wanted(line)) {
                line.needs.push(at);
            }
        }
    }

    /// Files an input with its suppliers: firms where facts name them, else countries of origin. Who may
    /// supply nothing at all (a low of zero) does not count as a way out.
    fn input(&mut self, world: &World, id: &str) {
        let input = self.inputs.len();
        let stock_weeks = if id.starts_with("tool:") {
            world.assumption("spares-stock").map(|spares| {
                let range = spares.sourced.range;
                [range.low(), range.mode(), range.high()]
            })
        } else {
            weeks(world, id, Quantity::StockWeeks, "country:KOR")
        };
        let by_firm =
            |fact: &&Fact| fact.quantity == Quantity::SupplyShare && fact.of.as_deref() == Some(id);
        let by_origin =
            |fact: &&Fact| fact.quantity == Quantity::OriginShare && fact.subject == *id;
        let all =
            || world.facts.iter().filter(|fact| current(fact) && fact.sourced.range.low() > 0.0);
        let firms: Vec<&Fact> = all().filter(by_firm).collect();
        let (named, found) = if firms.is_empty() {
            (false, all().filter(by_origin).collect())
        } else {
            (true, firms)
        };
        let mut best: BTreeMap<(&str, &str), &Fact> = BTreeMap::new();
        for fact in found {
            let of = fact.of.as_deref().unwrap_or_default();
            let who = if named { fact.subject.as_str() } else { of };
            let newest = best.entry((who, fact.to.as_deref().unwrap_or_default())).or_insert(fact);
            if fact.sourced.as_of.days().from > newest.sourced.as_of.days().from {
                *newest = fact;
            }
        }
        let mut suppliers = Vec::new();
        for ((who, to), fact) in best {
            let country = if named { seat(world, who) } else { who.to_owned() };
            let name = if named {
                world.name_of(who).to_owned()
            } else {
                format!("makers in {}", world.name_of(who))
            };
            suppliers.push(self.suppliers.len());
            self.suppliers.push(Supplier {
                input,
                id: who.to_owned(),
                name,
                country,
                to: to.to_owned(),
                share: fact.sourced.value.get(),
                source: fact.sourced.source.to_string(),
                grade: fact.sourced.grade.to_string(),
            });
        }
        if suppliers.is_empty() {
            self.notes.push(format!("No fact names a supplier of {}.", world.name_of(id)));
        }
        let name = world.name_of(id).to_owned();
        self.inputs.push(Input { id: id.to_owned(), name, suppliers, stock_weeks });
    }

    /// The suppliers of an input as facts have them for a line: those of its country's purchases where
    /// somebody states them, else those of the world's supply; none where facts speak of other countries only.
    #[must_use]
    pub fn suppliers_at(&self, input: usize, line: &Line) -> Vec<usize> {
        let of = |to: &str| -> Vec<usize> {
            let all = self.inputs[input].suppliers.iter().copied();
            all.filter(|at| self.suppliers[*at].to == to).collect()
        };
        let own = of(&line.country);
        if own.is_empty() { of("") } else { own }
    }

    /// The suppliers whom the law lets through to a line. A line that the law cuts off from an input altogether runs
    /// without new deliveries, or has the step done elsewhere: it rests on the same suppliers there.
    #[must_use]
    pub fn open_at(&self, line: usize, input: usize) -> Vec<usize> {
        let here = self.suppliers_at(input, &self.lines[line]);
        let barred = |at: &usize| {
            self.routes.get(&(line, *at)).is_some_and(|route| route.status == Status::Barred)
        };
        let open: Vec<usize> = here.iter().copied().filter(|at| !barred(at)).collect();
        if open.is_empty() { here } else { open }
    }

    /// Says at which lines nothing is known of the suppliers of which inputs.
    fn silences(&mut self, world: &World) {
        let mut silent: BTreeMap<Vec<&str>, Vec<String>> = BTreeMap::new();
        for (at, input) in self.inputs.iter().enumerate() {
            let unknown = |line: &&Line| {
                line.needs.contains(&at)
                    && !input.suppliers.is_empty()
                    && self.suppliers_at(at, line).is_empty()
            };
            let lines = self.lines.iter().filter(unknown);
            let mut countries: Vec<&str> = lines.map(|line| world.name_of(&line.country)).collect();
            countries.sort_unstable();
            countries.dedup();
            if !countries.is_empty() {
                silent.entry(countries).or_default().push(input.name.to_lowercase());
            }
        }
        for (countries, inputs) in silent {
            self.notes.push(format!(
                "No fact says from where lines in {} get {}: that is not counted there.",
                countries.join(", "),
                inputs.join(", ")
            ));
        }
    }

    /// Asks the law about every route, once for each item, origin and place.
    fn law(&mut self, rulebook: &Rulebook) {
        let mut asked: BTreeMap<[String; 3], Route> = BTreeMap::new();
        for (at, line) in self.lines.iter().enumerate() {
            for need in &line.needs {
                for supplier in &self.suppliers_at(*need, line) {
                    let origin = self.suppliers[*supplier].country.clone();
                    let key = [self.inputs[*need].id.clone(), origin, line.site.clone()];
                    let route = asked
                        .entry(key)
                        .or_insert_with_key(|key| ask(rulebook, key, &line.country, self.on));
                    self.routes.insert((at, *supplier), route.clone());
                }
            }
        }
    }
}

/// The seat of a firm, or of its parent.
fn seat(world: &World, firm: &str) -> String {
    let actor = world.actor(firm);
    actor.map_or_else(|| "country:ROW".to_owned(), |actor| actor.nationality.to_string())
}

/// The country whose government makes an order's law.
fn seat_of(order: Order) -> &'static str {
    match order {
        Order::Us => "USA",
        Order::Cn => "CHN",
        Order::Kr => "KOR",
        Order::Jp => "JPN",
        Order::Nl => "NLD",
        Order::Eu => "EUR",
        Order::Tw => "TWN",
    }
}

fn ask(rulebook: &Rulebook, key: &[String; 3], place: &str, on: Day) -> Route {
    let [input, origin, site] = key;
    let free = Route { status: Status::Free, acts: Vec::new() };
    if origin == place || origin == "country:ROW" {
        return free;
    }
    let query = if input.starts_with("tool:") {
        Query::tool(item(input), bare(origin), site, Purpose::Spares)
    } else {
        Query::material(item(input), bare(origin), bare(place))
    };
    let verdict = rulebook.verdict(&query, on, on);
    if verdict.permits() {
        return free;
    }
    let decision = rulebook.decide(&query, on, on);
    let binding = decision.orders.iter().filter(|order| !order.verdict.permits());
    let acts = binding
        .filter_map(|order| {
            let cited = order.citations.first()?;
            let country = format!("country:{}", seat_of(order.order));
            Some((country, format!("{} ({})", cited.title, cited.cite)))
        })
        .collect();
    let status = match verdict {
        Verdict::LicenceRequired => match decision.review {
            Some(
                linchpin_policy::ReviewPolicy::Denial
                | linchpin_policy::ReviewPolicy::PresumptionOfDenial,
            ) => Status::Barred,
            _ => Status::Licence,
        },
        // A fact that is missing does not stop trade that a licence would allow.
        Verdict::Unknown => Status::Licence,
        _ => Status::Barred,
    };
    Route { status, acts }
}

/// Routes as a list of those that are not free.
mod restrictions {
    use super::{Route, Status};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::collections::BTreeMap;

    #[derive(Serialize, Deserialize)]
    struct Restriction {
        /// Place among the lines.
        line: usize,
        /// Place among the suppliers.
        supplier: usize,
        #[serde(flatten)]
        route: Route,
    }

    pub(super) fn serialize<S: Serializer>(
        routes: &BTreeMap<(usize, usize), Route>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        let held = routes.iter().filter(|(_, route)| route.status != Status::Free);
        to.collect_seq(held.map(|((line, supplier), route)| Restriction {
            line: *line,
            supplier: *supplier,
            route: route.clone(),
        }))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<BTreeMap<(usize, usize), Route>, D::Error> {
        let held = Vec::<Restriction>::deserialize(from)?;
        Ok(held.into_iter().map(|one| ((one.line, one.supplier), one.route)).collect())
    }
}
