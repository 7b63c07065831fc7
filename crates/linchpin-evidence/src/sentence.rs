//! Sentences of English (and, by their own full stops, of Chinese, Japanese and Korean) text.
//!
//! In comes a paragraph; out go spans that cover all its words in order. Rules, no model: a full
//! stop, question or exclamation mark ends a sentence unless what stands before it (abbreviation,
//! initial, number, list mark), after it (lower case) or around it (quotation, bracket) says no.
//! The lists are in data/abbreviations.txt.

mod marks;

use crate::lines::{Line, is_stopword};
use crate::span::Span;
use marks::{list_marks, shelters};
use std::sync::LazyLock;

/// Longest quotation, in bytes, that is kept in one piece.
const MAX_QUOTE: usize = 900;

struct Lists {
    never: Vec<&'static str>,
    may: Vec<&'static str>,
    exclaim: Vec<&'static str>,
    start: Vec<&'static str>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let list = |name: &str| {
        let lines = include_str!("../data/abbreviations.txt").lines();
        let found = lines.filter_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        found.flat_map(str::split_whitespace).collect()
    };
    Lists { never: list("never"), may: list("may"), exclaim: list("exclaim"), start: list("start") }
});

/// One sentence of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Sentence {
    /// Its bytes, without white space at the ends.
    pub span: Span,
    /// Index of the line it starts on.
    pub line: usize,
    /// Whether it belongs to the article.
    pub keep: bool,
}

/// The sentences of a document: of every line, furniture too, so that no text is lost.
#[must_use]
pub fn sentences(text: &str, lines: &[Line]) -> Vec<Sentence> {
    let mut out = Vec::new();
    for (first, last) in paragraphs(text, lines) {
        let span = Span::new(lines[first].span.start, lines[last].span.end);
        let keep = lines[first].keep();
        for sentence in split(span.of(text).unwrap_or("")) {
            let span = sentence.shifted(span.start);
            let line = lines.partition_point(|line| line.span.end <= span.start).max(first);
            out.push(Sentence { span, line, keep });
        }
    }
    out
}

/// Runs of lines that read on across their breaks (hard-wrapped text); most runs are one line.
fn paragraphs(text: &str, lines: &[Line]) -> Vec<(usize, usize)> {
    let words = |i: usize| lines[i].span.of(text).map_or("", str::trim);
    let filled = |i: usize| !words(i).is_empty();
    let ends = |i: usize| ends_sentence(words(i));
    let mut out = Vec::new();
    let mut i = 0;
    while i < lines.len() {
        if !filled(i) {
            i += 1;
            continue;
        }
        let mut block_end = i;
        while block_end + 1 < lines.len()
            && filled(block_end + 1)
            && lines[block_end + 1].keep() == lines[i].keep()
        {
            block_end += 1;
        }
        let broken = (i..block_end).filter(|j| !ends(*j)).count();
        let widest = (i..=block_end).map(|j| words(j).len()).max().unwrap_or(0);
        let inner_min = (i..block_end).map(|j| words(j).len()).min().unwrap_or(0);
        // Wrapped text: several lines of like width that break off without a stop.
        let wrapped = block_end - i >= 2
            && widest <= 120
            && inner_min * 3 >= widest * 2
            && broken * 2 >= block_end - i;
        let mut first = i;
        while first <= block_end {
            let mut last = first;
            while last < block_end && !ends(last) {
                let next_lower = words(last + 1).starts_with(|c: char| c.is_lowercase());
                let first_upper = words(first).starts_with(|c: char| !c.is_lowercase());
                // Lower-case lines without any stop are a list, not a sentence.
                let stops_later = (last + 1..=block_end).any(ends);
                if !(wrapped || next_lower && first_upper && stops_later) {
                    break;
                }
                last += 1;
            }
            if wrapped {
                while last < block_end {
                    last += 1;
                }
            }
            out.push((first, last));
            first = last + 1;
        }
        i = block_end + 1;
    }
    out
}

fn ends_sentence(line: &str) -> bool {
    let line = line.trim_end_matches(|c: char| is_closer(c) || c.is_whitespace());
    line.ends_with(['.', '!', '?', '…', '。', '！', '？'])
}

fn is_closer(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | ')' | ']' | '}' | '»' | '」' | '』' | '›')
}

fn is_opener(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '‘' | '(' | '[' | '{' | '«' | '「' | '『' | '¿' | '¡')
}

/// Spans of the sentences of one paragraph, relative to it; white space between them is left out.
#[must_use]
pub fn split(paragraph: &str) -> Vec<Span> {
    let chars: Vec<(usize, char)> = paragraph.char_indices().collect();
    let splitter =
        Splitter { text: paragraph, shelter: shelters(&chars), marks: list_marks(&chars), chars };
    splitter.run()
}

struct Splitter<'t> {
    text: &'t str,
    chars: Vec<(usize, char)>,
    /// For each character: the index where the quotation or bracket around it ends, or 0.
    shelter: Vec<usize>,
    /// Where list items start, and where the text of each starts.
    marks: Vec<(usize, usize)>,
}

