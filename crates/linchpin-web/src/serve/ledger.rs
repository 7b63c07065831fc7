//! Jobs on disk: what was accepted is there again after a restart.
//!
//! In: a job as it was asked for, and how it ended. Out: one file `.jobs/<number>.json` below the folder of runs,
//! whole or absent. A job that had not ended when the server did is run by the next server; writing a run
//! twice is harmless, since equal runs are one folder.

use linchpin::Files;
use linchpin_results::contract::api::Job as Seen;
use linchpin_results::{StoreError, store};
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

/// What is asked for.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wish {
    pub(super) study: String,
    /// The study's files as the reader edited them; without them the bundled ones are run.
    pub(super) files: Option<Files>,
    pub(super) scenario: Option<String>,
    pub(super) members: Option<u32>,
    pub(super) seed: Option<u64>,
}

/// What a file holds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) wish: Wish,
    pub(super) seen: Seen,
}

/// The folder of jobs.
#[derive(Debug)]
pub(super) struct Ledger {
    folder: PathBuf,
    /// Held as long as this server lives; another server on the same folder restores nothing.
    _ours: Option<File>,
}

/// Jobs that were found, by number, and the file that cannot be read, if any.
pub(super) type Found = Vec<(u64, Option<Entry>)>;

impl Ledger {
    /// Opens the folder of jobs below the folder of runs and reads what earlier servers left.
    pub(super) fn open(runs: &Path) -> (Self, Found) {
        let folder = runs.join(".jobs");
        let ours = lock(&folder);
        let mut found = Vec::new();
        if ours.is_some() {
            let entries = std::fs::read_dir(&folder).into_iter().flatten();
            let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
            for number in names.filter_map(|name| number(&name)) {
                let bytes = std::fs::read(file(&folder, number)).unwrap_or_default();
                if bytes.is_empty() {
                    // The number was taken, and nothing was accepted yet.
                    let _ = std::fs::remove_file(file(&folder, number));
                } else {
                    found.push((number, serde_json::from_slice(&bytes).ok()));
                }
            }
            found.sort_by_key(|(number, _)| *number);
        }
        (Self { folder, _ours: ours }, found)
    }

    /// Takes the next free number from `from` on.
    ///
    /// # Errors
    /// [`StoreError`] when the folder cannot be written: nothing may be promised then.
    pub(super) fn take(&self, from: u64) -> Result<u64, StoreError> {
        let refused = |error| StoreError::writing(&self.folder, error);
        std::fs::create_dir_all(&self.folder).map_err(refused)?;
        let mut number = from;
        loop {
            match File::create_new(file(&self.folder, number)) {
                Ok(_) => return Ok(number),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => number += 1,
                Err(error) => return Err(refused(error)),
            }
        }
    }

    /// Writes a job as it is now.
    ///
    /// # Errors
    /// [`StoreError`] when the disk refuses.
    pub(super) fn keep(&self, number: u64, entry: &Entry) -> Result<(), StoreError> {
        let json = serde_json::to_vec(entry).expect("a job is a tree of plain values");
        store::put(&file(&self.folder, number), &json)
    }

    /// Forgets a job; one that is not there is no fault.
    pub(super) fn forget(&self, number: u64) {
        let _ = std::fs::remove_file(file(&self.folder, number));
    }
}

fn file(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("{number:08x}.json"))
}

fn number(name: &str) -> Option<u64> {
    u64::from_str_radix(name.strip_suffix(".json")?, 16).ok()
}

/// The folder's lock, if no other server holds it; none also where nothing can be written.
fn lock(folder: &Path) -> Option<File> {
    std::fs::create_dir_all(folder).ok()?;
    let path = folder.join("lock");
    let file = OpenOptions::new().write(true).create(true).truncate(false).open(path).ok()?;
    file.try_lock().ok().map(|()| file)
}
