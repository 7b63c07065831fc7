//! Files of a download: in a folder, alone, or in a zip archive, within limits.
//!
//! In comes a path; out come readers of named files. No archive can make us read more than
//! [`BYTES`] per file, or more than [`RATIO`] times its packed size: what a zip bomb needs.

use crate::limits::{BYTES, RATIO, SMALL};
use linchpin_units::{Finding, Place};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use zip::ZipArchive;

/// A folder, a zip archive, or a single file.
#[derive(Debug)]
pub(super) enum Archive {
    Folder(PathBuf),
    Single(PathBuf),
    Zip(Box<ZipArchive<BufReader<File>>>),
}

fn failed(file: &str, why: &dyn std::fmt::Display) -> Finding {
    Finding::error("LP-N009", Place::whole(file), format!("cannot be read: {why}"))
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned())
}

impl Archive {
    /// Opens `path`.
    ///
    /// # Errors
    /// `LP-N009` when there is nothing to read, `LP-N031` when the archive claims too much.
    pub(super) fn open(path: &Path) -> Result<Self, Finding> {
        let name = name_of(path);
        if path.is_dir() {
            return Ok(Self::Folder(path.to_owned()));
        }
        let mut file = File::open(path).map_err(|error| failed(&name, &error))?;
        let mut magic = [0; 4];
        let read = file.read(&mut magic).map_err(|error| failed(&name, &error))?;
        let spreadsheet = [".xlsx", ".xlsb"].iter().any(|end| name.to_lowercase().ends_with(end));
        if read < 4 || &magic != b"PK\x03\x04" || spreadsheet {
            return Ok(Self::Single(path.to_owned()));
        }
        Ok(Self::Zip(Box::new(unpacked(path)?)))
    }

    /// Names of the files inside, relative to the archive.
    pub(super) fn names(&self) -> Vec<String> {
        match self {
            Self::Folder(path) => {
                let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
                let mut names: Vec<String> =
                    entries.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
                names.sort();
                names
            }
            Self::Single(path) => vec![name_of(path)],
            Self::Zip(zip) => {
                let mut names: Vec<String> =
                    zip.file_names().flatten().map(std::borrow::Cow::into_owned).collect();
                names.sort();
                names
            }
        }
    }

    /// The one name that ends with `end`, in any folder of the archive.
    pub(super) fn find(&self, end: &str) -> Option<String> {
        let mut names = self.names();
        let wanted = |name: &String| name == end || name.ends_with(&format!("/{end}"));
        names.retain(wanted);
        names.sort_by_key(String::len);
        names.into_iter().next()
    }

    /// The one file whose own name begins with `start`, whatever the case, and ends with `end`.
    pub(super) fn find_like(&self, start: &str, end: &str) -> Option<String> {
        let own = |name: &str| name.rsplit('/').next().unwrap_or(name).to_lowercase();
        let mut names = self.names();
        names.retain(|name| {
            let own = own(name);
            own.starts_with(&start.to_lowercase()) && own.ends_with(end)
        });
        names.into_iter().next()
    }

    /// Runs `read` over the file `name`.
    ///
    /// # Errors
    /// `LP-N009` when it cannot be read, `LP-N031` when it unpacks to too much; what `read` says.
    pub(super) fn with<R, E: From<Finding>>(
        &mut self,
        name: &str,
        read: impl FnOnce(&mut dyn Read) -> Result<R, E>,
    ) -> Result<R, E> {
        match self {
            Self::Folder(path) => {
                let file = File::open(path.join(name)).map_err(|error| failed(name, &error))?;
                read(&mut BufReader::new(file).take(BYTES))
            }
            Self::Single(path) => {
                let file = File::open(path).map_err(|error| failed(name, &error))?;
                read(&mut BufReader::new(file).take(BYTES))
            }
            Self::Zip(zip) => {
                let entry = zip.by_name(name).map_err(|error| failed(name, &error))?;
                let limit = limit(entry.compressed_size());
                let mut bounded = Bounded { inner: BufReader::new(entry), left: limit };
                read(&mut bounded)
            }
        }
    }

    /// All bytes of the file `name`.
    ///
    /// # Errors
    /// As [`Archive::with`].
    pub(super) fn bytes(&mut self, name: &str) -> Result<Vec<u8>, Finding> {
        self.with(name, |file| {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).map_err(|error| too_much(name, &error))?;
            Ok(bytes)
        })
    }
}

fn limit(packed: u64) -> u64 {
    packed.saturating_mul(RATIO).clamp(SMALL, BYTES)
}

/// The finding for a reading error: the bound of [`Bounded`], or the disk's.
pub(super) fn too_much(file: &str, error: &dyn std::fmt::Display) -> Finding {
    let text = error.to_string();
    if text.contains(BOMB) || text.contains(LIES) {
        return Finding::error("LP-N031", Place::whole(file), text)
            .help("fetch the archive again from its publisher");
    }
    failed(file, &text)
}

/// Opens a zip file (a spreadsheet is one) and refuses it when its parts claim too much.
///
/// # Errors
/// `LP-N009` when it is no archive, `LP-N031` when it claims to unpack to too much.
pub(super) fn unpacked(path: &Path) -> Result<ZipArchive<BufReader<File>>, Finding> {
    let name = name_of(path);
    let file = File::open(path).map_err(|error| failed(&name, &error))?;
    let mut zip = ZipArchive::new(BufReader::new(file)).map_err(|error| failed(&name, &error))?;
    for i in 0..zip.len() {
        let entry = zip.by_index_raw(i).map_err(|error| failed(&name, &error))?;
        if entry.size() > limit(entry.compressed_size()) {
            let part = entry.name().unwrap_or_default().into_owned();
            return Err(too_much(&name, &format!("{part} {BOMB}")));
        }
    }
    Ok(zip)
}

const BOMB: &str = "unpacks to more than a table can be";
/// What the `zip` crate says of a part that unpacks to more than the directory claims.
const LIES: &str = "larger than its declared";

/// A reader that fails, instead of ending quietly, when its bound is reached.
struct Bounded<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.left =
            self.left.checked_sub(count as u64).ok_or_else(|| std::io::Error::other(BOMB))?;
        Ok(count)
    }
}
