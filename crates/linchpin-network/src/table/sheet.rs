//! A labelled matrix in a file: text with tabs as pymrio and EXIOBASE write it, or pymrio's Parquet.
//!
//! In comes a file of an archive; out come labels and numbers, or findings that point at the cell.

use super::archive::Archive;
use super::columns::Columns;
use super::frame::number;
use crate::limits::{INDUSTRIES, ROWS};
use bytes::Bytes;
use linchpin_units::{Digest, Finding, Findings, Place, Text};

/// Most index columns: region, sector, unit.
const MOST_INDEX: usize = 3;

/// A labelled matrix.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) file: String,
    /// Region and sector (or category); of a vector no region and its name.
    pub(super) columns: Vec<(String, String)>,
    pub(super) rows: Vec<(String, String)>,
    /// Row-major.
    pub(super) values: Vec<f64>,
    /// What the third index column says of the first row.
    pub(super) unit: Option<String>,
}

impl Sheet {
    fn new(file: &str) -> Self {
        Self { file: file.to_owned(), columns: vec![], rows: vec![], values: vec![], unit: None }
    }
}

/// Reads the matrix in `file`.
///
/// # Errors
/// Findings with line and column for labels and numbers that are wrong.
pub(super) fn sheet(archive: &mut Archive, file: &str) -> Result<(Sheet, Digest), Findings> {
    let bytes = archive.bytes(file)?;
    let digest = Digest::of(&bytes);
    if file.ends_with(".parquet") {
        return Ok((from_parquet(file, bytes)?, digest));
    }
    let text = Text::from_bytes(file, &bytes)?;
    drop(bytes);
    let body = text.body();
    let mut findings = Findings::default();
    let mut lines = body.split('\n').map(|line| line.trim_end_matches('\r'));
    let first: Vec<&str> = lines.next().unwrap_or("").split('\t').collect();
    // One header line and named columns: a vector such as x.txt.
    let vector = first.first() == Some(&"region") && first.get(1) == Some(&"sector");
    let mut sheet = Sheet::new(file);
    let mut index = 2;
    if vector {
        sheet.columns =
            first.iter().skip(2).map(|name| (String::new(), (*name).to_owned())).collect();
    } else {
        let second: Vec<&str> = lines.next().unwrap_or("").split('\t').collect();
        if second.len() != first.len() {
            let message = format!("header lines of {} and {} cells", first.len(), second.len());
            return Err(Finding::error("LP-N005", Place::whole(file), message).into());
        }
        // The first cell may name the level; the others above index columns are empty.
        index = second.iter().skip(1).position(|cell| !cell.is_empty()).map_or(2, |at| at + 1);
        if !(2..=MOST_INDEX).contains(&index) {
            let message = format!("labels begin in column {}", index + 1);
            return Err(Finding::error("LP-N005", Place::whole(file), message)
                .expected("region and sector left of each row, and perhaps a unit")
                .into());
        }
        let pairs = first.iter().zip(&second).skip(index);
        sheet.columns = pairs.map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    }
    let width = sheet.columns.len();
    for line in lines.filter(|line| !line.trim().is_empty()) {
        let start = line.as_ptr() as usize - body.as_ptr() as usize;
        let mut at = start;
        let mut labels = [""; MOST_INDEX];
        let before = sheet.values.len();
        let mut count = 0;
        for (k, cell) in line.split('\t').enumerate() {
            let span = at..at + cell.len();
            at += cell.len() + 1;
            count += 1;
            if k < index {
                labels[k] = cell.trim();
            } else if !(cell.is_empty() && labels[..2] == ["region", "sector"]) {
                let place = || {
                    let place = text.place(span.clone());
                    Place { snippet: place.snippet.chars().take(80).collect(), ..place }
                };
                sheet.values.push(findings.keep(number(cell, &place)).unwrap_or(0.0));
            }
        }
        if labels[..2] == ["region", "sector"] && sheet.values.len() == before {
            continue; // The line with the names of the index columns.
        }
        if count != width + index || findings.iter().len() >= 20 {
            if count != width + index {
                let place = text.place(start..start + labels[0].len());
                let place = Place { snippet: place.snippet.chars().take(80).collect(), ..place };
                let message = format!("the line has {count} cells, the header {}", width + index);
                findings.push(Finding::error("LP-N005", place, message));
            }
            return Err(findings);
        }
        if index > 2 && sheet.unit.is_none() {
            sheet.unit = Some(labels[2].to_owned());
        }
        sheet.rows.push((labels[0].to_owned(), labels[1].to_owned()));
    }
    findings.or_value((sheet, digest))
}

/// A data frame that pandas wrote: columns named as tuples `('region', 'sector')`, index columns as text.
fn from_parquet(file: &str, bytes: Vec<u8>) -> Result<Sheet, Findings> {
    let columns = Columns::parse(file, Bytes::from(bytes), INDUSTRIES.min(ROWS))?;
    let index = columns.texts();
    let [region, sector, ..] = index.as_slice() else {
        let message = "there are no two columns of text for region and sector";
        return Err(Finding::error("LP-N008", Place::whole(file), message).into());
    };
    let (region, sector) = (columns.text(region)?, columns.text(sector)?);
    let mut sheet = Sheet::new(file);
    sheet.rows = region.iter().cloned().zip(sector.iter().cloned()).collect();
    let mut findings = Findings::default();
    let names: Vec<&String> =
        columns.names.iter().filter(|name| !index.contains(&name.as_str())).collect();
    sheet.columns = names.iter().map(|name| tuple(name)).collect();
    let width = names.len();
    sheet.values = vec![0.0; width * sheet.rows.len()];
    for (k, name) in names.iter().enumerate() {
        let numbers = columns.numbers(name)?;
        for (i, value) in numbers.iter().enumerate() {
            if !value.is_finite() {
                let message = format!("row {} of column {name} is not a finite number", i + 1);
                findings.push(Finding::error("LP-N006", Place::whole(file), message));
                break;
            }
            sheet.values[i * width + k] = *value;
        }
    }
    findings.or_value(sheet)
}

/// `('a', 'b')` as Python writes it; anything else is a name without a region.
fn tuple(name: &str) -> (String, String) {
    let word = |text: &str| -> Option<(String, usize)> {
        let quote = text.chars().next().filter(|c| ['\'', '"'].contains(c))?;
        let (mut found, mut escaped) = (String::new(), false);
        for (at, c) in text.char_indices().skip(1) {
            match c {
                '\\' if !escaped => escaped = true,
                c if c == quote && !escaped => return Some((found, at + 1)),
                c => {
                    found.push(c);
                    escaped = false;
                }
            }
        }
        None
    };
    let pair = || {
        let inner = name.strip_prefix('(')?.strip_suffix(')')?;
        let (first, end) = word(inner)?;
        let (second, _) = word(inner[end..].trim_start_matches([',', ' ']))?;
        Some((first, second))
    };
    pair().unwrap_or_else(|| (String::new(), name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::tuple;

    #[test]
    fn names_of_pandas_come_apart() {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(tuple("('reg1', 'food')"), pair("reg1", "food"));
        assert_eq!(tuple(r#"("Cote d'Ivoire", 'a, b')"#), pair("Cote d'Ivoire", "a, b"));
        assert_eq!(tuple(r"('it\'s', 'x')"), pair("it's", "x"));
        assert_eq!(tuple("indout"), pair("", "indout"));
        assert_eq!(tuple("('a"), pair("", "('a"));
    }
}
