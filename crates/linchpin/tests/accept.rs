//! A number of a document becomes a fact of a world, and the world reads it back with its words.

mod folders;

use folders::copy_folder;
use linchpin::accept::{Accepted, Asked, accept};
use linchpin::quotes::{Words, changed, quotes};
use linchpin_evidence::document::Stated;
use linchpin_evidence::store::Store;
use linchpin_units::{Findings, Grade};
use linchpin_world::{Quantity, World};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const TEXT: &str = "A page of nobody\n\nThe line in Xi'an, \"the old one\", starts 123,000 wafers a month, its owner said.\n\n\
                    More than 40 percent of the wafers are sold at home.\n";

struct Desk {
    _folder: tempfile::TempDir,
    store: Store,
    world: PathBuf,
    id: String,
}

fn desk(published: Option<&str>) -> Desk {
    let folder = tempfile::tempdir().expect("a folder");
    let world = folder.path().join("world");
    copy_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../worlds/memory"), &world);
    let store = Store::at(folder.path().join("store"));
    let stated = Stated {
        published: published.map(|day| day.parse().expect("a day")),
        outlet: Some("Nobody, \"Ltd\"".to_owned()),
        ..Stated::default()
    };
    let (document, _) = store.add(TEXT.as_bytes(), &stated).expect("added");
    Desk { _folder: folder, store, world, id: document.id.to_string() }
}

fn asked(id: &str) -> Asked {
    Asked {
        id: id.to_owned(),
        words: Some("starts 123,000 wafers a month".to_owned()),
        subject: "site:samsung-xian".to_owned(),
        quantity: "capacity".to_owned(),
        of: "product:nand".to_owned(),
        to: String::new(),
        as_of: None,
        range: None,
        basis: "wafer starts, as the owner counts them".to_owned(),
        grade: Grade::Press,
        by: "kim".to_owned(),
        dry: false,
    }
}

impl Desk {
    fn accept(&self, asked: &Asked) -> Result<Accepted, Findings> {
        accept(&self.store, &self.world, asked)
    }

    /// Every file of the world.
    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut out = BTreeMap::new();
        let mut folders = vec![self.world.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("read").flatten() {
                match entry.path().is_dir() {
                    true => folders.push(entry.path()),
                    false => {
                        out.insert(entry.path(), std::fs::read(entry.path()).expect("read"));
                    }
                }
            }
        }
        out
    }
}

