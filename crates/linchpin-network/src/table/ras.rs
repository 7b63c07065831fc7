//! RAS: fits a matrix of guesses to given row and column sums, keeping its zeros.
//!
//! In come a non-negative matrix and targets; out comes the matrix `diag(r) A diag(s)` nearest to it
//! in relative entropy (Stone 1961; Bacharach 1970), and how far its sums still are from the targets.

/// The fitted matrix.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// Row-major cells.
    pub cells: Vec<f64>,
    /// Largest difference of a row sum from its target, over the total; columns are exact.
    pub off: f64,
    /// Rounds taken.
    pub rounds: u32,
}

/// Fits `cells` (`rows.len()` by `columns.len()`) until row sums are within `tolerance` of the total.
/// Columns are fitted last, so their sums are met exactly; a row or column of zeros stays zero.
///
/// # Panics
/// When `cells` has another size than the targets say: a programming error.
#[must_use]
pub fn ras(
    mut cells: Vec<f64>,
    rows: &[f64],
    columns: &[f64],
    tolerance: f64,
    most_rounds: u32,
) -> Fitted {
    let width = columns.len();
    assert_eq!(cells.len(), rows.len() * width, "one cell per row and column");
    let total: f64 = columns.iter().sum();
    let mut rounds = 0;
    loop {
        let mut sums = vec![0.0; width];
        for row in cells.chunks(width.max(1)) {
            sums.iter_mut().zip(row).for_each(|(sum, cell)| *sum += cell);
        }
        for row in cells.chunks_mut(width.max(1)) {
            for ((cell, sum), target) in row.iter_mut().zip(&sums).zip(columns) {
                *cell *= if *sum > 0.0 { target / sum } else { 0.0 };
            }
        }
        let row_sums: Vec<f64> =
            cells.chunks(width.max(1)).map(|row| row.iter().sum::<f64>()).collect();
        let worst = row_sums.iter().zip(rows).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        let off = if total > 0.0 { worst / total } else { 0.0 };
        if off <= tolerance || rounds >= most_rounds {
            return Fitted { cells, off, rounds };
        }
        rounds += 1;
        for ((row, sum), target) in cells.chunks_mut(width.max(1)).zip(&row_sums).zip(rows) {
            let factor = if *sum > 0.0 { target / sum } else { 0.0 };
            row.iter_mut().for_each(|cell| *cell *= factor);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_met_and_zeros_stay() {
        let fitted = ras(vec![1.0, 1.0, 0.0, 1.0], &[6.0, 4.0], &[3.0, 7.0], 1e-12, 1000);
        assert_eq!(fitted.cells[2], 0.0);
        assert!(fitted.off <= 1e-12 && fitted.rounds > 1, "{fitted:?}");
        assert!((fitted.cells[0] - 3.0).abs() < 1e-10 && (fitted.cells[1] - 3.0).abs() < 1e-10);
    }

    #[test]
    fn targets_that_disagree_are_reported_not_hidden() {
        let fitted = ras(vec![1.0, 1.0], &[5.0, 5.0], &[4.0], 1e-12, 50);
        assert!(fitted.off > 0.1, "{fitted:?}");
        assert!((fitted.cells.iter().sum::<f64>() - 4.0).abs() < 1e-12);
    }
}
