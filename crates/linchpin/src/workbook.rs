//! Assumptions from a spreadsheet: the sheet that a results workbook has, edited and given back.
//!
//! In: an xlsx file with a sheet `assumptions` whose first row names its columns. Out: settings, each
//! with its range, unit, source and reason; or all that is wrong, by sheet and cell. Columns beyond those
//! needed (name, influence) are not read; empty rows are skipped.

use crate::study::Setting;
use calamine::{Data, Reader, Xlsx};
use linchpin_engine::form::Given;
use linchpin_results::workbook::{ASSUMPTION_COLUMNS, ASSUMPTIONS};
use linchpin_units::{Finding, Findings, Place, Range, SourceRef, Unit};
use std::io::Cursor;
use std::path::Path;

/// Columns that are read.
const NEEDED: [&str; 7] = ["id", "unit", "value", "low", "high", "why", "source"];
/// Bytes of the largest workbook: assumptions are some hundred rows.
const LARGEST: u64 = 32 << 20;
/// Rows of the largest sheet.
const ROWS: usize = 10_000;

/// Reads the settings of a workbook.
///
/// # Errors
/// Everything that is wrong with it: LP-S001 for a file that cannot be read, LP-S022 for its form, LP-S004
/// to LP-S007 for its cells.
pub fn settings(path: &Path) -> Result<Vec<Setting>, Findings> {
    let file = path.display().to_string();
    let bytes = read(path, &file)?;
    let form = |message: String| {
        Finding::error("LP-S022", Place::whole(&file), message)
            .expected(format!("a sheet `{ASSUMPTIONS}` with {}", ASSUMPTION_COLUMNS.join(", ")))
            .help("`linchpin report RUN --xlsx FILE` writes a workbook with such a sheet")
    };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes))
        .map_err(|error| form(format!("this is no xlsx workbook: {error}")))?;
    let range = book.worksheet_range(ASSUMPTIONS).map_err(|error| form(error.to_string()))?;
    let (top, left) = range.start().unwrap_or_default();
    let mut rows = range.rows();
    let heads: Vec<String> = rows
        .next()
        .map(|row| row.iter().map(|cell| cell.to_string().trim().to_lowercase()).collect())
        .unwrap_or_default();
    let mut findings = Findings::default();
    let column = |name: &str| heads.iter().position(|head| head == name);
    for name in NEEDED {
        if column(name).is_none() {
            let missing = form(format!("the sheet has no column `{name}`"));
            findings.push(missing.nearest(name, heads.iter().map(String::as_str)));
        }
    }
    if range.height() > ROWS {
        findings.push(form(format!("the sheet has more than {ROWS} rows")));
    }
    if findings.any_error() {
        return Err(findings);
    }
    let mut settings = Vec::new();
    for (at, row) in rows.enumerate() {
        let sheet =
            SheetRow { file: &file, row, heads: &heads, number: top as usize + at + 2, left };
        if row.iter().all(|cell| sheet_text(cell).is_empty()) {
            continue;
        }
        settings.extend(sheet.setting(&mut findings));
    }
    findings.or_value(settings)
}

fn read(path: &Path, file: &str) -> Result<Vec<u8>, Finding> {
    let refused = |message: String| {
        Finding::error("LP-S001", Place::whole(file), message)
            .expected("a readable xlsx file")
            .help("check the path")
    };
    let size = std::fs::metadata(path).map_err(|error| refused(error.to_string()))?.len();
    if size > LARGEST {
        return Err(refused(format!("{size} bytes are too many for a workbook of assumptions")));
    }
    std::fs::read(path).map_err(|error| refused(error.to_string()))
}

/// A row with its place in the sheet.
struct SheetRow<'a> {
    file: &'a str,
    row: &'a [Data],
    heads: &'a [String],
    /// As Excel counts, from 1.
    number: usize,
    /// The sheet's first used column, from 0.
    left: u32,
}

impl SheetRow<'_> {
    fn at(&self, name: &str) -> usize {
        self.heads.iter().position(|head| head == name).unwrap_or_default()
    }

    fn place(&self, name: &str) -> Place {
        let cell = format!("{}{}", letters(self.left as usize + self.at(name)), self.number);
        Place::whole(&format!("{}, sheet {ASSUMPTIONS}, cell {cell}", self.file))
    }

    fn text(&self, name: &str) -> String {
        self.row.get(self.at(name)).map(sheet_text).unwrap_or_default()
    }

    fn number(&self, name: &str, findings: &mut Findings) -> Option<f64> {
        let cell = self.row.get(self.at(name)).unwrap_or(&Data::Empty);
        let number = match cell {
            Data::Float(value) => Some(*value),
            Data::Int(value) => Some(*value as f64),
            other => sheet_text(other).parse().ok(),
        };
        let number = number.filter(|value: &f64| value.is_finite());
        if number.is_none() {
            let message = match sheet_text(cell).as_str() {
                "" => format!("`{name}` is empty"),
                text => format!("`{text}` is no number"),
            };
            findings.push(
                Finding::error("LP-S004", self.place(name), message)
                    .expected("a number: value, low and high are all needed")
                    .help("a number without its range is not used"),
            );
        }
        number
    }

    fn setting(&self, findings: &mut Findings) -> Option<Setting> {
        let parameter = self.text("id");
        if parameter.is_empty() {
            findings.push(
                Finding::error("LP-S004", self.place("id"), "the row has no id")
                    .expected("the id of an assumption or parameter")
                    .help("name it, or remove the row"),
            );
        }
        let numbers = ["low", "value", "high"].map(|name| self.number(name, findings));
        let unit = self.text("unit").parse::<Unit>().ok();
        if unit.is_none() {
            let known: Vec<&str> = Unit::ALL.iter().map(|unit| unit.as_str()).collect();
            let text = self.text("unit");
            let message = format!("`{text}` is no unit");
            findings.push(
                Finding::error("LP-S007", self.place("unit"), message)
                    .expected("a unit that the model knows")
                    .nearest(&text, known.iter().copied())
                    .help("take the unit from the workbook that Linchpin wrote"),
            );
        }
        let source = self.text("source").parse::<SourceRef>();
        if let Err(error) = &source {
            findings.push(
                Finding::error("LP-S006", self.place("source"), error.to_string())
                    .expected("doc:…, row:… or assumption:…")
                    .help("name the document, or assumption:… when nobody says so"),
            );
        }
        let [low, value, high] = numbers;
        let range = Range::new(low?, value?, high?);
        if let Err(error) = &range {
            findings.push(
                Finding::error("LP-S005", self.place("value"), error.to_string())
                    .expected("low <= value <= high")
                    .help("reorder the three"),
            );
        }
        let given =
            Given { range: range.ok()?, unit: unit?, source: source.ok()?, why: self.text("why") };
        Some(Setting { parameter, given, place: self.place("id") })
    }
}

fn sheet_text(cell: &Data) -> String {
    cell.to_string().trim().to_owned()
}

/// The letters of a column, counted from 0: A, B, …, Z, AA.
fn letters(column: usize) -> String {
    let (ahead, last) = (column / 26, (b'A' + (column % 26) as u8) as char);
    if ahead == 0 { last.to_string() } else { format!("{}{last}", letters(ahead - 1)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_excels_letters() {
        assert_eq!([0, 25, 26, 701, 702].map(letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
