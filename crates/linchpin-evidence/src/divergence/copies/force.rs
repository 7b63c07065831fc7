//! Yes or no, all or some, surely or perhaps: what a copy says more or less firmly.
//!
//! In come two aligned sentences; out go records of negation, scope and firmness. Only words that the
//! other sentence lacks count, and a word that denies by itself (`refused`) weighs as much as `not`.

use super::super::commitment;
use super::super::facts::scope_classes;
use super::super::{Divergence, Kind};
use super::Both;
use crate::modality::Modality;
use crate::predicates::predicate;
use crate::token::{TokenKind, stem};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Pairs of opposites, both ways round, as written and by stem.
static OPPOSITES: LazyLock<BTreeSet<(String, String)>> = LazyLock::new(|| {
    let rows = include_str!("../../../data/opposites.csv").lines().skip(1);
    let pairs = rows.filter_map(|line| line.split_once(','));
    let both = |(one, two): (&str, &str)| {
        let (p, q): (String, String) = (stem(one).into(), stem(two).into());
        let (one, two) = (one.to_owned(), two.to_owned());
        [(one.clone(), two.clone()), (two, one), (p.clone(), q.clone()), (q, p)]
    };
    pairs.flat_map(both).collect()
});

/// Words whose coming or going changes nothing that is said.
static EMPTY: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| include_str!("../../../data/empty_words.txt").split_whitespace().collect());

/// The forms under which a word may stand in the table of opposites.
fn forms(word: &str) -> Vec<String> {
    let mut out = vec![word.to_owned(), stem(word).into()];
    if let Some(does) = predicate(word) {
        out.extend([does.to_owned(), stem(does).into()]);
    }
    out
}

/// Whether two words are opposites.
fn opposed(one: &str, two: &str) -> bool {
    let right = forms(two);
    forms(one).iter().any(|p| right.iter().any(|q| OPPOSITES.contains(&(p.clone(), q.clone()))))
}

pub(super) fn compare(both: &Both<'_, '_>, score: f64, out: &mut Vec<Divergence>) {
    let bounded = out.iter().any(|record| {
        matches!(record.kind, Kind::Number | Kind::Unit | Kind::Date)
            && record.sides.first().is_some_and(|side| side.span == both.a.reading.sentence.span)
    });
    let denial = denial(both, score, bounded, out);
    let before = out.len();
    scope(both, denial, out);
    if out.len() == before && denial != Denial::Turned && !bounded {
        qualifier(both, out);
    }
    let split = both.beside.0.sentences + both.beside.1.sentences > 0;
    if denial == Denial::Same && !split {
        firmness(both, score, out);
    }
}

/// The stems of a list of words, a `#` before what is no part of it.
fn listed(list: &str) -> BTreeSet<String> {
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).map(|word| stem(word).into()).collect()
}

/// Stems of words that deny what follows without `not`.
static DENIERS: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| listed(include_str!("../../../data/deniers.txt")));

/// Whether a word denies by itself: of the list, or made from a word of the other sentence by a prefix
/// (`unclear` where the other has `clear`).
fn denies(word: &str, other: &BTreeSet<String>) -> bool {
    DENIERS.contains(stem(word).as_str())
        || word.starts_with("un") && word.len() > 6 && word.ends_with("ed")
        || other.iter().any(|plain| prefixed(plain, word))
}

/// Whether `word` is `plain` with a prefix that denies it.
fn prefixed(plain: &str, word: &str) -> bool {
    const PREFIXES: [&str; 7] = ["un", "in", "im", "il", "ir", "dis", "non"];
    plain.len() > 3 && PREFIXES.iter().any(|prefix| word.strip_prefix(prefix) == Some(plain))
}

/// What became of yes and no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Denial {
    /// Both deny, or neither does.
    Same,
    /// One denies with `not` and the other with a word of its own: `did not allow`, `barred`.
    Reworded,
    /// One denies what the other says; recorded.
    Turned,
}

fn denial(both: &Both<'_, '_>, score: f64, bounded: bool, out: &mut Vec<Divergence>) -> Denial {
    let (lost, gained) = (both.change.lost(), both.change.gained());
    let (here, there) =
        (both.a.negations + both.beside.0.denials, both.b.negations + both.beside.1.denials);
    // `denied` made `rejected claims`: a word that denies answers one on the other side, and is no opposite.
    let denying =
        |words: &BTreeSet<String>, other: &BTreeSet<String>| words.iter().any(|w| denies(w, other));
    let answered = denying(&lost, &gained) && denying(&gained, &lost);
    let free = |word: &String, other: &BTreeSet<String>| !(answered && denies(word, other));
    let pair = || {
        let left = lost.iter().filter(|x| free(x, &gained));
        left.flat_map(|x| gained.iter().filter(|y| free(y, &lost)).map(move |y| (x, y)))
    };
    let turned = pair().find(|(x, y)| opposed(x, y) || prefixed(x, y) || prefixed(y, x));
    let turned = turned.map(|(x, y)| (x.clone(), y.clone()));
    // `signed` made `called off`: what stood stands no more.
    let turned = turned.or_else(|| super::super::states::turned(&both.change));
    if here % 2 != there % 2 {
        // A word that denies, on the side without `not`, says it; a word made its opposite undoes it.
        let bare = if here % 2 == 0 { denying(&lost, &gained) } else { denying(&gained, &lost) };
        if bare || turned.is_some() {
            return Denial::Reworded;
        }
        if score < 0.5 {
            return Denial::Same;
        }
        let says = |odd: bool| if odd { "denied" } else { "not denied" };
        let (x, y) = (here % 2 == 1, there % 2 == 1);
        out.push(both.record(Kind::Negation, "yes or no", (says(x), says(y))));
        return Denial::Turned;
    }
    if bounded || both.change.weight() > 3 {
        return Denial::Same;
    }
    let Some((x, y)) = turned else { return Denial::Same };
    out.push(both.record(Kind::Negation, "direction", (&x, &y)));
    Denial::Turned
}

