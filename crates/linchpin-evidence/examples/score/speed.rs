//! Documents of 5 kB a second on one core, from text to claims.
//!
//! In come the labelled texts, joined to documents of about 5 kB; out goes the best of ten short rounds, so
//! that other work on the machine disturbs least. Meaningful with `--release` only.

use std::time::{Duration, Instant};

const SIZE: usize = 5_000;

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
        let (start, mut read) = (Instant::now(), 0_u32);
        while start.elapsed() < Duration::from_millis(150) {
            assert!(!crate::copies::read(&text).claims.is_empty(), "the texts make claims");
            read += 1;
        }
        best = best.max(f64::from(read) * share / start.elapsed().as_secs_f64());
    }
    best
}
