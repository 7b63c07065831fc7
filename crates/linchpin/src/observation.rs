//! What was observed of an episode: which number, what it is for, and how weeks become it.

use linchpin_engine::SeriesKey;
use linchpin_units::Range;
use serde::{Deserialize, Serialize};

/// What an observation is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// A parameter was fitted to it: no proof.
    Calibrates,
    /// An input of the episode knows it: no proof. The bank asks it anew.
    Circular,
    /// The model must predict it.
    Predicts,
    /// Nothing happened: a model that predicts a collapse fails.
    Null,
}

impl Role {
    /// Whether a row of this role proves anything.
    #[must_use]
    pub fn is_proof(self) -> bool {
        matches!(self, Self::Predicts | Self::Null)
    }
}

/// How weeks of a series become one number; all are changes against the run without the events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Statistic {
    /// Relative change in the last week of the window.
    At,
    /// Relative change of the mean over the window.
    Mean,
    /// Largest relative change in the window.
    Max,
    /// Smallest relative change in the window.
    Min,
    /// The level in the last week of the window, not a change.
    Level,
    /// The week of the largest absolute change, counted from `from`.
    PeakWeek,
}

/// Something that was observed.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// Name within the episode.
    pub id: String,
    /// What was observed, for the reader.
    pub what: String,
    /// What it is for.
    pub role: Role,
    /// Which series.
    pub key: SeriesKey,
    /// How weeks become a number.
    pub statistic: Statistic,
    /// First week, and first week after, counted from the start.
    pub weeks: (usize, usize),
    /// The accounts' value and band.
    pub expected: Range,
    /// Who says so.
    pub source: String,
    /// What a reader should know.
    pub note: String,
    /// Why the prediction is known to fail; it counts as failed all the same.
    pub known_miss: Option<String>,
}
