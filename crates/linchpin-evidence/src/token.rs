//! Words, figures and marks of a text, each with its bytes.
//!
//! In comes any text; out go [`Token`]s in order that never overlap; everything between two tokens
//! is white space. Hyphens and apostrophes inside a word belong to it (`Jae-yong`, `China’s`).

use crate::span::Span;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, with inner hyphens, apostrophes and digits.
    Word,
    /// Digits with inner commas and points.
    Figure,
    /// One punctuation mark or symbol.
    Mark,
}

/// One token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'t> {
    /// Its words.
    pub text: &'t str,
    /// Its bytes.
    pub span: Span,
    /// Its kind.
    pub kind: TokenKind,
    /// The same in lower case without a possessive ending, where the whole text was put in lower case before.
    small: Option<&'t str>,
}

impl Token<'_> {
    /// Whether it starts with an upper-case letter.
    #[must_use]
    pub fn is_capital(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }
}

impl<'t> Token<'t> {
    /// Lower case, without a possessive ending.
    #[must_use]
    pub fn lower(&self) -> Lower<'t> {
        match self.small {
            Some(small) => Lower(Cow::Borrowed(small)),
            None => Lower::of(strip_possessive(self.text)),
        }
    }
}

/// A word in lower case: the text's own bytes where they are so already, as most are.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lower<'t>(Cow<'t, str>);

impl<'t> Lower<'t> {
    /// The word in lower case.
    #[must_use]
    pub fn of(word: &'t str) -> Self {
        let same = |c: char| {
            if c.is_ascii() { !c.is_ascii_uppercase() } else { is_east_asian(c) || is_quote(c) }
        };
        if word.chars().all(same) {
            return Self(Cow::Borrowed(word));
        }
        Self(Cow::Owned(word.to_lowercase()))
    }

    /// Its first `size` bytes, with other letters after them.
    fn start(&self, size: usize, more: &str) -> Self {
        match &self.0 {
            Cow::Borrowed(word) if more.is_empty() => Self(Cow::Borrowed(&(*word)[..size])),
            word => Self(Cow::Owned(format!("{}{more}", &word[..size]))),
        }
    }

    /// The word.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::ops::Deref for Lower<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Lower<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

impl From<Lower<'_>> for String {
    fn from(lower: Lower<'_>) -> Self {
        lower.0.into_owned()
    }
}

impl PartialEq<str> for Lower<'_> {
    fn eq(&self, other: &str) -> bool {
        &*self.0 == other
    }
}

impl PartialEq<&str> for Lower<'_> {
    fn eq(&self, other: &&str) -> bool {
        &*self.0 == *other
    }
}

/// Curly quotation marks and dashes: they have no case.
fn is_quote(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2027}')
}

/// The word without `'s`, `’s` or a closing apostrophe.
#[must_use]
pub fn strip_possessive(word: &str) -> &str {
    if !word.ends_with(['s', 'S']) {
        return word;
    }
    for ending in ["'s", "’s", "'S", "’S"] {
        if let Some(stem) = word.strip_suffix(ending) {
            return stem;
        }
    }
    word
}

fn joins(previous: char, mark: char, next: Option<char>) -> bool {
    let Some(next) = next else { return false };
    match mark {
        '-' | '‐' | '‑' | '’' | '\'' | '&' => {
            previous.is_alphanumeric() && next.is_alphanumeric()
        }
        '.' => {
            // U.S., e.g., D.C.: single letters with points between.
            previous.is_alphabetic() && next.is_alphabetic()
        }
        _ => false,
    }
}

/// Whether a sentence ends with one full stop, as headlines do not; `in Person…` is left open.
#[must_use]
pub fn is_closed(all: &[Token<'_>]) -> bool {
    let stop = |token: &Token<'_>| token.text == ".";
    all.last().is_some_and(stop) && !all.iter().rev().nth(1).is_some_and(stop)
}

/// Forms of irregular verbs with their base.
static VERBS: LazyLock<BTreeMap<&'static str, BTreeSet<&'static str>>> = LazyLock::new(|| {
    let mut out: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for line in include_str!("../data/irregular_verbs.txt").lines() {
        let base = line.split(' ').next().unwrap_or("");
        for form in line.split(' ') {
            out.entry(form).or_default().insert(base);
        }
    }
    out
});

/// The bases of the irregular verbs that words may be forms of: `lay` is of `lay` and of `lie`.
#[must_use]
pub fn verbs(words: &str) -> BTreeSet<&'static str> {
    let mut out = BTreeSet::new();
    for token in tokens(words) {
        let lower = token.lower();
        let forms = [lower.as_str(), lower.strip_suffix('s').unwrap_or("")];
        let found = forms.iter().find_map(|form| VERBS.get(form));
        out.extend(found.into_iter().flatten().copied());
    }
    out
}

fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// Whether `c` is a Hangul syllable or letter.
#[must_use]
pub fn is_hangul(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7a3}' | '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}')
}

/// Whether `c` is a letter; those of Korean and Chinese are told by their place, without a search in the tables.
#[must_use]
pub(crate) fn is_letter(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7a3}' | '\u{4e00}'..='\u{9fff}') || c.is_alphabetic()
}

/// Whether `c` is a letter or a digit.
pub(crate) fn is_letter_or_digit(c: char) -> bool {
    is_letter(c) || c.is_numeric()
}

/// Whether `c` belongs to an East Asian script.
#[must_use]
pub fn is_east_asian(c: char) -> bool {
    is_cjk(c) || is_hangul(c)
}

/// The tokens of `text`, with spans relative to its first byte.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    tokens_beside(text, None)
}

/// A text in lower case whose every letter stands at the same bytes; nothing where lower case has another length.
#[must_use]
pub(crate) fn lowered(text: &str) -> Option<String> {
    if text.is_ascii() {
        return Some(text.to_ascii_lowercase());
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() || is_east_asian(c) || is_quote(c) {
            out.push(c.to_ascii_lowercase());
            continue;
        }
        let mut small = c.to_lowercase();
        let one = small.next().filter(|one| one.len_utf8() == c.len_utf8())?;
        // A sigma at the end of a word has a small letter of its own.
        if small.next().is_some() || c == 'Σ' {
            return None;
        }
        out.push(one);
    }
    Some(out)
}

/// The tokens of `text`; `small` is the same in lower case, as [`lowered`] gives it.
#[must_use]
pub(crate) fn tokens_beside<'t>(text: &'t str, small: Option<&'t str>) -> Vec<Token<'t>> {
    let mut out = Vec::with_capacity(text.len() / 5 + 1);
    let mut at = 0;
    while let Some(c) = char_at(text, at) {
        let first = at;
        at += c.len_utf8();
        let kind = if c.is_ascii_digit() {
            at = figure_end(text, at);
            TokenKind::Figure
        } else if is_letter(c) {
            at = word_end(text, first, c);
            TokenKind::Word
        } else {
            if c.is_whitespace() || c == '\u{feff}' || c.is_control() {
                continue;
            }
            // Quotation marks of treebanks: `` and ''.
            if matches!(c, '`' | '\'') && char_at(text, at) == Some(c) {
                at += 1;
            }
            TokenKind::Mark
        };
        let small = small.map(|small| strip_possessive(&small[first..at]));
        out.push(Token { text: &text[first..at], span: Span::new(first, at), kind, small });
    }
    out
}

/// The character that starts at a byte.
fn char_at(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at) {
        Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
        Some(_) => text[at..].chars().next(),
        None => None,
    }
}

/// Where the figure that goes on at `at` ends.
fn figure_end(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    while digit(at) || matches!(bytes.get(at), Some(b',' | b'.')) && digit(at + 1) {
        at += 1;
    }
    at
}

/// Where the word that starts at `first` with `c` ends.
fn word_end(text: &str, first: usize, c: char) -> usize {
    let (mut at, mut previous) = (first + c.len_utf8(), c);
    let script = is_cjk(c);
    while let Some(next) = char_at(text, at) {
        let after = at + next.len_utf8();
        let inside = (is_letter_or_digit(next) || is_combining(next)) && is_cjk(next) == script;
        let goes_on = inside
            || joins(previous, next, char_at(text, after))
                && (next != '.' || acronym_so_far(&text[first..at]));
        if !goes_on {
            break;
        }
        (at, previous) = (after, next);
    }
    // The closing point of U.S. belongs to it.
    let so_far = &text[first..at];
    let closed = char_at(text, at) == Some('.')
        && so_far.contains('.')
        && so_far.chars().count() >= 3
        && acronym_so_far(so_far);
    at + usize::from(closed)
}

