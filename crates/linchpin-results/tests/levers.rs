//! What a lever says of itself is told in every language: a law over the registry of levers.

use linchpin_engine::entry::Entries;
use linchpin_engine::form::Reader;
use linchpin_engine::levers::ROOMS;
use linchpin_engine::{Lever, Names, Room};
use linchpin_policy::words::{ReviewPolicy, Verdict};
use linchpin_results::contract::language::Language;
use linchpin_results::contract::phrase::told;
use linchpin_units::Text;
use linchpin_world::World;
use std::sync::Arc;
use toml::de::DeTable;

/// The levers that a room's own example pulls.
fn pulled(room: &Room, world: &World) -> Vec<Arc<dyn Lever>> {
    let mut names = Names::new(world, None);
    names.put("economy", ["USA", "CHN", "KOR"].map(str::to_owned).into_iter());
    names.put("sector", ["memory", "electronics-rest"].map(str::to_owned).into_iter());
    let text = Text::new("event.toml", room.example);
    let tree = DeTable::parse(text.body()).expect("an example is TOML");
    let mut reader = Reader::new(&text);
    let mut entries = Entries { reader: &mut reader, names: &names };
    let whole = 0..text.body().len();
    let besides = ["kind", "what", "from", "until"];
    let form = (room.event, &besides[..]);
    let values =
        entries.values(room.kind, (tree.get_ref(), whole), form, room.kind, &mut Vec::new());
    let values = values.unwrap_or_else(|| panic!("{}: its example", room.kind));
    (room.pull)(&values)
}

/// Words of English in a text, but for what stands in backticks and for ids.
fn english(text: &str) -> Vec<String> {
    let bare: String = text.split('`').step_by(2).collect();
    let words = bare.split(|c: char| !c.is_ascii_alphabetic() && !"-.:_".contains(c));
    let plain = |word: &&str| word.len() > 2 && word.chars().all(|c| c.is_ascii_lowercase());
    words.filter(plain).map(str::to_owned).collect()
}

#[test]
fn every_lever_tells_what_it_does_in_every_language() {
    let world = World::embedded().expect("the world is whole");
    for room in ROOMS {
        let levers = pulled(room, &world);
        assert!(!levers.is_empty(), "{} pulls nothing", room.kind);
        for lever in levers {
            let mut texts = vec![lever.words(&|id| world.name_of(id).to_owned())];
            texts.push(lever.cause().to_owned());
            for verdict in Verdict::ALL {
                texts.push(lever.label(verdict.as_str()));
                texts.push(format!("{verdict} (decision:x)"));
                for review in ReviewPolicy::ALL {
                    texts.push(lever.label(&format!("{verdict}, {review}")));
                }
            }
            for text in texts {
                for language in [Language::Ko, Language::Zh] {
                    let said = told(&text, language);
                    assert_ne!(said, text, "{}: {language:?}", room.kind);
                    assert_eq!(
                        english(&said),
                        Vec::<String>::new(),
                        "{}: {text} -> {said}",
                        room.kind
                    );
                }
            }
        }
    }
}
