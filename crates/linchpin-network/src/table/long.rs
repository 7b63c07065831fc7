//! One flow a line: a labelled CSV of anybody's, or FIGARO's flat files.
//!
//! In comes a CSV whose header names the columns `from_region`, `from_sector`, `to_region`, `to`, `value` (and
//! perhaps `unit`), or FIGARO's `refArea`, `row…`, `counterpartArea`, `col…`, `obsValue`; out comes the table.
//! What is bought by a `to` that sells nothing is final demand. A cell may be given once.

use super::archive::{Archive, too_much};
use super::frame::{Frame, Label, number};
use super::{Mrio, Origin};
use crate::limits::ROWS;
use linchpin_units::{Digest, Finding, Findings, Place};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

/// Whose columns they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Ours,
    Figaro,
}

/// Positions of the columns.
#[derive(Debug, Clone, Copy)]
struct Header {
    form: Form,
    columns: [usize; 5],
    unit: Option<usize>,
}

const OURS: [&str; 5] = ["from_region", "from_sector", "to_region", "to", "value"];

impl Header {
    fn of(names: &[String]) -> Option<Self> {
        let at = |wanted: &str| names.iter().position(|name| name == wanted);
        let all = |columns: [Option<usize>; 5]| -> Option<[usize; 5]> {
            let found: Vec<usize> = columns.into_iter().flatten().collect();
            <[usize; 5]>::try_from(found).ok()
        };
        if let Some(columns) = all(OURS.map(at)) {
            return Some(Self { form: Form::Ours, columns, unit: at("unit") });
        }
        // `rowIi` and `colIi` of industries, `rowPi` and `colPi` of products.
        let starting = |start: &str| names.iter().position(|name| name.starts_with(start));
        let columns = [
            at("refArea"),
            starting("row"),
            at("counterpartArea"),
            starting("col"),
            at("obsValue"),
        ];
        all(columns).map(|columns| Self { form: Form::Figaro, columns, unit: None })
    }
}

/// The words of a line; quotes around them are the writer's.
fn words(line: &str) -> Vec<String> {
    let line = line.trim_start_matches('\u{feff}').trim_end_matches(['\n', '\r']);
    line.split(',').map(|word| word.trim().trim_matches('"').to_owned()).collect()
}

/// Most bytes of a header looked at: more than the names of the columns take.
const HEADER: u64 = 4096;

/// Whether the header of `member` is that of one flow a line.
///
/// # Errors
/// When the file cannot be read.
pub(super) fn is_long(archive: &mut Archive, member: &str) -> Result<bool, Finding> {
    archive.with(member, |file| {
        let mut bytes = Vec::new();
        let read = file.take(HEADER).read_to_end(&mut bytes);
        read.map_err(|error| too_much(member, &error))?;
        let text = String::from_utf8_lossy(&bytes);
        let first = text.lines().next().unwrap_or("");
        Ok(Header::of(&words(first)).is_some())
    })
}

/// Labels numbered in the order of their first mention.
#[derive(Debug, Default)]
struct Names(BTreeMap<String, u32>, Vec<String>);

impl Names {
    fn of(&mut self, name: &str) -> u32 {
        if let Some(at) = self.0.get(name) {
            return *at;
        }
        let at = u32::try_from(self.1.len()).unwrap_or(u32::MAX);
        self.0.insert(name.to_owned(), at);
        self.1.push(name.to_owned());
        at
    }
    fn name(&self, at: u32) -> &str {
        &self.1[at as usize]
    }
}

/// One flow: numbers of the four labels, and the amount.
type Flow = ([u32; 4], f64);

