//! The one number that a claim, or some words of a document, rest on.
//!
//! In come a store and the id of a claim, or of a document with words of it; out goes a [`Ground`]: the bytes
//! of the words, the number read from them and the day they speak of. What stands in a world must lead back to
//! such a ground; the world itself is not known here.

use crate::analysis::Analysis;
use crate::document::Document;
use crate::face::finding;
use crate::number::Number;
use crate::review::{Decision, Verdict, decide};
use crate::span::Span;
use crate::store::Store;
use crate::when::WhenBasis;
use linchpin_units::day::AsOf;
use linchpin_units::{Digest, Finding, Findings, Place};
use std::ops::Range;

/// What a value of a world can rest on.
#[derive(Debug, Clone)]
pub struct Ground {
    /// The document.
    pub document: Document,
    /// The claim, where one was named.
    pub claim: Option<Digest>,
    /// Bytes of the words in the document's text.
    pub bytes: Range<usize>,
    /// The words.
    pub words: String,
    /// The number they state, in base units.
    pub number: Number,
    /// The day, month or year they name; that of publication where they name none.
    pub as_of: Option<AsOf>,
}

/// Finds the words and their number.
///
/// # Errors
/// `LP-E008` for an id that is no claim's and no document's, `LP-E014` where the words do not stand in the
/// document exactly once, `LP-E015` where they state no number or several; errors of the store.
pub fn ground(store: &Store, id: &str, words: Option<&str>) -> Result<Ground, Findings> {
    let (analysis, claim, within) = named(store, id)?;
    let span = match words {
        Some(words) => once(&analysis, within, words)?,
        None => within,
    };
    let numbers: Vec<&Number> = analysis
        .readings
        .iter()
        .flat_map(|reading| &reading.numbers)
        .filter(|number| span.holds(number.figure))
        .collect();
    let [number] = numbers[..] else { return Err(not_one(&analysis, span, &numbers).into()) };
    let times = analysis.readings.iter().flat_map(|reading| &reading.times);
    let explicit = times.filter(|when| span.holds(when.span) && when.basis == WhenBasis::Explicit);
    let mut days: Vec<AsOf> = explicit.filter_map(|when| when.value.parse().ok()).collect();
    days.dedup();
    let published = analysis.document.meta.published.as_ref().map(|known| known.value.clone());
    let as_of = match &days[..] {
        [] => published,
        [day] => Some(day.clone()),
        // Several days: which one the number is of, only a reader can say.
        _ => None,
    };
    Ok(Ground {
        claim,
        bytes: span.start..span.end,
        words: analysis.words(span).to_owned(),
        number: number.clone(),
        as_of,
        document: analysis.document,
    })
}

/// Records that a person accepted the claim of a ground; nothing for words that are no claim.
///
/// # Errors
/// Errors of the store.
pub fn sign(store: &Store, ground: &Ground, by: &str, note: &str) -> Result<(), Findings> {
    let Some(claim) = &ground.claim else { return Ok(()) };
    let decision = Decision {
        id: claim.to_string(),
        verdict: Verdict::Accepted,
        by: by.to_owned(),
        note: note.to_owned(),
    };
    Ok(decide(store, &decision).map_err(finding)?)
}

/// The document that an id names, by itself or through a claim, and where in it to look.
fn named(store: &Store, id: &str) -> Result<(Analysis, Option<Digest>, Span), Findings> {
    let missing = match store.find(id) {
        Ok(document) => {
            let whole = Span::new(0, document.text.len());
            return Ok((Analysis::of(document), None, whole));
        }
        Err(missing) => missing,
    };
    let mut found = Vec::new();
    for document in store.all().map_err(finding)?.into_iter().filter(|_| !id.is_empty()) {
        let analysis = Analysis::of(document);
        let fitting = analysis.claims.iter().filter(|claim| claim.id.as_str().starts_with(id));
        let fitting: Vec<(Digest, Span)> = fitting
            .map(|claim| (claim.id.clone(), analysis.readings[claim.sentence].sentence.span))
            .collect();
        found
            .extend(fitting.into_iter().map(|(claim, span)| (analysis.clone(), Some(claim), span)));
    }
    if found.len() > 1 {
        let message = format!("`{id}` fits {} claims", found.len());
        return Err(Finding::error("LP-E008", Place::whole("the store"), message)
            .expected("more characters of one claim's id")
            .help("`linchpin evidence show DOC` lists the claims of a document")
            .into());
    }
    found.pop().ok_or_else(|| {
        let mut error = finding(missing);
        error.message = format!("the store holds no claim and no document `{id}`");
        error.help("`linchpin evidence show DOC` lists the claims of a document").into()
    })
}

