//! An expression of time, as types: its bytes, its value and the days meant.

use crate::span::Span;
use linchpin_units::Days;
use serde::Serialize;

/// What kind of time is meant, as in TIMEX3.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, schemars::JsonSchema,
)]
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
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, schemars::JsonSchema,
)]
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
    /// Whether it is the time of the place it speaks of (`local time`): elsewhere the day may differ.
    pub local: bool,
    /// For a period named by its ends (`from 5 through 7 March`): the ends as written.
    pub parts: Vec<(Span, String)>,
}

impl When {
    /// The days it can be on a calendar elsewhere: one more on each side of a day in local time.
    #[must_use]
    pub fn days_anywhere(&self) -> Option<Days> {
        let days = self.days?;
        if !self.local {
            return Some(days);
        }
        Days::new(days.from.plus(-1), days.until.map(|until| until.plus(1))).ok()
    }
}
