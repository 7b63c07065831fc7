//! What an equilibrium leaves behind: the outcome, and cost shares for a new starting point.

use super::{Solver, unit};
use crate::horizon::Nests;
use crate::outcome::{Outcome, Parts};
use linchpin_units::math::{exp, ln, pow};

impl Solver<'_> {
    /// The outcome at the prices, wages and expenditure of the last step.
    pub(crate) fn outcome(self) -> Outcome {
        let (n_all, j_all) = (self.economy.n(), self.economy.j());
        let Nests { value_added: sv, materials: sm, .. } = self.settings.nests;
        let (final_share, index) = self.final_shares();
        let mut inputs = self.economy.inputs.clone();
        for n in 0..n_all {
            for k in 0..j_all {
                for j in 0..j_all {
                    let materials = self.materials[j * n_all + n];
                    let log = self.log_price[k * n_all + n];
                    let moved =
                        if unit(sm) { 1.0 } else { exp((1.0 - sm) * (log - ln(materials))) };
                    inputs[(n * j_all + k) * j_all + j] *= moved;
                }
            }
        }
        let cells = 0..self.wage.len();
        let after = Parts {
            value_added_share: cells
                .clone()
                .map(|c| {
                    let moved = pow(self.wage[c] / self.cost[c], 1.0 - sv);
                    self.economy.value_added_share[c] * if unit(sv) { 1.0 } else { moved }
                })
                .collect(),
            inputs,
            final_share,
            value_added: cells
                .clone()
                .map(|c| self.wage[c] * self.economy.value_added[c])
                .collect(),
            deficit: self.deficit.clone(),
        };
        Outcome {
            shares: (0..self.weights.len()).map(|at| self.share(at)).collect(),
            price: self.log_price.iter().map(|log| exp(*log)).collect(),
            index,
            income_before: self.economy.income(),
            tariffs: self.terms.tariffs.clone(),
            barriers: self.terms.barriers.clone(),
            wage: self.wage,
            cost: self.cost,
            expenditure: self.expenditure,
            output: self.output,
            income: self.income,
            rent: self.rent,
            iterations: self.iterations,
            residual: self.residual,
            after,
        }
    }
}