/// Where words stand in a part of a document, which they must do exactly once.
fn once(analysis: &Analysis, within: Span, words: &str) -> Result<Span, Findings> {
    let words = words.trim();
    let text = analysis.words(within);
    let places: Vec<usize> = match words.is_empty() {
        true => Vec::new(),
        false => text.match_indices(words).map(|(at, _)| at).collect(),
    };
    if let [at] = places[..] {
        return Ok(Span::new(at, at + words.len()).shifted(within.start));
    }
    let message = match places.len() {
        0 => format!("`{words}` does not stand in {}", analysis.document.label()),
        count => format!("`{words}` stands {count} times in {}", analysis.document.label()),
    };
    Err(Finding::error("LP-E014", Place::whole("--words"), message)
        .expected("words of the document, to the letter, that stand there once")
        .help("copy them from `linchpin evidence show DOC`, with a few more on either side")
        .into())
}

fn not_one(analysis: &Analysis, span: Span, numbers: &[&Number]) -> Finding {
    let told: Vec<String> =
        numbers.iter().take(8).map(|number| format!("`{}`", analysis.words(number.span))).collect();
    let shown: String = analysis.words(span).chars().take(80).collect();
    let message = match told.is_empty() {
        true => format!("no number was read in `{shown}`"),
        false => format!("several numbers were read: {}", told.join(", ")),
    };
    Finding::error("LP-E015", Place::whole("--words"), message)
        .expected("words that state one number")
        .help("give --words with the part of the sentence that states it")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Stated;

    const TEXT: &str = "Yards of the north\n\nThe yard in Bergen builds 40 ferries a year, and it employs \
                        about 1,200 people.\n\nIn May 2024 the yard promised to hire 90 welders.\n";

    fn store() -> (tempfile::TempDir, Store, String) {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::at(folder.path());
        let stated = Stated { published: "2024-06-03".parse().ok(), ..Stated::default() };
        let (document, _) = store.add(TEXT.as_bytes(), &stated).expect("added");
        (folder, store, document.id.to_string())
    }

    #[test]
    fn words_lead_to_one_number_and_their_day() {
        let (_folder, store, id) = store();
        let ground =
            ground(&store, &id[..8], Some("builds 40 ferries a year")).expect("one number");
        assert_eq!(
            (ground.number.value, &TEXT[ground.bytes.clone()]),
            (40.0, ground.words.as_str())
        );
        assert_eq!(ground.as_of.map(|day| day.to_string()).as_deref(), Some("2024-06-03"));
        let hired =
            super::ground(&store, &id, Some("In May 2024 the yard promised to hire 90 welders"));
        let hired = hired.expect("one number");
        assert_eq!(hired.number.value, 90.0);
        assert_eq!(hired.as_of.map(|day| day.to_string()).as_deref(), Some("2024-05"));
    }

    #[test]
    fn a_claim_is_signed_and_a_guess_refused() {
        let (_folder, store, id) = store();
        let claims = Analysis::of(store.find(&id).expect("held")).claims;
        let promise = claims.iter().find(|claim| claim.predicate == "promise").expect("a claim");
        let ground = ground(&store, promise.id.short(), None).expect("one number");
        assert_eq!(ground.claim.as_ref(), Some(&promise.id));
        sign(&store, &ground, "kim", "").expect("writes");
        let (signed, _) = crate::review::decisions(&store).expect("reads");
        assert_eq!(signed[promise.id.as_str()].verdict, Verdict::Accepted);
        let code = |words: Option<&str>| {
            super::ground(&store, &id, words).expect_err("refused").to_string()
        };
        assert!(code(Some("yard")).contains("LP-E014"), "it stands twice");
        assert!(code(Some("yachts")).contains("LP-E014"), "it does not stand there");
        assert!(code(Some("")).contains("LP-E014"));
        assert!(code(Some("the yard promised")).contains("LP-E015"), "no number");
        assert!(code(None).contains("LP-E015"), "several numbers");
        let unknown = super::ground(&store, "ffff", None).expect_err("unknown").to_string();
        assert!(unknown.contains("LP-E008"), "{unknown}");
        let ambiguous = super::ground(&store, "", None).expect_err("no id").to_string();
        assert!(ambiguous.contains("LP-E008"), "{ambiguous}");
    }
}
