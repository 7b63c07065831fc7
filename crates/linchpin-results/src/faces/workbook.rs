//! Results as Excel workbooks: one sheet a question, one row a number, its range in the cells beside it.
//!
//! In: a report, or a comparison. Out: the bytes of an xlsx file, the same for the same input: the file's
//! date is the model's first day of knowledge, never the clock's. The sheet `assumptions` can be edited and
//! given back to `linchpin run --assumptions`.

use crate::contract::figures::Told;
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
    heads: Vec<String>,
    rows: Vec<Vec<Cell<'a>>>,
}

impl<'a> Sheet<'a> {
    /// A sheet; a head that ends in `*` stands for three columns: 5 % quantile, median, 95 % quantile.
    fn new(
        name: &'static str,
        heads: &[&str],
        rows: impl IntoIterator<Item = Vec<Cell<'a>>>,
    ) -> Self {
        let heads = heads.iter().flat_map(|head| match head.strip_suffix('*') {
            Some(name) => ["p05", "p50", "p95"].map(|end| format!("{name}{end}")).to_vec(),
            None => vec![(*head).to_owned()],
        });
        Self { name, heads: heads.collect(), rows: rows.into_iter().collect() }
    }
}

/// The three cells of a band: with too few draws the middle alone.
fn band(told: Told, ends: Option<[f64; 3]>) -> [Cell<'static>; 3] {
    let Some([low, middle, high]) = ends else { return [Cell::Empty; 3] };
    let [low, high] = [low, high].map(|end| Cell::from(told.has_range().then_some(end)));
    [low, Cell::Number(middle), high]
}

fn spread(told: Told, spread: &Spread) -> [Cell<'static>; 3] {
    band(told, Some([spread.p05, spread.p50, spread.p95]))
}

fn yes(is: bool) -> Cell<'static> {
    Cell::Text(if is { "yes" } else { "no" })
}

/// The workbook of a run.
///
/// # Errors
/// [`XlsxError`] when a sheet outgrows what Excel holds.
pub fn of_report(report: &Report) -> Result<Vec<u8>, XlsxError> {
    let about = about(report);
    let about = about.iter().map(|(a, b)| vec![Cell::Text(a), Cell::Text(b)]);
    let told = Told::of(report.draws());
    let sheets = [
        answers(report),
        totals(report, told),
        weeks(report, told),
        shares(report, told),
        revenue(report, told),
        inputs(report),
        assumptions(report),
        Sheet::new("about", &["what", "value"], about),
    ];
    write(&report.study.title, report.run.known.parse().ok(), &sheets)
}

/// The workbook of a comparison.
///
/// # Errors
/// [`XlsxError`] when a sheet outgrows what Excel holds.
pub fn of_comparison(found: &Comparison) -> Result<Vec<u8>, XlsxError> {
    let mut heads = vec!["scenario", "level", "name", "product", "measure"];
    heads.extend(["a *", "b *", "b - a", "b - a p05", "b - a p95"]);
    heads.extend(["b - a error p05", "b - a error p95", "b lower in", "differs"]);
    let pairing = &found.pairing;
    let sides = [pairing.left_draws, pairing.right_draws].map(Told::of);
    let rows = found.rows.iter().map(|row| {
        let mut cells = vec![
            row.scenario.as_deref().into(),
            Cell::Text(&row.level),
            Cell::Text(&row.name),
            row.product.as_deref().into(),
            Cell::Text(&row.measure),
        ];
        for (told, side) in sides.into_iter().zip([&row.left, &row.right]) {
            cells.extend(band(told, side.map(|side| [side.p05, side.p50, side.p95])));
        }
        let paired = row.paired.as_ref();
        let ends = paired.filter(|paired| Told::of(paired.draws).has_range());
        cells.push(row.difference.into());
        cells.extend([ends.map(|one| one.p05), ends.map(|one| one.p95)].map(Cell::from));
        let error = paired.and_then(|paired| paired.error);
        cells.extend([error.map(|error| error[0]), error.map(|error| error[2])].map(Cell::from));
        cells.extend([paired.map(|one| one.lower).into(), yes(row.differs)]);
        cells
    });
    let mut about: Vec<Vec<Cell<'_>>> = vec![
        vec![Cell::Text("a"), Cell::Text(&found.left)],
        vec![Cell::Text("b"), Cell::Text(&found.right)],
        vec![Cell::Text("draws"), Cell::Text(&pairing.text)],
    ];
    about.extend(found.context.iter().map(|line| vec![Cell::Text("differs"), Cell::Text(line)]));
    let sheets =
        [Sheet::new("totals", &heads, rows), Sheet::new("about", &["what", "value"], about)];
    write("Comparison", None, &sheets)
}

