//! Numbers, units and dates that a copy has otherwise.
//!
//! In come two aligned sentences; numbers and times that mean the same in other words (2,000 kg and two
//! tonnes, a fifth and 20 percent, Tuesday and March 26) cancel out; what is left on both sides is paired.

use super::super::account::Account;
use super::super::agreement::{bound, same_value};
use super::super::facts::Facts;
use super::super::{Divergence, Kind};
use super::Both;
use crate::number::{Comparator, Number, NumberKind};
use crate::span::Span;
use crate::when::{When, WhenKind};
use std::collections::BTreeMap;
use std::sync::LazyLock;

static FACTORS: LazyLock<BTreeMap<&'static str, (&'static str, f64)>> = LazyLock::new(|| {
    let rows = include_str!("../../../data/unit_factors.csv").lines().skip(1);
    let rows = rows.filter_map(|line| {
        let mut cells = line.split(',');
        Some((cells.next()?, (cells.next()?, cells.next()?.parse().ok()?)))
    });
    rows.collect()
});

pub(super) fn compare(both: &Both<'_, '_>, out: &mut Vec<Divergence>) {
    numbers(both, out);
    dates(both, out);
}

fn show(number: &Number) -> String {
    let unit = number.unit.as_deref().or(number.of.as_deref()).unwrap_or("");
    let value = number
        .high
        .map_or_else(|| number.value.to_string(), |high| format!("{} to {high}", number.value));
    format!("{value} {unit}").trim().to_owned()
}

/// A number in the base unit of its dimension.
fn base(number: &Number) -> Option<(&'static str, f64)> {
    match (number.kind, number.unit.as_deref()) {
        (NumberKind::Fraction, _) => Some(("share", number.value * 100.0)),
        (NumberKind::Percent, Some("%")) => Some(("share", number.value)),
        (_, Some(unit)) => {
            let (dimension, factor) = FACTORS.get(unit)?;
            Some((dimension, number.value * factor))
        }
        _ => None,
    }
}

/// Whether two numbers mean the same, units converted; a conversion may round by a percent.
fn equal(a: &Number, b: &Number) -> bool {
    if a.kind == b.kind && a.unit == b.unit {
        return same_value(a, b);
    }
    match (base(a), base(b)) {
        (Some((x, p)), Some((y, q))) => x == y && (p - q).abs() <= 0.01 * p.abs().max(q.abs()),
        _ => false,
    }
}

/// The numbers of a sentence, `one in ten` and `nine out of ten` each as the share they tell.
fn shares(account: &Account<'_>, facts: &Facts<'_>) -> Vec<Number> {
    let mut out: Vec<Number> = Vec::new();
    for number in &facts.numbers {
        let of = out.last().filter(|top| {
            let between = Span::new(top.span.end, number.span.start.max(top.span.end));
            let joins = matches!(account.words(between).trim(), "in" | "out of" | "in every");
            let counts = |number: &Number| number.kind == NumberKind::Cardinal;
            let small = top.value >= 1.0 && top.value < number.value && number.value <= 100.0;
            joins && counts(top) && counts(number) && small
        });
        let share = of.map(|top| Number {
            span: Span::new(top.span.start, number.span.end),
            kind: NumberKind::Fraction,
            value: top.value / number.value,
            of: None,
            ..top.clone()
        });
        match share {
            Some(share) => {
                out.pop();
                out.push(share);
            }
            None => out.push((*number).clone()),
        }
    }
    out
}

