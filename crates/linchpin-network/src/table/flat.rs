//! Tables in one CSV with one label per row and column: OECD ICIO (editions 2016 to 2025) and FIGARO.
//!
//! In comes an archive or a file; out comes the table. Labels are `REGION_SECTOR`; final demand is
//! `REGION_CATEGORY` (or the other way round in the 2016 edition), known by its category.

use super::archive::{Archive, too_much};
use super::digests::refuse_broken;
use super::frame::{Frame, Label, number};
use super::{Mrio, Origin};
use linchpin_units::{Digest, Finding, Findings, Place};
use md5::Digest as _;
use std::fmt::Write as _;
use std::io::Read;

/// Whether industries of split countries (`CN1`, `CN2`, `MX1`, `MX2`) stay apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Split {
    /// Put together as China and Mexico.
    #[default]
    Together,
    /// Kept as regions; their final demand stands under the whole country.
    Apart,
}

const OECD_DEMAND: [&str; 14] = [
    "NPS",
    "HFCE",
    "NPISH",
    "GGFC",
    "GFCF",
    "INVNT",
    "DIRP",
    "DPABR",
    "P33",
    "HC",
    "GC",
    "INV",
    "CONS_ABR",
    "CONS_NONRES",
];
const OECD_OTHER: [&str; 9] =
    ["TLS", "VA", "VALU", "TAXSUB", "VA+TAXSUB", "VALU+TAXSUB", "DISC", "VA_TAXSUB", "NTZ"];
const OUTPUT: [&str; 4] = ["OUT", "OUTPUT", "TOTAL", "TOT"];
const FIGARO_DEMAND: [&str; 5] = ["P3_S13", "P3_S14", "P3_S15", "P51G", "P5M"];

/// Which publisher's labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Publisher {
    /// OECD ICIO.
    Oecd,
    /// Eurostat FIGARO, industry by industry.
    Figaro,
}

impl Publisher {
    fn label(self, name: &str, split: Split) -> Option<Label> {
        if OUTPUT.contains(&name) {
            return Some(Label::Output);
        }
        let demand: &[&str] = if self == Self::Oecd { &OECD_DEMAND } else { &FIGARO_DEMAND };
        let other = self == Self::Oecd
            && (OECD_OTHER.contains(&name)
                || name.ends_with("_TAXSUB")
                || name.ends_with("TAXSUB"));
        if other || (self == Self::Figaro && name.starts_with("W2_")) {
            return Some(Label::Other);
        }
        let (first, rest) = name.split_once('_')?;
        let whole = |region: &str| match (split, region) {
            // Two parts since 2018, up to four of China and three of Mexico before.
            (Split::Together, "CN1" | "CN2" | "CN3" | "CN4") => "CHN".to_owned(),
            (Split::Together, "MX1" | "MX2" | "MX3") => "MEX".to_owned(),
            _ => region.to_owned(),
        };
        let of_demand = |region: &str, category: &str| {
            Some(Label::Final { region: whole(region), category: category.to_owned() })
        };
        if demand.contains(&rest) {
            return of_demand(first, rest);
        }
        if demand.contains(&first) {
            return of_demand(rest, first);
        }
        if first.is_empty() || rest.is_empty() {
            return None;
        }
        Some(Label::Industry { region: whole(first), sector: rest.to_owned() })
    }
}

/// Digests what passes through, for the registry and the record of origin.
struct Digesting<'r> {
    inner: &'r mut dyn Read,
    md5: md5::Md5,
}

impl Read for Digesting<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.md5.update(&buffer[..count]);
        Ok(count)
    }
}

/// Reads the CSV `member` of `archive`.
///
/// # Errors
/// Findings with line and column for labels and numbers that are wrong; `LP-N030` for a file known
/// to be broken; `LP-N031` for an archive that unpacks to too much.
pub(super) fn read(
    archive: &mut Archive,
    member: &str,
    publisher: Publisher,
    split: Split,
) -> Result<Mrio, Findings> {
    archive.with(member, |inner| {
        let mut source = Digesting { inner, md5: md5::Md5::new() };
        let frame = fill(&mut source, member, publisher, split)?;
        let mut hex = String::new();
        for byte in source.md5.finalize() {
            let _ = write!(hex, "{byte:02x}");
        }
        refuse_broken(member, &hex)?;
        let (name, unit, attribution, licence) = match publisher {
            Publisher::Oecd => (
                "OECD ICIO",
                "USD_mn",
                "OECD, Inter-Country Input-Output Tables",
                "OECD Terms and Conditions of 1 July 2024: use with attribution",
            ),
            Publisher::Figaro => (
                "FIGARO",
                "EUR_mn",
                "Eurostat, FIGARO tables",
                "Eurostat: reuse authorised with the source named",
            ),
        };
        frame.finish(Origin {
            name: format!("{name}, {member}"),
            unit: unit.to_owned(),
            digest: Some(Digest::of(hex.as_bytes())),
            attribution: attribution.to_owned(),
            licence: licence.to_owned(),
        })
    })
}

