//! The one resolver of names: what a world and a rulebook call things.
//!
//! In: a world, a rulebook. Out: for a kind and a name, nothing, or a located finding with the nearest
//! names. Every verb, field and form asks here, so that an unknown name is an error and never an
//! answer.

use linchpin_policy::Rulebook;
use linchpin_units::id::NotAnId;
use linchpin_units::{Finding, Place};
use linchpin_world::{ActorId, CountryId, MaterialId, ProductId, SegmentId, SiteId, ToolId, World};
use std::collections::BTreeMap;

/// The names of a world and a rulebook, by kind.
#[derive(Debug, Clone, Default)]
pub struct Names {
    by_kind: BTreeMap<&'static str, Vec<String>>,
}

impl Names {
    /// The names of `world` and of the acts of `rulebook`.
    #[must_use]
    pub fn new(world: &World, rulebook: Option<&Rulebook>) -> Self {
        let mut names = Self::default();
        names.put("site", world.sites.iter().map(|one| one.id.to_string()));
        names.put("product", world.products.iter().map(|one| one.id.to_string()));
        names.put("firm", world.actors.iter().map(|one| one.id.to_string()));
        names.put("segment", world.segments.iter().map(|one| one.id.to_string()));
        names.put("material", world.materials.iter().map(|one| one.id.to_string()));
        names.put("tool", world.tools.iter().map(|one| one.id.to_string()));
        names.put("country", world.countries.iter().map(|one| one.id.to_string()));
        names.put("assumption", world.assumptions.iter().map(|one| one.id.name().to_owned()));
        let acts = rulebook.into_iter().flat_map(|rulebook| rulebook.acts().keys());
        names.put("act", acts.map(|id| id.as_str().to_owned()));
        names
    }

    /// Adds names of a kind.
    pub fn put(&mut self, kind: &'static str, names: impl Iterator<Item = String>) {
        self.by_kind.entry(kind).or_default().extend(names);
    }

    /// The names of a kind.
    pub fn of(&self, kind: &str) -> impl Iterator<Item = &str> + Clone {
        self.by_kind.get(kind).into_iter().flatten().map(String::as_str)
    }

    /// A finding when no `kind` is called `name`.
    #[must_use]
    pub fn unknown(&self, kind: &str, name: &str, place: Place) -> Option<Finding> {
        if self.of(kind).any(|known| known == name) {
            return malformed(kind, name).map(|error| {
                Finding::error("LP-S008", place, error.to_string())
                    .expected(format!("an id of the kind {}", error.kind))
                    .help("write ids in lower case, as in site:samsung-xian; countries as country:KOR")
            });
        }
        Some(
            Finding::error("LP-S008", place, format!("no {kind} is called `{name}`"))
                .expected(format!("a {kind} of the world"))
                .nearest(name, self.of(kind))
                .help("`linchpin world show` lists what the world holds"),
        )
    }
}

/// What is wrong with an id of a kind. An episode declares sites and buyers of its own.
fn malformed(kind: &str, name: &str) -> Option<NotAnId> {
    match kind {
        "site" => name.parse::<SiteId>().err(),
        "firm" => name.parse::<ActorId>().err(),
        "product" => name.parse::<ProductId>().err(),
        "segment" => name.parse::<SegmentId>().err(),
        "material" => name.parse::<MaterialId>().err(),
        "tool" => name.parse::<ToolId>().err(),
        "country" => name.parse::<CountryId>().err(),
        _ => None,
    }
}
