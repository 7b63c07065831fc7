//! The frame of a labelled table: which row and column of a file is which flow.
//!
//! In come the labels of the columns, then rows with their labels; out comes a [`Mrio`]. Rows are
//! matched by label, so a file whose rows stand in another order is read right. Regions that lack a
//! sector get zeros. Nothing is allocated before the labels are known to be sane.

use super::{Cells, Mrio, Origin};
use crate::limits;
use linchpin_units::{Finding, Findings, Place};
use std::collections::BTreeMap;

/// What a label stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Label {
    Industry {
        region: String,
        sector: String,
    },
    Final {
        region: String,
        category: String,
    },
    /// Total output.
    Output,
    /// Value added, taxes, totals: known, and not needed.
    Other,
}

/// Where a column's flows go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Z(usize),
    Y(usize),
    Output,
    Skip,
}

/// A table being filled.
#[derive(Debug)]
pub(super) struct Frame {
    file: String,
    cells: Cells,
    index: BTreeMap<(String, String), usize>,
    pub(super) columns: Vec<Column>,
    output: Vec<f64>,
    has_output: bool,
    seen: Vec<bool>,
    expected: Vec<bool>,
    rows: BTreeMap<String, ()>,
}

fn position(known: &mut Vec<String>, name: &str) -> usize {
    known.iter().position(|label| label == name).unwrap_or_else(|| {
        known.push(name.to_owned());
        known.len() - 1
    })
}

/// The labels of a table, each in the order of its first column.
struct Labels {
    regions: Vec<String>,
    sectors: Vec<String>,
    categories: Vec<String>,
}

/// Gathers the labels of the columns and checks them.
fn labels(file: &str, columns: &[(String, Label)]) -> Result<Labels, Findings> {
    let mut findings = Findings::default();
    let mut names: Vec<&String> = columns.iter().map(|(name, _)| name).collect();
    names.sort();
    for pair in names.windows(2).filter(|pair| pair[0] == pair[1]).take(20) {
        let message = format!("the column `{}` stands twice", pair[0]);
        findings.push(
            Finding::error("LP-N002", Place::whole(file), message)
                .help("every column needs a label of its own"),
        );
    }
    let (mut regions, mut sectors, mut categories) = (Vec::new(), Vec::new(), Vec::new());
    let mut count = 0_usize;
    for (_, label) in columns {
        if let Label::Industry { region, sector } = label {
            count += 1;
            if count > limits::INDUSTRIES {
                break;
            }
            position(&mut regions, region);
            position(&mut sectors, sector);
        }
    }
    let n = regions.len().saturating_mul(sectors.len());
    if n == 0 {
        let finding = Finding::error("LP-N015", Place::whole(file), "no industry in the header");
        findings.push(finding.expected("columns named REGION_SECTOR"));
    } else if count > limits::INDUSTRIES {
        // Labels beyond were not looked at.
        findings.keep(limits::table(file, count, 1, 1));
    }
    for (name, label) in columns {
        if let Label::Final { region, category } = label {
            if regions.contains(region) {
                position(&mut categories, category);
            } else if findings.count(linchpin_units::Severity::Error) < 20 {
                let message = format!("final demand `{name}` is of a region without industries");
                findings.push(
                    Finding::error("LP-N012", Place::whole(file), message)
                        .nearest(region, regions.iter().map(String::as_str)),
                );
            }
        }
    }
    findings.keep(limits::table(file, regions.len(), sectors.len(), categories.len()));
    findings.or_value(Labels { regions, sectors, categories })
}

impl Frame {
    /// Lays out the table for columns with these raw names and meanings.
    ///
    /// # Errors
    /// `LP-N002` a label twice, `LP-N015` no industries, `LP-N016` too many.
    pub(super) fn new(file: &str, columns: &[(String, Label)]) -> Result<Self, Findings> {
        let Labels { mut regions, mut sectors, mut categories } = labels(file, columns)?;
        let n = regions.len() * sectors.len();
        let width = regions.len() * categories.len();
        let mut index = BTreeMap::new();
        let mut expected = vec![false; n];
        let places = columns.iter().map(|(_, label)| match label {
            Label::Industry { region, sector } => {
                let i =
                    position(&mut regions, region) * sectors.len() + position(&mut sectors, sector);
                index.insert((region.clone(), sector.clone()), i);
                expected[i] = true;
                Column::Z(i)
            }
            Label::Final { region, category } => {
                let c = position(&mut regions, region);
                Column::Y(c * categories.len() + position(&mut categories, category))
            }
            Label::Output => Column::Output,
            Label::Other => Column::Skip,
        });
        let columns: Vec<Column> = places.collect();
        Ok(Self {
            file: file.to_owned(),
            has_output: columns.contains(&Column::Output),
            columns,
            index,
            output: vec![0.0; n],
            seen: vec![false; n],
            expected,
            rows: BTreeMap::new(),
            cells: Cells {
                z: vec![0.0; n * n],
                y: vec![0.0; n * width],
                regions,
                sectors,
                categories,
                x: None,
            },
        })
    }

