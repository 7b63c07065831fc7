//! From words of a document to a fact of a world.
//!
//! In: the place of a number in a stored document, and what the number is of: subject and quantity of a world
//! package. Out: a row of `facts/`, its source and its quote (byte range and SHA-256, never the words), first
//! checked with the whole package in memory, then written; refused whole when the package would be unsound. A
//! file is replaced by a rename, source before fact before quote, so that a kill at any moment leaves a sound
//! package, and what is done again is done once.

mod rows;
mod value;

use linchpin_evidence::accept::{Ground, ground, sign};
use linchpin_evidence::store::Store;
use linchpin_units::day::AsOf;
use linchpin_units::{Digest, Finding, Findings, Grade, Place};
use linchpin_world::Quantity;
use rows::Package;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::str::FromStr;

/// What is accepted, and as what.
#[derive(Debug, Clone)]
pub struct Asked {
    /// First characters of a claim's id, or of a document's.
    pub id: String,
    /// The words that state the number, to the letter; the claim's sentence when not given.
    pub words: Option<String>,
    /// What the fact is about, an id of the world.
    pub subject: String,
    /// What it measures.
    pub quantity: String,
    /// The product, firm or place it is of; empty when the quantity takes none.
    pub of: String,
    /// Where it goes; empty when the quantity takes none.
    pub to: String,
    /// The day it holds for; from the words or the publication when not given.
    pub as_of: Option<AsOf>,
    /// Lowest and highest value in the quantity's unit; needed where the words give a bound.
    pub range: Option<(f64, f64)>,
    /// What exactly was counted.
    pub basis: String,
    /// How strong the evidence is.
    pub grade: Grade,
    /// Who accepts it.
    pub by: String,
    /// Whether to check and show only.
    pub dry: bool,
}

/// A row that was added, or that was there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Added {
    /// File of the package.
    pub file: String,
    /// Line of the row in it, from 1.
    pub line: usize,
    /// The row.
    pub row: String,
    /// Whether it stood there already.
    pub known: bool,
}

/// What an acceptance gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Accepted {
    /// Source, fact and quote.
    pub rows: Vec<Added>,
    /// The words it rests on.
    pub words: String,
    /// The document, as a person names it.
    pub document: String,
    /// Whether files were written.
    pub written: bool,
}

/// Proposes a fact, checks the world with it, and writes it unless asked not to.
///
/// # Errors
/// What is wrong with the words (`LP-E008`, `LP-E014`, `LP-E015`), with the number as a value of the quantity
/// (`LP-W016`, `LP-S025`), a day that nobody names (`LP-S026`), everything that would be wrong with the world,
/// and `LP-S021` for a folder that cannot be written.
pub fn accept(store: &Store, world: &Path, asked: &Asked) -> Result<Accepted, Findings> {
    let found = ground(store, &asked.id, asked.words.as_deref())?;
    let quantity = quantity(&asked.quantity)?;
    let value = value::of(&found, quantity, asked.range)?;
    let as_of =
        asked.as_of.clone().or_else(|| found.as_of.clone()).ok_or_else(|| no_day(&found))?;
    let mut package = Package::open(world)?;
    let source = package.source(&found)?;
    let note = match value.note.is_empty() {
        true => format!("accepted by {}", asked.by),
        false => format!("accepted by {}; {}", asked.by, value.note),
    };
    let key = [
        ("subject", asked.subject.clone()),
        ("quantity", quantity.as_str().to_owned()),
        ("of", asked.of.clone()),
        ("to", asked.to.clone()),
        ("as_of", as_of.to_string()),
        ("source", source),
    ];
    let mut fact: BTreeMap<&str, String> = key.clone().into_iter().collect();
    fact.extend([
        ("value", value.mode.to_string()),
        ("low", value.low.to_string()),
        ("high", value.high.to_string()),
        ("unit", value.unit.as_str().to_owned()),
        ("basis", asked.basis.clone()),
        ("grade", asked.grade.as_str().to_owned()),
        // What is new speaks for itself before a model draws on it.
        ("use", "context".to_owned()),
        ("note", note.clone()),
    ]);
    package.fact(quantity, &fact)?;
    let mut quote: BTreeMap<&str, String> = key.into_iter().collect();
    quote.extend([
        ("start", found.bytes.start.to_string()),
        ("end", found.bytes.end.to_string()),
        ("sha256", Digest::of(found.words.as_bytes()).to_string()),
    ]);
    package.quote(&quote)?;
    package.check()?;
    if !asked.dry {
        package.write()?;
        sign(store, &found, &asked.by, &note)?;
    }
    Ok(Accepted {
        rows: package.into_rows(),
        words: found.words.split_whitespace().collect::<Vec<_>>().join(" "),
        document: found.document.label(),
        written: !asked.dry,
    })
}

fn quantity(text: &str) -> Result<Quantity, Findings> {
    Quantity::from_str(text).map_err(|_| {
        let known = Quantity::ALL.iter().map(|quantity| quantity.as_str());
        let message = format!("`{text}` is not a quantity of the world");
        Finding::error("LP-W016", Place::whole("--quantity"), message)
            .expected("a quantity such as capacity, demand-share or origin-share")
            .nearest(text, known)
            .help("the book's page on world tables lists every quantity")
            .into()
    })
}

fn no_day(found: &Ground) -> Findings {
    let message = format!(
        "the words name no day or several, and {} has no day of publication",
        found.document.label()
    );
    Finding::error("LP-S026", Place::whole("--as-of"), message)
        .expected("the day, month or year that the number is of")
        .help("give it with --as-of YYYY-MM-DD, or the document's with `evidence add --published`")
        .into()
}
