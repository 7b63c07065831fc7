//! Korean names in any romanisation, or in Hangul, to one comparable key.
//!
//! In comes the spelling of a name; out goes every reading of it as syllables. The spellings of
//! Korean names are not unique (deok: Deok, Duk, Duck, Tok), so a syllable is a set of possible
//! sounds; two names are one when some readings share a sound in every place.

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Possible sounds of a syllable, one bit a sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Syllable {
    onset: u32,
    vowel: u32,
    coda: u32,
}

impl Syllable {
    fn meets(self, other: Self) -> bool {
        self.onset & other.onset != 0
            && self.vowel & other.vowel != 0
            && self.coda & other.coda != 0
    }
}

// Order of the Unicode Hangul syllable block.
const ONSETS: [&str; 19] = [
    "g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p",
    "h",
];
const VOWELS: [&str; 21] = [
    "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we",
    "wi", "yu", "eu", "ui", "i",
];
// Sound of each of the 28 codas at the end of a syllable: none k n t l m p ng.
const CODA_SOUND: [u8; 28] =
    [0, 1, 1, 1, 2, 2, 2, 3, 4, 1, 5, 4, 4, 4, 6, 4, 5, 6, 6, 3, 3, 7, 3, 3, 1, 3, 6, 3];

/// Spellings of onsets and the sounds each may stand for.
const ONSET_SPELLINGS: &[(&str, &[&str])] = &[
    ("kk", &["kk"]),
    ("gg", &["kk"]),
    ("tt", &["tt"]),
    ("dd", &["tt"]),
    ("pp", &["pp"]),
    ("bb", &["pp"]),
    ("ss", &["ss"]),
    ("jj", &["jj"]),
    ("tch", &["jj"]),
    ("ch", &["ch", "j"]),
    ("sh", &["s"]),
    ("g", &["g"]),
    ("k", &["k", "g"]),
    ("n", &["n"]),
    ("d", &["d"]),
    ("t", &["t", "d"]),
    ("r", &["r"]),
    ("l", &["r"]),
    ("m", &["m"]),
    ("b", &["b"]),
    ("p", &["p", "b"]),
    ("s", &["s"]),
    ("j", &["j"]),
    ("z", &["j"]),
    ("h", &["h"]),
    ("", &[""]),
];

/// Spellings of vowels and the sounds each may stand for.
const VOWEL_SPELLINGS: &[(&str, &[&str])] = &[
    ("yeo", &["yeo"]),
    ("yae", &["yae"]),
    ("yoo", &["yu"]),
    ("you", &["yeo", "yu"]),
    ("wae", &["wae"]),
    ("woo", &["u"]),
    ("weo", &["wo"]),
    ("eui", &["ui"]),
    ("ya", &["ya"]),
    ("ye", &["ye", "e"]),
    ("yo", &["yo"]),
    ("yu", &["yu", "yeo"]),
    ("yi", &["i"]),
    ("wa", &["wa"]),
    ("wo", &["wo"]),
    ("we", &["we"]),
    ("wi", &["wi"]),
    ("wu", &["u"]),
    ("ae", &["ae"]),
    ("ai", &["ae"]),
    ("ay", &["ae"]),
    ("eo", &["eo"]),
    ("eu", &["eu"]),
    ("oe", &["oe"]),
    ("oi", &["oe"]),
    ("oo", &["u"]),
    ("ou", &["eo", "u"]),
    ("oh", &["o"]),
    ("ah", &["a"]),
    ("uh", &["eo"]),
    ("ui", &["ui"]),
    ("ee", &["i", "ui"]),
    ("ie", &["i"]),
    ("a", &["a"]),
    ("e", &["e", "ae"]),
    ("i", &["i", "ui"]),
    ("o", &["o", "eo"]),
    ("u", &["u", "eo", "eu"]),
];

/// Spellings of codas and their sounds.
const CODA_SPELLINGS: &[(&str, u8)] = &[
    ("ng", 7),
    ("ck", 1),
    ("k", 1),
    ("c", 1),
    ("g", 1),
    ("n", 2),
    ("ne", 2),
    ("t", 3),
    ("d", 3),
    ("l", 4),
    ("r", 4),
    ("m", 5),
    ("p", 6),
    ("b", 6),
    ("", 0),
];

fn bits(sounds: &[&str], table: &[&str]) -> u32 {
    let bit = |sound: &&str| table.iter().position(|known| known == sound).map_or(0, |at| 1 << at);
    sounds.iter().map(bit).sum()
}

