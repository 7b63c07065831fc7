//! The solver: wages outside, prices and expenditure inside, all as fixed points without a large matrix.
//!
//! Prices: `c = [B w^(1-sv) + (1-B) PM^(1-sv)]^(1/(1-sv))`, `P = [Σ π (κ c)^-θ]^(-1/θ)`.
//! Expenditure: `X_k = Σ_j g' M' Y_j + a' I`, `Y_i = Σ_n π'/(1+t') X_n`. Wages: factor payments are what
//! factors earn. Each is accelerated by Anderson's mixing; inner tolerances follow the outer residual.

mod after;

use crate::anderson::Anderson;
use crate::economy::Economy;
use crate::error::TradeError;
use crate::horizon::Nests;
use crate::outcome::{Factors, Settings};
use crate::shock::{Owner, Terms};
use linchpin_units::math::{exp, ln, pow};

/// One equilibrium under way.
pub(crate) struct Solver<'e> {
    economy: &'e Economy,
    terms: &'e Terms,
    settings: &'e Settings,
    wedges: Vec<f64>,
    pub(crate) theta: Vec<f64>,
    deficit: Vec<f64>,
    factor_income: Vec<f64>,
    /// `π κ^-θ`.
    weights: Vec<f64>,
    /// What the seller gets of a unit of expenditure: over one plus tariff, and over the quota's wedge.
    kept: Vec<f64>,
    pub(crate) wage: Vec<f64>,
    log_price: Vec<f64>,
    /// Price of materials.
    materials: Vec<f64>,
    cost: Vec<f64>,
    cost_power: Vec<f64>,
    price_power: Vec<f64>,
    expenditure: Vec<f64>,
    output: Vec<f64>,
    income: Vec<f64>,
    rent: Vec<f64>,
    iterations: usize,
    residual: f64,
}

/// Whether an elasticity is Cobb-Douglas.
fn unit(sigma: f64) -> bool {
    (sigma - 1.0).abs() < 1e-9
}

/// A residual this many times the least so far is the way out, not a detour.
const FAR: f64 = 1e3;
/// Shortest step of the wages, as a share of their residual.
const SHORTEST: f64 = 1e-3;

/// Where the wages were.
#[derive(Clone)]
struct Point {
    wage: Vec<f64>,
    log_price: Vec<f64>,
    expenditure: Vec<f64>,
    residual: f64,
}

impl<'e> Solver<'e> {
    pub(crate) fn new(
        economy: &'e Economy,
        terms: &'e Terms,
        settings: &'e Settings,
        wedges: &[f64],
    ) -> Result<Self, TradeError> {
        let (n_all, j_all) = (economy.n(), economy.j());
        let theta = settings.theta.map_or_else(|| economy.theta.clone(), |one| vec![one; j_all]);
        let cells = n_all * j_all;
        let mut weights = vec![0.0; economy.shares.len()];
        let mut kept = vec![0.0; economy.shares.len()];
        for at in 0..weights.len() {
            let tariff = terms.tariffs[at];
            kept[at] = 1.0 / (1.0 + tariff);
            if economy.shares[at] > 0.0 {
                let kappa = (1.0 + tariff) / (1.0 + economy.tariffs[at]) * terms.barriers[at];
                let power =
                    if kappa == 1.0 { 1.0 } else { pow(kappa, -theta[at / (n_all * n_all)]) };
                weights[at] = economy.shares[at] * power;
            }
        }
        for (cap, wedge) in terms.caps.iter().zip(wedges) {
            let at = economy.at(cap.at[0], cap.at[1], cap.at[2]);
            weights[at] *= pow(*wedge, -theta[cap.at[0]]);
            kept[at] /= wedge;
        }
        let solver = Self {
            economy,
            terms,
            settings,
            wedges: wedges.to_vec(),
            theta,
            deficit: settings.deficit.clone().unwrap_or_else(|| economy.deficit.clone()),
            factor_income: economy.factor_income(),
            weights,
            kept,
            wage: vec![1.0; cells],
            log_price: vec![0.0; cells],
            materials: vec![1.0; cells],
            cost: vec![1.0; cells],
            cost_power: vec![1.0; cells],
            price_power: vec![1.0; cells],
            expenditure: economy.expenditure.clone(),
            output: vec![0.0; cells],
            income: vec![0.0; n_all],
            rent: vec![0.0; n_all],
            iterations: 0,
            residual: f64::INFINITY,
        };
        solver.check_sources()?;
        Ok(solver)
    }

