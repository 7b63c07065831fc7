//! Trajectories in; tables, ranges and reasons out.
//!
//! [`finish`](finish::finish) sums a [`RunInput`] up into a [`report::Report`] and tables; [`store`] writes
//! them as a run folder, [`load`] reads one back, [`mod@merge`] joins shards; [`compare`] and [`explain`] answer
//! questions about finished runs. Nothing here knows a market: series, causes and shocks arrive by name.

pub mod causes;
pub mod cell;
pub mod compare;
pub mod decompose;
pub mod explain;
pub mod export;
pub mod figures;
pub mod finish;
pub mod headline;
pub mod influence;
pub mod input;
pub mod load;
pub mod losses;
pub mod merge;
pub mod pick;
pub mod quantile;
pub mod report;
#[cfg(test)]
mod sample;
pub mod shares;
pub mod spillover;
pub mod store;
pub mod summary;
pub mod table;
pub mod tables;
pub mod waterfall;

pub use finish::{Finished, Keep, Record, finish};
pub use input::{BASELINE, InputError, Parameters, RunInput, ScenarioRun, ShockRow};
pub use load::{StoredRun, resolve};
pub use merge::{MergeError, merge};
pub use report::Report;
pub use store::StoreError;
