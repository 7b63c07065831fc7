//! A user's own design: a CSV with a column for each factor and a row for each run.

use linchpin_units::{Finding, Findings, Text};

/// The rows of a table of points, values in the order of `factors`.
///
/// # Errors
/// All at once, each with its place: `LP-U003` and `LP-U004` for rows and columns that do not fit, `LP-S013`
/// for a cell that is no finite number, and for a table without a row.
pub fn read(text: &Text, factors: &[&str]) -> Result<Vec<Vec<f64>>, Findings> {
    let rows = text.csv(factors)?;
    let mut findings = Findings::default();
    if rows.is_empty() {
        let place = linchpin_units::Place::whole(text.file());
        let finding = Finding::error("LP-S013", place, "the table has no row")
            .expected("a row for each run")
            .help("write the values of the factors below the header");
        return Err(finding.into());
    }
    let mut points = Vec::with_capacity(rows.len());
    for row in &rows {
        let mut point = Vec::with_capacity(factors.len());
        for factor in factors {
            let cell = row.cell(factor);
            match cell.parse::<f64>() {
                Ok(value) if value.is_finite() => point.push(value),
                _ => findings.push(
                    Finding::error(
                        "LP-S013",
                        row.place(factor),
                        format!("`{cell}` is no number for `{factor}`"),
                    )
                    .expected("a finite number with a decimal point, as in 0.25")
                    .help("write the value without unit and without thousands separators"),
                ),
            }
        }
        points.push(point);
    }
    findings.or_value(points)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_may_stand_in_any_order() {
        let text = Text::new("points.csv", "b,a\n1,2\n3,4.5\n");
        assert_eq!(read(&text, &["a", "b"]).expect("a table"), [[2.0, 1.0], [4.5, 3.0]]);
    }

    #[test]
    fn every_bad_cell_has_its_place() {
        let text = Text::new("points.csv", "a,b\n1,NaN\ninf,2\n\"1,5\",3\n");
        let found = read(&text, &["a", "b"]).expect_err("three bad cells");
        let places: Vec<String> = found.iter().map(|finding| finding.place.to_string()).collect();
        assert_eq!(places, ["points.csv:2:3", "points.csv:3:1", "points.csv:4:1"]);
        let text = Text::new("points.csv", "a,bb\n1,2\n");
        assert!(read(&text, &["a", "b"]).is_err());
        assert!(read(&Text::new("points.csv", "a\n"), &["a"]).is_err());
    }
}
