//! Day by day against BoARIO 0.7.2 (PyPI), on the cases kept outside the repository.

mod shared;

use linchpin_network::ario::case::Case;
use linchpin_network::ario::case::compare::compare;
use linchpin_network::ario::record::Keep;
use std::path::{Path, PathBuf};

fn cases(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut cases: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    cases.retain(|path| path.join("run.json").exists());
    cases.sort();
    cases
}

fn equal_to_boario(folder: &Path) {
    let mut wrong = Vec::new();
    for dir in cases(folder) {
        let case = Case::read(&dir).unwrap_or_else(|findings| panic!("{findings}"));
        let (records, _) = case.run(Keep::Stocks).expect("the case runs");
        let differences = compare(&records, &case.table.outline(), &dir).expect("records");
        assert!(!differences.is_empty(), "no records beside {}", dir.display());
        for difference in differences {
            if difference.largest > 1e-12 || difference.largest.is_nan() {
                wrong.push(format!("{}: {difference:?}", dir.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "differ from BoARIO:\n{}", wrong.join("\n"));
}

#[test]
fn small_cases_are_equal_to_boario() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/boario");
    assert_eq!(cases(&folder).len(), 5);
    equal_to_boario(&folder);
}

#[test]
fn all_shared_cases_are_equal_to_boario() {
    match shared::folder("data/boario") {
        Some(folder) => equal_to_boario(&folder),
        None => println!("skipped: the shared data folder is not at hand"),
    }
}

/// Further cases, written by `benches/network-boario/cases.py` with BoARIO from PyPI.
#[test]
fn further_cases_are_equal_to_boario() {
    let Some(folder) = std::env::var_os("LINCHPIN_BOARIO_CASES") else {
        println!("skipped: LINCHPIN_BOARIO_CASES names no folder of further cases");
        return;
    };
    assert!(!cases(Path::new(&folder)).is_empty(), "no case in LINCHPIN_BOARIO_CASES");
    equal_to_boario(Path::new(&folder));
}
