//! Run folders: written aside under a name of their own, flushed to disk, then renamed, so that a folder is
//! whole or absent, however many processes write the same run at once.
//!
//! In comes a finished run and its page; out comes `<root>/<study>[-<label>]-<digest8>/` with `run.json`,
//! the tables and `report.html`, and `<root>/last` naming it. Who comes second compares: a whole run with the
//! same digest is adopted, a damaged one is replaced. A process killed while writing leaves only a hidden
//! folder, which the next write removes once it sees that its owner is gone.

use crate::contract::record::{FileMark, Record};
use crate::store::disk;
use crate::store::error::StoreError;
use crate::store::finish::Finished;
use crate::store::layout::{LAST, PAGE, RECORD};
use crate::store::page;
use crate::store::verify;
use linchpin_units::Digest;
use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// The name of a run's folder, ending in the first characters of its digest.
#[must_use]
pub fn folder_name(finished: &Finished, label: Option<&str>) -> String {
    named(finished, label, SHORT)
}

/// Characters of a digest in a folder's name, and when another run already has those.
const SHORT: usize = 8;
const LONG: usize = 24;

fn named(finished: &Finished, label: Option<&str>, characters: usize) -> String {
    // A name that begins with a dot would hide the run.
    let study = finished.record.report.study.id.trim_start_matches('.');
    let study = if study.is_empty() { "study" } else { study };
    let span = finished.record.members;
    let shard = if finished.record.shard {
        format!("-m{}-{}", span.from, span.until)
    } else {
        String::new()
    };
    let label = label.map(|label| format!("-{label}")).unwrap_or_default();
    let digest = &finished.record.report.run.digest;
    format!("{study}{label}{shard}-{}", digest.get(..characters).unwrap_or(digest))
}

/// Files that go into a run folder beside its own, by their name below it.
pub type Extras = BTreeMap<String, Vec<u8>>;

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
    write_with(root, label, finished, page, &Extras::new())
}

/// As [`write()`], with further files in the folder.
///
/// # Errors
/// As [`write()`].
pub fn write_with(
    root: &Path,
    label: Option<&str>,
    finished: &Finished,
    page: &str,
    extras: &Extras,
) -> Result<PathBuf, StoreError> {
    let mut record = finished.record.clone();
    let mut files: BTreeMap<String, Vec<u8>> = extras.clone();
    for table in &finished.tables {
        let own = record.tables.get(table.name).map(Digest::as_str);
        let marks = [
            ("linchpin.run", record.report.run.digest.as_str()),
            ("linchpin.table", own.unwrap_or("")),
        ];
        files.insert(format!("{}.parquet", table.name), table.parquet(&marks)?);
    }
    let mark = |bytes: &Vec<u8>| FileMark { sha256: Digest::of(bytes), bytes: bytes.len() as u64 };
    record.files = files.iter().map(|(name, bytes)| (name.clone(), mark(bytes))).collect();
    record.seal();
    let json = serde_json::to_vec_pretty(&record).expect("a record is a tree of plain values");
    // Their own marks stand inside them: the page may be written anew, and `run.json` holds the others'.
    files.insert(PAGE.to_owned(), page::sealed(page).into_bytes());
    files.insert(RECORD.to_owned(), json);
    let names = [SHORT, LONG].map(|characters| named(finished, label, characters));
    let folder = publish(root, &names, &record, &files)?;
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    disk::put_whole(&root.join(LAST), name.as_bytes())?;
    Ok(folder)
}

/// Writes the page of a stored run anew.
///
/// # Errors
/// [`StoreError`] when the disk refuses; the page is then as it was before.
pub fn put_page(path: &Path, page: &str) -> Result<(), StoreError> {
    disk::put_whole(path, page::sealed(page).as_bytes())
}

/// Writes a file so that its name always means whole bytes: the old ones or the new ones.
///
/// # Errors
/// [`StoreError::Write`] when the disk refuses.
pub fn put(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    disk::put_whole(path, bytes)
}

