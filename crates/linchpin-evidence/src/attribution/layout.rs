//! Quotations whose source no verb names: none at all, or one that the layout gives.
//!
//! In come the quotation marks of a sentence and what verbs reported; out go the quotations left over, and
//! sources beside a colon or a dash.

use super::subject::has_finite;
use super::{Quotation, Speech};
use crate::quoted::Reading;
use crate::token::{Token, TokenKind};

/// Quotations nobody in the sentence is named for.
pub(super) fn bare(reading: &Reading<'_, '_>, out: &mut Vec<Quotation>) {
    for pair in &reading.quoted {
        let Some((content, outer)) =
            reading.content(pair.open, (pair.close + 1).min(reading.all.len()))
        else {
            continue;
        };
        let covered =
            out.iter().any(|known| known.outer.holds(content) || known.content.meets(content));
        let words = reading.all[pair.open..pair.close.min(reading.all.len())]
            .iter()
            .filter(|t| t.kind == TokenKind::Word)
            .count();
        let spoken = words >= 5
            || reading.w(pair.close.wrapping_sub(1)) == ","
            || pair.open == 0 && pair.close + 1 >= reading.all.len();
        if !covered && spoken && words >= 2 {
            out.push(Quotation {
                content,
                outer,
                speech: Speech::Direct,
                cue: None,
                cue_kind: None,
                source: None,
                inherited: false,
            });
        }
    }
}

/// Sources that layout names: `Han: “…”`, `“…” — Commissioner Ruiz`.
pub(super) fn laid_out(reading: &Reading<'_, '_>, out: &mut [Quotation]) {
    let end = reading.all.len();
    let named = |from: usize, to: usize| {
        let all = reading.all.get(from..to).unwrap_or(&[]);
        let words = all.iter().filter(|token| token.kind == TokenKind::Word).count();
        let plain = all.iter().all(|token| {
            token.kind == TokenKind::Word || matches!(token.text, "." | "-" | "'" | "’" | ",")
        });
        let capital = all.first().is_some_and(Token::is_capital);
        (plain && capital && (1..=8).contains(&words) && !has_finite(reading, from, to))
            .then(|| reading.span(from, to))
    };
    for pair in &reading.quoted {
        let span = reading.span(pair.open, (pair.close + 1).min(end));
        let label = (pair.open >= 2 && reading.w(pair.open - 1) == ":")
            .then(|| named(0, pair.open - 1))
            .flatten();
        let signed = matches!(reading.w(pair.close + 1), "-" | "–" | "—" | "―" | "--")
            .then(|| {
                let stop = usize::from(reading.w(end - 1) == "." && end > pair.close + 3);
                named(pair.close + 2, end - stop)
            })
            .flatten();
        let Some(source) = label.or(signed) else { continue };
        for quotation in out.iter_mut().filter(|q| q.source.is_none() && span.meets(q.outer)) {
            quotation.source = Some(source);
        }
    }
}
