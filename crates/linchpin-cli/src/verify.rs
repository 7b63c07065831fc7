//! `verify`: whether runs are whole, byte for byte what was written.

use crate::Shared;
use crate::outcome::{Exit, Fault, Said};
use crate::text::labelled;
use linchpin_results::store::load::runs;
use linchpin_results::store::verify::{Verified, verify as check};
use linchpin_results::{figures::plural, resolve};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Runs to check; all of them when none is named.
    #[arg(id = "stored", value_name = "RUN")]
    stored: Vec<String>,
}

pub(crate) fn verify(args: &Args, shared: &Shared) -> Result<Said, Fault> {
    let folders: Vec<PathBuf> = if args.stored.is_empty() {
        runs(&shared.runs)?.iter().map(|name| shared.runs.join(name)).collect()
    } else {
        args.stored.iter().map(|name| resolve(&shared.runs, name)).collect::<Result<_, _>>()?
    };
    let (mut text, mut found, mut damaged) = (String::new(), Vec::new(), 0);
    for folder in &folders {
        let (lines, value, whole) = match check(folder) {
            Ok(state) => told(folder, &state),
            Err(error) => (
                labelled("DAMAGED", &format!("{}: {error}", folder.display())),
                json!({ "run": folder.display().to_string(), "whole": false, "error": error.to_string() }),
                false,
            ),
        };
        text.push_str(&lines);
        found.push(value);
        damaged += usize::from(!whole);
    }
    let summary = match damaged {
        0 => format!("{} checked, all whole", plural(folders.len(), "run")),
        _ => format!("{} checked, {damaged} damaged", plural(folders.len(), "run")),
    };
    text.push_str(&labelled("", &summary));
    let exit = if damaged > 0 { Exit::Differs } else { Exit::Ok };
    Ok(Said::ok(text, json!({ "runs": found, "damaged": damaged })).with_exit(exit))
}

fn told(folder: &Path, state: &Verified) -> (String, Value, bool) {
    let (name, whole) = (folder.display().to_string(), state.whole());
    let digest = &state.record.report.run.digest;
    let mut text = String::new();
    if whole {
        let files = plural(state.files.len(), "file");
        text.push_str(&labelled("whole", &format!("{name}: {files}, SHA-256 {digest}")));
    } else {
        text.push_str(&labelled("DAMAGED", &name));
        for file in &state.files {
            if let Some(fault) = &file.fault {
                text.push_str(&labelled("", &format!("{}: {fault}", file.file)));
            }
        }
        text.push_str(&labelled("again", &state.record.report.run.reproduce));
    }
    for note in &state.notes {
        text.push_str(&labelled("note", note));
    }
    let value = json!({
        "run": name,
        "digest": digest,
        "whole": whole,
        "files": state.files,
        "notes": state.notes,
    });
    (text, value, whole)
}
