//! Why is this number? A tree from a result down to acts, assumptions, inputs and who says so.
//!
//! In comes a stored run and a cell; out comes number -> causes -> shocks -> decision -> act and citation
//! -> assumption with range and influence, then the inputs the number rests on with rival accounts.
//! Every branch ends in a named source, a named assumption, or says that the market did it.

use crate::contract::attribution::{Attribution, GovernmentPart};
use crate::contract::causes::{CauseShare, CauseTable, belongs, rests_on, seller};
use crate::contract::cell::{Asked, CellError, find};
use crate::contract::figures::{
    Told, chance, number, percent_plain, plural, points_signed, quantity, signed_number, stated,
};
use crate::contract::input::{ShockRow, name_of};
use crate::contract::language::Language;
use crate::contract::loss::label;
use crate::contract::losses::{falls_are_losses, is_sold};
use crate::contract::phrase::told;
pub use crate::contract::reason::{Node, Reason};
use crate::contract::record::Record;
use crate::contract::report::{AssumptionRow, InputRow, Loss, Spread};
use crate::contract::sentence::settled;
use crate::contract::why::Why;
use crate::contract::words;
use crate::faces::named::{input_node, scenario};
use crate::faces::stated::same_shocks;
use crate::store::error::StoreError;
use crate::store::load::StoredRun;
use linchpin_engine::{Binding, Cause};
use linchpin_units::finding::nearest;
use std::collections::BTreeSet;

