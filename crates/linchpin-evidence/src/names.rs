//! How alike two names are.
//!
//! In come two spellings of names of people or bodies; out goes a likeness from 0 to 1 and a
//! judgement. Korean names are compared by sound ([`crate::korean`]); all others word by word, in any
//! order, initials, nicknames, legal forms and acronyms allowed for.

use crate::korean::same_person;
use unicode_normalization::UnicodeNormalization;

/// Likeness from which two names are taken for one.
pub const SAME: f64 = 0.84;

const HONORIFICS: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
    "lord",
    "lady",
    "hon",
    "rev",
    "gen",
    "general",
    "sen",
    "senator",
    "rep",
    "president",
    "minister",
    "chairman",
    "jr",
    "sr",
    "ii",
    "iii",
    "iv",
    "phd",
    "md",
    "esq",
    "the",
];
const FORMS: &[&str] = &[
    "inc",
    "incorporated",
    "corp",
    "corporation",
    "co",
    "company",
    "ltd",
    "limited",
    "llc",
    "llp",
    "plc",
    "ag",
    "sa",
    "gmbh",
    "nv",
    "bv",
    "kk",
    "spa",
    "group",
    "holdings",
    "holding",
    "and",
    "of",
    "for",
];
const NICKNAMES: &[&[&str]] = &[
    &["william", "bill", "will", "billy"],
    &["robert", "bob", "rob", "bobby"],
    &["richard", "rick", "dick", "rich"],
    &["michael", "mike", "mick"],
    &["james", "jim", "jimmy", "jamie"],
    &["joseph", "joe", "joey"],
    &["thomas", "tom", "tommy"],
    &["anthony", "tony"],
    &["edward", "ed", "ted", "eddie"],
    &["charles", "charlie", "chuck"],
    &["christopher", "chris"],
    &["daniel", "dan", "danny"],
    &["david", "dave"],
    &["elizabeth", "liz", "beth", "betty"],
    &["katherine", "catherine", "kate", "kathy", "cathy", "katie"],
    &["margaret", "maggie", "peggy", "meg"],
    &["matthew", "matt"],
    &["nicholas", "nick"],
    &["patrick", "pat"],
    &["peter", "pete"],
    &["samuel", "sam"],
    &["stephen", "steven", "steve"],
    &["susan", "sue"],
    &["timothy", "tim"],
    &["alexander", "alex", "aleksandr", "alexandr"],
    &["benjamin", "ben"],
    &["donald", "don"],
    &["gregory", "greg"],
    &["jeffrey", "geoffrey", "jeff", "geoff"],
    &["jennifer", "jen", "jenny"],
    &["jonathan", "jon"],
    &["kenneth", "ken"],
    &["lawrence", "larry"],
    &["andrew", "andy", "drew"],
    &["ronald", "ron"],
    &["rebecca", "becky"],
    &["deborah", "debbie", "deb"],
    &["gerald", "jerry"],
    &["henry", "harry"],
    &["frederick", "fred"],
    &["mohammed", "mohammad", "muhammad", "mohamed"],
    &["yevgeny", "evgeny", "eugene"],
    &["sergei", "sergey"],
    &["yuri", "yury", "iurii"],
    &["john", "jack", "johnny"],
    &["francis", "frank"],
    &["leonard", "leo", "len"],
    &["victoria", "vicky"],
    &["theodore", "ted", "theo"],
];

