//! What others wrote and we ship: where each crate comes from, its licence, what stands twice, how many there are,
//! and whether the database of advisories knows of a fault. All of it without a network.

use semver::{Version, VersionReq};
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The graph of crates as cargo resolves it for Linux.
fn graph() -> Value {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let told = Command::new(cargo)
        .args(["metadata", "--offline", "--locked", "--format-version", "1"])
        .args(["--filter-platform", "x86_64-unknown-linux-gnu"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    serde_json::from_slice(&told.stdout).expect("plain JSON")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn word(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Licences that ask for nothing but a notice. A crate under another one needs a decision, and a line here.
const LICENCES: &[&str] = &[
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Whether an expression of licences can be met with `known` ones; `None` where it cannot be read.
fn met(expression: &str, known: &[&str]) -> Option<bool> {
    // The old way of writing "or".
    let expression = expression.replace('/', " OR ");
    let licence = spdx::Expression::parse(&expression).ok()?;
    Some(licence.evaluate(|asked| asked.license.id().is_some_and(|id| known.contains(&id.name))))
}

#[test]
fn an_expression_of_licences_is_read_as_one() {
    assert_eq!(met("MIT OR GPL-3.0-only", &["MIT"]), Some(true));
    assert_eq!(met("MIT/GPL-3.0-only", &["MIT"]), Some(true));
    assert_eq!(met("MIT AND GPL-3.0-only", &["MIT"]), Some(false));
    assert_eq!(met("(MIT OR Apache-2.0) AND Unicode-3.0", &["MIT"]), Some(false));
    assert_eq!(met("as you like", &["MIT"]), None);
}

#[test]
fn every_crate_comes_from_the_registry_under_a_licence_that_we_can_keep() {
    let graph = graph();
    let mut wrong = Vec::new();
    let mut looked = 0;
    for package in list(&graph["packages"]) {
        let (name, source) = (word(&package["name"]), &package["source"]);
        let Some(source) = source.as_str() else { continue };
        looked += 1;
        if !source.starts_with("registry+") {
            wrong.push(format!("{name} comes from {source}"));
        }
        if met(word(&package["license"]), LICENCES) != Some(true) {
            wrong.push(format!("{name} is under {}", package["license"]));
        }
    }
    assert!(looked > 100, "only {looked} crates were looked at");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Crates that a default program is built of: what it links, and what builds that.
fn shipped(graph: &Value) -> BTreeMap<&str, BTreeSet<&str>> {
    let nodes: BTreeMap<&str, &Value> =
        list(&graph["resolve"]["nodes"]).iter().map(|node| (word(&node["id"]), node)).collect();
    let packages: BTreeMap<&str, &Value> =
        list(&graph["packages"]).iter().map(|one| (word(&one["id"]), one)).collect();
    let begin = packages.iter().find(|(_, one)| one["name"] == "linchpin-cli");
    let mut ahead: Vec<&str> = begin.into_iter().map(|(id, _)| *id).collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = ahead.pop() {
        if !seen.insert(id) {
            continue;
        }
        for edge in list(&nodes[id]["deps"]) {
            if list(&edge["dep_kinds"]).iter().any(|kind| kind["kind"] != "dev") {
                ahead.push(word(&edge["pkg"]));
            }
        }
    }
    let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let theirs = seen.iter().map(|id| packages[id]).filter(|one| !one["source"].is_null());
    for one in theirs {
        found.entry(word(&one["name"])).or_default().insert(word(&one["version"]));
    }
    found
}

/// How many external crates a default program may be built of.
const BUDGET: usize = 220;

/// What may stand in a default program in two versions, and why nobody here can change it.
const TWICE: &[(&str, &str)] = &[
    ("getrandom", "the maps of arrow hold to 0.3, the reader of workbooks to 0.4"),
    ("syn", "the derive macros of others move to version 3 one after the other"),
];

#[test]
fn a_default_program_keeps_its_budget_and_little_stands_twice() {
    let graph = graph();
    let shipped = shipped(&graph);
    let count: usize = shipped.values().map(BTreeSet::len).sum();
    println!("{count} external crates of {BUDGET}");
    assert!(count > 50 && count <= BUDGET, "{count} external crates of {BUDGET}");
    let twice: Vec<&str> =
        shipped.iter().filter(|(_, all)| all.len() > 1).map(|(name, _)| *name).collect();
    let said: Vec<&str> = TWICE.iter().map(|(name, _)| *name).collect();
    assert_eq!(twice, said, "what stands twice, and what is said to");
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advisories {
    source: String,
    commit: String,
    read: toml::value::Datetime,
    advisory: Vec<Advisory>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advisory {
    id: String,
    #[serde(rename = "crate")]
    name: String,
    safe: Vec<String>,
}

#[derive(Deserialize)]
struct Lock {
    package: Vec<Locked>,
}

#[derive(Deserialize)]
struct Locked {
    name: String,
    version: String,
}

impl Advisory {
    /// Whether a version is one that the advisory does not speak of.
    fn clears(&self, version: &str) -> bool {
        let version = Version::parse(version).expect("a version");
        self.safe.iter().any(|range| VersionReq::parse(range).expect("a range").matches(&version))
    }
}

#[test]
fn no_locked_crate_has_an_advisory_that_we_know_of() {
    let read = |path: &str| std::fs::read_to_string(root().join(path)).expect("it is there");
    let known: Advisories = toml::from_str(&read("release/advisories.toml")).expect("its form");
    let lock: Lock = toml::from_str(&read("Cargo.lock")).expect("a lock");
    assert!(known.source.starts_with("https://") && known.commit.len() == 40);
    let mut looked = 0;
    let mut wrong = Vec::new();
    for advisory in &known.advisory {
        for locked in lock.package.iter().filter(|one| one.name == advisory.name) {
            looked += 1;
            if !advisory.clears(&locked.version) {
                wrong.push(format!("{} {} has {}", locked.name, locked.version, advisory.id));
            }
        }
    }
    println!("{looked} pairs of a crate and an advisory, read on {}", known.read);
    assert!(looked > 30, "only {looked} pairs");
    assert!(wrong.is_empty(), "{wrong:#?}");
    // The judge can say no: the first advisory that leaves old versions out does so.
    assert!(known.advisory.iter().any(|one| !one.clears("0.0.1")), "nothing was ever at fault");
}
