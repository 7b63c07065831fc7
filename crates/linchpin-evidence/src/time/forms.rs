//! Dates written as one run of figures, marks and letters: `2024-03-28`, `14-Nov-23`, `3Q21`, `FY2025`.
//!
//! In come tokens that touch each other; out go dates. The forms are templates (data/time_forms.csv):
//! `y` a year of four figures, `z` one of two, `m` a month, `d` a day, `n` a quarter or half, `B` a
//! month's name, `a` and `b` a day and a month in the order of the document; all else stands for itself.

use super::Reader;
use crate::calendar::{Month, half_days, month_number, quarter_days};
use crate::time_values::Found;
use crate::when::WhenBasis;
use linchpin_units::{Day, Days};
use std::sync::LazyLock;

static FORMS: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    let rows = include_str!("../../data/time_forms.csv").lines().skip(1);
    rows.filter_map(|line| line.split_once(',')).collect()
});

/// Most tokens in one run.
const RUN: usize = 6;

/// What a template read.
#[derive(Debug, Default, Clone, Copy)]
struct Slots {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    number: Option<i8>,
    a: i8,
    b: i8,
    short: i16,
}

impl Reader<'_, '_> {
    /// A date written in one run at `at`.
    pub(super) fn form(&self, at: usize) -> Option<Found> {
        let this = self.all.get(at)?;
        let open = at == 0
            || !self.glued(at)
            || matches!(
                self.w(at - 1),
                "(" | "["
                    | "“"
                    | "\""
                    | "‘"
                    | "~"
                    | ":"
                    | "-"
                    | "–"
                    | "："
                    | "（"
                    | "，"
                    | "、"
                    | "；"
                    | "|"
                    | ";"
            );
        let digit = this.text.contains(|c: char| c.is_ascii_digit());
        let near = self
            .all
            .get(at + 1)
            .is_some_and(|next| next.text.contains(|c: char| c.is_ascii_digit()));
        if !open || !(digit || near) {
            return None;
        }
        let mut end = at + 1;
        while end < self.all.len() && end - at < RUN && self.glued(end) {
            end += 1;
        }
        (at + 1..=end).rev().find_map(|to| {
            // The run must not go on in letters or figures.
            let goes_on = self.glued(to)
                && self.all.get(to).is_some_and(|next| next.kind != crate::token::TokenKind::Mark);
            let joined =
                self.glued(to) && self.glued(to + 1) && matches!(self.w(to), "-" | "/" | "." | "–");
            if goes_on || joined {
                return None;
            }
            let run: String = self.all[at..to].iter().map(|token| token.text).collect();
            self.run(&run.to_lowercase(), at, to)
        })
    }

    fn run(&self, run: &str, at: usize, next: usize) -> Option<Found> {
        if run.len() > 16 {
            return None;
        }
        if run.len() == 8 && run.bytes().all(|byte| byte.is_ascii_digit()) {
            let day =
                Day::new(run[..4].parse().ok()?, run[4..6].parse().ok()?, run[6..].parse().ok()?)
                    .ok()?;
            return (1980..2100)
                .contains(&day.year())
                .then(|| Found::day(day, next, WhenBasis::Explicit))
                .flatten();
        }
        FORMS.iter().find_map(|(template, kind)| {
            let slots = fit(template, run)?;
            self.value(kind, slots, at, next)
        })
    }

