//! One sector, many countries, tariffs and their best answers: the model of the Liberation Day study
//! (Ignatenko, Lashkaripour, Macedoni and Simonovska, Journal of International Economics 2025).
//!
//! Part `ν` of a market's spending pays for selling there; labour answers the real wage net of tax;
//! firms enter, so that costs fall with employment. `λ' ∝ λ (w/L^ψ)^-ε (1+t)^(-εφ)`,
//! `P = (E/w)^(1-φ) (Σ)^(-1/ε)`, `E' = tariffs + wLY + T X'/X`, `L = (τ w/P)^κ`.
//! Matrices go seller by buyer.

mod state;

use crate::anderson::Anderson;
use crate::error::TradeError;
use state::State;

/// Elasticities.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameters {
    /// Trade elasticity ε.
    pub epsilon: f64,
    /// Labour supply elasticity κ.
    pub kappa: f64,
    /// Scale elasticity ψ.
    pub psi: f64,
    /// Pareto shape θ of the extensive margin.
    pub theta: f64,
    /// Pass-through of tariffs: 1 is complete.
    pub pass_through: f64,
    /// Whether tariff revenue is handed out as a lump sum instead of lowering income tax.
    pub lump_sum: bool,
    /// Whether the extensive margin is shut (Eaton and Kortum: φ is one).
    pub no_margin: bool,
}

impl Default for Parameters {
    fn default() -> Self {
        let epsilon = 4.0;
        Self {
            epsilon,
            kappa: 0.5,
            psi: 0.67 / epsilon,
            theta: epsilon / 0.67,
            pass_through: 1.0,
            lump_sum: false,
            no_margin: false,
        }
    }
}

/// Countries and what they sell each other.
#[derive(Debug, Clone, PartialEq)]
pub struct World {
    n: usize,
    /// The country whose tariffs are studied.
    home: usize,
    /// Sales of `j` to `i`, home sales included.
    sales: Vec<f64>,
    share: Vec<f64>,
    spending: Vec<f64>,
    income: Vec<f64>,
    transfer: Vec<f64>,
    nu: Vec<f64>,
    /// ν of the rest of the world and of home.
    pair: [f64; 2],
}

/// What changes, in per cent (trade deficit over its size, revenue over spending).
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Welfare.
    pub welfare: Vec<f64>,
    /// Trade deficit.
    pub deficit: Vec<f64>,
    /// Exports over income.
    pub exports: Vec<f64>,
    /// Imports over income.
    pub imports: Vec<f64>,
    /// Employment.
    pub employment: Vec<f64>,
    /// Consumer prices.
    pub prices: Vec<f64>,
    /// Tariff revenue over spending before, as a share.
    pub revenue: Vec<f64>,
    /// Steps of the solver.
    pub iterations: usize,
    /// Largest error of a logarithm at the end.
    pub residual: f64,
}

/// Parts of spending that selling costs take in the study's two regions, which the split must meet.
const TARGETS: [f64; 2] = [0.12, 0.26];

impl World {
    /// Calibrates from exports (`seller by buyer`, zero diagonal, blanks as zero) and incomes in one unit.
    ///
    /// # Errors
    /// Sizes that do not fit, numbers that are no amounts, or a calibration that does not converge.
    pub fn calibrated(exports: &[f64], income: &[f64], home: usize) -> Result<Self, TradeError> {
        let n = income.len();
        if exports.len() != n * n || home >= n {
            return Err(TradeError::Size { what: "exports", found: exports.len(), needed: n * n });
        }
        for (what, values) in [("exports", exports), ("income", income)] {
            if let Some(value) = values.iter().find(|value| !value.is_finite() || **value < 0.0) {
                let what = format!("a cell of {what}");
                return Err(TradeError::Number { what, value: *value, domain: "at least 0" });
            }
        }
        let pair = selling_costs(exports, income, home)?;
        let nu: Vec<f64> = (0..n).map(|i| pair[usize::from(i == home)]).collect();
        let mut sales = exports.to_vec();
        for i in 0..n {
            let imports: f64 = (0..n).map(|j| exports[j * n + i]).sum();
            let earned: f64 = (0..n).map(|j| (1.0 - nu[j]) * exports[i * n + j]).sum();
            let spending = income[i] + (1.0 - nu[i]) * (imports - earned);
            sales[i * n + i] = (spending - imports).max(0.0);
        }
        Ok(Self::of(sales, nu, pair, home))
    }

