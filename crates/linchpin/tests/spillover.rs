//! Lost memory carried into the industries that use it: totals, reasons, and the same bytes for any
//! number of threads.

use linchpin::{Options, Study, unwatched};
use linchpin_network::table::bundled::BuiltIn;
use linchpin_results::compare::{Side, compare};
use linchpin_results::explain::explain;
use linchpin_results::spillover::{Spillover, SpilloverRow};
use linchpin_results::{Keep, RunInput, StoredRun, finish, store};

fn run(members: u32) -> (Study, RunInput) {
    let options = Options { members: Some(members), ..Options::default() };
    let study = Study::load("yearly-approvals", &options).expect("a study");
    let input = study.run(Some("no-licence"), &unwatched).expect("a run");
    (study, input)
}

fn row<'a>(found: &'a Spillover, region: Option<&str>, industry: Option<&str>) -> &'a SpilloverRow {
    let fits = |row: &&SpilloverRow| {
        row.region.as_deref() == region && row.industry.as_deref() == industry
    };
    found.rows.iter().find(fits).expect("a row")
}

#[test]
fn losses_add_up_and_fall_on_those_who_build_memory_in() {
    let (study, mut input) = run(1);
    let found = study.spillover(&input, BuiltIn::default()).expect("carried on");
    let world = row(&found, None, None).output.p50;
    let regions = found.rows.iter().filter(|row| row.region.is_some() && row.industry.is_none());
    let sum: f64 = regions.map(|row| row.output.p50).sum();
    assert!(world > 0.0 && (sum / world - 1.0).abs() < 1e-5, "{sum} {world}");
    // What is paid more is received by makers, and by nobody else: with one draw the parts add up.
    let bill = row(&found, None, None).bill.p50;
    let received: f64 = found.received.iter().map(|one| one.amount.p50).sum();
    assert!(bill > 0.0 && (received / bill - 1.0).abs() < 1e-5, "{received} of {bill}");
    let korea = &found.received[0];
    assert_eq!(korea.country, "country:KOR", "two of the three large makers are Korean");
    let paid = row(&found, Some("KOR"), None);
    assert!(
        korea.amount.p50 > paid.bill.p50 + paid.value_added.p50,
        "Korea gains by it: {korea:?} {paid:?}"
    );
    // Value added is a part of what is not made: without the bill it is never the larger.
    for row in &found.rows {
        assert!(row.value_added.p50 <= row.output.p50.max(0.0) + 1.0, "{row:?}");
    }
    let share = |industry: &str| row(&found, None, Some(industry)).share.p50;
    assert!(share("electronics-rest") > 5.0 * share("c32"), "devices before schools");
    let china = found.shortages.iter().find(|short| short.region == "CHN").expect("China");
    assert!(china.share.p50 > 0.0 && china.share.p50 < 0.5, "{china:?}");
    assert!(found.parameters.iter().all(|p| p.low <= p.value && p.value <= p.high));
    input.spillover = Some(found);
    let finished = finish(&input, Keep::Few).expect("finished");
    assert!(finished.tables.iter().any(|table| table.name == "spillover" && !table.is_empty()));
    let side = |name| Side { name, report: &finished.report, scenario: None };
    let same = compare(&side("left"), &side("right"), 0.0);
    assert!(same.differing() == 0 && same.rows.iter().any(|row| row.level == "industry"));
    let root = tempfile::tempdir().expect("a folder");
    let folder = store::write(root.path(), None, &finished, "<html>").expect("written");
    let stored = StoredRun::open(&folder).expect("opened");
    let why = explain(&stored, Some("spillover/no-licence/CHN/*")).expect("explained");
    assert!(why.grounded(), "{why:#?}");
    let wrong = explain(&stored, Some("spillover/no-licence/CHM/*")).expect_err("no such row");
    assert!(wrong.to_string().contains("spillover/no-licence/CHN/*"), "{wrong}");
}

#[test]
fn threads_change_nothing_and_the_same_deliveries_cost_nothing() {
    let (study, mut input) = run(2);
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| study.spillover(&input, BuiltIn::default()).expect("carried on"))
    };
    assert_eq!(with(1), with(2));
    let calm = input.baseline.trajectories.clone();
    for scenario in &mut input.scenarios {
        scenario.trajectories = calm.clone();
    }
    let found = study.spillover(&input, BuiltIn::default()).expect("carried on");
    // Output is summed in millions of dollars: rounding stays far below one of them.
    assert!(found.rows.iter().all(|row| row.output.p95.abs() < 1e-3), "{:?}", found.rows[0]);
    assert!(found.shortages.iter().all(|short| short.share.p95 == 0.0));
}

/// Largest less smallest over the mean.
fn varies(values: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let most = values.iter().copied().fold(f64::MIN, f64::max);
    (most - values.iter().copied().fold(f64::MAX, f64::min)) / mean
}

/// The upper end of what the world does not make, of its higher bill, and the standard error that is told of the first.
fn upper_ends(seed: u64, members: Option<u32>) -> [f64; 3] {
    let options = Options { members, seed: Some(seed), without_causes: true, ..Options::default() };
    let study = Study::load("yearly-approvals", &options).expect("a study");
    let input = study.run(Some("no-licence"), &unwatched).expect("a run");
    let start = std::time::Instant::now();
    let found = study.spillover(&input, BuiltIn::default()).expect("carried on");
    let world = row(&found, None, None);
    let told = found.notes.iter().find(|note| note.contains("other draws would move"));
    let told = told.and_then(|note| note.split_once("about ")?.1.split_once(" %")?.0.parse().ok());
    println!(
        "seed {seed}: output not made {:?}, told error {told:?} %, bill {:?}; carried on in {:.1} s",
        world.output,
        world.bill,
        start.elapsed().as_secs_f64()
    );
    [world.output.p95, world.bill.p95, told.unwrap_or(f64::NAN)]
}

/// Ten seeds of the study as it is bundled: some minutes, so by name.
#[test]
#[ignore = "ten runs of 400 members: cargo test --release -p linchpin --test spillover -- --ignored --nocapture"]
fn over_ten_seeds_the_upper_end_of_the_world_s_loss_varies_by_at_most_a_tenth() {
    let ends: Vec<[f64; 3]> = (1..=10).map(|seed| upper_ends(seed, None)).collect();
    let all = |at: usize| varies(&ends.iter().map(|end| end[at]).collect::<Vec<f64>>());
    let (output, bill) = (all(0), all(1));
    println!(
        "largest less smallest over the mean: {:.1} %, of the bill {:.1} %",
        100.0 * output,
        100.0 * bill
    );
    assert!(output <= 0.1, "{output}");
}

/// The same in little: two seeds differ by no more than the error that each tells of itself allows.
#[test]
fn two_seeds_differ_by_what_their_errors_allow() {
    let [one, other] = [1, 2].map(|seed| upper_ends(seed, Some(64)));
    let off = (one[0] - other[0]).abs() / one[0].max(other[0]);
    assert!(off <= 4.0 * (one[2] + other[2]) / 100.0, "{one:?} {other:?}");
    assert!(one[2] > 0.0 && one[2] < 30.0, "{one:?}");
}
