//! Columns of Parquet files as plain vectors.
//!
//! In come the bytes of a file; out come its columns by name, numbers widened to `f64` and text to
//! `String`. Files that claim more rows than a limit are refused before anything is allocated.

use crate::limits::ROWS;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchReader, StringArray};
use arrow_schema::DataType;
use linchpin_units::{Finding, Place};
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::file::reader::ChunkReader;
use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

/// Rows read at once.
const BATCH: usize = 1 << 16;

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub enum Column {
    /// Numbers; missing ones are NaN.
    Numbers(Vec<f64>),
    /// Text; missing entries are empty.
    Text(Vec<String>),
}

/// The columns of a Parquet file, and their names in order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Columns {
    /// Names in the file's order.
    pub names: Vec<String>,
    columns: BTreeMap<String, Column>,
    file: String,
}

impl Columns {
    /// Reads a file.
    ///
    /// # Errors
    /// `LP-N007` when it cannot be read as Parquet, or claims too many rows.
    pub fn read(path: &Path) -> Result<Self, Finding> {
        let file = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        let open = File::open(path).map_err(|error| refused(&file, &error))?;
        Self::parse(&file, open, ROWS)
    }

    /// Hands out the numbers of the columns `names` of a file of at most `most` rows, some rows at a
    /// time: a table is read without a second copy of it.
    ///
    /// # Errors
    /// As [`Columns::read`] and [`Columns::numbers`]; what `take` refuses.
    pub(super) fn stream<const N: usize>(
        (file, bytes): (&str, impl ChunkReader + 'static),
        most: usize,
        names: [&str; N],
        mut take: impl FnMut([&[f64]; N]) -> Result<(), Finding>,
    ) -> Result<(), Finding> {
        let batches = open(file, bytes, most)?;
        let mut found = Self { file: file.to_owned(), ..Self::default() };
        found.names = batches.schema().fields().iter().map(|field| field.name().clone()).collect();
        for name in names {
            if !found.names.iter().any(|known| known == name) {
                return Err(found.missing(name, "numbers"));
            }
        }
        for batch in batches {
            found.columns.clear();
            found.add(&batch.map_err(|error| refused(file, &error))?)?;
            let mut numbers: [&[f64]; N] = [&[]; N];
            for (numbers, name) in numbers.iter_mut().zip(names) {
                *numbers = found.numbers(name)?;
            }
            take(numbers)?;
        }
        Ok(())
    }

    /// Adds the rows of `batch`.
    fn add(&mut self, batch: &RecordBatch) -> Result<(), Finding> {
        for (field, array) in batch.schema().fields().iter().zip(batch.columns()) {
            let column = widen(array).ok_or_else(|| {
                let why = format!("column `{}` holds {}", field.name(), field.data_type());
                refused(&self.file, &why)
            })?;
            match (self.columns.get_mut(field.name()), column) {
                (None, column) => {
                    self.columns.insert(field.name().clone(), column);
                }
                (Some(Column::Numbers(all)), Column::Numbers(more)) => all.extend(more),
                (Some(Column::Text(all)), Column::Text(more)) => all.extend(more),
                _ => {}
            }
        }
        Ok(())
    }

    /// Names of the columns of text, in the file's order.
    pub(super) fn texts(&self) -> Vec<&str> {
        let text = |name: &&String| matches!(self.columns.get(*name), Some(Column::Text(_)));
        self.names.iter().filter(text).map(String::as_str).collect()
    }

    /// Reads the bytes of a file called `file`, of at most `most` rows.
    ///
    /// # Errors
    /// As [`Columns::read`].
    pub fn parse(
        file: &str,
        bytes: impl ChunkReader + 'static,
        most: usize,
    ) -> Result<Self, Finding> {
        let mut found = Self { file: file.to_owned(), ..Self::default() };
        for batch in open(file, bytes, most)? {
            let batch = batch.map_err(|error| refused(file, &error))?;
            for field in batch.schema().fields() {
                if !found.names.contains(field.name()) {
                    found.names.push(field.name().clone());
                }
            }
            found.add(&batch)?;
        }
        Ok(found)
    }

    /// The numbers of column `name`.
    ///
    /// # Errors
    /// `LP-N008` when it is missing or holds text.
    pub fn numbers(&self, name: &str) -> Result<&[f64], Finding> {
        match self.columns.get(name) {
            Some(Column::Numbers(values)) => Ok(values),
            _ => Err(self.missing(name, "numbers")),
        }
    }

    /// The text of column `name`.
    ///
    /// # Errors
    /// `LP-N008` when it is missing or holds numbers.
    pub fn text(&self, name: &str) -> Result<&[String], Finding> {
        match self.columns.get(name) {
            Some(Column::Text(values)) => Ok(values),
            _ => Err(self.missing(name, "text")),
        }
    }

    /// Name of the file.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    fn missing(&self, name: &str, what: &str) -> Finding {
        let message = format!("no column `{name}` with {what}");
        Finding::error("LP-N008", Place::whole(&self.file), message)
            .expected(format!("columns {}", self.names.join(", ")))
            .nearest(name, self.names.iter().map(String::as_str))
    }
}

