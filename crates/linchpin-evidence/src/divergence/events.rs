//! Events that several documents tell, and the days they give for them.
//!
//! In come all accounts; events are meetings and statements, grouped by who took part; out goes a record
//! where two documents give days that cannot both be right. A weekday without a date is a bound too: the
//! 26th cannot be a Saturday when the 26th was a Friday.

use super::account::Account;
use super::facts::{Facts, content_stems};
use super::{Divergence, Kind, Side, Status};
use crate::calendar::weekday;
use crate::span::Span;
use crate::token::{Token, tokens};
use crate::when::{When, WhenKind};
use linchpin_units::Days;
use std::collections::{BTreeMap, BTreeSet};

/// An event a sentence tells.
struct Event<'a> {
    what: &'static str,
    who: BTreeSet<String>,
    when: Option<&'a When>,
}

/// Days between two documents that can tell of one event by the people they share.
const SEASON: i64 = 45;
/// Days between two documents that can tell of one event by a single deed.
const NEWS: i64 = 7;

/// Whether two documents tell of a common event: they share two people, or one deed of one party
/// ([`super::deeds`]); the deed only while it is news.
#[must_use]
pub fn same_event(one: &Account<'_>, two: &Account<'_>) -> bool {
    let day = |account: &Account<'_>| {
        account.analysis.document.meta.published.as_ref().map(|known| known.value.days().from)
    };
    let apart = match (day(one), day(two)) {
        (Some(a), Some(b)) => a.days_until(b).abs(),
        _ => 0,
    };
    apart <= SEASON && one.people.intersection(&two.people).nth(1).is_some()
        || apart <= NEWS && super::deeds::share(&one.deeds, &two.deeds)
}

fn events<'a>(account: &Account<'a>) -> Vec<(Event<'a>, Span)> {
    let mut out = Vec::new();
    for facts in &account.facts {
        let words = account.words(facts.reading.sentence.span).to_lowercase();
        let claims = account.analysis.claims.iter().filter(|claim| claim.sentence == facts.index);
        let meets = claims.clone().any(|claim| claim.predicate == "meet");
        let states = words.contains("statement") || words.contains("press release");
        let who: BTreeSet<String> = facts
            .reading
            .mentions
            .iter()
            .filter(|mention| mention.kind.acts() && !mention.entity.starts_with("country:"))
            .map(|mention| mention.entity.clone())
            .collect();
        let dated = dates(account, facts);
        if meets && who.len() >= 2 {
            out.push((
                Event { what: "meeting", who: who.clone(), when: dated.first().copied() },
                facts.reading.sentence.span,
            ));
        }
        if states {
            let bodies: BTreeSet<String> = who
                .iter()
                .filter(|entity| entity.starts_with("org:"))
                .map(|entity| super::party::party(entity))
                .collect();
            // In a sentence that also tells a meeting the last date goes with the statement.
            let when = if meets { dated.first() } else { dated.last() };
            out.push((
                Event { what: "statement", who: bodies, when: when.copied() },
                facts.reading.sentence.span,
            ));
        }
    }
    out
}

/// The country of anybody, firms included.
fn country(entity: &str) -> String {
    let known =
        crate::gazetteer::gazetteer().entity(entity).filter(|known| !known.country.is_empty());
    known.map_or_else(|| entity.to_owned(), |known| format!("country:{}", known.country))
}

/// A sentence of the document that denies such an event for the time the other gives.
fn denials(account: &Account<'_>, event: &Event<'_>, when: &When) -> Option<Side> {
    let days = when.days?;
    account.facts.iter().find_map(|facts| {
        let then =
            facts.reading.times.iter().any(|own| own.days.is_some_and(|own| own.meets(days)));
        let who: BTreeSet<String> = event.who.iter().map(|entity| country(entity)).collect();
        let named: BTreeSet<String> =
            facts.reading.mentions.iter().map(|mention| country(&mention.entity)).collect();
        let sentence = facts.reading.sentence.span;
        let denied = facts.negations % 2 == 1 && then && named.intersection(&who).count() >= 2;
        (denied && event.what == "meeting").then(|| {
            account.side(sentence, format!("denied for that time: {}", account.brief(sentence)))
        })
    })
}