fn answers(report: &Report) -> Sheet<'_> {
    let headline = &report.headline;
    let first = [Cell::Text(&headline.scenario), Cell::Text(&report.study.question)];
    let mut rows = vec![[first.as_slice(), &[Cell::Text(&headline.text)]].concat()];
    rows.extend(
        report
            .scenarios
            .iter()
            .map(|one| vec![Cell::Text(&one.id), Cell::Text(&one.title), Cell::Text(&one.answer)]),
    );
    // The card of the study line by line, as the terminal and the page print it.
    let lines = headline.card.iter().flat_map(|card| &card.lines);
    rows.extend(lines.map(|line| {
        vec![Cell::Text(&headline.scenario), Cell::Text(&line.label), Cell::Text(&line.text)]
    }));
    Sheet::new("answer", &["scenario", "question, title or line", "answer"], rows)
}

fn totals(report: &Report, told: Told) -> Sheet<'_> {
    let mut heads = vec!["scenario", "level", "id", "name", "product", "measure", "unit"];
    heads.extend(["baseline", "change *", "change error p05", "change error p95"]);
    heads.extend(["amount *", "first week *", "probability", "main cause", "cell"]);
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
        cells.extend(spread(told, &loss.change));
        let error = loss.error.as_ref();
        cells.extend([error.map(|one| one.p05), error.map(|one| one.p95)].map(Cell::from));
        cells.extend(spread(told, &loss.amount));
        let first = loss.first_week.as_ref().map(|week| [week.p05, week.p50, week.p95]);
        cells.extend(band(told, first));
        cells.push(Cell::Number(loss.probability));
        cells.extend([Cell::Text(&loss.cause), Cell::Text(&loss.cell)]);
        cells
    });
    Sheet::new("totals", &heads, rows)
}

fn weeks(report: &Report, told: Told) -> Sheet<'_> {
    let mut heads = vec!["scenario", "week", "level", "name", "product", "variable", "unit"];
    heads.extend(["baseline *", "*", "change *"]);
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
            for all in [Some(&series.baseline), Some(&series.value), series.change.as_ref()] {
                let of = |values: &Vec<f64>| values.get(at).copied();
                let ends = all.and_then(|all| Some([of(&all.p05)?, of(&all.p50)?, of(&all.p95)?]));
                cells.extend(band(told, ends));
            }
            rows.push(cells);
        }
    }
    Sheet::new("weeks", &heads, rows)
}

fn shares(report: &Report, told: Told) -> Sheet<'_> {
    let rows = report.shares.iter().map(|row| {
        let mut cells =
            vec![Cell::Text(&row.scenario), Cell::Text(&row.product), Cell::Text(&row.name)];
        cells.extend([&row.before, &row.after].into_iter().flat_map(|side| spread(told, side)));
        cells
    });
    Sheet::new("shares", &["scenario", "product", "firm", "before *", "after *"], rows)
}

fn revenue(report: &Report, told: Told) -> Sheet<'_> {
    let mut heads = vec!["scenario", "firm", "product", "unit", "baseline"];
    heads.extend(["quantity *", "price *", "total *"]);
    let rows = report.decomposition.iter().map(|row| {
        let mut cells = vec![
            Cell::Text(&row.scenario),
            Cell::Text(&row.name),
            Cell::Text(&row.product),
            Cell::Text(&row.unit),
            Cell::Number(row.baseline),
        ];
        let parts = [&row.quantity, &row.price, &row.total];
        cells.extend(parts.into_iter().flat_map(|part| spread(told, part)));
        cells
    });
    Sheet::new("revenue", &heads, rows)
}

