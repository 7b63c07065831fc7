//! The four floors know only those below them.

use std::path::Path;

/// Floors from the ground up.
const FLOORS: [&str; 4] = ["stats", "contract", "store", "faces"];

/// The files of a floor, those in its folders too.
fn files(floor: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(floor).expect("a floor");
    let paths = entries.map(|entry| entry.expect("a file").path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Code before the tests of a file: tests may look up.
fn code(path: &Path) -> String {
    let text = std::fs::read_to_string(path).expect("a source file");
    text.split("#[cfg(test)]").next().unwrap_or_default().to_owned()
}

#[test]
fn a_floor_never_names_a_higher_one() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut looks_up = Vec::new();
    for (at, floor) in FLOORS.iter().enumerate() {
        for path in files(&source.join(floor)) {
            for higher in &FLOORS[at + 1..] {
                if code(&path).lines().any(|line| line.contains(&format!("crate::{higher}"))) {
                    looks_up.push(format!("{} names {higher}", path.display()));
                }
            }
        }
    }
    assert_eq!(looks_up, Vec::<String>::new());
}

#[test]
fn no_file_outgrows_a_reader() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for floor in FLOORS {
        for path in files(&source.join(floor)) {
            let lines = std::fs::read_to_string(&path).expect("text").lines().count();
            assert!(lines <= 500, "{} has {lines} lines", path.display());
        }
    }
}
