//! Our own layout: a folder with `table.json` (labels, output, origin) and the flows in Parquet.
//!
//! In comes a table; out comes a folder that reads back to the same bits. Flows are sparse rows
//! `row, column, value`, so that a table of integers and zeros stays small.

use super::columns::Columns;
use super::{Cells, Mrio, Origin};
use crate::limits;
use arrow_array::{Float64Array, RecordBatch, UInt32Array};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use bytes::Bytes;
use linchpin_units::{Finding, Findings, Place, Text};
use parquet::arrow::ArrowWriter;
use parquet::file::reader::ChunkReader;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

/// Columns of a file of flows.
const NAMES: [&str; 3] = ["row", "column", "value"];

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

/// Cells looked at for one batch of rows: a table is written without a second copy of it.
const CELLS: usize = 1 << 20;

fn write_flows(path: &Path, values: &[f64], width: usize) -> Result<(), Finding> {
    let file = name(path);
    let open = File::create(path).map_err(|error| failed(&file, &error))?;
    let mut writer =
        ArrowWriter::try_new(open, schema(), None).map_err(|error| failed(&file, &error))?;
    for (k, some) in values.chunks(CELLS).enumerate() {
        let batch = batch(some, k * CELLS, width).map_err(|error| failed(&file, &error))?;
        writer.write(&batch).map_err(|error| failed(&file, &error))?;
    }
    writer.close().map_err(|error| failed(&file, &error))?;
    Ok(())
}

fn name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

fn schema() -> Arc<Schema> {
    let field = |name: &str, kind| Field::new(name, kind, false);
    Arc::new(Schema::new(vec![
        field(NAMES[0], DataType::UInt32),
        field(NAMES[1], DataType::UInt32),
        field(NAMES[2], DataType::Float64),
    ]))
}

/// Cells from position `first` on that are not zero.
fn batch(values: &[f64], first: usize, width: usize) -> Result<RecordBatch, ArrowError> {
    let cells = || (first..).zip(values).filter(|(_, value)| **value != 0.0);
    let at = |position: usize| u32::try_from(position).unwrap_or(u32::MAX);
    let rows: UInt32Array = cells().map(|(i, _)| at(i / width)).collect::<Vec<_>>().into();
    let columns: UInt32Array = cells().map(|(i, _)| at(i % width)).collect::<Vec<_>>().into();
    let values: Float64Array = cells().map(|(_, value)| *value).collect::<Vec<_>>().into();
    RecordBatch::try_new(schema(), vec![Arc::new(rows), Arc::new(columns), Arc::new(values)])
}

/// Reads a folder.
///
/// # Errors
/// Findings when a file is missing or damaged, and what [`Mrio::new`] refuses.
pub fn read(dir: &Path) -> Result<Mrio, Findings> {
    let bytes = std::fs::read(dir.join("table.json")).map_err(|e| failed("table.json", &e))?;
    let header = Header::parse(&bytes)?;
    let open = |file: &str| {
        let path = dir.join(file);
        File::open(&path).map_err(|error| {
            Finding::error("LP-N007", Place::whole(file), format!("cannot be read: {error}"))
                .expected("a Parquet file of flows")
        })
    };
    assemble(header, [open("z.parquet")?, open("y.parquet")?])
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
}

/// Reads the bytes of the three files of a folder: `table.json`, `z.parquet`, `y.parquet`.
///
/// # Errors
/// As [`read`].
pub fn parse(json: &[u8], z: &'static [u8], y: &'static [u8]) -> Result<Mrio, Findings> {
    let header = Header::parse(json)?;
    assemble(header, [Bytes::from_static(z), Bytes::from_static(y)])
}

fn assemble(header: Header, [z, y]: [impl ChunkReader + 'static; 2]) -> Result<Mrio, Findings> {
    let n = header.regions.len() * header.sectors.len();
    let dense = |file: &'static str, bytes, width| -> Result<Vec<f64>, Finding> {
        let mut dense = Dense::new(file, n, width);
        Columns::stream((file, bytes), n * width, NAMES, |cells| dense.put(cells))?;
        Ok(dense.values)
    };
    let cells = Cells {
        z: dense("z.parquet", z, n)?,
        y: dense("y.parquet", y, header.regions.len() * header.categories.len())?,
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
    let mut dense = Dense::new(columns.file(), rows, width);
    let [row, column, value] = names.map(|name| columns.numbers(name));
    dense.put([row?, column?, value?])?;
    Ok(dense.values)
}

/// A dense matrix that is filled cell by cell.
struct Dense<'f> {
    file: &'f str,
    rows: usize,
    width: usize,
    values: Vec<f64>,
    /// A bit for each cell that was given.
    given: Vec<u64>,
}

impl<'f> Dense<'f> {
    fn new(file: &'f str, rows: usize, width: usize) -> Self {
        let cells = rows * width;
        Self { file, rows, width, values: vec![0.0; cells], given: vec![0; cells.div_ceil(64)] }
    }

    /// Puts values at rows and columns.
    fn put(&mut self, [rows, columns, values]: [&[f64]; 3]) -> Result<(), Finding> {
        let (count, width) = (self.rows, self.width);
        for ((row, column), value) in rows.iter().zip(columns).zip(values) {
            let whole = row.fract() == 0.0 && column.fract() == 0.0;
            let inside = *row >= 0.0
                && *column >= 0.0
                && (*row as usize) < count
                && (*column as usize) < width;
            if !(inside && whole) {
                let message = format!("cell ({row}, {column}) is outside {count} x {width}");
                return Err(failed(self.file, &message));
            }
            let at = *row as usize * width + *column as usize;
            let (word, bit) = (&mut self.given[at / 64], 1 << (at % 64));
            if *word & bit != 0 {
                let message = format!("cell ({row}, {column}) is given more than once");
                return Err(Finding::error("LP-N038", Place::whole(self.file), message)
                    .help("give each cell once; zeros may be left out"));
            }
            *word |= bit;
            self.values[at] = *value;
        }
        Ok(())
    }
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

    #[test]
    fn a_table_read_in_several_pieces_keeps_every_cell_in_its_place() {
        let n = 1100;
        let z: Vec<f64> =
            (0..n * n).map(|k| if k % 3 == 0 { 0.0 } else { k as f64 / 7.0 }).collect();
        let cells = Cells::numbered([n / 10, 10, 1], z, vec![1.0; n * n / 10]);
        let table = Mrio::new(cells, Origin::unnamed()).expect("a table");
        let dir = tempfile::tempdir().expect("a folder");
        write(&table, dir.path()).expect("written");
        assert_eq!(read(dir.path()).expect("read"), table);
    }
}
