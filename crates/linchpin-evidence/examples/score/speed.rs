//! Documents of 5 kB a second on one core, from text to claims.
//!
//! In come the labelled texts, joined to documents of about 5 kB; out goes the best of ten short rounds. Time is
//! that of this thread on a core, where the system tells it (Linux), so that other work on the machine does
//! not count; else the clock's. Meaningful with `--release` only.

use linchpin_evidence::analysis::Analysis;
use linchpin_evidence::divergence::register;
use linchpin_evidence::document::Stated;
use linchpin_evidence::store::Store;
use std::time::{Duration, Instant};

const SIZE: usize = 5_000;

/// Time this thread has spent on a core: the first field of `schedstat`, in nanoseconds.
fn on_core() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(stat.split(' ').next()?.parse().ok()?))
}

/// Documents a second.
pub(crate) fn documents_per_second(set: &str) -> f64 {
    let mut text = String::new();
    for block in set.split("=====\n").skip(1) {
        text.push_str(&block.split("-----\n").next().unwrap_or("").replace('\n', "\n\n"));
        if text.len() >= SIZE {
            break;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a document is small")]
    let share = text.len() as f64 / SIZE as f64;
    let mut best: f64 = 0.0;
    for _ in 0..10 {
        let (start, before, mut read) = (Instant::now(), on_core(), 0_u32);
        while start.elapsed() < Duration::from_millis(150) {
            assert!(!crate::copies::read(&text).claims.is_empty(), "the texts make claims");
            read += 1;
        }
        let spent = before.and_then(|before| on_core()?.checked_sub(before));
        let spent = spent.filter(|spent| !spent.is_zero()).unwrap_or_else(|| start.elapsed());
        best = best.max(f64::from(read) * share / spent.as_secs_f64());
    }
    best
}

/// The most memory this process has held, in MB, where the system tells it.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<f64>().ok()? / 1024.0)
}

/// Seconds all threads of this process have spent on a core: `utime` and `stime` of `stat`, in hundredths.
fn cpu() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let mut fields = stat.rsplit_once(") ")?.1.split(' ').skip(11);
    let (user, system): (f64, f64) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    Some((user + system) / 100.0)
}

/// Seconds of work since `before`, or on the clock where the system does not tell.
fn spent(before: Option<f64>, start: Instant) -> f64 {
    before.and_then(|before| Some(cpu()? - before)).unwrap_or_else(|| start.elapsed().as_secs_f64())
}

/// Seconds of work to add documents to a store, to read and compare them, rows, and the most memory held.
pub(crate) fn at_scale(texts: &[String]) -> (f64, f64, usize, Option<f64>) {
    let folder = tempfile::tempdir().expect("a folder");
    let items: Vec<(Vec<u8>, Stated)> = texts
        .iter()
        .enumerate()
        .map(|(n, text)| {
            let file = format!("{n}.txt");
            (
                format!("Report {n} of the day\n\n{text}").into_bytes(),
                Stated { file, ..Stated::default() },
            )
        })
        .collect();
    let store = Store::at(folder.path());
    let (start, before) = (Instant::now(), cpu());
    store.add_all(&items).expect("adds");
    let added = spent(before, start);
    let documents = store.all().expect("reads");
    let (start, before) = (Instant::now(), cpu());
    let rows = register(&Analysis::of_all(documents)).divergences.len();
    (added, spent(before, start), rows, peak())
}
