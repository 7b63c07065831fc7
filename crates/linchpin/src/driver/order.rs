//! What a driver is told, what it orders, and how it ends.

use linchpin_results::SweepError;
use linchpin_results::store::StoreError;
use std::ops::Range;
use std::time::Duration;

/// How patient a driver is.
#[derive(Debug, Clone)]
pub struct Rules {
    /// Losses, or times that it was late, after which a chunk is computed aside.
    pub losses: u32,
    /// Least time before runs that are out are handed to somebody else as well.
    pub patience: Duration,
    /// The same in typical times of a chunk.
    pub times: u32,
    /// How long there may be no worker at all.
    pub silence: Duration,
    /// Workers that may be refused for one chunk before the sweep stops.
    pub refusals: u32,
    /// Whether beginning with a chunk is noted on disk: where this process computes and may be ended by a run.
    pub noted: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            losses: 3,
            patience: Duration::from_secs(10),
            times: 10,
            silence: Duration::from_secs(120),
            refusals: 5,
            noted: false,
        }
    }
}

/// What is to be done next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// Hand these runs to a worker.
    Send(Range<u32>),
    /// Compute these runs in a process of its own, with limits.
    Aside(Range<u32>),
    /// Nothing until then, unless somebody says something.
    Wait(Duration),
    /// Every chunk of this part lies whole.
    Whole,
}

/// What came from outside.
#[derive(Debug, Clone)]
pub enum Said<'b> {
    /// A worker's rows for some runs, sealed; its probe, and how long they took it.
    Rows {
        /// Which runs.
        span: Range<u32>,
        /// Who.
        worker: &'b str,
        /// Digest of the worker's own rows of the first runs of the plan, or why it can make none: who makes other
        /// numbers there is refused.
        probe: Option<&'b str>,
        /// The rows.
        bytes: &'b [u8],
    },
    /// The worker of some runs is gone, or failed.
    Lost {
        /// Which runs.
        span: Range<u32>,
    },
    /// The rows that the process of its own made.
    Aside {
        /// Which runs.
        span: Range<u32>,
        /// The rows, sealed; or how the process ended.
        made: Result<&'b [u8], &'b str>,
    },
}

/// Why a driver stops.
#[derive(Debug, thiserror::Error)]
pub enum DriverError {
    /// The store.
    #[error(transparent)]
    Sweep(#[from] SweepError),
    /// Nobody works.
    #[error("no worker has been there for {seconds} s; what is done is kept")]
    Nobody {
        /// For how long.
        seconds: u64,
    },
    /// Everybody is refused.
    #[error(
        "worker {worker} is refused, and so were those before it: {why}; install the same version everywhere"
    )]
    Unfit {
        /// The last of them.
        worker: String,
        /// Why.
        why: String,
    },
}

impl From<StoreError> for DriverError {
    fn from(error: StoreError) -> Self {
        Self::Sweep(error.into())
    }
}

/// What came of it so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Chunks put in their place.
    pub made: u32,
    /// Chunks that lay there already.
    pub kept: u32,
    /// Chunks that lay there damaged.
    pub mended: u32,
    /// Runs in the chunks made.
    pub runs: u64,
    /// Answers that were known already.
    pub duplicates: u32,
    /// Answers that came damaged.
    pub damaged: u32,
    /// Runs handed out again because somebody was lost or late.
    pub again: u32,
    /// Answers of workers that make other numbers.
    pub refused: u32,
    /// Runs that end their process, and how.
    pub blamed: Vec<(u32, String)>,
}
