//! Lines of a document and what each is: article or page furniture.
//!
//! In comes the text of a document (or the blocks of a page, already one a line); out goes one
//! [`Line`] for every line, blank ones too, so that no byte is lost. Plain text is judged the way
//! jusText does: by length and share of function words first, by the neighbours where that leaves
//! doubt; a list of furniture phrases (data/boilerplate.txt), repetition and script settle the rest.

mod settle;

use crate::span::Span;
use crate::token::{TokenKind, is_east_asian, is_letter, lowered, tokens};
use crate::vocabulary::Vocabulary;
use aho_corasick::AhoCorasick;
use serde::Serialize;
use settle::{classify, settle};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Whether a line belongs to the article.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "LineLabel")]
pub enum Label {
    /// The article's own words: headline, standfirst, paragraphs, captions.
    Body,
    /// Page furniture: navigation, sharing, copyright, placeholders, forms, profiles.
    Boilerplate,
    /// Nothing but white space.
    Blank,
}

/// What part of the article, or of the furniture, a line is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "ArticlePart")]
pub enum LineKind {
    /// The title of the article.
    Headline,
    /// A line under the headline, before the first paragraph.
    Standfirst,
    /// A heading between paragraphs.
    Heading,
    /// Running text.
    Paragraph,
    /// The caption of a picture.
    Caption,
    /// A second copy of a line.
    Duplicate,
    /// Any other furniture.
    Furniture,
    /// A blank line.
    Blank,
}

/// One line with its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Its bytes, without the line break.
    pub span: Span,
    /// Article or furniture.
    pub label: Label,
    /// Which part.
    pub kind: LineKind,
}

impl Line {
    /// Whether claims may be read from it.
    #[must_use]
    pub fn keep(&self) -> bool {
        self.label == Label::Body
    }
}

static STOPWORDS: LazyLock<Vocabulary<()>> =
    LazyLock::new(|| Vocabulary::list(include_str!("../data/stopwords.txt").split_whitespace()));

/// Whether a lower-case word is a function word.
#[must_use]
pub fn is_stopword(lower: &str) -> bool {
    STOPWORDS.contains(lower)
}

struct Phrase {
    text: &'static str,
    anywhere: bool,
    effect: Effect,
}

/// What a line of furniture says about the lines after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Effect {
    /// It interrupts the article.
    Interrupts,
    /// Nothing.
    Alone,
    /// A list of links follows.
    OpensList,
    /// The article is over.
    EndsArticle,
}

static FURNITURE: LazyLock<Vec<Phrase>> = LazyLock::new(|| {
    let lines = include_str!("../data/boilerplate.txt").lines();
    lines
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| {
            let effect = match line.as_bytes().first() {
                Some(b'>') => Effect::EndsArticle,
                Some(b'+') => Effect::OpensList,
                Some(b'~') => Effect::Interrupts,
                _ => Effect::Alone,
            };
            let anywhere = line.ends_with('*');
            Phrase {
                text: line.trim_start_matches(['>', '+', '~']).trim_end_matches('*'),
                anywhere,
                effect,
            }
        })
        .collect()
});

/// The phrases by their first character.
static OPENINGS: LazyLock<BTreeMap<char, Vec<&'static Phrase>>> = LazyLock::new(|| {
    let mut out: BTreeMap<char, Vec<&Phrase>> = BTreeMap::new();
    for phrase in FURNITURE.iter() {
        out.entry(phrase.text.chars().next().unwrap_or(' ')).or_default().push(phrase);
    }
    out
});

/// The phrases that mark any line that holds them, and what each says.
static INSIDE: LazyLock<(Option<AhoCorasick>, Vec<Effect>)> = LazyLock::new(|| {
    let marks: Vec<&Phrase> = FURNITURE.iter().filter(|phrase| phrase.anywhere).collect();
    let finder = AhoCorasick::new(marks.iter().map(|phrase| phrase.text)).ok();
    (finder, marks.iter().map(|phrase| phrase.effect).collect())
});

/// Spans of the lines of `text`, without their breaks; together with the breaks they cover it.
#[must_use]
pub fn line_spans(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let inner = line.strip_suffix('\n').unwrap_or(line);
        let inner = inner.strip_suffix('\r').unwrap_or(inner);
        out.push(Span::new(at, at + inner.len()));
        at += line.len();
    }
    out
}

/// First impression of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Blank,
    Good,
    Near,
    Short,
    Bad,
    /// Furniture inside the article.
    Aside,
}

struct Impression {
    look: Look,
    words: usize,
    ended: bool,
    effect: Option<Effect>,
    normal: String,
}

/// Whether the line ends as a sentence does.
fn is_ended(line: &str) -> bool {
    let line = line.trim_end().trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']);
    line.ends_with(['.', '!', '?', '…', '。', '！', '？', ':', ';'])
}