/// Reads the CSV `member` of `archive`.
///
/// # Errors
/// Findings with line and column for labels and numbers that are wrong; `LP-N038` for a cell given
/// twice.
pub(super) fn read(archive: &mut Archive, member: &str) -> Result<Mrio, Findings> {
    let bytes = archive.bytes(member)?;
    let digest = Digest::of(&bytes);
    let (header, names, flows, unit) = lines(member, &bytes)?;
    let sellers: BTreeSet<(u32, u32)> = flows.iter().map(|(at, _)| (at[0], at[1])).collect();
    let sectors: BTreeSet<u32> = sellers.iter().map(|(_, sector)| *sector).collect();
    let mut finals: BTreeSet<(u32, u32)> = BTreeSet::new();
    for ([_, _, region, to], _) in &flows {
        if !sectors.contains(to) {
            finals.insert((*region, *to));
        }
    }
    let word = |at: u32| names.name(at).to_owned();
    let raw = |(a, b): &(u32, u32)| format!("{}|{}", names.name(*a), names.name(*b));
    let industry = |pair: &(u32, u32)| {
        (raw(pair), Label::Industry { region: word(pair.0), sector: word(pair.1) })
    };
    let mut columns: Vec<(String, Label)> = sellers.iter().map(industry).collect();
    columns.extend(
        finals
            .iter()
            .map(|pair| (raw(pair), Label::Final { region: word(pair.0), category: word(pair.1) })),
    );
    let mut frame = Frame::new(member, &columns)?;
    let mut findings = Findings::default();
    let mut rows = BTreeMap::new();
    for pair in &sellers {
        let (name, label) = industry(pair);
        let row = frame.row(&name, &label, &|| Place::whole(member));
        if let Some(Some(row)) = findings.keep(row) {
            rows.insert(*pair, row);
        }
    }
    let at: BTreeMap<(u32, u32), usize> =
        sellers.iter().chain(&finals).enumerate().map(|(k, pair)| (*pair, k)).collect();
    let mut given = BTreeSet::new();
    for ([a, b, c, d], value) in &flows {
        let (Some(row), Some(column)) = (rows.get(&(*a, *b)), at.get(&(*c, *d))) else {
            let message = format!("nobody called {} sells anything", raw(&(*c, *d)));
            findings.push(Finding::error("LP-N017", Place::whole(member), message));
            break;
        };
        if !given.insert((*row, *column)) {
            let message = format!("{} to {} is given twice", raw(&(*a, *b)), raw(&(*c, *d)));
            findings.push(
                Finding::error("LP-N038", Place::whole(member), message)
                    .help("give each cell once; zeros may be left out"),
            );
            break;
        }
        frame.put(*row, *column, *value);
    }
    if findings.any_error() {
        return Err(findings);
    }
    let figaro = header.form == Form::Figaro;
    let word = |theirs: &str| if figaro { theirs.to_owned() } else { String::new() };
    frame.finish(Origin {
        name: format!("{}, {member}", if figaro { "FIGARO" } else { "labelled CSV" }),
        unit: if figaro { "EUR_mn".to_owned() } else { unit.unwrap_or("money".to_owned()) },
        digest: Some(digest),
        attribution: word("Eurostat, FIGARO tables"),
        licence: word("Eurostat: reuse authorised with the source named"),
    })
}

/// The flows of a file, in its order; rows of FIGARO that are value added (`W2`) are left out.
fn lines(
    member: &str,
    bytes: &[u8],
) -> Result<(Header, Names, Vec<Flow>, Option<String>), Findings> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut findings = Findings::default();
    let (mut header, mut names, mut flows) = (None, Names::default(), Vec::new());
    let mut unit: Option<String> = None;
    let mut width = 0;
    for record in reader.byte_records() {
        let record = record.map_err(|error| too_much(member, &error))?;
        let line = record.position().map_or(0, |at| u32::try_from(at.line()).unwrap_or(u32::MAX));
        let place = || Place { line, column: 1, ..Place::whole(member) };
        let cells: Option<Vec<&str>> =
            record.iter().map(|cell| std::str::from_utf8(cell).ok().map(str::trim)).collect();
        let Some(cells) = cells else {
            let message = format!("line {line} is not UTF-8 text");
            return Err(Finding::error("LP-U001", place(), message).into());
        };
        let Some(Header { form, columns, unit: unit_at }) = header else {
            let found: Vec<String> =
                cells.iter().map(|cell| cell.trim_start_matches('\u{feff}').to_owned()).collect();
            header = Some(Header::of(&found).ok_or_else(|| {
                Finding::error("LP-N015", place(), "the header is not that of one flow a line")
                    .expected(OURS.join(", "))
            })?);
            width = cells.len();
            continue;
        };
        if cells.len() != width {
            let message = format!("the line has {} cells, the header {width}", cells.len());
            findings.push(Finding::error("LP-N005", place(), message));
        } else if let Some(value) = findings.keep(number(cells[columns[4]], &place)) {
            let own = |k: usize| cells[columns[k]];
            if (0..4).any(|k| own(k).is_empty()) {
                findings.push(Finding::error("LP-N019", place(), "a label is empty"));
            } else if form == Form::Ours || own(0) != "W2" {
                flows.push((std::array::from_fn(|k| names.of(own(k))), value));
            }
            let stated = unit_at.map(|at| cells[at]).filter(|word| !word.is_empty());
            if let Some(word) = stated {
                let known = unit.get_or_insert_with(|| word.to_owned());
                if known != word {
                    let message = format!("the unit `{word}` stands beside `{known}`");
                    findings.push(Finding::error("LP-N019", place(), message));
                }
            }
        }
        if flows.len() > ROWS {
            let message = "more flows than a dense table has cells";
            findings.push(Finding::error("LP-N016", place(), message));
        }
        if findings.iter().len() >= 20 || flows.len() > ROWS {
            break;
        }
    }
    let Some(header) = header else {
        return Err(Finding::error("LP-N015", Place::whole(member), "the file is empty").into());
    };
    findings.or_value((header, names, flows, unit))
}
