//! `init`: a bundled study as files of one's own.

use crate::facade;
use crate::outcome::{Fault, Said};
use serde_json::json;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Bundled study.
    #[arg(value_name = "STUDY")]
    study: String,
    /// New folder; named like the study when none is given.
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

pub(crate) fn init(args: &Args) -> Result<Said, Fault> {
    let named = PathBuf::from(&args.study);
    let paths = facade::init(&args.study, args.folder.as_ref().unwrap_or(&named))?;
    let paths: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    let text = paths.iter().map(|path| format!("{path}\n")).collect();
    Ok(Said::ok(text, json!({ "files": paths })))
}
