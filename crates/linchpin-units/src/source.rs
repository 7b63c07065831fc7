//! Values that travel with who said them, when, on which basis, and how far they may be off.

use crate::day::AsOf;
use crate::range::Range;
use crate::unit::Unit;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum SourceRef {
    /// A document of the sources table, `doc:evertiq-51157`.
    Document(String),
    /// A row of a public data set, `row:wiod2013/KOR.c14`.
    Row(String),
    /// A claim of the evidence layer, `claim:…`.
    Claim(String),
    /// A named assumption, `assumption:spares-stock`.
    Assumption(String),
}

/// The text is no source reference.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` names no source; expected doc:…, row:…, claim:… or assumption:…")]
pub struct NotASource(pub String);

impl FromStr for SourceRef {
    type Err = NotASource;
    fn from_str(text: &str) -> Result<Self, NotASource> {
        let (kind, name) = text.split_once(':').ok_or_else(|| NotASource(text.to_owned()))?;
        if name.trim().is_empty() {
            return Err(NotASource(text.to_owned()));
        }
        match kind {
            "doc" => Ok(Self::Document(name.to_owned())),
            "row" => Ok(Self::Row(name.to_owned())),
            "claim" => Ok(Self::Claim(name.to_owned())),
            "assumption" => Ok(Self::Assumption(name.to_owned())),
            _ => Err(NotASource(text.to_owned())),
        }
    }
}

crate::text_schema!(SourceRef);

impl fmt::Display for SourceRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document(name) => write!(f, "doc:{name}"),
            Self::Row(name) => write!(f, "row:{name}"),
            Self::Claim(name) => write!(f, "claim:{name}"),
            Self::Assumption(name) => write!(f, "assumption:{name}"),
        }
    }
}

impl TryFrom<String> for SourceRef {
    type Error = NotASource;
    fn try_from(text: String) -> Result<Self, NotASource> {
        text.parse()
    }
}

impl From<SourceRef> for String {
    fn from(source: SourceRef) -> String {
        source.to_string()
    }
}

/// How strong the evidence is, strongest first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// The official text itself was read.
    OfficialText,
    /// A statement of an authority.
    OfficialStatement,
    /// A statement or filing of the firm concerned.
    CompanyStatement,
    /// A named person.
    NamedWitness,
    /// A market research house.
    Analyst,
    /// A press report.
    Press,
    /// A source that the press does not name.
    UnnamedSource,
    /// Computed from other sourced values; the note says how.
    Computed,
    /// From general knowledge: not confirmed.
    Memory,
    /// Nobody says so: assumed, with a range.
    Assumption,
}

impl Grade {
    /// Every grade, strongest first.
    pub const ALL: &'static [Grade] = &[
        Grade::OfficialText,
        Grade::OfficialStatement,
        Grade::CompanyStatement,
        Grade::NamedWitness,
        Grade::Analyst,
        Grade::Press,
        Grade::UnnamedSource,
        Grade::Computed,
        Grade::Memory,
        Grade::Assumption,
    ];

    /// The spelling used in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OfficialText => "official-text",
            Self::OfficialStatement => "official-statement",
            Self::CompanyStatement => "company-statement",
            Self::NamedWitness => "named-witness",
            Self::Analyst => "analyst",
            Self::Press => "press",
            Self::UnnamedSource => "unnamed-source",
            Self::Computed => "computed",
            Self::Memory => "memory",
            Self::Assumption => "assumption",
        }
    }
}

/// The text is no grade.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a grade of evidence")]
pub struct NotAGrade(pub String);

impl FromStr for Grade {
    type Err = NotAGrade;
    fn from_str(text: &str) -> Result<Self, NotAGrade> {
        let known = Grade::ALL.iter().find(|grade| grade.as_str() == text);
        known.copied().ok_or_else(|| NotAGrade(text.to_owned()))
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a value counts: "wafer input", "revenue, headquarters", "mainland ship-to". Never empty.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Basis(String);

/// A basis must be said.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a value needs a basis: what exactly was counted")]
pub struct NoBasis;

impl Basis {
    /// As written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Basis {
    type Error = NoBasis;
    fn try_from(text: String) -> Result<Self, NoBasis> {
        if text.trim().is_empty() { Err(NoBasis) } else { Ok(Self(text)) }
    }
}

impl From<Basis> for String {
    fn from(basis: Basis) -> String {
        basis.0
    }
}

crate::text_schema!(Basis);

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A value from outside: it cannot be made without unit, range, date, basis, source and grade.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Sourced<T> {
    /// The value as its type holds it.
    pub value: T,
    /// The unit of `value` and `range`.
    pub unit: Unit,
    /// Lowest, stated and highest value.
    pub range: Range,
    /// The date the value speaks of.
    pub as_of: AsOf,
    /// What was counted.
    pub basis: Basis,
    /// Who says so; at least one.
    pub source: SourceRef,
    /// How strong the evidence is.
    pub grade: Grade,
    /// What a reader should know beside the number.
    pub note: String,
}

impl<T> Sourced<T> {
    /// The same evidence with the value in another type.
    pub fn map<U>(self, convert: impl FnOnce(T) -> U) -> Sourced<U> {
        Sourced {
            value: convert(self.value),
            unit: self.unit,
            range: self.range,
            as_of: self.as_of,
            basis: self.basis,
            source: self.source,
            grade: self.grade,
            note: self.note,
        }
    }
}
