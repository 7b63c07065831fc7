//! The market of an episode's day: its own sites, segments and materials in the place of the world's.
//!
//! In: forms of an episode and the market of the world. Out: the market changed in place; what is wrong goes
//! to the findings.

use crate::episode_form::{MaterialForm, PreferenceForm, SegmentForm, SetForm, SiteForm};
use linchpin_engine::ParameterName;
use linchpin_engine::form::{AmountForm, AmountRead, Given, Reader};
use linchpin_market::model::{
    Class, Line, Material, MaterialUse, Model, Pace, Preference, Ref, Segment, Use,
};
use linchpin_units::id::{NotAnId, literal};
use linchpin_units::{Measure, Range, Unit};
use linchpin_world::{ActorId, CountryId, MaterialId, ProductId, SegmentId, SiteId};
use std::str::FromStr;
use toml::Spanned;

/// The one segment of an episode that brings sites but no buyers.
pub(crate) const ALL_BUYERS: &str = "segment:world";
/// Wafers per month of the whole market that shares are taken of: any number gives the same changes.
const WORLD_WAFERS: f64 = 1_000_000.0;
/// What is left of the world beside the sites named.
const REST: &str = "rest-of-world";

/// Puts the episode's own sites, segments and materials in the place of the world's.
pub(crate) struct MarketForms<'r, 't> {
    pub(crate) reader: &'r mut Reader<'t>,
    pub(crate) model: &'r mut Model,
}

impl MarketForms<'_, '_> {
    /// An amount of the episode as a parameter; assumptions of the world keep their name.
    fn amount(
        &mut self,
        name: &str,
        at: &Spanned<AmountForm>,
        unit: Unit,
        scale: f64,
    ) -> Option<usize> {
        match self.reader.amount(at, &[unit])? {
            AmountRead::Given(Given { range, .. }) => {
                let scaled =
                    Range::new(range.low() * scale, range.mode() * scale, range.high() * scale);
                Some(self.model.space.add(name, scaled.ok()?, unit))
            }
            AmountRead::Assumption(id) => self.model.space.position(&id),
        }
    }

    /// A text of a row as an id, or a finding at the row's own id.
    fn id<T: FromStr<Err = NotAnId>>(&mut self, at: &Spanned<String>, text: &str) -> Option<T> {
        let refused = |error: NotAnId| {
            let expected = format!("an id of the form {}:name", error.kind);
            self.reader.error("LP-S008", at, error.to_string(), &expected, "correct the id");
        };
        text.parse().map_err(refused).ok()
    }

    fn product(&mut self, at: &Spanned<String>) -> Option<usize> {
        let ids: Vec<ProductId> =
            self.model.products.iter().map(|product| product.id.clone()).collect();
        self.reader.known(at, "product", ids.iter().map(ProductId::as_str));
        ids.iter().position(|id| id == at.get_ref())
    }

    /// The sites with their shares, and the rest of the world.
    pub(crate) fn sites(&mut self, forms: &[SiteForm]) {
        if forms.is_empty() {
            return;
        }
        // Only products with a site here are part of the episode.
        let kept: Vec<&str> = forms.iter().map(|form| form.product.get_ref().as_str()).collect();
        let all = self.model.products.clone();
        let all_ids: Vec<ProductId> = all.iter().map(|product| product.id.clone()).collect();
        for form in forms {
            self.product(&form.product);
        }
        self.model.products =
            all.into_iter().filter(|product| kept.contains(&product.id.as_str())).collect();
        let bits = self.bits(&all_ids);
        self.model.firms.clear();
        self.model.lines.clear();
        let mut left = vec![1.0; self.model.products.len()];
        for form in forms {
            let product = self.model.products.iter().position(|p| p.id == *form.product.get_ref());
            let (site, share) = (form.id.get_ref(), &form.share);
            let name = format!("{site} share {}", form.product.get_ref());
            let capacity = self.amount(&name, share, Unit::Share, WORLD_WAFERS);
            let (Some(product), Some(capacity)) = (product, capacity) else { continue };
            left[product] -= share.get_ref().stated().map_or(0.0, Measure::get);
            let site: Option<SiteId> = self.id(&form.id, site);
            let firm: Option<ActorId> = self.id(&form.id, &form.firm);
            let country: Option<CountryId> = self.id(&form.id, &form.country);
            if let (Some(site), Some(firm), Some(country)) = (site, firm, country) {
                self.line((site, firm, country), product, capacity, bits[product]);
            }
        }
        for (product, share) in left.into_iter().enumerate() {
            if share < -1e-9 {
                let id = self.model.products[product].id.clone();
                let first = &forms[0].share;
                let message = format!("the shares of {id} sum to {:.3}", 1.0 - share);
                self.reader.error(
                    "LP-S012",
                    first,
                    message,
                    "at most 1",
                    "shares are of the world's output",
                );
            } else if share > 1e-9 {
                let id = self.model.products[product].id.clone();
                let capacity = self.model.space.add(
                    &format!("{REST} {id}"),
                    Range::exactly(share * WORLD_WAFERS),
                    Unit::WaferPerMonth,
                );
                let site = literal(&format!("site:{REST}"));
                let firm = literal(&format!("firm:{REST}"));
                let named = (site, firm, literal("country:ROW"));
                self.line(named, product, capacity, bits[product]);
            }
        }
    }

