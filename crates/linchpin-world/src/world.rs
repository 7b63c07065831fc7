//! The world: checked tables, an index of estimates, one digest.
//!
//! Files come in; a frozen [`World`] goes out. Its digest depends on content only, never on the
//! order of rows, the names of fact files or where the package lies.

use crate::descriptor::Label;
use crate::estimate::Estimate;
use crate::ids::{Entity, Key};
use crate::quantity::Quantity;
use crate::series::{Frequency, Observation, Path, Series};
use crate::tables::{
    Actor, Assumption, Country, Event, Fact, Line, Location, Material, Product, Quote, Segment,
    Site, Source, Tables, Tool, Use,
};
use linchpin_units::{Day, Digest, Grade, Idx, SourceRef, Table};
use serde::Serialize;
use std::collections::BTreeMap;

/// What an estimate speaks of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct About {
    /// The thing.
    pub subject: Entity,
    /// Further key, such as the product.
    pub of: Option<Entity>,
    /// Further key, such as the destination.
    pub to: Option<Entity>,
}

/// Today's ranges by quantity and key.
type Estimates = BTreeMap<Quantity, BTreeMap<About, Estimate>>;

/// Sourced facts of an economy, checked and indexed.
#[derive(Debug, Clone)]
pub struct World {
    /// Documents that facts cite.
    pub sources: Table<Source>,
    /// Countries and aggregates.
    pub countries: Table<Country>,
    /// Towns and districts.
    pub places: Table<Location>,
    /// Firms, governments, agencies, persons, organisations.
    pub actors: Table<Actor>,
    /// Products.
    pub products: Table<Product>,
    /// Production sites.
    pub sites: Table<Site>,
    /// Production lines: a product at a site.
    pub lines: Table<Line>,
    /// Process materials.
    pub materials: Table<Material>,
    /// Classes of process tools.
    pub tools: Table<Tool>,
    /// Groups of buyers.
    pub segments: Table<Segment>,
    /// Dated events and statements.
    pub events: Table<Event>,
    /// Values with their sources, rivals side by side.
    pub facts: Table<Fact>,
    /// Values nobody states.
    pub assumptions: Table<Assumption>,
    /// Where in their documents the words behind rows stand.
    pub quotes: Table<Quote>,
    /// Time series: what each measures.
    pub series: Table<Series>,
    /// Their observations, rivals side by side.
    pub observations: Table<Observation>,
    names: BTreeMap<String, String>,
    estimates: Estimates,
    digest: Digest,
    label: Label,
}

impl World {
    pub(crate) fn assemble(tables: Tables, label: Label) -> Self {
        let digest = digest(&tables);
        let mut estimates = index(&tables.facts);
        spread(&mut estimates, &tables.segments);
        Self {
            sources: tables.sources,
            countries: tables.countries,
            places: tables.places,
            actors: tables.actors,
            products: tables.products,
            sites: tables.sites,
            lines: tables.lines,
            materials: tables.materials,
            tools: tables.tools,
            segments: tables.segments,
            events: tables.events,
            facts: tables.facts,
            assumptions: tables.assumptions,
            quotes: tables.quotes,
            series: tables.series,
            observations: tables.observations,
            names: tables.names,
            estimates,
            digest,
            label,
        }
    }

    /// SHA-256 of the canonical content.
    #[must_use]
    pub fn digest(&self) -> &Digest {
        &self.digest
    }

