//! Another thing in the place of a thing: chips made cars.
//!
//! In come two aligned English sentences; out goes a record where the words that differ name different things
//! (data/things.csv), or where one noun of trade (`exports of …`) became another.

use super::super::{Divergence, Kind};
use super::Both;
use crate::token::{Token, TokenKind, stem};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Stems of one or two words, and the row of the thing they name.
static THINGS: LazyLock<BTreeMap<Vec<String>, usize>> = LazyLock::new(|| {
    let rows = include_str!("../../../data/things.csv").lines().skip(1).enumerate();
    let names = rows.flat_map(|(row, line)| {
        let english = line.split(',').next().unwrap_or("");
        english
            .split(';')
            .map(move |name| (name.split(' ').map(|word| stem(word).into()).collect(), row))
    });
    names.collect()
});

/// Words after which a thing that is traded or made stands.
static HEADS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    include_str!("../../../data/trade_words.txt")
        .split_whitespace()
        .map(|word| stem(word).into())
        .collect()
});

/// The things that some words of a sentence name, with the words.
fn things(all: &[Token<'_>], which: &[usize]) -> BTreeMap<usize, String> {
    let word = |at: usize| all.get(at).filter(|token| token.kind == TokenKind::Word);
    let mut out = BTreeMap::new();
    for at in which {
        let Some(first) = word(*at) else { continue };
        let pairs = [at.checked_sub(1).map(|before| (before, *at)), Some((*at, at + 1))];
        let two = pairs.into_iter().flatten().find_map(|(one, two)| {
            let (one, two) = (word(one)?, word(two)?);
            let row = THINGS.get([stem(one.text).into(), stem(two.text).into()].as_slice())?;
            Some((*row, format!("{} {}", one.text, two.text)))
        });
        let one = || {
            THINGS
                .get([stem(first.text).into()].as_slice())
                .map(|row| (*row, first.text.to_owned()))
        };
        out.extend(two.or_else(one));
    }
    out
}

pub(super) fn compare(both: &Both<'_, '_>, out: &mut Vec<Divergence>) {
    if both.change.weight() > 4 {
        return;
    }
    let span = both.a.reading.sentence.span;
    let told = out.iter().any(|record| {
        matches!(record.kind, Kind::Term | Kind::Agent | Kind::Title | Kind::Speaker)
            && record.sides.first().is_some_and(|side| side.span == span)
    });
    if told {
        return;
    }
    let left = things(&both.change.left, &both.change.gone);
    let right = things(&both.change.right, &both.change.come);
    let show = |all: &BTreeMap<usize, String>| all.values().cloned().collect::<Vec<_>>().join(", ");
    if !left.is_empty() && !right.is_empty() {
        // Two words of one row are one thing: cars and automobiles.
        if left.keys().all(|row| !right.contains_key(row)) {
            out.push(both.record(Kind::Term, "what", (&show(&left), &show(&right))));
        }
        return;
    }
    // `exports of widgets` made `exports of gadgets`: whatever stands there is a thing.
    let Some(((from, _), _)) = both.change.only else { return };
    let Some(([x], [y])) = both.exchanged() else { return };
    let noun = |token: &Token<'_>| {
        let lower = token.lower();
        token.kind == TokenKind::Word
            && !token.is_capital()
            && !crate::lines::is_stopword(&lower)
            && !crate::titles::is_head(&lower)
    };
    let before = |back: usize| from.checked_sub(back).map(|at| both.change.left[at].lower());
    // `a tax on sugar` like `exports of sugar`.
    let traded = matches!(before(1).as_deref(), Some("of" | "on" | "in"))
        && before(2).is_some_and(|word| HEADS.contains(stem(&word).as_str()));
    // `rules on imports` for `rules on exports` is told as their opposite.
    let turned = out.iter().any(|record| {
        record.kind == Kind::Negation && record.sides.first().is_some_and(|side| side.span == span)
    });
    if traded && !turned && noun(x) && noun(y) && stem(x.text) != stem(y.text) {
        out.push(both.record(Kind::Term, "what", (x.text, y.text)));
    }
}