    /// Every good that is used keeps a source.
    fn check_sources(&self) -> Result<(), TradeError> {
        let n_all = self.economy.n();
        for (cell, sources) in self.weights.chunks_exact(n_all).enumerate() {
            let used =
                self.economy.shares[cell * n_all..][..n_all].iter().any(|share| *share > 0.0);
            if used && sources.iter().all(|weight| *weight == 0.0) {
                return Err(TradeError::OnlySource {
                    country: self.economy.countries[cell % n_all].clone(),
                    sector: self.economy.sectors[cell / n_all].clone(),
                });
            }
        }
        Ok(())
    }

    pub(crate) fn run(&mut self) -> Result<(), TradeError> {
        let mobile = self.settings.factors == Factors::Mobile;
        let mut damping = if mobile { 0.5 } else { 0.3 };
        let mut anderson = Anderson::new(8, damping);
        let mut best = Point { residual: f64::INFINITY, ..self.point() };
        for iteration in 0..self.settings.iterations {
            self.normalise();
            let before = self.residual;
            let inner = (0.02 * before).clamp(5e-14, 1e-3);
            let solved = self.prices(inner).and_then(|()| self.spend(inner));
            let residuals = self.wage_residuals();
            self.residual = match &solved {
                Ok(()) => residuals.iter().fold(0.0, |most, r| most.max(r.abs())),
                Err(_) => f64::INFINITY,
            };
            self.iterations = iteration + 1;
            if !self.residual.is_finite() || self.residual > FAR * best.residual {
                // Where sources switch easily a wage moves sales many times as far as itself: shorter steps.
                damping *= 0.5;
                if damping < SHORTEST || !best.residual.is_finite() {
                    solved?;
                    break;
                }
                anderson = Anderson::new(8, damping);
                self.go_back(&best);
                continue;
            }
            if self.residual < self.settings.tolerance && inner <= self.settings.tolerance {
                return Ok(());
            }
            if self.residual < best.residual {
                best = self.point();
            }
            let mut logs: Vec<f64> = self.unknowns().map(ln).collect();
            anderson.step(&mut logs, &residuals);
            self.take(&logs);
        }
        Err(TradeError::NotConverged {
            what: "the wages",
            residual: self.residual,
            iterations: self.iterations,
        })
    }

    fn point(&self) -> Point {
        Point {
            wage: self.wage.clone(),
            log_price: self.log_price.clone(),
            expenditure: self.expenditure.clone(),
            residual: self.residual,
        }
    }

    fn go_back(&mut self, to: &Point) {
        self.wage.clone_from(&to.wage);
        self.log_price.clone_from(&to.log_price);
        self.expenditure.clone_from(&to.expenditure);
        self.residual = to.residual;
    }

