//! The rows of the world's tables, as typed as they can be.
//!
//! Rows come from the loader only; every reference in them resolves within the same world.

use crate::ids::{
    ActorId, AssumptionId, CountryId, Entity, EventId, MaterialId, PlaceId, ProductId, SegmentId,
    SiteId, SourceId, ToolId,
};
use crate::quantity::Quantity;
use crate::series::{Observation, Series};
use crate::words::words;
use linchpin_units::day::AsOf;
use linchpin_units::{Degrees, Digest, Grade, Measure, Place, SourceRef, Sourced, Table};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

words!(
    /// What kind of actor.
    ActorKind,
    /// A company or group.
    Firm = "firm",
    /// A government as a whole.
    Gov = "gov",
    /// A part of a government.
    Agency = "agency",
    /// A person.
    Person = "person",
    /// A legal entity, forum, aggregate or unnamed group.
    Org = "org",
);
words!(
    /// Node class of a line as the export and subsidy rules see it.
    Class,
    /// Beyond the thresholds (DRAM half-pitch of 18 nm or less, NAND of 128 layers or more).
    Advanced = "advanced",
    /// Below the thresholds.
    Legacy = "legacy",
);
words!(
    /// What buyers build from memory.
    SegmentClass,
    /// Servers and accelerators.
    Server = "server",
    /// Personal computers.
    Pc = "pc",
    /// Phones and tablets.
    Mobile = "mobile",
    /// Cars.
    Automotive = "automotive",
    /// Consumer, graphics and industrial goods.
    Consumer = "consumer",
);
words!(
    /// How an event's source puts it.
    Modality,
    /// The source itself says it is so.
    Asserted = "asserted",
    /// The source says that somebody says so.
    Attributed = "attributed",
    /// A judgement.
    Opinion = "opinion",
    /// A forecast.
    Predicted = "predicted",
    /// A plan.
    Intention = "intention",
);
words!(
    /// What a fact is for.
    Use,
    /// Forms today's range together with its rivals.
    Model = "model",
    /// Dated: shown, never drawn from.
    History = "history",
    /// Shown beside the model.
    Context = "context",
);

/// Somebody who acts, owns or speaks.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Actor {
    /// Key.
    pub id: ActorId,
    /// Name as printed.
    pub name: String,
    /// Kind, the same as the id's.
    pub kind: ActorKind,
    /// Country of the ultimate owner.
    pub nationality: CountryId,
    /// Direct owner or employer.
    pub parent: Option<ActorId>,
    /// What the actor does here.
    pub roles: Vec<String>,
    /// Other names it goes by.
    pub aliases: Vec<String>,
    /// Who says so.
    pub source: SourceRef,
}

/// A country or an aggregate of countries.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Country {
    /// Key.
    pub id: CountryId,
    /// Name as printed.
    pub name: String,
}

/// A town or district.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Location {
    /// Key.
    pub id: PlaceId,
    /// Name as printed.
    pub name: String,
    /// Country it lies in.
    pub country: CountryId,
    /// Degrees north, -90 to 90.
    pub latitude: Degrees,
    /// Degrees east, -180 to 180.
    pub longitude: Degrees,
    /// Who says so.
    pub source: SourceRef,
}

/// A document that facts cite.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Source {
    /// Key.
    pub id: SourceId,
    /// Publisher.
    pub outlet: String,
    /// Title.
    pub title: String,
    /// Date of publication, as precise as known.
    pub published: Option<AsOf>,
    /// Address, empty when none is recorded.
    pub url: String,
    /// Digest of the document's bytes where it was held.
    pub sha256: Option<Digest>,
    /// On which terms it is used.
    pub licence: String,
    /// What a reader should know.
    pub note: String,
}

/// A production site.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Site {
    /// Key.
    pub id: SiteId,
    /// Name as printed.
    pub name: String,
    /// Firm that runs it.
    pub owner: ActorId,
    /// Legal entity that holds its licences.
    pub holder: ActorId,
    /// Where it stands.
    pub location: PlaceId,
    /// Country it stands in, taken from the location.
    pub country: CountryId,
    /// Opening, past or planned.
    pub opened: Option<AsOf>,
    /// Closing.
    pub closes: Option<AsOf>,
    /// What a reader should know.
    pub note: String,
    /// Who says so.
    pub source: SourceRef,
}

/// A production line: one product at one site.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// Site.
    pub site: SiteId,
    /// Product.
    pub product: ProductId,
    /// Process node in the maker's words.
    pub node: String,
    /// Node class under the rules.
    pub class: Class,
    /// First output, past or planned.
    pub opened: Option<AsOf>,
    /// Who says so.
    pub source: SourceRef,
    /// What a reader should know.
    pub note: String,
}

/// A product or a family of products.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Product {
    /// Key.
    pub id: ProductId,
    /// Name as printed.
    pub name: String,
    /// What belongs to it.
    pub what: String,
    /// Product whose wafers it shares.
    pub family: Option<ProductId>,
}

