//! Names, titles and terms across documents.
//!
//! In come all accounts; out goes one record per person spelled in several ways, per person given
//! different offices, and per term the glossary knows better. Two people with like names are recorded
//! as no divergence.

use super::account::Account;
use super::{Divergence, Kind, Side, Status};
use crate::gazetteer::{EntityKind, gazetteer};
use crate::span::Span;
use crate::titles::{office, same_office};
use std::collections::BTreeMap;
use std::sync::LazyLock;

static GLOSSARY: LazyLock<Vec<(&'static str, &'static str, &'static str)>> = LazyLock::new(|| {
    let lines = include_str!("../../data/glossary.csv").lines().skip(1);
    let rows = lines.filter_map(|line| {
        let mut cells = line.splitn(3, ',');
        Some((cells.next()?, cells.next()?, cells.next()?.trim_matches('"')))
    });
    rows.collect()
});

/// Compares names, titles and terms.
pub fn compare(accounts: &[&Account<'_>], out: &mut Vec<Divergence>) {
    spellings(accounts, out);
    offices(accounts, out);
    namesakes(accounts, out);
}

fn plain(name: &str) -> String {
    name.to_lowercase()
}

fn spellings(accounts: &[&Account<'_>], out: &mut Vec<Divergence>) {
    let mut by_person: BTreeMap<&str, BTreeMap<String, Side>> = BTreeMap::new();
    for account in accounts {
        for mention in account.mentions().filter(|mention| mention.kind == EntityKind::Person) {
            let name = account.words(mention.span);
            if name.split_whitespace().count() >= 2 && !name.starts_with("President") {
                let spelled = by_person.entry(&mention.entity).or_default();
                spelled.entry(plain(name)).or_insert_with(|| account.side(mention.span, name));
            }
        }
    }
    for (person, spelled) in by_person {
        if spelled.len() > 1 {
            let record = Divergence::new(
                Kind::Name,
                format!("name of {person}"),
                spelled.into_values().collect(),
            );
            out.push(record.with(Status::Explained, "spellings of one name"));
        }
    }
}

fn offices(accounts: &[&Account<'_>], out: &mut Vec<Divergence>) {
    type Held = (Side, Option<linchpin_units::Day>);
    let mut by_person: BTreeMap<&str, BTreeMap<Vec<String>, Held>> = BTreeMap::new();
    for account in accounts {
        let published = account.analysis.document.meta.published.as_ref();
        let day = published.map(|known| known.value.days().from);
        for mention in account.mentions().filter(|mention| mention.kind == EntityKind::Person) {
            let Some(title) = mention.title else { continue };
            let words = account.words(title);
            let held = office(words);
            if !held.is_empty() {
                by_person
                    .entry(&mention.entity)
                    .or_default()
                    .entry(held)
                    .or_insert_with(|| (account.side(title, words), day));
            }
        }
    }
    for (person, held) in by_person {
        // `minister` beside `minister of commerce` says less, not otherwise.
        let titles: Vec<(Side, Option<linchpin_units::Day>)> = held.into_values().collect();
        let conflict = titles
            .iter()
            .enumerate()
            .any(|(i, (a, _))| titles[i + 1..].iter().any(|(b, _)| !same_office(&a.says, &b.says)));
        if !conflict {
            continue;
        }
        let mut known: Vec<&str> = Vec::new();
        for (_, day) in &titles {
            for role in gazetteer().roles(person, *day) {
                if day.is_some() && !known.contains(&role.title) {
                    known.push(role.title);
                }
            }
        }
        let sides: Vec<Side> = titles.into_iter().map(|(side, _)| side).collect();
        let record = Divergence::new(Kind::Title, format!("title of {person}"), sides);
        out.push(if known.is_empty() {
            record.noted("two offices for one person")
        } else {
            record.with(Status::Explained, format!("held at the time: {}", known.join("; ")))
        });
    }
}

/// Terms that an authority words otherwise; a record about the same words gets the authority's as its note.
pub fn terms(accounts: &[&Account<'_>], out: &mut Vec<Divergence>) {
    // Every sentence is put in small letters once.
    let mut found: Vec<Vec<Side>> = vec![Vec::new(); GLOSSARY.len()];
    for account in accounts {
        for facts in &account.facts {
            let start = facts.reading.sentence.span.start;
            let words = account.words(facts.reading.sentence.span);
            let lower = words.to_lowercase();
            // Lower-casing keeps offsets only where it keeps lengths.
            if lower.len() != words.len() {
                continue;
            }
            for (sides, (used, ..)) in found.iter_mut().zip(GLOSSARY.iter()) {
                let told = sides.last().is_some_and(|side: &Side| side.document == *account.id());
                if let Some(at) = lower.find(used).filter(|_| !told) {
                    let span = Span::new(start + at, start + at + used.len());
                    sides.push(account.side(span, account.words(span)));
                }
            }
        }
    }
    for ((_, right, source), sides) in GLOSSARY.iter().zip(found) {
        if sides.is_empty() {
            continue;
        }
        let note = format!("the authority says “{right}” ({source})");
        // A title or term already on record gets the authority's word for it.
        let titled = out.iter_mut().find(|record| {
            matches!(record.kind, Kind::Title | Kind::Term)
                && record.sides.iter().any(|side| {
                    sides
                        .iter()
                        .any(|own| own.document == side.document && own.span.meets(side.span))
                })
        });
        if let Some(record) = titled {
            if record.note.is_empty() {
                record.note = note;
            } else if !record.note.contains(&note) {
                record.note = format!("{}; {note}", record.note);
            }
        } else {
            out.push(
                Divergence::new(Kind::Term, format!("term for {right}"), sides)
                    .with(Status::Explained, note),
            );
        }
    }
}

/// People of one surname whose names sound alike but are not one.
fn namesakes(accounts: &[&Account<'_>], out: &mut Vec<Divergence>) {
    let mut people: BTreeMap<&str, Side> = BTreeMap::new();
    for account in accounts {
        for mention in account.mentions().filter(|mention| mention.kind == EntityKind::Person) {
            let name = account.words(mention.span);
            if name.split_whitespace().count() >= 2 && !name.starts_with("President") {
                people.entry(&mention.entity).or_insert_with(|| account.side(mention.span, name));
            }
        }
    }
    // Only people of one first word can be taken for each other.
    let mut by_first: BTreeMap<String, Vec<(&str, &Side)>> = BTreeMap::new();
    for (person, side) in &people {
        let first = side.says.split(' ').next().unwrap_or("").to_lowercase();
        by_first.entry(first).or_default().push((person, side));
    }
    for all in by_first.values() {
        for (i, (one, a)) in all.iter().enumerate() {
            for (two, b) in all[i + 1..].iter().take(64) {
                let near = strsim::jaro_winkler(&a.says, &b.says) >= 0.88;
                if near && crate::korean::same_person(&a.says, &b.says) == Some(false) {
                    let record = Divergence::new(
                        Kind::Name,
                        format!("{one} and {two}"),
                        vec![(*a).clone(), (*b).clone()],
                    );
                    out.push(record.with(
                        Status::NotOne,
                        "two people: their given names are not spellings of one name",
                    ));
                }
            }
        }
    }
}
