//! Two series over a window of weeks as one number: what an episode asks of a run with and without its event.
//!
//! In: the weeks of the window, without and with the event. Out: a change, a level, or a time.

use serde::{Deserialize, Serialize};

/// A change this small is none.
const SMALL: f64 = 0.02;

/// How weeks of two series become one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Statistic {
    /// Change in the last week of the window.
    At,
    /// Change of the mean over the window.
    Mean,
    /// Largest change in the window.
    Max,
    /// Smallest change in the window.
    Min,
    /// The level with the event, mean over the window.
    Level,
    /// Weeks from the window's start to the largest change.
    PeakWeek,
    /// Weeks of normal output missing in the window.
    LostWeeks,
    /// Weeks from the window's start until the change stays small.
    UntilNormal,
}

impl Statistic {
    /// Whether it is a change against the run without the event.
    #[must_use]
    pub fn is_change(self) -> bool {
        matches!(self, Self::At | Self::Mean | Self::Max | Self::Min)
    }

    /// Whether it is a time.
    #[must_use]
    pub fn is_time(self) -> bool {
        matches!(self, Self::PeakWeek | Self::UntilNormal)
    }
}

/// One number of the weeks of a window, without and with the event; in shares of the former, or in weeks.
///
/// # Panics
/// When the window has no week.
#[must_use]
pub fn statistic(statistic: Statistic, before: &[f64], after: &[f64]) -> f64 {
    let change = |before: f64, after: f64| if before == 0.0 { 0.0 } else { after / before - 1.0 };
    let changes = || before.iter().zip(after).map(|(before, after)| change(*before, *after));
    let sum = |values: &[f64]| values.iter().fold(0.0, |sum, value| sum + value);
    let last = before.len() - 1;
    match statistic {
        Statistic::At => change(before[last], after[last]),
        Statistic::Mean => change(sum(before), sum(after)),
        Statistic::Max => changes().fold(f64::NEG_INFINITY, f64::max),
        Statistic::Min => changes().fold(f64::INFINITY, f64::min),
        Statistic::Level => sum(after) / after.len() as f64,
        Statistic::LostWeeks => {
            let usual = sum(before) / before.len() as f64;
            if usual == 0.0 { 0.0 } else { (sum(before) - sum(after)) / usual }
        }
        Statistic::PeakWeek => {
            let largest = |best: (usize, f64), (week, change): (usize, f64)| {
                if change.abs() > best.1 { (week, change.abs()) } else { best }
            };
            changes().enumerate().fold((0, 0.0), largest).0 as f64
        }
        Statistic::UntilNormal => {
            let last = changes().collect::<Vec<f64>>();
            let off = last.iter().rposition(|change| change.abs() > SMALL);
            off.map_or(0.0, |week| week as f64 + 1.0)
        }
    }
}
