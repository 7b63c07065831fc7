//! Rows added to the tables of a world package.
//!
//! In: the folder of a package and cells by column; out: the tables with one row more at their end, every byte
//! that stood there unchanged, in the file's own order of columns. Nothing is written before
//! [`Package::write`].

use super::Added;
use linchpin_evidence::accept::Ground;
use linchpin_results::store::put;
use linchpin_units::{Digest, Finding, Findings, Place, Text};
use linchpin_world::{Quantity, World};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// The descriptor, which no row changes: its lock keeps two writers apart.
const DESCRIPTOR: &str = "datapackage.json";
/// The file with the same task where a locked file cannot be read, as on Windows: it holds nothing.
const BESIDE: &str = ".lock";
const SOURCES: &str = "sources.csv";
const QUOTES: &str = "quotes.csv";

/// A package with rows to be added.
#[derive(Debug)]
pub(super) struct Package {
    root: PathBuf,
    /// Held until the package is dropped.
    _lock: File,
    texts: BTreeMap<String, String>,
    added: Vec<Added>,
}

/// Keeps other writers away until the file is dropped: a lock on the descriptor, or beside it.
fn locked(root: &Path, descriptor: File) -> std::io::Result<File> {
    let file = match cfg!(windows) {
        true => File::options().write(true).create(true).truncate(false).open(root.join(BESIDE))?,
        false => descriptor,
    };
    file.lock()?;
    Ok(file)
}

impl Package {
    pub(super) fn open(root: &Path) -> Result<Self, Findings> {
        let path = root.join(DESCRIPTOR);
        let lock = File::open(&path).and_then(|file| locked(root, file));
        let lock = lock.map_err(|error| {
            Finding::error("LP-W029", Place::whole(&path.display().to_string()), error.to_string())
                .expected("a folder with a world package")
                .help("give --world with a copy of `worlds/memory` of your own")
        })?;
        let (texts, added) = (BTreeMap::new(), Vec::new());
        Ok(Self { root: root.to_owned(), _lock: lock, texts, added })
    }

    pub(super) fn into_rows(self) -> Vec<Added> {
        self.added
    }

    /// The id of the source with the document's digest, which is added where there is none.
    pub(super) fn source(&mut self, ground: &Ground) -> Result<String, Findings> {
        let document = &ground.document;
        let table = self.table(SOURCES)?;
        if let Some((line, row)) = table.find(&[("sha256", document.id.as_str())]) {
            let id = row.get("id").cloned().unwrap_or_default();
            self.known(SOURCES, line, &table);
            return Ok(id);
        }
        let title = match &document.meta.title {
            Some(title) => title.value.clone(),
            None => document.meta.file.clone(),
        };
        let mut id = format!("doc:{}", slug(&title, &document.id));
        if table.find(&[("id", &id)]).is_some() {
            id = format!("{id}-{}", document.id.short());
        }
        let text =
            |known: Option<String>, unknown: &str| known.unwrap_or_else(|| unknown.to_owned());
        let meta = &document.meta;
        let cells = BTreeMap::from([
            ("id", id.clone()),
            (
                "outlet",
                text(meta.outlet.as_ref().map(|known| known.value.clone()), "outlet not recorded"),
            ),
            ("title", title),
            ("published", text(meta.published.as_ref().map(|known| known.value.to_string()), "")),
            ("url", text(meta.url.as_ref().map(|known| known.value.clone()), "")),
            ("sha256", document.id.to_string()),
            ("licence", "cited, not reproduced".to_owned()),
            ("note", String::new()),
        ]);
        self.append(SOURCES, &table, &cells);
        Ok(id)
    }

    /// Adds a fact to the file that holds others of its quantity, else to the first.
    pub(super) fn fact(
        &mut self,
        quantity: Quantity,
        cells: &BTreeMap<&str, String>,
    ) -> Result<(), Findings> {
        let mut files: Vec<String> = fs::read_dir(self.root.join("facts"))
            .map_err(|error| unwritable(&self.root.join("facts"), &error))?
            .flatten()
            .map(|entry| format!("facts/{}", entry.file_name().to_string_lossy()))
            .filter(|name| name.ends_with(".csv"))
            .collect();
        files.sort();
        let mut chosen = None;
        for file in files {
            let table = self.table(&file)?;
            // The same number of the same day and source, whoever accepted it.
            let same = table.find_where(|row| {
                cells.iter().all(|(column, cell)| {
                    matches!(*column, "note" | "use" | "grade" | "basis")
                        || row.get(*column) == Some(cell)
                })
            });
            if let Some((line, _)) = same {
                self.known(&file, line, &table);
                return Ok(());
            }
            let fits = table.find(&[("quantity", quantity.as_str())]).is_some();
            if fits || chosen.is_none() {
                let better = chosen.as_ref().is_none_or(|(_, _, known)| !known);
                if better {
                    chosen = Some((file, table, fits));
                }
            }
        }
        let Some((file, table, _)) = chosen else {
            return Err(missing(&self.root.join("facts/facts.csv")).into());
        };
        self.append(&file, &table, cells);
        Ok(())
    }