    /// The wages that the loop moves: the first sector's where factors are mobile.
    fn unknowns(&self) -> impl Iterator<Item = f64> + '_ {
        let count = match self.settings.factors {
            Factors::Mobile => self.economy.n(),
            Factors::Specific => self.wage.len(),
        };
        self.wage[..count].iter().copied()
    }

    fn take(&mut self, logs: &[f64]) {
        for (at, wage) in self.wage.iter_mut().enumerate() {
            *wage = exp(logs[at % logs.len()]);
        }
    }

    /// World value added is the measure of value.
    fn normalise(&mut self) {
        let all: f64 = self.economy.value_added.iter().sum();
        let now: f64 = self.economy.value_added.iter().zip(&self.wage).map(|(v, w)| v * w).sum();
        self.wage.iter_mut().for_each(|wage| *wage *= all / now);
    }

    /// What factors are paid over what they earn at the wages of the step, in logarithms.
    fn wage_residuals(&self) -> Vec<f64> {
        let n_all = self.economy.n();
        let sv = self.settings.nests.value_added;
        let paid = |cell: usize| {
            let share = self.economy.value_added_share[cell];
            share * pow(self.wage[cell] / self.cost[cell], 1.0 - sv) * self.output[cell]
        };
        match self.settings.factors {
            Factors::Mobile => (0..n_all)
                .map(|n| {
                    let all: f64 = (0..self.economy.j()).map(|j| paid(j * n_all + n)).sum();
                    ln(all / (self.wage[n] * self.factor_income[n]))
                })
                .collect(),
            Factors::Specific => (0..self.wage.len())
                .map(|cell| {
                    let base = self.economy.value_added[cell];
                    if base <= 0.0 { 0.0 } else { ln(paid(cell) / (self.wage[cell] * base)) }
                })
                .collect(),
        }
    }

    /// Costs and prices at the wages of the step.
    fn prices(&mut self, tolerance: f64) -> Result<(), TradeError> {
        let mut anderson = Anderson::new(6, 1.0);
        let mut residual = vec![0.0; self.log_price.len()];
        for iteration in 0..5000 {
            self.costs();
            let n_all = self.economy.n();
            for cell in 0..residual.len() {
                let (j, row) = (cell / n_all, &self.weights[cell * n_all..][..n_all]);
                let costs = &self.cost_power[j * n_all..][..n_all];
                let power: f64 = row.iter().zip(costs).map(|(a, c)| a * c).sum();
                let log = if power > 0.0 { -ln(power) / self.theta[j] } else { 0.0 };
                self.price_power[cell] = if power > 0.0 { power } else { 1.0 };
                residual[cell] = log - self.log_price[cell];
            }
            let size = residual.iter().fold(0.0_f64, |most, r| most.max(r.abs()));
            if size < tolerance {
                return Ok(());
            }
            if !size.is_finite() || iteration == 4999 {
                let iterations = iteration + 1;
                return Err(TradeError::NotConverged {
                    what: "the prices",
                    residual: size,
                    iterations,
                });
            }
            anderson.step(&mut self.log_price, &residual);
        }
        Ok(())
    }

    /// Unit costs at the prices of the step.
    fn costs(&mut self) {
        let (n_all, j_all) = (self.economy.n(), self.economy.j());
        let Nests { value_added: sv, materials: sm, .. } = self.settings.nests;
        let mut sums = vec![0.0; j_all];
        for n in 0..n_all {
            sums.fill(0.0);
            for k in 0..j_all {
                let log = self.log_price[k * n_all + n];
                let term = if unit(sm) { log } else { exp((1.0 - sm) * log) };
                let inputs = &self.economy.inputs[(n * j_all + k) * j_all..][..j_all];
                sums.iter_mut().zip(inputs).for_each(|(sum, g)| *sum += g * term);
            }
            for j in 0..j_all {
                let cell = j * n_all + n;
                let share = self.economy.value_added_share[cell];
                let log_materials = if share >= 1.0 || (!unit(sm) && sums[j] <= 0.0) {
                    0.0
                } else if unit(sm) {
                    sums[j]
                } else {
                    ln(sums[j]) / (1.0 - sm)
                };
                let log_wage = ln(self.wage[cell]);
                let log_cost = if unit(sv) {
                    share * log_wage + (1.0 - share) * log_materials
                } else {
                    let wages = share * exp((1.0 - sv) * log_wage);
                    let goods = (1.0 - share) * exp((1.0 - sv) * log_materials);
                    ln(wages + goods) / (1.0 - sv)
                };
                self.materials[cell] = exp(log_materials);
                self.cost[cell] = exp(log_cost);
                self.cost_power[cell] = exp(-self.theta[j] * log_cost);
            }
        }
    }

    /// Shares of final demand at the prices of the step, and the price index.
    fn final_shares(&self) -> (Vec<f64>, Vec<f64>) {
        let n_all = self.economy.n();
        let sc = self.settings.nests.consumption;
        let mut shares = self.economy.final_share.clone();
        let mut index = vec![0.0; n_all];
        for (cell, share) in shares.iter_mut().enumerate() {
            let log = self.log_price[cell];
            index[cell % n_all] +=
                if unit(sc) { *share * log } else { *share * exp((1.0 - sc) * log) };
            if !unit(sc) {
                *share *= exp((1.0 - sc) * log);
            }
        }
        if unit(sc) {
            index.iter_mut().for_each(|index| *index = exp(*index));
        } else {
            shares.iter_mut().enumerate().for_each(|(cell, share)| *share /= index[cell % n_all]);
            index.iter_mut().for_each(|index| *index = pow(*index, 1.0 / (1.0 - sc)));
        }
        (shares, index)
    }

    /// Share of each source at the prices of the step.
    fn share(&self, at: usize) -> f64 {
        let n_all = self.economy.n();
        let (j, cell, i) = (at / (n_all * n_all), at / n_all, at % n_all);
        self.weights[at] * self.cost_power[j * n_all + i] / self.price_power[cell]
    }

    /// Expenditure, output and income at the prices of the step.
    fn spend(&mut self, tolerance: f64) -> Result<(), TradeError> {
        let (n_all, j_all) = (self.economy.n(), self.economy.j());
        let sales: Vec<f64> =
            (0..self.weights.len()).map(|at| self.share(at) * self.kept[at]).collect();
        let net: Vec<f64> = (0..self.weights.len())
            .map(|at| self.share(at) / (1.0 + self.terms.tariffs[at]))
            .collect();
        let net: Vec<f64> = net.chunks_exact(n_all).map(|row| row.iter().sum()).collect();
        let used: Vec<bool> = self.economy.expenditure.iter().map(|spent| *spent > 0.0).collect();
        let (final_shares, _) = self.final_shares();
        let size: Vec<f64> = (0..n_all)
            .map(|n| (0..j_all).map(|j| self.economy.expenditure[j * n_all + n]).sum())
            .collect();
        let mut anderson = Anderson::new(6, 1.0);
        let mut x: Vec<f64> =
            self.expenditure.iter().enumerate().map(|(c, x)| x / size[c % n_all]).collect();
        for iteration in 0..5000 {
            for (cell, x) in x.iter().enumerate() {
                self.expenditure[cell] = x * size[cell % n_all];
            }
            self.sell(&sales);
            self.earn(&net);
            let next = self.demand(&final_shares);
            let residual: Vec<f64> = (0..x.len())
                .map(|c| if used[c] { next[c] / size[c % n_all] - x[c] } else { 0.0 })
                .collect();
            let off = residual.iter().fold(0.0_f64, |most, r| most.max(r.abs()));
            if off < tolerance {
                return Ok(());
            }
            if !off.is_finite() || iteration == 4999 {
                let iterations = iteration + 1;
                return Err(TradeError::NotConverged {
                    what: "expenditure",
                    residual: off,
                    iterations,
                });
            }
            anderson.step(&mut x, &residual);
        }
        Ok(())
    }

    /// Output: what all buyers pay each cell.
    fn sell(&mut self, sales: &[f64]) {
        let n_all = self.economy.n();
        self.output.fill(0.0);
        for (cell, row) in sales.chunks_exact(n_all).enumerate() {
            let (j, spent) = (cell / n_all, self.expenditure[cell]);
            let output = &mut self.output[j * n_all..][..n_all];
            output.iter_mut().zip(row).for_each(|(y, share)| *y += share * spent);
        }
    }

    /// Income: factors, tariffs, deficits, rents.
    fn earn(&mut self, net: &[f64]) {
        let n_all = self.economy.n();
        self.rent.fill(0.0);
        for (cap, wedge) in self.terms.caps.iter().zip(&self.wedges) {
            let [j, n, i] = cap.at;
            let at = self.economy.at(j, n, i);
            let paid =
                self.share(at) / (1.0 + self.terms.tariffs[at]) * self.expenditure[at / n_all];
            let owner = if cap.owner == Owner::Exporter { i } else { n };
            self.rent[owner] += paid * (1.0 - 1.0 / wedge);
        }
        for n in 0..n_all {
            self.income[n] = self.deficit[n] + self.rent[n];
        }
        for cell in 0..net.len() {
            self.income[cell % n_all] += self.wage[cell] * self.economy.value_added[cell]
                + self.expenditure[cell] * (1.0 - net[cell]);
        }
    }

    /// Materials and final demand.
    fn demand(&self, final_shares: &[f64]) -> Vec<f64> {
        let (n_all, j_all) = (self.economy.n(), self.economy.j());
        let Nests { value_added: sv, materials: sm, .. } = self.settings.nests;
        let mut next = vec![0.0; self.expenditure.len()];
        let mut bought = vec![0.0; j_all];
        for n in 0..n_all {
            for (j, bought) in bought.iter_mut().enumerate() {
                let cell = j * n_all + n;
                let share = 1.0 - self.economy.value_added_share[cell];
                let moved = if unit(sv) {
                    1.0
                } else {
                    pow(self.materials[cell] / self.cost[cell], 1.0 - sv)
                };
                let inner = if unit(sm) { 1.0 } else { pow(self.materials[cell], sm - 1.0) };
                *bought = share * moved * inner * self.output[cell];
            }
            for k in 0..j_all {
                let cell = k * n_all + n;
                let inputs = &self.economy.inputs[(n * j_all + k) * j_all..][..j_all];
                let sum: f64 = inputs.iter().zip(&bought).map(|(g, b)| g * b).sum();
                let price = if unit(sm) { 1.0 } else { exp((1.0 - sm) * self.log_price[cell]) };
                next[cell] = price * sum + final_shares[cell] * self.income[n];
            }
        }
        next
    }

    /// Volume of a flow over its volume before.
    pub(crate) fn volume(&self, [j, n, i]: [usize; 3]) -> f64 {
        let at = self.economy.at(j, n, i);
        let cell = self.economy.cell(j, n);
        let before = self.economy.shares[at] / (1.0 + self.economy.tariffs[at])
            * self.economy.expenditure[cell];
        let after = self.share(at) * self.kept[at] * self.expenditure[cell];
        after / self.cost[self.economy.cell(j, i)] / before
    }
}
