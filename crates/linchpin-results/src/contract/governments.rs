//! What each government adds to each loss: one table for a scenario, in signed points.
//!
//! In: losses and their attributions. Out: a row for every material loss, a column for every government that
//! acts, one for what no government does (events, firms, suppositions), and the total. The columns of a row
//! add up to its total; every face prints the texts that are made here.

use crate::contract::attribution::{Attribution, AttributionPart};
use crate::contract::figures::{number, points_signed};
use crate::contract::loss::{Loss, label};
use crate::contract::losses::falls_are_losses;
use crate::stats::quantile::round6;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A number of points with its Monte Carlo error, and how it is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Points {
    /// Signed points: per cent of the baseline total.
    pub points: f64,
    /// Monte Carlo standard error of the mean, in points; none for a difference of two means.
    pub error: Option<f64>,
    /// As it is printed, such as `-9.1`.
    pub text: String,
}

impl Points {
    fn new(points: f64, error: Option<f64>) -> Self {
        Self { points, error, text: points_signed(points) }
    }
}

/// What each government adds to one loss.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GovernmentRow {
    /// Cell, as in [`Loss::cell`].
    pub cell: String,
    /// Who loses, for readers.
    pub name: String,
    /// What is lost, for readers, such as `NAND output`.
    pub what: String,
    /// The mean change.
    pub total: Points,
    /// By government, in the order of [`GovernmentTable::governments`]; none where it does not act.
    pub by: Vec<Option<Points>>,
    /// What no government does: events, firms and suppositions; none where there is nothing of the kind.
    pub other: Option<Points>,
}

/// What each government adds to the losses of one scenario.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GovernmentTable {
    /// Scenario.
    pub scenario: String,
    /// Governments by their readers' names, the one that takes most first.
    pub governments: Vec<String>,
    /// Rows in the order of the losses.
    pub rows: Vec<GovernmentRow>,
    /// Of what the points are, how they were found, and how far they may be off.
    pub note: String,
    /// Rows that say enough, by position, the largest loss first: one for each site and firm. Filled in on the
    /// way to a face.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leading: Vec<usize>,
}

impl GovernmentTable {
    /// One row for each site and firm, by position, the largest loss first; sales in single countries follow
    /// the firm's.
    #[must_use]
    pub fn leads(&self) -> Vec<usize> {
        let row = |at: &usize| &self.rows[*at];
        let own = (0..self.rows.len()).filter(|at| !row(at).cell.contains('@'));
        let mut own: Vec<usize> = own.collect();
        own.sort_by(|a, b| {
            let (a, b) = (row(a), row(b));
            a.total.points.total_cmp(&b.total.points).then(a.cell.cmp(&b.cell))
        });
        let mut seen: Vec<&str> = Vec::new();
        own.retain(|at| {
            let name = row(at).name.as_str();
            let new = !seen.contains(&name);
            seen.push(name);
            new
        });
        own
    }
}

/// The tables of all scenarios in which a government acts on a material loss.
#[must_use]
pub(crate) fn tables(
    losses: &[Loss],
    found: &[Attribution],
    name: impl Fn(&str) -> String,
) -> Vec<GovernmentTable> {
    let mut scenarios: Vec<&str> = found.iter().map(|one| one.scenario.as_str()).collect();
    scenarios.dedup();
    scenarios.into_iter().filter_map(|scenario| table(scenario, losses, found, &name)).collect()
}

fn table(
    scenario: &str,
    losses: &[Loss],
    found: &[Attribution],
    name: &impl Fn(&str) -> String,
) -> Option<GovernmentTable> {
    let mine: Vec<(&Loss, &Attribution)> = losses
        .iter()
        .filter(|loss| loss.scenario == scenario && loss.material && loss.change.p50 < 0.0)
        .filter(|loss| falls_are_losses(&loss.measure))
        .filter_map(|loss| Some((loss, found.iter().find(|one| one.cell == loss.cell)?)))
        .collect();
    let mut governments: Vec<(String, f64)> = Vec::new();
    for part in mine.iter().flat_map(|(_, one)| &one.by_government) {
        match governments.iter_mut().find(|(known, _)| *known == part.government) {
            Some((_, sum)) => *sum += part.points,
            None => governments.push((part.government.clone(), part.points)),
        }
    }
    if governments.is_empty() {
        return None;
    }
    governments.sort_by(|a, b| a.1.total_cmp(&b.1).then_with(|| a.0.cmp(&b.0)));
    let governments: Vec<String> = governments.into_iter().map(|(name, _)| name).collect();
    let rows: Vec<GovernmentRow> =
        mine.iter().map(|(loss, one)| row(loss, one, &governments, name)).collect();
    let error = mine.iter().map(|(_, one)| one.error).fold(0.0, f64::max);
    let note = format!(
        "Points are per cent of the baseline's total over the whole run. Each part is the mean over all \
         draws, found by switching the measures off on the same draws; the parts of a row add up to its \
         total, whose Monte Carlo error is at most {} points.",
        number(round6(error))
    );
    Some(GovernmentTable {
        scenario: scenario.to_owned(),
        governments,
        rows,
        note,
        leading: Vec::new(),
    })
}

