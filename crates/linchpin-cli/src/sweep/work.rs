//! Making chunks on this machine: one at a time, each over all threads, handed out by the driver of sweeps.

use super::told::told;
use super::{RunArgs, Share};
use crate::facade::{
    Chunks, Driver, DriverError, Limits, Made, Order, Rules, Sweeper, Tally, Told as Heard, Watch,
    aside, needs,
};
use crate::limits::{self, mib};
use crate::outcome::{Fault, Said};
use crate::progress::Progress;
use crate::text::labelled;
use linchpin_results::figures::{self, plural};
use linchpin_results::{Sweep, SweepRow};
use std::ffi::OsString;
use std::ops::{ControlFlow, Range};
use std::path::Path;
use std::time::{Duration, Instant};

impl From<DriverError> for Fault {
    fn from(error: DriverError) -> Self {
        match error {
            DriverError::Sweep(error) => error.into(),
            DriverError::Nobody { .. } => Self::TryAgain(error.to_string()),
            DriverError::Unfit { .. } => Self::refused(error),
        }
    }
}

/// What a stretch of work came to.
struct Worked {
    tally: Tally,
    stopped: bool,
    /// Bytes that were reckoned with.
    estimate: u64,
}

pub(super) fn run(args: &RunArgs, share: Share, watch: &Watch<'_>) -> Result<Said, Fault> {
    let folder = args.folder.as_path();
    let sweep = Sweep::open(folder)?;
    let mine = |chunk: u32| chunk % share.of == share.part - 1;
    let _hold = sweep.hold(&format!("{}-of-{}", share.part, share.of))?;
    sweep.tidy(mine)?;
    let progress = Progress::new("sweep");
    let begun = Instant::now();
    let worked = Sweeper::new(&sweep.plan)?.with(|chunks| -> Result<Worked, Fault> {
        let (at_once, estimate) = fit(&sweep, args.max_memory.map(|size| size.0))?;
        let rules = Rules { noted: true, ..Rules::default() };
        let mut driver = Driver::new(sweep.clone(), (share.part, share.of), None, rules);
        let limits = Limits {
            memory: args.max_memory.map(|size| size.0.max(limits::LEAST)),
            time: Duration::from_secs(args.patience),
        };
        let here = Here { chunks, sweep: &sweep, at_once, limits, progress: &progress, watch };
        let stopped = here.drive(&mut driver, begun)?;
        Ok(Worked { tally: driver.tally().clone(), stopped, estimate })
    })?;
    progress.end();
    conclude(&sweep, &worked, begun.elapsed().as_secs_f64())
}

/// How many runs may be in memory at once, and what that comes to.
fn fit(sweep: &Sweep, most: Option<u64>) -> Result<(u32, u64), Fault> {
    let plan = &sweep.plan;
    let base = limits::resident().unwrap_or(limits::LEAST);
    let all = |at_once: u32| base + needs(plan, plan.chunk, at_once);
    let most = most.into_iter().chain(limits::free().map(|free| base + free)).min();
    let Some(most) = most else { return Ok((plan.chunk, all(plan.chunk))) };
    let mut at_once = plan.chunk;
    while at_once > 1 && all(at_once) > most {
        at_once = at_once.div_ceil(2);
    }
    if all(at_once) <= most {
        return Ok((at_once, all(at_once)));
    }
    Err(Fault::TryAgain(format!(
        "a chunk of {} needs about {} of memory ({} of them for the program and its world) and {} may be taken: plan the sweep with a smaller --chunk, or raise --max-memory",
        plural(plan.chunk as usize, "run"),
        mib(all(at_once)),
        mib(base),
        mib(most)
    )))
}

/// This machine as a worker.
struct Here<'a> {
    chunks: &'a Chunks<'a>,
    sweep: &'a Sweep,
    at_once: u32,
    limits: Limits,
    progress: &'a Progress,
    watch: &'a Watch<'a>,
}

