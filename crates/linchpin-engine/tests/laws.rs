//! Laws that hold for every lever of the registry, tested over the whole of it.
//!
//! Twice the same is once; the order of statements does not matter; paths stay in their bounds; adding a
//! statement never lets more through; every field of every form refuses what is not of its type, at
//! its place.

use linchpin_engine::entry::{Entries, Holds};
use linchpin_engine::form::Reader;
use linchpin_engine::paths::{Control, Turned};
use linchpin_engine::{
    Because, Calendar, Names, Paths, Plan, Registry, Room, Shock, Space, distinct,
};
use linchpin_units::{Day, Days, Findings, Text};
use linchpin_world::World;
use toml::de::DeTable;

const WEEKS: usize = 60;

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn names() -> Names {
    let mut names = Names::new(&World::embedded().expect("the world is whole"), None);
    // What an engine with a table of its own holds.
    names.put("economy", ["USA", "CHN", "KOR"].map(str::to_owned).into_iter());
    names.put("sector", ["memory", "electronics-rest"].map(str::to_owned).into_iter());
    names
}

/// The findings of an event's text; its levers when there is none.
fn read(room: &Room, text: &str, names: &Names) -> (Findings, Vec<Shock>, Space) {
    let text = Text::new("event.toml", text);
    let mut reader = Reader::new(&text);
    let mut space = Space::default();
    let tree = match DeTable::parse(text.body()) {
        Ok(tree) => tree,
        Err(error) => return (Findings::from(text.refused(&error)), Vec::new(), space),
    };
    let mut given = Vec::new();
    let mut entries = Entries { reader: &mut reader, names };
    let whole = 0..text.body().len();
    let days = entries.days(tree.get_ref(), whole.clone());
    let besides = ["kind", "what", "from", "until"];
    let values = entries.values(
        room.kind,
        (tree.get_ref(), whole),
        (room.event, &besides),
        room.kind,
        &mut given,
    );
    for (name, amount) in given {
        space.add(&name, amount.range, amount.unit);
    }
    let (Some(days), Some(values)) = (days, values) else {
        return (reader.findings, Vec::new(), space);
    };
    let shocks = (room.pull)(&values).into_iter().enumerate().map(|(n, lever)| Shock {
        id: format!("{} {n}", room.kind).into(),
        days,
        lever,
        because: Because::Event { what: "an example".into(), by: None },
        note: String::new(),
    });
    (reader.findings, shocks.collect(), space)
}

fn example(room: &Room) -> (Vec<Shock>, Space) {
    let (findings, shocks, space) = read(room, room.example, &names());
    assert!(findings.is_empty(), "the example of `{}`: {findings}", room.kind);
    assert!(!shocks.is_empty(), "the example of `{}` pulls nothing", room.kind);
    (shocks, space)
}

fn paths(shocks: &[Shock], space: &Space) -> Paths {
    let calendar = Calendar { start: day("2026-01-05"), weeks: WEEKS };
    let plan = Plan::new(shocks, space, calendar).expect("the example gives its amounts");
    // Chance decides nothing here: whoever is asked complies.
    plan.paths(&space.modes(), |_| true)
}

/// Every control as text, value by value: what an engine can see.
fn seen(paths: &Paths) -> Vec<String> {
    fn all<C: Control>(turned: &Turned<C>) -> impl Iterator<Item = String> + '_ {
        turned.iter().map(|(control, path)| format!("{control:?} {:?}", path.values()))
    }
    let mut seen: Vec<String> = all(&paths.tools)
        .chain(all(&paths.materials))
        .chain(all(&paths.purchases))
        .chain(all(&paths.ahead))
        .chain(all(&paths.growth))
        .chain(all(&paths.duties))
        .chain(all(&paths.awards))
        .chain(all(&paths.guards))
        .chain(all(&paths.demand))
        .chain(all(&paths.running))
        .chain(all(&paths.added))
        .chain(all(&paths.extra_duties))
        .chain(all(&paths.border_costs))
        .chain(all(&paths.industries))
        .chain(all(&paths.deliveries))
        .collect();
    seen.extend(paths.scrap.values().map(|scrap| format!("{scrap:?}")));
    seen
}

