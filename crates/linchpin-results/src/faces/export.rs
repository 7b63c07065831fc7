//! Plain rows out as CSV or Parquet: the facts of a world, for other tools.
//!
//! In come column names and rows of text cells; a column whose every filled cell is a number becomes a
//! number column. Files are written whole or not at all.

use crate::store::error::StoreError;
use crate::store::folder::put;
use crate::store::table::{Cell, Kind, Table};
use std::path::{Path, PathBuf};

/// Rows on their way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    /// File name without ending.
    pub name: &'static str,
    /// Column names.
    pub columns: Vec<&'static str>,
    /// Cells as text; empty cells are empty.
    pub rows: Vec<Vec<String>>,
}

impl Rows {
    /// The rows as a typed table.
    ///
    /// # Panics
    /// When a row has more or fewer cells than there are columns: a programming error.
    #[must_use]
    pub fn table(&self) -> Table {
        let form = self.form();
        let mut table = Table::new(self.name, &form);
        for row in &self.rows {
            let cells =
                row.iter().zip(&form).map(|(text, (_, kind))| match (text.as_str(), kind) {
                    ("", _) => Cell::Empty,
                    (text, Kind::Number) => number(text).into(),
                    (text, _) => Cell::Text(text),
                });
            table.push(&cells.collect::<Vec<_>>());
        }
        table
    }

    /// Columns with their kinds: what reads the written table back.
    #[must_use]
    pub fn form(&self) -> Vec<(&'static str, Kind)> {
        self.columns.iter().enumerate().map(|(at, name)| (*name, self.kind(at))).collect()
    }

    fn kind(&self, column: usize) -> Kind {
        let mut filled =
            self.rows.iter().filter_map(|row| row.get(column)).filter(|c| !c.is_empty());
        // A column with nothing in it stays text.
        let any = filled.clone().next().is_some();
        if any && filled.all(|cell| number(cell).is_some()) { Kind::Number } else { Kind::Text }
    }
}

fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

/// Writes each set of rows as `<name>.csv` and `<name>.parquet` into `folder` and gives the paths.
///
/// # Errors
/// [`StoreError`] when the disk refuses.
pub fn export(folder: &Path, all: &[Rows], digest: &str) -> Result<Vec<PathBuf>, StoreError> {
    std::fs::create_dir_all(folder).map_err(|error| StoreError::io(folder, error))?;
    let mut paths = Vec::with_capacity(2 * all.len());
    for rows in all {
        let table = rows.table();
        for ending in ["csv", "parquet"] {
            let path = folder.join(format!("{}.{ending}", rows.name));
            match ending {
                "csv" => put(&path, table.to_csv().as_bytes())?,
                _ => put(&path, &table.parquet(&[("linchpin.world", digest)])?)?,
            }
            paths.push(path);
        }
    }
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Rows {
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let rows = vec![row(["site:a", "1.50", ""]), row(["say \"b\"", "", "x,y"])];
        Rows { name: "facts", columns: vec!["subject", "value", "note"], rows }
    }

    #[test]
    fn numbers_become_numbers_and_text_stays_text() {
        let folder = tempfile::tempdir().expect("a folder");
        let paths = export(folder.path(), &[facts()], "d").expect("written");
        assert_eq!(paths.len(), 2);
        let csv = std::fs::read_to_string(&paths[0]).expect("a file");
        assert_eq!(csv, "subject,value,note\nsite:a,1.5,\n\"say \"\"b\"\"\",,\"x,y\"\n");
        let form = [("subject", Kind::Text), ("value", Kind::Number), ("note", Kind::Text)];
        let back = Table::new("facts", &form)
            .parse("facts.parquet", std::fs::read(&paths[1]).expect("a file"))
            .expect("read");
        assert_eq!(back.number("value", 0), Some(1.5));
        assert_eq!(back.digest(), facts().table().digest());
    }
}
