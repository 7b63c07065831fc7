//! Answers a person can work out on paper, in two or three industries, before any code: what a rating
//! of an input means, and what a stopped link leaves.

use linchpin_network::ario::event::Substitution;
use linchpin_network::ario::params::Defaults;
use linchpin_network::ario::{Event, EventKind, Model, OrderRule, Params, Recovery, Simulation};
use linchpin_network::table::{Cells, Mrio, Origin};

/// Days after which every case has settled to its last digits.
const DAYS: u32 = 1500;

/// Chips (makers 0 to `makers`) feed cars, cars feed final demand. Each maker is a region of its own;
/// the cars stand in the first.
fn chain(makers: usize) -> Mrio {
    let n = 2 * makers;
    let mut z = vec![0.0; n * n];
    (0..makers).for_each(|r| z[2 * r * n + 1] = 36_500.0 * 0.4 / makers as f64);
    let mut y = vec![0.0; n * makers];
    y[makers] = 36_500.0;
    Mrio::new(Cells::numbered([makers, 2, 1], z, y), Origin::unnamed()).expect("a table")
}

fn params(order: OrderRule) -> Params {
    let mut params = Defaults::embedded().expect("well formed").params(2);
    params.order = order;
    params.alpha_max = 1.0;
    params.inventory_days = vec![10.0; 2];
    params
}

/// Output of the cars over usual, once settled, and stock of chips in days.
fn cars(table: &Mrio, params: Params, kinds: Vec<EventKind>) -> f64 {
    let model = Model::new(table, params).expect("a model");
    let event = |kind| Event { name: "shock".to_owned(), day: 2, duration: 1, kind };
    let mut run = Simulation::new(&model, kinds.into_iter().map(event).collect()).expect("a run");
    (0..DAYS).for_each(|_| run.step().expect("a day"));
    run.industry(1).output / model.usual_output()[1]
}

fn near(found: f64, wanted: f64, what: &str) {
    assert!((found - wanted).abs() < 1e-9, "{what}: {found} instead of {wanted}");
}

const ORDERS: [OrderRule; 2] = [OrderRule::Alt, OrderRule::NoAlt];

#[test]
fn a_rating_of_a_half_loses_half_of_what_is_short_for_good() {
    let table = chain(1);
    for order in ORDERS {
        for short in [0.05, 0.2, 0.6] {
            for rating in [0.0, 0.2, 0.5, 0.8, 1.0] {
                // Rows are inputs, columns are users: chips to cars.
                let criticality = Some(vec![1.0, rating, 1.0, 1.0]);
                let params = Params { criticality, ..params(order) };
                let hit = vec![(0, short)];
                let loss = EventKind::Capacity { hit, recovery: Recovery::Never };
                let found = cars(&table, params.clone(), vec![loss]);
                near(found, 1.0 - rating * short, &format!("{order:?} {short} {rating}"));
                // The same shortage by law.
                let stop = vec![(0, 1, short)];
                let (substitution, recovery) = (Substitution::None, Recovery::Never);
                let law = EventKind::Link { cut: stop, substitution, recovery };
                let found = cars(&table, params, vec![law]);
                near(found, 1.0 - rating * short, &format!("law {order:?} {short} {rating}"));
            }
        }
    }
}

#[test]
fn what_a_law_stops_without_a_substitute_is_missing_whatever_is_ordered() {
    let table = chain(1);
    for order in ORDERS {
        for percent in [0_u32, 5, 10, 20, 40, 80, 100] {
            let share = f64::from(percent) / 100.0;
            for (word, substitution) in Substitution::WORDS {
                // With one supplier there is nobody to turn to, whatever the law allows.
                let law = |share| {
                    let (cut, recovery) = (vec![(0, 1, share)], Recovery::Never);
                    EventKind::Link { cut, substitution, recovery }
                };
                let once = cars(&table, params(order), vec![law(share)]);
                near(once, 1.0 - share, &format!("{order:?} {word} {percent} %"));
                // Twice the same law is one law, and a weaker one beside it adds nothing.
                let twice = vec![law(share), law(share), law(0.5 * share)];
                assert_eq!(cars(&table, params(order), twice), once, "{word} {percent} %");
            }
        }
    }
}

#[test]
fn substitution_is_none_or_up_to_spare_capacity_or_free() {
    // Two makers share the cars' purchases evenly; the law stops part of what the first ships.
    let table = chain(2);
    for order in ORDERS {
        for share in [0.1, 0.4, 1.0_f64] {
            let run = |substitution, alpha_max: f64, spare: f64| {
                let mut params = Params { alpha_max, alpha_tau: 1.0, ..params(order) };
                // A stock deep enough that no day binds while overproduction builds up.
                params.inventory_days = vec![40.0; 2];
                let cut = vec![(0, 1, share)];
                let law = EventKind::Link { cut, substitution, recovery: Recovery::Never };
                let found = cars(&table, params, vec![law]);
                // The other maker delivers its own half, and this much of it more.
                let wanted = (1.0 - 0.5 * share + 0.5 * spare.min(share)).min(1.0);
                near(found, wanted, &format!("{order:?} {substitution:?} {share} {alpha_max}"));
            };
            run(Substitution::None, 1.0, 0.0);
            run(Substitution::None, 1.5, 0.0);
            run(Substitution::Capped, 1.0, 0.0);
            run(Substitution::Free, 1.0, 0.0);
            run(Substitution::Free, 2.5, 1.0);
        }
    }
}

#[test]
fn the_stricter_the_substitution_and_the_larger_the_stop_the_less_is_made() {
    let table = chain(3);
    for order in ORDERS {
        let mut last_by_share = 1.0;
        for share in [0.0, 0.2, 0.4, 0.6, 0.8, 1.0] {
            let mut last = 0.0;
            for (word, substitution) in Substitution::WORDS {
                let params = Params { alpha_max: 1.25, ..params(order) };
                let cut = vec![(0, 1, share), (2, 1, 0.5 * share)];
                let law = EventKind::Link { cut, substitution, recovery: Recovery::Never };
                let found = cars(&table, params, vec![law]);
                assert!(found >= last - 1e-9, "{word} helps at {share}: {found} after {last}");
                last = found;
                if substitution == Substitution::None {
                    assert!(found <= last_by_share + 1e-9, "more is stopped, less is made");
                    last_by_share = found;
                }
            }
        }
    }
}

#[test]
fn once_a_law_is_lifted_nothing_of_it_is_left() {
    let table = chain(2);
    let model = Model::new(&table, params(OrderRule::Alt)).expect("a model");
    let kind = EventKind::stop(&[0], &[1], 1.0, Substitution::Free, Recovery::Table(vec![]));
    let law = Event { name: "law".to_owned(), day: 2, duration: 3, kind };
    let mut run = Simulation::new(&model, vec![law]).expect("a run");
    let mut asked = Vec::new();
    for _ in 0..8 {
        run.step().expect("a day");
        asked.push([run.industry(0).demand, run.industry(2).demand]);
    }
    // While it holds all is asked of the other maker, from the first day on; then half again.
    for day in [2, 3, 4] {
        near(asked[day][0], 0.0, "stopped");
        near(asked[day][1], if day == 2 { 40.0 } else { asked[day][1].max(40.0) }, "redirected");
    }
    assert!(asked[5][0] >= 20.0 - 1e-9, "back on the day it is lifted: {asked:?}");
    assert!((asked[5][0] / asked[5][1] - 1.0).abs() < 0.2, "and no echo of it: {asked:?}");
}
