//! ARIO: adaptive regional input-output dynamics with inventories, day by day.
//!
//! In come a table, parameters and dated events; out comes what every industry makes, orders and
//! lacks on each day. Equations follow Hallegatte (2008, 2013), Guan et al. (2020) and the
//! conventions of BoARIO 0.7.2; [`Quirks`] names each place where the default differs from BoARIO
//! and can switch it back. Invariants: `0 <= output <= min(demand, capacity)`, deliveries of an
//! industry add up to its output, stocks move by what is received less what is used.

pub mod case;
pub mod collapse;
mod day;
pub mod draws;
pub mod episode;
pub mod error;
pub mod event;
mod exact;
pub mod model;
pub mod params;
pub mod rationing;
pub mod record;
pub mod recovery;
pub mod report;
mod shock;
pub mod simulation;
pub mod state;
mod sums;

pub use collapse::{Collapse, Regime};
pub use error::ArioError;
pub use event::{Event, EventKind, Household};
pub use model::Model;
pub use params::{OrderRule, Params, Quirks};
pub use rationing::{Priority, Rationing};
pub use record::Records;
pub use recovery::Recovery;
pub use report::{Loss, Report};
pub(crate) use shock::losses;
pub use simulation::Simulation;
pub(crate) use simulation::check;
pub use state::{Industry, State};
