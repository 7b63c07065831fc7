//! Times counted from publication: `yesterday`, `last week`, `two years ago`.
//!
//! In come tokens; out go dates as precise as the unit they are counted in.

use super::periods::season;
use super::{Anchor, Reader};
use crate::calendar::{Month, iso_week, month_number, season_days};
use crate::time_values::{Found, unit_letter};
use crate::when::WhenBasis;

impl Reader<'_, '_> {
    /// `yesterday`, `now`, `this morning`, `recently`.
    pub(super) fn deictic(&self, at: usize) -> Option<Found> {
        let (one, two) = (self.w(at), self.w(at + 1));
        let by_days = |shift: i64, next: usize| match self.day() {
            Some(now) => Found::day(now.plus(shift), next, WhenBasis::Publication),
            None => Some(Found {
                basis: WhenBasis::Unresolved,
                days: self.anchor.map(|anchor| anchor.days),
                ..Found::open("XXXX-XX-XX".to_owned(), next)
            }),
        };
        if one == "the" && two == "day" {
            let shift = match (self.w(at + 2), self.w(at + 3)) {
                ("before", "yesterday") => -2,
                ("after", "tomorrow") => 2,
                _ => return None,
            };
            return by_days(shift, at + 4);
        }
        if matches!(one, "this" | "last" | "yesterday" | "tomorrow")
            && let Some(part) = part_of_day(two)
        {
            let shift = match one {
                "this" => 0,
                "tomorrow" => 1,
                _ => -1,
            };
            return by_days(shift, at + 2).map(|found| found.at(part));
        }
        if one == "the" && self.w(at.wrapping_sub(1)) == "in" {
            let reference = match two {
                "past" => Some("PAST_REF"),
                "future" => Some("FUTURE_REF"),
                _ => None,
            };
            let alone = !self
                .all
                .get(at + 2)
                .is_some_and(|next| next.kind != crate::token::TokenKind::Mark)
                || crate::lines::is_stopword(self.w(at + 2));
            if let Some(reference) = reference.filter(|_| alone) {
                return Some(Found::reference(reference, at + 2));
            }
        }
        if one == "the" && two == "weekend" && self.w(at + 2) != "of" {
            let now = self.day()?;
            let shift = if self.future(at) || now.monday().plus(4) < now { 0 } else { -7 };
            let (year, week) = iso_week(now.plus(shift));
            return Some(Found::date(
                format!("{year}-W{week:02}-WE"),
                None,
                at + 2,
                WhenBasis::Publication,
            ));
        }
        match one {
            "today" => by_days(0, at + 1),
            "tonight" => by_days(0, at + 1).map(|found| found.at("NI")),
            "yesterday" => by_days(-1, at + 1),
            "tomorrow" => by_days(1, at + 1),
            "now" | "currently" | "nowadays" => Some(Found::reference("PRESENT_REF", at + 1)),
            "recently" | "lately" | "previously" | "formerly" => {
                Some(Found::reference("PAST_REF", at + 1))
            }
            "recent" if unit_letter(two).is_some() => Some(Found::reference("PAST_REF", at + 2)),
            "soon" => Some(Found::reference("FUTURE_REF", at + 1)),
            _ => None,
        }
    }

    /// The date `n` units from publication, as precise as the unit.
    pub(super) fn moved(&self, letter: char, clock: bool, n: i64, next: usize) -> Option<Found> {
        let basis = WhenBasis::Publication;
        let unresolved =
            || Some(Found::open(if n < 0 { "PAST_REF" } else { "FUTURE_REF" }.to_owned(), next));
        if clock {
            let Some(now) = self.day() else { return unresolved() };
            let day = if letter == 'H' { now.plus(n / 24) } else { now };
            return Found::day(day, next, basis);
        }
        match letter {
            'D' => self.day().map_or_else(unresolved, |now| Found::day(now.plus(n), next, basis)),
            'W' => {
                self.day().map_or_else(unresolved, |now| Found::week(now.plus(n * 7), next, basis))
            }
            'M' => self
                .anchor
                .and_then(Anchor::month)
                .map_or_else(unresolved, |now| Found::month(now.plus(n), next, basis)),
            'Q' => self
                .anchor
                .and_then(Anchor::month)
                .map_or_else(unresolved, |now| Found::quarter(now.plus(n * 3), next, basis)),
            _ => {
                let size = if letter == 'E' {
                    10
                } else if letter == 'C' {
                    100
                } else {
                    1
                };
                let now = self.anchor.and_then(Anchor::year);
                now.map_or_else(unresolved, |now| {
                    Found::year(i16::try_from(i64::from(now) + n * size).ok()?, next, basis)
                })
            }
        }
    }

    /// `the year-earlier quarter`: the same a year before.
    fn year_earlier(&self, at: usize) -> Option<Found> {
        let back = match self.w(at) {
            "quarter" => 4,
            "month" => 12,
            "year" => 1,
            _ => return None,
        };
        let (letter, clock) = unit_letter(self.w(at))?;
        self.moved(letter, clock, -back, at + 1)
    }

    /// `last week`, `this year`, `next month`, `the previous quarter`.
    pub(super) fn shifted(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.w(at) == "the");
        let shift = match self.w(at + the) {
            "last" | "past" | "previous" => -1,
            "this" | "current" | "latest" => 0,
            "year-earlier" => return self.year_earlier(at + the + 1),
            "next" | "following" if the == 1 && self.w(at + 2) == "day" => {
                return Some(Found::open("XXXX-XX-XX".to_owned(), at + 3));
            }
            "next" | "coming" | "following" => 1,
            _ => return None,
        };
        let word = self.w(at + the + 1);
        let next = at + the + 2;
        let basis = WhenBasis::Publication;
        if word == "weekend" {
            let Some(now) = self.day() else {
                return Some(Found::open("XXXX-WXX-WE".to_owned(), next));
            };
            let (year, week) = iso_week(now.plus(shift * 7));
            return Some(Found::date(format!("{year}-W{week:02}-WE"), None, next, basis));
        }
        if let Some(code) = season(word) {
            let year = self.anchor.and_then(Anchor::year)?;
            let year = year + i16::try_from(shift).ok()?;
            return Some(Found::date(
                format!("{year}-{code}"),
                season_days(year, code),
                next,
                basis,
            ));
        }
        if let Some(month) = month_number(word) {
            let now = self.anchor.and_then(Anchor::month)?;
            let year = match shift {
                -1 if month >= now.month => now.year - 1,
                1 if month <= now.month => now.year + 1,
                _ => now.year,
            };
            return Found::month(Month { year, month }, next, basis);
        }
        let (letter, clock) = unit_letter(word)?;
        if clock
            || word.ends_with('s')
            || the == 1 && matches!(self.w(at + the), "following" | "past")
        {
            return None;
        }
        if shift == 0 && letter == 'D' {
            return None;
        }
        let found = self.moved(letter, false, shift, next)?;
        if letter == 'E' {
            let year = self.anchor.and_then(Anchor::year)?;
            let first = i16::try_from((i64::from(year) / 10 + shift) * 10).ok()?;
            return super::forms::decade(first, next).map(|found| Found { basis, ..found });
        }
        Some(found)
    }
}

pub(super) fn part_of_day(word: &str) -> Option<&'static str> {
    Some(match word {
        "morning" => "MO",
        "afternoon" => "AF",
        "evening" => "EV",
        "night" => "NI",
        _ => return None,
    })
}
