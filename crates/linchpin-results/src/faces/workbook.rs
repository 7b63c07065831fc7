//! Results as Excel workbooks: one sheet a question, one row a number, its range in the cells beside it.
//!
//! In: a report, or a comparison. Out: the bytes of an xlsx file, the same for the same input: the file's
//! date is the model's first day of knowledge, never the clock's. The sheet `assumptions` can be edited and
//! given back to `linchpin run --assumptions`.

use crate::contract::report::{Report, Spread};
use crate::faces::compare::Comparison;
use crate::store::table::Cell;
use linchpin_units::Day;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, XlsxError};

/// Name of the sheet that `linchpin run --assumptions` reads.
pub const ASSUMPTIONS: &str = "assumptions";

/// Columns of that sheet.
pub const ASSUMPTION_COLUMNS: [&str; 9] =
    ["id", "name", "unit", "value", "low", "high", "why", "source", "influence"];

/// Widest column in characters: longer text wraps.
const WIDEST: f64 = 60.0;

struct Sheet<'a> {
    name: &'static str,
    heads: Vec<&'static str>,
    rows: Vec<Vec<Cell<'a>>>,
}

/// The workbook of a run.
///
/// # Errors
/// [`XlsxError`] when a sheet outgrows what Excel holds.
pub fn of_report(report: &Report) -> Result<Vec<u8>, XlsxError> {
    let about = about(report);
    let about: Vec<(&str, &str)> =
        about.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let sheets = [
        answers(report),
        totals(report),
        weeks(report),
        shares(report),
        revenue(report),
        inputs(report),
        assumptions(report),
        Sheet {
            name: "about",
            heads: vec!["what", "value"],
            rows: about.iter().map(|(a, b)| vec![Cell::Text(a), Cell::Text(b)]).collect(),
        },
    ];
    write(&report.study.title, report.run.known.parse().ok(), &sheets)
}

/// The workbook of a comparison.
///
/// # Errors
/// [`XlsxError`] when a sheet outgrows what Excel holds.
pub fn of_comparison(found: &Comparison) -> Result<Vec<u8>, XlsxError> {
    let mut heads = vec!["scenario", "level", "name", "product", "measure"];
    heads.extend(["a p05", "a p50", "a p95", "b p05", "b p50", "b p95", "b - a"]);
    heads.extend(["b - a p05", "b - a p95", "b lower in", "differs"]);
    let rows = found.rows.iter().map(|row| {
        let mut cells = vec![
            row.scenario.as_deref().into(),
            Cell::Text(&row.level),
            Cell::Text(&row.name),
            row.product.as_deref().into(),
            Cell::Text(&row.measure),
        ];
        for side in [&row.left, &row.right] {
            match side {
                Some(found) => cells.extend(spread(found)),
                None => cells.extend([Cell::Empty; 3]),
            }
        }
        cells.push(row.difference.into());
        let ends = row.paired.as_ref();
        let ends = ends.map_or([None; 3], |one| [one.p05, one.p95, one.lower].map(Some));
        cells.extend(ends.map(Cell::from));
        cells.push(Cell::Text(if row.differs { "yes" } else { "no" }));
        cells
    });
    let mut about: Vec<Vec<Cell<'_>>> = vec![
        vec![Cell::Text("a"), Cell::Text(&found.left)],
        vec![Cell::Text("b"), Cell::Text(&found.right)],
        vec![Cell::Text("draws"), Cell::Text(&found.pairing.text)],
    ];
    about.extend(found.context.iter().map(|line| vec![Cell::Text("differs"), Cell::Text(line)]));
    let sheets = [
        Sheet { name: "totals", heads, rows: rows.collect() },
        Sheet { name: "about", heads: vec!["what", "value"], rows: about },
    ];
    write("Comparison", None, &sheets)
}

fn spread(spread: &Spread) -> [Cell<'static>; 3] {
    [Cell::Number(spread.p05), Cell::Number(spread.p50), Cell::Number(spread.p95)]
}

fn answers(report: &Report) -> Sheet<'_> {
    let headline = &report.headline;
    let mut rows = vec![vec![
        Cell::Text(&headline.scenario),
        Cell::Text(&report.study.question),
        Cell::Text(&headline.text),
    ]];
    let scenarios = report.scenarios.iter();
    rows.extend(
        scenarios
            .map(|one| vec![Cell::Text(&one.id), Cell::Text(&one.title), Cell::Text(&one.answer)]),
    );
    Sheet { name: "answer", heads: vec!["scenario", "question or title", "answer"], rows }
}

