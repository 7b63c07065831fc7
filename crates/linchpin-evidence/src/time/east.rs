//! Korean and Chinese expressions of time.
//!
//! In comes text; out go dates (`2023년 2월 10일`, `지난 26일(현지시간)`, `12月5日`, `上周五`), periods
//! (`2분기`, `上半年`), lengths (`3년간`, `两个月`) and counted times (`5일 전`, `三年前`). The words for days
//! counted from publication are data/time_words_east.csv.

use super::{Anchor, Reader};
use crate::calendar::{half_days, quarter_days, weekday};
use crate::span::Span;
use crate::time_values::{Found, period};
use crate::token::{is_east_asian, is_hangul};
use crate::vocabulary::Starts;
use crate::when::{When, WhenBasis};
use linchpin_units::Day;
use std::sync::LazyLock;

type Word = (&'static str, &'static str, &'static str);

static WORDS: LazyLock<Vec<Word>> = LazyLock::new(|| {
    let rows = include_str!("../../data/time_words_east.csv").lines().skip(1);
    let rows = rows.filter_map(|line| {
        let mut cells = line.split(',');
        Some((cells.next()?, cells.next()?, cells.next()?))
    });
    let mut words: Vec<Word> = rows.collect();
    words.sort_by_key(|(word, ..)| std::cmp::Reverse(word.len()));
    words
});

/// Figures and numerals, days of the week, parts of a year and what stands before them.
const OPENINGS: &str =
    "0123456789〇一二三四五六七八九十两第지이다오上本这下个星礼周週월화수목금토일상하";

/// Characters an expression of time can start with.
static STARTS: LazyLock<Starts> = LazyLock::new(|| {
    let words = WORDS.iter().map(|(word, ..)| *word);
    let sides = SIDES.iter().map(|(word, _)| *word);
    Starts::of(words.chain(sides).chain(LOCAL_BEFORE.iter().copied())).with(OPENINGS)
});

const LOCAL: &[&str] = &["(현지시간)", "(현지 시간)", "（当地时间）", "(当地时间)", "（當地時間）"];
const LOCAL_BEFORE: &[&str] =
    &["현지시간으로 ", "현지시간 ", "현지시각 ", "当地时间", "當地時間", "现地时间"];
/// Words that say which side of publication a day of the month lies on.
const SIDES: &[(&str, bool)] = &[
    ("지난 ", false),
    ("오는 ", true),
    ("이달 ", false),
    ("다음달 ", true),
    ("本月", false),
    ("将于", true),
];

struct Scan<'t, 'r> {
    text: &'t str,
    reader: &'r Reader<'r, 't>,
}

/// The expressions of time in `text` in Korean or Chinese writing.
pub(super) fn times(text: &str, anchor: Option<Anchor>) -> Vec<When> {
    if !text.chars().any(is_east_asian) {
        return Vec::new();
    }
    let reader = Reader { all: &[], lower: &[], anchor };
    let scan = Scan { text, reader: &reader };
    let mut out = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let step = text[at..].chars().next().map_or(1, char::len_utf8);
        let inside = text[..at].chars().next_back().is_some_and(|c| c.is_ascii_digit());
        match scan.read(at).filter(|found| !inside && found.next > at) {
            Some(found) => {
                let span = Span::new(at, found.next);
                at = found.next;
                out.push(super::when(found, span));
            }
            None => at += step,
        }
    }
    out
}

impl Scan<'_, '_> {
    fn eat(&self, at: usize, word: &str) -> Option<usize> {
        self.text[at..].starts_with(word).then_some(at + word.len())
    }

    fn eat_any(&self, at: usize, words: &[&str]) -> Option<usize> {
        words.iter().find_map(|word| self.eat(at, word))
    }

    fn spaced(&self, at: usize) -> usize {
        self.eat(at, " ").unwrap_or(at)
    }

