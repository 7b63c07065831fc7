//! Every layout pymrio parses, on pymrio's own mock tables, beside what pymrio makes of them.
//!
//! The tables are not kept here: `benches/network-pymrio/cases.py` lays them out, and `LINCHPIN_PYMRIO`
//! names its folder. Without it the test says that it was skipped.

use linchpin_network::table::{Choices, Mrio, import, pymrio};
use std::path::{Path, PathBuf};

/// Where each label of `theirs` stands in `ours`; in order where the names differ altogether, as with
/// countries that pymrio renames.
fn places(ours: &[String], theirs: &[String], what: &str) -> Vec<usize> {
    assert_eq!(ours.len(), theirs.len(), "{what}: {ours:?} beside {theirs:?}");
    let by_name: Option<Vec<usize>> =
        theirs.iter().map(|name| ours.iter().position(|own| own == name)).collect();
    by_name.unwrap_or_else(|| (0..ours.len()).collect())
}

fn compare(name: &str, ours: &Mrio, theirs: &Mrio) {
    let regions = places(ours.regions(), theirs.regions(), name);
    let sectors = places(ours.sectors(), theirs.sectors(), name);
    let categories = places(ours.categories(), theirs.categories(), name);
    let (s, c, m) = (sectors.len(), categories.len(), regions.len());
    let n = m * s;
    let industry = |i: usize| regions[i / s] * s + sectors[i % s];
    let demand = |k: usize| regions[k / c] * c + categories[k % c];
    let largest = theirs.x().iter().copied().fold(0.0, f64::max);
    let near = |a: f64, b: f64, at: String| {
        assert!((a - b).abs() <= 1e-9 * (b.abs() + 1e-3 * largest), "{name} {at}: {a} beside {b}");
    };
    for i in 0..n {
        for j in 0..n {
            let own = ours.z()[industry(i) * n + industry(j)];
            near(own, theirs.z()[i * n + j], format!("Z {i} {j}"));
        }
        for k in 0..m * c {
            let own = ours.y()[industry(i) * m * c + demand(k)];
            near(own, theirs.y()[i * m * c + k], format!("Y {i} {k}"));
        }
    }
}

#[test]
fn every_layout_reads_as_pymrio_reads_it_and_keeps_its_terms() {
    let Some(folder) = std::env::var_os("LINCHPIN_PYMRIO").map(PathBuf::from) else {
        println!("skipped: LINCHPIN_PYMRIO names no folder of benches/network-pymrio/cases.py");
        return;
    };
    let mut cases: Vec<PathBuf> =
        std::fs::read_dir(&folder).expect("a folder").flatten().map(|e| e.path()).collect();
    cases.retain(|case| case.join("source.txt").exists());
    cases.sort();
    assert!(cases.len() >= 11, "all layouts: {cases:?}");
    let mut wrong = Vec::new();
    for case in &cases {
        let name = case.file_name().expect("a name").to_string_lossy().into_owned();
        let source = std::fs::read_to_string(case.join("source.txt")).expect("a path");
        let read = |path: &Path| import(path, &Choices::default());
        let ours = match read(Path::new(source.trim())) {
            Ok(table) => table,
            Err(findings) => {
                wrong.push(format!("{name}: {findings}"));
                continue;
            }
        };
        match read(&case.join("truth")) {
            Ok(theirs) => compare(&name, &ours, &theirs),
            // Supply and use of pymrio's mock of GLORIA do not balance, and pymrio 0.7.0 makes negative flows of it.
            Err(findings) if findings.iter().all(|finding| finding.code == "LP-N004") => {
                println!("{name}: what pymrio makes of it is no table: {findings}");
            }
            Err(findings) => panic!("{name}: {findings}"),
        }
        // Round trip through pymrio's own layout, terms included.
        let dir = tempfile::tempdir().expect("a folder");
        pymrio::write(&ours, dir.path()).expect("written");
        let again = read(dir.path()).expect("read again");
        assert_eq!((again.z(), again.y(), again.x()), (ours.z(), ours.y(), ours.x()), "{name}");
        let terms = |table: &Mrio| {
            let origin = table.origin();
            (origin.attribution.clone(), origin.licence.clone())
        };
        assert_eq!(terms(&again), terms(&ours), "{name}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
