//! Reading of fact rows: one value of one quantity from one source.
//!
//! A row comes in; a [`Fact`] goes out, or every finding of the row. A fact that exists has a unit
//! that fits its quantity, a date, a basis, a source, an ordered finite range within the unit's
//! and keys of the right kinds that stand in tables.

use crate::cells::{Cells, has_kind};
use crate::ids::{Entity, kind_of};
use crate::quantity::Quantity;
use crate::tables::{Fact, Use};
use linchpin_units::day::AsOf;
use linchpin_units::{Basis, Finding, Measure, Range, Sourced, Unit};

/// The columns of every fact table.
pub(crate) const COLUMNS: [&str; 14] = [
    "subject", "quantity", "of", "to", "value", "low", "high", "unit", "as_of", "basis", "source",
    "grade", "use", "note",
];

/// The fact of a row, or `None` after filing what is wrong.
pub(crate) fn read(cells: &mut Cells<'_>) -> Option<Fact> {
    let quantity = quantity(cells);
    let keys = quantity.and_then(|quantity| keys(cells, quantity));
    let unit = unit(cells, quantity);
    let range = range(cells, unit);
    let as_of = as_of(cells);
    let basis = basis(cells);
    let source = cells.source("source");
    let grade = cells.grade("grade");
    let use_ = cells.word("use", Use::WORDS);
    let [subject, of, to] = keys?;
    let (unit, range) = (unit?, range?);
    Some(Fact {
        subject: subject?,
        quantity: quantity?,
        of,
        to,
        sourced: Sourced {
            value: Measure::of(range.mode()),
            unit,
            range,
            as_of: as_of?,
            basis: basis?,
            source: source?,
            grade: grade?,
            note: cells.text("note"),
        },
        use_: use_?,
        place: cells.row.place("value"),
    })
}

fn quantity(cells: &mut Cells<'_>) -> Option<Quantity> {
    let text = cells.text("quantity");
    text.parse().ok().or_else(|| {
        let known = Quantity::ALL.iter().map(|quantity| quantity.as_str());
        let message = format!("`{text}` is not a quantity of the world");
        let finding = Finding::error("LP-W016", cells.row.place("quantity"), message)
            .expected("a quantity such as capacity, demand-share or origin-share")
            .nearest(&text, known)
            .help("the book's page on world tables lists every quantity");
        cells.findings.push(finding);
        None
    })
}

/// Subject, `of` and `to`, if each is of a kind that the quantity takes.
fn keys(cells: &mut Cells<'_>, quantity: Quantity) -> Option<[Option<Entity>; 3]> {
    let mut found = [None, None, None];
    for ((column, kinds), slot) in
        ["subject", "of", "to"].iter().zip(quantity.kinds()).zip(&mut found)
    {
        let text = cells.text(column);
        if !has_kind(kinds, kind_of(&text)) {
            let wanted = match kinds {
                "" => "nothing".to_owned(),
                kinds => kinds.replace('|', " or ").trim_start_matches(" or ").to_owned(),
            };
            let message = format!("`{column}` of {quantity} cannot be `{text}`");
            let finding = Finding::error("LP-W018", cells.row.place(column), message)
                .expected(wanted)
                .help("move the key to its column, or use another quantity");
            cells.findings.push(finding);
        } else if text.is_empty() || cells.look_up(column, &text, kinds).is_some() {
            *slot = Some((!text.is_empty()).then(|| Entity::from(text)));
        }
    }
    let [subject, of, to] = found;
    Some([subject?, of?, to?])
}

fn unit(cells: &mut Cells<'_>, quantity: Option<Quantity>) -> Option<Unit> {
    let text = cells.text("unit");
    let place = cells.row.place("unit");
    let fitting: Vec<&str> = quantity.map_or_else(
        || Unit::ALL.iter().map(|unit| unit.as_str()).collect(),
        |quantity| quantity.units().iter().map(|unit| unit.as_str()).collect(),
    );
    let finding = match text.parse::<Unit>() {
        Ok(unit) if fitting.contains(&unit.as_str()) => return Some(unit),
        Ok(unit) => {
            let subject = quantity.map_or("the quantity", Quantity::as_str);
            Finding::error("LP-W010", place, format!("the unit {unit} does not fit {subject}"))
        }
        Err(_) if text.is_empty() => {
            Finding::error("LP-W009", place, "the value has no unit".to_owned())
        }
        Err(error) => Finding::error("LP-W009", place, error.to_string()),
    };
    let finding = finding
        .expected(fitting.join(" or "))
        .nearest(&text, fitting.iter().copied())
        .help("convert the value to a unit of its quantity");
    cells.findings.push(finding);
    None
}

fn range(cells: &mut Cells<'_>, unit: Option<Unit>) -> Option<Range> {
    let low = cells.number("low");
    let value = cells.number("value");
    let high = cells.number("high");
    let range = match Range::new(low?, value?, high?) {
        Ok(range) => range,
        Err(error) => {
            let finding = Finding::error("LP-W008", cells.row.place("value"), error.to_string())
                .expected("low <= value <= high")
                .help("reorder the three; a point has all three equal");
            cells.findings.push(finding);
            return None;
        }
    };
    let (least, most) = unit?.bounds();
    for (column, number) in [("low", range.low()), ("high", range.high())] {
        if !(least..=most).contains(&number) {
            let message = format!("`{column}` is {number}, beyond what its unit allows");
            let finding = Finding::error("LP-W024", cells.row.place(column), message)
                .expected(if most.is_finite() {
                    format!("{least} to {most}")
                } else {
                    format!("at least {least}")
                })
                .help("a share is written 0.4, not 40");
            cells.findings.push(finding);
            return None;
        }
    }
    Some(range)
}

fn as_of(cells: &mut Cells<'_>) -> Option<AsOf> {
    let text = cells.text("as_of");
    let (code, message) = match text.parse::<AsOf>() {
        Ok(as_of) => return Some(as_of),
        Err(_) if text.is_empty() => ("LP-W017", "the value has no as-of date".to_owned()),
        Err(error) => ("LP-W021", error.to_string()),
    };
    let finding = Finding::error(code, cells.row.place("as_of"), message)
        .expected("YYYY, YYYY-Qn, YYYY-MM or YYYY-MM-DD")
        .help("say which day, month, quarter or year the value speaks of");
    cells.findings.push(finding);
    None
}

fn basis(cells: &mut Cells<'_>) -> Option<Basis> {
    Basis::try_from(cells.text("basis"))
        .map_err(|error| {
            let finding = Finding::error("LP-W012", cells.row.place("basis"), error.to_string())
                .expected("what was counted, such as `wafer input` or `revenue, ship-to`")
                .help("say on which basis the source counts");
            cells.findings.push(finding);
        })
        .ok()
}