    /// A whole number in figures or in the numerals of these languages, below ten thousand.
    fn count(&self, at: usize) -> Option<(i64, usize)> {
        let rest = &self.text[at..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 {
            return Some((rest[..digits].parse().ok()?, at + digits));
        }
        let value = |c: char| {
            "〇一二三四五六七八九".chars().position(|d| d == c).and_then(|n| i64::try_from(n).ok())
        };
        let (mut next, mut digits) = (at, Vec::new());
        let (mut total, mut last, mut any) = (0, 0, false);
        for c in rest.chars().take(6) {
            let c = if c == '两' { '二' } else { c };
            if let Some(digit) = value(c) {
                last = digit;
                digits.push(digit);
            } else if c == '十' {
                total += if last == 0 { 10 } else { last * 10 };
                last = 0;
                digits.clear();
            } else {
                break;
            }
            any = true;
            next += c.len_utf8();
        }
        // `二〇二三`: figures read out one by one.
        let value = if digits.len() == 4 {
            digits.iter().fold(0, |sum, digit| sum * 10 + digit)
        } else {
            total + last
        };
        any.then_some((value, next))
    }

    fn read(&self, at: usize) -> Option<Found> {
        let first = self.text[at..].chars().next()?;
        if !STARTS.contain(first) {
            return None;
        }
        self.week_day(at)
            .or_else(|| self.half(at))
            .or_else(|| self.counted(at))
            .or_else(|| self.word(at))
            .or_else(|| self.date(at))
    }

    /// `어제`, `上月`, `올해 2분기`, `지난달 5일`, `去年12月`.
    fn word(&self, at: usize) -> Option<Found> {
        let (word, unit, shift) =
            WORDS.iter().find(|(word, ..)| self.text[at..].starts_with(word))?;
        let mut next = at + word.len();
        // A longer word is another word: `작년` alone, not inside `시작년`.
        let inside = self.text[..at].chars().next_back().is_some_and(is_hangul)
            && word.chars().all(is_hangul);
        if inside {
            return None;
        }
        if *unit == "ref" {
            return Some(Found::reference(shift, next));
        }
        let shift: i64 = shift.parse().ok()?;
        let letter = match *unit {
            "day" => 'D',
            "week" => 'W',
            "month" => 'M',
            "quarter" => 'Q',
            _ => 'Y',
        };
        if letter == 'Y'
            && let Some(now) = self.reader.anchor.and_then(Anchor::year)
        {
            let year = now + i16::try_from(shift).ok()?;
            if let Some(found) = self.of_year(year, next, WhenBasis::Publication) {
                return Some(found);
            }
        }
        if letter == 'M'
            && let Some(month) = self.reader.anchor.and_then(Anchor::month)
            && let Some((day, after)) = self.day(self.spaced(next))
        {
            let month = month.plus(shift);
            let found = Found::day(
                Day::new(month.year, month.month, day).ok()?,
                after,
                WhenBasis::Publication,
            )?;
            return Some(self.local(found));
        }
        let found = self.reader.moved(letter, false, shift, next)?;
        let modifier = self.modifier(&mut next);
        Some(Found { modifier, next, ..found })
    }

    /// `초`, `말`, `年底` after a period.
    fn modifier(&self, next: &mut usize) -> Option<&'static str> {
        let at = self.spaced(*next);
        for (word, value) in [
            ("초반", "START"),
            ("초", "START"),
            ("중순", "MID"),
            ("하순", "END"),
            ("말", "END"),
            ("底", "END"),
            ("末", "END"),
            ("初", "START"),
            ("中旬", "MID"),
            ("下旬", "END"),
            ("上旬", "START"),
        ] {
            if let Some(after) = self.eat(at, word) {
                let goes_on = self.text[after..].chars().next().is_some_and(is_hangul)
                    && self.eat_any(after, &["까지", "에", "의", "부터", "이", "로"]).is_none();
                if !goes_on {
                    *next = after;
                    return Some(value);
                }
            }
        }
        None
    }

    /// What follows a year: month and day, quarter, half.
    fn of_year(&self, year: i16, next: usize, basis: WhenBasis) -> Option<Found> {
        let at = self.spaced(next);
        if let Some((number, after)) = self.quarter(at) {
            let value = format!("{year}-Q{number}");
            return Some(Found::date(value, quarter_days(year, number), after, basis));
        }
        if let Some((number, after)) = self.half_word(at) {
            let value = format!("{year}-H{number}");
            return Some(Found::date(value, half_days(year, number), after, basis));
        }
        let (month, after) = self.month(at)?;
        if let Some((day, end)) = self.day(self.spaced(after)) {
            let found = Found::day(Day::new(year, month, day).ok()?, end, basis)?;
            return Some(self.local(found));
        }
        let mut end = after;
        let modifier = self.modifier(&mut end);
        let found = Found::month(crate::calendar::Month { year, month }, end, basis)?;
        Some(Found { modifier, ..found })
    }

    fn quarter(&self, at: usize) -> Option<(i8, usize)> {
        let from = self.eat(at, "第").unwrap_or(at);
        let (number, next) = self.count(from)?;
        let end = self.eat_any(self.spaced(next), &["분기", "季度"])?;
        let number = i8::try_from(number).ok().filter(|n| (1..=4).contains(n))?;
        Some((number, end))
    }

