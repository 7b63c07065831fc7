//! The words that phrases are made of besides names: common nouns, fillers, codes, and scripts without
//! spaces.
//!
//! In come a phrase's letters and the lists of `facts/reading.toml`; out come words. A code (ECCN, HS) is
//! recognised in any case and punctuation.

use crate::ids::Tag;
use crate::kind::Kind;
use std::collections::{BTreeMap, BTreeSet};

/// Where a phrase stands: what says nothing in one may say much in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Room {
    /// Anywhere.
    Any,
    /// What is shipped.
    Item,
    /// A facility.
    Site,
    /// A firm.
    Party,
}

/// The words known besides names.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lexicon {
    nouns: BTreeMap<String, Vec<String>>,
    fillers: BTreeMap<Room, BTreeSet<String>>,
    /// Names spelt without gaps, where they hold a digit or are written in one piece elsewhere.
    compact: BTreeMap<Kind, BTreeMap<String, String>>,
    /// Words in scripts without spaces, longest first.
    unspaced: Vec<String>,
}

/// One word of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// Lower case, letters and digits.
    pub(crate) text: String,
    /// Whether it was written in capitals: `US` is a country, `us` is not.
    pub(crate) capitals: bool,
    /// Whether its first letter is a capital: `Ga` is a metal, `ga` is not.
    pub(crate) proper: bool,
    /// Whether a comma, slash, bracket or the like stands before it: another thing may begin.
    pub(crate) apart: bool,
    /// Whether a hyphen ties it to the word before.
    pub(crate) glued: bool,
    /// Whether it is capitals with an `s` behind them: a plural perhaps, as in `GAAs`.
    pub(crate) several: bool,
}

/// Shortest name that is also known without its gaps.
const SHORTEST_COMPACT: usize = 4;

impl Lexicon {
    pub(crate) fn noun(&mut self, words: &[String], fits: &[String]) {
        for word in words {
            self.nouns.entry(word.to_lowercase()).or_default().extend(fits.iter().cloned());
        }
    }

    /// Files fillers; false if there is no such room.
    pub(crate) fn filler(&mut self, room: &str, words: &[String]) -> bool {
        let room = match room {
            "any" => Room::Any,
            "item" => Room::Item,
            "site" => Room::Site,
            "party" => Room::Party,
            _ => return false,
        };
        let list = self.fillers.entry(room).or_default();
        list.extend(words.iter().map(|word| word.to_lowercase()));
        true
    }

    /// Builds what follows from the names.
    pub(crate) fn index(&mut self, aliases: &BTreeMap<Kind, BTreeMap<String, Tag>>) {
        let mut unspaced: BTreeSet<String> = BTreeSet::new();
        for (kind, names) in aliases {
            let compact = self.compact.entry(*kind).or_default();
            for (name, id) in names {
                let tight: String = name.chars().filter(|c| *c != '-').collect();
                let digits = tight.chars().any(|c| c.is_ascii_digit());
                let letters = tight.chars().any(char::is_alphabetic);
                let names = matches!(kind, Kind::Entity | Kind::Site | Kind::City);
                if tight.len() >= SHORTEST_COMPACT && letters && (digits || names) {
                    compact.entry(tight).or_insert_with(|| id.to_string());
                }
                unspaced
                    .extend(name.split('-').filter(|w| w.chars().any(solid)).map(str::to_owned));
            }
        }
        let known = self.nouns.keys().chain(self.fillers.values().flatten());
        unspaced.extend(known.filter(|word| word.chars().any(solid)).cloned());
        self.unspaced = unspaced.into_iter().collect();
        self.unspaced.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    }

    /// The id of a name spelt with other gaps.
    pub(crate) fn tight(&self, kind: Kind, text: &str) -> Option<&str> {
        self.compact.get(&kind)?.get(text).map(String::as_str)
    }

    /// Whether the word says nothing in that room.
    pub(crate) fn is_filler(&self, room: Room, word: &str) -> bool {
        [Room::Any, room].iter().any(|r| self.fillers.get(r).is_some_and(|l| l.contains(word)))
    }

    /// The classes that a common noun fits, if the word is one.
    pub(crate) fn fits(&self, word: &str) -> Option<&[String]> {
        self.nouns.get(word).map(Vec::as_slice)
    }

