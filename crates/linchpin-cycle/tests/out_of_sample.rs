//! The cycle test, short: what it says of itself, that the future does not leak, that bytes repeat.

use linchpin_cycle::backtest::{self, MODEL, PUBLISHED, cycle_test};
use linchpin_cycle::calendar::{Month, Quarter};
use linchpin_cycle::data::{Inputs, Reading, Without};
use linchpin_cycle::fit::{Effort, Fit, fit};
use linchpin_cycle::numbers::Space;
use linchpin_cycle::project::one_quarter;
use linchpin_cycle::rivals::{Rival, made_on};
use linchpin_cycle::{Market, project, state};
use linchpin_units::Day;
use linchpin_world::World;
use std::path::Path;

const SHORT: Effort = Effort { draws: 800, kept: 40, seed: 2026 };

fn world() -> World {
    World::embedded().unwrap_or_else(|all| panic!("{all}"))
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn inputs(world: &World, known: &str, until: Quarter) -> Inputs {
    let reading = Reading {
        market: Market::Dram,
        known: day(known),
        trained: Quarter::new(2023, 4),
        until: until.last(),
        without: Without::default(),
    };
    Inputs::read(world, &reading).unwrap_or_else(|all| panic!("{all}"))
}

#[test]
fn the_short_test_scores_both_markets_beside_their_rivals() {
    let world = world();
    for market in Market::ALL {
        let report = cycle_test(&world, market, SHORT).unwrap_or_else(|all| panic!("{all}"));
        assert_eq!(report.splits.len(), 2);
        for (split, quarters) in report.splits.iter().zip([8, 10]) {
            let own = backtest::score(&split.model, MODEL).expect("a score");
            let published = backtest::score(&split.model, PUBLISHED).expect("a score");
            assert_eq!(
                (own.quarters, published.quarters, split.lines.len()),
                (quarters, quarters, quarters)
            );
            for rival in [Rival::NoChange, Rival::LastMonth, Rival::Momentum, Rival::Regression] {
                let rival = backtest::score(&split.rivals, rival.name()).expect("a rival");
                assert_eq!(rival.quarters, quarters);
            }
            // No change has no sign and must be far behind; else the scores mean nothing.
            let still = backtest::score(&split.rivals, Rival::NoChange.name()).expect("no change");
            assert!(still.signs == 0 && own.interval_score < still.interval_score);
        }
        assert_eq!(
            report.beats.0,
            report.verdict.contains("inputs of the quarter")
                && !report.verdict.starts_with("The model does NOT")
                && !report.verdict.starts_with("With inputs as published")
        );
        assert!(market == Market::Nand || report.goals.len() >= 6);
    }
}

#[test]
fn published_benchmarks_are_found_again() {
    // The prototype's own numbers for the rivals, which rest on the same public index.
    let report = cycle_test(&world(), Market::Dram, SHORT).unwrap_or_else(|all| panic!("{all}"));
    for (rival, early, main) in [
        (Rival::NoChange, (12.3, 11.8), (11.7, 16.7)),
        (Rival::LastMonth, (12.1, 11.1), (10.6, 14.1)),
        (Rival::Momentum, (9.8, 9.2), (7.1, 7.9)),
        (Rival::Regression, (10.3, 9.0), (5.6, 8.4)),
    ] {
        for (split, (median, mean)) in report.splits.iter().zip([early, main]) {
            let found = backtest::score(&split.rivals, rival.name()).expect("a score");
            assert!(
                (found.median - median).abs() < 0.3,
                "{rival:?} {}: {}",
                split.name,
                found.median
            );
            assert!((found.mean - mean).abs() < 0.2, "{rival:?} {}: {}", split.name, found.mean);
        }
    }
}

/// Copies the world to a folder, with every price after 2023 doubled.
fn doubled(folder: &Path) -> World {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../worlds/memory");
    for part in ["", "facts", "series"] {
        std::fs::create_dir_all(folder.join(part)).expect("a folder");
        for entry in std::fs::read_dir(from.join(part)).expect("the world").flatten() {
            if entry.path().is_file() {
                let name = entry.file_name();
                let mut text = std::fs::read_to_string(entry.path()).expect("a text");
                if name == "prices.csv" {
                    text = text.lines().map(|line| format!("{}\n", twice(line))).collect();
                }
                std::fs::write(folder.join(part).join(name), text).expect("written");
            }
        }
    }
    World::load(folder).unwrap_or_else(|all| panic!("{all}")).0
}

fn twice(line: &str) -> String {
    let mut cells: Vec<String> = line.splitn(4, ',').map(str::to_owned).collect();
    if cells[0].ends_with("price-index") && cells[1].as_str() >= "2024" {
        let value: f64 = cells[2].parse().expect("a number");
        cells[2] = (2.0 * value).to_string();
    }
    cells.join(",")
}

fn fitted(inputs: &Inputs, world: &World) -> Fit {
    let space = Space::of(world, Market::Dram).unwrap_or_else(|all| panic!("{all}"));
    fit(Market::Dram, &space, inputs, Quarter::new(2023, 4), SHORT)
}

#[test]
fn prices_of_the_hold_out_change_neither_the_fit_nor_an_earlier_projection() {
    let folder = tempfile::tempdir().expect("a folder");
    let (true_world, false_world) = (world(), doubled(folder.path()));
    let end = Quarter::new(2026, 2);
    let (a, b) = (inputs(&true_world, "2026-11-28", end), inputs(&false_world, "2026-11-28", end));
    assert!(a.prices() != b.prices(), "the edit must reach the inputs");
    let (fit_a, fit_b) = (fitted(&a, &true_world), fitted(&b, &false_world));
    assert_eq!(fit_a.kept, fit_b.kept);
    let first = Quarter::new(2024, 1);
    let known = made_on(first).to_string();
    let at = (first.0 - Quarter::new(2019, 1).0) as usize;
    let project = |fit: &Fit, world: &World| one_quarter(fit, &inputs(world, &known, first), at);
    assert_eq!(project(&fit_a, &true_world), project(&fit_b, &false_world));
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_other_ones() {
    let world = world();
    let read = inputs(&world, "2026-11-28", Quarter::new(2026, 2));
    let (one, two) = (fitted(&read, &world), fitted(&read, &world));
    assert_eq!(one.kept, two.kept);
    let space = Space::of(&world, Market::Dram).unwrap_or_else(|all| panic!("{all}"));
    let other = Effort { seed: 1, ..SHORT };
    let other = fit(Market::Dram, &space, &read, Quarter::new(2023, 4), other);
    assert_ne!(one.kept, other.kept);
    // Ranked, and none worse than the worst that was kept.
    assert!(one.kept.windows(2).all(|pair| pair[0].score <= pair[1].score));
}

#[test]
fn the_state_of_a_date_knows_the_glut_and_the_shortage() {
    let world = world();
    let on = |date: &str, known: &str| {
        state::on(&world, Market::Dram, day(date), day(known), SHORT)
            .unwrap_or_else(|all| panic!("{all}"))
    };
    let (glut, tight) = (on("2022-09-30", "2026-11-28"), on("2026-06-30", "2026-11-28"));
    assert!(glut.maker_weeks.median > tight.maker_weeks.median + 3.0, "{glut:?} {tight:?}");
    assert!(glut.price_over_normal.median < tight.price_over_normal.median);
    assert!(on("2023-09-30", "2026-11-28").utilisation.median < 0.95, "makers cut in 2023");
    let then = on("2025-09-30", "2025-10-15");
    assert_eq!((then.priced.as_str(), then.month.as_str()), ("2025-09", "2025-09"));
    let early = state::on(&world, Market::Dram, day("2018-06-30"), day("2026-11-28"), SHORT);
    assert_eq!(early.expect_err("before the series").iter().next().expect("one").code, "LP-Y003");
    let blind = state::on(&world, Market::Dram, day("2019-12-31"), day("2020-01-20"), SHORT);
    assert_eq!(blind.expect_err("too few years").iter().next().expect("one").code, "LP-Y003");
}

#[test]
fn a_projection_says_where_it_becomes_a_scenario() {
    let world = world();
    let ahead = project::from(&world, Market::Dram, day("2025-10-15"), 4, SHORT)
        .unwrap_or_else(|all| panic!("{all}"));
    let marks: Vec<bool> = ahead.steps.iter().map(|step| step.scenario).collect();
    assert_eq!(marks, [false, false, true, true]);
    assert_eq!(ahead.steps[0].quarter, "2025-Q4");
    assert!(ahead.steps.iter().all(|step| step.price.low < step.price.high));
    assert_eq!(Month::of(day("2025-10-15")).quarter().to_string(), ahead.steps[0].quarter);
}

#[test]
fn what_the_world_lacks_is_named_all_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    doubled(folder.path());
    let path = folder.path().join("cycle.toml");
    let text = std::fs::read_to_string(&path).expect("the assumptions");
    let text = text
        .replace("assumption:cycle-inertia", "assumption:cycle-inertias")
        .replace("assumption:cycle-weight-pc", "assumption:cycle-weight-pcs");
    std::fs::write(&path, text).expect("written");
    let world = World::load(folder.path()).unwrap_or_else(|all| panic!("{all}")).0;
    let found = Space::of(&world, Market::Dram).expect_err("two are missing");
    let named: Vec<&str> = found.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(found.iter().filter(|finding| finding.code == "LP-Y001").count(), 2, "{named:?}");
    std::fs::remove_file(folder.path().join("series/drivers.csv")).expect("removed");
    let text =
        std::fs::read_to_string(folder.path().join("datapackage.json")).expect("the descriptor");
    std::fs::write(folder.path().join("datapackage.json"), without(&text, "series/drivers.csv"))
        .expect("written");
    let world = World::load(folder.path()).unwrap_or_else(|all| panic!("{all}")).0;
    let reading = Reading {
        market: Market::Dram,
        known: day("2026-11-28"),
        trained: Quarter::new(2023, 4),
        until: Month::new(2026, 6),
        without: Without::default(),
    };
    let found = Inputs::read(&world, &reading).expect_err("no drivers");
    assert_eq!(found.iter().filter(|finding| finding.code == "LP-Y002").count(), 3, "{found}");
}

/// The descriptor with the path of one resource put in place of another's.
fn without(text: &str, path: &str) -> String {
    text.replace(&format!("\"{path}\""), "\"series/prices.csv\"")
}
