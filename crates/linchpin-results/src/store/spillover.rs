//! The table of what lost memory costs the industries that use it.

use crate::contract::spillover::Spillover;
use crate::store::table::{Cell, Kind, Table};

/// An empty table of losses beyond memory.
#[must_use]
pub(crate) fn form() -> Table {
    let texts = ["scenario", "region", "industry", "name", "unit", "cause"];
    let numbers = [
        "output_p05",
        "output_p50",
        "output_p95",
        "value_added_p05",
        "value_added_p50",
        "value_added_p95",
        "bill_p05",
        "bill_p50",
        "bill_p95",
        "share_p05",
        "share_p50",
        "share_p95",
    ];
    let kinds = texts.map(|name| (name, Kind::Text)).into_iter();
    let columns: Vec<_> = kinds.chain(numbers.map(|name| (name, Kind::Number))).collect();
    Table::new("spillover", &columns)
}

/// The table of the run folder.
#[must_use]
pub(crate) fn table(spillover: &Spillover) -> Table {
    let mut table = form();
    for row in &spillover.rows {
        let mut cells = vec![
            Cell::Text(&row.scenario),
            row.region.as_deref().into(),
            row.industry.as_deref().into(),
            Cell::Text(&row.name),
            Cell::Text(&spillover.unit),
            Cell::Text(&row.cause),
        ];
        let bands = [row.output, row.value_added, row.bill, row.share];
        cells.extend(bands.iter().flat_map(|b| [b.p05, b.p50, b.p95]).map(Cell::Number));
        table.push(&cells);
    }
    table
}
