//! A scenario held open, so that one value or one day after the other can be tried on it.
//!
//! In: a bundled study and one of its scenarios. Out: its run with an assumption set or a day moved, to the last bit the
//! run that reads everything anew. Reading and asking the law takes most of the time of a run with few draws, and neither
//! is done twice: an assumption moves no law, and a day that of the scenario alone.

use crate::bundled::unknown_study;
use crate::folder::{Files, bundled_files};
use crate::moved_day::{MovableDay, movable, moved};
use crate::simulate::Failure;
use crate::staged::Staged;
use crate::study::{Options, Study};
use crate::study_read::reread;
use linchpin_engine::{Shock, unwatched};
use linchpin_policy::Rulebook;
use linchpin_results::RunInput;
use linchpin_units::{Day, Findings};
use std::sync::Arc;

/// What the law says to a scenario.
#[derive(Debug)]
struct Laid {
    rulebook: Arc<Rulebook>,
    shocks: Vec<Shock>,
}

impl From<&Staged<'_>> for Laid {
    fn from(staged: &Staged<'_>) -> Self {
        Self { rulebook: Arc::clone(&staged.rulebook), shocks: staged.shocks.clone() }
    }
}

/// A study with one of its scenarios, read once and asked of the law once.
#[derive(Debug)]
pub struct Held {
    files: Files,
    study: Study,
    at: usize,
    days: Vec<MovableDay>,
    baseline: Laid,
    own: Laid,
}

impl Held {
    /// Opens a scenario of a bundled study. Its loss curve, which has runs of its own, is left out.
    ///
    /// # Errors
    /// As [`Study::load`] and [`Study::run`].
    pub fn open(id: &str, scenario: &str, options: &Options) -> Result<Self, Failure> {
        let files = bundled_files(id).ok_or_else(|| Findings::from(unknown_study(id)))?;
        let mut study = Study::load(id, options)?;
        study.curve = None;
        let staged = study.stage(Some(scenario))?;
        let [baseline, own] = [0, 1].map(|one| Laid::from(&staged[one]));
        let at = study.scenarios.iter().position(|one| one.id == scenario).unwrap_or_default();
        let days = movable(&files, scenario);
        Ok(Self { files, study, at, days, baseline, own })
    }

    /// Whether it is this scenario of this study, with this seed.
    #[must_use]
    pub fn is(&self, id: &str, scenario: &str, seed: Option<u64>) -> bool {
        let own = (self.study.id.as_str(), self.study.scenarios[self.at].id.as_str());
        own == (id, scenario) && self.study.given.seed == seed
    }

    /// The days of the scenario that may be moved.
    #[must_use]
    pub fn days(&self) -> &[MovableDay] {
        &self.days
    }

    /// The run with a parameter set in a line, as `--set` does.
    ///
    /// # Errors
    /// As [`Study::set_to`] and [`Study::run`].
    pub fn with_value(&mut self, written: &str) -> Result<RunInput, Failure> {
        let before = (self.study.set.clone(), self.study.given.set.clone());
        let ran = self.study.set_to(written).map_err(Failure::from).and_then(|()| {
            let own = &self.study.scenarios[self.at];
            self.study.run_staged(&[self.baseline(), staged(&self.own, own)], &unwatched)
        });
        (self.study.set, self.study.given.set) = before;
        ran
    }

    /// The run with one day of the scenario moved, wherever it stands in the scenario and in its own acts.
    ///
    /// # Errors
    /// What is wrong with the scenario then, and as [`Study::run`].
    pub fn with_day(&self, day: Day, to: Day) -> Result<RunInput, Failure> {
        let name = &self.study.scenarios[self.at].id;
        let scenario = reread(&self.study, &moved(&self.files, name, day, to), name)?;
        let own = self.study.stage_one(&scenario)?;
        self.study.run_staged(&[self.baseline(), own], &unwatched)
    }

    fn baseline(&self) -> Staged<'_> {
        staged(&self.baseline, &self.study.baseline)
    }
}

fn staged<'s>(laid: &Laid, scenario: &'s crate::study::Scenario) -> Staged<'s> {
    Staged { scenario, rulebook: Arc::clone(&laid.rulebook), shocks: laid.shocks.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn few() -> Options {
        Options { members: Some(4), without_causes: true, ..Options::default() }
    }

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    /// One value after the other, and a day between them, are each the run that reads everything anew.
    #[test]
    fn what_is_tried_is_the_run_that_reads_everything_anew() {
        let (id, scenario) = ("yearly-approvals", "renewal-gap");
        let mut held = Held::open(id, scenario, &few()).expect("opened");
        let anew = |line: &str| {
            let options = Options { set: vec![line.to_owned()], ..few() };
            let mut study = Study::load(id, &options).expect("bundled");
            study.curve = None;
            study.run(Some(scenario), &unwatched).expect("runs")
        };
        let tried = |held: &mut Held, line: &str| held.with_value(line).expect("runs");
        assert_eq!(tried(&mut held, "spares-stock=20"), anew("spares-stock=20"));
        let (from, to) = (day("2027-04-30"), day("2027-10-04"));
        let files = moved(&bundled_files(id).expect("bundled"), scenario, from, to);
        let mut study = Study::of_files(id, &files, &few()).expect("read");
        study.curve = None;
        let whole = study.run(Some(scenario), &unwatched).expect("runs");
        assert_eq!(held.with_day(from, to).expect("runs"), whole, "no value is left behind");
        assert_eq!(tried(&mut held, "spares-stock=6"), anew("spares-stock=6"));
    }

    #[test]
    fn what_is_held_is_known_by_study_scenario_and_seed() {
        let held = Held::open("electronics-stop", "memory-two-weeks", &few()).expect("opened");
        assert!(held.is("electronics-stop", "memory-two-weeks", None));
        assert!(!held.is("electronics-stop", "memory-two-weeks", Some(7)));
        assert!(!held.is("electronics-stop", "no-such-scenario", None));
        assert_eq!(held.days(), movable(&held.files, "memory-two-weeks"));
        let unknown = Held::open("electronics-stop", "no-such-scenario", &few());
        assert!(matches!(unknown, Err(Failure::Input(_))));
    }
}
