//! The levers: one room each. A lever is added by one file and one line in [`ROOMS`].

mod award;
mod backfill_request;
mod demand;
mod material_exports;
mod outage;
mod procurement_ban;
mod tariff;
mod tool_imports;

pub use award::Award;
pub use backfill_request::{BackfillRequest, compliance_draw};
pub use demand::Demand;
pub use material_exports::MaterialExports;
pub use outage::Outage;
pub use procurement_ban::ProcurementBan;
pub use tariff::Tariff;
pub use tool_imports::ToolImports;

/// Stands for every tool class, or every product, where an entry names none.
pub const EVERY: &str = "";

use crate::lever::Room;
use crate::parameter::Amount;

/// Every bundled lever, in the order of the book.
pub const ROOMS: &[Room] = &[
    tool_imports::ROOM,
    material_exports::ROOM,
    procurement_ban::ROOM,
    backfill_request::ROOM,
    tariff::ROOM,
    award::ROOM,
    demand::ROOM,
    outage::ROOM,
];

/// An amount in words.
pub(crate) fn said(amount: &Amount) -> String {
    match amount {
        Amount::Exactly(value) => format!("{value}"),
        Amount::Assumed(id) => format!("as drawn from `{id}`"),
    }
}

/// Names as one list.
pub(crate) fn listed(ids: &[String], name: &dyn Fn(&str) -> String) -> String {
    ids.iter().map(|id| name(id)).collect::<Vec<_>>().join(", ")
}
