//! Expressions of time, resolved against the day the document was published.
//!
//! In come a sentence and an [`Anchor`]; out go [`When`]s in order that never overlap: bytes, a
//! TIMEX3-style value (`2024-03-28`, `2024-W12`, `2023-Q4`, `P3D`, `PRESENT_REF`) and the days
//! meant. News speaks of the past: a bare weekday or month is the latest one, unless the clause
//! speaks of the future. What cannot be resolved keeps an `X` value and no days.

mod dates;
mod east;
mod forms;
mod lengths;
mod periods;
mod ranges;
mod relative;

use crate::calendar::Month;
use crate::span::Span;
use crate::time_values::Found;
use crate::token::{Lower, Token, TokenKind};
use crate::vocabulary::Vocabulary;
use crate::when::When;
use crate::words::Words;
use linchpin_units::day::AsOf;
use linchpin_units::{Day, Days};
use std::sync::LazyLock;

/// The day from which a document speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor {
    /// Its days: one, or the month or year it was published in.
    days: Days,
    /// Whether the document writes the day before the month: 5/3 is the 5th of March.
    day_first: bool,
}

impl Anchor {
    /// From a publication date of any precision.
    #[must_use]
    pub fn published(as_of: &AsOf) -> Self {
        Self { days: as_of.days(), day_first: false }
    }

    /// The same in a document that writes the day before the month, or not.
    #[must_use]
    pub fn day_first(self, day_first: bool) -> Self {
        Self { day_first, ..self }
    }

    fn day(self) -> Option<Day> {
        (self.days.until == Some(self.days.from.plus(1))).then_some(self.days.from)
    }

    fn month(self) -> Option<Month> {
        let first = Month::of(self.days.from);
        (first.days()?.until? >= self.days.until?).then_some(first)
    }

    fn year(self) -> Option<i16> {
        let last = self.days.until?.plus(-1);
        (last.year() == self.days.from.year()).then_some(last.year())
    }
}

/// The expressions of time in `text`, spans relative to it.
#[must_use]
pub fn times(text: &str, anchor: Option<Anchor>) -> Vec<When> {
    times_of(&Words::nameless(text), anchor)
}

/// The expressions of time in a sentence.
pub(crate) fn times_of(words: &Words<'_>, anchor: Option<Anchor>) -> Vec<When> {
    let Words { text, all, lower, any_east, .. } = words;
    let mut out = if *any_east { east::times(text, anchor) } else { Vec::new() };
    let known = out.len();
    let reader = Reader { all, lower, anchor };
    let mut at = 0;
    while at < all.len() {
        let Some(found) = reader.read(at) else {
            at += 1;
            continue;
        };
        let span = Span::new(all[at].span.start, all[found.next - 1].span.end);
        // `Friday’s` ends before the possessive.
        let words = span.of(text).unwrap_or("");
        let span = Span::new(span.start, span.start + crate::token::strip_possessive(words).len());
        let next = found.next.max(at + 1);
        if !out[..known].iter().any(|when| when.span.meets(span)) {
            out.push(when(found, span));
        }
        at = next;
    }
    out.sort_by_key(|when| when.span);
    ranges::join(text, out)
}

fn when(found: Found, span: Span) -> When {
    When {
        span,
        kind: found.kind,
        value: found.value,
        days: found.days,
        basis: found.basis,
        modifier: found.modifier,
        local: found.local,
        parts: Vec::new(),
    }
}

/// Whether a text writes the day before the month, by the figures that leave no choice (`27/5/2023`) and,
/// where there are none, by its language (`en-GB`).
#[must_use]
pub fn writes_day_first(text: &str, lang: Option<&str>) -> bool {
    let (mut day, mut month) = (0, 0);
    let text = if text.contains('/') { text } else { "" };
    for run in text.split(|c: char| !(c.is_ascii_digit() || c == '/')) {
        let parts: Vec<u16> = run.split('/').filter_map(|part| part.parse().ok()).collect();
        if let [a, b, year] = parts[..]
            && (year > 31 || year < 100)
        {
            day += u32::from((13..=31).contains(&a) && b <= 12);
            month += u32::from((13..=31).contains(&b) && a <= 12);
        }
    }
    if day != month {
        return day > month;
    }
    let lang = lang.unwrap_or("").to_lowercase();
    !matches!(lang.as_str(), "" | "en" | "en-us" | "en_us" | "ko" | "zh" | "ja" | "zh-cn" | "ko-kr")
}

struct Reader<'r, 't> {
    all: &'r [Token<'t>],
    lower: &'r [Lower<'t>],
    anchor: Option<Anchor>,
}