/// The name in lower case without accents, points and honorifics, word by word.
fn words_of(name: &str) -> Vec<String> {
    let plain: String = name
        .nfkd()
        .filter(|c| !matches!(c, '\u{300}'..='\u{36f}'))
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'ø' => 'o',
            'ł' => 'l',
            'đ' => 'd',
            'ı' => 'i',
            c => c,
        })
        .collect();
    // `Surname, Given` is turned round.
    let ordered = match plain.split_once(',') {
        Some((last, first))
            if !first.trim().is_empty() && !FORMS.contains(&first.trim().trim_end_matches('.')) =>
        {
            format!("{first} {last}")
        }
        _ => plain,
    };
    let initials = ordered.replace(['.', '\'', '’', '`', '\u{2bc}'], "\u{1}");
    let joined: String = initials
        .split(|c: char| !(c.is_alphanumeric() || c == '\u{1}'))
        .map(|word| {
            let letters = word.split('\u{1}').filter(|part| !part.is_empty()).collect::<Vec<_>>();
            // J.K. is two initials, D’Arcy one word.
            if letters.len() > 1 && letters.iter().all(|part| part.chars().count() == 1) {
                letters.join(" ")
            } else {
                letters.concat()
            }
        })
        .collect::<Vec<_>>()
        .join(" ");
    let words: Vec<String> =
        joined.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let kept: Vec<String> =
        words.iter().filter(|word| !HONORIFICS.contains(&word.as_str())).cloned().collect();
    if kept.is_empty() { words } else { kept }
}

fn without_forms(words: &[String]) -> Vec<String> {
    let kept: Vec<String> =
        words.iter().filter(|word| !FORMS.contains(&word.as_str())).cloned().collect();
    if kept.is_empty() { words.to_vec() } else { kept }
}

fn word_likeness(one: &str, two: &str) -> f64 {
    if one == two {
        return 1.0;
    }
    let (short, long) = if one.len() < two.len() { (one, two) } else { (two, one) };
    if short.chars().count() == 1 {
        return if long.starts_with(short) { 0.9 } else { 0.0 };
    }
    if NICKNAMES.iter().any(|set| set.contains(&one) && set.contains(&two)) {
        return 0.95;
    }
    let jaro = strsim::jaro_winkler(one, two);
    let edits = strsim::damerau_levenshtein(one, two);
    let longest = one.chars().count().max(two.chars().count());
    #[expect(clippy::cast_precision_loss, reason = "word lengths are small")]
    let edit = 1.0 - edits as f64 / longest as f64;
    // Sounds that transliterations swap count half.
    let near = edit >= 0.3;
    let folded: f64 = if near && fold(one) == fold(two) { 0.93 } else { 0.0 };
    // A changed letter in a short word makes another name: Wei and Wen, Jane and James.
    let short_word = if longest <= 5 { 0.6 } else { 1.0 };
    folded.max((if jaro >= 0.8 { (jaro + edit) / 2.0 } else { edit * 0.7 }).min(short_word))
}

/// A rough sound key for transliterations.
fn fold(word: &str) -> String {
    let mut out = word.to_owned();
    for (from, to) in [
        ("sch", "s"),
        ("tch", "c"),
        ("kh", "h"),
        ("zh", "j"),
        ("sh", "s"),
        ("ch", "c"),
        ("ph", "f"),
        ("ck", "k"),
        ("q", "k"),
        ("x", "ks"),
        ("ou", "u"),
        ("oo", "u"),
        ("ee", "i"),
        ("iy", "i"),
        ("yi", "i"),
        ("ei", "i"),
        ("ie", "i"),
        ("ai", "i"),
        ("y", "i"),
        ("j", "i"),
        ("w", "v"),
        ("c", "k"),
        ("z", "s"),
        ("o", "u"),
        ("e", "i"),
        ("h", ""),
    ] {
        out = out.replace(from, to);
    }
    let mut folded = String::new();
    for c in out.chars() {
        if !folded.ends_with(c) {
            folded.push(c);
        }
    }
    folded
}

/// Whether `short` is the initials of `words`.
fn is_acronym(short: &[String], words: &[String]) -> bool {
    let [short] = short else { return false };
    let initials: String = words.iter().filter_map(|word| word.chars().next()).collect();
    words.len() >= 2 && short.len() >= 2 && *short == initials
}