    fn of(sales: Vec<f64>, nu: Vec<f64>, pair: [f64; 2], home: usize) -> Self {
        let n = nu.len();
        let spending: Vec<f64> = (0..n).map(|i| (0..n).map(|j| sales[j * n + i]).sum()).collect();
        let income: Vec<f64> = (0..n)
            .map(|i| {
                let earned: f64 = (0..n).map(|j| (1.0 - nu[j]) * sales[i * n + j]).sum();
                earned + nu[i] * spending[i]
            })
            .collect();
        let transfer = spending.iter().zip(&income).map(|(e, y)| e - y).collect();
        let share = (0..n * n).map(|at| sales[at] / spending[at % n]).collect();
        Self { n, home, sales, share, spending, income, transfer, nu, pair }
    }

    /// The same sales with nothing spent on selling: the world of Eaton and Kortum.
    #[must_use]
    pub fn without_selling_costs(&self) -> Self {
        Self::of(self.sales.clone(), vec![0.0; self.n], [0.0; 2], self.home)
    }

    /// Tariffs of home on all others: the announced ones, at least `floor`.
    #[must_use]
    pub fn announced(&self, tariffs: &[f64], floor: f64) -> Vec<f64> {
        let mut matrix = vec![0.0; self.n * self.n];
        for (j, tariff) in tariffs.iter().enumerate().filter(|(j, _)| *j != self.home) {
            matrix[j * self.n + self.home] = tariff.max(floor);
        }
        matrix
    }

    /// One tariff of home on all others.
    #[must_use]
    pub fn uniform(&self, tariff: f64) -> Vec<f64> {
        self.announced(&vec![tariff; self.n], f64::NEG_INFINITY)
    }

    /// Others answer with the tariff they face.
    #[must_use]
    pub fn reciprocated(&self, mut tariffs: Vec<f64>) -> Vec<f64> {
        for j in (0..self.n).filter(|j| *j != self.home) {
            tariffs[self.home * self.n + j] = tariffs[j * self.n + self.home];
        }
        tariffs
    }

    /// All others answer with one tariff on home.
    #[must_use]
    pub fn answered(&self, mut tariffs: Vec<f64>, answer: f64) -> Vec<f64> {
        for j in (0..self.n).filter(|j| *j != self.home) {
            tariffs[self.home * self.n + j] = answer;
        }
        tariffs
    }

    fn phi(&self, parameters: &Parameters) -> Vec<f64> {
        let theta = parameters.theta;
        let one = |nu: &f64| {
            let margin = (1.0 + theta) / ((1.0 - nu) * theta) - 1.0 / theta - 1.0;
            parameters.pass_through + margin
        };
        if parameters.no_margin { vec![1.0; self.n] } else { self.nu.iter().map(one).collect() }
    }

    /// The tariff that is best for home by the study's formula, `1/((1 + δ ε) φ - 1)`. `over_income`
    /// measures home's own market by income instead of spending, as the study does where others answer.
    #[must_use]
    pub fn best_tariff(&self, parameters: &Parameters, over_income: bool) -> f64 {
        let (n, home) = (self.n, self.home);
        let abroad: f64 = (0..n)
            .filter(|j| *j != home)
            .map(|j| {
                let at = home * n + j;
                self.sales[at] * (1.0 - self.nu[j]) * (1.0 - self.share[at])
            })
            .sum();
        let own = if over_income { self.income[home] } else { self.spending[home] };
        let delta = abroad / ((1.0 - self.nu[home]) * (own - self.sales[home * n + home]));
        1.0 / ((1.0 + delta * parameters.epsilon) * self.phi(parameters)[home] - 1.0)
    }

    /// The tariff on home that is best for all others together by the same formula.
    #[must_use]
    pub fn best_answer(&self, parameters: &Parameters) -> f64 {
        let n = self.n;
        let [rest, _] = self.pair;
        let mut flows = [[0.0; 2]; 2];
        let mut income = 0.0;
        for j in 0..n {
            for i in 0..n {
                flows[usize::from(j == self.home)][usize::from(i == self.home)] +=
                    self.sales[j * n + i];
            }
            if j != self.home {
                income += self.income[j];
            }
        }
        let to_home = flows[0][1];
        let share = to_home / (flows[0][1] + flows[1][1]);
        let delta = to_home * (1.0 - self.pair[1]) * (1.0 - share)
            / ((1.0 - rest) * (income - flows[0][0]));
        let other = usize::from(self.home == 0);
        1.0 / ((1.0 + delta * parameters.epsilon) * self.phi(parameters)[other] - 1.0)
    }

