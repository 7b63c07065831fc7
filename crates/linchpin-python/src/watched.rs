//! A command that takes time, beside an interpreter that must stay awake.
//!
//! The command runs on a thread of its own; the calling thread sleeps in short naps, looks for Ctrl-C and
//! tells the watcher how far the command is. Signals reach Python's main thread only, so they must be
//! asked for here and not on the workers.

use linchpin_cli::Answer;
use pyo3::prelude::*;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

/// Between two looks: short to the hand that waits, long to the machine.
const NAP: Duration = Duration::from_millis(20);

pub(crate) fn answer(
    py: Python<'_>,
    arguments: Vec<String>,
    watch: Option<&Py<PyAny>>,
) -> PyResult<super::Told> {
    let (done, all) = (AtomicU64::new(0), AtomicU64::new(0));
    let stop = AtomicBool::new(false);
    let seen = |now: u64, of: u64| {
        all.store(of, Ordering::Relaxed);
        // Workers report out of order; the count must not fall.
        done.fetch_max(now, Ordering::Relaxed);
        if stop.load(Ordering::Relaxed) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    std::thread::scope(|scope| {
        let command = scope.spawn(|| linchpin_cli::answer(arguments, &seen));
        let mut told = 0;
        let mut raised = None;
        while !command.is_finished() {
            py.detach(|| std::thread::sleep(NAP));
            let now = done.load(Ordering::Relaxed);
            let look = || -> PyResult<()> {
                py.check_signals()?;
                match watch {
                    Some(watch) if now > told => {
                        watch.call1(py, (now, all.load(Ordering::Relaxed))).map(drop)
                    }
                    _ => Ok(()),
                }
            };
            if raised.is_none()
                && let Err(error) = look()
            {
                stop.store(true, Ordering::Relaxed);
                raised = Some(error);
            }
            told = now;
        }
        if let Some(error) = raised {
            return Err(error);
        }
        let Answer { stdout, stderr, code } = match command.join() {
            Ok(answer) => answer,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        Ok((code, stdout, stderr))
    })
}
