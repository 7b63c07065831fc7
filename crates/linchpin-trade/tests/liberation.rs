//! The published results of the Liberation Day study.

use linchpin_trade::liberation::{Parameters, World};
use std::path::PathBuf;

const HOME: usize = 184;

/// The world of 2023 and the announced tariffs; `None` where the shared folder is not here.
fn world() -> Option<(World, Vec<f64>, PathBuf)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../../shared/data/liberation_day_2025");
    if !folder.exists() {
        println!("skipped: the shared folder with the Liberation Day data is not here");
        return None;
    }
    let cells = |name: &str| -> Vec<f64> {
        let text = std::fs::read_to_string(folder.join(name)).expect("a file");
        let lines = text.lines().skip(1);
        // A blank cell is a flow that nobody reports: zero.
        lines
            .flat_map(|line| {
                line.split(',').map(|cell| cell.trim().parse().unwrap_or(0.0)).collect::<Vec<f64>>()
            })
            .collect()
    };
    let income: Vec<f64> = cells("gdp.csv").into_iter().map(|gdp| gdp / 1000.0).collect();
    let world = World::calibrated(&cells("trade_cepii.csv"), &income, HOME).expect("a world");
    Some((world, cells("tariffs.csv"), folder))
}

#[test]
fn announced_tariffs_in_all_countries() {
    let Some((world, tariffs, folder)) = world() else { return };
    let found =
        world.solve(&world.announced(&tariffs, 0.1), &Parameters::default()).expect("solved");
    let text = std::fs::read_to_string(folder.join("output_map.csv")).expect("a file");
    let mut worst = [0.0_f64; 7];
    for (i, line) in text.lines().skip(1).enumerate() {
        let cells: Vec<f64> =
            line.split(',').skip(1).map(|c| c.parse().unwrap_or(f64::NAN)).collect();
        let own = [
            found.welfare[i],
            found.deficit[i],
            found.exports[i],
            found.imports[i],
            found.employment[i],
            found.prices[i],
            found.revenue[i],
        ];
        for (at, (own, published)) in own.iter().zip(&cells).enumerate() {
            worst[at] = worst[at].max((own - published).abs());
        }
    }
    assert!(worst[0] < 1e-6 && worst[4] < 1e-6 && worst[5] < 1e-6, "{worst:?}");
    assert!((found.welfare[HOME] - 1.130_712_397_383_07).abs() < 1e-6, "{}", found.welfare[HOME]);
    assert!(found.residual < 1e-13);
}

#[test]
fn nine_values_of_the_united_states() {
    let Some((world, tariffs, _)) = world() else { return };
    let usual = Parameters::default();
    let announced = world.announced(&tariffs, 0.1);
    let home = |world: &World, tariffs: &[f64], parameters: &Parameters| {
        world.solve(tariffs, parameters).expect("solved").welfare[HOME]
    };
    let partial = Parameters { pass_through: 0.25, ..usual };
    let plain = Parameters { no_margin: true, ..usual };
    let lump = Parameters { lump_sum: true, ..usual };
    let double = Parameters { epsilon: 8.0, ..usual };
    let best = world.uniform(world.best_tariff(&usual, false));
    let answer = world.best_answer(&usual);
    let both = world.answered(world.uniform(world.best_tariff(&usual, true)), answer);
    let found = [
        (home(&world, &announced, &usual), 1.13),
        (home(&world, &announced, &partial), 1.36),
        (home(&world.without_selling_costs(), &announced, &plain), 1.24),
        (home(&world, &announced, &lump), -0.01),
        (home(&world, &announced, &double), 0.33),
        (home(&world, &best, &usual), 1.79),
        (home(&world, &world.reciprocated(announced.clone()), &usual), -0.36),
        (home(&world, &world.answered(announced.clone(), answer), &usual), -0.745_409_699_115_485),
        (home(&world, &both, &usual), -0.32),
    ];
    for (at, (own, published)) in found.iter().enumerate() {
        let digits = if at == 7 { 1e-6 } else { 0.005 };
        assert!((own - published).abs() <= digits, "{at}: {own} is not {published}: {found:?}");
    }
}

#[test]
fn the_search_finds_no_worse_a_tariff_than_the_formula() {
    let Some((world, _, _)) = world() else { return };
    let usual = Parameters::default();
    let formula = world.best_tariff(&usual, false);
    let by_formula = world.solve(&world.uniform(formula), &usual).expect("solved").welfare[HOME];
    let (tariff, welfare) = world.search(&usual).expect("searched");
    assert!(welfare >= by_formula - 1e-9, "{tariff} {welfare} {formula} {by_formula}");
}

#[test]
fn no_tariff_changes_nothing_and_blanks_are_refused() {
    let Some((world, _, _)) = world() else { return };
    let calm = world.solve(&world.uniform(0.0), &Parameters::default()).expect("solved");
    assert!(calm.welfare.iter().all(|change| change.abs() < 1e-10));
    assert!(World::calibrated(&[0.0, f64::NAN, 1.0, 0.0], &[1.0, 1.0], 0).is_err());
    assert!(World::calibrated(&[0.0; 3], &[1.0, 1.0], 0).is_err());
}
