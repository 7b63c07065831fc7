//! Attributes and relations of each kind of thing, for its card.
//!
//! An id comes in; named texts and related ids go out, in reading order.

use super::{Attribute, Related};
use crate::World;
use crate::ids::kind_of;
use linchpin_units::day::AsOf;

/// Collects attributes, leaving out empty ones.
#[derive(Default)]
struct Facets(Vec<Attribute>);

impl Facets {
    fn add(&mut self, name: &str, value: impl Into<String>) {
        let value = value.into();
        if !value.is_empty() {
            self.0.push(Attribute { name: name.to_owned(), value });
        }
    }
    fn date(&mut self, name: &str, date: Option<&AsOf>) {
        self.add(name, date.map_or_else(String::new, ToString::to_string));
    }
}

impl World {
    pub(super) fn attributes(&self, id: &str) -> Vec<Attribute> {
        let mut facets = Facets::default();
        match kind_of(id) {
            "site" => self.site_facets(id, &mut facets),
            "product" => {
                if let Some(row) = self.products.iter().find(|row| row.id.as_str() == id) {
                    facets.add("description", row.what.as_str());
                }
            }
            "material" => {
                if let Some(row) = self.materials.iter().find(|row| row.id.as_str() == id) {
                    let need = if row.essential { "no wafer without it" } else { "not essential" };
                    facets.add("need", need);
                    facets.add("step", row.step.as_str());
                    facets.add("stock kept by", row.stock_keeper.as_str());
                }
            }
            "tool" => {
                if let Some(row) = self.tools.iter().find(|row| row.id.as_str() == id) {
                    facets.add("step", row.step.as_str());
                    facets.add("control classes", row.eccns.join(", "));
                }
            }
            "segment" => {
                if let Some(row) = self.segments.iter().find(|row| row.id.as_str() == id) {
                    facets.add("destination", self.name_of(row.destination.as_str()));
                    facets.add("class", row.class.as_str());
                    facets.add("critical infrastructure", if row.critical { "yes" } else { "no" });
                }
            }
            "place" => {
                if let Some(row) = self.places.iter().find(|row| row.id.as_str() == id) {
                    facets.add("country", self.name_of(row.country.as_str()));
                    facets.add("latitude", row.latitude.to_string());
                    facets.add("longitude", row.longitude.to_string());
                }
            }
            "series" => self.series_facets(id, &mut facets),
            "assumption" => {
                if let Some(row) = self.assumption(id) {
                    let range = row.sourced.range;
                    facets.add(
                        "value",
                        format!(
                            "{} ({} to {}) {}",
                            range.mode(),
                            range.low(),
                            range.high(),
                            row.sourced.unit
                        ),
                    );
                    facets.add("why", row.why.as_str());
                }
            }
            _ => self.actor_facets(id, &mut facets),
        }
        facets.0
    }

    /// What a series measures and its last periods, each with rivals, source and day of publication.
    fn series_facets(&self, id: &str, facets: &mut Facets) {
        const SHOWN: usize = 8;
        let Some(path) = self.path(id) else { return };
        facets.add("description", path.series.what.as_str());
        facets.add("unit", path.series.unit.as_str());
        facets.add("observed every", path.series.frequency.as_str());
        facets.add("observations, rivals counted", path.len().to_string());
        let through = path.through().map_or_else(String::new, |day| day.to_string());
        facets.add("known through", through);
        for row in path.observations().into_iter().rev().take(SHOWN) {
            for rival in path.rivals(row.sourced.as_of.as_str()) {
                let (sourced, kind) = (&rival.sourced, rival.kind.as_str());
                facets.add(
                    sourced.as_of.as_str(),
                    format!(
                        "{} ({kind}; {}; {}, public {})",
                        sourced.value,
                        sourced.basis,
                        self.cite(&sourced.source).text(),
                        rival.published
                    ),
                );
            }
        }
    }

    fn site_facets(&self, id: &str, facets: &mut Facets) {
        let Some(site) = self.site(id) else { return };
        facets.add("owner", self.name_of(site.owner.as_str()));
        facets.add("holder of licences", self.name_of(site.holder.as_str()));
        facets.add("place", self.name_of(site.location.as_str()));
        facets.add("country", self.name_of(site.country.as_str()));
        facets.date("opened", site.opened.as_ref());
        facets.date("closes", site.closes.as_ref());
        for line in self.lines.iter().filter(|line| line.site == site.id) {
            let name = format!("line {}", self.name_of(line.product.as_str()));
            facets.add(&name, format!("{}, {}", line.node, line.class.as_str()));
        }
        facets.add("note", site.note.as_str());
    }

    fn actor_facets(&self, id: &str, facets: &mut Facets) {
        let Some(actor) = self.actor(id) else { return };
        let owned = !id.starts_with("person:");
        let nationality = if owned { "nationality of the ultimate owner" } else { "nationality" };
        facets.add(nationality, self.name_of(actor.nationality.as_str()));
        let parent = actor.parent.as_ref();
        facets.add("belongs to", parent.map_or("", |parent| self.name_of(parent.as_str())));
        facets.add("roles", actor.roles.join("; "));
        facets.add("also called", actor.aliases.join(", "));
    }

    pub(super) fn related(&self, id: &str) -> Vec<Related> {
        let mut related = Vec::new();
        let mut add = |other: &str, how: &str| {
            let (id, name) = (other.into(), self.name_of(other).to_owned());
            related.push(Related { id, name, how: how.to_owned() });
        };
        for site in self.sites.iter() {
            if site.id.as_str() == id {
                add(site.owner.as_str(), "owned by");
                let sisters =
                    self.sites.iter().filter(|s| s.owner == site.owner && s.id != site.id);
                sisters.for_each(|sister| add(sister.id.as_str(), "same owner"));
            } else if site.owner.as_str() == id || site.holder.as_str() == id {
                add(site.id.as_str(), "runs");
            } else if site.location.as_str() == id || site.country.as_str() == id {
                add(site.id.as_str(), "holds");
            }
        }
        for line in self.lines.iter() {
            if line.site.as_str() == id {
                add(line.product.as_str(), "makes");
            } else if line.product.as_str() == id {
                add(line.site.as_str(), "made at");
            }
        }
        for actor in self.actors.iter() {
            if actor.parent.as_ref().is_some_and(|parent| parent.as_str() == id) {
                add(actor.id.as_str(), "has");
            }
        }
        related
    }
}
