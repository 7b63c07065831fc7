//! Export controls on products: what some makers may sell to buyers of one country.
//!
//! The law is asked about a product from every country where a maker has a line of it. A maker that may ship from
//! one of its countries serves the buyers from there, so that the mildest of its answers speaks for it. What a
//! maker makes in the buyers' country crosses no border and goes on. Two controls on one maker and segment, of
//! whatever kind: the strictest wins.

use super::{Barred, listed, said};
use crate::entry::{Field, Holds, Values, may, needs};
use crate::law::{Answer, Ask, Law};
use crate::lever::{Drawn, Lever};
use crate::parameter::Amount;
use crate::paths::Paths;
use crate::room::{AskRoom, Room};
use crate::shock::Shock;
use linchpin_policy::Query;
use linchpin_units::{Day, Days, Measure, Unit, Weeks};
use linchpin_world::{ActorId, CountryId, Entity, Key, ProductId, Quantity, SegmentId, World};
use std::sync::Arc;

/// Some makers may not sell some products to buyers of some segments.
#[derive(Debug, Clone, PartialEq)]
pub struct ProductExports {
    /// World id of the product.
    pub product: ProductId,
    /// World ids of the makers that may not sell.
    pub firms: Vec<ActorId>,
    /// World ids of the segments that cannot buy from them.
    pub segments: Vec<SegmentId>,
    /// Share of sales that is let through.
    pub approval: Amount,
    /// Share by which target stocks rise between announcement and effect.
    pub front_loading: Amount,
    /// Weeks between announcement and effect.
    pub notice: Weeks,
    /// Whether what the makers make in the buyers' country is withheld as well.
    pub at_home: bool,
}

impl Lever for ProductExports {
    fn kind(&self) -> &'static str {
        ROOM.kind
    }
    fn target(&self) -> Entity {
        (&self.product).into()
    }
    fn amounts(&self) -> Vec<&Amount> {
        vec![&self.approval, &self.front_loading]
    }
    fn turn(&self, drawn: &Drawn<'_>, paths: &mut Paths) {
        let (firms, segments) = (&self.firms[..], &self.segments[..]);
        let (product, across) = (Some(&self.product), !self.at_home);
        Barred { firms, product, segments, notice: self.notice, across }.turn(drawn, paths);
    }
    fn cause(&self) -> &'static str {
        "export control on products"
    }
    fn words(&self, name: &dyn Fn(&str) -> String) -> String {
        format!(
            "{} of {} may not be sold to {}: the share let through is {}",
            name(self.product.as_str()),
            listed(&self.firms, name),
            listed(&self.segments, name),
            said(&self.approval)
        )
    }
    fn label(&self, verdict: &str) -> String {
        format!("product exports {verdict}")
    }
}

/// Whether the makers of a product may sell it to a country.
#[derive(Debug)]
struct Asked {
    product: ProductId,
    destination: CountryId,
}

/// The countries in which each maker has a line of a product, in order of first mention.
fn makers(world: &World, product: &ProductId) -> Vec<(ActorId, Vec<CountryId>)> {
    let mut found: Vec<(ActorId, Vec<CountryId>)> = Vec::new();
    for line in world.lines.iter().filter(|line| line.product == *product) {
        let Some(site) = world.site(&line.site) else { continue };
        let known = found.iter().position(|(firm, _)| *firm == site.owner);
        let known = known.unwrap_or_else(|| {
            found.push((site.owner.clone(), Vec::new()));
            found.len() - 1
        });
        let countries = &mut found[known].1;
        if !countries.contains(&site.country) {
            countries.push(site.country.clone());
        }
    }
    found
}

/// The segments of a country that buy a product.
fn buyers(world: &World, product: &ProductId, destination: &CountryId) -> Vec<SegmentId> {
    let buys =
        |id: &SegmentId| world.estimate(id, Quantity::DemandShare, product, Key::NONE).is_some();
    let here = world.segments.iter().filter(|one| one.destination == *destination);
    here.map(|one| one.id.clone()).filter(buys).collect()
}

/// The days of both, if there are any.
fn common(one: Days, other: Days) -> Option<Days> {
    let until = match (one.until, other.until) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    let from = one.from.max(other.from);
    until.is_none_or(|until: Day| from < until).then_some(Days { from, until })
}

/// What holds a maker that can ship from either of two countries: on days on which both answer, the milder.
fn mildest(here: &[Answer], there: &[Answer]) -> Vec<Answer> {
    let mut both = Vec::new();
    for one in here {
        for other in there {
            if let Some(days) = common(one.days, other.days) {
                let milder = if other.verdict < one.verdict { other } else { one };
                both.push(Answer { days, ..milder.clone() });
            }
        }
    }
    both
}

