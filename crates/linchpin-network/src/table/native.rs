//! Our own layout: a folder with `table.json` (labels, output, origin) and the flows in Parquet.
//!
//! In comes a table; out comes a folder that reads back to the same bits. Flows are sparse rows
//! `row, column, value`, so that a table of integers and zeros stays small.

use super::columns::Columns;
use super::{Cells, Mrio, Origin};
use crate::limits;
use arrow_array::{ArrayRef, Float64Array, RecordBatch, UInt32Array};
use bytes::Bytes;
use linchpin_units::{Finding, Findings, Place, Text};
use parquet::arrow::ArrowWriter;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    regions: Vec<String>,
    sectors: Vec<String>,
    categories: Vec<String>,
    output: Vec<f64>,
    origin: Origin,
}

fn failed(file: &str, error: &dyn std::fmt::Display) -> Finding {
    Finding::error("LP-N009", Place::whole(file), format!("cannot be read or written: {error}"))
        .expected("a folder with table.json, z.parquet and y.parquet")
}

/// Writes `table` into the folder `dir`, which is made if need be.
///
/// # Errors
/// `LP-N009` when the folder cannot be written.
pub fn write(table: &Mrio, dir: &Path) -> Result<(), Finding> {
    std::fs::create_dir_all(dir).map_err(|error| failed("table folder", &error))?;
    let header = Header {
        regions: table.regions().to_vec(),
        sectors: table.sectors().to_vec(),
        categories: table.categories().to_vec(),
        output: table.x().to_vec(),
        origin: table.origin().clone(),
    };
    let json = serde_json::to_string_pretty(&header).map_err(|e| failed("table.json", &e))?;
    std::fs::write(dir.join("table.json"), json).map_err(|e| failed("table.json", &e))?;
    let width = table.regions().len() * table.categories().len();
    write_flows(&dir.join("z.parquet"), table.z(), table.industries())?;
    write_flows(&dir.join("y.parquet"), table.y(), width)
}

fn write_flows(path: &Path, values: &[f64], width: usize) -> Result<(), Finding> {
    let file = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let cells = || values.iter().enumerate().filter(|(_, value)| **value != 0.0);
    let at = |position: usize| u32::try_from(position).unwrap_or(u32::MAX);
    let column = |array| Arc::new(array) as ArrayRef;
    let rows: UInt32Array = cells().map(|(i, _)| at(i / width)).collect::<Vec<_>>().into();
    let columns: UInt32Array = cells().map(|(i, _)| at(i % width)).collect::<Vec<_>>().into();
    let values: Float64Array = cells().map(|(_, value)| *value).collect::<Vec<_>>().into();
    let batch = RecordBatch::try_from_iter([
        ("row", column(rows)),
        ("column", column(columns)),
        ("value", Arc::new(values) as ArrayRef),
    ]);
    let batch = batch.map_err(|error| failed(&file, &error))?;
    let open = File::create(path).map_err(|error| failed(&file, &error))?;
    let mut writer =
        ArrowWriter::try_new(open, batch.schema(), None).map_err(|e| failed(&file, &e))?;
    writer.write(&batch).map_err(|error| failed(&file, &error))?;
    writer.close().map_err(|error| failed(&file, &error))?;
    Ok(())
}

/// Reads a folder.
///
/// # Errors
/// Findings when a file is missing or damaged, and what [`Mrio::new`] refuses.
pub fn read(dir: &Path) -> Result<Mrio, Findings> {
    let bytes = std::fs::read(dir.join("table.json")).map_err(|e| failed("table.json", &e))?;
    let header = Header::parse(&bytes)?;
    let [z, y] = header.cells();
    let columns = |file, most| Columns::read_at_most(&dir.join(file), most);
    assemble(header, [columns("z.parquet", z)?, columns("y.parquet", y)?])
}