type Spellings = Vec<(&'static str, u32)>;

static TABLES: LazyLock<(Spellings, Spellings)> = LazyLock::new(|| {
    let onsets =
        ONSET_SPELLINGS.iter().map(|(spelling, sounds)| (*spelling, bits(sounds, &ONSETS)));
    let vowels =
        VOWEL_SPELLINGS.iter().map(|(spelling, sounds)| (*spelling, bits(sounds, &VOWELS)));
    (onsets.collect(), vowels.collect())
});

static SURNAMES: LazyLock<Vec<(char, Vec<&'static str>)>> = LazyLock::new(|| {
    let lines = include_str!("../data/korean_surnames.csv").lines().skip(1);
    let rows = lines.filter_map(|line| {
        let (hangul, spellings) = line.split_once(',')?;
        Some((hangul.chars().next()?, spellings.split(' ').collect()))
    });
    rows.collect()
});

/// Every spelling of a surname.
static SPELLINGS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    SURNAMES.iter().flat_map(|(_, spellings)| spellings.iter().copied()).collect()
});

/// The syllable a Hangul character writes.
fn hangul(c: char) -> Option<Syllable> {
    let at = u32::from(c).checked_sub(0xac00).filter(|at| *at < 11_172)?;
    let coda = CODA_SOUND[usize::try_from(at % 28).ok()?];
    Some(Syllable { onset: 1 << (at / 588), vowel: 1 << (at % 588 / 28), coda: 1 << coda })
}

/// All readings of one unbroken part of a given name, at most `most` syllables long.
fn readings(part: &str, most: usize) -> Vec<Vec<Syllable>> {
    if part.is_empty() {
        return vec![Vec::new()];
    }
    if most == 0 || part.len() > 24 || !part.is_ascii() {
        return Vec::new();
    }
    let (onsets, vowels) = &*TABLES;
    let mut out = Vec::new();
    for (onset_text, onset) in onsets {
        let Some(after_onset) = part.strip_prefix(onset_text) else { continue };
        for (vowel_text, vowel) in vowels {
            let Some(after_vowel) = after_onset.strip_prefix(vowel_text) else { continue };
            for (coda_text, coda) in CODA_SPELLINGS {
                let Some(rest) = after_vowel.strip_prefix(coda_text) else { continue };
                // `yon`, `yol` write yeon, yeol without the breve; `yong` is a sound of its own.
                let breve = *vowel_text == "yo" && *coda <= 6;
                let vowel = if breve { *vowel | bits(&["yeo"], &VOWELS) } else { *vowel };
                let head = Syllable { onset: *onset, vowel, coda: 1 << coda };
                for mut tail in readings(rest, most - 1) {
                    tail.insert(0, head);
                    out.push(tail);
                }
            }
        }
    }
    out.sort();
    out.dedup();
    out
}

/// A Korean name taken apart: its possible surnames and the readings of the given name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KoreanName {
    /// Hangul of the surnames its spelling may stand for.
    surnames: Vec<char>,
    /// Readings of the given name.
    given: Vec<Vec<Syllable>>,
    /// The given name is an initial only, this letter.
    initial: Option<char>,
}

fn surnames(spelling: &str) -> Vec<char> {
    let fits = SURNAMES.iter().filter(|(_, spellings)| spellings.contains(&spelling));
    fits.map(|(hangul, _)| *hangul).collect()
}

/// Whether a lower-case word is the spelling of a Korean surname.
#[must_use]
pub fn is_surname(word: &str) -> bool {
    SPELLINGS.contains(word)
}

fn given(words: &[&str]) -> Vec<Vec<Syllable>> {
    let spelled: Vec<String> =
        words.iter().map(|word| word.replace("wh", "hw").replace("syng", "seung")).collect();
    let parts: Vec<&str> = spelled.iter().flat_map(|word| word.split(['-', '‐', '‑'])).collect();
    let mut all = vec![Vec::new()];
    for part in parts {
        let next = readings(part, 3);
        let mut longer = Vec::new();
        for head in &all {
            for tail in &next {
                let whole: Vec<Syllable> = head.iter().chain(tail).copied().collect();
                if whole.len() <= 3 {
                    longer.push(whole);
                }
            }
        }
        all = longer;
    }
    all.retain(|reading| (1..=3).contains(&reading.len()));
    all
}

