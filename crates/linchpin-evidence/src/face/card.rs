//! A document in a few fields, as lists and pages show it.

use crate::document::{Document, Known, Meta};
use linchpin_units::Digest;
use schemars::JsonSchema;
use serde::Serialize;

/// A document in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DocumentCard {
    /// SHA-256 of its bytes.
    pub id: Digest,
    /// Its outlet, or its file, and its date, in a few words.
    pub label: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// When, as precisely as known.
    pub published: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// File name under which it was added.
    pub file: String,
    /// The same with the basis of each.
    pub meta: Meta,
}

/// A document that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Unread {
    /// SHA-256 of its bytes.
    pub document: String,
    /// Why.
    pub reason: String,
}

pub(super) fn card(document: &Document) -> DocumentCard {
    let meta = &document.meta;
    let text = |known: &Option<Known<String>>| known.as_ref().map(|known| known.value.clone());
    DocumentCard {
        id: document.id.clone(),
        label: document.label(),
        outlet: text(&meta.outlet),
        published: meta.published.as_ref().map(|known| known.value.as_str().to_owned()),
        title: text(&meta.title),
        url: text(&meta.url),
        author: text(&meta.author),
        file: meta.file.clone(),
        meta: meta.clone(),
    }
}
