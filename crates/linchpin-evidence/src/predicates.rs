//! The closed list of predicates, and the verbs that stand for each.

use crate::token::stem;
use crate::vocabulary::Vocabulary;
use std::sync::LazyLock;

static PREDICATES: LazyLock<Vocabulary<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../data/predicates.csv").lines().skip(1);
    let rows = lines.filter_map(|line| {
        let mut cells = line.split(',');
        Some((cells.next()?, cells.next()?))
    });
    let rows = rows.flat_map(|(predicate, words)| {
        words.split(' ').map(move |word| (String::from(stem(word)), predicate))
    });
    Vocabulary::merged(rows, |_, _| ())
});

static LEMMAS: LazyLock<Vocabulary<()>> = LazyLock::new(|| {
    let lines = include_str!("../data/predicates.csv").lines().skip(1);
    let lists = lines.filter_map(|line| line.split_once(','));
    Vocabulary::list(lists.flat_map(|(_, words)| words.split(' ')))
});

/// Whether a lower-case word is a verb of the list as the list writes it.
pub(crate) fn is_listed(lower: &str) -> bool {
    LEMMAS.contains(lower)
}

/// The predicate a word stands for.
#[must_use]
pub fn predicate(word: &str) -> Option<&'static str> {
    PREDICATES.get(&stem(word)).copied()
}
