//! A run beside the daily records BoARIO left for the same case.
//!
//! In come our records and a folder; out comes, for each series that has a file there, the largest
//! difference over the daily output of its industry.

use crate::ario::record::Records;
use crate::table::Outline;
use crate::table::columns::Columns;
use linchpin_units::{Finding, Findings, Place};
use std::path::Path;

/// Largest difference of one series from BoARIO's record.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Difference {
    /// Name of the series.
    pub series: String,
    /// Largest absolute difference over daily output of that industry.
    pub largest: f64,
    /// Day and industry where.
    pub at: (usize, usize),
}

/// Compares records with those BoARIO left in `dir`; series without a file are passed over.
///
/// # Errors
/// Findings when a file is malformed or of another length.
pub fn compare(
    records: &Records,
    table: &Outline,
    dir: &Path,
) -> Result<Vec<Difference>, Findings> {
    let series: [(&str, &Vec<Vec<f64>>); 5] = [
        ("production_realised", &records.production_realised),
        ("production_capacity", &records.production_capacity),
        ("final_demand_unmet", &records.final_demand_unmet),
        ("rebuild_prod", &records.rebuild_prod),
        ("inputs_stocks", &records.inputs_stocks),
    ];
    let mut differences = Vec::new();
    for (name, ours) in series {
        let path = dir.join(format!("{name}.parquet"));
        if !path.exists() || ours.is_empty() {
            continue;
        }
        let theirs = Columns::read(&path)?;
        let mut worst = Difference { series: name.to_owned(), largest: 0.0, at: (0, 0) };
        for (i, usual) in records.usual_output.iter().enumerate() {
            let theirs = theirs.numbers(&table.industry_name(i))?;
            if theirs.len() != ours.len() {
                let message = format!("holds {} days instead of {}", theirs.len(), ours.len());
                let file = format!("{name}.parquet");
                return Err(Finding::error("LP-N001", Place::whole(&file), message).into());
            }
            for (day, (a, b)) in ours.iter().zip(theirs).enumerate() {
                let scale = if *usual > 0.0 { *usual } else { 1.0 };
                // Infinite stocks are equal when both are infinite.
                let off = if a[i] == *b { 0.0 } else { (a[i] - b).abs() / scale };
                if off > worst.largest || off.is_nan() {
                    worst.largest = off;
                    worst.at = (day, i);
                }
            }
        }
        differences.push(worst);
    }
    Ok(differences)
}
