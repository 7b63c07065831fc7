//! The command line: one verb a file, no logic of its own.
//!
//! In come arguments; out comes data on stdout (text, or JSON with `--json`), talk on stderr and an exit
//! code: 0 ok, 1 differs, 2 usage, 3 bad input, 4 model failed, 74 not written, 75 disk full or short of
//! memory: try again. [`main`] is the program; [`answer`] gives
//! the same to a caller in the same process, so that the Python package can do whatever a shell can.

mod ask;
mod bank;
mod brief;
mod check;
mod chokepoints;
mod cite;
mod codes;
mod compare;
mod cutsets;
mod cycle;
mod decide;
mod discover;
mod error;
mod evidence;
mod explain;
mod facade;
mod full;
mod guess;
mod hindcast;
mod init;
mod interrupt;
mod limits;
mod list;
#[cfg(feature = "mcp")]
mod mcp;
mod merge;
mod network;
mod outcome;
mod policy;
mod progress;
mod render;
mod report;
mod run;
mod runs;
mod sensitivity;
mod serve;
mod shell;
mod structure;
mod sweep;
mod table;
mod table_basis;
mod table_names;
mod terminal;
mod text;
mod trade;
mod typed;
mod verify;
mod world;

use clap::{CommandFactory as _, Parser, Subcommand};
use facade::Watch;
use outcome::{Fault, Said};
use std::ffi::OsString;
use std::path::PathBuf;

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
struct Shared {
    /// Print JSON instead of text.
    #[arg(long, global = true)]
    json: bool,
    /// Folder that holds the runs.
    #[arg(long, global = true, default_value = "runs", value_name = "DIR")]
    runs: PathBuf,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Lists the bundled studies and their scenarios, or shows one.
    List(list::Args),
    /// Copies a bundled study into a new folder, to be edited and run from there.
    Init(init::Args),
    /// Runs a study, prints the answer and writes a run folder.
    Run(run::Args),
    /// Lists the stored runs.
    Runs(runs::Args),
    /// Checks that stored runs are whole and unchanged.
    Verify(verify::Args),
    /// Puts two runs, or two scenarios of a run, side by side.
    Compare(compare::Args),
    /// Says why a number of a run is what it is.
    Explain(explain::Args),
    /// Says which uncertain numbers an answer hangs on.
    Sensitivity(sensitivity::Args),
    /// Finds the box of factors in which a stored run loses much; or its scenarios' regrets.
    Discover(discover::Args),
    /// Says which level of a stock, and which day of an act, keep a loss within a limit.
    Decide(decide::Args),
    /// Many runs in chunks that survive crashes: plan, run, resume, status, shard, merge.
    #[command(subcommand)]
    Sweep(sweep::SweepCommand),
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
    /// Tests the model of the price cycle out of sample, or says where the market stands on a day.
    Cycle(cycle::Args),
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
    /// Who can stop a product, alone or together, on a day and before and after each act.
    Chokepoints(chokepoints::Args),
    /// Where each industry of a table stands: linkages, extraction, reliance on abroad.
    Structure(structure::Args),
    /// Trade equilibria: what decoupling costs each country, by horizon.
    Trade(trade::Args),
    /// Minimal cut sets of a fault tree (Open-PSA): which failures together are enough.
    Cutsets(cutsets::Args),
    /// Says what a code of a finding means.
    Error(error::Args),
    /// Joins shards made with `run --members A..B` into one run.
    Merge(merge::Args),
    /// Serves tools for agents on standard input and output (Model Context Protocol).
    #[cfg(feature = "mcp")]
    Mcp(mcp::Args),
    /// Writes a script that completes commands in a shell.
    Completions(shell::Completions),
    /// Prints the manual page, or writes all of them into a folder.
    Man(shell::Man),
}

