//! A table brought forward to a later year by what is known of that year: GDP and trade between regions.
//!
//! In come a table and [`Totals`]; out come the table of the later year and [`Brought`], which says of every block of
//! trade whether its total is measured or imputed. No single cell is measured. Each region's industries keep their
//! share of value added and their value added per output; goods sold from one region to another add up to the total
//! given, or grow by the geometric mean of the two GDPs where none is, as all services do; final demand is GDP less net
//! exports, in the old proportions. The positive cells are the ones nearest to the old ones in relative entropy with
//! these rows, columns and blocks (RAS: Stone 1961; Bacharach 1970); stocks that were run down, the negative cells,
//! grow with their seller. Invariant: accounts close to [`SETTLED`] of all flows, or it is an error.

use super::carve::no_region;
use super::{Cells, Mrio};
use linchpin_units::{Finding, Findings, Place, Text};
use std::collections::BTreeMap;

/// Largest miss of a row, column or block over all flows at which the fit has settled.
pub const SETTLED: f64 = 1e-9;
/// Rounds of the fit at most.
const ROUNDS: u32 = 2_000;

/// How a total is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// A statistic of that year.
    Measured,
    /// A published share or rounded number.
    Stated,
    /// Judgement, with a range.
    Assumed,
    /// Nothing is known: the old total grown by the geometric mean of the two GDPs.
    Imputed,
}

impl std::fmt::Display for Basis {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Measured => "measured",
            Self::Stated => "stated",
            Self::Assumed => "assumed",
            Self::Imputed => "imputed",
        })
    }
}

/// One total of the later year.
#[derive(Debug, Clone, PartialEq)]
struct Total {
    value: f64,
    basis: Basis,
    source: String,
}

/// What is known of the later year, in the table's unit.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Totals {
    gdp: BTreeMap<String, Total>,
    goods: BTreeMap<(String, String), Total>,
}

impl Totals {
    /// Reads rows of `kind` (`gdp` or `goods`), `from`, `to`, `value`, `low`, `high`, `unit`, `basis`, `source`.
    ///
    /// # Errors
    /// Findings at the cells that are no positive numbers, not in order, stated twice, or of an unknown kind.
    pub fn read(text: &Text) -> Result<Self, Findings> {
        let columns = ["kind", "from", "to", "value", "low", "high", "unit", "basis", "source"];
        let mut totals = Self::default();
        let mut findings = Findings::default();
        for row in &text.csv(&columns)? {
            let wrong = |column: &str, message: String| {
                Finding::error("LP-N036", row.place(column), message)
            };
            let [low, value, high] =
                ["low", "value", "high"].map(|column| row.cell(column).parse().unwrap_or(f64::NAN));
            if !(low > 0.0 && low <= value && value <= high && high < f64::INFINITY) {
                findings.push(wrong("value", "0 < low <= value <= high is not so".to_owned()));
                continue;
            }
            let basis = match row.cell("basis") {
                "measured" => Basis::Measured,
                "stated" => Basis::Stated,
                "assumed" => Basis::Assumed,
                other => {
                    let message = format!("`{other}` is no basis");
                    findings.push(wrong("basis", message).expected("measured, stated or assumed"));
                    continue;
                }
            };
            let total = Total { value, basis, source: row.cell("source").to_owned() };
            let (from, to) = (row.cell("from").to_owned(), row.cell("to").to_owned());
            let twice = match row.cell("kind") {
                "gdp" => totals.gdp.insert(from, total).is_some(),
                "goods" => totals.goods.insert((from, to), total).is_some(),
                other => {
                    let message = format!("`{other}` is no kind of total");
                    findings.push(wrong("kind", message).expected("gdp or goods"));
                    continue;
                }
            };
            if twice {
                findings.push(wrong("from", "this total is stated twice".to_owned()));
            }
        }
        findings.or_value(totals)
    }
}

