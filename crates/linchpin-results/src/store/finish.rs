//! From a finished simulation to everything a reader may ask: report, tables, digest.
//!
//! Invariant: equal inputs give equal bytes, whatever the number of threads and however the members were
//! split before they were merged. The digest covers tables and report, not the program's version, the
//! command line or the citation.

use crate::contract::card::Card;
use crate::contract::decompose::decompose;
use crate::contract::headline::{answer, headline, influences};
use crate::contract::input::{InputError, RunInput};
use crate::contract::losses::{losses, totals};
use crate::contract::pick::pick;
use crate::contract::record::{Head, MemberSpan, RECORD_SCHEMA, Record};
use crate::contract::report::{Report, Run, SCHEMA, Scenario};
use crate::contract::shares::shares;
use crate::contract::waterfall::{key_of, members_at_levels, waterfalls};
use crate::contract::{capacity, governments};
use crate::stats::summary::Summary;
use crate::store::table::Table;
use crate::store::{outcomes, pairs, tables};
use linchpin_engine::VariableForm;
use std::collections::BTreeMap;
use std::ops::Range;

/// Which members a run folder holds week by week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Those at the quantiles of the headline's outcome: enough to look at.
    Few,
    /// All: the run is a shard, to be merged.
    All,
}

/// A run summed up and ready to be written or shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Finished {
    /// What `run.json` holds.
    pub record: Record,
    /// The whole report, series included.
    pub report: Report,
    /// The bands.
    pub summary: Summary,
    /// The tables of the run folder.
    pub tables: Vec<Table>,
}

/// Sums up a run.
///
/// # Errors
/// [`InputError`] when its parts do not fit together or a number is not finite.
pub fn finish(run: &RunInput, keep: Keep) -> Result<Finished, InputError> {
    run.check()?;
    let summary = Summary::of(&run.trajectories());
    let mut report = report(run);
    let kept: Vec<usize> = match keep {
        Keep::All => (0..run.members()).collect(),
        Keep::Few => tracked(run, &report),
    };
    let first = run.baseline.trajectories.members.start;
    let numbers: Vec<u32> =
        kept.iter().filter_map(|at| Some(first + u32::try_from(*at).ok()?)).collect();
    let mut tables = vec![
        tables::series(run, &kept),
        tables::summary(&summary),
        tables::binding(run, &numbers),
        tables::draws(run),
        outcomes::table(run, &report.losses),
        pairs::table(run, &report.losses),
        tables::sources(&report, &run.scenarios),
    ];
    tables.extend(run.spillover.as_ref().map(crate::store::spillover::table));
    tables.extend(super::carried::table(&run.carried));
    if keep == Keep::All {
        tables.extend(crate::store::parts::table(run));
    }
    if keep == Keep::All {
        report.run.reproduce = shard_command(&report.run, &run.baseline.trajectories.members);
    }
    let mut record = Record {
        schema: RECORD_SCHEMA.to_owned(),
        members: MemberSpan { from: first, until: run.baseline.trajectories.members.end },
        shard: keep == Keep::All,
        report: report.clone(),
        heads: run.all().map(head).collect(),
        headline: run.headline.clone(),
        about_capacity: run.about_capacity,
        places: run.places.clone(),
        names: run.names.clone(),
        related: run.related.clone(),
        vocabulary: vocabulary(run),
        tables: tables.iter().map(|table| (table.name.to_owned(), table.digest())).collect(),
        files: BTreeMap::new(),
        seal: None,
    };
    let digest = record.digest().to_string();
    record.report.run.digest.clone_from(&digest);
    report.run.digest = digest;
    report.series = pick(&run.names, &summary);
    Ok(Finished { record, report, summary, tables })
}

/// The card of one scenario, as the report of the run shows it, without the tables and the digest that only a stored
/// run needs; none for a scenario that was not run.
///
/// # Errors
/// [`InputError`] when its parts do not fit together or a number is not finite.
pub fn card(run: &RunInput, scenario: &str) -> Result<Option<Card>, InputError> {
    run.check()?;
    if run.scenarios.iter().all(|one| one.id != scenario) {
        return Ok(None);
    }
    let mut card = answer(run, &losses(run), &capacity::tables(run), scenario);
    card.speak();
    Ok(Some(card))
}

/// The words of the run's series that are an engine's own.
fn vocabulary(run: &RunInput) -> Vec<VariableForm> {
    let keys = run.baseline.trajectories.keys.iter();
    let own = keys.map(|key| key.variable).filter(|variable| variable.is_declared());
    let mut forms: Vec<VariableForm> = own.map(linchpin_engine::Variable::form).collect();
    forms.sort_by(|a, b| a.name.cmp(&b.name));
    forms.dedup();
    forms
}

