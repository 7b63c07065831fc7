//! Putting rows away beside the making of the next ones: no processor waits for the disk.
//!
//! In: rows that this process made. Out: what [`Driver::hear`] says of them. The driver stays on one thread at a time;
//! only the waiting overlaps.

use super::{Driver, DriverError, Said};
use linchpin_results::SweepRow;
use std::ops::Range;
use std::time::Duration;

/// The name of this process among workers.
const HERE: &str = "this machine";

/// Rows that this process made and has not put away.
#[derive(Debug)]
pub struct Made {
    /// Which runs.
    pub span: Range<u32>,
    /// Their rows.
    pub rows: Vec<SweepRow>,
    /// How long they took.
    pub took: Duration,
}

impl Driver {
    /// Seals and hears rows that this process made.
    ///
    /// # Errors
    /// As [`Driver::hear`].
    pub fn keep(&mut self, made: &Made, now: Duration) -> Result<(), DriverError> {
        let bytes = self.sweep.seal(&made.span, &made.rows);
        let said = Said::Rows { span: made.span.clone(), worker: HERE, probe: None, bytes: &bytes };
        self.hear(&said, now)
    }

    /// Whether rows can wait to be put away until the next ones are being made: those that took long would seem late
    /// meanwhile, and the wait for the disk is nothing beside them.
    #[must_use]
    pub fn can_wait(&self, made: &Made) -> bool {
        made.took < self.rules.patience / 2
    }

    /// Does `work` on this thread while `made` is kept on another, as [`Driver::keep`] does.
    pub fn keep_beside<T>(
        &mut self,
        made: Option<Made>,
        now: Duration,
        work: impl FnOnce() -> T,
    ) -> (T, Result<(), DriverError>) {
        let Some(made) = made else { return (work(), Ok(())) };
        std::thread::scope(|scope| {
            let keeper = scope.spawn(move || self.keep(&made, now));
            let done = work();
            match keeper.join() {
                Ok(kept) => (done, kept),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        })
    }
}
