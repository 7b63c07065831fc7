//! Two dates that name the ends of one period: `from 5 March through 7 March`, `between May and July`.
//!
//! In come the dates of a text in order; out go the same with such pairs joined, their days from the
//! first to the last and the ends kept as parts.

use crate::calendar::Month;
use crate::span::Span;
use crate::when::{When, WhenBasis, WhenKind};
use linchpin_units::Days;

/// How two dates are linked, by the words between them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Link {
    /// `to`, `until`: needs `from` before.
    To,
    /// `and`: needs `between` before.
    And,
    /// `through`, a dash: enough by itself.
    Through,
}

fn link(between: &str) -> Option<Link> {
    Some(match between.trim() {
        "to" | "until" | "till" | "up to" | "부터" | "에서" => Link::To,
        "and" => Link::And,
        "through" | "thru" | "-" | "–" | "—" | "~" | "∼" | "～" | "至" | "到" => {
            Link::Through
        }
        _ => return None,
    })
}

/// Joins the ends of periods.
pub(super) fn join(text: &str, all: Vec<When>) -> Vec<When> {
    let mut out: Vec<When> = Vec::with_capacity(all.len());
    for next in all {
        let joined = out.last().and_then(|last| pair(text, last, &next));
        match joined {
            Some(whole) => {
                out.pop();
                out.push(whole);
            }
            None => out.push(next),
        }
    }
    out
}

fn pair(text: &str, one: &When, two: &When) -> Option<When> {
    let dates = one.kind == WhenKind::Date && two.kind == WhenKind::Date;
    if !dates || !one.parts.is_empty() || one.span.end > two.span.start {
        return None;
    }
    let between = text.get(one.span.end..two.span.start)?;
    let before = text.get(..one.span.start)?.trim_end();
    let ahead = |word: &str| {
        before.len() >= word.len()
            && before.is_char_boundary(before.len() - word.len())
            && before[before.len() - word.len()..].eq_ignore_ascii_case(word)
    };
    let named = match link(between)? {
        Link::To => ahead("from") || between.trim() == "부터",
        Link::And => ahead("between"),
        Link::Through => true,
    };
    let mut first = one.clone();
    // `January to March 2024`: the year of the end is that of both.
    if let (Some(days), Some(end)) = (one.days, two.days)
        && one.basis == WhenBasis::Publication
        && two.basis == WhenBasis::Explicit
        && one.value.len() == 7
    {
        let (from, to) = (Month::of(days.from), Month::of(end.from));
        let year = if from.month <= to.month { to.year } else { to.year - 1 };
        let month = Month { year, month: from.month };
        first.days = month.days();
        first.value = format!("{year:04}-{:02}", from.month);
    }
    // `from 5 March through 7 March`: the end is the first such day after the start.
    let mut last = two.clone();
    if let (Some(a), Some(b)) = (first.days, two.days)
        && two.basis == WhenBasis::Publication
        && two.value.len() == 10
        && a.from.days_until(b.from) > 360
        && let Ok(day) = linchpin_units::Day::new(b.from.year() - 1, b.from.month(), b.from.day())
    {
        last.days = Some(crate::calendar::single(day));
        last.value = day.to_string();
    }
    let two = &last;
    let days = match (first.days, two.days) {
        (Some(a), Some(b)) => Some(Days::new(a.from, b.until).ok().filter(|_| a.from < b.from)?),
        _ => None,
    };
    let known = days.is_some() || first.value.contains('X') && two.value.contains('X');
    (named && known).then(|| When {
        span: Span::new(one.span.start, two.span.end),
        kind: WhenKind::Date,
        value: format!("{}/{}", first.value, two.value),
        days,
        basis: first.basis.max(two.basis),
        modifier: None,
        local: one.local || two.local,
        parts: vec![(one.span, first.value.clone()), (two.span, two.value.clone())],
    })
}