impl Here<'_> {
    /// Does what the driver orders; true when it was asked to stop. A chunk is put away while the next one is made.
    fn drive(&self, driver: &mut Driver, begun: Instant) -> Result<bool, Fault> {
        let mut made: Option<Made> = None;
        loop {
            if let Some(made) = made.take_if(|made| !driver.can_wait(made)) {
                driver.keep(&made, begun.elapsed())?;
            }
            let (done, all) = driver.progress();
            let done = done + made.as_ref().map_or(0, |made| made.span.len() as u64);
            self.tell(driver.tally(), begun);
            let order = driver.order(begun.elapsed(), 1, 1)?;
            if !matches!(order, Order::Send(_))
                && let Some(made) = made.take()
            {
                driver.keep(&made, begun.elapsed())?;
                // What to do may be another thing now; what was handed out stays handed out.
                if !matches!(order, Order::Aside(_)) {
                    continue;
                }
            }
            match order {
                Order::Send(span) => {
                    let tell = |own: u64, _: u64| -> ControlFlow<()> {
                        self.progress.tell(done + own, all);
                        (self.watch)(done + own, all)
                    };
                    let start = Instant::now();
                    let work = || self.chunks.in_turn(&span, self.at_once, &tell);
                    let (rows, kept) = driver.keep_beside(made.take(), begun.elapsed(), work);
                    kept?;
                    let Some(rows) = rows else {
                        driver.leave()?;
                        return Ok(true);
                    };
                    made = Some(Made { span, rows, took: start.elapsed() });
                }
                Order::Aside(span) => {
                    if (self.watch)(done, all).is_break() {
                        driver.leave()?;
                        return Ok(true);
                    }
                    let made = aside::rows(&program()?, &self.sweep.folder, &span, self.limits);
                    let made = made.map_err(|error| Fault::TryAgain(error.to_string()))?;
                    let made = made.as_deref().map_err(String::as_str);
                    driver.hear(&Heard::Aside { span, made }, begun.elapsed())?;
                }
                Order::Wait(until) => {
                    std::thread::sleep(until.saturating_sub(begun.elapsed()));
                }
                Order::Whole => return Ok(false),
            }
        }
    }

    fn tell(&self, tally: &Tally, begun: Instant) {
        let rate = tally.runs as f64 / begun.elapsed().as_secs_f64().max(1e-9);
        let again = match tally.again {
            0 => String::new(),
            again => format!(", {again} again"),
        };
        self.progress.say(format!("sweep, {} runs/s{again}", figures::number(rate)));
    }
}

/// The words that start this program, also when it is the Python package.
fn program() -> Result<Vec<OsString>, Fault> {
    let own = std::env::current_exe().map_err(Fault::refused)?;
    let python = own.file_stem().is_some_and(|name| name.to_string_lossy().starts_with("python"));
    let mut words = vec![own.into_os_string()];
    if python {
        words.extend(["-m", "linchpin"].map(OsString::from));
    }
    Ok(words)
}

fn conclude(sweep: &Sweep, worked: &Worked, seconds: f64) -> Result<Said, Fault> {
    let tally = &worked.tally;
    if worked.stopped {
        return Err(Fault::TryAgain(format!(
            "stopped: {} of this part are whole and kept; `linchpin sweep resume {}` goes on",
            plural((tally.made + tally.kept) as usize, "chunk"),
            sweep.folder.display()
        )));
    }
    let told = told(sweep)?;
    let rate = tally.runs as f64 / seconds.max(1e-9);
    let runs = usize::try_from(tally.runs).unwrap_or(usize::MAX);
    let mut talk =
        format!("{} in {seconds:.1} s, {} a second", plural(runs, "run"), figures::number(rate));
    if let Some(peak) = limits::peak() {
        talk.push_str(&format!(
            "; {} of memory at its peak, {} reckoned",
            mib(peak),
            mib(worked.estimate)
        ));
    }
    let mut text = labelled(
        "done",
        &format!(
            "{} made, {} there already, {} damaged and made anew",
            plural(tally.made as usize, "chunk"),
            tally.kept,
            tally.mended
        ),
    );
    text.push_str(&told.text);
    Ok(Said::ok(text, told.json).with_exit(told.exit).with_talk(talk))
}

/// Makes some runs and leaves them in a file: what the process aside does.
pub(super) fn rows(
    folder: &Path,
    span: Range<u32>,
    out: &Path,
    watch: &Watch<'_>,
) -> Result<Said, Fault> {
    let sweep = Sweep::open(folder)?;
    if span.is_empty() || span.end > sweep.plan.members {
        return Err(Fault::Usage(format!("the sweep has no runs {} to {}", span.start, span.end)));
    }
    let rows = Sweeper::new(&sweep.plan)?.with(|chunks| -> Result<Vec<SweepRow>, Fault> {
        let rows = chunks.in_turn(&span, span.len() as u32, watch);
        rows.ok_or_else(|| Fault::TryAgain("stopped".to_owned()))
    })?;
    linchpin_results::store::put(out, &sweep.seal(&span, &rows))?;
    let text = format!("{} in {}\n", plural(rows.len(), "run"), out.display());
    Ok(Said::ok(text, serde_json::json!({ "runs": rows.len(), "file": out })))
}
