//! Parameters of ARIO, their defaults with ranges, and the switches towards BoARIO.
//!
//! In comes `assumptions/ario.toml`; out come [`Params`] for a number of sectors. Invariant: no
//! default stands in code, and every default has a range and a source.

use super::rationing::Rationing;
use crate::assumed::Assumed;
use linchpin_units::{Finding, Text};

/// How a buyer spreads an order over the suppliers of one input sector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OrderRule {
    /// By usual shares times the capacity each supplier has left (Guan et al. 2020).
    Alt,
    /// By usual shares, whatever happened to the supplier (Hallegatte 2013).
    NoAlt,
}

/// Each way in which BoARIO 0.7.2 differs from its own documentation or from sound accounting.
/// All off by default; all on in [`Quirks::boario`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Quirks {
    /// Capacity shocks are felt one day after their date. Corrected: on their date.
    pub late_capacity_shocks: bool,
    /// The full loss lasts two days longer than stated. Corrected: exactly its duration.
    pub long_full_loss: bool,
    /// Inventory goals leave out the rebuilding demand served. Corrected: goals follow all demand.
    pub goals_without_rebuilding: bool,
    /// Stocks and order gaps stand still while all flows agree to a relative 1e-5 or absolute 1e-8.
    /// Corrected: every change counts, however small.
    pub dead_zone: bool,
    /// The threshold that makes an input an input compares yearly purchases with daily output.
    /// Corrected: yearly with yearly.
    pub mixed_threshold: bool,
    /// Losses are rounded while they recover: money to seven digits, shares to six. Corrected: never.
    pub rounded_losses: bool,
    /// A victim that never bought from a rebuilding sector cannot rebuild from it, and that part of
    /// its loss counts as made good. Corrected: it buys from all regions evenly.
    pub no_new_rebuilders: bool,
    /// Stocks of at most one day are raised to two. Corrected: taken as stated.
    pub raised_short_stocks: bool,
    /// Overproduction relaxes only when demand equals output to the last bit. Corrected: when they
    /// agree to a relative 1e-12, since equality in the last bit is chance.
    pub exact_slack: bool,
}

impl Quirks {
    /// All of them: day by day equal to BoARIO 0.7.2.
    #[must_use]
    pub fn boario() -> Self {
        Self {
            late_capacity_shocks: true,
            long_full_loss: true,
            goals_without_rebuilding: true,
            dead_zone: true,
            mixed_threshold: true,
            rounded_losses: true,
            no_new_rebuilders: true,
            raised_short_stocks: true,
            exact_slack: true,
        }
    }
}

/// Where productive capital comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum Capital {
    /// This many years of value added.
    Years(f64),
    /// Years of value added, per sector.
    YearsBySector(Vec<f64>),
    /// Given for each industry, region-major, in the unit of the table.
    Given(Vec<f64>),
}

/// Parameters of one run.
#[derive(Debug, Clone, PartialEq)]
pub struct Params {
    /// How orders are spread over suppliers.
    pub order: OrderRule,
    /// Share of the inventory goal below which an input limits production.
    pub psi: f64,
    /// Overproduction in calm times.
    pub alpha_base: f64,
    /// Most overproduction.
    pub alpha_max: f64,
    /// Days to reach it.
    pub alpha_tau: f64,
    /// Stock of each input, in days of use, per input sector; infinite where never short.
    pub inventory_days: Vec<f64>,
    /// Days to refill the stock, per input sector.
    pub inventory_tau: Vec<f64>,
    /// Productive capital.
    pub capital: Capital,
    /// Days over which yearly flows are spread.
    pub days_per_year: f64,
    /// Smallest share of an input in output that can stop production.
    pub input_threshold: f64,
    /// How much a want of each input sector (row) stops each using sector (column), row-major, from
    /// 0 (not needed) by 0.5 (important) to 1 (essential): output falls by this share of what the
    /// stock falls short by, the linear case of Pichler et al. (2022). None: all are essential.
    pub criticality: Option<Vec<f64>>,
    /// Who is served when output falls short of demand.
    pub rationing: Rationing,
    /// Switches towards BoARIO.
    pub quirks: Quirks,
}

/// The defaults with their ranges, as in `assumptions/ario.toml`.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Defaults {
    /// See [`Params::psi`].
    pub psi: Assumed,
    /// See [`Params::alpha_base`].
    pub alpha_base: Assumed,
    /// See [`Params::alpha_max`].
    pub alpha_max: Assumed,
    /// See [`Params::alpha_tau`].
    pub alpha_tau: Assumed,
    /// See [`Params::inventory_days`].
    pub inventory_days: Assumed,
    /// See [`Params::inventory_tau`].
    pub inventory_tau: Assumed,
    /// Days over which rebuilding demand is spread.
    pub rebuild_tau: Assumed,
    /// Years of value added in productive capital.
    pub capital_ratio: Assumed,
    /// See [`Params::days_per_year`].
    pub days_per_year: Assumed,
    /// Currency units in the unit of the table; sets how BoARIO rounds money.
    pub monetary_factor: Assumed,
    /// See [`Params::input_threshold`].
    pub input_threshold: Assumed,
    /// One rating for all inputs and users; see [`Params::criticality`].
    pub criticality: Assumed,
}

impl Defaults {
    /// The defaults built into the program.
    ///
    /// # Errors
    /// `LP-U002` when the built-in file is malformed, which a test rules out.
    pub fn embedded() -> Result<Self, Finding> {
        Text::new("assumptions/ario.toml", include_str!("../../assumptions/ario.toml")).toml()
    }

    /// Parameters at the stated values, for `sectors` input sectors; corrections all on.
    #[must_use]
    pub fn params(&self, sectors: usize) -> Params {
        Params {
            order: OrderRule::Alt,
            psi: self.psi.value,
            alpha_base: self.alpha_base.value,
            alpha_max: self.alpha_max.value,
            alpha_tau: self.alpha_tau.value,
            inventory_days: vec![self.inventory_days.value; sectors],
            inventory_tau: vec![self.inventory_tau.value; sectors],
            capital: Capital::Years(self.capital_ratio.value),
            days_per_year: self.days_per_year.value,
            input_threshold: self.input_threshold.value,
            criticality: None,
            rationing: Rationing::Proportional,
            quirks: Quirks::default(),
        }
    }
}

/// The share of orders below which stocks of an input cannot be held: `1 / (1 + s (1-psi) / tau)`.
#[must_use]
pub fn threshold(stock_days: f64, psi: f64, refill_days: f64) -> f64 {
    1.0 / (1.0 + stock_days * (1.0 - psi) / refill_days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_defaults_lie_in_their_ranges() {
        let d = Defaults::embedded().expect("well formed");
        for entry in [
            &d.psi,
            &d.alpha_base,
            &d.alpha_max,
            &d.alpha_tau,
            &d.inventory_days,
            &d.inventory_tau,
            &d.rebuild_tau,
            &d.capital_ratio,
            &d.days_per_year,
            &d.monetary_factor,
            &d.input_threshold,
            &d.criticality,
        ] {
            assert!(entry.low <= entry.value && entry.value <= entry.high, "{entry:?}");
        }
    }
}
