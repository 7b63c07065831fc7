//! Byte spans of a document's text, and the places they stand for.
//!
//! In come byte offsets; out goes a [`Span`] that always lies on character boundaries of the text
//! it was made for (checked by [`Span::of`]).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A half-open span of bytes `[start, end)` in the text of one document.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// First byte inside.
    pub start: usize,
    /// First byte after.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`; an end before the start gives an empty span.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    /// The words under the span, if it fits `text`.
    #[must_use]
    pub fn of(self, text: &str) -> Option<&str> {
        text.get(self.start..self.end)
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it holds no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies inside.
    #[must_use]
    pub fn holds(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    #[must_use]
    pub fn meets(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The span moved `by` bytes to the right.
    #[must_use]
    pub fn shifted(self, by: usize) -> Self {
        Self { start: self.start + by, end: self.end + by }
    }

    /// The span without the white space at its ends.
    #[must_use]
    pub fn trimmed(self, text: &str) -> Self {
        let Some(inside) = self.of(text) else { return self };
        let start = self.start + (inside.len() - inside.trim_start().len());
        Self::new(start, start + inside.trim().len())
    }
}

/// Counts characters up to byte offsets of one text; offsets must be asked for in rising order
/// for it to be fast, any order is right.
#[derive(Debug)]
pub struct CharCount<'t> {
    text: &'t str,
    byte: usize,
    chars: usize,
}

impl<'t> CharCount<'t> {
    /// Starts at the beginning of `text`.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self { text, byte: 0, chars: 0 }
    }

    /// Characters (Unicode scalar values) before byte `at`.
    pub fn before(&mut self, at: usize) -> usize {
        if at < self.byte {
            (self.byte, self.chars) = (0, 0);
        }
        let at = at.min(self.text.len());
        self.chars += self.text.get(self.byte..at).map_or(0, |part| part.chars().count());
        self.byte = at;
        self.chars
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_trim_and_count_characters() {
        let text = " 반도체 x ";
        let span = Span::new(0, text.len()).trimmed(text);
        assert_eq!(span.of(text), Some("반도체 x"));
        let mut count = CharCount::new(text);
        assert_eq!((count.before(span.start), count.before(span.end)), (1, 6));
        assert_eq!(count.before(1), 1);
        assert_eq!(Span::new(0, 2).of(text), None, "inside a character");
    }
}