/// Makes a folder out of what `fill` writes, whole or not at all. One that stands there already is replaced
/// when `replace` says so, and refused otherwise.
///
/// # Errors
/// What `fill` says, or [`StoreError::Write`] when the disk refuses or the folder is there.
pub fn whole_folder<E: From<StoreError>>(
    folder: &Path,
    replace: bool,
    fill: impl FnOnce(&Path) -> Result<(), E>,
) -> Result<(), E> {
    let root = folder.parent().filter(|root| !root.as_os_str().is_empty());
    let root = root.unwrap_or(Path::new("."));
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let taken = || StoreError::writing(folder, io::ErrorKind::AlreadyExists.into());
    if !replace && std::fs::read_dir(folder).is_ok_and(|mut held| held.next().is_some()) {
        return Err(taken().into());
    }
    disk::make_folders(root)?;
    let (path, ()) = disk::unique(root, &name, DRAFT, disk::make_folder)?;
    let aside = Aside { path, owner: None };
    fill(&aside.path)?;
    disk::sync_folder(&aside.path)?;
    if disk::rename_if_free(&aside.path, folder)? {
        return Ok(disk::sync_folder(root)?);
    }
    if !replace {
        return Err(taken().into());
    }
    disk::remove_folder(&swap(root, &name, &aside.path)?)?;
    Ok(())
}

/// Puts `new` in the place of the folder `name` under `root`; gives where the old one is now.
fn swap(root: &Path, name: &str, new: &Path) -> Result<PathBuf, StoreError> {
    let folder = root.join(name);
    let (old, ()) = disk::unique(root, name, OLD, |old| match disk::rename(&folder, old) {
        Err(StoreError::Write { source, .. }) => Err(source),
        _ => Ok(()),
    })?;
    if let Err(error) = disk::rename(new, &folder) {
        // Better the old one than none; the first failure is what the user must hear of.
        let _ = std::fs::rename(&old, &folder);
        return Err(error);
    }
    disk::sync_folder(root)?;
    Ok(old)
}

/// Endings of hidden folders: a run being written, another folder being written, one being replaced.
const PART: &str = "part";
const DRAFT: &str = "draft";
const OLD: &str = "old";
/// The file in a folder being written that its owner holds locked.
const OWNER: &str = "owner";
/// The file of a root that is locked while names change.
const LOCK: &str = ".lock";

/// A folder being written; it goes away unless it is published.
struct Aside {
    path: PathBuf,
    owner: Option<File>,
}

impl Aside {
    /// A folder of our own under `root`; what dead processes left there is swept.
    fn under(root: &Path, name: &str) -> Result<Self, StoreError> {
        let lock = disk::lock(&root.join(LOCK))?;
        if lock.is_some() {
            sweep(root)?;
        }
        let (path, ()) = disk::unique(root, name, PART, disk::make_folder)?;
        let mut aside = Self { path, owner: None };
        aside.owner = disk::lock(&aside.path.join(OWNER))?;
        Ok(aside)
    }

    fn fill(&self, files: &BTreeMap<String, Vec<u8>>) -> Result<(), StoreError> {
        for (name, bytes) in files {
            let path = self.path.join(name);
            if let Some(parent) = path.parent().filter(|parent| *parent != self.path) {
                disk::make_folders(parent)?;
            }
            disk::put(&path, bytes)?;
        }
        disk::sync_folder(&self.path)
    }

    /// Gives up the owner's mark; only to be called while the root is locked.
    fn disown(&mut self) -> Result<(), StoreError> {
        self.owner = None;
        disk::remove_file(&self.path.join(OWNER))
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        // A published folder has another name by now; the clean-up of a failed one is best effort.
        let _ = std::fs::remove_dir_all(&self.path);
    }
}

/// Makes `files` a folder under the first of `names` that is free, or adopts an equal one.
fn publish(
    root: &Path,
    names: &[String; 2],
    record: &Record,
    files: &BTreeMap<String, Vec<u8>>,
) -> Result<PathBuf, StoreError> {
    disk::make_folders(root)?;
    let mut aside = Aside::under(root, &names[0])?;
    aside.fill(files)?;
    let _lock = disk::lock(&root.join(LOCK))?;
    aside.disown()?;
    for name in names {
        let folder = root.join(name);
        if disk::rename_if_free(&aside.path, &folder)? {
            disk::sync_folder(root)?;
            return Ok(folder);
        }
        match there(&folder, record) {
            There::Equal => {
                // While the lock is held: nobody else may sweep it at the same time.
                drop(aside);
                return Ok(folder);
            }
            There::Another => {}
            There::Damaged => {
                disk::remove_folder(&swap(root, name, &aside.path)?)?;
                return Ok(folder);
            }
        }
    }
    Err(StoreError::Form {
        file: root.join(&names[1]).display().to_string(),
        what: "another run has the name of this one".to_owned(),
    })
}

