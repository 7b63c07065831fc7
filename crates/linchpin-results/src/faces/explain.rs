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
pub use crate::contract::reason::{Node, Reason};
use crate::contract::record::Record;
use crate::contract::report::{AssumptionRow, InputRow, Loss, Spread};
use crate::contract::sentence::settled;
use crate::faces::named::input_node;
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
    let report = &run.record.report;
    let cell = cell.unwrap_or(&report.headline.cell);
    if cell.starts_with(crate::contract::spillover::PREFIX) {
        return Ok(beyond(&run.record, cell)?);
    }
    let asked = find(&report.losses, report.weeks.len(), cell)?;
    let means: Vec<Binding> = run
        .bindings(false)?
        .into_iter()
        .filter(|(scenario, _)| *scenario == asked.loss.scenario)
        .map(|(_, binding)| binding)
        .collect();
    let week = match asked.week {
        Some(week) => Some(week_text(run, &asked, week)?),
        None => None,
    };
    let last = added_last(run, asked.loss)?;
    let mut found = tree(&run.record, asked.loss, (&means, &last), week);
    super::carried::add(run, &asked.loss.cell, &mut found)?;
    Ok(found)
}

/// What each group of shocks does when it is added last, by its position among the parts: told where the run has
/// the scenario without it, so that `compare` of the two says the same. The part of the explanation is the mean
/// over all orders in which measures may be added, and so another number where measures work through each other.
fn added_last(run: &StoredRun, loss: &Loss) -> Result<Vec<(usize, String)>, StoreError> {
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
        found.push((
            at,
            format!(
                "added last, to `{}`: {} points of the mean change, as `compare` of the two tells it",
                without.id,
                points_signed(mean)
            ),
        ));
    }
    Ok(found)
}

/// A cell of the spillover table.
fn beyond(record: &Record, cell: &str) -> Result<Node, CellError> {
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
    let told = shocks.iter().map(|shock| shock_node(record, shock, None)).collect();
    Ok(crate::faces::spillover::explain(record, row, spillover, told))
}

/// The change in one week, from the summary.
fn week_text(run: &StoredRun, asked: &Asked<'_>, week: usize) -> Result<String, StoreError> {
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
        || "no change can be told: the baseline touches zero".to_owned(),
        |[p05, _, p50, _, p95]| {
            Told::of(summary.members).percent_spread(&Spread { p05, p50, p95 }).to_string()
        },
    );
    Ok(format!("in week {week} ({}): {change}", summary.weeks[week - 1]))
}

fn tree(
    record: &Record,
    loss: &Loss,
    (means, last): (&[Binding], &[(usize, String)]),
    week: Option<String>,
) -> Node {
    let report = &record.report;
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
        because.extend(attributed(record, &loss.entity, (attribution, last), shocks));
        because.extend(channels(record, &causes).filter(|_| changed));
    } else {
        if changed && !causes.is_empty() {
            let text = "which measure takes how much was not worked out; through which channel bits are lost:";
            because.push(Node::new(Reason::Note, text, Vec::new()));
            because.extend(causes.iter().map(|cause| cause_node(record, cause, shocks)));
        }
        if causes.is_empty() {
            let text =
                "no single input bound here: prices, stocks and buyers' choices carried the change";
            because.push(Node::new(Reason::Note, text, Vec::new()));
        }
    }
    because.extend(inputs(record, loss, &causes, shocks));
    because.extend(leading_assumptions(report.assumptions.as_slice()));
    let product = loss.product.as_ref().filter(|id| **id != loss.entity);
    let what = product.map(|id| format!(" {}", name_of(&record.names, id))).unwrap_or_default();
    // Comparative statics are dated by their horizon, not by the study's last day.
    let by = match report.weeks.len() {
        0 => settled(loss.horizon, Language::En).to_owned(),
        _ => format!("by {}", report.run.until),
    };
    let change = Told::of(record.members.until - record.members.from).percent_spread(&loss.change);
    let (part, until) = (chance(loss.probability), &report.run.until);
    let whole = quantity(loss.baseline, &loss.unit);
    let said = if priced {
        format!(
            "{change} against the baseline, the mean of {} to {until}, each week alike (index, 1 at the start of the baseline, whose mean is {}); lower in {part} of draws",
            plural(report.weeks.len(), "week"),
            number(loss.baseline)
        )
    } else {
        format!("{change} of {whole}, {by}; a loss in {part} of draws")
    };
    let measure = label(loss);
    let text = format!("{}{what} {measure} in `{}`: {said}", loss.name, loss.scenario);
    Node::new(Reason::Number, text, because)
}

/// Shocks shown of one group: more is no longer read.
const SHOCKS: usize = 4;

/// The mean change taken apart by switching each group of shocks off: by group, then by government.
fn attributed(
    record: &Record,
    entity: &str,
    (found, last): (&Attribution, &[(usize, String)]),
    shocks: &[ShockRow],
) -> Vec<Node> {
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
        because.extend(rows[..shown].iter().map(|row| shock_node(record, row, None)));
        because.extend(others(record, &rows[shown..]));
        if rows.is_empty() {
            let acts = part.acts.join(", ");
            because.push(Node::new(
                Reason::Note,
                format!("the baseline has it and the scenario does not: {acts}"),
                Vec::new(),
            ));
        }
        let text = format!(
            "{}: {} of the mean change",
            part.group,
            signed_points(part.points, part.error)
        );
        nodes.push(Node::new(Reason::Cause, text, because));
    }
    let by = |part: &GovernmentPart| {
        let text = format!("{}: {}", part.government, signed_points(part.points, part.error));
        Node::new(Reason::Note, text, Vec::new())
    };
    if !found.by_government.is_empty() {
        let governments = found.by_government.iter().map(by).collect();
        nodes.push(Node::new(Reason::Note, "by government", governments));
    }
    let text = format!(
        "together {}, the mean over all draws; each part is found by switching it off on the same draws, in every order",
        signed_points(found.total_points, found.error)
    );
    nodes.push(Node::new(Reason::Note, text, Vec::new()));
    nodes
}

