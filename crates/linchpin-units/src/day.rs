//! Days and half-open spans of days; "as of" dates of any precision.
//!
//! Law and facts are dated to the day; the market steps by the week. A span is always
//! `[from, until)`: an inclusive end in a source is turned into the next day when it is read.

use jiff::civil::{Date, Weekday, date};
use jiff::{ToSpan, Unit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A calendar day (proleptic Gregorian).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(Date);

/// The text is not a calendar day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a calendar day; expected a date that exists, as YYYY-MM-DD")]
pub struct NotADay(pub String);

crate::text_schema!(Day);

impl Day {
    /// The day, if the calendar has it.
    ///
    /// # Errors
    /// [`NotADay`] for dates like 30 February.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, NotADay> {
        Date::new(year, month, day)
            .map(Self)
            .map_err(|_| NotADay(format!("{year:04}-{month:02}-{day:02}")))
    }

    /// This day moved by `days`; saturates at the ends of the calendar.
    #[must_use]
    pub fn plus(self, days: i64) -> Self {
        Self(self.0.saturating_add(days.days()))
    }

    /// Days from `self` to `other`; negative when `other` is earlier.
    #[must_use]
    pub fn days_until(self, other: Self) -> i64 {
        let span = self.0.until((Unit::Day, other.0)).expect("two civil dates differ by some days");
        i64::from(span.get_days())
    }

    /// Whole weeks from `self` to `other`, rounded down.
    #[must_use]
    pub fn weeks_until(self, other: Self) -> i64 {
        self.days_until(other).div_euclid(7)
    }

    /// The Monday of this day's week.
    #[must_use]
    pub fn monday(self) -> Self {
        let back = i64::from(self.0.weekday().since(Weekday::Monday));
        self.plus(-back)
    }

    /// Year, as in 2026.
    #[must_use]
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// Month, 1 to 12.
    #[must_use]
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// Day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> i8 {
        self.0.day()
    }
}

impl FromStr for Day {
    type Err = NotADay;
    fn from_str(text: &str) -> Result<Self, NotADay> {
        // jiff accepts more spellings; one spelling keeps files diffable.
        let plain = text.len() == 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-';
        match text.parse::<Date>() {
            Ok(parsed) if plain => Ok(Self(parsed)),
            _ => Err(NotADay(text.to_owned())),
        }
    }
}

impl TryFrom<String> for Day {
    type Error = NotADay;
    fn try_from(text: String) -> Result<Self, NotADay> {
        text.parse()
    }
}

impl From<Day> for String {
    fn from(day: Day) -> String {
        day.to_string()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A half-open span of days `[from, until)`; `until: None` is written `open` in files.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct Days {
    /// First day inside.
    pub from: Day,
    /// First day after; none while open.
    pub until: Option<Day>,
}

/// A span ends before, or when, it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the span ends on {until} but starts on {from}")]
pub struct EndsBeforeStart {
    /// First day inside.
    pub from: Day,
    /// First day after.
    pub until: Day,
}

impl Days {
    /// The span from `from` up to, but without, `until`.
    ///
    /// # Errors
    /// [`EndsBeforeStart`] when it would hold no day.
    pub fn new(from: Day, until: Option<Day>) -> Result<Self, EndsBeforeStart> {
        match until {
            Some(until) if until <= from => Err(EndsBeforeStart { from, until }),
            _ => Ok(Self { from, until }),
        }
    }

    /// Whether `day` lies inside.
    #[must_use]
    pub fn holds(self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }

    /// Whether the two spans share a day.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        self.until.is_none_or(|end| other.from < end)
            && other.until.is_none_or(|end| self.from < end)
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.until {
            Some(until) => write!(f, "{} to {}", self.from, until.plus(-1)),
            None => write!(f, "from {}", self.from),
        }
    }
}

/// The date a value speaks of, as precise as its source: `2026`, `2025-Q3`, `2025-07`, `2025-07-14`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AsOf {
    text: String,
    days: Days,
}

