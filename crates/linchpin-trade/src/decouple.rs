//! Decoupling: what tariffs, bans and a rupture in electronics cost each country, by horizon, with the
//! ladder of methods from the widest bound to the exact model.
//!
//! One pure step, [`values`], takes an economy, a shock, a horizon and a draw and gives labelled values:
//! what an engine behind the project's seam calls for each draw. [`table`] runs scenarios over horizons
//! and the range of the trade elasticity.

use crate::closed::price_after_ban;
use crate::economy::Economy;
use crate::equilibrium::solve;
use crate::error::TradeError;
use crate::horizon::Horizon;
use crate::outcome::{Outcome, Settings};
use crate::path::second_order;
use crate::shock::{Change, Flow, Shock, Terms};
use crate::welfare::welfare;
use linchpin_units::math::{exp, ln};
use serde::Serialize;

/// A named shock.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scenario {
    /// Short id.
    pub id: String,
    /// What happens, in a sentence.
    pub says: String,
    /// The shock.
    pub shock: Shock,
}

/// One draw of what is uncertain.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Draw {
    /// Where in its range every trade elasticity lies: 0 is low, 0.5 the middle, 1 high.
    pub elasticity: f64,
}

/// The quantities that a run reports, with their unit in the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// Exact welfare: real income, per cent.
    Welfare,
    /// Real wage, per cent.
    RealWage,
    /// First-order formula, per cent: terms of trade, volume of trade and what barriers waste. A ban and a
    /// quota have none.
    FirstOrder,
    /// Second order, per cent: the formula at the mean of the weights before and after. A quota has none.
    SecondOrder,
    /// Loss if every buyer had to pay the price of losing the sources while nobody's costs moved, per cent of
    /// income. No bound: where costs move, as with factors fixed in their sectors, the loss can be larger.
    FixedCosts,
    /// Exports over their value before, per cent, at world value added as the measure of value.
    Exports,
}

impl Measure {
    /// All, in the order of reports.
    pub const ALL: [Self; 6] = [
        Self::FixedCosts,
        Self::FirstOrder,
        Self::SecondOrder,
        Self::Welfare,
        Self::RealWage,
        Self::Exports,
    ];

    /// The words of a table's head.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Welfare => "real income (exact)",
            Self::RealWage => "real wage",
            Self::FirstOrder => "first order",
            Self::SecondOrder => "second order",
            Self::FixedCosts => "at fixed costs",
            Self::Exports => "exports",
        }
    }
}

/// One labelled value, in per cent.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Value {
    /// Country.
    pub country: String,
    /// What is measured.
    pub measure: Measure,
    /// When it holds.
    pub horizon: Horizon,
    /// Per cent; none where the method says nothing.
    pub value: Option<f64>,
}

/// Long-run trade elasticity: low, middle, high, after Simonovska and Waugh (Journal of International
/// Economics 92, 2014), who estimate 4.14 and discuss 2.8 to 5.2 across methods.
pub const LONG_RUN: [f64; 3] = [2.8, 4.1, 5.2];

/// The trade elasticity of a horizon at a draw.
#[must_use]
pub fn elasticity(horizon: Horizon, draw: Draw) -> f64 {
    let [low, middle, high] = horizon.theta().unwrap_or(LONG_RUN);
    if draw.elasticity < 0.5 {
        low + (middle - low) * 2.0 * draw.elasticity
    } else {
        middle + (high - middle) * (2.0 * draw.elasticity - 1.0)
    }
}

/// What a shock does at a horizon, for one draw: one value a country and measure, in the order of the
/// economy and of [`Measure::ALL`].
///
/// # Errors
/// What the solver refuses, named.
pub fn values(
    economy: &Economy,
    shock: &Shock,
    horizon: Horizon,
    draw: Draw,
) -> Result<Vec<Value>, TradeError> {
    values_at(economy, shock, horizon, elasticity(horizon, draw))
}

