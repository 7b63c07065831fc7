//! Answers worked out by hand first: where exports come from, how outages and bans combine, rest.

use super::toy;
use linchpin_engine::levers::{Outage, Tariff};
use linchpin_engine::{Amount, Design, Members, Shock, Variable, unwatched};
use linchpin_market::levers::Levers;
use linchpin_market::record::{Focus, Recorder};
use linchpin_market::routes::Route;
use linchpin_market::run::run;
use linchpin_units::id::literal;
use linchpin_units::{Measure, Share};
use toy::{Lab, output, states};

/// Weeks in which makers neither cut nor build: output is what capacity gives.
const FIXED: &[(&str, f64)] = &[("cycle-cut-slope", 0.0), ("capacity-expansion", 0.0)];

fn outage(site: &str, share: f64, scrap: f64, from: &str, until: &str) -> Shock {
    toy::shock(
        from,
        Some(until),
        Outage {
            site: literal(site),
            product: literal("product:dram"),
            share: Amount::Exactly(Measure::of(share)),
            scrap: Amount::Exactly(Measure::of(scrap)),
            recovery: Amount::Exactly(Measure::of(0.0)),
        },
    )
}

/// Weekly export value of a country, in the run at the modes: what its destinations add up to, which is the whole.
fn exports(weeks: usize, shocks: &[Shock], country: &str) -> Vec<f64> {
    let by = exports_by_destination(&toy::market(weeks, FIXED, false), weeks, shocks, country);
    let sum = |week: usize| -> f64 {
        by.iter().filter(|(place, _)| place != "country:WLD").map(|(_, path)| path[week]).sum()
    };
    let (_, whole) = by.iter().find(|(place, _)| place == "country:WLD").expect("the whole");
    let added: Vec<f64> = (0..weeks).map(sum).collect();
    for (week, (added, whole)) in added.iter().zip(whole).enumerate() {
        assert!((added - whole).abs() <= 1e-9 * whole.max(1.0), "week {week}: {added} of {whole}");
    }
    added
}

/// The same by where customs see it go.
fn exports_by_destination(
    model: &linchpin_market::model::Model,
    weeks: usize,
    shocks: &[Shock],
    country: &str,
) -> Vec<(String, Vec<f64>)> {
    let focus = Focus { exporter: Some(literal(country)), ..Focus::default() };
    let recorder = Recorder::new(model, &focus);
    let sampler = model.space.sampler(Design::LatinHypercube, 1, 1);
    let scenarios = [shocks.to_vec()];
    let (outcomes, _) =
        run(model, &scenarios, &recorder, &sampler, &Members::all(1), &unwatched).expect("runs");
    let series = &outcomes[0].trajectories;
    let dram = |key: &linchpin_engine::SeriesKey| {
        key.variable == Variable::ExportValue && key.product.as_deref() == Some("product:dram")
    };
    let keys: Vec<usize> = (0..series.keys.len()).filter(|k| dram(&series.keys[*k])).collect();
    let path = |key: &usize| {
        (series.keys[*key].entity.to_string(), series.series(0, *key)[..weeks].to_vec())
    };
    keys.iter().map(path).collect()
}