/// Trade of one kind from one region to another.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Block {
    /// Region that sells.
    pub from: String,
    /// Region that buys.
    pub to: String,
    /// Whether it is goods; services otherwise.
    pub goods: bool,
    /// Flows of the old year, in the table's unit.
    pub before: f64,
    /// Flows of the later year.
    pub now: f64,
    /// How the total of the later year is known.
    pub basis: Basis,
    /// Who says so; empty for what is imputed.
    pub source: String,
}

/// What a table brought forward rests on.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Brought {
    /// All trade between regions: goods and services by seller and buyer.
    pub blocks: Vec<Block>,
    /// GDP of the later year over value added of the old one, by region.
    pub growth: BTreeMap<String, f64>,
    /// Largest miss of a row, column or block, over all flows.
    pub off: f64,
    /// Rounds of the fit.
    pub rounds: u32,
}

impl Brought {
    /// Share of the goods traded in the later year whose totals are of this basis.
    #[must_use]
    pub fn share(&self, basis: Basis) -> f64 {
        let sum = |blocks: &mut dyn Iterator<Item = &Block>| blocks.map(|b| b.now).sum::<f64>();
        let goods = || self.blocks.iter().filter(|block| block.goods);
        let all = sum(&mut goods());
        if all > 0.0 { sum(&mut goods().filter(|block| block.basis == basis)) / all } else { 0.0 }
    }
}

/// The old table as one matrix of positive cells, with what keeps its sign apart.
struct Laid<'t> {
    table: &'t Mrio,
    /// Industries.
    n: usize,
    /// Columns: industries, then final demand.
    across: usize,
    /// Cells above zero, already grown with their seller's GDP.
    cells: Vec<f64>,
    /// Cells below zero, grown the same way; they stay as they are.
    below: Vec<f64>,
    growth: Vec<f64>,
}

impl<'t> Laid<'t> {
    fn new(table: &'t Mrio, growth: Vec<f64>) -> Self {
        let n = table.industries();
        let width = table.regions().len() * table.categories().len();
        let across = n + width;
        let (mut cells, mut below) = (Vec::with_capacity(n * across), Vec::new());
        for i in 0..n {
            let grown = growth[i / table.sectors().len()];
            let row = table.z()[i * n..(i + 1) * n].iter();
            for cell in row.chain(&table.y()[i * width..(i + 1) * width]) {
                cells.push(cell.max(0.0) * grown);
                below.push(cell.min(0.0) * grown);
            }
        }
        Self { table, n, across, cells, below, growth }
    }

    /// Columns of a buyer: its industries, then its final demand.
    fn columns(&self, buyer: usize) -> impl Iterator<Item = usize> + use<'t> {
        let (s, c, n) = (self.table.sectors().len(), self.table.categories().len(), self.n);
        (buyer * s..(buyer + 1) * s).chain(n + buyer * c..n + (buyer + 1) * c)
    }

    fn sum(&self, of: &[f64], block: &Wanted) -> f64 {
        let rows = block.rows.iter();
        rows.map(|row| self.columns(block.to).map(|j| of[row * self.across + j]).sum::<f64>()).sum()
    }
}

/// The rows that sell in a block, its buyer, and the sum of its positive cells.
struct Wanted {
    rows: Vec<usize>,
    to: usize,
    sum: f64,
}

/// Sums that the positive cells must have.
struct Targets {
    rows: Vec<f64>,
    columns: Vec<f64>,
    blocks: Vec<Wanted>,
}

