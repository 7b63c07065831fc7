//! Our words and the names of the bundled world, laws and studies in three languages.
//!
//! In: an English text as a report or the world holds it. Out: the same in Korean or Chinese; a text that the
//! table does not hold is told part by part (`SELLER in PLACE`, `CAUSE (GOVERNMENT)`, `WHO: WHAT`, `A, B`), and
//! what no part tells stays as it is: titles, quotations and names of others are theirs.

use crate::contract::language::Language;
use crate::contract::vocabulary;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// English, Korean and Chinese, one text a line, parted by tabs: the world's, its accounts', the notes beside them, and
/// the studies'.
const TABLES: [&str; 5] = [
    include_str!("lexicon.tsv"),
    include_str!("accounts.tsv"),
    include_str!("notes.tsv"),
    include_str!("site_notes.tsv"),
    include_str!("studies.tsv"),
];

/// What rules and acts of the law say, and what happened in the world: no report needs them.
const SERVED: [&str; 4] = [
    include_str!("law.tsv"),
    include_str!("acts.tsv"),
    include_str!("names.tsv"),
    include_str!("events.tsv"),
];

/// The lines of a table, cell by cell.
fn rows(table: &'static str) -> impl Iterator<Item = [&'static str; 3]> {
    let lines = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.filter_map(|line| {
        let mut cells = line.split('\t');
        Some([cells.next()?, cells.next()?, cells.next()?])
    })
}

/// What a report may say: the entries of its tables, and the words of cards.
pub fn of_reports() -> impl Iterator<Item = [&'static str; 3]> {
    vocabulary::entries().chain(TABLES.into_iter().flat_map(rows))
}

/// All entries.
pub fn entries() -> impl Iterator<Item = [&'static str; 3]> {
    of_reports().chain(SERVED.into_iter().flat_map(rows))
}

fn known() -> &'static BTreeMap<&'static str, [&'static str; 3]> {
    static KNOWN: OnceLock<BTreeMap<&'static str, [&'static str; 3]>> = OnceLock::new();
    KNOWN.get_or_init(|| entries().map(|row| (row[0], row)).collect())
}

/// The whole text in a language, if the table holds it.
#[must_use]
pub fn whole(text: &str, language: Language) -> Option<&'static str> {
    known().get(text).map(|row| language.pick(*row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_has_three_texts_and_stands_once() {
        let mut seen: BTreeMap<&str, [&str; 3]> = BTreeMap::new();
        for line in TABLES.into_iter().chain(SERVED).flat_map(str::lines) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            assert_eq!(line.split('\t').count(), 3, "{line}");
            assert!(line.split('\t').all(|text| !text.is_empty() && text.trim() == text), "{line}");
        }
        for row in entries() {
            if let Some(other) = seen.insert(row[0], row) {
                assert_eq!(other, row, "two translations");
            }
        }
    }

    /// A sentence of ours in Chinese is no English one: it holds characters of its script.
    #[test]
    fn translations_are_in_their_script() {
        for [en, ko, zh] in entries() {
            let hangul = ko.chars().any(|c| ('\u{ac00}'..='\u{d7a3}').contains(&c));
            let han = zh.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            let name =
                !en.contains(' ') || en == ko || en == zh || !en.contains(char::is_alphabetic);
            // PC and the like are written so in Korean and Chinese too.
            let short = |text: &str| text.chars().all(|c| c.is_ascii_uppercase());
            assert!(hangul || name || short(ko), "{en}: {ko}");
            assert!(han || name || short(zh), "{en}: {zh}");
        }
    }
}
