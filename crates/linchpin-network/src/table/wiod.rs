//! WIOD 2013 release in the Parquet extract of the shared data: `Z_2011.parquet`,
//! `F_2011.parquet`, `cells_2011.csv`.
//!
//! In comes the folder; out comes the table of 41 regions and 35 industries in million US dollars,
//! rounded to whole millions by its publisher's copy. Attribution: Timmer et al. (2015), WIOD.

use super::columns::Columns;
use super::native::flows;
use super::{Cells, Mrio, Origin};
use linchpin_units::{Digest, Finding, Findings, Place, Text};
use std::path::Path;

/// Reads the folder `dir`.
///
/// # Errors
/// Findings for files that are missing or malformed, and what [`Mrio::new`] refuses.
pub fn read(dir: &Path) -> Result<Mrio, Findings> {
    let bytes_of = |file: &str| {
        std::fs::read(dir.join(file)).map_err(|error| {
            Finding::error("LP-N009", Place::whole(file), format!("cannot be read: {error}"))
                .expected("a folder with Z_2011.parquet, F_2011.parquet and cells_2011.csv")
        })
    };
    let cells = Text::from_bytes("cells_2011.csv", &bytes_of("cells_2011.csv")?)?;
    let rows = cells.csv(&["idx", "country", "code", "sector", "output_musd"])?;
    let mut findings = Findings::default();
    let (mut regions, mut sectors): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let mut output = Vec::with_capacity(rows.len());
    for row in &rows {
        for (known, name) in [(&mut regions, row.cell("country")), (&mut sectors, row.cell("code"))]
        {
            if !known.iter().any(|label| label == name) {
                known.push(name.to_owned());
            }
        }
        match row.cell("output_musd").parse::<f64>() {
            Ok(x) => output.push(x),
            Err(_) => findings.push(
                Finding::error("LP-N006", row.place("output_musd"), "not a number")
                    .expected("output in million US dollars"),
            ),
        }
    }
    for (i, row) in rows.iter().enumerate() {
        let expected = (i / sectors.len().max(1), i % sectors.len().max(1));
        let fits = regions.get(expected.0).is_some_and(|name| name == row.cell("country"))
            && sectors.get(expected.1).is_some_and(|name| name == row.cell("code"));
        if !fits {
            findings.push(
                Finding::error("LP-N012", row.place("country"), "the cell is out of order")
                    .expected("countries in turn, each with all industries in the same order"),
            );
            break;
        }
    }
    if findings.any_error() {
        return Err(findings);
    }
    let n = rows.len();
    let z = flows(&Columns::read(&dir.join("Z_2011.parquet"))?, ["row", "col", "v"], n, n)?;
    let demand = Columns::read(&dir.join("F_2011.parquet"))?;
    let (destination, category) = (demand.text("dest")?, demand.text("cat")?);
    let mut categories: Vec<String> = category.to_vec();
    categories.sort();
    categories.dedup();
    let width = regions.len() * categories.len();
    let mut y = vec![0.0; n * width];
    let bought = demand.numbers("row")?.iter().zip(demand.numbers("v")?);
    for ((row, value), (to, of)) in bought.zip(destination.iter().zip(category)) {
        let region = regions.iter().position(|name| name == to);
        let category = categories.iter().position(|name| name == of);
        match (region, category) {
            (Some(c), Some(k)) if (0.0..n as f64).contains(row) => {
                y[*row as usize * width + c * categories.len() + k] += value;
            }
            _ => {
                let message = format!("demand of `{to}` for row {row} fits no cell");
                findings.push(Finding::error("LP-N012", Place::whole("F_2011.parquet"), message));
                return Err(findings);
            }
        }
    }
    let origin = Origin {
        name: "WIOD 2013 release, 2011".to_owned(),
        unit: "USD_mn".to_owned(),
        digest: Some(Digest::of(&bytes_of("Z_2011.parquet")?)),
        attribution: "Timmer, Dietzenbacher, Los, Stehrer and de Vries (2015), WIOD, GGDC"
            .to_owned(),
        licence: "inferred from the 2016 release: CC BY 4.0".to_owned(),
    };
    Mrio::new(Cells { regions, sectors, categories, z, y, x: Some(output) }, origin)
}
