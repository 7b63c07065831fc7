//! `sweep`: many runs of a study in chunks that survive whatever happens to the process.

mod told;
mod work;

use crate::facade::{SweepAsked, Watch, needs, plan as planned};
use crate::limits;
use crate::outcome::{Fault, Said};
use crate::run::which;
use crate::text::labelled;
use linchpin_engine::Design;
use linchpin_results::figures::plural;
use linchpin_results::{Sweep, SweepError};
use serde_json::json;
use std::path::PathBuf;
use std::str::FromStr;

#[derive(Debug, clap::Subcommand)]
pub(crate) enum SweepCommand {
    /// Writes the plan of a sweep into a new folder; it never changes afterwards.
    Plan(PlanArgs),
    /// Makes the chunks that are missing; what is there is kept, so that this also resumes.
    Run(RunArgs),
    /// The same as `run`, for a sweep that was stopped.
    Resume(RunArgs),
    /// Says what is done, missing, damaged or failed.
    Status(Folder),
    /// Makes the missing chunks of one part, as in 3/8: for the tasks of a cluster.
    Shard(ShardArgs),
    /// Takes over the chunks of other folders with the same plan, checks all and writes the summary.
    Merge(MergeArgs),
    /// Makes some runs and leaves them in a file: what a sweep calls for runs that it suspects.
    #[command(hide = true)]
    Rows(RowsArgs),
}

#[derive(Debug, clap::Args)]
pub(crate) struct PlanArgs {
    /// Study: a bundled name or a folder.
    #[arg(value_name = "STUDY")]
    study: String,
    /// New folder of the sweep.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// One scenario; all by default.
    #[arg(long, value_name = "NAME")]
    scenario: Option<String>,
    /// Runs of the whole sweep, or draws that meet every point of a grid; the study's draws by default.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    members: Option<u32>,
    /// Runs of one chunk: what a crash can cost.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    chunk: Option<u32>,
    /// Seed of the design.
    #[arg(long)]
    seed: Option<u64>,
    /// latin-hypercube or sobol.
    #[arg(long, value_name = "DESIGN", value_parser = design)]
    design: Option<Design>,
    /// Holds a parameter at some values, as in spares-stock=4,8,13, in its own unit; more than once for every
    /// combination. Each draw meets every point of the grid.
    #[arg(long, value_name = "PARAMETER=VALUES")]
    grid: Vec<String>,
    /// Draws a parameter from an expert's 5 %, 50 % and 95 % quantiles, as in spares-stock=8,26,52, in its own
    /// unit; more than once for several parameters.
    #[arg(long, value_name = "PARAMETER=P05,P50,P95")]
    expert: Vec<String>,
    /// Holds parameters at the points of a CSV: a column for each parameter, a row for each run.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["grid", "members"])]
    points: Option<PathBuf>,
    /// Folder with another world.
    #[arg(long, value_name = "DIR")]
    world: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Folder {
    /// Folder of the sweep.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(crate) struct RunArgs {
    /// Folder of the sweep: for a shard also a copy with the same plan.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Memory that may be taken, such as 2GiB; all that is free by default. Fewer runs are then made at once.
    #[arg(long, value_name = "SIZE")]
    max_memory: Option<Size>,
    /// Seconds that runs may take in a process of their own, once their chunk has ended this program three times.
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..))]
    patience: u64,
}

#[derive(Debug, clap::Args)]
pub(crate) struct RowsArgs {
    /// Folder of the sweep.
    folder: PathBuf,
    /// First run.
    from: u32,
    /// Run after the last.
    until: u32,
    /// File for the rows.
    out: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ShardArgs {
    #[command(flatten)]
    run: RunArgs,
    /// Which part of how many, from 1, such as 3/8.
    #[arg(value_name = "I/N")]
    part: Share,
}

#[derive(Debug, clap::Args)]
pub(crate) struct MergeArgs {
    /// Folder of the sweep.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Folders with the same plan whose chunks are taken over.
    #[arg(value_name = "OTHER")]
    others: Vec<PathBuf>,
}

/// Part `of` so many, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Share {
    part: u32,
    of: u32,
}

impl FromStr for Share {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text.split_once('/');
        let numbers = numbers.and_then(|(i, n)| Some((i.parse().ok()?, n.parse().ok()?)));
        match numbers {
            Some((part, of)) if 1 <= part && part <= of => Ok(Self { part, of }),
            _ => Err(format!("`{text}` is no part such as 3/8")),
        }
    }
}

