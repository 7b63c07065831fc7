//! Trajectories in; tables, ranges and reasons out. Four floors, each knowing only those below it:
//!
//! | floor | what |
//! |---|---|
//! | [`stats`] | quantiles, bands and their Monte Carlo error |
//! | [`contract`] | what a run says: the types of `run.json`, the API, the page and Python, and how they are made |
//! | [`store`] | tables and run folders: written whole, read back checked, joined from shards |
//! | [`faces`] | explanations, comparisons, workbooks, IAMC and plain tables |
//!
//! [`finish`](finish()) sums a [`RunInput`] up; [`store::write`] makes a run folder of it. Nothing here knows
//! a market: series, causes and shocks arrive by name.

pub mod contract;
pub mod faces;
#[cfg(test)]
mod floors;
#[cfg(test)]
mod sample;
pub mod stats;
pub mod store;

pub use contract::input::{BASELINE, InputError, Parameters, RunInput, ScenarioRun, ShockRow};
pub use contract::record::Record;
pub use contract::report::Report;
pub use contract::{
    capacity, carried, cell, figures, governments, input, kind, losses, report, spillover,
};
pub use faces::{compare, explain, export, iamc, workbook};
pub use stats::quantile;
pub use store::StoreError;
pub use store::finish::{Finished, Keep, card, finish};
pub use store::load::{StoredRun, resolve};
pub use store::merge::{MergeError, merge};
pub use store::shelf::Shelf;
pub use store::sweep::{
    ChunkState, Published, Sweep, SweepError, SweepExpert, SweepPlan, SweepPoints, SweepRow,
};
pub use store::{table, tables};
