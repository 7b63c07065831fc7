//! Procurement bans: buyers of some segments may not buy one firm's products.
//!
//! A ban is asked product by product and acts on that product only. Two bans on one purchase: the
//! strictest wins, and buying ahead is that of the ban that makes buyers stock up most.

use super::{Barred, listed, said};
use crate::entry::{Field, Holds, Values, may, needs};
use crate::law::{Ask, Law};
use crate::lever::{Drawn, Lever};
use crate::parameter::Amount;
use crate::paths::Paths;
use crate::room::{AskRoom, Room};
use crate::shock::Shock;
use linchpin_policy::{Query, Verdict};
use linchpin_units::{Measure, Unit, Weeks};
use linchpin_world::{ActorId, CountryId, Entity, ProductId, SegmentId};
use std::sync::Arc;

/// Buyers of some segments may not buy some products of one firm.
#[derive(Debug, Clone, PartialEq)]
pub struct ProcurementBan {
    /// World id of the firm that is barred.
    pub firm: ActorId,
    /// World ids of the products; every product when empty.
    pub products: Vec<ProductId>,
    /// World ids of the segments that may not buy.
    pub segments: Vec<SegmentId>,
    /// Share of purchases that goes on all the same.
    pub leak: Amount,
    /// Share by which target stocks rise between announcement and effect.
    pub front_loading: Amount,
    /// Weeks between announcement and effect.
    pub notice: Weeks,
}

impl Lever for ProcurementBan {
    fn kind(&self) -> &'static str {
        ROOM.kind
    }
    fn target(&self) -> Entity {
        (&self.firm).into()
    }
    fn amounts(&self) -> Vec<&Amount> {
        vec![&self.leak, &self.front_loading]
    }
    fn turn(&self, drawn: &Drawn<'_>, paths: &mut Paths) {
        let named = self.products.iter().map(Some);
        let products: Vec<Option<&ProductId>> =
            if self.products.is_empty() { vec![None] } else { named.collect() };
        for product in products {
            let firms = std::slice::from_ref(&self.firm);
            let (segments, across) = (&self.segments[..], false);
            Barred { firms, product, segments, notice: self.notice, across }.turn(drawn, paths);
        }
    }
    fn cause(&self) -> &'static str {
        "procurement ban"
    }
    fn words(&self, name: &dyn Fn(&str) -> String) -> String {
        let products = if self.products.is_empty() {
            "no product".to_owned()
        } else {
            listed(&self.products, name)
        };
        let may = if self.products.is_empty() { "may be bought" } else { "may not be bought" };
        format!(
            "{products} of {} {may} in {}: the share that goes on is {}",
            name(&self.firm),
            listed(&self.segments, name),
            said(&self.leak)
        )
    }
    fn label(&self, verdict: &str) -> String {
        format!("purchases {verdict}")
    }
}

/// Whether buyers of a segment may buy one product of a firm.
#[derive(Debug)]
struct Asked {
    firm: ActorId,
    product: ProductId,
    segments: Vec<SegmentId>,
    country: CountryId,
}

impl Ask for Asked {
    fn shocks(&self, law: &Law<'_>) -> Vec<Shock> {
        let mut found = Vec::new();
        for segment in &self.segments {
            let country = self.country.name();
            let query = Query::procurement(&self.firm, &self.product, segment, country);
            for answer in law.answers(&query) {
                if answer.verdict < Verdict::ProhibitedInPrinciple {
                    continue;
                }
                let lever = ProcurementBan {
                    firm: self.firm.clone(),
                    products: vec![self.product.clone()],
                    segments: vec![segment.clone()],
                    leak: law.assumption("ban_leak", "ban-leak"),
                    front_loading: law.assumption("front_loading", "front-loading"),
                    notice: answer.notice,
                };
                let name = format!("{} {} {segment}", self.firm, self.product);
                found.push(law.shock(&name, &answer, Arc::new(lever)));
            }
        }
        found
    }
}

const EVENT: &[Field] = &[
    needs("firm", Holds::Name("firm"), "the firm that is barred"),
    needs("segments", Holds::Names("segment"), "the segments that may not buy"),
    may("products", Holds::Names("product"), "the products; every product when absent"),
    needs("leak", Holds::Amount(Unit::Share), "the share of purchases that goes on"),
    needs("front_loading", Holds::Amount(Unit::Share), "the rise of target stock before the ban"),
    needs(
        "notice",
        Holds::Number { low: Measure::of(0.0), high: Measure::of(520.0) },
        "the weeks between announcement and effect",
    ),
];

const ASK: &[Field] = &[
    needs("firm", Holds::Name("firm"), "the firm"),
    needs("product", Holds::Name("product"), "the product"),
    needs("segments", Holds::Names("segment"), "the segments that buy"),
    needs("country", Holds::Name("country"), "the country of the buyers"),
];

fn pull(values: &Values) -> Vec<Arc<dyn Lever>> {
    vec![Arc::new(ProcurementBan {
        firm: values.id("firm"),
        products: values.ids("products"),
        segments: values.ids("segments"),
        leak: values.amount("leak"),
        front_loading: values.amount("front_loading"),
        notice: Weeks::nearest(values.number("notice").get()),
    })]
}

fn ask(values: &Values) -> Vec<Box<dyn Ask>> {
    vec![Box::new(Asked {
        firm: values.id("firm"),
        product: values.id("product"),
        segments: values.ids("segments"),
        country: values.id("country"),
    })]
}

/// The room.
pub(super) const ROOM: Room = Room {
    kind: "procurement-ban",
    about: "Buyers of some segments may not buy some products of one firm.",
    combines: "The strictest of two bans on one purchase wins; buying ahead is the larger of the two.",
    event: EVENT,
    pull,
    ask: Some(AskRoom {
        name: "procurement",
        fields: ASK,
        read: ask,
        verdicts: &[("ban_leak", "ban-leak"), ("front_loading", "front-loading")],
    }),
    example: r#"
kind = "procurement-ban"
what = "critical operators stop buying"
from = 2026-03-02
firm = "firm:micron"
products = ["product:dram"]
segments = ["segment:chn-server-critical"]
leak = { value = 0.1, low = 0.1, high = 0.1, unit = "share", source = "assumption:x", why = "an example" }
front_loading = { value = 0.2, low = 0.2, high = 0.2, unit = "share", source = "assumption:x", why = "an example" }
notice = 2
"#,
};
