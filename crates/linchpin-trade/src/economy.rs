//! The economy before the shock: shares, tariffs, accounts, elasticities.

use crate::error::TradeError;

/// A calibrated world economy. Flow arrays go sector by importer by exporter (`j, n, i`), cells sector by
/// country (`j, n`), input shares country by input by user (`n, k, j`). Money is in one unit throughout.
#[derive(Debug, Clone, PartialEq)]
pub struct Economy {
    /// Names of countries.
    pub countries: Vec<String>,
    /// Names of sectors.
    pub sectors: Vec<String>,
    /// Share of exporter `i` in what `n` spends on `j`; sums to one, or is all zero.
    pub shares: Vec<f64>,
    /// Tariff on each flow, as a share of its price at the border.
    pub tariffs: Vec<f64>,
    /// What `n` spends on `j`, tariffs included.
    pub expenditure: Vec<f64>,
    /// Share of value added in the output of `j` in `n`.
    pub value_added_share: Vec<f64>,
    /// Share of input `k` in the materials of `j` in `n`; sums to one over `k` where materials are used.
    pub inputs: Vec<f64>,
    /// Share of `j` in the final demand of `n`; sums to one.
    pub final_share: Vec<f64>,
    /// Value added of `j` in `n`.
    pub value_added: Vec<f64>,
    /// What `n` spends beyond its income.
    pub deficit: Vec<f64>,
    /// Trade elasticity of each sector.
    pub theta: Vec<f64>,
}

/// Raw accounts from which an economy is calibrated.
#[derive(Debug, Clone, PartialEq)]
pub struct Accounts {
    /// Names of countries.
    pub countries: Vec<String>,
    /// Names of sectors.
    pub sectors: Vec<String>,
    /// Imports of `n` from `i` in `j` without tariffs (`j, n, i`); the diagonal is not read.
    pub imports: Vec<f64>,
    /// Tariffs (`j, n, i`).
    pub tariffs: Vec<f64>,
    /// Gross output (`j, n`); raised to exports where it is less.
    pub output: Vec<f64>,
    /// Share of value added in output (`j, n`).
    pub value_added_share: Vec<f64>,
    /// Input shares (`n, k, j`).
    pub inputs: Vec<f64>,
    /// Trade elasticities (`j`).
    pub theta: Vec<f64>,
}

impl Economy {
    /// Number of countries.
    #[must_use]
    pub fn n(&self) -> usize {
        self.countries.len()
    }

    /// Number of sectors.
    #[must_use]
    pub fn j(&self) -> usize {
        self.sectors.len()
    }

    /// Place of a flow: sector, importer, exporter.
    #[must_use]
    pub fn at(&self, j: usize, n: usize, i: usize) -> usize {
        (j * self.n() + n) * self.n() + i
    }

    /// Place of a cell: sector, country.
    #[must_use]
    pub fn cell(&self, j: usize, n: usize) -> usize {
        j * self.n() + n
    }

    /// Value added of each country.
    #[must_use]
    pub fn factor_income(&self) -> Vec<f64> {
        (0..self.n())
            .map(|n| (0..self.j()).map(|j| self.value_added[self.cell(j, n)]).sum())
            .collect()
    }

    /// Tariff revenue of each country.
    #[must_use]
    pub fn revenue(&self) -> Vec<f64> {
        let mut revenue = vec![0.0; self.n()];
        for j in 0..self.j() {
            for n in 0..self.n() {
                let spent = self.expenditure[self.cell(j, n)];
                for i in 0..self.n() {
                    let at = self.at(j, n, i);
                    let tariff = self.tariffs[at];
                    revenue[n] += tariff / (1.0 + tariff) * self.shares[at] * spent;
                }
            }
        }
        revenue
    }

    /// Income of each country: factors, tariffs, and what it spends beyond them.
    #[must_use]
    pub fn income(&self) -> Vec<f64> {
        let (factors, revenue) = (self.factor_income(), self.revenue());
        (0..self.n()).map(|n| factors[n] + revenue[n] + self.deficit[n]).collect()
    }

    /// Calibrates as Caliendo and Parro do: home sales are output less exports (never below zero), final
    /// shares are what intermediate use leaves, negative ones set to zero and the rest scaled to one.
    /// Deficits are those of the data.
    ///
    /// # Errors
    /// Sizes that do not fit, or numbers out of their domain.
    pub fn calibrated(accounts: &Accounts) -> Result<Self, TradeError> {
        accounts.check()?;
        let (n_all, j_all) = (accounts.countries.len(), accounts.sectors.len());
        let at = |j: usize, n: usize, i: usize| (j * n_all + n) * n_all + i;
        let mut flows = accounts.imports.clone();
        let mut output = accounts.output.clone();
        for j in 0..j_all {
            for i in 0..n_all {
                let abroad =
                    (0..n_all).filter(|n| *n != i).map(|n| flows[at(j, n, i)]).sum::<f64>();
                let made = &mut output[j * n_all + i];
                *made = made.max(abroad);
                flows[at(j, i, i)] = *made - abroad;
            }
        }
        let mut economy = Self {
            countries: accounts.countries.clone(),
            sectors: accounts.sectors.clone(),
            shares: vec![0.0; flows.len()],
            tariffs: accounts.tariffs.clone(),
            expenditure: vec![0.0; j_all * n_all],
            value_added_share: accounts.value_added_share.clone(),
            inputs: accounts.inputs.clone(),
            final_share: vec![0.0; j_all * n_all],
            value_added: vec![0.0; j_all * n_all],
            deficit: vec![0.0; n_all],
            theta: accounts.theta.clone(),
        };
        for j in 0..j_all {
            for n in 0..n_all {
                let gross = |i: usize| flows[at(j, n, i)] * (1.0 + accounts.tariffs[at(j, n, i)]);
                let spent: f64 = (0..n_all).map(gross).sum();
                economy.expenditure[j * n_all + n] = spent;
                for i in (0..n_all).filter(|_| spent > 0.0) {
                    economy.shares[at(j, n, i)] = gross(i) / spent;
                }
                let cell = j * n_all + n;
                economy.value_added[cell] = output[cell] * accounts.value_added_share[cell];
                for i in 0..n_all {
                    economy.deficit[n] += flows[at(j, n, i)] - flows[at(j, i, n)];
                }
            }
        }
        economy.whole_inputs(&output)?;
        economy.final_demand(&output);
        Ok(economy)
    }

