//! Laws of ARIO: what holds for every table and shock, and one case solved by hand.
//!
//! Not tested, because it does not hold: output falling with the size of the shock, day by day or
//! summed, once a run collapses.

mod shared;

use linchpin_network::ario::params::{Defaults, threshold};
use linchpin_network::ario::record::Keep;
use linchpin_network::ario::{
    Event, EventKind, Household, Model, OrderRule, Params, Priority, Rationing, Records, Recovery,
    Simulation,
};
use linchpin_network::ario::{collapse, event::Substitution};
use linchpin_network::table::{Cells, Mrio, Origin};
use proptest::prelude::*;

/// A table from raw numbers in `0..1`: inputs take at most 70 % of output.
fn table(m: usize, s: usize, raw: &[f64], scale: f64) -> Mrio {
    let n = m * s;
    let mut z: Vec<f64> =
        raw[..n * n].iter().map(|v| if *v < 0.3 { 0.0 } else { v * scale }).collect();
    let y: Vec<f64> = raw[n * n..n * n + n * m].iter().map(|v| (v + 0.1) * scale).collect();
    shared::shrink_purchases(m * s, &mut z, &y);
    let cells = Cells::numbered([m, s, 1], z, y);
    Mrio::new(cells, Origin::unnamed()).expect("a table")
}

fn params(s: usize) -> Params {
    let mut params = Defaults::embedded().expect("well formed").params(s);
    params.inventory_days = vec![10.0; s];
    params
}

fn closure(hit: Vec<(usize, f64)>, day: u32, duration: u32) -> Event {
    let recovery = Recovery::Linear { tau: 10.0 };
    Event { name: "shock".to_owned(), day, duration, kind: EventKind::Capacity { hit, recovery } }
}

fn run(table: &Mrio, params: Params, events: Vec<Event>, days: u32) -> Records {
    let model = Model::new(table, params).expect("a model");
    let mut simulation = Simulation::new(&model, events).expect("a run");
    let mut records = Records::new(&simulation, Keep::Stocks);
    for _ in 0..days {
        records.note_opening_stocks(&simulation);
        simulation.step().expect("a day");
        records.note(&simulation);
    }
    records
}

fn raw(m: usize, s: usize) -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(0.0..1.0, (m * s) * (m * s) + m * s * m)
}

#[test]
fn the_two_sector_chain_solved_by_hand() {
    // Sector 1 feeds sector 2 feeds final demand; sector 1 loses delta of its capacity for good.
    let (a, demand, s, psi, delta, days) = (0.4, 100.0, 10.0, 0.8, 0.3, 40);
    let z = vec![0.0, a * demand * 365.0, 0.0, 0.0];
    let y = vec![0.0, demand * 365.0];
    let cells = Cells::numbered([1, 2, 1], z, y);
    let table = Mrio::new(cells, Origin::unnamed()).expect("a table");
    let mut params = params(2);
    params.order = OrderRule::NoAlt;
    params.alpha_max = 1.0;
    params.psi = psi;
    params.inventory_days = vec![s; 2];
    let kind = EventKind::Capacity { hit: vec![(0, delta)], recovery: Recovery::Never };
    let event = Event { name: "cut".to_owned(), day: 3, duration: 1, kind };
    let records = run(&table, params, vec![event], days + 3);
    let first = (s * (1.0 - psi) / delta).floor() as usize + 1;
    assert_eq!(first, 7);
    let limit = psi * s * (1.0 - delta) * a * demand;
    let mut stock = 0.0;
    for k in 0..days as usize {
        stock = if k <= first {
            a * demand * (s - k as f64 * delta)
        } else {
            limit + (stock - limit) * (1.0 - 1.0 / (psi * s))
        };
        let wanted = if k < first { demand } else { stock / (psi * s * a) };
        let found = records.production_realised[k + 3][1];
        assert!((found - wanted).abs() < 1e-9, "day {k}: {found} instead of {wanted}");
    }
    assert!((records.production_realised[3 + 7][1] - 98.75).abs() < 1e-9);
}

#[test]
fn a_small_stock_and_slow_refill_collapse_and_are_named() {
    let raw: Vec<f64> = (0..100).map(|i| f64::from(i * 37 % 100) / 100.0).collect();
    let table = table(2, 4, &raw, 1000.0);
    let judged = |stock: f64, tau: f64| {
        let mut params = params(4);
        params.inventory_days = vec![stock; 4];
        params.inventory_tau = vec![tau; 4];
        params.alpha_max = 1.0;
        let hit = (0..8).map(|i| (i, if i < 2 { 0.5 } else { 0.0 })).collect();
        let records = run(&table, params.clone(), vec![closure(hit, 1, 40)], 400);
        collapse::judge(&params, &records)
    };
    let bad = judged(5.0, 60.0);
    assert_eq!(bad.regime, collapse::Regime::Collapses, "{bad:?}");
    let good = judged(90.0, 5.0);
    assert_eq!(good.regime, collapse::Regime::Recovers, "{good:?}");
    assert!((threshold(10.0, 0.8, 60.0) - 1.0 / (1.0 + 2.0 / 60.0)).abs() < 1e-15);
}

