//! The shocks of a scenario, resolved once: positions of the space instead of names.
//!
//! In: shocks, a space that holds every parameter they draw, the calendar. Out: a [`Plan`] that turns
//! the controls for any draw without looking a name up. Any subset of the shocks can be left out, so
//! that causes are found by switching off.

use crate::calendar::{Calendar, Window};
use crate::lever::{Drawn, Lever};
use crate::parameter::{Amount, Draw, ParameterName, Space};
use crate::paths::Paths;
use crate::shock::{Shock, ShockId};
use linchpin_units::{Chance, Measure};
use std::sync::Arc;

/// Where an amount comes from.
#[derive(Debug, Clone, Copy)]
enum Source {
    Exactly(Measure),
    Drawn(usize),
}

impl Source {
    fn of(self, draw: &Draw) -> Measure {
        match self {
            Self::Exactly(value) => value,
            Self::Drawn(position) => draw.at(position),
        }
    }
}

#[derive(Debug, Clone)]
struct Step {
    lever: Arc<dyn Lever>,
    amounts: Vec<Source>,
    chances: Vec<Option<usize>>,
    window: Window,
}

/// The shocks of one scenario over one calendar and space.
#[derive(Debug, Clone)]
pub struct Plan {
    steps: Vec<Step>,
    weeks: usize,
}

/// A shock draws from a parameter that the space does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the shock `{shock}` draws from `{parameter}`, which no assumption gives")]
pub struct NotInSpace {
    /// The shock.
    pub shock: ShockId,
    /// The parameter.
    pub parameter: ParameterName,
}

impl Plan {
    /// Resolves `shocks`.
    ///
    /// # Errors
    /// [`NotInSpace`] for the first amount that the space does not hold.
    pub fn new(shocks: &[Shock], space: &Space, calendar: Calendar) -> Result<Self, NotInSpace> {
        let mut steps = Vec::with_capacity(shocks.len());
        for shock in shocks {
            let mut amounts = Vec::new();
            for amount in shock.lever.amounts() {
                amounts.push(match amount {
                    Amount::Exactly(value) => Source::Exactly(*value),
                    Amount::Assumed(id) => Source::Drawn(space.position(id).ok_or_else(|| {
                        NotInSpace { shock: shock.id.clone(), parameter: id.clone() }
                    })?),
                });
            }
            steps.push(Step {
                lever: Arc::clone(&shock.lever),
                amounts,
                chances: shock.lever.chances().iter().map(|name| space.position(name)).collect(),
                window: calendar.window(shock.days),
            });
        }
        Ok(Self { steps, weeks: calendar.weeks })
    }

    /// Number of shocks.
    #[must_use]
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Whether there is no shock.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The first week inside the run in which any shock that `acts` holds; the number of weeks when
    /// none does.
    #[must_use]
    pub fn first_week(&self, acts: impl Fn(usize) -> bool) -> usize {
        let acting = self.steps.iter().enumerate().filter(|(shock, _)| acts(*shock));
        acting.map(|(_, step)| step.window.first).min().unwrap_or(self.weeks)
    }

    /// The controls as the shocks that `acts` turn them in one draw. A chance that the space does not
    /// hold counts as 0: whoever is asked complies.
    #[must_use]
    pub fn paths(&self, draw: &Draw, acts: impl Fn(usize) -> bool) -> Paths {
        let mut paths = Paths::neutral(self.weeks);
        let (mut amounts, mut chances) = (Vec::new(), Vec::new());
        for (number, step) in self.steps.iter().enumerate() {
            if !acts(number) || step.window.first >= step.window.end {
                continue;
            }
            amounts.clear();
            amounts.extend(step.amounts.iter().map(|source| source.of(draw)));
            chances.clear();
            chances.extend(
                step.chances
                    .iter()
                    .map(|at| at.map_or(Chance::LOWEST, |at| Chance::nearest(draw.at(at).get()))),
            );
            let shock = u32::try_from(number).unwrap_or(u32::MAX);
            let drawn = Drawn { amounts: &amounts, chances: &chances, window: step.window, shock };
            step.lever.turn(&drawn, &mut paths);
        }
        paths
    }
}
