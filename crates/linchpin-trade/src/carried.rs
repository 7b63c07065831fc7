//! Which cells of the table carry a change: from a welfare number to the shock and to the flow.
//!
//! Real income is taken apart by the first-order formula added up along the path from trade as it is to the shock
//! ([`crate::path`]); exports by the flows themselves. In both the parts, with what is told as the rest, add up to
//! the number.

use crate::economy::Economy;
use crate::error::TradeError;
use crate::horizon::Horizon;
use crate::outcome::Settings;
use crate::path::{Along, along, percent};
use crate::shock::{Shock, Terms};
use serde::Serialize;

/// Steps of the path: the sum misses the exact change by less than one part in a hundred of it.
pub const STEPS: usize = 8;

/// A table cell behind a number.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contribution {
    /// Sector of the flow.
    pub sector: String,
    /// Who buys.
    pub importer: String,
    /// Who sells.
    pub exporter: String,
    /// Value of the flow in the table, in the table's unit.
    pub flow: f64,
    /// Its change, per cent; -100 where it is banned.
    pub change: f64,
    /// Tariff or barrier that the shock puts on it, per cent of its price; none if the shock does not touch it.
    pub shock: Option<f64>,
    /// Its part of the number, in points of per cent.
    pub points: f64,
}

/// A number taken apart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Carried {
    /// The number, in per cent: what the exact model says.
    pub total: f64,
    /// Every flow of the country abroad: what the shock touches first, then what moves the number most.
    pub flows: Vec<Contribution>,
    /// What no flow carries: the error of the path's steps.
    pub rest: f64,
}

/// Trade before and after a shock at a horizon, ready to be taken apart country by country.
#[derive(Debug)]
pub struct Account<'e> {
    economy: &'e Economy,
    terms: Terms,
    path: Along,
}

impl<'e> Account<'e> {
    /// Solves the path.
    ///
    /// # Errors
    /// What the solver refuses, named; a quota.
    pub fn of(
        economy: &'e Economy,
        shock: &Shock,
        horizon: Horizon,
        theta: f64,
    ) -> Result<Self, TradeError> {
        let mut settings = Settings::of(horizon, Some(theta));
        settings.tolerance = 1e-10;
        let path = along(economy, shock, &settings, STEPS)?;
        Ok(Self { economy, terms: shock.terms(economy)?, path })
    }

    /// The change of real income of a country, by position.
    #[must_use]
    pub fn real_income(&self, country: usize) -> Carried {
        let exact = self.path.exact[country];
        let total = percent(exact);
        // Parts of a sum of logarithms, as parts of the per cent that it stands for.
        let scale = if exact == 0.0 { 100.0 } else { total / exact };
        self.taken_apart(country, total, |at, buys| scale * self.path.flows[at][usize::from(!buys)])
    }

    /// The change of exports of a country, by position.
    #[must_use]
    pub fn exports(&self, country: usize) -> Carried {
        let (then, now) = (self.economy, &self.path.end);
        let own = |of: &Economy| -> f64 {
            let at = (0..of.shares.len()).filter(|at| at % of.n() == country);
            at.map(|at| crate::decouple::sold(of, at)).sum()
        };
        let before = own(then);
        let change = |at: usize| {
            let gap = crate::decouple::sold(now, at) - crate::decouple::sold(then, at);
            if before > 0.0 { 100.0 * gap / before } else { 0.0 }
        };
        let total = if before > 0.0 { 100.0 * (own(now) / before - 1.0) } else { 0.0 };
        let mut carried =
            self.taken_apart(country, total, |at, buys| if buys { 0.0 } else { change(at) });
        carried.flows.retain(|flow| flow.exporter == self.economy.countries[country]);
        carried
    }

    /// Every flow of a country abroad with its `points`, which are asked for as a buyer or as a seller.
    fn taken_apart(
        &self,
        country: usize,
        total: f64,
        points: impl Fn(usize, bool) -> f64,
    ) -> Carried {
        let (economy, n_all) = (self.economy, self.economy.n());
        let mut flows = Vec::new();
        for at in 0..economy.shares.len() {
            let (j, n, i) = (at / (n_all * n_all), at / n_all % n_all, at % n_all);
            let flow = crate::decouple::sold(economy, at);
            if flow <= 0.0 || (n != country && i != country) {
                continue;
            }
            let now = crate::decouple::sold(&self.path.end, at);
            let wedge = self.terms.barriers[at] * (1.0 + self.terms.tariffs[at])
                / (1.0 + economy.tariffs[at]);
            flows.push(Contribution {
                sector: economy.sectors[j].clone(),
                importer: economy.countries[n].clone(),
                exporter: economy.countries[i].clone(),
                flow,
                change: 100.0 * (now / flow - 1.0),
                shock: (wedge != 1.0).then_some(100.0 * (wedge - 1.0)),
                points: points(at, n == country),
            });
        }
        flows.sort_by(|a, b| {
            let key = |one: &Contribution| (one.shock.is_some(), one.points.abs());
            let (a, b) = (key(a), key(b));
            b.0.cmp(&a.0).then(b.1.total_cmp(&a.1))
        });
        let rest = total - flows.iter().map(|flow| flow.points).sum::<f64>();
        Carried { total, flows, rest }
    }
}
