//! Where in a document the words stand that a row rests on.
//!
//! In: `quotes.csv`, if the package has one. Out: one [`Quote`] a row, with byte range and SHA-256 of the
//! words, never the words. Whoever holds the document can read them there; nobody else learns them here.
//! The world knows no store of documents: a face joins the two.

use crate::cells::Cells;
use crate::files::Files;
use crate::ids::Key;
use crate::quantity::Quantity;
use crate::tables::{Quote, Tables};
use linchpin_units::text::Row;
use linchpin_units::{Finding, Findings, SourceRef, Table};

/// The file.
const FILE: &str = "quotes.csv";
const COLUMNS: [&str; 9] =
    ["subject", "quantity", "of", "to", "as_of", "source", "start", "end", "sha256"];

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
    // By their texts: the order of a list of quantities or dates is none for a reader.
    quotes.sort_by_cached_key(|quote| {
        let text = |key: &Option<crate::Entity>| key.as_deref().unwrap_or_default().to_owned();
        (
            quote.subject.to_string(),
            quote.quantity.map_or("", Quantity::as_str),
            (text(&quote.of), text(&quote.to)),
            quote.as_of.as_ref().map_or_else(String::new, ToString::to_string),
            quote.source.to_string(),
            (quote.start, quote.end, quote.sha256.clone()),
        )
    });
    for quote in quotes {
        table.push(quote);
    }
    table
}

/// The quote of a row. What is no quantity, date or source speaks for no row, which is found first.
fn one(row: &Row<'_>, tables: &Tables, findings: &mut Findings) -> Option<Quote> {
    let (start, end) = (bytes(row, "start", findings)?, bytes(row, "end", findings)?);
    let sha256 = Cells::digest(row, "sha256", findings)?;
    if start >= end {
        let message = format!("the words end at byte {end} and start at {start}");
        findings.push(
            Finding::error("LP-W031", row.place("end"), message)
                .expected("a byte after the first one")
                .help("give the range of the words in the document's text"),
        );
    }
    let source = row.cell("source");
    let held = tables.sources.iter().any(|row| row.id == source && row.sha256.is_some());
    if !held {
        let message = format!("`{source}` is no source with the SHA-256 of its document");
        findings.push(
            Finding::error("LP-W032", row.place("source"), message)
                .expected("a source whose sha256 is filled in")
                .help("fill in sha256 in sources.csv, or remove the quote"),
        );
    }
    if !rests(row, tables) {
        let message = format!("no row about `{}` cites `{source}`", row.cell("subject"));
        findings.push(
            Finding::error("LP-W033", row.place("subject"), message)
                .expected("the key of a row that cites the source")
                .help("copy subject, quantity, of, to and as_of from the row"),
        );
    }
    let entity = |column: &str| Key::written(row.cell(column)).entity();
    let filled = |column: &str| Some(row.cell(column)).filter(|text| !text.is_empty());
    Some(Quote {
        subject: entity("subject")?,
        quantity: filled("quantity").map(str::parse).transpose().ok()?,
        of: entity("of"),
        to: entity("to"),
        as_of: filled("as_of").map(str::parse).transpose().ok()?,
        source: source.parse().ok()?,
        start,
        end,
        sha256,
    })
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
fn rests(row: &Row<'_>, tables: &Tables) -> bool {
    let cites = |source: &SourceRef| source.to_string() == row.cell("source");
    let id = row.cell("subject");
    if row.cell("quantity").is_empty() {
        return tables.events.iter().any(|row| row.id == id && cites(&row.source))
            || tables.sites.iter().any(|row| row.id == id && cites(&row.source))
            || tables.actors.iter().any(|row| row.id == id && cites(&row.source));
    }
    tables.facts.iter().any(|fact| {
        fact.subject == id
            && fact.quantity.as_str() == row.cell("quantity")
            && fact.of.as_deref().unwrap_or_default() == row.cell("of")
            && fact.to.as_deref().unwrap_or_default() == row.cell("to")
            && fact.sourced.as_of.as_str() == row.cell("as_of")
            && cites(&fact.sourced.source)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::World;
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
