//! Tables of a run: typed columns with a canonical digest, Parquet and CSV forms.
//!
//! Text is held once and pointed to, since long tables repeat few names. The digest is taken over the
//! sorted rows' plain bytes, never over file bytes, so it survives other writers, other row orders and
//! other Parquet versions.

use crate::store::error::StoreError;
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int32Type, UInt32Type};
use arrow_array::{
    ArrayRef, Date32Array, DictionaryArray, Float64Array, Int32Array, RecordBatch, StringArray,
    UInt32Array,
};
use bytes::Bytes;
use indexmap::IndexSet;
use linchpin_units::{Day, Digest};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::Compression;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use rayon::prelude::*;
use std::sync::Arc;

/// Texts and pointers into them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Texts {
    names: IndexSet<String>,
    codes: Vec<Option<u32>>,
}

impl Texts {
    /// Adds a cell.
    pub fn push(&mut self, text: Option<&str>) {
        let code = text.map(|text| {
            let at = self.names.get_index_of(text);
            let at = at.unwrap_or_else(|| self.names.insert_full(text.to_owned()).0);
            u32::try_from(at).expect("fewer names than rows")
        });
        self.codes.push(code);
    }

    /// The cell in a row.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&str> {
        let code = self.codes[row]?;
        self.names.get_index(code as usize).map(String::as_str)
    }
}

/// A column; every cell may be empty.
#[derive(Debug, Clone, PartialEq)]
pub enum Column {
    /// Names and sentences.
    Text(Texts),
    /// Whole numbers.
    Count(Vec<Option<u32>>),
    /// Measured or computed numbers.
    Number(Vec<Option<f64>>),
    /// Calendar days.
    Date(Vec<Option<Day>>),
}

/// One value on its way into a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// A text.
    Text(&'a str),
    /// A whole number.
    Count(u32),
    /// A number.
    Number(f64),
    /// A day.
    Date(Day),
    /// Nothing.
    Empty,
}

impl<'a> From<Option<&'a str>> for Cell<'a> {
    fn from(text: Option<&'a str>) -> Self {
        text.map_or(Self::Empty, Self::Text)
    }
}

impl From<Option<f64>> for Cell<'_> {
    fn from(number: Option<f64>) -> Self {
        number.map_or(Self::Empty, Self::Number)
    }
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// [`Column::Text`].
    Text,
    /// [`Column::Count`].
    Count,
    /// [`Column::Number`].
    Number,
    /// [`Column::Date`].
    Date,
}

/// A named table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// File name without ending.
    pub name: &'static str,
    columns: Vec<(&'static str, Column)>,
}

