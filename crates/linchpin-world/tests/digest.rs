//! The digest names content: not the order of rows, not the names of fact files.

mod common;

use linchpin_world::World;
use proptest::prelude::*;

/// The lines of a table with its rows turned by `by` places.
fn turned(body: &str, by: usize) -> String {
    let (header, rows) = body.split_once('\n').expect("a header");
    let mut rows: Vec<&str> = rows.lines().collect();
    let by = by % rows.len().max(1);
    rows.rotate_left(by);
    format!("{header}\n{}\n", rows.join("\n"))
}

fn load(edit: impl Fn(&str, &str) -> Option<String>) -> World {
    let dir = tempfile::tempdir().expect("a folder");
    common::write(dir.path(), edit);
    World::load(dir.path()).unwrap_or_else(|findings| panic!("{findings}")).0
}

#[test]
fn another_value_or_note_is_another_digest() {
    let plain = load(|_, body| Some(body.to_owned()));
    for (from, to) in [("200000,", "200001,"), ("press,model,", "press,model,seen")] {
        let changed = load(|_, body| Some(body.replacen(from, to, 1)));
        assert_ne!(plain.digest(), changed.digest());
    }
}

#[test]
fn facts_may_move_to_another_file() {
    let plain = load(|_, body| Some(body.to_owned()));
    let dir = tempfile::tempdir().expect("a folder");
    common::write(dir.path(), |name, body| match name {
        "datapackage.json" => Some(body.replace("facts/sites.csv", "facts/all.csv")),
        _ => Some(body.to_owned()),
    });
    let facts = dir.path().join("facts");
    std::fs::rename(facts.join("sites.csv"), facts.join("all.csv")).expect("a move");
    let (moved, _) = World::load(dir.path()).unwrap_or_else(|findings| panic!("{findings}"));
    assert_eq!(plain.digest(), moved.digest());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn the_order_of_rows_does_not_matter(by in 0usize..12) {
        let plain = load(|_, body| Some(body.to_owned()));
        let turned = load(|name, body| {
            Some(if name.ends_with(".csv") { turned(body, by) } else { body.to_owned() })
        });
        prop_assert_eq!(plain.digest(), turned.digest());
        let values = |world: &World| {
            world.facts.iter().map(|fact| fact.sourced.value).collect::<Vec<_>>()
        };
        prop_assert_eq!(values(&plain), values(&turned));
    }
}
