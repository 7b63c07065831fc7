//! Text cut into the atoms that numbers are made of.
//!
//! In comes text; out go [`Atom`]s: figures with their readings, words, single marks. Unlike the tokens
//! of [`crate::token`], letters and digits part where they meet (`KRW8.607` is a word and a figure), and
//! so do words at a hyphen (`twenty-three`); whether two atoms touch is kept, so that `H20` stays a name.

use crate::span::Span;
use crate::token::{Lower, is_letter};

/// What an atom is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Digits with their separators.
    Figure,
    /// Letters.
    Word,
    /// One mark.
    Mark,
}

/// A figure's value, and the other one its separators allow.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Figure {
    pub(super) value: f64,
    /// How the separators were read, where they can be read in two ways.
    pub(super) reading: Option<&'static str>,
    /// The other value and its reading.
    pub(super) other: Option<(f64, &'static str)>,
    /// Whether it is digits alone.
    pub(super) plain: bool,
}

/// One atom.
#[derive(Debug, Clone)]
pub(super) struct Atom<'t> {
    pub(super) text: &'t str,
    pub(super) lower: Lower<'t>,
    pub(super) span: Span,
    pub(super) kind: Kind,
    /// Whether it touches the atom before it.
    pub(super) glued: bool,
    pub(super) figure: Option<Figure>,
}

impl Atom<'_> {
    pub(super) fn is_capital(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }
}

/// The decimal point is a point: `1.234` is one and a bit.
pub(super) const POINT: &str = "the point parts the decimals";
/// The point groups thousands.
const POINT_GROUPS: &str = "the point parts thousands";
/// The comma groups thousands.
const COMMA_GROUPS: &str = "the comma parts thousands";
/// The comma is the decimal mark.
const COMMA: &str = "the comma parts the decimals";

fn is_thin(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{2009}' | '\u{202f}' | '\u{2008}')
}

/// The atoms of `text`.
pub(super) fn atoms(text: &str) -> Vec<Atom<'_>> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let byte = |i: usize| chars.get(i).map_or(text.len(), |(at, _)| *at);
    let mut out: Vec<Atom<'_>> = Vec::with_capacity(text.len() / 5);
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i].1;
        if c.is_whitespace() || c.is_control() {
            i += 1;
            continue;
        }
        let (end, kind, figure) = if c.is_ascii_digit() {
            let (end, figure) = figure(&chars, i);
            (end, Kind::Figure, figure)
        } else if is_letter(c) {
            (word_end(&chars, i), Kind::Word, None)
        } else {
            (i + 1, Kind::Mark, None)
        };
        let span = Span::new(byte(i), byte(end));
        let words = &text[span.start..span.end];
        let glued = out.last().is_some_and(|last| last.span.end == span.start);
        out.push(Atom { text: words, lower: Lower::of(words), span, kind, glued, figure });
        i = end;
    }
    out
}

fn word_end(chars: &[(usize, char)], from: usize) -> usize {
    let get = |i: usize| chars.get(i).map(|(_, c)| *c);
    let mut i = from + 1;
    // U.S.: single letters with points between; the last point belongs to it.
    let mut j = i;
    while get(j) == Some('.') && get(j + 1).is_some_and(is_letter) {
        j += 2;
    }
    let single = j > i && !get(j).is_some_and(is_letter);
    if single {
        return if get(j) == Some('.') { j + 1 } else { j };
    }
    while let Some(c) = get(i) {
        let inner = matches!(c, '\'' | '’') && get(i + 1).is_some_and(is_letter);
        if !(is_letter(c) || inner || matches!(c, '\u{300}'..='\u{36f}')) {
            break;
        }
        i += 1;
    }
    i
}

/// A figure from `from`: where it ends and what it is worth; no value for versions (`1.2.3`).
fn figure(chars: &[(usize, char)], from: usize) -> (usize, Option<Figure>) {
    let get = |i: usize| chars.get(i).map(|(_, c)| *c);
    let digits = |mut i: usize| {
        while get(i).is_some_and(|c| c.is_ascii_digit()) {
            i += 1;
        }
        i
    };
    let mut groups: Vec<(usize, usize)> = vec![(from, digits(from))];
    let mut marks: Vec<char> = Vec::new();
    loop {
        let end = groups.last().map_or(from, |group| group.1);
        let Some(mark) = get(end) else { break };
        let next = digits(end + 1);
        let size = next - (end + 1).min(next);
        let joins = match mark {
            ',' | '.' => size > 0,
            '\'' | '’' => size == 3 && groups[0].1 - groups[0].0 <= 3,
            c if is_thin(c) => size == 3 && groups[0].1 - groups[0].0 <= 3 && uniform(&marks, ' '),
            ' ' => {
                size == 3
                    && groups[0].1 - groups[0].0 <= 3
                    && uniform(&marks, ' ')
                    && spaced(chars, end, next)
            }
            _ => false,
        };
        if !joins {
            break;
        }
        marks.push(if is_thin(mark) || mark == ' ' { ' ' } else { mark });
        groups.push((end + 1, next));
    }
    // The second of `1,2,3` is no decimal number.
    if from > 0 && chars[from - 1].1 == ',' {
        groups.truncate(1);
        marks.clear();
    }
    let text = |group: &(usize, usize)| -> String {
        chars[group.0..group.1].iter().map(|(_, c)| *c).collect()
    };
    let parts: Vec<String> = groups.iter().map(text).collect();
    let (mut used, mut found) = value(&parts, &marks);
    // A list `1,2,3` or a bad grouping: the first group stands alone.
    if used == 0 {
        (used, found) = match marks.first() {
            Some(',' | ' ') => (1, value(&parts[..1], &[]).1),
            _ => (parts.len(), None),
        };
    }
    let mut end = groups[used - 1].1;
    // 1.3e6, 2E-3
    if let Some(found) = found.as_mut()
        && matches!(get(end), Some('e' | 'E'))
    {
        let sign = usize::from(matches!(get(end + 1), Some('+' | '-' | '−')));
        let stop = digits(end + 1 + sign);
        let clean = !get(stop).is_some_and(is_letter);
        if stop > end + 1 + sign && stop - end <= 5 && clean {
            let power: String = chars[end + 1..stop]
                .iter()
                .map(|(_, c)| if *c == '−' { '-' } else { *c })
                .filter(|c| *c != '+')
                .collect();
            if let Ok(scaled) = format!("{}e{power}", found.value).parse::<f64>()
                && scaled.is_finite()
            {
                *found = Figure { value: scaled, reading: None, other: None, plain: false };
                end = stop;
            }
        }
    }
    (end, found)
}

