//! A table prepared for ARIO: daily flows, recipes and capital in the order the step reads them.
//!
//! In come a table and parameters; out goes an immutable model that many runs share. Inside,
//! industries are sector-major (`p * regions + r`), so that the suppliers of one input stand
//! together and each sector's rows belong to one task: results do not depend on the thread count.

use super::error::ArioError;
use super::params::{Capital, Params, Quirks};
use super::rationing::Rationing;
use super::sums::{LeftOver, SectorSums, pairwise};
use crate::table::Mrio;

/// A table and parameters, ready to run.
#[derive(Debug, Clone)]
pub struct Model {
    pub(super) params: Params,
    pub(super) regions: usize,
    pub(super) sectors: usize,
    /// Daily flows, rows and columns sector-major.
    pub(crate) z: Vec<f64>,
    /// Daily purchases of each input sector, `sectors * n`.
    pub(crate) bought: Vec<f64>,
    /// Recipe: input per unit of output, `sectors * n`.
    pub(super) tech: Vec<f64>,
    /// Whether a missing input stops production altogether, `sectors * n`.
    pub(crate) needed: Vec<bool>,
    /// Inputs whose want stops part of production: sector and share, by industry.
    pub(crate) partly: Vec<Vec<(usize, f64)>>,
    /// Daily output.
    pub(crate) x0: Vec<f64>,
    /// Daily final demand by consuming region, `n * regions`.
    pub(crate) y: Vec<f64>,
    /// Yearly final demand by consuming region and category, `n * regions * categories`.
    pub(super) final_purchases: Vec<f64>,
    pub(super) categories: usize,
    /// Yearly flows, region-major as in the table, kept for BoARIO's mode only.
    pub(super) yearly: Vec<f64>,
    /// Productive capital in the table's unit.
    pub(super) capital: Vec<f64>,
    /// Days of stock after the rules on short stocks.
    pub(crate) stock_days: Vec<f64>,
    pub(super) warnings: Vec<String>,
}

impl Model {
    /// Prepares `table` for runs under `params`.
    ///
    /// # Errors
    /// [`ArioError::Parameter`] when a parameter is out of its domain or of the wrong length.
    pub fn new(table: &Mrio, params: Params) -> Result<Self, ArioError> {
        Ok(Self::without_flows(table, params)?.with_flows(table.z().to_vec()))
    }

    /// The same model, to the last bit, in the table's own memory: one matrix of flows instead of two.
    ///
    /// # Errors
    /// As [`Model::new`].
    pub fn of(table: Mrio, params: Params) -> Result<Self, ArioError> {
        let model = Self::without_flows(&table, params)?;
        let (cells, _) = table.into_cells();
        Ok(model.with_flows(cells.z))
    }

    /// Puts in yearly flows as the table has them.
    fn with_flows(mut self, yearly: Vec<f64>) -> Self {
        self.z = yearly;
        daily(&mut self.z, (self.regions, self.sectors), 1.0 / self.params.days_per_year);
        self.bought = bought(&self.z, self.regions, self.sectors);
        self
    }

    fn without_flows(table: &Mrio, params: Params) -> Result<Self, ArioError> {
        let (m, s, n) = (table.regions().len(), table.sectors().len(), table.industries());
        let mut params = params;
        check(&params, s, n)?;
        if let Rationing::Priority(ranks) = &mut params.rationing {
            let given = ranks.buyers.clone();
            for (i, rank) in given.into_iter().enumerate() {
                ranks.buyers[sector_major(i, m, s)] = rank;
            }
        }
        let per_day = 1.0 / params.days_per_year;
        let at = |k: usize| region_major(k, m, s);
        let x = table.x();
        let x0: Vec<f64> = (0..n).map(|k| x[at(k)] * per_day).collect();
        let by_region = table.final_demand_by_region();
        let y = (0..n * m).map(|k| by_region[at(k / m) * m + k % m] * per_day).collect();
        let categories = table.categories().len();
        let width = m * categories;
        let rows = (0..n).map(|k| &table.y()[at(k) * width..][..width]);
        let final_purchases = rows.flatten().copied().collect();
        let tech = tech(table);
        let scale = if params.quirks.mixed_threshold { per_day } else { 1.0 };
        // How much the want of input p stops industry f; what is too small to count stops nothing.
        let grip = |p: usize, f: usize| {
            let rating = params.criticality.as_ref().map_or(1.0, |rated| rated[p * s + f / m]);
            if tech[p * n + f] > params.input_threshold * scale { rating } else { 0.0 }
        };
        let needed = (0..s * n).map(|i| grip(i / n, i % n) >= 1.0).collect();
        let partly = (0..n)
            .map(|f| {
                let graded = (0..s).map(|p| (p, grip(p, f)));
                graded.filter(|(_, share)| *share > 0.0 && *share < 1.0).collect()
            })
            .collect();
        let capital = capital(table, &params.capital);
        let exact = params.quirks == Quirks::boario();
        let yearly = if exact { table.z().to_vec() } else { Vec::new() };
        let (stock_days, warnings) = stock_days(table, &params);
        Ok(Self {
            params,
            regions: m,
            sectors: s,
            z: Vec::new(),
            bought: Vec::new(),
            tech,
            needed,
            partly,
            x0,
            y,
            final_purchases,
            categories,
            yearly,
            capital,
            stock_days,
            warnings,
        })
    }

