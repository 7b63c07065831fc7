//! The first-order formula along a path: many small steps add up to the exact change of welfare, flow by flow.
//!
//! Tariffs move linearly. A barrier `d` moves by what it lets through at unchanged prices, `u = d^-θ`, from one to
//! its end, which is zero for a ban: there `M dln d = -(M / u) du / θ` stays finite, since the flow at no barrier,
//! `M / u`, is smooth. With one step this is the second-order answer; with many it is the exact one.

use crate::economy::Economy;
use crate::equilibrium::solve_terms;
use crate::error::TradeError;
use crate::outcome::{Outcome, Settings};
use crate::shock::{Shock, Terms};
use linchpin_units::math::{exp, ln, pow};

/// What a path of steps adds up to, in logarithms of welfare.
#[derive(Debug, Clone, PartialEq)]
pub struct Along {
    /// The exact change of each country.
    pub exact: Vec<f64>,
    /// What each flow adds for its importer and for its exporter, shaped like [`Economy::shares`]; nothing for
    /// what a country sells to itself.
    pub flows: Vec<[f64; 2]>,
    /// The state at the end.
    pub end: Economy,
}

impl Along {
    /// The sum over all flows of a country, in logarithms.
    #[must_use]
    pub fn sum(&self, country: usize) -> f64 {
        sums(&self.flows, self.exact.len())[country]
    }
}

/// Per cent of a change in logarithms.
#[must_use]
pub fn percent(log: f64) -> f64 {
    100.0 * (exp(log) - 1.0)
}

/// Adds the first-order formula up over `steps` equal steps, at the mean of the weights before and after each.
///
/// # Errors
/// Whatever a single step refuses. A quota has no path: its rent goes to an owner, and no flow carries it.
pub fn along(
    economy: &Economy,
    shock: &Shock,
    settings: &Settings,
    steps: usize,
) -> Result<Along, TradeError> {
    let end = shock.terms(economy)?;
    if let Some(cap) = end.caps.first() {
        return Err(TradeError::Number {
            what: "a quota on the path from trade as it is".to_owned(),
            value: cap.volume,
            domain: "taken apart by flows: its rent is no flow; explain a tariff, a barrier or a ban",
        });
    }
    let theta = theta(economy, settings);
    let last: Vec<f64> =
        end.barriers.iter().enumerate().map(|(at, d)| passes(*d, theta(at))).collect();
    let let_through = |at: usize, part: f64| 1.0 + part * (last[at] - 1.0);
    let mut path = Along {
        exact: vec![0.0; economy.n()],
        flows: vec![[0.0; 2]; economy.shares.len()],
        end: economy.clone(),
    };
    for step in 1..=steps {
        let [from, to] = [step - 1, step].map(|at| at as f64 / steps as f64);
        let tariffs = economy.tariffs.iter().zip(&end.tariffs);
        let terms = Terms {
            tariffs: tariffs.map(|(old, new)| old + to * (new - old)).collect(),
            barriers: (0..last.len())
                .map(|at| barrier(let_through(at, from), let_through(at, to), theta(at)))
                .collect(),
            caps: Vec::new(),
        };
        let after = solve_terms(&path.end, &terms, settings)?;
        for at in 0..last.len() {
            let let_through = [let_through(at, from), let_through(at, to)];
            let [buys, sells] = moved(&path.end, &after, at, (let_through, theta(at)));
            path.flows[at][0] += buys;
            path.flows[at][1] += sells;
        }
        for (n, exact) in path.exact.iter_mut().enumerate() {
            *exact += ln(after.income[n] / after.income_before[n] / after.index[n]);
        }
        path.end = after.economy(&path.end);
    }
    Ok(path)
}

/// What all flows of each country add up to.
fn sums(flows: &[[f64; 2]], countries: usize) -> Vec<f64> {
    let mut sums = vec![0.0; countries];
    for (at, [buys, sells]) in flows.iter().enumerate() {
        sums[at / countries % countries] += buys;
        sums[at % countries] += sells;
    }
    sums
}

/// The second-order answer, in per cent by country: the formula in one step, at the mean of the weights before and
/// after. None with a quota, as for [`along`].
pub(crate) fn second_order(
    economy: &Economy,
    terms: &Terms,
    after: &Outcome,
    settings: &Settings,
) -> Option<Vec<f64>> {
    let theta = theta(economy, settings);
    let flow = |at: usize| {
        let let_through = [1.0, passes(terms.barriers[at], theta(at))];
        moved(economy, after, at, (let_through, theta(at)))
    };
    let flows: Vec<[f64; 2]> = (0..economy.shares.len()).map(flow).collect();
    let sums = sums(&flows, economy.n());
    terms.caps.is_empty().then(|| sums.into_iter().map(percent).collect())
}

/// The trade elasticity of each flow.
fn theta<'a>(economy: &'a Economy, settings: &'a Settings) -> impl Fn(usize) -> f64 + 'a {
    let flows = economy.n() * economy.n();
    move |at| settings.theta.unwrap_or(economy.theta[at / flows])
}

/// What a barrier lets through at unchanged prices.
fn passes(barrier: f64, theta: f64) -> f64 {
    if barrier.is_infinite() { 0.0 } else { pow(barrier, -theta) }
}

/// The barrier that takes what is let through from one amount to another.
fn barrier(from: f64, to: f64, theta: f64) -> f64 {
    if to <= 0.0 {
        return f64::INFINITY;
    }
    if from == to { 1.0 } else { pow(from / to, 1.0 / theta) }
}

/// What one flow adds in one step, for its importer and for its exporter: terms of trade, the volume of trade
/// times tariffs, and what barriers waste, since nobody earns what they cost.
fn moved(
    before: &Economy,
    after: &Outcome,
    at: usize,
    (let_through, theta): ([f64; 2], f64),
) -> [f64; 2] {
    let n_all = before.n();
    let (j, n, i) = (at / (n_all * n_all), at / n_all % n_all, at % n_all);
    let (t0, t1) = (before.tariffs[at], after.tariffs[at]);
    let old = before.shares[at] / (1.0 + t0) * before.expenditure[at / n_all];
    if old <= 0.0 || n == i {
        return [0.0; 2];
    }
    let new = after.shares[at] / (1.0 + t1) * after.expenditure[at / n_all];
    let mean = |[then, now]: [f64; 2], who: usize| {
        (then / after.income_before[who] + now / after.income[who]) / 2.0
    };
    let cost = after.cost[j * n_all + i];
    let price = ln(cost);
    // The flow if nothing held it back: shares follow costs and tariffs alone.
    let relative = cost * (1.0 + t1) / (1.0 + t0) / after.price[at / n_all];
    let share = before.shares[at] * pow(relative, -theta);
    let free =
        [old, share / (1.0 + t1) * after.expenditure[at / n_all]].map(|m| m / let_through[0]);
    let fall = let_through[1] - let_through[0];
    let wasted = -mean(free, n) * fall / theta;
    let [taxed, taxed_free] = [[old, new], free].map(|[then, now]| mean([t0 * then, t1 * now], n));
    let volume = taxed * (ln(free[1] / free[0]) - price) + taxed_free * (1.0 + 1.0 / theta) * fall;
    [volume - mean([old, new], n) * price - wasted, mean([old, new], i) * price]
}
