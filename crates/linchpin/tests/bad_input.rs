//! The list of bad input: each a located error with a code and a fix, all findings in one pass.

use linchpin::{Options, Study, check};
use std::fs;
use std::path::{Path, PathBuf};

/// A copy of a bundled study with `old` replaced by `new` in one of its files.
fn broken(file: &str, old: &str, new: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let study = folder.path().join("study");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../studies/yearly-approvals"), &study);
    let path = study.join(file);
    let text = fs::read_to_string(&path).expect("a text");
    assert!(text.contains(old), "{file} does not hold {old}");
    fs::write(&path, text.replacen(old, new, 1)).expect("written");
    (folder, study)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("readable").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("copied");
        }
    }
}

fn found(file: &str, old: &str, new: &str) -> Vec<(String, u32, String)> {
    let (_folder, study) = broken(file, old, new);
    let findings =
        Study::load(&study.display().to_string(), &Options::default()).expect_err("broken");
    let told = findings.iter().map(|finding| {
        assert!(!finding.help.is_empty(), "{} has no fix", finding.code);
        (finding.code.to_owned(), finding.place.line, finding.to_string())
    });
    told.collect()
}

#[test]
fn each_kind_of_bad_input_is_located() {
    let lapse = "hypothetical/licence-2027.toml";
    let cases = [
        (
            "study.toml",
            "sites = [\"site:samsung-xian\"",
            "sites = [\"site:samsung-xain\"",
            "LP-S008",
        ),
        ("study.toml", "from = 2026-01-05", "from = 2025-02-30", "LP-U002"),
        ("study.toml", "until = 2029-01-01", "until = 2025-01-01", "LP-S009"),
        (
            "study.toml",
            "scenarios = [\"yearly-licences\"",
            "scenarios = [\"yearly-licenses\"",
            "LP-S001",
        ),
        ("study.toml", "design = \"latin-hypercube\"", "design = \"latin\"", "LP-S008"),
        ("study.toml", "schema = \"linchpin/study/1\"", "schema = \"linchpin/study/9\"", "LP-S008"),
        ("study.toml", "members = 400", "members = nan", "LP-U002"),
        ("study.toml", "question = ", "quesion = ", "LP-U002"),
        ("scenarios/no-licence.toml", "\"site:skhynix-wuxi\"", "\"site:skhynix-wuxy\"", "LP-S008"),
        (
            "scenarios/no-licence.toml",
            "hypothetical/no-licence.toml",
            "hypothetical/nothing.toml",
            "LP-S001",
        ),
        (lapse, "until = 2028-01-01", "until = 2026-01-01", "LP-P"),
        (lapse, "grade = \"assumption\"", "grade = \"guess\"", "LP-P"),
    ];
    for (file, old, new, code) in cases {
        let told = found(file, old, new);
        let hit = told.iter().find(|(found, _, _)| found.starts_with(code));
        let (_, line, text) = hit.unwrap_or_else(|| panic!("{new}: no {code} in {told:?}"));
        assert!(*line > 0, "{new}: no line in {text}");
    }
}

#[test]
fn all_findings_come_in_one_pass() {
    let (_folder, study) = broken(
        "study.toml",
        "\"site:samsung-xian\", \"site:skhynix-wuxi\"",
        "\"site:x\", \"site:y\"",
    );
    let path = study.join("scenarios/no-licence.toml");
    let text = fs::read_to_string(&path).expect("a text").replace("country:USA", "country:USSR");
    fs::write(&path, text).expect("written");
    let findings =
        Study::load(&study.display().to_string(), &Options::default()).expect_err("broken");
    assert!(findings.iter().len() >= 3, "{findings}");
    assert!(findings.iter().any(|finding| finding.place.file.ends_with("no-licence.toml")));
}

#[test]
fn a_world_without_a_site_that_a_study_names_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let world = folder.path().join("world");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../worlds/memory"), &world);
    let drop = |path: &Path| {
        if path.extension().is_some_and(|ending| ending == "csv") {
            let text = fs::read_to_string(path).expect("a text");
            let kept: Vec<&str> =
                text.lines().filter(|line| !line.contains("site:skhynix-dalian")).collect();
            fs::write(path, kept.join("\n") + "\n").expect("written");
        }
    };
    for dir in [world.clone(), world.join("facts")] {
        for entry in fs::read_dir(dir).expect("readable").flatten() {
            drop(&entry.path());
        }
    }
    let options = Options { world: Some(world), ..Options::default() };
    let findings = Study::load("yearly-approvals", &options).expect_err("Dalian is gone");
    let named = findings
        .iter()
        .filter(|finding| finding.code == "LP-S008" && finding.message.contains("dalian"));
    assert!(named.count() >= 2, "{findings}");
}

#[test]
fn what_is_no_input_at_all_is_refused() {
    assert!(check(Path::new("no-such-folder")).any_error());
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("act.toml");
    fs::write(&file, [0xff, 0xfe, 0x00, 0x41]).expect("written");
    let findings = check(&file);
    assert_eq!(findings.iter().next().map(|finding| finding.code), Some("LP-U001"), "{findings}");
    for path in ["studies/yearly-approvals", "worlds/memory", "validation/wuxi-fire-2013", "policy"]
    {
        let whole = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
        let findings = check(&whole);
        assert!(!findings.any_error(), "{path}: {findings}");
    }
}
