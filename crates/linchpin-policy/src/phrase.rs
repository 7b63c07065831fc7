//! A phrase as names and words: every name in it, and the words that are left over.
//!
//! In come a phrase and the kinds of things it may name; out come all names found (none outranks another
//! for being longer, unless the phrase is understood without the shorter one) and what nobody understood.
//! What follows for a question is decided in [`crate::hear`].

use crate::facts::{Facts, Kind, Thing};
use crate::lexicon::{Room, Word, one_of};
use std::collections::BTreeSet;

/// A name in a phrase.
#[derive(Debug, Clone)]
pub(crate) struct Name<'a> {
    /// Which words it is made of.
    pub(crate) at: Vec<usize>,
    /// What kind of thing it names.
    pub(crate) kind: Kind,
    /// The thing.
    pub(crate) thing: &'a Thing,
    /// Whether it is a common noun for its class ("memory", "tool") rather than a name of its own.
    pub(crate) common: bool,
    /// Whether it stands after `for`, `to`, `via`: at the other end of the flow.
    pub(crate) toward: bool,
}

/// A phrase taken apart.
#[derive(Debug)]
pub(crate) struct Phrase<'a> {
    /// The names in it.
    pub(crate) names: Vec<Name<'a>>,
    /// The words nobody understood, in their order.
    pub(crate) left: Vec<String>,
}

/// Longest name, in words.
const LONGEST: usize = 14;
/// How many words may stand between the first and the last word of a name that was broken up.
const GAP: usize = 20;
/// Words longer phrases are cut at; the rest counts as not understood.
const MOST_WORDS: usize = 40;
/// Units that make a number a quantity.
const UNITS: &[&str] = &[
    "kg", "g", "t", "ton", "tons", "tonne", "tonnes", "pcs", "piece", "pieces", "unit", "units",
    "litre", "litres", "l", "ml", "mm", "inch", "nm", "layer", "layers", "n", "gb", "tb", "usd",
];

/// The ids that a text names to the letter. Where an `s` after capitals may be a plural or a possessive, what it
/// names without it counts too: `GAA's` and `GAAs` need not be `GaAs`.
pub(crate) fn exact(facts: &Facts, kind: Kind, text: &str) -> Vec<String> {
    let Some(thing) = facts.named(kind, text) else { return Vec::new() };
    let one = one_of(text.trim()).and_then(|one| facts.named(kind, one));
    let other = one.filter(|one| one.id != thing.id);
    [Some(thing), other].into_iter().flatten().map(|thing| thing.id.to_string()).collect()
}

/// Takes a phrase apart.
pub(crate) fn take_apart<'a>(
    facts: &'a Facts,
    text: &str,
    room: Room,
    kinds: &[Kind],
) -> Phrase<'a> {
    let mut words = facts.lexicon.words(text);
    let cut = words.len() > MOST_WORDS;
    words.truncate(MOST_WORDS);
    let all = names(facts, &words, room, kinds);
    let longest = maximal(&all);
    let left = left_over(facts, &words, room, &longest);
    // Where something is not understood, the shorter names inside longer ones speak too.
    let names = if left.is_empty() && !cut { longest } else { all };
    let mut left: Vec<String> = left.into_iter().map(|i| words[i].text.clone()).collect();
    if cut {
        left.push("…".to_owned());
    }
    // "For Shanghai" speaks of somebody there who is not named.
    let place = |name: &&Name<'_>| matches!(name.kind, Kind::Country | Kind::City);
    let unnamed = names.iter().filter(|n| room == Room::Party && for_whom(&words, n.at[0]));
    left.extend(unnamed.filter(place).map(|name| name.thing.name.clone()));
    Phrase { names, left }
}

fn names<'a>(facts: &'a Facts, words: &[Word], room: Room, kinds: &[Kind]) -> Vec<Name<'a>> {
    let mut found: Vec<Name<'a>> = Vec::new();
    let mut push = |at: Vec<usize>, kind: Kind, thing: &'a Thing| {
        let noun = |i: &usize| facts.lexicon.fits(&words[*i].text).is_some();
        // A noun speaks of the name it stands by; after "and", "with" or a comma it is a thing of its own.
        let filler = |i: usize| facts.lexicon.is_filler(room, &words[i].text);
        let (first, last) = (at[0], at[at.len() - 1]);
        let follows = first > 0 && !words[first].apart && !filler(first - 1);
        let leads = last + 1 < words.len() && !words[last + 1].apart && !filler(last + 1);
        let beside = follows || leads;
        let common = kind == Kind::Item && room == Room::Item && beside && at.iter().all(noun);
        let toward = toward(words, at[0]);
        found.push(Name { at, kind, thing, common, toward });
    };
    for kind in kinds {
        for from in 0..words.len() {
            for until in from + 1..=words.len().min(from + LONGEST) {
                if let Some(thing) = facts.spoken(*kind, &words[from..until]) {
                    push((from..until).collect(), *kind, thing);
                }
                if until == from + 1
                    && words[from].several
                    && let Some(one) = words[from].text.strip_suffix('s')
                    && let Some(thing) = facts.named(*kind, one)
                {
                    push(vec![from], *kind, thing);
                }
            }
        }
        // Two words are too few to break up, unless little stands between them.
        for (name, thing) in facts.long_names(*kind) {
            if let Some(at) = broken(words, name) {
                push(at, *kind, thing);
            }
        }
    }
    found
}

