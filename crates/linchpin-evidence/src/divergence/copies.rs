//! Copies of one text, slot by slot.
//!
//! In come two accounts that share most sentences, aligned; out goes a record for every slot of an
//! aligned pair that was changed: number, unit, date (`figures`), agent, speaker, title, name
//! (`people`), negation, scope, firmness (`force`), quotation. Words said otherwise without a slot
//! changed give nothing: only words that one sentence has and the other lacks ([`Change`]) count.

mod figures;
mod force;
mod people;

use super::change::Change;
use super::facts::{Account, Facts, Pair, content_stems, dice};
use super::{Divergence, Kind};
use crate::attribution::{Quotation, Speech};
use crate::span::Span;

/// Two aligned sentences with their accounts.
pub(super) struct Both<'p, 'a> {
    one: &'p Account<'a>,
    two: &'p Account<'a>,
    a: &'p Facts<'a>,
    b: &'p Facts<'a>,
    change: Change<'p>,
}

impl Both<'_, '_> {
    fn record(&self, kind: Kind, slot: &str, says: (&str, &str)) -> Divergence {
        let sides = vec![
            self.one.side(self.a.reading.sentence.span, says.0),
            self.two.side(self.b.reading.sentence.span, says.1),
        ];
        Divergence::new(kind, slot, sides)
    }

    /// Whether a place of the first (second) document holds words the other sentence lacks.
    fn changed(&self, first: bool, span: Span) -> bool {
        let start = if first { self.a } else { self.b }.reading.sentence.span.start;
        let own = Span::new(span.start.saturating_sub(start), span.end.saturating_sub(start));
        self.change.touches(first, own)
    }

    /// The words of both sides in the one place where the sentences differ.
    fn exchanged(&self) -> Option<(&[crate::token::Token<'_>], &[crate::token::Token<'_>])> {
        let ((a, b), (c, d)) = self.change.only?;
        Some((&self.change.left[a..b], &self.change.right[c..d]))
    }
}

/// Compares every aligned pair that is at least `least` alike.
pub fn compare(
    one: &Account<'_>,
    two: &Account<'_>,
    pairs: &[Pair],
    least: f64,
    out: &mut Vec<Divergence>,
) {
    for pair in pairs {
        if pair.score < least {
            continue;
        }
        let (a, b) = (&one.facts[pair.one], &two.facts[pair.two]);
        let words = (one.words(a.reading.sentence.span), two.words(b.reading.sentence.span));
        if words.0 == words.1 || super::index::other_claim(a, b) {
            continue;
        }
        let both = Both { one, two, a, b, change: Change::between(words.0, words.1) };
        figures::compare(&both, out);
        people::compare(&both, out);
        force::compare(&both, pair.score, out);
        quotes(&both, out);
    }
}

fn quotes(both: &Both<'_, '_>, out: &mut Vec<Divergence>) {
    let direct = |quotation: &&Quotation| quotation.speech == Speech::Direct;
    for a in both.a.reading.quotations.iter().filter(direct) {
        for b in both.b.reading.quotations.iter().filter(direct) {
            let (x, y) = (both.one.words(a.content), both.two.words(b.content));
            let plain = |words: &str| {
                words.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
            };
            if plain(x) != plain(y) && dice(&content_stems(x), &content_stems(y)) >= 0.6 {
                out.push(both.record(Kind::Quotation, "words between quotation marks", (x, y)));
            }
        }
    }
}