/// Brings `table` forward to the year of `totals`; `goods` are the sectors that customs see.
///
/// # Errors
/// `LP-N013` for a region that the table or the totals lack, `LP-N036` for totals that cannot be, such as exports that
/// are more than a region makes.
pub fn forward(table: &Mrio, totals: &Totals, goods: &[&str]) -> Result<(Mrio, Brought), Findings> {
    let growth = growth(table, totals)?;
    let laid = Laid::new(table, growth);
    let (blocks, wanted) = blocks(&laid, totals, goods);
    let targets = targets(&laid, totals, &blocks, wanted)?;
    let (cells, off, rounds) = fit(&laid, &targets);
    if off > SETTLED {
        let message = format!(
            "rows, columns and trade do not fit together: {off:.1e} of all flows are left over after {rounds} rounds"
        );
        return Err(cannot(table, &message));
    }
    let brought = Brought {
        blocks,
        growth: table.regions().iter().cloned().zip(laid.growth.iter().copied()).collect(),
        off,
        rounds,
    };
    let whole =
        |row: usize| cells[row * laid.across..].iter().zip(&laid.below[row * laid.across..]);
    let n = laid.n;
    let row = |row: usize| whole(row).take(laid.across).map(|(above, below)| above + below);
    let cells = Cells {
        regions: table.regions().to_vec(),
        sectors: table.sectors().to_vec(),
        categories: table.categories().to_vec(),
        z: (0..n).flat_map(|i| row(i).take(n)).collect(),
        y: (0..n).flat_map(|i| row(i).skip(n)).collect(),
        x: None,
    };
    Ok((Mrio::new(cells, table.origin().clone())?, brought))
}

fn cannot(table: &Mrio, message: &str) -> Findings {
    Finding::error("LP-N036", Place::whole(&table.origin().name), message.to_owned()).into()
}

/// GDP of the later year over value added of the old one, by region.
fn growth(table: &Mrio, totals: &Totals) -> Result<Vec<f64>, Findings> {
    let named = totals.gdp.keys().chain(totals.goods.keys().flat_map(|(from, to)| [from, to]));
    for name in named {
        if let Some(finding) = no_region(table, "", name) {
            return Err(finding.into());
        }
    }
    let added = table.value_added();
    let s = table.sectors().len();
    let of = |(r, region): (usize, &String)| {
        let Some(gdp) = totals.gdp.get(region) else {
            return Err(cannot(table, &format!("no GDP is given for `{region}`")));
        };
        let before: f64 = added[r * s..(r + 1) * s].iter().sum();
        if before > 0.0 {
            Ok(gdp.value / before)
        } else {
            Err(cannot(table, &format!("`{region}` adds no value in the old year")))
        }
    };
    table.regions().iter().enumerate().map(of).collect()
}

/// All trade between regions with the totals of the later year, and what its positive cells must add up to.
fn blocks(laid: &Laid<'_>, totals: &Totals, goods: &[&str]) -> (Vec<Block>, Vec<Wanted>) {
    let regions = laid.table.regions();
    let (mut found, mut wanted) = (Vec::new(), Vec::new());
    for (r, from) in regions.iter().enumerate() {
        for (c, to) in regions.iter().enumerate().filter(|(c, _)| *c != r) {
            for is_goods in [true, false] {
                let mut block = Wanted { rows: rows(laid, r, goods, is_goods), to: c, sum: 0.0 };
                let (above, below) = (laid.sum(&laid.cells, &block), laid.sum(&laid.below, &block));
                let before = (above + below) / laid.growth[r];
                let known = totals.goods.get(&(from.clone(), to.clone())).filter(|_| is_goods);
                let mean = (laid.growth[r] * laid.growth[c]).sqrt();
                let now = known.map_or(before * mean, |total| total.value);
                // A kind of trade that never was cannot begin: relative entropy keeps its zeros.
                if above > 0.0 {
                    block.sum = now - below;
                    wanted.push(block);
                }
                found.push(Block {
                    from: from.clone(),
                    to: to.clone(),
                    goods: is_goods,
                    before,
                    now,
                    basis: known.map_or(Basis::Imputed, |total| total.basis),
                    source: known.map_or_else(String::new, |total| total.source.clone()),
                });
            }
        }
    }
    (found, wanted)
}

