//! Tables as Arrow streams: pandas, Polars, PyArrow and DuckDB read them without a copy of ours.
//!
//! The Arrow PyCapsule interface is one method, `__arrow_c_stream__`; the capsule owns the stream until a
//! reader takes it over.

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchIterator};
use linchpin_results::{StoreError, StoredRun, tables};
use pyo3::exceptions::{PyKeyError, PyRuntimeError};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use std::path::PathBuf;

/// A table in Arrow's memory form.
#[pyclass(frozen, module = "linchpin")]
pub(crate) struct Table {
    batch: RecordBatch,
    digest: String,
}

fn refused(error: &impl ToString) -> PyErr {
    PyRuntimeError::new_err(error.to_string())
}

impl Table {
    fn of(table: &linchpin_results::table::Table) -> Result<Self, StoreError> {
        Ok(Self { batch: table.batch()?, digest: table.digest().to_string() })
    }
}

#[pymethods]
impl Table {
    /// Arrow's C stream; `requested_schema` is a wish that the standard lets us leave unmet.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        let batches = RecordBatchIterator::new([Ok(self.batch.clone())], self.batch.schema());
        let stream = FFI_ArrowArrayStream::new(Box::new(batches));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }

    fn __len__(&self) -> usize {
        self.batch.num_rows()
    }

    /// Names of the columns.
    #[getter]
    fn columns(&self) -> Vec<String> {
        self.batch.schema().fields().iter().map(|field| field.name().clone()).collect()
    }

    /// SHA-256 over the table's rows, whatever their order.
    #[getter]
    fn digest(&self) -> &str {
        &self.digest
    }
}

/// A table of a stored run, checked against its digest.
#[pyfunction]
pub(crate) fn run_table(py: Python<'_>, folder: PathBuf, name: &str) -> PyResult<Table> {
    let Some(form) = tables::form_of(name) else {
        let all = tables::forms().into_iter().chain(tables::beyond());
        let known: Vec<&str> = all.map(|form| form.name).collect();
        return Err(PyKeyError::new_err(format!("`{name}` is none of {}", known.join(", "))));
    };
    py.detach(|| Table::of(&StoredRun::open(&folder)?.table(form)?))
        .map_err(|error| refused(&error))
}

/// Every fact of a world, one account a row.
#[pyfunction]
#[pyo3(signature = (world=None))]
pub(crate) fn facts(py: Python<'_>, world: Option<PathBuf>) -> PyResult<Table> {
    py.detach(|| -> Result<Table, String> {
        let (rows, _) =
            linchpin::world_rows(world.as_deref()).map_err(|findings| findings.to_string())?;
        let facts = rows.first().ok_or("the world has no facts")?;
        Table::of(&facts.table()).map_err(|error| error.to_string())
    })
    .map_err(|error| refused(&error))
}
