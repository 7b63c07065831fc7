//! `check`: files of any kind, all findings at once.

use crate::facade;
use crate::outcome::{Exit, Fault, Said};
use crate::render;
use linchpin_results::figures::plural;
use linchpin_units::{Findings, Severity};
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Study folders, world folders, act files or folders of acts.
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
}

pub(crate) fn check(args: &Args) -> Result<Said, Fault> {
    let mut findings = Findings::default();
    for path in &args.paths {
        findings.extend(facade::check(path));
    }
    let text = format!(
        "{} checked: {}, {}\n",
        plural(args.paths.len(), "path"),
        plural(findings.count(Severity::Error), "error"),
        plural(findings.count(Severity::Warning), "warning")
    );
    let exit = if findings.any_error() { Exit::BadInput } else { Exit::Ok };
    let said = Said::ok(text, findings.to_json());
    Ok(said.with_talk(render::findings(&findings)).with_exit(exit))
}
