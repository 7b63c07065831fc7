//! What every group of shocks adds to every loss, member by member.
//!
//! In: the parts that an engine found by switching groups off and on again on the same draws. Out: their means,
//! and shares of a mean loss. The parts of a cell add up to its mean change.

use crate::contract::loss::NamedShare;
use crate::stats::quantile::round6;
use linchpin_units::math::mean;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A group of shocks that are switched together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CauseGroup {
    /// What it is called, such as `licences on spare parts`.
    pub cause: String,
    /// The lever it pulls.
    pub lever: String,
    /// The government behind it, by its reader's name; none for events.
    pub government: Option<String>,
    /// Acts behind it, or what happened.
    pub acts: Vec<String>,
    /// Its shocks, by number in the scenario's list.
    pub shocks: Vec<u32>,
    /// Whether the scenario lifts what the baseline has.
    pub lifted: bool,
}

impl CauseGroup {
    /// The group in a few words.
    #[must_use]
    pub fn label(&self) -> String {
        let lifted = if self.lifted { "without " } else { "" };
        match (&self.government, self.acts.first()) {
            (Some(government), _) => format!("{lifted}{} ({government})", self.cause),
            (None, Some(what)) => format!("{lifted}{}: {what}", self.cause),
            (None, None) => format!("{lifted}{}", self.cause),
        }
    }
}

/// The parts of one scenario.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CauseParts {
    /// The groups.
    pub groups: Vec<CauseGroup>,
    /// Which series are taken apart, by position among the run's keys.
    pub keys: Vec<usize>,
    /// Parts as shares of the baseline total, `[member][key][group]`.
    pub values: Vec<f64>,
}

impl CauseParts {
    /// The parts of one key and group over the members.
    pub(crate) fn over_members(&self, key: usize, group: usize) -> impl Iterator<Item = f64> + '_ {
        let (keys, groups) = (self.keys.len(), self.groups.len());
        self.values.iter().skip(key * groups + group).step_by((keys * groups).max(1)).copied()
    }

    /// The sum of the parts of some groups of one key, member by member.
    pub(crate) fn sums<'a>(
        &'a self,
        key: usize,
        of: &'a [usize],
    ) -> impl Iterator<Item = f64> + 'a {
        let (keys, groups) = (self.keys.len(), self.groups.len());
        let members = self.values.len() / (keys * groups).max(1);
        (0..members).map(move |member| {
            let row = &self.values[(member * keys + key) * groups..][..groups];
            of.iter().fold(0.0, |sum, group| sum + row[*group])
        })
    }
}

/// The mean part of one group in one loss.
#[derive(Debug, Clone, PartialEq)]
pub struct MeanPart {
    /// The group in a few words.
    pub name: String,
    /// Mean, a share of the baseline total.
    pub mean: f64,
    /// Standard error of the mean over all groups together.
    pub error_of_total: f64,
}

impl CauseParts {
    /// The mean parts of the series at a position among the run's keys.
    #[must_use]
    pub fn parts_of(&self, series: usize) -> Option<Vec<MeanPart>> {
        let key = self.keys.iter().position(|known| *known == series)?;
        let all: Vec<usize> = (0..self.groups.len()).collect();
        let error_of_total = mean(self.sums(key, &all)).error;
        let part = |(group, of): (usize, &CauseGroup)| MeanPart {
            name: of.label(),
            mean: mean(self.over_members(key, group)).mean,
            error_of_total,
        };
        Some(self.groups.iter().enumerate().map(part).collect())
    }
}

/// Parts as shares of a mean loss, largest first; none where the loss does not exceed twice its Monte
/// Carlo error, so that no share is printed of what may be nothing.
#[must_use]
pub(crate) fn shares(parts: &[MeanPart]) -> Vec<NamedShare> {
    let total = parts.iter().fold(0.0, |sum, part| sum + part.mean);
    let error = parts.first().map_or(0.0, |part| part.error_of_total);
    if total.abs() <= 2.0 * error || total == 0.0 {
        return Vec::new();
    }
    let mut shares: Vec<NamedShare> = parts
        .iter()
        .map(|part| NamedShare { name: part.name.clone(), share: round6(part.mean / total) })
        .filter(|share| share.share != 0.0)
        .collect();
    shares.sort_by(|a, b| b.share.total_cmp(&a.share).then_with(|| a.name.cmp(&b.name)));
    shares
}
