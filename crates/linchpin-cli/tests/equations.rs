//! The page of equations names parameters with their ranges, and the tests behind its worked cases: both must be
//! those of the project.

use std::path::{Path, PathBuf};

/// A parameter as the data state it: value, low, high.
type Stated = (String, [f64; 3]);

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).expect(path)
}

/// Parameters of a file of assumptions: `id = …` or `[id]`, then value, low and high.
fn stated(text: &str) -> Vec<Stated> {
    let mut found: Vec<Stated> = Vec::new();
    for line in text.lines() {
        let id = line
            .strip_prefix("id = \"assumption:")
            .map(|rest| rest.trim_end_matches('"'))
            .or_else(|| {
                line.strip_prefix('[')
                    .filter(|_| !line.starts_with("[["))
                    .map(|rest| rest.trim_end_matches(']'))
            });
        if let Some(id) = id {
            found.push((id.to_owned(), [f64::NAN; 3]));
        }
        for (at, key) in ["value = ", "low = ", "high = "].iter().enumerate() {
            if let (Some(number), Some(last)) = (line.strip_prefix(key), found.last_mut()) {
                last.1[at] = number.parse().expect("a number");
            }
        }
    }
    found
}

fn all() -> Vec<Stated> {
    [
        "worlds/memory/assumptions.toml",
        "worlds/memory/cycle.toml",
        "crates/linchpin-network/assumptions/ario.toml",
    ]
    .iter()
    .flat_map(|path| stated(&read(path)))
    .collect()
}

/// The cells of the page's rows that name a parameter: its id and what is said of it.
fn named(page: &str) -> Vec<(String, String)> {
    let rows = page.lines().filter(|line| line.starts_with("| "));
    rows.filter_map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [.., parameter, said] = cells.as_slice() else { return None };
        // The last of `4 [0, 8]` for a row with two parameters belongs to the first.
        let id = parameter.strip_prefix('`')?.split('`').next()?;
        said.contains('[').then(|| (id.to_owned(), (*said).to_owned()))
    })
    .collect()
}

#[test]
fn the_ranges_of_the_page_are_those_of_the_data() {
    let (page, all) = (read("book/src/equations.md"), all());
    let named = named(&page);
    assert!(named.len() > 45, "only {} parameters are named", named.len());
    let mut wrong = Vec::new();
    for (id, said) in named {
        let Some((_, [value, low, high])) = all.iter().find(|(known, _)| *known == id) else {
            wrong.push(format!("no parameter is called {id}"));
            continue;
        };
        let is = format!("{value} [{low}, {high}]");
        if said != is {
            wrong.push(format!("{id}: the page says {said}, the data {is}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_tests_that_the_page_names_exist() {
    let page = read("book/src/equations.md");
    let names: Vec<&str> = page
        .split('`')
        .filter(|word| {
            word.matches('_').count() > 2
                && word.chars().all(|c| c.is_ascii_lowercase() || c == '_')
        })
        .collect();
    assert!(names.len() >= 6, "{names:?}");
    let mut code = String::new();
    for of in ["market/src", "market/tests/line", "network/tests", "trade/tests"] {
        let folder = root().join("crates").join(format!("linchpin-{of}"));
        for entry in std::fs::read_dir(folder).expect(of).flatten().filter(|e| e.path().is_file()) {
            code += &std::fs::read_to_string(entry.path()).unwrap_or_default();
        }
    }
    for name in names {
        assert!(code.contains(&format!("fn {name}(")), "no test is called {name}");
    }
}
