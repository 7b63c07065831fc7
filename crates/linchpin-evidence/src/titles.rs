//! Titles of office beside names.
//!
//! In come tokens around a name; out goes where its title stands. `Trade Minister X`, `X, Minister of
//! Commerce of China,` and `SK Hynix CEO X` are titles; words are in data/titles.txt.

use crate::token::{Token, TokenKind, stem, tokens};
use crate::vocabulary::Vocabulary;
use std::sync::LazyLock;

/// Whether a word can head a title, and whether it can name the field of an office.
static WORDS: LazyLock<Vocabulary<(bool, bool)>> = LazyLock::new(|| {
    let list = |name: &'static str, what: (bool, bool)| {
        let lines = include_str!("../data/titles.txt").lines();
        let lines = lines.filter_map(move |line| line.strip_prefix(name));
        lines.flat_map(str::split_whitespace).map(move |word| (word, what))
    };
    let rows = list("head:", (true, false)).chain(list("of:", (false, true)));
    Vocabulary::merged(rows, |old, new| *old = (old.0 || new.0, old.1 || new.1))
});

/// Whether a lower-case word can head a title.
#[must_use]
pub fn is_head(lower: &str) -> bool {
    WORDS.get(lower).is_some_and(|what| what.0)
}

/// Whether a lower-case word can name the field of an office: `trade` minister.
#[must_use]
pub fn is_field(lower: &str) -> bool {
    WORDS.get(lower).is_some_and(|what| what.1)
}

/// Heads before which any capital words name the field: `Natural Resources Minister`.
const MINISTERIAL: &[&str] =
    &["minister", "ministers", "secretary", "undersecretary", "commissioner"];

