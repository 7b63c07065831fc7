//! `linchpin network esri`: which firm takes how much of all output with it.

use super::firm_files::FirmFiles;
use super::{json, text, written};
use clap::{Args, ValueEnum};
use linchpin_network::firm::read::Named;
use linchpin_network::firm::stored::Short;
use linchpin_network::firm::{
    Criticality, Esri, Network, Options, Outcome, Stop, attributes, lanes,
};
use linchpin_network::table::{Choices, import};
use linchpin_units::{Finding, Findings, Place};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Arguments of `network esri`.
#[derive(Debug, Args)]
pub(crate) struct EsriArgs {
    #[command(flatten)]
    files: FirmFiles,
    /// Industries of a table instead of firms, in any layout `linchpin table import` knows; `built-in` for
    /// WIOD 2011 in nine regions. Their own use is a link like any other.
    #[arg(long, value_name = "PATH", conflicts_with_all = ["links", "inoue", "revenue", "cost"])]
    table: Option<PathBuf>,
    /// With --table: count sales to final demand as revenue and value added as cost, so that a part of
    /// every loss stays outside the chain.
    #[arg(long, requires = "table")]
    leak: bool,
    /// How inputs combine.
    #[arg(long, value_enum, default_value_t = Production::Linear)]
    production: Production,
    /// CSV of ratings by names of sectors: supplier,buyer,rating (2 essential, 1 in proportion, 0 not
    /// needed); replaces --production.
    #[arg(long, value_name = "FILE", conflicts_with = "production")]
    ratings: Option<PathBuf>,
    /// CSV of weights: firm,value; sales by default.
    #[arg(long, value_name = "FILE")]
    weights: Option<PathBuf>,
    /// CSV of revenues where they exceed sales in the network: firm,value.
    #[arg(long, value_name = "FILE")]
    revenue: Option<PathBuf>,
    /// CSV of costs where they exceed purchases in the network: firm,value.
    #[arg(long, value_name = "FILE")]
    cost: Option<PathBuf>,
    /// Let the rest of a supplier's sector take over as far as its share goes.
    #[arg(long)]
    substitution: bool,
    /// Stop when no firm falls by more than this in a round; the published value by default.
    #[arg(long)]
    eps: Option<f64>,
    /// Stop when the total loss grows by at most this share in a round, instead of --eps.
    #[arg(long, conflicts_with = "eps")]
    growth: Option<f64>,
    /// How losses are kept between rounds: narrower is faster, and a few firms stop a round earlier or
    /// later. The exact one has the bits of one closure at a time.
    #[arg(long, value_enum, default_value_t = Kept::Double, conflicts_with = "growth")]
    kept: Kept,
    /// Number of firms to list.
    #[arg(long, default_value_t = 20)]
    top: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Production {
    Linear,
    Leontief,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kept {
    /// 64 bits.
    Double,
    /// 32 bits: twice as fast, off by 2e-6 of itself at most where measured.
    Single,
    /// 16 bits: three times as fast, off by 1e-5 in the middle; where a stop flips, a firm may be far off.
    Short,
}

#[derive(serde::Serialize)]
struct Ranked<'a> {
    firm: &'a str,
    sector: &'a str,
    #[serde(rename = "esri")]
    outcome: Outcome,
}

fn share(flag: &str, value: f64) -> Result<f64, Finding> {
    if value >= 0.0 && value.is_finite() {
        return Ok(value);
    }
    let message = format!("a round cannot change by {value}");
    Err(Finding::error("LP-N037", Place::whole(flag), message)
        .expected("a number from 0 on; the published value is 0.01"))
}

pub(super) fn esri(args: &EsriArgs, as_json: bool, out: &mut impl Write) -> Result<(), Findings> {
    let (named, output) = match &args.table {
        Some(path) => of_table(path)?,
        None => (args.files.read()?, Vec::new()),
    };
    let criticality = match (&args.ratings, args.production) {
        (Some(file), _) => attributes::ratings(&text(file)?, &named)?,
        (None, Production::Linear) => Criticality::Linear,
        (None, Production::Leontief) => Criticality::Leontief,
    };
    let mut options = Options::published(criticality);
    options.substitution = args.substitution;
    let column = |file: &Option<PathBuf>| -> Result<Option<Vec<f64>>, Findings> {
        file.as_deref().map(|file| attributes::values(&text(file)?, &named, 0.0)).transpose()
    };
    options.weights = column(&args.weights)?;
    options.revenue = column(&args.revenue)?;
    options.cost = column(&args.cost)?;
    if args.leak {
        options.revenue = Some(output.clone());
        options.cost = Some(output);
    }
    if let Some(eps) = args.eps {
        options.stop = Stop::Change(share("--eps", eps)?);
    }
    if let Some(growth) = args.growth {
        options.stop = Stop::Growth(share("--growth", growth)?);
    }
    let esri = Esri::new(&named.network, options);
    let outcomes = match args.kept {
        Kept::Double => lanes::all::<f64>(&esri),
        Kept::Single => lanes::all::<f32>(&esri),
        Kept::Short => lanes::all::<Short>(&esri),
    };
    // Lanes know no stop by growth: then one closure after another.
    let outcomes = outcomes.unwrap_or_else(|_| esri.all());
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

/// The industries of a table as a network, and their output.
fn of_table(path: &Path) -> Result<(Named, Vec<f64>), Findings> {
    let table = import(path, &Choices::default())?;
    let names: Vec<String> = (0..table.industries()).map(|i| table.industry_name(i)).collect();
    let network = Network::of_table(&table)?;
    let sectors = table.sectors().to_vec();
    let output = table.x().to_vec();
    Ok((Named { names, sectors, network, final_demand: None, production: None }, output))
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
