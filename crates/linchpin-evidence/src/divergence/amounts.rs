//! Amounts in two accounts of one event: `2,000 cadets` against `3,000 cadets`.
//!
//! In come two accounts of one event; out go records of values of one quantity that exclude each other. Only
//! amounts that the other account has nowhere are compared, each with the one amount most like it in its words, so that
//! what one account leaves out is no disagreement.

use super::account::Account;
use super::agreement::exclude;
use super::agreement::same_value;
use super::facts::{Facts, content_stems};
use super::{Divergence, Kind};
use crate::number::{Number, NumberKind};
use crate::span::Span;
use crate::token::stem;
use std::collections::BTreeSet;

/// An amount with what stands around it.
struct Amount<'f> {
    number: &'f Number,
    /// Content stems of its clause.
    near: BTreeSet<String>,
    /// Parties of its clause.
    parties: BTreeSet<String>,
    /// Times of its clause.
    times: BTreeSet<&'f str>,
}

/// Values of one quantity that exclude each other.
pub(super) fn compare(one: &Account<'_>, two: &Account<'_>, out: &mut Vec<Divergence>) {
    let (left, right) = (amounts(one, two), amounts(two, one));
    for a in &left {
        let Some(b) = best(a, &right) else { continue };
        let mutual = best(b, &left).is_some_and(|back| std::ptr::eq(back, a));
        let known = out.iter().any(|row| {
            row.kind == Kind::Number && row.sides.iter().any(|side| side.span.meets(a.number.span))
        });
        if !mutual || known || !exclude(a.number, b.number) {
            continue;
        }
        let sides = vec![
            one.side(a.number.span, one.words(a.number.span)),
            two.side(b.number.span, two.words(b.number.span)),
        ];
        let what = a.number.of.as_deref().unwrap_or("one quantity");
        out.push(
            Divergence::new(Kind::Number, format!("value of {what}"), sides)
                .noted("the values exclude each other"),
        );
    }
}

/// The amounts of an account that the other has nowhere.
fn amounts<'f>(account: &'f Account<'_>, other: &Account<'_>) -> Vec<Amount<'f>> {
    let there = |number: &Number| {
        let mut all = other.facts.iter().flat_map(|facts| &facts.numbers);
        all.any(|known| known.unit == number.unit && same_value(known, number))
    };
    let mut out = Vec::new();
    for facts in &account.facts {
        for number in facts.numbers.iter().copied() {
            let counts = !matches!(number.kind, NumberKind::Ordinal | NumberKind::Multiple);
            if counts && number.high.is_none() && !there(number) {
                out.push(around(account, facts, number));
            }
        }
    }
    out
}

/// The clause of a number: from the comma before it to the one after it.
fn around<'f>(account: &'f Account<'_>, facts: &'f Facts<'_>, number: &'f Number) -> Amount<'f> {
    let whole = facts.reading.sentence.span;
    let text = account.words(whole);
    let at = |byte: usize| byte.saturating_sub(whole.start).min(text.len());
    let marks = [", ", "; ", " and ", " but "];
    let before = &text[..at(number.span.start)];
    let after = &text[at(number.span.end)..];
    let from = marks.iter().filter_map(|mark| before.rfind(mark)).max().unwrap_or(0);
    let to = marks.iter().filter_map(|mark| after.find(mark)).min().unwrap_or(after.len());
    let clause = Span::new(whole.start + from, whole.start + at(number.span.end) + to);
    let inside = facts.reading.mentions.iter().filter(|mention| clause.meets(mention.span));
    Amount {
        number,
        near: content_stems(account.words(clause)),
        parties: inside.map(|mention| super::party::party(&mention.entity)).collect(),
        times: facts.times.iter().map(|when| when.value.as_str()).collect(),
    }
}

/// The amount of one kind and unit whose clause shares most words with that of `own`; `None` where none shares enough, or two
/// share equally many.
fn best<'x, 'f>(own: &Amount<'_>, all: &'x [Amount<'f>]) -> Option<&'x Amount<'f>> {
    let shared = |other: &Amount<'_>| own.near.intersection(&other.near).count();
    let noun = |number: &Number| number.of.as_deref().map(|of| String::from(stem(of)));
    let apart = |x: usize, y: usize, met: bool| x > 0 && y > 0 && !met;
    let fits = |other: &&Amount<'_>| {
        let (a, b) = (own.number, other.number);
        let counted = a.kind != NumberKind::Cardinal || noun(a).is_some() && noun(a) == noun(b);
        let least = if a.kind == NumberKind::Cardinal { 2 } else { 3 };
        let meet = |x: &BTreeSet<String>, y: &BTreeSet<String>| !x.is_disjoint(y);
        a.kind == b.kind
            && a.unit == b.unit
            && counted
            && shared(other) >= least
            && !apart(own.parties.len(), other.parties.len(), meet(&own.parties, &other.parties))
            && !apart(own.times.len(), other.times.len(), !own.times.is_disjoint(&other.times))
    };
    let mut found: Vec<&Amount<'f>> = all.iter().filter(fits).collect();
    found.sort_by_key(|other| std::cmp::Reverse(shared(other)));
    let first = found.first().copied()?;
    let tied = found.get(1).is_some_and(|second| shared(second) == shared(first));
    (!tied).then_some(first)
}
