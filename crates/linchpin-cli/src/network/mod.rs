//! `linchpin network …`: shock propagation over tables and networks of firms.
//!
//! In come arguments; out goes a table for people or JSON for machines. No model logic stands here.

mod ario;
mod esri;
mod firm_files;
mod firms;
mod readings;
mod scenarios;
mod statics;

use clap::Subcommand;
use linchpin_units::{Finding, Findings, Place, Text};
use std::io::Write;
use std::path::Path;

/// Shock propagation.
#[derive(Debug, Subcommand)]
pub(crate) enum NetworkCommand {
    /// Run ARIO day by day: a folder of Z.csv, Y.csv, x.csv and run.json, or a table and a shock.
    Ario(ario::ArioArgs),
    /// Rank firms by the output that goes when they stop (ESRI).
    Esri(esri::EsriArgs),
    /// Say what a table says before anything moves: multipliers, upstreamness, extraction.
    Statics(statics::StaticsArgs),
    /// Run ARIO on a network of firms (Inoue and Todo) under damage to some of them.
    Firms(firms::FirmsArgs),
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
        NetworkCommand::Ario(args) => match ario::ario(args, as_json, out)? {
            None => Ok(()),
            Some((case, closed_by)) => readings::ario(args, case, closed_by, as_json, out),
        },
        NetworkCommand::Esri(args) => esri::esri(args, as_json, out),
        NetworkCommand::Statics(args) => statics::statics(args, as_json, out),
        NetworkCommand::Firms(args) => firms::firms(args, as_json, out),
    }
}

fn written(outcome: std::io::Result<()>) -> Result<(), Findings> {
    outcome.map_err(|error| {
        let place = Place::whole("standard output");
        Finding::error("LP-N014", place, format!("cannot be written: {error}")).into()
    })
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
