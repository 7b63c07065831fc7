//! One equilibrium of the tariff model under way: what each step should move by, and what comes out.

use super::{Change, Parameters, World};
use crate::anderson::dot;
use linchpin_units::math::{exp, ln, pow};

/// One equilibrium under way.
pub(super) struct State<'w> {
    world: &'w World,
    parameters: &'w Parameters,
    tariffs: &'w [f64],
    phi: Vec<f64>,
    /// `λ (1+t)^(-εφ)`.
    weights: Vec<f64>,
    /// What tariffs take of a weight, for the flows that pay any: seller, buyer, `weight t / (1+t)`.
    taken: Vec<(usize, usize, f64)>,
    wage: Vec<f64>,
    spending: Vec<f64>,
    labour: Vec<f64>,
    power: Vec<f64>,
    sums: Vec<f64>,
    price: Vec<f64>,
    log_price: Vec<f64>,
    revenue: Vec<f64>,
}

impl<'w> State<'w> {
    pub(super) fn new(world: &'w World, tariffs: &'w [f64], parameters: &'w Parameters) -> Self {
        let (n, phi) = (world.n, world.phi(parameters));
        let weights: Vec<f64> = (0..n * n)
            .map(|at| match tariffs[at] {
                0.0 => world.share[at],
                t => world.share[at] * pow(1.0 + t, -parameters.epsilon * phi[at % n]),
            })
            .collect();
        let one = vec![1.0; n];
        let taken = (0..n * n).filter(|at| tariffs[*at] != 0.0).map(|at| {
            let tariff = tariffs[at];
            (at / n, at % n, weights[at] * tariff / (1.0 + tariff))
        });
        let taken = taken.collect();
        Self {
            world,
            parameters,
            tariffs,
            phi,
            weights,
            taken,
            wage: one.clone(),
            spending: one.clone(),
            labour: one.clone(),
            power: one.clone(),
            sums: one.clone(),
            price: one.clone(),
            log_price: vec![0.0; n],
            revenue: one,
        }
    }

    /// What each logarithm of wage, spending and labour should move by; `x` is scaled so that the average
    /// price stays as before.
    pub(super) fn step(&mut self, x: &mut [f64]) -> Vec<f64> {
        let n = self.world.n;
        let epsilon = self.parameters.epsilon;
        for i in 0..n {
            self.wage[i] = exp(x[i]);
            self.spending[i] = exp(x[n + i]);
            self.labour[i] = exp(x[2 * n + i]);
            self.power[i] = exp(-epsilon * (x[i] - self.parameters.psi * x[2 * n + i]));
        }
        self.sums.fill(0.0);
        for (j, row) in self.weights.chunks_exact(n).enumerate() {
            let power = self.power[j];
            self.sums.iter_mut().zip(row).for_each(|(sum, weight)| *sum += weight * power);
        }
        let (mut now, mut then) = (0.0, 0.0);
        for i in 0..n {
            let margin = (1.0 - self.phi[i]) * (x[n + i] - x[i]);
            self.log_price[i] = margin - ln(self.sums[i]) / epsilon;
            self.price[i] = exp(self.log_price[i]);
            now += self.price[i] * self.world.spending[i];
            then += self.world.spending[i];
        }
        self.rescale(then / now, x);
        let (earned, sold) = self.sales();
        let total: f64 = (0..n).map(|i| self.wage[i] * self.labour[i] * self.world.income[i]).sum();
        let scale = total / self.world.income.iter().sum::<f64>();
        let mut moved = vec![0.0; 3 * n];
        for i in 0..n {
            let own = self.wage[i] * self.labour[i] * self.world.income[i];
            moved[i] = ln((earned[i] + self.world.nu[i] * sold[i]) / own);
            let spending = self.revenue[i] + own + self.world.transfer[i] * scale;
            moved[n + i] = ln(spending / self.world.spending[i]) - x[n + i];
            // Nothing is taken off income tax where nothing is collected.
            let relief = if self.parameters.lump_sum || self.revenue[i] == 0.0 {
                0.0
            } else {
                -ln(1.0 - self.revenue[i] / own)
            };
            let labour = self.parameters.kappa * (relief + x[i] - self.log_price[i]);
            moved[2 * n + i] = labour - x[2 * n + i];
        }
        moved
    }

