//! What a country gains or loses: real wage, exact welfare, and the first-order formula, named apart.

use crate::economy::Economy;
use crate::outcome::Outcome;
use serde::Serialize;

/// One country, in per cent.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Welfare {
    /// Wage over the price index of final demand; value-added weights where wages differ by sector.
    pub real_wage: f64,
    /// Income over the price index of final demand: the exact change of welfare.
    pub exact: f64,
    /// First order: terms of trade, relative changes at the weights before.
    pub terms_of_trade: f64,
    /// First order: volume of trade times tariffs, at the weights before.
    pub volume_of_trade: f64,
}

impl Welfare {
    /// The first-order formula of Caliendo and Parro: terms of trade and volume of trade.
    #[must_use]
    pub fn first_order(&self) -> f64 {
        self.terms_of_trade + self.volume_of_trade
    }
}

/// Welfare of every country.
#[must_use]
pub fn welfare(before: &Economy, after: &Outcome) -> Vec<Welfare> {
    let n_all = before.n();
    let factors = before.factor_income();
    let [terms, volume] = first_order(before, after);
    (0..n_all)
        .map(|n| {
            let earned: f64 = (0..before.j())
                .map(|j| after.wage[before.cell(j, n)] * before.value_added[before.cell(j, n)])
                .sum();
            let real = |value: f64| 100.0 * (value / after.index[n] - 1.0);
            Welfare {
                real_wage: real(earned / factors[n]),
                exact: real(after.income[n] / after.income_before[n]),
                terms_of_trade: 100.0 * terms[n],
                volume_of_trade: 100.0 * volume[n],
            }
        })
        .collect()
}

/// Value of a flow without its tariff.
fn value(shares: &[f64], tariffs: &[f64], expenditure: &[f64], at: usize, n_all: usize) -> f64 {
    shares[at] / (1.0 + tariffs[at]) * expenditure[at / n_all]
}

/// Terms and volume of trade over income: `ToT = Σ (E dln c_n - M dln c_i) / I`,
/// `VoT = Σ t M (dln M - dln c_i) / I`, with `dln x` as relative change and the weights before
/// (Caliendo and Parro 2015, equation 18).
fn first_order(before: &Economy, after: &Outcome) -> [Vec<f64>; 2] {
    let n_all = before.n();
    let mut sums = [vec![0.0; n_all], vec![0.0; n_all]];
    for at in 0..before.shares.len() {
        let (j, n, i) = (at / (n_all * n_all), at / n_all % n_all, at % n_all);
        let bought = value(&before.shares, &before.tariffs, &before.expenditure, at, n_all);
        if bought == 0.0 || n == i {
            continue;
        }
        let now = value(&after.shares, &after.tariffs, &after.expenditure, at, n_all);
        let price = after.cost[j * n_all + i] - 1.0;
        sums[0][i] += bought * price;
        sums[0][n] -= bought * price;
        sums[1][n] += before.tariffs[at] * bought * ((now / bought - 1.0) - price);
    }
    let income = &after.income_before;
    sums.map(|sum| sum.iter().zip(income).map(|(sum, income)| sum / income).collect())
}
