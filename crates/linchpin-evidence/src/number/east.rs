//! Korean and Chinese numbers.
//!
//! In comes text; out go numbers written with the counting words of these languages (`8조6070억 원`,
//! `1.2亿美元`, `三成`, `百分之四十`, `두 배`) or beside their units and bounds (`약 40%`, `200여 명`).
//! Figures of other writing are left to the main reader. Tables: data/numerals_east.csv,
//! data/units_east.csv, data/comparators_east.csv.

use super::{Alternative, Comparator, Number, NumberKind};
use crate::number_words::Amount;
use crate::span::Span;
use crate::token::{is_east_asian, is_hangul};
use crate::vocabulary::Phrases;
use std::sync::LazyLock;

struct Tables {
    numerals: Phrases<(&'static str, f64)>,
    units: Phrases<(&'static str, &'static str)>,
    bounds: Phrases<(bool, &'static str)>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let rows = |table: &'static str| {
        table.lines().skip(1).filter_map(|line| {
            let mut cells = line.split(',');
            Some((cells.next()?, cells.next()?, cells.next()?))
        })
    };
    let numerals = rows(include_str!("../../data/numerals_east.csv"))
        .map(|(word, kind, value)| (word, (kind, value.parse().unwrap_or(0.0))));
    let units = rows(include_str!("../../data/units_east.csv"))
        .map(|(surface, kind, code)| (surface, (kind, code)));
    let bounds = rows(include_str!("../../data/comparators_east.csv"))
        .map(|(phrase, place, bound)| (phrase, (place == "before", bound)));
    Tables {
        numerals: Phrases::of(numerals),
        units: Phrases::of(units),
        bounds: Phrases::of(bounds),
    }
});

/// Units of the calendar: figures before them are dates.
const CALENDAR: &[&str] = &[
    "년", "월", "일", "분기", "시", "분", "세기", "年", "月", "日", "号", "號", "季度", "点", "时",
    "分", "世纪", "周年", "주년",
];

/// The numbers of `text` in Korean or Chinese writing.
pub(super) fn numbers(text: &str) -> Vec<Number> {
    if !text.chars().any(is_east_asian) {
        return Vec::new();
    }
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let reader = Reader { text, chars };
    let mut out: Vec<Number> = Vec::new();
    let mut at = 0;
    while at < reader.chars.len() {
        match reader.number(at) {
            Some((number, next)) => {
                out.push(number);
                at = next.max(at + 1);
            }
            None => at = reader.skip(at),
        }
    }
    out
}

struct Reader<'t> {
    text: &'t str,
    chars: Vec<(usize, char)>,
}

/// A value, how it was written and where it ends.
struct Read {
    value: f64,
    scale: f64,
    /// Whether a counting word of these languages is in it.
    east: bool,
    /// Whether it is native Korean, which needs a counter.
    native: bool,
    kind: NumberKind,
    unit: Option<&'static str>,
    /// Whether it holds the Chinese word that is a million to some.
    mega: bool,
    next: usize,
}

impl Read {
    fn of(value: f64, kind: NumberKind, unit: Option<&'static str>, next: usize) -> Self {
        Self { value, scale: 1.0, east: true, native: false, kind, unit, mega: false, next }
    }
}

/// What a word of a unit makes of a number: its kind, its unit, and what is counted.
fn meaning(kind: &str, code: &'static str) -> (NumberKind, Option<&'static str>, Option<String>) {
    match kind {
        "percent" => (NumberKind::Percent, Some("%"), None),
        "points" => (NumberKind::Percent, Some("pp"), None),
        "currency" => (NumberKind::Money, Some(code), None),
        "multiple" => (NumberKind::Multiple, Some("x"), None),
        "count" => (NumberKind::Cardinal, None, Some(code.to_owned())),
        _ => (NumberKind::Quantity, Some(code), None),
    }
}

