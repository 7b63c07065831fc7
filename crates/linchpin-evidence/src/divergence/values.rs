//! Numbers and terms across retellings, and pairs that only look opposed.
//!
//! In come all accounts; numbers are compared where they count the same thing in sentences of one
//! subject; out go records of values that exclude each other, of different words for one object, and of
//! opposites that are none: another flow direction, another time.

use super::account::Account;
use super::agreement::exclude;
use super::facts::{Facts, content_stems};
use super::{Divergence, Kind, Status};
use crate::claim::Claim;
use crate::number::{Number, NumberKind};
use crate::span::Span;
use linchpin_units::Day;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Compares numbers, objects and directions.
pub fn compare(accounts: &[&Account<'_>], out: &mut Vec<Divergence>) {
    for account in accounts {
        objects(account, account, out);
    }
    numbers(accounts, out);
    directions(accounts, out);
    regimes(accounts, out);
}

/// Compares what accounts of one event say its parties failed or asked for, and how many took part.
pub fn of_event(accounts: &[&Account<'_>], out: &mut Vec<Divergence>) {
    for (i, one) in accounts.iter().enumerate() {
        for two in &accounts[i + 1..] {
            if super::events::same_event(one, two) {
                objects(one, two, out);
                super::presence::compare(one, two, out);
                super::amounts::compare(one, two, out);
            }
        }
    }
}

/// A number with what stands around it.
struct Counted<'f> {
    account: usize,
    number: &'f Number,
    /// Stems of the words near it.
    near: BTreeSet<String>,
    /// Days, months, quarters, years its sentence names.
    periods: BTreeSet<String>,
}

/// Kind, unit and noun of a number, and a party of its sentence.
type Subject = (NumberKind, Option<String>, Option<String>, String);

/// Numbers of one subject compared at most, in the order of the documents.
const NEIGHBOURS: usize = 64;

/// Values of one quantity of one party and period that exclude each other.
fn numbers(accounts: &[&Account<'_>], out: &mut Vec<Divergence>) {
    let mut all: Vec<Counted<'_>> = Vec::new();
    let mut subjects: BTreeMap<Subject, Vec<usize>> = BTreeMap::new();
    for (at, account) in accounts.iter().enumerate() {
        for facts in &account.facts {
            let parties: BTreeSet<String> = facts
                .reading
                .mentions
                .iter()
                .map(|mention| super::party::party(&mention.entity))
                .collect();
            let counted = facts.numbers.iter().filter(|number| number.kind != NumberKind::Ordinal);
            for number in counted.filter(|_| !parties.is_empty()) {
                for party in &parties {
                    let subject =
                        (number.kind, number.unit.clone(), number.of.clone(), party.clone());
                    subjects.entry(subject).or_default().push(all.len());
                }
                let periods = facts.times.iter().map(|when| when.value.clone()).collect();
                all.push(Counted {
                    account: at,
                    number,
                    near: near(account, facts, number),
                    periods,
                });
            }
        }
    }
    let mut seen: BTreeSet<(usize, usize)> = BTreeSet::new();
    for list in subjects.values() {
        for (order, i) in list.iter().enumerate() {
            for j in list[order + 1..].iter().take(NEIGHBOURS) {
                let (a, b) = (&all[*i], &all[*j]);
                if a.account == b.account || !same_thing(a, b) || !exclude(a.number, b.number) {
                    continue;
                }
                if seen.insert((*i, *j)) {
                    let side = |one: &Counted<'_>| {
                        let account = accounts[one.account];
                        account.side(one.number.span, account.words(one.number.span))
                    };
                    let sides = vec![side(a), side(b)];
                    out.push(
                        Divergence::new(Kind::Number, "value of the same quantity", sides)
                            .noted("the values exclude each other"),
                    );
                }
            }
        }
    }
}

/// Stems of the words within 60 bytes of a number.
fn near(account: &Account<'_>, facts: &Facts<'_>, number: &Number) -> BTreeSet<String> {
    let whole = facts.reading.sentence.span;
    let text = &account.analysis.document.text;
    let floor = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let from = floor(number.span.start.saturating_sub(60).max(whole.start));
    let to = floor((number.span.end + 60).min(whole.end));
    content_stems(text.get(from..to).unwrap_or(""))
}

/// Whether two numbers of one kind, unit, noun and party count the same: in much the same words, and not for
/// different periods.
fn same_thing(a: &Counted<'_>, b: &Counted<'_>) -> bool {
    let shared = a.near.intersection(&b.near).count();
    let apart = !a.periods.is_empty() && !b.periods.is_empty() && a.periods.is_disjoint(&b.periods);
    shared >= 4 && shared * 2 >= a.near.len().min(b.near.len()) && !apart
}

/// The words of the object right after a claim's verb.
fn object(account: &Account<'_>, claim: &Claim) -> Option<Span> {
    let sentence = account.analysis.readings.get(claim.sentence)?.sentence.span;
    let rest = Span::new(claim.verb.end, sentence.end).of(&account.analysis.document.text)?;
    let end = rest.find([',', '.', ';']).unwrap_or(rest.len());
    let end = rest[..end].find(" and ").unwrap_or(end);
    let span =
        Span::new(claim.verb.end, claim.verb.end + end).trimmed(&account.analysis.document.text);
    (!span.is_empty()).then_some(span)
}

/// Predicates whose objects are compared: what was failed, and what is to be kept safe.
const OBJECTS: &[&str] = &["fail-review", "stabilise"];

/// Different words for what the same party failed, or asked to be kept safe.
fn objects(one: &Account<'_>, two: &Account<'_>, out: &mut Vec<Divergence>) {
    let picked = |claim: &&Claim| OBJECTS.contains(&claim.predicate);
    for a in one.analysis.claims.iter().filter(picked) {
        for b in two.analysis.claims.iter().filter(picked) {
            let body = |claim: &Claim| {
                let named = claim.others.iter().filter(|entity| entity.starts_with("org:"));
                named.cloned().collect::<BTreeSet<_>>()
            };
            let common = !body(a).is_disjoint(&body(b));
            // A request for one thing is the same request in both.
            let asked = a.chain.len() > 1 && b.chain.len() > 1 && a.predicate == "stabilise";
            let (Some(x), Some(y)) = (object(one, a), object(two, b)) else { continue };
            let (p, q) = (one.words(x), two.words(y));
            let (m, n) = (content_stems(p), content_stems(q));
            let differs = if asked {
                of_another(p, q)
            } else {
                common && a.predicate == "fail-review" && m != n
            };
            let slot = if asked { "what is to be stabilised" } else { "what was failed" };
            if a.predicate == b.predicate && differs && !out.iter().any(|known| known.slot == slot)
            {
                out.push(
                    Divergence::new(Kind::Term, slot, vec![one.side(x, p), two.side(y, q)]).noted(
                        "the accounts name the same thing in words that mean different things",
                    ),
                );
            }
        }
    }
}

/// `the supply of X` against `the supply of Y`, with no word of X in Y.
fn of_another(one: &str, two: &str) -> bool {
    let (Some((head_a, x)), Some((head_b, y))) = (one.split_once(" of "), two.split_once(" of "))
    else {
        return false;
    };
    let first = |words: &str| words.split([',', '–']).next().map(content_stems).unwrap_or_default();
    let (x, y) = (first(x), first(y));
    content_stems(head_a) == content_stems(head_b)
        && x.len() >= 2
        && y.len() >= 2
        && x.is_disjoint(&y)
}

/// Words that tell which way a flow runs.
fn direction(words: &str) -> Option<&'static str> {
    let lower = words.to_lowercase();
    if !(lower.contains("invest") || lower.contains("export") || lower.contains("import")) {
        return None;
    }
    if lower.contains("foreign direct investment")
        || lower.contains("inbound")
        || lower.contains("import")
    {
        Some("inward")
    } else if lower.contains("outbound")
        || lower.contains("investment in")
        || lower.contains("investments in")
        || lower.contains("invest in")
        || lower.contains("export")
    {
        Some("outward")
    } else {
        None
    }
}