fn totals(report: &Report) -> Sheet<'_> {
    let heads = vec![
        "scenario",
        "level",
        "id",
        "name",
        "product",
        "measure",
        "unit",
        "baseline",
        "change p05",
        "change p50",
        "change p95",
        "amount p05",
        "amount p50",
        "amount p95",
        "first week p05",
        "first week p50",
        "first week p95",
        "probability",
        "main cause",
        "cell",
    ];
    let rows = report.losses.iter().map(|loss| {
        let mut cells = vec![
            Cell::Text(&loss.scenario),
            Cell::Text(&loss.level),
            Cell::Text(&loss.entity),
            Cell::Text(&loss.name),
            loss.product.as_deref().into(),
            Cell::Text(&loss.measure),
            Cell::Text(&loss.unit),
            Cell::Number(loss.baseline),
        ];
        cells.extend(spread(&loss.change));
        cells.extend(spread(&loss.amount));
        match &loss.first_week {
            Some(week) => cells.extend([week.p05, week.p50, week.p95].map(Cell::Number)),
            None => cells.extend([Cell::Empty; 3]),
        }
        cells.push(Cell::Number(loss.probability));
        cells.push(Cell::Text(&loss.cause));
        cells.push(Cell::Text(&loss.cell));
        cells
    });
    Sheet { name: "totals", heads, rows: rows.collect() }
}

fn weeks(report: &Report) -> Sheet<'_> {
    let heads = vec![
        "scenario",
        "week",
        "level",
        "name",
        "product",
        "variable",
        "unit",
        "baseline p05",
        "baseline p50",
        "baseline p95",
        "p05",
        "p50",
        "p95",
        "change p05",
        "change p50",
        "change p95",
    ];
    let mut rows = Vec::new();
    for series in &report.series {
        for (at, week) in report.weeks.iter().enumerate() {
            let mut cells = vec![
                Cell::Text(&series.scenario),
                week.parse().map_or(Cell::Text(week), Cell::Date),
                Cell::Text(&series.level),
                Cell::Text(&series.name),
                series.product.as_deref().into(),
                Cell::Text(&series.label),
                Cell::Text(&series.unit),
            ];
            for band in [Some(&series.baseline), Some(&series.value), series.change.as_ref()] {
                let at = |values: &Vec<f64>| Cell::from(values.get(at).copied());
                match band {
                    Some(band) => cells.extend([&band.p05, &band.p50, &band.p95].map(at)),
                    None => cells.extend([Cell::Empty; 3]),
                }
            }
            rows.push(cells);
        }
    }
    Sheet { name: "weeks", heads, rows }
}

fn shares(report: &Report) -> Sheet<'_> {
    let heads = vec![
        "scenario",
        "product",
        "firm",
        "before p05",
        "before p50",
        "before p95",
        "after p05",
        "after p50",
        "after p95",
    ];
    let rows = report.shares.iter().map(|row| {
        let mut cells =
            vec![Cell::Text(&row.scenario), Cell::Text(&row.product), Cell::Text(&row.name)];
        cells.extend(spread(&row.before));
        cells.extend(spread(&row.after));
        cells
    });
    Sheet { name: "shares", heads, rows: rows.collect() }
}

fn revenue(report: &Report) -> Sheet<'_> {
    let heads = vec![
        "scenario",
        "firm",
        "product",
        "unit",
        "baseline",
        "quantity p05",
        "quantity p50",
        "quantity p95",
        "price p05",
        "price p50",
        "price p95",
        "total p05",
        "total p50",
        "total p95",
    ];
    let rows = report.decomposition.iter().map(|row| {
        let mut cells = vec![
            Cell::Text(&row.scenario),
            Cell::Text(&row.name),
            Cell::Text(&row.product),
            Cell::Text(&row.unit),
            Cell::Number(row.baseline),
        ];
        for part in [&row.quantity, &row.price, &row.total] {
            cells.extend(spread(part));
        }
        cells
    });
    Sheet { name: "revenue", heads, rows: rows.collect() }
}

fn inputs(report: &Report) -> Sheet<'_> {
    let heads = vec![
        "id",
        "name",
        "quantity",
        "unit",
        "value used",
        "low used",
        "high used",
        "contested",
        "value told",
        "low told",
        "high told",
        "as of",
        "basis",
        "source",
        "outlet",
        "title",
        "url",
        "grade",
        "note",
    ];
    let mut rows = Vec::new();
    for input in &report.inputs {
        for told in &input.accounts {
            let mut cells = vec![
                Cell::Text(&input.subject),
                Cell::Text(&input.name),
                Cell::Text(&input.quantity),
                Cell::Text(&input.unit),
            ];
            cells.extend([input.value, input.low, input.high].map(Cell::Number));
            cells.push(Cell::Text(if input.contested { "yes" } else { "no" }));
            cells.extend([told.value, told.low, told.high].map(Cell::Number));
            let texts = [
                &told.as_of,
                &told.basis,
                &told.source,
                &told.outlet,
                &told.title,
                &told.url,
                &told.grade,
                &told.note,
            ];
            cells.extend(texts.map(|text| Cell::Text(text)));
            rows.push(cells);
        }
    }
    Sheet { name: "inputs", heads, rows }
}

fn assumptions(report: &Report) -> Sheet<'_> {
    let rows = report.assumptions.iter().map(|row| {
        let mut cells = vec![Cell::Text(&row.id), Cell::Text(&row.name), Cell::Text(&row.unit)];
        cells.extend([row.value, row.low, row.high].map(Cell::Number));
        cells.extend([Cell::Text(&row.why), Cell::Text(&row.source), row.influence.into()]);
        cells
    });
    Sheet { name: ASSUMPTIONS, heads: ASSUMPTION_COLUMNS.to_vec(), rows: rows.collect() }
}