    /// Bits per wafer of each product that is kept: the mean of the world's lines, so that cost per bit
    /// stays in proportion to price. `ids` are the world's products, by position in its lines.
    fn bits(&mut self, ids: &[ProductId]) -> Vec<usize> {
        let modes = self.model.space.modes();
        let mean = |id: &ProductId| {
            let mine = self.model.lines.iter().filter(|line| ids[line.product] == *id);
            let bits: Vec<f64> = mine.map(|line| modes.at(line.bits).get()).collect();
            bits.iter().fold(0.0, |sum, bits| sum + bits) / (bits.len().max(1) as f64)
        };
        let kept: Vec<(ProductId, f64)> = self
            .model
            .products
            .iter()
            .map(|product| (product.id.clone(), mean(&product.id)))
            .collect();
        let add = |(id, bits): (ProductId, f64)| {
            let name = format!("bits per wafer {id}");
            self.model.space.add(&name, Range::exactly(bits), Unit::TerabitPerWafer)
        };
        kept.into_iter().map(add).collect()
    }

    fn line(
        &mut self,
        (site, firm, country): (SiteId, ActorId, CountryId),
        product: usize,
        capacity: usize,
        bits: usize,
    ) {
        let firms = &mut self.model.firms;
        let firm = firms.iter().position(|id| *id == firm).unwrap_or_else(|| {
            firms.push(firm);
            firms.len() - 1
        });
        self.model.lines.push(Line {
            site,
            product,
            firm,
            country,
            class: Class::Advanced,
            capacity,
            bits,
            plans: Vec::new(),
            greenfield: false,
            birth: None,
        });
    }

    /// The segments, or one that stands for all buyers.
    pub(crate) fn segments(&mut self, forms: &[SegmentForm], own_market: bool) {
        if forms.is_empty() && !own_market {
            return;
        }
        let products = self.model.products.len();
        self.model.segments.clear();
        if forms.is_empty() {
            let all = self.model.space.add("all buyers", Range::exactly(1.0), Unit::Share);
            self.model.segments.push(Segment {
                id: literal(ALL_BUYERS),
                destination: literal("country:WLD"),
                pace: Pace::Fast,
                uses: Use::Phone,
                demand: vec![Some(all); products],
            });
        }
        for form in forms {
            self.reader.known(&form.pace, "pace", ["server", "channel"]);
            let Some(product) = self.product(&form.product) else { continue };
            let id: Option<SegmentId> = self.id(&form.id, form.id.get_ref());
            let destination: Option<CountryId> = self.id(&form.id, &form.destination);
            let (Some(id), Some(destination)) = (id, destination) else { continue };
            let name = format!("{id} demand {}", form.product.get_ref());
            let Some(share) = self.amount(&name, &form.share, Unit::Share, 1.0) else { continue };
            let pace = if form.pace.get_ref() == "server" { Pace::Slow } else { Pace::Fast };
            let known = self.model.segments.iter().position(|segment| segment.id == id);
            let at = known.unwrap_or_else(|| {
                self.model.segments.push(Segment {
                    id,
                    destination,
                    pace,
                    uses: if pace == Pace::Slow { Use::Server } else { Use::Phone },
                    demand: vec![None; products],
                });
                self.model.segments.len() - 1
            });
            self.model.segments[at].demand[product] = Some(share);
        }
    }

