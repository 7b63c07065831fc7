//! Who took part in an event, and how many.
//!
//! In come two accounts of one event; out go a record where their numbers of participants exclude each other,
//! and one where each lists participants by name and the lists differ.

use super::account::Account;
use super::agreement::exclude;
use super::facts::Facts;
use super::{Divergence, Kind, Side};
use crate::gazetteer::EntityKind;
use crate::number::Number;
use crate::span::Span;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Names in common from which two lists are lists of one thing.
const SHARED: usize = 3;
/// Names from which a sentence is a list.
const LIST: usize = 4;

fn list(name: &str) -> Vec<&'static str> {
    let lines = include_str!("../../data/presence.txt").lines();
    let own = lines.filter_map(|line| line.strip_prefix(name));
    own.flat_map(str::split_whitespace).collect()
}

/// Nouns that count who took part.
static PRESENT: LazyLock<Vec<&'static str>> = LazyLock::new(|| list("nouns:"));
/// Stems of verbs and nouns of taking part.
static ATTENDING: LazyLock<Vec<&'static str>> = LazyLock::new(|| list("verbs:"));

/// The sentences of an account that tell who took part.
fn attending<'f, 'a>(account: &'f Account<'a>) -> impl Iterator<Item = &'f Facts<'a>> {
    account.facts.iter().filter(|facts| {
        let stems = &facts.stems;
        stems.iter().any(|stem| ATTENDING.iter().any(|start| stem.starts_with(start)))
    })
}

/// Compares how many took part, and who.
pub(super) fn compare(one: &Account<'_>, two: &Account<'_>, out: &mut Vec<Divergence>) {
    numbers(one, two, out);
    names(one, two, out);
}

/// How many took part, where two accounts of one event give numbers that exclude each other.
fn numbers(one: &Account<'_>, two: &Account<'_>, out: &mut Vec<Divergence>) {
    let counts = |account: &Account<'_>| -> Vec<(Number, Span)> {
        let all = attending(account).flat_map(|facts| facts.numbers.iter());
        all.filter(|number| number.of.as_deref().is_some_and(|of| PRESENT.contains(&of)))
            .map(|number| ((*number).clone(), number.span))
            .collect()
    };
    let (left, right) = (counts(one), counts(two));
    let agree = left.iter().any(|(x, _)| right.iter().any(|(y, _)| !exclude(x, y)));
    if let (Some((x, a)), Some((y, b)), false) = (left.first(), right.first(), agree)
        && exclude(x, y)
    {
        let sides = vec![one.side(*a, one.words(*a)), two.side(*b, two.words(*b))];
        let record = Divergence::new(Kind::Number, "how many took part", sides);
        out.push(record.noted("the numbers exclude each other"));
    }
}

/// The longest list of bodies and people that took part: entities with their words, and its sentence.
fn longest(account: &Account<'_>) -> Option<(BTreeMap<String, String>, Span)> {
    let lists = attending(account).map(|facts| {
        let named = facts.reading.mentions.iter().filter(|mention| {
            matches!(
                mention.kind,
                EntityKind::Company | EntityKind::Organisation | EntityKind::Person
            )
        });
        let names: BTreeMap<String, String> = named
            .map(|mention| (mention.entity.clone(), account.words(mention.span).to_owned()))
            .collect();
        (names, facts.reading.sentence.span)
    });
    lists.filter(|(names, _)| names.len() >= LIST).max_by_key(|(names, _)| names.len())
}

/// Who took part, where two accounts list much the same names and one has some the other lacks.
fn names(one: &Account<'_>, two: &Account<'_>, out: &mut Vec<Divergence>) {
    let (Some((p, a)), Some((q, b))) = (longest(one), longest(two)) else { return };
    let shared = p.keys().filter(|entity| q.contains_key(*entity)).count();
    if shared < SHARED || p.len() == shared && q.len() == shared {
        return;
    }
    let side = |account: &Account<'_>,
                span: Span,
                own: &BTreeMap<String, String>,
                other: &BTreeMap<String, String>|
     -> Side {
        let more: Vec<&str> = own
            .iter()
            .filter(|(entity, _)| !other.contains_key(*entity))
            .map(|(_, words)| words.as_str())
            .collect();
        let extra = if more.is_empty() {
            String::new()
        } else {
            format!(", among them {}", more.join(", "))
        };
        account.side(span, format!("{} named{extra}", own.len()))
    };
    let sides = vec![side(one, a, &p, &q), side(two, b, &q, &p)];
    let record = Divergence::new(Kind::Omission, "who took part", sides);
    out.push(record.noted("one list has names that the other lacks"));
}
