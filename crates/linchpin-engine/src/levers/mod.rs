//! The levers: one room each. A lever is added by one file and one line in [`ROOMS`].

mod award;
mod backfill_request;
mod demand;
mod expansion;
mod material_exports;
mod outage;
mod procurement_ban;
mod product_exports;
mod supply_stop;
mod tariff;
mod tool_imports;
mod trade_flow;

pub use award::Award;
pub use backfill_request::{BackfillRequest, compliance_draw};
pub use demand::Demand;
pub use expansion::Expansion;
pub use material_exports::MaterialExports;
pub use outage::Outage;
pub use procurement_ban::ProcurementBan;
pub use product_exports::ProductExports;
pub use supply_stop::{DeliveryCut, ProductionStop};
pub use tariff::Tariff;
pub use tool_imports::ToolImports;
pub use trade_flow::{CostlierTrade, Flows, FurtherDuty, TradeBan};

use crate::lever::Drawn;
use crate::parameter::Amount;
use crate::paths::{BuyingAhead, Paths, Purchases, Weekly};
use crate::room::Room;
use linchpin_units::{Setting, Weeks};
use linchpin_world::{ActorId, ProductId, SegmentId};

/// Every bundled lever, in the order of the book.
pub const ROOMS: &[Room] = &[
    tool_imports::ROOM,
    material_exports::ROOM,
    procurement_ban::ROOM,
    product_exports::ROOM,
    backfill_request::ROOM,
    tariff::ROOM,
    award::ROOM,
    demand::ROOM,
    outage::ROOM,
    expansion::ROOM,
    trade_flow::DUTY,
    trade_flow::COSTLIER,
    trade_flow::BAN,
    supply_stop::STOP,
    supply_stop::CUT,
];

/// The path of a licence that draws its approval and its weeks of review, in this order.
fn licence(drawn: &Drawn<'_>, paths: &mut Paths) -> Weekly {
    let lag = Weeks::nearest(drawn.amounts[1].get());
    paths.licence(Setting::from(drawn.amounts[0]), lag, drawn.window)
}

/// Sales that a rule bars: who sells what to whom, and how long before the rule it was announced.
struct Barred<'a> {
    firms: &'a [ActorId],
    /// Every product when none.
    product: Option<&'a ProductId>,
    segments: &'a [SegmentId],
    notice: Weeks,
    /// Whether only what crosses the border is meant.
    across: bool,
}

impl Barred<'_> {
    /// Turns sales to the share drawn first, and stocks before the rule by the rise drawn second.
    fn turn(&self, drawn: &Drawn<'_>, paths: &mut Paths) {
        let (window, shock) = (drawn.window, drawn.shock);
        let (share, ahead) = (Setting::from(drawn.amounts[0]), Setting::from(drawn.amounts[1]));
        let passes = paths.path(window, Setting::WHOLE, |_| share);
        let mut before = window;
        before.end = window.first;
        before.first = window.first.saturating_sub(self.notice.get().round() as usize);
        let stocked = paths.path(before, Setting::NOTHING, |_| ahead);
        for firm in self.firms {
            for segment in self.segments {
                let (firm, product, segment) =
                    (firm.clone(), self.product.cloned(), segment.clone());
                let control = BuyingAhead {
                    firm: firm.clone(),
                    product: product.clone(),
                    segment: segment.clone(),
                };
                paths.ahead.set(control, stocked.clone(), window, shock);
                let control = Purchases { firm, product, segment, across: self.across };
                paths.purchases.set(control, passes.clone(), window, shock);
            }
        }
    }
}

/// An amount in words.
pub(crate) fn said(amount: &Amount) -> String {
    match amount {
        Amount::Exactly(value) => format!("{value}"),
        Amount::Assumed(id) => format!("as drawn from `{id}`"),
    }
}

/// Names as one list.
pub(crate) fn listed<T: AsRef<str>>(ids: &[T], name: &dyn Fn(&str) -> String) -> String {
    ids.iter().map(|id| name(id.as_ref())).collect::<Vec<_>>().join(", ")
}
