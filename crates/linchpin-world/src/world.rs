//! The world: checked tables, an index of estimates, one digest.
//!
//! Files come in; a frozen [`World`] goes out. Its digest depends on content only, never on the
//! order of rows, the names of fact files or where the package lies.

use crate::check;
use crate::descriptor::{self, Label};
use crate::estimate::Estimate;
use crate::files::Files;
use crate::load::{self, Tables};
use crate::quantity::Quantity;
use crate::tables::{
    Actor, Assumption, Country, Event, Fact, Line, Location, Material, Product, Segment, Site,
    Source, Tool, Use,
};
use include_dir::{Dir, include_dir};
use linchpin_units::{Digest, Findings, Idx, SourceRef, Table};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../worlds/memory");

/// Subject, `of` and `to` of a fact.
type Key = (String, String, String);

/// Today's ranges by quantity and key.
type Estimates = BTreeMap<Quantity, BTreeMap<Key, Estimate>>;

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
    pub quotes: Table<crate::Quote>,
    /// Time series: what each measures.
    pub series: Table<crate::Series>,
    /// Their observations, rivals side by side.
    pub observations: Table<crate::Observation>,
    names: BTreeMap<String, String>,
    estimates: Estimates,
    digest: Digest,
    label: Label,
}

impl World {
    /// The world built into the binary: the memory chips of 2026.
    ///
    /// # Errors
    /// All findings, if the package were broken; a test keeps it sound.
    pub fn embedded() -> Result<Self, Findings> {
        Files::embedded("worlds/memory", &EMBEDDED)
            .and_then(|files| Self::of(&files))
            .map(|(world, _)| world)
    }

    /// The world of a folder, with its warnings.
    ///
    /// # Errors
    /// All findings in one pass, when at least one is an error.
    pub fn load(dir: &Path) -> Result<(Self, Findings), Findings> {
        Self::of(&Files::folder(dir)?)
    }

    fn of(files: &Files) -> Result<(Self, Findings), Findings> {
        let mut findings = Findings::default();
        let tables = load::read(files, &mut findings);
        check::tables(&tables, &mut findings);
        let label = descriptor::check(files, &mut findings);
        if findings.any_error() {
            return Err(findings);
        }
        Ok((Self::assemble(tables, label), findings))
    }

    fn assemble(tables: Tables, label: Label) -> Self {
        let digest = digest(&tables);
        let estimates = index(&tables.facts);
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
    pub fn estimate(
        &self,
        subject: &str,
        quantity: Quantity,
        of: &str,
        to: &str,
    ) -> Option<Estimate> {
        let key = (subject.to_owned(), of.to_owned(), to.to_owned());
        self.estimates.get(&quantity)?.get(&key).cloned()
    }

    /// Every estimate of a quantity as (subject, of, to, estimate), ordered by these keys.
    pub fn estimates(
        &self,
        quantity: Quantity,
    ) -> impl Iterator<Item = (&str, &str, &str, &Estimate)> {
        let found = self.estimates.get(&quantity).into_iter().flatten();
        found.map(|((subject, of, to), estimate)| {
            (subject.as_str(), of.as_str(), to.as_str(), estimate)
        })
    }

    /// The estimates on which sources disagree, by quantity and key.
    pub fn contested(&self) -> impl Iterator<Item = (Quantity, &str, &str, &str, &Estimate)> {
        self.estimates.iter().flat_map(|(quantity, found)| {
            found.iter().filter(|(_, estimate)| estimate.contested).map(
                move |((subject, of, to), estimate)| {
                    (*quantity, subject.as_str(), of.as_str(), to.as_str(), estimate)
                },
            )
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
}

fn index(facts: &Table<Fact>) -> Estimates {
    /// Facts that speak of one quantity.
    type Rivals<'f> = Vec<(Idx<Fact>, &'f Fact)>;
    let mut rivals: BTreeMap<(Quantity, Key), Rivals<'_>> = BTreeMap::new();
    for (at, fact) in facts.entries().filter(|(_, fact)| fact.use_ == Use::Model) {
        let key = (fact.subject.clone(), fact.of.clone(), fact.to.clone());
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
