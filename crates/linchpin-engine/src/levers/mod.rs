//! The levers: one room each. A lever is added by one file and one line in [`ROOMS`].

mod award;
mod backfill_request;
mod demand;
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
use crate::paths::{Paths, Weekly};
use crate::room::Room;
use linchpin_units::{Setting, Weeks};

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
