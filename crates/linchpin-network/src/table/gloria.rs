//! GLORIA: number blocks without labels, and a workbook of labels.
//!
//! In comes the folder (or one inside it) with `…_T-Results_….csv`, `…_Y-Results_….csv` and `GLORIA_ReadMe….xlsx`; out
//! comes the table by industries. GLORIA states supply and use: each region has its industries, then
//! its products; industries make products of their own region (`V`), and buy products (`U`). The table by
//! industries takes each product from industries as they make it (`Z = V diag(q)^-1 U`, fixed product sales
//! structure, model D of Eurostat 2008), so that no flow can turn negative. Basic prices (`Markup001`).

use super::archive::Archive;
use super::numbers::read_matrix;
use super::workbook::columns_of;
use super::{Cells, Mrio, Origin};
use crate::limits;
use linchpin_units::{Digest, Finding, Findings, Place};
use std::path::{Path, PathBuf};

/// Basic prices.
const MARKUP: &str = "markup001(full).csv";
/// Folders inside folders that are looked at.
const DEPTH: usize = 3;

/// Files under `dir`, by name.
fn files(dir: &Path, depth: usize, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(dir) else { return };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            if depth > 0 {
                files(&path, depth - 1, found);
            }
        } else {
            found.push(path);
        }
    }
}

/// Reads the folder `dir`.
///
/// # Errors
/// Findings for files that are missing or wrong.
pub(super) fn read(dir: &Path) -> Result<Mrio, Findings> {
    let mut all = Vec::new();
    files(dir, DEPTH, &mut all);
    let own = |path: &Path| {
        path.file_name().map_or_else(String::new, |name| name.to_string_lossy().to_lowercase())
    };
    let find = |what: &str, wanted: &dyn Fn(&str) -> bool| {
        all.iter().find(|path| wanted(&own(path))).cloned().ok_or_else(|| {
            Finding::error("LP-N009", Place::whole("table folder"), format!("there is no {what}"))
                .expected("GLORIA_ReadMe….xlsx and the T and Y results in basic prices, unpacked")
        })
    };
    let labels = find("GLORIA_ReadMe….xlsx", &|name| {
        name.starts_with("gloria_readme") && name.ends_with(".xlsx")
    })?;
    let block = |kind: &str| {
        let mark = format!("_{kind}-results_");
        find(&format!("…_{kind}-Results_…_{MARKUP}"), &|name: &str| {
            name.contains(&mark) && name.ends_with(MARKUP)
        })
    };
    let (flows, demand) = (block("t")?, block("y")?);
    let regions = columns_of(&labels, "Regions", "Region_acronyms")?;
    let sectors = columns_of(&labels, "Sectors", "Sector_names")?;
    let categories = columns_of(&labels, "Value added and final demand", "Final_demand_names")?;
    let file = own(&flows);
    limits::table(&file, regions.len(), sectors.len(), categories.len())?;
    let (m, s, c) = (regions.len(), sectors.len(), categories.len());
    let matrix = |path: &Path, columns: usize| -> Result<(Vec<f64>, Digest), Findings> {
        let name = own(path);
        let mut archive = Archive::open(path)?;
        let inside = archive.names().first().cloned().unwrap_or_default();
        let bytes = archive.bytes(&inside)?;
        let digest = Digest::of(&bytes);
        let found = read_matrix(&name, &bytes)?;
        if (found.rows, found.columns) != (2 * m * s, columns) {
            let message = format!(
                "holds {} x {} numbers instead of {} x {columns}",
                found.rows,
                found.columns,
                2 * m * s
            );
            return Err(Finding::error("LP-N001", Place::whole(&name), message)
                .expected("industries, then products, of each region of the workbook")
                .into());
        }
        Ok((found.values, digest))
    };
    let (t, digest) = matrix(&flows, 2 * m * s)?;
    let (y, _) = matrix(&demand, m * c)?;
    let (z, y) = by_industry(m, s, &t, &y);
    let origin = Origin {
        name: format!("GLORIA, {file}"),
        unit: "USD_thousand".to_owned(),
        digest: Some(digest),
        attribution: "Lenzen et al. (2017, 2022), GLORIA, IE Lab".to_owned(),
        licence: "GLORIA: own terms, not verified".to_owned(),
    };
    Mrio::new(Cells { regions, sectors, categories, z, y, x: None }, origin)
}

/// Industry by industry flows and final demand from supply and use `t` (`2ms * 2ms`) and `y` (`2ms * mc`).
fn by_industry(m: usize, s: usize, t: &[f64], y: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let (n, wide) = (m * s, 2 * m * s);
    let width = y.len() / wide.max(1);
    let (mut z, mut demand) = (vec![0.0; n * n], vec![0.0; n * width]);
    for r in 0..m {
        for p in 0..s {
            let product = r * 2 * s + s + p;
            // What each industry of the region makes of the product.
            let made = |i: usize| t[(r * 2 * s + i) * wide + product];
            let all: f64 = (0..s).map(made).sum();
            if all <= 0.0 {
                continue;
            }
            for i in (0..s).filter(|i| made(*i) != 0.0) {
                let share = made(i) / all;
                for f in 0..n {
                    let user = f / s * 2 * s + f % s;
                    z[(r * s + i) * n + f] += share * t[product * wide + user];
                }
                for k in 0..width {
                    demand[(r * s + i) * width + k] += share * y[product * width + k];
                }
            }
        }
    }
    (z, demand)
}

#[cfg(test)]
mod tests {
    use super::by_industry;

    #[test]
    fn two_industries_make_two_products() {
        // Industry 0 makes 30 of product 0; industry 1 makes 10 of product 0 and 20 of product 1.
        let mut t = vec![0.0; 16];
        (t[2], t[6], t[7]) = (30.0, 10.0, 20.0);
        // Industry 0 buys 4 of product 0 and 6 of product 1.
        (t[8], t[12]) = (4.0, 6.0);
        let (z, y) = by_industry(1, 2, &t, &[0.0, 0.0, 36.0, 14.0]);
        assert_eq!(z, [3.0, 0.0, 1.0 + 6.0, 0.0]);
        assert_eq!(y, [27.0, 9.0 + 14.0]);
    }
}