fn uniform(marks: &[char], wanted: char) -> bool {
    marks.iter().all(|mark| *mark == wanted)
}

/// Whether a plain space before three digits groups them: more groups or round thousands follow.
fn spaced(chars: &[(usize, char)], end: usize, next: usize) -> bool {
    let get = |i: usize| chars.get(i).map(|(_, c)| *c);
    let more = get(next) == Some(' ')
        && (next + 1..next + 4).all(|i| get(i).is_some_and(|c| c.is_ascii_digit()))
        && !get(next + 4).is_some_and(|c| c.is_ascii_digit());
    let before = end >= 4 && {
        // A third group of a run is one more group.
        (end - 3..end).all(|i| get(i).is_some_and(|c| c.is_ascii_digit()))
            && get(end - 4) == Some(' ')
            && end >= 5
            && get(end - 5).is_some_and(|c| c.is_ascii_digit())
    };
    let round = get(next - 1) == Some('0') && get(next - 2) == Some('0');
    (more || before || round) && !get(next).is_some_and(|c| c.is_ascii_digit())
}

/// The value of groups of digits parted by marks, and how many groups it used; 0 for none.
fn value(parts: &[String], marks: &[char]) -> (usize, Option<Figure>) {
    let number = |whole: &[String], decimals: &str| -> f64 {
        format!("{}.{}", whole.concat(), if decimals.is_empty() { "0" } else { decimals })
            .parse()
            .unwrap_or(f64::NAN)
    };
    let plain = |value: f64, plain: bool| Some(Figure { value, reading: None, other: None, plain });
    let n = parts.len();
    if n == 1 {
        return (1, plain(number(parts, ""), true));
    }
    let thousands = |groups: &[String]| {
        groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3)
    };
    // Lakh and crore: twos up to the last three.
    let indian = |groups: &[String]| {
        groups.len() >= 3
            && groups[0].len() <= 2
            && groups[1..groups.len() - 1].iter().all(|group| group.len() == 2)
            && groups[groups.len() - 1].len() == 3
    };
    let last = marks[n - 2];
    let inner = &marks[..n - 2];
    let zero = parts[0].starts_with('0');
    match last {
        '.' if uniform(inner, ',')
            || uniform(inner, ' ')
            || inner.iter().all(|m| matches!(m, '\'' | '’')) =>
        {
            let whole = &parts[..n - 1];
            if n > 2 && !(thousands(whole) || indian(whole)) {
                return (0, None);
            }
            let found = number(whole, &parts[n - 1]);
            if n == 2 && parts[1].len() == 3 && parts[0].len() <= 3 && !zero {
                let other = number(parts, "");
                let both = Figure {
                    value: found,
                    reading: Some(POINT),
                    other: Some((other, POINT_GROUPS)),
                    plain: false,
                };
                return (n, Some(both));
            }
            (n, plain(found, false))
        }
        // 1.234.567: groups; 1.234.567,89: groups and a decimal comma.
        '.' if uniform(marks, '.') && n > 2 && thousands(parts) => {
            (n, plain(number(parts, ""), false))
        }
        ',' if n > 2 && uniform(inner, '.') && thousands(&parts[..n - 1]) => {
            (n, plain(number(&parts[..n - 1], &parts[n - 1]), false))
        }
        ',' if n == 2 && parts[1].len() == 3 && parts[0].len() <= 3 && !zero => {
            let other = number(&parts[..1], &parts[1]);
            let both = Figure {
                value: number(parts, ""),
                reading: Some(COMMA_GROUPS),
                other: Some((other, COMMA)),
                plain: false,
            };
            (n, Some(both))
        }
        ',' if n == 2 && parts[1].len() <= 2 => (n, plain(number(&parts[..1], &parts[1]), false)),
        ',' if uniform(marks, ',') && (thousands(parts) || indian(parts)) => {
            (n, plain(number(parts, ""), false))
        }
        '\'' | '’' | ' ' if thousands(parts) => (n, plain(number(parts, ""), false)),
        _ => (0, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_their_separators() {
        for (text, value) in [
            ("8.607", 8.607),
            ("1,234,567.89", 1_234_567.89),
            ("12,34,567", 1_234_567.0),
            ("1.234.567,5", 1_234_567.5),
            ("1 234 567", 1_234_567.0),
            ("10 000", 10_000.0),
            ("3,5", 3.5),
            ("1.3e6", 1.3e6),
            ("1'000'000", 1e6),
        ] {
            let all = atoms(text);
            assert_eq!(all.len(), 1, "{text}: {all:?}");
            assert_eq!(all[0].figure.map(|f| f.value), Some(value), "{text}");
        }
        assert_eq!(atoms("1.2.3")[0].figure, None);
        assert_eq!(atoms("1,2,3").len(), 5);
        assert_eq!(atoms("1.234")[0].figure.and_then(|f| f.other).map(|o| o.0), Some(1234.0));
    }
}
