//! What the world knows about one thing: data for `linchpin world show`, without any layout.
//!
//! A name, alias or id comes in; a [`Card`] with attributes, rival values, related things and events
//! goes out, or the names that come nearest.

use crate::estimate::EstimateView;
use crate::ids::{Entity, EventId, kind_of};
use crate::tables::{Fact, Use};
use crate::{Quantity, World};
use linchpin_units::day::AsOf;
use linchpin_units::finding::nearest;
use linchpin_units::{Grade, Measure, SourceRef, Unit};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// Everything about one thing.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "WorldCard")]
pub struct Card {
    /// Its id; the package's name when the whole world is meant.
    pub id: Entity,
    /// Its name.
    pub name: String,
    /// Facets such as owner, place and node, in reading order.
    pub attributes: Vec<Attribute>,
    /// Values with their rivals, by quantity.
    pub values: Vec<Values>,
    /// Other things of the world that belong to it.
    pub related: Vec<Related>,
    /// Events that name it.
    pub events: Vec<Happening>,
}

/// One facet.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "WorldAttribute")]
pub struct Attribute {
    /// What it says, such as `owner`.
    pub name: String,
    /// The text.
    pub value: String,
}

/// All values of one quantity and key.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "WorldValue")]
pub struct Values {
    /// What it measures.
    pub quantity: Quantity,
    /// Name of the subject, when it is not the card's own.
    #[serde(rename = "subject")]
    pub subject_name: String,
    /// Name of `of`, empty without one.
    #[serde(rename = "of")]
    pub of_name: String,
    /// Name of `to`, empty without one.
    #[serde(rename = "to")]
    pub to_name: String,
    /// Range of today; none when every value is history or context.
    pub estimate: Option<EstimateView>,
    /// The single values, latest first.
    pub rivals: Vec<Rival>,
}

/// One value of one source.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "WorldRival")]
pub struct Rival {
    /// Lowest value.
    pub low: Measure,
    /// Stated value.
    pub value: Measure,
    /// Highest value.
    pub high: Measure,
    /// Unit of the three.
    pub unit: Unit,
    /// Date the value speaks of.
    pub as_of: AsOf,
    /// What was counted.
    pub basis: String,
    /// Who says so.
    pub source: Citation,
    /// Strength of the evidence.
    pub grade: Grade,
    /// What it is for.
    #[serde(rename = "use")]
    pub use_: Use,
    /// What a reader should know.
    pub note: String,
}

/// A source as a reader cites it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "WorldSource")]
pub struct Citation {
    /// Reference as in the tables.
    pub reference: SourceRef,
    /// Publisher, or what kind of source it is when no document.
    pub outlet: String,
    /// Title or name.
    pub title: String,
    /// Date of publication, empty when unknown.
    pub published: String,
    /// Address, empty when unknown.
    pub url: String,
}

impl Citation {
    /// Outlet, title and date in one line.
    #[must_use]
    pub fn text(&self) -> String {
        let parts = [&self.outlet, &self.title, &self.published];
        parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", ")
    }
}

/// Another thing and how it belongs here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "WorldRelated")]
pub struct Related {
    /// Its id.
    pub id: Entity,
    /// Its name.
    pub name: String,
    /// How it belongs, such as `makes` or `owned by`.
    pub how: String,
}

/// An event as a reader sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "WorldEvent")]
pub struct Happening {
    /// Its id.
    pub id: EventId,
    /// Date as written.
    pub date: String,
    /// What happened.
    pub what: String,
    /// How the source puts it.
    pub modality: String,
    /// Who says so.
    pub source: Citation,
    /// What a reader should know.
    pub note: String,
}

/// Nothing goes by that name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the world knows nothing called `{wanted}`")]
pub struct Unknown {
    /// What was asked for.
    pub wanted: String,
    /// Names that come near, best first.
    pub nearest: Vec<String>,
}

/// Kinds that a bare name may mean, the likeliest first.
const KINDS: [&str; 15] = [
    "site",
    "firm",
    "product",
    "material",
    "tool",
    "segment",
    "country",
    "place",
    "agency",
    "gov",
    "org",
    "person",
    "series",
    "assumption",
    "event",
];

