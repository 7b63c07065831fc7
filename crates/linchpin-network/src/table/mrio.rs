//! The table itself: `Z`, `Y` and `x` with their labels.
//!
//! In come labels and dense flows; out goes a checked table. Invariant: cell `(g, f)` of `Z` is what
//! industry `f` bought from industry `g` in one year; industries are region-major (`r * sectors + p`),
//! final demand is region-major too (`c * categories + k`); every number is finite, no flow of `Z`
//! is negative, and all labels are unique.

use linchpin_units::{Digest, Finding, Findings, Place};

/// Where a table came from: written into every result that rests on it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// Name of the table, such as `WIOD 2013 release, 2011`.
    pub name: String,
    /// Unit of the flows, such as `USD_mn`.
    pub unit: String,
    /// SHA-256 of the bytes read, when there was a file.
    pub digest: Option<Digest>,
    /// How the publisher wants to be named.
    pub attribution: String,
    /// Terms of use, as far as known; empty when not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub licence: String,
}

impl Origin {
    /// A table without a publisher: synthetic, or handed over in memory.
    #[must_use]
    pub fn unnamed() -> Self {
        Self {
            name: "unnamed table".to_owned(),
            unit: "money".to_owned(),
            digest: None,
            attribution: String::new(),
            licence: String::new(),
        }
    }
}

/// The parts of a table before they are checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Cells {
    /// Regions in order.
    pub regions: Vec<String>,
    /// Sectors in order; the same for every region.
    pub sectors: Vec<String>,
    /// Categories of final demand in order; the same for every region.
    pub categories: Vec<String>,
    /// Intermediate flows, row-major, `n * n` with `n = regions * sectors`.
    pub z: Vec<f64>,
    /// Final demand, row-major, `n * (regions * categories)`.
    pub y: Vec<f64>,
    /// Output of each industry; none to take the row sums.
    pub x: Option<Vec<f64>>,
}

impl Cells {
    /// Cells whose labels are numbers (`reg0000`, `sec0000`, `fd0000`), for tables without names;
    /// output is the row sum.
    #[must_use]
    pub fn numbered(counts: [usize; 3], z: Vec<f64>, y: Vec<f64>) -> Self {
        let label =
            |what: &str, count: usize| (0..count).map(|i| format!("{what}{i:04}")).collect();
        Self {
            regions: label("reg", counts[0]),
            sectors: label("sec", counts[1]),
            categories: label("fd", counts[2]),
            z,
            y,
            x: None,
        }
    }
}

/// A multi-regional input-output table, industry by industry.
#[derive(Debug, Clone, PartialEq)]
pub struct Mrio {
    cells: Cells,
    x: Vec<f64>,
    origin: Origin,
}

impl Mrio {
    /// The same numbers under another name.
    pub(super) fn with_origin(self, origin: Origin) -> Self {
        Self { origin, ..self }
    }

    /// Checks the parts and makes the table.
    ///
    /// # Errors
    /// `LP-N001` wrong size, `LP-N002` a label twice, `LP-N015` no label at all, `LP-N003` a number that is not finite,
    /// `LP-N004` a negative intermediate flow or output; all of them, the first of each kind located.
    pub fn new(mut cells: Cells, origin: Origin) -> Result<Self, Findings> {
        let mut findings = Findings::default();
        let file = origin.name.clone();
        let n = cells.regions.len() * cells.sectors.len();
        let m_c = cells.regions.len() * cells.categories.len();
        let mut size = |what: &str, found: usize, wanted: usize| {
            if found != wanted {
                let message = format!("{what} holds {found} numbers instead of {wanted}");
                findings.push(
                    Finding::error("LP-N001", Place::whole(&file), message)
                        .help("give one row and one column per region and sector, region-major"),
                );
            }
        };
        size("Z", cells.z.len(), n * n);
        size("Y", cells.y.len(), n * m_c);
        if let Some(x) = &cells.x {
            size("x", x.len(), n);
        }
        for (what, labels) in [
            ("region", &cells.regions),
            ("sector", &cells.sectors),
            ("category", &cells.categories),
        ] {
            if labels.is_empty() {
                let message = format!("the table has no {what}");
                findings.push(Finding::error("LP-N015", Place::whole(&file), message));
            }
            let mut sorted: Vec<&String> = labels.iter().collect();
            sorted.sort();
            for pair in sorted.windows(2).filter(|pair| pair[0] == pair[1]) {
                let message = format!("the {what} `{}` stands twice", pair[0]);
                findings.push(
                    Finding::error("LP-N002", Place::whole(&file), message)
                        .help("every label must be unique"),
                );
            }
        }
        if findings.any_error() {
            return Err(findings);
        }
        let x = cells.x.take().unwrap_or_else(|| row_sums(&cells.z, &cells.y, n, m_c));
        let table = Self { cells, x, origin };
        table.check_numbers(&mut findings);
        findings.or_value(table)
    }

