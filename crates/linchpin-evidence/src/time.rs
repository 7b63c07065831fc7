//! Expressions of time, resolved against the day the document was published.
//!
//! In come a sentence and an [`Anchor`]; out go [`When`]s in order that never overlap: bytes, a
//! TIMEX3-style value (`2024-03-28`, `2024-W12`, `2023-Q4`, `P3D`, `PRESENT_REF`) and the days
//! meant. News speaks of the past: a bare weekday or month is the latest one, unless the clause
//! speaks of the future. What cannot be resolved keeps an `X` value and no days.

mod dates;
mod lengths;
mod periods;
mod relative;

use crate::calendar::Month;
use crate::span::Span;
use crate::time_values::Found;
use crate::token::{Token, TokenKind, tokens};
use linchpin_units::day::AsOf;
use linchpin_units::{Day, Days};
use serde::Serialize;

/// What kind of time is meant, as in TIMEX3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum WhenKind {
    /// A day, week, month, year …
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// A recurring time.
    Set,
}

/// On what a date rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhenBasis {
    /// The words name it fully.
    Explicit,
    /// The publication date completes it.
    Publication,
    /// It needs a publication date that is unknown, or not known to the day.
    Unresolved,
}

/// One expression of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct When {
    /// Its bytes.
    pub span: Span,
    /// What kind of time.
    pub kind: WhenKind,
    /// TIMEX3-style value.
    pub value: String,
    /// The days meant, where known.
    pub days: Option<Days>,
    /// On what the value rests.
    pub basis: WhenBasis,
    /// `START`, `MID`, `END`, `APPROX`, or nothing.
    pub modifier: Option<&'static str>,
}

/// The day from which a document speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor {
    /// Its days: one, or the month or year it was published in.
    days: Days,
}

impl Anchor {
    /// From a publication date of any precision.
    #[must_use]
    pub fn published(as_of: &AsOf) -> Self {
        Self { days: as_of.days() }
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
    let all = tokens(text);
    let lower: Vec<String> = all.iter().map(Token::lower).collect();
    let reader = Reader { all: &all, lower: &lower, anchor };
    let mut out = Vec::new();
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
        out.push(When {
            span,
            kind: found.kind,
            value: found.value,
            days: found.days,
            basis: found.basis,
            modifier: found.modifier,
        });
        at = found.next.max(at + 1);
    }
    out
}

struct Reader<'r, 't> {
    all: &'r [Token<'t>],
    lower: &'r [String],
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

/// Words an expression of time can start with besides months, weekdays, units and numbers; sorted.
const STARTERS: &[&str] = &[
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
    "yearly",
    "yesterday",
];

impl Reader<'_, '_> {
    fn w(&self, at: usize) -> &str {
        self.lower.get(at).map_or("", String::as_str)
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
        let verb = at.checked_sub(1).map(|before| {
            if matches!(self.w(before), "in" | "on" | "at" | "the") {
                before.saturating_sub(1)
            } else {
                before
            }
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
        token.kind != TokenKind::Word
            || word.contains('-')
            || STARTERS.binary_search(&word).is_ok()
            || crate::calendar::month_number(word).is_some()
            || crate::calendar::weekday_number(word).is_some()
            || crate::time_values::unit_letter(word).is_some()
            || crate::number_words::lexicon().amount_word(word)
            || word.len() == 2 && word.ends_with(|c: char| c.is_ascii_digit())
    }

    fn read(&self, at: usize) -> Option<Found> {
        if !self.can_start(at) {
            return None;
        }
        if self.glued(at)
            && self.all[at].kind == TokenKind::Figure
            && self.all[at - 1].kind == TokenKind::Word
        {
            return None;
        }
        self.numeric_date(at)
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
            ("the 1990s were", "199"),
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
    fn starters_are_sorted() {
        assert!(STARTERS.is_sorted());
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