fn dispatch(shared: &Shared, verb: &Verb, watch: &Watch<'_>) -> Result<Said, Fault> {
    limits::threads();
    match verb {
        Verb::List(args) => list::list(args),
        Verb::Init(args) => init::init(args),
        Verb::Run(args) => run::run(args, shared, watch),
        Verb::Runs(args) => runs::runs(args, shared),
        Verb::Verify(args) => verify::verify(args, shared),
        Verb::Compare(args) => compare::compare(args, shared),
        Verb::Explain(args) => explain::explain(args, shared),
        Verb::Sensitivity(args) => sensitivity::sensitivity(args, watch),
        Verb::Discover(args) => discover::discover(args, shared),
        Verb::Decide(args) => decide::decide(args, watch),
        Verb::Sweep(command) => sweep::sweep(command, watch),
        Verb::Report(args) => report::report(args, shared),
        Verb::Cite(args) => cite::cite(args, shared),
        Verb::World(args) => world::world(args),
        Verb::Check(args) => check::check(args),
        Verb::Hindcast(args) => hindcast::hindcast(args),
        Verb::Cycle(args) => cycle::cycle(args),
        Verb::Chokepoints(args) => chokepoints::run(args),
        Verb::Structure(args) => structure::run(args),
        Verb::Trade(args) => trade::run(args),
        Verb::Cutsets(args) => cutsets::cutsets(args),
        Verb::Merge(args) => merge::merge(args, shared),
        Verb::Serve(args) => serve::serve(args, shared),
        Verb::Error(args) => error::error(args),
        #[cfg(feature = "mcp")]
        Verb::Mcp(args) => mcp::mcp(args, shared),
        Verb::Completions(args) => Ok(shell::completions(args)),
        Verb::Man(args) => shell::man(args),
        Verb::Ask(args) => ask::run(args),
        Verb::Policy(args) => policy::run(args),
        Verb::Evidence(args) => evidence::run(args, shared.json),
        Verb::Network(command) => written(|out| network::run(command, shared.json, out)),
        Verb::Table(command) => written(|out| table::run(command, shared.json, out)),
    }
}

/// A verb that writes in the form asked for.
fn written<E: Into<Fault>>(
    verb: impl FnOnce(&mut Vec<u8>) -> Result<(), E>,
) -> Result<Said, Fault> {
    let mut out = Vec::new();
    verb(&mut out).map_err(Into::into)?;
    Ok(Said::plain(String::from_utf8_lossy(&out).into_owned()))
}

/// What a command line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Data.
    pub stdout: String,
    /// Talk: findings, warnings; without colour.
    pub stderr: String,
    /// Exit code.
    pub code: u8,
}

/// Answers a command line without printing; the first argument is the program's name. `watch` hears of
/// the draws that a run has done and may stop it.
///
/// `serve` does not answer: it runs until it is interrupted.
pub fn answer(
    arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    watch: &Watch<'_>,
) -> Answer {
    let typed = arguments.into_iter().map(Into::into).collect();
    let (arguments, notes) = typed::read(&Cli::command(), typed);
    match Cli::try_parse_from(arguments) {
        Ok(Cli { shared, verb }) => {
            let (stdout, stderr, exit) =
                outcome::told(dispatch(&shared, &verb, watch), shared.json);
            let stderr = notes + &anstream::adapter::strip_str(&stderr).to_string();
            Answer { stdout, stderr, code: exit as u8 }
        }
        Err(mut misuse) => {
            let tip = guess::tip(&mut misuse);
            let text = misuse.render().to_string() + &tip;
            let code = u8::try_from(misuse.exit_code()).unwrap_or(outcome::Exit::Usage as u8);
            let (stdout, stderr) =
                if misuse.use_stderr() { (String::new(), text) } else { (text, String::new()) };
            Answer { stdout, stderr, code }
        }
    }
}

/// The program: answers its own command line and gives the exit code.
#[must_use]
pub fn main(arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> u8 {
    terminal::look();
    let typed = arguments.into_iter().map(Into::into).collect();
    let (arguments, notes) = typed::read(&Cli::command(), typed);
    outcome::err(&notes);
    let Cli { shared, verb } = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(mut misuse) => {
            let tip = guess::tip(&mut misuse);
            let code = u8::try_from(misuse.exit_code()).unwrap_or(outcome::Exit::Usage as u8);
            return match misuse.print() {
                Err(error) => outcome::unwritten(&error).map_or(code, |exit| exit as u8),
                Ok(()) => {
                    outcome::err(&tip);
                    code
                }
            };
        }
    };
    let outcome = if let Verb::Sweep(_) = verb {
        let flag = interrupt::listen();
        dispatch(&shared, &verb, &|_, _| match interrupt::asked(&flag) {
            true => std::ops::ControlFlow::Break(()),
            false => std::ops::ControlFlow::Continue(()),
        })
    } else {
        dispatch(&shared, &verb, &facade::unwatched)
    };
    let (stdout, stderr, exit) = outcome::told(outcome, shared.json);
    let written = outcome::out(&stdout);
    outcome::err(&stderr);
    written.unwrap_or(exit) as u8
}
