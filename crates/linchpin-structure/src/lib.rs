//! Structure of supply: what depends on what, who can stop it, and how concentrated it is.
//!
//! Three parts: [`metrics`] of input-output tables and trade, [`cuts`] (minimal cut sets of graphs of
//! gates, read from Open-PSA files by [`opsa`]), and the chokepoints of a product in a world.

pub mod chokepoints;
pub mod codes;
pub mod cuts;
pub mod graph;
pub mod metrics;
pub mod opsa;