fn bounded<C: Control>(turned: &Turned<C>) {
    for (control, path) in turned.iter() {
        for value in path.values() {
            let inside = (C::LOWEST.get()..=C::HIGHEST.get()).contains(value);
            assert!(inside, "{control:?} is {value}");
        }
    }
}

/// Controls that restrict a flow: what they let through.
fn let_through(paths: &Paths) -> Vec<(String, Vec<f64>)> {
    fn all<C: Control>(turned: &Turned<C>) -> impl Iterator<Item = (String, Vec<f64>)> + '_ {
        turned.iter().map(|(control, path)| (format!("{control:?}"), path.values().to_vec()))
    }
    all(&paths.tools)
        .chain(all(&paths.materials))
        .chain(all(&paths.purchases))
        .chain(all(&paths.growth))
        .chain(all(&paths.guards))
        .chain(all(&paths.running))
        .chain(all(&paths.industries))
        .chain(all(&paths.deliveries))
        .chain(
            all(&paths.border_costs)
                .map(|(name, costs)| (name, costs.iter().map(|cost| 1.0 / cost).collect())),
        )
        .collect()
}

/// The same event a little later, shorter and of another text: another one.
fn another(shock: &Shock, days_later: i64) -> Shock {
    let from = shock.days.from.plus(days_later);
    Shock {
        days: Days { from, until: Some(from.plus(70)) },
        because: Because::Event { what: format!("another, {days_later} days later"), by: None },
        ..shock.clone()
    }
}

#[test]
fn every_lever_turns_some_control_and_names_its_cause() {
    for room in Registry::default().rooms() {
        let (shocks, space) = example(room);
        assert!(!seen(&paths(&shocks, &space)).is_empty(), "`{}` turns nothing", room.kind);
        for shock in &shocks {
            assert_eq!(shock.lever.kind(), room.kind);
            assert!(!shock.lever.cause().is_empty() && !shock.lever.target().is_empty());
            assert!(shock.lever.words(&str::to_owned).len() > 20);
        }
        assert!(!room.about.is_empty() && !room.combines.is_empty());
    }
}

#[test]
fn the_same_stated_twice_acts_once() {
    for room in Registry::default().rooms() {
        let (shocks, space) = example(room);
        let twice: Vec<Shock> = shocks.iter().chain(&shocks).cloned().collect();
        let kept = distinct(twice);
        assert_eq!(kept.len(), shocks.len(), "`{}`", room.kind);
        assert_eq!(seen(&paths(&kept, &space)), seen(&paths(&shocks, &space)), "`{}`", room.kind);
    }
}

#[test]
fn the_order_of_statements_does_not_matter() {
    for room in Registry::default().rooms() {
        let (shocks, space) = example(room);
        let mut both: Vec<Shock> =
            shocks.iter().cloned().chain(shocks.iter().map(|s| another(s, 35))).collect();
        let forwards = seen(&paths(&both, &space));
        both.reverse();
        let mut backwards = seen(&paths(&both, &space));
        backwards.sort();
        let mut forwards = forwards;
        forwards.sort();
        assert_eq!(forwards, backwards, "`{}`", room.kind);
    }
}

#[test]
fn paths_stay_in_their_bounds_whatever_is_piled_up() {
    for room in Registry::default().rooms() {
        let (shocks, space) = example(room);
        let piled: Vec<Shock> =
            (0..40).flat_map(|n| shocks.iter().map(move |s| another(s, n))).collect();
        let paths = paths(&piled, &space);
        bounded(&paths.tools);
        bounded(&paths.materials);
        bounded(&paths.purchases);
        bounded(&paths.ahead);
        bounded(&paths.growth);
        bounded(&paths.duties);
        bounded(&paths.awards);
        bounded(&paths.guards);
        bounded(&paths.demand);
        bounded(&paths.running);
        bounded(&paths.extra_duties);
        bounded(&paths.border_costs);
        bounded(&paths.industries);
        bounded(&paths.deliveries);
    }
}

#[test]
fn adding_a_statement_never_lets_more_through() {
    for room in Registry::default().rooms() {
        let (shocks, space) = example(room);
        let before = let_through(&paths(&shocks, &space));
        for later in [-400, 7, 35, 140] {
            let more: Vec<Shock> =
                shocks.iter().cloned().chain(shocks.iter().map(|s| another(s, later))).collect();
            let after = let_through(&paths(&more, &space));
            for (control, values) in &before {
                let now = after.iter().find(|(known, _)| known == control);
                let (_, now) = now.expect("a control stays turned");
                for (was, is) in values.iter().zip(now) {
                    assert!(is <= was, "`{}`: {control} rose from {was} to {is}", room.kind);
                }
            }
        }
    }
}

