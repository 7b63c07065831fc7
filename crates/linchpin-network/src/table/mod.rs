//! Multi-regional input-output tables: one type, its checks, and the readers of official layouts.
//!
//! In come files in a publisher's layout; out comes a [`Mrio`] whose labels are unique, whose
//! numbers are finite and whose intermediate flows are not negative. Nothing is rebalanced silently:
//! what the accounts do not close by is in the [`identity`] report.
//! The module leans on `linchpin-units` only, so that it can move to the world crate whole.

pub mod aggregate;
mod archive;
pub mod bundled;
pub mod carve;
mod carve_rows;
pub mod chips;
pub mod columns;
pub mod digests;
mod eora;
pub mod flat;
pub mod forward;
mod frame;
mod gloria;
pub mod identity;
pub mod import;
mod long;
pub mod mrio;
pub mod native;
pub mod numbers;
pub mod outline;
pub mod parts;
pub mod pymrio;
pub mod ras;
mod sheet;
pub mod wiod;
mod workbook;

pub use import::{Choices, Layout, import};
pub use mrio::{Cells, Mrio, Origin};
pub use outline::Outline;
