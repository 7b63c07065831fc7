//! Calendar dates in words: `March 28, 2024`, `14 nov 2023`, `March 5-7`, `the 26th (local time)`, weekdays.
//!
//! In come tokens; out go days and months, completed by the publication date where the words are
//! not enough.

use super::Reader;
use super::relative::part_of_day;
use crate::calendar::{Month, month_number, weekday, weekday_number};
use crate::number_words::lexicon;
use crate::time_values::Found;
use crate::token::TokenKind;
use crate::when::WhenBasis;
use linchpin_units::Day;

/// Whether a word before `may` or `march` makes a month of it.
fn precedes_month(word: &str) -> bool {
    matches!(
        word,
        "in" | "since"
            | "until"
            | "by"
            | "of"
            | "last"
            | "next"
            | "from"
            | "to"
            | "through"
            | "early"
            | "late"
            | "mid"
            | "this"
            | "during"
            | "for"
            | "and"
            | "between"
            | "before"
            | "after"
    )
}

impl Reader<'_, '_> {
    /// A day of the month: 5, 5th, fifth.
    pub(super) fn dom(&self, at: usize) -> Option<(i8, usize)> {
        if let Some(number) = self.figure(at) {
            let number = i8::try_from(number).ok().filter(|n| (1..=31).contains(n))?;
            let ordinal = self.glued(at + 1) && matches!(self.w(at + 1), "st" | "nd" | "rd" | "th");
            return Some((number, if ordinal { at + 2 } else { at + 1 }));
        }
        let words: Vec<&str> = self.w(at).split('-').collect();
        let (amount, used) = lexicon().read(&words)?;
        let day = (1..=31).find(|n| f64::from(*n) == amount.value)?;
        (amount.ordinal && used == words.len()).then_some((day, at + 1))
    }

    pub(super) fn year_number(&self, at: usize) -> Option<i16> {
        let token = self.all.get(at).filter(|token| token.text.len() == 4)?;
        let year: i16 = token.text.parse().ok()?;
        (1400..2200).contains(&year).then_some(year)
    }

    pub(super) fn month_at(&self, at: usize) -> Option<(i8, usize)> {
        let month = month_number(self.w(at))?;
        // In small letters a month needs a figure beside it; `may` and `march` are verbs even then.
        if !self.all[at].is_capital() {
            let year = self.year_number(at + 1).is_some() || self.year_number(at + 2).is_some();
            let after = self.figure(at + 1).is_some_and(|n| n <= 31 || year);
            let before = self.figure(at.wrapping_sub(1)).is_some_and(|n| (1..=31).contains(&n))
                || matches!(self.w(at.wrapping_sub(1)), "st" | "nd" | "rd" | "th" | "of");
            let verb = matches!(self.w(at), "may" | "march" | "mar" | "sun");
            if !(year || (after || before) && !verb) {
                return None;
            }
        }
        let short = self.w(at).len() <= 4
            && self.all.get(at + 1).is_some_and(|token| token.text == ".")
            && self.w(at) != "may"
            && self.w(at) != "june"
            && self.w(at) != "july";
        Some((month, if short { at + 2 } else { at + 1 }))
    }