    /// The words of a phrase.
    pub(crate) fn words(&self, phrase: &str) -> Vec<Word> {
        let mut words = Vec::new();
        let mut open = String::new();
        let (mut apart, mut next_apart) = (false, false);
        let mut glued = false;
        let letters: Vec<char> = phrase.chars().chain([' ', ' ']).collect();
        for (i, c) in letters.iter().copied().enumerate() {
            // A possessive: the `s` after the apostrophe is no letter of the name.
            let before = |k: usize| i.checked_sub(k).map(|at| letters[at]);
            let owns = matches!(before(1), Some('\'' | '’'))
                && c == 's'
                && !open.is_empty()
                && letters.get(i + 1).is_some_and(|next| !next.is_alphanumeric());
            if owns {
                continue;
            }
            if c.is_alphanumeric() {
                open.push(c);
            } else if c != '\'' && c != '’' {
                // A dash between spaces parts two things; one inside a word does not.
                let dash = c == '-' && before(1) == Some(' ') && letters.get(i + 1) == Some(&' ');
                next_apart |= ",;/&+()、，；（）|–—".contains(c) || dash;
                let ties = c == '-' && !dash && !open.is_empty();
                if !open.is_empty() {
                    let first = words.len();
                    self.split(&std::mem::take(&mut open), &mut words);
                    if let Some(word) = words.get_mut(first) {
                        word.apart = apart;
                        word.glued = glued;
                    }
                    apart = false;
                }
                apart |= std::mem::take(&mut next_apart);
                glued = ties;
            }
        }
        words
    }

    /// Cuts a run of letters where a script without spaces holds several words.
    fn split(&self, run: &str, words: &mut Vec<Word>) {
        let capitals = run.chars().any(char::is_alphabetic) && !run.chars().any(char::is_lowercase);
        let proper = run.chars().next().is_some_and(|c| !c.is_lowercase());
        let several = one_of(run).is_some();
        let lower = run.to_lowercase();
        let mut rest = lower.as_str();
        let mut open = String::new();
        let close = |open: &mut String, words: &mut Vec<Word>| {
            if !open.is_empty() {
                words.push(Word {
                    text: std::mem::take(open),
                    capitals,
                    proper,
                    apart: false,
                    glued: false,
                    several,
                });
            }
        };
        while let Some(c) = rest.chars().next() {
            // A name may begin with letters of another script: `D램`.
            let begins = solid(c) || open.is_empty();
            let known = begins.then(|| self.unspaced.iter().find(|w| rest.starts_with(w.as_str())));
            if let Some(Some(word)) = known {
                close(&mut open, words);
                words.push(Word {
                    text: word.clone(),
                    capitals: true,
                    proper: true,
                    apart: false,
                    glued: false,
                    several: false,
                });
                rest = &rest[word.len()..];
                continue;
            }
            if open.chars().last().is_some_and(|last| solid(last) != solid(c)) {
                close(&mut open, words);
            }
            open.push(c);
            rest = &rest[c.len_utf8()..];
        }
        close(&mut open, words);
    }
}

/// The name of which a word in capitals with an `s` behind them may be the plural or the possessive.
pub(crate) fn one_of(word: &str) -> Option<&str> {
    let one = word.strip_suffix('s')?.trim_end_matches(['\'', '’']);
    let letters = || one.chars().filter(|c| c.is_alphabetic());
    (letters().count() > 1 && letters().all(char::is_uppercase)).then_some(one)
}

/// Letters of scripts that people write without spaces, or with endings: Han, kana and Hangul.
fn solid(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{1100}'..='\u{11ff}')
}

/// The ids that a code may stand for, the most exact first: `3b001f1b2b` is `eccn:3B001.f.1.b.2.b`,
/// else any paragraph above it; `HS 8486.20.00` is `hs:8486.20`, else its heading.
pub(crate) fn codes(text: &str) -> Vec<String> {
    // A code has no letters of other scripts: what they say must not be dropped.
    if text.chars().any(|c| c.is_alphanumeric() && !c.is_ascii()) {
        return Vec::new();
    }
    let mut tight = String::new();
    // Where the letters of the text stood apart: a number never runs on over such a gap.
    let mut gaps: BTreeSet<usize> = BTreeSet::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            tight.push(c.to_ascii_lowercase());
        } else {
            gaps.insert(tight.len());
        }
    }
    let bare = ["eccn", "htsus", "hts", "hscode", "hs", "heading"]
        .iter()
        .find_map(|head| tight.strip_prefix(head))
        .unwrap_or(&tight);
    let cut = tight.len() - bare.len();
    let gaps = gaps.into_iter().filter_map(|gap| gap.checked_sub(cut)).collect();
    eccn(bare, &gaps).or_else(|| customs(bare)).unwrap_or_default()
}

