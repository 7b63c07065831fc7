//! `report`: the page of a stored run written anew, or its numbers for other programs.

use crate::Shared;
use crate::facade;
use crate::outcome::{Fault, Said};
use linchpin_results::{StoredRun, iamc, resolve, store};
use serde_json::json;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Run folder, its name, the start of its digest, or last.
    #[arg(value_name = "RUN", default_value = "last")]
    run: String,
    /// Where to write the page; into the run folder when not given.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write a workbook instead of the page.
    #[arg(long, value_name = "FILE")]
    xlsx: Option<PathBuf>,
    /// Write the weekly bands in the IAMC long form (CSV) instead of the page.
    #[arg(long, value_name = "FILE")]
    iamc: Option<PathBuf>,
}

pub(crate) fn report(args: &Args, shared: &Shared) -> Result<Said, Fault> {
    let run = StoredRun::open(&resolve(&shared.runs, &args.run)?)?;
    let report = run.report()?;
    let mut written: Vec<(&str, String)> = Vec::new();
    if let Some(path) = &args.xlsx {
        let book = facade::workbook(&report.named(&run.record.names))?;
        store::put(path, &book)?;
        written.push(("workbook", path.display().to_string()));
    }
    if let Some(path) = &args.iamc {
        let rows = iamc::csv(&report, &run.record.names, &run.summary()?);
        store::put(path, rows.as_bytes())?;
        written.push(("iamc", path.display().to_string()));
    }
    if args.out.is_some() || written.is_empty() {
        let page = facade::page(&report, &run.record.names)?;
        let path = args.out.clone().unwrap_or_else(|| run.folder.join("report.html"));
        store::put_page(&path, &page)?;
        written.push(("page", path.display().to_string()));
    }
    let text = written.iter().map(|(_, path)| format!("{path}\n")).collect();
    let files: serde_json::Map<String, serde_json::Value> =
        written.into_iter().map(|(what, path)| (what.to_owned(), path.into())).collect();
    let report = report.named(&run.record.names);
    let json = serde_json::to_value(&report).map_err(Fault::refused)?;
    Ok(Said::ok(text, json!({ "files": files, "report": json })))
}