/// A process material.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Material {
    /// Key.
    pub id: MaterialId,
    /// Name as printed.
    pub name: String,
    /// Whether memory wafers cannot be made without it.
    pub essential: bool,
    /// Process step that uses it.
    pub step: String,
    /// Who keeps the stock.
    pub stock_keeper: String,
    /// Who says so.
    pub source: SourceRef,
}

/// A class of process tools.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tool {
    /// Key.
    pub id: ToolId,
    /// Name as printed.
    pub name: String,
    /// Export control classification numbers (US Commerce Control List).
    pub eccns: Vec<String>,
    /// Process step.
    pub step: String,
    /// Who says so.
    pub source: SourceRef,
}

/// A group of buyers in one destination.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Segment {
    /// Key.
    pub id: SegmentId,
    /// Name as printed.
    pub name: String,
    /// Destination; `country:CHN` includes Hong Kong here.
    pub destination: CountryId,
    /// What they build.
    pub class: SegmentClass,
    /// Whether they are operators of critical infrastructure.
    pub critical: bool,
    /// Who says so.
    pub source: SourceRef,
}

/// A dated event, statement or reading.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Event {
    /// Key.
    pub id: EventId,
    /// Date.
    pub date: AsOf,
    /// Kind, such as `meeting`, `statement`, `fire`.
    pub kind: String,
    /// Who took part or spoke.
    pub who: Vec<ActorId>,
    /// Where.
    pub location: Option<PlaceId>,
    /// What happened, paraphrased.
    pub what: String,
    /// How the source puts it.
    pub modality: Modality,
    /// Who says so.
    pub source: SourceRef,
    /// How strong the evidence is.
    pub grade: Grade,
    /// What a reader should know.
    pub note: String,
}

/// One value of one quantity from one source.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fact {
    /// What it speaks of.
    pub subject: Entity,
    /// What it measures.
    pub quantity: Quantity,
    /// Further key, such as the product.
    #[serde(serialize_with = "or_empty")]
    pub of: Option<Entity>,
    /// Further key, such as the destination.
    #[serde(serialize_with = "or_empty")]
    pub to: Option<Entity>,
    /// The value with its evidence.
    pub sourced: Sourced<Measure>,
    /// What it is for.
    #[serde(rename = "use")]
    pub use_: Use,
    /// Where it stands in the tables.
    #[serde(skip)]
    pub place: Place,
}

/// Writes a further key as its id, and none as an empty text.
pub(crate) fn or_empty<S: Serializer, T: AsRef<str>>(
    key: &Option<T>,
    into: S,
) -> Result<S::Ok, S::Error> {
    into.serialize_str(key.as_ref().map_or("", AsRef::as_ref))
}

/// A value nobody states.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Assumption {
    /// Key.
    pub id: AssumptionId,
    /// Name as printed.
    pub name: String,
    /// The value with its range.
    pub sourced: Sourced<Measure>,
    /// Why the model needs it.
    pub why: String,
    /// Where it stands.
    #[serde(skip)]
    pub place: Place,
}

/// The words behind a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quote {
    /// Id of the row, or of a fact's subject.
    pub subject: Entity,
    /// The fact's quantity; none for a row with an id of its own.
    #[serde(serialize_with = "quantity_or_empty")]
    pub quantity: Option<Quantity>,
    /// The fact's further key.
    #[serde(serialize_with = "or_empty")]
    pub of: Option<Entity>,
    /// The fact's further key.
    #[serde(serialize_with = "or_empty")]
    pub to: Option<Entity>,
    /// The fact's date.
    #[serde(serialize_with = "date_or_empty")]
    pub as_of: Option<AsOf>,
    /// The document, `doc:…`.
    pub source: SourceRef,
    /// First byte of the words in the document's text.
    pub start: usize,
    /// First byte after them.
    pub end: usize,
    /// SHA-256 of the words.
    pub sha256: Digest,
}

fn quantity_or_empty<S: Serializer>(
    quantity: &Option<Quantity>,
    into: S,
) -> Result<S::Ok, S::Error> {
    into.serialize_str(quantity.map_or("", Quantity::as_str))
}

fn date_or_empty<S: Serializer>(date: &Option<AsOf>, into: S) -> Result<S::Ok, S::Error> {
    into.serialize_str(date.as_ref().map_or("", AsOf::as_str))
}

/// The tables of a world before its cross-checks, with the place of each row.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    pub(crate) sources: Table<Source>,
    pub(crate) countries: Table<Country>,
    pub(crate) places: Table<Location>,
    pub(crate) actors: Table<Actor>,
    pub(crate) products: Table<Product>,
    pub(crate) sites: Table<Site>,
    pub(crate) lines: Table<Line>,
    pub(crate) materials: Table<Material>,
    pub(crate) tools: Table<Tool>,
    pub(crate) segments: Table<Segment>,
    pub(crate) events: Table<Event>,
    pub(crate) facts: Table<Fact>,
    pub(crate) assumptions: Table<Assumption>,
    pub(crate) quotes: Table<Quote>,
    pub(crate) series: Table<Series>,
    pub(crate) observations: Table<Observation>,
    /// Name of every id.
    pub(crate) names: BTreeMap<String, String>,
    /// Where each line stands, in the order of `lines`.
    pub(crate) line_places: Vec<Place>,
}
