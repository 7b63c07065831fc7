//! A sentence with its quotation marks and known names, as the layers of reported speech read it.

use crate::span::Span;
use crate::token::{Lower, Token, TokenKind};

/// A pair of quotation marks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quoted {
    /// Token of the opening mark.
    pub(crate) open: usize,
    /// Token of the closing mark, or past the end when the quotation runs on.
    pub(crate) close: usize,
}

/// The tokens of a sentence with the marks and the names in it.
pub(crate) struct Reading<'r, 't> {
    pub(crate) all: &'r [Token<'t>],
    pub(crate) lower: &'r [Lower<'t>],
    /// Pairs of quotation marks.
    pub(crate) quoted: Vec<Quoted>,
    /// Known names of several words, as tokens `[from, to)`.
    pub(crate) names: Vec<(usize, usize)>,
}

impl Reading<'_, '_> {
    pub(crate) fn w(&self, at: usize) -> &str {
        self.lower.get(at).map_or("", Lower::as_str)
    }

    /// The first token of the known name around token `at`.
    pub(crate) fn name_start(&self, at: usize) -> Option<usize> {
        self.names.iter().find(|(from, to)| *from < at && at < *to).map(|(from, _)| *from)
    }

    pub(crate) fn span(&self, from: usize, to: usize) -> Span {
        if from >= to || to > self.all.len() {
            return Span::new(0, 0);
        }
        Span::new(self.all[from].span.start, self.all[to - 1].span.end)
    }

    /// Whether the quotation that closes at token `close` is a name inside a phrase, not speech.
    pub(crate) fn quote_opens_inside(&self, close: usize) -> bool {
        self.quoted
            .iter()
            .any(|pair| pair.close == close && pair.open > 3 && close - pair.open <= 10)
    }

    pub(crate) fn in_quotes(&self, at: usize) -> bool {
        self.quoted.iter().any(|quoted| quoted.open < at && at < quoted.close)
    }

    /// Tokens from `from` to `to` without quotation marks, commas and stops at their ends.
    pub(crate) fn content(&self, mut from: usize, mut to: usize) -> Option<(Span, Span)> {
        while from < to && matches!(self.w(from), "," | ":" | ";" | "—" | "–") {
            from += 1;
        }
        // The stop or comma of the sentence around it is no part of what was said.
        let mut close = to;
        while close > from && matches!(self.w(close - 1), "," | "." | ";" | ":") {
            close -= 1;
        }
        let open = from - usize::from(from > 0 && self.w(from - 1) == "that");
        let outer = self.span(open, close);
        while from < to && (is_mark(self.w(from)) || matches!(self.w(from), "," | ":" | "…")) {
            from += 1;
        }
        let balanced = |to: usize| self.quoted.iter().any(|q| q.close == to - 1 && q.open >= from);
        while to > from
            && (matches!(self.w(to - 1), "," | "." | ";" | ":" | "…")
                || is_mark(self.w(to - 1)) && !balanced(to))
        {
            to -= 1;
        }
        (to > from).then(|| (self.span(from, to), outer))
    }
}

pub(crate) fn is_mark(text: &str) -> bool {
    matches!(text, "“" | "”" | "\"" | "‘" | "’" | "'" | "«" | "»" | "``" | "''")
}

/// Pairs of quotation marks that hold words said, not a nickname or a term.
pub(crate) fn quoted(all: &[Token<'_>]) -> Vec<Quoted> {
    let mut out = Vec::new();
    let mut open: Option<(usize, &str)> = None;
    for (i, token) in all.iter().enumerate() {
        let glued_before = i > 0 && all[i - 1].span.end == token.span.start;
        let glued_after = all.get(i + 1).is_some_and(|next| next.span.start == token.span.end);
        match (open, token.text) {
            (None, "“" | "«") => open = Some((i, if token.text == "“" { "”" } else { "»" })),
            (None, "\"") => open = Some((i, "\"")),
            (None, "``") => open = Some((i, "''")),
            (None, "‘") if !glued_before => open = Some((i, "’")),
            (None, "'") if !glued_before && glued_after => open = Some((i, "'")),
            (Some((at, "'" | "’")), "'" | "’")
                if glued_before
                    && (!glued_after
                        || all.get(i + 1).is_some_and(|t| t.kind == TokenKind::Mark)) =>
            {
                out.push(Quoted { open: at, close: i });
                open = None;
            }
            (Some((at, close)), text) if text == close || close == "”" && text == "\"" => {
                out.push(Quoted { open: at, close: i });
                open = None;
            }
            _ => {}
        }
    }
    if let Some((at, mark)) = open
        && !matches!(mark, "'" | "’")
    {
        out.push(Quoted { open: at, close: all.len() });
    }
    out
}
