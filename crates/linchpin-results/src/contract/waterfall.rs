//! The loss of the median member, cause by cause, and which members are kept in full.
//!
//! Steps are changes against the baseline (negative for a loss) and add up to the member's change: what
//! no binding explains stands as a step of its own.

use crate::contract::input::{RunInput, ScenarioRun};
use crate::contract::loss::{Loss, Step, Waterfall};
use crate::contract::losses::{MARKET, Total, cause_name, totals};
use crate::stats::quantile::{LEVELS, round6};
use linchpin_engine::{SeriesKey, Trajectories, Variable};
use std::collections::BTreeMap;

/// Waterfalls shown for each scenario: more is no longer read.
const SHOWN: usize = 12;
/// A rest this small against the whole change is rounding, not a cause.
const ROUNDING: f64 = 1e-9;

/// The members, counted from the first held, whose outcome stands at each of [`LEVELS`]; ties go to
/// the lower number.
#[must_use]
pub(crate) fn members_at_levels(outcome: &[f64]) -> [usize; 5] {
    let mut order: Vec<usize> = (0..outcome.len()).collect();
    order.sort_by(|a, b| outcome[*a].total_cmp(&outcome[*b]).then(a.cmp(b)));
    LEVELS.map(|level| order[((order.len() - 1) as f64 * level).floor() as usize])
}

/// Waterfalls of the largest bit losses of every scenario.
#[must_use]
pub(crate) fn waterfalls(run: &RunInput, losses: &[Loss]) -> Vec<Waterfall> {
    let mut all = Vec::new();
    for scenario in &run.scenarios {
        let bits = |loss: &&Loss| {
            loss.scenario == scenario.id && loss.unit == "Tb" && loss.amount.p50 != 0.0
        };
        let mut rows: Vec<&Loss> = losses.iter().filter(bits).collect();
        rows.sort_by(|a, b| a.amount.p50.total_cmp(&b.amount.p50).then(a.cell.cmp(&b.cell)));
        let falls = rows.iter().filter_map(|loss| waterfall(run, scenario, loss));
        all.extend(falls.take(SHOWN));
    }
    all
}

/// Where the series of a loss row stands.
#[must_use]
pub(crate) fn key_of(all: &Trajectories, loss: &Loss) -> Option<usize> {
    let fits = |key: &SeriesKey| {
        key.entity == loss.entity
            && key.product.as_deref() == loss.product.as_deref()
            && key.variable.as_str() == loss.measure
            && key.level.as_str() == loss.level
    };
    all.keys.iter().position(fits)
}

/// None where no binding speaks of the entity.
fn waterfall(run: &RunInput, scenario: &ScenarioRun, loss: &Loss) -> Option<Waterfall> {
    let totals = totals(run, scenario, key_of(&run.baseline.trajectories, loss)?);
    let amounts: Vec<f64> = totals.iter().map(|total: &Total| total.amount).collect();
    let middle = members_at_levels(&amounts)[2];
    let member = run.baseline.trajectories.members.start + u32::try_from(middle).ok()?;
    let mut by_cause: BTreeMap<_, f64> = BTreeMap::new();
    for row in &scenario.bindings {
        let product = row.product.is_none()
            || loss.product.is_none()
            || row.product.as_deref() == loss.product.as_deref();
        if row.member == member && row.entity == loss.entity && product {
            *by_cause.entry(&row.cause).or_default() -= row.loss.get();
        }
    }
    if by_cause.is_empty() {
        return None;
    }
    let rest = amounts[middle] - by_cause.values().sum::<f64>();
    let mut steps: Vec<Step> = by_cause
        .into_iter()
        .map(|(cause, value)| Step { name: cause_name(run, cause), value: round6(value) })
        .collect();
    steps.sort_by(|a, b| a.value.total_cmp(&b.value).then_with(|| a.name.cmp(&b.name)));
    if rest.abs() > ROUNDING * amounts[middle].abs() {
        steps.push(Step { name: MARKET.to_owned(), value: round6(rest) });
    }
    let variable = loss.measure.parse::<Variable>().ok()?;
    let product = loss.product.as_deref().map(|id| format!(" {}", run.name(id)));
    Some(Waterfall {
        scenario: scenario.id.clone(),
        entity: loss.entity.clone(),
        name: format!("{}{} {}", loss.name, product.unwrap_or_default(), variable.label()),
        unit: loss.unit.clone(),
        steps,
        text: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{contract::losses::losses, sample::run};

    #[test]
    fn steps_add_up_to_the_change_of_the_median_member() {
        let run = run(21);
        let losses = losses(&run);
        let falls = waterfalls(&run, &losses);
        let site = falls.iter().find(|fall| fall.entity == "site:b").expect("a waterfall");
        let loss = losses.iter().find(|loss| loss.cell == "cut/b.dram.output").expect("a loss");
        let sum: f64 = site.steps.iter().map(|step| step.value).sum();
        assert!((sum - loss.amount.p50).abs() < 1e-3, "{sum} against {}", loss.amount.p50);
        assert_eq!(site.steps.len(), 1, "all of it is explained: {:?}", site.steps);
    }

    #[test]
    fn levels_pick_existing_members() {
        assert_eq!(members_at_levels(&[5.0, 1.0, 3.0]), [1, 1, 2, 2, 2]);
        assert_eq!(members_at_levels(&[0.0]), [0; 5]);
    }
}
