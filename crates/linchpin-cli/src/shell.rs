//! `completions` and `man`: what shells and manual readers need, made from the same arguments.

use crate::Cli;
use crate::outcome::{Fault, Said};
use clap::CommandFactory as _;
use clap_complete::Shell;
use linchpin_results::store;
use serde_json::json;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(crate) struct Completions {
    /// Shell to complete for.
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Man {
    /// Folder to write the pages into; the first page is printed when none is given.
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// A script to be read by the shell.
pub(crate) fn completions(args: &Completions) -> Said {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "linchpin", &mut script);
    let script = String::from_utf8_lossy(&script).into_owned();
    let json = json!({ "shell": args.shell.to_string(), "script": script });
    Said::ok(script, json)
}

/// Manual pages in roff: one for the program and one for each verb.
pub(crate) fn man(args: &Man) -> Result<Said, Fault> {
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    let page = |command: &clap::Command| {
        let mut page = Vec::new();
        let made = clap_mangen::Man::new(command.clone()).render(&mut page);
        made.map(|()| page).map_err(Fault::refused)
    };
    let Some(folder) = &args.folder else {
        let text = String::from_utf8_lossy(&page(&command)?).into_owned();
        return Ok(Said::ok(text.clone(), json!({ "page": text })));
    };
    std::fs::create_dir_all(folder).map_err(|error| {
        Fault::NotWritten(format!("cannot write {}: {error}", folder.display()))
    })?;
    let mut files = Vec::new();
    for command in std::iter::once(&command).chain(command.get_subcommands()) {
        let name = command.get_display_name().unwrap_or_else(|| command.get_name());
        let path = folder.join(format!("{name}.1"));
        store::put(&path, &page(command)?)?;
        files.push(path.display().to_string());
    }
    let text = files.iter().map(|path| format!("{path}\n")).collect();
    Ok(Said::ok(text, json!({ "files": files })))
}
