//! Fast ARIO: many scenarios on one table, at the speed the machine allows.
//!
//! In comes a [`Model`](crate::ario::Model) with proportional rationing; out come lanes, each a
//! scenario of its own. The step is written in deviations from the steady state, so that calm stays
//! exactly zero in any precision, and reads the table once a day for all lanes. Invariants: a lane's
//! bits depend on its own shocks only, never on its position, its neighbours, the number of threads
//! or the width of the machine's vectors (every product is fused, every sum has a fixed order).

pub mod ensemble;
pub mod folder;
mod lines;
pub mod prepared;
mod products;
pub mod real;
pub mod scenario;
pub mod scenarios;
mod step;

pub use ensemble::Ensemble;
pub use prepared::{Prepared, Unsupported};
