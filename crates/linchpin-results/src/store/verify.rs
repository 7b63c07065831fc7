//! Is a run folder whole, and is every byte of it what was written?
//!
//! `run.json` holds the digest of itself and of each file; the page holds its own. The digest of the run is
//! taken again over tables and report, so that a folder in which all marks were forged together is told apart
//! from the run that a paper cites.

use crate::contract::record::Record;
use crate::store::error::StoreError;
use crate::store::layout::{PAGE, RECORD};
use crate::store::load::StoredRun;
use crate::store::{disk, page, tables};
use linchpin_units::Digest;
use serde::Serialize;
use std::path::Path;

/// One file of a run folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileState {
    /// Its name in the folder.
    pub file: String,
    /// What is wrong with it; none when it is whole.
    pub fault: Option<String>,
}

/// What was found in a run folder.
#[derive(Debug, Clone, PartialEq)]
pub struct Verified {
    /// What `run.json` holds.
    pub record: Record,
    /// Its files, in order of their names.
    pub files: Vec<FileState>,
    /// What a reader should know, such as a folder of an earlier version that holds fewer marks.
    pub notes: Vec<String>,
}

impl Verified {
    /// Whether every file is there and unchanged.
    #[must_use]
    pub fn whole(&self) -> bool {
        self.files.iter().all(|file| file.fault.is_none())
    }
}

/// Checks every file of a run folder.
///
/// # Errors
/// [`StoreError`] when `run.json` cannot be read: nothing else can be judged then.
pub fn verify(folder: &Path) -> Result<Verified, StoreError> {
    let StoredRun { record, .. } = StoredRun::record(folder)?;
    let mut files = vec![record_state(&record)];
    let mut notes = Vec::new();
    if record.seal.is_none() {
        notes.push(
            "an earlier version wrote this run: its tables are checked by content, `run.json` in part"
                .to_owned(),
        );
    }
    let bytes = |name: &str| match disk::read(&folder.join(name)) {
        Ok(bytes) => Ok(bytes),
        Err(StoreError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
            Err("it is missing".to_owned())
        }
        Err(error) => Err(error.to_string()),
    };
    for (name, mark) in &record.files {
        let fault = match bytes(name) {
            Err(what) => Some(what),
            Ok(found) if found.len() as u64 != mark.bytes => {
                Some(format!("it has {} bytes, not {}", found.len(), mark.bytes))
            }
            Ok(found) if Digest::of(&found) != mark.sha256 => Some("it was changed".to_owned()),
            Ok(_) => None,
        };
        files.push(FileState { file: name.clone(), fault });
    }
    for (name, digest) in &record.tables {
        let file = format!("{name}.parquet");
        // A table whose bytes are right is read as well: the digest of the run rests on its content.
        if files.iter().any(|known| known.file == file && known.fault.is_some()) {
            continue;
        }
        let fault = content(folder, &record, name, digest);
        match files.iter_mut().find(|known| known.file == file) {
            Some(known) => known.fault = fault,
            None => files.push(FileState { file, fault }),
        }
    }
    let digest = &record.report.run.digest;
    let fault = match bytes(PAGE) {
        Err(what) => Some(what),
        // Pages of an earlier version bear no mark.
        Ok(_) if record.seal.is_none() => None,
        Ok(found) => page::fault(&found, digest).map(str::to_owned),
    };
    files.push(FileState { file: PAGE.to_owned(), fault });
    files.sort_by(|a, b| a.file.cmp(&b.file));
    for name in disk::names(folder)? {
        let known = files.iter().any(|file| file.file.split('/').next() == Some(&name));
        if !known {
            notes.push(format!("{name} is no part of the run"));
        }
    }
    Ok(Verified { record, files, notes })
}

fn record_state(record: &Record) -> FileState {
    let seal = record.seal.as_ref().is_none_or(|seal| *seal == record.sealed());
    let fault = match (seal, record.report.run.digest == record.digest().as_str()) {
        (true, true) => None,
        (false, _) => Some("it was changed since it was written".to_owned()),
        (true, false) => Some("its content has another digest than it states".to_owned()),
    };
    FileState { file: RECORD.to_owned(), fault }
}

/// What is wrong with the content of a table.
fn content(folder: &Path, record: &Record, name: &str, expected: &Digest) -> Option<String> {
    let Some(form) = tables::form_of(name) else {
        return Some("no version up to this one writes such a table".to_owned());
    };
    let run = StoredRun { folder: folder.to_owned(), record: record.clone() };
    match run.table(form) {
        Err(error) => Some(error.to_string()),
        Ok(table) if table.digest() != *expected => Some("its rows were changed".to_owned()),
        Ok(_) => None,
    }
}