/// Whether the characters so far read `U`, `U.S`, `a.m`: single letters between points.
fn acronym_so_far(word: &str) -> bool {
    let mut letters = 0;
    for c in word.chars() {
        match c {
            '.' => letters = 0,
            _ => letters += 1,
        }
        if letters > 1 {
            return false;
        }
    }
    true
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Endings that a stem loses, and what takes their place; the first that fits counts.
const ENDINGS: &[(&str, &str)] = &[
    ("ization", "ize"),
    ("isation", "ize"),
    ("ising", "ize"),
    ("izing", "ize"),
    ("ised", "ize"),
    ("ized", "ize"),
    ("ises", "ize"),
    ("izes", "ize"),
    ("ise", "ize"),
    ("ations", "ate"),
    ("ation", "ate"),
    ("ements", "e"),
    ("ement", "e"),
    ("ments", ""),
    ("ment", ""),
    ("ingly", ""),
    ("edly", ""),
    ("ies", "y"),
    ("ied", "y"),
    ("sses", "ss"),
    ("ings", ""),
    ("ing", ""),
    ("ness", ""),
    ("ed", ""),
    ("es", ""),
    ("s", ""),
    ("e", ""),
    ("ly", ""),
];

/// The stem of an English word, crude but steady: enough to match `agreed` with `agree`.
#[must_use]
pub fn stem(word: &str) -> Lower<'_> {
    let lower = Lower::of(strip_possessive(word));
    if lower.len() <= 3 || !lower.is_ascii() {
        return lower;
    }
    let last = lower.as_bytes()[lower.len() - 1];
    // Most words end in none of them.
    if !matches!(last, b'n' | b'g' | b'd' | b's' | b'e' | b't' | b'y') {
        return lower;
    }
    let own = ENDINGS.iter().filter(|(ending, _)| ending.as_bytes().last() == Some(&last));
    for (ending, keep) in own {
        let Some(rest) = lower.strip_suffix(ending) else { continue };
        if rest.len() < 3 || *ending == "s" && rest.ends_with(['s', 'u']) {
            continue;
        }
        let (rest, mut keep) = (rest.as_bytes(), *keep);
        let mut size = rest.len();
        let doubled = size > 3 && rest[size - 1] == rest[size - 2];
        if keep.is_empty() && doubled && !matches!(rest[size - 1], b's' | b'l' | b'e') {
            size -= 1;
        }
        while keep.ends_with('e') && size + keep.len() > 3 {
            keep = &keep[..keep.len() - 1];
        }
        while keep.is_empty() && rest[size - 1] == b'e' && size > 3 {
            size -= 1;
        }
        return lower.start(size, keep);
    }
    lower
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_those_of_the_standard() {
        assert!(('\0'..=char::MAX).all(|c| is_letter(c) == c.is_alphabetic()));
        assert!(('\0'..=char::MAX).all(|c| is_letter_or_digit(c) == c.is_alphanumeric()));
    }

    #[test]
    fn lower_case_keeps_its_place_or_is_refused() {
        let text = "Seoul’s “Émile” 서울 ÉTÉ Ωmega";
        let small = lowered(text).expect("same bytes");
        assert_eq!((small.as_str(), small.len()), (text.to_lowercase().as_str(), text.len()));
        for (beside, alone) in tokens_beside(text, Some(&small)).iter().zip(tokens(text)) {
            assert_eq!((beside.text, beside.span), (alone.text, alone.span));
            assert_eq!(beside.lower(), alone.lower());
        }
        assert_eq!(lowered("İzmir"), None);
        assert_eq!(lowered("ΟΔΟΣ"), None);
    }

    #[test]
    fn tokens_keep_names_and_figures_whole() {
        let text = "U.S. exports of Lee Jae-yong’s firm rose 1,234.5%, $6.79bn.";
        let words: Vec<&str> = tokens(text).iter().map(|token| token.text).collect();
        let expected = [
            "U.S.",
            "exports",
            "of",
            "Lee",
            "Jae-yong’s",
            "firm",
            "rose",
            "1,234.5",
            "%",
            ",",
            "$",
            "6.79",
            "bn",
            ".",
        ];
        assert_eq!(words, expected);
    }

    #[test]
    fn forms_of_a_verb_share_a_stem() {
        for forms in [["agreed", "agrees", "agreeing"], ["stabilise", "stabilized", "stabilizing"]]
        {
            assert!(forms.iter().all(|form| stem(form) == stem(forms[0])), "{forms:?}");
        }
    }
}
