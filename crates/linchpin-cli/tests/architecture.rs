//! The drawing in ARCHITECTURE.md is what the crates are.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

type Drawing = BTreeMap<String, BTreeSet<String>>;

/// The lines `crate <- others` of the drawing.
fn drawn() -> Drawing {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let text = std::fs::read_to_string(root.join("ARCHITECTURE.md")).expect("it is there");
    let block = text.split("```text\n").nth(1).and_then(|rest| rest.split("```").next());
    let line = |line: &str| {
        let (own, others) = line.split_once("<-")?;
        let others = others.split(',').map(str::trim).filter(|name| !name.is_empty());
        Some((own.trim().to_owned(), others.map(str::to_owned).collect()))
    };
    block.expect("a drawing").lines().filter_map(line).collect()
}

/// What the crates depend on, as cargo says.
fn real() -> Drawing {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let told = Command::new(cargo)
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    let told: serde_json::Value = serde_json::from_slice(&told.stdout).expect("plain JSON");
    let short = |name: &str| name.strip_prefix("linchpin-").unwrap_or(name).to_owned();
    let mut found = Drawing::new();
    for package in told["packages"].as_array().expect("packages") {
        let own = short(package["name"].as_str().expect("a name"));
        let needs = package["dependencies"].as_array().expect("dependencies").iter();
        let needs = needs.filter(|need| need["kind"].is_null());
        let needs = needs.filter_map(|need| need["name"].as_str());
        let needs = needs.filter(|name| name.starts_with("linchpin")).map(short).collect();
        found.insert(own, needs);
    }
    found
}

#[test]
fn the_drawing_is_what_the_crates_are() {
    let (drawn, real) = (drawn(), real());
    for (own, needs) in &real {
        assert_eq!(drawn.get(own), Some(needs), "ARCHITECTURE.md draws `{own}` otherwise");
    }
    assert_eq!(drawn.len(), real.len(), "ARCHITECTURE.md draws crates that are not there");
}

#[test]
fn data_flow_one_way() {
    let real = real();
    // Without a circle, crates can be taken away one after the other, those without needs first.
    let mut left = real.clone();
    while !left.is_empty() {
        let free: Vec<String> = left
            .iter()
            .filter(|(_, needs)| needs.iter().all(|need| !left.contains_key(need)))
            .map(|(own, _)| own.clone())
            .collect();
        assert!(!free.is_empty(), "crates know each other in a circle: {:?}", left.keys());
        for own in free {
            left.remove(&own);
        }
    }
}
