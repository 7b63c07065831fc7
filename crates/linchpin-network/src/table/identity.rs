//! Whether the accounts close: residuals of rows and columns, reported and never mended.
//!
//! In comes a table; out come the residuals. A row closes when sales equal output, a column when
//! purchases do not exceed it.

use super::Mrio;
use linchpin_units::{Finding, Place};

/// How far a table's accounts are from closing.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Identity {
    /// `sum of Z and Y along the row - x`, per industry.
    pub row: Vec<f64>,
    /// `x - sum of Z down the column`: value added with taxes and margins, per industry.
    pub column: Vec<f64>,
    /// Median of `|row| / x` over industries with output.
    pub median_row_error: f64,
    /// Sum of `|row|` over the sum of outputs.
    pub off: f64,
    /// Largest of `|row|`, in the table's unit, and whose.
    pub worst_row: (f64, String),
    /// Industries without output.
    pub without_output: usize,
    /// Industries that buy more than they make.
    pub negative_value_added: usize,
    /// Cells of final demand below zero: stocks drawn down, or an error.
    pub negative_final_demand: usize,
}

/// Computes the residuals of `table`.
#[must_use]
pub fn identity(table: &Mrio) -> Identity {
    let n = table.industries();
    let width = table.regions().len() * table.categories().len();
    let row: Vec<f64> = (0..n)
        .map(|i| {
            let sales: f64 = table.z()[i * n..(i + 1) * n].iter().sum();
            let demand: f64 = table.y()[i * width..(i + 1) * width].iter().sum();
            sales + demand - table.x()[i]
        })
        .collect();
    let column = table.value_added();
    let mut errors: Vec<f64> = (row.iter().zip(table.x()))
        .filter(|(_, x)| **x > 0.0)
        .map(|(residual, x)| residual.abs() / x)
        .collect();
    errors.sort_by(f64::total_cmp);
    let worst = (0..n).max_by(|a, b| row[*a].abs().total_cmp(&row[*b].abs()).then(b.cmp(a)));
    Identity {
        median_row_error: if errors.is_empty() {
            0.0
        } else {
            linchpin_units::math::quantile(&errors, 0.5)
        },
        worst_row: worst.map_or((0.0, String::new()), |i| (row[i], table.industry_name(i))),
        without_output: table.x().iter().filter(|x| **x == 0.0).count(),
        negative_value_added: column.iter().filter(|v| **v < 0.0).count(),
        negative_final_demand: table.y().iter().filter(|v| **v < 0.0).count(),
        off: {
            let (off, all): (f64, f64) =
                (row.iter().map(|v| v.abs()).sum(), table.x().iter().sum());
            if all > 0.0 { off / all } else { f64::INFINITY }
        },
        row,
        column,
    }
}

/// Largest share of output by which accounts may miss and still be called closed: published tables miss
/// by rounding, far below; more is a wrong file, a lost column or a wrong unit.
pub const TOLERATED: f64 = 0.01;

impl Identity {
    /// Whether the accounts close within [`TOLERATED`].
    ///
    /// # Errors
    /// `LP-N039` with how far they miss.
    pub fn check(&self, table: &Mrio) -> Result<(), Finding> {
        closes(table, self.off)
    }
}

/// Whether `off`, the share of output that accounts miss or closing moves, is within [`TOLERATED`].
///
/// # Errors
/// `LP-N039` with how far it is.
pub fn closes(table: &Mrio, off: f64) -> Result<(), Finding> {
    let place = || Place::whole(&table.origin().name);
    if table.x().iter().sum::<f64>() <= 0.0 {
        let finding = Finding::error("LP-N039", place(), "the table has no output at all");
        return Err(finding.help("check that the file is complete"));
    }
    if off <= TOLERATED {
        return Ok(());
    }
    let message = format!("rows miss their output by {:.2} % of all output", 100.0 * off);
    Err(Finding::error("LP-N039", place(), message)
        .expected(format!("at most {:.0} %", 100.0 * TOLERATED))
        .help("check file, unit and columns; --force goes on, and the result says so"))
}

#[cfg(test)]
mod tests {
    use super::super::{Cells, Origin};
    use super::*;

    #[test]
    fn residuals_are_named() {
        let label = |text: &str| vec![text.to_owned()];
        let cells = Cells {
            regions: label("KOR"),
            sectors: vec!["a".to_owned(), "b".to_owned()],
            categories: label("final"),
            z: vec![150.0, 500.0, 200.0, 100.0],
            y: vec![350.0, 1700.0],
            x: Some(vec![1000.0, 1990.0]),
        };
        let report = identity(&Mrio::new(cells, Origin::unnamed()).expect("a table"));
        assert_eq!(report.row, [0.0, 10.0]);
        assert_eq!(report.worst_row, (10.0, "KOR|b".to_owned()));
        assert_eq!(report.column, [650.0, 1390.0]);
    }
}