    /// `March 28, 2024`, `28 March`, `March 2024`, `March`.
    pub(super) fn month_date(&self, at: usize) -> Option<Found> {
        if let Some(range) = self.day_range(at) {
            return Some(range);
        }
        // Day first.
        let the = usize::from(self.w(at) == "the");
        if let Some((day, mut next)) = self.dom(at + the) {
            if self.w(next) == "of" {
                next += 1;
            }
            if let Some((month, next)) = self.month_at(next) {
                let comma = usize::from(self.w(next) == ",");
                if let Some(year) = self.year_number(next + comma) {
                    return Found::day(
                        Day::new(year, month, day).ok()?,
                        next + comma + 1,
                        WhenBasis::Explicit,
                    );
                }
                return self.month_day(month, day, at, next);
            }
        }
        let (month, mut next) = self.month_at(at)?;
        // `may` begins sentences as a verb, and people are called May, April, June.
        if let Some((day, after)) = self.dom(next + usize::from(self.w(next) == "the"))
            && !(self.figure(next).is_some()
                && matches!(self.w(after), "percent" | "%" | "per" | "million" | "billion"))
        {
            let comma = usize::from(self.w(after) == ",");
            if let Some(year) = self.year_number(after + comma) {
                return Found::day(
                    Day::new(year, month, day).ok()?,
                    after + comma + 1,
                    WhenBasis::Explicit,
                );
            }
            return self.month_day(month, day, at, after);
        }
        let link = usize::from(matches!(self.w(next), "," | "of"));
        if let Some(year) = self.year_number(next + link) {
            return Found::month(Month { year, month }, next + link + 1, WhenBasis::Explicit);
        }
        let before = self.w(at.wrapping_sub(1));
        if matches!(self.w(at), "may" | "march") && !precedes_month(before) {
            return None;
        }
        if next == at + 2 {
            next -= 1;
        }
        let future = self.future(at);
        let Some(now) =
            self.anchor.and_then(|anchor| anchor.month().or_else(|| anchor.day().map(Month::of)))
        else {
            return Some(Found::open(format!("XXXX-{month:02}"), next));
        };
        let mut year = now.year;
        if month > now.month && !future {
            year -= 1;
        } else if month < now.month && future {
            year += 1;
        }
        Found::month(Month { year, month }, next, WhenBasis::Publication)
    }

    /// `March 5-7, 2024`, `5 to 7 March`, `5 through 7 March 2024`: days of one month.
    fn day_range(&self, at: usize) -> Option<Found> {
        let linked = |i: usize| {
            matches!(self.w(i), "-" | "–" | "—" | "to" | "through" | "thru" | "till" | "until")
        };
        let (month, first, last, next) = match self.month_at(at) {
            Some((month, from)) => {
                let (first, link) = self.dom(from)?;
                let (last, next) = linked(link).then(|| self.dom(link + 1)).flatten()?;
                (month, first, last, next)
            }
            None => {
                let the = usize::from(self.w(at) == "the");
                let (first, link) = self.dom(at + the)?;
                let inner = usize::from(self.w(link + 1) == "the");
                let (last, end) = linked(link).then(|| self.dom(link + 1 + inner)).flatten()?;
                let (month, next) = self.month_at(end + usize::from(self.w(end) == "of"))?;
                (month, first, last, next)
            }
        };
        if last <= first || self.w(next) == "%" {
            return None;
        }
        let comma = usize::from(self.w(next) == ",");
        let (year, next, basis) = match self.year_number(next + comma) {
            Some(year) => (year, next + comma + 1, WhenBasis::Explicit),
            None => {
                let near = self.month_day(month, first, at, next)?;
                let Some(days) = near.days else {
                    return Some(Found::open(
                        format!("XXXX-{month:02}-{first:02}/XXXX-{month:02}-{last:02}"),
                        next,
                    ));
                };
                (days.from.year(), next, WhenBasis::Publication)
            }
        };
        let (from, to) = (Day::new(year, month, first).ok()?, Day::new(year, month, last).ok()?);
        let days = linchpin_units::Days::new(from, Some(to.plus(1))).ok();
        Some(Found::date(format!("{from}/{to}"), days, next, basis))
    }

    pub(super) fn month_day(&self, month: i8, day: i8, at: usize, next: usize) -> Option<Found> {
        let Some(anchor) = self.anchor else {
            return Some(Found::open(format!("XXXX-{month:02}-{day:02}"), next));
        };
        let pivot = anchor.days.until?.plus(-1);
        let year = anchor.days.from.year();
        let near = (year - 1..=year + 1).filter_map(|year| Day::new(year, month, day).ok());
        // The nearest such day; the past one when the clause does not look ahead and both are far.
        let future =
            self.future(at) || matches!(self.w(at.wrapping_sub(1)), "to" | "until" | "through");
        let best = near.min_by_key(|day| {
            let ahead = pivot.days_until(*day);
            let far = ahead > 62 && !future || ahead < -14 && future;
            if far { ahead.abs() + 400 } else { ahead.abs() }
        })?;
        Found::day(best, next, WhenBasis::Publication)
    }

