//! Rows of the world and the words they rest on.
//!
//! In: a world, which knows where words stand but not the words, and a store of documents, which knows
//! nothing of the world. Out: each row with its sentence, when the store holds the document and the words
//! are still those that were read; else what is missing. Only here do the two meet.

use linchpin_evidence::store::{Store, StoreError};
use linchpin_results::contract::language::Language;
use linchpin_results::contract::phrase::told;
use linchpin_results::explain::Node;
use linchpin_results::report::QuoteRef;
use linchpin_units::{Digest, Finding, Findings, Place};
use linchpin_world::{Quote, World};
use serde::Serialize;

/// What became of the words behind a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "lowercase")]
pub enum Words {
    /// The store holds them.
    Found {
        /// The words, to the letter.
        words: String,
        /// The document, as a person names it.
        document: String,
    },
    /// The store does not hold the document.
    Absent {
        /// SHA-256 of the document.
        document: String,
    },
    /// The document is there, but other words stand in that place.
    Changed {
        /// What stands there, or why nothing can be read.
        found: String,
    },
}

/// A row of the world with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quoted {
    /// Where the words stand.
    #[serde(flatten)]
    pub quote: Quote,
    /// Name of what the row speaks of.
    pub name: String,
    /// The words.
    #[serde(flatten)]
    pub words: Words,
}

/// Every row of the world that rests on words, with these words.
#[must_use]
pub fn quotes(world: &World, store: &Store) -> Vec<Quoted> {
    let one = |quote: &Quote| {
        let words = match world.document_of(quote) {
            Some(document) => read(store, document, quote.start..quote.end, &quote.sha256),
            None => Words::Absent { document: quote.source.to_string() },
        };
        Quoted { quote: quote.clone(), name: world.name_of(&quote.subject).to_owned(), words }
    };
    world.quotes.iter().map(one).collect()
}

/// What is wrong with the quotes of the documents that are held.
#[must_use]
pub fn changed(quotes: &[Quoted]) -> Findings {
    let mut findings = Findings::default();
    for quoted in quotes {
        if let Words::Changed { found } = &quoted.words {
            let place = Place::whole("quotes.csv");
            let message = format!(
                "{} rests on bytes {} to {} of {}, where {found}",
                quoted.quote.subject, quoted.quote.start, quoted.quote.end, quoted.quote.source
            );
            findings.push(
                Finding::error("LP-S020", place, message)
                    .expected("the words whose SHA-256 the row states")
                    .help("read the document again and correct the range, or the row"),
            );
        }
    }
    findings
}

fn read(store: &Store, document: &Digest, span: std::ops::Range<usize>, words: &Digest) -> Words {
    let found = match store.resolve(document, span) {
        Ok(found) => found,
        Err(StoreError::Unknown(_)) => return Words::Absent { document: document.to_string() },
        Err(error) => return Words::Changed { found: error.to_string() },
    };
    if Digest::of(found.as_bytes()) != *words {
        return Words::Changed { found: "other words stand".to_owned() };
    }
    let label = store.get(document).map_or_else(|_| document.short().to_owned(), |d| d.label());
    Words::Found { words: found, document: label }
}

/// Lets an explanation end in the words themselves, wherever the store holds them.
pub fn ground(node: &mut Node, store: &Store) {
    ground_in(node, store, Language::En);
}

/// As [`ground`], with what is ours told in a language; the words of a document stay in their own.
pub fn ground_in(node: &mut Node, store: &Store, tongue: Language) {
    if let Some(QuoteRef { document, start, end, sha256 }) = &node.quote
        && let (Ok(document), Ok(sha256)) =
            (Digest::try_from(document.clone()), Digest::try_from(sha256.clone()))
    {
        match read(store, &document, *start..*end, &sha256) {
            Words::Found { words, document } => {
                let folded = words.split_whitespace().collect::<Vec<_>>().join(" ");
                node.text = format!("“{folded}” ({document})");
            }
            Words::Changed { found } => {
                let said = format!("the document is held, but at bytes {start} to {end} {found}");
                node.text = told(&said, tongue);
            }
            Words::Absent { .. } => {}
        }
    }
    for child in &mut node.because {
        ground_in(child, store, tongue);
    }
}
