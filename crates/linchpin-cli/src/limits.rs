//! What the machine allows: threads and memory. A run that cannot fit is refused before it begins, with what
//! to do, rather than ended by the system in the middle.

use crate::facade::{Options, Study, unwatched};
use crate::outcome::Fault;
use linchpin_results::figures::number;

/// Makes sure that there is a pool of threads, of as many as the machine gives; where it gives none, all work is
/// done on this one. Results do not depend on their number.
pub(crate) fn threads() {
    // A global pool that could not be made can never be made again, and its first use panics: what the machine
    // gives is found out before.
    let asked = std::env::var("RAYON_NUM_THREADS").ok().and_then(|text| text.parse().ok());
    let asked = asked.filter(|count| *count > 0);
    let asked =
        asked.or_else(|| std::thread::available_parallelism().ok().map(usize::from)).unwrap_or(1);
    // A thread that starts where the last address is taken ends the process: the trial stays far from there.
    let wanted = room().map_or(asked, |room| asked.min(room));
    let given = given(wanted);
    let pool = rayon::ThreadPoolBuilder::new();
    // In a process that has a pool already this is refused, and changes nothing.
    let _ = if given == asked {
        pool.num_threads(asked).build_global()
    } else {
        // Some room is left for the helpers that a run starts beside the pool.
        let fewer = (given / 2).max(1);
        let pool = pool.num_threads(fewer);
        if fewer > 1 { pool.build_global() } else { pool.use_current_thread().build_global() }
    };
}

/// How many threads can live at once, of so many: they are started, and ended again.
fn given(wanted: usize) -> usize {
    let (hold, held) = std::sync::mpsc::channel::<()>();
    let held = std::sync::Arc::new(std::sync::Mutex::new(held));
    let mut started = Vec::new();
    while started.len() < wanted {
        let held = std::sync::Arc::clone(&held);
        let wait = move || {
            // Ends when the other end of the channel is gone.
            if let Ok(held) = held.lock() {
                let _ = held.recv();
            }
        };
        match std::thread::Builder::new().spawn(wait) {
            Ok(thread) => started.push(thread),
            Err(_) => break,
        }
    }
    drop(hold);
    let count = started.len();
    for thread in started {
        let _ = thread.join();
    }
    count
}

/// Address space that a thread may take: its stack, and what the allocator sets aside for it.
const THREAD: u64 = 72 << 20;

/// How many threads the limit on address space leaves room for, where there is such a limit.
fn room() -> Option<usize> {
    address_space().map(|bytes| usize::try_from(bytes / THREAD).unwrap_or(usize::MAX).max(1))
}

fn read(path: &str) -> Option<String> {
    std::fs::read_to_string(path).ok()
}

fn kib(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find(|line| line.starts_with(name))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib * 1024)
}

/// Bytes of address space that this process may still take, where that is limited.
fn address_space() -> Option<u64> {
    let limits = read("/proc/self/limits")?;
    let line = limits.lines().find(|line| line.starts_with("Max address space"))?;
    let limit = line.split_whitespace().nth(3)?.parse::<u64>().ok()?;
    let used = kib(&read("/proc/self/status")?, "VmSize:")?;
    Some(limit.saturating_sub(used))
}

/// Bytes that this process may still take, as far as the system says.
pub(crate) fn free() -> Option<u64> {
    let available = read("/proc/meminfo").and_then(|text| kib(&text, "MemAvailable:"));
    let space = address_space();
    let group = read("/sys/fs/cgroup/memory.max").and_then(|text| {
        let limit = text.trim().parse::<u64>().ok()?;
        let used = read("/sys/fs/cgroup/memory.current")?.trim().parse::<u64>().ok()?;
        Some(limit.saturating_sub(used))
    });
    [available, space, group].into_iter().flatten().min()
}

/// Bytes that this process holds in memory.
pub(crate) fn resident() -> Option<u64> {
    read("/proc/self/status").and_then(|text| kib(&text, "VmRSS:"))
}

/// Bytes that this process held in memory at its peak.
pub(crate) fn peak() -> Option<u64> {
    read("/proc/self/status").and_then(|text| kib(&text, "VmHWM:"))
}

/// What a process with limits of its own needs to start at all: threads take address space, used or not.
pub(crate) const LEAST: u64 = 1 << 30;

/// Below this much free memory, or from so many draws on, a run is measured before it begins.
const PLENTY: u64 = 2 << 30;
const MANY: u32 = 2_000;
/// What a run holds at its peak: weekly values of every draw, and the tables made of them.
const PEAK: f64 = 2.5;
/// What the program needs whatever it runs.
const BASE: u64 = 160 << 20;

/// Bytes in words.
pub(crate) fn mib(bytes: u64) -> String {
    format!("{} MiB", number(bytes as f64 / f64::from(1 << 20)))
}

/// Refuses a run that will not fit into memory. One draw is computed to know how much each takes.
///
/// # Errors
/// [`Fault::TryAgain`] with the numbers and a way out; what is wrong with the study is for the run to say.
pub(crate) fn fits(
    study: &Study,
    name: &str,
    scenario: Option<&str>,
    options: &Options,
) -> Result<(), Fault> {
    let members = study.members.here.len() as u64;
    let Some(free) = free() else { return Ok(()) };
    if free > PLENTY && study.members.total < MANY {
        return Ok(());
    }
    if free < BASE {
        return Err(short(BASE, free, members, 0));
    }
    let first = study.members.here.start;
    let probe = Options {
        members: Some(study.members.total),
        shard: Some(first..first + 1),
        ..options.clone()
    };
    let Ok(run) = Study::load(name, &probe).and_then(|study| {
        study.run(scenario, &unwatched).map_err(|_| linchpin_units::Findings::default())
    }) else {
        return Ok(());
    };
    let each: usize = run.all().map(|one| one.trajectories.values.len() * size_of::<f64>()).sum();
    let needed = BASE + (each as f64 * members as f64 * PEAK) as u64;
    if needed <= free {
        return Ok(());
    }
    Err(short(needed, free, members, ((free - BASE) as f64 / (each as f64 * PEAK)) as u64))
}

fn short(needed: u64, free: u64, members: u64, fit: u64) -> Fault {
    let way = match fit {
        0 => "free some memory, or raise its limit".to_owned(),
        _ => format!(
            "about {fit} fit: run fewer with --members, or spans of them with --members A..B --of {members} and join those with `linchpin merge`"
        ),
    };
    Fault::TryAgain(format!(
        "{members} draws need about {} of memory and {} are free; {way}",
        mib(needed),
        mib(free)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_the_numbers_and_a_way_out() {
        let told = format!("{:?}", short(3 << 30, 1 << 30, 4_096, 1_300));
        assert!(told.contains("4096 draws need about 3,072 MiB"), "{told}");
        assert!(told.contains("about 1300 fit"), "{told}");
        #[cfg(target_os = "linux")]
        assert!(free().is_some_and(|bytes| bytes > 0));
    }
}
