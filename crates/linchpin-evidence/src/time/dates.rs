//! Calendar dates: `2024-03-28`, `March 28, 2024`, `the 26th (local time)`, weekdays.
//!
//! In come tokens; out go days and months, completed by the publication date where the words are
//! not enough.

use super::relative::part_of_day;
use super::{Reader, WhenBasis};
use crate::calendar::{Month, month_number, weekday, weekday_number};
use crate::number_words::lexicon;
use crate::time_values::Found;
use crate::token::TokenKind;
use linchpin_units::Day;

impl Reader<'_, '_> {
    /// `2024-03-28`, `28.03.2024`, `3/28/2024`.
    pub(super) fn numeric_date(&self, at: usize) -> Option<Found> {
        let token = self.all.get(at).filter(|token| token.kind == TokenKind::Figure)?;
        let mark = self.all.get(at + 1).map_or("", |token| token.text);
        if token.text.matches('.').count() == 2 {
            let mut parts = token.text.split('.').map(|part| part.parse::<i16>().ok());
            let (a, b, c) = (parts.next()??, parts.next()??, parts.next()??);
            let (year, month, day) = if a > 31 { (a, b, c) } else { (c, b, a) };
            return Found::day(
                Day::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?,
                at + 1,
                WhenBasis::Explicit,
            );
        }
        let tight =
            self.glued(at + 1) && self.glued(at + 2) && self.glued(at + 3) && self.glued(at + 4);
        if !matches!(mark, "-" | "/")
            || self.all.get(at + 3).map(|token| token.text) != Some(mark)
            || !tight
        {
            return None;
        }
        let (a, b, c) = (self.figure(at)?, self.figure(at + 2)?, self.figure(at + 4)?);
        let (year, month, day) = if a > 31 {
            (a, b, c)
        } else if a > 12 {
            (c, b, a)
        } else {
            (c, a, b)
        };
        let year = if year < 100 { year + if year < 50 { 2000 } else { 1900 } } else { year };
        let day =
            Day::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
                .ok()?;
        Found::day(day, at + 5, WhenBasis::Explicit)
    }

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
        if !self.all[at].is_capital() {
            return None;
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
        if matches!(self.w(at), "may" | "march")
            && !matches!(
                before,
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
        {
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
        let Some(anchor) = self.anchor else {
            return Some(Found::open(format!("XXXX-XX-{day:02}"), end));
        };
        let month = anchor.month();
        let (Some(month), last) = (month, anchor.days.until?.plus(-1)) else {
            return Some(Found::open(format!("XXXX-XX-{day:02}"), end));
        };
        let here = Day::new(month.year, month.month, day)
            .ok()
            .filter(|day| *day <= last || self.future(at));
        let past = month.plus(-1);
        let day = here.or_else(|| Day::new(past.year, past.month, day).ok())?;
        Found::day(day, end, WhenBasis::Publication)
    }
}