impl World {
    /// What the world holds: its sites, makers, products and materials.
    #[must_use]
    pub fn overview(&self) -> Card {
        let count =
            |name: &str, n: usize| Attribute { name: name.to_owned(), value: n.to_string() };
        let one = |id: &str, how: &str| Related {
            id: id.into(),
            name: self.name_of(id).to_owned(),
            how: how.to_owned(),
        };
        let owners: BTreeMap<&str, ()> =
            self.sites.iter().map(|site| (site.owner.as_str(), ())).collect();
        let mut related: Vec<Related> =
            self.sites.iter().map(|site| one(site.id.as_str(), "site")).collect();
        related.extend(owners.keys().map(|owner| one(owner, "firm")));
        related.extend(self.products.iter().map(|product| one(product.id.as_str(), "product")));
        related.extend(self.materials.iter().map(|material| one(material.id.as_str(), "material")));
        Card {
            id: self.name().into(),
            name: format!("{} {}", self.name(), self.version()),
            attributes: vec![
                Attribute { name: "SHA-256".to_owned(), value: self.digest().to_string() },
                count("facts", self.facts.len()),
                count("sources", self.sources.len()),
                count("events", self.events.len()),
                count("assumptions", self.assumptions.len()),
                count("contested values", self.contested().count()),
                count("time series", self.series.len()),
                count("observations", self.observations.len()),
                Attribute {
                    name: "market known through".to_owned(),
                    value: self
                        .market_known_through(None)
                        .map_or_else(|| "can’t say".to_owned(), |day| day.to_string()),
                },
            ],
            values: Vec::new(),
            related,
            events: Vec::new(),
        }
    }

    /// The id that `wanted` means: an id, the part after its colon, a name or an alias, in any case
    /// and without regard to punctuation; failing that, the one site whose name contains it.
    ///
    /// # Errors
    /// [`Unknown`] with the nearest names.
    pub fn find(&self, wanted: &str) -> Result<&str, Unknown> {
        if let Some((id, _)) = self.names().find(|(id, _)| *id == wanted) {
            return Ok(id);
        }
        let plain = plain(wanted);
        let mut called = self.called();
        called.sort_by_key(|(id, _)| KINDS.iter().position(|kind| *kind == kind_of(id)));
        let exact = called.iter().find(|(_, name)| *name == plain);
        let mut parts = called
            .iter()
            .filter(|(id, name)| {
                kind_of(id) == "site" && !plain.is_empty() && name.contains(&plain)
            })
            .map(|(id, _)| *id)
            .collect::<Vec<_>>();
        parts.dedup();
        match (exact, parts.as_slice()) {
            (Some((id, _)), _) if !matches!(kind_of(id), "place" | "country") => Ok(id),
            (_, [site]) => Ok(site),
            (Some((id, _)), _) => Ok(id),
            (None, _) => Err(self.unknown(wanted, &parts)),
        }
    }

    /// Every id with each name it goes by, without case and punctuation.
    fn called(&self) -> Vec<(&str, String)> {
        let mut called = Vec::new();
        for (id, name) in self.names().filter(|(id, _)| KINDS.contains(&kind_of(id))) {
            let tail = id.split_once(':').map_or(id, |(_, tail)| tail);
            called.push((id, plain(tail)));
            called.push((id, plain(name)));
        }
        for actor in self.actors.iter() {
            called.extend(actor.aliases.iter().map(|alias| (actor.id.as_str(), plain(alias))));
        }
        called
    }

    fn unknown(&self, wanted: &str, several: &[&str]) -> Unknown {
        let mut near: Vec<String> = several.iter().map(|id| (*id).to_owned()).collect();
        if near.is_empty() {
            let lower = wanted.to_lowercase();
            let known: Vec<&str> = self
                .names()
                .filter(|(id, _)| KINDS.contains(&kind_of(id)))
                .map(|(id, _)| id)
                .collect();
            let tail = |id: &&str| id.split_once(':').map_or("", |(_, tail)| tail).to_owned();
            let tails: Vec<String> = known.iter().map(tail).collect();
            near.extend(nearest(&lower, known.iter().copied()).map(str::to_owned));
            let by_tail = nearest(&lower, tails.iter().map(String::as_str));
            let at = by_tail.and_then(|best| tails.iter().position(|tail| tail == best));
            near.extend(at.map(|at| known[at].to_owned()));
            near.dedup();
        }
        Unknown { wanted: wanted.to_owned(), nearest: near }
    }