fn inputs(report: &Report) -> Sheet<'_> {
    let mut heads = vec!["id", "name", "quantity", "unit", "value used", "low used", "high used"];
    heads.extend(["contested", "value told", "low told", "high told", "as of", "basis", "source"]);
    heads.extend(["outlet", "title", "url", "grade", "note"]);
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
            cells.push(yes(input.contested));
            cells.extend([told.value, told.low, told.high].map(Cell::Number));
            let texts = [&told.as_of, &told.basis, &told.source, &told.outlet];
            cells.extend(texts.map(|text| Cell::Text(text)));
            let texts = [&told.title, &told.url, &told.grade, &told.note];
            cells.extend(texts.map(|text| Cell::Text(text)));
            rows.push(cells);
        }
    }
    Sheet::new("inputs", &heads, rows)
}

fn assumptions(report: &Report) -> Sheet<'_> {
    let rows = report.assumptions.iter().map(|row| {
        let mut cells = vec![Cell::Text(&row.id), Cell::Text(&row.name), Cell::Text(&row.unit)];
        cells.extend([row.value, row.low, row.high].map(Cell::Number));
        cells.extend([Cell::Text(&row.why), Cell::Text(&row.source), row.influence.into()]);
        cells
    });
    Sheet::new(ASSUMPTIONS, &ASSUMPTION_COLUMNS, rows)
}

fn about(report: &Report) -> Vec<(&'static str, String)> {
    let run = &report.run;
    let mut about = vec![
        ("study", report.study.title.clone()),
        ("from", run.from.clone()),
        ("until", run.until.clone()),
        ("law as known on", run.known.clone()),
        ("draws", report.draws().to_string()),
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
            page.write_string_with_format(0, at, name, &head)?;
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
        let report = finish(&run(21), Keep::Few).expect("a run").report;
        let bytes = of_report(&report).expect("written");
        let totals = sheet(&bytes, "totals");
        assert_eq!(totals.len(), report.losses.len() + 1);
        for (row, loss) in totals[1..].iter().zip(&report.losses) {
            assert_eq!(row[9], Data::Float(loss.change.p50), "{}", loss.cell);
            let error = loss.error.expect("enough draws");
            assert_eq!(row[11..13], [error.p05, error.p95].map(Data::Float), "{}", loss.cell);
        }
        let weeks = sheet(&bytes, "weeks");
        assert_eq!(weeks.len(), 1 + report.series.len() * report.weeks.len());
        assert_eq!(weeks[1][11], Data::Float(report.series[0].value.p50[0]));
        assert_eq!(bytes, of_report(&report).expect("written"), "same bytes");
    }

    #[test]
    fn few_draws_have_no_range_in_any_sheet() {
        let report = finish(&run(19), Keep::Few).expect("a run").report;
        let bytes = of_report(&report).expect("written");
        let side = |scenario| Side { name: scenario, report: &report, scenario: Some(scenario) };
        let found = compare(&side("null"), &side("cut"), 0.05);
        let compared = of_comparison(&found).expect("written");
        let mut columns = 0;
        for (book, name) in [
            (&bytes, "totals"),
            (&bytes, "weeks"),
            (&bytes, "shares"),
            (&bytes, "revenue"),
            (&compared, "totals"),
        ] {
            let rows = sheet(book, name);
            for (at, head) in rows[0].iter().enumerate() {
                let head = head.to_string();
                if head.ends_with("p05") || head.ends_with("p95") {
                    columns += 1;
                    assert!(rows[1..].iter().all(|row| row[at] == Data::Empty), "{name}: {head}");
                }
            }
        }
        assert!(columns > 20, "{columns} columns were looked at");
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
