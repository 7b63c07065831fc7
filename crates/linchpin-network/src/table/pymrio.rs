//! Folders saved by pymrio, EXIOBASE 3 archives, which have the same layout, and EXIOBASE 1 and 2.
//!
//! In come `Z.txt` (or `A.txt`) and `Y.txt`, or `mrIot….txt` and `mrFinalDemand….txt`: two header lines of
//! labels and two or three index columns, or the same in Parquet. Out comes the table; output that no
//! file states is what final demand needs. What we write for pymrio carries attribution and licence.

use super::archive::Archive;
use super::columns::Columns;
use super::frame::{Frame, Label};
use super::sheet::{Sheet, sheet};
use super::{Mrio, Origin};
use crate::limits::ROWS;
use bytes::Bytes;
use linchpin_units::{Digest, Finding, Findings, Place, Text};
use std::collections::BTreeMap;

#[derive(Debug, serde::Deserialize)]
struct Parameters {
    files: BTreeMap<String, FileParameters>,
}

// Other keys of these entries (number format, creation date) are the writer's own.
#[derive(Debug, serde::Deserialize)]
struct FileParameters {
    name: String,
}

/// The sheets of a folder or archive, and what they are.
struct Sheets {
    /// Name of the file with the flows.
    file: String,
    flows: Sheet,
    demand: Sheet,
    output: Option<Sheet>,
    /// Digest of the flows.
    digest: Digest,
    /// Whether the flows are coefficients.
    coefficients: bool,
    /// Whether these are EXIOBASE 1 or 2.
    old: bool,
}

impl Sheets {
    fn read(archive: &mut Archive) -> Result<Self, Findings> {
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        if let Some(file) = archive.find("file_parameters.json") {
            let text = Text::from_bytes(&file, &archive.bytes(&file)?)?;
            let parameters: Parameters = serde_json::from_str(text.body()).map_err(|error| {
                Finding::error("LP-N010", Place::whole(&file), error.to_string())
            })?;
            names.extend(parameters.files.into_iter().map(|(key, file)| (key, file.name)));
        }
        let find = |archive: &Archive, key: &str| match names.get(key) {
            Some(name) => archive.find(name),
            None => {
                let endings = ["txt", "parquet"].iter();
                endings.filter_map(|end| archive.find(&format!("{key}.{end}"))).next()
            }
        };
        let missing = |what: &str| {
            Finding::error("LP-N009", Place::whole("table folder"), format!("there is no {what}"))
                .expected(
                    "Z.txt (or A.txt) and Y.txt as pymrio saves them, or mrIot and mrFinalDemand",
                )
        };
        let z = find(archive, "Z");
        let a = find(archive, "A").filter(|_| z.is_none());
        // EXIOBASE 1 and 2, whose labels say whether these are flows or coefficients.
        let old = archive.find_like("mrIot", ".txt").filter(|_| z.is_none() && a.is_none());
        let file = z.or_else(|| a.clone()).or_else(|| old.clone());
        let file = file.ok_or_else(|| missing("Z.txt"))?;
        let (flows, digest) = sheet(archive, &file)?;
        let coefficients =
            a.is_some() || flows.unit.as_ref().is_some_and(|unit| unit.contains('/'));
        let demand_file = match &old {
            Some(_) => archive.find_like("mrFinalDemand", ".txt"),
            None => find(archive, "Y"),
        };
        let (demand, _) = sheet(archive, &demand_file.ok_or_else(|| missing("Y.txt"))?)?;
        let output = match find(archive, "x") {
            Some(file) => Some(sheet(archive, &file)?.0),
            None => None,
        };
        Ok(Self { file, flows, demand, output, digest, coefficients, old: old.is_some() })
    }

    /// The table laid out and filled.
    fn frame(&self) -> Result<Frame, Findings> {
        let (flows, demand) = (&self.flows, &self.demand);
        let mut columns = labels(&flows.columns, false);
        columns.extend(labels(&demand.columns, true));
        let mut frame = Frame::new(&flows.file, &columns)?;
        let mut findings = Findings::default();
        let whole = || Place::whole(&flows.file);
        let mut rows: BTreeMap<String, usize> = BTreeMap::new();
        for (name, label) in labels(&flows.rows, false) {
            if let Some(Some(row)) = findings.keep(frame.row(&name, &label, &whole)) {
                rows.insert(name, row);
            }
        }
        if findings.any_error() {
            return Err(findings);
        }
        let of_row = |sheet: &Sheet, i: usize| {
            let (region, sector) = &sheet.rows[i];
            let name = format!("{region}|{sector}");
            rows.get(&name).copied().ok_or_else(|| {
                let message = format!("the row `{name}` is not in {}", flows.file);
                Finding::error("LP-N017", Place::whole(&sheet.file), message)
                    .nearest(&name, rows.keys().map(String::as_str))
            })
        };
        if let Some(output) = &self.output {
            for i in 0..output.rows.len() {
                if let Some(row) = findings.keep(of_row(output, i)) {
                    frame.set_output(row, output.values[i * output.columns.len()]);
                }
            }
        }
        // Columns of final demand stand behind those of flows.
        for (sheet, first) in [(flows, 0), (demand, flows.columns.len())] {
            let width = sheet.columns.len();
            for i in 0..sheet.rows.len() {
                if let Some(row) = findings.keep(of_row(sheet, i)) {
                    let cells = &sheet.values[i * width..(i + 1) * width];
                    for (k, value) in cells.iter().enumerate() {
                        frame.put(row, first + k, *value);
                    }
                }
            }
        }
        findings.or_value(frame)
    }
}

