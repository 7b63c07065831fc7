//! No sentence of a news article stands in the package: no run of eight of its words.
//!
//! The five articles are not part of the repository; where the folder named by `LINCHPIN_SEEDS` (or
//! `../shared/seeds` beside the checkout) holds them, the test compares, elsewhere it says that it
//! did not. Titles of documents are citations and stay out of the comparison.

use linchpin_world::World;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const RUN: usize = 8;

fn words(text: &str) -> Vec<String> {
    let split = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    split.map(str::to_lowercase).collect()
}

fn seeds() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    let named = std::env::var_os("LINCHPIN_SEEDS").map(PathBuf::from);
    named.into_iter().chain([beside]).find(|folder| folder.is_dir())
}

fn texts(folder: &Path, ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            found.extend(texts(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            let text = std::fs::read_to_string(&path).expect("a text");
            found.push((path, text));
        }
    }
    found
}

#[test]
fn no_article_is_reproduced() {
    let Some(seeds) = seeds() else {
        println!("not compared: no folder with the articles (set LINCHPIN_SEEDS)");
        return;
    };
    let mut runs = BTreeSet::new();
    for (_, text) in texts(&seeds, ".txt") {
        runs.extend(words(&text).windows(RUN).map(<[String]>::to_vec));
    }
    assert!(runs.len() > 1000, "the articles are there but nearly empty");
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../worlds");
    let mut tables = texts(&package, ".csv");
    tables.extend(texts(&package, ".toml"));
    for (path, text) in tables {
        if path.ends_with("sources.csv") {
            continue;
        }
        for line in text.lines() {
            compare(&runs, &path.to_string_lossy(), line);
        }
    }
    let world = World::embedded().unwrap_or_else(|findings| panic!("{findings}"));
    for source in world.sources.iter() {
        compare(&runs, source.id.as_str(), &source.note);
    }
}

fn compare(runs: &BTreeSet<Vec<String>>, place: &str, line: &str) {
    for run in words(line).windows(RUN) {
        assert!(!runs.contains(run), "{place}: {}", run.join(" "));
    }
}
