//! A cell of the bundled input-output table, as a run tells it: two engines stand on that table.

use linchpin_engine::seam::TableCell;
use linchpin_network::table::Origin;
use linchpin_network::table::bundled::YEAR;
use linchpin_units::Measure;
use linchpin_world::Entity;

/// A number of the table; `value` is in million USD a year.
pub(crate) fn bundled_cell(
    table: &Origin,
    subject: Entity,
    name: String,
    what: String,
    value: f64,
) -> TableCell {
    TableCell {
        cite: format!("row:wiod2013/{}", subject.split_once(':').map_or("", |(_, id)| id)),
        subject,
        name,
        what,
        unit: "USD_mn/year".to_owned(),
        value: Measure::of(value),
        period: YEAR.to_string(),
        basis: "current prices of the year, chips carved out of electronics by weights".to_owned(),
        title: table.name.clone(),
        outlet: table.attribution.clone(),
        note: String::new(),
    }
}