    /// The industry of a row, or none for a row that is not needed.
    ///
    /// # Errors
    /// `LP-N002` for a row twice, `LP-N017` for a row without a column.
    pub(super) fn row(
        &mut self,
        name: &str,
        label: &Label,
        place: &dyn Fn() -> Place,
    ) -> Result<Option<usize>, Finding> {
        let Label::Industry { region, sector } = label else { return Ok(None) };
        if self.rows.insert(name.to_owned(), ()).is_some() {
            let message = format!("the row `{name}` stands twice");
            return Err(Finding::error("LP-N002", place(), message));
        }
        let Some(i) = self.index.get(&(region.clone(), sector.clone())) else {
            let names: Vec<String> =
                self.index.keys().map(|(region, sector)| format!("{region}_{sector}")).collect();
            let message = format!("the row `{name}` has no column");
            return Err(Finding::error("LP-N017", place(), message)
                .nearest(name, names.iter().map(String::as_str))
                .help("rows and columns of industries carry the same labels"));
        };
        self.seen[*i] = true;
        Ok(Some(*i))
    }

    /// Adds a flow.
    pub(super) fn put(&mut self, row: usize, column: usize, value: f64) {
        let n = self.seen.len();
        let width = self.cells.regions.len() * self.cells.categories.len();
        match self.columns.get(column) {
            Some(Column::Z(f)) => self.cells.z[row * n + f] += value,
            Some(Column::Y(c)) => self.cells.y[row * width + c] += value,
            Some(Column::Output) => self.output[row] += value,
            Some(Column::Skip) | None => {}
        }
    }

    /// Sets the output of a row from another file.
    pub(super) fn set_output(&mut self, row: usize, value: f64) {
        self.output[row] = value;
        self.has_output = true;
    }

    /// Turns coefficients into flows: each column times the output of its industry. Where no file states
    /// output, it is what final demand needs, `x = A x + y`.
    ///
    /// # Errors
    /// `LP-N040` when no finite output makes what is demanded.
    pub(super) fn scale(&mut self) -> Result<(), Finding> {
        let n = self.seen.len();
        if !self.has_output {
            let width = self.cells.y.len() / n.max(1);
            let demand: Vec<f64> =
                self.cells.y.chunks(width.max(1)).map(|row| row.iter().sum()).collect();
            self.output = needed(&self.cells.z, &demand).ok_or_else(|| {
                let message = "no finite output makes what is demanded by these coefficients";
                Finding::error("LP-N040", Place::whole(&self.file), message)
                    .expected("columns of coefficients that add up to less than one")
            })?;
            self.has_output = true;
        }
        for row in self.cells.z.chunks_mut(n.max(1)) {
            row.iter_mut().zip(&self.output).for_each(|(cell, x)| *cell *= x);
        }
        Ok(())
    }

    /// The finished table.
    ///
    /// # Errors
    /// `LP-N018` for columns without a row; what [`Mrio::new`] refuses.
    pub(super) fn finish(mut self, origin: Origin) -> Result<Mrio, Findings> {
        let missing: Vec<&(String, String)> = (self.index.iter())
            .filter(|(_, i)| self.expected[**i] && !self.seen[**i])
            .map(|(name, _)| name)
            .collect();
        if let Some((region, sector)) = missing.first() {
            let message = format!("{} rows are missing, first {region} {sector}", missing.len());
            return Err(Finding::error("LP-N018", Place::whole(&self.file), message)
                .help("the file may be cut short: fetch it again")
                .into());
        }
        self.cells.x = self.has_output.then_some(self.output);
        Mrio::new(self.cells, origin)
    }
}

/// Rounds of purchases at most: each is smaller than the one before in a table that can run.
const ROUNDS: usize = 20_000;

/// Output `x = A x + y`, round by round of purchases (the power series of the Leontief inverse); none
/// when rounds do not shrink.
fn needed(a: &[f64], demand: &[f64]) -> Option<Vec<f64>> {
    let mut x = demand.to_vec();
    let mut round = demand.to_vec();
    for _ in 0..ROUNDS {
        let row = |row: &[f64]| row.iter().zip(&round).map(|(a, v)| a * v).sum::<f64>();
        round = a.chunks(demand.len().max(1)).map(row).collect();
        x.iter_mut().zip(&round).for_each(|(sum, more)| *sum += more);
        let largest = |values: &[f64]| values.iter().map(|v| v.abs()).fold(0.0, f64::max);
        let (more, all) = (largest(&round), largest(&x));
        if !all.is_finite() {
            return None;
        }
        if more <= 1e-17 * all {
            return Some(x);
        }
    }
    None
}

/// Reads a number of a cell.
///
/// # Errors
/// `LP-N006` when it is not finite.
pub(super) fn number(cell: &str, place: &dyn Fn() -> Place) -> Result<f64, Finding> {
    match cell.trim().parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(value),
        _ => {
            let shown: String = cell.trim().chars().take(40).collect();
            Err(Finding::error("LP-N006", place(), format!("`{shown}` is not a finite number"))
                .expected("a finite number with a decimal point"))
        }
    }
}
