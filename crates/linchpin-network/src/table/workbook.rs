//! Spreadsheets: WIOD 2013 (xlsx), WIOD 2016 (xlsb) and ADB MRIO (xlsx).
//!
//! In comes a workbook whose first sheet holds the table with country and code above each column
//! and left of each row; out comes the table. Cells are streamed: a cell far outside the table is
//! refused, never allocated for.

use super::archive::unpacked;
use super::frame::{Frame, Label};
use super::{Mrio, Origin};
use calamine::{DataRef, Reader, Xlsb, Xlsx};
use linchpin_units::{Digest, Finding, Findings, Place};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

/// Header lines and columns are looked for in this corner.
const CORNER: u32 = 12;
/// Rows or columns beyond any table we read.
const EDGE: u32 = 13_000;

/// Sector codes that are final demand: WIOD `c37…c42` and `c57…c61`, ADB `F1…F5`.
fn is_demand(code: &str, sectors: usize) -> bool {
    let digits = |text: &str| text.parse::<usize>().ok();
    match code.strip_prefix(['c', 'C']) {
        Some(rest) => digits(rest).is_some_and(|number| number > sectors),
        None => code.strip_prefix('F').is_some_and(|rest| digits(rest).is_some()),
    }
}

fn not_a_workbook(file: &str, why: &dyn std::fmt::Display) -> Finding {
    Finding::error("LP-N032", Place::whole(file), format!("is no workbook: {why}"))
}

/// The cells of the first sheet.
fn cells(path: &Path, file: &str) -> Result<Cells, Finding> {
    let broken = |error: &dyn std::fmt::Display| not_a_workbook(file, error);
    let open = File::open(path).map_err(|error| broken(&error))?;
    let mut sheet = Cells::new(file);
    if file.to_lowercase().ends_with(".xlsb") {
        let mut book = Xlsb::new(BufReader::new(open)).map_err(|error| broken(&error))?;
        let name = book.sheet_names().first().cloned().unwrap_or_default();
        let mut cells = book.worksheet_cells_reader(&name).map_err(|error| broken(&error))?;
        while let Some(cell) = cells.next_cell().map_err(|error| broken(&error))? {
            sheet.take(cell.get_position(), cell.get_value())?;
        }
    } else {
        let mut book = Xlsx::new(BufReader::new(open)).map_err(|error| broken(&error))?;
        let name = book.sheet_names().first().cloned().unwrap_or_default();
        let mut cells = book.worksheet_cells_reader(&name).map_err(|error| broken(&error))?;
        while let Some(cell) = cells.next_cell().map_err(|error| broken(&error))? {
            sheet.take(cell.get_position(), cell.get_value())?;
        }
    }
    Ok(sheet)
}

/// The entries of the column headed `heading` in sheet `name` of the workbook at `path`, down to the first
/// empty one.
///
/// # Errors
/// `LP-N032` when there is no such column.
pub(super) fn columns_of(path: &Path, name: &str, heading: &str) -> Result<Vec<String>, Findings> {
    let file =
        path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    drop(unpacked(path)?);
    let broken = |error: &dyn std::fmt::Display| not_a_workbook(&file, error);
    let sheet = std::panic::catch_unwind(|| -> Result<Cells, Finding> {
        let open = File::open(path).map_err(|error| broken(&error))?;
        let mut sheet = Cells::new(&file);
        let mut book = Xlsx::new(BufReader::new(open)).map_err(|error| broken(&error))?;
        let mut cells = book.worksheet_cells_reader(name).map_err(|error| broken(&error))?;
        while let Some(cell) = cells.next_cell().map_err(|error| broken(&error))? {
            sheet.take(cell.get_position(), cell.get_value())?;
        }
        Ok(sheet)
    });
    let sheet = sheet.map_err(|_| broken(&"its parts point where nothing is"))??;
    let column = (0..CORNER).find(|column| sheet.text((0, *column)).is_some_and(|t| t == heading));
    let Some(column) = column else {
        let message = format!("the sheet {name} has no column {heading}");
        return Err(Finding::error("LP-N032", Place::whole(&file), message).into());
    };
    Ok((1..EDGE).map_while(|row| sheet.text((row, column))).collect())
}

