//! A case under many draws of its parameters: labelled series, and the regime of each draw.
//!
//! In come a case and points in the ranges of `assumptions/ario.toml`; out come, for each draw, series
//! by region, industry, day and variable, ready to be stored as rows. A pure function: the same case and
//! draws give the same bits for any number of threads. Invariant: the stated values give the case itself.

use super::case::Case;
use super::collapse::{Collapse, judge};
use super::error::ArioError;
use super::params::{Defaults, Params};
use super::record::{Keep, Records};
use super::report::Report;
use crate::assumed::Assumed;
use rayon::prelude::*;

/// A point in the ranges, in the order of [`uncertain`].
pub type Point = [f64; 6];

/// The parameters of which ensembles draw, with their ranges.
#[must_use]
pub fn uncertain(defaults: &Defaults) -> [(&'static str, &Assumed); 6] {
    [
        ("psi", &defaults.psi),
        ("alpha_max", &defaults.alpha_max),
        ("alpha_tau", &defaults.alpha_tau),
        ("inventory_days", &defaults.inventory_days),
        ("inventory_tau", &defaults.inventory_tau),
        ("criticality", &defaults.criticality),
    ]
}

/// `params` at `point`: psi and overproduction take its values; stocks and days to refill them, which may
/// differ by sector, are scaled as the point is to the stated default, and so are ratings of criticality.
#[must_use]
pub fn at(params: &Params, defaults: &Defaults, point: &Point) -> Params {
    let [psi, alpha_max, alpha_tau, days, tau, criticality] = *point;
    let stock = days / defaults.inventory_days.value;
    let refill = tau / defaults.inventory_tau.value;
    let rating = criticality / defaults.criticality.value;
    let pairs = params.inventory_days.len() * params.inventory_days.len();
    let stated = || params.criticality.clone().unwrap_or_else(|| vec![1.0; pairs]);
    let scaled = || stated().into_iter().map(|own| own * rating).collect();
    Params {
        psi,
        alpha_max,
        alpha_tau,
        inventory_days: params.inventory_days.iter().map(|own| own * stock).collect(),
        // A stock cannot be refilled in less than a step.
        inventory_tau: params.inventory_tau.iter().map(|own| (own * refill).max(1.0)).collect(),
        criticality: if rating == 1.0 { params.criticality.clone() } else { Some(scaled()) },
        ..params.clone()
    }
}

/// What a series measures, a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Variable {
    /// Made, in the table's unit per day.
    Output,
    /// What could be made with enough inputs.
    Capacity,
    /// Final demand for a product that a region's consumers did not get.
    FinalDemandUnmet,
}

/// How finely series are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grain {
    /// Regions only.
    Regions,
    /// Regions, and every industry.
    Industries,
}

/// One series.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Series {
    /// Region.
    pub region: String,
    /// Sector; none for the whole region.
    pub industry: Option<String>,
    /// What it measures.
    pub variable: Variable,
    /// Value of each day from day 0.
    pub days: Vec<f64>,
}

/// One draw of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// Number of the draw.
    pub draw: usize,
    /// How it ended.
    pub verdict: Collapse,
    /// What it cost.
    pub report: Report,
    /// Its series: regions in the table's order, each with its industries behind it.
    pub series: Vec<Series>,
}

/// Runs `case` at every point.
///
/// # Errors
/// What the case's model or events refuse.
pub fn run(case: &Case, points: &[Point], grain: Grain) -> Result<Vec<Drawn>, ArioError> {
    let defaults = Defaults::embedded().map_err(|finding| ArioError::Parameter {
        name: "defaults",
        expected: finding.to_string(),
    })?;
    let one = |(draw, point): (usize, &Point)| {
        let case = Case { params: at(&case.params, &defaults, point), ..case.clone() };
        let (records, _) = case.run(Keep::Industries)?;
        let verdict = judge(&case.params, &records);
        let report = Report::new(&case.table, &records, &verdict);
        Ok(Drawn { draw, verdict, report, series: series(&case, &records, grain) })
    };
    points.par_iter().enumerate().map(one).collect()
}

fn series(case: &Case, records: &Records, grain: Grain) -> Vec<Series> {
    let (table, s) = (&case.table, case.table.sectors().len());
    let kept = [
        (Variable::Output, &records.production_realised),
        (Variable::Capacity, &records.production_capacity),
        (Variable::FinalDemandUnmet, &records.final_demand_unmet),
    ];
    let mut found = Vec::new();
    for (r, region) in table.regions().iter().enumerate() {
        for (variable, daily) in kept {
            let of = |from: usize, to: usize| -> Vec<f64> {
                daily.iter().map(|day| day[r * s + from..r * s + to].iter().sum()).collect()
            };
            let row = |industry: Option<&String>, days| Series {
                region: region.clone(),
                industry: industry.cloned(),
                variable,
                days,
            };
            found.push(row(None, of(0, s)));
            if grain == Grain::Industries {
                let sectors = table.sectors().iter().enumerate();
                found.extend(sectors.map(|(p, name)| row(Some(name), of(p, p + 1))));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn the_stated_values_give_the_case_itself_and_draws_add_up() {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/boario/small-arbitrary-noalt");
        let mut case = Case::read(&dir).expect("a case");
        case.params.quirks = super::super::Quirks::default();
        let defaults = Defaults::embedded().expect("well formed");
        let mut stated = uncertain(&defaults).map(|(_, entry)| entry.value);
        (stated[0], stated[1], stated[2]) =
            (case.params.psi, case.params.alpha_max, case.params.alpha_tau);
        let mut other = stated;
        other[3] *= 0.2;
        let drawn = run(&case, &[stated, other], Grain::Industries).expect("runs");
        let (records, _) = case.run(Keep::Industries).expect("runs");
        let (m, s) = (case.table.regions().len(), case.table.sectors().len());
        assert_eq!(drawn[0].series.len(), 3 * m * (s + 1));
        let made = |k: usize, industry: bool, day: usize| -> f64 {
            let own = drawn[k].series.iter().filter(|one| {
                one.variable == Variable::Output && one.industry.is_some() == industry
            });
            own.map(|one| one.days[day]).sum()
        };
        for (day, usual) in records.production_realised.iter().enumerate() {
            let sum: f64 = usual.iter().sum();
            assert!((made(0, true, day) - sum).abs() < 1e-9 * sum);
            assert!((made(0, false, day) - sum).abs() < 1e-9 * sum);
        }
        assert!(drawn[0].series != drawn[1].series, "a draw matters");
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool");
        let alone = pool.install(|| run(&case, &[stated, other], Grain::Industries));
        assert_eq!(alone.expect("runs"), drawn);
    }
}
