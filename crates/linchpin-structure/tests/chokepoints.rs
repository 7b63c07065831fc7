//! Chokepoints of the built-in world: what must hold for every product and day.

use linchpin_policy::Rulebook;
use linchpin_structure::chokepoints::{
    Chokepoints, INPUT_SHARE, Status, against, chokepoints, supply, why,
};
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

/// A law over all points and governments: the lines told as stopping hold the part of the capacity that the answer
/// states, and each says why.
#[test]
fn the_lines_behind_a_number_add_up_to_it() {
    let (world, rulebook) = both();
    let asked = ("product:hbm", day("2026-01-05"), INPUT_SHARE);
    let found = chokepoints(&world, &rulebook, asked.0, asked.1, asked.2).expect("solved");
    let all: f64 = found.supply.lines.iter().filter_map(|line| line.capacity).sum();
    let told = found.points.iter().map(|point| (&point.name, point.stops));
    let told = told.chain(found.governments.iter().map(|one| (&one.name, one.stops)));
    let mut seen = 0;
    for (name, stops) in told.filter(|(_, stops)| *stops > 0.0) {
        let tree = why(&world, &rulebook, asked, name).expect("it is known");
        let lines = tree.because.iter().filter(|one| one.text.contains(" stops, "));
        let mut sum = 0.0;
        for line in lines {
            let site = line.text.split(" stops, ").next().expect("a site");
            let own = found.supply.lines.iter().find(|known| world.name_of(&known.site) == site);
            sum += own.expect("a line").capacity.unwrap_or(0.0) / all;
            assert!(!line.because.is_empty(), "{name}: {line:?}");
        }
        assert!((sum - stops).abs() < 1e-9, "{name}: {sum} and {stops}");
        seen += 1;
    }
    assert!(seen > 10, "{seen}");
    let unknown = why(&world, &rulebook, asked, "Atlantis").expect_err("nobody");
    assert!(unknown.iter().any(|name| name == "Japan"), "{unknown:?}");
}

/// An answer against itself changes nothing; the other way round it is the mirror image; read back from its text it
/// is the same.
#[test]
fn two_answers_side_by_side() {
    let (world, rulebook) = both();
    let of = |on: &str| {
        chokepoints(&world, &rulebook, "product:nand", day(on), INPUT_SHARE).expect("solved")
    };
    let (then, now) = (of("2022-06-01"), of("2026-01-05"));
    let none = against(&now, &now);
    assert!(none.governments.is_empty() && none.points.is_empty() && none.routes.is_empty());
    assert_eq!(none.sites, [Vec::<String>::new(), Vec::new()]);
    let (there, back) = (against(&then, &now), against(&now, &then));
    assert!(!there.routes.is_empty(), "the rules of October 2022 stand between");
    assert!(
        there.routes.iter().any(|route| route.acts.iter().any(|act| act.contains("CFR"))),
        "{there:?}"
    );
    assert_eq!(there.sites, [back.sites[1].clone(), back.sites[0].clone()]);
    assert_eq!(there.routes.len(), back.routes.len());
    for (a, b) in there.governments.iter().zip(&back.governments) {
        assert_eq!(
            (&a.name, a.stops, a.alone),
            (&b.name, [b.stops[1], b.stops[0]], [b.alone[1], b.alone[0]])
        );
    }
    let text = serde_json::to_string(&then).expect("written");
    let read: Chokepoints = serde_json::from_str(&text).expect("read");
    assert_eq!(against(&read, &now), there);
    assert_eq!(serde_json::to_string(&read).expect("written"), text);
    assert!(against(&then, &of("2022-06-01")).caveats.is_empty());
}
