//! Where in a document the words stand that a row rests on.
//!
//! In: `quotes.csv`, if the package has one. Out: one [`Quote`] a row, with byte range and SHA-256 of the
//! words, never the words. Whoever holds the document can read them there; nobody else learns them here.
//! The world knows no store of documents: a face joins the two.

use crate::cells::Cells;
use crate::files::Files;
use crate::load::Tables;
use crate::tables::{Fact, Source};
use crate::world::World;
use linchpin_units::text::Row;
use linchpin_units::{Digest, Finding, Findings, SourceRef, Table};
use serde::Serialize;

/// The file.
const FILE: &str = "quotes.csv";
const COLUMNS: [&str; 9] =
    ["subject", "quantity", "of", "to", "as_of", "source", "start", "end", "sha256"];

/// The words behind a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Quote {
    /// Id of the row, or of a fact's subject.
    pub subject: String,
    /// The fact's quantity; empty for a row with an id of its own.
    pub quantity: String,
    /// The fact's further key.
    pub of: String,
    /// The fact's further key.
    pub to: String,
    /// The fact's date.
    pub as_of: String,
    /// The document, `doc:…`.
    pub source: String,
    /// First byte of the words in the document's text.
    pub start: usize,
    /// First byte after them.
    pub end: usize,
    /// SHA-256 of the words.
    pub sha256: Digest,
}

impl World {
    /// The words behind a fact.
    #[must_use]
    pub fn quote_of(&self, fact: &Fact) -> Option<&Quote> {
        let sourced = &fact.sourced;
        self.quotes.iter().find(|quote| {
            quote.subject == fact.subject
                && quote.quantity == fact.quantity.as_str()
                && quote.of == fact.of
                && quote.to == fact.to
                && quote.as_of == sourced.as_of.to_string()
                && quote.source == sourced.source.to_string()
        })
    }

    /// The document a quote stands in, by its SHA-256.
    #[must_use]
    pub fn document_of(&self, quote: &Quote) -> Option<&Digest> {
        self.quoted(quote)?.sha256.as_ref()
    }

    /// The source a quote is from.
    #[must_use]
    pub fn quoted(&self, quote: &Quote) -> Option<&Source> {
        self.sources.iter().find(|source| source.id.to_string() == quote.source)
    }
}

/// Reads the quotes and holds each against the row it speaks for.
pub(crate) fn read(files: &Files, tables: &Tables, findings: &mut Findings) -> Table<Quote> {
    let mut table = Table::default();
    let Ok(text) = files.text(FILE) else { return table };
    let rows = match text.csv(&COLUMNS) {
        Ok(rows) => rows,
        Err(all) => {
            findings.extend(all);
            return table;
        }
    };
    let mut quotes: Vec<Quote> = rows.iter().filter_map(|row| one(row, tables, findings)).collect();
    quotes.sort();
    for quote in quotes {
        table.push(quote);
    }
    table
}

fn one(row: &Row<'_>, tables: &Tables, findings: &mut Findings) -> Option<Quote> {
    let cell = |column: &str| row.cell(column).to_owned();
    let quote = Quote {
        subject: cell("subject"),
        quantity: cell("quantity"),
        of: cell("of"),
        to: cell("to"),
        as_of: cell("as_of"),
        source: cell("source"),
        start: bytes(row, "start", findings)?,
        end: bytes(row, "end", findings)?,
        sha256: Cells::digest(row, "sha256", findings)?,
    };
    if quote.start >= quote.end {
        let message = format!("the words end at byte {} and start at {}", quote.end, quote.start);
        findings.push(
            Finding::error("LP-W031", row.place("end"), message)
                .expected("a byte after the first one")
                .help("give the range of the words in the document's text"),
        );
    }
    let held = tables
        .sources
        .iter()
        .any(|source| source.id.to_string() == quote.source && source.sha256.is_some());
    if !held {
        let message = format!("`{}` is no source with the SHA-256 of its document", quote.source);
        findings.push(
            Finding::error("LP-W032", row.place("source"), message)
                .expected("a source whose sha256 is filled in")
                .help("fill in sha256 in sources.csv, or remove the quote"),
        );
    }
    if !rests(&quote, tables) {
        let message = format!("no row about `{}` cites `{}`", quote.subject, quote.source);
        findings.push(
            Finding::error("LP-W033", row.place("subject"), message)
                .expected("the key of a row that cites the source")
                .help("copy subject, quantity, of, to and as_of from the row"),
        );
    }
    Some(quote)
}

fn bytes(row: &Row<'_>, column: &str, findings: &mut Findings) -> Option<usize> {
    let parsed = row.cell(column).parse().ok();
    if parsed.is_none() {
        let message = format!("`{}` is no number of bytes", row.cell(column));
        findings.push(
            Finding::error("LP-W031", row.place(column), message)
                .expected("a whole number")
                .help("give the range of the words in the document's text"),
        );
    }
    parsed
}

/// Whether some row has this key and cites this source.
fn rests(quote: &Quote, tables: &Tables) -> bool {
    let cites = |source: &SourceRef| source.to_string() == quote.source;
    if quote.quantity.is_empty() {
        let id = quote.subject.as_str();
        return tables.events.iter().any(|row| row.id.as_str() == id && cites(&row.source))
            || tables.sites.iter().any(|row| row.id.as_str() == id && cites(&row.source))
            || tables.actors.iter().any(|row| row.id.as_str() == id && cites(&row.source));
    }
    tables.facts.iter().any(|fact| {
        fact.subject == quote.subject
            && fact.quantity.as_str() == quote.quantity
            && fact.of == quote.of
            && fact.to == quote.to
            && fact.sourced.as_of.to_string() == quote.as_of
            && cites(&fact.sourced.source)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_row_from_a_held_document_says_where_its_words_stand() {
        let world = World::embedded().expect("sound");
        let held: BTreeSet<String> = world
            .sources
            .iter()
            .filter(|source| source.sha256.is_some())
            .map(|source| source.id.to_string())
            .collect();
        assert_eq!(held.len(), 5, "the five articles");
        for fact in world.facts.iter().filter(|f| held.contains(&f.sourced.source.to_string())) {
            assert!(world.quote_of(fact).is_some(), "{} {}", fact.subject, fact.quantity);
        }
        let quoted: BTreeSet<&str> = world.quotes.iter().map(|q| q.subject.as_str()).collect();
        let cites = |source: &SourceRef| held.contains(&source.to_string());
        let events =
            world.events.iter().filter(|row| cites(&row.source)).map(|row| row.id.as_str());
        let sites = world.sites.iter().filter(|row| cites(&row.source)).map(|row| row.id.as_str());
        let actors =
            world.actors.iter().filter(|row| cites(&row.source)).map(|row| row.id.as_str());
        for id in events.chain(sites).chain(actors) {
            assert!(quoted.contains(id), "{id} has no quote");
        }
    }
}
