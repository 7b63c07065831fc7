//! Every step of input and output that this crate takes, one function each.
//!
//! All of the store goes through here, so that a test can fail, delay or kill a process at each single step
//! (`faults` in this folder). Errors name the path, and say whether it was being read or written.

use crate::store::error::StoreError;
use crate::store::step::Step;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// Before each step. Outside tests this does nothing.
#[cfg_attr(not(test), expect(clippy::unnecessary_wraps, reason = "tests make steps fail"))]
fn before(step: Step, path: &Path) -> io::Result<()> {
    #[cfg(test)]
    crate::store::faults::pass(step, path)?;
    #[cfg(not(test))]
    let _ = (step, path);
    Ok(())
}

fn writing(path: &Path) -> impl Fn(io::Error) -> StoreError + '_ {
    move |error| StoreError::writing(path, error)
}

/// Makes a folder and those above it.
pub(crate) fn make_folders(path: &Path) -> Result<(), StoreError> {
    before(Step::MakeFolder, path).and_then(|()| fs::create_dir_all(path)).map_err(writing(path))
}

/// Bytes written between two chances to fail: small enough for tests to stop in the middle of a file.
const CHUNK: usize = 64 * 1024;

/// Writes a file and waits until it is on disk.
pub(crate) fn put(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let write = || {
        before(Step::Create, path)?;
        fill(File::create(path)?, path, bytes)
    };
    write().map_err(writing(path))
}

fn fill(mut file: File, path: &Path, bytes: &[u8]) -> io::Result<()> {
    for chunk in bytes.chunks(CHUNK.min(bytes.len() / 2 + 1)) {
        before(Step::Write, path)?;
        file.write_all(chunk)?;
    }
    before(Step::Sync, path)?;
    match file.sync_all() {
        // Pipes and devices have nothing to flush.
        Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => {
            Ok(())
        }
        done => done,
    }
}

/// Adds bytes to a file without waiting for the disk: for tallies that only a crash of the process must survive.
pub(crate) fn append(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let write = || {
        before(Step::Write, path)?;
        OpenOptions::new().append(true).create(true).open(path)?.write_all(bytes)
    };
    write().map_err(writing(path))
}

/// Writes a file so that its name always means whole bytes: the old ones or the new ones.
pub(crate) fn put_whole(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    // A link is followed, so that it still stands afterwards; a pipe or a device is written through.
    let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if fs::metadata(path).is_ok_and(|known| !known.is_file()) {
        return put(path, bytes);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let (aside, file) = unique(folder, &name, "part", |aside| {
        before(Step::Create, aside)?;
        OpenOptions::new().write(true).create_new(true).open(aside)
    })?;
    let done = fill(file, &aside, bytes)
        .map_err(writing(path))
        .and_then(|()| rename(&aside, path))
        .and_then(|()| sync_folder(folder));
    if done.is_err() {
        // The first failure is what the user must hear of; the clean-up is best effort.
        let _ = fs::remove_file(&aside);
    }
    done
}

/// Makes something under a name that nobody else has: `.NAME.<process>-<number>.<ending>`.
pub(crate) fn unique<T>(
    folder: &Path,
    name: &str,
    ending: &str,
    make: impl Fn(&Path) -> io::Result<T>,
) -> Result<(PathBuf, T), StoreError> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    loop {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = folder.join(format!(".{name}.{}-{number}.{ending}", std::process::id()));
        match make(&path) {
            // Another machine on a shared disk may have the same process number.
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::AlreadyExists | ErrorKind::DirectoryNotEmpty
                ) => {}
            Err(error) => return Err(StoreError::writing(&path, error)),
            Ok(made) => return Ok((path, made)),
        }
    }
}

/// Makes one folder; fails when it is there.
pub(crate) fn make_folder(path: &Path) -> io::Result<()> {
    before(Step::MakeFolder, path)?;
    fs::create_dir(path)
}

/// Changes a name.
pub(crate) fn rename(from: &Path, to: &Path) -> Result<(), StoreError> {
    before(Step::Rename, to).and_then(|()| fs::rename(from, to)).map_err(writing(to))
}

/// Changes the name of a folder unless a folder with something in it has that name already.
pub(crate) fn rename_if_free(from: &Path, to: &Path) -> Result<bool, StoreError> {
    match before(Step::Rename, to).and_then(|()| fs::rename(from, to)) {
        Ok(()) => Ok(true),
        Err(error)
            if matches!(error.kind(), ErrorKind::DirectoryNotEmpty | ErrorKind::AlreadyExists) =>
        {
            Ok(false)
        }
        // Where renaming onto a folder is refused in other words.
        Err(_) if to.is_dir() => Ok(false),
        Err(error) => Err(StoreError::writing(to, error)),
    }
}

/// Removes a folder with all that is in it; one that is not there is no fault.
pub(crate) fn remove_folder(path: &Path) -> Result<(), StoreError> {
    match before(Step::Remove, path).and_then(|()| fs::remove_dir_all(path)) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(StoreError::writing(path, error)),
        _ => Ok(()),
    }
}

/// Removes a file; one that is not there is no fault.
pub(crate) fn remove_file(path: &Path) -> Result<(), StoreError> {
    match before(Step::Remove, path).and_then(|()| fs::remove_file(path)) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(StoreError::writing(path, error)),
        _ => Ok(()),
    }
}

/// Waits until a folder's entries are on disk; where folders cannot be opened this does nothing.
pub(crate) fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    before(Step::Sync, folder).map_err(writing(folder))?;
    match File::open(folder) {
        Ok(open) => match open.sync_all() {
            Err(error)
                if !matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) =>
            {
                Err(StoreError::writing(folder, error))
            }
            _ => Ok(()),
        },
        Err(_) => Ok(()),
    }
}

/// The bytes of a file.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, StoreError> {
    let read = || {
        before(Step::Read, path)?;
        let mut bytes = Vec::new();
        File::open(path)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    read().map_err(|error| StoreError::io(path, error))
}

/// Names in a folder, in order; none where there is no folder.
pub(crate) fn names(folder: &Path) -> Result<Vec<String>, StoreError> {
    let listed = before(Step::List, folder).and_then(|()| fs::read_dir(folder));
    let entries = match listed {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        other => other.map_err(|error| StoreError::io(folder, error))?,
    };
    let mut names: Vec<String> =
        entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.sort();
    Ok(names)
}

/// A file locked for this process until it is dropped; `None` where the disk knows no locks.
pub(crate) fn lock(path: &Path) -> Result<Option<File>, StoreError> {
    let open = || {
        before(Step::Lock, path)?;
        OpenOptions::new().write(true).create(true).truncate(false).open(path)
    };
    let file = open().map_err(writing(path))?;
    match file.lock() {
        Ok(()) => Ok(Some(file)),
        Err(error) if error.kind() == ErrorKind::Unsupported => Ok(None),
        Err(error) => Err(StoreError::writing(path, error)),
    }
}

/// Whether nobody holds a lock on the file: its owner is gone.
pub(crate) fn is_unlocked(path: &Path) -> bool {
    File::open(path).is_ok_and(|file| file.try_lock().is_ok())
}
