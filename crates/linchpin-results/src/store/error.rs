//! Why a run folder, a table or a sweep cannot be written or read.

use std::io;
use std::path::Path;

/// A run folder cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A file cannot be read.
    #[error("cannot read {file}: {source}")]
    Io {
        /// Which file.
        file: String,
        /// Why.
        source: io::Error,
    },
    /// A file cannot be written.
    #[error("cannot write {file}: {source}{}", if is_full(.source) { "; free some space and run it again" } else { "" })]
    Write {
        /// Which file.
        file: String,
        /// Why.
        source: io::Error,
    },
    /// A run folder lacks files, or parts of them.
    #[error("{folder} is no whole run: {}; `linchpin verify` says more, running the study again mends it", .what.join(", "))]
    Incomplete {
        /// Which folder.
        folder: String,
        /// What is missing or cut short.
        what: Vec<String>,
    },
    /// Parquet refuses.
    #[error("damaged or unwritable table: {0}")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// Arrow refuses.
    #[error("damaged table: {0}")]
    Arrow(#[from] arrow_schema::ArrowError),
    /// The file is not what this program writes.
    #[error("{file} is not of the expected form: {what}")]
    Form {
        /// Which file.
        file: String,
        /// What is wrong with it.
        what: String,
    },
    /// The content is not what was written.
    #[error("{file} was changed since it was written: its digest is {found}, expected {expected}")]
    Changed {
        /// Which file.
        file: String,
        /// Digest of what it holds.
        found: String,
        /// Digest that `run.json` states.
        expected: String,
    },
    /// There is no such run.
    #[error("there is no run `{name}` in {root}{}", .nearest.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
    Missing {
        /// As asked.
        name: String,
        /// Folder of runs.
        root: String,
        /// Nearest name.
        nearest: Option<String>,
    },
}

/// Whether the disk, or what the user may use of it, is full.
fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

impl StoreError {
    /// `path` cannot be read.
    #[must_use]
    pub fn io(path: &Path, source: io::Error) -> Self {
        Self::Io { file: path.display().to_string(), source }
    }

    /// `path` cannot be written.
    #[must_use]
    pub fn writing(path: &Path, source: io::Error) -> Self {
        Self::Write { file: path.display().to_string(), source }
    }

    /// Whether something could not be written.
    #[must_use]
    pub fn is_write(&self) -> bool {
        matches!(self, Self::Write { .. })
    }

    /// Whether the disk is full.
    #[must_use]
    pub fn is_full(&self) -> bool {
        matches!(self, Self::Write { source, .. } if is_full(source))
    }
}