/// Whether a shock hits the entity of a row, or what belongs to it.
fn hits(record: &Record, row: &ShockRow, entity: &str) -> bool {
    let entity = seller(entity);
    row.target == entity || belongs(&record.related, &row.target, entity)
}

/// The shocks of a group that are not shown, by how many and where.
fn others(record: &Record, rows: &[&ShockRow]) -> Option<Node> {
    let mut places: Vec<String> =
        rows.iter().map(|row| name_of(&record.names, &row.target)).collect();
    places.dedup();
    let text =
        format!("and {} of the same group, at {}", plural(rows.len(), "shock"), places.join(", "));
    (!rows.is_empty()).then(|| Node::new(Reason::Note, text, Vec::new()))
}

/// Signed points of per cent with the Monte Carlo error of the mean.
fn signed_points(points: f64, error: f64) -> String {
    format!("{} points (Monte Carlo error {error:.1})", points_signed(points))
}

/// Through which channel bits are lost: shares of the lost bits over all draws.
fn channels(record: &Record, causes: &[CauseShare]) -> Option<Node> {
    let channel = |cause: &CauseShare| {
        let name = match &cause.cause {
            Cause::Material(id) => name_of(&record.names, id),
            plain => plain.label(),
        };
        Node::new(Reason::Note, format!("{name}: {}", percent_plain(cause.share)), Vec::new())
    };
    let nodes: Vec<Node> = causes.iter().map(channel).collect();
    let text = "through which channel: shares of the lost bits over all draws";
    (!nodes.is_empty()).then(|| Node::new(Reason::Note, text, nodes))
}

fn cause_node(record: &Record, cause: &CauseShare, shocks: &[ShockRow]) -> Node {
    let name = match &cause.cause {
        Cause::Material(id) => name_of(&record.names, id),
        plain => plain.label(),
    };
    let behind = cause.shocks.iter().map(|(shock, share)| {
        let row = shock.and_then(|id| shocks.iter().find(|row| row.id == id));
        match row {
            Some(row) => shock_node(record, row, Some(*share)),
            None => Node::new(
                Reason::Note,
                format!("{} by the market's own doing", percent_plain(*share)),
                Vec::new(),
            ),
        }
    });
    let text = format!("{}: {} of what is lost", name, percent_plain(cause.share));
    Node::new(Reason::Cause, text, behind.collect())
}

/// A shock with its reasons; `share` is its part in a loss, where that is known.
fn shock_node(record: &Record, row: &ShockRow, share: Option<f64>) -> Node {
    let mut act = vec![row.act(), row.citation()];
    act.retain(|text| !text.is_empty());
    let act = if act.is_empty() { "no act is named".to_owned() } else { act.join(", ") };
    let decision = Node::new(
        Reason::Decision,
        row.because.clone(),
        vec![Node::new(Reason::Act, act, Vec::new())],
    );
    let mut because = vec![decision];
    for id in &row.assumptions {
        let plain = |id: &str| id.trim_start_matches("assumption:").to_owned();
        let known = record.report.assumptions.iter().find(|known| plain(&known.id) == plain(id));
        because.push(known.map_or_else(
            || Node::new(Reason::Assumption, id.clone(), Vec::new()),
            assumption_node,
        ));
    }
    let until = row.until.as_ref().map_or("on".to_owned(), |day| format!("until {day}"));
    let share = share.map(|share| format!("{}: ", percent_plain(share))).unwrap_or_default();
    let text = format!(
        "{share}{} at {}, from {} {until}",
        row.effect,
        name_of(&record.names, &row.target),
        row.from
    );
    Node::new(Reason::Shock, text, because)
}

fn assumption_node(row: &AssumptionRow) -> Node {
    let influence = row
        .influence
        .map(|r| format!("; rank correlation with the headline {}", signed_number(r)))
        .unwrap_or_default();
    let text = format!(
        "assumption `{}` {}: {}{influence}; {} ({})",
        row.id,
        row.name,
        stated(row.value, row.low, row.high, &row.unit),
        row.why,
        row.source
    );
    Node::new(Reason::Assumption, text, Vec::new())
}

/// Assumptions shown as moving the headline most.
const LEADING: usize = 3;

fn leading_assumptions(all: &[AssumptionRow]) -> Option<Node> {
    let mut moving: Vec<&AssumptionRow> =
        all.iter().filter(|row| row.influence.is_some_and(|influence| influence != 0.0)).collect();
    let size = |row: &AssumptionRow| row.influence.unwrap_or(0.0).abs();
    moving.sort_by(|a, b| size(b).total_cmp(&size(a)).then_with(|| a.id.cmp(&b.id)));
    let nodes: Vec<Node> = moving.into_iter().take(LEADING).map(assumption_node).collect();
    let text = "assumptions that move the headline most";
    (!nodes.is_empty()).then(|| Node::new(Reason::Note, text, nodes))
}

fn inputs(
    record: &Record,
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
    let text = format!("rests on {}, {contested} of them contested", plural(rows.len(), "input"));
    let nodes: Vec<Node> = rows.into_iter().map(input_node).collect();
    (!nodes.is_empty()).then(|| Node::new(Reason::Note, text, nodes))
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