#[test]
fn what_customs_see_go_elsewhere_leaves_one_destination_for_another_and_the_whole_stays() {
    // A quarter of what China uses is declared for Hong Kong, half of what the others use for Taiwan.
    let (weeks, mut model) = (20, toy::market(20, FIXED, false));
    let of = |by: &[(String, Vec<f64>)], place: &str, week: usize| {
        by.iter().find(|(id, _)| id == place).map_or(0.0, |(_, path)| path[week])
    };
    let (chn, usa, wld) = ("country:CHN", "country:USA", "country:WLD");
    let plain = exports_by_destination(&model, weeks, &[], "country:KOR");
    let route = |from: Option<&'static str>, via: &'static str, share: f64| Route {
        exporter: literal("country:KOR"),
        product: None,
        from: from.map(literal),
        via: literal(via),
        share: Share::nearest(share),
    };
    model.routes = vec![route(Some(chn), "country:HKG", 0.25), route(None, "country:TWN", 0.5)];
    let routed = exports_by_destination(&model, weeks, &[], "country:KOR");
    for week in 0..weeks {
        let (china, america) = (of(&plain, chn, week), of(&plain, usa, week));
        assert!(china > 0.0 && america > 0.0, "the toy sells to both");
        let near = |place: &str, wanted: f64| {
            let found = of(&routed, place, week);
            assert!((found - wanted).abs() <= 1e-9 * wanted, "{place}: {found} for {wanted}");
        };
        near(chn, 0.75 * china);
        near("country:HKG", 0.25 * china);
        near(usa, 0.5 * america);
        near("country:TWN", 0.5 * america);
        near(wld, china + america);
        assert_eq!(of(&plain, wld, week), of(&routed, wld, week));
    }
    // Routes of another exporter change nothing.
    let abroad = exports_by_destination(&model, weeks, &[], "country:CHN");
    assert!(abroad.iter().all(|(place, _)| place != "country:HKG"));
}

#[test]
fn when_one_site_loses_output_exports_of_the_other_country_rise_by_its_own_output_and_price() {
    // Two sites of one firm: home (KOR, 100,000 wafers a month of 16) and abroad (CHN, 80,000 of 15).
    // Abroad stops for good. Korea's output is what it was; what Korea ships is its own output less
    // what its own stock gains, and price rises: Korean exports rise.
    let weeks = 120;
    let stop = [outage("site:abroad", 1.0, 0.0, "2026-01-05", "2040-01-02")];
    let model = toy::market(weeks, FIXED, false);
    let (calm, cut) = (states(&model, &[]), states(&model, &stop));
    let cells = &linchpin_market::shape::Shape::new(&model);
    let at = |country: &str| {
        let country = cells.country(country).expect("it produces");
        cells.products[0].cells.iter().position(|c| c.maker == 0 && c.country == country)
    };
    let (home, abroad) = (at("country:KOR").expect("home"), at("country:CHN").expect("abroad"));
    assert_eq!(output(&calm, 0), output(&cut, 0), "the home site makes what it made");
    let shipped = |states: &toy::States, cell: usize| -> f64 {
        states[1..].iter().map(|state| state.products[0].by_cell[cell].get(0)).sum()
    };
    let left = |states: &toy::States, cell: usize| -> f64 {
        states[states.len() - 1].products[0].stock[cell].get(0)
    };
    let more = shipped(&cut, home) - shipped(&calm, home);
    let from_stock = left(&calm, home) - left(&cut, home);
    assert!((more - from_stock).abs() < 1e-6 * shipped(&calm, home), "{more} of {from_stock}");
    assert!(more > 0.0);
    // Abroad ships what was in process and in stock, then nothing.
    assert_eq!(cut[weeks].products[0].output[abroad].get(0), 0.0);
    assert!(cut[weeks].products[0].mix[abroad].get(0) < 0.05);
    let (before, after) =
        (exports(weeks, &[], "country:KOR"), exports(weeks, &stop, "country:KOR"));
    for week in 60..weeks {
        let price = |states: &toy::States| states[week + 1].products[0].sold_at.get(0);
        let bits = |states: &toy::States| states[week + 1].products[0].by_cell[home].get(0);
        let expected = price(&cut) * bits(&cut) / (price(&calm) * bits(&calm));
        let found = after[week] / before[week];
        // Korea has no buyers in the toy: all it ships is exported.
        assert!((found - expected).abs() < 1e-9, "week {week}: {found} instead of {expected}");
        assert!(found > 1.0, "week {week}: exports x{found}");
    }
}

