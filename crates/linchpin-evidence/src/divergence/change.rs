//! What differs between two sentences, word by word.
//!
//! In come two sentences; out goes a [`Change`]: the words each has that the other lacks (wherever they
//! stand), and the one place where they differ when all else is the same.

use crate::span::Span;
use crate::token::{Lower, Token, TokenKind, stem, tokens};
use std::collections::{BTreeMap, BTreeSet};

/// The words one sentence has and the other lacks, and the reverse.
#[derive(Debug)]
pub struct Change<'t> {
    /// Tokens of the first.
    pub left: Vec<Token<'t>>,
    /// Tokens of the second.
    pub right: Vec<Token<'t>>,
    /// Tokens of the first that the second lacks.
    pub gone: Vec<usize>,
    /// Tokens of the second that the first lacks.
    pub come: Vec<usize>,
    /// Token ranges of the only place where they differ.
    pub only: Option<((usize, usize), (usize, usize))>,
}

fn lacking(own: &[Token<'_>], other: &[Token<'_>]) -> Vec<usize> {
    let mut there: BTreeMap<Lower<'_>, usize> = BTreeMap::new();
    for token in other {
        *there.entry(token.lower()).or_default() += 1;
    }
    let mut out = Vec::new();
    for (at, token) in own.iter().enumerate() {
        match there.get_mut(&token.lower()) {
            Some(count) if *count > 0 => *count -= 1,
            _ => out.push(at),
        }
    }
    out
}

impl<'t> Change<'t> {
    /// Compares two sentences.
    #[must_use]
    pub fn between(one: &'t str, two: &'t str) -> Self {
        let (left, right) = (tokens(one), tokens(two));
        let same = |(a, b): &(&Token<'_>, &Token<'_>)| a.lower() == b.lower();
        let head = left.iter().zip(&right).take_while(same).count();
        let most = left.len().min(right.len()) - head;
        let tail = left.iter().rev().zip(right.iter().rev()).take(most).take_while(same).count();
        let only = ((head, left.len() - tail), (head, right.len() - tail));
        let small = only.0.1 - only.0.0 <= 4 && only.1.1 - only.1.0 <= 4;
        let (gone, come) = (lacking(&left, &right), lacking(&right, &left));
        Self { left, right, gone, come, only: small.then_some(only) }
    }

    /// Lower-case words the first sentence alone has.
    #[must_use]
    pub fn lost(&self) -> BTreeSet<String> {
        words(&self.left, &self.gone)
    }

    /// Lower-case words the second sentence alone has.
    #[must_use]
    pub fn gained(&self) -> BTreeSet<String> {
        words(&self.right, &self.come)
    }

    /// How many words of weight the sentences do not share, on the side that has more.
    #[must_use]
    pub fn weight(&self) -> usize {
        let count = |words: &BTreeSet<String>| {
            words.iter().filter(|word| !crate::lines::is_stopword(word)).count()
        };
        count(&self.lost()).max(count(&self.gained()))
    }

    /// Whether tokens that the other sentence lacks lie under a span of the first (second) sentence.
    #[must_use]
    pub fn touches(&self, first: bool, span: Span) -> bool {
        let (all, own) = if first { (&self.left, &self.gone) } else { (&self.right, &self.come) };
        own.iter().any(|at| all[*at].span.meets(span) && all[*at].kind != TokenKind::Mark)
    }
}

fn words(all: &[Token<'_>], which: &[usize]) -> BTreeSet<String> {
    let kept = which.iter().map(|at| &all[*at]).filter(|token| token.kind != TokenKind::Mark);
    kept.map(|token| token.lower().into()).collect()
}

/// Stems of words.
#[must_use]
pub fn stems(words: &BTreeSet<String>) -> BTreeSet<String> {
    words.iter().map(|word| stem(word).into()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moved_words_are_no_change() {
        let change = Change::between("On Friday the ship left.", "The ship left on Friday.");
        assert!(change.lost().is_empty() && change.gained().is_empty());
        let change = Change::between("The old ship left port.", "The new ship left port.");
        assert_eq!(change.only, Some(((1, 2), (1, 2))));
        assert_eq!((change.lost().len(), change.weight()), (1, 1));
    }
}