    pub(crate) fn preferences(&mut self, forms: &[PreferenceForm], own_market: bool) {
        if own_market {
            self.model.preferences.clear();
        }
        for form in forms {
            let Some(product) = self.product(&form.product) else { continue };
            let firms = self.model.firms.clone();
            let segments: Vec<SegmentId> =
                self.model.segments.iter().map(|segment| segment.id.clone()).collect();
            self.reader.known(&form.firm, "firm", firms.iter().map(ActorId::as_str));
            self.reader.known(&form.segment, "segment", segments.iter().map(SegmentId::as_str));
            let firm = firms.iter().position(|id| id == form.firm.get_ref());
            let segment = segments.iter().position(|id| id == form.segment.get_ref());
            let name = format!("{} preference {}", form.firm.get_ref(), form.segment.get_ref());
            let weight = self.amount(&name, &form.weight, Unit::Multiple, 1.0);
            if let (Some(firm), Some(segment), Some(weight)) = (firm, segment, weight) {
                self.model
                    .preferences
                    .retain(|p| (p.firm, p.product, p.segment) != (firm, product, segment));
                self.model.preferences.push(Preference { firm, product, segment, weight });
            }
        }
    }

    pub(crate) fn materials(&mut self, forms: &[MaterialForm]) {
        for form in forms {
            let id: Option<MaterialId> = self.id(&form.id, form.id.get_ref());
            let buyer: Option<CountryId> = self.id(&form.id, &form.buyer);
            let (Some(id), Some(buyer)) = (id, buyer) else { continue };
            let stock = self.amount(&format!("{id} stock"), &form.stock, Unit::Week, 1.0);
            let ramp = self.amount(&format!("{id} ramp"), &form.ramp, Unit::Week, 1.0);
            let cap = self.amount(&format!("{id} cap"), &form.cap, Unit::Share, 1.0);
            let mut origins = Vec::new();
            for origin in &form.origin {
                let name = format!("{id} from {}", origin.country);
                let share = self.amount(&name, &origin.share, Unit::Share, 1.0);
                let country: Option<CountryId> = self.id(&form.id, &origin.country);
                origins.extend(country.zip(share));
            }
            if let (Some(stock), Some(ramp), Some(cap)) = (stock, ramp, cap) {
                let world = self.of_world(&id);
                self.model.materials.retain(|m| (&m.id, &m.buyer) != (&id, &buyer));
                self.model.materials.push(Material {
                    id,
                    buyer,
                    essential: form.essential,
                    uses: world.0,
                    rigid: world.1,
                    recycled: world.2,
                    new_supply: world.3.unwrap_or(ramp),
                    origins,
                    stock,
                    ramp,
                    cap,
                });
            }
        }
    }

    /// What the world knows of a material, whoever buys it: its uses, who cannot yield, scrap, and how fast
    /// makers elsewhere make more. A material of which it knows nothing has no use in memory, half of its
    /// users cannot yield, and others make more as fast as a buyer turns to them.
    fn of_world(&mut self, id: &MaterialId) -> (Vec<MaterialUse>, Ref, Ref, Option<Ref>) {
        if let Some(known) = self.model.materials.iter().find(|m| m.id == *id) {
            return (known.uses.clone(), known.rigid, known.recycled, Some(known.new_supply));
        }
        let mut add = |name: &str, low: f64, mode: f64, high: f64| {
            let range = Range::new(low, mode, high).expect("three ordered numbers");
            self.model.space.add(name, range, Unit::Share)
        };
        let rigid = add("rigid-use of an unknown material", 0.2, 0.5, 0.8);
        (Vec::new(), rigid, add("nothing-recycled", 0.0, 0.0, 0.0), None)
    }

    pub(crate) fn set(&mut self, forms: &[SetForm]) {
        for form in forms {
            let names: Vec<(ParameterName, Unit)> =
                self.model.space.iter().map(|p| (p.name.clone(), p.unit)).collect();
            let name = form.parameter.get_ref();
            if !self.reader.known(
                &form.parameter,
                "parameter",
                names.iter().map(|(name, _)| name.as_str()),
            ) {
                continue;
            }
            let unit = names.iter().find(|(known, _)| known == name).map(|(_, unit)| *unit);
            if let (Some(unit), true) = (unit, !form.amount.get_ref().is_assumption())
                && let Some(AmountRead::Given(given)) = self.reader.amount(&form.amount, &[unit])
            {
                self.model.space.set(name, given.range);
            }
        }
    }
}