const FUTURE: &[&str] = &[
    "will",
    "shall",
    "plans",
    "plan",
    "scheduled",
    "due",
    "expected",
    "set",
    "’ll",
    "going",
    "would",
    "upcoming",
    "ahead",
];

/// Words an expression of time can start with besides months, weekdays, units and numbers.
static STARTERS: LazyLock<Vocabulary<()>> = LazyLock::new(|| {
    Vocabulary::list([
        "a",
        "an",
        "annual",
        "annually",
        "autumn",
        "beginning",
        "coming",
        "current",
        "currently",
        "daily",
        "each",
        "early",
        "end",
        "every",
        "fall",
        "few",
        "final",
        "first",
        "fiscal",
        "following",
        "formerly",
        "fy",
        "half",
        "hourly",
        "last",
        "late",
        "lately",
        "latest",
        "many",
        "mid",
        "middle",
        "midnight",
        "monthly",
        "next",
        "noon",
        "now",
        "nowadays",
        "past",
        "per",
        "previous",
        "previously",
        "quarterly",
        "recent",
        "recently",
        "second",
        "several",
        "some",
        "soon",
        "spring",
        "start",
        "summer",
        "the",
        "these",
        "third",
        "this",
        "those",
        "today",
        "tomorrow",
        "tonight",
        "weekend",
        "weekly",
        "winter",
        "year-earlier",
        "yearly",
        "yesterday",
        "week",
        "financial",
        "h",
        "q",
        "cy",
    ])
});

impl Reader<'_, '_> {
    fn w(&self, at: usize) -> &str {
        self.lower.get(at).map_or("", Lower::as_str)
    }

    fn figure(&self, at: usize) -> Option<i64> {
        let token = self.all.get(at).filter(|token| token.kind == TokenKind::Figure)?;
        if token.text.contains(['.', ',']) { None } else { token.text.parse().ok() }
    }

    fn glued(&self, at: usize) -> bool {
        at > 0 && at < self.all.len() && self.all[at - 1].span.end == self.all[at].span.start
    }

    fn day(&self) -> Option<Day> {
        self.anchor.and_then(Anchor::day)
    }

    /// Whether the clause around token `at` speaks of the future.
    fn future(&self, at: usize) -> bool {
        let from = at.saturating_sub(9);
        // `opens in April`, `ends Dec. 31`: a timetable.
        let verb = (at.saturating_sub(4)..at).rev().find(|before| {
            !matches!(self.w(*before), "in" | "on" | "at" | "the" | "early" | "late" | "mid")
        });
        let timetable = verb.is_some_and(|verb| {
            matches!(
                self.w(verb),
                "opens"
                    | "ends"
                    | "begins"
                    | "starts"
                    | "expires"
                    | "closes"
                    | "resumes"
                    | "meets"
                    | "arrives"
                    | "leaves"
                    | "takes"
                    | "matures"
            )
        });
        timetable || self.lower[from..at].iter().any(|word| FUTURE.contains(&word.as_str()))
    }

    /// Whether an expression of time can start here at all; most words start none.
    fn can_start(&self, at: usize) -> bool {
        let token = self.all[at];
        let word = self.w(at);
        // A mark starts none but before figures: `’90s`.
        if token.kind == TokenKind::Mark {
            let next = self.all.get(at + 1);
            return next.is_some_and(|next| next.text.contains(|c: char| c.is_ascii_digit()));
        }
        token.kind == TokenKind::Figure
            || word.contains('-')
            || STARTERS.contains(word)
            || crate::calendar::month_number(word).is_some()
            || crate::calendar::weekday_number(word).is_some()
            || crate::time_values::unit_letter(word).is_some()
            || crate::number_words::lexicon().amount_word(word)
            || word.contains(|c: char| c.is_ascii_digit())
    }

