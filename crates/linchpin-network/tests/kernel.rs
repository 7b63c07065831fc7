//! The fast step against the plain one, and its promises about bits.

mod shared;

use linchpin_network::ario::event::Substitution;
use linchpin_network::ario::params::Defaults;
use linchpin_network::ario::{Event, EventKind, Model, OrderRule, Params, Recovery, Simulation};
use linchpin_network::kernel::real::Real;
use linchpin_network::kernel::scenario::Scenario;
use linchpin_network::kernel::scenarios;
use linchpin_network::kernel::{Ensemble, Prepared};
use linchpin_network::table::{Cells, Mrio, Origin};

/// A balanced table without randomness: a fixed scramble of positions.
fn table(m: usize, s: usize) -> Mrio {
    let n = m * s;
    let scramble = |i: usize| (i * 2_654_435_761 % 1009) as f64 / 1009.0;
    let home = |i: usize, j: usize| if i / s == j / s { 1.0 } else { 0.05 };
    let mut z: Vec<f64> = (0..n * n)
        .map(|k| {
            let v = scramble(k + 7);
            if v < 0.2 { 0.0 } else { v * v * 1e4 * home(k / n, k % n) }
        })
        .collect();
    let y: Vec<f64> = (0..n * m).map(|k| (scramble(k + 99) + 0.05) * 1e4).collect();
    shared::shrink_purchases(n, &mut z, &y);
    let cells = Cells::numbered([m, s, 1], z, y);
    Mrio::new(cells, Origin::unnamed()).expect("a table")
}

fn params(s: usize, order: OrderRule) -> Params {
    let mut params = Defaults::embedded().expect("well formed").params(s);
    params.order = order;
    params.inventory_days = (0..s).map(|p| [10.0, 15.0, f64::INFINITY][p % 3]).collect();
    params
}

/// Shock of scenario `k`: industry and share lost from day 2 to 20, and demand from day 5.
fn shock(k: usize, n: usize) -> (usize, f64, f64) {
    ((k * 5 + 1) % n, 0.1 + 0.8 * (k % 9) as f64 / 9.0, -0.3 * (k % 3) as f64)
}

fn fast<T: Real>(prepared: &Prepared<T>, scenarios: &[usize], days: u32) -> Vec<Vec<f64>> {
    let n = prepared.industries();
    let mut ensemble = Ensemble::new(prepared, scenarios.len());
    let mut daily = Vec::new();
    for day in 0..days {
        for (lane, k) in scenarios.iter().enumerate() {
            let (i, lost, demand) = shock(*k, n);
            ensemble.set_loss(i, lane, if (2..20).contains(&day) { lost } else { 0.0 });
            ensemble.set_demand_change(i, lane, if day >= 5 { demand } else { 0.0 });
        }
        ensemble.step();
        daily.push(
            (0..scenarios.len())
                .flat_map(|k| (0..n).map(move |i| (i, k)))
                .map(|(i, k)| ensemble.output(i, k))
                .collect(),
        );
    }
    daily
}

/// The events of [`shock`].
fn stopped(k: usize, n: usize) -> Vec<Event> {
    let (i, lost, change) = shock(k, n);
    let event = |day, duration, kind| Event { name: "shock".to_owned(), day, duration, kind };
    let gone = Recovery::Table(vec![]);
    vec![
        event(2, 18, EventKind::Capacity { hit: vec![(i, lost)], recovery: gone.clone() }),
        event(5, 1000, EventKind::FinalDemand { hit: vec![(i, None, change)], recovery: gone }),
    ]
}

fn plain(model: &Model, k: usize, days: u32) -> Vec<Vec<f64>> {
    let n = model.industries();
    let usual = model.usual_output();
    let mut run = Simulation::new(model, stopped(k, n)).expect("a run");
    (0..days)
        .map(|_| {
            run.step().expect("a day");
            (0..n).map(|i| run.industry(i).output / usual[i]).collect()
        })
        .collect()
}