/// The words of a name in their order, with other words between them.
fn broken(words: &[Word], name: &str) -> Option<Vec<usize>> {
    let parts = || name.split('-');
    let first = parts().next()?;
    let starts = words.iter().enumerate().filter(|(_, word)| word.text == first);
    for (start, _) in starts {
        let mut at = Vec::new();
        let mut from = start;
        for part in parts() {
            // A possessive has lost its `s` as a word: "the holder's list".
            let is_it =
                |word: &Word| part == word.text || part.strip_suffix('s') == Some(&word.text);
            let Some(step) = words[from..].iter().position(is_it) else { break };
            at.push(from + step);
            from += step + 1;
        }
        let span = at.last().map_or(0, |last| last - start + 1);
        if at.len() == parts().count() && span >= at.len() && span <= at.len() + GAP {
            return Some(at);
        }
    }
    None
}

/// Whether the word before says that what follows is the other end of the flow.
fn toward(words: &[Word], at: usize) -> bool {
    matches!(before(words, at).next(), Some("at" | "in")) || for_whom(words, at)
}

/// Whether the word before says that what follows is who it is for, or who stands between.
fn for_whom(words: &[Word], at: usize) -> bool {
    let mut before = before(words, at);
    let word = before.next();
    matches!(word, Some("for" | "to" | "via" | "through"))
        || (word == Some("of") && before.next() == Some("behalf"))
}

/// The words before a name, the last first.
fn before(words: &[Word], at: usize) -> impl Iterator<Item = &str> {
    let before = words[..at].iter().rev().map(|word| word.text.as_str());
    before.skip_while(|word| matches!(*word, "the" | "a" | "an" | "our"))
}

/// The names that no other name holds.
fn maximal<'a>(all: &[Name<'a>]) -> Vec<Name<'a>> {
    let sets: Vec<BTreeSet<usize>> =
        all.iter().map(|name| name.at.iter().copied().collect()).collect();
    let held = |i: usize| {
        (0..all.len()).any(|j| {
            let whole = all[j].at.windows(2).all(|w| w[1] == w[0] + 1);
            whole && sets[i].len() < sets[j].len() && sets[i].is_subset(&sets[j])
        })
    };
    (0..all.len()).filter(|i| !held(*i)).map(|i| all[i].clone()).collect()
}

/// The words that belong to no name and say something all the same.
fn left_over(facts: &Facts, words: &[Word], room: Room, names: &[Name<'_>]) -> Vec<usize> {
    let covered: BTreeSet<usize> = names.iter().flat_map(|name| name.at.iter().copied()).collect();
    let own: Vec<&Name<'_>> = names.iter().filter(|n| n.kind == Kind::Item && !n.common).collect();
    let fits = |fits: &[String]| {
        !own.is_empty()
            && own.iter().all(|n| fits.iter().any(|class| n.thing.tags.contains(class.as_str())))
    };
    let quantity = |i: usize| {
        // Nobody writes an amount with a zero before it: it is a slip of the pen.
        let slip = |word: &str| word.len() > 1 && word.starts_with('0');
        let digits = |word: &str| word.chars().all(|c| c.is_ascii_digit()) && !slip(word);
        let unit = |word: Option<&Word>| word.is_some_and(|w| UNITS.contains(&w.text.as_str()));
        let text = words[i].text.as_str();
        digits(text)
            && (unit(words.get(i + 1))
                || words.get(i + 1).is_some_and(|w| digits(&w.text)) && unit(words.get(i + 2)))
            || UNITS.contains(&text) && i > 0 && digits(&words[i - 1].text)
            || UNITS
                .iter()
                .any(|unit| text.strip_suffix(unit).is_some_and(|n| !n.is_empty() && digits(n)))
    };
    let understood = |i: usize| {
        let word = words[i].text.as_str();
        let noun = room == Room::Item && facts.lexicon.fits(word).is_some_and(fits);
        noun || facts.lexicon.is_filler(room, word) || quantity(i)
    };
    // A common noun that does not fit the name beside it makes another thing of it.
    let misfit = |name: &&Name<'_>| {
        name.common
            && !own.is_empty()
            && !name.at.iter().all(|i| facts.lexicon.fits(&words[*i].text).is_some_and(fits))
    };
    let strange = (0..words.len()).filter(|i| !covered.contains(i) && !understood(*i));
    let misfits = names.iter().filter(misfit).flat_map(|name| name.at.iter().copied());
    let all: BTreeSet<usize> = strange.chain(misfits).collect();
    all.into_iter().collect()
}
