//! One door for every layout: looks at what a path holds and calls its reader.
//!
//! In comes a path and, if the user wants, the layout; out comes the table.

use super::archive::Archive;
use super::bundled::BuiltIn;
use super::flat::{Publisher, Split};
use super::{Mrio, eora, flat, gloria, long, native, pymrio, wiod, workbook};
use linchpin_units::{Finding, Findings, Place};
use std::path::Path;

/// A published layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Our own folder: `table.json`, `z.parquet`, `y.parquet`.
    Native,
    /// OECD ICIO in CSV, in or out of a zip archive.
    Oecd,
    /// Eurostat FIGARO in CSV.
    Figaro,
    /// A folder saved by pymrio, or an EXIOBASE 3 archive.
    Pymrio,
    /// One flow a line: our own labelled CSV, or FIGARO's flat files.
    Long,
    /// GLORIA number blocks with their workbook of labels.
    Gloria,
    /// Eora26 text blocks.
    Eora,
    /// WIOD or ADB workbook.
    Workbook,
    /// WIOD 2013 in the Parquet extract of the shared data.
    WiodParquet,
}

/// How to read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// Layout; none to look.
    pub layout: Option<Layout>,
    /// File inside an archive that holds several tables.
    pub member: Option<String>,
    /// What to do with split countries.
    pub split: Split,
}

/// Reads the table at `path`, or the built-in one of that name.
///
/// # Errors
/// `LP-N034` when the layout is not recognised, `LP-N035` when an archive holds several tables;
/// what the reader finds.
pub fn import(path: &Path, choices: &Choices) -> Result<Mrio, Findings> {
    if let Some(table) = BuiltIn::named(path).filter(|_| choices.layout.is_none()) {
        return table.table();
    }
    let mut archive = Archive::open(path)?;
    let names = archive.names();
    let layout = choices.layout.or_else(|| recognise(&names));
    let shown = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let layout = match layout {
        Some(Layout::Figaro | Layout::Oecd) if choices.layout.is_none() => {
            let member = member(&names, choices, &shown)?;
            if long::is_long(&mut archive, &member)? { Some(Layout::Long) } else { layout }
        }
        other => other,
    };
    match layout {
        Some(Layout::Native) => native::read(path),
        Some(Layout::WiodParquet) => wiod::read(path),
        Some(Layout::Pymrio) => pymrio::read(&mut archive),
        Some(Layout::Eora) => eora::read(&mut archive),
        Some(Layout::Gloria) => gloria::read(path),
        Some(Layout::Long) => {
            let member = member(&names, choices, &shown)?;
            long::read(&mut archive, &member)
        }
        Some(Layout::Workbook) => workbook::read(path),
        Some(Layout::Oecd) => {
            let member = member(&names, choices, &shown)?;
            flat::read(&mut archive, &member, Publisher::Oecd, choices.split)
        }
        Some(Layout::Figaro) => {
            let member = member(&names, choices, &shown)?;
            flat::read(&mut archive, &member, Publisher::Figaro, choices.split)
        }
        None => Err(Finding::error(
            "LP-N034",
            Place::whole(&shown),
            "the layout is not recognised",
        )
        .expected(
            "OECD ICIO, FIGARO, WIOD, ADB, EXIOBASE, pymrio, Eora26, GLORIA, a labelled CSV \
                     or our own",
        )
        .help("say which it is with --layout")
        .into()),
    }
}

fn recognise(names: &[String]) -> Option<Layout> {
    let has =
        |end: &str| names.iter().any(|name| name == end || name.ends_with(&format!("/{end}")));
    let ends = |end: &str| names.iter().any(|name| name.to_lowercase().ends_with(end));
    let starts = |start: &str| {
        let own = |name: &String| name.rsplit('/').next().unwrap_or(name).to_lowercase();
        names.iter().any(|name| own(name).starts_with(start))
    };
    if has("table.json") {
        Some(Layout::Native)
    } else if has("cells_2011.csv") {
        Some(Layout::WiodParquet)
    } else if ends("labels_t.txt") {
        Some(Layout::Eora)
    } else if has("Z.txt")
        || has("A.txt")
        || has("Z.parquet")
        || has("file_parameters.json")
        || starts("mriot")
    {
        Some(Layout::Pymrio)
    } else if starts("gloria_") {
        Some(Layout::Gloria)
    } else if ends(".xlsx") || ends(".xlsb") {
        Some(Layout::Workbook)
    } else if names.iter().any(|name| name.contains("eu-ic-io")) {
        Some(Layout::Figaro)
    } else if ends(".csv") {
        Some(Layout::Oecd)
    } else {
        None
    }
}

fn member(names: &[String], choices: &Choices, shown: &str) -> Result<String, Finding> {
    let tables: Vec<&String> =
        names.iter().filter(|name| name.to_lowercase().ends_with(".csv")).collect();
    match (&choices.member, tables.as_slice()) {
        (Some(wanted), _) => names.iter().find(|name| *name == wanted).cloned().ok_or_else(|| {
            Finding::error("LP-N035", Place::whole(shown), format!("there is no `{wanted}` in it"))
                .nearest(wanted, names.iter().map(String::as_str))
        }),
        (None, [only]) => Ok((*only).clone()),
        (None, several) => {
            let listed: Vec<&str> = several.iter().take(10).map(|name| name.as_str()).collect();
            let message = format!("it holds {} tables", several.len());
            Err(Finding::error("LP-N035", Place::whole(shown), message)
                .expected(listed.join(", "))
                .help("choose one with --member"))
        }
    }
}
