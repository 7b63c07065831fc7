//! Aggregation of regions and sectors.
//!
//! In come a table and a group name for each region and sector; out comes the smaller table.
//! Invariant: totals of `Z`, `Y` and `x` are unchanged; groups stand in the order of first mention.

use super::{Cells, Mrio};
use linchpin_units::{Finding, Findings, Place};
use std::collections::BTreeMap;

/// Groups of labels: label to group. Labels without an entry keep their own name.
pub type Groups = BTreeMap<String, String>;

/// Aggregates `table`.
///
/// # Errors
/// `LP-N013` for entries that name no label of the table.
pub fn aggregate(table: &Mrio, regions: &Groups, sectors: &Groups) -> Result<Mrio, Findings> {
    let mut findings = Findings::default();
    for (what, groups, labels) in
        [("region", regions, table.regions()), ("sector", sectors, table.sectors())]
    {
        for name in groups.keys().filter(|name| !labels.contains(name)) {
            findings.push(
                Finding::error(
                    "LP-N013",
                    Place::whole(&table.origin().name),
                    format!("no {what} is called `{name}`"),
                )
                .expected(format!("one of {}", labels.join(", ")))
                .nearest(name, labels.iter().map(String::as_str)),
            );
        }
    }
    if findings.any_error() {
        return Err(findings);
    }
    let (region_names, of_region) = grouped(table.regions(), regions);
    let (sector_names, of_sector) = grouped(table.sectors(), sectors);
    let s = table.sectors().len();
    let industry = |i: usize| of_region[i / s] * sector_names.len() + of_sector[i % s];
    let (n, c) = (table.industries(), table.categories().len());
    let small = region_names.len() * sector_names.len();
    let width = region_names.len() * c;
    let mut z = vec![0.0; small * small];
    let mut y = vec![0.0; small * width];
    let mut x = vec![0.0; small];
    for i in 0..n {
        let g = industry(i);
        x[g] += table.x()[i];
        for (j, flow) in table.z()[i * n..(i + 1) * n].iter().enumerate() {
            z[g * small + industry(j)] += flow;
        }
        let m_c = table.regions().len() * c;
        for (k, flow) in table.y()[i * m_c..(i + 1) * m_c].iter().enumerate() {
            y[g * width + of_region[k / c] * c + k % c] += flow;
        }
    }
    let cells = Cells {
        regions: region_names,
        sectors: sector_names,
        categories: table.categories().to_vec(),
        z,
        y,
        x: Some(x),
    };
    Mrio::new(cells, table.origin().clone())
}

fn grouped(labels: &[String], groups: &Groups) -> (Vec<String>, Vec<usize>) {
    let mut names: Vec<String> = Vec::new();
    let of = labels.iter().map(|label| {
        let name = groups.get(label).unwrap_or(label);
        names.iter().position(|known| known == name).unwrap_or_else(|| {
            names.push(name.clone());
            names.len() - 1
        })
    });
    let of = of.collect();
    (names, of)
}

#[cfg(test)]
mod tests {
    use super::super::Origin;
    use super::*;

    #[test]
    fn totals_are_unchanged_and_wrong_names_are_offered_a_right_one() {
        let cells = Cells {
            regions: vec!["KOR".to_owned(), "CHN".to_owned()],
            sectors: vec!["chips".to_owned(), "phones".to_owned()],
            categories: vec!["final".to_owned()],
            z: (0..16).map(f64::from).collect(),
            y: (0..8).map(f64::from).collect(),
            x: None,
        };
        let table = Mrio::new(cells, Origin::unnamed()).expect("a table");
        let asia: Groups =
            [("KOR", "Asia"), ("CHN", "Asia")].map(|(a, b)| (a.to_owned(), b.to_owned())).into();
        let small = aggregate(&table, &asia, &Groups::new()).expect("aggregated");
        assert_eq!((small.regions(), small.industries()), (&["Asia".to_owned()][..], 2));
        assert_eq!(small.z().iter().sum::<f64>(), 120.0);
        assert_eq!(small.y().iter().sum::<f64>(), 28.0);
        let wrong: Groups = [("chip".to_owned(), "x".to_owned())].into();
        let findings = aggregate(&table, &Groups::new(), &wrong).expect_err("no such sector");
        assert_eq!(findings.iter().next().expect("one").nearest.as_deref(), Some("chips"));
    }
}
