//! A table without its flows: what results need once a model holds the flows.
//!
//! In comes a table; out go its labels, output, value added and origin, a few hundred kilobytes where the
//! flows take half a gigabyte.

use super::mrio::{Mrio, Origin};

/// A table without its flows.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    regions: Vec<String>,
    sectors: Vec<String>,
    x: Vec<f64>,
    value_added: Vec<f64>,
    origin: Origin,
}

impl Mrio {
    /// The table without its flows.
    #[must_use]
    pub fn outline(&self) -> Outline {
        Outline {
            regions: self.regions().to_vec(),
            sectors: self.sectors().to_vec(),
            x: self.x().to_vec(),
            value_added: self.value_added(),
            origin: self.origin().clone(),
        }
    }
}

impl Outline {
    /// Number of industries.
    #[must_use]
    pub fn industries(&self) -> usize {
        self.x.len()
    }
    /// Regions in order.
    #[must_use]
    pub fn regions(&self) -> &[String] {
        &self.regions
    }
    /// Sectors in order.
    #[must_use]
    pub fn sectors(&self) -> &[String] {
        &self.sectors
    }
    /// Output per industry and year.
    #[must_use]
    pub fn x(&self) -> &[f64] {
        &self.x
    }
    /// Value added as [`Mrio::value_added`] gives it.
    #[must_use]
    pub fn value_added(&self) -> &[f64] {
        &self.value_added
    }
    /// Where the table came from.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.origin
    }
    /// `region|sector` of industry `i`.
    #[must_use]
    pub fn industry_name(&self, i: usize) -> String {
        let s = self.sectors.len();
        format!("{}|{}", self.regions[i / s], self.sectors[i % s])
    }
}
