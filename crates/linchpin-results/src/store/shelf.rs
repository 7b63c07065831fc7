//! Where the chunks of a sweep lie: whole files by name.
//!
//! This is the one seam of the store of sweeps: a folder in use, memory in a simulation. What is whole, what is
//! damaged and what differs is decided above it, by [`crate::Sweep`], whatever lies below.

use crate::store::disk;
use crate::store::error::StoreError;
use std::fmt::Debug;
use std::path::PathBuf;

/// Files by name.
pub trait Shelf: Debug + Send + Sync {
    /// The bytes of a file; none when it is not there.
    ///
    /// # Errors
    /// [`StoreError`] when it is there and cannot be read.
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError>;

    /// Puts a file in its place: whole, or not at all.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written; what was there before is then still there.
    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError>;

    /// Adds one byte to a small file, making it if need be: a tally that survives the process, though perhaps
    /// not the machine.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    fn tally(&self, name: &str) -> Result<(), StoreError>;

    /// Removes a file; one that is not there is no fault.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be removed.
    fn remove(&self, name: &str) -> Result<(), StoreError>;

    /// Every name, in order.
    ///
    /// # Errors
    /// [`StoreError`] when the names cannot be read.
    fn names(&self) -> Result<Vec<String>, StoreError>;

    /// How a file is called in messages.
    fn shown(&self, name: &str) -> String;
}

/// Files in a folder.
#[derive(Debug, Clone)]
pub(crate) struct OnDisk(pub(crate) PathBuf);

impl Shelf for OnDisk {
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let path = self.0.join(name);
        if path.is_file() { disk::read(&path).map(Some) } else { Ok(None) }
    }

    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        disk::put_whole(&self.0.join(name), bytes)
    }

    fn tally(&self, name: &str) -> Result<(), StoreError> {
        disk::append(&self.0.join(name), b"|")
    }

    fn remove(&self, name: &str) -> Result<(), StoreError> {
        disk::remove_file(&self.0.join(name))
    }

    fn names(&self) -> Result<Vec<String>, StoreError> {
        disk::names(&self.0)
    }

    fn shown(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }
}
