//! What a run cost, in the words people ask in: whom, what, how long.
//!
//! In come a table, records and the verdict; out come totals and losses by region and by sector.
//! Value added lost is output lost times each industry's share of value added. Invariant: losses by
//! region and by sector add up to the totals.

use super::collapse::{Collapse, NEAR, Regime};
use super::episode::Episode;
use super::record::Records;
use crate::table::{Mrio, Outline};

/// Losses of one region, sector or industry, in the unit of the table.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Loss {
    /// Label.
    pub name: String,
    /// Output lost against usual.
    pub output: f64,
    /// The same as a share of its output in the days computed.
    pub share: f64,
    /// Value added lost.
    pub value_added: f64,
    /// Final demand for its products that was not served.
    pub final_demand: f64,
}

/// The account of a run.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Report {
    /// Unit of the table.
    pub unit: String,
    /// Days computed.
    pub days: usize,
    /// The whole table.
    pub all: Loss,
    /// Regime at the end.
    pub regime: Regime,
    /// Lowest total output over usual, and its day.
    pub lowest: (f64, usize),
    /// Regions that lose more of their output than any episode the model was compared with.
    pub untested: Vec<String>,
    /// First day after the lowest on which total output is back within [`NEAR`] of usual.
    pub back_on: Option<usize>,
    /// By region, largest loss of output first.
    pub regions: Vec<Loss>,
    /// By sector, in the same way.
    pub sectors: Vec<Loss>,
    /// By industry, in the same way.
    pub industries: Vec<Loss>,
}

/// Share of a region's output over the days computed beyond which the model has not been compared with
/// what happened: no episode of the network lost more.
pub const TESTED: f64 = 0.03;

impl Report {
    /// What a reader should know of regions that lose more than the model was tested on.
    ///
    /// # Errors
    /// When the built-in episodes are malformed, which a test rules out.
    pub fn caution(&self) -> Result<Option<String>, linchpin_units::Finding> {
        let worst = self.regions.iter().filter(|loss| loss.share > TESTED);
        let Some(worst) = worst.max_by(|a, b| a.share.total_cmp(&b.share)) else {
            return Ok(None);
        };
        let nearest = Episode::nearest(worst.share)?.map(|episode| episode.sourced());
        Ok(Some(format!(
            "outside what the model has been tested on: {} {} {:.1} %; the nearest episode is {}",
            worst.name,
            if self.untested.len() > 1 { "and others lose up to" } else { "loses" },
            100.0 * worst.share,
            nearest.unwrap_or_default()
        )))
    }

    /// Adds up the records of a run on `table`.
    #[must_use]
    pub fn new(table: &Mrio, records: &Records, verdict: &Collapse) -> Self {
        Self::of(&table.outline(), records, verdict)
    }

    /// The same, once the table's flows are in a model.
    #[must_use]
    pub fn of(table: &Outline, records: &Records, verdict: &Collapse) -> Self {
        let (s, n) = (table.sectors().len(), table.industries());
        let days = records.total_output.len();
        let added = table.value_added();
        let per_output = |i: usize| {
            let x = table.x()[i];
            if x > 0.0 { added[i] / x } else { 0.0 }
        };
        let sum = |name: String, members: &mut dyn Iterator<Item = usize>| {
            let mut loss =
                Loss { name, output: 0.0, share: 0.0, value_added: 0.0, final_demand: 0.0 };
            let mut usual = 0.0;
            for i in members {
                loss.output += records.lost_output[i];
                loss.value_added += records.lost_output[i] * per_output(i);
                loss.final_demand += records.lost_final_demand[i];
                usual += records.usual_output[i] * days as f64;
            }
            loss.share = if usual > 0.0 { loss.output / usual } else { 0.0 };
            loss
        };
        let ranked = |mut losses: Vec<Loss>| {
            losses.sort_by(|a, b| b.output.total_cmp(&a.output).then_with(|| a.name.cmp(&b.name)));
            losses
        };
        let regions = (table.regions().iter().enumerate())
            .map(|(r, name)| sum(name.clone(), &mut (r * s..(r + 1) * s)));
        let sectors = (table.sectors().iter().enumerate())
            .map(|(p, name)| sum(name.clone(), &mut (p..n).step_by(s)));
        let industries = (0..n).map(|i| sum(table.industry_name(i), &mut (i..i + 1)));
        let regions: Vec<Loss> = regions.collect();
        let untested = regions.iter().filter(|loss| loss.share > TESTED);
        let untested = untested.map(|loss| loss.name.clone()).collect();
        let after = records.total_output.iter().enumerate().skip(verdict.lowest.1);
        Self {
            unit: table.origin().unit.clone(),
            days,
            all: sum("all".to_owned(), &mut (0..n)),
            regime: verdict.regime,
            lowest: verdict.lowest,
            back_on: after.into_iter().find(|(_, x)| **x >= 1.0 - NEAR).map(|(day, _)| day),
            untested,
            regions: ranked(regions),
            sectors: ranked(sectors.collect()),
            industries: ranked(industries.collect()),
        }
    }
}