    /// The equilibrium under `tariffs` (seller by buyer).
    ///
    /// # Errors
    /// [`TradeError::NotConverged`] with the residual reached.
    pub fn solve(&self, tariffs: &[f64], parameters: &Parameters) -> Result<Change, TradeError> {
        let mut state = State::new(self, tariffs, parameters);
        let mut x = vec![0.0; 3 * self.n];
        let mut anderson = Anderson::new(16, 0.25);
        let (mut residual, most) = (f64::INFINITY, 3000);
        for iteration in 1..=most {
            let moved = state.step(&mut x);
            residual = moved.iter().fold(0.0, |most: f64, r| most.max(r.abs()));
            if residual < 1e-13 {
                return Ok(state.change(iteration, residual));
            }
            if !residual.is_finite() {
                break;
            }
            anderson.step(&mut x, &moved);
        }
        Err(TradeError::NotConverged { what: "the tariff model", residual, iterations: most })
    }

    /// Searches the uniform tariff of home on all others that gives home the highest welfare, by golden
    /// section on [0, 2]; the tariff and its welfare in per cent.
    ///
    /// # Errors
    /// As for [`Self::solve`].
    pub fn search(&self, parameters: &Parameters) -> Result<(f64, f64), TradeError> {
        let worth = |tariff: f64| {
            Ok::<f64, TradeError>(self.solve(&self.uniform(tariff), parameters)?.welfare[self.home])
        };
        let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
        let (mut low, mut high) = (0.0, 2.0);
        let (mut a, mut b) = (high - golden * (high - low), low + golden * (high - low));
        let (mut at_a, mut at_b) = (worth(a)?, worth(b)?);
        while high - low > 1e-6 {
            if at_a > at_b {
                (high, b, at_b) = (b, a, at_a);
                a = high - golden * (high - low);
                at_a = worth(a)?;
            } else {
                (low, a, at_a) = (a, b, at_b);
                b = low + golden * (high - low);
                at_b = worth(b)?;
            }
        }
        let best = (low + high) / 2.0;
        Ok((best, worth(best)?))
    }

    /// What home spends.
    #[must_use]
    pub fn spending(&self) -> &[f64] {
        &self.spending
    }
}

/// ν of the rest of the world and of home: what selling costs take, so that in the world of these two
/// regions they take the shares of spending that the study aims at. Newton's method with differences.
fn selling_costs(exports: &[f64], income: &[f64], home: usize) -> Result<[f64; 2], TradeError> {
    let n = income.len();
    let mut flows = [[0.0; 2]; 2];
    let mut incomes = [0.0; 2];
    for j in 0..n {
        incomes[usize::from(j == home)] += income[j];
        for i in 0..n {
            flows[usize::from(j == home)][usize::from(i == home)] += exports[j * n + i];
        }
    }
    let misses = |nu: [f64; 2]| {
        let spending = [0, 1].map(|i| {
            let imports = flows[0][i] + flows[1][i];
            let earned = (1.0 - nu[0]) * flows[i][0] + (1.0 - nu[1]) * flows[i][1];
            incomes[i] + (1.0 - nu[i]) * (imports - earned)
        });
        let [out, back] = [flows[0][1], flows[1][0]];
        let rest = (spending[0] - back) / (spending[0] - back + out);
        let own = (spending[1] - out) / (spending[1] - out + back);
        [
            (1.0 - rest) * nu[1] + rest * nu[0] - TARGETS[0],
            own * nu[1] + (1.0 - own) * nu[0] - TARGETS[1],
        ]
    };
    let mut nu = [0.1, 0.24];
    for _ in 0..60 {
        let miss = misses(nu);
        if miss.iter().all(|miss| miss.abs() < 1e-15) {
            break;
        }
        let column = |k: usize| {
            let mut near = nu;
            near[k] += 1e-6;
            let moved = misses(near);
            [(moved[0] - miss[0]) / 1e-6, (moved[1] - miss[1]) / 1e-6]
        };
        let (a, b) = (column(0), column(1));
        let move_by =
            crate::anderson::solve(vec![vec![a[0], b[0], miss[0]], vec![a[1], b[1], miss[1]]]);
        nu = [nu[0] - move_by[0], nu[1] - move_by[1]];
    }
    let residual = misses(nu).iter().fold(0.0_f64, |most, miss| most.max(miss.abs()));
    if residual.is_nan() || residual > 1e-10 {
        return Err(TradeError::NotConverged {
            what: "the selling costs",
            residual,
            iterations: 60,
        });
    }
    Ok(nu.map(|nu| nu.max(0.0)))
}
