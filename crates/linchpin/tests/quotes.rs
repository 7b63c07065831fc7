//! Rows resolve to their words when the store holds the document, and say so when it does not.

mod folders;

use folders::copy_folder;
use linchpin::quotes::{Quoted, Words, changed, ground, quotes};
use linchpin_evidence::document::Stated;
use linchpin_evidence::store::Store;
use linchpin_results::explain::{Node, Reason};
use linchpin_results::report::QuoteRef;
use linchpin_units::Digest;
use linchpin_world::World;
use std::path::{Path, PathBuf};

const TEXT: &str =
    "A page of nobody.\n\nAbout two fifths of the chips go there, the ministry said.\n";
const WORDS: &str = "About two fifths of the chips go there, the ministry said.";
const DOC: &str = "doc:agree-strengthen-talks";

/// A copy of the bundled world in which one document is ours and one fact quotes it.
fn world(folder: &Path, words: &str) -> World {
    let bundled = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../worlds/memory");
    copy_folder(&bundled, folder);
    let sources = std::fs::read_to_string(folder.join("sources.csv")).expect("read");
    let lines: Vec<String> = sources
        .lines()
        .map(|line| match line.starts_with(DOC) {
            true => {
                format!("{DOC},nobody,A page,2023-05,,{},own work,", Digest::of(TEXT.as_bytes()))
            }
            false => line.to_owned(),
        })
        .collect();
    std::fs::write(folder.join("sources.csv"), lines.join("\n")).expect("written");
    let start = TEXT.find(WORDS).expect("inside");
    let quotes = format!(
        "subject,quantity,of,to,as_of,source,start,end,sha256\n\
         country:KOR,export-share,product:chips,country:CHN,2023-05,{DOC},{start},{},{}\n",
        start + WORDS.len(),
        Digest::of(words.as_bytes())
    );
    std::fs::write(folder.join("quotes.csv"), quotes).expect("written");
    World::load(folder).map(|(world, _)| world).unwrap_or_else(|findings| panic!("{findings}"))
}

fn only(quotes: &[Quoted]) -> &Words {
    let [one] = quotes else { panic!("one quote: {quotes:?}") };
    &one.words
}

#[test]
fn words_are_found_missing_or_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::at(folder.path().join("store"));
    let honest = world(&folder.path().join("honest"), WORDS);
    assert!(matches!(only(&quotes(&honest, &store)), Words::Absent { .. }));
    store.add(TEXT.as_bytes(), &Stated::default()).expect("added");
    let found = quotes(&honest, &store);
    assert!(matches!(only(&found), Words::Found { words, .. } if words == WORDS), "{found:?}");
    assert!(changed(&found).is_empty());
    let other = quotes(&world(&folder.path().join("other"), "Other words."), &store);
    assert!(matches!(only(&other), Words::Changed { .. }));
    assert!(changed(&other).to_string().contains("LP-S020"), "{}", changed(&other));
}

#[test]
fn an_explanation_ends_in_the_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::at(folder.path().join("store"));
    let start = TEXT.find(WORDS).expect("inside");
    let quote = QuoteRef {
        document: Digest::of(TEXT.as_bytes()).to_string(),
        start,
        end: start + WORDS.len(),
        sha256: Digest::of(WORDS.as_bytes()).to_string(),
    };
    let leaf = Node {
        kind: Reason::Quote,
        text: "add it".to_owned(),
        because: Vec::new(),
        quote: Some(quote),
    };
    let mut tree = Node {
        kind: Reason::Account,
        text: "0.4".to_owned(),
        because: vec![leaf.clone()],
        quote: None,
    };
    ground(&mut tree, &store);
    assert_eq!(tree.because[0].text, "add it", "nothing is held");
    store.add(TEXT.as_bytes(), &Stated::default()).expect("added");
    ground(&mut tree, &store);
    assert!(tree.because[0].text.starts_with(&format!("“{WORDS}”")), "{tree:?}");
}

#[test]
fn a_quote_that_fits_nothing_is_refused_where_it_stands() {
    let folder = tempfile::tempdir().expect("a folder");
    world(folder.path(), WORDS);
    let header = "subject,quantity,of,to,as_of,source,start,end,sha256\n";
    let digest = "0".repeat(64);
    for (row, code) in [
        (
            format!(
                "country:KOR,export-share,product:chips,country:CHN,2023-05,{DOC},9,3,{digest}"
            ),
            "LP-W031",
        ),
        (
            format!(
                "country:KOR,export-share,product:chips,country:CHN,2023-05,{DOC},x,3,{digest}"
            ),
            "LP-W031",
        ),
        (
            format!(
                "country:KOR,export-share,product:chips,country:CHN,2023-05,doc:nobody,1,3,{digest}"
            ),
            "LP-W032",
        ),
        (
            format!(
                "country:KOR,export-share,product:chips,country:JPN,2023-05,{DOC},1,3,{digest}"
            ),
            "LP-W033",
        ),
        (
            format!("country:KOR,export-share,product:chips,country:CHN,2023-05,{DOC},1,3,abc"),
            "LP-W022",
        ),
    ] {
        std::fs::write(folder.path().join("quotes.csv"), format!("{header}{row}\n"))
            .expect("written");
        let findings = World::load(folder.path()).expect_err(&row).to_string();
        assert!(
            findings.contains(code) && findings.contains("quotes.csv:2:"),
            "{code}: {findings}"
        );
    }
}

/// The five articles, where this machine has them.
fn articles() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let shared = std::env::var_os("LINCHPIN_SHARED").map_or(beside, PathBuf::from);
    let seeds = shared.join("seeds");
    if !seeds.is_dir() {
        println!("skipped: the articles are not at hand (LINCHPIN_SHARED names their folder)");
        return None;
    }
    Some(seeds)
}

#[test]
fn every_row_from_the_articles_resolves_to_its_sentence() {
    let Some(seeds) = articles() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::at(folder.path());
    for entry in std::fs::read_dir(seeds).expect("read").flatten() {
        let bytes = std::fs::read(entry.path()).expect("read");
        store.add(&bytes, &Stated::default()).expect("added");
    }
    let world = World::embedded().expect("sound");
    let found = quotes(&world, &store);
    assert!(found.len() > 90, "{} quotes", found.len());
    for quoted in &found {
        let Words::Found { words, .. } = &quoted.words else { panic!("{quoted:?}") };
        assert!(
            words.ends_with(['.', '”', '"', '’']) && words.len() > 20,
            "{}",
            quoted.quote.subject
        );
    }
}