    /// Number of industries.
    #[must_use]
    pub fn industries(&self) -> usize {
        self.x0.len()
    }
    /// Number of regions.
    #[must_use]
    pub fn regions(&self) -> usize {
        self.regions
    }
    /// Number of sectors.
    #[must_use]
    pub fn sectors(&self) -> usize {
        self.sectors
    }
    /// What the preparation changed and the user should know.
    #[must_use]
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }
    /// The parameters.
    #[must_use]
    pub fn params(&self) -> &Params {
        &self.params
    }
    /// Daily output before any shock, region-major as in the table.
    #[must_use]
    pub fn usual_output(&self) -> Vec<f64> {
        self.to_region_major(&self.x0)
    }
    /// Values per industry from the inner order to the table's.
    pub(super) fn to_region_major(&self, inner: &[f64]) -> Vec<f64> {
        (0..inner.len()).map(|i| inner[self.inner(i)]).collect()
    }
    /// Inner position of the table's industry `i`.
    pub(super) fn inner(&self, i: usize) -> usize {
        sector_major(i, self.regions, self.sectors)
    }
}

/// Turns yearly flows in the table's order into daily ones in inner order, in place.
fn daily(z: &mut [f64], (m, s): (usize, usize), per_day: f64) {
    let n = m * s;
    let mut line = vec![0.0; n];
    for row in z.chunks_mut(n.max(1)) {
        for (k, flow) in line.iter_mut().enumerate() {
            *flow = row[region_major(k, m, s)] * per_day;
        }
        row.copy_from_slice(&line);
    }
    // Rows change places in rings: the one at `to` comes from `from`, and so on back to the first.
    let mut done = vec![false; n];
    for first in 0..n {
        let (mut to, mut from) = (first, region_major(first, m, s));
        if done[first] || from == first {
            continue;
        }
        line.copy_from_slice(&z[first * n..(first + 1) * n]);
        while from != first {
            z.copy_within(from * n..(from + 1) * n, to * n);
            done[to] = true;
            (to, from) = (from, region_major(from, m, s));
        }
        z[to * n..(to + 1) * n].copy_from_slice(&line);
        done[to] = true;
    }
}

/// Daily purchases of each input sector, from daily flows in inner order.
fn bought(z: &[f64], m: usize, s: usize) -> Vec<f64> {
    let n = m * s;
    let mut bought = vec![0.0; s * n];
    for (p, sums) in bought.chunks_mut(n.max(1)).enumerate() {
        for row in z[p * m * n..(p + 1) * m * n].chunks(n) {
            for (sum, flow) in sums.iter_mut().zip(row) {
                *sum += flow;
            }
        }
    }
    bought
}

/// Recipes: input per unit of output, by input sector and industry in inner order.
fn tech(table: &Mrio) -> Vec<f64> {
    let (m, s, n) = (table.regions().len(), table.sectors().len(), table.industries());
    let per_output = |x: f64| if x > 0.0 { 1.0 / x } else { 0.0 };
    let per_output: Vec<f64> = table.x().iter().map(|x| per_output(*x)).collect();
    let mut recipe = SectorSums::new(n, s, LeftOver::Buyer);
    for (g, row) in table.z().chunks(n).enumerate() {
        recipe.add(g, row.iter().zip(&per_output).map(|(flow, per)| flow * per));
    }
    let recipe = recipe.finish();
    (0..s * n).map(|i| recipe[i / n * n + region_major(i % n, m, s)]).collect()
}

