//! How to solve, and what comes out: settings, and an outcome in relative changes.

use crate::economy::Economy;
use crate::horizon::{Horizon, Nests};

/// Whether factors can leave their sector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Factors {
    /// One wage a country.
    Mobile,
    /// One wage a sector and country.
    Specific,
}

/// How to solve.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Elasticities of the nests.
    pub nests: Nests,
    /// Whether factors move.
    pub factors: Factors,
    /// One trade elasticity for all sectors instead of the economy's.
    pub theta: Option<f64>,
    /// What each country spends beyond its income afterwards; as before where none is given. Nominal, with
    /// world value added as the measure of value: a country with a deficit is hit otherwise under another.
    pub deficit: Option<Vec<f64>>,
    /// Largest relative error of a wage.
    pub tolerance: f64,
    /// Steps of the wage loop at most.
    pub iterations: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            nests: Nests::COBB_DOUGLAS,
            factors: Factors::Mobile,
            theta: None,
            deficit: None,
            tolerance: 1e-12,
            iterations: 2000,
        }
    }
}

impl Settings {
    /// The settings of a horizon; `theta` chooses within its range of elasticities.
    #[must_use]
    pub fn of(horizon: Horizon, theta: Option<f64>) -> Self {
        let factors = if horizon.mobile() { Factors::Mobile } else { Factors::Specific };
        let theta = theta.or(horizon.theta().map(|range| range[1]));
        Self { nests: horizon.nests(), factors, theta, ..Self::default() }
    }
}

/// Relative changes (new over old) and new accounts. Cells go sector by country.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Wages of the factors in each cell.
    pub wage: Vec<f64>,
    /// Unit costs.
    pub cost: Vec<f64>,
    /// Prices that buyers pay.
    pub price: Vec<f64>,
    /// Price index of final demand, by country.
    pub index: Vec<f64>,
    /// New shares of sources, shaped like [`Economy::shares`].
    pub shares: Vec<f64>,
    /// New expenditure, tariffs included.
    pub expenditure: Vec<f64>,
    /// New sales of each cell.
    pub output: Vec<f64>,
    /// New income of each country.
    pub income: Vec<f64>,
    /// Old income of each country.
    pub income_before: Vec<f64>,
    /// Rents of quotas by the country that keeps them.
    pub rent: Vec<f64>,
    /// New tariffs.
    pub tariffs: Vec<f64>,
    /// Iceberg factors of the shock.
    pub barriers: Vec<f64>,
    /// Steps of the wage loop.
    pub iterations: usize,
    /// Largest relative error of a wage at the end.
    pub residual: f64,
    pub(crate) after: Parts,
}

/// New cost shares, for a new starting point.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Parts {
    pub(crate) value_added_share: Vec<f64>,
    pub(crate) inputs: Vec<f64>,
    pub(crate) final_share: Vec<f64>,
    pub(crate) value_added: Vec<f64>,
    pub(crate) deficit: Vec<f64>,
}

impl Outcome {
    /// Factor income of each cell after the shock.
    #[must_use]
    pub fn after_factor_income(&self) -> &[f64] {
        &self.after.value_added
    }

    /// The economy after the shock, as a new starting point. Rents of quotas count as deficits there.
    #[must_use]
    pub fn economy(&self, before: &Economy) -> Economy {
        let deficit = self.after.deficit.iter().zip(&self.rent).map(|(d, r)| d + r).collect();
        Economy {
            countries: before.countries.clone(),
            sectors: before.sectors.clone(),
            shares: self.shares.clone(),
            tariffs: self.tariffs.clone(),
            expenditure: self.expenditure.clone(),
            value_added_share: self.after.value_added_share.clone(),
            inputs: self.after.inputs.clone(),
            final_share: self.after.final_share.clone(),
            value_added: self.after.value_added.clone(),
            deficit,
            theta: before.theta.clone(),
        }
    }
}