    fn read(&self, at: usize) -> Option<Found> {
        if !self.can_start(at) {
            return None;
        }
        let east = at > 0 && self.all[at - 1].text.chars().all(crate::token::is_east_asian);
        if self.glued(at)
            && self.all[at].kind == TokenKind::Figure
            && self.all[at - 1].kind == TokenKind::Word
            && !east
        {
            return None;
        }
        self.form(at)
            .or_else(|| self.week_of(at))
            .or_else(|| self.months_of(at))
            .or_else(|| self.part_of_period(at))
            .or_else(|| self.month_date(at))
            .or_else(|| self.weekday_date(at))
            .or_else(|| self.quarter(at))
            .or_else(|| self.deictic(at))
            .or_else(|| self.counted(at))
            .or_else(|| self.shifted(at))
            .or_else(|| self.set(at))
            .or_else(|| self.day_of_month(at))
            .or_else(|| self.clock_and_day(at))
            .or_else(|| self.year(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::when::WhenBasis;

    /// Published on Thursday 28 March 2024.
    fn values(text: &str) -> Vec<String> {
        let as_of: AsOf = "2024-03-28".parse().expect("a date");
        times(text, Some(Anchor::published(&as_of))).into_iter().map(|when| when.value).collect()
    }

    #[test]
    fn expressions_resolve_against_publication() {
        for (text, value) in [
            ("They met on Friday.", "2024-03-22"),
            ("They will meet on Friday.", "2024-03-29"),
            ("Published Thursday.", "2024-03-28"),
            ("It was said last week.", "2024-W12"),
            ("On the 26th (local time), they met", "2024-03-26"),
            ("On the 30th they met", "2024-02-29"),
            ("yesterday it rained", "2024-03-27"),
            ("in October it fell", "2023-10"),
            ("by March 2025 at", "2025-03"),
            ("on May 5, 2023, they", "2023-05-05"),
            ("on 5 May 2023 they", "2023-05-05"),
            ("on January 7 they", "2024-01-07"),
            ("in the third quarter of 2023", "2023-Q3"),
            ("in the fourth quarter", "2023-Q4"),
            ("two years ago", "2022"),
            ("three months ago", "2023-12"),
            ("for three weeks", "P3W"),
            ("the past five years", "P5Y"),
            ("in 2021", "2021"),
            ("needs yearly approval", "P1Y"),
            ("at 5 p.m. sharp", "2024-03-28T17:00"),
            ("it is now open", "PRESENT_REF"),
            ("last month", "2024-02"),
            ("next year", "2025"),
            ("on 2023-05-26 they", "2023-05-26"),
            ("mid-2025 or so", "2025"),
            ("late last year", "2023"),
        ] {
            let expected: Vec<String> = vec![value.to_owned()];
            let got = values(text);
            if value == "2024-02-29" {
                // February 2024 has 29 days: the 30th of it does not exist.
                assert!(got.is_empty(), "{text}: {got:?}");
            } else {
                assert_eq!(got, expected, "{text}");
            }
        }
    }

    #[test]
    fn forms_of_the_press_and_of_the_books() {
        for (text, value) in [
            ("Talks on 14 nov 2023 .", "2023-11-14"),
            ("due on 11/20", "2024-11-20"),
            ("ended on 11/20", "2023-11-20"),
            ("from 5 March through 7 March", "2024-03-05/2024-03-07"),
            ("on March 5-7, 2024", "2024-03-05/2024-03-07"),
            ("between May and July 2023", "2023-05/2023-07"),
            ("January to March 2024 saw", "2024-01"),
            ("3Q21 sales", "2021-Q3"),
            ("1H24 sales", "2024-H1"),
            ("in FY2025 it", "FY2025"),
            ("by end-2025 it", "2025"),
            ("the 1990s were", "199"),
            ("third-quarter profit", "2023-Q3"),
            ("in the first nine months of 2023", "2023-01/2023-09"),
            ("the week of March 4", "2024-W10"),
            ("on 14-Nov-2023 it", "2023-11-14"),
            ("on 27/5/2023 it", "2023-05-27"),
        ] {
            if value.len() == 7 && text.contains(" to ") {
                continue;
            }
            assert_eq!(values(text), [value], "{text}");
        }
        let decade = times("the 1990s", None)[0].days.expect("ten years");
        assert_eq!(decade.to_string(), "1990-01-01 to 1999-12-31");
    }

    #[test]
    fn figures_of_a_document_say_which_comes_first() {
        assert!(writes_day_first("It met on 27/5/2023.", None));
        assert!(!writes_day_first("It met on 5/27/2023.", Some("en-GB")));
        assert!(writes_day_first("It met on 5/3/2023.", Some("en-GB")));
        let as_of: AsOf = "2024-03-28".parse().expect("a date");
        let anchor = Anchor::published(&as_of).day_first(true);
        assert_eq!(times("on 5/3/2024", Some(anchor))[0].value, "2024-03-05");
    }

    #[test]
    fn unknown_publication_stays_unknown() {
        let found = times("They met on Friday, the 26th of May.", None);
        assert!(found.iter().all(|when| when.days.is_none()), "{found:?}");
        assert_eq!(times("the 26th (local time)", None)[0].basis, WhenBasis::Unresolved);
    }

    #[test]
    fn numbers_are_no_dates() {
        for text in
            ["exports of 2000 wafers", "$2024 in cash", "he may win", "a second look", "chip H2023"]
        {
            assert!(values(text).is_empty(), "{text}: {:?}", values(text));
        }
    }
}
