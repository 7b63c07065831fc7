//! `linchpin network firms`: firm-level ARIO under damage to some firms.

use super::firm_files::FirmFiles;
use super::{json, text, written};
use clap::{Args, ValueEnum};
use linchpin_network::firm::{FirmArio, FirmParams, FirmRationing, attributes};
use linchpin_units::{Finding, Findings, Place};
use std::io::Write;
use std::path::PathBuf;

/// Arguments of `network firms`; amounts are per day.
#[derive(Debug, Args)]
pub(crate) struct FirmsArgs {
    #[command(flatten)]
    files: FirmFiles,
    /// CSV of final demand: firm,value; Inoue's files state it themselves.
    #[arg(long, value_name = "FILE", required_unless_present = "inoue", conflicts_with = "inoue")]
    final_demand: Option<PathBuf>,
    /// CSV of damage: firm,value; the share of capacity lost from the first day on.
    #[arg(long, value_name = "FILE")]
    damage: PathBuf,
    /// Days of stock each firm aims at (Inoue and Todo: 15).
    #[arg(long, default_value_t = 15.0)]
    stock_days: f64,
    /// Days over which stocks are adjusted (Inoue and Todo: 6).
    #[arg(long, default_value_t = 6.0)]
    adjustment_days: f64,
    /// Who is served when production falls short.
    #[arg(long, value_enum, default_value_t = Rule::Proportional)]
    rationing: Rule,
    /// Days to compute.
    #[arg(long, default_value_t = 30)]
    days: u32,
    /// Days after which the damage is repaired; never by default.
    #[arg(long)]
    repaired_after: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Rule {
    Proportional,
    FinalDemandLast,
    WaterFill,
    WaterFillFinalDemandLast,
}

#[derive(serde::Serialize)]
struct FirmsReport<'a> {
    /// Total production before the damage and after each day.
    total: &'a [f64],
    firms: Vec<Firm<'a>>,
}

#[derive(serde::Serialize)]
struct Firm<'a> {
    firm: &'a str,
    usual: f64,
    last: f64,
    lost: f64,
}

pub(super) fn firms(args: &FirmsArgs, as_json: bool, out: &mut impl Write) -> Result<(), Findings> {
    linchpin_network::limits::days("--days", args.days)?;
    let named = args.files.read()?;
    named.network.without_self_links()?;
    let demand = match (&args.final_demand, &named.final_demand) {
        (Some(file), _) => attributes::values(&text(file)?, &named, 0.0)?,
        (None, stated) => stated.clone().unwrap_or_else(|| vec![0.0; named.names.len()]),
    };
    let damage = attributes::values(&text(&args.damage)?, &named, 0.0)?;
    let mut findings = Findings::default();
    let mut positive = |flag: &str, value: f64| {
        if !(value > 0.0 && value.is_finite()) {
            let message = format!("{value} is not a number of days");
            findings.push(Finding::error("LP-N011", Place::whole(flag), message));
        }
    };
    positive("--stock-days", args.stock_days);
    positive("--adjustment-days", args.adjustment_days);
    if damage.iter().any(|share| *share > 1.0) {
        let place = Place::whole(&args.damage.display().to_string());
        findings.push(Finding::error("LP-N011", place, "a firm cannot lose more than it has"));
    }
    if findings.any_error() {
        return Err(findings);
    }
    let n = named.names.len();
    let params = FirmParams {
        stock_days: vec![args.stock_days; n],
        adjustment_days: args.adjustment_days,
        rationing: match args.rationing {
            Rule::Proportional => FirmRationing::Proportional,
            Rule::FinalDemandLast => FirmRationing::FinalLast,
            Rule::WaterFill => FirmRationing::WaterFill,
            Rule::WaterFillFinalDemandLast => FirmRationing::WaterFillFinalLast,
        },
    };
    let mut run = FirmArio::new(&named.network, demand, params);
    let whole = vec![0.0; n];
    let mut total = vec![run.production().iter().sum::<f64>()];
    let mut lost = vec![0.0; n];
    for day in 0..args.days {
        let repaired = args.repaired_after.is_some_and(|last| day >= last);
        run.step(if repaired { &whole } else { &damage });
        total.push(run.production().iter().sum());
        for (lost, (usual, now)) in lost.iter_mut().zip(run.usual().iter().zip(run.production())) {
            *lost += usual - now;
        }
    }
    if as_json {
        let firm = |i: usize| Firm {
            firm: &named.names[i],
            usual: run.usual()[i],
            last: run.production()[i],
            lost: lost[i],
        };
        return json(out, &FirmsReport { total: &total, firms: (0..n).map(firm).collect() });
    }
    written(print(&total, out))
}

fn print(total: &[f64], out: &mut impl Write) -> std::io::Result<()> {
    writeln!(out, "{:>5} {:>16} {:>9}", "day", "production", "of usual")?;
    for (day, now) in total.iter().enumerate() {
        writeln!(out, "{:>5} {now:>16.4} {:>8.3} %", day as i64 - 1, 100.0 * now / total[0])?;
    }
    Ok(())
}
