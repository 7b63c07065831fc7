//! The weekly market of memory chips, fab by fab.
//!
//! In: a world's lines, buyers and materials, and dated shocks. Out: weekly trajectories of starts,
//! output, stocks, prices, shipments and sales for every member of an ensemble, with the cause of
//! each loss. Wafers, bits and money balance every week. Runs stand side by side in the lanes of the
//! machine's vectors; a run's bytes depend on its own draw and shocks only. The equations are those of the method page
//! "market" in the book: blocks 1 (starts), 2 (materials), 3 (pipeline), 4 (attrition and
//! availability), 5 (node), 6 (demand), 7 (price), 8 (allocation), 9 (investment).

mod allocation;
pub mod block;
pub mod build;
mod capacity;
mod closed;
mod controls;
pub mod dynamics;
pub mod engine;
pub mod investment;
pub mod knobs;
pub mod lanes;
pub mod levers;
mod material_paths;
mod materials;
pub mod model;
pub mod numbers;
mod pipeline;
mod price;
mod produce;
mod ramp;
mod reasons;
pub mod record;
pub mod reference;
pub mod routes;
pub mod run;
pub mod scarcity;
pub mod shape;
mod start;
pub mod state;
mod tools_in;
mod trade;
pub mod turn;
