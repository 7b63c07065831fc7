//! Fourth floor: answers about finished runs, and the files other programs read.

pub(crate) mod by_price;
mod carried;
pub mod compare;
mod differences;
pub mod explain;
pub mod export;
pub mod iamc;
mod named;
mod spillover;
mod stated;
pub mod workbook;