/// Whether `line` is, or begins as, a furniture phrase; and whether the article ends there.
fn furniture(normal: &str, words: usize) -> Option<Effect> {
    let bare = normal.trim_matches(|c: char| !c.is_alphanumeric() && c != '©');
    let (inside, marks) = &*INSIDE;
    let mut found = inside.as_ref().and_then(|inside| {
        inside.find_overlapping_iter(bare).map(|hit| marks[hit.pattern().as_usize()]).max()
    });
    // No phrase is as long as a paragraph: only a short line can begin as one.
    if words > 12 {
        return found;
    }
    let first = bare.chars().next();
    for phrase in first.and_then(|first| OPENINGS.get(&first)).into_iter().flatten() {
        let starts = bare.strip_prefix(phrase.text).is_some_and(|rest| {
            !rest.starts_with(char::is_alphanumeric)
                && (rest.is_empty() || words <= 6 || phrase.text.ends_with(':'))
        });
        if starts && !(is_ended(normal) && words > 4 && !normal.ends_with(':')) {
            found = found.max(Some(phrase.effect));
        }
    }
    found
}

/// A line in lower case, its words one space apart.
fn normal(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for word in line.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    lowered(&out).unwrap_or_else(|| out.to_lowercase())
}

/// What a line that is furniture by its words says about the lines after it; nothing for other lines.
pub(crate) fn furniture_of(line: &str) -> Option<Effect> {
    let normal = normal(line);
    let parts = tokens(&normal);
    let words = parts.iter().filter(|token| token.kind != TokenKind::Mark).count();
    furniture(&normal, words)
        .or_else(|| (is_stamp(&parts) || is_byline(line, words)).then_some(Effect::Alone))
}

fn impression(line: &str, article_is_latin: bool) -> Impression {
    let normal = normal(line);
    let blank = Impression {
        look: Look::Blank,
        words: 0,
        ended: false,
        effect: None,
        normal: String::new(),
    };
    if normal.chars().all(|c| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}') {
        return blank;
    }
    let parts = tokens(&normal);
    let words = parts.iter().filter(|token| token.kind != TokenKind::Mark).count();
    let east = normal.chars().filter(|c| is_east_asian(*c)).count();
    let letters = normal.chars().filter(|c| is_letter(*c)).count();
    let ended = is_ended(line);
    let found = furniture(&normal, words);
    let separators =
        parts.iter().filter(|t| matches!(t.text, "|" | "•" | "·" | "›" | "»" | "/")).count();
    let address =
        words <= 3 && (normal.contains("www.") || normal.contains("http") || normal.contains('@'));
    let foreign = article_is_latin && letters > 0 && east * 2 > letters;
    let stops = parts.iter().filter(|token| is_stopword(token.text)).count();
    // Scripts without spaces: characters stand in for words.
    let words = if article_is_latin { words } else { words.max(east / 2) };
    let long_east = !article_is_latin && (east >= 30 || east >= 16 && ended);
    let underscored = !line.trim().contains(' ') && line.contains('_');
    let look = if found == Some(Effect::Interrupts) {
        Look::Aside
    } else if found.is_some()
        || is_stamp(&parts)
        || is_byline(line, words)
        || foreign
        || address
        || underscored
        || letters == 0 && words <= 4
    {
        Look::Bad
    } else if long_east || words >= 12 && stops * 100 >= words * 22 && (ended || words >= 18) {
        Look::Good
    } else if separators >= 3 && separators * 4 >= words || words >= 8 && stops == 0 && !ended {
        Look::Bad
    } else if words >= 7 && stops * 100 >= words * 10 || ended && words >= 4 {
        Look::Near
    } else {
        Look::Short
    };
    Impression { look, words, ended, effect: found, normal }
}