impl Table {
    /// An empty table.
    #[must_use]
    pub fn new(name: &'static str, columns: &[(&'static str, Kind)]) -> Self {
        let empty = |kind: &Kind| match kind {
            Kind::Text => Column::Text(Texts::default()),
            Kind::Count => Column::Count(Vec::new()),
            Kind::Number => Column::Number(Vec::new()),
            Kind::Date => Column::Date(Vec::new()),
        };
        Self { name, columns: columns.iter().map(|(name, kind)| (*name, empty(kind))).collect() }
    }

    /// Adds a row.
    ///
    /// # Panics
    /// When the cells do not fit the columns: a programming error.
    pub fn push(&mut self, cells: &[Cell<'_>]) {
        assert_eq!(cells.len(), self.columns.len(), "cells of a row of {}", self.name);
        for ((name, column), cell) in self.columns.iter_mut().zip(cells) {
            match (column, cell) {
                (Column::Text(texts), Cell::Text(text)) => texts.push(Some(text)),
                (Column::Count(values), Cell::Count(value)) => values.push(Some(*value)),
                (Column::Number(values), Cell::Number(value)) => values.push(Some(*value)),
                (Column::Date(values), Cell::Date(value)) => values.push(Some(*value)),
                (Column::Text(texts), Cell::Empty) => texts.push(None),
                (Column::Count(values), Cell::Empty) => values.push(None),
                (Column::Number(values), Cell::Empty) => values.push(None),
                (Column::Date(values), Cell::Empty) => values.push(None),
                (_, cell) => panic!("{cell:?} does not fit column {name} of {}", self.name),
            }
        }
    }

    /// Rows.
    #[must_use]
    pub fn len(&self) -> usize {
        match self.columns.first() {
            Some((_, Column::Text(texts))) => texts.codes.len(),
            Some((_, Column::Count(values))) => values.len(),
            Some((_, Column::Number(values))) => values.len(),
            Some((_, Column::Date(values))) => values.len(),
            None => 0,
        }
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Column names in order.
    pub fn columns(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().map(|(name, _)| *name)
    }

    fn column(&self, name: &str) -> &Column {
        let known = self.columns.iter().find(|(known, _)| *known == name);
        &known.unwrap_or_else(|| panic!("{} has no column {name}", self.name)).1
    }

    /// The text in a row; none where empty.
    ///
    /// # Panics
    /// When the table has no such text column or row.
    #[must_use]
    pub fn text(&self, name: &str, row: usize) -> Option<&str> {
        match self.column(name) {
            Column::Text(texts) => texts.get(row),
            _ => panic!("column {name} of {} holds no text", self.name),
        }
    }

    /// The whole number in a row.
    ///
    /// # Panics
    /// When the table has no such column or row.
    #[must_use]
    pub fn count(&self, name: &str, row: usize) -> Option<u32> {
        match self.column(name) {
            Column::Count(values) => values[row],
            _ => panic!("column {name} of {} holds no counts", self.name),
        }
    }

    /// The number in a row.
    ///
    /// # Panics
    /// When the table has no such column or row.
    #[must_use]
    pub fn number(&self, name: &str, row: usize) -> Option<f64> {
        match self.column(name) {
            Column::Number(values) => values[row],
            _ => panic!("column {name} of {} holds no numbers", self.name),
        }
    }

    /// The day in a row.
    ///
    /// # Panics
    /// When the table has no such column or row.
    #[must_use]
    pub fn date(&self, name: &str, row: usize) -> Option<Day> {
        match self.column(name) {
            Column::Date(values) => values[row],
            _ => panic!("column {name} of {} holds no days", self.name),
        }
    }

    /// SHA-256 over column names and sorted rows, each cell as tag, length and plain bytes.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let rows = (0..self.len()).into_par_iter();
        let mut rows: Vec<[u8; 32]> = rows.map(|row| self.row_hash(row)).collect();
        rows.sort_unstable();
        let names = self.columns.iter().map(|(name, _)| name.as_bytes());
        Digest::of_parts(names.chain(rows.iter().map(<[u8; 32]>::as_slice)))
    }

    fn row_hash(&self, row: usize) -> [u8; 32] {
        use sha2::Digest as _;
        let mut hash = sha2::Sha256::new();
        for (_, column) in &self.columns {
            match column {
                Column::Text(texts) => match texts.get(row) {
                    Some(text) => {
                        hash.update([b't']);
                        hash.update((text.len() as u64).to_le_bytes());
                        hash.update(text);
                    }
                    None => hash.update([b'-']),
                },
                Column::Count(values) => match values[row] {
                    Some(value) => {
                        hash.update([b'c']);
                        hash.update(value.to_le_bytes());
                    }
                    None => hash.update([b'-']),
                },
                Column::Number(values) => match values[row] {
                    // Zero has two signs in IEEE 754 and one meaning.
                    Some(value) => {
                        hash.update([b'n']);
                        hash.update((value + 0.0).to_bits().to_le_bytes());
                    }
                    None => hash.update([b'-']),
                },
                Column::Date(values) => match values[row] {
                    Some(value) => {
                        hash.update([b'd']);
                        hash.update(epoch_days(value).to_le_bytes());
                    }
                    None => hash.update([b'-']),
                },
            }
        }
        hash.finalize().into()
    }

    /// The table as CSV (RFC 4180) with a header line.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let mut text = self.columns().collect::<Vec<_>>().join(",");
        text.push('\n');
        for row in 0..self.len() {
            for (at, (_, column)) in self.columns.iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                match column {
                    Column::Text(texts) => text.push_str(&quoted(texts.get(row).unwrap_or(""))),
                    Column::Count(values) => {
                        text.extend(values[row].map(|value| value.to_string()));
                    }
                    Column::Number(values) => {
                        text.extend(values[row].map(|value| value.to_string()));
                    }
                    Column::Date(values) => text.extend(values[row].map(|day| day.to_string())),
                }
            }
            text.push('\n');
        }
        text
    }

    /// The table in Arrow's memory form: text as dictionaries, days as date32.
    ///
    /// # Errors
    /// [`StoreError::Arrow`] when the columns do not fit together.
    pub fn batch(&self) -> Result<RecordBatch, StoreError> {
        let arrays = self.columns.iter().map(|(name, column)| (*name, array(column), true));
        Ok(RecordBatch::try_from_iter_with_nullable(arrays)?)
    }

    /// The table as the bytes of a Parquet file.
    ///
    /// # Errors
    /// [`StoreError`] when the writer refuses.
    pub fn parquet(&self, marks: &[(&str, &str)]) -> Result<Vec<u8>, StoreError> {
        let marks =
            marks.iter().map(|(key, value)| KeyValue::new((*key).to_owned(), (*value).to_owned()));
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by("linchpin".to_owned())
            .set_key_value_metadata(Some(marks.collect()))
            .build();
        let batch = self.batch()?;
        let mut bytes = Vec::new();
        let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties))?;
        writer.write(&batch)?;
        writer.close()?;
        Ok(bytes)
    }

    /// Reads a table of this form back from the bytes of a Parquet file; `file` is its name for errors.
    ///
    /// # Errors
    /// [`StoreError`] when the bytes are damaged or of another form.
    pub fn parse(mut self, file: &str, bytes: Vec<u8>) -> Result<Self, StoreError> {
        let reader = ParquetRecordBatchReaderBuilder::try_new(Bytes::from(bytes))?.build()?;
        for batch in reader {
            let batch = batch?;
            for (name, column) in &mut self.columns {
                let wrong = || StoreError::Form {
                    file: file.to_owned(),
                    what: format!("column `{name}` is missing or of another type"),
                };
                let array = batch.column_by_name(name).ok_or_else(wrong)?;
                extend(column, array).ok_or_else(wrong)?;
            }
        }
        Ok(self)
    }
}

