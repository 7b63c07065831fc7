//! Two runs, or two scenarios, side by side: which totals differ, by how much, and whether that matters.
//!
//! Rows are matched by what they measure, not by position. Where both sides hold the same draws, they are
//! subtracted draw by draw: the band of a difference is not the difference of bands. A difference counts when
//! its median exceeds the tolerance; a row that only one side has always counts.

pub use crate::contract::comparison::{Comparison, Difference};
use crate::contract::comparison::{DifferenceText, Pairing, Stated, WeeklyDifference, size};
use crate::contract::figures::{DASH, Told, chance, ends_good, points};
use crate::contract::language::Language;
use crate::contract::report::{Report, Spread};
use crate::contract::texts::SpreadText;
use crate::faces::by_price;
pub use crate::faces::differences::tell_context;
use crate::faces::stated::stated;
use crate::stats::paired::Paired;
use crate::stats::summary::band;
use crate::store::StoreError;
use crate::store::load::StoredRun;
use crate::store::outcomes::Outcomes;
use crate::store::pairs::subject;
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
    cell: &'a str,
}

impl Side<'_> {
    /// Whether the side's engine cannot say what a row measures: then there is nothing to set beside the other.
    fn cannot_say(&self, key: &Key<'_>) -> bool {
        let scenario = self.scenario.or(key.0);
        let mut rows = self.report.unsaid.iter();
        rows.any(|row| Some(row.scenario.as_str()) == scenario && row.measure == key.4)
    }

    /// Why, once for each reason, after the name of the side.
    fn unsaid(&self, name: &str) -> Vec<String> {
        let wanted = |one: &str| self.scenario.is_none_or(|wanted| wanted == one);
        let rows = self.report.unsaid.iter().filter(|row| wanted(&row.scenario));
        let mut said: Vec<String> = rows
            .map(|row| format!("{name} cannot say of `{}`: {}", row.scenario, row.why))
            .collect();
        said.dedup();
        said
    }

    fn rows(&self) -> BTreeMap<Key<'_>, Entry<'_>> {
        let wanted = |scenario: &str| self.scenario.is_none_or(|wanted| wanted == scenario);
        let whole = |scenario| self.scenario.is_none().then_some(scenario);
        let losses = self.report.losses.iter().filter(|loss| wanted(&loss.scenario)).map(|loss| {
            let scenario = whole(loss.scenario.as_str());
            let product = loss.product.as_deref();
            let key = (scenario, &*loss.level, &*loss.entity, product, &*loss.measure);
            (key, Entry { name: &loss.name, change: loss.change, cell: &loss.cell })
        });
        let rows = self.report.spillover.iter().flat_map(|spillover| &spillover.rows);
        let beyond = rows.filter(|row| wanted(&row.scenario)).map(|row| {
            // The cell without its scenario is the same on both sides.
            let place = row.cell.splitn(3, '/').nth(2).unwrap_or_default();
            let key = (whole(row.scenario.as_str()), "industry", place, None, "output");
            let Spread { p05, p50, p95 } = row.share;
            let change = Spread { p05: -p95, p50: -p50, p95: -p05 };
            (key, Entry { name: &row.name, change, cell: &row.cell })
        });
        losses.chain(beyond).collect()
    }
}

/// A stored run, or one of its scenarios, as a side of a comparison.
#[derive(Debug, Clone, Copy)]
pub struct Party<'a> {
    /// How the reader names it.
    pub name: &'a str,
    /// The run.
    pub run: &'a StoredRun,
    /// One of its scenarios; all of them when none.
    pub scenario: Option<&'a str>,
}

impl<'a> Party<'a> {
    fn side(&self) -> Side<'a> {
        Side { name: self.name, report: &self.run.record.report, scenario: self.scenario }
    }
}

