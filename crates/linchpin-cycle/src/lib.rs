//! The price cycle of memory chips by month.
//!
//! In: the world's time series as known on a day, and the assumptions `cycle-…`. Out: numbers fitted to the
//! training years ([`fit`]), projections under conditions ([`project`]), the state of any date ([`state`]), and
//! the test of all this against naive rivals out of sample ([`backtest`]). Nothing published after the day enters.
//!
//! Rests on units, world and the engine's designs of draws only.

pub mod backtest;
pub mod band;
pub mod calendar;
pub mod data;
pub mod fit;
pub mod hbm;
pub mod law;
pub mod material;
pub mod model;
pub mod numbers;
pub mod project;
pub mod rivals;
pub mod state;

use serde::Serialize;

/// Which market is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Market {
    /// DRAM without HBM; HBM is a use of its wafers.
    Dram,
    /// NAND flash.
    Nand,
}

impl Market {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Dram, Self::Nand];

    /// What stands before the names of its own assumptions.
    #[must_use]
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Dram => "",
            Self::Nand => "nand-",
        }
    }

    /// Name as printed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Dram => "DRAM",
            Self::Nand => "NAND",
        }
    }

    /// Its product in the world.
    #[must_use]
    pub fn product(self) -> &'static str {
        match self {
            Self::Dram => "product:dram",
            Self::Nand => "product:nand",
        }
    }

    /// The series of what its makers hold.
    pub(crate) fn stock(self) -> &'static str {
        match self {
            Self::Dram => "dram-maker-stock",
            Self::Nand => "nand-maker-stock",
        }
    }

    /// Its price index, revenue and agency series.
    pub(crate) fn series(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Dram => ("dram-price-index", "dram-revenue", "dram-contract-change"),
            Self::Nand => ("nand-price-index", "nand-revenue", "nand-contract-change"),
        }
    }
}