impl Splitter<'_> {
    fn char(&self, i: usize) -> Option<char> {
        self.chars.get(i).map(|(_, c)| *c)
    }

    fn byte(&self, i: usize) -> usize {
        self.chars.get(i).map_or(self.text.len(), |(byte, _)| *byte)
    }

    fn run(&self) -> Vec<Span> {
        let mut out = Vec::new();
        let mut start = 0;
        let mut i = 0;
        let mut push = |from: usize, to: usize| {
            let span = Span::new(self.byte(from), self.byte(to)).trimmed(self.text);
            if !span.is_empty() {
                out.push(span);
            }
        };
        while i < self.chars.len() {
            if let Some((_, body)) = self.marks.iter().find(|(mark, _)| *mark == i) {
                push(start, i);
                start = i;
                i = (*body).max(i + 1);
                continue;
            }
            let c = self.chars[i].1;
            if matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？') {
                let (run_end, dots) = self.terminal_run(i);
                let mut close = run_end;
                while self.char(close).is_some_and(is_closer) {
                    close += 1;
                }
                if self.is_boundary(start, i, run_end, close, dots) {
                    push(start, close);
                    start = close;
                }
                i = close.max(i + 1);
            } else {
                i += 1;
            }
        }
        push(start, self.chars.len());
        out
    }

    /// The end of a run of terminal marks, spaced dots included, and how many dots it has.
    fn terminal_run(&self, first: usize) -> (usize, usize) {
        let mut end = first + 1;
        let mut dots = usize::from(self.chars[first].1 == '.');
        // A stop right after a word, then spaced dots, then a capital: the stop stands alone.
        let attached = first > 0 && !self.chars[first - 1].1.is_whitespace();
        loop {
            match self.char(end) {
                Some('.') => {
                    dots += 1;
                    end += 1;
                }
                Some('!' | '?' | '…' | '！' | '？' | '。') => end += 1,
                Some(' ' | '\u{a0}')
                    if self.char(end + 1) == Some('.') && self.chars[first].1 == '.' =>
                {
                    if attached && end == first + 1 && self.capital_after_dots(end) {
                        return (end, dots);
                    }
                    dots += 1;
                    end += 2;
                }
                _ => return (end, dots),
            }
        }
    }

    fn capital_after_dots(&self, from: usize) -> bool {
        let rest =
            self.chars[from..].iter().map(|(_, c)| *c).find(|c| *c != '.' && !c.is_whitespace());
        rest.is_some_and(char::is_uppercase)
    }

    /// The word at or after `i`, openers skipped, without its closing marks.
    fn word_after(&self, mut i: usize) -> (bool, String) {
        let mut opened = false;
        while let Some(c) = self.char(i) {
            if c.is_whitespace() || is_opener(c) || matches!(c, '—' | '–' | '-') {
                opened |= is_opener(c);
                i += 1;
            } else {
                break;
            }
        }
        let word: String = self.chars[i.min(self.chars.len())..]
            .iter()
            .map(|(_, c)| *c)
            .take_while(|c| c.is_alphanumeric() || matches!(c, '\'' | '’'))
            .collect();
        (opened, word)
    }

    /// The unspaced run that ends before `i`, openers stripped.
    fn word_before(&self, start: usize, i: usize) -> String {
        let mut first = i;
        while first > start
            && !self.chars[first - 1].1.is_whitespace()
            && !matches!(self.chars[first - 1].1, '—' | '/')
        {
            first -= 1;
        }
        self.chars[first..i]
            .iter()
            .map(|(_, c)| *c)
            .skip_while(|c| is_opener(*c) || *c == '-')
            .collect()
    }

    fn words_between(&self, start: usize, i: usize) -> usize {
        let bytes = Span::new(self.byte(start), self.byte(i));
        bytes.of(self.text).map_or(0, |part| part.split_whitespace().count())
    }

    fn is_boundary(
        &self,
        start: usize,
        at: usize,
        run_end: usize,
        close: usize,
        dots: usize,
    ) -> bool {
        let mark = self.chars[at].1;
        let Some(next) = self.char(close) else { return true };
        // Inside a quotation or bracket that goes on.
        if self.shelter[at] > close {
            return false;
        }
        if matches!(mark, '。' | '！' | '？') {
            return true;
        }
        if !next.is_whitespace() && !(close > run_end && (next.is_uppercase() || is_opener(next))) {
            // `end.”Next` was meant as two sentences, `U.S.A` and `a.b` were not.
            return matches!(mark, '!' | '?')
                && next.is_uppercase()
                && close == run_end
                && run_end - at > 1;
        }
        let (opened, after) = self.word_after(close);
        let first = after.chars().next();
        let lower_next = first.is_some_and(char::is_lowercase);
        let lower = after.trim_matches(['\'', '’']).to_lowercase();
        let starter = first.is_some_and(char::is_uppercase)
            && (is_stopword(&lower) || lower == "i" || LISTS.start.contains(&lower.as_str()));
        if lower_next && !opened {
            return false;
        }
        if close > run_end && self.cue_follows(close) {
            return false;
        }
        if dots >= 3 || mark == '…' {
            let fresh = self.words_between(start, at) == 0;
            return !(fresh || dots == 3 && lower == "i" || lower_next);
        }
        let word = self.word_before(start, at);
        let bare = word.trim_matches(|c: char| is_closer(c) || c == ',').to_lowercase();
        if mark != '.' || run_end - at > 1 {
            let named = LISTS.exclaim.contains(&bare.as_str()) && !starter;
            return !(lower_next || named);
        }
        if first.is_none() {
            return true;
        }
        if close > run_end && first.is_some_and(|c| c.is_uppercase() || c.is_numeric()) {
            return !self.is_abbreviation(&bare) || starter;
        }
        let digit_next = first.is_some_and(|c| c.is_ascii_digit());
        let letters = bare.chars().filter(|c| c.is_alphabetic()).count();
        if bare == "n°" || bare == "no" && digit_next || bare == "nos" && digit_next {
            return false;
        }
        if bare == "a.m" || bare == "p.m" {
            return self.words_between(start, at) >= 4
                && (starter || first.is_some_and(char::is_uppercase));
        }
        if bare.contains('.')
            && bare
                .split('.')
                .all(|part| part.chars().count() <= 3 && part.chars().all(char::is_alphabetic))
        {
            return starter;
        }
        if letters == 1 && bare.chars().count() == 1 {
            // An initial; the pronoun and letters used as names can end a sentence.
            return starter && (bare == "i" || lower != "i" && is_stopword(&lower));
        }
        if LISTS.never.contains(&bare.as_str()) {
            return false;
        }
        if bare != "no" && LISTS.may.contains(&bare.as_str()) {
            return !digit_next && starter;
        }
        true
    }

    fn is_abbreviation(&self, bare: &str) -> bool {
        LISTS.never.contains(&bare) || LISTS.may.contains(&bare)
    }

    /// Whether who-said-it follows a closed quotation: `“Why?” Smith asked.`
    fn cue_follows(&self, close: usize) -> bool {
        let rest = &self.text[self.byte(close)..];
        if !rest.starts_with(' ') {
            return false;
        }
        let mut words = rest.split_whitespace();
        for _ in 0..4 {
            let Some(word) = words.next() else { return false };
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
            if crate::cues::is_plain_saying(&bare) {
                return true;
            }
            let pronoun = matches!(bare.as_str(), "he" | "she" | "they" | "i" | "we");
            let name = word.starts_with(char::is_uppercase) && (pronoun || !is_stopword(&bare));
            if !name || word.ends_with(['.', ',', '!', '?', ':', ';']) && bare.len() > 3 {
                return false;
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(expected: &[&str]) {
        let text = expected.join(" ");
        let got: Vec<&str> = split(&text).iter().filter_map(|span| span.of(&text)).collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn stops_that_end_nothing() {
        check(&[
            "Prof. B. K. Han of Acme Corp. met Sen. Ruiz at 9 a.m. in Washington, D.C., on Jan. 5.",
        ]);
        check(&[
            "The U.S. Treasury paid $3.5 billion (approx. 3.2 bn euros.) to firms such as Yahoo! in May.",
        ]);
        check(&["“We waited. Nothing came,” the mayor said."]);
        check(&["“Is it over?” Smith asked."]);
        check(&["See p. 12 of No. 4 at docs.example.org for e.g. the wiring."]);
    }

    #[test]
    fn stops_that_end_a_sentence() {
        check(&["She moved to the U.S. She stayed.", "He works for Acme Inc. They pay well."][..0]);
        check(&["She moved to the U.S.", "They stayed until 6 p.m.", "Mr. Kim left."]);
        check(&["It was you and I.", "Was it?", "Yes!", "He said: “Stop.”", "She stopped."]);
        check(&[
            "They joined Lee & Sons Co.",
            "It closed in 2020.",
            "Nobody wept...",
            "Life went on.",
        ]);
        check(&["수출이 늘었다.", "공급은 줄었다."]);
    }

    #[test]
    fn lists_part_at_their_marks() {
        check(&["1. Wash the lid", "2. Dry the lid"]);
        check(&["a) red paint", "b) blue paint", "c) brushes"]);
        check(&["• 4. Open it", "• 5. Shut it"]);
    }

    #[test]
    fn wrapped_lines_are_joined_and_lists_are_not() {
        let of = |text: &str| {
            let lines = crate::lines::label_plain(text);
            sentences(text, &lines)
                .iter()
                .filter_map(|s| s.span.of(text))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            of("The line was\nbroken by a printer.\n"),
            ["The line was\nbroken by a printer."]
        );
        assert_eq!(of("apples\npears and plums\nfigs\n").len(), 3);
    }
}