fn scope(both: &Both<'_, '_>, denial: Denial, out: &mut Vec<Divergence>) {
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
        // `by a wide majority`: without `of` it counts votes, not a part of something.
        let votes = tokens.iter().enumerate().any(|(at, token)| {
            token.lower() == "majority"
                && tokens.get(at + 1).is_none_or(|next| next.lower() != "of")
        });
        if votes {
            kept.remove("majority");
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
    let bounding = |classes: &str| !classes.is_empty() && !classes.contains("qualifier");
    // `All survived`, `none died`: the opposite of the verb undoes that of the number.
    let undone = denial == Denial::Reworded
        && matches!((x.as_str(), y.as_str()), ("universal", "none") | ("none", "universal"));
    if undone {
        return;
    }
    let both_sides = !x.is_empty() && !y.is_empty();
    let replaced = both_sides && (small || bounding(&x) || bounding(&y));
    if replaced || weighty(&x) || weighty(&y) {
        let name = |classes: &str| {
            if classes.is_empty() { "no word of scope".to_owned() } else { classes.to_owned() }
        };
        out.push(both.record(Kind::Scope, "how many", (&name(&x), &name(&y))));
    }
}

/// One word dropped or added before a noun, and nothing else: what is spoken of becomes more or less.
fn qualifier(both: &Both<'_, '_>, out: &mut Vec<Divergence>) {
    let (Some((left, right)), Some(((_, to), (_, other)))) = (both.exchanged(), both.change.only)
    else {
        return;
    };
    let (word, next) = match (left, right) {
        ([word], []) => (word, both.change.left.get(to)),
        ([], [word]) => (word, both.change.right.get(other)),
        _ => return,
    };
    let lower = word.lower();
    let plain = |token: &crate::token::Token<'_>| {
        token.kind == TokenKind::Word && !crate::lines::is_stopword(&token.lower())
    };
    // `steel pipes`: a noun before a noun is a qualifier too. Adverbs of manner and time are not.
    let adverb = lower.ends_with("ly") && !crate::titles::is_field(&lower);
    let telling = crate::cues::cue(&lower).is_some() || crate::titles::is_head(&lower);
    let named = both.a.reading.mentions.iter().chain(&both.b.reading.mentions).any(|mention| {
        let words = both.one.words(mention.span);
        words.split(' ').any(|part| part.eq_ignore_ascii_case(word.text))
    });
    let fits = plain(word)
        && !word.is_capital()
        && !adverb
        && !telling
        && !named
        && !EMPTY.contains(lower.as_str())
        && crate::calendar::month_number(&lower).is_none()
        && next.is_some_and(|next| plain(next) && crate::cues::cue(&next.lower()).is_none());
    if fits {
        let absent = "no such word";
        let says = if left.is_empty() { (absent, word.text) } else { (word.text, absent) };
        out.push(both.record(Kind::Scope, "how many", says));
    }
}

/// Stems of words for what somebody means, wants or foresees: as open as `will`.
static OPEN: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| listed(include_str!("../../../data/open_words.txt")));

/// Firmness changed and little else. A sentence of what somebody expects, plans or wants is as open as one
/// with `will`, and `can` as open as `may`.
fn firmness(both: &Both<'_, '_>, score: f64, out: &mut Vec<Divergence>) {
    // `hopes to buy` made `agreed to buy`: two rungs of commitment or more.
    let rung = |words: &BTreeSet<String>| {
        words.iter().find_map(|word| Some((commitment::level(word)?, word.clone())))
    };
    if score >= 0.6
        && both.change.weight() <= 2
        && let Some((x, one)) = rung(&both.change.lost())
        && let Some((y, two)) = rung(&both.change.gained())
        && x.abs_diff(y) >= 2
    {
        out.push(both.record(Kind::Modality, "how firmly", (&one, &two)));
        return;
    }
    let open = |modality: Modality| matches!(modality, Modality::Predicted | Modality::Conditional);
    let (a, b) = (both.a.modality, both.b.modality);
    let turned = open(a) && b == Modality::Asserted || open(b) && a == Modality::Asserted;
    let first = a == Modality::Asserted;
    let firm = if first { &both.change.left } else { &both.change.right };
    let meant = firm.iter().any(|token| OPEN.contains(stem(token.text).as_str()));
    let able = if first { both.change.lost() } else { both.change.gained() };
    if turned && !meant && !able.contains("can") && score >= 0.75 && both.change.weight() <= 1 {
        out.push(both.record(
            Kind::Modality,
            "how firmly",
            (&format!("{a:?}").to_lowercase(), &format!("{b:?}").to_lowercase()),
        ));
    }
}
