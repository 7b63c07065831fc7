//! A table laid out for the fast step, shared by every ensemble that runs on it.
//!
//! In comes a model; out go its daily flows as `[sector][supplier][buyer]` in the width of the kernel:
//! the rows of one sector are read together, once for the sum over buyers and again, from the cache,
//! for the sums over suppliers.

use super::real::Real;
use crate::ario::{Model, OrderRule, Rationing};

/// The fast step cannot run this model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the fast step knows no {0}; use the plain simulation")]
pub struct Unsupported(&'static str);

/// A model ready for ensembles in the width `T`.
#[derive(Debug, Clone)]
pub struct Prepared<T> {
    pub(super) regions: usize,
    pub(super) sectors: usize,
    pub(super) flows: Vec<T>,
    /// 1 / usual output; 0 where there is none.
    pub(super) per_output: Vec<T>,
    /// Sales to industries and to final demand over output.
    pub(super) sold: Vec<T>,
    pub(super) demanded: Vec<T>,
    /// 1 / daily purchases per input sector; negative where the input stops nothing; 0 if unused.
    pub(super) per_bought: Vec<T>,
    pub(super) stock_days: Vec<f64>,
    pub(super) refill_days: Vec<f64>,
    /// Class of each input sector by days of stock; none where stocks are infinite.
    pub(super) class: Vec<Option<usize>>,
    /// Days of stock of each class.
    pub(super) classes: Vec<f64>,
    pub(super) psi: f64,
    pub(super) alpha_max: f64,
    pub(super) alpha_tau: f64,
    pub(super) alt: bool,
    usual: Vec<f64>,
}

impl<T: Real> Prepared<T> {
    /// Lays out `model`. Quirks of BoARIO are not run here.
    ///
    /// # Errors
    /// [`Unsupported`] rationing, or overproduction in calm times.
    pub fn new(model: &Model) -> Result<Self, Unsupported> {
        let mut prepared = Self::without_flows(model)?;
        prepared.flows = model.z.iter().map(|flow| T::of(*flow)).collect();
        Ok(prepared)
    }

    /// Lays out `model` in the memory of its flows, which it then has no more.
    pub(super) fn take(model: &mut Model) -> Result<Self, Unsupported> {
        let mut prepared = Self::without_flows(model)?;
        prepared.flows = T::all_of(std::mem::take(&mut model.z));
        Ok(prepared)
    }

    fn without_flows(model: &Model) -> Result<Self, Unsupported> {
        let params = model.params();
        if params.rationing != Rationing::Proportional {
            return Err(Unsupported("rationing but proportional"));
        }
        if model.partly.iter().any(|inputs| !inputs.is_empty()) {
            return Err(Unsupported("inputs that stop part of production"));
        }
        if params.alpha_base != 1.0 {
            return Err(Unsupported("overproduction in calm times"));
        }
        if params.quirks != crate::ario::Quirks::default() {
            return Err(Unsupported("quirks of BoARIO"));
        }
        let (m, s, n) = (model.regions(), model.sectors(), model.industries());
        let inverse = |value: f64| if value > 0.0 { 1.0 / value } else { 0.0 };
        let of = |values: &mut dyn Iterator<Item = f64>| values.map(T::of).collect::<Vec<T>>();
        let sold =
            |g: usize| model.z[g * n..(g + 1) * n].iter().sum::<f64>() * inverse(model.x0[g]);
        let demanded =
            |g: usize| model.y[g * m..(g + 1) * m].iter().sum::<f64>() * inverse(model.x0[g]);
        let bought = |i: usize| {
            let per = inverse(model.bought[i]);
            if model.needed[i] { per } else { -per }
        };
        let mut classes: Vec<f64> = Vec::new();
        let class = (model.stock_days.iter())
            .map(|days| {
                let bounded = days.is_finite() && params.psi > 0.0;
                bounded.then(|| {
                    classes.iter().position(|known| known == days).unwrap_or_else(|| {
                        classes.push(*days);
                        classes.len() - 1
                    })
                })
            })
            .collect();
        Ok(Self {
            regions: m,
            sectors: s,
            flows: Vec::new(),
            per_output: of(&mut model.x0.iter().map(|x| inverse(*x))),
            sold: of(&mut (0..n).map(sold)),
            demanded: of(&mut (0..n).map(demanded)),
            per_bought: of(&mut (0..s * n).map(bought)),
            stock_days: model.stock_days.clone(),
            refill_days: params.inventory_tau.clone(),
            class,
            classes,
            psi: params.psi,
            alpha_max: params.alpha_max,
            alpha_tau: params.alpha_tau,
            alt: params.order == OrderRule::Alt,
            usual: model.usual_output(),
        })
    }

    /// Number of industries.
    #[must_use]
    pub fn industries(&self) -> usize {
        self.regions * self.sectors
    }
    /// Daily output before any shock, region-major.
    #[must_use]
    pub fn usual_output(&self) -> &[f64] {
        &self.usual
    }
    /// Bytes of the table as read once a day.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.flows.len() * size_of::<T>()
    }
    /// Inner position of the table's industry `i`.
    pub(super) fn inner(&self, i: usize) -> usize {
        (i % self.sectors) * self.regions + i / self.sectors
    }
}
