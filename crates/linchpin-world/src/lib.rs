//! Sourced facts of the memory-chip supply chain as a checked, indexed economy.
//!
//! A data package (CSV tables, one TOML of assumptions, a Frictionless descriptor) comes in, from
//! the binary itself or from a folder; a [`World`] goes out, or all findings at once. A `World` that
//! exists has no dangling id, no value without unit, date, basis, source and range, and no shares
//! that sum to more than one. Rival values stay side by side and become the range of an [`Estimate`].

mod assumption;
mod cells;
mod check;
pub mod codes;
mod descriptor;
mod estimate;
pub mod export;
mod facts;
mod files;
pub mod flows;
pub mod ids;
pub mod implied;
mod load;
pub mod map;
mod open;
mod quantity;
mod quotes;
mod rows;
pub mod series;
pub mod short;
pub mod show;
mod tables;
mod words;
mod world;

pub use estimate::{Estimate, EstimateView};
pub use ids::{
    ActorId, AssumptionId, CountryId, Entity, EventId, Key, MaterialId, PlaceId, ProductId,
    SegmentId, SeriesId, SiteId, SourceId, ToolId,
};
pub use quantity::Quantity;
pub use series::{Frequency, Kind, Observation, Path, Series};
pub use tables::{
    Actor, ActorKind, Assumption, Class, Country, Event, Fact, Line, Location, Material, Modality,
    Product, Quote, Segment, SegmentClass, Site, Source, Tool, Use,
};
pub use world::{About, World};
