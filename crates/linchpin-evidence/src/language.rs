//! In which language a text is written, and whether it is read.
//!
//! In comes text; out goes a [`Language`]. English, Korean and Chinese are read; of any other only lines,
//! sentences and figures are, and every face says so rather than staying silent.

use crate::token::{TokenKind, is_east_asian, is_hangul, is_letter, tokens};

/// A language by what it is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// English.
    English,
    /// Korean.
    Korean,
    /// Chinese.
    Chinese,
    /// Japanese: not read.
    Japanese,
    /// Another script, or another language in Latin letters: not read.
    Other,
    /// Too little text to say.
    Unknown,
}

impl Language {
    /// Whether names, quotations and claims are read in it.
    #[must_use]
    pub fn is_read(self) -> bool {
        matches!(self, Self::English | Self::Korean | Self::Chinese)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Korean => "Korean",
            Self::Chinese => "Chinese",
            Self::Japanese => "Japanese",
            Self::Other => "a language that is not read",
            Self::Unknown => "unknown",
        }
    }
}

/// Whether most letters of a text are Korean or Chinese.
#[must_use]
pub fn is_east(text: &str) -> bool {
    let (mut east, mut latin) = (0_usize, 0_usize);
    for c in text.chars() {
        if is_east_asian(c) {
            east += 1;
        } else if is_letter(c) {
            latin += 1;
        }
    }
    // A Chinese letter is a syllable or more: three Latin letters weigh one.
    east * 3 > latin
}

/// The language of a text.
#[must_use]
pub fn language(text: &str) -> Language {
    let count = |of: fn(char) -> bool| text.chars().filter(|c| of(*c)).count();
    let letters = count(char::is_alphabetic);
    if letters < 12 {
        return Language::Unknown;
    }
    let (hangul, kana) = (count(is_hangul), count(|c| matches!(c, '\u{3040}'..='\u{30ff}')));
    if is_east(text) {
        return if hangul * 5 > letters {
            Language::Korean
        } else if kana * 10 > letters {
            Language::Japanese
        } else {
            Language::Chinese
        };
    }
    if count(|c| c.is_ascii_alphabetic()) * 10 < letters * 7 {
        return Language::Other;
    }
    let all = tokens(text);
    let words: Vec<_> =
        all.iter().filter(|t| t.kind == TokenKind::Word).map(|t| t.lower()).collect();
    let known = words.iter().filter(|word| crate::lines::is_stopword(word)).count();
    if words.len() >= 12 && known * 100 < words.len() * 12 {
        Language::Other
    } else {
        Language::English
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_part() {
        for (text, wanted) in [
            (
                "The ministry said on Monday that ships may return next week to the port.",
                Language::English,
            ),
            ("항만청은 두 척의 배가 늦어진다고 월요일 밝혔다.", Language::Korean),
            ("港务局星期一表示，两艘船将在下周晚些时候到达。", Language::Chinese),
            ("港湾局は月曜日、船が遅れると発表しました。", Language::Japanese),
            (
                "Die Hafenbehörde teilte am Montag mit, dass zwei Schiffe später eintreffen werden als geplant.",
                Language::Other,
            ),
            ("Портовое управление сообщило, что суда задержатся.", Language::Other),
        ] {
            assert_eq!(language(text), wanted, "{text}");
        }
    }
}