    /// Name of the package, as its descriptor says; not part of the digest.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.label.name
    }

    /// Version of the package, as its descriptor says; not part of the digest.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.label.version
    }

    /// Today's range of a quantity; `None` when no fact with `use = model` speaks of it.
    #[must_use]
    pub fn estimate<'k>(
        &self,
        subject: impl Into<Key<'k>>,
        quantity: Quantity,
        of: impl Into<Key<'k>>,
        to: impl Into<Key<'k>>,
    ) -> Option<Estimate> {
        let (of, to) = (of.into().entity(), to.into().entity());
        let about = About { subject: subject.into().entity()?, of, to };
        self.estimates.get(&quantity)?.get(&about).cloned()
    }

    /// Every estimate of a quantity, ordered by what it speaks of.
    pub fn estimates(&self, quantity: Quantity) -> impl Iterator<Item = (&About, &Estimate)> {
        self.estimates.get(&quantity).into_iter().flatten()
    }

    /// The estimates on which sources disagree, by quantity and what they speak of.
    pub fn contested(&self) -> impl Iterator<Item = (Quantity, &About, &Estimate)> {
        self.estimates.iter().flat_map(|(quantity, found)| {
            let contested = found.iter().filter(|(_, estimate)| estimate.contested);
            contested.map(move |(about, estimate)| (*quantity, about, estimate))
        })
    }

    /// The site of that id.
    #[must_use]
    pub fn site(&self, id: &str) -> Option<&Site> {
        self.sites.iter().find(|row| row.id.as_str() == id)
    }

    /// The actor of that id.
    #[must_use]
    pub fn actor(&self, id: &str) -> Option<&Actor> {
        self.actors.iter().find(|row| row.id.as_str() == id)
    }

    /// How many of the facts that a model draws from are graded `memory` or `assumption`, and how many it
    /// draws from in all.
    #[must_use]
    pub fn weakly_sourced(&self) -> (usize, usize) {
        let drawn = || self.facts.iter().filter(|fact| fact.use_ == Use::Model);
        let weak = |fact: &&Fact| matches!(fact.sourced.grade, Grade::Memory | Grade::Assumption);
        (drawn().filter(weak).count(), drawn().count())
    }

    /// The assumption of that id, with or without `assumption:` before it.
    #[must_use]
    pub fn assumption(&self, id: &str) -> Option<&Assumption> {
        let wanted = id.strip_prefix("assumption:").unwrap_or(id);
        self.assumptions.iter().find(|entry| entry.id.name() == wanted)
    }

    /// The document that a source reference names; `None` for rows, claims and assumptions.
    #[must_use]
    pub fn source(&self, source: &SourceRef) -> Option<&Source> {
        match source {
            SourceRef::Document(name) => self.sources.iter().find(|row| row.id.name() == name),
            _ => None,
        }
    }

    /// The name behind an id, or the id itself when no table holds it.
    #[must_use]
    pub fn name_of<'a>(&'a self, id: &'a str) -> &'a str {
        self.names.get(id).map_or(id, String::as_str)
    }

    /// Every id with its name, in order of the ids.
    pub fn names(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.names.iter().map(|(id, name)| (id.as_str(), name.as_str()))
    }

    /// The words behind a fact.
    #[must_use]
    pub fn quote_of(&self, fact: &Fact) -> Option<&Quote> {
        let sourced = &fact.sourced;
        self.quotes.iter().find(|quote| {
            quote.subject == fact.subject
                && quote.quantity == Some(fact.quantity)
                && quote.of == fact.of
                && quote.to == fact.to
                && quote.as_of.as_ref() == Some(&sourced.as_of)
                && quote.source == sourced.source
        })
    }

    /// The document a quote stands in, by its SHA-256.
    #[must_use]
    pub fn document_of(&self, quote: &Quote) -> Option<&Digest> {
        self.quoted(quote)?.sha256.as_ref()
    }

    /// The source a quote is from.
    #[must_use]
    pub fn quoted(&self, quote: &Quote) -> Option<&Source> {
        self.source(&quote.source)
    }

    /// The path of a series, by id with or without `series:`; none when no table defines it.
    #[must_use]
    pub fn path(&self, id: &str) -> Option<Path<'_>> {
        let wanted = id.strip_prefix("series:").unwrap_or(id);
        let series = self.series.iter().find(|row| row.id.name() == wanted)?;
        let rows = self.observations.iter().filter(|row| row.series == series.id).collect();
        Some(Path { series, rows })
    }

    /// The day through which every complete monthly series reaches, among what was public on `known`
    /// (or at all): what the first line of an answer calls the market known through. None without such series.
    #[must_use]
    pub fn market_known_through(&self, known: Option<Day>) -> Option<Day> {
        let monthly =
            self.series.iter().filter(|row| row.complete && row.frequency == Frequency::Month);
        let mut least: Option<Day> = None;
        for series in monthly {
            let path = self.path(series.id.as_str())?;
            let path = known.map_or(path.clone(), |day| path.known(day));
            let through = path.through()?;
            least = Some(least.map_or(through, |day| day.min(through)));
        }
        least
    }
}

