//! Which weekly series a reader needs: a report holds a few hundred kilobytes, a run a few hundred
//! megabytes.
//!
//! The same series are shown for every scenario, so that a reader can switch between them: prices and
//! output of each product first, then whatever any scenario moves most.

use crate::contract::input::{BASELINE, name_of};
use crate::contract::report::Series;
use crate::stats::summary::{SeriesBands, Summary, band};
use linchpin_engine::{Level, SeriesKey, Variable};
use std::collections::BTreeMap;

/// Numbers all series of a report may hold together: about 3 MB of JSON, so that a page with the bundle
/// and everything else stays under 5 MB.
const NUMBERS: usize = 340_000;
/// Numbers of one week of one series: five quantiles of baseline, value and change.
const PER_WEEK: usize = 15;

/// The series of a report; none where every number is one of comparative statics, which has no path.
#[must_use]
pub(crate) fn pick(names: &BTreeMap<String, String>, summary: &Summary) -> Vec<Series> {
    if summary.keys.iter().all(|key| key.variable.settled().is_some()) {
        return Vec::new();
    }
    let scenarios = summary.scenarios.len() - 1;
    let fit = NUMBERS / (PER_WEEK * summary.weeks.len() * scenarios.max(1)).max(1);
    let ranked = (0..summary.keys.len())
        .map(|at| (tier(&summary.keys[at]), effect(summary, at), at))
        .filter(|(tier, effect, _)| *tier == 0 || *effect > 0.0);
    let mut ranked: Vec<(u8, f64, usize)> = ranked.collect();
    ranked.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
    let mut order: Vec<usize> = ranked.into_iter().take(fit).map(|(_, _, at)| at).collect();
    order.sort_unstable();
    let mut series = Vec::with_capacity(order.len() * scenarios);
    for scenario in summary.scenarios.iter().filter(|scenario| scenario.id != BASELINE) {
        for at in &order {
            let key = &summary.keys[*at];
            let bands = &scenario.series[*at];
            series.push(Series {
                scenario: scenario.id.clone(),
                level: key.level.to_string(),
                entity: key.entity.to_string(),
                name: name_of(names, &key.entity),
                product: key.product.as_deref().map(str::to_owned),
                variable: key.variable.to_string(),
                label: key.variable.label().to_owned(),
                unit: key.variable.unit().to_owned(),
                baseline: band(&summary.scenarios[0].series[*at].value),
                value: band(&bands.value),
                change: bands.change.as_deref().map(band),
                text: None,
            });
        }
    }
    series
}

/// What is always shown, what is shown next, and the rest.
fn tier(key: &SeriesKey) -> u8 {
    match (key.level, key.variable) {
        (Level::Product, Variable::ContractPrice | Variable::Output | Variable::SpotPrice) => 0,
        (Level::Site, Variable::Output) => 1,
        (Level::Firm, Variable::Revenue | Variable::Share) => 1,
        (Level::Product | Level::Destination, _) => 1,
        _ => 2,
    }
}

/// The largest relative move of the median in any scenario and week.
fn effect(summary: &Summary, at: usize) -> f64 {
    let base = &summary.scenarios[0].series[at];
    let moved = |bands: &SeriesBands| {
        let weeks = bands.value.iter().zip(&base.value);
        weeks
            .map(|(own, base)| {
                let size = base[2].abs().max(own[2].abs());
                if size == 0.0 { 0.0 } else { (own[2] - base[2]).abs() / size }
            })
            .fold(0.0, f64::max)
    };
    summary.scenarios[1..].iter().map(|scenario| moved(&scenario.series[at])).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::run;

    #[test]
    fn moved_series_and_prices_are_shown_in_every_scenario() {
        let run = run(9);
        let series = pick(&run.names, &Summary::of(&run.trajectories()));
        let shown = |scenario: &str| {
            let of = series.iter().filter(|series| series.scenario == scenario);
            of.map(|series| format!("{} {}", series.entity, series.variable)).collect::<Vec<_>>()
        };
        assert_eq!(shown("cut"), shown("null"));
        assert!(shown("cut").contains(&"product:dram contract-price".to_owned()));
        assert!(!shown("cut").contains(&"site:a output".to_owned()), "a does not move");
    }
}
