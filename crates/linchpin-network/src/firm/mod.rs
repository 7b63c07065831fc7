//! Networks of firms: who sells to whom, and what one closure sets off.
//!
//! In come links between firms; out come the systemic risk of each firm (ESRI) and firm-level
//! dynamics with inventories. Firms are numbered from 0 in the order of their names.

pub mod ario;
pub mod attributes;
pub mod esri;
mod exchange;
pub mod generate;
mod inputs;
pub mod lanes;
pub mod linear;
mod links;
pub mod network;
pub mod read;
pub mod stored;
mod walk;

pub use ario::{FirmArio, FirmParams, FirmRationing};
pub use esri::{Criticality, Esri, Losses, Options, Outcome, Stop};
pub use network::{Link, Network};
