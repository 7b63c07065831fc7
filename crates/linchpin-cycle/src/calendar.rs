//! Months and quarters as numbers, so that series of different frequency meet in one array.

use linchpin_units::Day;
use std::fmt;

/// A calendar month, counted from year 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(pub i32);

impl Month {
    /// The month `month` (1 to 12) of `year`.
    #[must_use]
    pub const fn new(year: i32, month: i32) -> Self {
        Self(year * 12 + month - 1)
    }

    /// The month a day lies in.
    #[must_use]
    pub fn of(day: Day) -> Self {
        Self::new(i32::from(day.year()), i32::from(day.month()))
    }

    /// A later (or earlier) month.
    #[must_use]
    pub const fn plus(self, months: i32) -> Self {
        Self(self.0 + months)
    }

    /// Its quarter.
    #[must_use]
    pub const fn quarter(self) -> Quarter {
        Quarter(self.0.div_euclid(3))
    }

    /// A day of the month.
    ///
    /// # Panics
    /// Never for days 1 to 28, which every month has.
    #[must_use]
    pub fn day(self, day: i8) -> Day {
        let (year, month) = (self.0.div_euclid(12), self.0.rem_euclid(12) + 1);
        Day::new(year as i16, month as i8, day).expect("a month has 28 days")
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0.div_euclid(12), self.0.rem_euclid(12) + 1)
    }
}

/// A calendar quarter, counted from year 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter(pub i32);

impl Quarter {
    /// The quarter `quarter` (1 to 4) of `year`.
    #[must_use]
    pub const fn new(year: i32, quarter: i32) -> Self {
        Self(year * 4 + quarter - 1)
    }

    /// A later (or earlier) quarter.
    #[must_use]
    pub const fn plus(self, quarters: i32) -> Self {
        Self(self.0 + quarters)
    }

    /// Its first month.
    #[must_use]
    pub const fn first(self) -> Month {
        Month(self.0 * 3)
    }

    /// Its last month.
    #[must_use]
    pub const fn last(self) -> Month {
        Month(self.0 * 3 + 2)
    }

    /// Place within the year, 0 to 3.
    #[must_use]
    pub const fn season(self) -> usize {
        self.0.rem_euclid(4) as usize
    }

    /// Year it lies in.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.0.div_euclid(4)
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-Q{}", self.year(), self.season() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_quarters_meet() {
        let quarter = Quarter::new(2026, 2);
        assert_eq!(
            (quarter.to_string(), quarter.first().to_string()),
            ("2026-Q2".into(), "2026-04".into())
        );
        assert_eq!(quarter.last().quarter(), quarter);
        assert_eq!(Month::new(2026, 1).plus(-1).to_string(), "2025-12");
        assert_eq!(Month::of("2022-09-30".parse().expect("a day")), Month::new(2022, 9));
    }
}