/// What stands under a name already.
enum There {
    /// The same run, whole.
    Equal,
    /// Another run, whole.
    Another,
    /// Something that is no whole run.
    Damaged,
}

fn there(folder: &Path, record: &Record) -> There {
    let Ok(known) = verify::verify(folder) else { return There::Damaged };
    // Files beside the run must be there too: the study as edited on the page.
    let holds = |(name, mark): (&String, &FileMark)| known.record.files.get(name) == Some(mark);
    if !known.whole() {
        There::Damaged
    } else if known.record.report.run.digest != record.report.run.digest {
        There::Another
    } else if record.files.iter().all(holds) {
        There::Equal
    } else {
        There::Damaged
    }
}

/// Removes what dead processes left; a run that was being replaced gets its name back.
fn sweep(root: &Path) -> Result<(), StoreError> {
    for name in disk::names(root)? {
        let path = root.join(&name);
        let Some((stem, ending)) = name.strip_prefix('.').and_then(|name| name.rsplit_once('.'))
        else {
            continue;
        };
        if !path.is_dir() {
            continue;
        }
        let owner = path.join(OWNER);
        match ending {
            // Without an owner it is between two steps that only a lock holder takes: he is dead.
            PART if !owner.exists() || disk::is_unlocked(&owner) => disk::remove_folder(&path)?,
            OLD => {
                let folder = root.join(stem.rsplit_once('.').map_or(stem, |(name, _)| name));
                if folder.exists() {
                    disk::remove_folder(&path)?;
                } else {
                    disk::rename(&path, &folder)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Keep, finish, sample::run};

    fn names(root: &Path) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(root)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_folder_is_made_whole_or_not_at_all() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = root.path().join("table");
        let fill = |text: &'static [u8]| move |aside: &Path| put(&aside.join("a"), text);
        let broken = |aside: &Path| Err(StoreError::writing(aside, io::Error::other("full")));
        assert!(whole_folder(&folder, false, broken).is_err());
        assert_eq!(names(root.path()), Vec::<String>::new());
        whole_folder(&folder, false, fill(b"one")).expect("made");
        assert!(whole_folder(&folder, false, fill(b"two")).is_err(), "it is there");
        assert!(whole_folder(&folder, true, broken).is_err());
        assert_eq!(std::fs::read(folder.join("a")).expect("still there"), b"one");
        whole_folder(&folder, true, fill(b"two")).expect("replaced");
        assert_eq!(std::fs::read(folder.join("a")).expect("replaced"), b"two");
        assert_eq!(names(root.path()), ["table"]);
    }

    #[test]
    fn a_file_keeps_its_old_bytes_until_the_new_ones_are_whole() {
        let root = tempfile::tempdir().expect("a folder");
        let path = root.path().join("page");
        put(&path, b"old").expect("written");
        put(&path, b"new").expect("written");
        assert_eq!(std::fs::read(&path).expect("a file"), b"new");
        assert_eq!(names(root.path()), ["page"]);
        if Path::new("/dev/full").exists() {
            assert!(put(Path::new("/dev/full"), b"x").expect_err("full").is_full());
        }
    }

    #[test]
    fn another_run_under_the_same_name_is_not_taken_for_this_one() {
        let root = tempfile::tempdir().expect("a folder");
        let (one, mut other) = (
            finish(&run(5), Keep::Few).expect("a run"),
            finish(&run(6), Keep::Few).expect("a run"),
        );
        // A forged digest that begins as the other's does.
        let digest = &one.record.report.run.digest;
        let first = write(root.path(), None, &one, digest).expect("written");
        other.record.report.run.digest = format!("{}{}", &digest[..8], "0".repeat(56));
        let second = write(root.path(), None, &other, "page").expect("written");
        assert_ne!(first, second);
        assert!(verify::verify(&first).expect("a record").whole());
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
            "outcomes.parquet",
            "pairs.parquet",
            "report.html",
            "run.json",
            "series.parquet",
            "sources.parquet",
            "summary.parquet",
        ];
        assert_eq!(names(&folder), files);
    }
}
