//! `linchpin network …`: shock propagation over tables and networks of firms.
//!
//! In come arguments; out goes a table for people or JSON for machines. No model logic stands here.

use clap::{Args, Subcommand, ValueEnum};
use linchpin_network::ario::case::{Case, Difference, compare};
use linchpin_network::ario::record::Keep;
use linchpin_network::ario::{Collapse, OrderRule, Priority, Quirks, Rationing, Records, collapse};
use linchpin_network::firm::read::{Named, read_csv};
use linchpin_network::firm::{Criticality, Esri, Options, Outcome, Stop};
use linchpin_units::{Finding, Findings, Place, Text};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Shock propagation.
#[derive(Debug, Subcommand)]
pub(crate) enum NetworkCommand {
    /// Run ARIO day by day on a folder with Z.csv, Y.csv, x.csv and run.json.
    Ario(ArioArgs),
    /// Rank firms by the output that goes when they stop (ESRI).
    Esri(EsriArgs),
}

/// Arguments of `network ario`.
#[derive(Debug, Args)]
pub(crate) struct ArioArgs {
    /// Folder of the case.
    #[arg(long, value_name = "DIR")]
    inputs: PathBuf,
    /// Equal to BoARIO 0.7.2 day by day, or with its oddities corrected.
    #[arg(long, value_enum, default_value_t = Mode::Boario)]
    mode: Mode,
    /// Who is served when output falls short.
    #[arg(long, value_enum, default_value_t = Rule::Proportional)]
    rationing: Rule,
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

/// Arguments of `network esri`.
#[derive(Debug, Args)]
pub(crate) struct EsriArgs {
    /// CSV of links: supplier,buyer,amount.
    #[arg(long, value_name = "FILE")]
    links: PathBuf,
    /// CSV of firms: firm,sector.
    #[arg(long, value_name = "FILE")]
    firms: PathBuf,
    /// How inputs combine.
    #[arg(long, value_enum, default_value_t = Production::Linear)]
    production: Production,
    /// Let the rest of a supplier's sector take over as far as its share goes.
    #[arg(long)]
    substitution: bool,
    /// Stop when no firm falls by more than this in a round; the published value by default.
    #[arg(long)]
    eps: Option<f64>,
    /// Number of firms to list.
    #[arg(long, default_value_t = 20)]
    top: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Production {
    Linear,
    Leontief,
}

#[derive(serde::Serialize)]
struct ArioReport<'a> {
    industries: Vec<String>,
    input_sectors: &'a [String],
    days: u32,
    mode: &'a str,
    warnings: Vec<String>,
    verdict: &'a Collapse,
    against_boario: &'a [Difference],
    #[serde(rename = "series")]
    records: &'a Records,
}

/// Runs a command; prints to `out`.
///
/// # Errors
/// Findings about the inputs, or about an output that cannot be written.
pub(crate) fn run(
    command: &NetworkCommand,
    as_json: bool,
    out: &mut impl Write,
) -> Result<(), Findings> {
    match command {
        NetworkCommand::Ario(args) => ario(args, as_json, out),
        NetworkCommand::Esri(args) => esri(args, as_json, out),
    }
}

fn written(outcome: std::io::Result<()>) -> Result<(), Findings> {
    outcome.map_err(|error| {
        let place = Place::whole("standard output");
        Finding::error("LP-N014", place, format!("cannot be written: {error}")).into()
    })
}

fn ario(args: &ArioArgs, as_json: bool, out: &mut impl Write) -> Result<(), Findings> {
    let mut case = Case::read(&args.inputs)?;
    if args.mode == Mode::Corrected {
        case.params.quirks = Quirks::default();
    }
    let n = case.table.industries();
    case.params.rationing = match args.rationing {
        Rule::Proportional => Rationing::Proportional,
        Rule::FinalDemandFirst => Rationing::Priority(Priority::final_demand_first(n)),
        Rule::FinalDemandLast => Rationing::Priority(Priority::final_demand_last(n)),
        Rule::WaterFill => Rationing::WaterFill,
    };
    let (records, warnings) = case.run(Keep::Stocks).map_err(|error| {
        Finding::error("LP-N011", Place::whole("run.json"), error.to_string())
            .help("mend the case; the book's chapter on ARIO lists the domains")
    })?;
    let verdict = collapse::judge(&case.params, &records);
    let comparable = args.mode == Mode::Boario && args.rationing == Rule::Proportional;
    let differences =
        if comparable { compare(&records, &case.table, &args.inputs)? } else { Vec::new() };
    if as_json {
        let report = ArioReport {
            industries: (0..n).map(|i| case.table.industry_name(i)).collect(),
            input_sectors: case.table.sectors(),
            days: case.days,
            mode: if args.mode == Mode::Boario { "boario-0.7.2" } else { "corrected" },
            warnings,
            verdict: &verdict,
            against_boario: &differences,
            records: &records,
        };
        return json(out, &report);
    }
    written(print_ario(&case, &records, &verdict, &differences, &warnings, out))
}

fn print_ario(
    case: &Case,
    records: &Records,
    verdict: &Collapse,
    differences: &[Difference],
    warnings: &[String],
    out: &mut impl Write,
) -> std::io::Result<()> {
    let n = case.table.industries();
    let order = if case.params.order == OrderRule::Alt { "alt" } else { "noalt" };
    writeln!(out, "{n} industries, {} days, orders {order}", case.days)?;
    let (low, day) = verdict.lowest;
    writeln!(out, "lowest output {low:.4} of usual on day {day}, last {:.4}", verdict.last)?;
    writeln!(out, "regime: {:?}", verdict.regime)?;
    let total: f64 = records.lost_output.iter().sum();
    let usual: f64 = records.usual_output.iter().sum();
    writeln!(out, "output lost: {:.4} days of everything", total / usual)?;
    let mut ranked: Vec<usize> = (0..n).collect();
    ranked.sort_by(|a, b| records.lost_output[*b].total_cmp(&records.lost_output[*a]));
    for i in ranked.into_iter().take(10) {
        writeln!(out, "{:<24} {:>16.3}", case.table.industry_name(i), records.lost_output[i])?;
    }
    for difference in differences {
        writeln!(out, "from BoARIO: {:<20} {:.1e}", difference.series, difference.largest)?;
    }
    for warning in warnings {
        writeln!(out, "warning: {warning}")?;
    }
    Ok(())
}

fn json(out: &mut impl Write, value: &impl serde::Serialize) -> Result<(), Findings> {
    let done = serde_json::to_writer(&mut *out, value).map_err(std::io::Error::from);
    written(done.and_then(|()| writeln!(out)))
}

fn text(path: &Path) -> Result<Text, Findings> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| {
        Finding::error("LP-N009", Place::whole(&name), format!("cannot be read: {error}"))
    })?;
    Ok(Text::from_bytes(&name, &bytes)?)
}

