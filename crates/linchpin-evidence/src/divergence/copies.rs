//! Copies of one text, slot by slot.
//!
//! In come two accounts that share most sentences, aligned; out goes a record for every slot of an
//! aligned pair that was changed: number, unit, date (`figures`), agent, speaker, title, name
//! (`people`), negation, scope, firmness (`force`), thing (`things`), quotation; Korean and Chinese sentences
//! by their own tables (`east`). Words said otherwise without a slot
//! changed give nothing: only words that one sentence has and the other lacks ([`Change`]) count.

mod east;
mod east_roles;
mod figures;
mod force;
mod people;
mod things;

use super::account::{Account, Pair};
use super::change::Change;
use super::facts::{Facts, content_stems, dice};
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
    /// Denials in a sentence beside, that the other document has in this one: `It is safe. And it will not close.`
    beside: (Split, Split),
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

/// Sentences beside one that hold a part of what the other document says in it.
#[derive(Debug, Clone, Copy, Default)]
struct Split {
    sentences: usize,
    denials: usize,
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
        let (a, b) = (&one.facts[pair.one], &two.facts[pair.two]);
        let words = (one.words(a.reading.sentence.span), two.words(b.reading.sentence.span));
        if pair.score < least && !(least < 0.5 && is_report(words.0) && is_report(words.1)) {
            continue;
        }
        if words.0 == words.1 || super::index::other_claim(a, b, words) {
            continue;
        }
        let beside = (
            split_off(one, pair.one, words.1, |at| pairs.iter().any(|pair| pair.one == at)),
            split_off(two, pair.two, words.0, |at| pairs.iter().any(|pair| pair.two == at)),
        );
        let change = Change::between(words.0, words.1);
        let both = Both { one, two, a, b, change, beside };
        if crate::language::is_east(words.0) && crate::language::is_east(words.1) {
            east::compare(&both, out);
            continue;
        }
        figures::compare(&both, out);
        people::compare(&both, out);
        force::compare(&both, pair.score, out);
        things::compare(&both, out);
        quotes(&both, out);
    }
}

/// A few letters of Korean or Chinese, such as the report after a quotation (`部长陈丽表示。`): another name is
/// half of it.
fn is_report(words: &str) -> bool {
    crate::language::is_east(words) && words.chars().count() <= 12
}

/// Denials of the sentences beside sentence `at` that belong to no pair and whose words stand in `other`.
fn split_off(
    account: &Account<'_>,
    at: usize,
    other: &str,
    paired: impl Fn(usize) -> bool,
) -> Split {
    let parts = |words: &str| -> Vec<String> {
        match crate::language::is_east(words) {
            true => words.chars().filter(|c| c.is_alphanumeric()).map(String::from).collect(),
            false => crate::token::tokens(words).iter().map(|token| token.lower().into()).collect(),
        }
    };
    let other: std::collections::BTreeSet<String> = parts(other).into_iter().collect();
    let beside = [at.checked_sub(1), at.checked_add(1)].into_iter().flatten();
    let split = beside.filter(|near| !paired(*near)).filter_map(|near| {
        let facts = account.facts.get(near)?;
        let text = account.words(facts.reading.sentence.span);
        let words = parts(text);
        let known = words.iter().filter(|word| other.contains(*word)).count();
        let denials = match crate::language::is_east(text) {
            true => east::denials(text),
            false => facts.negations,
        };
        (known * 10 >= words.len() * 7).then_some(denials)
    });
    split.fold(Split::default(), |sum, denials| Split {
        sentences: sum.sentences + 1,
        denials: sum.denials + denials,
    })
}

fn quotes(both: &Both<'_, '_>, out: &mut Vec<Divergence>) {
    let direct = |quotation: &&Quotation| quotation.speech == Speech::Direct;
    for a in both.a.reading.quotations.iter().filter(direct) {
        for b in both.b.reading.quotations.iter().filter(direct) {
            let (x, y) = (both.one.words(a.content), both.two.words(b.content));
            let plain = |words: &str| {
                // `can't` and `cannot` are one word.
                let lower = words.to_lowercase().replace('’', "'");
                let spelled = lower.replace("can't", "cannot").replace("won't", "will not");
                let spelled = spelled.replace("n't", " not");
                spelled.chars().filter(|c| c.is_alphanumeric()).collect::<String>()
            };
            if plain(x) != plain(y) && dice(&content_stems(x), &content_stems(y)) >= 0.6 {
                out.push(both.record(Kind::Quotation, "words between quotation marks", (x, y)));
            }
        }
    }
}
