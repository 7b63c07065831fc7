//! `world`: the facts behind every run, checked, shown, exported.

use crate::facade;
use crate::outcome::{Exit, Fault, Said};
use crate::render;
use crate::text::outline;
use clap::Subcommand;
use linchpin_results::export::export;
use linchpin_results::figures::plural;
use linchpin_units::Severity;
use serde_json::json;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    verb: Verb,
    /// Folder with another world than the bundled one.
    #[arg(long, global = true, value_name = "DIR")]
    world: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Checks every table; all findings at once.
    Check,
    /// Shows a site, firm, product or material with its sources; the whole world when none is named.
    Show {
        /// Id, name or alias.
        #[arg(value_name = "NAME")]
        name: Option<String>,
    },
    /// Writes all tables as CSV and Parquet.
    Export {
        /// Folder to write into.
        #[arg(value_name = "DIR", default_value = "world-export", conflicts_with = "out")]
        folder: PathBuf,
        /// The same, by name.
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
}

pub(crate) fn world(args: &Args) -> Result<Said, Fault> {
    let world = args.world.as_deref();
    match &args.verb {
        Verb::Check => {
            let findings = facade::world_check(world);
            let text = format!(
                "{}, {}\n",
                plural(findings.count(Severity::Error), "error"),
                plural(findings.count(Severity::Warning), "warning")
            );
            let rests = facade::world_grades(world).filter(|(_, all)| *all > 0).map(|(weak, all)| {
                let share = 100.0 * weak as f64 / all as f64;
                format!("{weak} of {all} facts that a model draws from ({share:.0} %) rest on memory or assumption\n")
            });
            let text = text + &rests.unwrap_or_default();
            let exit = if findings.any_error() { Exit::BadInput } else { Exit::Ok };
            let said = Said::ok(text, findings.to_json());
            Ok(said.with_talk(render::findings(&findings)).with_exit(exit))
        }
        Verb::Show { name } => {
            let shown = facade::world_show(world, name.as_deref())?;
            Ok(Said::ok(outline(&shown), shown))
        }
        Verb::Export { folder, out } => {
            let out = out.as_ref().unwrap_or(folder);
            let (rows, digest) = facade::world_rows(world)?;
            let paths = export(out, &rows, &digest)?;
            let paths: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
            let text = paths.iter().map(|path| format!("{path}\n")).collect();
            Ok(Said::ok(text, json!({ "files": paths, "world": digest })))
        }
    }
}
