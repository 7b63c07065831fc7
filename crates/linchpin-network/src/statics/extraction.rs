//! Hypothetical extraction: the output that depends on an industry being there.
//!
//! In come a table's Leontief model and an industry; out goes the loss when it neither buys nor
//! sells. Invariant: the loss by solving the reduced table equals the closed form
//! `x_k * sum_i L_ik / L_kk` (Miller and Blair 2009, 12.2.5; Dietzenbacher et al. 1993).

use super::leontief::{Leontief, identity_minus};
use super::solve::{Lu, Singular};
use crate::table::Mrio;

/// What is lost when one industry is taken out.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Extraction {
    /// Loss of total output, the industry's own included.
    pub loss: f64,
    /// Output left.
    pub rest: f64,
}

/// Total extraction of industry `k`, final demand of the others kept, in closed form.
#[must_use]
pub fn extract(table: &Mrio, model: &Leontief, k: usize) -> Extraction {
    let n = table.industries();
    let column: f64 = (0..n).map(|i| model.inverse()[i * n + k]).sum();
    let total: f64 = table.x().iter().sum();
    let loss = table.x()[k] * column / model.inverse()[k * n + k];
    Extraction { loss, rest: total - loss }
}

/// The same by striking the industry from the table and solving again: the slow twin, and the way
/// for groups of industries.
///
/// # Errors
/// [`Singular`] when the reduced table has no inverse.
pub fn extract_group(
    table: &Mrio,
    model: &Leontief,
    group: &[usize],
) -> Result<Extraction, Singular> {
    let n = table.industries();
    let out = |i: usize| group.contains(&i);
    let mut a = model.coefficients().to_vec();
    for (i, cell) in a.iter_mut().enumerate() {
        if out(i / n) || out(i % n) {
            *cell = 0.0;
        }
    }
    let demand: Vec<f64> = (0..n)
        .map(|i| {
            let sold: f64 = table.z()[i * n..(i + 1) * n].iter().sum();
            if out(i) { 0.0 } else { table.x()[i] - sold }
        })
        .collect();
    let rest: f64 = Lu::new(n, identity_minus(n, &a))?.solve(&demand).iter().sum();
    let total: f64 = table.x().iter().sum();
    Ok(Extraction { loss: total - rest, rest })
}