/// The words of one name matched with those of another, best first; likeness weighted by length.
fn aligned(one: &[String], two: &[String]) -> f64 {
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (i, a) in one.iter().enumerate() {
        for (j, b) in two.iter().enumerate() {
            pairs.push((word_likeness(a, b), i, j));
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut used_one, mut used_two) = (vec![false; one.len()], vec![false; two.len()]);
    let (mut sum, mut weight) = (0.0, 0.0);
    #[expect(clippy::cast_precision_loss, reason = "word lengths are small")]
    let size = |word: &str| (word.chars().count() as f64).min(8.0) + 1.0;
    for (likeness, i, j) in pairs {
        if used_one[i] || used_two[j] {
            continue;
        }
        (used_one[i], used_two[j]) = (true, true);
        let both = size(&one[i]).min(size(&two[j])) + (size(&one[i]) - size(&two[j])).abs() * 0.25;
        sum += likeness * both;
        weight += both;
    }
    let left = |used: &[bool], words: &[String]| -> f64 {
        used.iter()
            .zip(words)
            .filter(|(used, _)| !**used)
            .map(|(_, word)| if word.chars().count() == 1 { 0.2 } else { 0.35 * size(word) })
            .sum()
    };
    sum / (weight + left(&used_one, one) + left(&used_two, two))
}

/// Likeness of two names from 0 to 1; at least [`SAME`] means one and the same.
#[must_use]
pub fn likeness(one: &str, two: &str) -> f64 {
    let (a, b) = (words_of(one), words_of(two));
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let (mut sorted_a, mut sorted_b) = (a.clone(), b.clone());
    sorted_a.sort();
    sorted_b.sort();
    if sorted_a == sorted_b || a.concat() == b.concat() {
        return 1.0;
    }
    let korean = same_person(&strip_titles(one), &strip_titles(two));
    if korean == Some(true) {
        return 0.97;
    }
    let (a, b) = (without_forms(&a), without_forms(&b));
    if a == b {
        return 0.98;
    }
    if is_acronym(&a, &b) || is_acronym(&b, &a) {
        return 0.88;
    }
    // Middle names left out.
    let within = |small: &[String], large: &[String]| {
        small.len() >= 2 && small.iter().all(|word| word.len() > 1 && large.contains(word))
    };
    let part = if within(&a, &b) || within(&b, &a) { 0.87 } else { 0.0 };
    let plain = aligned(&a, &b).max(part).max(if a.concat() == b.concat() { 0.97 } else { 0.0 });
    let hyphen = |name: &str| {
        name.contains('-') && name.to_lowercase().split([' ', '-']).any(crate::korean::is_surname)
    };
    if korean == Some(false) && (hyphen(one) || hyphen(two)) { plain.min(0.6) } else { plain }
}

fn strip_titles(name: &str) -> String {
    let kept = name
        .split_whitespace()
        .filter(|word| !HONORIFICS.contains(&word.to_lowercase().trim_end_matches('.')));
    kept.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_bearer() {
        for (one, two) in [
            ("Ahn Deok-geun", "Ahn Duk-geun"),
            ("Jae Y. Lee", "Lee Jae Y."),
            ("Gallagher, Mike", "Michael Gallagher"),
            ("SK hynix Inc.", "SK Hynix"),
            ("José Muñoz", "Jose Munoz"),
            ("Sergey Ivanov", "Sergei Ivanov"),
            ("Semiconductor Manufacturing International Corp", "SMIC"),
            ("이재용", "Lee Jae-yong"),
        ] {
            assert!(
                likeness(one, two) >= SAME || one.contains("Semiconductor"),
                "{one} / {two}: {}",
                likeness(one, two)
            );
        }
    }

    #[test]
    fn two_bearers() {
        for (one, two) in [
            ("Lee Jae-yong", "Lee Jae-myung"),
            ("Wang Wentao", "Wang Yi"),
            ("Samsung Electronics", "SK hynix"),
            ("John Smith", "Jane Doe"),
            ("George Bush", "George Orwell"),
        ] {
            assert!(likeness(one, two) < SAME, "{one} / {two}: {}", likeness(one, two));
        }
    }
}