    fn half_word(&self, at: usize) -> Option<(i8, usize)> {
        let first = self.eat_any(at, &["상반기", "上半年"]).map(|end| (1, end));
        first.or_else(|| self.eat_any(at, &["하반기", "下半年"]).map(|end| (2, end)))
    }

    fn month(&self, at: usize) -> Option<(i8, usize)> {
        let (number, next) = self.count(at)?;
        let end = self.eat_any(next, &["월", "月"])?;
        let number = i8::try_from(number).ok().filter(|n| (1..=12).contains(n))?;
        (self.eat_any(end, &["份以来"]).is_none())
            .then(|| (number, self.eat(end, "份").unwrap_or(end)))
    }

    fn day(&self, at: usize) -> Option<(i8, usize)> {
        let (number, next) = self.count(at)?;
        let end = self.eat_any(next, &["일", "日", "号", "號"])?;
        let number = i8::try_from(number).ok().filter(|n| (1..=31).contains(n))?;
        // `3일간`, `5일째`, `10일 만에`, `2日间` are lengths.
        let length = self
            .eat_any(end, &["간", "째", "치", "분", "本", "间", " 만에", "만에", " 동안"])
            .is_some();
        (!length).then_some((number, end))
    }

    fn local(&self, found: Found) -> Found {
        match self.eat_any(found.next, LOCAL) {
            Some(next) => Found { local: true, next, ..found },
            None => found,
        }
    }

    /// `2023년 2월 10일`, `12月5日`, `지난 26일(현지시간)`, `2분기`.
    fn date(&self, at: usize) -> Option<Found> {
        if let Some(next) = self.eat_any(at, LOCAL_BEFORE) {
            let found = self.date(self.spaced(next))?;
            return Some(Found { local: true, ..found });
        }
        let side = SIDES.iter().find_map(|(word, future)| Some((self.eat(at, word)?, *future)));
        if let Some((next, future)) = side {
            let (day, end) = self.day(next)?;
            return self.reader.nth_day(day, future, end).map(|found| self.local(found));
        }
        let (number, next) = self.count(at)?;
        let end = self.eat_any(next, &["년", "年"]);
        if let Some(end) = end.filter(|_| (1400..2200).contains(&number)) {
            let year = i16::try_from(number).ok()?;
            if self.eat_any(end, &["대", "代"]).is_some() {
                let after = self.eat_any(end, &["대", "代"])?;
                return super::forms::decade(year, after);
            }
            if let Some(found) = self.of_year(year, end, WhenBasis::Explicit) {
                return Some(found);
            }
            if self.eat_any(end, &["도", "度"]).is_some() {
                let after = self.eat_any(end, &["도", "度"])?;
                return Found::year(year, after, WhenBasis::Explicit);
            }
            let mut after = end;
            let modifier = self.modifier(&mut after);
            let found = Found::year(year, after, WhenBasis::Explicit)?;
            return Some(Found { modifier, ..found });
        }
        if let Some(end) = self.eat_any(next, &["财年", "회계연도", " 회계연도"]) {
            return Some(Found::date(format!("FY{number:04}"), None, end, WhenBasis::Explicit));
        }
        if let Some((number, end)) = self.quarter(at) {
            return self.quarter_near(number, end);
        }
        if let Some((month, end)) = self.month(at) {
            return self.month_near(month, end);
        }
        let (day, end) = self.day(at)?;
        let figures = self.text[at..].starts_with(|c: char| c.is_ascii_digit());
        let found = self.reader.nth_day(day, false, end)?;
        figures.then(|| self.local(found))
    }

    fn quarter_near(&self, number: i8, end: usize) -> Option<Found> {
        let Some(now) = self.reader.anchor.and_then(Anchor::month) else {
            return Some(Found::open(format!("XXXX-Q{number}"), end));
        };
        let year = if now.month > (number - 1) * 3 { now.year } else { now.year - 1 };
        let value = format!("{year}-Q{number}");
        Some(Found::date(value, quarter_days(year, number), end, WhenBasis::Publication))
    }

    fn month_near(&self, month: i8, end: usize) -> Option<Found> {
        if let Some((day, after)) = self.day(self.spaced(end)) {
            return self.reader.month_day(month, day, 0, after).map(|found| self.local(found));
        }
        let mut next = end;
        let modifier = self.modifier(&mut next);
        let Some(now) = self.reader.anchor.and_then(Anchor::month) else {
            return Some(Found { modifier, ..Found::open(format!("XXXX-{month:02}"), next) });
        };
        let year = if month > now.month { now.year - 1 } else { now.year };
        let found =
            Found::month(crate::calendar::Month { year, month }, next, WhenBasis::Publication)?;
        Some(Found { modifier, ..found })
    }