    /// Wages and spending by one factor: prices follow, shares do not.
    fn rescale(&mut self, factor: f64, x: &mut [f64]) {
        let (n, log) = (self.world.n, ln(factor));
        x[..2 * n].iter_mut().for_each(|x| *x += log);
        for i in 0..n {
            self.wage[i] *= factor;
            self.spending[i] *= factor;
            self.price[i] *= factor;
            self.log_price[i] += log;
        }
    }

    /// What sellers keep of their sales, and what buyers pay sellers, both without tariffs. All that a
    /// buyer spends goes to sellers or to the tariff.
    fn sales(&mut self) -> (Vec<f64>, Vec<f64>) {
        let n = self.world.n;
        let mut earned = vec![0.0; n];
        let spent: Vec<f64> = (0..n).map(|i| self.world.spending[i] * self.spending[i]).collect();
        let kept: Vec<f64> =
            (0..n).map(|i| (1.0 - self.world.nu[i]) * spent[i] / self.sums[i]).collect();
        for (j, row) in self.weights.chunks_exact(n).enumerate() {
            earned[j] = dot(row, &kept);
        }
        self.revenue.fill(0.0);
        for (j, i, taken) in &self.taken {
            earned[*j] -= taken * kept[*i];
            self.revenue[*i] += taken * self.power[*j];
        }
        let mut sold = spent;
        for i in 0..n {
            earned[i] *= self.power[i];
            self.revenue[i] *= sold[i] / self.sums[i];
            sold[i] -= self.revenue[i];
        }
        (earned, sold)
    }

    pub(super) fn change(&self, iterations: usize, residual: f64) -> Change {
        let (n, world) = (self.world.n, self.world);
        let kappa = self.parameters.kappa;
        let mut change = Change {
            welfare: Vec::new(),
            deficit: Vec::new(),
            exports: Vec::new(),
            imports: Vec::new(),
            employment: Vec::new(),
            prices: Vec::new(),
            revenue: Vec::new(),
            iterations,
            residual,
        };
        let net = |j: usize, i: usize| {
            let at = j * n + i;
            self.weights[at] * self.power[j] / self.sums[i] * world.spending[i] * self.spending[i]
                / (1.0 + self.tariffs[at])
        };
        for i in 0..n {
            let own = self.wage[i] * self.labour[i];
            let income = own * world.income[i];
            let relief = if self.parameters.lump_sum { 0.0 } else { self.revenue[i] / income };
            let delta = world.spending[i]
                / (world.spending[i] - kappa * (1.0 - relief) * world.income[i] / (1.0 + kappa));
            let real = (delta * self.spending[i] + (1.0 - delta) * own) / self.price[i];
            let others = || (0..n).filter(move |j| *j != i);
            let sum = |flow: &dyn Fn(usize) -> f64| others().map(flow).sum::<f64>();
            let before = [sum(&|j| world.sales[i * n + j]), sum(&|j| world.sales[j * n + i])];
            let after = [sum(&|j| net(i, j)), sum(&|j| net(j, i))];
            let percent = |ratio: f64| 100.0 * (ratio - 1.0);
            change.welfare.push(percent(real));
            let gap = before[1] - before[0];
            change.deficit.push(100.0 * ((after[1] - after[0]) - gap) / gap.abs());
            change.exports.push(percent(after[0] / income / (before[0] / world.income[i])));
            change.imports.push(percent(after[1] / income / (before[1] / world.income[i])));
            change.employment.push(percent(self.labour[i]));
            change.prices.push(percent(self.price[i]));
            change.revenue.push(self.revenue[i] / world.spending[i]);
        }
        change
    }
}