fn head(run: &crate::contract::input::ScenarioRun) -> Head {
    Head {
        id: run.id.clone(),
        title: run.title.clone(),
        summary: run.summary.clone(),
        shocks: run.shocks.clone(),
        groups: run.parts.as_ref().map(|parts| parts.groups.clone()).unwrap_or_default(),
    }
}

/// The command that makes a shard again; `merge` turns it back into that of the whole.
fn shard_command(run: &Run, members: &Range<u32>) -> String {
    let (whole, part) = (whole_span(run.members), shard_span(members, run.members));
    run.reproduce.replacen(&whole, &part, 1)
}

fn whole_span(all: u32) -> String {
    format!(" --members {all} ")
}

fn shard_span(members: &Range<u32>, all: u32) -> String {
    format!(" --members {}..{} --of {all} ", members.start, members.end)
}

/// The command that makes the whole again of which a shard holds `members`.
pub(crate) fn whole_command(run: &Run, members: &Range<u32>) -> String {
    run.reproduce.replacen(&shard_span(members, run.members), &whole_span(run.members), 1)
}

/// The report without its weekly series.
fn report(run: &RunInput) -> Report {
    let losses = losses(run);
    let (shares, concentration) = shares(run);
    let capacity = capacity::tables(run);
    let headline = headline(run, &losses, &capacity);
    let scenarios = run.scenarios.iter().map(|scenario| {
        let card = answer(run, &losses, &capacity, &scenario.id);
        Scenario {
            id: scenario.id.clone(),
            title: scenario.title.clone(),
            summary: scenario.summary.clone(),
            answer: card.sentence.clone(),
            card: Some(card),
        }
    });
    let attribution = crate::contract::attribution::attributions(run);
    let mut report = Report {
        schema: SCHEMA.to_owned(),
        study: run.study.clone(),
        run: run.manifest.clone(),
        headline,
        scenarios: scenarios.collect(),
        dates: run.dates.clone(),
        weeks: match run.is_settled() {
            true => Vec::new(),
            false => run.baseline.trajectories.weeks.iter().map(ToString::to_string).collect(),
        },
        series: Vec::new(),
        capacity: capacity.clone(),
        governments: governments::tables(&losses, &attribution, |id| run.name(id)),
        attribution,
        waterfall: waterfalls(run, &losses),
        losses,
        shares,
        concentration,
        decomposition: decompose(run),
        curve: run.curves.clone(),
        inputs: run.inputs.clone(),
        assumptions: run.assumptions.clone(),
        observed: run.observed.clone(),
        kinds: run.kinds.clone(),
        unsaid: run.unsaid.clone(),
        not_modelled: run.not_modelled.clone(),
        spillover: run.spillover.clone(),
        ladder: run.ladder.clone(),
        amounts: Vec::new(),
    };
    report.dates.sort_by(|a, b| (&a.date, &a.label).cmp(&(&b.date, &b.label)));
    let outcome = outcome(run, &report);
    for (row, influence) in report.assumptions.iter_mut().zip(influences(run, &outcome)) {
        row.influence = influence;
    }
    report
}

/// The headline's relative change in every member; nothing varies when there is no headline.
fn outcome(run: &RunInput, report: &Report) -> Vec<f64> {
    let row = report.losses.iter().find(|loss| loss.cell == report.headline.cell);
    let found = row.and_then(|loss| {
        let scenario = run.scenarios.iter().find(|scenario| scenario.id == loss.scenario)?;
        Some(totals(run, scenario, key_of(&run.baseline.trajectories, loss)?))
    });
    found.map_or_else(
        || vec![0.0; run.members()],
        |totals| totals.iter().map(crate::contract::losses::Total::change).collect(),
    )
}

/// Members at the quantiles of the headline's outcome, each once, in order.
fn tracked(run: &RunInput, report: &Report) -> Vec<usize> {
    let mut members = members_at_levels(&outcome(run, report)).to_vec();
    members.sort_unstable();
    members.dedup();
    members
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::run;

    /// A card that is told alone is that of the report; a scenario that was not run has none.
    #[test]
    fn a_card_alone_is_that_of_the_report() {
        let mut run = run(21);
        let whole = finish(&run, Keep::Few).expect("a run");
        let report = whole.report.named(&whole.record.names);
        assert_eq!(report.scenarios.len(), 2);
        for one in report.scenarios {
            assert_eq!(card(&run, &one.id).expect("a run"), one.card, "{}", one.id);
            assert!(one.card.is_some());
        }
        assert_eq!(card(&run, "no-such-scenario").expect("a run"), None);
        run.baseline.trajectories.members.end += 1;
        assert!(card(&run, "cut").is_err(), "the parts do not fit together");
    }
}
