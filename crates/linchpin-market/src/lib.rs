//! The weekly market of memory chips, fab by fab.
//!
//! In: a world's lines, buyers and materials, and dated shocks. Out: weekly trajectories of starts,
//! output, stocks, prices, shipments and sales for every member of an ensemble, with the cause of
//! each loss. Wafers, bits and money balance every week. The equations are those of the method page
//! "market" in the book: blocks 1 (starts), 2 (materials), 3 (pipeline), 4 (attrition and
//! availability), 5 (node), 6 (demand), 7 (price), 8 (allocation), 9 (investment).

pub mod allocation;
pub mod build;
pub mod capacity;
pub mod dynamics;
pub mod investment;
pub mod knobs;
pub mod levers;
pub mod materials;
pub mod model;
pub mod numbers;
pub mod pipeline;
pub mod price;
pub mod reasons;
pub mod record;
pub mod run;
pub mod turn;