#[test]
fn no_shock_turns_nothing() {
    let space = Space::default();
    assert!(seen(&paths(&[], &space)).is_empty());
}

/// A text of the example with the value of one field replaced, or the field added.
fn with_value(example: &str, field: &str, value: &str) -> String {
    let is_it = |line: &str| line.split('=').next().is_some_and(|name| name.trim() == field);
    let mut lines: Vec<String> =
        example.lines().filter(|line| !is_it(line)).map(str::to_owned).collect();
    if !value.is_empty() {
        lines.push(format!("{field} = {value}"));
    }
    lines.join("\n")
}

#[test]
fn every_field_of_every_form_refuses_what_is_not_of_its_type() {
    let names = names();
    let mut tried = 0;
    for room in Registry::default().rooms() {
        for field in room.event {
            let amount = |low: &str, value: &str, high: &str, unit: &str| {
                format!(
                    "{{ value = {value}, low = {low}, high = {high}, unit = \"{unit}\", source = \"assumption:x\", why = \"a test\" }}"
                )
            };
            let bad: Vec<String> = match field.holds {
                Holds::Name(_) => vec!["\"nobody:knows-it\"".into(), "3".into(), "\"\"".into()],
                Holds::Names(_) | Holds::Words(_) => {
                    vec!["[\"nobody:knows-it\"]".into(), "[]".into(), "[3]".into(), "3".into()]
                }
                Holds::Number { low, high } => vec![
                    "nan".into(),
                    "inf".into(),
                    "\"3\"".into(),
                    format!("{:?}", low.get() - 1.0),
                    format!("{:?}", high.get() + 1.0),
                ],
                Holds::Amount(unit) => {
                    let (low, high) = unit.bounds();
                    let unit = unit.as_str();
                    let mut bad = vec![
                        amount("0.1", "nan", "0.3", unit),
                        amount("0.1", "0.2", "inf", unit),
                        amount("0.3", "0.2", "0.1", unit),
                        amount("0.1", "0.2", "0.3", "furlong"),
                        "{ assumption = \"nobody-knows-it\" }".into(),
                        "{ value = 0.1 }".into(),
                        "{ value = 0.1, low = 0.1, high = 0.1, colour = 3 }".into(),
                        "0.2".into(),
                    ];
                    if low.is_finite() {
                        bad.push(amount(&format!("{:?}", low - 1.0), "0.2", "0.3", unit));
                    }
                    if high.is_finite() {
                        bad.push(amount("0.1", "0.2", &format!("{:?}", high + 1.0), unit));
                    }
                    bad
                }
            };
            for value in bad {
                let text = with_value(room.example, field.name, &value);
                tried += 1;
                let (findings, shocks, _) = read(room, &text, &names);
                let what = format!("`{}` with {} = {value}", room.kind, field.name);
                assert!(findings.any_error() && shocks.is_empty(), "{what} was accepted");
                for finding in findings.iter() {
                    assert!(
                        finding.place.line > 0 && !finding.help.is_empty(),
                        "{what}: {finding}"
                    );
                }
            }
            if field.needed {
                let without = with_value(room.example, field.name, "")
                    .replace(&format!("{} = \n", field.name), "");
                let (findings, _, _) = read(room, &without, &names);
                assert!(findings.any_error(), "`{}` without {}", room.kind, field.name);
            }
        }
        let misspelled = format!("{}\ncolour = 3\n", room.example);
        let (findings, _, _) = read(room, &misspelled, &names);
        assert!(findings.any_error(), "`{}` takes an unknown key", room.kind);
        for (field, value) in [("from", "2026-02-30"), ("from", "3"), ("until", "2020-01-06")] {
            let text = with_value(room.example, field, value);
            let (findings, _, _) = read(room, &text, &names);
            assert!(findings.any_error(), "`{}` with {field} = {value}", room.kind);
        }
    }
    assert!(tried > 120, "only {tried} values were tried");
}
