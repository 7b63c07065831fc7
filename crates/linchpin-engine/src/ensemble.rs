//! Members in parallel, results in order.
//!
//! Parallelism is outermost: one member never spans threads, and each writes to the place of its
//! number. Nothing is reduced across threads, so one thread or eight give the same bytes.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

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

    /// Runs `member` for every member and gives the outcomes in order; `progress(done, all)` is
    /// told after each.
    pub fn run<T: Send>(
        &self,
        progress: &(dyn Fn(u64, u64) + Sync),
        member: impl Fn(u32) -> T + Sync,
    ) -> Vec<T> {
        let done = AtomicU64::new(0);
        let all = self.here.len() as u64;
        let one = |number: u32| {
            let outcome = member(number);
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, all);
            outcome
        };
        self.here.clone().into_par_iter().map(one).collect()
    }
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
            pool.install(|| members.run(&|_, _| (), |m| f64::from(m).sqrt()))
        };
        assert_eq!(on(1), on(3));
        assert_eq!(on(1)[0], 20.0_f64.sqrt());
    }
}
