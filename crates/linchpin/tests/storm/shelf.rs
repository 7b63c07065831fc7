//! A disk in memory that may be full, rot, or forget.

use linchpin_results::{Shelf, StoreError};
use std::collections::BTreeMap;
use std::fmt::{Debug, Formatter};
use std::io::ErrorKind;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

#[derive(Default)]
struct State {
    files: BTreeMap<String, Vec<u8>>,
    writes: u32,
    full_at: Option<u32>,
    forgets: bool,
}

/// Files in memory; clones are the same disk.
#[derive(Clone, Default)]
pub(crate) struct Memory(Arc<Mutex<State>>);

impl Debug for Memory {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.state().files.keys()).finish()
    }
}

impl Memory {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Everything on it.
    pub(crate) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        self.state().files.clone()
    }

    /// From this write on it is full.
    pub(crate) fn full_at(&self, write: u32) {
        self.state().full_at = Some(write);
    }

    /// Somebody makes room.
    pub(crate) fn frees(&self) {
        self.state().full_at = None;
    }

    /// It denies what it holds whenever a chunk is looked for, as a store that takes duplicates blindly.
    pub(crate) fn forgets(&self) {
        self.state().forgets = true;
    }

    /// It remembers again.
    pub(crate) fn remembers(&self) {
        self.state().forgets = false;
    }

    /// A byte of some file changes; false when there is none.
    pub(crate) fn rot(&self, dice: u64) -> bool {
        let mut state = self.state();
        let count = state.files.len() as u64;
        let chosen = state.files.values_mut().nth((dice % count.max(1)) as usize);
        let Some(bytes) = chosen.filter(|bytes| !bytes.is_empty()) else { return false };
        let at = (dice >> 32) as usize % bytes.len();
        bytes[at] ^= 1;
        true
    }

    fn write(&self, name: &str, change: impl FnOnce(&mut Vec<u8>)) -> Result<(), StoreError> {
        let mut state = self.state();
        let now = state.writes;
        state.writes += 1;
        if state.full_at.is_some_and(|at| now >= at) {
            return Err(StoreError::writing(Path::new(name), ErrorKind::StorageFull.into()));
        }
        change(state.files.entry(name.to_owned()).or_default());
        Ok(())
    }
}

impl Shelf for Memory {
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let state = self.state();
        if state.forgets && name.ends_with(".chunk") {
            return Ok(None);
        }
        Ok(state.files.get(name).cloned())
    }

    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.write(name, |file| *file = bytes.to_vec())
    }

    fn tally(&self, name: &str) -> Result<(), StoreError> {
        self.write(name, |file| file.push(b'|'))
    }

    fn remove(&self, name: &str) -> Result<(), StoreError> {
        self.state().files.remove(name);
        Ok(())
    }

    fn names(&self) -> Result<Vec<String>, StoreError> {
        Ok(self.state().files.keys().cloned().collect())
    }

    fn shown(&self, name: &str) -> String {
        name.to_owned()
    }
}