fn about(report: &Report) -> Vec<(&'static str, String)> {
    let run = &report.run;
    let mut about = vec![
        ("study", report.study.title.clone()),
        ("from", run.from.clone()),
        ("until", run.until.clone()),
        ("law as known on", run.known.clone()),
        ("draws", run.members.to_string()),
        ("seed", run.seed.to_string()),
        ("design", run.design.clone()),
        ("run, SHA-256", run.digest.clone()),
        ("world, SHA-256", run.world.digest.clone()),
        ("policy, SHA-256", run.policy.digest.clone()),
        ("reproduce", run.reproduce.clone()),
        ("cite", run.citation.clone()),
    ];
    about.extend(report.not_modelled.iter().map(|line| ("not modelled", line.clone())));
    about
}

fn write(title: &str, on: Option<Day>, sheets: &[Sheet<'_>]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let (year, month, day) = on.map_or((2000, 1, 1), |day| {
        (u16::try_from(day.year()).unwrap_or(2000), day.month(), day.day())
    });
    let made = ExcelDateTime::from_ymd(year, month.unsigned_abs(), day.unsigned_abs())?;
    let properties = DocProperties::new().set_title(title).set_author("Linchpin");
    workbook.set_properties(&properties.set_creation_datetime(&made));
    let head = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let date = Format::new().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Top);
    let number = Format::new().set_align(FormatAlign::Top);
    for sheet in sheets {
        let page = workbook.add_worksheet();
        page.set_name(sheet.name)?.set_freeze_panes(1, 0)?;
        for (at, name) in (0u16..).zip(&sheet.heads) {
            page.write_string_with_format(0, at, *name, &head)?;
        }
        for (row, cells) in (1u32..).zip(&sheet.rows) {
            for (at, cell) in (0u16..).zip(cells) {
                match cell {
                    Cell::Text(words) => page.write_string_with_format(row, at, *words, &text)?,
                    Cell::Count(count) => page.write_number(row, at, f64::from(*count))?,
                    Cell::Number(value) => {
                        page.write_number_with_format(row, at, *value, &number)?
                    }
                    Cell::Date(day) => {
                        let day = ExcelDateTime::parse_from_str(&day.to_string())?;
                        page.write_datetime_with_format(row, at, &day, &date)?
                    }
                    Cell::Empty => page,
                };
            }
        }
        for (at, name) in (0u16..).zip(&sheet.heads) {
            let longest = sheet.rows.iter().map(|row| width(row.get(usize::from(at)))).max();
            let wide = longest.unwrap_or(0).max(name.chars().count()) + 2;
            page.set_column_width(at, (wide as f64).min(WIDEST))?;
        }
        if let (Ok(last), Ok(across)) =
            (u32::try_from(sheet.rows.len()), u16::try_from(sheet.heads.len()))
            && last > 0
        {
            page.autofilter(0, 0, last, across - 1)?;
        }
    }
    workbook.save_to_buffer()
}

/// Characters that a cell takes.
fn width(cell: Option<&Cell<'_>>) -> usize {
    match cell {
        Some(Cell::Text(text)) => text.chars().count(),
        Some(Cell::Number(_) | Cell::Count(_) | Cell::Date(_)) => 10,
        Some(Cell::Empty) | None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faces::compare::{Side, compare};
    use crate::{Keep, finish, sample::run};
    use calamine::{Data, Reader, Xlsx};
    use std::io::Cursor;

    fn sheet(bytes: &[u8], name: &str) -> Vec<Vec<Data>> {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
        let range = book.worksheet_range(name).expect("the sheet");
        range.rows().map(<[Data]>::to_vec).collect()
    }

    #[test]
    fn a_workbook_holds_the_report_to_the_bit() {
        let report = finish(&run(9), Keep::Few).expect("a run").report;
        let bytes = of_report(&report).expect("written");
        let totals = sheet(&bytes, "totals");
        assert_eq!(totals.len(), report.losses.len() + 1);
        for (row, loss) in totals[1..].iter().zip(&report.losses) {
            assert_eq!(row[9], Data::Float(loss.change.p50), "{}", loss.cell);
        }
        let weeks = sheet(&bytes, "weeks");
        assert_eq!(weeks.len(), 1 + report.series.len() * report.weeks.len());
        assert_eq!(weeks[1][11], Data::Float(report.series[0].value.p50[0]));
        assert_eq!(bytes, of_report(&report).expect("written"), "same bytes");
    }

    #[test]
    fn a_comparison_has_a_row_for_each_total() {
        let report = finish(&run(9), Keep::Few).expect("a run").report;
        let side = |scenario| Side { name: scenario, report: &report, scenario: Some(scenario) };
        let found = compare(&side("null"), &side("cut"), 0.05);
        let rows = sheet(&of_comparison(&found).expect("written"), "totals");
        assert_eq!(rows.len(), found.rows.len() + 1);
        assert_eq!(rows[1][11], Data::Float(found.rows[0].difference.expect("both sides")));
    }
}
