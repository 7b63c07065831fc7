//! Folders saved by pymrio, and EXIOBASE 3 archives, which have the same layout.
//!
//! In come `Z.txt` (or `A.txt` and `x.txt`) and `Y.txt`: tab-separated, two header lines of labels,
//! two index columns; `file_parameters.json` may say otherwise. Out comes the table.

use super::archive::Archive;
use super::frame::{Frame, Label, number};
use super::{Mrio, Origin};
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

/// A labelled matrix as text.
struct Sheet {
    file: String,
    columns: Vec<(String, String)>,
    rows: Vec<(String, String)>,
    values: Vec<f64>,
}

/// Reads the folder or archive.
///
/// # Errors
/// Findings with line and column for labels and numbers that are wrong.
pub(super) fn read(archive: &mut Archive) -> Result<Mrio, Findings> {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    if let Some(file) = archive.find("file_parameters.json") {
        let text = Text::from_bytes(&file, &archive.bytes(&file)?)?;
        let parameters: Parameters = serde_json::from_str(text.body())
            .map_err(|error| Finding::error("LP-N010", Place::whole(&file), error.to_string()))?;
        names.extend(parameters.files.into_iter().map(|(key, file)| (key, file.name)));
    }
    let find = |archive: &Archive, key: &str| {
        let name = names.get(key).cloned().unwrap_or_else(|| format!("{key}.txt"));
        archive.find(&name)
    };
    let missing = |what: &str| {
        Finding::error("LP-N009", Place::whole("table folder"), format!("there is no {what}"))
            .expected("Z.txt (or A.txt and x.txt) and Y.txt, as pymrio saves them")
    };
    let z = find(archive, "Z");
    let a = find(archive, "A").filter(|_| z.is_none());
    let file = z.or_else(|| a.clone()).ok_or_else(|| missing("Z.txt"))?;
    let (flows, digest) = sheet(archive, &file)?;
    let demand_file = find(archive, "Y").ok_or_else(|| missing("Y.txt"))?;
    let (demand, _) = sheet(archive, &demand_file)?;
    let output = match find(archive, "x") {
        Some(file) => Some(sheet(archive, &file)?.0),
        None => None,
    };
    if a.is_some() && output.is_none() {
        return Err(missing("x.txt beside A.txt").into());
    }
    let labels = |pairs: &[(String, String)], demand: bool| -> Vec<(String, Label)> {
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
    };
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
    let mut scale: BTreeMap<usize, f64> = BTreeMap::new();
    if let Some(output) = &output {
        for i in 0..output.rows.len() {
            if let Some(row) = findings.keep(of_row(output, i)) {
                frame.set_output(row, output.values[i * output.columns.len()]);
                scale.insert(row, output.values[i * output.columns.len()]);
            }
        }
    }
    let width = flows.columns.len();
    for i in 0..flows.rows.len() {
        if let Some(row) = findings.keep(of_row(&flows, i)) {
            for (j, value) in flows.values[i * width..(i + 1) * width].iter().enumerate() {
                let factor = match frame.columns[j] {
                    super::frame::Column::Z(f) if a.is_some() => {
                        scale.get(&f).copied().unwrap_or(0.0)
                    }
                    _ => 1.0,
                };
                frame.put(row, j, value * factor);
            }
        }
    }
    for i in 0..demand.rows.len() {
        if let Some(row) = findings.keep(of_row(&demand, i)) {
            let cells = &demand.values[i * demand.columns.len()..(i + 1) * demand.columns.len()];
            for (k, value) in cells.iter().enumerate() {
                frame.put(row, width + k, *value);
            }
        }
    }
    if findings.any_error() {
        return Err(findings);
    }
    frame.finish(Origin {
        name: format!("pymrio folder, {file}"),
        unit: unit(archive).unwrap_or_else(|| "money".to_owned()),
        digest: Some(digest),
        attribution: "see metadata.json of the folder".to_owned(),
    })
}

/// The unit all industries share, when `unit.txt` says so.
fn unit(archive: &mut Archive) -> Option<String> {
    let file = archive.find("unit.txt")?;
    let bytes = archive.bytes(&file).ok()?;
    let body = String::from_utf8(bytes).ok()?;
    let mut units: Vec<&str> =
        body.lines().skip(1).filter_map(|line| line.split('\t').nth(2)).collect();
    units.sort_unstable();
    units.dedup();
    (units.len() == 1).then(|| units[0].trim().to_owned())
}

fn sheet(archive: &mut Archive, file: &str) -> Result<(Sheet, Digest), Findings> {
    let bytes = archive.bytes(file)?;
    let digest = Digest::of(&bytes);
    let text = Text::from_bytes(file, &bytes)?;
    drop(bytes);
    let body = text.body();
    let mut findings = Findings::default();
    let mut lines = body.split('\n').map(|line| line.trim_end_matches('\r'));
    let first: Vec<&str> = lines.next().unwrap_or("").split('\t').collect();
    // One header line and named columns: a vector such as x.txt.
    let vector = first.first() == Some(&"region") && first.get(1) == Some(&"sector");
    let mut sheet = Sheet { file: file.to_owned(), columns: vec![], rows: vec![], values: vec![] };
    if vector {
        sheet.columns =
            first.iter().skip(2).map(|name| (String::new(), (*name).to_owned())).collect();
    } else {
        let second: Vec<&str> = lines.next().unwrap_or("").split('\t').collect();
        if second.len() != first.len() {
            let message = format!("header lines of {} and {} cells", first.len(), second.len());
            return Err(Finding::error("LP-N005", Place::whole(file), message).into());
        }
        let pairs = first.iter().zip(&second).skip(2);
        sheet.columns = pairs.map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    }
    let width = sheet.columns.len();
    for line in lines.filter(|line| !line.trim().is_empty()) {
        let start = line.as_ptr() as usize - body.as_ptr() as usize;
        let mut at = start;
        let mut labels = [""; 2];
        let before = sheet.values.len();
        let mut count = 0;
        for (k, cell) in line.split('\t').enumerate() {
            let span = at..at + cell.len();
            at += cell.len() + 1;
            count += 1;
            if k < 2 {
                labels[k] = cell.trim();
            } else if !(cell.is_empty() && labels == ["region", "sector"]) {
                let place = || {
                    let place = text.place(span.clone());
                    Place { snippet: place.snippet.chars().take(80).collect(), ..place }
                };
                sheet.values.push(findings.keep(number(cell, &place)).unwrap_or(0.0));
            }
        }
        if labels == ["region", "sector"] && sheet.values.len() == before {
            continue; // The line with the names of the index columns.
        }
        if count != width + 2 || findings.iter().len() >= 20 {
            if count != width + 2 {
                let place = text.place(start..start + labels[0].len());
                let place = Place { snippet: place.snippet.chars().take(80).collect(), ..place };
                let message = format!("the line has {count} cells, the header {}", width + 2);
                findings.push(Finding::error("LP-N005", place, message));
            }
            return Err(findings);
        }
        sheet.rows.push((labels[0].to_owned(), labels[1].to_owned()));
    }
    findings.or_value((sheet, digest))
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
    std::fs::write(dir.join("file_parameters.json"), format!("{parameters:#}\n")).map_err(failed)
}
