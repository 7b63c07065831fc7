//! Dense indices that cannot be mixed up: an `Idx<Site>` never indexes a table of firms.
//!
//! Ids (`site:samsung-xian`) never enter kernels and indices never leave the process.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::{Index as OpsIndex, IndexMut};

/// Position of a `T` in its [`Table`]; only a table mints one.
pub struct Idx<T>(u32, PhantomData<fn() -> T>);

impl<T> Idx<T> {
    /// The position as a plain number, for dense arrays laid out beside the table.
    #[must_use]
    pub fn at(self) -> usize {
        self.0 as usize
    }
}

impl<T> Clone for Idx<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Idx<T> {}
impl<T> PartialEq for Idx<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for Idx<T> {}
impl<T> PartialOrd for Idx<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Idx<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<T> Hash for Idx<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<T> fmt::Debug for Idx<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// A growing list of `T` addressed by [`Idx<T>`].
#[derive(Debug, Clone, PartialEq)]
pub struct Table<T>(Vec<T>);

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Table<T> {
    /// Adds an entry and gives its index.
    ///
    /// # Panics
    /// Beyond `u32::MAX` entries.
    pub fn push(&mut self, entry: T) -> Idx<T> {
        let position = u32::try_from(self.0.len()).expect("a table holds at most u32::MAX entries");
        self.0.push(entry);
        Idx(position, PhantomData)
    }
    /// Number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }
    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// The entries in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &T> {
        self.0.iter()
    }
    /// The entries with their indices, in order.
    pub fn entries(&self) -> impl ExactSizeIterator<Item = (Idx<T>, &T)> {
        self.0.iter().enumerate().map(|(i, entry)| (Idx(i as u32, PhantomData), entry))
    }
    /// The first entry that `wanted` accepts.
    pub fn find(&self, wanted: impl Fn(&T) -> bool) -> Option<Idx<T>> {
        self.0.iter().position(wanted).map(|i| Idx(i as u32, PhantomData))
    }
}

impl<T> OpsIndex<Idx<T>> for Table<T> {
    type Output = T;
    fn index(&self, index: Idx<T>) -> &T {
        &self.0[index.at()]
    }
}
impl<T> IndexMut<Idx<T>> for Table<T> {
    fn index_mut(&mut self, index: Idx<T>) -> &mut T {
        &mut self.0[index.at()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_mints_the_indices_that_address_it() {
        let mut sites = Table::default();
        let xian = sites.push("xian");
        let wuxi = sites.push("wuxi");
        assert_eq!((sites[xian], sites[wuxi]), ("xian", "wuxi"));
        assert_eq!(sites.find(|name| *name == "wuxi"), Some(wuxi));
    }
}
