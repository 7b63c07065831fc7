//! `sweep`: many runs of a study in chunks that survive whatever happens to the process.

use crate::facade::{SweepAsked, Sweeper, Watch, plan as planned};
use crate::outcome::{Exit, Fault, Said};
use crate::progress::Progress;
use crate::run::which;
use crate::text::{labelled, table};
use linchpin_engine::Design;
use linchpin_results::figures::{self, plural};
use linchpin_results::{ChunkState, Published, Sweep, SweepError, SweepRow};
use linchpin_units::Digest;
use linchpin_units::math::quantile;
use serde_json::{Value, json};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Instant;

#[derive(Debug, clap::Subcommand)]
pub(crate) enum SweepCommand {
    /// Writes the plan of a sweep into a new folder; it never changes afterwards.
    Plan(PlanArgs),
    /// Makes the chunks that are missing; what is there is kept, so that this also resumes.
    Run(Folder),
    /// The same as `run`, for a sweep that was stopped.
    Resume(Folder),
    /// Says what is done, missing, damaged or failed.
    Status(Folder),
    /// Makes the missing chunks of one part, as in 3/8: for the tasks of a cluster.
    Shard(ShardArgs),
    /// Takes over the chunks of other folders with the same plan, checks all and writes the summary.
    Merge(MergeArgs),
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
    /// Runs of the whole sweep; the study's draws by default.
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
pub(crate) struct ShardArgs {
    /// Folder of the sweep: shared, or a copy with the same plan.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
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
            run(&args.folder, Share { part: 1, of: 1 }, watch)
        }
        SweepCommand::Shard(args) => run(&args.folder, args.part, watch),
        SweepCommand::Status(args) => status(&args.folder),
        SweepCommand::Merge(args) => merge(args),
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
    text.push_str(&labelled("needs", &format!("about {} MiB on disk", disk.div_ceil(1 << 20))));
    text.push_str(&labelled("next", &format!("linchpin sweep run {folder}")));
    let value =
        json!({ "plan": sweep.plan, "id": sweep.id, "chunks": sweep.chunks(), "bytes": disk });
    Ok(Said::ok(text, value).with_talk(meant))
}

/// What a stretch of work came to.
struct Worked {
    made: u32,
    kept: u32,
    mended: u32,
    runs: u64,
    stopped: bool,
}

fn run(folder: &Path, share: Share, watch: &Watch<'_>) -> Result<Said, Fault> {
    let sweep = Sweep::open(folder)?;
    let mine = |chunk: u32| chunk % share.of == share.part - 1;
    let _hold = sweep.hold(&format!("{}-of-{}", share.part, share.of))?;
    sweep.tidy(mine)?;
    let progress = Progress::new("sweep");
    let begun = Instant::now();
    let worked = Sweeper::new(&sweep.plan)?.with(|chunks| -> Result<Worked, Fault> {
        let mut worked = Worked { made: 0, kept: 0, mended: 0, runs: 0, stopped: false };
        let all = u64::from(
            (0..sweep.chunks())
                .filter(|chunk| mine(*chunk))
                .map(|chunk| sweep.span(chunk).len() as u32)
                .sum::<u32>(),
        );
        let mut done = 0_u64;
        for chunk in (0..sweep.chunks()).filter(|chunk| mine(*chunk)) {
            let span = sweep.span(chunk);
            match sweep.state(chunk)? {
                ChunkState::Whole(_) => {
                    worked.kept += 1;
                    done += span.len() as u64;
                    continue;
                }
                ChunkState::Damaged => worked.mended += 1,
                ChunkState::Missing => {}
            }
            let before = done;
            let tell = |own: u64, _: u64| -> ControlFlow<()> {
                progress.tell(before + own, all);
                watch(before + own, all)
            };
            let Some(rows) = chunks.rows(span.clone(), &tell) else {
                worked.stopped = true;
                break;
            };
            if sweep.publish(chunk, &rows)? == Published::New {
                worked.made += 1;
            }
            worked.runs += span.len() as u64;
            done += span.len() as u64;
        }
        Ok(worked)
    })?;
    progress.end();
    let seconds = begun.elapsed().as_secs_f64();
    if worked.stopped {
        return Err(Fault::TryAgain(format!(
            "stopped: {} of this part are whole and kept; `linchpin sweep resume {}` goes on",
            plural((worked.made + worked.kept) as usize, "chunk"),
            folder.display()
        )));
    }
    let told = told(&sweep)?;
    let rate = worked.runs as f64 / seconds.max(1e-9);
    let talk = format!(
        "{} in {seconds:.1} s, {} a second",
        plural(usize::try_from(worked.runs).unwrap_or(usize::MAX), "run"),
        figures::number(rate)
    );
    let mut text = labelled(
        "done",
        &format!(
            "{} made, {} there already, {} damaged and made anew",
            plural(worked.made as usize, "chunk"),
            worked.kept,
            worked.mended
        ),
    );
    text.push_str(&told.text);
    Ok(Said::ok(text, told.json).with_exit(told.exit).with_talk(talk))
}

/// What a sweep says of itself.
struct Told {
    text: String,
    json: Value,
    exit: Exit,
}

