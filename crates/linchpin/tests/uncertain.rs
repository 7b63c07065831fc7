//! Sensitivity and sweeps of a real study, against the same study run plainly.

use linchpin::sensitivity::{Asked, Method};
use linchpin::sweep::{self, Sweeper};
use linchpin::{Failure, Options, Study, unwatched};
use linchpin_results::{SweepPlan, SweepRow};

const STUDY: &str = "micron-ban";

fn study(members: u32) -> Study {
    let options = Options { members: Some(members), without_causes: true, ..Options::default() };
    Study::load(STUDY, &options).expect("a bundled study")
}

fn rows(plan: &SweepPlan, runs: std::ops::Range<u32>) -> Vec<SweepRow> {
    let rows = Sweeper::new(plan).expect("as planned").with(|chunks| -> Result<_, Failure> {
        Ok(chunks.rows(runs, &unwatched).expect("not stopped"))
    });
    rows.expect("as planned")
}

#[test]
fn a_sweeps_rows_are_the_draws_of_a_run() {
    let asked = sweep::Asked { members: Some(24), chunk: Some(7), ..sweep::Asked::default() };
    let plan = sweep::plan(STUDY, &asked).expect("a plan");
    let run = study(24).run(None, &unwatched).expect("a run");
    assert_eq!(plan.parameters, run.parameters.ids);
    // Chunks of any size hold the same rows.
    let whole = rows(&plan, 0..24);
    assert_eq!([rows(&plan, 0..7), rows(&plan, 7..24)].concat(), whole);
    let finished = linchpin_results::finish(&run, linchpin_results::Keep::Few).expect("results");
    let width = plan.parameters.len();
    let mut looked = 0;
    for scenario in &run.scenarios {
        for key in linchpin_results::losses::measured(&run.baseline.trajectories.keys) {
            let own = &run.baseline.trajectories.keys[key];
            let cell = linchpin_results::cell::cell(
                &scenario.id,
                &own.entity,
                own.product.as_deref(),
                own.variable.as_str(),
            );
            let at = plan.cells.iter().position(|known| *known == cell).expect("the cell");
            let totals = linchpin_results::losses::totals(&run, scenario, key);
            for (row, total) in whole.iter().zip(totals) {
                let SweepRow::Done(values) = row else { panic!("{cell} failed") };
                let gap = (values[width + at] - total.change()).abs();
                assert!(gap < 1e-9, "{cell}: {gap}");
                looked += 1;
            }
        }
    }
    assert!(looked > 100 && !finished.report.losses.is_empty());
    for (row, draw) in whole.iter().zip(&run.parameters.draws) {
        let SweepRow::Done(values) = row else { panic!("a run failed") };
        assert_eq!(&values[..width], draw.as_slice());
    }
}

fn column(rows: &[SweepRow], at: usize) -> Vec<f64> {
    let value = |row: &SweepRow| match row {
        SweepRow::Done(values) => values[at],
        SweepRow::Failed(why) => panic!("{why}"),
    };
    rows.iter().map(value).collect()
}

/// Three draws on a grid of two stocks: six runs, of which each pair differs by the stock alone; and the first of
/// them is what a table of one point says.
#[test]
fn every_draw_meets_every_point_of_a_grid() {
    let grid = vec!["spares-stock=8,52".to_owned()];
    let asked = sweep::Asked { members: Some(3), grid, ..sweep::Asked::default() };
    let plan = sweep::plan("yearly-approvals", &asked).expect("a plan");
    assert_eq!((plan.members, plan.draws()), (6, 3));
    let rows = rows(&plan, 0..6);
    let at = |name: &str| plan.parameters.iter().position(|one| one == name).expect("a column");
    let stock = at("spares-stock");
    assert_eq!(column(&rows, stock), [8.0, 52.0, 8.0, 52.0, 8.0, 52.0]);
    for (name, column) in
        plan.parameters.iter().enumerate().map(|(n, name)| (name, column(&rows, n)))
    {
        if name != "spares-stock" {
            assert!(column.chunks(2).all(|pair| pair[0] == pair[1]), "{name}: {column:?}");
        }
    }
    // More in stock never loses more output where nothing is let through.
    let cell = "no-licence/skhynix-wuxi.dram.output";
    let cell = plan.parameters.len() + plan.cells.iter().position(|one| one == cell).expect("it");
    let change = column(&rows, cell);
    assert!(change.chunks(2).all(|pair| pair[0] <= pair[1]) && change[0] < change[1], "{change:?}");
}