#[test]
fn exports_and_home_sales_are_shipments_times_price_by_origin_every_week() {
    let weeks = 90;
    let shocks = [
        outage("site:abroad", 0.7, 0.3, "2026-03-02", "2026-06-01"),
        toy::ban(0.1),
        toy::from_start(Tariff {
            product: literal("product:dram"),
            origin: literal("country:CHN"),
            destination: literal("country:USA"),
            rate: Amount::Exactly(Measure::of(0.5)),
        }),
    ];
    let model = toy::market(weeks, FIXED, false);
    let shape = linchpin_market::shape::Shape::new(&model);
    for (country, id) in shape.countries.iter().enumerate() {
        let exports = exports(weeks, &shocks, id);
        let mut week = 0;
        Lab::of(&model, &shocks).watch(|_, before, after| {
            let (old, new, at) = (&before.products[0], &after.products[0], &shape.products[0]);
            let price = old.normal.get(0) * old.price.contract.get(0) * 1e-6;
            let (mut left, mut home) = (0.0, 0.0);
            for (cell, of) in at.cells.iter().enumerate().filter(|(_, of)| of.country == country) {
                // What left the country's stock, from the balance of bits.
                let gone = old.stock[cell] + new.output[cell] - new.stock[cell];
                left += gone.get(0);
                let maker: Vec<usize> =
                    (0..at.cells.len()).filter(|c| at.cells[*c].maker == of.maker).collect();
                let can: f64 =
                    maker.iter().map(|c| old.stock[*c].get(0) + new.output[*c].get(0)).sum();
                let share = (old.stock[cell].get(0) + new.output[cell].get(0)) / can;
                for (buyer, d) in at.buyers.iter().enumerate() {
                    if model.segments[*d].destination == *id {
                        let row = buyer * at.makers.len() + of.maker;
                        home += share * new.shipments.shipped[row].get(0);
                    }
                }
            }
            let (found, wanted) = (exports[week] + home * price, left * price);
            assert!((found - wanted).abs() <= 1e-9 * wanted, "{id} week {week}: {found} {wanted}");
            week += 1;
        });
    }
}

#[test]
fn two_outages_stop_a_line_as_far_as_the_stricter_and_both_scrap() {
    let model = toy::market(80, FIXED, false);
    let long = outage("site:abroad", 0.5, 0.0, "2026-01-05", "2026-04-06");
    let short = outage("site:abroad", 0.9, 0.25, "2026-02-02", "2026-02-16");
    let starts = |shocks: &[Shock]| -> Vec<f64> {
        states(&model, shocks)[1..].iter().map(|s| s.lines[1].week.starts.get(0)).collect()
    };
    let calm = starts(&[]);
    let both = starts(&[long.clone(), short.clone()]);
    for week in 0..80 {
        let share = if (4..6).contains(&week) {
            0.1
        } else if week < 13 {
            0.5
        } else {
            1.0
        };
        assert!((both[week] / calm[week] - share).abs() < 1e-12, "week {week}");
    }
    let sum = |shocks: &[Shock]| output(&states(&model, shocks), 1).iter().sum::<f64>();
    assert!(sum(&[long.clone(), short.clone()]) < sum(std::slice::from_ref(&long)));
    assert!(sum(&[long.clone(), short.clone()]) < sum(std::slice::from_ref(&short)));
    // Each scraps its own share of what the other left.
    let again = outage("site:abroad", 0.0, 0.5, "2026-02-02", "2026-02-09");
    let left = |shocks: &[Shock]| {
        let states = states(&model, shocks);
        states[80].ledger.wafers_scrapped.get(0)
    };
    let (one, two) = (left(std::slice::from_ref(&short)), left(&[short.clone(), again]));
    assert!((two - one * (1.0 + 0.75 * 0.5 / 0.25)).abs() < 1e-6 * two, "{one} {two}");
}