/// As [`values`], at a trade elasticity.
///
/// # Errors
/// What the solver refuses, named.
pub fn values_at(
    economy: &Economy,
    shock: &Shock,
    horizon: Horizon,
    theta: f64,
) -> Result<Vec<Value>, TradeError> {
    let mut settings = Settings::of(horizon, Some(theta));
    settings.tolerance = 1e-10;
    let after = solve(economy, shock, &settings)?;
    let changes = welfare(economy, &after);
    let terms = shock.terms(economy)?;
    let fixed = at_fixed_costs(economy, &terms, theta);
    let wasted = wasted(economy, &terms);
    let second = second_order(economy, &terms, &after, &settings);
    let mut values = Vec::new();
    for (n, country) in economy.countries.iter().enumerate() {
        for measure in Measure::ALL {
            let value = match measure {
                Measure::Welfare => Some(changes[n].exact),
                Measure::RealWage => Some(changes[n].real_wage),
                Measure::FirstOrder => {
                    wasted.as_ref().map(|wasted| changes[n].first_order() - wasted[n])
                }
                Measure::SecondOrder => second.as_ref().map(|second| second[n]),
                Measure::FixedCosts => Some(fixed[n]),
                Measure::Exports => Some(exports(economy, &after, n)),
            };
            values.push(Value { country: country.clone(), measure, horizon, value });
        }
    }
    Ok(values)
}

/// What barriers waste, to the first order and in per cent of income: `Σ (1 + t) M ln d`, since a barrier `d`
/// is paid by nobody to anybody. None with a ban or a quota: prices at which nothing is traded, or at which a
/// quantity binds, are no small change.
fn wasted(economy: &Economy, terms: &Terms) -> Option<Vec<f64>> {
    let (n_all, income) = (economy.n(), economy.income());
    let mut lost = vec![0.0; n_all];
    for (at, barrier) in terms.barriers.iter().enumerate() {
        let paid = economy.shares[at] * economy.expenditure[at / n_all];
        if paid > 0.0 && !barrier.is_finite() {
            return None;
        }
        if paid > 0.0 {
            lost[at / n_all % n_all] += paid * ln(*barrier);
        }
    }
    let share = |(lost, income): (f64, &f64)| 100.0 * lost / income;
    terms.caps.is_empty().then(|| lost.into_iter().zip(&income).map(share).collect())
}

/// Loss of income at fixed costs: each good is bought from what sources remain, at the price index that
/// their shares give, in the amounts of before.
fn at_fixed_costs(economy: &Economy, terms: &Terms, theta: f64) -> Vec<f64> {
    let (n_all, income) = (economy.n(), economy.income());
    let mut extra = vec![0.0; n_all];
    for (cell, shares) in economy.shares.chunks_exact(n_all).enumerate() {
        let n = cell % n_all;
        let at = |i: usize| cell * n_all + i;
        let kept = |i: usize| {
            let kappa = terms.barriers[at(i)] * (1.0 + terms.tariffs[at(i)])
                / (1.0 + economy.tariffs[at(i)]);
            if kappa.is_infinite() { 0.0 } else { exp(-theta * ln(kappa)) }
        };
        let left: f64 = shares.iter().enumerate().map(|(i, share)| share * kept(i)).sum();
        let used: f64 = shares.iter().sum();
        if used > 0.0 && left < 1.0 - 1e-15 {
            extra[n] += economy.expenditure[cell] * (price_after_ban(1.0 - left, theta) - 1.0);
        }
    }
    (0..n_all).map(|n| -100.0 * extra[n] / (income[n] + extra[n])).collect()
}

/// What a country sells abroad before anything happens, in the table's unit.
#[must_use]
pub fn exports_before(economy: &Economy, country: usize) -> f64 {
    (0..economy.shares.len())
        .filter(|at| at % economy.n() == country)
        .fold(0.0, |sum, at| sum + sold(economy, at))
}

/// The value of a flow abroad before anything happens; nothing for sales at home.
#[must_use]
pub fn sold(economy: &Economy, at: usize) -> f64 {
    let n_all = economy.n();
    if at / n_all % n_all == at % n_all {
        return 0.0;
    }
    economy.shares[at] / (1.0 + economy.tariffs[at]) * economy.expenditure[at / n_all]
}

/// Exports of a country over their value before, in per cent.
fn exports(economy: &Economy, after: &Outcome, country: usize) -> f64 {
    let n_all = economy.n();
    let (before, mut now) = (exports_before(economy, country), 0.0);
    for at in 0..economy.shares.len() {
        let (n, i) = (at / n_all % n_all, at % n_all);
        if i == country && n != i {
            now += after.shares[at] / (1.0 + after.tariffs[at]) * after.expenditure[at / n_all];
        }
    }
    if before > 0.0 { 100.0 * (now / before - 1.0) } else { 0.0 }
}

