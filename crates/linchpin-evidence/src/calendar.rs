//! Calendar arithmetic for expressions of time.
//!
//! In come days, months and years; out go days and half-open spans. Nothing here reads a clock.

use crate::vocabulary::Vocabulary;
use linchpin_units::{Day, Days};
use std::sync::LazyLock;

/// A month of a year; months count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Month {
    pub(crate) year: i16,
    pub(crate) month: i8,
}

impl Month {
    pub(crate) fn of(day: Day) -> Self {
        Self { year: day.year(), month: day.month() }
    }

    /// This month moved by `n` months; saturates with the calendar.
    pub(crate) fn plus(self, n: i64) -> Self {
        let at = i64::from(self.year) * 12 + i64::from(self.month) - 1 + n;
        let year = i16::try_from(at.div_euclid(12).clamp(1, 9998)).unwrap_or(1);
        Self { year, month: i8::try_from(at.rem_euclid(12)).unwrap_or(0) + 1 }
    }

    pub(crate) fn first(self) -> Option<Day> {
        Day::new(self.year, self.month, 1).ok()
    }

    pub(crate) fn days(self) -> Option<Days> {
        Days::new(self.first()?, Some(self.plus(1).first()?)).ok()
    }

    pub(crate) fn quarter(self) -> i8 {
        (self.month - 1) / 3 + 1
    }
}

/// Monday is 0.
pub(crate) fn weekday(day: Day) -> i64 {
    day.monday().days_until(day)
}

/// ISO year and week of a day.
pub(crate) fn iso_week(day: Day) -> (i16, i64) {
    let thursday = day.monday().plus(3);
    let first = Day::new(thursday.year(), 1, 4).map_or(day, Day::monday);
    (thursday.year(), first.weeks_until(day.monday()) + 1)
}

pub(crate) fn year_days(year: i16) -> Option<Days> {
    Days::new(Day::new(year, 1, 1).ok()?, Some(Day::new(year.checked_add(1)?, 1, 1).ok()?)).ok()
}

pub(crate) fn quarter_days(year: i16, quarter: i8) -> Option<Days> {
    let from = Month { year, month: quarter * 3 - 2 };
    Days::new(from.first()?, Some(from.plus(3).first()?)).ok()
}

pub(crate) fn half_days(year: i16, half: i8) -> Option<Days> {
    let from = Month { year, month: half * 6 - 5 };
    Days::new(from.first()?, Some(from.plus(6).first()?)).ok()
}

/// The months of a season as the north counts them; winter runs into the next year.
pub(crate) fn season_days(year: i16, code: &str) -> Option<Days> {
    let month = match code {
        "SP" => 3,
        "SU" => 6,
        "FA" => 9,
        _ => 12,
    };
    let from = Month { year, month };
    Days::new(from.first()?, Some(from.plus(3).first()?)).ok()
}

/// The hundred years TIMEX writes as `18`: 1800 to 1899.
pub(crate) fn century_days(number: i64) -> Option<Days> {
    let year = i16::try_from(number * 100).ok()?;
    Days::new(Day::new(year, 1, 1).ok()?, Some(Day::new(year.checked_add(100)?, 1, 1).ok()?)).ok()
}

pub(crate) fn single(day: Day) -> Days {
    Days { from: day, until: Some(day.plus(1)) }
}

/// Names of months with their first three letters and `sept`.
static MONTHS: LazyLock<Vocabulary<i8>> = LazyLock::new(|| {
    let names = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let rows = (1..).zip(names).flat_map(|(month, name)| [(name, month), (&name[..3], month)]);
    Vocabulary::of(rows.chain([("sept", 9)]))
});

/// Names of weekdays, also in the plural, and usual abbreviations.
static WEEKDAYS: LazyLock<Vocabulary<i64>> = LazyLock::new(|| {
    let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let rows = (0..).zip(names);
    let plural = rows.clone().map(|(day, name)| (format!("{name}s"), day));
    let short = [("mon", 0), ("tues", 1), ("wed", 2), ("thurs", 3), ("fri", 4)];
    let plain = rows.map(|(day, name)| (name, day)).chain(short);
    Vocabulary::of(plural.chain(plain.map(|(name, day)| (name.to_owned(), day))))
});

/// The number of a month by name or usual abbreviation, lower case, stop stripped.
pub(crate) fn month_number(word: &str) -> Option<i8> {
    MONTHS.get(word.trim_end_matches('.')).copied()
}

/// The number of a weekday by name, Monday 0.
pub(crate) fn weekday_number(word: &str) -> Option<i64> {
    WEEKDAYS.get(word.trim_end_matches('.')).copied()
}

/// Whether a word in lower case tells a time: a weekday, a month, `yesterday`, `later`.
pub(crate) fn is_time_word(word: &str) -> bool {
    weekday_number(word).is_some()
        || matches!(
            word,
            "today"
                | "yesterday"
                | "last"
                | "this"
                | "week"
                | "month"
                | "year"
                | "morning"
                | "afternoon"
                | "evening"
                | "night"
                | "earlier"
                | "later"
                | "late"
                | "recently"
                | "again"
        )
        || month_number(word).is_some() && word.len() > 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_and_months_turn_over() {
        let day: Day = "2026-01-01".parse().expect("a day");
        assert_eq!(iso_week(day), (2026, 1));
        assert_eq!(iso_week(day.plus(-3)), (2026, 1), "29 December 2025 is in week 1 of 2026");
        assert_eq!(weekday(day), 3);
        assert_eq!(Month::of(day).plus(-1), Month { year: 2025, month: 12 });
        assert_eq!(
            Month { year: 2024, month: 2 }.days().map(|d| d.to_string()).as_deref(),
            Some("2024-02-01 to 2024-02-29")
        );
    }
}
