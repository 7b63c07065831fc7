//! Equilibria: the loop over the wedges of quotas.
//!
//! An economy and a shock come in; an [`Outcome`] in relative changes comes out, or the named reason why
//! there is none. The fixed points themselves stand in `solver`.

use crate::economy::Economy;
use crate::error::TradeError;
use crate::outcome::{Outcome, Settings};
use crate::shock::{Shock, Terms};
use crate::solver::Solver;
use linchpin_units::math::pow;

/// The equilibrium after `shock`.
///
/// # Errors
/// Names that are not there, flows that are zero, a ban on the only source, or no convergence.
pub fn solve(economy: &Economy, shock: &Shock, settings: &Settings) -> Result<Outcome, TradeError> {
    let terms = shock.terms(economy)?;
    solve_terms(economy, &terms, settings)
}

/// Steps for the wedges of quotas at most.
const QUOTA_STEPS: usize = 400;

pub(crate) fn solve_terms(
    economy: &Economy,
    terms: &Terms,
    settings: &Settings,
) -> Result<Outcome, TradeError> {
    let mut wedges = vec![1.0; terms.caps.len()];
    let (mut start, mut off) = (None, f64::INFINITY);
    for _ in 0..QUOTA_STEPS {
        let mut solver = Solver::new(economy, terms, settings, &wedges)?;
        if let Some(wage) = start.take() {
            solver.wage = wage;
        }
        solver.run()?;
        off = 0.0;
        for (cap, wedge) in terms.caps.iter().zip(&mut wedges) {
            let over = solver.volume(cap.at) / cap.volume;
            // Spending falls by θ and a unit costs more: with all else given the volume falls by 1 + θ.
            let next = (*wedge * pow(over, 1.0 / (1.0 + solver.theta[cap.at[0]]))).max(1.0);
            off = off.max((next / *wedge - 1.0).abs());
            *wedge = next;
        }
        if off < 1e-10 {
            return Ok(solver.outcome());
        }
        start = Some(solver.wage);
    }
    Err(TradeError::NotConverged { what: "the quotas", residual: off, iterations: QUOTA_STEPS })
}