/// The rows of a file, some at a time, once it is known that they are at most `most`.
fn open(
    file: &str,
    bytes: impl ChunkReader + 'static,
    most: usize,
) -> Result<ParquetRecordBatchReader, Finding> {
    let reader =
        ParquetRecordBatchReaderBuilder::try_new(bytes).map_err(|error| refused(file, &error))?;
    let rows = reader.metadata().file_metadata().num_rows();
    if usize::try_from(rows).map_or(true, |rows| rows > most) {
        let why = format!("it claims {rows} rows, and {most} are possible");
        return Err(refused(file, &why));
    }
    reader.with_batch_size(BATCH).build().map_err(|error| refused(file, &error))
}

fn refused(file: &str, why: &dyn std::fmt::Display) -> Finding {
    Finding::error("LP-N007", Place::whole(file), format!("cannot be read: {why}"))
        .expected("a Parquet file of flows")
}

fn widen(array: &ArrayRef) -> Option<Column> {
    macro_rules! numbers {
        ($type:ty) => {{
            let values = array.as_primitive::<$type>();
            let wide = values.iter().map(|v| v.map_or(f64::NAN, |v| v as f64));
            Column::Numbers(wide.collect())
        }};
    }
    let texts = |values: &StringArray| values.iter().map(|v| v.unwrap_or("").to_owned()).collect();
    Some(match array.data_type() {
        DataType::Float64 => numbers!(Float64Type),
        DataType::Float32 => numbers!(Float32Type),
        DataType::Int8 => numbers!(Int8Type),
        DataType::Int16 => numbers!(Int16Type),
        DataType::Int32 => numbers!(Int32Type),
        DataType::Int64 => numbers!(Int64Type),
        DataType::UInt8 => numbers!(UInt8Type),
        DataType::UInt16 => numbers!(UInt16Type),
        DataType::UInt32 => numbers!(UInt32Type),
        DataType::UInt64 => numbers!(UInt64Type),
        DataType::Utf8 => Column::Text(texts(array.as_string::<i32>())),
        DataType::LargeUtf8 => {
            let values = array.as_string::<i64>();
            Column::Text(values.iter().map(|v| v.unwrap_or("").to_owned()).collect())
        }
        DataType::Dictionary(_, _) => {
            let dictionary = array.as_any_dictionary();
            let Some(Column::Text(entries)) = widen(dictionary.values()) else { return None };
            let keys = dictionary.normalized_keys();
            let entry = |(i, key): (usize, &usize)| {
                if dictionary.keys().is_null(i) { String::new() } else { entries[*key].clone() }
            };
            Column::Text(keys.iter().enumerate().map(entry).collect())
        }
        _ => return None,
    })
}
