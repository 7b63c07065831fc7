//! `runs`: the runs of a folder, newest facts first: what was asked, with how many draws, and what came out.

use crate::Shared;
use crate::outcome::{Fault, Said};
use crate::text::labelled;
use linchpin_results::store::load::runs as names;
use linchpin_results::{StoredRun, figures::plural};
use serde_json::json;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Only runs of this study.
    #[arg(value_name = "STUDY")]
    study: Option<String>,
}

pub(crate) fn runs(args: &Args, shared: &Shared) -> Result<Said, Fault> {
    let (mut text, mut rows) = (String::new(), Vec::new());
    for name in names(&shared.runs)? {
        match StoredRun::open(&shared.runs.join(&name)) {
            Ok(StoredRun { record, .. }) => {
                let report = &record.report;
                if args.study.as_ref().is_some_and(|study| *study != report.study.id) {
                    continue;
                }
                let (run, span) = (&report.run, record.members);
                let shard = if record.shard {
                    format!(" (draws {} to {})", span.from, span.until)
                } else {
                    String::new()
                };
                let draws = plural((span.until - span.from) as usize, "draw");
                text.push_str(&format!("{name}\n"));
                text.push_str(&labelled("", &format!("{draws}{shard}, seed {}", run.seed)));
                text.push_str(&labelled("", &report.headline.text));
                rows.push(json!({
                    "run": name,
                    "whole": true,
                    "study": report.study,
                    "scenarios": report.scenarios.iter().map(|one| &one.id).collect::<Vec<_>>(),
                    "draws": span,
                    "shard": record.shard,
                    "seed": run.seed,
                    "digest": run.digest,
                    "headline": report.headline,
                }));
            }
            // A broken run is listed too, or nobody would know why it cannot be read.
            Err(error) if args.study.is_none() => {
                text.push_str(&format!("{name}\n"));
                text.push_str(&labelled("", &error.to_string()));
                rows.push(json!({ "run": name, "whole": false, "error": error.to_string() }));
            }
            Err(_) => {}
        }
    }
    if rows.is_empty() {
        text = labelled("", &format!("no runs in {}", shared.runs.display()));
    }
    Ok(Said::ok(text, json!({ "runs": rows })))
}
