//! What dearer or missing memory costs those who use it: one economics for the market and the network.
//!
//! In comes what the market hands over: price and quantity by destination and segment, before and
//! after, with the cause ([`handover`]). Users answer a higher price with smaller configurations and
//! fewer products; only what they want at the price and do not get stops a line ([`response`]); lines
//! that stand take others with them ([`stoppage`]). Out comes a cost between two bounds ([`account()`]):
//! the buyers' surplus lost, as if every missing bit were the one least worth having, and the Leontief
//! stoppage, as if every missing bit stopped its line and all who need it.
//! Invariant: lower <= estimate <= upper for every industry, from the equations, without clamping.

pub mod account;
pub mod handover;
pub mod ranges;
pub mod response;
pub mod stoppage;

pub use account::{Account, Behaviour, Group, Stopped, account, bound};
pub use handover::{Cause, Flow, Handover, Week};
pub use ranges::Users;
pub use response::{Buyer, Taken};
pub use stoppage::Stoppage;
