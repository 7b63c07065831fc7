//! `linchpin table …`: import, check, show, aggregate and export input-output tables.
//!
//! In come paths; out go tables in our own folder layout, in pymrio's, or a report. No table logic
//! stands here.

use crate::outcome::Fault;
use crate::table_basis::{self, BasisArgs};
use clap::{Args, Subcommand, ValueEnum};
use linchpin_network::table::aggregate::{Groups, aggregate};
use linchpin_network::table::bundled::BuiltIn;
use linchpin_network::table::carve;
use linchpin_network::table::chips::Chips;
use linchpin_network::table::flat::Split;
use linchpin_network::table::identity::{Identity, identity};
use linchpin_network::table::parts::Parts;
use linchpin_network::table::{Choices, Layout, Mrio, import, native, pymrio};
use linchpin_results::store::whole_folder;
use linchpin_units::{Finding, Findings, Place, Text};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Input-output tables.
#[derive(Debug, Subcommand)]
pub(crate) enum TableCommand {
    /// Read a published table and keep it in our own layout.
    Import(ImportArgs),
    /// Report how far the accounts are from closing.
    Check(CheckArgs),
    /// Show regions, sectors and the largest industries.
    Show(ReadArgs),
    /// Show what the estimated table of 2023 rests on, block of trade by block.
    Basis(BasisArgs),
    /// Put regions or sectors together.
    Aggregate(AggregateArgs),
    /// Split electronics into memory, other chips and the rest, or any sector by own weights.
    Carve(CarveArgs),
    /// Write a table for other programs.
    Export(ExportArgs),
}

/// Where a table is and how it is laid out.
#[derive(Debug, Args)]
pub(crate) struct ReadArgs {
    /// File, folder or archive, or `built-in-2023`; without it `built-in`, WIOD 2011 in 9 regions and 35 industries.
    path: Option<PathBuf>,
    /// Layout, when it is not recognised.
    #[arg(long, value_enum)]
    layout: Option<LayoutName>,
    /// File inside an archive that holds several tables.
    #[arg(long)]
    member: Option<String>,
    /// Keep split countries (CN1, CN2, MX1, MX2) apart.
    #[arg(long)]
    split: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LayoutName {
    Native,
    Oecd,
    Figaro,
    Pymrio,
    Exiobase,
    Eora,
    Gloria,
    /// One flow a line: from_region,from_sector,to_region,to,value, or FIGARO's flat files.
    Csv,
    Wiod,
    Adb,
    WiodParquet,
}

/// Arguments of `table check`.
#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    read: ReadArgs,
    /// Report accounts that miss by more than one per cent without failing.
    #[arg(long)]
    force: bool,
}

/// Arguments of `table import`.
#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    #[command(flatten)]
    read: ReadArgs,
    /// Folder to write.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Arguments of `table carve`.
