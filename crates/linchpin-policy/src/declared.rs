//! The form of a table under `policy/facts/`, as serde reads it; what it means is in `facts`.

use serde::Deserialize;
use std::collections::BTreeMap;
use toml::{Spanned, Value};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawFile {
    #[serde(default)]
    pub(crate) country: Vec<RawThing>,
    #[serde(default)]
    pub(crate) entity: Vec<RawThing>,
    #[serde(default)]
    pub(crate) site: Vec<RawThing>,
    #[serde(default)]
    pub(crate) item: Vec<RawThing>,
    #[serde(default)]
    pub(crate) city: Vec<RawThing>,
    #[serde(default)]
    pub(crate) word: Vec<RawWord>,
    #[serde(default)]
    pub(crate) noun: Vec<RawNoun>,
    #[serde(default)]
    pub(crate) filler: Vec<RawFiller>,
    #[serde(default)]
    pub(crate) owns: Vec<RawOwns>,
    #[serde(default)]
    pub(crate) facility: Vec<RawFacility>,
}

/// The same form for all kinds; keys that a kind lacks are empty.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawThing {
    pub(crate) id: Spanned<String>,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    #[serde(default)]
    pub(crate) tags: Vec<String>,
    #[serde(default)]
    pub(crate) possible: Vec<String>,
    #[serde(default)]
    pub(crate) missing: String,
    pub(crate) country: Option<String>,
    pub(crate) origin: Option<String>,
    pub(crate) city: Option<String>,
    #[serde(default)]
    pub(crate) holders: Vec<String>,
    #[serde(default)]
    pub(crate) defaults: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) source: String,
    pub(crate) grade: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawWord {
    pub(crate) field: Spanned<String>,
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    #[serde(default)]
    pub(crate) tags: Vec<String>,
}

/// A common noun of goods: understood beside a name whose class it fits.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawNoun {
    pub(crate) words: Vec<String>,
    pub(crate) fits: Vec<String>,
}

/// Words that say nothing of law in a phrase of a kind.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawFiller {
    pub(crate) field: Spanned<String>,
    pub(crate) words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawOwns {
    pub(crate) owner: Spanned<String>,
    pub(crate) owned: Spanned<String>,
    pub(crate) low: Spanned<f64>,
    pub(crate) high: Option<f64>,
    pub(crate) from: Spanned<Value>,
    pub(crate) until: Option<Spanned<Value>>,
    pub(crate) source: String,
    pub(crate) grade: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawFacility {
    pub(crate) site: Spanned<String>,
    pub(crate) is: String,
    pub(crate) from: Spanned<Value>,
    pub(crate) until: Option<Spanned<Value>>,
    pub(crate) source: String,
    pub(crate) grade: Spanned<String>,
}
