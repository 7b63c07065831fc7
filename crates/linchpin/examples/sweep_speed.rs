//! What the store of a sweep costs: its rate beside that of the bare loop over the same runs, and the memory of both.
//!
//! `cargo run --release -p linchpin --example sweep_speed -- [STUDY] [RUNS]` plans a sweep in a folder that goes away,
//! makes it chunk by chunk as `linchpin sweep run` does (a chunk is put away while the next one is made), and computes every eighth chunk once more without a
//! store, by turns, so that another program's load meets both alike. Issue: at least 95 % of the bare rate.

use linchpin::driver::{Driver, Made, Order, Rules};
use linchpin::sweep::{Asked, Sweeper, plan};
use linchpin_results::Sweep;
use std::error::Error;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

/// Chunks until the bare loop has its turn.
const TURN: u32 = 8;

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let study = words.next().unwrap_or_else(|| "micron-ban".to_owned());
    let runs: u32 = words.next().map_or(Ok(65_536), |word| word.parse())?;
    let folder = tempfile::tempdir()?;
    let asked = Asked { members: Some(runs), ..Asked::default() };
    let plan = plan(&study, &asked).map_err(|error| error.to_string())?;
    let sweep = Sweep::create(&folder.path().join("sweep"), &plan)?;
    let told =
        Sweeper::new(&plan).and_then(|sweeper| sweeper.with(|chunks| Ok(measure(&sweep, chunks))));
    let told = told.map_err(|error| error.to_string())?;
    let (stored, bare, made) = told.map_err(|error| error.to_string())?;
    let rate = |(time, runs): (Duration, u64)| runs as f64 / time.as_secs_f64();
    println!(
        "{study}: {made} runs of {} parameters and {} cells",
        plan.parameters.len(),
        plan.cells.len()
    );
    println!(
        "with the store {:.0} runs a second, bare {:.0}: {:.1} %",
        rate(stored),
        rate(bare),
        100.0 * rate(stored) / rate(bare)
    );
    if let Some(peak) = peak() {
        println!("memory at its peak {peak} MB");
    }
    Ok(())
}

type Timed = (Duration, u64);

/// Time and runs with the store and without it, and all runs made.
fn measure(
    sweep: &Sweep,
    chunks: &linchpin::sweep::Chunks<'_>,
) -> Result<(Timed, Timed, u64), String> {
    let begun = Instant::now();
    let go = |_: u64, _: u64| ControlFlow::Continue(());
    let mut driver =
        Driver::new(sweep.clone(), (1, 1), None, Rules { noted: true, ..Rules::default() });
    let (mut stored, mut bare, mut all) = ((Duration::ZERO, 0), (Duration::ZERO, 0), 0);
    let mut made: Option<Made> = None;
    for turn in 0.. {
        let start = Instant::now();
        let order = driver.order(begun.elapsed(), 1, 1).map_err(|error| error.to_string())?;
        let Order::Send(span) = order else { break };
        let runs = span.len() as u64;
        let work = || chunks.in_turn(&span, sweep.plan.chunk, &go);
        let (rows, kept) = driver.keep_beside(made.take(), begun.elapsed(), work);
        kept.map_err(|error| error.to_string())?;
        let took = start.elapsed();
        all += runs;
        if turn % TURN == 1 {
            let start = Instant::now();
            let rows = chunks.in_turn(&span, sweep.plan.chunk, &go).ok_or("stopped")?;
            std::hint::black_box(&rows);
            // The pair is compared: the store's chunks between the turns are not.
            stored = (stored.0 + took, stored.1 + runs);
            bare = (bare.0 + start.elapsed(), bare.1 + runs);
        }
        made = Some(Made { span, rows: rows.ok_or("stopped")?, took });
    }
    if let Some(made) = made {
        driver.keep(&made, begun.elapsed()).map_err(|error| error.to_string())?;
    }
    Ok((stored, bare, all))
}

/// The most memory that the process had, in MB, where the system tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib / 1000)
}
