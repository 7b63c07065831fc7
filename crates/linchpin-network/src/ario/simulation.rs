//! A run: the state, its timeline, and the days one after another.
//!
//! In come a model and events; out comes, after each [`Simulation::step`], the state of every
//! industry. A state can be saved and resumed; the model is shared and never changes.

use super::error::ArioError;
use super::event::{Event, EventKind, Household};
use super::exact::{Exact, quotient};
use super::model::Model;
use super::shock::Rebuilding;
use super::state::{Industry, State};
use super::{day, shock};

/// A run in progress.
#[derive(Debug, Clone)]
pub struct Simulation<'m> {
    pub(super) model: &'m Model,
    events: Vec<Event>,
    exact: Option<Exact>,
    pub(super) state: State,
}

impl<'m> Simulation<'m> {
    /// A run of `model` under `events`, in the steady state before day 0.
    ///
    /// # Errors
    /// [`ArioError::Event`] for the first event that cannot happen in this table.
    pub fn new(model: &'m Model, events: Vec<Event>) -> Result<Self, ArioError> {
        for event in &events {
            check(model, event)?;
        }
        let n = model.industries();
        let rebuilding = (events.iter().enumerate())
            .filter_map(|(number, event)| Some((number, Rebuilding::new(model, &event.kind)?)))
            .collect();
        let stocks = (0..model.sectors * n)
            .map(|i| {
                let days = model.stock_days[i / n];
                // An infinite stock is not kept: nothing is ever read from it, and JSON has no infinity.
                if days.is_infinite() { 0.0 } else { model.tech[i] * model.x0[i % n] * days }
            })
            .collect();
        let calm = |k: usize| Industry {
            alpha: model.params.alpha_base,
            demand: model.x0[k],
            capacity: model.x0[k] * model.params.alpha_base,
            optimal: model.x0[k],
            output: model.x0[k],
            final_share: 1.0,
            rebuilding_share: 1.0,
            ..Industry::default()
        };
        let state = State {
            day: 0,
            industries: (0..n).map(calm).collect(),
            stocks,
            intensity: vec![1.0; model.sectors * n],
            weight: vec![1.0; n],
            rebuilding,
            unmet: vec![0.0; n * model.regions],
        };
        let exact = Exact::new(model, &events);
        Ok(Self { model, events, exact, state })
    }

    /// Computes one day.
    ///
    /// # Errors
    /// [`ArioError::LossExceedsCapital`] when events overlap beyond what there is.
    pub fn step(&mut self) -> Result<(), ArioError> {
        let today = shock::today(self.model, &self.events, &self.state.rebuilding, self.state.day)?;
        let wholes = match &self.exact {
            Some(exact) => Some(exact.advance(self.model, &today, &mut self.state)),
            None => {
                day::advance(self.model, &today, &mut self.state);
                None
            }
        };
        let day = self.state.day;
        let industries = &self.state.industries;
        let rounded = self.model.params.quirks.rounded_losses;
        for (number, work) in &mut self.state.rebuilding {
            let event = &self.events[*number];
            if day >= event.day.saturating_add(event.duration) {
                let got = |g: usize, asked: f64| match &wholes {
                    Some(wholes) => industries[g].output * quotient(asked, wholes[g]),
                    None => asked * industries[g].rebuilding_share,
                };
                work.deliver(got, rounded);
            }
        }
        self.state.rebuilding.retain(|_, work| !work.done());
        self.state.day += 1;
        Ok(())
    }

