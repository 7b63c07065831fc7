//! Digests of everything that is read from texts, for whoever changes how it is read but not what.
//!
//! In come the labelled sets, generated texts of three languages and, when one is given, a folder of texts; out
//! goes one SHA-256 a group over every layer of every text and over the register of the group's first texts. Two
//! builds that print the same lines read the same.

use crate::{copies, generate};
use linchpin_evidence::analysis::Analysis;
use linchpin_evidence::divergence::register;
use linchpin_evidence::pipeline::to_json;
use linchpin_units::Digest;

/// Texts of a group whose register is taken too: the comparison reads all pairs.
const COMPARED: usize = 40;

/// Parts a labelled set consists of.
fn blocks(set: &str) -> Vec<String> {
    let mut out: Vec<String> = set
        .split("=====\n")
        .flat_map(|block| block.split("-----\n"))
        .map(str::to_owned)
        .filter(|block| !block.trim().is_empty())
        .collect();
    out.push(set.to_owned());
    out
}

fn of(texts: &[String]) -> Digest {
    let analyses: Vec<Analysis> = texts.iter().map(|text| copies::read(text)).collect();
    let mut parts: Vec<String> =
        analyses.iter().map(|analysis| to_json(analysis).to_string()).collect();
    let compared = register(&analyses[..analyses.len().min(COMPARED)]);
    parts.push(serde_json::to_string(&compared).expect("a register is plain data"));
    Digest::of_parts(parts.iter().map(String::as_bytes))
}

/// Every text below a folder, by name.
fn below(folder: &std::path::Path, out: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<_> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            below(&path, out);
        } else if let Ok(text) = std::fs::read_to_string(&path)
            && !text.trim().is_empty()
        {
            out.push(text);
        }
    }
}

/// Prints a line a group.
pub(crate) fn print(folder: Option<&str>) {
    let labelled = concat!(env!("CARGO_MANIFEST_DIR"), "/labelled");
    let mut sets = Vec::new();
    below(std::path::Path::new(labelled), &mut sets);
    let texts: Vec<String> = sets.iter().flat_map(|set| blocks(set)).collect();
    println!("labelled, {} texts: {}", texts.len(), of(&texts));
    let generated = [
        ("en", include_str!("../../labelled/changes/en.txt")),
        ("en, wordings", include_str!("../../labelled/changes/en_more_3.txt")),
        ("ko", include_str!("../../labelled/changes/ko.txt")),
        ("zh", include_str!("../../labelled/changes/zh.txt")),
    ];
    for (lang, set) in generated {
        let texts = generate::texts(set, 7, 100);
        println!("generated {lang}, {} texts: {}", texts.len(), of(&texts));
    }
    if let Some(folder) = folder {
        let mut texts = Vec::new();
        below(std::path::Path::new(folder), &mut texts);
        println!("given folder, {} texts: {}", texts.len(), of(&texts));
    }
}
