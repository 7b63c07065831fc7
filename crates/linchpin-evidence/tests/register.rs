//! The register on the five articles: what an editor found by hand, and what must not be said.
//!
//! The articles are no part of the repository. The test reads them from the folder `LINCHPIN_SEEDS` names,
//! else from `shared/seeds` beside the checkout, and says so and stops when neither is there. Records are
//! named by kind, slot and documents (the first characters of their SHA-256), never by their words.

use linchpin_evidence::analysis::Analysis;
use linchpin_evidence::divergence::{Divergence, Status, register};
use linchpin_evidence::document::{Document, Stated};
use std::path::PathBuf;

/// Kind, beginning of the slot, documents. From reading the articles.
const EXPECTED: &[(&str, &str, &[&str])] = &[
    ("omission", "statement of country:kor does not mention", &["f2fc", "70a8", "7fda"]),
    ("omission", "statement of country:kor: “asked", &["70a8", "f2fc", "7fda"]),
    ("omission", "statement of country:kor: “components”", &["7fda", "70a8"]),
    ("omission", "statement of country:kor: “support", &["7fda", "70a8"]),
    ("omission", "place of the meeting (place:detroit)", &["7fda", "70a8", "f2fc"]),
    ("role-reversal", "who does restrict concerning org:micron", &["7fda", "f2fc", "70a8"]),
    ("modality", "firmness of agree between headline", &["70a8"]),
    ("modality", "firmness of visit between headline", &["a708"]),
    ("modality", "force of the demand", &["7fda"]),
    ("modality", "force of the verb (insist)", &["f2fc", "70a8"]),
    ("modality", "force of the verb (restrict)", &["f2fc", "70a8"]),
    ("modality", "how far country:chn commits itself (“China is", &["7fda", "f2fc", "70a8"]),
    ("modality", "how far country:chn commits itself (“to strengthen", &["7fda", "f2fc", "70a8"]),
    ("speaker", "country:usa speaks for one person", &["7fda"]),
    ("speaker", "one side's words told as both sides'", &["7fda", "f2fc", "70a8"]),
    ("speaker", "source of “About", &["f2fc", "70a8"]),
    ("speaker", "source of “China and", &["7fda", "f2fc", "70a8"]),
    ("number", "bound between headline and text", &["a708"]),
    ("date", "day of the meeting of org:samsung", &["f1e3", "a708"]),
    ("name", "name of person:ahn-duk-geun", &["7fda", "70a8"]),
    ("name", "name of person:kwak-noh-jung", &["f1e3"]),
    ("name", "name of person:lee-jae-yong", &["f1e3"]),
    ("title", "title of person:ahn-duk-geun", &["7fda", "70a8"]),
    ("title", "title of person:kwak-noh-jung", &["f1e3"]),
    ("term", "occasion of the meeting", &["7fda", "f2fc", "70a8"]),
    ("term", "term for meeting with representatives", &["f1e3"]),
    ("term", "term for validated end user", &["f1e3"]),
    ("term", "what is to be stabilised", &["f2fc"]),
    ("term", "what was failed", &["f2fc", "70a8"]),
    ("quotation", "words between quotation marks", &["70a8", "f2fc"]),
    ("quotation", "words between quotation marks", &["7fda", "70a8"]),
    ("negation", "whether the statement of country:kor mentions", &["f2fc", "7fda"]),
];

/// Pairs that only look opposed: kind and the two documents. A designation of March 2025 and the yearly
/// approval of January 2026; investment into China and investment out of it; two men called Lee; thirty
/// business leaders and two hundred; buyers of one maker blocked and sellers of tools licensed.
const FALSE: &[(&str, &str, &str)] = &[
    ("modality", "f1e3", "a708"),
    ("negation", "f1e3", "a708"),
    ("name", "f1e3", "a708"),
    ("number", "f1e3", "a708"),
    ("role-reversal", "7fda", "a708"),
];

fn folder() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    let named = std::env::var_os("LINCHPIN_SEEDS").map(PathBuf::from);
    named.into_iter().chain([beside]).find(|path| path.is_dir())
}

fn documents_of(record: &Divergence) -> Vec<&str> {
    record.sides.iter().filter_map(|side| side.document.as_str().get(..4)).collect()
}

#[test]
fn an_editor_would_sign_the_register() {
    let Some(folder) = folder() else {
        println!("skipped: the articles are not here (set LINCHPIN_SEEDS to their folder)");
        return;
    };
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()).collect();
    files.sort();
    let analyses: Vec<Analysis> = files
        .iter()
        .map(|path| {
            let bytes = std::fs::read(path).expect("an article");
            Analysis::of(Document::read(&bytes, &Stated::default()).expect("reads"))
        })
        .collect();
    let found = register(&analyses);
    let real: Vec<&Divergence> =
        found.divergences.iter().filter(|record| record.status != Status::NotOne).collect();
    let matches = |record: &Divergence, (kind, slot, documents): &(&str, &str, &[&str])| {
        let own = documents_of(record);
        record.kind.as_str() == *kind
            && record.slot.starts_with(slot)
            && documents.iter().all(|document| own.contains(document))
    };
    let missing: Vec<_> =
        EXPECTED.iter().filter(|one| !real.iter().any(|record| matches(record, one))).collect();
    let unexpected: Vec<String> = real
        .iter()
        .filter(|record| !EXPECTED.iter().any(|one| matches(record, one)))
        .map(|record| format!("{} {:?}", record.kind.as_str(), documents_of(record)))
        .collect();
    let wrong: Vec<_> = FALSE
        .iter()
        .filter(|(kind, one, two)| {
            real.iter().any(|record| {
                let own = documents_of(record);
                record.kind.as_str() == *kind && own.contains(one) && own.contains(two)
            })
        })
        .collect();
    for record in std::env::var_os("LINCHPIN_SCORE_SHOW").iter().flat_map(|_| &found.divergences) {
        println!(
            "{:?} {} {} {:?}",
            record.status,
            record.kind.as_str(),
            record.slot,
            documents_of(record)
        );
        record.sides.iter().for_each(|side| println!("      {}", side.says));
        println!("    = {}", record.note);
    }
    println!("{:?}", found.dependence);
    println!(
        "{} of {} divergences found, {} of {} false ones, {} more",
        EXPECTED.len() - missing.len(),
        EXPECTED.len(),
        wrong.len(),
        FALSE.len(),
        unexpected.len()
    );
    assert!(wrong.is_empty(), "false: {wrong:?}");
    assert!(missing.len() <= 2, "missing: {missing:?}");
    assert!(unexpected.len() <= 3, "unexpected: {unexpected:?}");
    assert!(real.iter().all(|record| !record.note.is_empty()), "every record says why");
    let looks: Vec<&Divergence> =
        found.divergences.iter().filter(|record| record.status == Status::NotOne).collect();
    assert_eq!(
        looks.len(),
        4,
        "the regime, the flow, the namesakes and a day in two zones are kept with their reason"
    );
}