fn largest(a: &[Vec<f64>], b: &[Vec<f64>]) -> f64 {
    a.iter().flatten().zip(b.iter().flatten()).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

#[test]
fn the_fast_step_equals_the_plain_one() {
    for order in [OrderRule::Alt, OrderRule::NoAlt] {
        let model = Model::new(&table(5, 6), params(6, order)).expect("a model");
        let double = Prepared::<f64>::new(&model).expect("supported");
        let single = Prepared::<f32>::new(&model).expect("supported");
        for k in 0..6 {
            let wanted = plain(&model, k, 150);
            assert!(wanted.iter().flatten().any(|x| *x < 0.95), "the shock is felt");
            let one = fast(&double, &[k], 150);
            assert!(largest(&one, &wanted) < 1e-11, "{order:?} {k}: {}", largest(&one, &wanted));
            let lanes = fast(&double, &[k, k + 1], 150);
            let lane: Vec<Vec<f64>> = lanes.iter().map(|day| day[..30].to_vec()).collect();
            assert!(largest(&lane, &one) <= 1e-14, "{order:?} {k}: {}", largest(&lane, &one));
            let short = fast(&single, &[k], 150);
            assert!(largest(&short, &wanted) < 1e-4, "{order:?} {k}: {}", largest(&short, &wanted));
        }
    }
}

#[test]
fn inputs_that_stop_nothing_are_used_up_and_no_further_in_both_steps() {
    for order in [OrderRule::Alt, OrderRule::NoAlt] {
        let mut params = params(6, order);
        params.inventory_days = vec![3.0; 6];
        params.criticality = Some((0..36).map(|k| f64::from(u8::from(k % 5 != 0))).collect());
        let model = Model::new(&table(5, 6), params).expect("a model");
        let prepared = Prepared::<f64>::new(&model).expect("supported");
        for k in 0..6 {
            let wanted = plain(&model, k, 80);
            let lanes = fast(&prepared, &[k, k], 80);
            let lane: Vec<Vec<f64>> = lanes.iter().map(|day| day[..30].to_vec()).collect();
            for found in [fast(&prepared, &[k], 80), lane] {
                assert!(
                    largest(&found, &wanted) < 1e-9,
                    "{order:?} {k}: {}",
                    largest(&found, &wanted)
                );
            }
        }
    }
}

/// Events of scenario `k` as [`plain`] runs them.
fn timeline(k: usize, n: usize) -> Vec<Event> {
    let (i, lost, change) = shock(k, n);
    let event = |day, duration, kind| Event { name: "shock".to_owned(), day, duration, kind };
    let linear = Recovery::named("linear", 10.0).expect("a curve");
    vec![
        event(2, 18, EventKind::Capacity { hit: vec![(i, lost)], recovery: linear.clone() }),
        event(5, 30, EventKind::FinalDemand { hit: vec![(i, None, change)], recovery: linear }),
    ]
}

#[test]
fn scenarios_side_by_side_cost_what_each_costs_alone() {
    let model = Model::new(&table(5, 6), params(6, OrderRule::Alt)).expect("a model");
    let scenarios: Vec<Scenario> =
        (0..19).map(|k| Scenario { name: format!("s{k}"), events: timeline(k, 30) }).collect();
    let double = scenarios::run::<f64>(model.clone(), &scenarios, 120).expect("side by side");
    let single = scenarios::run::<f32>(model.clone(), &scenarios, 120).expect("side by side");
    for (k, scenario) in scenarios.iter().enumerate() {
        let mut run = Simulation::new(&model, scenario.events.clone()).expect("a run");
        let usual = model.usual_output();
        let (mut lost, mut lowest) = (vec![0.0; 30], 1.0_f64);
        for _ in 0..120 {
            run.step().expect("a day");
            (0..30).for_each(|i| lost[i] += usual[i] - run.industry(i).output);
            let made: f64 = (0..30).map(|i| run.industry(i).output).sum();
            lowest = lowest.min(made / usual.iter().sum::<f64>());
        }
        let whole: f64 = lost.iter().sum();
        assert!(whole > 0.0, "the shock is felt");
        for (course, within) in [(&double[k], 1e-9), (&single[k], 1e-4)] {
            let off = course.lost.iter().zip(&lost).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            assert!(off < within * whole, "scenario {k}: {off} of {whole}");
            assert!((course.lowest.0 - lowest).abs() < within);
        }
        let alone = scenarios::run::<f64>(model.clone(), &scenarios[k..=k], 120).expect("alone");
        assert!((alone[0].lost.iter().sum::<f64>() / whole - 1.0).abs() < 1e-9);
    }
    let recovery = Recovery::Never;
    let kind = EventKind::stop(&[0], &[1], 0.5, Substitution::None, recovery);
    let events = vec![Event { name: "ban".to_owned(), day: 1, duration: 1, kind }];
    let linked = [Scenario { name: "law".to_owned(), events }];
    let refused = scenarios::run::<f64>(model.clone(), &linked, 9).expect_err("a link");
    assert!(refused.to_string().contains("`ban` of scenario `law`"), "{refused}");
}

#[test]
fn a_model_in_the_memory_of_its_table_runs_to_the_same_bits() {
    for order in [OrderRule::Alt, OrderRule::NoAlt] {
        let copied = Model::new(&table(5, 6), params(6, order)).expect("a model");
        let taken = Model::of(table(5, 6), params(6, order)).expect("a model");
        for k in 0..4 {
            assert_eq!(plain(&copied, k, 60), plain(&taken, k, 60), "{order:?}, scenario {k}");
        }
        let prepared = Prepared::<f32>::new(&copied).expect("supported");
        let (scenario, days) = (Scenario { name: "s".to_owned(), events: stopped(1, 30) }, 60);
        let course = &scenarios::run::<f32>(taken, &[scenario], days).expect("side by side")[0];
        let daily = fast(&prepared, &[1], days);
        for (i, usual) in prepared.usual_output().iter().enumerate() {
            let wanted: f64 = daily.iter().map(|day| usual * (1.0 - day[i])).sum();
            let off = (course.lost[i] - wanted).abs();
            assert!(off <= 1e-12 * usual, "{order:?}, industry {i}: {off}");
        }
    }
}

#[test]
fn a_lane_has_the_same_bits_in_any_place_beside_any_mates_on_any_threads() {
    let model = Model::new(&table(5, 6), params(6, OrderRule::Alt)).expect("a model");
    let prepared = Prepared::<f32>::new(&model).expect("supported");
    let lane = |daily: &[Vec<f64>], k: usize| -> Vec<Vec<f64>> {
        daily.iter().map(|day| day[k * 30..(k + 1) * 30].to_vec()).collect()
    };
    let wide: Vec<usize> = (0..37).collect();
    let all = fast(&prepared, &wide, 60);
    let few = fast(&prepared, &[20, 3], 60);
    assert_eq!(lane(&all, 3), lane(&few, 1));
    assert_eq!(lane(&all, 20), lane(&few, 0));
    for threads in [1, 3] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        assert_eq!(pool.install(|| fast(&prepared, &wide, 60)), all, "{threads} threads");
        let one = pool.install(|| fast(&prepared, &[3], 60));
        assert_eq!(one, fast(&prepared, &[3], 60), "{threads} threads, one lane");
        let daily = |k| plain(&model, k, 30);
        assert_eq!(pool.install(|| daily(2)), daily(2), "{threads} threads, plain");
    }
}

#[test]
fn calm_stays_exactly_zero_for_ten_thousand_days() {
    let model = Model::new(&table(3, 4), params(4, OrderRule::Alt)).expect("a model");
    fn calm<T: Real>(model: &Model, lanes: usize) {
        let prepared = Prepared::<T>::new(model).expect("supported");
        let mut ensemble = Ensemble::new(&prepared, lanes);
        for _ in 0..10_000 {
            ensemble.step();
        }
        for i in 0..model.industries() {
            assert_eq!((ensemble.output(i, 0), ensemble.days_lost(i, 0)), (1.0, 0.0));
        }
    }
    calm::<f32>(&model, 1);
    calm::<f32>(&model, 2);
    calm::<f64>(&model, 1);
}

#[test]
fn what_the_fast_step_cannot_do_is_refused() {
    let mut params = params(6, OrderRule::Alt);
    params.rationing = linchpin_network::ario::Rationing::WaterFill;
    let model = Model::new(&table(5, 6), params).expect("a model");
    let refused = Prepared::<f64>::new(&model).expect_err("water-filling");
    assert!(refused.to_string().contains("rationing"), "{refused}");
}
