//! A scenario on the law it stands on, with the shocks that follow and what they draw from.

use crate::study::Scenario;
use linchpin_engine::{Amount, ParameterName, Shock};
use linchpin_policy::Rulebook;
use std::sync::Arc;

/// A scenario with the law it stands on and the shocks that follow.
pub(crate) struct Staged<'s> {
    pub(crate) scenario: &'s Scenario,
    pub(crate) rulebook: Arc<Rulebook>,
    pub(crate) shocks: Vec<Shock>,
}

/// The assumptions a shock draws from.
pub(crate) fn assumptions_of(shock: &Shock) -> Vec<ParameterName> {
    let name = |amount: &Amount| match amount {
        Amount::Assumed(id) => Some(id.clone()),
        Amount::Exactly(_) => None,
    };
    shock.lever.amounts().into_iter().filter_map(name).collect()
}
