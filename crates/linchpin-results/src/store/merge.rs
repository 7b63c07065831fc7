//! Shards into the whole: the members of several run folders, joined end to end.
//!
//! Each shard was made by `linchpin run --members a..b` and holds all its members week by week. The merged
//! run is summed up anew from all of them, so its digest equals that of a run in one piece.

use crate::contract::input::{BASELINE, Parameters, RunInput, ScenarioRun};
use crate::contract::record::Record;
use crate::store::error::StoreError;
use crate::store::finish::whole_command;
use crate::store::load::StoredRun;
use crate::store::{parts, tables};
use linchpin_engine::{Binding, JoinError};

/// Shards that cannot be merged.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// Nothing was given.
    #[error("no runs were given to merge")]
    Nothing,
    /// A run does not hold all its members.
    #[error(
        "{folder} keeps only a few members; only runs made with `--members a..b` can be merged"
    )]
    NoShard {
        /// Which run.
        folder: String,
    },
    /// A run is of another question.
    #[error("{folder} differs from the first run in its {what}")]
    Other {
        /// Which run.
        folder: String,
        /// Study, seed, world, policy, scenarios or inputs.
        what: &'static str,
    },
    /// Members are missing or told twice.
    #[error(transparent)]
    Join(#[from] JoinError),
    /// A run cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Joins shards, in any order, into one run.
///
/// # Errors
/// [`MergeError`] when they are no shards of one run or do not meet end to end.
pub fn merge(mut shards: Vec<StoredRun>) -> Result<RunInput, MergeError> {
    shards.sort_by_key(|shard| shard.record.members.from);
    let mut parts = shards.iter();
    let first = parts.next().ok_or(MergeError::Nothing)?;
    let mut whole = read(first)?;
    for shard in parts {
        if let Some(what) = difference(&first.record, &shard.record) {
            return Err(MergeError::Other { folder: shard.folder.display().to_string(), what });
        }
        whole = join(whole, read(shard)?)?;
    }
    whole.manifest.members = u32::try_from(whole.members()).unwrap_or(u32::MAX);
    Ok(whole)
}

fn difference(a: &Record, b: &Record) -> Option<&'static str> {
    let (one, other) = (&a.report, &b.report);
    let (run, that) = (&one.run, &other.run);
    let checks = [
        ("study", one.study == other.study),
        ("engine", run.engine == that.engine),
        ("seed", run.seed == that.seed),
        ("design", run.design == that.design),
        ("horizon", (&run.from, &run.until) == (&that.from, &that.until)),
        ("date of knowledge", run.known == that.known),
        ("world", run.world == that.world),
        ("policy", run.policy == that.policy),
        ("scenarios", a.heads == b.heads),
        ("inputs", one.inputs == other.inputs),
    ];
    checks.into_iter().find(|(_, same)| !same).map(|(what, _)| what)
}

/// A shard as it was before it was summed up.
fn read(shard: &StoredRun) -> Result<RunInput, MergeError> {
    let record = &shard.record;
    if !record.shard {
        return Err(MergeError::NoShard { folder: shard.folder.display().to_string() });
    }
    let series = shard.table(tables::series_form())?;
    let bindings = shard.bindings(true)?;
    let members = record.members.from..record.members.until;
    let kept = record.tables.contains_key(parts::NAME);
    let kept = if kept { shard.table(parts::form())? } else { parts::form() };
    let mut runs = Vec::with_capacity(record.heads.len());
    for head in &record.heads {
        let own = bindings.iter().filter(|(scenario, _)| *scenario == head.id);
        let trajectories = tables::trajectories(&series, &head.id, members.clone())?;
        let parts = parts::read(&kept, &head.id, &head.groups, &trajectories.keys, &members)?;
        runs.push(ScenarioRun {
            id: head.id.clone(),
            title: head.title.clone(),
            summary: head.summary.clone(),
            trajectories,
            bindings: own.map(|(_, binding): &(String, Binding)| binding.clone()).collect(),
            shocks: head.shocks.clone(),
            parts,
        });
    }
    let baseline = runs.iter().position(|run| run.id == BASELINE);
    let baseline = runs.remove(baseline.ok_or_else(|| StoreError::Form {
        file: shard.folder.display().to_string(),
        what: "the run has no baseline".to_owned(),
    })?);
    let mut report = record.report.clone();
    report.run.reproduce = whole_command(&report.run, &members);
    Ok(RunInput {
        study: report.study,
        manifest: report.run,
        headline: record.headline.clone(),
        baseline,
        scenarios: runs,
        parameters: parameters(shard)?,
        dates: report.dates,
        inputs: report.inputs,
        assumptions: report.assumptions,
        observed: report.observed,
        curves: report.curve,
        kinds: report.kinds,
        unsaid: report.unsaid,
        not_modelled: report.not_modelled,
        spillover: None,
        carried: shard.carried()?,
        ladder: report.ladder,
        about_capacity: record.about_capacity,
        places: record.places.clone(),
        names: record.names.clone(),
        related: record.related.clone(),
    })
}

