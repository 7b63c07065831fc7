//! The weeks of a run, and where a span of days falls on them.
//!
//! In: days. Out: a [`Window`] of weeks, half-open. A week counts when its Monday is inside the span. A
//! span that began before the run keeps its true beginning in [`Window::began`], so that reviews and
//! the ramps of other suppliers run from the date of the rule and not from the first week.

use linchpin_units::{Day, Days};

/// The weeks of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calendar {
    /// Monday of the first week.
    pub start: Day,
    /// Number of weeks.
    pub weeks: usize,
}

/// Weeks of a run that a span of days covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Window {
    /// First week inside the run.
    pub first: usize,
    /// First week after.
    pub end: usize,
    /// The week in which the span really began, counted from the first week of the run: negative for
    /// what is older than the run.
    pub began: i64,
}

impl Calendar {
    /// The Monday of every week.
    #[must_use]
    pub fn mondays(&self) -> Vec<Day> {
        (0..self.weeks as i64).map(|week| self.start.plus(7 * week)).collect()
    }

    /// Where `days` fall.
    #[must_use]
    pub fn window(&self, days: Days) -> Window {
        let began = -((-self.start.days_until(days.from)).div_euclid(7));
        let week = |day: Day| {
            let after = self.start.days_until(day).max(0);
            (after as usize).div_ceil(7).min(self.weeks)
        };
        Window { first: week(days.from), end: days.until.map_or(self.weeks, week), began }
    }
}

impl Window {
    /// Whether a week lies inside.
    #[must_use]
    pub fn holds(&self, week: usize) -> bool {
        (self.first..self.end).contains(&week)
    }

    /// Whole weeks from the true beginning to `week`.
    #[must_use]
    pub fn since(&self, week: usize) -> i64 {
        week as i64 - self.began
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    #[test]
    fn a_week_counts_when_its_monday_is_inside() {
        let calendar = Calendar { start: day("2026-01-05"), weeks: 10 };
        let window = |from: &str, until: &str| {
            calendar.window(Days { from: day(from), until: Some(day(until)) })
        };
        assert_eq!(window("2026-01-05", "2026-01-12"), Window { first: 0, end: 1, began: 0 });
        assert_eq!(window("2026-01-06", "2026-01-13"), Window { first: 1, end: 2, began: 1 });
        // A rule of one year before: the run starts in its 52nd week.
        let old = window("2025-01-06", "2026-02-02");
        assert_eq!((old.first, old.end, old.began), (0, 4, -52));
        assert_eq!(old.since(0), 52);
        // A day into a week before the start still counts from the next Monday.
        assert_eq!(window("2025-12-30", "2026-02-02").began, 0);
    }
}