/// Rise against fall of flows that run opposite ways: one record for each rise and fall.
fn directions(accounts: &[&Account<'_>], out: &mut Vec<Divergence>) {
    let mut first: BTreeMap<(bool, &'static str), (usize, Span)> = BTreeMap::new();
    for (at, account) in accounts.iter().enumerate() {
        for facts in &account.facts {
            let span = facts.reading.sentence.span;
            let Some(way) = direction(account.words(span)) else { continue };
            let stems = &facts.stems;
            let has = |list: &[&str]| list.iter().any(|stem| stems.contains(*stem));
            let up = has(&["surg", "jump", "ris", "rose", "increas", "grow", "record", "soar"]);
            let down = has(&["declin", "fall", "fell", "drop", "decreas", "plung", "slump"]);
            if up != down {
                first.entry((up, way)).or_insert((at, span));
            }
        }
    }
    for (one, two) in [("inward", "outward"), ("outward", "inward")] {
        let (Some((i, a)), Some((j, b))) = (first.get(&(true, one)), first.get(&(false, two)))
        else {
            continue;
        };
        if i != j {
            let say =
                |up: bool, way: &str| format!("{way} flow {}", if up { "rises" } else { "falls" });
            let sides =
                vec![accounts[*i].side(*a, say(true, one)), accounts[*j].side(*b, say(false, two))];
            let record = Divergence::new(Kind::Negation, "rise or fall of a flow", sides);
            out.push(record.with(Status::NotOne, "the flows run opposite ways"));
        }
    }
}

/// Acts of law or policy: the day they took effect, the stems of what they are about, name and source.
type Act = (Day, Vec<&'static str>, &'static str, &'static str);

static ACTS: LazyLock<Vec<Act>> = LazyLock::new(|| {
    let rows = include_str!("../../data/acts.csv").lines().skip(1);
    let rows = rows.filter_map(|line| {
        let mut cells = line.splitn(4, ',');
        let (day, words) = (cells.next()?.parse().ok()?, cells.next()?);
        Some((day, words.split(' ').collect(), cells.next()?, cells.next()?))
    });
    rows.collect()
});

/// Two states of one legal regime at different times: superseded by an act, not opposed. One record for the
/// accounts before an act and those after it.
fn regimes(accounts: &[&Account<'_>], out: &mut Vec<Divergence>) {
    let told: Vec<(usize, Day, Span, BTreeSet<String>)> = accounts
        .iter()
        .enumerate()
        .filter_map(|(at, account)| {
            let published = account.analysis.document.meta.published.as_ref()?;
            let span = regime(account)?;
            Some((at, published.value.days().from, span, content_stems(account.words(span))))
        })
        .collect();
    let Some((last, day, ..)) = told.last().map(|(at, day, ..)| (*at, *day)) else { return };
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for (at, published, span, stems) in &told {
        if *at == last || published.days_until(day).abs() < 90 {
            continue;
        }
        let Some((_, _, other, later)) = told.last() else { return };
        let about = |words: &[&str]| {
            [stems, later].iter().all(|stems| {
                let fits = |word: &&&str| stems.iter().any(|stem| stem.starts_with(**word));
                words.iter().filter(fits).count() >= 2
            })
        };
        let between = ACTS.iter().rfind(|(effective, words, _, _)| {
            *effective > (*published).min(day)
                && *effective <= (*published).max(day)
                && about(words)
        });
        let (name, note) = between.map_or_else(
            || {
                let far = "published more than 90 days apart: an act in between can make both true";
                ("", far.to_owned())
            },
            |(effective, _, act, source)| {
                (*act, format!("superseded by an act: {act}, from {effective} ({source})"))
            },
        );
        if !used.insert(name) {
            continue;
        }
        let say = |at: usize, span: Span| {
            accounts[at].side(span, format!("as of its day: {}", accounts[at].brief(span)))
        };
        let sides = vec![say(*at, *span), say(last, *other)];
        let record = Divergence::new(Kind::Modality, "state of the export-control regime", sides);
        out.push(record.with(Status::NotOne, note));
    }
}

/// The first sentence that tells how exports are licensed.
fn regime(account: &Account<'_>) -> Option<Span> {
    let found = account.facts.iter().find(|facts| {
        let s = &facts.stems;
        s.contains("export")
            && s.contains("control")
            && s.iter().any(|stem| {
                ["approv", "licens", "designat"].iter().any(|start| stem.starts_with(start))
            })
            || s.contains("veu")
    });
    found.map(|facts| facts.reading.sentence.span)
}