/// Whether a line is nothing but a date, a time and words that go with them.
fn is_stamp(parts: &[crate::token::Token<'_>]) -> bool {
    let mut figures = 0;
    let plain = parts.iter().all(|token| {
        figures += usize::from(token.kind == TokenKind::Figure);
        token.kind != TokenKind::Word
            || crate::calendar::month_number(token.text).is_some()
            || crate::calendar::weekday_number(token.text).is_some()
            || matches!(
                token.text,
                "published"
                    | "updated"
                    | "posted"
                    | "modified"
                    | "last"
                    | "first"
                    | "on"
                    | "at"
                    | "am"
                    | "pm"
                    | "a.m."
                    | "p.m."
                    | "est"
                    | "edt"
                    | "et"
                    | "gmt"
                    | "bst"
                    | "cet"
                    | "cest"
                    | "utc"
                    | "kst"
                    | "jst"
                    | "pst"
                    | "pdt"
                    | "ist"
                    | "date"
                    | "time"
                    | "th"
                    | "st"
                    | "nd"
                    | "rd"
                    | "t"
                    | "h"
                    | "ago"
                    | "hours"
                    | "hour"
                    | "minutes"
                    | "days"
                    | "day"
                    | "and"
                    | "input"
                    | "edited"
            )
    });
    plain && figures > 0 && parts.len() <= 16
}

/// Whether a line names or describes the writer, or credits a picture and says nothing else.
fn is_byline(line: &str, words: usize) -> bool {
    let trimmed = line.trim();
    let short = words <= 7 && !is_ended(trimmed);
    if short
        && (trimmed.starts_with("By ")
            || trimmed.starts_with("BY ")
            || trimmed.starts_with("Photo: "))
    {
        return true;
    }
    if short
        && ["Photo by ", "Photograph: ", "Image: ", "Credit: "]
            .iter()
            .any(|start| trimmed.starts_with(start))
    {
        return true;
    }
    let mut first = trimmed.split_whitespace();
    let named =
        first.by_ref().take(2).filter(|word| word.starts_with(char::is_uppercase)).count() == 2;
    let rest: Vec<&str> = first.take(10).collect();
    let trade = rest.iter().any(|word| {
        matches!(
            word.trim_matches(|c: char| !c.is_alphabetic()),
            "reporter"
                | "journalist"
                | "writer"
                | "correspondent"
                | "columnist"
                | "contributor"
                | "editor"
        )
    });
    named
        && trade
        && words <= 60
        && rest.first() == Some(&"is")
        && matches!(rest.get(1), Some(&("a" | "an" | "the")))
}

/// Labels every line of a plain text.
#[must_use]
pub fn label_plain(text: &str) -> Vec<Line> {
    let spans = line_spans(text);
    let letters = text.chars().filter(|c| is_letter(*c)).count();
    let east = text.chars().filter(|c| is_east_asian(*c)).count();
    let latin = east * 3 < letters;
    let mut looks: Vec<Impression> =
        spans.iter().map(|span| impression(span.of(text).unwrap_or(""), latin)).collect();
    drop_repeats(&mut looks);
    let good = settle(&looks);
    classify(text, &spans, &looks, &good)
}

/// A line that stands twice in a row is a placeholder; one that recurs apart is kept once.
fn drop_repeats(looks: &mut [Impression]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let filled: Vec<usize> = (0..looks.len()).filter(|i| looks[*i].look != Look::Blank).collect();
    let mut bad = Vec::new();
    for (order, &i) in filled.iter().enumerate() {
        let Some(&earlier) = seen.get(&looks[i].normal) else {
            seen.insert(looks[i].normal.clone(), order);
            continue;
        };
        if order - earlier == 1 && looks[i].words < 25 {
            bad.push(filled[earlier]);
        }
        bad.push(i);
        seen.insert(looks[i].normal.clone(), order);
    }
    for i in bad {
        looks[i].look = Look::Bad;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "Skip to content\n\nPorts Reopen After the Storm\n\nTwo placeholder words here now.\n\
Two placeholder words here now.\n\nThe harbour authority said on Tuesday that all the northern ports of the island had \
reopened after the storm passed.\n\nWhat happens next\n\nShips that waited outside for a week are to be \
unloaded first, and the rest will follow by the end of the month.\n\n© Harbour Daily. All rights reserved.\n\n\
Leave a Reply\n\nI am a seasoned writer who has been covering the ports for many years and loves the sea.\n";

    #[test]
    fn article_and_furniture_part() {
        let labels: Vec<(Label, LineKind)> = label_plain(PAGE)
            .iter()
            .filter(|line| line.label != Label::Blank)
            .map(|line| (line.label, line.kind))
            .collect();
        use Label::{Body, Boilerplate};
        use LineKind::{Duplicate, Furniture, Heading, Headline, Paragraph};
        let expected = [
            (Boilerplate, Furniture),
            (Body, Headline),
            (Boilerplate, Furniture),
            (Boilerplate, Duplicate),
            (Body, Paragraph),
            (Body, Heading),
            (Body, Paragraph),
            (Boilerplate, Furniture),
            (Boilerplate, Furniture),
            (Boilerplate, Furniture),
        ];
        assert_eq!(labels, expected);
    }

    #[test]
    fn lines_cover_the_text() {
        for text in ["", "a", "a\r\nb\n", "\n\nx\n", "한국\n"] {
            let joined: usize = line_spans(text).iter().map(|span| span.len()).sum();
            let breaks = text.matches("\r\n").count() * 2 + text.matches('\n').count()
                - text.matches("\r\n").count();
            assert_eq!(joined + breaks, text.len(), "{text:?}");
        }
    }
}