/// Bytes of memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Size(u64);

impl FromStr for Size {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let units = [("KiB", 10), ("MiB", 20), ("GiB", 30), ("TiB", 40)];
        let known = units.iter().find_map(|(name, shift)| {
            let digits = text.strip_suffix(name)?.trim_end();
            digits.parse::<u64>().ok()?.checked_mul(1 << shift)
        });
        known.filter(|bytes| *bytes > 0).map(Self).ok_or_else(|| {
            format!(
                "`{text}` is no size: write a whole number with KiB, MiB, GiB or TiB, as in 2GiB"
            )
        })
    }
}

fn design(text: &str) -> Result<Design, String> {
    Design::named(text).ok_or_else(|| "it is latin-hypercube or sobol".to_owned())
}

impl From<SweepError> for Fault {
    fn from(error: SweepError) -> Self {
        match error {
            SweepError::Store(error) => error.into(),
            SweepError::Held(_) => Self::TryAgain(error.to_string()),
            SweepError::Different { .. } => Self::Model(error.to_string()),
            other => Self::refused(other),
        }
    }
}

pub(crate) fn sweep(command: &SweepCommand, watch: &Watch<'_>) -> Result<Said, Fault> {
    match command {
        SweepCommand::Plan(args) => plan(args),
        SweepCommand::Run(args) | SweepCommand::Resume(args) => {
            work::run(args, Share { part: 1, of: 1 }, watch)
        }
        SweepCommand::Shard(args) => work::run(&args.run, args.part, watch),
        SweepCommand::Status(args) => told::status(&args.folder),
        SweepCommand::Merge(args) => told::merge(args),
        SweepCommand::Rows(args) => {
            work::rows(&args.folder, args.from..args.until, &args.out, watch)
        }
    }
}

fn plan(args: &PlanArgs) -> Result<Said, Fault> {
    let (study, meant) = which(&args.study);
    let asked = SweepAsked {
        scenario: args.scenario.clone(),
        world: args.world.clone(),
        members: args.members,
        chunk: args.chunk,
        seed: args.seed,
        design: args.design,
        grid: args.grid.clone(),
        points: args.points.clone(),
        experts: args.expert.clone(),
    };
    let plan = planned(&study, &asked)?;
    let sweep = Sweep::create(&args.out, &plan)?;
    let row = 8 * (plan.parameters.len() + plan.cells.len()) as u64 + 1;
    let disk = row * u64::from(plan.members);
    let folder = args.out.display();
    let mut text = labelled("plan", &format!("{folder}/plan.json, SHA-256 {}", sweep.id.short()));
    text.push_str(&labelled(
        "sweep",
        &format!(
            "{} of {} in {} of {}, seed {}, {}; {} and {} in each run",
            plural(plan.members as usize, "run"),
            plan.study,
            plural(sweep.chunks() as usize, "chunk"),
            plan.chunk,
            plan.seed,
            plan.design,
            plural(plan.parameters.len(), "parameter"),
            plural(plan.cells.len(), "cell")
        ),
    ));
    // The study has been built: what the program takes now it takes while it runs.
    let memory = limits::resident().unwrap_or(limits::LEAST) + needs(&plan, plan.chunk, plan.chunk);
    text.push_str(&labelled(
        "needs",
        &format!(
            "about {} MiB on disk, and {} MiB of memory while it runs",
            disk.div_ceil(1 << 20),
            memory.div_ceil(1 << 20)
        ),
    ));
    text.push_str(&labelled("next", &format!("linchpin sweep run {folder}")));
    let value = json!({ "plan": sweep.plan, "id": sweep.id, "chunks": sweep.chunks(), "bytes": disk, "memory": memory });
    Ok(Said::ok(text, value).with_talk(meant))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_one_of_so_many() {
        assert_eq!("3/8".parse(), Ok(Share { part: 3, of: 8 }));
        for wrong in ["0/8", "9/8", "3", "a/b", "3/0", ""] {
            assert!(wrong.parse::<Share>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_size_bears_its_unit() {
        assert_eq!("2GiB".parse(), Ok(Size(2 << 30)));
        assert_eq!("512 MiB".parse(), Ok(Size(512 << 20)));
        for wrong in ["2", "2GB", "0MiB", "-1MiB", "1.5GiB", "99999999999TiB", "MiB", ""] {
            assert!(wrong.parse::<Size>().is_err(), "{wrong}");
        }
    }
}
