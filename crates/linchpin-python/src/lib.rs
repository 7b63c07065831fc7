//! The compiled half of the Python package `linchpin`.
//!
//! In come a command line's arguments, or the names of tables; out come its answer, or Arrow streams.
//! Everything that computes goes through [`linchpin_cli::answer`], so that Python, the shell and the page
//! get the same numbers; what Python adds (objects, exceptions, notebooks) stands in `python/linchpin/`.

mod sweep;
mod table;
mod watched;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Exit code, stdout and stderr of a command line.
type Told = (u8, String, String);

/// Answers a command line without the interpreter's lock. `watch(done, all)` hears of the draws done, on
/// the calling thread; what it raises, and Ctrl-C, stop the run.
#[pyfunction]
#[pyo3(signature = (arguments, watch=None))]
fn answer(py: Python<'_>, arguments: Vec<String>, watch: Option<Py<PyAny>>) -> PyResult<Told> {
    watched::answer(py, arguments, watch.as_ref())
}

/// Runs the program with these arguments on the terminal and gives its exit code.
#[pyfunction]
fn main(py: Python<'_>, arguments: Vec<String>) -> u8 {
    py.detach(|| linchpin_cli::main(arguments))
}

/// The record of a whole run folder as JSON (`linchpin/run/1`).
#[pyfunction]
fn record(py: Python<'_>, folder: PathBuf) -> PyResult<String> {
    py.detach(|| {
        let run = linchpin_results::StoredRun::open(&folder)?;
        Ok(serde_json::to_string(&run.record).expect("a record is a tree of plain values"))
    })
    .map_err(|error: linchpin_results::StoreError| PyRuntimeError::new_err(error.to_string()))
}

/// The whole report of a stored run as JSON (`linchpin/report/1`).
#[pyfunction]
fn report(py: Python<'_>, folder: PathBuf) -> PyResult<String> {
    py.detach(|| {
        let run = linchpin_results::StoredRun::open(&folder)?;
        Ok(run.report()?.named(&run.record.names).to_json())
    })
    .map_err(|error: linchpin_results::StoreError| PyRuntimeError::new_err(error.to_string()))
}

/// Every site of a world whose place is known, with its firm, country and degrees, as JSON.
#[pyfunction]
#[pyo3(signature = (world=None))]
fn sites(py: Python<'_>, world: Option<PathBuf>) -> PyResult<String> {
    py.detach(|| {
        let world = linchpin::library::world(world.as_deref());
        let world = world.map_err(|findings| findings.to_string())?;
        Ok(serde_json::to_string(&world.map()).expect("a map is a list of plain values"))
    })
    .map_err(|error: String| PyRuntimeError::new_err(error))
}

/// The compiled module.
#[pymodule]
fn _linchpin(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    // Draws below which no face tells a range.
    module.add("FEW", linchpin_results::figures::FEW)?;
    // What series measure, in a reader's words.
    let measures = linchpin_results::contract::words::measures();
    module.add("MEASURES", measures.into_iter().collect::<BTreeMap<_, _>>())?;
    module.add_class::<table::Table>()?;
    module.add_class::<sweep::SweepDriver>()?;
    module.add_function(wrap_pyfunction!(sweep::sweep_rows, module)?)?;
    module.add_function(wrap_pyfunction!(answer, module)?)?;
    module.add_function(wrap_pyfunction!(main, module)?)?;
    module.add_function(wrap_pyfunction!(record, module)?)?;
    module.add_function(wrap_pyfunction!(report, module)?)?;
    module.add_function(wrap_pyfunction!(sites, module)?)?;
    module.add_function(wrap_pyfunction!(table::run_table, module)?)?;
    module.add_function(wrap_pyfunction!(table::facts, module)?)?;
    Ok(())
}
