//! The driver of sweeps and its workers, for engines that live in Python.

use linchpin::aside::{self, Limits};
use linchpin::driver::{Driver, DriverError, Order, Rules, Said};
use linchpin::sweep::Sweeper;
use linchpin::{Failure, unwatched, worker};
use linchpin_results::store::sweep::Hold;
use linchpin_results::{StoreError, Sweep, SweepError};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// An error with the exit code that the command line has for it.
fn refused(error: &impl ToString) -> PyErr {
    PyRuntimeError::new_err((error.to_string(), 3))
}

/// As the command line ends: 75 where it is worth another try, 4 for different bytes, 3 otherwise.
fn stopped(error: &DriverError) -> PyErr {
    let code = match error {
        DriverError::Sweep(SweepError::Store(error)) if error.is_full() => 75,
        DriverError::Sweep(SweepError::Held(_)) | DriverError::Nobody { .. } => 75,
        DriverError::Sweep(SweepError::Different { .. }) => 4,
        _ => 3,
    };
    PyRuntimeError::new_err((error.to_string(), code))
}

/// The rows of some runs of a plan, sealed, and this worker's probe.
#[pyfunction]
pub(crate) fn sweep_rows(
    py: Python<'_>,
    plan: Vec<u8>,
    from: u32,
    until: u32,
) -> (Bound<'_, PyBytes>, String) {
    let (bytes, probe) = py.detach(|| worker::rows(&plan, from..until, 1));
    (PyBytes::new(py, &bytes), probe)
}

/// What is to be done: a word, the first run, the run after the last, seconds to wait.
type Ordered = (&'static str, u32, u32, f64);

/// Hands the runs of a sweep out and takes their rows in; nobody else writes to its folder meanwhile.
#[pyclass(module = "linchpin")]
pub(crate) struct SweepDriver {
    driver: Driver,
    sweep: Sweep,
    begun: Instant,
    limits: Limits,
    hold: Option<Hold>,
}

#[pymethods]
impl SweepDriver {
    /// Opens the sweep in a folder; `memory` and `seconds` limit runs that are computed aside.
    #[new]
    #[pyo3(signature = (folder, seconds=60, memory=None))]
    fn new(py: Python<'_>, folder: PathBuf, seconds: u64, memory: Option<u64>) -> PyResult<Self> {
        py.detach(|| {
            let store = |error: StoreError| stopped(&error.into());
            let sweep = Sweep::open(&folder).map_err(store)?;
            let hold = sweep.hold("1-of-1").map_err(|error| stopped(&error.into()))?;
            sweep.tidy(|_| true).map_err(store)?;
            let failed = |failure: Failure| refused(&failure);
            let sweeper = Sweeper::new(&sweep.plan).map_err(failed)?;
            let probe = sweeper.with(|chunks| chunks.probe(&unwatched).ok_or(Failure::Stopped));
            let probe = Some(probe.map_err(failed)?);
            let driver = Driver::new(sweep.clone(), (1, 1), probe, Rules::default());
            let limits = Limits { memory, time: Duration::from_secs(seconds) };
            Ok(Self { driver, sweep, begun: Instant::now(), limits, hold: Some(hold) })
        })
    }

    /// The plan's bytes, as every worker gets them.
    #[getter]
    fn plan<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let bytes = std::fs::read(self.sweep.folder.join("plan.json"));
        bytes.map(|bytes| PyBytes::new(py, &bytes)).map_err(|error| refused(&error))
    }

    /// What to do, with room for so many more tasks on so many living machines.
    fn order(&mut self, slots: usize, alive: usize) -> PyResult<Ordered> {
        let now = self.begun.elapsed();
        let order = self.driver.order(now, slots, alive).map_err(|error| stopped(&error))?;
        Ok(match order {
            Order::Send(span) => ("send", span.start, span.end, 0.0),
            Order::Aside(span) => ("aside", span.start, span.end, 0.0),
            Order::Wait(until) => ("wait", 0, 0, until.saturating_sub(now).as_secs_f64()),
            Order::Whole => ("whole", 0, 0, 0.0),
        })
    }

    /// Hears the rows of some runs.
    fn rows(
        &mut self,
        py: Python<'_>,
        span: (u32, u32),
        worker: &str,
        probe: &str,
        bytes: &[u8],
    ) -> PyResult<()> {
        py.detach(|| {
            let (probe, now) = (Some(probe), self.begun.elapsed());
            self.driver.hear(&Said::Rows { span: span.0..span.1, worker, probe, bytes }, now)
        })
        .map_err(|error| stopped(&error))
    }

    /// Hears that the worker of some runs is gone.
    fn lost(&mut self, from: u32, until: u32) -> PyResult<()> {
        let said = Said::Lost { span: from..until };
        self.driver.hear(&said, self.begun.elapsed()).map_err(|error| stopped(&error))
    }

    /// Makes some runs in a process of its own: `program` are the words that start this package.
    fn aside(&mut self, py: Python<'_>, span: (u32, u32), program: Vec<OsString>) -> PyResult<()> {
        let span = span.0..span.1;
        let made = py.detach(|| aside::rows(&program, &self.sweep.folder, &span, self.limits));
        let made = made.map_err(|error| refused(&error))?;
        let said = Said::Aside { span, made: made.as_deref().map_err(String::as_str) };
        self.driver.hear(&said, self.begun.elapsed()).map_err(|error| stopped(&error))
    }

    /// Lets other writers in. Python frees an object when it likes: an error that somebody keeps may hold it.
    fn close(&mut self) {
        self.hold = None;
    }

    /// Runs that lie whole, and all of them.
    #[getter]
    fn progress(&self) -> (u64, u64) {
        self.driver.progress()
    }

    /// Chunks made, chunks there already, answers known already, runs handed out again, runs that end their
    /// process.
    #[getter]
    fn tally(&self) -> (u32, u32, u32, u32, Vec<(u32, String)>) {
        let tally = self.driver.tally();
        (tally.made, tally.kept, tally.duplicates, tally.again, tally.blamed.clone())
    }
}