/// Whether a date belongs to a clause about something else: `the forum, which ended on Friday`.
#[must_use]
pub fn is_aside(account: &Account<'_>, facts: &Facts<'_>, when: &When) -> bool {
    super::facts::is_aside_of(account.analysis, facts, when)
}

/// The dates of a sentence that can be those of its event: not those of a clause about something else.
fn dates<'a>(account: &Account<'a>, facts: &Facts<'a>) -> Vec<&'a When> {
    facts
        .times
        .iter()
        .filter(|when| {
            matches!(when.kind, WhenKind::Date | WhenKind::Time) && !is_aside(account, facts, when)
        })
        .copied()
        .collect()
}

/// Whether two expressions cannot mean one day.
#[must_use]
pub fn clash(one: &When, two: &When) -> bool {
    clash_of(one, two, one.days_anywhere(), two.days_anywhere())
}

/// Whether two expressions cannot mean one day when they cover these days.
fn clash_of(one: &When, two: &When, first: Option<Days>, second: Option<Days>) -> bool {
    let named =
        |when: &When| when.value.strip_prefix("XXXX-WXX-").and_then(|day| day.parse::<i64>().ok());
    match (first, second) {
        (Some(a), Some(b)) => !a.meets(b),
        (Some(days), None) | (None, Some(days)) => {
            let wanted = named(one).or_else(|| named(two));
            let few = days.until.filter(|until| days.from.days_until(*until) <= 3);
            let (Some(until), Some(wanted)) = (few, wanted) else { return false };
            let mut day = days.from;
            let mut fits = false;
            while day < until {
                fits |= weekday(day) + 1 == wanted;
                day = day.plus(1);
            }
            !fits
        }
        (None, None) => match (named(one), named(two)) {
            (Some(a), Some(b)) => a != b,
            _ => false,
        },
    }
}