    /// Everything about what `wanted` means: a thing, or else what is measured, such as `FDI`.
    ///
    /// # Errors
    /// [`Unknown`] with the nearest names.
    pub fn show(&self, wanted: &str) -> Result<Card, Unknown> {
        let id = match self.find(wanted) {
            Ok(id) => id,
            Err(unknown) => return self.topic(wanted).ok_or(unknown),
        };
        Ok(Card {
            id: id.into(),
            name: self.name_of(id).to_owned(),
            attributes: self.attributes(id),
            values: self.values(id),
            related: self.related(id),
            events: self.happenings(id),
        })
    }

    /// A source reference as a reader cites it.
    #[must_use]
    pub fn cite(&self, source: &SourceRef) -> Citation {
        let reference = source.clone();
        if let Some(document) = self.source(source) {
            let published = document.published.as_ref();
            return Citation {
                reference,
                outlet: document.outlet.clone(),
                title: document.title.clone(),
                published: published.map_or_else(String::new, ToString::to_string),
                url: document.url.clone(),
            };
        }
        let kind = match source {
            SourceRef::Assumption(_) => "assumption",
            SourceRef::Claim(_) => "claim",
            SourceRef::Document(_) | SourceRef::Row(_) => "data set",
        };
        let title = self.name_of(&source.to_string()).to_owned();
        let (published, url) = (String::new(), String::new());
        Citation { reference, outlet: kind.to_owned(), title, published, url }
    }

    fn values(&self, id: &str) -> Vec<Values> {
        let names_it = |key: Option<&Entity>| key.is_some_and(|key| key == id);
        let own = self.facts.iter().filter(|fact| {
            fact.subject == id || names_it(fact.of.as_ref()) || names_it(fact.to.as_ref())
        });
        self.grouped(own, id)
    }

    /// Facts by what they speak of, latest first; the name of `id` itself is left out.
    fn grouped<'f>(&self, facts: impl Iterator<Item = &'f Fact>, id: &str) -> Vec<Values> {
        /// Quantity, subject and further keys of facts.
        type Group<'f> = (Quantity, &'f Entity, Option<&'f Entity>, Option<&'f Entity>);
        let mut groups: BTreeMap<Group<'_>, Vec<&Fact>> = BTreeMap::new();
        for fact in facts {
            let key = (fact.quantity, &fact.subject, fact.of.as_ref(), fact.to.as_ref());
            groups.entry(key).or_default().push(fact);
        }
        groups
            .into_iter()
            .map(|((quantity, subject, of, to), mut facts)| {
                facts.sort_by_key(|fact| std::cmp::Reverse(fact.sourced.as_of.days().from));
                let name = |key: Option<&Entity>| match key {
                    Some(key) if key != id => self.name_of(key).to_owned(),
                    _ => String::new(),
                };
                Values {
                    quantity,
                    subject_name: name(Some(subject)),
                    of_name: name(of),
                    to_name: name(to),
                    estimate: self.estimate(subject, quantity, of, to).map(|found| found.view()),
                    rivals: facts.into_iter().map(|fact| self.rival(fact)).collect(),
                }
            })
            .collect()
    }

    fn rival(&self, fact: &Fact) -> Rival {
        let sourced = &fact.sourced;
        Rival {
            low: Measure::of(sourced.range.low()),
            value: sourced.value,
            high: Measure::of(sourced.range.high()),
            unit: sourced.unit,
            as_of: sourced.as_of.clone(),
            basis: sourced.basis.to_string(),
            source: self.cite(&sourced.source),
            grade: sourced.grade,
            use_: fact.use_,
            note: sourced.note.clone(),
        }
    }

    fn happenings(&self, id: &str) -> Vec<Happening> {
        let place =
            self.sites.iter().find(|site| site.id.as_str() == id).map(|site| &site.location);
        let names_it = |event: &crate::Event| {
            event.id.as_str() == id
                || event.who.iter().any(|who| who.as_str() == id)
                || event.location.as_ref().is_some_and(|at| at.as_str() == id || Some(at) == place)
        };
        self.told(names_it)
    }

    fn told(&self, wanted: impl Fn(&crate::Event) -> bool) -> Vec<Happening> {
        self.events
            .iter()
            .filter(|event| wanted(event))
            .map(|event| Happening {
                id: event.id.clone(),
                date: event.date.to_string(),
                what: event.what.clone(),
                modality: event.modality.as_str().to_owned(),
                source: self.cite(&event.source),
                note: event.note.clone(),
            })
            .collect()
    }
}

/// A name without case, spaces and punctuation.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

mod facets;
mod topic;
