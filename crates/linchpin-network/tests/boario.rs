//! Day by day against BoARIO 0.7.2 (PyPI), on the cases kept outside the repository.

use linchpin_network::ario::case::{Case, compare};
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
    for dir in cases(folder) {
        let case = Case::read(&dir).unwrap_or_else(|findings| panic!("{findings}"));
        let records = case.run(Keep::Stocks).expect("the case runs");
        let differences = compare(&records, &case.table, &dir).expect("records");
        assert!(!differences.is_empty(), "no records beside {}", dir.display());
        for difference in differences {
            println!("{} {difference:?}", dir.display());
            assert!(difference.largest <= 1e-12, "{}: {difference:?}", dir.display());
        }
    }
}

#[test]
fn all_shared_cases_are_equal_to_boario() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/boario");
    if !shared.exists() {
        println!("skipped: the shared data folder is not at hand");
        return;
    }
    equal_to_boario(&shared);
}
