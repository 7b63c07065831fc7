//! Why a number is what it is, as a tree.

use crate::contract::sources::QuoteRef;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A node of an explanation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Node {
    /// What kind of reason it is.
    pub kind: Reason,
    /// In words and numbers.
    pub text: String,
    /// What it follows from.
    pub because: Vec<Node>,
    /// The words it ends in, for whoever holds the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<QuoteRef>,
}

/// Kinds of reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The number asked about.
    Number,
    /// What bound.
    Cause,
    /// A change that entered the engine.
    Shock,
    /// A decision under dated law, or a signal.
    Decision,
    /// An act with its citation.
    Act,
    /// An assumption with its range.
    Assumption,
    /// An input from outside.
    Input,
    /// One account of an input.
    Account,
    /// The words of a document.
    Quote,
    /// Something worth knowing.
    Note,
}

impl Node {
    pub(crate) fn new(kind: Reason, text: impl Into<String>, because: Vec<Node>) -> Self {
        Self { kind, text: text.into(), because, quote: None }
    }

    /// Whether every branch ends in a source, an assumption or a note.
    #[must_use]
    pub fn grounded(&self) -> bool {
        if self.because.is_empty() {
            let ends =
                [Reason::Act, Reason::Assumption, Reason::Account, Reason::Quote, Reason::Note];
            return ends.contains(&self.kind);
        }
        self.because.iter().all(Node::grounded)
    }
}