impl Asked {
    /// What bars a maker from selling, whichever of its countries it ships from.
    fn bars(&self, law: &Law<'_>, countries: &[CountryId]) -> Vec<Answer> {
        let barred = |country: &CountryId| -> Vec<Answer> {
            let query = Query::export(&self.product, country.name(), self.destination.name());
            law.answers(&query).into_iter().filter(|answer| !answer.verdict.permits()).collect()
        };
        // A sale at home crosses no border, and bars nothing that does.
        let abroad = countries.iter().filter(|country| **country != self.destination);
        let mut each = abroad.map(barred);
        let first = each.next().unwrap_or_default();
        each.fold(first, |known, next| mildest(&known, &next))
    }
}

impl Ask for Asked {
    fn shocks(&self, law: &Law<'_>) -> Vec<Shock> {
        let segments = buyers(law.world, &self.product, &self.destination);
        let mut found: Vec<(Answer, ProductExports)> = Vec::new();
        for (firm, countries) in makers(law.world, &self.product) {
            for answer in self.bars(law, &countries) {
                let usual = law.assumption("product_approval", "product-approval");
                let Some(approval) = law.approval(&answer, usual) else { continue };
                // Makers that get one answer share one shock.
                let one = found.iter_mut().find(|(known, lever)| {
                    lever.approval == approval
                        && known.government == answer.government
                        && known.days == answer.days
                        && known.verdict == answer.verdict
                        && known.because.acts() == answer.because.acts()
                });
                if let Some((_, known)) = one {
                    known.firms.push(firm.clone());
                    continue;
                }
                let lever = ProductExports {
                    product: self.product.clone(),
                    firms: vec![firm.clone()],
                    segments: segments.clone(),
                    approval,
                    front_loading: law.assumption("front_loading", "front-loading"),
                    notice: answer.notice,
                    at_home: false,
                };
                found.push((answer, lever));
            }
        }
        let shock = |(answer, lever): (Answer, ProductExports)| {
            let firms = lever.firms.iter().map(ActorId::as_str).collect::<Vec<_>>().join("+");
            let name = format!("{} {firms} {}", self.product, self.destination);
            law.shock(&name, &answer, Arc::new(lever))
        };
        found.into_iter().map(shock).collect()
    }
}

const EVENT: &[Field] = &[
    needs("product", Holds::Name("product"), "the product"),
    needs("firms", Holds::Names("firm"), "the makers that may not sell"),
    needs("segments", Holds::Names("segment"), "the segments that cannot buy from them"),
    needs("approval", Holds::Amount(Unit::Share), "the share of sales that is let through"),
    needs(
        "front_loading",
        Holds::Amount(Unit::Share),
        "the rise of target stock before the control",
    ),
    needs(
        "notice",
        Holds::Number { low: Measure::of(0.0), high: Measure::of(520.0) },
        "the weeks between announcement and effect",
    ),
    may(
        "withheld",
        Holds::Words(WITHHELD),
        "what else is withheld: `at-home`, what the makers make in the buyers' country",
    ),
];

const WITHHELD: &[&str] = &["at-home"];

const ASK: &[Field] = &[
    needs("products", Holds::Names("product"), "the products"),
    needs("destination", Holds::Name("country"), "the country of the buyers"),
];

fn pull(values: &Values) -> Vec<Arc<dyn Lever>> {
    vec![Arc::new(ProductExports {
        product: values.id("product"),
        firms: values.ids("firms"),
        segments: values.ids("segments"),
        approval: values.amount("approval"),
        front_loading: values.amount("front_loading"),
        notice: Weeks::nearest(values.number("notice").get()),
        at_home: !values.words("withheld").is_empty(),
    })]
}

fn ask(values: &Values) -> Vec<Box<dyn Ask>> {
    let one = |product| -> Box<dyn Ask> {
        Box::new(Asked { product, destination: values.id("destination") })
    };
    values.ids("products").into_iter().map(one).collect()
}

/// The room.
pub(super) const ROOM: Room = Room {
    kind: "product-exports",
    about: "Some makers may sell a product to buyers of some segments only in part.",
    combines: "The strictest of two controls on one sale wins; buying ahead is the larger of the two.",
    event: EVENT,
    pull,
    ask: Some(AskRoom {
        name: "products",
        fields: ASK,
        read: ask,
        verdicts: &[("product_approval", "product-approval"), ("front_loading", "front-loading")],
    }),
    example: r#"
kind = "product-exports"
what = "no HBM for China"
from = 2026-03-02
product = "product:hbm"
firms = ["firm:samsung", "firm:skhynix", "firm:micron"]
segments = ["segment:chn-server"]
approval = { value = 0.1, low = 0.1, high = 0.1, unit = "share", source = "assumption:x", why = "an example" }
front_loading = { value = 0.2, low = 0.2, high = 0.2, unit = "share", source = "assumption:x", why = "an example" }
notice = 4
"#,
};
