//! What changes from month to month: time series with rivals side by side and the day each became public.
//!
//! In: `series.csv` (one row a series) and every file below `series/` (one row an observation). Out: a
//! [`Path`] of a series as it was known on a day: nothing that was published later enters. A refresh is one
//! more file dropped into the folder; nothing else changes.

mod read;

use crate::ids::SeriesId;
use crate::words::words;
use linchpin_units::day::AsOf;
use linchpin_units::{Day, Measure, Place, Sourced, Unit};
use serde::Serialize;

pub(crate) use read::read;

words!(
    /// How often a series is observed.
    Frequency,
    /// A value a month, `2026-08`.
    Month = "month",
    /// A value a quarter, `2026-Q2`.
    Quarter = "quarter",
    /// A value a year, `2026`.
    Year = "year",
    /// Single statements of any precision.
    Any = "any",
);
words!(
    /// What an observation is.
    Kind,
    /// Counted or stated after the fact.
    Actual = "actual",
    /// Judged, for want of a count.
    Estimate = "estimate",
    /// Said before the period was over.
    Forecast = "forecast",
);

/// What a series measures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Series {
    /// Key.
    pub id: SeriesId,
    /// Name as printed.
    pub name: String,
    /// How often it is observed.
    pub frequency: Frequency,
    /// Unit of every value.
    pub unit: Unit,
    /// Whether every period between the first and the last has a value.
    pub complete: bool,
    /// What a reader should know.
    pub what: String,
}

/// One value of a series from one source.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Observation {
    /// Which series.
    pub series: SeriesId,
    /// Counted, judged or foretold.
    pub kind: Kind,
    /// When it became public; a month or year counts from its last day.
    pub published: AsOf,
    /// The value; `as_of` is its period.
    pub sourced: Sourced<Measure>,
    /// Where it stands.
    #[serde(skip)]
    pub place: Place,
}

impl Observation {
    /// The first day on which anybody could know it.
    #[must_use]
    pub fn known_from(&self) -> Day {
        last_day(&self.published)
    }

    /// First day of its period.
    #[must_use]
    pub fn from(&self) -> Day {
        self.sourced.as_of.days().from
    }
}

/// The last day that a date covers.
fn last_day(date: &AsOf) -> Day {
    date.days().until.map_or(date.days().from, |until| until.plus(-1))
}

/// The observations of one series, as known on some day.
#[derive(Debug, Clone)]
pub struct Path<'w> {
    /// What it measures.
    pub series: &'w Series,
    pub(crate) rows: Vec<&'w Observation>,
}

impl<'w> Path<'w> {
    /// The path without what was published after `day`.
    #[must_use]
    pub fn known(mut self, day: Day) -> Self {
        self.rows.retain(|row| row.known_from() <= day);
        self
    }

    /// Every observation of a period, the preferred one first: actual before estimate before forecast,
    /// then the latest publication, then the stronger grade.
    #[must_use]
    pub fn rivals(&self, period: &str) -> Vec<&'w Observation> {
        let own = self.rows.iter().copied().filter(|row| row.sourced.as_of.as_str() == period);
        let mut rivals: Vec<&Observation> = own.collect();
        rivals
            .sort_by_key(|row| (row.kind, std::cmp::Reverse(row.known_from()), row.sourced.grade));
        rivals
    }

    /// The preferred observation of a period.
    #[must_use]
    pub fn at(&self, period: &str) -> Option<&'w Observation> {
        self.rivals(period).first().copied()
    }

    /// The preferred value of a period.
    #[must_use]
    pub fn value(&self, period: &str) -> Option<Measure> {
        self.at(period).map(|row| row.sourced.value)
    }

    /// The first observation that was published of a period and kind: an agency's first forecast.
    #[must_use]
    pub fn first(&self, period: &str, kind: Kind) -> Option<&'w Observation> {
        let own = self.rivals(period).into_iter().filter(|row| row.kind == kind);
        own.min_by_key(|row| row.known_from())
    }

    /// The preferred observation of every period, in order of time.
    #[must_use]
    pub fn observations(&self) -> Vec<&'w Observation> {
        let mut periods: Vec<(Day, &str)> =
            self.rows.iter().map(|row| (row.from(), row.sourced.as_of.as_str())).collect();
        periods.sort_unstable();
        periods.dedup();
        periods.into_iter().filter_map(|(_, period)| self.at(period)).collect()
    }

    /// The last day of the last period that is not a forecast; none when nothing is known.
    #[must_use]
    pub fn through(&self) -> Option<Day> {
        let seen = self.rows.iter().filter(|row| row.kind != Kind::Forecast);
        seen.map(|row| last_day(&row.sourced.as_of)).max()
    }

    /// Number of observations, rivals counted.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}
