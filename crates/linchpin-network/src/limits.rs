//! Every limit on what is read or computed, in one place.
//!
//! In comes what a file or a flag claims; out comes a finding before anything is allocated for it.

use linchpin_units::{Finding, Place};

/// Most industries of a table: more than any published table we read has; beyond, a dense table would
/// not fit in memory.
pub const INDUSTRIES: usize = 12_000;
/// Most columns of final demand.
pub const DEMAND: usize = 12_000;
/// Most rows of a Parquet file of flows: a dense table of [`INDUSTRIES`].
pub const ROWS: usize = INDUSTRIES * INDUSTRIES;
/// Most bytes read of one unpacked file: a dense text table of 12,000 industries.
pub const BYTES: u64 = 4 << 30;
/// Most bytes unpacked per packed byte; tables of zeros reach about 200.
pub const RATIO: u64 = 500;
/// Unpacked sizes below this are always fine.
pub const SMALL: u64 = 16 << 20;
/// Most days of a run.
pub const DAYS: u32 = 100_000;

/// Refuses a table that would not fit in memory.
///
/// # Errors
/// `LP-N016` with the counts.
pub fn table(file: &str, regions: usize, sectors: usize, categories: usize) -> Result<(), Finding> {
    let industries = regions.saturating_mul(sectors);
    if industries <= INDUSTRIES && regions.saturating_mul(categories) <= DEMAND {
        return Ok(());
    }
    let message = format!(
        "{regions} regions, {sectors} sectors and {categories} categories of final demand are more \
         than a dense table can hold"
    );
    Err(Finding::error("LP-N016", Place::whole(file), message)
        .expected(format!("at most {INDUSTRIES} industries"))
        .help("aggregate the table before importing it"))
}

/// Refuses a run that would never end.
///
/// # Errors
/// `LP-N011` for more than [`DAYS`].
pub fn days(flag: &str, days: u32) -> Result<u32, Finding> {
    if days <= DAYS {
        return Ok(days);
    }
    let message = format!("{days} days are more than are ever computed");
    Err(Finding::error("LP-N011", Place::whole(flag), message)
        .expected(format!("at most {DAYS} days")))
}