#[derive(Debug, Clone)]
enum Value {
    Number(f64),
    Text(String),
}

/// Reads the workbook at `path`.
///
/// # Errors
/// `LP-N032` when there is no table in it, `LP-N033` for a cell outside it, and what the other
/// readers say of labels and numbers.
pub(super) fn read(path: &Path) -> Result<Mrio, Findings> {
    let file =
        path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    // Unpack every part once within the limits: calamine itself has none.
    let mut zip = unpacked(path)?;
    for i in 0..zip.len() {
        let failed = |error: &dyn std::fmt::Display| super::archive::too_much(&file, error);
        let entry = zip.by_index(i).map_err(|error| failed(&error))?;
        let declared = entry.size();
        let read = std::io::copy(&mut entry.take(declared + 1), &mut std::io::sink());
        if read.map_err(|error| failed(&error))? > declared {
            return Err(failed(&"a part unpacks to more than a table can be").into());
        }
    }
    drop(zip);
    let broken = |error: &dyn std::fmt::Display| not_a_workbook(&file, error);
    // calamine panics at some records that point nowhere; the file is at fault, not the program.
    let sheet = std::panic::catch_unwind(|| cells(path, &file))
        .map_err(|_| broken(&"its parts point where nothing is"))??;
    let bytes = std::fs::read(path).map_err(|error| broken(&error))?;
    sheet.table(Digest::of(&bytes))
}

/// Cells as they come.
struct Cells {
    file: String,
    cells: BTreeMap<(u32, u32), Value>,
}

impl Cells {
    fn new(file: &str) -> Self {
        Self { file: file.to_owned(), cells: BTreeMap::new() }
    }

    fn place(&self, at: (u32, u32)) -> Place {
        let snippet = match self.cells.get(&at) {
            Some(Value::Text(text)) => text.chars().take(80).collect(),
            Some(Value::Number(number)) => number.to_string(),
            None => String::new(),
        };
        let (line, column) = (at.0 + 1, at.1 + 1);
        Place { file: self.file.clone(), line, column, end_column: column + 1, snippet }
    }

    fn take(&mut self, at: (u32, u32), value: &DataRef<'_>) -> Result<(), Finding> {
        if at.0 > EDGE || at.1 > EDGE {
            let message = format!("a cell stands at row {}, column {}", at.0 + 1, at.1 + 1);
            return Err(Finding::error("LP-N033", self.place(at), message)
                .expected(format!("a table of at most {EDGE} rows and columns"))
                .help("delete what stands outside the table and save it again"));
        }
        let value = match value {
            DataRef::Empty => return Ok(()),
            DataRef::Int(number) => Value::Number(*number as f64),
            DataRef::Float(number) => Value::Number(*number),
            DataRef::String(text) => Value::Text(text.trim().to_owned()),
            DataRef::SharedString(text) => Value::Text(text.trim().to_owned()),
            other => Value::Text(format!("{other:?}")),
        };
        self.cells.insert(at, value);
        Ok(())
    }