fn eccn(bare: &str, gaps: &BTreeSet<usize>) -> Option<Vec<String>> {
    let bytes = bare.as_bytes();
    let shape = bytes.len() >= 5
        && bytes[0].is_ascii_digit()
        && (b'a'..=b'e').contains(&bytes[1])
        && bytes[2..5].iter().all(u8::is_ascii_digit);
    if !shape {
        return None;
    }
    let mut paths = vec![format!("eccn:{}", bare[..5].to_uppercase())];
    let mut at = 5;
    while let Some(first) = bare[at..].chars().next() {
        // Letters are paragraphs one by one, digits run on, up to a gap.
        let digits = bare[at..].chars().take_while(char::is_ascii_digit).count();
        let gap = gaps.range(at + 1..).next().map_or(digits, |gap| gap - at);
        let step = if first.is_ascii_digit() { digits.min(gap) } else { 1 };
        // Letters and numbers take turns: `3B001.f.1.b.2.b`.
        let letter = first.is_ascii_alphabetic();
        if letter != (paths.len() % 2 == 1) {
            return None;
        }
        paths.push(format!("{}.{}", paths[paths.len() - 1], &bare[at..at + step]));
        at += step;
    }
    const DEEPEST: usize = 8;
    (paths.len() <= DEEPEST).then(|| paths.into_iter().rev().collect())
}

fn customs(bare: &str) -> Option<Vec<String>> {
    let digits = bare.chars().all(|c| c.is_ascii_digit());
    if !digits || !matches!(bare.len(), 4 | 6 | 8 | 10) {
        return None;
    }
    let chapter: u32 = bare[..2].parse().ok()?;
    if !(1..=97).contains(&chapter) {
        return None;
    }
    let heading = format!("hs:{}", &bare[..4]);
    let sub = (bare.len() > 4).then(|| format!("{heading}.{}", &bare[4..6]));
    Some(sub.into_iter().chain([heading]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_in_any_spelling() {
        for text in ["3b001c", "ECCN 3B001.c", "3B001 C", "3B-001.c"] {
            assert_eq!(codes(text)[0], "eccn:3B001.c", "{text}");
        }
        assert_eq!(codes("3B001.f.1.b.2.b")[0], "eccn:3B001.f.1.b.2.b");
        assert_eq!(codes("3B001.c.1.a").last().map(String::as_str), Some("eccn:3B001"));
        assert_eq!(codes("HS 8486.20"), ["hs:8486.20", "hs:8486"]);
        assert_eq!(codes("8542.32.00.36"), ["hs:8542.32", "hs:8542"]);
        assert_eq!(codes("HTS 8541"), ["hs:8541"]);
        // "3B001.a.4 + 300 mm wafers": the number of another thing is no part of the code.
        assert!(codes("3B001.a.4 300").is_empty());
        assert_eq!(codes("3B001.a.4")[0], "eccn:3B001.a.4");
        assert!(codes("石墨 ECCN 3B001.b").is_empty());
        assert!(codes("H100").is_empty() && codes("2026").len() == 1);
    }

    #[test]
    fn scripts_without_spaces_are_cut_at_known_words() {
        let mut lexicon = Lexicon::default();
        let names = BTreeMap::from([(
            Kind::Item,
            BTreeMap::from([
                ("갈륨".to_owned(), Tag::from("a")),
                ("镓".to_owned(), Tag::from("a")),
            ]),
        )]);
        lexicon.index(&names);
        let words = |text: &str| -> Vec<String> {
            lexicon.words(text).into_iter().map(|w| w.text).collect()
        };
        assert_eq!(words("갈륨을"), ["갈륨", "을"]);
        assert_eq!(words("高纯镓5N"), ["高纯", "镓", "5n"]);
        assert_eq!(words("NXT:1980Di, Xi'an"), ["nxt", "1980di", "xian"]);
    }
}