fn told(sweep: &Sweep) -> Result<Told, Fault> {
    let (mut whole, mut damaged, mut failed) = (0_u32, 0_u32, Vec::new());
    for chunk in 0..sweep.chunks() {
        match sweep.rows(chunk)? {
            Some(rows) => {
                whole += 1;
                let first = sweep.span(chunk).start;
                failed.extend((first..).zip(rows).filter_map(|(run, row)| match row {
                    SweepRow::Failed(why) => Some((run, why)),
                    SweepRow::Done(_) => None,
                }));
            }
            None if sweep.state(chunk)? == ChunkState::Damaged => damaged += 1,
            None => {}
        }
    }
    let missing = sweep.chunks() - whole - damaged;
    let digest = if missing + damaged == 0 { Some(sweep.digest()?) } else { None };
    let folder = sweep.folder.display();
    let mut text = labelled("plan", &format!("{}, SHA-256 {}", sweep.plan.study, sweep.id.short()));
    text.push_str(&labelled(
        "chunks",
        &format!("{whole} of {} whole, {missing} missing, {damaged} damaged", sweep.chunks()),
    ));
    for (run, why) in failed.iter().take(20) {
        text.push_str(&labelled("failed", &format!("run {run}: {why}")));
    }
    if failed.len() > 20 {
        text.push_str(&labelled("", &format!("and {} more", failed.len() - 20)));
    }
    match &digest {
        Some(digest) => text.push_str(&labelled("digest", digest.as_str())),
        None => text.push_str(&labelled("next", &format!("linchpin sweep resume {folder}"))),
    }
    let exit = if failed.is_empty() { Exit::Ok } else { Exit::ModelFailed };
    let failed: Vec<Value> =
        failed.iter().map(|(run, why)| json!({ "run": run, "why": why })).collect();
    let json = json!({
        "id": sweep.id, "chunks": sweep.chunks(), "whole": whole, "missing": missing,
        "damaged": damaged, "failed": failed, "digest": digest,
    });
    Ok(Told { text, json, exit })
}

fn status(folder: &Path) -> Result<Said, Fault> {
    let told = told(&Sweep::open(folder)?)?;
    Ok(Said::ok(told.text, told.json).with_exit(told.exit))
}

fn merge(args: &MergeArgs) -> Result<Said, Fault> {
    let sweep = Sweep::open(&args.folder)?;
    let _hold = sweep.hold("1-of-1")?;
    let (mut new, mut known) = (0, 0);
    for other in &args.others {
        let (taken, equal) = sweep.take(&Sweep::open(other)?)?;
        new += taken;
        known += equal;
    }
    let digest = sweep.digest()?;
    let (csv, rows, failed) = summary(&sweep)?;
    linchpin_results::store::put(&args.folder.join("summary.csv"), csv.as_bytes())?;
    let mut text = labelled(
        "merged",
        &format!("{} taken over, {known} there already and equal", plural(new as usize, "chunk")),
    );
    text.push_str(&labelled("digest", digest.as_str()));
    text.push_str(&labelled("failed", &plural(failed, "run")));
    text.push_str(&labelled(
        "files",
        &format!(
            "{}/summary.csv, a row for each cell, SHA-256 {}",
            args.folder.display(),
            Digest::of(csv.as_bytes()).short()
        ),
    ));
    text.push('\n');
    text.push_str(&table(&["cell", "change", "loses in"], &rows));
    let value = json!({ "digest": digest, "taken": new, "known": known, "failed": failed, "summary": args.folder.join("summary.csv") });
    let exit = if failed == 0 { Exit::Ok } else { Exit::ModelFailed };
    Ok(Said::ok(text, value).with_exit(exit))
}

/// Rows of the summary that are printed.
const SHOWN: usize = 12;

/// A row for each cell over all runs, and the largest losses in words. One cell is held in memory at a time, so
/// that a million runs need eight megabytes and not a gigabyte.
fn summary(sweep: &Sweep) -> Result<(String, Vec<Vec<String>>, usize), Fault> {
    let parameters = sweep.plan.parameters.len();
    let mut csv = String::from("cell,runs,mean,p05,p50,p95,loses\n");
    let (mut found, mut failed) = (Vec::new(), 0);
    // Some cells are read in one pass, so that a large sweep is not read a hundred times.
    let at_once = (8_000_000 / (sweep.plan.members as usize).max(1)).clamp(1, 256);
    for (block, cells) in sweep.plan.cells.chunks(at_once).enumerate() {
        let mut values = vec![Vec::with_capacity(sweep.plan.members as usize); cells.len()];
        failed = 0;
        for chunk in 0..sweep.chunks() {
            for row in sweep.rows(chunk)?.unwrap_or_default() {
                let SweepRow::Done(row) = row else {
                    failed += 1;
                    continue;
                };
                let own = &row[parameters + block * at_once..];
                values.iter_mut().zip(own).for_each(|(values, value)| values.push(*value));
            }
        }
        for (cell, mut own) in cells.iter().zip(values) {
            if own.is_empty() {
                continue;
            }
            let count = own.len() as f64;
            let mean = own.iter().sum::<f64>() / count;
            let losing = |change: &&f64| **change < -linchpin_results::losses::THRESHOLD;
            let loses = own.iter().filter(losing).count() as f64 / count;
            own.sort_by(f64::total_cmp);
            let [p05, p50, p95] = [0.05, 0.5, 0.95].map(|q| quantile(&own, q));
            csv.push_str(&format!("{cell},{},{mean},{p05},{p50},{p95},{loses}\n", own.len()));
            found.push((
                p50,
                cell.clone(),
                linchpin_results::report::Spread { p05, p50, p95 },
                loses,
            ));
        }
    }
    found.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
    let told = figures::Told::of(sweep.plan.members);
    let row = |(_, cell, change, loses): (f64, String, linchpin_results::report::Spread, f64)| {
        vec![cell, told.percent_spread(&change).to_string(), figures::percent_plain(loses)]
    };
    Ok((csv, found.into_iter().take(SHOWN).map(row).collect(), failed))
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
}