/// Puts two stored runs next to each other, draw by draw where they share their draws. `weekly` asks for the
/// weekly differences too.
///
/// # Errors
/// [`StoreError`] when a table cannot be read.
pub fn compare_runs(
    left: &Party<'_>,
    right: &Party<'_>,
    tolerance: f64,
    weekly: bool,
) -> Result<Comparison, StoreError> {
    let same_run = left.run.record.report.run.digest == right.run.record.report.run.digest;
    let ours = left.run.outcomes()?;
    let theirs = if same_run { ours.clone() } else { right.run.outcomes()? };
    let apart =
        match (&ours, &theirs) {
            (Some(ours), Some(theirs)) if same_run || ours.members == theirs.members => {
                if same_run { None } else { differing_draws(left.run, right.run)? }
            }
            (Some(_), Some(_)) => Some("they hold other draws".to_owned()),
            _ => Some("a run of an earlier version keeps no single draws".to_owned()),
        };
    let draws = ours.as_ref().zip(theirs.as_ref()).filter(|_| apart.is_none());
    let mut found = rows(&left.side(), &right.side(), tolerance, draws);
    found.pairing = pairing(&left.side(), &right.side(), apart.as_deref());
    let held = |run: &StoredRun| run.record.members.until - run.record.members.from;
    (found.pairing.left_draws, found.pairing.right_draws) = (held(left.run), held(right.run));
    found.stated =
        stated(&left.run.record, &right.run.record, &scenarios(&left.side(), &right.side()));
    found.unsaid.extend(left.side().unsaid("A"));
    found.unsaid.extend(right.side().unsaid("B"));
    tell_context(&mut found, Language::En);
    tell(&mut found);
    if weekly
        && same_run
        && let (Some(one), Some(other)) = (left.scenario, right.scenario)
    {
        found.weekly = fans(left.run, one, other)?;
    }
    Ok(found)
}

/// Why the draws of two runs cannot be subtracted one by one; none when they can.
fn differing_draws(left: &StoredRun, right: &StoredRun) -> Result<Option<String>, StoreError> {
    let (a, b) = (&left.record.report.run, &right.record.report.run);
    let checks = [
        ("seeds", a.seed == b.seed),
        ("designs", a.design == b.design),
        ("sizes of the ensemble", a.members == b.members),
    ];
    if let Some((what, _)) = checks.iter().find(|(_, same)| !same) {
        return Ok(Some(format!("they have other {what}")));
    }
    let (ours, theirs) = (left.parameters()?, right.parameters()?);
    let changed = ours.iter().find(|(name, values)| {
        theirs.get(*name).is_some_and(|others| {
            let bits = |values: &[f64]| values.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
            bits(values) != bits(others)
        })
    });
    Ok(changed.map(|(name, _)| format!("they draw `{name}` from other ranges")))
}

fn pairing(left: &Side<'_>, right: &Side<'_>, apart: Option<&str>) -> Pairing {
    let draws = [left, right].map(|side| side.report.run.members);
    let text = match apart {
        None => "A and B are the same draws, so each difference is taken draw by draw.".to_owned(),
        Some(why) => format!(
            "The draws of A and B are not the same ({why}), so B - A is the difference of the medians, without a range of its own."
        ),
    };
    Pairing { shared: apart.is_none(), left_draws: draws[0], right_draws: draws[1], text }
}

/// The scenarios that stand against each other, with the name to show.
fn scenarios(left: &Side<'_>, right: &Side<'_>) -> Vec<(Option<String>, String, String)> {
    if let (Some(one), Some(other)) = (left.scenario, right.scenario) {
        return vec![(None, one.to_owned(), other.to_owned())];
    }
    let of = |side: &Side<'_>| -> Vec<String> {
        let all = side.report.scenarios.iter().map(|scenario| scenario.id.clone());
        side.scenario.map_or_else(|| all.collect(), |one| vec![one.to_owned()])
    };
    let mut ids = of(left);
    ids.extend(of(right));
    ids.sort();
    ids.dedup();
    ids.into_iter().map(|id| (Some(id.clone()), id.clone(), id)).collect()
}

