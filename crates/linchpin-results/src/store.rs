//! Run folders: written aside, flushed to disk, then renamed, so that a folder is whole or absent.
//!
//! In comes a finished run and its page; out comes `<root>/<study>[-<label>]-<digest8>/` with `run.json`,
//! five Parquet tables and `report.html`, and `<root>/last` naming it. A run killed while writing leaves
//! only a hidden folder that the next write of the same run removes.

use crate::finish::Finished;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The file that names the newest run of a root folder.
pub const LAST: &str = "last";

/// A run folder cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk refuses.
    #[error("cannot use {file}: {source}")]
    Io {
        /// Which file.
        file: String,
        /// Why.
        source: std::io::Error,
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

impl StoreError {
    /// The disk refused `path`.
    #[must_use]
    pub fn io(path: &Path, source: std::io::Error) -> Self {
        Self::Io { file: path.display().to_string(), source }
    }
}

/// The name of a run's folder.
#[must_use]
pub fn folder_name(finished: &Finished, label: Option<&str>) -> String {
    let study = &finished.record.report.study.id;
    let span = finished.record.members;
    let shard = if finished.record.shard {
        format!("-m{}-{}", span.from, span.until)
    } else {
        String::new()
    };
    let label = label.map(|label| format!("-{label}")).unwrap_or_default();
    let digest = &finished.record.report.run.digest;
    format!("{study}{label}{shard}-{}", digest.get(..8).unwrap_or(digest))
}

/// Writes a run folder under `root` and gives its path.
///
/// # Errors
/// [`StoreError`] when the disk refuses; the folder is then absent, or as it was before.
pub fn write(
    root: &Path,
    label: Option<&str>,
    finished: &Finished,
    page: &str,
) -> Result<PathBuf, StoreError> {
    let name = folder_name(finished, label);
    let folder = whole_or_absent(root, &name, |aside| fill(aside, finished, page))?;
    let last = root.join(LAST);
    put(&last, name.as_bytes())?;
    Ok(folder)
}

fn fill(folder: &Path, finished: &Finished, page: &str) -> Result<(), StoreError> {
    let digest = &finished.record.report.run.digest;
    for table in &finished.tables {
        let own = finished.record.tables.get(table.name).map(linchpin_units::Digest::as_str);
        let marks = [("linchpin.run", digest.as_str()), ("linchpin.table", own.unwrap_or(""))];
        table.write(&folder.join(format!("{}.parquet", table.name)), &marks)?;
    }
    put(&folder.join("report.html"), page.as_bytes())?;
    let record =
        serde_json::to_vec_pretty(&finished.record).expect("a record is a tree of plain values");
    put(&folder.join("run.json"), &record)
}

/// Writes a file and waits until it is on disk.
///
/// # Errors
/// [`StoreError::Io`] when the disk refuses.
pub fn put(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let write = || {
        let mut file = fs::File::create(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(|error| StoreError::io(path, error))
}

/// Makes `<root>/<name>` out of what `fill` writes; when `fill` fails nothing of it is left.
///
/// # Errors
/// What `fill` or the disk says.
pub fn whole_or_absent(
    root: &Path,
    name: &str,
    fill: impl FnOnce(&Path) -> Result<(), StoreError>,
) -> Result<PathBuf, StoreError> {
    let refused = |path: &Path| {
        let path = path.to_owned();
        move |error| StoreError::io(&path, error)
    };
    let (aside, old, folder) =
        (root.join(format!(".{name}.part")), root.join(format!(".{name}.old")), root.join(name));
    fs::create_dir_all(root).map_err(refused(root))?;
    remove(&aside)?;
    remove(&old)?;
    fs::create_dir(&aside).map_err(refused(&aside))?;
    if let Err(error) = fill(&aside).and_then(|()| sync(&aside)) {
        // The first failure is what the user must hear of; the clean-up is best effort.
        let _ = fs::remove_dir_all(&aside);
        return Err(error);
    }
    if folder.exists() {
        fs::rename(&folder, &old).map_err(refused(&folder))?;
    }
    fs::rename(&aside, &folder).map_err(refused(&aside))?;
    sync(root)?;
    remove(&old)?;
    Ok(folder)
}

fn remove(folder: &Path) -> Result<(), StoreError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(StoreError::io(folder, error))
        }
        _ => Ok(()),
    }
}

/// Waits until a folder's entries are on disk; where folders cannot be opened this does nothing.
fn sync(folder: &Path) -> Result<(), StoreError> {
    match fs::File::open(folder) {
        Ok(open) => open.sync_all().map_err(|error| StoreError::io(folder, error)),
        Err(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Keep, finish::finish, sample::run};

    fn names(root: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(root)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_failure_while_writing_leaves_nothing() {
        let root = tempfile::tempdir().expect("a folder");
        let failed = whole_or_absent(root.path(), "run", |aside| {
            put(&aside.join("half"), b"half")?;
            Err(StoreError::io(aside, std::io::Error::other("disk full")))
        });
        assert!(matches!(failed, Err(StoreError::Io { .. })));
        assert_eq!(names(root.path()), Vec::<String>::new());
    }

    #[test]
    fn a_killed_write_is_invisible_and_swept_by_the_next() {
        let root = tempfile::tempdir().expect("a folder");
        fs::create_dir(root.path().join(".run.part")).expect("left behind");
        put(&root.path().join(".run.part/half"), b"half").expect("written");
        whole_or_absent(root.path(), "run", |aside| put(&aside.join("all"), b"all")).expect("ok");
        assert_eq!(names(root.path()), ["run"]);
        assert_eq!(names(&root.path().join("run")), ["all"]);
    }

    #[test]
    fn a_failed_rewrite_keeps_the_old_run() {
        let root = tempfile::tempdir().expect("a folder");
        whole_or_absent(root.path(), "run", |aside| put(&aside.join("a"), b"one")).expect("ok");
        let broken = |aside: &Path| Err(StoreError::io(aside, std::io::Error::other("full")));
        assert!(whole_or_absent(root.path(), "run", broken).is_err());
        assert_eq!(fs::read(root.path().join("run/a")).expect("still there"), b"one");
        whole_or_absent(root.path(), "run", |aside| put(&aside.join("a"), b"two")).expect("ok");
        assert_eq!(fs::read(root.path().join("run/a")).expect("replaced"), b"two");
        assert_eq!(names(root.path()), ["run"]);
    }

    #[test]
    fn a_run_folder_holds_what_was_promised() {
        let root = tempfile::tempdir().expect("a folder");
        let finished = finish(&run(5), Keep::Few).expect("a run");
        let folder = write(root.path(), Some("cut"), &finished, "<html>").expect("written");
        let digest = &finished.record.report.run.digest;
        assert!(folder.ends_with(format!("sample-cut-{}", &digest[..8])));
        let files = [
            "binding.parquet",
            "draws.parquet",
            "report.html",
            "run.json",
            "series.parquet",
            "sources.parquet",
            "summary.parquet",
        ];
        assert_eq!(names(&folder), files);
    }
}