/// Columns or rows of a sheet by a name of their own and their meaning.
fn labels(pairs: &[(String, String)], demand: bool) -> Vec<(String, Label)> {
    let label = |(region, name): &(String, String)| {
        let (region, name) = (region.clone(), name.clone());
        let raw = format!("{region}|{name}");
        if demand {
            (format!("Y {raw}"), Label::Final { region, category: name })
        } else {
            (raw, Label::Industry { region, sector: name })
        }
    };
    pairs.iter().map(label).collect()
}

/// Reads the folder or archive.
///
/// # Errors
/// Findings with line and column for labels and numbers that are wrong.
pub(super) fn read(archive: &mut Archive) -> Result<Mrio, Findings> {
    let sheets = Sheets::read(archive)?;
    let mut frame = sheets.frame()?;
    if sheets.coefficients {
        frame.scale()?;
    }
    let meta = Meta::read(archive)?;
    let unit = unit(archive).or_else(|| sheets.demand.unit.clone());
    let Sheets { file, digest, old, .. } = sheets;
    frame.finish(Origin {
        name: match old {
            true => format!("EXIOBASE, {file}"),
            false => meta.name.unwrap_or_else(|| format!("pymrio folder, {file}")),
        },
        unit: unit.unwrap_or_else(|| "money".to_owned()),
        digest: Some(digest),
        attribution: meta.attribution,
        licence: meta.licence,
    })
}

/// What `metadata.json` says of where a table is from.
#[derive(Debug, Default)]
struct Meta {
    name: Option<String>,
    attribution: String,
    licence: String,
}

/// How a table of ours marks its terms among pymrio's notes on a table's history.
const ATTRIBUTION: &str = "attribution: ";
const LICENCE: &str = "licence: ";

impl Meta {
    fn read(archive: &mut Archive) -> Result<Self, Finding> {
        let unknown =
            Self { attribution: "see metadata.json of the folder".to_owned(), ..Self::default() };
        let Some(file) = archive.find("metadata.json") else { return Ok(unknown) };
        let text = Text::from_bytes(&file, &archive.bytes(&file)?)?;
        // The file is for people: what is not an object in pymrio's form says nothing.
        let Ok(json) = serde_json::from_str::<serde_json::Value>(text.body()) else {
            return Ok(unknown);
        };
        let word = |key: &str| json.get(key).and_then(|value| value.as_str());
        let history = json.get("history").and_then(|value| value.as_array());
        let notes: Vec<&str> =
            history.into_iter().flatten().filter_map(|note| note.as_str()).collect();
        let noted = |mark: &str| {
            notes.iter().find_map(|note| note.split_once(mark)).map(|(_, rest)| rest.to_owned())
        };
        let stated = [word("description"), word("name")].into_iter().flatten().collect::<String>();
        // A folder of ours states its terms itself, or none.
        let exiobase = stated.to_uppercase().contains("EXIO") && noted(ATTRIBUTION).is_none();
        Ok(Self {
            name: noted(ATTRIBUTION).and(word("name")).map(str::to_owned),
            attribution: noted(ATTRIBUTION).unwrap_or(if exiobase {
                "EXIOBASE consortium".to_owned()
            } else {
                unknown.attribution
            }),
            licence: noted(LICENCE).unwrap_or(if exiobase {
                "EXIOBASE 3: CC BY-SA 4.0".to_owned()
            } else {
                String::new()
            }),
        })
    }
}

