//! `linchpin network ario` on a case with shocks of type `decision`: both readings of the law, as a
//! range. What a verdict does stands in the facade; here it is printed.

use super::ario::{ArioArgs, ArioReport, Ran};
use super::{json, written};
use crate::ask::rulebook;
use linchpin::links::{LinkAnswer, Readings, decide};
use linchpin_network::ario::case::Case;
use linchpin_network::ario::{Loss, Report};
use linchpin_units::{Finding, Findings, Place};
use std::io::Write;

#[derive(serde::Serialize)]
struct Told<'a> {
    /// SHA-256 of the rules.
    rulebook: &'a str,
    decisions: &'a [LinkAnswer],
    /// Whether the readings differ on any day.
    differ: bool,
    low: ArioReport<'a>,
    high: ArioReport<'a>,
}

/// Runs the case in both readings, or once when they do not differ.
pub(super) fn ario(
    args: &ArioArgs,
    case: Case,
    closed_by: f64,
    as_json: bool,
    out: &mut impl Write,
) -> Result<(), Findings> {
    let rulebook = rulebook(args.policy.as_deref(), &args.reforms)?;
    let readings = decide(case, &rulebook)?;
    let (differ, page) = (readings.differ(), readings.page());
    if differ && args.one_state() {
        let place = Place::whole("command line");
        let message = "the readings of the law differ, and a state is of one run";
        return Err(Finding::error("LP-N010", place, message)
            .help("leave --checkpoint and --resume out")
            .into());
    }
    let Readings { low, high, links } = readings;
    let low = Ran::new(args, low, closed_by)?;
    low.checkpoint(args)?;
    let high = if differ { Some(Ran::new(args, high, closed_by)?) } else { None };
    if as_json {
        let told = Told {
            rulebook: &rulebook.digest().to_string(),
            decisions: &links,
            differ,
            low: low.told(),
            high: high.as_ref().unwrap_or(&low).told(),
        };
        return json(out, &told);
    }
    written(write!(out, "{page}").and_then(|()| match &high {
        None => low.print(args.top, out),
        Some(high) => {
            low.print_origin(out)?;
            writeln!(out)?;
            print(&low.report, &high.report, args.top, out)?;
            high.print_warnings(out)
        }
    }))
}

fn print(low: &Report, high: &Report, top: usize, out: &mut impl Write) -> std::io::Result<()> {
    let percent = |share: f64| format!("{:.3}", 100.0 * share);
    let days = |report: &Report| match report.back_on {
        Some(day) => format!("day {day}"),
        None => "not in the days computed".to_owned(),
    };
    writeln!(out, "from the low reading (licences given) to the high one (refused):")?;
    let (worst, least) = (percent(high.lowest.0), percent(low.lowest.0));
    writeln!(out, "lowest output: {least} to {worst} % of usual")?;
    writeln!(out, "back within 0.1 %: {} (low), {} (high)", days(low), days(high))?;
    writeln!(out, "regime: {} (low), {} (high)", low.regime.words(), high.regime.words())?;
    for report in [high, low] {
        if let Some(caution) = report.caution().ok().flatten() {
            writeln!(out, "{caution}")?;
            break;
        }
    }
    writeln!(
        out,
        "lost: output {:.1} to {:.1} {}, {} to {} % of all",
        low.all.output,
        high.all.output,
        high.unit,
        percent(low.all.share),
        percent(high.all.share)
    )?;
    writeln!(
        out,
        "      value added {:.1} to {:.1}, final demand {:.1} to {:.1}",
        low.all.value_added, high.all.value_added, low.all.final_demand, high.all.final_demand
    )?;
    let lists: [(&str, &[Loss], &[Loss]); 3] = [
        ("region", &low.regions, &high.regions),
        ("sector", &low.sectors, &high.sectors),
        ("industry", &low.industries, &high.industries),
    ];
    for (what, low, high) in lists {
        writeln!(out, "{what:<24} {:>24} {:>18} {:>24}", "output lost", "% of own", "value added")?;
        for high in high.iter().take(top) {
            let Some(low) = low.iter().find(|low| low.name == high.name) else { continue };
            writeln!(
                out,
                "{:<24} {:>24} {:>18} {:>24}",
                high.name,
                format!("{:.1} to {:.1}", low.output, high.output),
                format!("{} to {}", percent(low.share), percent(high.share)),
                format!("{:.1} to {:.1}", low.value_added, high.value_added)
            )?;
        }
    }
    Ok(())
}
