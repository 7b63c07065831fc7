//! Plain matrices of numbers in CSV, without labels.
//!
//! In come the bytes of a file; out comes a dense matrix, or findings that point at the cell.
//! Memory is bounded by the file: no cell can ask for more than its line holds.

use linchpin_units::{Finding, Findings, Place, Text};

/// A dense matrix read from a file, row-major.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub columns: usize,
    /// The numbers, row by row.
    pub values: Vec<f64>,
}

/// At most this many findings of one kind are listed; the rest is counted.
const LISTED: usize = 20;

/// Reads numbers separated by commas, one row a line.
///
/// # Errors
/// `LP-U001` not UTF-8, `LP-N005` a ragged line, `LP-N006` a cell that is no finite number.
pub fn read_matrix(file: &str, bytes: &[u8]) -> Result<Matrix, Findings> {
    let text = Text::from_bytes(file, bytes)?;
    let mut findings = Findings::default();
    let mut matrix = Matrix { rows: 0, columns: 0, values: Vec::new() };
    let mut start = 0;
    let mut wrong = 0_usize;
    for line in text.body().split_inclusive('\n') {
        let row = line.trim_end_matches(['\n', '\r']);
        let mut at = start;
        start += line.len();
        if row.trim().is_empty() {
            continue;
        }
        let before = matrix.values.len();
        for cell in row.split(',') {
            let span = at..at + cell.len();
            at += cell.len() + 1;
            match cell.trim().parse::<f64>() {
                Ok(value) if value.is_finite() => matrix.values.push(value),
                _ => {
                    matrix.values.push(0.0);
                    wrong += 1;
                    if wrong <= LISTED {
                        let message = format!("`{}` is not a finite number", cell.trim());
                        findings.push(
                            Finding::error("LP-N006", text.place(span), message)
                                .expected("a finite number with a decimal point")
                                .help("mend the cell; missing flows are written 0"),
                        );
                    }
                }
            }
        }
        let width = matrix.values.len() - before;
        if matrix.rows == 0 {
            matrix.columns = width;
        } else if width != matrix.columns {
            let message = format!("the line has {width} cells, the first {}", matrix.columns);
            let place = text.place(start - line.len()..start - line.len() + row.len());
            findings.push(
                Finding::error("LP-N005", place, message)
                    .expected(format!("{} cells", matrix.columns))
                    .help("every row of a matrix has the same number of cells"),
            );
            return Err(findings);
        }
        matrix.rows += 1;
    }
    if wrong > LISTED {
        let message = format!("{} more cells are not finite numbers", wrong - LISTED);
        findings.push(Finding::error("LP-N006", Place::whole(file), message));
    }
    findings.or_value(matrix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_are_no_numbers_are_located() {
        let findings = read_matrix("Z.csv", b"1,2\r\n3,NaN\r\nx,4\r\n").expect_err("hostile");
        let places: Vec<String> = findings.iter().map(|f| f.place.to_string()).collect();
        assert_eq!(places, ["Z.csv:2:3", "Z.csv:3:1"]);
    }

    #[test]
    fn a_ragged_line_and_a_wrong_encoding_are_refused() {
        let ragged = read_matrix("Z.csv", b"1,2\n3\n").expect_err("ragged");
        assert_eq!(ragged.iter().next().expect("one").code, "LP-N005");
        let latin = read_matrix("Z.csv", b"1,2\n3,\xe9\n").expect_err("latin-1");
        assert_eq!(latin.iter().next().expect("one").code, "LP-U001");
    }
}