    fn check_numbers(&self, findings: &mut Findings) {
        let n = self.industries();
        let width = self.regions().len() * self.categories().len();
        let place = || Place::whole(&self.origin.name);
        let name = |i: usize| self.industry_name(i);
        let demand = |k: usize| {
            let c = self.categories().len();
            format!("{} {}", self.regions()[k / c], self.categories()[k % c])
        };
        let mut report = |code, what: &str, wrong: Vec<String>| {
            if let Some(first) = wrong.first() {
                let message = format!("{what}: {first} ({} such cells)", wrong.len());
                findings
                    .push(Finding::error(code, place(), message).expected("finite flows, Z >= 0"));
            }
        };
        let bad = |v: &f64| !v.is_finite();
        let found = |values: &[f64], wrong: &dyn Fn(&f64) -> bool| -> Vec<usize> {
            values.iter().enumerate().filter(|(_, v)| wrong(v)).map(|(i, _)| i).collect()
        };
        let in_z = |i: usize| format!("Z[{}, {}] = {}", name(i / n), name(i % n), self.cells.z[i]);
        let in_y = |i: usize| {
            format!("Y[{}, {}] = {}", name(i / width), demand(i % width), self.cells.y[i])
        };
        let in_x = |i: usize| format!("x[{}] = {}", name(i), self.x[i]);
        let mut wrong: Vec<String> = found(&self.cells.z, &bad).into_iter().map(in_z).collect();
        wrong.extend(found(&self.cells.y, &bad).into_iter().map(in_y));
        wrong.extend(found(&self.x, &bad).into_iter().map(in_x));
        report("LP-N003", "a number is not finite", wrong);
        let mut wrong: Vec<String> =
            found(&self.cells.z, &|v| *v < 0.0).into_iter().map(in_z).collect();
        wrong.extend(found(&self.x, &|v| *v < 0.0).into_iter().map(in_x));
        report("LP-N004", "a flow is negative", wrong);
    }

