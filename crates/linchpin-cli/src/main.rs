//! The command line: one verb a file, no logic of its own.
//!
//! In come arguments; out comes data on stdout (text, or JSON with `--json`), talk on stderr and an exit
//! code: 0 ok, 1 differs, 2 usage, 3 bad input, 4 model failed, 5 partial.

mod ask;
mod check;
mod cite;
mod compare;
mod evidence;
mod explain;
mod facade;
mod hindcast;
mod list;
mod merge;
mod network;
mod outcome;
mod policy;
mod progress;
mod render;
mod report;
mod run;
mod serve;
mod table;
mod text;
mod world;

use clap::{Parser, Subcommand};
use linchpin_units::Findings;
use outcome::{Fault, Said};
use std::path::PathBuf;
use std::process::ExitCode;

/// An executable model of the memory-chip supply chain between Korea, China and the US.
#[derive(Debug, Parser)]
#[command(name = "linchpin", version, max_term_width = 100, arg_required_else_help = true)]
struct Cli {
    #[command(flatten)]
    shared: Shared,
    #[command(subcommand)]
    verb: Verb,
}

/// What every verb understands.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Shared {
    /// Print JSON instead of text.
    #[arg(long, global = true)]
    json: bool,
    /// Folder that holds the runs.
    #[arg(long, global = true, default_value = "runs", value_name = "DIR")]
    runs: PathBuf,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Lists the bundled studies and their scenarios.
    List,
    /// Runs a study, prints the answer and writes a run folder.
    Run(run::Args),
    /// Puts two runs, or two scenarios of a run, side by side.
    Compare(compare::Args),
    /// Says why a number of a run is what it is.
    Explain(explain::Args),
    /// Writes the report page of a stored run anew.
    Report(report::Args),
    /// Says how to cite Linchpin, or a run.
    Cite(cite::Args),
    /// Shows, checks or exports the world.
    World(world::Args),
    /// Checks study, world or act files; all findings at once.
    Check(check::Args),
    /// Runs the episodes of the past and scores the model against them.
    Hindcast(hindcast::Args),
    /// Asks the law: may this go there, for whom, what for, on which day, as known when.
    Ask(Box<ask::Args>),
    /// Shows the acts, their timelines and what differs between two days.
    Policy(policy::Args),
    /// Documents: what each side said, word for word, and where the accounts disagree.
    Evidence(evidence::EvidenceArgs),
    /// Serves the pages and the API on this machine.
    Serve(serve::Args),
    /// Sends shocks through input-output tables and networks of firms.
    #[command(subcommand)]
    Network(network::NetworkCommand),
    /// Input-output tables: imports, checks, shows, aggregates and exports them.
    #[command(subcommand)]
    Table(table::TableCommand),
    /// Joins shards made with `run --members A..B` into one run.
    Merge(merge::Args),
}

fn dispatch(shared: &Shared, verb: &Verb) -> Result<Said, Fault> {
    match verb {
        Verb::List => Ok(list::list()),
        Verb::Run(args) => run::run(args, shared),
        Verb::Compare(args) => compare::compare(args, shared),
        Verb::Explain(args) => explain::explain(args, shared),
        Verb::Report(args) => report::report(args, shared),
        Verb::Cite(args) => cite::cite(args, shared),
        Verb::World(args) => world::world(args),
        Verb::Check(args) => check::check(args),
        Verb::Hindcast(args) => hindcast::hindcast(args),
        Verb::Merge(args) => merge::merge(args, shared),
        Verb::Serve(args) => serve::serve(args, shared),
        Verb::Ask(_) | Verb::Policy(_) | Verb::Evidence(_) | Verb::Network(_) | Verb::Table(_) => {
            unreachable!("answered before")
        }
    }
}

/// The exit code of a verb that prints for itself.
fn printed(outcome: Result<(), Findings>, json: bool) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(findings) => Fault::Input(findings).print(json),
    }
}

fn main() -> ExitCode {
    let Cli { shared, verb } = Cli::parse();
    match verb {
        Verb::Ask(mut args) => {
            args.json = shared.json;
            ask::run(&args)
        }
        Verb::Policy(mut args) => {
            args.json = shared.json;
            policy::run(&args)
        }
        Verb::Evidence(args) => printed(evidence::run(args, shared.json), shared.json),
        Verb::Network(command) => {
            printed(network::run(&command, shared.json, &mut std::io::stdout().lock()), shared.json)
        }
        Verb::Table(command) => {
            printed(table::run(&command, shared.json, &mut std::io::stdout().lock()), shared.json)
        }
        verb => match dispatch(&shared, &verb) {
            Ok(said) => said.print(shared.json),
            Err(fault) => fault.print(shared.json),
        },
    }
}