    /// Adds the place of a fact's words.
    pub(super) fn quote(&mut self, cells: &BTreeMap<&str, String>) -> Result<(), Findings> {
        let table = self.table(QUOTES)?;
        let same = table
            .find_where(|row| cells.iter().all(|(column, cell)| row.get(*column) == Some(cell)));
        match same {
            Some((line, _)) => self.known(QUOTES, line, &table),
            None => self.append(QUOTES, &table, cells),
        }
        Ok(())
    }

    /// Reads the world as it would be, and refuses what is unsound.
    pub(super) fn check(&self) -> Result<(), Findings> {
        World::load_with(&self.root, &self.texts).map(|_| ())
    }

    /// Writes every changed file whole, source before fact before quote.
    pub(super) fn write(&self) -> Result<(), Findings> {
        for added in self.added.iter().filter(|added| !added.known) {
            let Some(body) = self.texts.get(&added.file) else { continue };
            let path = self.root.join(&added.file);
            put(&path, body.as_bytes()).map_err(|error| unwritable(&path, &error))?;
        }
        Ok(())
    }

    fn table(&self, name: &str) -> Result<TableText, Findings> {
        let path = self.root.join(name);
        if !path.is_file() {
            return Err(missing(&path).into());
        }
        let bytes = fs::read(&path).map_err(|error| unwritable(&path, &error))?;
        let text = Text::from_bytes(&path.display().to_string(), &bytes)?;
        TableText::read(text)
    }

    fn known(&mut self, file: &str, line: usize, table: &TableText) {
        let row = table.text.body().lines().nth(line - 1).unwrap_or("").to_owned();
        self.added.push(Added { file: file.to_owned(), line, row, known: true });
    }

    fn append(&mut self, file: &str, table: &TableText, cells: &BTreeMap<&str, String>) {
        let row: Vec<String> = table
            .columns
            .iter()
            .map(|column| cell(cells.get(column.as_str()).map_or("", String::as_str)))
            .collect();
        let row = row.join(",");
        let body = table.text.body();
        let end = if body.contains("\r\n") { "\r\n" } else { "\n" };
        let open = if body.is_empty() || body.ends_with('\n') { "" } else { end };
        let line = body.lines().count() + 1;
        self.texts.insert(file.to_owned(), format!("{body}{open}{row}{end}"));
        self.added.push(Added { file: file.to_owned(), line, row, known: false });
    }
}

/// A table as it stands.
struct TableText {
    text: Text,
    columns: Vec<String>,
    /// Line and cells of each row.
    rows: Vec<(usize, BTreeMap<String, String>)>,
}

impl TableText {
    fn read(text: Text) -> Result<Self, Findings> {
        let header = text.body().lines().next().unwrap_or("");
        let columns: Vec<String> = header.split(',').map(|name| name.trim().to_owned()).collect();
        let names: Vec<&str> = columns.iter().map(String::as_str).collect();
        let rows = text.csv(&names)?;
        let rows = rows.iter().map(|row| {
            let cells = columns.iter().map(|column| (column.clone(), row.cell(column).to_owned()));
            let line = columns.first().map_or(0, |column| row.place(column).line);
            (usize::try_from(line).unwrap_or(0), cells.collect())
        });
        let rows = rows.collect();
        Ok(Self { text, columns, rows })
    }

    fn find_where(
        &self,
        fits: impl Fn(&BTreeMap<String, String>) -> bool,
    ) -> Option<(usize, &BTreeMap<String, String>)> {
        self.rows.iter().find(|(_, row)| fits(row)).map(|(line, row)| (*line, row))
    }

    fn find(&self, cells: &[(&str, &str)]) -> Option<(usize, BTreeMap<String, String>)> {
        let fits = |row: &BTreeMap<String, String>| {
            cells.iter().all(|(column, cell)| row.get(*column).is_some_and(|own| own == cell))
        };
        self.find_where(fits).map(|(line, row)| (line, row.clone()))
    }
}

/// A cell as CSV: in quotes where it holds a comma, a quote or a line break.
fn cell(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text.to_owned()
}

/// A short name for a source: letters and figures of its title, else of its digest.
fn slug(title: &str, id: &Digest) -> String {
    let plain: String = title
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
        .collect();
    let words: Vec<&str> = plain.split_whitespace().take(6).collect();
    if words.is_empty() { id.short().to_owned() } else { words.join("-") }
}

fn missing(path: &Path) -> Finding {
    let place = Place::whole(&path.display().to_string());
    Finding::error("LP-W001", place, "the table is missing".to_owned())
        .expected("every table of the package")
        .help("add it with its header line, and list it in datapackage.json")
}

fn unwritable(path: &Path, error: &dyn std::error::Error) -> Finding {
    Finding::error("LP-S021", Place::whole(&path.display().to_string()), error.to_string())
        .expected("a world package that can be written")
        .help("copy the package to a folder of your own")
}
