//! Who depends on abroad: the European Commission's indicators with their trend, and product riskiness.

use super::concentration::hhi;

/// A year of one product's trade of a union of countries.
#[derive(Debug, Clone, PartialEq)]
pub struct Year {
    /// The year.
    pub year: i32,
    /// Imports from outside the union by source.
    pub outside: Vec<f64>,
    /// Imports of members from members.
    pub inside: f64,
    /// Exports of the union to the outside.
    pub exports: f64,
}

/// The three core dependency indicators (European Commission, SWD(2021) 352; Arjona, Connell and
/// Herghelegiu 2023).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dependency {
    /// The year.
    pub year: i32,
    /// Concentration of imports from outside; dependent above 0.4.
    pub concentration: Option<f64>,
    /// Imports from outside over all imports; dependent above 0.5.
    pub scarcity: Option<f64>,
    /// Imports from outside over exports; dependent above 1. Infinite where nothing is exported.
    pub substitutability: Option<f64>,
}

impl Dependency {
    /// The indicators of a year; `None` where there is nothing to divide by.
    #[must_use]
    pub fn of(year: &Year) -> Self {
        let outside: f64 = year.outside.iter().sum();
        let all = outside + year.inside;
        let traded = outside + year.exports > 0.0;
        Self {
            year: year.year,
            concentration: hhi(&year.outside),
            scarcity: (all > 0.0).then(|| outside / all),
            substitutability: traded.then(|| outside / year.exports),
        }
    }

    /// Whether all three thresholds are passed; a missing indicator passes none.
    #[must_use]
    pub fn dependent(&self) -> bool {
        let over =
            |value: Option<f64>, threshold: f64| value.is_some_and(|value| value > threshold);
        over(self.concentration, 0.4)
            && over(self.scarcity, 0.5)
            && over(self.substitutability, 1.0)
    }
}

/// Indicators over years: half of the products that were dependent in 2014 were not so five years later
/// (CEPII Policy Brief 2023-41), so that one year says little.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// In order of years.
    pub years: Vec<Dependency>,
    /// Years in which the product is dependent, over all years.
    pub dependent_share: f64,
    /// How often the verdict changes from one year to the next.
    pub flips: usize,
}

/// The trend over `years`; `None` without any.
#[must_use]
pub fn trend(years: &[Year]) -> Option<Trend> {
    let mut years: Vec<Dependency> = years.iter().map(Dependency::of).collect();
    years.sort_by_key(|one| one.year);
    let verdicts: Vec<bool> = years.iter().map(Dependency::dependent).collect();
    let dependent = verdicts.iter().filter(|verdict| **verdict).count();
    let flips = verdicts.windows(2).filter(|two| two[0] != two[1]).count();
    (!years.is_empty()).then(|| Trend {
        dependent_share: dependent as f64 / years.len() as f64,
        flips,
        years,
    })
}

/// The three components of the product riskiness index (Korniyenko, Pinat and Dew 2017, IMF WP/17/30).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Riskiness {
    /// Standard deviation of exporters' weighted outdegree: a few central players.
    pub centrality: f64,
    /// Mean local clustering of the undirected network: traders in closed groups.
    pub clustering: f64,
    /// Mean concentration of importers' sources: little to substitute with.
    pub concentration: f64,
}

/// Components of riskiness of a product's trade, exporter by importer, row-major.
#[must_use]
pub fn riskiness(flows: &[f64], countries: usize) -> Riskiness {
    let n = countries;
    let all: f64 = flows.iter().sum();
    let whole = if all > 0.0 { all } else { 1.0 };
    let out: Vec<f64> =
        flows.chunks_exact(n.max(1)).map(|row| row.iter().sum::<f64>() / whole).collect();
    let mean = out.iter().sum::<f64>() / n.max(1) as f64;
    let spread = out.iter().map(|degree| (degree - mean) * (degree - mean)).sum::<f64>();
    let linked = |a: usize, b: usize| flows[a * n + b] > 0.0 || flows[b * n + a] > 0.0;
    let mut clustering = 0.0;
    for a in 0..n {
        let near: Vec<usize> = (0..n).filter(|b| *b != a && linked(a, *b)).collect();
        let pairs = near.len() * near.len().saturating_sub(1) / 2;
        let closed = near
            .iter()
            .enumerate()
            .map(|(at, b)| near[at + 1..].iter().filter(|c| linked(*b, **c)).count())
            .sum::<usize>();
        clustering += if pairs > 0 { closed as f64 / pairs as f64 } else { 0.0 };
    }
    let sources = |i: usize| (0..n).map(|j| flows[j * n + i]).collect::<Vec<f64>>();
    let concentrations: Vec<f64> = (0..n).filter_map(|i| hhi(&sources(i))).collect();
    Riskiness {
        centrality: (spread / n.max(1) as f64).sqrt(),
        clustering: clustering / n.max(1) as f64,
        concentration: concentrations.iter().sum::<f64>() / concentrations.len().max(1) as f64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(year: i32, outside: &[f64], inside: f64, exports: f64) -> Year {
        Year { year, outside: outside.to_vec(), inside, exports }
    }

    #[test]
    fn thresholds_by_hand() {
        let one = Dependency::of(&year(2020, &[9.0, 1.0], 5.0, 8.0));
        assert!((one.concentration.expect("imports") - 0.82).abs() < 1e-15);
        assert_eq!((one.scarcity, one.substitutability), (Some(10.0 / 15.0), Some(1.25)));
        assert!(one.dependent());
        let nothing = Dependency::of(&year(2020, &[], 0.0, 0.0));
        assert_eq!((nothing.concentration, nothing.scarcity), (None, None));
        assert!(!nothing.dependent() && nothing.substitutability.is_none());
    }

    #[test]
    fn a_trend_counts_its_flips() {
        let calm = year(2021, &[5.0, 5.0, 5.0], 50.0, 30.0);
        let found = trend(&[year(2022, &[9.0], 1.0, 2.0), calm, year(2020, &[9.0], 1.0, 2.0)]);
        let found = found.expect("years");
        assert_eq!((found.flips, found.years[0].year), (2, 2020));
        assert!((found.dependent_share - 2.0 / 3.0).abs() < 1e-15);
    }

    #[test]
    fn one_seller_is_the_riskiest() {
        // One exporter to two importers: a star, no triangle, every importer has one source.
        let star = riskiness(&[0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0], 3);
        assert!((star.centrality - (2.0_f64 / 9.0).sqrt()).abs() < 1e-15);
        assert_eq!((star.clustering, star.concentration), (0.0, 1.0));
    }
}
