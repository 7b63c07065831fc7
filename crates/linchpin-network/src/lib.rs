//! Shock propagation over production networks.
//!
//! In come a multi-regional input-output table or a network of firms, and shocks; out comes what is
//! lost, where and when. [`table`] reads and checks tables, [`statics`] answers what depends on what
//! before anything moves, [`economics`] what dearer or missing memory costs its users, [`ario`] runs days with inventories and rationing, [`firm`] does so for
//! networks of firms.
//! Invariant: the same inputs give the same bits for any number of threads.

pub mod ario;
pub mod assumed;
pub mod band;
pub mod codes;
pub mod economics;
pub mod firm;
pub mod kernel;
pub mod limits;
pub mod statics;
pub mod table;