    fn value(&self, kind: &str, slots: Slots, at: usize, next: usize) -> Option<Found> {
        let basis = WhenBasis::Explicit;
        let before = self.w(at.wrapping_sub(1));
        match kind {
            "day" => Found::day(Day::new(slots.year?, slots.month?, slots.day?).ok()?, next, basis),
            "slash" | "short-slash" => {
                let day_first = self.anchor.is_some_and(|anchor| anchor.day_first);
                let (month, day) = match (slots.a > 12, slots.b > 12) {
                    (true, _) => (slots.b, slots.a),
                    (_, true) => (slots.a, slots.b),
                    _ if day_first => (slots.b, slots.a),
                    _ => (slots.a, slots.b),
                };
                if kind == "slash" {
                    return Found::day(Day::new(slots.year?, month, day).ok()?, next, basis);
                }
                let dated = matches!(
                    before,
                    "on" | "by"
                        | "until"
                        | "from"
                        | "since"
                        | "through"
                        | "before"
                        | "after"
                        | "till"
                ) || crate::calendar::weekday_number(before).is_some();
                if !dated || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
                    return None;
                }
                self.month_day(month, day, at, next)
            }
            "month" => {
                let month = slots.month.filter(|month| (1..=12).contains(month))?;
                Found::month(Month { year: slots.year?, month }, next, basis)
            }
            "quarter" => {
                let (year, quarter) = (slots.year?, slots.number.filter(|n| (1..=4).contains(n))?);
                Some(Found::date(
                    format!("{year}-Q{quarter}"),
                    quarter_days(year, quarter),
                    next,
                    basis,
                ))
            }
            "half" => {
                let (year, half) = (slots.year?, slots.number.filter(|n| (1..=2).contains(n))?);
                Some(Found::date(format!("{year}-H{half}"), half_days(year, half), next, basis))
            }
            // Whose fiscal year it is nobody says: no days.
            "fiscal" => Some(Found::date(format!("FY{:04}", slots.year?), None, next, basis)),
            "calendar" => Found::year(slots.year?, next, basis),
            "decade" => decade(slots.year?, next),
            "short-decade" => decade(1900 + slots.short, next),
            "split-year" => {
                let year = slots.year?;
                let follows = (year + 1) % 100 == slots.short;
                let days = Day::new(year, 1, 1).ok().zip(Day::new(year + 2, 1, 1).ok());
                let days = days.and_then(|(from, until)| Days::new(from, Some(until)).ok());
                follows
                    .then(|| Found::date(format!("{year:04}/{:04}", year + 1), days, next, basis))
            }
            _ => None,
        }
    }
}

/// The ten years from `year`.
pub(super) fn decade(year: i16, next: usize) -> Option<Found> {
    let first = year - year.rem_euclid(10);
    let days = Days::new(Day::new(first, 1, 1).ok()?, Some(Day::new(first + 10, 1, 1).ok()?)).ok();
    (year % 10 == 0 && (1500..2100).contains(&year))
        .then(|| Found::date((first / 10).to_string(), days, next, WhenBasis::Explicit))
}

/// Two figures as a year: up to 49 of this century.
fn full(short: i16) -> i16 {
    short + if short < 50 { 2000 } else { 1900 }
}

/// Fits a run to a template.
fn fit(template: &str, run: &str) -> Option<Slots> {
    let mut slots = Slots::default();
    let mut rest = run;
    for slot in template.chars() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let mut take = |most: usize, exact: bool| -> Option<i16> {
            let size = if exact { most } else { digits.min(most) };
            let fits = size > 0 && digits >= size && (exact || digits <= most);
            let number = fits.then(|| rest[..size].parse().ok()).flatten()?;
            rest = &rest[size..];
            Some(number)
        };
        match slot {
            'y' => {
                let year = take(4, true)?;
                slots.year = Some(year).filter(|year| (1400..2200).contains(year));
                slots.year?;
            }
            'z' => {
                slots.short = take(2, true)?;
                if slots.year.is_none() {
                    slots.year = Some(full(slots.short));
                }
            }
            'm' => slots.month = i8::try_from(take(2, false)?).ok(),
            'd' => slots.day = i8::try_from(take(2, false)?).ok(),
            'n' => slots.number = i8::try_from(take(1, true)?).ok(),
            'a' => slots.a = i8::try_from(take(2, false)?).ok()?,
            'b' => slots.b = i8::try_from(take(2, false)?).ok()?,
            'B' => {
                let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
                slots.month = Some(month_number(&rest[..letters])?);
                rest = &rest[letters..];
            }
            // The letter y itself.
            '~' => rest = rest.strip_prefix('y')?,
            other => rest = rest.strip_prefix(other)?,
        }
    }
    rest.is_empty().then_some(slots)
}
