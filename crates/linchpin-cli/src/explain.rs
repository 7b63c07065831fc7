//! `explain`: a number of a run, down to its sources.

use crate::Shared;
use crate::outcome::{Fault, Said};
use crate::text::tree;
use linchpin_results::{StoredRun, explain as reasons, resolve};
use serde_json::json;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// RUN#CELL, such as last#no-licence/skhynix-wuxi.dram.output.w52; the headline without a cell.
    #[arg(value_name = "RUN[#CELL]", default_value = "last")]
    result: String,
}

pub(crate) fn explain(args: &Args, shared: &Shared) -> Result<Said, Fault> {
    let (run, cell) = match args.result.split_once('#') {
        Some((run, cell)) => (run, Some(cell)),
        None => (args.result.as_str(), None),
    };
    let run = StoredRun::open(&resolve(&shared.runs, run)?)?;
    let node = reasons::explain(&run, cell).map_err(Fault::refused)?;
    Ok(Said::ok(tree(&node), json!({ "digest": run.record.report.run.digest, "reasons": node })))
}
