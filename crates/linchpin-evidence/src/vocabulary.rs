//! Lists of words looked up in one step.
//!
//! In come the rows of a table; out goes a [`Vocabulary`] that answers for a lower-case word. Each token is held
//! against dozens of lists, so that a look-up is one hash and, nearly always, at most one comparison. The hash is
//! fixed: the same lists give the same table on any machine.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// A map from fixed words to values.
#[derive(Debug)]
pub(crate) struct Vocabulary<V> {
    /// Slots by hash, at most half of them filled: place in `entries` plus one, or 0.
    slots: Vec<u16>,
    entries: Vec<(Cow<'static, str>, V)>,
    /// Bit `n`: some word has `n` bytes; the last bit stands for all longer ones.
    lengths: u64,
}

/// FNV-1a over eight bytes at a time.
fn hash(word: &[u8]) -> u64 {
    let mut out = 0xcbf2_9ce4_8422_2325_u64 ^ word.len() as u64;
    let mut mix =
        |bytes: u64| out = (out ^ bytes).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    let mut chunks = word.chunks_exact(8);
    for chunk in &mut chunks {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(chunk);
        mix(u64::from_le_bytes(bytes));
    }
    let rest = chunks.remainder();
    if !rest.is_empty() {
        let mut bytes = [0; 8];
        bytes[..rest.len()].copy_from_slice(rest);
        mix(u64::from_le_bytes(bytes));
    }
    out ^ (out >> 32)
}

fn bit(length: usize) -> u64 {
    1 << length.min(63)
}

impl<V> Vocabulary<V> {
    /// A table of rows; of rows with one word the first counts, the others are handed to `merge` with it.
    pub(crate) fn merged<W: Into<Cow<'static, str>>>(
        rows: impl IntoIterator<Item = (W, V)>,
        mut merge: impl FnMut(&mut V, V),
    ) -> Self {
        let mut known: BTreeMap<Cow<'static, str>, V> = BTreeMap::new();
        for (word, value) in rows {
            match known.entry(word.into()) {
                Entry::Occupied(mut old) => merge(old.get_mut(), value),
                Entry::Vacant(place) => {
                    place.insert(value);
                }
            }
        }
        let entries: Vec<_> = known.into_iter().collect();
        let size = (entries.len() * 2).next_power_of_two().max(2);
        let mut out = Self { slots: vec![0; size], entries, lengths: 0 };
        for at in 0..out.entries.len() {
            let word = &out.entries[at].0;
            out.lengths |= bit(word.len());
            let mut slot = out.first(word);
            while out.slots[slot] != 0 {
                slot = (slot + 1) & (size - 1);
            }
            out.slots[slot] = u16::try_from(at + 1).unwrap_or(0);
        }
        out
    }

    /// A table of rows; of rows with one word the last counts, as in a map.
    pub(crate) fn of<W: Into<Cow<'static, str>>>(rows: impl IntoIterator<Item = (W, V)>) -> Self {
        Self::merged(rows, |old, new| *old = new)
    }

    fn first(&self, word: &str) -> usize {
        #[expect(clippy::cast_possible_truncation, reason = "the low bits choose the slot")]
        let hash = hash(word.as_bytes()) as usize;
        hash & (self.slots.len() - 1)
    }

    /// The value of a word.
    pub(crate) fn get(&self, word: &str) -> Option<&V> {
        if self.lengths & bit(word.len()) == 0 {
            return None;
        }
        let mut slot = self.first(word);
        loop {
            let at = usize::from(self.slots[slot]);
            let (known, value) = &self.entries[at.checked_sub(1)?];
            if known == word {
                return Some(value);
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
    }

    /// Whether it has a word.
    pub(crate) fn contains(&self, word: &str) -> bool {
        self.get(word).is_some()
    }
}

impl Vocabulary<()> {
    /// A list of words.
    pub(crate) fn list(words: impl IntoIterator<Item = &'static str>) -> Self {
        Self::of(words.into_iter().map(|word| (word, ())))
    }
}

/// Characters that words of a list start with: most places of a text start none.
#[derive(Debug)]
pub(crate) struct Starts(Vec<char>);

impl Starts {
    pub(crate) fn of<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let mut all: Vec<char> = words.into_iter().filter_map(|word| word.chars().next()).collect();
        all.sort_unstable();
        all.dedup();
        Self(all)
    }

    /// The same with more characters.
    pub(crate) fn with(self, more: &str) -> Self {
        let mut all: Vec<char> = self.0.into_iter().chain(more.chars()).collect();
        all.sort_unstable();
        all.dedup();
        Self(all)
    }

    /// Whether some word starts with `c`.
    pub(crate) fn contain(&self, c: char) -> bool {
        self.0.binary_search(&c).is_ok()
    }
}

/// Rows by their phrases, for writing without spaces.
#[derive(Debug)]
pub(crate) struct Phrases<V>(Vocabulary<V>, Starts);

impl<V> Phrases<V> {
    pub(crate) fn of(rows: impl Iterator<Item = (&'static str, V)> + Clone) -> Self {
        let starts = Starts::of(rows.clone().map(|(phrase, _)| phrase));
        Self(Vocabulary::of(rows), starts)
    }

    /// Whether some phrase starts with `c`.
    pub(crate) fn starts(&self, c: char) -> bool {
        self.1.contain(c)
    }

    /// The value of a phrase.
    pub(crate) fn get(&self, phrase: &str) -> Option<&V> {
        self.0.get(phrase)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_a_list_is_found_and_no_other() {
        let words = include_str!("../data/stopwords.txt").split_whitespace();
        let table = Vocabulary::list(words.clone());
        assert!(words.clone().all(|word| table.contains(word)));
        let others = ["", "x", "shipyard", "반도체", "the the", "harbourmaster’s"];
        assert!(others.iter().all(|word| !table.contains(word)));
        let empty = Vocabulary::list([]);
        assert!(!empty.contains("the") && !empty.contains(""));
    }

    #[test]
    fn rows_of_one_word_are_merged_or_replaced() {
        let rows = [("a", 1), ("b", 2), ("a", 4)];
        assert_eq!(Vocabulary::of(rows).get("a"), Some(&4));
        assert_eq!(Vocabulary::merged(rows, |old, new| *old |= new).get("a"), Some(&5));
        assert_eq!(Vocabulary::merged(rows, |_, _| ()).get("a"), Some(&1));
    }
}
