//! Every bad input has its code, its line and its column; every code has its bad input.

mod common;

use linchpin_units::{Finding, Findings, Severity};
use linchpin_world::World;
use linchpin_world::codes::CODES;
use std::collections::BTreeSet;

/// Code, file, text replaced, replacement, line and column of the finding.
type Case = (&'static str, &'static str, &'static str, &'static str, u32, u32);

const CASES: &[Case] = &[
    ("LP-W002", "datapackage.json", "facts/sites.csv", "facts/site.csv", 18, 37),
    ("LP-W003", "actors.csv", "firm:samsung,", "samsung,", 2, 1),
    ("LP-W003", "countries.csv", "country:KOR", "country:kor", 3, 1),
    ("LP-W004", "actors.csv", "person:xi,", "firm:samsung,", 3, 1),
    ("LP-W004", "lines.csv", "site:icheon,", "site:xian,", 3, 1),
    (
        "LP-W004",
        "facts/sites.csv",
        "site:xian,bits",
        "site:xian,capacity,product:nand,,200000,190000,210000,wafer/month,2025,starts,doc:paper,press,model,\nsite:xian,bits",
        3,
        1,
    ),
    ("LP-W005", "sites.csv", "firm:samsung,firm", "firm:samsing,firm", 2, 25),
    ("LP-W005", "facts/sites.csv", "site:xian,capacity", "site:xain,capacity", 2, 1),
    ("LP-W005", "events.csv", "person:xi|", "person:li|", 2, 30),
    ("LP-W005", "facts/sites.csv", "starts,doc:paper", "starts,doc:papers", 2, 79),
    ("LP-W006", "actors.csv", ",Samsung,", ",,", 2, 14),
    ("LP-W007", "facts/sites.csv", "200000", "NaN", 2, 34),
    ("LP-W007", "facts/sites.csv", "200000", "inf", 2, 34),
    ("LP-W007", "facts/sites.csv", "200000", "many", 2, 34),
    ("LP-W008", "facts/sites.csv", "190000,210000", "210000,220000", 2, 34),
    ("LP-W009", "facts/sites.csv", "wafer/month", "", 2, 55),
    ("LP-W009", "facts/sites.csv", "wafer/month", "wafers/month", 2, 55),
    ("LP-W010", "facts/sites.csv", "wafer/month", "week", 2, 55),
    ("LP-W011", "datapackage.json", "\"stock_keeper\"", "\"keeper\"", 14, 35),
    ("LP-W012", "facts/sites.csv", "starts", "", 2, 72),
    ("LP-W013", "facts/sites.csv", "starts,doc:paper", "starts,the paper", 2, 79),
    ("LP-W013", "facts/sites.csv", "starts,doc:paper", "starts,", 2, 79),
    ("LP-W014", "facts/sites.csv", "doc:paper,press", "doc:paper,rumour", 2, 89),
    ("LP-W015", "datapackage.json", "\"resources\"", "resources", 6, 3),
    ("LP-W015", "datapackage.json", "[{\"name\": \"CC0-1.0\"}]", "[]", 7, 33),
    ("LP-W016", "facts/sites.csv", "capacity", "capacty", 2, 11),
    ("LP-W017", "facts/sites.csv", "2025,starts", ",starts", 2, 67),
    ("LP-W017", "events.csv", "2025-03-28", "", 2, 13),
    ("LP-W018", "facts/sites.csv", "product:nand,,200000", "firm:samsung,,200000", 2, 20),
    ("LP-W018", "facts/sites.csv", "product:nand,,200000", ",,200000", 2, 20),
    ("LP-W019", "sites.csv", "2010,2030", "2030,2010", 3, 72),
    ("LP-W020", "facts/sites.csv", "0.6,0.6,0.6", "0.67,0.67,0.67", 7, 42),
    ("LP-W021", "events.csv", "2025-03-28", "2025-02-30", 2, 13),
    ("LP-W021", "facts/sites.csv", "2025,starts", "2025-13,starts", 2, 67),
    ("LP-W021", "sites.csv", "2014-05", "May 2014", 2, 62),
    ("LP-W022", "sources.csv", "2025-03,,", "2025-03,,abc", 2, 39),
    ("LP-W023", "places.csv", "34.2", "108.8", 2, 30),
    ("LP-W024", "facts/sites.csv", "0.4,0.4,0.4", "40,40,40", 6, 43),
    ("LP-W024", "facts/sites.csv", "-0.17,-0.17,-0.17", "-17,-17,-17", 10, 51),
    ("LP-W025", "lines.csv", "advanced", "advancd", 2, 27),
    ("LP-W025", "materials.csv", "yes", "true", 2, 20),
    ("LP-W025", "facts/sites.csv", "press,model", "press,modell", 2, 95),
    ("LP-W026", "facts/sites.csv", "0.7,0.6,0.8", "0.6,0.6,0.8", 9, 40),
    ("LP-W027", "assumptions.toml", "low = 8\nhigh = 52", "low = 26\nhigh = 26", 4, 9),
    ("LP-W008", "assumptions.toml", "low = 8", "low = 30", 4, 9),
    (
        "LP-W030",
        "facts/sites.csv",
        "firm:samsung,subsidiaries-change",
        "firm:samsung,subsidiaries-change,,country:CHN,-22,-22,-22,count,2023,number,doc:paper,press,model,\nfirm:samsung,subsidiaries-change",
        11,
        47,
    ),
    ("LP-W005", "series/prices.csv", "series:price,2025-02", "series:prise,2025-02", 3, 1),
    ("LP-W007", "series/prices.csv", "101", "NaN", 3, 22),
    ("LP-W010", "series/prices.csv", "1,mean,actual,2025-03", "week,mean,actual,2025-03", 3, 28),
    ("LP-W009", "series.csv", "month,1,yes", "month,index,yes", 2, 26),
    ("LP-W017", "series/prices.csv", "actual,2025-03-14", "actual,", 3, 42),
    ("LP-W024", "series/prices.csv", "6,5,7,week", "6,-5,7,week", 5, 24),
    ("LP-W035", "series/prices.csv", "series:price,2025-02", "series:price,2025-Q1", 3, 14),
    ("LP-W036", "series/prices.csv", "actual,2025-03-14", "actual,2024-03-14", 3, 42),
    (
        "LP-W034",
        "series/prices.csv",
        "series:price,2025-02,101,,,1,mean,actual,2025-03-14,doc:paper,press,\n",
        "",
        3,
        14,
    ),
    (
        "LP-W004",
        "series/prices.csv",
        "series:price,2025-03,102",
        "series:price,2025-02,103,,,1,mean,actual,2025-03-14,doc:paper,press,\nseries:price,2025-03,102",
        4,
        14,
    ),
];

