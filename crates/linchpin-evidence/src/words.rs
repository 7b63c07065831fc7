//! A sentence cut into words once, for every layer that reads it.
//!
//! In comes a sentence; out go its tokens, the same in lower case, the known names in it and how much of it is
//! Korean or Chinese. Mentions, times, quotations and claims all read these.

use crate::gazetteer::{Entity, gazetteer};
use crate::span::Span;
use crate::token::{Lower, Token, is_east_asian, tokens_beside};

/// A sentence as all layers see it; spans are relative to it.
#[derive(Debug)]
pub(crate) struct Words<'t> {
    pub(crate) text: &'t str,
    pub(crate) all: Vec<Token<'t>>,
    /// The tokens in lower case, without possessive endings.
    pub(crate) lower: Vec<Lower<'t>>,
    /// Known names.
    pub(crate) known: Vec<(Span, &'static Entity)>,
    /// Whether most letters are Korean or Chinese.
    pub(crate) east: bool,
    /// Whether any letter is.
    pub(crate) any_east: bool,
}

impl<'t> Words<'t> {
    /// The words of a sentence.
    pub(crate) fn of(text: &'t str) -> Self {
        Self::beside(text, None)
    }

    /// The words of a sentence without the known names in it.
    pub(crate) fn nameless(text: &'t str) -> Self {
        Self::made(text, None, Vec::new())
    }

    /// The words of a sentence; `small` is the same in lower case, byte by byte, where that is known.
    pub(crate) fn beside(text: &'t str, small: Option<&'t str>) -> Self {
        Self::made(text, small, gazetteer().find(text))
    }

    fn made(text: &'t str, small: Option<&'t str>, known: Vec<(Span, &'static Entity)>) -> Self {
        let all = tokens_beside(text, small);
        let lower = all.iter().map(Token::lower).collect();
        let any_east = !text.is_ascii() && text.chars().any(is_east_asian);
        Self { text, all, lower, known, east: any_east && crate::language::is_east(text), any_east }
    }
}
