//! What the compiler does not hold: types in public signatures, sizes, circles, lists as lists.
//!
//! The test reads the sources themselves. Where a crate is not clean yet, a count stands here that must
//! equal what is found: it can only be lowered, and never in silence.
//! `LINCHPIN_LIST=1 cargo test -p linchpin-cli --test signatures -- --nocapture` lists what is counted.

mod circles;
mod exposed;
mod kinds;
mod provenance;
mod size;
mod sources;

use std::collections::BTreeMap;

/// The crates whose public signatures are typed, with the bare numbers and ids left in each.
const EXPOSED: &[(&str, usize)] = &[
    ("linchpin-world", 0),
    ("linchpin-policy", 0),
    ("linchpin-engine", 0),
    ("linchpin-market", 0),
];

/// Files over 500 lines and functions over 80, by crate; none in a crate that is not named.
const TOO_LONG: &[(&str, usize)] = &[];

/// Groups of files that import each other, by crate.
const CIRCLES: &[(&str, usize)] = &[];

/// Lists joined into one text where a list of causes or sources belongs, by crate.
const JOINED: &[(&str, usize)] = &[];

/// Compares what was found with the counts, and says all that differs at once.
fn hold(what: &str, allowed: &[(&str, usize)], found: &BTreeMap<String, Vec<String>>) {
    let listed = std::env::var_os("LINCHPIN_LIST").is_some();
    let allowed: BTreeMap<&str, usize> = allowed.iter().copied().collect();
    let mut wrong = Vec::new();
    for (name, found) in found {
        let allowed = allowed.get(name.as_str()).copied().unwrap_or(0);
        if listed {
            println!("{what} in {name}: {}\n  {}", found.len(), found.join("\n  "));
        }
        if found.len() > allowed {
            wrong.push(format!(
                "{name}: {} {what}, and {allowed} are allowed:\n  {}",
                found.len(),
                found.join("\n  ")
            ));
        } else if found.len() < allowed {
            wrong.push(format!(
                "{name}: {} {what} are left of {allowed}; lower the count",
                found.len()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What each crate has of something.
fn of_all(find: impl Fn(&[sources::Source]) -> Vec<String>) -> BTreeMap<String, Vec<String>> {
    let crates = sources::crates().into_iter();
    crates.map(|name| (name.clone(), find(&sources::sources(&name)))).collect()
}

#[test]
fn public_signatures_name_no_bare_number_and_no_id_as_text() {
    let one = |(name, _): &(&str, usize)| {
        let found = exposed::exposed(&sources::sources(name)).into_iter();
        let found = found.map(|one| format!("{} {}", one.place, one.what)).collect();
        ((*name).to_owned(), found)
    };
    hold("bare numbers or ids", EXPOSED, &EXPOSED.iter().map(one).collect());
}

#[test]
fn files_and_functions_are_short() {
    let found = of_all(|files| files.iter().flat_map(size::too_long).collect());
    hold("files or functions too long", TOO_LONG, &found);
}

#[test]
fn files_do_not_import_each_other_in_a_circle() {
    hold("circles", CIRCLES, &of_all(circles::circles));
}

#[test]
fn provenance_is_a_list() {
    let found = of_all(|files| files.iter().flat_map(provenance::joined).collect());
    hold("joined lists", JOINED, &found);
}

#[test]
fn a_macro_is_read_as_items_are() {
    let found = |text: &str| {
        let tree = syn::parse_file(text).expect("Rust");
        let source = sources::Source {
            name: "a.rs".to_owned(),
            module: Vec::new(),
            text: text.to_owned(),
            tree,
        };
        exposed::exposed(&[source]).len()
    };
    for (text, wanted) in [
        ("pub struct A { pub share: f64 }", 1),
        ("pub struct A { pub(crate) share: f64 }", 0),
        ("rows! { pub struct A { pub share: f64 } }", 1),
        ("rows! { pub struct A { pub id: Vec<String>, pub other: Option<f64> } }", 2),
        ("rows! { pub struct A { pub(crate) share: f64 } }", 0),
        ("macro_rules! a { () => { pub struct A { $(pub(crate) $field: f64),+ } } }", 0),
        ("macro_rules! a { () => { pub struct A { $(pub $field: f64),+ } } }", 1),
        (
            "rows! { impl<S: Simd> Add<f64> for Lane<S> { fn add(self, other: f64) -> Self { self } } }",
            0,
        ),
        ("rows! { impl Lane { pub fn add(self, other: f64) -> Self { self } } }", 1),
    ] {
        assert_eq!(found(text), wanted, "{text}");
    }
}
