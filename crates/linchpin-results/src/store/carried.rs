//! The table of the cells that carry each change.

use crate::contract::carried::CarriedRow;
use crate::contract::report::{Account, InputRow};
use crate::store::table::{Cell, Kind, Table};

/// Its name.
pub(crate) const NAME: &str = "carried";

/// An empty table.
#[must_use]
pub(crate) fn form() -> Table {
    let texts = [
        "scenario", "cell", "how", "subject", "name", "quantity", "unit", "as_of", "basis",
        "source", "outlet", "title", "note", "put",
    ];
    let texts = texts.map(|name| (name, Kind::Text)).into_iter();
    let numbers = ["value", "change", "points"].map(|name| (name, Kind::Number));
    let columns: Vec<_> = texts.chain(numbers).chain([("count", Kind::Count)]).collect();
    Table::new(NAME, &columns)
}

/// The table of the run folder; none where no cell is told.
#[must_use]
pub(crate) fn table(rows: &[CarriedRow]) -> Option<Table> {
    let mut table = form();
    for row in rows {
        let input = row.input.as_ref();
        let told = input.and_then(|input| input.accounts.first());
        let mut cells =
            vec![Cell::Text(&row.scenario), Cell::Text(&row.cell), Cell::Text(&row.how)];
        let of_input = [
            input.map(|input| &input.subject),
            input.map(|input| &input.name),
            input.map(|input| &input.quantity),
            input.map(|input| &input.unit),
            told.map(|told| &told.as_of),
            told.map(|told| &told.basis),
            told.map(|told| &told.source),
            told.map(|told| &told.outlet),
            told.map(|told| &told.title),
            told.map(|told| &told.note),
        ];
        cells.extend(of_input.map(|text| Cell::from(text.map(String::as_str))));
        cells.push(Cell::Text(&row.put));
        cells
            .extend([input.map(|input| input.value), row.change, Some(row.points)].map(Cell::from));
        cells.push(Cell::Count(row.count));
        table.push(&cells);
    }
    (!rows.is_empty()).then_some(table)
}

/// The rows of the table, in their order.
#[must_use]
pub(crate) fn rows(table: &Table) -> Vec<CarriedRow> {
    let row = |at: usize| {
        let text = |name: &str| table.text(name, at).unwrap_or_default().to_owned();
        let value = table.number("value", at);
        let input = value.map(|value| InputRow {
            subject: text("subject"),
            name: text("name"),
            quantity: text("quantity"),
            unit: text("unit"),
            value,
            low: value,
            high: value,
            contested: false,
            accounts: vec![Account {
                value,
                low: value,
                high: value,
                as_of: text("as_of"),
                basis: text("basis"),
                source: text("source"),
                outlet: text("outlet"),
                title: text("title"),
                url: String::new(),
                grade: "table".to_owned(),
                note: text("note"),
                quote: None,
            }],
            text: None,
        });
        CarriedRow {
            scenario: text("scenario"),
            cell: text("cell"),
            how: text("how"),
            input,
            put: text("put"),
            change: table.number("change", at),
            points: table.number("points", at).unwrap_or(0.0),
            count: table.count("count", at).unwrap_or(0),
        }
    };
    (0..table.len()).map(row).collect()
}