/// The weekly differences between two scenarios of one run.
fn fans(run: &StoredRun, left: &str, right: &str) -> Result<Vec<WeeklyDifference>, StoreError> {
    let losses = &run.record.report.losses;
    let found = run.fans(left, right)?.into_iter().filter_map(|fan| {
        let loss = losses.iter().find(|loss| subject(&loss.cell) == fan.cell)?;
        Some(WeeklyDifference {
            cell: fan.cell,
            entity: loss.entity.clone(),
            name: loss.name.clone(),
            product: loss.product.clone(),
            variable: loss.measure.clone(),
            last: points(fan.values.last().map_or(0.0, |week| week[2])),
            weeks: fan.weeks.iter().map(ToString::to_string).collect(),
            band: band(&fan.values),
            lower: fan.lower,
            higher: fan.higher,
        })
    });
    Ok(found.collect())
}

/// Puts two reports next to each other without their draws; [`compare_runs`] knows more.
#[must_use]
pub fn compare(left: &Side<'_>, right: &Side<'_>, tolerance: f64) -> Comparison {
    let mut found = rows(left, right, tolerance, None);
    tell(&mut found);
    found
}

/// The text of every number of a comparison.
fn tell(found: &mut Comparison) {
    let sides = [found.pairing.left_draws, found.pairing.right_draws].map(Told::of);
    for row in &mut found.rows {
        let side = |told: Told, change: Option<&Spread>| {
            let dash = || SpreadText { middle: DASH.to_owned(), range: String::new() };
            change.map_or_else(dash, |change| told.percent_spread(change))
        };
        let ends = row.paired.map(|paired| (paired.p05, paired.p95));
        let told = Told::of(row.paired.map_or(0, |paired| paired.draws));
        let difference = row.difference.map(|gap| told.points(gap, ends));
        let error = row.paired.and_then(|paired| paired.error);
        let error = error.map(|[low, _, high]| ends_good(low, high));
        row.text = DifferenceText {
            left: side(sides[0], row.left.as_ref()),
            right: side(sides[1], row.right.as_ref()),
            difference: difference
                .unwrap_or_else(|| SpreadText { middle: DASH.to_owned(), range: String::new() }),
            lower: row.paired.map_or_else(|| DASH.to_owned(), |paired| chance(paired.lower)),
            error: error.unwrap_or_default(),
        };
    }
}