/// A cell of CSV, quoted where it must be (RFC 4180).
pub(crate) fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// Days since 1970-01-01, as Arrow's date32 counts them.
fn epoch_days(day: Day) -> i32 {
    i32::try_from(epoch().days_until(day)).expect("the calendar ends before i32 does")
}

fn epoch() -> Day {
    Day::new(1970, 1, 1).expect("the epoch is a day")
}

fn array(column: &Column) -> ArrayRef {
    match column {
        Column::Text(texts) => {
            let codes = texts.codes.iter();
            let keys: Int32Array =
                codes.map(|code| code.and_then(|code| i32::try_from(code).ok())).collect();
            let names = StringArray::from_iter_values(&texts.names);
            Arc::new(DictionaryArray::new(keys, Arc::new(names)))
        }
        Column::Count(values) => Arc::new(UInt32Array::from(values.clone())),
        Column::Number(values) => Arc::new(Float64Array::from(values.clone())),
        Column::Date(values) => {
            Arc::new(values.iter().map(|day| day.map(epoch_days)).collect::<Date32Array>())
        }
    }
}

/// Appends an array to a column; none when the types differ.
fn extend(column: &mut Column, array: &ArrayRef) -> Option<()> {
    match column {
        Column::Text(texts) => {
            let dictionary = array.as_dictionary_opt::<Int32Type>()?;
            let names = dictionary.values().as_string_opt::<i32>()?;
            for key in dictionary.keys() {
                let at = key.and_then(|key| usize::try_from(key).ok());
                texts.push(at.map(|at| names.value(at)));
            }
        }
        Column::Count(values) => values.extend(array.as_primitive_opt::<UInt32Type>()?.iter()),
        Column::Number(values) => values.extend(array.as_primitive_opt::<Float64Type>()?.iter()),
        Column::Date(values) => {
            let days = array.as_primitive_opt::<Date32Type>()?.iter();
            values.extend(days.map(|day| day.map(|day| epoch().plus(i64::from(day)))));
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Row = (Option<String>, Option<u32>, Option<f64>, Option<i64>);

    fn table(rows: &[Row]) -> Table {
        let columns =
            [("a", Kind::Text), ("b", Kind::Count), ("c", Kind::Number), ("d", Kind::Date)];
        let mut table = Table::new("t", &columns);
        for (text, count, number, days) in rows {
            table.push(&[
                text.as_deref().into(),
                count.map_or(Cell::Empty, Cell::Count),
                (*number).into(),
                days.map_or(Cell::Empty, |days| Cell::Date(epoch().plus(days))),
            ]);
        }
        table
    }

    fn rows() -> impl Strategy<Value = Vec<Row>> {
        let row = (
            prop::option::of("[a-c,\"\n]{0,3}"),
            prop::option::of(any::<u32>()),
            prop::option::of(-1e9..1e9f64),
            prop::option::of(-9999..99999i64),
        );
        prop::collection::vec(row, 0..40)
    }

    proptest! {
        #[test]
        fn tables_read_back_and_keep_their_digest(rows in rows()) {
            let whole = table(&rows);
            let bytes = whole.parquet(&[("digest", "x")]).unwrap();
            let back = table(&[]).parse("t.parquet", bytes).unwrap();
            prop_assert_eq!(back.digest(), whole.digest());
            prop_assert_eq!(back.to_csv(), whole.to_csv());
        }

        #[test]
        fn digest_ignores_row_order_but_no_cell(rows in rows()) {
            let mut turned = rows.clone();
            turned.reverse();
            prop_assert_eq!(table(&rows).digest(), table(&turned).digest());
            let mut other = rows.clone();
            other.push((None, None, None, None));
            prop_assert_ne!(table(&rows).digest(), table(&other).digest());
        }
    }

    #[test]
    fn a_table_of_another_form_is_refused() {
        let bytes = table(&[(None, None, None, None)]).parquet(&[]).expect("written");
        let other = Table::new("t", &[("a", Kind::Number)]).parse("t.parquet", bytes);
        assert!(matches!(other, Err(StoreError::Form { .. })), "{other:?}");
    }
}
