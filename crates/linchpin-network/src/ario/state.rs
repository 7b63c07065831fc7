//! The state of a run: what every industry makes, asks and holds on a day.

use super::shock::Rebuilding;
use std::collections::BTreeMap;

/// One industry on one day; flows per day in the table's unit.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Industry {
    /// Overproduction factor.
    pub alpha: f64,
    /// Orders, final demand and rebuilding asked.
    pub demand: f64,
    /// Most that could be made with enough inputs.
    pub capacity: f64,
    /// What would be made with enough inputs.
    pub optimal: f64,
    /// What is made.
    pub output: f64,
    /// Final demand asked.
    pub final_demand: f64,
    /// Share of final demand served.
    pub final_share: f64,
    /// Rebuilding demand asked.
    pub rebuilding: f64,
    /// Share of it served.
    pub rebuilding_share: f64,
}

/// Everything that changes during a run; industries in inner order.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// Next day to be computed.
    pub(super) day: u32,
    pub(super) industries: Vec<Industry>,
    /// Stocks by input sector, `sectors * n`.
    pub(super) stocks: Vec<f64>,
    /// Orders per unit of usual weighted purchases, `sectors * n`: `o[g,f] = q[g] Z[g,f] h[p(g),f]`;
    /// in BoARIO's mode the orders of the sector themselves.
    pub(super) intensity: Vec<f64>,
    /// Weight of each supplier in orders, `q`.
    pub(super) weight: Vec<f64>,
    pub(super) rebuilding: BTreeMap<usize, Rebuilding>,
    /// Final demand left unserved by product and consuming region, inner order `n * regions`.
    pub(super) unmet: Vec<f64>,
}