    /// Input shares that sum to one: printed ones are rounded, and what is missing would be money that
    /// nobody earns.
    fn whole_inputs(&mut self, output: &[f64]) -> Result<(), TradeError> {
        let (n_all, j_all) = (self.n(), self.j());
        for n in 0..n_all {
            for j in 0..j_all {
                let place = |k: usize| (n * j_all + k) * j_all + j;
                let sum: f64 = (0..j_all).map(|k| self.inputs[place(k)]).sum();
                let cell = self.cell(j, n);
                if sum > 0.0 {
                    (0..j_all).for_each(|k| self.inputs[place(k)] /= sum);
                } else if output[cell] <= 0.0 {
                    self.value_added_share[cell] = 1.0;
                } else if self.value_added_share[cell] < 1.0 {
                    return Err(TradeError::Number {
                        what: format!(
                            "the sum of inputs of {} in {}",
                            self.sectors[j], self.countries[n]
                        ),
                        value: sum,
                        domain: "above 0 where materials are used",
                    });
                }
            }
        }
        Ok(())
    }

    /// Final shares from what intermediate use leaves.
    fn final_demand(&mut self, output: &[f64]) {
        let (n_all, j_all) = (self.n(), self.j());
        for n in 0..n_all {
            let mut left: Vec<f64> = (0..j_all)
                .map(|k| {
                    let used: f64 = (0..j_all)
                        .map(|j| {
                            let materials = 1.0 - self.value_added_share[self.cell(j, n)];
                            self.inputs[(n * j_all + k) * j_all + j]
                                * materials
                                * output[self.cell(j, n)]
                        })
                        .sum();
                    (self.expenditure[self.cell(k, n)] - used).max(0.0)
                })
                .collect();
            let all: f64 = left.iter().sum();
            left.iter_mut().for_each(|share| *share /= all);
            for k in 0..j_all {
                let cell = self.cell(k, n);
                self.final_share[cell] = left[k];
            }
        }
    }
}

impl Accounts {
    fn check(&self) -> Result<(), TradeError> {
        let (n, j) = (self.countries.len(), self.sectors.len());
        let sizes = [
            ("imports", self.imports.len(), j * n * n),
            ("tariffs", self.tariffs.len(), j * n * n),
            ("output", self.output.len(), j * n),
            ("value_added_share", self.value_added_share.len(), j * n),
            ("inputs", self.inputs.len(), n * j * j),
            ("theta", self.theta.len(), j),
        ];
        for (what, found, needed) in sizes {
            if found != needed {
                return Err(TradeError::Size { what, found, needed });
            }
        }
        let flow = |at: usize| {
            let (j, n, i) = (at / (n * n), at / n % n, at % n);
            format!("{} from {} to {}", self.sectors[j], self.countries[i], self.countries[n])
        };
        let cell = |at: usize| format!("{} in {}", self.sectors[at / n], self.countries[at % n]);
        within("the import of", &self.imports, &flow, |x| x >= 0.0, "at least 0")?;
        within("the tariff on", &self.tariffs, &flow, |x| x > -1.0, "above -1")?;
        within("the output of", &self.output, &cell, |x| x >= 0.0, "at least 0")?;
        let share = |x: f64| (0.0..=1.0).contains(&x);
        within("the value-added share of", &self.value_added_share, &cell, share, "in [0, 1]")?;
        let sector = |at: usize| self.sectors[at].clone();
        within("the elasticity of", &self.theta, &sector, |x| x > 0.0, "above 0")?;
        let input = |at: usize| {
            let (n, k, j) = (at / (j * j), at / j % j, at % j);
            format!("{} in {} of {}", self.sectors[k], self.sectors[j], self.countries[n])
        };
        // Published tables hold a few small negative inputs (by-products); they are kept as they are.
        within("the input share of", &self.inputs, &input, |x| x > -1.0, "above -1")
    }
}

fn within(
    what: &str,
    values: &[f64],
    name: &dyn Fn(usize) -> String,
    fits: impl Fn(f64) -> bool,
    domain: &'static str,
) -> Result<(), TradeError> {
    let wrong = values.iter().position(|value| !value.is_finite() || !fits(*value));
    wrong.map_or(Ok(()), |at| {
        let what = format!("{what} {}", name(at));
        Err(TradeError::Number { what, value: values[at], domain })
    })
}
