//! The weekly market of memory chips, fab by fab.
//!
//! In: a world's lines, buyers and materials, and dated shocks. Out: weekly trajectories of starts,
//! output, stocks, prices, shipments and sales for every member of an ensemble, with the cause of
//! each loss. Wafers, bits and money balance every week. Runs stand side by side in the lanes of the
//! machine's vectors; a run's bytes depend on its own draw and shocks only. The equations are those of the method page
//! "market" in the book: blocks 1 (starts), 2 (materials), 3 (pipeline), 4 (attrition and
//! availability), 5 (node), 6 (demand), 7 (price), 8 (allocation), 9 (investment).

mod allocation;
mod block;
pub mod build;
mod capacity;
mod closed;
mod controls;
mod dynamics;
pub mod engine;
mod investment;
mod knobs;
mod lanes;
mod levers;
mod lines;
mod material_paths;
mod materials;
pub mod model;
mod numbers;
mod pipeline;
mod price;
mod produce;
mod ramp;
mod reasons;
pub mod record;
mod reference;
mod routes;
pub mod run;
mod scarcity;
mod shape;
mod start;
mod state;
mod tools_in;
mod trade;
pub mod turn;

/// The laws stand in `tests/` and look inside: at states, lanes and levers that no other crate sees.
#[cfg(test)]
#[path = "../tests/laws.rs"]
mod laws;
#[cfg(test)]
extern crate self as linchpin_market;