fn numbers(both: &Both<'_, '_>, out: &mut Vec<Divergence>) {
    let (one, two) = (shares(both.one, both.a), shares(both.two, both.b));
    let mut left: Vec<&Number> = one.iter().collect();
    let mut right: Vec<&Number> = two.iter().collect();
    let mut take = |same: &dyn Fn(&Number, &Number) -> bool| {
        let mut taken = Vec::new();
        left.retain(|a| match right.iter().position(|b| same(a, b)) {
            Some(at) => {
                taken.push((*a, right.remove(at)));
                false
            }
            None => true,
        });
        taken
    };
    // `More than twenty` leaves twenty out, `at least twenty` does not.
    let hedge = |number: &Number| {
        let near = matches!(number.comparator, Comparator::About | Comparator::Nearly);
        let strict = matches!(number.comparator, Comparator::MoreThan | Comparator::LessThan);
        (
            bound(number.comparator),
            near,
            strict && number.value.fract() == 0.0 && number.unit.is_none(),
        )
    };
    take(&|a, b| equal(a, b) && hedge(a) == hedge(b));
    for (a, b) in take(&equal) {
        let (x, y) = (both.one.words(a.span), both.two.words(b.span));
        out.push(both.record(Kind::Number, "bound", (x, y)));
    }
    for (a, b) in take(&same_value) {
        if a.unit.is_some() || b.unit.is_some() {
            out.push(both.record(Kind::Unit, "unit", (&show(a), &show(b))));
        }
    }
    let unit = |number: &Number| (number.kind, number.unit.clone());
    // The figure kept its digits but not its scale: million for billion.
    let digits =
        |number: &Number| format!("{:e}", number.value).split('e').next().map(str::to_owned);
    for (a, b) in
        take(&|a, b| unit(a) == unit(b) && digits(a) == digits(b) && a.value.abs() >= 1000.0)
    {
        out.push(both.record(Kind::Unit, "scale", (&show(a), &show(b))));
    }
    for (a, b) in take(&|a, b| unit(a) == unit(b)) {
        out.push(both.record(Kind::Number, "value", (&show(a), &show(b))));
    }
    // Different units and values: only where the sentences are the same but for one place.
    if both.change.only.is_some() {
        for (a, b) in take(&|_, _| true) {
            out.push(both.record(Kind::Number, "value and unit", (&show(a), &show(b))));
        }
    }
}

/// Seconds of a length of time.
fn seconds(value: &str) -> Option<f64> {
    let rest = value.strip_prefix('P')?;
    let (rest, clock) = rest.strip_prefix('T').map_or((rest, false), |rest| (rest, true));
    let letters = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let count: f64 = rest[..rest.len() - letters.len()].parse().ok()?;
    let unit = match (letters, clock) {
        ("S", true) => "second",
        ("M", true) => "minute",
        ("H", true) => "hour",
        ("D", false) => "day",
        ("W", false) => "week",
        ("M", false) => "month",
        ("Q", false) => return Some(count * 3.0 * FACTORS.get("month")?.1),
        ("Y", false) => "year",
        ("DE", false) => "decade",
        _ => return None,
    };
    Some(count * FACTORS.get(unit)?.1)
}

/// The unit of a length: `PT3H` and `PT11H` are hours, `PT3M` minutes and `P3M` months.
fn letter(when: &When) -> (bool, Option<char>) {
    (when.value.starts_with("PT"), when.value.chars().next_back())
}

/// Whether two values agree wherever both are known: `XXXX-01-07` and `2026-01-07`.
fn open_match(one: &str, two: &str) -> bool {
    one.len() == two.len()
        && one.contains('X') != two.contains('X')
        && one.chars().zip(two.chars()).all(|(a, b)| a == b || a == 'X' || b == 'X')
        && one.chars().zip(two.chars()).any(|(a, b)| a == b && a.is_ascii_digit())
}

/// Two clock times of one day, such as `7 a.m.` and `11 a.m.`; a finer one is no other.
fn other_clock(a: &When, b: &When) -> bool {
    let clock = |when: &When| {
        // `PT90M` is a length, no time of day.
        let day = Some(&when.value).filter(|value| !value.starts_with('P'));
        let clock = day.and_then(|value| value.split_once('T')).map(|(_, clock)| clock.to_owned());
        clock.filter(|clock| clock.starts_with(|c: char| c.is_ascii_digit()))
    };
    clock(a).zip(clock(b)).is_some_and(|(one, two)| {
        a.local == b.local && !one.starts_with(&two) && !two.starts_with(&one)
    })
}