    /// Number of industries `n`.
    #[must_use]
    pub fn industries(&self) -> usize {
        self.cells.regions.len() * self.cells.sectors.len()
    }
    /// Regions in order.
    #[must_use]
    pub fn regions(&self) -> &[String] {
        &self.cells.regions
    }
    /// Sectors in order.
    #[must_use]
    pub fn sectors(&self) -> &[String] {
        &self.cells.sectors
    }
    /// Categories of final demand in order.
    #[must_use]
    pub fn categories(&self) -> &[String] {
        &self.cells.categories
    }
    /// Intermediate flows, row-major.
    #[must_use]
    pub fn z(&self) -> &[f64] {
        &self.cells.z
    }
    /// Final demand, row-major, `regions * categories` columns.
    #[must_use]
    pub fn y(&self) -> &[f64] {
        &self.cells.y
    }
    /// Output per industry and year.
    #[must_use]
    pub fn x(&self) -> &[f64] {
        &self.x
    }
    /// Where the table came from.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.origin
    }
    /// `region|sector` of industry `i`.
    #[must_use]
    pub fn industry_name(&self, i: usize) -> String {
        let s = self.cells.sectors.len();
        format!("{}|{}", self.cells.regions[i / s], self.cells.sectors[i % s])
    }
    /// The industry of a region and a sector, by label.
    #[must_use]
    pub fn find(&self, region: &str, sector: &str) -> Option<usize> {
        let r = self.cells.regions.iter().position(|name| name == region)?;
        let p = self.cells.sectors.iter().position(|name| name == sector)?;
        Some(r * self.cells.sectors.len() + p)
    }
    /// Final demand of each industry by consuming region, `n * regions`, categories summed.
    #[must_use]
    pub fn final_demand_by_region(&self) -> Vec<f64> {
        let c = self.cells.categories.len().max(1);
        self.cells.y.chunks(c).map(|cells| cells.iter().sum()).collect()
    }
    /// Value added of each industry as the column identity leaves it: `x - sum of column of Z`.
    /// With tables that state taxes or transport margins apart this includes them.
    #[must_use]
    pub fn value_added(&self) -> Vec<f64> {
        let n = self.industries();
        let mut inputs = vec![0.0; n];
        for row in self.cells.z.chunks(n.max(1)) {
            for (sum, flow) in inputs.iter_mut().zip(row) {
                *sum += flow;
            }
        }
        self.x.iter().zip(&inputs).map(|(x, used)| x - used).collect()
    }
    /// The parts again, output included: the start of every transformation.
    #[must_use]
    pub fn into_cells(self) -> (Cells, Origin) {
        (Cells { x: Some(self.x), ..self.cells }, self.origin)
    }
    /// The same table made fit for propagation: final demand of one industry in one region is not
    /// negative (inventories drawn down count as no demand) and output is the row sum, so that the
    /// first day is a steady state. Gives the table and the total changed, as a share of output.
    #[must_use]
    pub fn closed(self) -> (Self, f64) {
        let n = self.industries();
        let c = self.cells.categories.len().max(1);
        let m_c = self.cells.regions.len() * self.cells.categories.len();
        let total: f64 = self.x.iter().sum();
        let (mut cells, origin) = self.into_cells();
        for demand in cells.y.chunks_mut(c) {
            if demand.iter().sum::<f64>() < 0.0 {
                demand.fill(0.0);
            }
        }
        let stated = cells.x.take().unwrap_or_default();
        let x = row_sums(&cells.z, &cells.y, n, m_c);
        let changed: f64 = x.iter().zip(&stated).map(|(new, old)| (new - old).abs()).sum();
        let share = if total > 0.0 { changed / total } else { 0.0 };
        (Self { cells, x, origin }, share)
    }
}

fn row_sums(z: &[f64], y: &[f64], n: usize, width: usize) -> Vec<f64> {
    (0..n)
        .map(|i| {
            let bought: f64 = z[i * n..(i + 1) * n].iter().sum();
            let demand: f64 = y[i * width..(i + 1) * width].iter().sum();
            bought + demand
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(z: &[f64]) -> Cells {
        Cells {
            regions: vec!["KOR".to_owned()],
            sectors: vec!["a".to_owned(), "b".to_owned()],
            categories: vec!["final".to_owned()],
            z: z.to_vec(),
            y: vec![350.0, 1700.0],
            x: None,
        }
    }

    #[test]
    fn output_is_the_row_sum_when_none_is_given() {
        let table = Mrio::new(cells(&[150.0, 500.0, 200.0, 100.0]), Origin::unnamed());
        let table = table.expect("a table");
        assert_eq!(table.x(), [1000.0, 2000.0]);
        assert_eq!(table.value_added(), [650.0, 1400.0]);
        assert_eq!(table.find("KOR", "b"), Some(1));
    }

    #[test]
    fn wrong_cells_are_all_reported_in_one_pass() {
        let findings = Mrio::new(cells(&[f64::NAN, -1.0, 0.0, -2.0]), Origin::unnamed());
        let findings = findings.expect_err("hostile");
        let codes: Vec<&str> = findings.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, ["LP-N003", "LP-N004"]);
        let second = findings.iter().nth(1).expect("two findings");
        assert!(second.message.contains("Z[KOR|a, KOR|b] = -1 (2 such cells)"), "{second}");
    }

    #[test]
    fn a_table_with_drawn_down_stocks_is_closed_and_says_by_how_much() {
        let mut parts = cells(&[150.0, 500.0, 200.0, 100.0]);
        parts.y = vec![-50.0, 1700.0];
        parts.x = Some(vec![600.0, 2000.0]);
        let (table, changed) = Mrio::new(parts, Origin::unnamed()).expect("a table").closed();
        assert_eq!(table.x(), [650.0, 2000.0]);
        assert!((changed - 50.0 / 2600.0).abs() < 1e-15, "{changed}");
    }
}
