//! Words, figures and marks of a text, each with its bytes.
//!
//! In comes any text; out go [`Token`]s in order that never overlap; everything between two tokens
//! is white space. Hyphens and apostrophes inside a word belong to it (`Jae-yong`, `China’s`).

use crate::span::Span;
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
}

impl Token<'_> {
    /// Whether it starts with an upper-case letter.
    #[must_use]
    pub fn is_capital(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    /// Lower case, without a possessive ending.
    #[must_use]
    pub fn lower(&self) -> String {
        strip_possessive(self.text).to_lowercase()
    }
}

/// The word without `'s`, `’s` or a closing apostrophe.
#[must_use]
pub fn strip_possessive(word: &str) -> &str {
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

/// Whether `c` belongs to an East Asian script.
#[must_use]
pub fn is_east_asian(c: char) -> bool {
    is_cjk(c) || is_hangul(c)
}

/// The tokens of `text`, with spans relative to its first byte.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out = Vec::with_capacity(text.len() / 5);
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let at_byte = |i: usize| chars.get(i).map_or(text.len(), |(byte, _)| *byte);
    let char_at = |i: usize| chars.get(i).map(|(_, c)| *c);
    let mut i = 0;
    while let Some(c) = char_at(i) {
        let first = i;
        let kind = if c.is_ascii_digit() {
            i += 1;
            while let Some(c) = char_at(i) {
                let digit_next = char_at(i + 1).is_some_and(|next| next.is_ascii_digit());
                let inside = c.is_ascii_digit() || (matches!(c, ',' | '.') && digit_next);
                if !inside {
                    break;
                }
                i += 1;
            }
            TokenKind::Figure
        } else if c.is_alphabetic() {
            i += 1;
            let script = is_cjk(c);
            while let Some(next) = char_at(i) {
                let previous = char_at(i - 1).unwrap_or(' ');
                let inside =
                    (next.is_alphanumeric() || is_combining(next)) && is_cjk(next) == script;
                let single_letters = next != '.' || acronym_so_far(&chars[first..i]);
                if !(inside || joins(previous, next, char_at(i + 1)) && single_letters) {
                    break;
                }
                i += 1;
            }
            // The closing point of U.S. belongs to it.
            if char_at(i) == Some('.')
                && i - first >= 3
                && chars[first..i].iter().any(|c| c.1 == '.')
                && acronym_so_far(&chars[first..i])
            {
                i += 1;
            }
            TokenKind::Word
        } else {
            i += 1;
            if c.is_whitespace() || c == '\u{feff}' || c.is_control() {
                continue;
            }
            // Quotation marks of treebanks: `` and ''.
            if matches!(c, '`' | '\'') && char_at(i) == Some(c) {
                i += 1;
            }
            TokenKind::Mark
        };
        let span = Span::new(at_byte(first), at_byte(i));
        out.push(Token { text: &text[span.start..span.end], span, kind });
    }
    out
}

/// Whether the characters so far read `U`, `U.S`, `a.m`: single letters between points.
fn acronym_so_far(chars: &[(usize, char)]) -> bool {
    let mut letters = 0;
    for (_, c) in chars {
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

/// The stem of an English word, crude but steady: enough to match `agreed` with `agree`.
#[must_use]
pub fn stem(word: &str) -> String {
    let lower = strip_possessive(word).to_lowercase();
    if lower.len() <= 3 || !lower.is_ascii() {
        return lower;
    }
    for (ending, keep) in [
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
    ] {
        if let Some(rest) = lower.strip_suffix(ending)
            && rest.len() >= 3
            && !(ending == "s" && (rest.ends_with('s') || rest.ends_with('u')))
        {
            let mut stemmed = format!("{rest}{keep}");
            let bytes = stemmed.as_bytes();
            let doubled = bytes.len() > 3 && bytes[bytes.len() - 1] == bytes[bytes.len() - 2];
            if keep.is_empty() && doubled && !matches!(bytes[bytes.len() - 1], b's' | b'l' | b'e') {
                stemmed.pop();
            }
            while stemmed.ends_with('e') && stemmed.len() > 3 {
                stemmed.pop();
            }
            return stemmed;
        }
    }
    lower
}

#[cfg(test)]
mod tests {
    use super::*;

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