/// `the third quarter of 2026` for `the second half of 2026`, `next week` for `next month`.
fn has_unit(words: &str) -> bool {
    words.split(' ').any(|word| word == "half" || crate::time_values::unit_letter(word).is_some())
}

/// `last Tuesday` may be a week earlier than the nearest one.
fn is_last_weekday(words: &str) -> bool {
    let last = words.split(' ').next_back();
    words.starts_with("last ")
        && last.is_some_and(|word| crate::calendar::weekday_number(word).is_some())
}

fn dates(both: &Both<'_, '_>, out: &mut Vec<Divergence>) {
    let words = |first: bool, when: &When| {
        if first { both.one.words(when.span) } else { both.two.words(when.span) }.to_lowercase()
    };
    // One value, or one wording.
    let equal = |a: &When, b: &When| -> bool {
        a.value == b.value && (a.days.is_some() || !a.value.contains('X'))
            || words(true, a) == words(false, b)
    };
    let same = |a: &When, b: &When| -> bool {
        let (x, y) = (words(true, a), words(false, b));
        if equal(a, b) || open_match(&a.value, &b.value) {
            return true;
        }
        if other_clock(a, b) {
            return false;
        }
        match (seconds(&a.value), seconds(&b.value)) {
            // Months and years are not equally long: 60 days are two months, but 76 days are no 78.
            (Some(p), Some(q)) => {
                let room = if letter(a) == letter(b) { 0.001 } else { 0.03 };
                return (p - q).abs() <= room * p.max(q);
            }
            (Some(_), None) | (None, Some(_)) => return false,
            (None, None) => {}
        }
        // Local time against the publisher's day: one moment can be two days.
        if a.local != b.local && !super::super::events::clash(a, b) {
            return true;
        }
        let (Some(p), Some(q)) = (a.days, b.days) else { return false };
        // A date that lies inside one of the other side says less, not otherwise, unless one word was
        // put for another: `next week` for `next month`.
        let inside =
            p.from <= q.from && q.until <= p.until || q.from <= p.from && p.until <= q.until;
        let exchanged = both.exchanged().is_some_and(|(a, b)| a.len() == b.len() && a.len() <= 2);
        if inside && !(exchanged && has_unit(&x) && has_unit(&y)) {
            return true;
        }
        (is_last_weekday(&x) || is_last_weekday(&y)) && p.from.days_until(q.from).abs() == 7
    };
    let mut left: Vec<&When> = both.a.times.clone();
    let mut right: Vec<&When> = both.b.times.clone();
    let mut cancel = |left: &mut Vec<&When>, same: &dyn Fn(&When, &When) -> bool| {
        left.retain(|a| match right.iter().position(|b| same(a, b)) {
            Some(at) => {
                right.remove(at);
                false
            }
            None => true,
        });
    };
    // What stands on both sides is spoken for: `a year earlier` on both does not hold the month that changed.
    cancel(&mut left, &equal);
    cancel(&mut left, &same);
    left.retain(|a| !both.b.times.iter().any(|b| equal(a, b)) && both.changed(true, a.span));
    right.retain(|b| !both.a.times.iter().any(|a| equal(a, b)) && both.changed(false, b.span));
    for (a, b) in left.into_iter().zip(right) {
        let aside = super::super::events::is_aside;
        if aside(both.one, both.a, a) != aside(both.two, both.b, b) {
            continue;
        }
        let says = (both.one.words(a.span), both.two.words(b.span));
        let lengths = a.kind == WhenKind::Duration && b.kind == WhenKind::Duration;
        let record = match lengths {
            true if letter(a) == letter(b) => both.record(Kind::Number, "length of time", says),
            true => both.record(Kind::Unit, "length of time", says),
            false => both.record(Kind::Date, "when", says),
        };
        out.push(record);
    }
}