    /// Number of days computed.
    #[must_use]
    pub fn days(&self) -> u32 {
        self.state.day
    }
    /// The state, to be saved.
    #[must_use]
    pub fn checkpoint(&self) -> State {
        self.state.clone()
    }
    /// Goes on from a saved state of the same model and timeline.
    ///
    /// # Errors
    /// [`ArioError::State`] when the state is not one of this model and timeline.
    pub fn resume(mut self, state: State) -> Result<Self, ArioError> {
        let fits = |a: usize, b: usize| a == b;
        let (own, events) = (&self.state, self.events.len());
        let sizes = fits(state.industries.len(), own.industries.len())
            && fits(state.stocks.len(), own.stocks.len())
            && fits(state.intensity.len(), own.intensity.len())
            && fits(state.weight.len(), own.weight.len())
            && fits(state.unmet.len(), own.unmet.len());
        let known = |(number, work): (&usize, &Rebuilding)| {
            *number < events
                && Rebuilding::new(self.model, &self.events[*number].kind)
                    .is_some_and(|own| own.alike(work))
        };
        if !sizes || !state.rebuilding.iter().all(known) {
            return Err(ArioError::State);
        }
        self.state = state;
        Ok(self)
    }
    /// Industry `i` of the table as of the last day computed.
    #[must_use]
    pub fn industry(&self, i: usize) -> &Industry {
        &self.state.industries[self.model.inner(i)]
    }
    /// Stock of input sector `p` held by industry `i`, in the table's unit.
    #[must_use]
    pub fn stock(&self, p: usize, i: usize) -> f64 {
        if self.model.stock_days[p].is_infinite() {
            return f64::INFINITY;
        }
        self.state.stocks[p * self.model.industries() + self.model.inner(i)]
    }
    /// Final demand of region `c` for industry `i` left unserved on the last day.
    #[must_use]
    pub fn unmet(&self, i: usize, c: usize) -> f64 {
        self.state.unmet[self.model.inner(i) * self.model.regions + c]
    }
    /// The model.
    #[must_use]
    pub fn model(&self) -> &'m Model {
        self.model
    }
}

/// Whether an event can happen in this table.
pub(crate) fn check(model: &Model, event: &Event) -> Result<(), ArioError> {
    let wrong = |problem: String| Err(ArioError::Event { event: event.name.clone(), problem });
    let (n, m, s) = (model.industries(), model.regions, model.sectors);
    let share = |share: f64| (0.0..=1.0).contains(&share);
    let amount = |loss: f64| loss >= 0.0 && loss.is_finite();
    match &event.kind {
        EventKind::Capacity { hit, .. } => {
            if let Some((i, lost)) = hit.iter().find(|(i, lost)| *i >= n || !share(*lost)) {
                return wrong(format!("industry {i} of {n} cannot lose a share of {lost}"));
            }
        }
        EventKind::Capital { hit, .. } => {
            if let Some((i, lost)) = hit.iter().find(|(i, lost)| *i >= n || !amount(*lost)) {
                return wrong(format!("industry {i} of {n} cannot lose capital of {lost}"));
            }
        }
        EventKind::Rebuild { hit, households, sectors, factor, tau, .. } => {
            if let Some((i, lost)) = hit.iter().find(|(i, lost)| *i >= n || !amount(*lost)) {
                return wrong(format!("industry {i} of {n} cannot lose capital of {lost}"));
            }
            let bad = |home: &&Household| {
                let known = home.category.is_none_or(|k| k < model.categories);
                home.region >= m || !known || !amount(home.loss)
            };
            if let Some(Household { region, category, loss }) = households.iter().find(bad) {
                let of = category.map_or_else(String::new, |k| format!(", category {k}"));
                return wrong(format!(
                    "households of region {region} of {m}{of} cannot lose {loss}"
                ));
            }
            let sum: f64 = sectors.iter().map(|(_, share)| share).sum();
            if sectors.iter().any(|(p, w)| *p >= s || !share(*w)) || (sum - 1.0).abs() > 1e-9 {
                return wrong("shares of rebuilding sectors must add up to one".to_owned());
            }
            if !(*factor > 0.0 && factor.is_finite() && *tau >= 1.0) {
                return wrong("factor must be positive and tau at least one day".to_owned());
            }
        }
        EventKind::FinalDemand { hit, .. } => {
            let bad = |(i, c, change): &&(usize, Option<usize>, f64)| {
                *i >= n || c.is_some_and(|c| c >= m) || !(*change >= -1.0 && change.is_finite())
            };
            if let Some((i, _, change)) = hit.iter().find(bad) {
                return wrong(format!("demand for industry {i} of {n} cannot change by {change}"));
            }
        }
        EventKind::Link { cut, .. } => {
            let bad =
                |(g, f, stopped): &&(usize, usize, f64)| *g >= n || *f >= n || !share(*stopped);
            if let Some((g, f, stopped)) = cut.iter().find(bad) {
                return wrong(format!("link {g} to {f} of {n} cannot lose a share of {stopped}"));
            }
        }
    }
    Ok(())
}
