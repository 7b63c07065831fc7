//! `compare`: two runs, or two scenarios, side by side.

use crate::Shared;
use crate::outcome::{Exit, Fault, Said};
use crate::text::{labelled, table};
use linchpin_results::cell::bare;
use linchpin_results::compare::{Comparison, Difference, Party, compare_runs as differences};
use linchpin_results::contract::comparison::Pairing;
use linchpin_results::contract::texts::SpreadText;
use linchpin_results::figures::{percent_plain, plural};
use linchpin_results::{StoredRun, resolve};
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// RUN or RUN#SCENARIO.
    #[arg(value_name = "A")]
    left: String,
    /// RUN or RUN#SCENARIO.
    #[arg(value_name = "B")]
    right: String,
    /// With three words, two scenarios of the run that stands first.
    #[arg(value_name = "SCENARIO")]
    third: Option<String>,
    /// Exit with 1 when a total differs by more than this share of the baseline: by the median or, where both
    /// sides share their draws, by an end of the range.
    #[arg(long, value_name = "SHARE")]
    tolerance: Option<f64>,
    /// Also give the weekly differences; with --json, for two scenarios of one run.
    #[arg(long)]
    weekly: bool,
    /// Write a workbook too.
    #[arg(long, value_name = "FILE")]
    xlsx: Option<PathBuf>,
}

/// Rows shown, largest difference first, and differences between what is stated.
const SHOWN: usize = 16;
const STATED: usize = 12;

pub(crate) fn compare(args: &Args, shared: &Shared) -> Result<Said, Fault> {
    let tolerance = args.tolerance.unwrap_or(0.0);
    if !tolerance.is_finite() || tolerance < 0.0 {
        return Err(Fault::Usage(format!(
            "a tolerance is a share of at least 0, found {tolerance}"
        )));
    }
    let (one, other) = match &args.third {
        Some(third) => (format!("{}#{}", args.left, args.right), format!("{}#{third}", args.left)),
        None => sides(args, shared),
    };
    let (left, right) = (open(&one, shared)?, open(&other, shared)?);
    if left.1.is_some() != right.1.is_some() {
        return Err(uneven(&left, &right));
    }
    let found = differences(
        &Party { name: &one, run: &left.0, scenario: left.1.as_deref() },
        &Party { name: &other, run: &right.0, scenario: right.1.as_deref() },
        tolerance,
        args.weekly,
    )?;
    if let Some(path) = &args.xlsx {
        let book = linchpin_results::workbook::of_comparison(&found).map_err(Fault::refused)?;
        linchpin_results::store::put(path, &book)?;
    }
    let differing = found.differing();
    let exit = if args.tolerance.is_some() && differing > 0 { Exit::Differs } else { Exit::Ok };
    let json = serde_json::to_value(&found).map_err(Fault::refused)?;
    Ok(Said::ok(told(&found), json).with_exit(exit))
}

/// The two sides: names that are no runs but scenarios of the last one are those.
fn sides(args: &Args, shared: &Shared) -> (String, String) {
    let of_last = |name: &String| {
        let no_run = !name.contains('#') && resolve(&shared.runs, name).is_err();
        match no_run && scenario_of_last(name, shared).is_some() {
            true => format!("last#{name}"),
            false => name.clone(),
        }
    };
    (of_last(&args.left), of_last(&args.right))
}

/// A whole run has no single total to set beside that of one scenario.
fn uneven(left: &(StoredRun, Option<String>), right: &(StoredRun, Option<String>)) -> Fault {
    let (whole, one) = if left.1.is_none() { (left, right) } else { (right, left) };
    let report = &whole.0.record.report;
    let folder = whole.0.folder.file_name().map(|name| name.to_string_lossy().into_owned());
    let folder = folder.unwrap_or_default();
    let scenario = one.1.as_deref().unwrap_or_default();
    let ids: Vec<&str> = report.scenarios.iter().map(|known| known.id.as_str()).collect();
    let other = ids.iter().find(|id| **id != scenario).copied().unwrap_or(scenario);
    Fault::Refused(format!(
        "one side is a whole run, the other one scenario: name a scenario on both sides, such as \
         `linchpin compare '{folder}#{other}' '{folder}#{scenario}'`; its scenarios: {}",
        ids.join(", ")
    ))
}

