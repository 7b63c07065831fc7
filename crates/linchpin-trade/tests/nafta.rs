//! The published numbers of Caliendo and Parro (2015), their nested cases, and laws of the solver.

use linchpin_trade::table::{Replication, tariffs};
use linchpin_trade::welfare::{Welfare, welfare};
use linchpin_trade::{
    Change, Economy, Flow, Nests, Outcome, Settings, Shock, TradeError, path, solve,
};
use std::path::PathBuf;

const COUNTRIES: [&str; 31] = [
    "Argentina",
    "Australia",
    "Austria",
    "Brazil",
    "Canada",
    "Chile",
    "China",
    "Denmark",
    "Finland",
    "France",
    "Germany",
    "Greece",
    "Hungary",
    "India",
    "Indonesia",
    "Ireland",
    "Italy",
    "Japan",
    "Korea",
    "Mexico",
    "Netherlands",
    "New Zealand",
    "Norway",
    "Portugal",
    "South Africa",
    "Spain",
    "Sweden",
    "Turkey",
    "UK",
    "USA",
    "ROW",
];

/// The data, and the tariffs of 2005 among the three; `None` where the shared folder is not here.
fn nafta() -> Option<(Economy, Shock)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data/cp2015");
    if !folder.exists() {
        println!("skipped: the shared folder with Caliendo and Parro's data is not here");
        return None;
    }
    let text = |name: &str| std::fs::read_to_string(folder.join(name)).expect("a file");
    let economy = Replication {
        value_added_shares: &text("B.txt"),
        output: &text("GO.txt"),
        inputs: &text("IO.txt"),
        theta: &text("T.txt"),
        tariffs: &text("tariffs1993.txt"),
        imports: &text("xbilat1993.txt"),
    }
    .economy(&COUNTRIES)
    .expect("sound data");
    let later = tariffs(&text("tariffs2005.txt"), 31, 40).expect("tariffs");
    let members = [4, 19, 29];
    let mut shock = Shock::default();
    for j in 0..20 {
        for n in members {
            for i in members.into_iter().filter(|i| *i != n) {
                let at = economy.at(j, n, i);
                if economy.shares[at] > 0.0 {
                    let flow = Flow {
                        importers: vec![COUNTRIES[n].to_owned()],
                        exporters: vec![COUNTRIES[i].to_owned()],
                        sectors: vec![economy.sectors[j].clone()],
                    };
                    shock.entries.push((flow, Change::Tariff(later[at])));
                }
            }
        }
    }
    Some((economy, shock))
}

fn settings(nests: [f64; 3]) -> Settings {
    let [consumption, value_added, materials] = nests;
    Settings { nests: Nests { consumption, value_added, materials }, ..Settings::default() }
}

/// The base with the deficits asked for, and what the shock does to it.
fn effects(
    economy: &Economy,
    shock: &Shock,
    nests: [f64; 3],
    deficit: bool,
) -> (Economy, Outcome, Vec<Welfare>) {
    let mut how = settings(nests);
    how.deficit = Some(if deficit { economy.deficit.clone() } else { vec![0.0; economy.n()] });
    let base = solve(economy, &Shock::default(), &how).expect("a base").economy(economy);
    let after = solve(&base, shock, &settings(nests)).expect("an equilibrium");
    assert!(after.residual < 1e-12);
    let changes = welfare(&base, &after);
    (base, after, changes)
}

#[test]
fn nafta_without_deficits() {
    let Some((economy, shock)) = nafta() else { return };
    let (_, _, changes) = effects(&economy, &shock, [1.0; 3], false);
    for (country, terms, volume, sum, wage, exact) in [
        (19, -0.41177, 1.72386, 1.31210, 1.71532, 0.00732),
        (4, -0.10810, 0.04429, -0.06382, 0.32283, -0.11010),
        (29, 0.04353, 0.04122, 0.08475, 0.11244, 0.07415),
        (18, -0.01769, -0.01078, -0.02846, -0.01945, -0.02820),
        (6, -0.00605, -0.02194, -0.02799, -0.00778, -0.02775),
    ] {
        let found = changes[country];
        for (name, found, wanted) in [
            ("terms", found.terms_of_trade, terms),
            ("volume", found.volume_of_trade, volume),
            ("sum", found.first_order(), sum),
            ("wage", found.real_wage, wage),
            ("exact", found.exact, exact),
        ] {
            assert!((found - wanted).abs() < 1e-4, "{} {name} {found}", COUNTRIES[country]);
        }
    }
}

#[test]
fn nafta_with_deficits() {
    let Some((economy, shock)) = nafta() else { return };
    let (_, _, changes) = effects(&economy, &shock, [1.0; 3], true);
    for (country, terms, volume, wage, exact) in [
        (19, -0.41453, 1.58879, 1.64049, -0.04506),
        (4, -0.08014, 0.03963, 0.33408, -0.08211),
        (29, 0.04620, 0.03876, 0.11784, 0.07583),
        (18, -0.01753, -0.00998, -0.01932, -0.02723),
    ] {
        let found = changes[country];
        for (found, wanted) in [
            (found.terms_of_trade, terms),
            (found.volume_of_trade, volume),
            (found.real_wage, wage),
            (found.exact, exact),
        ] {
            assert!((found - wanted).abs() < 1e-4, "{} {found} {wanted}", COUNTRIES[country]);
        }
    }
}

