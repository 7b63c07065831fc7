//! `linchpin network statics`: what a table says before anything moves.

use super::{json, written};
use clap::{Args, ValueEnum};
use linchpin_network::statics::industry::{INDUSTRIES, Place as Row, places};
use linchpin_network::table::{Choices, bundled, import};
use linchpin_units::{Finding, Findings, Place};
use std::io::Write;
use std::path::PathBuf;

/// Arguments of `network statics`.
#[derive(Debug, Args)]
pub(crate) struct StaticsArgs {
    /// Table in any layout `linchpin table import` knows; without it the built-in WIOD 2011.
    #[arg(long, value_name = "PATH")]
    table: Option<PathBuf>,
    /// What to rank by.
    #[arg(long, value_enum, default_value_t = By::Extraction)]
    by: By,
    /// Number of industries to list.
    #[arg(long, default_value_t = 20)]
    top: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    /// Output lost when the industry is taken out.
    Extraction,
    /// Leontief multiplier.
    Backward,
    /// Ghosh multiplier, which is upstreamness.
    Forward,
    Output,
}

#[derive(serde::Serialize)]
struct Told<'a> {
    table: &'a str,
    attribution: &'a str,
    unit: &'a str,
    industries: &'a [Row],
}

pub(super) fn statics(
    args: &StaticsArgs,
    as_json: bool,
    out: &mut impl Write,
) -> Result<(), Findings> {
    let table = match &args.table {
        Some(path) => import(path, &Choices::default())?,
        None => bundled::wiod_2011()?,
    };
    let origin = table.origin();
    let place = || Place::whole(&origin.name);
    if table.industries() > INDUSTRIES {
        let message = format!("{} industries are too many to invert", table.industries());
        return Err(Finding::error("LP-N016", place(), message)
            .expected(format!("at most {INDUSTRIES}"))
            .help("aggregate the table first")
            .into());
    }
    let mut rows = places(&table)
        .map_err(|singular| Finding::error("LP-N011", place(), singular.to_string()))?;
    let key = |row: &Row| match args.by {
        By::Extraction => row.extraction,
        By::Backward => row.backward,
        By::Forward => row.forward,
        By::Output => row.output,
    };
    rows.sort_by(|a, b| key(b).total_cmp(&key(a)).then_with(|| a.industry.cmp(&b.industry)));
    if as_json {
        let (name, attribution, unit) = (&origin.name, &origin.attribution, &origin.unit);
        return json(out, &Told { table: name, attribution, unit, industries: &rows });
    }
    written(print(&origin.name, &origin.unit, &rows[..args.top.min(rows.len())], out))
}

fn print(name: &str, unit: &str, rows: &[Row], out: &mut impl Write) -> std::io::Result<()> {
    writeln!(out, "{name} ({unit})")?;
    writeln!(
        out,
        "{:<24} {:>14} {:>9} {:>9} {:>14} {:>8}",
        "industry", "output", "backward", "forward", "if taken out", "% of all"
    )?;
    for row in rows {
        writeln!(
            out,
            "{:<24} {:>14.1} {:>9.3} {:>9.3} {:>14.1} {:>8.3}",
            row.industry,
            row.output,
            row.backward,
            row.forward,
            row.extraction,
            100.0 * row.extraction_share
        )?;
    }
    Ok(())
}
