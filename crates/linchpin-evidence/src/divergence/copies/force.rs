//! Yes or no, all or some, surely or perhaps: what a copy says more or less firmly.
//!
//! In come two aligned sentences; out go records of negation, scope and firmness. Only words that the
//! other sentence lacks count, and a word that denies by itself (`refused`) weighs as much as `not`.

use super::super::facts::scope_classes;
use super::super::{Divergence, Kind};
use super::Both;
use crate::claim::predicate;
use crate::modality::Modality;
use crate::token::stem;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static OPPOSITES: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    include_str!("../../../data/opposites.csv")
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(','))
        .collect()
});

pub(super) fn compare(both: &Both<'_, '_>, score: f64, out: &mut Vec<Divergence>) {
    let bounded = out.iter().any(|record| {
        matches!(record.kind, Kind::Number | Kind::Unit | Kind::Date)
            && record.sides.first().is_some_and(|side| side.span == both.a.reading.sentence.span)
    });
    let negated = denial(both, score, bounded, out);
    scope(both, out);
    if !negated {
        firmness(both, score, out);
    }
}

/// Words that deny what follows without `not`.
fn denies(word: &str) -> bool {
    matches!(
        stem(word).as_str(),
        "fail"
            | "refus"
            | "reject"
            | "deny"
            | "lack"
            | "declin"
            | "unabl"
            | "avoid"
            | "miss"
            | "prevent"
            | "unchang"
            | "absent"
            | "yet"
            | "unaffect"
            | "unhurt"
            | "unharm"
            | "oppos"
            | "stop"
            | "ignor"
    ) || word.starts_with("un") && word.len() > 6 && word.ends_with("ed")
}

fn denial(both: &Both<'_, '_>, score: f64, bounded: bool, out: &mut Vec<Divergence>) -> bool {
    let (lost, gained) = (both.change.lost(), both.change.gained());
    let weigh = |negations: usize, words: &BTreeSet<String>| {
        negations + words.iter().filter(|word| denies(word)).count()
    };
    let (a, b) = (weigh(both.a.negations, &lost), weigh(both.b.negations, &gained));
    let plain = both.a.negations % 2 != both.b.negations % 2;
    if plain && a % 2 != b % 2 && score >= 0.5 {
        let says = |odd: bool| if odd { "denied" } else { "not denied" };
        let (x, y) = (both.a.negations % 2 == 1, both.b.negations % 2 == 1);
        out.push(both.record(Kind::Negation, "yes or no", (says(x), says(y))));
        return true;
    }
    if plain || bounded || both.change.weight() > 3 {
        return false;
    }
    // A word turned into its opposite.
    for x in &lost {
        for y in &gained {
            let (p, q) = (predicate(x).unwrap_or(x), predicate(y).unwrap_or(y));
            let opposed = OPPOSITES.iter().any(|(one, two)| {
                let pair = (stem(one), stem(two));
                (*one == p && *two == q)
                    || (*two == p && *one == q)
                    || pair == (stem(x), stem(y))
                    || pair == (stem(y), stem(x))
            });
            if opposed {
                out.push(both.record(Kind::Negation, "direction", (x, y)));
                return true;
            }
        }
    }
    false
}

fn scope(both: &Both<'_, '_>, out: &mut Vec<Divergence>) {
    let timed = |first: bool| -> BTreeSet<String> {
        let (facts, account) = if first { (both.a, both.one) } else { (both.b, both.two) };
        let times = facts.reading.times.iter().map(|when| account.words(when.span));
        times
            .flat_map(|words| words.split(' ').map(str::to_lowercase).collect::<Vec<_>>())
            .collect()
    };
    let classes = |words: &BTreeSet<String>, first: bool| {
        let timed = timed(first);
        let mut kept: BTreeSet<String> = words.difference(&timed).cloned().collect();
        // `above all` and `at all` count nothing.
        let tokens = if first { &both.change.left } else { &both.change.right };
        let idiom = tokens.windows(2).any(|pair| {
            matches!(pair[0].lower().as_str(), "above" | "at" | "after") && pair[1].lower() == "all"
        });
        if idiom {
            kept.remove("all");
        }
        scope_classes(&kept)
    };
    let (left, right) = (classes(&both.change.lost(), true), classes(&both.change.gained(), false));
    // `not only` bounds nothing.
    let freed = |tokens: &[crate::token::Token<'_>]| {
        tokens.windows(2).any(|pair| {
            pair[0].lower() == "not"
                && matches!(pair[1].lower().as_str(), "only" | "just" | "merely" | "solely")
        })
    };
    if freed(&both.change.left) != freed(&both.change.right) {
        out.push(both.record(Kind::Scope, "how many", ("only", "not only")));
        return;
    }
    let only = |one: &BTreeSet<&'static str>, two: &BTreeSet<&'static str>| {
        one.difference(two).copied().collect::<Vec<_>>().join(", ")
    };
    let (x, y) = (only(&left, &both.b.scope), only(&right, &both.a.scope));
    // A qualifier (`critical`, `legacy`, `temporarily`) counts only where little else was said otherwise.
    let small = both.change.weight() <= 2;
    let weighty = |classes: &str| {
        ["universal", "exclusive", "majority", "none"].iter().any(|class| classes.contains(class))
            || small && classes.contains("qualifier")
    };
    if !x.is_empty() && !y.is_empty() || weighty(&x) || weighty(&y) {
        let name = |classes: &str| {
            if classes.is_empty() { "no word of scope".to_owned() } else { classes.to_owned() }
        };
        out.push(both.record(Kind::Scope, "how many", (&name(&x), &name(&y))));
    }
}

/// Firmness changed and little else.
fn firmness(both: &Both<'_, '_>, score: f64, out: &mut Vec<Divergence>) {
    let open = |modality: Modality| matches!(modality, Modality::Predicted | Modality::Conditional);
    let (a, b) = (both.a.modality, both.b.modality);
    let turned = open(a) && b == Modality::Asserted || open(b) && a == Modality::Asserted;
    if turned && score >= 0.75 && both.change.weight() <= 1 {
        out.push(both.record(
            Kind::Modality,
            "how firmly",
            (&format!("{a:?}").to_lowercase(), &format!("{b:?}").to_lowercase()),
        ));
    }
}
