//! `report`: the page of a stored run, written anew.

use crate::Shared;
use crate::facade;
use crate::outcome::{Fault, Said};
use linchpin_results::{StoredRun, resolve, store};
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
}

pub(crate) fn report(args: &Args, shared: &Shared) -> Result<Said, Fault> {
    let run = StoredRun::open(&resolve(&shared.runs, &args.run)?)?;
    let report = run.report()?;
    let page = facade::page(&report, &run.record.names)?;
    let path = args.out.clone().unwrap_or_else(|| run.folder.join("report.html"));
    store::put(&path, page.as_bytes())?;
    let path = path.display().to_string();
    let report = report.named(&run.record.names);
    let json = serde_json::to_value(&report).map_err(Fault::refused)?;
    Ok(Said::ok(format!("{path}\n"), json!({ "page": path, "report": json })))
}
