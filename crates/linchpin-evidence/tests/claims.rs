//! How firmly claims are put, verb by verb, and which words make none: answers a person gives by reading.

use linchpin_evidence::analysis::Analysis;
use linchpin_evidence::document::{Document, Stated};
use linchpin_evidence::modality::Modality;

fn claims(text: &str) -> Vec<(String, Modality)> {
    let stated = Stated { published: "2024-03-28".parse().ok(), ..Stated::default() };
    let read =
        Analysis::of(Document::read(format!("{text}\n").as_bytes(), &stated).expect("reads"));
    read.claims.iter().map(|claim| (read.words(claim.verb).to_owned(), claim.modality)).collect()
}

#[test]
fn each_verb_is_put_as_its_own_clause_puts_it() {
    use Modality::{Asserted, Attributed, Conditional, Opinion, Predicted};
    for (text, right) in [
        // One report, two firmnesses.
        (
            "The ministry said that the yard had failed its test and that it would bar new ships.",
            vec![("failed", Attributed), ("bar", Predicted)],
        ),
        (
            "Lindmark, which produces pumps, will open a second works.",
            vec![("produces", Asserted), ("open", Predicted)],
        ),
        (
            "The line opened in 2011 and is set to close in May.",
            vec![("opened", Asserted), ("close", Predicted)],
        ),
        (
            "If Oslo approves the sale, the firms will build ships.",
            vec![("approves", Conditional), ("build", Conditional)],
        ),
        (
            "The board sold the mill because prices had fallen, and it may buy another.",
            vec![("sold", Asserted), ("fallen", Asserted), ("buy", Predicted)],
        ),
        ("Estonia asked Latvia to ensure the supply.", vec![("ensure", Attributed)]),
        ("The levy is seen as a step to weaken small farms.", vec![("weaken", Opinion)]),
        ("The firm could not deliver the glass in March.", vec![("deliver", Asserted)]),
        ("The works closed due to curbs on ore.", vec![("closed", Asserted)]),
        (
            "The mayor will visit Busan, accompanied by forty firms.",
            vec![("visit", Predicted), ("accompanied", Predicted)],
        ),
        ("부는 내년부터 관세를 올릴 것이라고 밝혔다.", vec![("밝혔다", Predicted)]),
        ("商务部表示，如果谈判破裂，将提高关税。", vec![("表示", Conditional)]),
    ] {
        let found = claims(text);
        for (verb, modality) in right {
            let own = found.iter().find(|(word, _)| word == verb);
            assert_eq!(own.map(|(_, own)| *own), Some(modality), "{verb} in {text}: {found:?}");
        }
    }
}

#[test]
fn nouns_and_names_are_no_claims() {
    for (text, word) in [
        ("Ships called less often, according to the harbour.", "according"),
        ("The firms face strict export controls.", "export"),
        ("The firms face strict export controls.", "controls"),
        ("The mill closed after a sharp decline in orders.", "decline"),
        ("The mill closed as demand weakened.", "demand"),
        ("The envoys left the Lindau Development Forum early.", "Development"),
        ("Trade is increasingly slow.", "increasingly"),
    ] {
        let found = claims(text);
        assert!(!found.iter().any(|(own, _)| own == word), "{word} in {text}: {found:?}");
    }
}