fn rows(
    left: &Side<'_>,
    right: &Side<'_>,
    tolerance: f64,
    draws: Option<(&Outcomes, &Outcomes)>,
) -> Comparison {
    let (ours, theirs) = (left.rows(), right.rows());
    let mut keys: Vec<&Key<'_>> = ours.keys().chain(theirs.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.retain(|key| !left.cannot_say(key) && !right.cannot_say(key));
    let row = |key: &Key<'_>| {
        let (left, right) = (ours.get(key), theirs.get(key));
        let either = left.or(right)?;
        let spread = |side: Option<&Entry<'_>>| side.map(|entry| entry.change);
        let both = left.zip(right);
        let paired = both.zip(draws).and_then(|((l, r), (ours, theirs))| {
            Some(Paired::of(ours.change(l.cell)?, theirs.change(r.cell)?))
        });
        let medians = both.map(|(l, r)| r.change.p50 - l.change.p50);
        let difference = paired.map(|paired| paired.p50).or(medians);
        Some(Difference {
            scenario: key.0.map(str::to_owned),
            level: key.1.to_owned(),
            entity: key.2.to_owned(),
            name: either.name.to_owned(),
            product: key.3.map(str::to_owned),
            measure: key.4.to_owned(),
            left: spread(left),
            right: spread(right),
            difference,
            paired,
            differs: size(difference, paired.as_ref()) > tolerance,
            by_price: false,
            text: DifferenceText::default(),
        })
    };
    let mut rows: Vec<Difference> = keys.into_iter().filter_map(row).collect();
    by_price::mark(&mut rows);
    let size = |row: &Difference| size(row.difference, row.paired.as_ref());
    // Stable: rows of equal size keep the order of what they measure.
    rows.sort_by(|a, b| size(b).total_cmp(&size(a)));
    Comparison {
        left: left.name.to_owned(),
        right: right.name.to_owned(),
        tolerance,
        same_run: left.report.run.digest == right.report.run.digest,
        pairing: pairing(left, right, Some("only reports are compared")),
        context: Vec::new(),
        unsaid: Vec::new(),
        stated: Vec::<Stated>::new(),
        rows,
        weekly: Vec::new(),
    }
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
        let found = compare(&side(&report, None), &side(&other, None), 1.0);
        assert_eq!(found.differing(), 2, "one in each scenario");
    }

    /// A stored run, read back.
    fn stored(root: &std::path::Path, run: &crate::RunInput) -> StoredRun {
        let finished = finish(run, Keep::Few).expect("a run");
        let folder = crate::store::write(root, None, &finished, "").expect("written");
        StoredRun::open(&folder).expect("opened")
    }

    fn party<'a>(run: &'a StoredRun, scenario: Option<&'a str>) -> Party<'a> {
        Party { name: scenario.unwrap_or("run"), run, scenario }
    }

    /// The sample with cuts that depend on the draw, so that bands of scenarios overlap.
    fn uneven(members: u32) -> crate::RunInput {
        let mut run = run(members);
        for (scenario, (step, round)) in run.scenarios.iter_mut().zip([(7, 13), (5, 11)]) {
            let len = scenario.trajectories.block_len();
            for (member, block) in scenario.trajectories.values.chunks_exact_mut(len).enumerate() {
                let part = 1.0 - (1 + member * step % round) as f64 / 40.0;
                block.iter_mut().for_each(|value| *value *= part);
            }
        }
        run
    }

    /// A run that holds one draw of another.
    fn single(run: &crate::RunInput, member: usize) -> crate::RunInput {
        let mut one = run.clone();
        let cut = |run: &mut crate::ScenarioRun| {
            let len = run.trajectories.block_len();
            run.trajectories.values =
                run.trajectories.values[member * len..][..len].to_vec().into();
            let number = run.trajectories.members.start + u32::try_from(member).expect("few");
            run.trajectories.members = number..number + 1;
            run.bindings.retain(|row| row.member == number);
        };
        cut(&mut one.baseline);
        one.scenarios.iter_mut().for_each(cut);
        one.parameters.draws = vec![run.parameters.draws[member].clone()];
        one
    }

    #[test]
    fn a_paired_band_is_the_one_rebuilt_from_runs_of_single_draws_to_the_last_bit() {
        let whole = uneven(24);
        let root = tempfile::tempdir().expect("a folder");
        let run = stored(root.path(), &whole);
        let found = compare_runs(&party(&run, Some("null")), &party(&run, Some("cut")), 0.0, true)
            .expect("compared");
        assert!(found.pairing.shared, "{:?}", found.pairing);
        let singles: Vec<StoredRun> =
            (0..24).map(|member| stored(root.path(), &single(&whole, member))).collect();
        let change = |run: &StoredRun, scenario: &str, row: &Difference| {
            let same = |loss: &&crate::report::Loss| {
                loss.scenario == scenario
                    && (&loss.entity, &loss.measure) == (&row.entity, &row.measure)
            };
            let cell = &run.record.report.losses.iter().find(same).expect("a row").cell;
            run.outcomes().expect("read").expect("kept").change(cell).expect("a cell")[0]
        };
        let mut otherwise = 0;
        for row in &found.rows {
            let paired = row.paired.expect("shared draws");
            let side = |scenario: &str| -> Vec<f64> {
                singles.iter().map(|run| change(run, scenario, row)).collect()
            };
            let rebuilt = Paired::of(&side("null"), &side("cut"));
            assert_eq!(paired, rebuilt, "{row:?}");
            let (left, right) = (row.left.expect("there"), row.right.expect("there"));
            otherwise += usize::from((paired.p05 - (right.p05 - left.p05)).abs() > 1e-3);
        }
        assert!(otherwise > 0, "quantiles subtracted one from another are another band");
        weekly_as_single(&whole, &found);
    }

    /// Weekly fans against the values of single draws.
    fn weekly_as_single(whole: &crate::RunInput, found: &Comparison) {
        assert!(!found.weekly.is_empty());
        let base = &whole.baseline.trajectories;
        // Sides are `null` and `cut`; the run holds `cut` first, so the band is mirrored.
        let (left, right) = (&whole.scenarios[1].trajectories, &whole.scenarios[0].trajectories);
        for fan in &found.weekly {
            let at = base
                .keys
                .iter()
                .position(|key| key.entity == fan.entity && key.variable.as_str() == fan.variable);
            let key = at.expect("a series");
            for week in 0..base.weeks.len() {
                let mut gaps: Vec<f64> = (0..24)
                    .map(|m| {
                        let base = base.series(m, key)[week];
                        let (l, r) = (left.series(m, key)[week], right.series(m, key)[week]);
                        (l / base - 1.0) - (r / base - 1.0)
                    })
                    .collect();
                let mut five = crate::stats::quantile::five(&mut gaps).map(|value| -value);
                five.reverse();
                let round = crate::stats::quantile::round6;
                assert_eq!(fan.band.p05[week], round(five[0]), "{} week {week}", fan.cell);
                assert_eq!(fan.band.p95[week], round(five[4]), "{} week {week}", fan.cell);
            }
        }
    }

    #[test]
    fn what_is_hit_in_some_draws_only_differs_though_its_median_does_not() {
        let right: Vec<f64> = (0..24).map(|draw| if draw < 10 { -0.03 } else { 0.0 }).collect();
        let paired = Paired::of(&[0.0; 24], &right);
        assert_eq!(paired.p50, 0.0);
        assert!((size(Some(paired.p50), Some(&paired)) - 0.03).abs() < 1e-12, "{paired:?}");
        assert_eq!(size(Some(0.0), None), 0.0);
        assert_eq!(size(None, None), f64::INFINITY);
    }

    #[test]
    fn draws_that_are_not_the_same_are_not_subtracted() {
        let root = tempfile::tempdir().expect("a folder");
        let one = stored(root.path(), &run(24));
        let mut other = run(24);
        other.manifest.seed = 8;
        let other = stored(root.path(), &other);
        let found = compare_runs(&party(&one, None), &party(&other, None), 0.0, true).expect("ok");
        assert!(!found.pairing.shared && found.pairing.text.contains("other seeds"), "{found:?}");
        assert!(found.rows.iter().all(|row| row.paired.is_none() && row.difference.is_some()));
        assert_eq!(found.context, ["seed: A 7, B 8"]);
    }

    #[test]
    fn what_differs_is_named_by_act_date_and_field() {
        let root = tempfile::tempdir().expect("a folder");
        let one = stored(root.path(), &run(24));
        let mut later = run(24);
        later.scenarios[0].shocks[0].from = "2026-02-16".to_owned();
        later.assumptions[0].high = 60.0;
        later.scenarios[1].shocks.clear();
        let later = stored(root.path(), &later);
        let found = compare_runs(&party(&one, None), &party(&later, None), 0.0, false).expect("ok");
        assert_eq!(
            found.context,
            [
                "shock at Site B (act: act:sample, Sample Gazette 1) in `cut`, from: A 2026-02-09, B 2026-02-16",
                "only A has the shock at Site B (act: act:sample, Sample Gazette 1) in `null`: spare parts stop, from 2026-02-09 on; decision:b-spares",
                "assumption spares stock (spares-stock), value and range: A 26 [8, 52] week, B 26 [8, 60] week",
            ]
        );
        assert!(found.pairing.shared, "a stated range that nothing is drawn from leaves the draws");
    }
}