/// Where in its range the elasticity is tried for the ends of a row: an answer need not be lowest or highest
/// where the elasticity is.
const TRIED: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];

/// Per cent of real income that a country may lose or gain before an answer lies outside the published cases that the
/// model has been held against (NAFTA and the tariffs of April 2025: at most about 2 % for a large economy).
pub const TESTED: f64 = 3.0;

/// A row of the answer: one measure of one country under one scenario, over the range of elasticities.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Scenario.
    pub scenario: String,
    /// When it holds.
    pub horizon: Horizon,
    /// Country.
    pub country: String,
    /// What is measured.
    pub measure: Measure,
    /// At the middle elasticity, in per cent; none where the method says nothing.
    pub middle: Option<f64>,
    /// Least and greatest over the range of elasticities, in per cent.
    pub range: Option<[f64; 2]>,
    /// The low, middle and high elasticity.
    pub elasticity: [f64; 3],
    /// Whether every country's change of real income under this scenario and horizon lies within [`TESTED`].
    pub tested: bool,
}

/// All scenarios at all horizons.
///
/// # Errors
/// The scenario whose solution is refused, and why.
pub fn table(
    economy: &Economy,
    scenarios: &[Scenario],
    horizons: &[Horizon],
) -> Result<Vec<Row>, (String, TradeError)> {
    let mut rows = Vec::new();
    for scenario in scenarios {
        for horizon in horizons {
            let mut runs = Vec::new();
            for elasticity in TRIED {
                let run = values(economy, &scenario.shock, *horizon, Draw { elasticity });
                runs.push(run.map_err(|error| (scenario.id.clone(), error))?);
            }
            rows.extend(over(&scenario.id, *horizon, &runs));
        }
    }
    Ok(rows)
}

/// The rows of one scenario and horizon, from the values at each of [`TRIED`].
fn over(scenario: &str, horizon: Horizon, runs: &[Vec<Value>]) -> Vec<Row> {
    let row = |(at, value): (usize, &Value)| {
        let all: Option<Vec<f64>> = runs.iter().map(|run| run[at].value).collect();
        let range = all.map(|all| {
            all.iter().fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], value| {
                [low.min(*value), high.max(*value)]
            })
        });
        Row {
            scenario: scenario.to_owned(),
            horizon,
            country: value.country.clone(),
            measure: value.measure,
            middle: value.value,
            range,
            elasticity: [0.0, 0.5, 1.0]
                .map(|place| elasticity(horizon, Draw { elasticity: place })),
            tested: true,
        }
    };
    let mut rows: Vec<Row> = runs[TRIED.len() / 2].iter().enumerate().map(row).collect();
    // One country far outside moves the prices of all.
    let mut real = rows.iter().filter(|row| row.measure == Measure::Welfare);
    let tested = real.all(|row| row.middle.is_none_or(|change| change.abs() <= TESTED));
    rows.iter_mut().for_each(|row| row.tested = tested);
    rows
}

/// The scenarios of the bundled study on the built-in table with chips carved out.
#[must_use]
pub fn scenarios() -> Vec<Scenario> {
    let chips = ["memory", "other-chips"];
    let electronics = ["memory", "other-chips", "electronics-rest"];
    let one =
        |id: &str, says: &str, shock| Scenario { id: id.to_owned(), says: says.to_owned(), shock };
    let from_all = |sectors: &[&str]| Flow {
        importers: vec!["CHN".to_owned()],
        exporters: Vec::new(),
        sectors: sectors.iter().map(|name| (*name).to_owned()).collect(),
    };
    vec![
        one(
            "tariffs-60",
            "The United States and China put 60 % on each other’s goods.",
            Shock::between(&["USA"], &["CHN"], &[], Change::ExtraTariff(0.6)),
        ),
        one(
            "electronics-x3",
            "Trade in electronics between Korea and China costs three times as much.",
            Shock::between(&["KOR"], &["CHN"], &electronics, Change::Iceberg(3.0)),
        ),
        one(
            "electronics-rupture",
            "Korea and China stop all trade in electronics with each other.",
            Shock::between(&["KOR"], &["CHN"], &electronics, Change::Ban),
        ),
        one(
            "chip-stop",
            "China gets no chips from abroad.",
            Shock::one(from_all(&chips), Change::Ban),
        ),
    ]
}