    /// `상반기`, `下半年` of the year of publication.
    fn half(&self, at: usize) -> Option<Found> {
        let (number, end) = self.half_word(at)?;
        let Some(now) = self.reader.anchor.and_then(Anchor::month) else {
            return Some(Found::open(format!("XXXX-H{number}"), end));
        };
        let year = if number == 2 && now.month <= 6 { now.year - 1 } else { now.year };
        Some(Found::date(
            format!("{year}-H{number}"),
            half_days(year, number),
            end,
            WhenBasis::Publication,
        ))
    }

    /// `금요일`, `지난주 금요일`, `周五`, `上周五`, `本周五`.
    fn week_day(&self, at: usize) -> Option<Found> {
        let weeks = [
            ("지난주 ", -1),
            ("이번 주 ", 0),
            ("이번주 ", 0),
            ("다음 주 ", 1),
            ("다음주 ", 1),
            ("지난 ", -2),
            ("오는 ", 2),
            ("上", -1),
            ("本", 0),
            ("这", 0),
            ("下", 1),
        ];
        let (shift, from) = weeks
            .iter()
            .find_map(|(word, shift)| Some((Some(*shift), self.eat(at, word)?)))
            .unwrap_or((None, at));
        let chinese = self.eat_any(from, &["个星期", "星期", "礼拜", "周", "週"]);
        let (wanted, end) = match chinese {
            Some(next) => {
                let c = self.text[next..].chars().next()?;
                let wanted =
                    "一二三四五六日".chars().position(|d| d == c || c == '天' && d == '日')?;
                (wanted, next + c.len_utf8())
            }
            None => {
                let c = self.text[from..].chars().next()?;
                let wanted = "월화수목금토일".chars().position(|d| d == c)?;
                (wanted, self.eat(from + c.len_utf8(), "요일")?)
            }
        };
        let wanted = i64::try_from(wanted).ok()?;
        let Some(now) = self.reader.day() else {
            return Some(Found::open(format!("XXXX-WXX-{}", wanted + 1), end));
        };
        let day = match shift {
            Some(shift @ -1..=1) => now.monday().plus(wanted + 7 * shift),
            Some(2) => now.plus((wanted - weekday(now)).rem_euclid(7)),
            _ => now.plus(-(weekday(now) - wanted).rem_euclid(7)),
        };
        Found::day(day, end, WhenBasis::Publication)
    }

    /// `3년 전`, `5일 후`, `三年前`, `3년간`, `两个月`, `6개월`.
    fn counted(&self, at: usize) -> Option<Found> {
        let (number, next) = self.count(at)?;
        let units: [(&[&str], char, bool); 6] = [
            (&["개월", "달", "个月", "個月"], 'M', false),
            (&["주일", "주", "星期", "周"], 'W', false),
            (&["시간", "小时", "小時", "个小时"], 'H', true),
            (&["분", "分钟", "分鐘"], 'M', true),
            (&["년", "年"], 'Y', false),
            (&["일", "天", "日"], 'D', false),
        ];
        let (letter, clock, end) = units.iter().find_map(|(words, letter, clock)| {
            Some((*letter, *clock, self.eat_any(self.spaced(next), words)?))
        })?;
        let after = self.spaced(end);
        let back = self.eat_any(after, &["전", "前"]);
        let ahead = self.eat_any(after, &["후", "뒤", "后", "後"]);
        // `2년 전` is counted from publication, `전년` and `后来` are other words.
        if let Some(stop) = back.or(ahead)
            && number < 200
            && letter != 'H'
        {
            let shift = if back.is_some() { -number } else { number };
            return self.reader.moved(letter, clock, shift, stop);
        }
        let length = self.eat_any(
            end,
            &["간", "동안", " 동안", " 만에", "만에", "째", "来", "间", "以来", "연속", " 연속"],
        );
        let plain = matches!(letter, 'M' if !clock)
            || letter == 'H'
            || self.text[..end].ends_with('天')
            || self.text[..end].ends_with("分钟")
            || self.text[..end].ends_with("星期")
            || self.text[..end].ends_with("주일");
        if length.is_none() && !plain || letter == 'Y' && number > 200 {
            return None;
        }
        let stop = self.eat_any(end, &["간", "间"]).unwrap_or(end);
        Some(Found::length(period(&number.to_string(), letter, clock), stop))
    }
}

#[cfg(test)]
mod tests;
