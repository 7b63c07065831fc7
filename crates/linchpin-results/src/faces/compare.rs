//! Two runs, or two scenarios, side by side: which totals differ, by how much, and whether that matters.
//!
//! Rows are matched by what they measure, not by position. A difference counts when the medians of the
//! relative changes lie further apart than the tolerance; a row that only one side has always counts.

pub use crate::contract::comparison::{Comparison, Difference};
use crate::contract::report::{Report, Spread};
use std::collections::BTreeMap;

/// One side of a comparison.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// How the reader names it.
    pub name: &'a str,
    /// Its report.
    pub report: &'a Report,
    /// One of its scenarios; all of them when none.
    pub scenario: Option<&'a str>,
}

/// What a row measures; the scenario only when whole runs are compared.
type Key<'a> = (Option<&'a str>, &'a str, &'a str, Option<&'a str>, &'a str);

/// One total of one side.
struct Entry<'a> {
    name: &'a str,
    change: Spread,
}

impl Side<'_> {
    fn rows(&self) -> BTreeMap<Key<'_>, Entry<'_>> {
        let wanted = |scenario: &str| self.scenario.is_none_or(|wanted| wanted == scenario);
        let whole = |scenario| self.scenario.is_none().then_some(scenario);
        let losses = self.report.losses.iter().filter(|loss| wanted(&loss.scenario)).map(|loss| {
            let scenario = whole(loss.scenario.as_str());
            let product = loss.product.as_deref();
            let key = (scenario, &*loss.level, &*loss.entity, product, &*loss.measure);
            (key, Entry { name: &loss.name, change: loss.change })
        });
        let rows = self.report.spillover.iter().flat_map(|spillover| &spillover.rows);
        let beyond = rows.filter(|row| wanted(&row.scenario)).map(|row| {
            // The cell without its scenario is the same on both sides.
            let place = row.cell.splitn(3, '/').nth(2).unwrap_or_default();
            let key = (whole(row.scenario.as_str()), "industry", place, None, "output");
            let Spread { p05, p50, p95 } = row.share;
            (key, Entry { name: &row.name, change: Spread { p05: -p95, p50: -p50, p95: -p05 } })
        });
        losses.chain(beyond).collect()
    }
}

/// Puts two sides next to each other.
#[must_use]
pub fn compare(left: &Side<'_>, right: &Side<'_>, tolerance: f64) -> Comparison {
    let (ours, theirs) = (left.rows(), right.rows());
    let mut keys: Vec<&Key<'_>> = ours.keys().chain(theirs.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    let row = |key: &Key<'_>| {
        let (left, right) = (ours.get(key), theirs.get(key));
        let either = left.or(right)?;
        let spread = |side: Option<&Entry<'_>>| side.map(|entry| entry.change);
        let difference = left.zip(right).map(|(l, r)| r.change.p50 - l.change.p50);
        Some(Difference {
            scenario: key.0.map(str::to_owned),
            level: key.1.to_owned(),
            name: either.name.to_owned(),
            product: key.3.map(str::to_owned),
            measure: key.4.to_owned(),
            left: spread(left),
            right: spread(right),
            difference,
            differs: difference.is_none_or(|difference| difference.abs() > tolerance),
        })
    };
    let mut rows: Vec<Difference> = keys.into_iter().filter_map(row).collect();
    let size = |row: &Difference| row.difference.map_or(f64::INFINITY, f64::abs);
    // Stable: rows of equal size keep the order of what they measure.
    rows.sort_by(|a, b| size(b).total_cmp(&size(a)));
    Comparison {
        left: left.name.to_owned(),
        right: right.name.to_owned(),
        tolerance,
        same_run: left.report.run.digest == right.report.run.digest,
        context: context(left.report, right.report),
        rows,
    }
}

/// What differs in how two runs were computed.
fn context(left: &Report, right: &Report) -> Vec<String> {
    let (a, b) = (&left.run, &right.run);
    let pairs = [
        ("study", left.study.id.clone(), right.study.id.clone()),
        ("engine", a.engine.clone(), b.engine.clone()),
        ("seed", a.seed.to_string(), b.seed.to_string()),
        ("members", a.members.to_string(), b.members.to_string()),
        ("design", a.design.clone(), b.design.clone()),
        ("from", a.from.clone(), b.from.clone()),
        ("until", a.until.clone(), b.until.clone()),
        ("known", a.known.clone(), b.known.clone()),
        ("world", a.world.digest.clone(), b.world.digest.clone()),
        ("policy", a.policy.digest.clone(), b.policy.digest.clone()),
        ("version", a.version.clone(), b.version.clone()),
    ];
    let short = |text: &str| text.chars().take(12).collect::<String>();
    let differ = pairs.into_iter().filter(|(_, one, other)| one != other);
    differ
        .map(|(what, one, other)| format!("{what}: {} | {}", short(&one), short(&other)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Keep, finish, sample::run};

    fn side<'a>(report: &'a Report, scenario: Option<&'a str>) -> Side<'a> {
        Side { name: scenario.unwrap_or("run"), report, scenario }
    }

    #[test]
    fn a_run_equals_itself_and_a_cut_differs_from_none() {
        let report = finish(&run(9), Keep::Few).expect("a run").report;
        let same = compare(&side(&report, None), &side(&report, None), 0.0);
        assert_eq!((same.differing(), same.same_run), (0, true));
        let cut = compare(&side(&report, Some("null")), &side(&report, Some("cut")), 0.05);
        let most: Vec<&str> = cut.rows[..2].iter().map(|row| row.name.as_str()).collect();
        assert_eq!(most, ["firm:g", "Site B"], "the firm ships what its site makes");
        assert!((cut.rows[0].difference.expect("both sides") + 0.1).abs() < 1e-6);
        assert!(cut.differing() >= 2 && cut.differing() < cut.rows.len());
        assert_eq!(
            compare(&side(&report, Some("null")), &side(&report, Some("cut")), 0.5).differing(),
            0
        );
    }

    #[test]
    fn a_row_that_only_one_side_has_differs() {
        let report = finish(&run(9), Keep::Few).expect("a run").report;
        let mut other = report.clone();
        other.losses.retain(|loss| loss.entity != "site:b");
        other.run.seed = 8;
        let found = compare(&side(&report, None), &side(&other, None), 1.0);
        assert_eq!(found.differing(), 2, "one in each scenario");
        assert_eq!(found.context, ["seed: 7 | 8"]);
    }
}
