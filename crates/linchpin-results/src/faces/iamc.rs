//! Bands in the IAMC long form: model, scenario, region, variable, unit, time, value.
//!
//! In: the weekly bands of a run. Out: CSV that `pyam` loads without dropping a row. The quantile is part
//! of the variable, as the ensembles of IPCC reports name it (`Output|DRAM|SK hynix Wuxi|5.0th Percentile`).
//! Form: IAMC data template as in pyam's `data.rst`; values are never missing there.

use crate::contract::figures::Told;
use crate::contract::input::name_of;
use crate::contract::report::Report;
use crate::stats::summary::Summary;
use linchpin_engine::Level;
use std::collections::BTreeMap;

/// Names of the quantiles that a summary holds, in its order.
const QUANTILES: [&str; 5] = [
    "5.0th Percentile",
    "25.0th Percentile",
    "50.0th Percentile",
    "75.0th Percentile",
    "95.0th Percentile",
];

const MEDIAN: &str = QUANTILES[2];

/// The bands of all scenarios, baseline included, as CSV; of too few draws the median alone.
#[must_use]
pub fn csv(report: &Report, names: &BTreeMap<String, String>, summary: &Summary) -> String {
    let mut text = String::from("model,scenario,region,variable,unit,time,value\n");
    let model = format!("Linchpin {}", report.run.version);
    let range = Told::of(summary.members).has_range();
    let shown = |quantile: &str| range || quantile == MEDIAN;
    for scenario in &summary.scenarios {
        let scenario_name = format!("{}|{}", report.study.id, scenario.id);
        for (key, bands) in summary.keys.iter().zip(&scenario.series) {
            let name = plain(&name_of(names, &key.entity));
            // Where a thing is sold is a region; all else is told for the world.
            let (region, place) = match key.level {
                Level::Destination => (name, None),
                _ => ("World".to_owned(), Some(name)),
            };
            let product = key.product.as_deref().map(|product| plain(&name_of(names, product)));
            let mut variable = vec![plain(key.variable.label())];
            variable.extend(product.filter(|product| Some(product) != place.as_ref()));
            variable.extend(place);
            let variable = variable.join("|");
            for (week, values) in summary.weeks.iter().zip(&bands.value) {
                for (quantile, value) in QUANTILES.iter().zip(values).filter(|one| shown(one.0)) {
                    let cells = [
                        model.as_str(),
                        &scenario_name,
                        &region,
                        &format!("{variable}|{quantile}"),
                        key.variable.unit(),
                        &week.to_string(),
                    ];
                    for cell in cells {
                        text.push_str(&crate::store::table::quoted(cell));
                        text.push(',');
                    }
                    text.push_str(&value.to_string());
                    text.push('\n');
                }
            }
        }
    }
    text
}

/// A name that can stand between the bars of an IAMC variable.
fn plain(name: &str) -> String {
    let mut name = name.replace('|', "/");
    if let Some(first) = name.get(..1) {
        let upper = first.to_uppercase();
        name.replace_range(..1, &upper);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Keep, finish, sample::run};

    #[test]
    fn every_band_is_a_row_and_no_row_is_there_twice() {
        let finished = finish(&run(21), Keep::Few).expect("a run");
        let summary = &finished.summary;
        let text = csv(&finished.report, &finished.record.names, summary);
        let rows: Vec<&str> = text.lines().skip(1).collect();
        let expected =
            summary.scenarios.len() * summary.keys.len() * summary.weeks.len() * QUANTILES.len();
        assert_eq!(rows.len(), expected);
        let mut keys: Vec<&str> =
            rows.iter().map(|row| row.rsplit_once(',').expect("a value").0).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), expected, "two series share a name");
        assert!(
            rows.iter().all(|row| row.rsplit(',').next().is_some_and(|v| v.parse::<f64>().is_ok()))
        );
    }
    #[test]
    fn few_draws_have_a_median_alone() {
        let finished = finish(&run(19), Keep::Few).expect("a run");
        let text = csv(&finished.report, &finished.record.names, &finished.summary);
        assert!(text.lines().skip(1).all(|row| row.contains("|50.0th Percentile")), "{text}");
        assert!(text.lines().count() > 100);
    }
}