fn told(found: &Comparison) -> String {
    let mut text = labelled("A", &found.left);
    text.push_str(&labelled("B", &found.right));
    for line in found.context.iter().take(STATED) {
        text.push_str(&labelled("differs", line));
    }
    if let Some(rest) = found.context.len().checked_sub(STATED).filter(|rest| *rest > 0) {
        text.push_str(&labelled("", &format!("{rest} more: --json has all")));
    }
    text.push_str(&labelled("draws", &found.pairing.text));
    let (differing, tolerance) = (found.differing(), percent_plain(found.tolerance));
    let rows: Vec<Vec<String>> = found
        .rows
        .iter()
        .filter(|row| row.differs && !row.by_price)
        .take(SHOWN)
        .map(|difference| row(difference, &found.pairing))
        .collect();
    if rows.is_empty() {
        text.push_str(&labelled("", &format!("no total differs by more than {tolerance}")));
        return text;
    }
    let mut heads = vec!["who", "what", "A", "B", "B - A"];
    heads.extend(found.pairing.shared.then_some("B lower in"));
    text.push_str(&table(&heads, &rows));
    if found.pairing.shared {
        text.push_str(&labelled(
            "",
            "A, B and B - A are medians, each of its own: the middle of the differences is not the difference of the middles. Means add up: --json has them.",
        ));
    }
    let priced = found.rows.iter().filter(|row| row.differs && row.by_price).count();
    if priced > 0 {
        let rows = plural(priced, "row");
        let line = format!("{rows} of sales that differ by the price alone: the price has one row");
        text.push_str(&labelled("", &line));
    }
    let rest = differing.saturating_sub(SHOWN + priced);
    if rest > 0 {
        text.push_str(&labelled("", &format!("{rest} smaller ones: --json and --xlsx have all")));
    }
    let all = plural(found.rows.len(), "total");
    text.push_str(&labelled("", &format!("{differing} of {all} differ by more than {tolerance}")));
    text
}

fn open(name: &str, shared: &Shared) -> Result<(StoredRun, Option<String>), Fault> {
    let (run, scenario) = match name.split_once('#') {
        Some((run, scenario)) => (run, Some(scenario.to_owned())),
        None => (name, None),
    };
    let folder = resolve(&shared.runs, run).map_err(|missing| match &scenario {
        None => scenario_of_last(run, shared).unwrap_or_else(|| missing.into()),
        Some(_) => missing.into(),
    })?;
    let run = StoredRun::open(&folder)?;
    if let Some(scenario) = &scenario {
        let known = || run.record.report.scenarios.iter().map(|known| known.id.as_str());
        if !known().any(|known| known == scenario) {
            let near = linchpin_units::finding::nearest(scenario, known());
            let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            return Err(Fault::Refused(format!("{name} names no scenario of that run{near}")));
        }
    }
    Ok((run, scenario))
}

/// A name that is no run but a scenario of the last one: what was meant.
fn scenario_of_last(name: &str, shared: &Shared) -> Option<Fault> {
    let last = StoredRun::open(&resolve(&shared.runs, "last").ok()?).ok()?;
    let mut known = last.record.report.scenarios.iter();
    known.any(|known| known.id == name).then(|| {
        let runs = shared.runs.display();
        Fault::Refused(format!("there is no run `{name}` in {runs}; did you mean `last#{name}`?"))
    })
}

fn row(difference: &Difference, pairing: &Pairing) -> Vec<String> {
    // Where draws are shared the difference has a range of its own; beside it the medians are enough,
    // and names stay whole.
    let side =
        |text: &SpreadText| if pairing.shared { text.middle.clone() } else { text.to_string() };
    let mut what = difference.measure.clone();
    if let Some(product) = &difference.product {
        what = format!("{} {what}", bare(product));
    }
    if let Some(scenario) = &difference.scenario {
        what = format!("{scenario}: {what}");
    }
    let text = &difference.text;
    let mut cells = vec![
        difference.name.clone(),
        what,
        side(&text.left),
        side(&text.right),
        text.difference.to_string(),
    ];
    cells.extend(pairing.shared.then(|| text.lower.clone()));
    cells
}