#[derive(Debug, Args)]
pub(crate) struct CarveArgs {
    #[command(flatten)]
    read: ReadArgs,
    /// Sector to split; electronics of the built-in weights when none is named.
    #[arg(long, requires = "weights")]
    sector: Option<String>,
    /// Year of the built-in weights: 2011 or 2023; that of a built-in table, else 2011.
    #[arg(long, value_parser = year, conflicts_with = "weights")]
    year: Option<BuiltIn>,
    /// TOML file of parts, `[[part]]` with name, share or output by region, and other weights.
    #[arg(long, value_name = "FILE", requires = "sector")]
    weights: Option<PathBuf>,
    /// Folder to write.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Arguments of `table aggregate`.
#[derive(Debug, Args)]
pub(crate) struct AggregateArgs {
    #[command(flatten)]
    read: ReadArgs,
    /// CSV with columns label,group for regions.
    #[arg(long, value_name = "FILE")]
    regions: Option<PathBuf>,
    /// CSV with columns label,group for sectors.
    #[arg(long, value_name = "FILE")]
    sectors: Option<PathBuf>,
    /// Folder to write.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Arguments of `table export`.
#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    #[command(flatten)]
    read: ReadArgs,
    /// Layout to write.
    #[arg(long, value_enum, default_value_t = Format::Pymrio)]
    format: Format,
    /// Folder to write.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Pymrio,
    Parquet,
}

/// Runs a command; prints to `out`.
///
/// # Errors
/// Findings about the inputs, or about an output that cannot be written.
pub(crate) fn run(command: &TableCommand, json: bool, out: &mut impl Write) -> Result<(), Fault> {
    match command {
        TableCommand::Import(args) => keep(&read(&args.read)?, &args.out, out),
        TableCommand::Check(args) => Ok(check(&read(&args.read)?, args.force, json, out)?),
        TableCommand::Show(args) => Ok(show(&read(args)?, json, out)?),
        TableCommand::Basis(args) => table_basis::run(args, json, out),
        TableCommand::Aggregate(args) => {
            let table = read(&args.read)?;
            let regions = groups(args.regions.as_deref())?;
            let sectors = groups(args.sectors.as_deref())?;
            keep(&aggregate(&table, &regions, &sectors)?, &args.out, out)
        }
        TableCommand::Carve(args) => carve(args, out),
        TableCommand::Export(args) => {
            let table = read(&args.read)?;
            match args.format {
                Format::Pymrio => whole(&args.out, |dir| pymrio::write(&table, dir))?,
                Format::Parquet => whole(&args.out, |dir| native::write(&table, dir))?,
            }
            Ok(written(writeln!(out, "wrote {}", args.out.display()))?)
        }
    }
}

fn read(args: &ReadArgs) -> Result<Mrio, Findings> {
    let layout = args.layout.map(|name| match name {
        LayoutName::Native => Layout::Native,
        LayoutName::Oecd => Layout::Oecd,
        LayoutName::Figaro => Layout::Figaro,
        LayoutName::Pymrio | LayoutName::Exiobase => Layout::Pymrio,
        LayoutName::Eora => Layout::Eora,
        LayoutName::Gloria => Layout::Gloria,
        LayoutName::Csv => Layout::Long,
        LayoutName::Wiod | LayoutName::Adb => Layout::Workbook,
        LayoutName::WiodParquet => Layout::WiodParquet,
    });
    let Some(path) = &args.path else { return BuiltIn::default().table() };
    let split = if args.split { Split::Apart } else { Split::Together };
    import(path, &Choices { layout, member: args.member.clone(), split })
}

fn groups(path: Option<&Path>) -> Result<Groups, Findings> {
    let Some(path) = path else { return Ok(Groups::new()) };
    let name = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| {
        Finding::error("LP-N009", Place::whole(&name), format!("cannot be read: {error}"))
            .expected("a CSV with the columns label,group")
    })?;
    let text = Text::from_bytes(&name, &bytes)?;
    let rows = text.csv(&["label", "group"])?;
    let pair = |row: &linchpin_units::text::Row<'_>| {
        (row.cell("label").to_owned(), row.cell("group").to_owned())
    };
    Ok(rows.iter().map(pair).collect())
}

fn written(outcome: std::io::Result<()>) -> Result<(), Findings> {
    outcome.map_err(|error| {
        let place = Place::whole("standard output");
        Finding::error("LP-N014", place, format!("cannot be written: {error}")).into()
    })
}

fn keep(table: &Mrio, dir: &Path, out: &mut impl Write) -> Result<(), Fault> {
    whole(dir, |dir| native::write(table, dir))?;
    Ok(written(head(table, out).and_then(|()| writeln!(out, "wrote {}", dir.display())))?)
}

/// A folder that is written aside and appears whole, or not at all; a table that stands there is replaced.
fn whole(dir: &Path, write: impl FnOnce(&Path) -> Result<(), Finding>) -> Result<(), Fault> {
    // Only a table may be replaced: the folder of something else is not ours to take away.
    let table = ["table.json", "file_parameters.json"].iter().any(|name| dir.join(name).is_file());
    whole_folder(dir, table, |aside| write(aside).map_err(|finding| unwritten(dir, &finding)))
}

/// A table that was read and cannot be written: the disk's fault, not the input's.
fn unwritten(dir: &Path, finding: &Finding) -> Fault {
    let told = format!("{}: {}", dir.join(&finding.place.file).display(), finding.message);
    // The layers below know files by name; what the system said is in their words.
    let says = |code: i32| told.contains(&std::io::Error::from_raw_os_error(code).to_string());
    const NO_SPACE: i32 = 28;
    const OVER_QUOTA: i32 = 122;
    if says(NO_SPACE) || says(OVER_QUOTA) { Fault::TryAgain(told) } else { Fault::NotWritten(told) }
}

fn year(text: &str) -> Result<BuiltIn, String> {
    let found = BuiltIn::ALL.into_iter().find(|table| table.year().to_string() == text);
    found.ok_or_else(|| "weights are built in for 2011 and 2023".to_owned())
}