    /// `Friday`, `last Friday`, `Friday, March 28`, `Friday morning`.
    pub(super) fn weekday_date(&self, at: usize) -> Option<Found> {
        let relative =
            matches!(self.w(at), "last" | "next" | "this" | "past" | "coming").then(|| self.w(at));
        let start = at + usize::from(relative.is_some());
        let wanted = weekday_number(self.w(start))?;
        if !self.all[start].is_capital()
            || self.w(start).ends_with("days") && !self.all[start].text.contains(['\'', '’'])
        {
            return None;
        }
        let next = start + 1;
        let comma = usize::from(self.w(next) == ",");
        if let Some(found) = self.month_date(next + comma)
            && found.value.len() == 10
        {
            return Some(found);
        }
        let part = part_of_day(self.w(next));
        let end = if part.is_some() { next + 1 } else { next };
        let Some(now) = self.day() else {
            return Some(Found::open("XXXX-WXX-".to_owned() + &(wanted + 1).to_string(), end));
        };
        let back = (weekday(now) - wanted).rem_euclid(7);
        let ahead = (wanted - weekday(now)).rem_euclid(7);
        let day = match relative {
            Some("last" | "past") => now.plus(-if back == 0 { 7 } else { back }),
            Some("next" | "coming") => now.plus(if ahead == 0 { 7 } else { ahead }),
            Some(_) => now.monday().plus(wanted),
            None if self.future(start)
                || matches!(self.w(at.wrapping_sub(1)), "from" | "until" | "by")
                    && self.future(at) =>
            {
                now.plus(ahead)
            }
            None => now.plus(-back),
        };
        let found = Found::day(day, end, WhenBasis::Publication)?;
        Some(match part {
            Some(part) => found.at(part),
            None => found,
        })
    }

    /// `the 26th (local time)`.
    pub(super) fn day_of_month(&self, at: usize) -> Option<Found> {
        if self.w(at) != "the" {
            return None;
        }
        let (day, next) = self.dom(at + 1)?;
        let spelled = self.figure(at + 1).is_none();
        let before = self.w(at.wrapping_sub(1));
        let dated = matches!(
            before,
            "on" | "by" | "until" | "from" | "of" | "since" | "to" | "and" | "before" | "after"
        ) || self.w(next) == "("
            || at == 0;
        let noun_follows = self.all.get(next).is_some_and(|token| {
            token.kind == TokenKind::Word && !crate::lines::is_stopword(self.w(next))
                || self.w(next) == "-"
        });
        if next != at + 3 || spelled || !dated || noun_follows && self.w(next) != "local" {
            return None;
        }
        let end = match (self.w(next), self.w(next + 1), self.w(next + 2), self.w(next + 3)) {
            ("(", "local", "time", ")") => next + 4,
            _ => next,
        };
        let local = end > next;
        let found = self.nth_day(day, self.future(at), end)?;
        Some(Found { local, ..found })
    }

    /// The `day`-th of the month that fits publication: the past one unless the clause looks ahead.
    pub(super) fn nth_day(&self, day: i8, future: bool, end: usize) -> Option<Found> {
        let Some(anchor) = self.anchor else {
            return Some(Found::open(format!("XXXX-XX-{day:02}"), end));
        };
        let (Some(month), last) = (anchor.month(), anchor.days.until?.plus(-1)) else {
            return Some(Found::open(format!("XXXX-XX-{day:02}"), end));
        };
        let here = Day::new(month.year, month.month, day).ok();
        let own = here.filter(|day| if future { *day >= anchor.days.from } else { *day <= last });
        let other = month.plus(if future { 1 } else { -1 });
        let day = own.or_else(|| Day::new(other.year, other.month, day).ok())?;
        Found::day(day, end, WhenBasis::Publication)
    }
}