impl Reader<'_> {
    fn char(&self, i: usize) -> Option<char> {
        self.chars.get(i).map(|(_, c)| *c)
    }

    fn byte(&self, i: usize) -> usize {
        self.chars.get(i).map_or(self.text.len(), |(at, _)| *at)
    }

    fn rest(&self, i: usize) -> &str {
        &self.text[self.byte(i)..]
    }

    fn starts(&self, i: usize, word: &str) -> Option<usize> {
        self.rest(i).starts_with(word).then(|| i + word.chars().count())
    }

    fn digit(&self, i: usize) -> Option<u32> {
        match self.char(i)? {
            c @ '0'..='9' => c.to_digit(10),
            c @ '０'..='９' => Some(u32::from(c) - u32::from('０')),
            _ => None,
        }
    }

    /// The next place a number can start after `at`: figures and names are passed whole.
    fn skip(&self, at: usize) -> usize {
        let mut i = at + 1;
        if self.digit(at).is_some() {
            while self.digit(i).is_some()
                || matches!(self.char(i), Some(',' | '.')) && self.digit(i + 1).is_some()
            {
                i += 1;
            }
        }
        i
    }

    /// The longest row of a table that starts at `i`.
    fn longest<'v, V>(&self, table: &'v Phrases<V>, i: usize) -> Option<(&'v V, usize)> {
        if !self.char(i).is_some_and(|first| table.starts(first)) {
            return None;
        }
        let end = (i + 6).min(self.chars.len());
        (i + 1..=end).rev().find_map(|to| {
            let found = table.get(&self.text[self.byte(i)..self.byte(to)])?;
            Some((found, to))
        })
    }

    fn numeral(&self, i: usize) -> Option<(&'static str, f64)> {
        let c = self.char(i)?;
        if !TABLES.numerals.starts(c) {
            return None;
        }
        let mut buffer = [0; 4];
        TABLES.numerals.get(&*c.encode_utf8(&mut buffer)).copied()
    }

    /// A figure with commas and decimals.
    fn figure(&self, at: usize) -> Option<(f64, usize)> {
        self.digit(at)?;
        let (mut plain, mut i, mut point) = (String::new(), at, false);
        loop {
            if let Some(digit) = self.digit(i) {
                plain.push_str(&digit.to_string());
            } else {
                match self.char(i) {
                    Some(',' | '，')
                        if !point
                            && (1..4).all(|n| self.digit(i + n).is_some())
                            && self.digit(i + 4).is_none() => {}
                    Some('.') if !point && self.digit(i + 1).is_some() => {
                        plain.push('.');
                        point = true;
                    }
                    _ => break,
                }
            }
            i += 1;
        }
        Some((plain.parse().ok()?, i))
    }

    /// A coefficient below ten thousand: `6070`, `5천`, `三千二百`, `십`; value, end, whether it has words.
    fn section(&self, at: usize) -> Option<(f64, usize, bool)> {
        let (mut total, mut i, mut words) = (0.0, at, false);
        let mut any = false;
        loop {
            let (digit, after) = match self.figure(i) {
                Some((value, after)) => (Some(value), after),
                None => match self.numeral(i) {
                    Some(("han" | "sino", value)) => {
                        words = true;
                        (Some(value), i + 1)
                    }
                    _ => (None, i),
                },
            };
            match self.numeral(after) {
                Some(("han-small" | "sino-small", scale)) => {
                    words = true;
                    total += digit.unwrap_or(1.0) * scale;
                    i = after + 1;
                    any = true;
                }
                _ => {
                    let Some(digit) = digit else { break };
                    total += digit;
                    i = after;
                    any = true;
                    // Digits read one after another (`二〇二三`) end the section unless zero leads on.
                    let zero = digit == 0.0 && any && words && self.numeral(i).is_some();
                    if !zero {
                        break;
                    }
                }
            }
        }
        any.then_some((total, i, words))
    }

    /// Sections with their great scales: `8조 6070억`, `1亿2千万`, `8.6万亿`.
    fn composed(&self, at: usize) -> Option<Read> {
        let (mut total, mut i, mut last) = (0.0, at, f64::INFINITY);
        let (mut east, mut mega, mut scale_all) = (false, false, 1.0);
        let mut any = false;
        loop {
            let from = if any && self.char(i) == Some(' ') { i + 1 } else { i };
            let Some((mut value, mut next, words)) = self.section(from) else { break };
            if any && !(next > from && (words || self.digit(from).is_some())) {
                break;
            }
            let mut scale = 1.0;
            while let Some(("big", factor)) = self.numeral(next) {
                // `만` after `5명` and the like is another word: particles follow no figure directly.
                mega |= self.char(next) == Some('兆');
                scale *= factor;
                next += 1;
            }
            if any && (scale >= last || from > i && scale <= 1.0 && value >= last) {
                break;
            }
            // Lesser sections count only below the great one before them.
            if any && scale <= 1.0 && from > i {
                break;
            }
            east |= words || scale > 1.0;
            if scale > 1.0 {
                let mut amount = Amount::plain(value);
                amount.scaled(scale);
                value = amount.value;
                scale_all = scale;
            }
            total += value;
            (last, i, any) = (scale, next, true);
            if scale <= 1.0 {
                break;
            }
        }
        let read = Read::of(total, NumberKind::Cardinal, None, i);
        any.then_some(Read { east, mega, scale: scale_all, ..read })
    }

    /// `百分之四十`, `三分之二`, `4분의 1`, `三成五`, `3할`, `절반`.
    fn part(&self, at: usize) -> Option<Read> {
        if let Some(i) = self.starts(at, "百分之") {
            let read = self.decimal_words(i)?;
            return Some(Read::of(read.0, NumberKind::Percent, Some("%"), read.1));
        }
        if let Some((("part", value), to)) = self.longest(&TABLES.numerals, at) {
            return Some(Read::of(*value, NumberKind::Fraction, None, to));
        }
        let (first, next, _) = self.section(at)?;
        let tens = |to: usize, marks: &[char]| -> Option<Read> {
            let c = self.char(to)?;
            let named = marks.contains(&c) && (first < 10.0);
            let follows = self.char(to + 1);
            let other = matches!(
                follows,
                Some('为' | '立' | '功' | '员' | '本' | '果' | '长' | '交' | '都' | '인' | '당')
            );
            if !named || other {
                return None;
            }
            let (more, end) = match self.numeral(to + 1) {
                Some(("han", value)) => (value, to + 2),
                _ => (0.0, to + 1),
            };
            Some(Read::of(first * 10.0 + more, NumberKind::Percent, Some("%"), end))
        };
        if let Some(found) = tens(next, &['成', '할']) {
            return Some(found);
        }
        let over = ["分之", "분의 ", "분의"].iter().find_map(|word| self.starts(next, word))?;
        let (second, end, _) = self.section(over)?;
        // Both languages name the whole first.
        (first > 1.0).then(|| Read::of(second / first, NumberKind::Fraction, None, end))
    }

    /// `四十`, `三点五`, `12.5`.
    fn decimal_words(&self, at: usize) -> Option<(f64, usize)> {
        let (whole, next, _) = self.section(at)?;
        let Some(mut i) = self.starts(next, "点") else { return Some((whole, next)) };
        let mut digits = String::new();
        while let Some(("han", digit)) = self.numeral(i) {
            digits.push_str(&digit.to_string());
            i += 1;
        }
        Some((format!("{whole}.{digits}").parse().ok()?, i))
    }

    fn native(&self, at: usize) -> Option<Read> {
        let word_start = at == 0 || !self.char(at - 1).is_some_and(is_hangul);
        let ((kind, value), to) = self.longest(&TABLES.numerals, at)?;
        (*kind == "native" && word_start)
            .then(|| Read { native: true, ..Read::of(*value, NumberKind::Cardinal, None, to) })
    }

    fn number(&self, at: usize) -> Option<(Number, usize)> {
        let before = at.checked_sub(1).and_then(|i| self.char(i));
        if before.is_some_and(|c| {
            c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/' | '수' | '몇' | '几' | '数')
        }) {
            return None;
        }
        let ordinal_from = self
            .starts(at, "第")
            .or_else(|| self.starts(at, "제").filter(|i| self.digit(*i).is_some()));
        let minus =
            ["마이너스 ", "마이너스", "负", "-", "−"].iter().find_map(|word| self.starts(at, word));
        let from = ordinal_from.or(minus).unwrap_or(at);
        let mut read =
            self.part(from).or_else(|| self.composed(from)).or_else(|| self.native(from))?;
        let figure_end = read.next;
        let mut high = None;
        if let Some((upper, next)) = self.upper(&read) {
            if upper.scale > 1.0 && read.scale <= 1.0 {
                read.value *= upper.scale;
            }
            (high, read.next, read.east) = (Some(upper.value), next, true);
        }
        let figure_end = figure_end.max(read.next);
        let (bound, mut next) = self.bound_after(read.next);
        let mut own =
            read.unit.is_some() || read.kind != NumberKind::Cardinal || ordinal_from.is_some();
        let (mut kind, mut unit, mut of) = (read.kind, read.unit, None);
        if ordinal_from.is_some() {
            kind = NumberKind::Ordinal;
        } else if !own {
            let found = self.unit_after(next)?;
            if found.is_none() && !self.free(&read, from) {
                return None;
            }
            if let Some((found_kind, code, to)) = found {
                own = true;
                next = to;
                (kind, unit, of) = meaning(found_kind, code);
            }
        }
        if read.native && !own || self.article(from, &read, unit) || self.in_word(from, &read, own)
        {
            return None;
        }
        let (bound, next) = match bound {
            Some(bound) => (Some(bound), next),
            None => self.bound_after(next),
        };
        let (before, start) = self.bound_before(at);
        let comparator = bound.or(before).unwrap_or(Comparator::Exact);
        let sign = if minus.is_some() { -1.0 } else { 1.0 };
        let alternatives = if read.mega {
            vec![Alternative {
                value: sign * read.value / 1e6,
                unit: unit.map(str::to_owned),
                reading: "兆 as a million",
            }]
        } else {
            Vec::new()
        };
        let number = Number {
            span: Span::new(self.byte(start), self.byte(next)),
            figure: Span::new(self.byte(from), self.byte(figure_end)),
            kind,
            value: sign * read.value,
            high: high.map(|high| sign * high),
            comparator,
            unit: unit.map(str::to_owned),
            of,
            reading: (!alternatives.is_empty()).then_some("兆 as a million millions"),
            alternatives,
        };
        Some((number, next))
    }

    /// Whether a number without unit stands in Korean or Chinese writing all the same.
    fn free(&self, read: &Read, from: usize) -> bool {
        let words = read.next - from;
        let figure = self.digit(from).is_some();
        read.east && (figure || words >= 3)
    }

    /// Whether Korean numerals only look like some: `이번`, `일본`, `오사카`.
    fn in_word(&self, from: usize, read: &Read, own: bool) -> bool {
        let sino = |i: usize| matches!(self.numeral(i), Some(("sino" | "sino-small", _)));
        if !sino(from) {
            return false;
        }
        let inside = from > 0 && self.char(from - 1).is_some_and(is_hangul);
        let scaled =
            (from..read.next).any(|i| matches!(self.numeral(i), Some(("sino-small" | "big", _))));
        inside || !scaled || read.next - from < 2 && !own
    }

    /// `一个` and `한` are articles more often than counts.
    fn article(&self, from: usize, read: &Read, unit: Option<&str>) -> bool {
        read.value == 1.0
            && self.digit(from).is_none()
            && unit.is_none()
            && read.kind == NumberKind::Cardinal
    }

    /// The unit after a number; none inside for a date, which is no number.
    fn unit_after(&self, at: usize) -> Option<Option<(&'static str, &'static str, usize)>> {
        let i = if self.char(at) == Some(' ') { at + 1 } else { at };
        let found = self.longest(&TABLES.units, i).map(|((kind, code), to)| (*kind, *code, to));
        let long = found.map_or(0, |(_, _, to)| to - i);
        let dated = CALENDAR
            .iter()
            .any(|word| word.chars().count() >= long && self.starts(i, word).is_some());
        if dated {
            return None;
        }
        let Some((kind, code, to)) = found else { return Some(None) };
        // A counter begins a longer word: `개발`, `个人`, `人民`.
        let goes_on =
            kind == "count" && i > at && self.char(to).is_some_and(is_hangul) && !self.particle(to);
        Some((!goes_on).then_some((kind, code, to)))
    }

    fn particle(&self, at: usize) -> bool {
        self.char(at).is_some_and(|c| "의은는이가을를에와과도로으만씩째여".contains(c))
    }

    /// The upper end of `10~20%`, `10至20亿`.
    fn upper(&self, low: &Read) -> Option<(Read, usize)> {
        let mut i = low.next;
        // `10%~20%`: the sign stands at both ends.
        if matches!(self.char(i), Some('%' | '％'))
            && matches!(self.char(i + 1), Some('~' | '∼' | '～' | '-' | '–' | '至' | '到'))
        {
            i += 1;
        }
        let link = matches!(self.char(i), Some('~' | '∼' | '～' | '-' | '–' | '至' | '到'));
        let upper = link.then(|| self.composed(i + 1)).flatten()?;
        let next = upper.next;
        (upper.value > low.value).then_some((upper, next))
    }

    fn bound_after(&self, at: usize) -> (Option<Comparator>, usize) {
        let i = if self.char(at) == Some(' ') { at + 1 } else { at };
        match self.longest(&TABLES.bounds, i) {
            Some(((false, bound), to)) => (Some(Comparator::named(bound)), to),
            _ => (None, at),
        }
    }

    fn bound_before(&self, at: usize) -> (Option<Comparator>, usize) {
        let end = if at > 0 && self.char(at - 1) == Some(' ') { at - 1 } else { at };
        for from in end.saturating_sub(4)..end {
            let words = &self.text[self.byte(from)..self.byte(end)];
            if let Some((true, bound)) = TABLES.bounds.get(words) {
                let inside = is_hangul(self.chars[from].1)
                    && from > 0
                    && self.char(from - 1).is_some_and(is_hangul);
                if !inside {
                    return (Some(Comparator::named(bound)), from);
                }
            }
        }
        (None, at)
    }
}

#[cfg(test)]
mod tests;
