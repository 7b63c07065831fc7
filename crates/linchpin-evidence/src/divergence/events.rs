//! Events that several documents tell, and the days they give for them.
//!
//! In come all accounts; events are meetings and statements, grouped by who took part; out goes a record
//! where two documents give days that cannot both be right. A weekday without a date is a bound too: the
//! 26th cannot be a Saturday when the 26th was a Friday.

use super::facts::{Account, Facts};
use super::{Divergence, Kind, Side};
use crate::calendar::weekday;
use crate::time::{When, WhenKind};
use std::collections::BTreeSet;

/// An event a sentence tells.
struct Event<'a> {
    what: &'static str,
    who: BTreeSet<String>,
    when: Option<&'a When>,
}

/// Whether two documents tell of a common event: they share two acting people or bodies, one of them
/// a person, or were published within a fortnight and share most of their parties.
#[must_use]
pub fn same_event(one: &Account<'_>, two: &Account<'_>) -> bool {
    let people = |account: &Account<'_>| -> BTreeSet<String> {
        account
            .mentions()
            .filter(|mention| mention.entity.starts_with("person:"))
            .map(|mention| mention.entity.clone())
            .collect()
    };
    let shared = people(one).intersection(&people(two)).count();
    let day = |account: &Account<'_>| {
        account.analysis.document.meta.published.as_ref().map(|known| known.value.days().from)
    };
    let near = match (day(one), day(two)) {
        (Some(a), Some(b)) => a.days_until(b).abs() <= 45,
        _ => true,
    };
    near && shared >= 2
}

fn events<'a>(account: &Account<'a>) -> Vec<(Event<'a>, crate::span::Span)> {
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
        let dated = dates(facts);
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
                .map(|entity| super::roles::party(entity))
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

fn dates<'a>(facts: &Facts<'a>) -> Vec<&'a When> {
    facts
        .times
        .iter()
        .filter(|when| matches!(when.kind, WhenKind::Date | WhenKind::Time))
        .copied()
        .collect()
}

/// Whether two expressions cannot mean one day.
#[must_use]
pub fn clash(one: &When, two: &When) -> bool {
    let named =
        |when: &When| when.value.strip_prefix("XXXX-WXX-").and_then(|day| day.parse::<i64>().ok());
    match (one.days, two.days) {
        (Some(a), Some(b)) => !a.meets(b),
        (Some(days), None) | (None, Some(days)) => {
            let wanted = named(one).or_else(|| named(two));
            let single = days.until == Some(days.from.plus(1));
            single && wanted.is_some_and(|wanted| weekday(days.from) + 1 != wanted)
        }
        (None, None) => match (named(one), named(two)) {
            (Some(a), Some(b)) => a != b,
            _ => false,
        },
    }
}

/// Compares the days of common events.
pub fn compare(accounts: &[&Account<'_>], out: &mut Vec<Divergence>) {
    let all: Vec<Vec<(Event<'_>, crate::span::Span)>> =
        accounts.iter().map(|account| events(account)).collect();
    for i in 0..accounts.len() {
        for j in i + 1..accounts.len() {
            let mut seen: BTreeSet<&str> = BTreeSet::new();
            for (a, span_a) in &all[i] {
                for (b, span_b) in &all[j] {
                    let common = a.who.intersection(&b.who).count();
                    let enough = if a.what == "statement" { 1 } else { 2 };
                    let (Some(x), Some(y)) = (a.when, b.when) else { continue };
                    if a.what != b.what || common < enough || !clash(x, y) {
                        continue;
                    }
                    // Statements are dated against each other only when they are about one event.
                    if a.what == "statement" && !same_event(accounts[i], accounts[j])
                        || !seen.insert(a.what)
                    {
                        continue;
                    }
                    let who: Vec<&str> = a.who.intersection(&b.who).map(String::as_str).collect();
                    let say = |account: &Account<'_>,
                               span: crate::span::Span,
                               when: &When|
                     -> Side {
                        account.side(span, format!("{} ({})", account.words(when.span), when.value))
                    };
                    let sides = vec![say(accounts[i], *span_a, x), say(accounts[j], *span_b, y)];
                    out.push(Divergence::new(
                        Kind::Date,
                        format!("day of the {} of {}", a.what, who.join(", ")),
                        sides,
                    ));
                }
            }
            places(accounts[i], accounts[j], &all[i], &all[j], out);
        }
    }
}

/// Where a common meeting was: one document names the place, the other does not.
fn places(
    one: &Account<'_>,
    two: &Account<'_>,
    left: &[(Event<'_>, crate::span::Span)],
    right: &[(Event<'_>, crate::span::Span)],
    out: &mut Vec<Divergence>,
) {
    if !same_event(one, two) {
        return;
    }
    let meeting = |events: &[(Event<'_>, crate::span::Span)]| {
        events.iter().find(|(event, _)| event.what == "meeting").map(|(_, span)| *span)
    };
    let (Some(a), Some(b)) = (meeting(left), meeting(right)) else { return };
    let place = |account: &Account<'_>, within: Option<crate::span::Span>| {
        let found = account.mentions().find(|mention| {
            mention.entity.starts_with("place:")
                && mention.kind == crate::gazetteer::EntityKind::Place
                && within.is_none_or(|span| span.holds(mention.span))
        });
        found.map(|mention| (mention.span, mention.entity.clone()))
    };
    for (with, span, without, other) in [(one, a, two, b), (two, b, one, a)] {
        if let Some((at, entity)) = place(with, Some(span))
            && place(without, None).is_none()
        {
            let sides = vec![with.side(at, with.words(at)), without.side(other, "left out")];
            out.push(Divergence::new(
                Kind::Omission,
                format!("place of the meeting ({entity})"),
                sides,
            ));
        }
    }
}
