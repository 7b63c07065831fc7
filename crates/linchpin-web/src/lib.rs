//! The one web bundle, and what it is filled with. In: the JSON of a finished run (`linchpin/report/1`).
//! Out: one HTML file that opens from disk, fetches nothing, and reads without JavaScript too.
//! Invariant: no text of a report can become markup or script of the page.
//!
//! The bundle is built in `ui/` (Svelte, d3) and committed as `src/index.html`, so that building this crate needs no Node.

pub mod page;
mod plain;
pub mod serve;

pub use page::{PageError, report};

use linchpin_results::store::{self, Extras};
use linchpin_results::{Finished, StoreError};
use std::path::{Path, PathBuf};

/// Why a finished run was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Its page cannot be made.
    #[error(transparent)]
    Page(#[from] PageError),
    /// Its folder cannot be written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Writes a finished run with its page under `root` and gives the folder.
///
/// # Errors
/// [`WriteError`]; the folder is then absent, or as it was before.
pub fn write(root: &Path, label: Option<&str>, finished: &Finished) -> Result<PathBuf, WriteError> {
    write_with(root, label, finished, &Extras::new())
}

/// As [`write()`], with further files in the folder: a study as it was edited.
///
/// # Errors
/// As [`write()`].
pub fn write_with(
    root: &Path,
    label: Option<&str>,
    finished: &Finished,
    extras: &Extras,
) -> Result<PathBuf, WriteError> {
    let page = report(&finished.report.named(&finished.record.names).to_json())?;
    Ok(store::folder::write_with(root, label, finished, &page, extras)?)
}
