//! Numbers and terms across retellings, and pairs that only look opposed.
//!
//! In come all accounts; numbers are compared where they count the same thing in sentences of one
//! subject; out go records of values that exclude each other, of different words for one object, and of
//! opposites that are none: another flow direction, another time.

use super::facts::{Account, Facts, bound, content_stems, same_value};
use super::{Divergence, Kind, Status};
use crate::claim::Claim;
use crate::number::{Comparator, Number, NumberKind};
use crate::span::Span;
use linchpin_units::Day;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Compares numbers, objects and directions.
pub fn compare(accounts: &[&Account<'_>], out: &mut Vec<Divergence>) {
    for account in accounts {
        objects(account, account, out);
    }
    for (i, one) in accounts.iter().enumerate() {
        for two in &accounts[i + 1..] {
            numbers(one, two, out);
            if super::events::same_event(one, two) {
                objects(one, two, out);
            }
            directions(one, two, out);
            regimes(one, two, out);
        }
    }
}

fn tolerance(number: &Number) -> f64 {
    match number.comparator {
        Comparator::About | Comparator::Nearly => 0.1,
        _ => 0.005,
    }
}

/// Whether two values exclude each other, bounds and roundings granted.
fn exclude(one: &Number, two: &Number) -> bool {
    if same_value(one, two) {
        return false;
    }
    let far = (one.value - two.value).abs()
        > (tolerance(one) + tolerance(two)) * one.value.abs().max(two.value.abs());
    let open = match (bound(one.comparator), bound(two.comparator)) {
        (0, 0) => false,
        (1, 0) => two.value > one.value,
        (0, 1) => one.value > two.value,
        (-1, 0) => two.value < one.value,
        (0, -1) => one.value < two.value,
        (a, b) => a == b,
    };
    far && !open
}

fn numbers(one: &Account<'_>, two: &Account<'_>, out: &mut Vec<Divergence>) {
    for a in &one.facts {
        for b in &two.facts {
            for x in &a.numbers {
                for y in &b.numbers {
                    if x.kind == y.kind
                        && x.unit == y.unit
                        && x.kind != NumberKind::Ordinal
                        && same_thing(one, two, a, b, x, y)
                        && exclude(x, y)
                    {
                        let sides = vec![
                            one.side(x.span, one.words(x.span)),
                            two.side(y.span, two.words(y.span)),
                        ];
                        out.push(
                            Divergence::new(Kind::Number, "value of the same quantity", sides)
                                .noted("the values exclude each other"),
                        );
                    }
                }
            }
        }
    }
}

/// Whether two numbers count the same: same noun and same subject, in much the same words.
fn same_thing(
    one: &Account<'_>,
    two: &Account<'_>,
    a: &Facts<'_>,
    b: &Facts<'_>,
    x: &Number,
    y: &Number,
) -> bool {
    let near = |account: &Account<'_>, facts: &Facts<'_>, number: &Number| -> BTreeSet<String> {
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
    };
    let parties = |facts: &Facts<'_>| {
        facts
            .reading
            .mentions
            .iter()
            .map(|m| super::roles::party(&m.entity))
            .collect::<BTreeSet<_>>()
    };
    let (p, q) = (near(one, a, x), near(two, b, y));
    let shared = p.intersection(&q).count();
    x.of == y.of
        && shared >= 4
        && shared * 2 >= p.len().min(q.len())
        && parties(a).intersection(&parties(b)).count() >= 1
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

/// Rise against fall of flows that run opposite ways.
fn directions(one: &Account<'_>, two: &Account<'_>, out: &mut Vec<Divergence>) {
    let trend = |account: &Account<'_>| -> Vec<(bool, &'static str, Span)> {
        let mut found = Vec::new();
        for facts in &account.facts {
            let span = facts.reading.sentence.span;
            let words = account.words(span);
            let Some(way) = direction(words) else { continue };
            let stems = &facts.stems;
            let has = |list: &[&str]| list.iter().any(|stem| stems.contains(*stem));
            let up = has(&["surg", "jump", "ris", "rose", "increas", "grow", "record", "soar"]);
            let down = has(&["declin", "fall", "fell", "drop", "decreas", "plung", "slump"]);
            if up != down {
                found.push((up, way, span));
            }
        }
        found
    };
    for (up_a, way_a, a) in trend(one) {
        for (up_b, way_b, b) in trend(two) {
            if up_a != up_b && way_a != way_b {
                let say = |up: bool, way: &str| {
                    format!("{way} flow {}", if up { "rises" } else { "falls" })
                };
                let record = Divergence::new(
                    Kind::Negation,
                    "rise or fall of a flow",
                    vec![one.side(a, say(up_a, way_a)), two.side(b, say(up_b, way_b))],
                );
                out.push(record.with(Status::NotOne, "the flows run opposite ways"));
                return;
            }
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

/// Two states of one legal regime at different times: superseded by an act, not opposed.
fn regimes(one: &Account<'_>, two: &Account<'_>, out: &mut Vec<Divergence>) {
    let day = |account: &Account<'_>| {
        account.analysis.document.meta.published.as_ref().map(|known| known.value.days().from)
    };
    let (Some(a), Some(b)) = (day(one), day(two)) else { return };
    if a.days_until(b).abs() < 90 {
        return;
    }
    let regime = |account: &Account<'_>| -> Option<Span> {
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
    };
    let (Some(x), Some(y)) = (regime(one), regime(two)) else { return };
    let stems = [content_stems(one.words(x)), content_stems(two.words(y))];
    let about = |words: &[&str]| {
        stems.iter().all(|stems| {
            words.iter().filter(|word| stems.iter().any(|stem| stem.starts_with(**word))).count()
                >= 2
        })
    };
    let between = ACTS.iter().rfind(|(effective, words, _, _)| {
        *effective > a.min(b) && *effective <= a.max(b) && about(words)
    });
    let note = between.map_or_else(
        || "published more than 90 days apart: an act in between can make both true".to_owned(),
        |(effective, _, act, source)| {
            format!("superseded by an act: {act}, from {effective} ({source})")
        },
    );
    let record = Divergence::new(
        Kind::Modality,
        "state of the export-control regime",
        vec![
            one.side(x, format!("as of its day: {}", one.brief(x))),
            two.side(y, format!("as of its day: {}", two.brief(y))),
        ],
    );
    out.push(record.with(Status::NotOne, note));
}
