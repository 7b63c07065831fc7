//! The first-order formula along a path: many small steps add up to the exact change of welfare.

use crate::economy::Economy;
use crate::equilibrium::{Settings, solve_terms};
use crate::error::TradeError;
use crate::shock::{Shock, Terms};
use crate::welfare::step;
use linchpin_units::math::{exp, ln, pow};

/// Welfare by country in per cent, exact and as the sum of `steps` first-order steps of equal length
/// (tariffs linearly, barriers geometrically).
///
/// # Errors
/// Whatever a single step refuses; a ban has no path of finite barriers.
pub fn integral(
    economy: &Economy,
    shock: &Shock,
    settings: &Settings,
    steps: usize,
) -> Result<Vec<[f64; 2]>, TradeError> {
    let end = shock.terms(economy)?;
    if let Some(at) = end.barriers.iter().position(|barrier| barrier.is_infinite()) {
        let what = format!("the barrier on flow {at}");
        return Err(TradeError::Number { what, value: f64::INFINITY, domain: "finite" });
    }
    let mut now = economy.clone();
    let mut sums = vec![[0.0, 0.0]; economy.n()];
    for at in 1..=steps {
        let part = at as f64 / steps as f64;
        let tariffs = economy.tariffs.iter().zip(&end.tariffs);
        let terms = Terms {
            tariffs: tariffs.map(|(from, to)| from + part * (to - from)).collect(),
            barriers: end.barriers.iter().map(|d| pow(*d, 1.0 / steps as f64)).collect(),
            caps: Vec::new(),
        };
        let after = solve_terms(&now, &terms, settings)?;
        for (n, moved) in step(&now, &after).into_iter().enumerate() {
            sums[n][0] += ln(after.income[n] / after.income_before[n] / after.index[n]);
            sums[n][1] += moved;
        }
        now = after.economy(&now);
    }
    Ok(sums.into_iter().map(|both| both.map(|log| 100.0 * (exp(log) - 1.0))).collect())
}