/// Industries of a region that make goods, or that do not.
fn rows(laid: &Laid<'_>, region: usize, goods: &[&str], is_goods: bool) -> Vec<usize> {
    let sectors = laid.table.sectors();
    let kind = |p: &usize| goods.contains(&sectors[*p].as_str()) == is_goods;
    (0..sectors.len()).filter(kind).map(|p| region * sectors.len() + p).collect()
}

fn targets(
    laid: &Laid<'_>,
    totals: &Totals,
    blocks: &[Block],
    wanted: Vec<Wanted>,
) -> Result<Targets, Findings> {
    let table = laid.table;
    let (s, c, n) = (table.sectors().len(), table.categories().len(), laid.n);
    let below = |row: usize, column: usize| laid.below[row * laid.across + column];
    let grown = |i: usize| laid.growth[i / s];
    let rows_sum: Vec<f64> = (0..n)
        .map(|i| table.x()[i] * grown(i) - (0..laid.across).map(|j| below(i, j)).sum::<f64>())
        .collect();
    let added = table.value_added();
    let mut columns: Vec<f64> = (0..n).map(|j| (table.x()[j] - added[j]) * grown(j)).collect();
    for (r, region) in table.regions().iter().enumerate() {
        let net: f64 = blocks.iter().fold(0.0, |sum, block| {
            let sold = if block.from == *region { block.now } else { 0.0 };
            let bought = if block.to == *region { block.now } else { 0.0 };
            sum + sold - bought
        });
        let own = n + r * c..n + (r + 1) * c;
        let down: f64 = own.clone().map(|j| (0..n).map(|i| below(i, j)).sum::<f64>()).sum();
        let demand = totals.gdp[region].value - net - down;
        let before: Vec<f64> =
            own.map(|j| (0..n).map(|i| laid.cells[i * laid.across + j]).sum()).collect();
        let sum: f64 = before.iter().sum();
        if demand <= 0.0 || sum <= 0.0 {
            let message = format!("`{region}` would sell more abroad than it makes");
            return Err(cannot(table, &message));
        }
        columns.extend(before.iter().map(|part| demand * part / sum));
    }
    Ok(Targets { rows: rows_sum, columns, blocks: wanted })
}

/// Scales blocks, rows and columns in turn until all are met.
fn fit(laid: &Laid<'_>, targets: &Targets) -> (Vec<f64>, f64, u32) {
    let mut cells = laid.cells.clone();
    let across = laid.across;
    let total: f64 = targets.columns.iter().sum();
    let factor = |target: f64, sum: f64| if sum > 0.0 { target / sum } else { 1.0 };
    let mut rounds = 0;
    loop {
        let mut off: f64 = 0.0;
        for block in &targets.blocks {
            let sum = laid.sum(&cells, block);
            off = off.max((sum - block.sum).abs());
            let by = factor(block.sum, sum);
            for row in &block.rows {
                laid.columns(block.to).for_each(|j| cells[row * across + j] *= by);
            }
        }
        for (row, target) in cells.chunks_mut(across).zip(&targets.rows) {
            let sum: f64 = row.iter().sum();
            off = off.max((sum - target).abs());
            let by = factor(*target, sum);
            row.iter_mut().for_each(|cell| *cell *= by);
        }
        let mut sums = vec![0.0; across];
        for row in cells.chunks(across) {
            sums.iter_mut().zip(row).for_each(|(sum, cell)| *sum += cell);
        }
        let columns = sums.iter().zip(&targets.columns);
        off = columns.clone().fold(off, |off, (sum, target)| off.max((sum - target).abs()));
        let by: Vec<f64> = columns.map(|(sum, target)| factor(*target, *sum)).collect();
        for row in cells.chunks_mut(across) {
            row.iter_mut().zip(&by).for_each(|(cell, by)| *cell *= by);
        }
        let off = if total > 0.0 { off / total } else { 0.0 };
        if off <= SETTLED || rounds >= ROUNDS || off.is_nan() {
            return (cells, off, rounds);
        }
        rounds += 1;
    }
}

#[cfg(test)]
#[path = "../../tests/forward/mod.rs"]
mod tests;