    fn text(&self, at: (u32, u32)) -> Option<String> {
        match self.cells.get(&at)? {
            Value::Text(text) if text.is_empty() => None,
            Value::Text(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
        }
    }

    /// Country and code at a place, in the spelling columns use (`r1` of a row is `c1`).
    fn pair(&self, country: (u32, u32), code: (u32, u32)) -> Option<(String, String)> {
        let code = self.text(code)?;
        let numbered = code.strip_prefix('r').filter(|rest| rest.parse::<u32>().is_ok());
        let code = numbered.map_or(code.clone(), |number| format!("c{number}"));
        Some((self.text(country)?, code))
    }

    /// First row and column of numbers: where the labels above and left name the same industry.
    fn origin(&self) -> Option<(u32, u32)> {
        let corner = (2..CORNER).flat_map(|row| (2..CORNER).map(move |column| (row, column)));
        corner.into_iter().find(|(row, column)| {
            let (row, column) = (*row, *column);
            let above = self.pair((row - 2, column), (row - 1, column));
            let left = self.pair((row, column - 2), (row, column - 1));
            let number = matches!(self.cells.get(&(row, column)), Some(Value::Number(_)));
            number && above.is_some() && above == left
        })
    }

    fn table(&self, digest: Digest) -> Result<Mrio, Findings> {
        let Some((top, left)) = self.origin() else {
            return Err(Finding::error("LP-N032", Place::whole(&self.file), "holds no table")
                .expected("country and code above each column and left of each row")
                .into());
        };
        let mut pairs = Vec::new();
        while let Some(pair) = {
            let column = left + pairs.len() as u32;
            self.pair((top - 2, column), (top - 1, column))
        } {
            pairs.push(pair);
        }
        let first = &pairs[0].0;
        let sectors = pairs.iter().take_while(|(country, _)| country == first).count();
        // Codes that have rows are industries, even where the numbering of an extract has gaps.
        let row = |line: usize| {
            let row = top + u32::try_from(line).unwrap_or(EDGE);
            self.pair((row, left - 2), (row, left - 1)).map(|(_, code)| code)
        };
        let with_rows: BTreeSet<String> = (0..pairs.len()).map_while(row).collect();
        let label = |(country, code): &(String, String)| {
            let total = |text: &str| ["TOT", "TOTAL", "GO"].contains(&text);
            if total(country) || total(code) {
                Label::Output
            } else if !with_rows.contains(code) && is_demand(code, sectors) {
                Label::Final { region: country.clone(), category: code.clone() }
            } else {
                Label::Industry { region: country.clone(), sector: code.clone() }
            }
        };
        let columns: Vec<(String, Label)> =
            pairs.iter().map(|pair| (format!("{} {}", pair.0, pair.1), label(pair))).collect();
        let mut frame = Frame::new(&self.file, &columns)?;
        let mut findings = Findings::default();
        let industries =
            columns.iter().filter(|(_, l)| matches!(l, Label::Industry { .. })).count();
        for line in 0..industries as u32 {
            let row = top + line;
            let Some(pair) = self.pair((row, left - 2), (row, left - 1)) else {
                let message = "a row without country and code";
                findings.push(Finding::error("LP-N017", self.place((row, left - 1)), message));
                break;
            };
            let name = format!("{} {}", pair.0, pair.1);
            let place = || self.place((row, left - 1));
            let Some(Some(industry)) = findings.keep(frame.row(&name, &label(&pair), &place))
            else {
                continue;
            };
            let cells = self.cells.range((row, left)..(row, left + columns.len() as u32));
            for ((_, column), value) in cells {
                match value {
                    Value::Number(number) if number.is_finite() => {
                        frame.put(industry, (column - left) as usize, *number);
                    }
                    Value::Text(text) if text.is_empty() => {}
                    _ => {
                        let place = self.place((row, *column));
                        let message = format!("`{}` is not a finite number", place.snippet);
                        findings.push(Finding::error("LP-N006", place, message));
                    }
                }
            }
            if findings.iter().len() >= 20 {
                break;
            }
        }
        if findings.any_error() {
            return Err(findings);
        }
        frame.finish(Origin {
            name: format!("workbook, {}", self.file),
            unit: "USD_mn".to_owned(),
            digest: Some(digest),
            attribution: "see the workbook's publisher (WIOD: Timmer et al. 2015; ADB MRIO)"
                .to_owned(),
            licence: "WIOD 2016: CC BY 4.0; of others see their publisher".to_owned(),
        })
    }
}
