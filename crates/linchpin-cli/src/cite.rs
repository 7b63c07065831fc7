//! `cite`: how to cite Linchpin, or a run of it.

use crate::Shared;
use crate::facade;
use crate::outcome::{Fault, Said};
use crate::text::labelled;
use linchpin_results::{StoredRun, resolve};
use serde_json::json;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Run to cite; Linchpin itself when not given.
    #[arg(value_name = "RUN")]
    run: Option<String>,
}

pub(crate) fn cite(args: &Args, shared: &Shared) -> Result<Said, Fault> {
    let software = facade::citation();
    let Some(run) = &args.run else {
        return Ok(Said::ok(format!("{software}\n"), json!({ "citation": software })));
    };
    let StoredRun { folder, record } = StoredRun::open(&resolve(&shared.runs, run)?)?;
    let run = &record.report.run;
    let mut text = labelled("cite", &run.citation);
    text.push_str(&labelled("digest", &run.digest));
    if record.shard {
        let span = record.members;
        let last = span.until - 1;
        let part = format!("draws {} to {last} of {}, a part to be merged", span.from, run.members);
        text.push_str(&labelled("shard", &part));
    }
    text.push_str(&labelled("again", &run.reproduce));
    let json = json!({
        "citation": run.citation,
        "software": software,
        "digest": run.digest,
        "reproduce": run.reproduce,
        "run": folder.display().to_string(),
    });
    Ok(Said::ok(text, json))
}