fn index(facts: &Table<Fact>) -> Estimates {
    /// Facts that speak of one quantity.
    type Rivals<'f> = Vec<(Idx<Fact>, &'f Fact)>;
    let mut rivals: BTreeMap<(Quantity, About), Rivals<'_>> = BTreeMap::new();
    for (at, fact) in facts.entries().filter(|(_, fact)| fact.use_ == Use::Model) {
        let (subject, of, to) = (fact.subject.clone(), fact.of.clone(), fact.to.clone());
        let key = About { subject, of, to };
        rivals.entry((fact.quantity, key)).or_default().push((at, fact));
    }
    let mut estimates = Estimates::new();
    for ((quantity, key), rivals) in rivals {
        if let Some(estimate) = Estimate::of(&rivals) {
            estimates.entry(quantity).or_default().insert(key, estimate);
        }
    }
    estimates
}

/// Gives a preference told of a country, or of the world, to each segment there of which nothing narrower is told:
/// one judgement stands in one row.
fn spread(estimates: &mut Estimates, segments: &Table<Segment>) {
    const WORLD: &str = "country:WLD";
    let Some(told) = estimates.get_mut(&Quantity::Preference) else { return };
    let to = |about: &About| about.to.as_ref().map(ToString::to_string).unwrap_or_default();
    let wide = told.iter().filter(|(about, _)| to(about).starts_with("country:"));
    let mut wide: Vec<(About, Estimate)> =
        wide.map(|(about, estimate)| (about.clone(), estimate.clone())).collect();
    wide.sort_by_key(|(about, _)| to(about) == WORLD);
    for (about, estimate) in wide {
        let place = to(&about);
        for segment in segments.iter() {
            if place == WORLD || segment.destination.as_str() == place {
                let to = Some(Entity::from(&segment.id));
                let key = About { to, ..about.clone() };
                told.entry(key).or_insert_with(|| estimate.clone());
            }
        }
    }
}

/// Each table as JSON lines in key order, each line a part: the order of files and rows is gone.
fn digest(tables: &Tables) -> Digest {
    let mut parts: Vec<Vec<u8>> = Vec::new();
    add(&mut parts, "sources", &tables.sources);
    add(&mut parts, "countries", &tables.countries);
    add(&mut parts, "places", &tables.places);
    add(&mut parts, "actors", &tables.actors);
    add(&mut parts, "products", &tables.products);
    add(&mut parts, "sites", &tables.sites);
    add(&mut parts, "lines", &tables.lines);
    add(&mut parts, "materials", &tables.materials);
    add(&mut parts, "tools", &tables.tools);
    add(&mut parts, "segments", &tables.segments);
    add(&mut parts, "events", &tables.events);
    add(&mut parts, "facts", &tables.facts);
    add(&mut parts, "assumptions", &tables.assumptions);
    add(&mut parts, "quotes", &tables.quotes);
    add(&mut parts, "series", &tables.series);
    add(&mut parts, "observations", &tables.observations);
    Digest::of_parts(parts.iter().map(Vec::as_slice))
}

fn add<T: Serialize>(parts: &mut Vec<Vec<u8>>, name: &str, table: &Table<T>) {
    parts.push(name.as_bytes().to_vec());
    for row in table.iter() {
        parts.push(serde_json::to_vec(row).expect("a row of strings and numbers is JSON"));
    }
}
