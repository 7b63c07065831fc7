//! One sentence and everything read in it.

use crate::attribution::Quotation;
use crate::lines::LineKind;
use crate::mention::Mention;
use crate::number::Number;
use crate::sentence::Sentence;
use crate::when::When;

/// One sentence and everything read in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Where it stands and whether it belongs to the article.
    pub sentence: Sentence,
    /// Which part of the article it stands in.
    pub kind: LineKind,
    /// Who and what it names.
    pub mentions: Vec<Mention>,
    /// Its numbers.
    pub numbers: Vec<Number>,
    /// Its expressions of time.
    pub times: Vec<When>,
    /// Its reported speech.
    pub quotations: Vec<Quotation>,
}