fn row(
    loss: &Loss,
    one: &Attribution,
    governments: &[String],
    name: &impl Fn(&str) -> String,
) -> GovernmentRow {
    let by = governments.iter().map(|government| {
        let part = one.by_government.iter().find(|part| part.government == *government)?;
        Some(Points::new(part.points, Some(part.error)))
    });
    let ungoverned: Vec<&AttributionPart> =
        one.parts.iter().filter(|part| part.government.is_none()).collect();
    let sum = ungoverned.iter().map(|part| part.points).sum::<f64>();
    let label = label(loss);
    let product = loss.product.as_ref().filter(|id| **id != loss.entity);
    GovernmentRow {
        cell: loss.cell.clone(),
        name: loss.name.clone(),
        what: product.map_or(label.to_owned(), |id| format!("{} {label}", name(id))),
        total: Points::new(one.total_points, Some(one.error)),
        by: by.collect(),
        other: (!ungoverned.is_empty()).then(|| Points::new(round6(sum), None)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::attribution::attributions;
    use crate::contract::losses::losses;
    use crate::sample::run;

    /// The sample's losses with an attribution of its first row written by hand: two governments and a fire.
    fn by_hand() -> (Vec<Loss>, Vec<Attribution>) {
        let run = run(21);
        let rows = losses(&run);
        let part = |group: &str, government: Option<&str>, points: f64| AttributionPart {
            group: group.to_owned(),
            lever: "tool-imports".to_owned(),
            acts: Vec::new(),
            government: government.map(str::to_owned),
            shocks: Vec::new(),
            points,
            error: 0.1,
        };
        let government = |name: &str, points: f64| crate::contract::attribution::GovernmentPart {
            government: name.to_owned(),
            points,
            error: 0.1,
        };
        let one = Attribution {
            scenario: "cut".to_owned(),
            cell: "cut/b.dram.output".to_owned(),
            total_points: -10.0,
            error: 0.25,
            parts: vec![
                part("licences on tools", Some("Japan"), -2.0),
                part("licences on tools", Some("United States"), -5.0),
                part("licences on spare parts", Some("United States"), -2.5),
                part("a fire", None, -0.5),
            ],
            by_government: vec![government("Japan", -2.0), government("United States", -7.5)],
        };
        assert_eq!(attributions(&run), Vec::new(), "the sample itself is not taken apart");
        (rows, vec![one])
    }

    #[test]
    fn governments_and_the_rest_add_up_to_the_loss() {
        let (rows, found) = by_hand();
        let tables = tables(&rows, &found, str::to_uppercase);
        let [table] = tables.as_slice() else { panic!("one table: {tables:?}") };
        assert_eq!(table.governments, ["United States", "Japan"], "the largest first");
        let [row] = table.rows.as_slice() else { panic!("one row: {table:?}") };
        let texts: Vec<&str> = row.by.iter().flatten().map(|one| one.text.as_str()).collect();
        assert_eq!(texts, ["-7.5", "-2.0"]);
        assert_eq!(row.other.as_ref().map(|one| one.text.as_str()), Some("-0.5"));
        assert_eq!(row.total.text, "-10.0");
        let parts = row.by.iter().chain([&row.other]).flatten().map(|one| one.points).sum::<f64>();
        assert!((parts - row.total.points).abs() < 1e-9, "{parts}");
        assert!(table.note.contains("at most 0.25 points"), "{}", table.note);
    }

    #[test]
    fn a_site_and_a_firm_lead_once_each_and_sales_in_one_country_never() {
        let (rows, found) = by_hand();
        let mut table = tables(&rows, &found, str::to_owned).remove(0);
        let like = |cell: &str, name: &str, points: f64| GovernmentRow {
            cell: cell.to_owned(),
            name: name.to_owned(),
            total: Points::new(points, None),
            ..table.rows[0].clone()
        };
        table.rows = vec![
            like("cut/b.dram.revenue", "Firm B", -3.0),
            like("cut/b@country:chn.dram.revenue", "Firm B in China", -9.0),
            like("cut/a.dram.output", "Site A", -7.0),
            like("cut/b.dram.shipments", "Firm B", -5.0),
        ];
        assert_eq!(table.leads(), [2, 3]);
    }

    #[test]
    fn no_government_no_table() {
        let (rows, mut found) = by_hand();
        found[0].by_government.clear();
        assert_eq!(tables(&rows, &found, str::to_owned), Vec::new());
        assert_eq!(tables(&rows, &[], str::to_owned), Vec::new());
    }
}
