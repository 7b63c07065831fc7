//! What each scenario of a study does to some cells, draw by draw, without keeping a single week: what designs
//! and sweeps of many runs need.

use crate::simulate::Failure;
use crate::staged::Staged;
use linchpin_engine::causes::Job;
use linchpin_engine::seam::Built;
use linchpin_engine::{Draw, Plan, Shock, Watch, distinct};
use linchpin_uncertainty::above;
use linchpin_units::Chance;
use std::ops::ControlFlow;

/// A built engine with the shocks of every scenario over one plan.
pub(crate) struct Changes<'s> {
    built: &'s dyn Built,
    plan: Plan,
    /// Which shocks act: the baseline first.
    acts: Vec<Vec<bool>>,
    keys: Vec<usize>,
}

impl<'s> Changes<'s> {
    /// `staged` begins with the baseline; `keys` are positions among the engine's series.
    pub(crate) fn new(
        built: &'s dyn Built,
        staged: &[Staged<'_>],
        keys: Vec<usize>,
    ) -> Result<Self, Failure> {
        let shocks = distinct(staged.iter().flat_map(|one| one.shocks.iter().cloned()).collect());
        let acts = staged.iter().map(|one| {
            let has = |shock: &Shock| one.shocks.iter().any(|own| own.says_the_same(shock));
            shocks.iter().map(has).collect()
        });
        let acts = acts.collect();
        let plan = Plan::new(&shocks, built.space(), built.calendar())
            .map_err(|error| Failure::Design(error.to_string()))?;
        Ok(Self { built, plan, acts, keys })
    }

    /// Whether a scenario, from 1, differs from the baseline.
    pub(crate) fn differs(&self, scenario: usize) -> bool {
        self.acts[scenario] != self.acts[0]
    }

    /// The change of each cell relative to the baseline, `[draw][scenario][key]` in one row; zero where there was
    /// nothing to lose. `watch` hears of draws; nothing when it asks to stop.
    pub(crate) fn of(&self, draws: &[Draw], watch: &Watch<'_>) -> Option<Vec<f64>> {
        let sides = self.acts.len();
        let job = |member| self.acts.iter().map(move |acts| Job { member, acts: acts.clone() });
        let jobs: Vec<Job> = (0..draws.len()).flat_map(job).collect();
        let tell = |done: u64, _: u64| -> ControlFlow<()> {
            watch(done / sides as u64, draws.len() as u64)
        };
        let sums = self.built.totals(&self.keys, &self.plan, &jobs, draws, &tell)?;
        let mut changes = Vec::with_capacity(draws.len() * (sides - 1) * self.keys.len());
        for own in sums.chunks(sides) {
            for after in &own[1..] {
                for (before, after) in own[0].iter().zip(after.iter()) {
                    changes.push(if *before == 0.0 { 0.0 } else { (after - before) / before });
                }
            }
        }
        Some(changes)
    }
}

/// Runs held in memory at once.
const AT_ONCE: usize = 2048;

/// What runs a design.
pub(crate) struct Runner<'s> {
    pub(crate) built: &'s dyn Built,
    pub(crate) changes: Changes<'s>,
    pub(crate) cells: usize,
    pub(crate) above: Option<f64>,
}

impl Runner<'_> {
    /// The outcomes of runs `0..runs`, by cell: both sides on the same draw.
    pub(crate) fn run(
        &self,
        runs: usize,
        point: &(dyn Fn(usize) -> Vec<f64> + Sync),
        watch: &Watch<'_>,
    ) -> Result<Vec<Vec<f64>>, Failure> {
        let mut outcomes = vec![Vec::with_capacity(runs); self.cells];
        for first in (0..runs).step_by(AT_ONCE) {
            let draw = |run: usize| -> Draw {
                let place = point(run);
                self.built.space().at(|dimension| Chance::of(place[dimension]))
            };
            let draws: Vec<Draw> = (first..(first + AT_ONCE).min(runs)).map(draw).collect();
            let tell = |done: u64, _: u64| watch(first as u64 + done, runs as u64);
            let changes = self.changes.of(&draws, &tell).ok_or(Failure::Stopped)?;
            for row in changes.chunks(self.cells) {
                outcomes.iter_mut().zip(row).for_each(|(own, change)| own.push(-change));
            }
        }
        Ok(match self.above {
            Some(share) => outcomes.iter().map(|own| above(own, share)).collect(),
            None => outcomes,
        })
    }
}