/// The raw names and the meanings of the columns behind the first.
fn header(
    member: &str,
    record: &csv::ByteRecord,
    publisher: Publisher,
    split: Split,
) -> Result<Vec<(String, Label)>, Findings> {
    let mut findings = Findings::default();
    let mut columns = Vec::new();
    for (at, cell) in record.iter().enumerate().skip(1) {
        let Some(name) = text(cell) else {
            findings.push(encoding(member, 1, at));
            break;
        };
        match publisher.label(name, split) {
            Some(label) => columns.push((name.to_owned(), label)),
            None => {
                let shown: String = name.chars().take(40).collect();
                let message = format!("`{shown}` is no label of an industry or of final demand");
                findings.push(
                    Finding::error("LP-N019", place(member, 1, record, at), message)
                        .expected("REGION_SECTOR or REGION_CATEGORY"),
                );
                if findings.iter().len() >= 20 {
                    break;
                }
            }
        }
    }
    findings.or_value(columns)
}

fn fill(
    source: &mut Digesting<'_>,
    member: &str,
    publisher: Publisher,
    split: Split,
) -> Result<Frame, Findings> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(1 << 20)
        .from_reader(source);
    let mut record = csv::ByteRecord::new();
    let wrong = |error: &csv::Error| Findings::from(too_much(member, error));
    let mut line = 0_u32;
    let mut next = |reader: &mut csv::Reader<&mut Digesting<'_>>, record: &mut csv::ByteRecord| {
        line += 1;
        reader.read_byte_record(record).map(|more| more.then_some(line)).map_err(|e| wrong(&e))
    };
    if next(&mut reader, &mut record)?.is_none() {
        return Err(Finding::error("LP-N015", Place::whole(member), "the file is empty").into());
    }
    let columns = header(member, &record, publisher, split)?;
    let mut findings = Findings::default();
    let mut frame = Frame::new(member, &columns)?;
    while let Some(line) = next(&mut reader, &mut record)? {
        let Some(name) = record.get(0).and_then(text) else {
            findings.push(encoding(member, line, 0));
            break;
        };
        if name.is_empty() && record.len() <= 1 {
            continue;
        }
        let here = |at: usize| place(member, line, &record, at);
        let Some(label) = publisher.label(name, split) else {
            let shown: String = name.chars().take(40).collect();
            let message = format!("`{shown}` is no label of an industry");
            findings.push(Finding::error("LP-N019", here(0), message));
            if findings.iter().len() >= 20 {
                break;
            }
            continue;
        };
        let Some(Some(row)) = findings.keep(frame.row(name, &label, &|| here(0))) else { continue };
        if record.len() != columns.len() + 1 {
            let message =
                format!("the line has {} cells, the header {}", record.len(), columns.len() + 1);
            findings.push(Finding::error("LP-N005", here(0), message));
            break;
        }
        for (at, cell) in record.iter().enumerate().skip(1) {
            let value = text(cell).ok_or_else(|| encoding(member, line, at));
            let value = value.and_then(|cell| number(cell, &|| here(at)));
            if let Some(value) = findings.keep(value) {
                frame.put(row, at - 1, value);
            }
        }
        if findings.iter().len() >= 20 {
            break;
        }
    }
    findings.or_value(frame)
}

fn text(cell: &[u8]) -> Option<&str> {
    std::str::from_utf8(cell).ok().map(|text| text.trim_start_matches('\u{feff}').trim())
}

fn encoding(member: &str, line: u32, at: usize) -> Finding {
    let message = format!("line {line}, cell {} is not UTF-8 text", at + 1);
    Finding::error("LP-U001", Place { line, column: 1, ..Place::whole(member) }, message)
        .help("save the file as UTF-8")
}

/// Place of cell `at`; its text stands for the line, which may be megabytes long.
fn place(member: &str, line: u32, record: &csv::ByteRecord, at: usize) -> Place {
    let before: usize = record.iter().take(at).map(|cell| cell.len() + 1).sum();
    let cell = String::from_utf8_lossy(record.get(at).unwrap_or_default());
    let snippet: String = cell.chars().take(80).collect();
    let column = u32::try_from(before + 1).unwrap_or(u32::MAX);
    Place {
        file: member.to_owned(),
        line,
        column,
        end_column: column.saturating_add(cell.chars().count().max(1) as u32),
        snippet,
    }
}
