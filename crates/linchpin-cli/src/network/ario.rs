//! `linchpin network ario`: a case or a table under shocks, day by day.

use super::{json, text, written};
use clap::{Args, ValueEnum};
use linchpin_network::ario::case::Case;
use linchpin_network::ario::case::compare::{Difference, compare};
use linchpin_network::ario::record::Keep;
use linchpin_network::ario::{
    Collapse, Loss, OrderRule, Priority, Quirks, Rationing, Records, Report, State, collapse,
};
use linchpin_network::table::{Choices, bundled, import};
use linchpin_units::{Finding, Findings, Place};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Arguments of `network ario`.
#[derive(Debug, Args)]
pub(crate) struct ArioArgs {
    /// Folder of a case; its layout is in the crate's INPUTS.md.
    #[arg(long, value_name = "DIR", required_unless_present = "shock", conflicts_with = "shock")]
    inputs: Option<PathBuf>,
    /// Table in any layout `linchpin table import` knows, made to close when it does not; without it
    /// the built-in WIOD 2011 in 9 regions and 35 industries.
    #[arg(long, value_name = "PATH", requires = "shock")]
    table: Option<PathBuf>,
    /// What happens to the table: a file like run.json.
    #[arg(long, value_name = "FILE")]
    shock: Option<PathBuf>,
    /// Equal to BoARIO 0.7.2 day by day (default with --inputs), or with its oddities corrected
    /// (default with --shock).
    #[arg(long, value_enum)]
    mode: Option<Mode>,
    /// Who is served when output falls short, whatever the case says.
    #[arg(long, value_enum)]
    rationing: Option<Rule>,
    /// Days to compute, whatever the case says.
    #[arg(long)]
    days: Option<u32>,
    /// Go on from a state written with --checkpoint.
    #[arg(long, value_name = "FILE")]
    resume: Option<PathBuf>,
    /// Write the state after the last day.
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,
    /// Industries, regions and sectors to list.
    #[arg(long, default_value_t = 10)]
    top: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Mode {
    Boario,
    Corrected,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Rule {
    Proportional,
    FinalDemandFirst,
    FinalDemandLast,
    WaterFill,
}

#[derive(serde::Serialize)]
struct ArioReport<'a> {
    table: &'a str,
    attribution: &'a str,
    /// Share of output that moved to make the accounts of the table close.
    closed_by: f64,
    industries: Vec<String>,
    input_sectors: &'a [String],
    days: u32,
    mode: &'a str,
    warnings: &'a [String],
    report: &'a Report,
    verdict: &'a Collapse,
    against_boario: &'a [Difference],
    #[serde(rename = "series")]
    records: &'a Records,
}

/// The case asked for, the share of output that moved to close its table, and whether it is a
/// table's.
fn case(args: &ArioArgs) -> Result<(Case, f64), Findings> {
    let (mut case, closed_by) = match (&args.inputs, &args.table, &args.shock) {
        (Some(dir), _, _) => (Case::read(dir)?, 0.0),
        (None, table, Some(shock)) => {
            let table = match table {
                Some(path) => import(path, &Choices::default())?,
                None => bundled::wiod_2011()?,
            };
            let (table, changed) = table.closed();
            (Case::on_table(table, shock)?, changed)
        }
        _ => {
            let place = Place::whole("command line");
            return Err(Finding::error("LP-N010", place, "there is no case to run")
                .help("give --inputs, or --shock")
                .into());
        }
    };
    if mode(args) == Mode::Corrected {
        case.params.quirks = Quirks::default();
    }
    case.days = args.days.unwrap_or(case.days);
    let n = case.table.industries();
    if let Some(rule) = args.rationing {
        case.params.rationing = match rule {
            Rule::Proportional => Rationing::Proportional,
            Rule::FinalDemandFirst => Rationing::Priority(Priority::final_demand_first(n)),
            Rule::FinalDemandLast => Rationing::Priority(Priority::final_demand_last(n)),
            Rule::WaterFill => Rationing::WaterFill,
        };
    }
    Ok((case, closed_by))
}

fn mode(args: &ArioArgs) -> Mode {
    let usual = if args.inputs.is_some() { Mode::Boario } else { Mode::Corrected };
    args.mode.unwrap_or(usual)
}

fn saved(path: &Path) -> Result<State, Findings> {
    let text = text(path)?;
    serde_json::from_str(text.body()).map_err(|error| {
        let place = Place::whole(text.file());
        Finding::error("LP-N010", place, format!("is no saved state: {error}"))
            .help("write one with --checkpoint")
            .into()
    })
}

fn save(path: &Path, state: &State) -> Result<(), Findings> {
    let body = serde_json::to_string(state).map_err(std::io::Error::from);
    body.and_then(|body| std::fs::write(path, body)).map_err(|error| {
        let place = Place::whole(&path.display().to_string());
        Finding::error("LP-N009", place, format!("cannot be written: {error}")).into()
    })
}

pub(super) fn ario(args: &ArioArgs, as_json: bool, out: &mut impl Write) -> Result<(), Findings> {
    let (case, closed_by) = case(args)?;
    let state = args.resume.as_deref().map(saved).transpose()?;
    let resumed = state.is_some();
    // The series of a whole table would be larger than anyone reads; a case is small.
    let keep = if args.inputs.is_some() { Keep::Stocks } else { Keep::Totals };
    let (records, warnings, state) = case.go_on(keep, state).map_err(|error| {
        Finding::error("LP-N011", Place::whole("run.json"), error.to_string())
            .help("mend the case; INPUTS.md of linchpin-network lists the domains")
    })?;
    if let Some(path) = &args.checkpoint {
        save(path, &state)?;
    }
    let verdict = collapse::judge(&case.params, &records);
    let boario = mode(args) == Mode::Boario;
    let plain = case.params.rationing == Rationing::Proportional && args.days.is_none() && !resumed;
    let differences = match &args.inputs {
        Some(dir) if boario && plain => compare(&records, &case.table, dir)?,
        _ => Vec::new(),
    };
    let report = Report::new(&case.table, &records, &verdict);
    if as_json {
        let n = case.table.industries();
        let origin = case.table.origin();
        let report = ArioReport {
            table: &origin.name,
            attribution: &origin.attribution,
            closed_by,
            industries: (0..n).map(|i| case.table.industry_name(i)).collect(),
            input_sectors: case.table.sectors(),
            days: case.days,
            mode: if boario { "boario-0.7.2" } else { "corrected" },
            warnings: &warnings,
            report: &report,
            verdict: &verdict,
            against_boario: &differences,
            records: &records,
        };
        return json(out, &report);
    }
    written(print_ario(&case, &report, closed_by, args.top, out).and_then(|()| {
        for difference in &differences {
            writeln!(out, "from BoARIO: {:<20} {:.1e}", difference.series, difference.largest)?;
        }
        for warning in &warnings {
            writeln!(out, "warning: {warning}")?;
        }
        Ok(())
    }))
}

fn print_ario(
    case: &Case,
    report: &Report,
    closed_by: f64,
    top: usize,
    out: &mut impl Write,
) -> std::io::Result<()> {
    let origin = case.table.origin();
    let order = if case.params.order == OrderRule::Alt { "alt" } else { "noalt" };
    writeln!(out, "{}, {} industries", origin.name, case.table.industries())?;
    if !origin.attribution.is_empty() {
        writeln!(out, "attribution: {}", origin.attribution)?;
    }
    if closed_by > 0.0 {
        writeln!(out, "made to close: {:.3} % of output moved", 100.0 * closed_by)?;
    }
    writeln!(out, "{} days, orders {order}, {} events", report.days, case.events.len())?;
    for event in &case.events {
        writeln!(out, "  day {} for {} days: {}", event.day, event.duration, event.name)?;
    }
    let (low, day) = report.lowest;
    writeln!(out, "lowest output: {:.3} % of usual on day {day}", 100.0 * low)?;
    match report.back_on {
        Some(day) => writeln!(out, "back within 0.1 % on day {day}")?,
        None => writeln!(out, "not back within 0.1 % in the days computed")?,
    }
    writeln!(out, "regime: {:?}", report.regime)?;
    let Loss { output, share, value_added, final_demand, .. } = &report.all;
    writeln!(out, "lost: output {output:.1} {}, {:.3} % of all", report.unit, 100.0 * share)?;
    writeln!(out, "      value added {value_added:.1}, final demand {final_demand:.1}")?;
    for (what, losses) in
        [("region", &report.regions), ("sector", &report.sectors), ("industry", &report.industries)]
    {
        writeln!(
            out,
            "{what:<24} {:>14} {:>8} {:>14} {:>14}",
            "output lost", "% of own", "value added", "final demand"
        )?;
        for loss in losses.iter().take(top) {
            writeln!(
                out,
                "{:<24} {:>14.1} {:>8.3} {:>14.1} {:>14.1}",
                loss.name,
                loss.output,
                100.0 * loss.share,
                loss.value_added,
                loss.final_demand
            )?;
        }
    }
    Ok(())
}