#[test]
fn a_ban_on_one_product_leaves_the_others_and_two_bans_are_the_stricter() {
    let model = toy::market(60, FIXED, false);
    let ban = |product: Option<usize>, leak: f64| {
        move |levers: &mut Levers| {
            let mut ban = levers.bans[0].clone();
            ban.product = product;
            ban.leak = leak;
            ban.front_loading = leak;
            levers.bans.push(ban);
        }
    };
    let none = |levers: &mut Levers| levers.bans.truncate(1);
    let drop_first = |levers: &mut Levers| {
        levers.bans.remove(0);
    };
    let of = |change: &dyn Fn(&mut Levers)| {
        let lab = Lab::of(&model, &[toy::ban(0.2)]).with(change);
        lab.states().pop().expect("weeks")
    };
    let calm = of(&|levers| levers.bans.clear());
    let nand = of(&|levers| {
        ban(Some(1), 0.2)(levers);
        drop_first(levers);
    });
    let same = |a: &dyn std::fmt::Debug, b: &dyn std::fmt::Debug| {
        assert_eq!(format!("{a:?}"), format!("{b:?}"));
    };
    same(&calm.products[0], &nand.products[0]);
    assert!(nand.products[1].kept_from[1].ban.get(0) > 0.0);
    // The same ban twice, and a milder one beside it, are the one; a product named beside all too.
    let once = of(&none);
    for (product, leak) in [(None, 0.2), (None, 0.9), (Some(0), 0.2), (Some(1), 0.3)] {
        let mut twice = of(&|levers| {
            ban(product, leak)(levers);
            levers.bans[1].front_loading = 0.0;
        });
        same(&once.products, &twice.products);
        twice = of(&|levers| {
            ban(product, 0.1)(levers);
            levers.bans[1].front_loading = 0.0;
            drop_first(levers);
        });
        assert!(product == Some(1) || twice.products[0].kept_from[1].ban.get(0) > 0.0);
    }
    let stricter = of(&|levers| {
        ban(Some(0), 0.05)(levers);
        levers.bans[1].front_loading = 0.0;
    });
    let alone = of(&|levers| {
        ban(Some(0), 0.05)(levers);
        levers.bans[1].front_loading = 0.0;
        drop_first(levers);
    });
    same(&stricter.products[0], &alone.products[0]);
}

#[test]
fn at_rest_nothing_moves() {
    let model = toy::market(156, &[], true);
    let sampler = model.space.sampler(Design::LatinHypercube, 5, 24);
    let mut worst: f64 = 0.0;
    for member in 0..24 {
        Lab::at(&model, &sampler.draw(member), &[]).watch(|_, _, after| {
            for now in &after.products {
                for price in [now.price.spot, now.price.contract] {
                    worst = worst.max((price.get(0) / now.price.rest.get(0) - 1.0).abs());
                }
            }
        });
    }
    assert!(worst <= 1e-3, "prices stray from rest by {worst}");
}

#[test]
fn the_world_as_it_ships_rests_where_nothing_disturbs_it() {
    let world = linchpin_world::World::embedded().expect("the embedded world");
    let model = linchpin_market::build::build(&world, toy::day("2026-01-05"), 156, &[], &[])
        .expect("builds");
    let model = model.model;
    let sampler = model.space.sampler(Design::LatinHypercube, 1, 12);
    let mut worst: Vec<(f64, usize, u32)> = vec![(0.0, 0, 0); model.products.len()];
    for member in 0..12 {
        Lab::at(&model, &sampler.draw(member), &[]).watch(|_, _, after| {
            for (worst, now) in worst.iter_mut().zip(&after.products) {
                for price in [now.price.spot, now.price.contract] {
                    let off = (price.get(0) / now.price.rest.get(0) - 1.0).abs();
                    if off > worst.0 {
                        *worst = (off, after.week, member);
                    }
                }
            }
        });
    }
    for (product, worst) in model.products.iter().zip(&worst) {
        assert!(worst.0 <= 1e-3, "{} strays from rest: {worst:?} of {:?}", product.id, worst);
    }
}