#[test]
fn a_stopped_link_hurts_the_buyer_less_when_others_may_step_in() {
    let raw: Vec<f64> = (0..100).map(|i| f64::from(i * 37 % 100) / 100.0).collect();
    let table = table(2, 4, &raw, 1000.0);
    let n = table.industries();
    let buyer = 4;
    let supplier = (0..n).find(|g| table.z()[g * n + buyer] > 0.0).expect("a supplier");
    let lost = |substitution| {
        let cut = vec![(supplier, buyer, 1.0)];
        let kind = EventKind::Link { cut, substitution, recovery: Recovery::Never };
        let event = Event { name: "ban".to_owned(), day: 2, duration: 1, kind };
        run(&table, params(4), vec![event], 200).lost_output[buyer]
    };
    let (with, without) = (lost(Substitution::Free), lost(Substitution::None));
    assert!(without > 0.0 && with < without, "{with} with, {without} without substitution");
}

#[test]
fn a_saved_run_goes_on_to_the_same_bits_with_several_events() {
    let raw: Vec<f64> = (0..100).map(|i| f64::from(i * 37 % 100) / 100.0).collect();
    let table = table(2, 4, &raw, 1000.0);
    let model = Model::new(&table, params(4)).expect("a model");
    let rebuild = |day, i: usize| Event {
        name: format!("quake {i}"),
        day,
        duration: 5,
        kind: EventKind::Rebuild {
            hit: vec![(i, table.value_added()[i])],
            households: vec![Household { region: 0, category: None, loss: 10.0 }],
            sectors: vec![(3, 1.0)],
            factor: 1.0,
            tau: 10.0,
            unit: 1e6,
        },
    };
    let events = vec![rebuild(1, 0), rebuild(3, 5), rebuild(40, 0), closure(vec![(2, 0.4)], 20, 5)];
    let mut whole = Simulation::new(&model, events.clone()).expect("a run");
    let mut first = whole.clone();
    (0..80).for_each(|_| whole.step().expect("a day"));
    (0..30).for_each(|_| first.step().expect("a day"));
    let saved = serde_json::to_string(&first.checkpoint()).expect("saved");
    let state = serde_json::from_str(&saved).expect("loaded");
    let mut second =
        Simulation::new(&model, events).expect("a run").resume(state).expect("its state");
    (30..80).for_each(|_| second.step().expect("a day"));
    assert!(
        serde_json::to_string(&whole.checkpoint()).expect("saved")
            == serde_json::to_string(&second.checkpoint()).expect("saved")
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_shock_no_loss(raw in raw(2, 3)) {
        let table = table(2, 3, &raw, 1e4);
        let records = run(&table, params(3), vec![], 50);
        for day in &records.production_realised {
            for (x, usual) in day.iter().zip(&records.usual_output) {
                prop_assert!((x / usual - 1.0).abs() < 1e-13);
            }
        }
    }

    #[test]
    fn bounds_and_mass_balance(raw in raw(2, 3), size in 0.01..0.95, hit in 0_usize..6, rule in 0..4) {
        let table = table(2, 3, &raw, 1e4);
        let n = table.industries();
        let mut params = params(3);
        params.rationing = match rule {
            0 => Rationing::Proportional,
            1 => Rationing::WaterFill,
            2 => Rationing::Priority(Priority::final_demand_first(n)),
            _ => Rationing::Priority(Priority::final_demand_last(n)),
        };
        let alpha_max = params.alpha_max;
        let model = Model::new(&table, params).expect("a model");
        let mut run = Simulation::new(&model, vec![closure(vec![(hit, size)], 2, 10)]).expect("a run");
        for _ in 0..60 {
            let before: Vec<f64> = (0..3 * n).map(|i| run.stock(i / n, i % n)).collect();
            run.step().expect("a day");
            for i in 0..n {
                let industry = run.industry(i);
                prop_assert!(industry.output >= 0.0);
                prop_assert!(industry.output <= industry.demand.min(industry.capacity));
                prop_assert!((1.0..=alpha_max).contains(&industry.alpha));
            }
            for p in 0..3 {
                // What a sector makes goes to final demand or into somebody's stocks.
                let made: f64 = (0..2).map(|r| run.industry(r * 3 + p).output).sum();
                let to_final: f64 = (0..2).map(|r| {
                    let industry = run.industry(r * 3 + p);
                    industry.final_demand * industry.final_share
                }).sum();
                let mut into_stocks = 0.0;
                for i in 0..n {
                    let tech: f64 = (0..2).map(|r| table.z()[(r * 3 + p) * n + i]).sum::<f64>() / table.x()[i];
                    let used = tech * run.industry(i).output;
                    prop_assert!(run.stock(p, i) >= 0.0);
                    into_stocks += run.stock(p, i) - before[p * n + i] + used;
                }
                prop_assert!((made - to_final - into_stocks).abs() < 1e-9 * made.max(1.0));
            }
        }
    }

    #[test]
    fn without_need_of_stocks_only_demand_passes_a_shock_on(raw in raw(2, 2), size in 0.1..0.9) {
        // psi = 0, or stocks without end: no buyer is ever short of an input.
        let table = table(2, 2, &raw, 1e4);
        let endless = Params { inventory_days: vec![f64::INFINITY; 2], ..params(2) };
        for params in [Params { psi: 0.0, ..params(2) }, endless] {
            let model = Model::new(&table, params).expect("a model");
            let mut run = Simulation::new(&model, vec![closure(vec![(1, size)], 2, 20)]).expect("a run");
            for _ in 0..40 {
                run.step().expect("a day");
                for i in 0..4 {
                    let industry = run.industry(i);
                    prop_assert_eq!(industry.output, industry.optimal, "stocks bind nobody");
                }
            }
        }
    }

    #[test]
    fn money_units_do_not_matter(raw in raw(2, 2), size in 0.05..0.9, scale in -9_i32..3) {
        let shock = || vec![closure(vec![(1, size)], 2, 10)];
        let scale = (0..scale.abs()).fold(1.0, |s, _| if scale < 0 { s / 10.0 } else { s * 10.0 });
        let one = run(&table(2, 2, &raw, 1.0), params(2), shock(), 60);
        let other = run(&table(2, 2, &raw, scale), params(2), shock(), 60);
        for (a, b) in one.total_output.iter().zip(&other.total_output) {
            prop_assert!((a - b).abs() < 1e-11, "{a} {b}");
        }
    }

    #[test]
    fn order_of_regions_does_not_matter(raw in raw(2, 2), size in 0.05..0.9) {
        let table = table(2, 2, &raw, 1e4);
        let (cells, origin) = table.clone().into_cells();
        let swap = |i: usize| (1 - i / 2) * 2 + i % 2;
        let n = 4;
        let z = (0..n * n).map(|k| cells.z[swap(k / n) * n + swap(k % n)]).collect();
        let y = (0..n * 2).map(|k| cells.y[swap(k / 2) * 2 + 1 - k % 2]).collect();
        let x = cells.x.as_ref().map(|x| (0..n).map(|i| x[swap(i)]).collect());
        let turned = Mrio::new(Cells { z, y, x, ..cells }, origin).expect("a table");
        let one = run(&table, params(2), vec![closure(vec![(1, size)], 2, 10)], 60);
        let other = run(&turned, params(2), vec![closure(vec![(swap(1), size)], 2, 10)], 60);
        for (a, b) in one.production_realised.iter().zip(&other.production_realised) {
            for i in 0..n {
                prop_assert!((a[i] - b[swap(i)]).abs() < 1e-10 * one.usual_output[i]);
            }
        }
    }

    #[test]
    fn splitting_a_region_changes_no_total(raw in raw(1, 3), size in 0.05..0.9) {
        let whole = table(1, 3, &raw, 1e4);
        let z = (0..36).map(|k| whole.z()[(k / 6 % 3) * 3 + k % 6 % 3] / 4.0).collect();
        let y = (0..12).map(|k| whole.y()[k / 2 % 3] / 4.0).collect();
        let cells = Cells::numbered([2, 3, 1], z, y);
        let halves = Mrio::new(cells, Origin::unnamed()).expect("a table");
        let one = run(&whole, params(3), vec![closure(vec![(1, size)], 2, 10)], 60);
        let both = vec![closure(vec![(1, size), (4, size)], 2, 10)];
        let two = run(&halves, params(3), both, 60);
        for (a, b) in one.total_output.iter().zip(&two.total_output) {
            prop_assert!((a - b).abs() < 1e-11, "{a} {b}");
        }
    }

    #[test]
    fn the_smallest_shocks_count_in_proportion(raw in raw(2, 2), hit in 0_usize..4) {
        let table = table(2, 2, &raw, 1e4);
        let lost = |size: f64| {
            let records = run(&table, params(2), vec![closure(vec![(hit, size)], 2, 5)], 40);
            records.lost_output.iter().sum::<f64>() / size
        };
        let (a, b) = (lost(1e-4), lost(1e-5));
        prop_assert!((a / b - 1.0).abs() < 0.01, "{a} {b}: no dead zone");
    }
}
