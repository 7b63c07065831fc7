//! Sites on a map. In: a world. Out: every site with where it stands and what it makes today.

use crate::estimate::EstimateView;
use crate::ids::{ActorId, CountryId, Key, ProductId, SiteId};
use crate::quantity::Quantity;
use crate::world::World;
use linchpin_units::Degrees;
use schemars::JsonSchema;
use serde::Serialize;

/// A site on the map.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MapSite<'a> {
    /// Site id.
    pub id: &'a SiteId,
    /// Name as printed.
    pub name: &'a str,
    /// Firm that runs it.
    pub firm: &'a ActorId,
    /// The firm's name.
    pub firm_name: &'a str,
    /// Country of the firm's headquarters.
    pub headquarters: Option<&'a CountryId>,
    /// Country it stands in.
    pub country: &'a CountryId,
    /// Name of the town or district.
    #[serde(rename = "place")]
    pub place_name: &'a str,
    /// Degrees north.
    pub latitude: Degrees,
    /// Degrees east.
    pub longitude: Degrees,
    /// What it makes, with installed capacity in wafers a month.
    pub products: Vec<MapProduct<'a>>,
}

/// A product made at a site.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MapProduct<'a> {
    /// Product id.
    pub product: &'a ProductId,
    /// The product's name.
    pub name: &'a str,
    /// Installed capacity as a range, where somebody states one.
    pub capacity: Option<EstimateView>,
}

impl World {
    /// Every site whose place is known, by id.
    #[must_use]
    pub fn map(&self) -> Vec<MapSite<'_>> {
        let place = |id: &str| self.places.iter().find(|place| place.id.as_str() == id);
        let mut sites: Vec<MapSite<'_>> = self
            .sites
            .iter()
            .filter_map(|site| {
                let at = place(site.location.as_str())?;
                Some(MapSite {
                    id: &site.id,
                    name: &site.name,
                    firm: &site.owner,
                    firm_name: self.name_of(site.owner.as_str()),
                    headquarters: self.actor(&site.owner).map(|firm| &firm.nationality),
                    country: &site.country,
                    place_name: &at.name,
                    latitude: at.latitude,
                    longitude: at.longitude,
                    products: self.made_at(&site.id),
                })
            })
            .collect();
        sites.sort_by_key(|site| site.id);
        sites
    }

    fn made_at(&self, site: &SiteId) -> Vec<MapProduct<'_>> {
        let lines = self.lines.iter().filter(|line| line.site == *site);
        lines
            .map(|line| MapProduct {
                product: &line.product,
                name: self.name_of(&line.product),
                capacity: self
                    .estimate(site, Quantity::Capacity, &line.product, Key::NONE)
                    .map(|estimate| estimate.view()),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_site_stands_somewhere_and_wuxi_makes_dram() {
        let world = World::embedded().expect("sound");
        let map = world.map();
        assert_eq!(map.len(), world.sites.iter().count());
        let wuxi = map.iter().find(|site| *site.id == "site:skhynix-wuxi").expect("on the map");
        assert!(
            (31.0..32.0).contains(&wuxi.latitude.get())
                && (120.0..121.0).contains(&wuxi.longitude.get())
        );
        let dram = wuxi.products.iter().find(|made| *made.product == "product:dram").expect("made");
        assert!(dram.capacity.as_ref().is_some_and(|range| range.low <= range.value));
    }
}