/// A number that cannot be explained.
#[derive(Debug, thiserror::Error)]
pub enum ExplainError {
    /// The cell means nothing.
    #[error(transparent)]
    Cell(#[from] CellError),
    /// The run cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Explains a cell of a stored run; the headline's when none is named.
///
/// # Errors
/// [`ExplainError`] when the cell is unknown or the run cannot be read.
pub fn explain(run: &StoredRun, cell: Option<&str>) -> Result<Node, ExplainError> {
    explain_in(run, cell, Language::En)
}

/// As [`explain`], in a language.
///
/// # Errors
/// As [`explain`].
pub fn explain_in(
    run: &StoredRun,
    cell: Option<&str>,
    tongue: Language,
) -> Result<Node, ExplainError> {
    let report = &run.record.report;
    let cell = cell.unwrap_or(&report.headline.cell);
    if cell.starts_with(crate::contract::spillover::PREFIX) {
        return Ok(beyond(&run.record, cell, tongue)?);
    }
    let asked = find(&report.losses, report.weeks.len(), cell)?;
    let means: Vec<Binding> = run
        .bindings(false)?
        .into_iter()
        .filter(|(scenario, _)| *scenario == asked.loss.scenario)
        .map(|(_, binding)| binding)
        .collect();
    let week = match asked.week {
        Some(week) => Some(week_text(run, &asked, week, tongue)?),
        None => None,
    };
    let last = added_last(run, asked.loss, tongue)?;
    let mut found = tree((&run.record, tongue), asked.loss, (&means, &last), week);
    super::carried::add((run, tongue), &asked.loss.cell, &mut found)?;
    Ok(found)
}

/// What each group of shocks does when it is added last, by its position among the parts: told where the run has
/// the scenario without it, so that `compare` of the two says the same. The part of the explanation is the mean
/// over all orders in which measures may be added, and so another number where measures work through each other.
fn added_last(
    run: &StoredRun,
    loss: &Loss,
    tongue: Language,
) -> Result<Vec<(usize, String)>, StoreError> {
    let (record, report) = (&run.record, &run.record.report);
    let head = |id: &str| record.heads.iter().find(|head| head.id == id);
    let attribution = report.attribution.iter().find(|one| one.cell == loss.cell);
    let Some((own, attribution)) = head(&loss.scenario).zip(attribution) else {
        return Ok(Vec::new());
    };
    let Some(outcomes) = run.outcomes()? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for (at, part) in
        attribution.parts.iter().enumerate().filter(|(_, part)| !part.shocks.is_empty())
    {
        let rest = own.shocks.iter().filter(|shock| !part.shocks.contains(&shock.id));
        let rest: Vec<ShockRow> = rest.cloned().collect();
        let without = record.heads.iter().find(|head| {
            head.id != loss.scenario && same_shocks(record, rest.clone(), head.shocks.clone())
        });
        let Some(without) = without else { continue };
        let subject = loss.cell.split_once('/').map_or("", |(_, subject)| subject);
        let changes = outcomes.change(&loss.cell);
        let Some((with, then)) = changes.zip(outcomes.change(&format!("{}/{subject}", without.id)))
        else {
            continue;
        };
        let gap = |(with, without): (&f64, &f64)| 100.0 * (with - without);
        let mean = with.iter().zip(then).map(gap).sum::<f64>() / with.len().max(1) as f64;
        found.push((at, Why::AddedLast.say(tongue, &[&without.id, &points_signed(mean)])));
    }
    Ok(found)
}

/// A cell of the spillover table.
fn beyond(record: &Record, cell: &str, tongue: Language) -> Result<Node, CellError> {
    let found = record.report.spillover.as_ref().and_then(|spillover| {
        spillover.rows.iter().find(|row| row.cell == cell).map(|row| (spillover, row))
    });
    let Some((spillover, row)) = found else {
        let rows = record.report.spillover.iter().flat_map(|spillover| &spillover.rows);
        let near = nearest(cell, rows.map(|row| row.cell.as_str())).map(str::to_owned);
        return Err(CellError::Unknown { asked: cell.to_owned(), nearest: near });
    };
    let head = record.heads.iter().find(|head| head.id == row.scenario);
    let shocks = head.map_or(&[][..], |head| head.shocks.as_slice());
    let hit = shocks.iter().map(|shock| shock_node((record, tongue), shock, None)).collect();
    Ok(crate::faces::spillover::explain((record, tongue), row, spillover, hit))
}

/// The change in one week, from the summary.
fn week_text(
    run: &StoredRun,
    asked: &Asked<'_>,
    week: usize,
    tongue: Language,
) -> Result<String, StoreError> {
    let summary = run.summary()?;
    let loss = asked.loss;
    let key = summary.keys.iter().find(|key| {
        key.entity == loss.entity
            && key.product.as_deref() == loss.product.as_deref()
            && key.variable.as_str() == loss.measure
            && key.level.as_str() == loss.level
    });
    let bands = key.and_then(|key| summary.find(&loss.scenario, key));
    let change = bands.and_then(|bands| bands.change.as_ref()).map(|change| change[week - 1]);
    let change = change.map_or_else(
        || Why::NoChange.say(tongue, &[]),
        |[p05, _, p50, _, p95]| {
            let said = Told::of(summary.members).percent_spread(&Spread { p05, p50, p95 });
            words::figure(&said.to_string(), tongue)
        },
    );
    Ok(Why::InWeek.say(tongue, &[&week.to_string(), &summary.weeks[week - 1].to_string(), &change]))
}

/// A run's record, and the language in which it is explained.
pub(crate) type Telling<'r> = (&'r Record, Language);

fn tree(
    telling: Telling<'_>,
    loss: &Loss,
    (means, last): (&[Binding], &[(usize, String)]),
    week: Option<String>,
) -> Node {
    let (record, tongue) = telling;
    let report = &record.report;
    let note = (Reason::Note, tongue);
    let head = record.heads.iter().find(|head| head.id == loss.scenario);
    let shocks = head.map_or(&[][..], |head| head.shocks.as_slice());
    let table = CauseTable::of(means);
    let product = loss.product.as_deref();
    let causes = if is_sold(&loss.level, &loss.measure) {
        table.causes_of_sales(&loss.entity, product, &record.related)
    } else {
        table.causes(&loss.entity, product, &record.related)
    };
    let mut because: Vec<Node> =
        week.into_iter().map(|text| Node::new(Reason::Note, text, Vec::new())).collect();
    let priced = !falls_are_losses(&loss.measure);
    let changed =
        loss.probability > 0.0 || loss.change.p05 < 0.0 || (priced && loss.change.p95 > 0.0);
    let attribution = report.attribution.iter().find(|one| one.cell == loss.cell);
    if let Some(attribution) = attribution {
        because.extend(attributed(telling, &loss.entity, (attribution, last), shocks));
        because.extend(channels(telling, &causes).filter(|_| changed));
    } else {
        if changed && !causes.is_empty() {
            because.push(Why::NotTakenApart.node(note, &[], Vec::new()));
            because.extend(causes.iter().map(|cause| cause_node(telling, cause, shocks)));
        }
        if causes.is_empty() {
            because.push(Why::NothingBound.node(note, &[], Vec::new()));
        }
    }
    because.extend(inputs(telling, loss, &causes, shocks));
    because.extend(leading_assumptions(report.assumptions.as_slice(), tongue));
    Node::new(Reason::Number, headline(telling, loss, priced), because)
}

/// The number itself, in words.
fn headline((record, tongue): Telling<'_>, loss: &Loss, priced: bool) -> String {
    let report = &record.report;
    // Comparative statics are dated by their horizon, not by the study's last day.
    let by = match report.weeks.len() {
        0 => settled(loss.horizon, tongue).to_owned(),
        _ => Why::By.say(tongue, &[&report.run.until]),
    };
    let change = Told::of(record.members.until - record.members.from).percent_spread(&loss.change);
    let (change, part, until) = (change.to_string(), chance(loss.probability), &report.run.until);
    let said = if priced {
        let (weeks, mean) = (plural(report.weeks.len(), "week"), number(loss.baseline));
        Why::Priced.say(tongue, &[&change, &weeks, until, &mean, &part])
    } else {
        let whole = quantity(loss.baseline, &loss.unit);
        Why::Lost.say(tongue, &[&change, &words::figure(&whole, tongue), &by, &part])
    };
    let product = loss.product.as_ref().filter(|id| **id != loss.entity);
    let product = product.map(|id| words::name(&name_of(&record.names, id), tongue));
    let parts =
        [Some(words::name(&loss.name, tongue)), product, Some(words::measure(label(loss), tongue))];
    let what: Vec<String> = parts.into_iter().flatten().collect();
    Why::Number.say(tongue, &[&what.join(" "), &scenario(record, &loss.scenario, tongue), &said])
}

/// Shocks shown of one group: more is no longer read.
const SHOCKS: usize = 4;

/// The mean change taken apart by switching each group of shocks off: by group, then by government.
fn attributed(
    telling: Telling<'_>,
    entity: &str,
    (found, last): (&Attribution, &[(usize, String)]),
    shocks: &[ShockRow],
) -> Vec<Node> {
    let (record, tongue) = telling;
    let note = (Reason::Note, tongue);
    let mut nodes: Vec<Node> = Vec::new();
    for (at, part) in found.parts.iter().enumerate() {
        let mut rows: Vec<&ShockRow> =
            shocks.iter().filter(|row| part.shocks.contains(&row.id)).collect();
        // What hits the loser itself is what its reader looks for.
        rows.sort_by_key(|row| !hits(record, row, entity));
        let near = rows.iter().filter(|row| hits(record, row, entity)).count();
        let shown = if near > 0 { near.min(SHOCKS) } else { rows.len().min(SHOCKS) };
        let said = last.iter().filter(|(part, _)| *part == at);
        let mut because: Vec<Node> =
            said.map(|(_, text)| Node::new(Reason::Note, text.clone(), Vec::new())).collect();
        because.extend(rows[..shown].iter().map(|row| shock_node(telling, row, None)));
        because.extend(others(telling, &rows[shown..]));
        if rows.is_empty() {
            because.push(Why::Lifted.node(note, &[&part.acts.join(", ")], Vec::new()));
        }
        let points = signed_points((part.points, part.error), tongue);
        let cause = (Reason::Cause, tongue);
        nodes.push(Why::OfTheMean.node(cause, &[&part.group, &points], because));
    }
    let by = |part: &GovernmentPart| {
        let points = signed_points((part.points, part.error), tongue);
        Why::Named.node(note, &[&part.government, &points], Vec::new())
    };
    if !found.by_government.is_empty() {
        let governments = found.by_government.iter().map(by).collect();
        nodes.push(Why::ByGovernment.node(note, &[], governments));
    }
    let total = signed_points((found.total_points, found.error), tongue);
    nodes.push(Why::Together.node(note, &[&total], Vec::new()));
    nodes
}

/// Whether a shock hits the entity of a row, or what belongs to it.
fn hits(record: &Record, row: &ShockRow, entity: &str) -> bool {
    let entity = seller(entity);
    row.target == entity || belongs(&record.related, &row.target, entity)
}

/// The shocks of a group that are not shown, by how many and where.
fn others((record, tongue): Telling<'_>, rows: &[&ShockRow]) -> Option<Node> {
    let mut places: Vec<String> =
        rows.iter().map(|row| told(&name_of(&record.names, &row.target), tongue)).collect();
    places.dedup();
    let parted = tongue.pick([", ", ", ", "、"]);
    let (count, places) = (plural(rows.len(), "shock"), places.join(parted));
    let note = (Reason::Note, tongue);
    (!rows.is_empty()).then(|| Why::Others.node(note, &[&count, &places], Vec::new()))
}

/// Signed points of per cent with the Monte Carlo error of the mean.
fn signed_points((points, error): (f64, f64), tongue: Language) -> String {
    Why::Points.say(tongue, &[&points_signed(points), &format!("{error:.1}")])
}

/// The name of what bound.
fn bound(record: &Record, cause: &CauseShare) -> String {
    match &cause.cause {
        Cause::Material(id) => name_of(&record.names, id),
        plain => plain.label(),
    }
}

/// Through which channel bits are lost: shares of the lost bits over all draws.
fn channels((record, tongue): Telling<'_>, causes: &[CauseShare]) -> Option<Node> {
    let note = (Reason::Note, tongue);
    let channel = |cause: &CauseShare| {
        let share = percent_plain(cause.share);
        Why::Figure.node(note, &[&bound(record, cause), &share], Vec::new())
    };
    let nodes: Vec<Node> = causes.iter().map(channel).collect();
    (!nodes.is_empty()).then(|| Why::Channels.node(note, &[], nodes))
}

fn cause_node(telling: Telling<'_>, cause: &CauseShare, shocks: &[ShockRow]) -> Node {
    let (record, tongue) = telling;
    let behind = cause.shocks.iter().map(|(shock, share)| {
        let row = shock.and_then(|id| shocks.iter().find(|row| row.id == id));
        match row {
            Some(row) => shock_node(telling, row, Some(*share)),
            None => Why::Market.node((Reason::Note, tongue), &[&percent_plain(*share)], Vec::new()),
        }
    });
    let (name, share) = (bound(record, cause), percent_plain(cause.share));
    Why::OfTheLost.node((Reason::Cause, tongue), &[&name, &share], behind.collect())
}

/// A shock with its reasons; `share` is its part in a loss, where that is known.
fn shock_node((record, tongue): Telling<'_>, row: &ShockRow, share: Option<f64>) -> Node {
    // An act keeps its own citation; what a scenario supposes is cited in words of ours.
    let mut act = vec![row.act(), told(&row.citation(), tongue)];
    act.retain(|text| !text.is_empty());
    let act = if act.is_empty() {
        Why::NoAct.say(tongue, &[])
    } else {
        act.join(tongue.pick([", ", ", ", "，"]))
    };
    let decision = Node::new(
        Reason::Decision,
        told(&row.because, tongue),
        vec![Node::new(Reason::Act, act, Vec::new())],
    );
    let mut because = vec![decision];
    for id in &row.assumptions {
        let plain = |id: &str| id.trim_start_matches("assumption:").to_owned();
        let known = record.report.assumptions.iter().find(|known| plain(&known.id) == plain(id));
        because.push(known.map_or_else(
            || Node::new(Reason::Assumption, id.clone(), Vec::new()),
            |row| assumption_node(row, tongue),
        ));
    }
    let share = share.map(|share| words::figure(&format!("{}: ", percent_plain(share)), tongue));
    let (share, place) = (share.unwrap_or_default(), name_of(&record.names, &row.target));
    let places = [share.as_str(), &row.effect, &place, &row.from];
    let shock = (Reason::Shock, tongue);
    match &row.until {
        Some(day) => {
            let [share, effect, place, from] = places;
            Why::Shock.node(shock, &[share, effect, place, from, day], because)
        }
        None => Why::OpenShock.node(shock, &places, because),
    }
}

fn assumption_node(row: &AssumptionRow, tongue: Language) -> Node {
    let influence = row.influence.map(|r| Why::Influence.say(tongue, &[&signed_number(r)]));
    let used = stated(row.value, row.low, row.high, &row.unit);
    let influence = influence.unwrap_or_default();
    let places = [row.id.as_str(), &row.name, &used, &influence, &row.why, &row.source];
    Why::Assumption.node((Reason::Assumption, tongue), &places, Vec::new())
}

/// Assumptions shown as moving the headline most.
const LEADING: usize = 3;

fn leading_assumptions(all: &[AssumptionRow], tongue: Language) -> Option<Node> {
    let mut moving: Vec<&AssumptionRow> =
        all.iter().filter(|row| row.influence.is_some_and(|influence| influence != 0.0)).collect();
    let size = |row: &AssumptionRow| row.influence.unwrap_or(0.0).abs();
    moving.sort_by(|a, b| size(b).total_cmp(&size(a)).then_with(|| a.id.cmp(&b.id)));
    let leading = moving.into_iter().take(LEADING).map(|row| assumption_node(row, tongue));
    let nodes: Vec<Node> = leading.collect();
    (!nodes.is_empty()).then(|| Why::Leading.node((Reason::Note, tongue), &[], nodes))
}

fn inputs(
    (record, tongue): Telling<'_>,
    loss: &Loss,
    causes: &[CauseShare],
    shocks: &[ShockRow],
) -> Option<Node> {
    let product = loss.product.as_deref();
    let ids: BTreeSet<&str> = rests_on(&loss.entity, product, causes, shocks, &record.related);
    let rows = record.report.inputs.iter();
    let mut rows: Vec<&InputRow> =
        rows.filter(|input| ids.contains(input.subject.as_str())).collect();
    rows.sort_by_key(|input| !input.contested);
    let contested = rows.iter().filter(|input| input.contested).count();
    let (all, contested) = (plural(rows.len(), "input"), contested.to_string());
    let nodes: Vec<Node> = rows.into_iter().map(|row| input_node(row, tongue)).collect();
    (!nodes.is_empty())
        .then(|| Why::RestsOn.node((Reason::Note, tongue), &[&all, &contested], nodes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Keep, finish, sample::run, store};

    fn stored(root: &std::path::Path) -> StoredRun {
        let finished = finish(&run(21), Keep::Few).expect("a run");
        let folder = store::write(root, None, &finished, "").expect("written");
        StoredRun::open(&folder).expect("opened")
    }

    fn kinds(node: &Node, into: &mut Vec<Reason>) {
        into.push(node.kind);
        node.because.iter().for_each(|child| kinds(child, into));
    }

    #[test]
    fn the_headline_ends_in_sources_and_assumptions() {
        let root = tempfile::tempdir().expect("a folder");
        let run = stored(root.path());
        let tree = explain(&run, None).expect("a tree");
        assert!(tree.grounded(), "{tree:#?}");
        let mut found = Vec::new();
        kinds(&tree, &mut found);
        for kind in [
            Reason::Cause,
            Reason::Shock,
            Reason::Decision,
            Reason::Act,
            Reason::Assumption,
            Reason::Input,
            Reason::Account,
        ] {
            assert!(found.contains(&kind), "{kind:?} is missing in {tree:#?}");
        }
    }

    #[test]
    fn cells_may_be_short_and_typos_are_helped() {
        let root = tempfile::tempdir().expect("a folder");
        let run = stored(root.path());
        let full = explain(&run, Some("cut/b.dram.output")).expect("a tree");
        assert_eq!(explain(&run, Some("cut/b.dram")).expect("a tree"), full);
        let week = explain(&run, Some("cut/b.dram.output.w8")).expect("a tree");
        assert_eq!(week.because[0].text, "in week 8 (2026-02-23): -20 % [-20, -20]");
        let price = explain(&run, Some("cut/dram.price")).expect("a tree");
        assert_eq!(explain(&run, Some("cut/dram.contract-price")).expect("a tree"), price);
        assert!(
            price.text.contains("the mean of 10 weeks to 2026-03-16, each week alike"),
            "{}",
            price.text
        );
        assert!(
            !price.text.contains("a loss in"),
            "nobody loses by a price as such: {}",
            price.text
        );
        for (cell, message) in [
            ("cut/b.dram.ouptut", "did you mean `cut/b.dram.output`?"),
            ("b.dram.output", "could mean cut/b.dram.output or null/b.dram.output"),
            ("cut/b.dram.output.w11", "it has weeks 1 to 10"),
        ] {
            let error = explain(&run, Some(cell)).expect_err(cell).to_string();
            assert!(error.contains(message), "{error}");
        }
    }
}
