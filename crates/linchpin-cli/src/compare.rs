//! `compare`: two runs, or two scenarios, side by side.

use crate::Shared;
use crate::outcome::{Exit, Fault, Said};
use crate::text::{labelled, table};
use linchpin_results::cell::bare;
use linchpin_results::compare::{Difference, Side, compare as differences};
use linchpin_results::figures::{percent, percent_plain, percent_spread, plural};
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
    /// Exit with 1 when medians lie further apart than this share of the baseline.
    #[arg(long, value_name = "SHARE")]
    tolerance: Option<f64>,
    /// Write a workbook too.
    #[arg(long, value_name = "FILE")]
    xlsx: Option<PathBuf>,
}

/// Rows shown, largest difference first.
const SHOWN: usize = 16;

pub(crate) fn compare(args: &Args, shared: &Shared) -> Result<Said, Fault> {
    let tolerance = args.tolerance.unwrap_or(0.0);
    if !tolerance.is_finite() || tolerance < 0.0 {
        return Err(Fault::Usage(format!(
            "a tolerance is a share of at least 0, found {tolerance}"
        )));
    }
    let (left, right) = (open(&args.left, shared)?, open(&args.right, shared)?);
    let side = |(run, scenario): &'_ (StoredRun, Option<String>)| (run.clone(), scenario.clone());
    let ((left_run, left_scenario), (right_run, right_scenario)) = (side(&left), side(&right));
    let found = differences(
        &Side {
            name: &args.left,
            report: &left_run.record.report,
            scenario: left_scenario.as_deref(),
        },
        &Side {
            name: &args.right,
            report: &right_run.record.report,
            scenario: right_scenario.as_deref(),
        },
        tolerance,
    );
    if let Some(path) = &args.xlsx {
        let book = linchpin_results::workbook::of_comparison(&found).map_err(Fault::refused)?;
        linchpin_results::store::put(path, &book)?;
    }
    let differing = found.differing();
    let mut text = labelled("A", &found.left);
    text.push_str(&labelled("B", &found.right));
    for line in &found.context {
        text.push_str(&labelled("differs", line));
    }
    let rows: Vec<Vec<String>> =
        found.rows.iter().filter(|row| row.differs).take(SHOWN).map(row).collect();
    if rows.is_empty() {
        text.push_str(&labelled(
            "",
            &format!("no total differs by more than {}", percent_plain(tolerance)),
        ));
    } else {
        text.push_str(&table(&["who", "what", "A", "B", "B - A"], &rows));
        let rest = differing.saturating_sub(SHOWN);
        if rest > 0 {
            text.push_str(&labelled(
                "",
                &format!("{rest} smaller ones: --json and --xlsx have all"),
            ));
        }
        let all = plural(found.rows.len(), "total");
        text.push_str(&labelled(
            "",
            &format!("{differing} of {all} differ by more than {}", percent_plain(tolerance)),
        ));
    }
    let exit = if args.tolerance.is_some() && differing > 0 { Exit::Differs } else { Exit::Ok };
    let json = serde_json::to_value(&found).map_err(Fault::refused)?;
    Ok(Said::ok(text, json).with_exit(exit))
}

fn open(name: &str, shared: &Shared) -> Result<(StoredRun, Option<String>), Fault> {
    let (run, scenario) = match name.split_once('#') {
        Some((run, scenario)) => (run, Some(scenario.to_owned())),
        None => (name, None),
    };
    let run = StoredRun::open(&resolve(&shared.runs, run)?)?;
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

fn row(difference: &Difference) -> Vec<String> {
    let side = |side: &Option<_>| side.as_ref().map_or("-".to_owned(), percent_spread);
    let mut what = difference.measure.clone();
    if let Some(product) = &difference.product {
        what = format!("{} {what}", bare(product));
    }
    if let Some(scenario) = &difference.scenario {
        what = format!("{scenario}: {what}");
    }
    vec![
        difference.name.clone(),
        what,
        side(&difference.left),
        side(&difference.right),
        difference.difference.map_or("-".to_owned(), percent),
    ]
}
