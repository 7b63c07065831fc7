//! A cell of an input-output table, as a run tells it: two engines stand on the bundled one, and a study may name another.

use linchpin_engine::seam::TableCell;
use linchpin_network::table::Origin;
use linchpin_network::table::bundled::BuiltIn;
use linchpin_units::Measure;
use linchpin_world::Entity;

/// A number of the table; `value` is in million USD a year.
pub(crate) fn bundled_cell(
    (table, built_in): (&Origin, BuiltIn),
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
        period: built_in.year().to_string(),
        basis: "current prices of the year, chips carved out of electronics by weights".to_owned(),
        title: table.name.clone(),
        outlet: table.attribution.clone(),
        note: built_in.estimate().trim_end().to_owned(),
    }
}

/// A number of a table that a study or its caller names, in the table's unit a year.
pub(crate) fn given_cell(
    table: &Origin,
    subject: Entity,
    name: String,
    (what, value): (&str, f64),
) -> TableCell {
    let id = subject.split_once(':').map_or("", |(_, id)| id);
    // A file of one's own has no name that others know: its bytes have.
    let file = table.digest.as_ref().map_or("none".to_owned(), ToString::to_string);
    let known = |text: &str, none: &str| if text.is_empty() { none } else { text }.to_owned();
    TableCell {
        cite: format!("row:{}/{id}", file.get(..12).unwrap_or(&file)),
        subject,
        name,
        what: what.to_owned(),
        unit: format!("{}/year", table.unit),
        value: Measure::of(value),
        period: "of the table".to_owned(),
        basis: "as the table has it".to_owned(),
        title: table.name.clone(),
        outlet: known(&table.attribution, "no attribution in the table"),
        note: table.licence.clone(),
    }
}