/// Compares places and occasions of a common event.
pub fn compare(accounts: &[&Account<'_>], out: &mut Vec<Divergence>) {
    places(accounts, out);
    occasions(accounts, out);
}

/// A dated event of one account.
type Dated<'e, 'a> = (usize, &'e Event<'a>, &'a When, Span);

/// Events of one party compared at most, in the order of the documents.
const NEIGHBOURS: usize = 64;

/// Compares the days given for one event. Accounts of different months tell of one event only where one
/// denies what the other says.
pub fn days(accounts: &[&Account<'_>], out: &mut Vec<Divergence>) {
    let all: Vec<Vec<(Event<'_>, Span)>> = accounts.iter().map(|account| events(account)).collect();
    for what in ["meeting", "statement"] {
        let mut told: Vec<Dated<'_, '_>> = Vec::new();
        for (at, own) in all.iter().enumerate() {
            let dated = own.iter().filter(|(event, _)| event.what == what);
            told.extend(dated.filter_map(|(event, span)| Some((at, event, event.when?, *span))));
        }
        let mut by_party: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (i, (_, event, ..)) in told.iter().enumerate() {
            for party in &event.who {
                by_party.entry(party).or_default().push(i);
            }
        }
        let enough = if what == "statement" { 1 } else { 2 };
        let mut group: Vec<usize> = (0..told.len()).collect();
        for list in by_party.values() {
            for (order, i) in list.iter().enumerate() {
                for j in list[order + 1..].iter().take(NEIGHBOURS) {
                    let ((x, a, p, _), (y, b, q, _)) = (&told[*i], &told[*j]);
                    let common = a.who.intersection(&b.who).count() >= enough;
                    if x == y || !common || group[*i] == group[*j] {
                        continue;
                    }
                    let (one, two) = (accounts[*x], accounts[*y]);
                    let denied = what == "meeting"
                        && (denials(one, b, q).is_some() || denials(two, a, p).is_some());
                    if same_event(one, two) || denied {
                        super::union::join(&mut group, *i, *j);
                    }
                }
            }
        }
        for members in super::union::members(&group) {
            let members: Vec<&Dated<'_, '_>> = members.iter().map(|at| &told[*at]).collect();
            out.extend(day_row(accounts, what, &members));
        }
    }
}

/// One row for all days given for one event: a disagreement, or one moment in two zones.
fn day_row(accounts: &[&Account<'_>], what: &str, told: &[&Dated<'_, '_>]) -> Option<Divergence> {
    let pairs =
        || told.iter().enumerate().flat_map(|(i, a)| told[i + 1..].iter().map(move |b| (*a, *b)));
    let apart = |a: &Dated<'_, '_>, b: &Dated<'_, '_>| a.0 != b.0 && clash(a.2, b.2);
    let zones = |a: &Dated<'_, '_>, b: &Dated<'_, '_>| {
        let exact = clash_of(a.2, b.2, a.2.days, b.2.days);
        a.0 != b.0 && exact && !clash(a.2, b.2)
    };
    let clashing = pairs().find(|(a, b)| apart(a, b));
    let (first, second) = clashing.or_else(|| pairs().find(|(a, b)| zones(a, b)))?;
    let who: Vec<&str> = first.1.who.intersection(&second.1.who).map(String::as_str).collect();
    let say = |(at, _, when, span): &Dated<'_, '_>| -> Side {
        let words = accounts[*at].words(when.span);
        let known = !when.value.contains('X');
        let says = if known { format!("{words} ({})", when.value) } else { words.to_owned() };
        accounts[*at].side(*span, says)
    };
    let mut sides: Vec<Side> = Vec::new();
    for one in told {
        let mine = say(one);
        if !sides.iter().any(|side| side.document == mine.document) {
            sides.push(mine);
        }
    }
    let slot = format!("day of the {what} of {}", who.join(", "));
    if clashing.is_none() {
        let note = "one moment in two zones: local time and the publisher's day can both be right";
        return Some(Divergence::new(Kind::Date, slot, sides).with(Status::NotOne, note));
    }
    sides.extend(denials(accounts[first.0], second.1, second.2));
    sides.extend(denials(accounts[second.0], first.1, first.2));
    Some(Divergence::new(Kind::Date, slot, sides).noted("both days cannot be right for one event"))
}

/// What an event is called: who of it most of its documents name, where they say they met, and on which day.
/// `None` where no document tells a meeting of two known people.
#[must_use]
pub fn headline(accounts: &[&Account<'_>]) -> Option<String> {
    let mut who: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut places, mut days) = (BTreeMap::<&str, usize>::new(), BTreeMap::<&str, usize>::new());
    for account in accounts {
        let Some(facts) = meeting(account) else { continue };
        let named: BTreeSet<&str> = facts
            .reading
            .mentions
            .iter()
            .map(|mention| mention.entity.as_str())
            .filter(|entity| entity.starts_with("person:") || entity.starts_with("place:"))
            .collect();
        for entity in named {
            let counts = if entity.starts_with("place:") { &mut places } else { &mut who };
            *counts.entry(entity).or_default() += 1;
        }
        let day = dates(account, facts).into_iter().find(|when| when.value.len() == 10);
        if let Some(when) = day.filter(|when| !when.value.contains('X')) {
            *days.entry(when.value.as_str()).or_default() += 1;
        }
    }
    // The most named first; by name among equals, so that the order of documents does not matter.
    let ranked = |counts: BTreeMap<&str, usize>| -> Vec<String> {
        let mut all: Vec<(&str, usize)> = counts.into_iter().collect();
        all.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        all.into_iter().map(|(entity, _)| entity.to_owned()).collect()
    };
    let mut out = parties(&ranked(who))?;
    for part in [ranked(places), ranked(days)].iter().filter_map(|all| all.first()) {
        out.push_str(", ");
        out.push_str(part);
    }
    Some(out)
}

/// `person:a (country:x) meets person:b (country:y)`: the people of the country named first, and those of the
/// next; at most two of each, and one with one where all are of one country.
fn parties(who: &[String]) -> Option<String> {
    let first = country(who.first()?);
    let of = |wanted: &str| -> Vec<&String> {
        who.iter().filter(|entity| country(entity) == wanted).take(2).collect()
    };
    let other = who.iter().map(|entity| country(entity)).find(|other| *other != first);
    let (left, right) = match &other {
        Some(other) => (of(&first), of(other)),
        None => (vec![who.first()?], vec![who.get(1)?]),
    };
    let side = |people: &[&String]| {
        let names: Vec<&str> = people.iter().map(|entity| entity.as_str()).collect();
        let home = country(names[0]);
        // Whose country nobody knows stands for himself.
        let home = if home == names[0] { String::new() } else { format!(" ({home})") };
        format!("{}{home}", names.join(" and "))
    };
    let verb = if left.len() > 1 { "meet" } else { "meets" };
    Some(format!("{} {verb} {}", side(&left), side(&right)))
}

/// The first sentence that tells a meeting.
fn meeting<'f, 'a>(account: &'f Account<'a>) -> Option<&'f Facts<'a>> {
    let spans = events(account);
    let (_, span) = spans.iter().find(|(event, _)| event.what == "meeting")?;
    account.facts.iter().find(|facts| facts.reading.sentence.span == *span)
}

/// Where a common meeting was: some documents name the place, others do not.
fn places(accounts: &[&Account<'_>], out: &mut Vec<Divergence>) {
    let place = |account: &Account<'_>, facts: &Facts<'_>| {
        let found = facts.reading.mentions.iter().find(|mention| {
            mention.kind == crate::gazetteer::EntityKind::Place
                && mention.entity.starts_with("place:")
        });
        found.map(|mention| {
            (mention.entity.clone(), account.side(mention.span, account.words(mention.span)))
        })
    };
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for one in accounts {
        let Some((entity, side)) = meeting(one).and_then(|facts| place(one, facts)) else {
            continue;
        };
        if !seen.insert(entity.clone()) {
            continue;
        }
        let (mut with, mut without) = (vec![side], Vec::new());
        for two in accounts.iter().filter(|two| two.id() != one.id() && same_event(one, two)) {
            let Some(told) = meeting(two) else { continue };
            let named = two.mentions().find(|mention| mention.entity == entity);
            match named {
                Some(mention) => with.push(two.side(mention.span, two.words(mention.span))),
                None => without.push(two.side(told.reading.sentence.span, "left out")),
            }
        }
        if !without.is_empty() {
            with.append(&mut without);
            out.push(
                Divergence::new(Kind::Omission, format!("place of the meeting ({entity})"), with)
                    .noted("not every account says where"),
            );
        }
    }
}

/// The phrase that says on what occasion a sentence's meeting was: its place and its stems.
fn occasion(account: &Account<'_>, facts: &Facts<'_>) -> Option<(Span, BTreeSet<String>)> {
    let sentence = facts.reading.sentence.span;
    let words = account.words(sentence);
    let all = tokens(words);
    let at = |i: usize| all.get(i).map(Token::lower).unwrap_or_default();
    let starts = (0..all.len()).filter(|i| {
        matches!(at(*i).as_str(), "at" | "during") || at(*i) == "on" && at(i + 2) == "sidelines"
    });
    starts.into_iter().find_map(|from| {
        let body = if at(from) == "on" { from + 2 } else { from + 1 };
        let to = (body..(body + 12).min(all.len())).find(|i| {
            matches!(at(*i).as_str(), "meeting" | "conference" | "summit" | "forum" | "talks")
        })?;
        let phrase = Span::new(all[from].span.start, all[to].span.end);
        let stems = content_stems(phrase.of(words)?);
        (stems.len() >= 2).then_some((phrase.shifted(sentence.start), stems))
    })
}

/// On what occasion a common meeting was: at a conference, or beside it.
fn occasions(accounts: &[&Account<'_>], out: &mut Vec<Divergence>) {
    let mut told: Vec<(usize, Span, BTreeSet<String>)> = Vec::new();
    for (at, account) in accounts.iter().enumerate() {
        let near = |facts: &&Facts<'_>| {
            facts.reading.mentions.iter().any(|mention| mention.entity.starts_with("org:"))
        };
        let found = account.facts.iter().filter(near).find_map(|facts| occasion(account, facts));
        if let Some((span, stems)) = found {
            told.push((at, span, stems));
        }
    }
    let Some((first, ..)) = told.first().cloned() else { return };
    told.retain(|(at, ..)| *at == first || same_event(accounts[first], accounts[*at]));
    let aside = |stems: &BTreeSet<String>| stems.iter().any(|stem| stem.starts_with("sidelin"));
    let differs = told.iter().any(|(_, _, stems)| aside(stems) != aside(&told[0].2));
    if differs {
        let sides = told
            .iter()
            .map(|(at, span, _)| accounts[*at].side(*span, accounts[*at].words(*span)))
            .collect();
        out.push(
            Divergence::new(Kind::Term, "occasion of the meeting", sides)
                .noted("part of the conference, or beside it"),
        );
    }
}