#[derive(serde::Serialize)]
struct Ranked<'a> {
    firm: &'a str,
    sector: &'a str,
    #[serde(rename = "esri")]
    outcome: Outcome,
}

fn esri(args: &EsriArgs, as_json: bool, out: &mut impl Write) -> Result<(), Findings> {
    let named: Named = read_csv(&text(&args.links)?, &text(&args.firms)?)?;
    let criticality = match args.production {
        Production::Linear => Criticality::Linear,
        Production::Leontief => Criticality::Leontief,
    };
    let mut options = Options::published(criticality);
    options.substitution = args.substitution;
    if let Some(eps) = args.eps {
        if !(eps >= 0.0 && eps.is_finite()) {
            let message = format!("a round cannot change by {eps}");
            return Err(Finding::error("LP-N037", Place::whole("--eps"), message)
                .expected("a number from 0 on; the published value is 0.01")
                .into());
        }
        options.stop = Stop::Change(eps);
    }
    let outcomes = Esri::new(&named.network, options).all();
    let mut ranked: Vec<Ranked<'_>> = (outcomes.into_iter().enumerate())
        .map(|(i, outcome)| Ranked {
            firm: &named.names[i],
            sector: &named.sectors[named.network.sectors()[i] as usize],
            outcome,
        })
        .collect();
    ranked.sort_by(|a, b| b.outcome.total.total_cmp(&a.outcome.total).then(a.firm.cmp(b.firm)));
    if as_json {
        return json(out, &ranked);
    }
    written(print_esri(&ranked[..args.top.min(ranked.len())], out))
}

fn print_esri(ranked: &[Ranked<'_>], out: &mut impl Write) -> std::io::Result<()> {
    writeln!(
        out,
        "{:<24} {:<16} {:>8} {:>8} {:>8} {:>6}",
        "firm", "sector", "ESRI", "down", "up", "rounds"
    )?;
    for row in ranked {
        let Outcome { total, down, up, rounds } = row.outcome;
        writeln!(
            out,
            "{:<24} {:<16} {total:>8.5} {down:>8.5} {up:>8.5} {rounds:>6}",
            row.firm, row.sector
        )?;
    }
    Ok(())
}
