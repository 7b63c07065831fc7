//! Documents of 5 kB a second on one core, from text to claims.
//!
//! In come texts, joined to documents of about 5 kB; out goes the median of three rounds. Time is that of this
//! thread on a core, where the system tells it (Linux), so that other work on the machine does not count; else
//! the clock's. Meaningful with `--release` only.

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

/// Joins texts to documents of about 5 kB; the last one holds what is left.
fn joined(texts: &[String]) -> Vec<String> {
    let mut out = vec![String::new()];
    for text in texts {
        if out.last().is_some_and(|last| last.len() >= SIZE) {
            out.push(String::new());
        }
        if let Some(last) = out.last_mut() {
            last.push_str(text);
            last.push('\n');
        }
    }
    out
}

/// The originals of a set of copies.
pub(crate) fn labelled(set: &str) -> Vec<String> {
    let blocks = set.split("=====\n").skip(1);
    blocks.map(|block| block.split("-----\n").next().unwrap_or("").replace('\n', "\n\n")).collect()
}

/// Documents of 5 kB a second of one core: the median of three rounds of half a second each.
pub(crate) fn documents_per_second(texts: &[String]) -> f64 {
    let documents = joined(texts);
    #[expect(clippy::cast_precision_loss, reason = "a few documents are small")]
    let share = documents.iter().map(String::len).sum::<usize>() as f64 / SIZE as f64;
    let mut rounds = [0.0_f64; 3];
    // The first reading fills the tables.
    for document in &documents {
        assert!(!crate::copies::read(document).claims.is_empty(), "the texts make claims");
    }
    for round in &mut rounds {
        let (start, before, mut read) = (Instant::now(), on_core(), 0_u32);
        while start.elapsed() < Duration::from_millis(500) {
            for document in &documents {
                std::hint::black_box(crate::copies::read(document));
            }
            read += 1;
        }
        let spent = before.and_then(|before| on_core()?.checked_sub(before));
        let spent = spent.filter(|spent| !spent.is_zero()).unwrap_or_else(|| start.elapsed());
        *round = f64::from(read) * share / spent.as_secs_f64();
    }
    rounds.sort_by(f64::total_cmp);
    rounds[1]
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