impl KoreanName {
    /// Every way to read `name` as a Korean one: surname first or last, or in Hangul.
    #[must_use]
    pub fn read(name: &str) -> Vec<Self> {
        let compact: String = name.chars().filter(|c| !c.is_whitespace()).collect();
        let syllables: Option<Vec<Syllable>> = compact.chars().map(hangul).collect();
        if let Some(syllables) = syllables.filter(|syllables| (2..=5).contains(&syllables.len())) {
            let first = compact.chars().next();
            let surnames = SURNAMES
                .iter()
                .filter(|(hangul, _)| Some(*hangul) == first)
                .map(|(hangul, _)| *hangul);
            return vec![Self {
                surnames: surnames.collect(),
                given: vec![syllables[1..].to_vec()],
                initial: None,
            }];
        }
        let lower = name.to_lowercase();
        let words: Vec<&str> = lower.split([' ', ',']).filter(|word| !word.is_empty()).collect();
        if !(2..=4).contains(&words.len()) {
            return Vec::new();
        }
        let mut out = Vec::new();
        let last = words.len() - 1;
        for (surname, rest) in [(words[0], &words[1..]), (words[last], &words[..last])] {
            let surnames = surnames(surname);
            if surnames.is_empty() {
                continue;
            }
            let initials: Vec<&str> = rest
                .iter()
                .flat_map(|word| word.split(['-', '.']))
                .filter(|part| !part.is_empty())
                .collect();
            if initials.iter().all(|part| part.chars().count() == 1) {
                let initial = initials.first().and_then(|part| part.chars().next());
                out.push(Self { surnames, given: Vec::new(), initial });
                continue;
            }
            let given = given(rest);
            if !given.is_empty() {
                out.push(Self { surnames, given, initial: None });
            }
        }
        out
    }

    /// Whether both can be one person's name.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        if !self.surnames.iter().any(|surname| other.surnames.contains(surname)) {
            return false;
        }
        self.given.iter().any(|one| {
            other
                .given
                .iter()
                .any(|two| one.len() == two.len() && one.iter().zip(two).all(|(a, b)| a.meets(*b)))
        })
    }

    /// Whether only an initial stands for the given name.
    #[must_use]
    pub fn is_initial(&self) -> bool {
        self.initial.is_some()
    }
}

/// Whether the surnames of two names in Latin letters can be one; quick, given names aside.
#[must_use]
pub fn share_surname(one: &str, two: &str) -> bool {
    let possible = |name: &str| -> Vec<char> {
        let lower = name.to_lowercase();
        let mut words = lower.split([' ', ',']).filter(|word| !word.is_empty());
        let first = words.next().map(surnames).unwrap_or_default();
        first.into_iter().chain(words.next_back().map(surnames).unwrap_or_default()).collect()
    };
    let other = possible(two);
    possible(one).iter().any(|surname| other.contains(surname))
}

/// Whether the two spellings name one person, if both can be read as Korean names.
#[must_use]
pub fn same_person(one: &str, two: &str) -> Option<bool> {
    let (ones, twos) = (KoreanName::read(one), KoreanName::read(two));
    let full = |names: &[KoreanName]| names.iter().any(|name| !name.is_initial());
    if !full(&ones) || !full(&twos) {
        return None;
    }
    Some(ones.iter().any(|a| twos.iter().any(|b| a.meets(b))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_in_many_spellings() {
        for (one, two) in [
            ("Ahn Deok-geun", "Ahn Duk-geun"),
            ("Lee Jae-yong", "Lee Jaeyong"),
            ("Lee Jae-yong", "Jae-yong Lee"),
            ("Kwak No-jung", "Kwak Noh-jung"),
            ("Kim Jong-un", "Kim Jeong-eun"),
            ("Park Chung-hee", "Pak Chong-hui"),
            ("Choi Tae-won", "Choe Taewon"),
            ("Yoon Suk-yeol", "Yun Seok-yeol"),
            ("안덕근", "Ahn Duk-geun"),
            ("이재용", "Lee Jae-yong"),
            ("Roh Moo-hyun", "No Mu-hyeon"),
            ("Han Duck-soo", "Han Deok-su"),
            ("Chung Eui-sun", "Jeong Ui-seon"),
        ] {
            assert_eq!(same_person(one, two), Some(true), "{one} / {two}");
        }
    }

    #[test]
    fn near_names_of_two_people() {
        for (one, two) in [
            ("Lee Jae-yong", "Lee Jae-myung"),
            ("Kim Jong-un", "Kim Jong-il"),
            ("Park Geun-hye", "Park Chung-hee"),
            ("Chung Mong-koo", "Chung Mong-joon"),
            ("Kim Young-sam", "Kim Yong-sam"),
        ] {
            assert_eq!(same_person(one, two), Some(false), "{one} / {two}");
        }
        assert_eq!(same_person("Mike Gallagher", "Lee Jae-yong"), None);
    }
}