/// The text is no "as of" date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a date; expected YYYY, YYYY-Qn, YYYY-MM or YYYY-MM-DD")]
pub struct NotAnAsOf(pub String);

crate::text_schema!(AsOf);

impl AsOf {
    /// The days it covers.
    #[must_use]
    pub fn days(&self) -> Days {
        self.days
    }
    /// As written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl FromStr for AsOf {
    type Err = NotAnAsOf;
    fn from_str(text: &str) -> Result<Self, NotAnAsOf> {
        let refuse = || NotAnAsOf(text.to_owned());
        let span = |from: Date, until: Date| AsOf {
            text: text.to_owned(),
            days: Days { from: Day(from), until: Some(Day(until)) },
        };
        let year_of = |part: &str| match part.parse::<i16>() {
            Ok(year) if part.len() == 4 && (1900..2200).contains(&year) => Ok(year),
            _ => Err(refuse()),
        };
        let parts: Vec<&str> = text.split('-').collect();
        match parts.as_slice() {
            [year] => {
                let year = year_of(year)?;
                Ok(span(date(year, 1, 1), date(year + 1, 1, 1)))
            }
            [year, quarter] if quarter.starts_with('Q') => {
                let year = year_of(year)?;
                let first = match *quarter {
                    "Q1" => 1,
                    "Q2" => 4,
                    "Q3" => 7,
                    "Q4" => 10,
                    _ => return Err(refuse()),
                };
                let from = date(year, first, 1);
                Ok(span(from, from.saturating_add(3.months())))
            }
            [year, month] if month.len() == 2 => {
                let month = month.parse::<i8>().map_err(|_| refuse())?;
                let from = Date::new(year_of(year)?, month, 1).map_err(|_| refuse())?;
                Ok(span(from, from.saturating_add(1.month())))
            }
            [_, _, _] => {
                let day: Day = text.parse().map_err(|_| refuse())?;
                Ok(span(day.0, day.plus(1).0))
            }
            _ => Err(refuse()),
        }
    }
}

impl TryFrom<String> for AsOf {
    type Error = NotAnAsOf;
    fn try_from(text: String) -> Result<Self, NotAnAsOf> {
        text.parse()
    }
}

impl From<AsOf> for String {
    fn from(as_of: AsOf) -> String {
        as_of.text
    }
}

impl fmt::Display for AsOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    #[test]
    fn dates_that_do_not_exist_are_refused() {
        for bad in ["2025-02-30", "2025-13-01", "2025-1-01", "20250101", "", "tomorrow"] {
            assert!(bad.parse::<Day>().is_err(), "{bad} passed as a day");
        }
    }

    #[test]
    fn spans_are_half_open() {
        let year = Days::new(day("2026-01-01"), Some(day("2027-01-01"))).expect("a year");
        assert!(year.holds(day("2026-12-31")) && !year.holds(day("2027-01-01")));
        assert!(Days::new(day("2026-01-01"), Some(day("2026-01-01"))).is_err());
    }

    #[test]
    fn as_of_dates_cover_their_precision() {
        let quarter: AsOf = "2025-Q3".parse().expect("a quarter");
        assert_eq!(quarter.days().to_string(), "2025-07-01 to 2025-09-30");
        let month: AsOf = "2025-12".parse().expect("a month");
        assert_eq!(month.days().to_string(), "2025-12-01 to 2025-12-31");
        for bad in ["2025-Q5", "2025-1", "25", "2025-02-30", "last year"] {
            assert!(bad.parse::<AsOf>().is_err(), "{bad} passed as a date");
        }
    }

    #[test]
    fn weeks_start_on_monday() {
        assert_eq!(day("2026-01-01").monday(), day("2025-12-29"));
        assert_eq!(day("2026-01-01").weeks_until(day("2026-12-31")), 52);
    }
}