#[test]
fn nafta_with_complements() {
    let Some((economy, shock)) = nafta() else { return };
    for (nests, wanted) in [
        ([0.9, 0.5, 0.2], [(19, 1.73999, 0.01683), (4, 0.32575, -0.10799), (29, 0.10994, 0.07111)]),
        (
            [0.9, 0.2, 0.05],
            [(19, 1.74814, 0.02079), (4, 0.32638, -0.10751), (29, 0.10918, 0.07023)],
        ),
    ] {
        let (_, _, changes) = effects(&economy, &shock, nests, false);
        for (country, wage, exact) in wanted {
            let found = changes[country];
            assert!((found.real_wage - wage).abs() < 1e-4, "{nests:?} {found:?}");
            assert!((found.exact - exact).abs() < 1e-4, "{nests:?} {found:?}");
        }
    }
}

#[test]
fn a_dearer_trade_in_electronics_between_korea_and_china() {
    let Some((economy, _)) = nafta() else { return };
    let sectors = ["s14", "s15", "s16", "s17"];
    let shock = Shock::between(&["Korea"], &["China"], &sectors, Change::Iceberg(3.0));
    for (nests, korea, china) in [
        ([1.0; 3], [-0.02457, -0.03651], [-0.02651, -0.04633]),
        ([0.9, 0.5, 0.2], [-0.02527, -0.03686], [-0.02683, -0.04618]),
    ] {
        let (_, _, changes) = effects(&economy, &shock, nests, false);
        for (at, [wage, exact]) in [(18, korea), (6, china)] {
            assert!((changes[at].real_wage - wage).abs() < 1e-4, "{:?}", changes[at]);
            assert!((changes[at].exact - exact).abs() < 1e-4, "{:?}", changes[at]);
        }
        if nests == [1.0; 3] {
            assert!((changes[17].exact - 0.00033).abs() < 1e-4);
        }
    }
}

#[test]
fn the_path_of_first_order_steps_ends_at_the_exact_welfare() {
    let Some((economy, shock)) = nafta() else { return };
    let mut how = settings([1.0; 3]);
    how.deficit = Some(vec![0.0; 31]);
    let base = solve(&economy, &Shock::default(), &how).expect("a base").economy(&economy);
    let misses = [2, 4, 8].map(|steps| {
        let found = path::along(&base, &shock, &settings([1.0; 3]), steps).expect("a path");
        let miss = |n: usize| path::percent(found.exact[n]) - path::percent(found.sum(n));
        (0..31).map(miss).collect::<Vec<f64>>()
    });
    let worst = |of: &dyn Fn(usize) -> f64| (0..31).map(|n| of(n).abs()).fold(0.0, f64::max);
    let [two, four, eight] = [0, 1, 2].map(|at| worst(&|n| misses[at][n]));
    // A rule of second order: half the step, a quarter of the miss, and nothing left in the limit.
    assert!(four < two / 3.8 && eight < four / 3.8 && eight < 5e-3, "{two} {four} {eight}");
    let limit = worst(&|n| (4.0 * misses[2][n] - misses[1][n]) / 3.0);
    assert!(limit < 1e-4, "{limit}");
}

#[test]
fn nothing_changes_nothing_and_units_do_not_matter() {
    let Some((economy, shock)) = nafta() else { return };
    let (base, after, _) = effects(&economy, &shock, [1.0; 3], false);
    let calm = solve(&base, &Shock::default(), &settings([1.0; 3])).expect("a base");
    assert!(calm.wage.iter().chain(&calm.price).all(|change| (change - 1.0).abs() < 1e-11));
    let mut scaled = base.clone();
    for values in [&mut scaled.expenditure, &mut scaled.value_added, &mut scaled.deficit] {
        values.iter_mut().for_each(|value| *value *= 1e-6);
    }
    let again = solve(&scaled, &shock, &settings([1.0; 3])).expect("an equilibrium");
    let pairs = again.wage.iter().zip(&after.wage);
    assert!(pairs.map(|(a, b)| (a / b - 1.0).abs()).fold(0.0, f64::max) < 1e-10);
    // Markets clear: what all countries spend is what all earn.
    let spent: f64 = after.income.iter().sum();
    let index: f64 = after.after_factor_income().iter().sum::<f64>();
    assert!(spent > index, "tariffs are income, too");
}

#[test]
fn impossible_shocks_are_named() {
    let Some((economy, _)) = nafta() else { return };
    let flow = |importer: &str, exporter: &str, sector: &str| Flow {
        importers: vec![importer.to_owned()],
        exporters: if exporter.is_empty() { Vec::new() } else { vec![exporter.to_owned()] },
        sectors: vec![sector.to_owned()],
    };
    let try_it = |flow: Flow, change: Change| {
        solve(&economy, &Shock::one(flow, change), &Settings::default()).expect_err("refused")
    };
    let unknown = try_it(flow("Kora", "China", "s1"), Change::Ban);
    assert!(matches!(&unknown, TradeError::Unknown { nearest: Some(near), .. } if near == "Korea"));
    let idle = try_it(flow("Korea", "China", "s25"), Change::Iceberg(2.0));
    assert_eq!(idle.code(), "LP-T005");
    for change in [Change::Tariff(f64::NAN), Change::Iceberg(0.0), Change::Tariff(-1.0)] {
        assert_eq!(try_it(flow("Korea", "China", "s1"), change).code(), "LP-T002");
    }
    let mut hurried = Settings { iterations: 2, ..Settings::default() };
    hurried.deficit = Some(vec![0.0; 31]);
    match solve(&economy, &Shock::default(), &hurried) {
        Err(TradeError::NotConverged { residual, .. }) => assert!(residual.is_finite()),
        other => panic!("{:?}", other.map(|outcome| outcome.residual)),
    }
}