/// Productive capital of each industry, in inner order.
fn capital(table: &Mrio, stated: &Capital) -> Vec<f64> {
    let (m, s, n) = (table.regions().len(), table.sectors().len(), table.industries());
    let at = |k: usize| region_major(k, m, s);
    let added: Vec<f64> = (0..n)
        .map(|f| {
            let column: Vec<f64> = (0..n).map(|g| table.z()[g * n + f]).collect();
            table.x()[f] - pairwise(&column)
        })
        .collect();
    (0..n)
        .map(|k| match stated {
            Capital::Years(years) => added[at(k)].max(0.0) * years,
            Capital::YearsBySector(years) => added[at(k)].max(0.0) * years[k / m],
            Capital::Given(capital) => capital[at(k)],
        })
        .collect()
}

/// Days of stock after the rules on short stocks, and what those changed.
fn stock_days(table: &Mrio, params: &Params) -> (Vec<f64>, Vec<String>) {
    let mut warnings = Vec::new();
    let days = (params.inventory_days.iter().enumerate())
        .map(|(p, days)| {
            if params.quirks.raised_short_stocks && *days <= 1.0 {
                let name = &table.sectors()[p];
                warnings.push(format!("stocks of {name} raised from {days} to 2 days"));
                2.0
            } else {
                *days
            }
        })
        .collect();
    (days, warnings)
}

fn sector_major(i: usize, m: usize, s: usize) -> usize {
    (i % s) * m + i / s
}

fn region_major(k: usize, m: usize, s: usize) -> usize {
    (k % m) * s + k / m
}

fn check(params: &Params, s: usize, n: usize) -> Result<(), ArioError> {
    let wrong = |name: &'static str, expected: &str| {
        Err(ArioError::Parameter { name, expected: expected.to_owned() })
    };
    let positive = |value: f64| value > 0.0 && value.is_finite();
    if !(params.psi >= 0.0 && params.psi <= 1.0) {
        return wrong("psi", "a share from 0 to 1");
    }
    if !(positive(params.alpha_base) && params.alpha_max >= params.alpha_base) {
        return wrong("alpha_max", "at least alpha_base, both positive");
    }
    if !params.alpha_max.is_finite() || !positive(params.alpha_tau) {
        return wrong("alpha_tau", "a positive number of days");
    }
    if !positive(params.days_per_year) {
        return wrong("days_per_year", "a positive number");
    }
    if params.inventory_days.len() != s || !params.inventory_days.iter().all(|d| *d > 0.0) {
        return wrong("inventory_days", "one positive (or infinite) number per sector");
    }
    if params.inventory_tau.len() != s || !params.inventory_tau.iter().all(|d| *d >= 1.0) {
        return wrong("inventory_tau", "one number of at least one day per sector");
    }
    let rated = |ratings: &Vec<f64>| {
        ratings.len() == s * s && ratings.iter().all(|rating| (0.0..=1.0).contains(rating))
    };
    if params.criticality.as_ref().is_some_and(|ratings| !rated(ratings)) {
        return wrong("criticality", "a share from 0 to 1 per input sector and using sector");
    }
    if let Rationing::Priority(ranks) = &params.rationing
        && ranks.buyers.len() != n
    {
        return wrong("rationing", "one rank per industry");
    }
    let bad = |values: &[f64]| values.iter().any(|v| !(*v >= 0.0 && v.is_finite()));
    match &params.capital {
        Capital::Years(years) if !positive(*years) => wrong("capital", "a positive ratio"),
        Capital::YearsBySector(years) if years.len() != s || bad(years) => {
            wrong("capital", "one ratio per sector")
        }
        Capital::Given(capital) if capital.len() != n || bad(capital) => {
            wrong("capital", "one amount per industry")
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flows_turn_in_place_as_they_would_in_a_copy() {
        for (m, s) in [(1, 1), (1, 5), (5, 1), (2, 3), (3, 3), (4, 6), (7, 5)] {
            let n = m * s;
            let yearly: Vec<f64> = (0..n * n).map(|k| k as f64 / 7.0).collect();
            let mut z = yearly.clone();
            daily(&mut z, (m, s), 1.0 / 365.0);
            let at = |k: usize| (k % m) * s + k / m;
            for (k, flow) in z.iter().enumerate() {
                let wanted = yearly[at(k / n) * n + at(k % n)] * (1.0 / 365.0);
                assert_eq!(flow.to_bits(), wanted.to_bits(), "{m} x {s}, cell {k}");
            }
        }
    }
}