/// Twenty slices of a hypercube on an expert's word: one draw below the 5 % quantile, ten below the median, one
/// above the 95 %; every other column is what it is without the expert.
#[test]
fn an_experts_quantiles_are_those_of_the_draws() {
    let asked = |experts: Vec<String>| sweep::Asked {
        members: Some(20),
        experts,
        scenario: Some("no-licence".to_owned()),
        ..sweep::Asked::default()
    };
    let plan = |experts| sweep::plan("yearly-approvals", &asked(experts)).expect("a plan");
    let (plain, told) = (plan(Vec::new()), plan(vec!["spares-stock=10,20,50".to_owned()]));
    let (before, after) = (rows(&plain, 0..20), rows(&told, 0..20));
    for (at, name) in told.parameters.iter().enumerate() {
        let (before, after) = (column(&before, at), column(&after, at));
        if name == "spares-stock" {
            let below = |x: f64| after.iter().filter(|value| **value < x).count();
            assert_eq!([below(10.0), below(20.0), below(50.0)], [1, 10, 19]);
            // The same place in the design: the order of the draws is the same.
            let order = |values: &[f64]| {
                let mut order: Vec<usize> = (0..20).collect();
                order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
                order
            };
            assert_eq!(order(&before), order(&after));
        } else {
            assert_eq!(before, after, "{name}");
        }
    }
}

#[test]
fn a_plan_that_no_longer_fits_is_refused() {
    let asked = sweep::Asked { members: Some(4), ..sweep::Asked::default() };
    let plan = sweep::plan(STUDY, &asked).expect("a plan");
    let other = SweepPlan { inputs: linchpin_units::Digest::of(b"another"), ..plan };
    let refused = Sweeper::new(&other)
        .expect("the study is there")
        .with(|_| -> Result<(), Failure> { Ok(()) });
    assert!(matches!(refused, Err(Failure::Design(_))));
}

fn asked(method: Method, n: u32) -> Asked {
    Asked { scenario: None, method, n: Some(n), cells: Vec::new(), above: None, factors: 4 }
}

#[test]
fn every_method_tells_the_same_factor_first() {
    let study = study(32);
    let mut first = Vec::new();
    for (method, n) in
        [(Method::Morris, 12), (Method::Sobol, 64), (Method::Pawn, 768), (Method::Shapley, 96)]
    {
        let found = study.sensitivity(&asked(method, n), &unwatched).expect("indices");
        assert_eq!(found.outcomes.len(), 1);
        let outcome = &found.outcomes[0];
        assert!(outcome.deviation > 0.0);
        let best = outcome.rows.iter().max_by(|a, b| {
            let weight = |row: &linchpin::sensitivity::FactorRow| {
                if row.parameter.is_some() { row.total.unwrap_or(row.index).value } else { 0.0 }
            };
            weight(a).total_cmp(&weight(b))
        });
        let best = best.expect("a row");
        assert!(!best.name.is_empty() && !best.rests.is_empty(), "{best:?}");
        first.push(best.parameter.clone().expect("a single factor"));
        match method {
            Method::Shapley => {
                let sum: f64 = outcome.rows.iter().map(|row| row.index.value).sum();
                assert!((sum - 1.0).abs() < 1e-9, "parts add up to one, found {sum}");
            }
            Method::Sobol => {
                assert_eq!(outcome.rows.len(), 5, "four factors and the group of all others");
                let total: f64 =
                    outcome.rows.iter().filter_map(|row| row.total).map(|one| one.value).sum();
                assert!(total > 0.9, "nothing of the variance is left out: {total}");
            }
            Method::Morris | Method::Pawn => assert_eq!(outcome.rows.len(), found.factors),
        }
    }
    assert!(first.iter().all(|name| *name == first[0]), "{first:?}");
}

#[test]
fn the_same_bytes_on_any_number_of_threads() {
    let study = study(32);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| {
            let found = study.sensitivity(&asked(Method::Pawn, 40), &unwatched);
            format!("{:?}", found.expect("indices"))
        })
    };
    assert_eq!(on(1), on(3));
}

#[test]
fn cells_and_scenarios_that_are_not_there_are_named() {
    let study = study(8);
    let cells = vec!["micron.dram.revenu".to_owned(), "no-such.thing".to_owned()];
    let wrong = Asked { cells, ..asked(Method::Morris, 2) };
    let Err(Failure::Input(findings)) = study.sensitivity(&wrong, &unwatched) else {
        panic!("it was taken")
    };
    assert_eq!(findings.iter().count(), 2);
    let wrong = Asked { scenario: Some("baseline-of-all".to_owned()), ..asked(Method::Morris, 2) };
    assert!(matches!(study.sensitivity(&wrong, &unwatched), Err(Failure::Input(_))));
}