#[test]
fn a_number_becomes_a_fact_that_leads_back_to_its_words() {
    let desk = desk(Some("2025-03-02"));
    let before = desk.files();
    let accepted = desk.accept(&asked(&desk.id)).expect("accepted");
    assert!(accepted.written && accepted.rows.iter().all(|row| !row.known), "{accepted:?}");
    let (world, _) = World::load(&desk.world).unwrap_or_else(|findings| panic!("{findings}"));
    let fact = world
        .facts
        .iter()
        .find(|fact| fact.quantity == Quantity::Capacity && fact.sourced.range.mode() == 123_000.0)
        .expect("the fact");
    assert_eq!(fact.sourced.as_of.as_str(), "2025-03-02");
    assert_eq!(fact.sourced.grade, Grade::Press);
    // The words behind it are read again from the store.
    let found = quotes(&world, &desk.store);
    assert!(changed(&found).is_empty());
    let words: Vec<&str> = found
        .iter()
        .filter_map(|quoted| match &quoted.words {
            Words::Found { words, .. } => Some(words.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(words, ["starts 123,000 wafers a month"]);
    // Nothing that stood in the world is lost: three files grew at their end, no other changed.
    let after = desk.files();
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    let grown: Vec<&PathBuf> =
        before.iter().filter(|(path, old)| &after[*path] != *old).map(|(path, _)| path).collect();
    assert_eq!(grown.len(), 3, "{grown:?}");
    assert!(grown.iter().all(|path| after[*path].starts_with(&before[*path])));
    // The same again is there once.
    let again = desk.accept(&asked(&desk.id)).expect("accepted");
    assert!(again.rows.iter().all(|row| row.known), "{again:?}");
    assert_eq!(desk.files(), after);
}

#[test]
fn a_trial_and_a_refusal_change_nothing() {
    let desk = desk(None);
    let before = desk.files();
    let refused = |asked: &Asked| desk.accept(asked).expect_err("refused").to_string();
    let whole = asked(&desk.id);
    assert!(refused(&whole).contains("LP-S026"), "no day is known");
    let dated = Asked { as_of: "2025-03".parse().ok(), ..whole };
    let trial = desk.accept(&Asked { dry: true, ..dated.clone() }).expect("sound");
    assert!(!trial.written && trial.rows.len() == 3, "{trial:?}");
    for (wrong, code) in [
        (Asked { words: Some("starts 99 wafers".to_owned()), ..dated.clone() }, "LP-E014"),
        (Asked { words: Some("wafers".to_owned()), ..dated.clone() }, "LP-E014"),
        (Asked { quantity: "capasity".to_owned(), ..dated.clone() }, "LP-W016"),
        (Asked { quantity: "revenue".to_owned(), ..dated.clone() }, "LP-S025"),
        (
            Asked {
                words: Some("More than 40 percent of the wafers".to_owned()),
                quantity: "share-of-maker".to_owned(),
                ..dated.clone()
            },
            "LP-S025",
        ),
        (Asked { subject: "site:samsung-xiam".to_owned(), ..dated.clone() }, "LP-W"),
        (Asked { to: "country:KOR".to_owned(), ..dated.clone() }, "LP-W018"),
        (Asked { basis: String::new(), ..dated.clone() }, "LP-W"),
    ] {
        let told = refused(&wrong);
        assert!(told.contains(code), "{code}: {told}");
        assert!(!told.contains("linchpin-accept"), "told where it would stand: {told}");
    }
    assert_eq!(desk.files(), before);
}

#[test]
fn what_a_kill_leaves_is_sound_and_is_finished_by_the_next_try() {
    let desk = desk(Some("2025-03-02"));
    let whole = desk.accept(&asked(&desk.id)).expect("accepted");
    let complete = desk.files();
    // As if killed after the source, and after the fact.
    for keep in 1..=2 {
        for row in &whole.rows[keep..] {
            let path = desk.world.join(&row.file);
            let body = std::fs::read_to_string(&path).expect("read");
            let kept: Vec<&str> = body.lines().filter(|line| *line != row.row).collect();
            std::fs::write(&path, kept.join("\n") + "\n").expect("written");
        }
        World::load(&desk.world).unwrap_or_else(|findings| panic!("{findings}"));
        desk.accept(&asked(&desk.id)).expect("accepted");
        assert_eq!(desk.files(), complete);
    }
}

/// Low, value, high and unit that a sentence gives, or the refusal.
fn read(sentence: &str, of: &Asked) -> Result<[String; 4], String> {
    let desk = desk(None);
    let text = format!("A page of nobody\n\n{sentence}.\n");
    let (document, _) = desk.store.add(text.as_bytes(), &Stated::default()).expect("added");
    let asked = Asked {
        id: document.id.to_string(),
        words: Some(sentence.to_owned()),
        as_of: "2024".parse().ok(),
        dry: true,
        ..of.clone()
    };
    let accepted = desk.accept(&asked).map_err(|findings| findings.to_string())?;
    let fact = accepted.rows.iter().find(|row| row.file.starts_with("facts/")).expect("a fact");
    let cells: Vec<&str> = fact.row.split(',').collect();
    Ok([5, 4, 6, 7].map(|at| cells[at].to_owned()))
}

fn of(subject: &str, quantity: &str, of: &str, to: &str) -> Asked {
    Asked {
        subject: subject.to_owned(),
        quantity: quantity.to_owned(),
        of: of.to_owned(),
        to: to.to_owned(),
        ..asked("")
    }
}

#[test]
fn values_by_hand() {
    let share = of("firm:samsung", "sales-share", "", "country:CHN");
    let capacity = of("site:samsung-xian", "capacity", "product:nand", "");
    let revenue = of("firm:samsung", "revenue", "product:nand", "");
    let sales = of("firm:samsung", "sales", "product:nand", "country:CHN");
    let fell = Asked {
        range: Some((-0.25, -0.15)),
        ..of("firm:samsung", "wafer-start-change", "product:nand", "")
    };
    let bound = Asked { range: Some((0.4, 0.5)), ..share.clone() };
    for (sentence, asked, right) in [
        ("It ships 40 percent to a single buyer", &share, ["0.4", "0.4", "0.4", "share"]),
        ("It ships about 40 percent to a single buyer", &share, ["0.36", "0.4", "0.44", "share"]),
        ("It ships 30 to 40 percent to a single buyer", &share, ["0.3", "0.35", "0.4", "share"]),
        ("It ships more than 40 percent to a single buyer", &bound, ["0.4", "0.4", "0.5", "share"]),
        ("It starts 45,000 wafers a month", &capacity, ["45000", "45000", "45000", "wafer/month"]),
        ("It earned $2.5 billion with them", &revenue, ["2500", "2500", "2500", "USD_mn"]),
        ("It sold them for 3.2 trillion won", &sales, ["3.2", "3.2", "3.2", "KRW_tn"]),
        ("Starts fell by 20 percent", &fell, ["-0.25", "-0.2", "-0.15", "change"]),
    ] {
        assert_eq!(
            read(sentence, asked).as_ref().map(|row| row.each_ref().map(String::as_str)),
            Ok(right),
            "{sentence}"
        );
    }
}

#[test]
fn what_the_words_leave_open_is_asked_for() {
    let share = of("firm:samsung", "sales-share", "", "country:CHN");
    let change = of("firm:samsung", "wafer-start-change", "product:nand", "");
    let capacity = of("site:samsung-xian", "capacity", "product:nand", "");
    for (sentence, asked) in [
        ("It ships more than 40 percent to a single buyer", &share),
        ("Starts changed by 20 percent", &change),
        ("It cost $40 million", &capacity),
        ("It starts 45,000 wafers", &capacity),
        (
            "It ships 40 percent to a single buyer",
            &Asked { range: Some((0.5, 0.6)), ..share.clone() },
        ),
    ] {
        let told = read(sentence, asked).expect_err(sentence);
        assert!(told.contains("LP-S025"), "{sentence}: {told}");
    }
}