/// The unit all industries share, when `unit.txt` says so.
fn unit(archive: &mut Archive) -> Option<String> {
    let mut units: Vec<String> = if let Some(file) = archive.find("unit.txt") {
        let body = String::from_utf8(archive.bytes(&file).ok()?).ok()?;
        let unit = |line: &str| line.split('\t').nth(2).map(|unit| unit.trim().to_owned());
        body.lines().skip(1).filter_map(unit).collect()
    } else {
        let file = archive.find("unit.parquet")?;
        let bytes = archive.bytes(&file).ok()?;
        Columns::parse(&file, Bytes::from(bytes), ROWS).ok()?.text("unit").ok()?.to_vec()
    };
    units.sort_unstable();
    units.dedup();
    (units.len() == 1).then(|| units.swap_remove(0))
}

/// A number with all its digits and no run of zeros: pandas, which pymrio reads with, counts zeros after
/// the point among the digits it can hold.
struct Figure(f64);

impl std::fmt::Display for Figure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self(value) = self;
        if *value != 0.0 && value.abs() < 1e-4 {
            write!(f, "{value:e}")
        } else {
            write!(f, "{value}")
        }
    }
}

/// Writes `table` as a folder that pymrio loads (`pymrio.load`).
///
/// # Errors
/// `LP-N009` when the folder cannot be written.
pub fn write(table: &Mrio, dir: &std::path::Path) -> Result<(), Finding> {
    use std::io::Write;
    let failed = |error: std::io::Error| {
        let message = format!("cannot be written: {error}");
        Finding::error("LP-N009", Place::whole("table folder"), message)
    };
    std::fs::create_dir_all(dir).map_err(failed)?;
    let create = |name: &str| {
        std::fs::File::create(dir.join(name)).map(std::io::BufWriter::new).map_err(failed)
    };
    let industries: Vec<(&str, &str)> = (table.regions().iter())
        .flat_map(|r| table.sectors().iter().map(move |s| (r.as_str(), s.as_str())))
        .collect();
    let demand: Vec<(&str, &str)> = (table.regions().iter())
        .flat_map(|r| table.categories().iter().map(move |c| (r.as_str(), c.as_str())))
        .collect();
    for (name, level, columns, values) in
        [("Z.txt", "sector", &industries, table.z()), ("Y.txt", "category", &demand, table.y())]
    {
        let mut out = create(name)?;
        let mut body = || -> std::io::Result<()> {
            let line = |cells: &mut dyn Iterator<Item = &str>| cells.collect::<Vec<_>>().join("\t");
            writeln!(out, "region\t\t{}", line(&mut columns.iter().map(|c| c.0)))?;
            writeln!(out, "{level}\t\t{}", line(&mut columns.iter().map(|c| c.1)))?;
            writeln!(out, "region\tsector{}", "\t".repeat(columns.len()))?;
            for ((region, sector), row) in
                industries.iter().zip(values.chunks(columns.len().max(1)))
            {
                write!(out, "{region}\t{sector}")?;
                for value in row {
                    write!(out, "\t{}", Figure(*value))?;
                }
                writeln!(out)?;
            }
            out.flush()
        };
        body().map_err(failed)?;
    }
    let mut out = create("x.txt")?;
    let mut units = create("unit.txt")?;
    let mut body = || -> std::io::Result<()> {
        writeln!(out, "region\tsector\tindout")?;
        writeln!(units, "region\tsector\tunit")?;
        for ((region, sector), x) in industries.iter().zip(table.x()) {
            writeln!(out, "{region}\t{sector}\t{}", Figure(*x))?;
            writeln!(units, "{region}\t{sector}\t{}", table.origin().unit)?;
        }
        out.flush()?;
        units.flush()
    };
    body().map_err(failed)?;
    let entry = |name: &str, index: &str, header: &str| serde_json::json!({"name": format!("{name}.txt"), "nr_index_col": index, "nr_header": header});
    let parameters = serde_json::json!({
        "systemtype": "IOSystem",
        "files": {
            "Z": entry("Z", "2", "2"),
            "Y": entry("Y", "2", "2"),
            "x": entry("x", "2", "1"),
            "unit": entry("unit", "2", "1"),
        }
    });
    std::fs::write(dir.join("file_parameters.json"), format!("{parameters:#}\n"))
        .map_err(failed)?;
    let origin = table.origin();
    let mut history = vec![format!("linchpin - NOTE - {ATTRIBUTION}{}", origin.attribution)];
    if !origin.licence.is_empty() {
        history.push(format!("linchpin - NOTE - {LICENCE}{}", origin.licence));
    }
    let digest = origin.digest.as_ref().map(|digest| format!("; SHA-256 of the source {digest}"));
    let meta = serde_json::json!({
        "description": format!("{}{}", origin.name, digest.unwrap_or_default()),
        "name": origin.name,
        "system": "IxI",
        "version": "",
        "history": history,
    });
    std::fs::write(dir.join("metadata.json"), format!("{meta:#}\n")).map_err(failed)
}