impl Header {
    /// The header, once it is known that its table fits in memory.
    fn parse(json: &[u8]) -> Result<Self, Finding> {
        let text = Text::from_bytes("table.json", json)?;
        let header: Self =
            serde_json::from_str(text.body()).map_err(|error| failed("table.json", &error))?;
        let count = [&header.regions, &header.sectors, &header.categories].map(Vec::len);
        limits::table("table.json", count[0], count[1], count[2])?;
        Ok(header)
    }

    /// Cells of `Z` and of `Y`.
    fn cells(&self) -> [usize; 2] {
        let n = self.regions.len() * self.sectors.len();
        [n * n, n * self.regions.len() * self.categories.len()]
    }
}

/// Reads the bytes of the three files of a folder: `table.json`, `z.parquet`, `y.parquet`.
///
/// # Errors
/// As [`read`].
pub fn parse(json: &[u8], z: &'static [u8], y: &'static [u8]) -> Result<Mrio, Findings> {
    let header = Header::parse(json)?;
    let most = header.cells();
    let columns = |file, bytes, most| Columns::parse(file, Bytes::from_static(bytes), most);
    assemble(header, [columns("z.parquet", z, most[0])?, columns("y.parquet", y, most[1])?])
}

fn assemble(header: Header, [z, y]: [Columns; 2]) -> Result<Mrio, Findings> {
    let n = header.regions.len() * header.sectors.len();
    let width = header.regions.len() * header.categories.len();
    let cells = Cells {
        z: flows(&z, ["row", "column", "value"], n, n)?,
        y: flows(&y, ["row", "column", "value"], n, width)?,
        regions: header.regions,
        sectors: header.sectors,
        categories: header.categories,
        x: Some(header.output),
    };
    Mrio::new(cells, header.origin)
}

/// Sparse columns `row, column, value` as a dense matrix.
///
/// # Errors
/// When a column is missing or a cell lies outside.
pub(super) fn flows(
    columns: &Columns,
    names: [&str; 3],
    rows: usize,
    width: usize,
) -> Result<Vec<f64>, Finding> {
    let [at_row, at_column, values] = names.map(|name| columns.numbers(name));
    let mut dense = vec![0.0; rows * width];
    let mut given = vec![false; rows * width];
    for ((row, column), value) in at_row?.iter().zip(at_column?).zip(values?) {
        let whole = row.fract() == 0.0 && column.fract() == 0.0;
        let inside =
            *row >= 0.0 && *column >= 0.0 && (*row as usize) < rows && (*column as usize) < width;
        if !(inside && whole) {
            let message = format!("cell ({row}, {column}) is outside {rows} x {width}");
            return Err(failed(columns.file(), &message));
        }
        let at = *row as usize * width + *column as usize;
        if std::mem::replace(&mut given[at], true) {
            let message = format!("cell ({row}, {column}) is given more than once");
            return Err(Finding::error("LP-N038", Place::whole(columns.file()), message)
                .help("give each cell once; zeros may be left out"));
        }
        dense[at] = *value;
    }
    Ok(dense)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_table_reads_back_to_the_same_bits() {
        let cells = Cells {
            regions: vec!["KOR".to_owned(), "CHN".to_owned()],
            sectors: vec!["chips".to_owned()],
            categories: vec!["households".to_owned(), "stocks".to_owned()],
            z: vec![0.1 + 0.2, 0.0, 3.5, 1e-300],
            y: vec![1.0, -0.5, 0.0, 2.0, 1.0, 1.0, 1.0, 1.0],
            x: None,
        };
        let table = Mrio::new(cells, Origin::unnamed()).expect("a table");
        let dir = tempfile::tempdir().expect("a folder");
        write(&table, dir.path()).expect("written");
        assert_eq!(read(dir.path()).expect("read"), table);
        std::fs::write(dir.path().join("z.parquet"), b"PAR1 not parquet PAR1").expect("written");
        let findings = read(dir.path()).expect_err("hostile");
        assert_eq!(findings.iter().next().expect("one").code, "LP-N007");
    }
}