fn carve(args: &CarveArgs, out: &mut impl Write) -> Result<(), Fault> {
    let of_table = args.read.path.as_deref().and_then(BuiltIn::named);
    let built_in = args.year.or(of_table).unwrap_or_default();
    let whole = read(&args.read)?.closed().0;
    let (table, rests_on) = match (&args.sector, &args.weights) {
        (Some(sector), Some(file)) => {
            let name = file.display().to_string();
            let bytes = std::fs::read(file).map_err(|error| {
                let message = format!("cannot be read: {error}");
                Findings::from(Finding::error("LP-N009", Place::whole(&name), message))
            })?;
            let text = Text::from_bytes(&name, &bytes).map_err(Findings::from)?;
            let parts = Parts::read(&text).map_err(Findings::from)?;
            carve::carve(&whole, sector, &parts.of(&whole))?
        }
        _ => {
            let chips = Chips::embedded(built_in).map_err(Findings::from)?;
            chips.carve(&whole, chips.stated())?
        }
    };
    keep(&table, &args.out, out)?;
    if args.weights.is_none() {
        written(writeln!(out, "split by the built-in weights of {}", built_in.year()))?;
    }
    let percent = |share: f64| format!("{:.1} %", share * 100.0);
    Ok(written(writeln!(
        out,
        "imputed by weights: {} of intermediate flows, {} of final demand; all other flows are the table's\nbalanced to {:.0e} of the sector",
        percent(rests_on.imputed_intermediate),
        percent(rests_on.imputed_final),
        rests_on.off
    ))?)
}

fn head(table: &Mrio, out: &mut impl Write) -> std::io::Result<()> {
    let origin = table.origin();
    writeln!(out, "{} ({})", origin.name, origin.unit)?;
    let (regions, sectors) = (table.regions().len(), table.sectors().len());
    writeln!(out, "{regions} regions x {sectors} sectors = {} industries", table.industries())?;
    if !origin.attribution.is_empty() {
        writeln!(out, "attribution: {}", origin.attribution)?;
    }
    if !origin.licence.is_empty() {
        writeln!(out, "licence: {}", origin.licence)?;
    }
    if let Some(digest) = &origin.digest {
        writeln!(out, "digest of the source: {digest}")?;
    }
    Ok(())
}

fn check(table: &Mrio, force: bool, json: bool, out: &mut impl Write) -> Result<(), Findings> {
    let report = identity(table);
    let closes = report.check(table);
    if let (Err(finding), false) = (&closes, force) {
        return Err(finding.clone().into());
    }
    if json {
        let told = Checked { report: &report, closes: closes.is_ok(), forced: closes.is_err() };
        let done = serde_json::to_writer(&mut *out, &told).map_err(std::io::Error::from);
        return written(done.and_then(|()| writeln!(out)));
    }
    written(print_check(table, &report, out).and_then(|()| match closes {
        Ok(()) => Ok(()),
        Err(finding) => writeln!(out, "forced: {}", finding.message),
    }))
}

#[derive(serde::Serialize)]
struct Checked<'a> {
    #[serde(flatten)]
    report: &'a Identity,
    closes: bool,
    forced: bool,
}

fn print_check(table: &Mrio, report: &Identity, out: &mut impl Write) -> std::io::Result<()> {
    head(table, out)?;
    let (worst, whose) = &report.worst_row;
    writeln!(out, "rows: median error {:.1e}, worst {worst} ({whose})", report.median_row_error)?;
    writeln!(out, "industries without output: {}", report.without_output)?;
    writeln!(out, "industries that buy more than they make: {}", report.negative_value_added)?;
    writeln!(out, "cells of final demand below zero: {}", report.negative_final_demand)
}

#[derive(serde::Serialize)]
struct Shown<'a> {
    name: &'a str,
    unit: &'a str,
    attribution: &'a str,
    licence: &'a str,
    regions: &'a [String],
    sectors: &'a [String],
    categories: &'a [String],
    output: f64,
}

fn show(table: &Mrio, json: bool, out: &mut impl Write) -> Result<(), Findings> {
    let output: f64 = table.x().iter().sum();
    if json {
        let shown = Shown {
            name: &table.origin().name,
            unit: &table.origin().unit,
            attribution: &table.origin().attribution,
            licence: &table.origin().licence,
            regions: table.regions(),
            sectors: table.sectors(),
            categories: table.categories(),
            output,
        };
        let done = serde_json::to_writer(&mut *out, &shown).map_err(std::io::Error::from);
        return written(done.and_then(|()| writeln!(out)));
    }
    written(print_show(table, output, out))
}

fn print_show(table: &Mrio, output: f64, out: &mut impl Write) -> std::io::Result<()> {
    let mut ranked: Vec<usize> = (0..table.industries()).collect();
    ranked.sort_by(|a, b| table.x()[*b].total_cmp(&table.x()[*a]).then(a.cmp(b)));
    head(table, out)?;
    writeln!(out, "regions: {}", table.regions().join(" "))?;
    writeln!(out, "sectors: {}", table.sectors().join(" "))?;
    writeln!(out, "final demand: {}", table.categories().join(" "))?;
    writeln!(out, "output {output}; largest industries:")?;
    for i in ranked.into_iter().take(10) {
        writeln!(out, "  {:<24} {:>16.1}", table.industry_name(i), table.x()[i])?;
    }
    Ok(())
}
