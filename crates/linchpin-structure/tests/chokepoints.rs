//! Chokepoints of the built-in world: what must hold for every product and day.

use linchpin_policy::Rulebook;
use linchpin_structure::chokepoints::{Status, chokepoints, supply};
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
        let found = chokepoints(&world, &rulebook, product, day("2026-01-05")).expect("solved");
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
    let found = chokepoints(&world, &rulebook, "product:hbm", day("2026-01-05")).expect("solved");
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