/// Whether the capital words from `i` on lead up to such a head, so that they are a title and no name.
#[must_use]
pub fn is_portfolio(all: &[Token<'_>], i: usize) -> bool {
    let capital = |at: usize| {
        all.get(at).is_some_and(|token| token.kind == TokenKind::Word && token.is_capital())
    };
    let inner = |at: usize| capital(at) || all.get(at).is_some_and(|token| token.text == "and");
    (i + 1..i + 5).take_while(|at| inner(*at)).any(|at| {
        let lower = all[at].lower();
        capital(at)
            && MINISTERIAL.contains(&lower.as_str())
            && all[i..at].iter().all(|token| !is_head(&token.lower()))
    })
}

/// The token a title right before the name at `first` starts with.
#[must_use]
pub fn before_title(all: &[Token<'_>], first: usize) -> Option<usize> {
    let mut i = first;
    // `Minister of Commerce, Wang Wentao,`
    let comma = i > 0 && all[i - 1].text == ",";
    if comma {
        i -= 1;
    }
    let end = i;
    let mut headed = None;
    while i > 0 && end - i < 9 {
        let token = all[i - 1];
        let lower = token.lower();
        let linking = matches!(token.text, "of" | "for" | "and" | "," | "the")
            || matches!(token.text, "’" | "'");
        if token.kind == TokenKind::Word && is_head(&lower) {
            headed = Some(i - 1);
        } else if !(is_field(&lower)
            || linking && (comma || headed.is_none()) && end != i
            || headed.is_some() && is_field(&lower))
        {
            break;
        }
        i -= 1;
    }
    let mut start = headed?;
    while start > 0 && is_field(&all[start - 1].lower()) {
        start -= 1;
    }
    // With a comma between, only a capitalised office counts: `the minister, Wang,` names no title.
    (!comma || all[start].is_capital()).then_some(start)
}

/// The tokens of a title that follows the name: `, Minister of Commerce of China,`.
#[must_use]
pub fn after_title(all: &[Token<'_>], next: usize) -> Option<(usize, usize)> {
    let mut i = next;
    let word = |i: usize| all.get(i).map(Token::lower).unwrap_or_default();
    if !matches!(word(i).as_str(), "," | "(") {
        return None;
    }
    i += 1;
    if matches!(word(i).as_str(), "the" | "a" | "an") {
        i += 1;
    }
    let start = i;
    let mut headed = false;
    while let Some(token) = all.get(i).filter(|_| i - start < 16) {
        let lower = word(i);
        if matches!(lower.as_str(), "," | "." | ")" | ";" | ":" | "—") {
            break;
        }
        if is_head(&lower) {
            headed = true;
        }
        let inside = is_head(&lower)
            || is_field(&lower)
            || token.is_capital()
            || matches!(lower.as_str(), "of" | "for" | "and" | "the" | "at" | "in" | "to");
        let quoted = matches!(token.text, "“" | "”" | "\"");
        if !(inside
            || quoted
            || i - start < 4
                && !headed
                && token.kind == TokenKind::Word
                && crate::cues::cue(&lower).is_none())
        {
            break;
        }
        i += 1;
    }
    while i > start
        && matches!(word(i - 1).as_str(), "of" | "for" | "and" | "the" | "at" | "in" | "to" | "“")
    {
        i -= 1;
    }
    (headed && i > start).then_some((start, i))
}

/// What an office is, spelling and order aside: the stems of its words, sorted, with `ceo` spelled
/// out and articles, countries and names left out.
#[must_use]
pub fn office(title: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let words = tokens(title);
    for lower in words.iter().map(Token::lower) {
        let spelled: &[&str] = match lower.as_str() {
            "ceo" => &["chief", "executive", "officer"],
            "cfo" => &["chief", "financial", "officer"],
            "coo" => &["chief", "operating", "officer"],
            "cto" => &["chief", "technology", "officer"],
            "chairwoman" | "chairperson" | "chair" => &["chairman"],
            "spokeswoman" | "spokesperson" => &["spokesman"],
            _ => &[],
        };
        if !spelled.is_empty() {
            out.extend(spelled.iter().map(|word| String::from(stem(word))));
            continue;
        }
        for part in lower.split('-').filter(|part| is_head(part) || is_field(part)) {
            out.push(stem(part).into());
        }
    }
    // `Director General` is the office `Director-General`, and neither is a director's.
    if let Some(at) = out.iter().position(|word| word == "general").filter(|at| *at > 0) {
        out.remove(at);
        out[at - 1].push_str("-general");
    }
    out.sort();
    out.dedup();
    out
}

/// Words that make another office of the same one.
const RANKS: &[&str] = &["deputy", "vic", "former", "act", "assistant", "undersecretary"];
/// Whether a lower-case word ranks an office below or behind the one it stands before.
#[must_use]
pub fn is_rank(lower: &str) -> bool {
    RANKS.contains(&stem(lower).as_str())
}

/// Heads that say no more than who leads.
const LEADING: &[&str] = &["head", "leader", "chief", "boss"];
/// Heads that such a word can stand for.
const LED: &[&str] =
    &["head", "leader", "chief", "boss", "director", "president", "chairman", "minister"];

/// Whether two titles can be one office: one may say less, and `head` stands for whoever leads.
#[must_use]
pub fn same_office(one: &str, two: &str) -> bool {
    let (a, b) = (office(one), office(two));
    if a.is_empty() || b.is_empty() {
        return true;
    }
    let ranks = |words: &[String]| -> Vec<String> {
        words.iter().filter(|word| RANKS.contains(&word.as_str())).cloned().collect()
    };
    if ranks(&a) != ranks(&b) {
        return false;
    }
    let within = |small: &[String], large: &[String]| small.iter().all(|word| large.contains(word));
    let leads = |small: &[String], large: &[String]| {
        small.iter().any(|word| LEADING.contains(&word.as_str()))
            && !small.iter().any(|word| matches!(word.as_str(), "executiv" | "officer"))
            && large.iter().any(|word| LED.contains(&word.as_str()))
            && !large.iter().any(|word| word == "executiv")
    };
    within(&a, &b) || within(&b, &a) || leads(&a, &b) || leads(&b, &a)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_compare_without_order() {
        assert_eq!(office("Minister of Commerce of China"), office("commerce minister"));
        assert_ne!(office("Director-General for Trade Negotiations"), office("Trade Minister"));
        assert_ne!(office("president"), office("CEO"));
    }
}