/// Loads the tiny world with `from` replaced by `to` in `file`.
fn with(file: &str, from: &str, to: &str) -> Result<(World, Findings), Findings> {
    let dir = tempfile::tempdir().expect("a folder");
    common::write(dir.path(), |name, body| {
        if name != file {
            return Some(body.to_owned());
        }
        assert!(body.contains(from), "`{from}` does not stand in {file}");
        Some(body.replacen(from, to, 1))
    });
    World::load(dir.path())
}

/// All findings of a load, whether it failed or only warned.
fn findings(outcome: Result<(World, Findings), Findings>) -> Findings {
    outcome.map_or_else(|findings| findings, |(_, warnings)| warnings)
}

#[test]
fn the_tiny_world_is_sound() {
    let (_, warnings) = with("sites.csv", "", "").unwrap_or_else(|all| panic!("{all}"));
    assert!(warnings.is_empty(), "{warnings}");
}

#[test]
fn every_bad_input_is_located() {
    let mut wrong = Vec::new();
    for (code, file, from, to, line, column) in CASES {
        let found = findings(with(file, from, to));
        let at = |finding: &Finding| (finding.place.line, finding.place.column);
        let right = |finding: &&Finding| {
            finding.code == *code
                && finding.place.file.ends_with(file)
                && at(finding) == (*line, *column)
                && !finding.help.is_empty()
                && !finding.expected.is_empty()
        };
        if !found.iter().any(|finding| right(&finding)) {
            wrong.push(format!("{code} {file}:{line}:{column} for `{to}`, found:\n{found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn a_misspelled_id_is_offered_its_neighbour() {
    let found = findings(with("facts/sites.csv", "site:xian,capacity", "site:xain,capacity"));
    let hit = found.iter().find(|finding| finding.code == "LP-W005").expect("a finding");
    assert_eq!(hit.nearest.as_deref(), Some("site:xian"));
}

#[test]
fn all_findings_come_in_one_pass() {
    let dir = tempfile::tempdir().expect("a folder");
    common::write(dir.path(), |name, body| match name {
        "facts/sites.csv" => Some(body.replacen("200000", "NaN", 1).replacen("press", "gossip", 1)),
        "events.csv" => Some(body.replace("2025-03-28", "2025-02-30")),
        "tools.csv" => None,
        _ => Some(body.to_owned()),
    });
    let found = World::load(dir.path()).expect_err("a broken world");
    let codes: BTreeSet<&str> = found.iter().map(|finding| finding.code).collect();
    assert!(
        codes.is_superset(&BTreeSet::from(["LP-W001", "LP-W007", "LP-W014", "LP-W021"])),
        "{found}"
    );
}

#[test]
fn a_missing_table_and_an_unlisted_file_are_found() {
    let dir = tempfile::tempdir().expect("a folder");
    common::write(dir.path(), |name, body| (name != "tools.csv").then(|| body.to_owned()));
    std::fs::write(dir.path().join("extra.csv"), "a,b\n").expect("a file");
    let found = World::load(dir.path()).expect_err("a broken world");
    let missing = found.iter().find(|finding| finding.code == "LP-W001").expect("a finding");
    assert!(missing.place.file.ends_with("tools.csv"));
    let unlisted = |f: &&Finding| f.code == "LP-W002" && f.place.file.ends_with("extra.csv");
    assert!(found.iter().any(|f| unlisted(&f)), "{found}");
}

#[test]
fn a_line_without_numbers_is_a_warning_at_the_line() {
    let edited = with("facts/sites.csv", "icheon,bits-per-wafer", "xian,bits-per-wafer");
    let (_, warnings) = edited.unwrap_or_else(|all| panic!("{all}"));
    let warning = warnings.iter().next().expect("a warning");
    assert_eq!((warning.code, warning.place.line, warning.place.column), ("LP-W028", 3, 1));
    assert!(warning.place.file.ends_with("lines.csv"));
    assert_eq!(warning.severity, Severity::Warning);
}

#[test]
fn a_folder_that_is_not_there_is_an_error() {
    let dir = tempfile::tempdir().expect("a folder");
    let found = World::load(&dir.path().join("nowhere")).expect_err("no folder");
    assert_eq!(found.iter().next().expect("a finding").code, "LP-W029");
    assert_eq!(found.count(Severity::Error), 1);
}

#[test]
fn a_quote_that_fits_no_row_or_document_is_found() {
    let dir = tempfile::tempdir().expect("a folder");
    common::write(dir.path(), |_, body| Some(body.to_owned()));
    let digest = "0".repeat(64);
    let row = |subject: &str, bytes: &str| {
        format!("{subject},capacity,product:nand,,2025,doc:paper,{bytes},{digest}\n")
    };
    let text = format!(
        "subject,quantity,of,to,as_of,source,start,end,sha256\n{}{}{}{}",
        row("site:xian", "10,5"),
        row("site:xian", "ten,20"),
        row("site:xian", "1,5"),
        row("site:nowhere", "1,5"),
    );
    std::fs::write(dir.path().join("quotes.csv"), text).expect("written");
    let found = World::load(dir.path()).expect_err("a broken world");
    let at = |code: &str| -> Vec<(u32, u32)> {
        let hits = found.iter().filter(|finding| finding.code == code);
        hits.map(|finding| (finding.place.line, finding.place.column)).collect()
    };
    // The words end before they start; their place is no number.
    assert_eq!(at("LP-W031"), [(2, 52), (3, 49)], "{found}");
    // The source's document has no digest, so nothing can be held against it.
    assert!(at("LP-W032").contains(&(4, 39)), "{found}");
    assert_eq!(at("LP-W033"), [(5, 1)], "{found}");
}

#[test]
fn the_list_of_codes_is_the_list_of_cases() {
    // Missing files and folders, and what is wrong elsewhere than at the edit, have tests of their own.
    let mut tested: BTreeSet<&str> = CASES.iter().map(|case| case.0).collect();
    tested.extend(["LP-W001", "LP-W028", "LP-W029", "LP-W031", "LP-W032", "LP-W033"]);
    let listed: BTreeSet<&str> = CODES.iter().map(|code| code.code).collect();
    assert_eq!(listed, tested);
    assert_eq!(CODES.len(), listed.len(), "a code is listed twice");
    let mut used = BTreeSet::new();
    let sources = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let folder = |folder: &std::path::Path| -> Vec<std::path::PathBuf> {
        let entries = std::fs::read_dir(folder).expect("the sources");
        entries.map(|entry| entry.expect("an entry").path()).collect()
    };
    let mut paths = folder(&sources);
    while let Some(path) = paths.pop() {
        if path.is_dir() {
            paths.extend(folder(&path));
        } else if !path.ends_with("codes.rs") {
            let text = std::fs::read_to_string(path).expect("a source file");
            for part in text.split("\"LP-W").skip(1) {
                used.insert(format!("LP-W{}", &part[..3]));
            }
        }
    }
    assert_eq!(used, listed.into_iter().map(str::to_owned).collect());
}