fn parameters(shard: &StoredRun) -> Result<Parameters, StoreError> {
    let table = shard.table(tables::draws_form())?;
    let mut parameters = Parameters::default();
    let mut member = None;
    for row in 0..table.len() {
        if table.count("member", row) != member {
            member = table.count("member", row);
            parameters.draws.push(Vec::new());
        }
        if parameters.draws.len() == 1 {
            parameters.ids.extend(table.text("parameter", row).map(str::to_owned));
        }
        let value = table.number("value", row).unwrap_or(f64::NAN);
        parameters.draws.last_mut().into_iter().for_each(|draw| draw.push(value));
    }
    Ok(parameters)
}

fn join(mut whole: RunInput, part: RunInput) -> Result<RunInput, MergeError> {
    let glue = |run: ScenarioRun, next: ScenarioRun| -> Result<ScenarioRun, JoinError> {
        let mut bindings = run.bindings;
        bindings.extend(next.bindings);
        let trajectories = run.trajectories.join(next.trajectories)?;
        let parts = run.parts.zip(next.parts).map(|(mut whole, next)| {
            whole.values.extend(next.values);
            whole
        });
        Ok(ScenarioRun { trajectories, bindings, parts, ..next })
    };
    whole.baseline = glue(whole.baseline, part.baseline)?;
    let pairs = whole.scenarios.into_iter().zip(part.scenarios);
    whole.scenarios = pairs.map(|(run, next)| glue(run, next)).collect::<Result<_, _>>()?;
    whole.parameters.draws.extend(part.parameters.draws);
    Ok(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Keep, finish, sample, store};
    use proptest::prelude::*;
    use std::ops::Range;
    use std::path::Path;

    fn write(root: &Path, members: Range<u32>, whole: u32, keep: Keep) -> StoredRun {
        let finished = finish(&sample::shard(members, whole), keep).expect("a shard");
        let folder = store::write(root, None, &finished, "").expect("written");
        StoredRun::open(&folder).expect("opened")
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]
        #[test]
        fn shards_merge_to_the_whole(cuts in prop::collection::btree_set(1..12u32, 0..4)) {
            let root = tempfile::tempdir().unwrap();
            let mut ends: Vec<u32> = cuts.into_iter().collect();
            ends.push(12);
            let mut from = 0;
            let mut shards = Vec::new();
            for end in ends {
                shards.push(write(root.path(), from..end, 12, Keep::All));
                from = end;
            }
            shards.reverse();
            let merged = finish(&merge(shards).unwrap(), Keep::Few).unwrap();
            let whole = finish(&sample::run(12), Keep::Few).unwrap();
            prop_assert_eq!(&merged.report.run.reproduce, "linchpin run sample --members 12 --seed 7");
            prop_assert_eq!(&merged.record.report.run.digest, &whole.record.report.run.digest);
            prop_assert_eq!(merged, whole);
        }
    }

    #[test]
    fn the_command_of_a_shard_makes_the_shard() {
        let root = tempfile::tempdir().expect("a folder");
        let part = write(root.path(), 3..9, 12, Keep::All);
        let command = &part.record.report.run.reproduce;
        assert_eq!(command, "linchpin run sample --members 3..9 --of 12 --seed 7");
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let root = tempfile::tempdir().expect("a folder");
        let part = |members| write(root.path(), members, 9, Keep::All);
        assert!(matches!(
            merge(vec![part(0..3), part(4..9)]),
            Err(MergeError::Join(JoinError::Members { end: 3, start: 4 }))
        ));
        let few = write(root.path(), 3..9, 9, Keep::Few);
        assert!(matches!(merge(vec![part(0..3), few]), Err(MergeError::NoShard { .. })));
        let mut other = part(3..9);
        other.record.report.run.seed += 1;
        assert!(matches!(
            merge(vec![part(0..3), other]),
            Err(MergeError::Other { what: "seed", .. })
        ));
        assert!(matches!(merge(Vec::new()), Err(MergeError::Nothing)));
    }
}
