//! Trade equilibrium: what tariffs, barriers and bans do to wages, prices and welfare once all has settled.
//!
//! An [`Economy`] (who buys what from whom, tariffs, input shares, elasticities) and a [`Shock`] come in;
//! an [`Outcome`] in relative changes comes out ("exact hats": new value over old). The model is that of
//! Caliendo and Parro (Review of Economic Studies 82, 2015) with CES nests in the place of Cobb-Douglas
//! ones, of which theirs is the case with all elasticities at one. [`liberation`] is the one-sector model
//! of the Liberation Day study with its optimal tariffs.

pub mod anderson;
pub mod carried;
pub mod closed;
pub mod codes;
pub mod decouple;
pub mod economy;
pub mod equilibrium;
pub mod error;
pub mod horizon;
pub mod liberation;
pub mod outcome;
pub mod path;
pub mod shock;
mod solver;
pub mod table;
pub mod welfare;

pub use economy::Economy;
pub use equilibrium::solve;
pub use error::TradeError;
pub use horizon::{Horizon, Nests};
pub use outcome::{Factors, Outcome, Settings};
pub use shock::{Change, Flow, Owner, Shock};
