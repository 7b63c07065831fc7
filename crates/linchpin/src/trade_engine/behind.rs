//! What stands behind a number of the trade engine: the flows of the table that carry it, and the other methods.
//!
//! In: shocks of a baseline and of a scenario. Out: for every series the flows with their points, at the middle of
//! every range; for one series what each method of the ladder says, draw by draw. Nothing is computed here that
//! `linchpin trade decoupling` does not compute.

use super::{BuiltTrade, TOLD, measures, variable};
use linchpin_engine::seam::{Built, Carried, Carrier, Ladder, Rung};
use linchpin_engine::{Draw, Shock};
use linchpin_network::table::bundled::name;
use linchpin_trade::Horizon;
use linchpin_trade::carried::{Account, Contribution, STEPS};
use linchpin_trade::decouple::{Measure, Value, values_at};
use rayon::prelude::*;

/// Flows told one by one of each change.
const SHOWN: usize = 12;

/// The ladder, the coarsest method first.
const LADDER: [(Measure, &str, &str); 4] = [
    (
        Measure::FixedCosts,
        "closed form, at fixed costs",
        "Every buyer pays what the sources that are left cost for the amounts of before; no cost, wage or quantity moves.",
    ),
    (
        Measure::FirstOrder,
        "first order",
        "Small changes at the weights of before; a ban is no small change.",
    ),
    (
        Measure::SecondOrder,
        "second order",
        "The same in one step at the mean of the weights before and after.",
    ),
    (
        Measure::Welfare,
        "exact",
        "The whole equilibrium, in relative changes: every other number of this run.",
    ),
];

impl BuiltTrade {
    /// The measures of a scenario at the middle of every range, where the baseline has none: the table is trade as
    /// it is, and a change from another baseline does not start there.
    fn alone(&self, baseline: &[Shock], scenario: &[Shock]) -> Option<linchpin_trade::Shock> {
        let at_middle = |shocks: &[Shock]| {
            self.plan(shocks).map(|plan| measures(&plan.paths(&self.space.modes(), |_| true)))
        };
        let (before, shock) = (at_middle(baseline)?, at_middle(scenario)?);
        (before.entries.is_empty() && !shock.entries.is_empty()).then_some(shock)
    }

    /// The flows behind every series.
    pub(super) fn flows_behind(&self, baseline: &[Shock], scenario: &[Shock]) -> Vec<Carried> {
        let Some(shock) = self.alone(baseline, scenario) else { return Vec::new() };
        let middle = self.space.modes();
        let account = |horizon: &Horizon| {
            Account::of(self.economy, &shock, *horizon, self.elasticity(&middle, *horizon)).ok()
        };
        let accounts: Vec<Option<Account<'_>>> = Horizon::ALL.par_iter().map(account).collect();
        let series = 0..self.keys.len();
        series
            .filter_map(|at| self.behind_one(at, accounts[at % accounts.len()].as_ref()?))
            .collect()
    }

    fn behind_one(&self, series: usize, account: &Account<'_>) -> Option<Carried> {
        let row = series / Horizon::ALL.len();
        let (economy, measure) = (row / TOLD.len(), TOLD[row % TOLD.len()]);
        let (found, how) = match measure {
            Measure::Exports => (
                account.exports(economy),
                "the change of each flow over all exports of before".to_owned(),
            ),
            _ => (
                account.real_income(economy),
                format!(
                    "the first-order formula added up over {STEPS} steps from trade as it is to the measures: what is bought dearer, or no longer, takes away, and what is sold dearer adds; sales that stop show as lower prices of all that is sold"
                ),
            ),
        };
        let shown = found.flows.len().min(SHOWN);
        let (shown, others) = found.flows.split_at(shown);
        Some(Carried {
            series,
            how,
            cells: shown.iter().map(|flow| self.carrier(flow)).collect(),
            others: others.len(),
            rest: linchpin_units::Measure::of(
                found.rest + others.iter().map(|flow| flow.points).sum::<f64>(),
            ),
        })
    }

    fn carrier(&self, flow: &Contribution) -> Carrier {
        let what = format!("{} sold to {}", name(&flow.sector), name(&flow.importer));
        let put = match flow.shock {
            None => String::new(),
            Some(wedge) if wedge.is_infinite() => "the measures stop it".to_owned(),
            Some(wedge) => format!("the measures put {wedge:+.0} % on its price"),
        };
        Carrier {
            cell: self.cell(&flow.exporter, what, flow.flow),
            put,
            change: linchpin_units::Measure::of(flow.change / 100.0),
            points: linchpin_units::Measure::of(flow.points),
        }
    }

    /// The methods side by side for the economy of a series, when it is about real income.
    pub(super) fn methods(
        &self,
        series: usize,
        (baseline, scenario): (&[Shock], &[Shock]),
        draws: &[Draw],
    ) -> Option<Ladder> {
        self.alone(baseline, scenario)?;
        let row = series / Horizon::ALL.len();
        let (economy, measure) = (row / TOLD.len(), TOLD[row % TOLD.len()]);
        if measure != Measure::Welfare {
            return None;
        }
        let plan = self.plan(scenario)?;
        let unsaid: Vec<_> =
            self.foresee(scenario).ok()?.into_iter().flat_map(|one| one.variables).collect();
        let of_draw = |draw: &Draw| -> Option<Vec<Option<f64>>> {
            let shock = measures(&plan.paths(draw, |_| true));
            let mut told = Vec::new();
            for horizon in Horizon::ALL {
                let theta = self.elasticity(draw, horizon);
                let all = values_at(self.economy, &shock, horizon, theta).ok()?;
                let own = &all[economy * Measure::ALL.len()..][..Measure::ALL.len()];
                let value = |of: Measure| own.iter().find(|row: &&Value| row.measure == of)?.value;
                told.extend(LADDER.iter().map(|(of, ..)| value(*of)));
            }
            Some(told)
        };
        let told: Vec<Vec<Option<f64>>> = draws.par_iter().map(of_draw).collect::<Option<_>>()?;
        let rung = |(at, (_, method, says)): (usize, &(Measure, &str, &str))| Rung {
            method: (*method).to_owned(),
            says: (*says).to_owned(),
            values: Horizon::ALL
                .into_iter()
                .enumerate()
                .map(|(column, horizon)| {
                    let place = column * LADDER.len() + at;
                    let said = !unsaid.contains(&variable(Measure::Welfare, horizon));
                    let shares = told.iter().map(|row| {
                        row[place].map(|value| linchpin_units::Measure::of(value / 100.0))
                    });
                    shares.collect::<Option<Vec<_>>>().filter(|_| said)
                })
                .collect(),
        };
        Some(Ladder {
            what: "real income".to_owned(),
            columns: ["up to 1 year", "1 to 3 years", "beyond 3 years"].map(str::to_owned).into(),
            rungs: LADDER.iter().enumerate().map(rung).collect(),
        })
    }
}
