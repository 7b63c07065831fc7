//! Values of time expressions: TIMEX3 spellings and the days they cover.
//!
//! In come calendar units; out goes a [`Found`], a value with the token where reading goes on.

use crate::calendar::{Month, iso_week, quarter_days, single, year_days};
use crate::vocabulary::Vocabulary;
use crate::when::{WhenBasis, WhenKind};
use linchpin_units::{Day, Days};
use std::sync::LazyLock;

/// A value read at some token.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) kind: WhenKind,
    pub(crate) value: String,
    pub(crate) days: Option<Days>,
    pub(crate) basis: WhenBasis,
    pub(crate) modifier: Option<&'static str>,
    /// Whether it is said to be the time of the place.
    pub(crate) local: bool,
    /// First token after the expression.
    pub(crate) next: usize,
}

impl Found {
    pub(crate) fn date(value: String, days: Option<Days>, next: usize, basis: WhenBasis) -> Self {
        Self { kind: WhenKind::Date, value, days, basis, modifier: None, local: false, next }
    }

    /// A date whose year, month or day nobody knows.
    pub(crate) fn open(value: String, next: usize) -> Self {
        Self::date(value, None, next, WhenBasis::Unresolved)
    }

    /// `PRESENT_REF` and its like.
    pub(crate) fn reference(value: &str, next: usize) -> Self {
        Self::date(value.to_owned(), None, next, WhenBasis::Explicit)
    }

    pub(crate) fn length(value: String, next: usize) -> Self {
        Self { kind: WhenKind::Duration, ..Self::date(value, None, next, WhenBasis::Explicit) }
    }

    pub(crate) fn day(day: Day, next: usize, basis: WhenBasis) -> Option<Self> {
        Some(Self::date(day.to_string(), Some(single(day)), next, basis))
    }

    pub(crate) fn week(day: Day, next: usize, basis: WhenBasis) -> Option<Self> {
        let (year, week) = iso_week(day);
        let days = Days::new(day.monday(), Some(day.monday().plus(7))).ok();
        Some(Self::date(format!("{year}-W{week:02}"), days, next, basis))
    }

    pub(crate) fn month(month: Month, next: usize, basis: WhenBasis) -> Option<Self> {
        Some(Self::date(format!("{:04}-{:02}", month.year, month.month), month.days(), next, basis))
    }

    pub(crate) fn quarter(month: Month, next: usize, basis: WhenBasis) -> Option<Self> {
        let quarter = month.quarter();
        Some(Self::date(
            format!("{:04}-Q{quarter}", month.year),
            quarter_days(month.year, quarter),
            next,
            basis,
        ))
    }

    pub(crate) fn year(year: i16, next: usize, basis: WhenBasis) -> Option<Self> {
        Some(Self::date(format!("{year:04}"), year_days(year), next, basis))
    }

    /// The same day at a part of it.
    pub(crate) fn at(self, part: &str) -> Self {
        Self { kind: WhenKind::Time, value: format!("{}T{part}", self.value), ..self }
    }
}

/// The TIMEX3 letter of a unit word and whether it is smaller than a day. `E` decade, `C` century.
pub(crate) fn unit_letter(word: &str) -> Option<(char, bool)> {
    UNITS.get(word.strip_suffix('s').unwrap_or(word)).copied()
}

static UNITS: LazyLock<Vocabulary<(char, bool)>> = LazyLock::new(|| {
    Vocabulary::of([
        ("day", ('D', false)),
        ("week", ('W', false)),
        ("month", ('M', false)),
        ("quarter", ('Q', false)),
        ("year", ('Y', false)),
        ("decade", ('E', false)),
        ("century", ('C', false)),
        ("centurie", ('C', false)),
        ("hour", ('H', true)),
        ("minute", ('M', true)),
        ("second", ('S', true)),
    ])
});

/// `P3W`, `PT2H`, `P1DE`.
pub(crate) fn period(count: &str, letter: char, clock: bool) -> String {
    match (letter, clock) {
        ('E', _) => format!("P{count}DE"),
        ('C', _) => format!("P{count}CE"),
        (letter, true) => format!("PT{count}{letter}"),
        (letter, false) => format!("P{count}{letter}"),
    }
}
