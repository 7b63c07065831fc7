//! `explain`: a number of a run, down to its sources.

use crate::Shared;
use crate::facade;
use crate::outcome::{Fault, Said};
use crate::text::tree;
use linchpin_results::contract::language::Language;
use linchpin_results::{StoredRun, explain as reasons, resolve};
use serde_json::json;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// RUN#CELL, such as last#no-licence/skhynix-wuxi.dram.output.w52; the headline without a cell.
    #[arg(value_name = "RUN[#CELL]", default_value = "last")]
    result: String,
    /// Folder of the document store: where it holds a document, the explanation ends in its words.
    #[arg(long, default_value = crate::evidence::STORE, value_name = "DIR")]
    store: PathBuf,
    /// Language of the reasons: en, ko or zh; acts, sources and words of documents keep their own.
    #[arg(long, default_value = "en")]
    lang: Language,
}

pub(crate) fn explain(args: &Args, shared: &Shared) -> Result<Said, Fault> {
    let (run, cell) = match args.result.split_once('#') {
        Some((run, cell)) => (run, Some(cell)),
        None => (args.result.as_str(), None),
    };
    let run = StoredRun::open(&resolve(&shared.runs, run)?)?;
    let mut node = reasons::explain_in(&run, cell, args.lang).map_err(Fault::refused)?;
    facade::ground(&mut node, &args.store, args.lang);
    Ok(Said::ok(tree(&node), json!({ "digest": run.record.report.run.digest, "reasons": node })))
}
