//! Bands over the ensemble: for every series and week, five quantiles of the value and of the change.
//!
//! A change is taken member by member against the baseline drawn with the same numbers, so its band is
//! the band of the difference, not the difference of bands. Series are summed up side by side; each is
//! independent of the others, so the result does not depend on the number of threads.

use crate::stats::band::Band;
use crate::stats::quantile::{five, round6};
use linchpin_engine::{SeriesKey, Trajectories};
use linchpin_units::Day;
use rayon::prelude::*;

/// Five quantiles for every week.
pub type Quantiles = Vec<[f64; 5]>;

/// One series of one scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesBands {
    /// Mean over members, by week.
    pub mean: Vec<f64>,
    /// Quantiles of the value.
    pub value: Quantiles,
    /// Quantiles of `value / baseline - 1`; none where a baseline value is zero.
    pub change: Option<Quantiles>,
}

/// All series of one scenario, in the order of [`Summary::keys`].
#[derive(Debug, Clone, PartialEq)]
pub struct ScenarioBands {
    /// Scenario id.
    pub id: String,
    /// Bands by series.
    pub series: Vec<SeriesBands>,
}

/// The summary of a run: the baseline first, then every scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// The Monday of each week.
    pub weeks: Vec<Day>,
    /// Which series.
    pub keys: Vec<SeriesKey>,
    /// Members summed up.
    pub members: u32,
    /// Baseline, then scenarios.
    pub scenarios: Vec<ScenarioBands>,
}

/// Weeks gathered at once: one cache line of values.
const TILE: usize = 8;

impl Summary {
    /// Sums up the runs of a study, baseline first; all hold the same weeks, series and members.
    ///
    /// # Panics
    /// When there is no run: a programming error.
    #[must_use]
    pub fn of(runs: &[(&str, &Trajectories)]) -> Self {
        let [(baseline_id, base), others @ ..] = runs else { panic!("a run holds a baseline") };
        let keys = 0..base.keys.len();
        let baseline: Vec<SeriesBands> =
            keys.clone().into_par_iter().map(|key| own_bands(base, key)).collect();
        let mut scenarios = Vec::with_capacity(runs.len());
        for (id, own) in others {
            let bands = keys.clone().into_par_iter().map(|key| {
                if untouched(base, own, key) {
                    let none = vec![[0.0; 5]; base.weeks.len()];
                    let change = baseline[key].change.as_ref().map(|_| none);
                    return SeriesBands { change, ..baseline[key].clone() };
                }
                let change = baseline[key].change.is_some().then(|| {
                    by_week(base.weeks.len(), base.members.len(), |member, week| {
                        own.series(member, key)[week] / base.series(member, key)[week] - 1.0
                    })
                    .1
                });
                SeriesBands { change, ..own_bands(own, key) }
            });
            scenarios.push(ScenarioBands { id: (*id).to_owned(), series: bands.collect() });
        }
        scenarios.insert(0, ScenarioBands { id: (*baseline_id).to_owned(), series: baseline });
        Self {
            weeks: base.weeks.clone(),
            keys: base.keys.clone(),
            members: u32::try_from(base.members.len()).unwrap_or(u32::MAX),
            scenarios,
        }
    }

    /// The bands of one series of one scenario.
    #[must_use]
    pub fn find(&self, scenario: &str, key: &SeriesKey) -> Option<&SeriesBands> {
        let at = self.keys.iter().position(|known| known == key)?;
        let scenario = self.scenarios.iter().find(|known| known.id == scenario)?;
        scenario.series.get(at)
    }
}

/// Bands of a series against itself: the change is zero, and absent where a value is zero.
fn own_bands(own: &Trajectories, key: usize) -> SeriesBands {
    let (mean, value) =
        by_week(own.weeks.len(), own.members.len(), |member, week| own.series(member, key)[week]);
    let zero = (0..own.members.len()).any(|member| own.series(member, key).contains(&0.0));
    let change = (!zero).then(|| vec![[0.0; 5]; own.weeks.len()]);
    SeriesBands { mean, value, change }
}

/// Whether a scenario left a series as it was, in every member.
fn untouched(base: &Trajectories, own: &Trajectories, key: usize) -> bool {
    (0..base.members.len()).all(|member| base.series(member, key) == own.series(member, key))
}

/// Mean and quantiles over members for every week, gathering several weeks at once because a
/// member's weeks stand side by side and the members far apart.
fn by_week(
    weeks: usize,
    members: usize,
    value: impl Fn(usize, usize) -> f64,
) -> (Vec<f64>, Quantiles) {
    let mut mean = Vec::with_capacity(weeks);
    let mut quantiles = Vec::with_capacity(weeks);
    let mut columns = vec![Vec::with_capacity(members); TILE.min(weeks)];
    for first in (0..weeks).step_by(TILE) {
        let held = TILE.min(weeks - first);
        columns.iter_mut().for_each(Vec::clear);
        for member in 0..members {
            for (offset, column) in columns.iter_mut().take(held).enumerate() {
                column.push(value(member, first + offset));
            }
        }
        for column in columns.iter_mut().take(held) {
            // Summed in member order, before the selection reorders the column.
            mean.push(column.iter().sum::<f64>() / members as f64);
            quantiles.push(five(column));
        }
    }
    (mean, quantiles)
}

/// A band as reports hold it: by quantile instead of by week, rounded to six digits.
#[must_use]
pub fn band(quantiles: &[[f64; 5]]) -> Band {
    let pick = |level: usize| quantiles.iter().map(|week| round6(week[level])).collect();
    Band { p05: pick(0), p25: pick(1), p50: pick(2), p75: pick(3), p95: pick(4) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::run;
    use linchpin_engine::{Level, Variable};

    #[test]
    fn bands_are_ordered_and_changes_are_paired() {
        let run = run(33);
        let summary = Summary::of(&run.trajectories());
        for scenario in &summary.scenarios {
            for series in &scenario.series {
                assert!(series.value.iter().all(|week| week.is_sorted()));
                assert!(series.change.iter().flatten().all(|week| week.is_sorted()));
            }
        }
        // The sample cuts the same share from every member, so the paired change has no width.
        let dram = linchpin_units::id::literal("product:dram");
        let key = SeriesKey::new(Level::Site, "site:b", Some(&dram), Variable::Output);
        let bands = summary.find("cut", &key).expect("a series");
        let last = bands.change.as_ref().expect("a change").last().expect("a week");
        assert!(last[4] - last[0] < 1e-12 && last[2] < -0.1, "{last:?}");
        let value = bands.value.last().expect("a week");
        assert!(value[4] - value[0] > 1.0, "the value itself varies: {value:?}");
    }

    #[test]
    fn threads_do_not_change_a_bit() {
        let run = run(20);
        let on = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
            pool.expect("a pool").install(|| Summary::of(&run.trajectories()))
        };
        assert_eq!(on(1), on(3));
    }
}
