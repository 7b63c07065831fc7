//! Chokepoints of the built-in world: what must hold for every product and day.

use linchpin_policy::Rulebook;
use linchpin_structure::chokepoints::{INPUT_SHARE, Status, chokepoints, supply};
use linchpin_units::Day;
use linchpin_world::World;

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn both() -> (World, Rulebook) {
    (World::embedded().expect("the world"), Rulebook::embedded().expect("the acts"))
}

#[test]
fn answers_hold_together_for_every_product() {
    let (world, rulebook) = both();
    for product in ["product:dram", "product:hbm", "product:nand"] {
        let found = chokepoints(&world, &rulebook, product, day("2026-01-05"), INPUT_SHARE)
            .expect("solved");
        assert!(found.supply.lines.len() > 3, "{product}");
        for name in &found.single {
            let point = found.points.iter().find(|point| point.name == *name).expect("a point");
            // Weights are rounded to a hundredth of the capacity.
            assert!(point.stops > found.threshold - 0.03, "{product} {name} {}", point.stops);
        }
        for government in &found.governments {
            assert!(!government.alone || government.stops > found.threshold - 0.03);
            assert_eq!(government.alone, !government.smallest.is_empty(), "{}", government.name);
            assert!(!government.alone || !government.powers.is_empty());
        }
        for coalition in &found.coalitions {
            let alone =
                |name: &String| found.governments.iter().any(|one| one.name == *name && one.alone);
            assert!(!coalition.iter().any(alone), "{product} {coalition:?} is not minimal");
        }
        assert!(found.points.iter().all(|point| (0.0..=1.0 + 1e-9).contains(&point.stops)));
    }
}

#[test]
fn one_maker_of_euv_scanners_stops_every_line_that_needs_them() {
    let (world, rulebook) = both();
    let found = chokepoints(&world, &rulebook, "product:hbm", day("2026-01-05"), INPUT_SHARE)
        .expect("solved");
    let asml = found.points.iter().find(|point| point.id == "tool:lithography-euv firm:asml");
    let asml = asml.expect("a point");
    let euv = found.supply.inputs.iter().position(|input| input.id == "tool:lithography-euv");
    let needs = |line: &&linchpin_structure::chokepoints::Line| {
        euv.is_some_and(|euv| line.needs.contains(&euv))
    };
    let all: f64 = found.supply.lines.iter().filter_map(|line| line.capacity).sum();
    let with: f64 = found.supply.lines.iter().filter(needs).filter_map(|line| line.capacity).sum();
    assert!((asml.stops - with / all).abs() < 1e-12 && asml.stops > 0.3);
    assert!(asml.controllers.iter().any(|one| one.country == "country:NLD"));
}

#[test]
fn the_law_of_a_day_decides_the_routes_of_that_day() {
    let (world, rulebook) = both();
    let barred = |on: &str| {
        let found = supply(&world, &rulebook, "product:nand", day(on));
        found.routes.values().filter(|route| route.status != Status::Free).count()
    };
    // Before October 2022 no rule stood between American tools and Chinese memory lines.
    assert!(barred("2022-06-01") < barred("2026-01-05"));
    let early = supply(&world, &rulebook, "product:nand", day("2005-01-01"));
    assert!(
        early.lines.len()
            < supply(&world, &rulebook, "product:nand", day("2026-01-05")).lines.len()
    );
}

#[test]
fn a_small_rival_is_no_way_out() {
    let (world, rulebook) = both();
    for product in ["product:dram", "product:nand"] {
        let on = day("2026-01-05");
        let found = chokepoints(&world, &rulebook, product, on, INPUT_SHARE).expect("solved");
        // Of the world's ion implanters 85 in a hundred come from the United States; 11 from Japan are no
        // way out.
        let usa = found.governments.iter().find(|one| one.country == "country:USA");
        assert!(usa.is_some_and(|usa| usa.alone && usa.stops > 0.5), "{product}: {usa:?}");
    }
}

#[test]
fn what_korea_buys_says_nothing_of_lines_elsewhere() {
    let (world, rulebook) = both();
    let on = day("2026-01-05");
    let found = chokepoints(&world, &rulebook, "product:dram", on, 0.5).expect("solved");
    let helium = found.points.iter().find(|one| one.id == "material:helium country:QAT");
    let helium = helium.expect("Korea buys half of its helium there");
    let all: f64 = found.supply.lines.iter().filter_map(|line| line.capacity).sum();
    let korean = found.supply.lines.iter().filter(|line| line.country == "country:KOR");
    let korean: f64 = korean.filter_map(|line| line.capacity).sum();
    assert!((helium.stops - korean / all).abs() < 1e-12, "{helium:?}");
    assert!(
        found.supply.notes.iter().any(|note| note.contains("helium")),
        "{:?}",
        found.supply.notes
    );
}

#[test]
fn the_more_must_stop_the_fewer_can_stop_it() {
    let (world, rulebook) = both();
    for product in ["product:dram", "product:hbm", "product:nand"] {
        let mut before: Option<(Vec<f64>, usize)> = None;
        for part in [0.25, 0.5, 0.75, 1.0] {
            let on = day("2026-01-05");
            let found = chokepoints(&world, &rulebook, product, on, part).expect("solved");
            let mut governments = found.governments.clone();
            governments.sort_by(|a, b| a.country.cmp(&b.country));
            let stops: Vec<f64> = governments.iter().map(|one| one.stops).collect();
            if let Some((earlier, single)) = before {
                let fewer = stops.iter().zip(&earlier).all(|(now, then)| *now <= then + 1e-12);
                assert!(fewer, "{product} {part}: {stops:?} after {earlier:?}");
                assert!(found.single.len() <= single, "{product} {part}");
            }
            before = Some((stops, found.single.len()));
        }
    }
}
