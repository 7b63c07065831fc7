//! Hand answers of the bank: the score's formulas, the statistics of a window, the split and the rules.

use linchpin::bank::inputs::Statistic;
use linchpin::bank::numbers::{crps, median, normal, wilson};
use linchpin::bank::predict::statistic;
use linchpin::bank::rules::{Half, Rules};

fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-4, "{a} is not {b}");
}

#[test]
fn crps_by_hand() {
    // A single number: the distance.
    near(crps(&[3.0], 5.0), 2.0);
    // Two numbers 0 and 1, seen 0: (0 + 1) / 2 - 1/2 * (0 + 1 + 1 + 0) / 4 = 0.25.
    near(crps(&[0.0, 1.0], 0.0), 0.25);
    // Seen in the middle: 0.5 - 0.25 = 0.25 as well; seen at 3: 2.5 - 0.25 = 2.25.
    near(crps(&[0.0, 1.0], 0.5), 0.25);
    near(crps(&[0.0, 1.0], 3.0), 2.25);
    // Three numbers 0, 1, 2, seen 1: 2/3 - 1/2 * (8/9) = 2/9.
    near(crps(&[0.0, 1.0, 2.0], 1.0), 2.0 / 9.0);
}

#[test]
fn crps_of_a_normal_is_the_closed_form() {
    // Standard normal, seen 0: 2 phi(0) - 1/sqrt(pi) = 0.79788 - 0.56419 = 0.23370.
    let sample: Vec<f64> = (0..4000).map(|i| normal((f64::from(i) + 0.5) / 4000.0)).collect();
    assert!((crps(&sample, 0.0) - 0.233_70).abs() < 1e-3, "{}", crps(&sample, 0.0));
}

#[test]
fn intervals_of_a_share_from_a_table() {
    // Wilson 95 %: 5 of 10 is 0.2366 to 0.7634; 0 of 10 is 0 to 0.2775; 10 of 10 is 0.7225 to 1.
    let [low, high] = wilson(5, 10).expect("some");
    near(low, 0.236_59);
    near(high, 0.763_41);
    let [low, high] = wilson(0, 10).expect("some");
    near(low, 0.0);
    near(high, 0.277_53);
    near(wilson(10, 10).expect("some")[0], 0.722_47);
    assert_eq!(wilson(0, 0), None, "nothing has no share");
}

#[test]
fn quantiles_of_the_normal_from_a_table() {
    near(normal(0.5), 0.0);
    near(normal(0.9), 1.281_55);
    near(normal(0.025), -1.959_96);
}

#[test]
fn statistics_by_hand() {
    let (before, after) = ([10.0, 10.0, 10.0, 10.0], [10.0, 4.0, 9.0, 10.0]);
    let of = |s| statistic(s, &before, &after);
    assert!((of(Statistic::Mean) + 7.0 / 40.0).abs() < 1e-12, "33 of 40 are made");
    assert!((of(Statistic::Min) + 0.6).abs() < 1e-12);
    assert!((of(Statistic::LostWeeks) - 0.7).abs() < 1e-12, "7 of 10 a week");
    assert_eq!(of(Statistic::PeakWeek), 1.0);
    assert_eq!(of(Statistic::UntilNormal), 3.0, "weeks 0 to 2, then as before");
    assert_eq!(of(Statistic::At), 0.0);
    assert!((of(Statistic::Level) - 8.25).abs() < 1e-12);
    for still in [Statistic::LostWeeks, Statistic::UntilNormal, Statistic::Mean] {
        assert_eq!(statistic(still, &before, &before), 0.0);
    }
}

#[test]
fn the_split_is_the_hash_of_the_id() {
    // printf %s wuxi-fire-2013 | sha256sum begins with an odd byte; hualien-quake-2024 with an even one.
    assert_eq!(Half::of("wuxi-fire-2013"), Half::HeldOut);
    assert_eq!(Half::of("hualien-quake-2024"), Half::Training);
    assert_eq!(Half::of(""), Half::HeldOut, "e3 is odd");
}

#[test]
fn the_bundled_rules_read() {
    let rules = Rules::bundled().expect("rules");
    assert!((rules.null.share - 0.02).abs() < 1e-12);
    assert!(rules.class.iter().any(|class| class.id == "price-ahead"));
    assert!(rules.per_year("spot-price") > rules.per_year("output"));
}

#[test]
fn the_middle_of_nothing_is_none() {
    assert_eq!(median(&[]), None);
    assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
}
