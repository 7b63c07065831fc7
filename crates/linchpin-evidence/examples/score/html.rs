//! Body text of HTML pages: F1 of words, page by page.
//!
//! In come labelled pages, each encoded as its first line says; out goes the mean F1 between the article's
//! words and those that the pipeline keeps. A letter of a script without spaces counts as a word.

use linchpin_evidence::analysis::Analysis;
use linchpin_evidence::document::{Document, Stated};
use linchpin_evidence::pipeline::to_json;
use std::collections::BTreeMap;

/// Mean F1 over the pages, and their number.
pub(crate) fn body_f1(set: &str) -> (f64, u32) {
    let (mut sum, mut pages) = (0.0, 0);
    for block in set.split("=====\n").skip(1) {
        let Some((encoding, rest)) = block.split_once('\n') else { continue };
        let Some((html, gold)) = rest.split_once("-----\n") else { continue };
        let stated = Stated { file: "page.html".to_owned(), ..Stated::default() };
        let encoder = encoding_rs::Encoding::for_label(encoding.as_bytes());
        let bytes = encoder.unwrap_or(encoding_rs::UTF_8).encode(html).0;
        let body = Document::read(&bytes, &stated).map_or_else(
            |_| String::new(),
            |document| to_json(&Analysis::of(document))["body"].as_str().unwrap_or("").to_owned(),
        );
        let f1 = f1(gold, &body);
        if f1 < 0.999 {
            let title = gold.lines().next().unwrap_or("");
            let kept = |line: &&str| !gold.contains(line.trim());
            let extra: Vec<&str> = body.lines().filter(kept).collect();
            let lost: Vec<&str> = gold.lines().filter(|line| !body.contains(line.trim())).collect();
            eprintln!("  page {title}: {f1:.3}, too much {extra:?}, lost {lost:?}");
        }
        sum += f1;
        pages += 1;
    }
    (sum / f64::from(pages.max(1)), pages)
}

fn words(text: &str) -> BTreeMap<String, i32> {
    let mut out = BTreeMap::new();
    for run in text.split(|c: char| !c.is_alphanumeric()).filter(|run| !run.is_empty()) {
        let parts: Vec<String> = if run.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c)) {
            run.chars().map(String::from).collect()
        } else {
            vec![run.to_lowercase()]
        };
        for part in parts {
            *out.entry(part).or_insert(0) += 1;
        }
    }
    out
}

fn f1(gold: &str, found: &str) -> f64 {
    let (gold, found) = (words(gold), words(found));
    let common: i32 =
        gold.iter().map(|(word, n)| (*n).min(found.get(word).copied().unwrap_or(0))).sum();
    let all: i32 = gold.values().sum::<i32>() + found.values().sum::<i32>();
    2.0 * f64::from(common) / f64::from(all.max(1))
}
