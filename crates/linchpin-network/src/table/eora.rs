//! Eora26: number blocks without labels, and label files beside them.
//!
//! In come `Eora26_YYYY_bp_T.txt`, `…_FD.txt`, `labels_T.txt`, `labels_FD.txt`, tab-separated; out
//! comes the table. The rest of the world has a single sector; the others get zeros for it.

use super::archive::Archive;
use super::frame::{Frame, Label, number};
use super::{Mrio, Origin};
use linchpin_units::{Digest, Finding, Findings, Place, Text};

/// Reads the folder or archive.
///
/// # Errors
/// Findings with line and column for labels and numbers that are wrong.
pub(super) fn read(archive: &mut Archive) -> Result<Mrio, Findings> {
    let ends = |archive: &Archive, end: &str| {
        let mut names = archive.names();
        names.retain(|name| name.ends_with(end));
        names.into_iter().next().ok_or_else(|| {
            Finding::error(
                "LP-N009",
                Place::whole("table folder"),
                format!("there is no file …{end}"),
            )
            .expected("Eora26_YYYY_bp_T.txt, …_FD.txt, labels_T.txt and labels_FD.txt")
        })
    };
    let industries = labels(archive, &ends(archive, "labels_T.txt")?, false)?;
    let demand = labels(archive, &ends(archive, "labels_FD.txt")?, true)?;
    let mut columns = industries.clone();
    columns.extend(demand);
    let flows = ends(archive, "_T.txt")?;
    let flows = if flows.ends_with("labels_T.txt") { ends(archive, "bp_T.txt")? } else { flows };
    let mut frame = Frame::new(&flows, &columns)?;
    let mut findings = Findings::default();
    let mut rows = Vec::with_capacity(industries.len());
    for (name, label) in &industries {
        rows.extend(findings.keep(frame.row(name, label, &|| Place::whole(&flows))).flatten());
    }
    if findings.any_error() {
        return Err(findings);
    }
    let digest = block(archive, &flows, &rows, 0, industries.len(), &mut frame)?;
    let finals = ends(archive, "bp_FD.txt")?;
    block(archive, &finals, &rows, industries.len(), columns.len() - industries.len(), &mut frame)?;
    frame.finish(Origin {
        name: format!("Eora26, {flows}"),
        unit: "USD_thousand".to_owned(),
        digest: Some(digest),
        attribution: "Lenzen et al. (2012, 2013), Eora; its own terms apply".to_owned(),
        licence: "Eora: own terms; commercial use needs a licence".to_owned(),
    })
}

fn labels(
    archive: &mut Archive,
    file: &str,
    demand: bool,
) -> Result<Vec<(String, Label)>, Findings> {
    let text = Text::from_bytes(file, &archive.bytes(file)?)?;
    let mut found = Vec::new();
    for line in text.body().lines().filter(|line| !line.trim().is_empty()) {
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        let [_, region, _, name, ..] = cells.as_slice() else {
            let start = line.as_ptr() as usize - text.body().as_ptr() as usize;
            let place = text.place(start..start + line.len());
            let message = format!("the line has {} cells", cells.len());
            return Err(Finding::error("LP-N005", place, message)
                .expected("country, code, kind and name, tab-separated")
                .into());
        };
        let (region, name) = ((*region).to_owned(), (*name).to_owned());
        let raw = format!("{region}|{name}");
        found.push(if demand {
            (format!("FD {raw}"), Label::Final { region, category: name })
        } else {
            (raw, Label::Industry { region, sector: name })
        });
    }
    Ok(found)
}

/// Reads a block of `rows.len()` lines and `width` cells into columns from `first`.
fn block(
    archive: &mut Archive,
    file: &str,
    rows: &[usize],
    first: usize,
    width: usize,
    frame: &mut Frame,
) -> Result<Digest, Findings> {
    let bytes = archive.bytes(file)?;
    let digest = Digest::of(&bytes);
    let text = Text::from_bytes(file, &bytes)?;
    let mut findings = Findings::default();
    let lines: Vec<&str> = text.body().lines().filter(|line| !line.trim().is_empty()).collect();
    if lines.len() != rows.len() {
        let message = format!("{} lines for {} labels", lines.len(), rows.len());
        return Err(Finding::error("LP-N001", Place::whole(file), message).into());
    }
    for (line, row) in lines.iter().zip(rows) {
        let mut at = line.as_ptr() as usize - text.body().as_ptr() as usize;
        let mut count = 0;
        for (k, cell) in line.trim_end_matches(['\r', '\t']).split('\t').enumerate() {
            let span = at..at + cell.len();
            at += cell.len() + 1;
            count += 1;
            let place = || {
                let place = text.place(span.clone());
                Place { snippet: place.snippet.chars().take(80).collect(), ..place }
            };
            if k < width
                && let Some(value) = findings.keep(number(cell, &place))
            {
                frame.put(*row, first + k, value);
            }
        }
        if count != width {
            let message = format!("a line has {count} cells instead of {width}");
            findings.push(Finding::error("LP-N005", Place::whole(file), message));
        }
        if findings.iter().len() >= 20 {
            break;
        }
    }
    findings.or_value(digest)
}
