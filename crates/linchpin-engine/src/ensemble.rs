//! Members in parallel, results in order.
//!
//! Parallelism is outermost: one member never spans threads, and each writes to the place of its
//! number. Nothing is reduced across threads, so one thread or eight give the same bytes.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::ops::{ControlFlow, Range};
use std::sync::atomic::{AtomicU64, Ordering};

/// Told `(done, all)` after each member; `Break` asks the ensemble to stop.
pub type Watch<'w> = dyn Fn(u64, u64) -> ControlFlow<()> + Sync + 'w;

/// A watch that lets everything run.
pub fn unwatched(_done: u64, _all: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Which members of an ensemble to run: all, or a shard for a cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Members {
    /// Size of the whole ensemble: the design is laid out for it.
    pub total: u32,
    /// The members run here.
    pub here: Range<u32>,
}

impl Members {
    /// The whole ensemble.
    #[must_use]
    pub fn all(total: u32) -> Self {
        Self { total, here: 0..total }
    }

    /// Runs `member` for every member and gives the outcomes in order, or nothing when `watch` asked
    /// to stop: part of an ensemble is no smaller ensemble.
    pub fn run<T: Send>(
        &self,
        watch: &Watch<'_>,
        member: impl Fn(u32) -> T + Sync + Send,
    ) -> Option<Vec<T>> {
        watched(self.here.clone().into_par_iter(), watch, member)
    }
}

/// What `one` gives for every item, in order, or nothing when `watch` asked to stop.
pub fn watched<I, T: Send>(
    items: impl IndexedParallelIterator<Item = I>,
    watch: &Watch<'_>,
    one: impl Fn(I) -> T + Sync + Send,
) -> Option<Vec<T>> {
    let (done, all) = (AtomicU64::new(0), items.len() as u64);
    let counted = |item| {
        let outcome = one(item);
        let go_on = watch(done.fetch_add(1, Ordering::Relaxed) + 1, all).is_continue();
        go_on.then_some(outcome)
    };
    items.map(counted).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_stand_in_order_on_any_thread_count() {
        let members = Members { total: 100, here: 20..60 };
        let on = |threads: usize| {
            let pool =
                rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
            pool.install(|| members.run(&unwatched, |m| f64::from(m).sqrt()))
        };
        assert_eq!(on(1), on(3));
        assert_eq!(on(1).expect("not stopped")[0], 20.0_f64.sqrt());
    }

    #[test]
    fn a_stopped_ensemble_gives_nothing() {
        let stop = |done: u64, _all: u64| {
            if done < 5 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        assert_eq!(Members::all(1_000_000).run(&stop, |m| m), None);
    }
}
