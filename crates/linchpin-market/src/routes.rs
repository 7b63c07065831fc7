//! Where customs see an export go, when that is not where it is used.
//!
//! In: the world's customs series as known on the first day of a run. Out: [`Route`]s, each a share of what is used in
//! one place and declared for another: chips for China that are declared for Hong Kong, and HBM that goes to Taiwan to
//! be put on processors whoever buys these. Routes are book-keeping: nothing in the market answers to them, and what
//! leaves one destination reaches another, so that destinations always add up to the whole.

use linchpin_cycle::calendar::Month;
use linchpin_units::id::literal;
use linchpin_units::{Day, Share};
use linchpin_world::{CountryId, ProductId, World};

/// Months over which a share of customs is taken: a year, so that no season enters.
const MONTHS: i32 = 12;
/// Months back from the first day in which the year may end: customs publish in the middle of the next month.
const LATEST: i32 = 6;

/// A share of a country's exports that customs see go elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Route {
    /// Country that exports.
    pub(crate) exporter: CountryId,
    /// The product; none is all.
    pub(crate) product: Option<ProductId>,
    /// Where it is used; none is anywhere but China, whose purchases are told apart.
    pub(crate) from: Option<CountryId>,
    /// Where customs see it go.
    pub(crate) via: CountryId,
    /// Share of what is used there.
    pub(crate) share: Share,
}

impl Route {
    /// Whether a product used somewhere takes it.
    pub(crate) fn takes(&self, exporter: &str, product: &str, used: &str) -> bool {
        let here = match &self.from {
            Some(from) => from.as_str() == used,
            None => used != CHINA && used != self.via.as_str(),
        };
        self.exporter.as_str() == exporter
            && here
            && used != exporter
            && self.product.as_ref().is_none_or(|known| known.as_str() == product)
    }
}

const KOREA: &str = "country:KOR";
const CHINA: &str = "country:CHN";
const HONG_KONG: &str = "country:HKG";
const TAIWAN: &str = "country:TWN";

/// The routes of Korean memory for a run that begins on `start`; none where the world lacks what they rest on.
#[must_use]
pub(crate) fn routes(world: &World, start: Day) -> Vec<Route> {
    let mut all = Vec::new();
    if let Some(share) = hong_kong(world, start) {
        all.push(Route {
            exporter: literal(KOREA),
            product: None,
            from: Some(literal(CHINA)),
            via: literal(HONG_KONG),
            share: Share::nearest(share),
        });
    }
    if let Some(through) = world.assumption("assumption:hbm-through-taiwan") {
        all.push(Route {
            exporter: literal(KOREA),
            product: Some(literal("product:hbm")),
            from: None,
            via: literal(TAIWAN),
            share: Share::nearest(through.sourced.value.get()),
        });
    }
    all
}

/// Hong Kong's share of what customs saw go to China and Hong Kong in the last year known on a day.
fn hong_kong(world: &World, known: Day) -> Option<f64> {
    let mainland = world.path("kr-export-memory-chn")?.known(known);
    let hong_kong = world.path("kr-export-memory-hkg")?.known(known);
    let year = |last: Month| {
        let (mut all, mut there) = (0.0, 0.0);
        for back in 0..MONTHS {
            let month = last.plus(-back).to_string();
            let here = hong_kong.value(&month)?.get();
            all += mainland.value(&month)?.get() + here;
            there += here;
        }
        (all > 0.0).then(|| there / all)
    };
    (1..=LATEST).find_map(|back| year(Month::of(known).plus(-back)))
}
