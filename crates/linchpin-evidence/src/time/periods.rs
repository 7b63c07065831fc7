//! Quarters, halves, seasons, years, decades, and parts of periods.
//!
//! In come tokens; out go periods longer than a month.

use super::{Anchor, Reader};
use crate::calendar::{Month, century_days, half_days, month_number, quarter_days, season_days};
use crate::time_values::Found;
use crate::token::TokenKind;
use crate::when::{WhenBasis, WhenKind};

impl Reader<'_, '_> {
    /// `early 2024`, `mid-March`, `the end of last year`, `late last week`.
    pub(super) fn part_of_period(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.w(at) == "the");
        let word = self.w(at + the);
        let (modifier, mut next) = match word {
            "early" | "beginning" | "start" => ("START", at + the + 1),
            "mid" | "middle" => ("MID", at + the + 1),
            "late" | "end" => ("END", at + the + 1),
            "year-end" => {
                let year = self.year_number(at + the + 1);
                let found = match (year, self.anchor.and_then(Anchor::year)) {
                    (Some(year), _) => Found::year(year, at + the + 2, WhenBasis::Explicit)?,
                    (None, Some(year)) => Found::year(year, at + the + 1, WhenBasis::Publication)?,
                    (None, None) => Found::open("XXXX".to_owned(), at + the + 1),
                };
                return Some(Found { modifier: Some("END"), ..found });
            }
            _ => {
                let (part, rest) = word.split_once('-')?;
                let modifier = match part {
                    "mid" | "middle" => "MID",
                    "end" | "late" => "END",
                    "early" | "start" => "START",
                    _ => return None,
                };
                let month = month_number(rest);
                let year: Option<i16> =
                    rest.parse().ok().filter(|year| (1400..2200).contains(year));
                let found = match (month, year) {
                    (Some(month), _) => {
                        let year = self.year_number(at + 1);
                        let now = self.anchor.and_then(Anchor::month);
                        match (year, now) {
                            (Some(year), _) => {
                                Found::month(Month { year, month }, at + 2, WhenBasis::Explicit)?
                            }
                            (None, Some(now)) => {
                                let year = if month > now.month && !self.future(at) {
                                    now.year - 1
                                } else {
                                    now.year
                                };
                                Found::month(Month { year, month }, at + 1, WhenBasis::Publication)?
                            }
                            (None, None) => Found::open(format!("XXXX-{month:02}"), at + 1),
                        }
                    }
                    (None, Some(year)) => Found::year(year, at + 1, WhenBasis::Explicit)?,
                    (None, None) => return None,
                };
                return Some(Found { modifier: Some(modifier), ..found });
            }
        };
        if matches!(self.w(next), "-" | "in" | "of") {
            next += 1;
        }
        // `the end of the year`: the year of publication.
        if self.w(next) == "the"
            && matches!(self.w(next + 1), "year" | "month" | "week" | "quarter")
        {
            let (letter, clock) = crate::time_values::unit_letter(self.w(next + 1))?;
            let found = self.moved(letter, clock, 0, next + 2)?;
            return Some(Found { modifier: Some(modifier), ..found });
        }
        let inner_the = usize::from(self.w(next) == "the" && self.w(next + 1) != "year");
        let found = self
            .month_date(next)
            .or_else(|| self.quarter(next))
            .or_else(|| self.shifted(next))
            .or_else(|| self.year(next))
            .or_else(|| self.shifted(next + inner_the))?;
        (found.kind == WhenKind::Date).then_some(Found { modifier: Some(modifier), ..found })
    }

    /// `the third quarter of 2024`, `Q3 2024`, `the first half`, `summer 2023`.
    pub(super) fn quarter(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.w(at) == "the");
        let i = at + the;
        let short = |word: &str, letter: char| {
            let number = word.strip_prefix(letter)?;
            number.parse::<i8>().ok().filter(|n| (1..=4).contains(n))
        };
        let (number, unit, mut next) = if let Some(quarter) = short(self.w(i), 'q') {
            (quarter, 'Q', i + 1)
        } else if let Some(half) =
            short(self.w(i), 'h').filter(|half| *half <= 2 && self.year_number(i + 1).is_some())
        {
            (half, 'H', i + 1)
        } else if let Some(quarter) = self.figure(i).and_then(|n| i8::try_from(n).ok())
            && self.glued(i + 1)
            && matches!(self.w(i + 1), "q" | "h")
            && (1..=4).contains(&quarter)
            && (self.w(i + 1) == "q" || quarter <= 2)
        {
            (quarter, if self.w(i + 1) == "q" { 'Q' } else { 'H' }, i + 2)
        } else if let Some(season) = season(self.w(i)) {
            return self.season(season, at, i + 1);
        } else {
            let number = match self.w(i) {
                "first" | "1st" => 1,
                "second" => 2,
                "third" => 3,
                "fourth" | "final" => 4,
                word if word.ends_with("-quarter") || word.ends_with("-half") => {
                    return self.hyphened(at, i);
                }
                _ => {
                    let (n, after) = self.dom(i)?;
                    let unit = self.w(after);
                    if !(after == i + 2 && n <= 4 && unit == "quarter") {
                        return None;
                    }
                    n
                }
            };
            let after = if self.figure(i).is_some() { i + 2 } else { i + 1 };
            let (unit, next) = self.quarter_word(number, after)?;
            (number, unit, next)
        };
        let link = usize::from(matches!(self.w(next), "of" | "in" | ","));
        let this = matches!(self.w(next + link), "this" | "last" | "next")
            && self.w(next + link + 1) == "year";
        let shift = match self.w(next + link) {
            "last" => -1,
            "next" => 1,
            _ => 0,
        };
        let (year, basis) = if let Some(year) = self.year_number(next + link) {
            next += link + 1;
            (year, WhenBasis::Explicit)
        } else if let Some(now) = self.anchor.and_then(Anchor::year) {
            if this {
                next += link + 2;
                (now + shift, WhenBasis::Publication)
            } else {
                let month = self.anchor.and_then(Anchor::month).map_or(12, |month| month.month);
                let size = if unit == 'Q' { 3 } else { 6 };
                let begun = month > (number - 1) * size;
                let year = if begun || self.future(at) { now } else { now - 1 };
                (year, WhenBasis::Publication)
            }
        } else {
            return Some(Found::open(format!("XXXX-{unit}{number}"), next));
        };
        let days = if unit == 'Q' { quarter_days(year, number) } else { half_days(year, number) };
        Some(Found::date(format!("{year}-{unit}{number}"), days, next, basis))
    }

    /// `quarter`, `fiscal quarter`, or a `half` that is plainly of a year: its letter and the token after it.
    fn quarter_word(&self, number: i8, after: usize) -> Option<(char, usize)> {
        let fiscal = usize::from(matches!(self.w(after), "fiscal" | "calendar"));
        match self.w(after + fiscal) {
            "quarter" | "quarters" => Some(('Q', after + fiscal + 1)),
            "half"
                if number <= 2
                    && (matches!(self.w(after + 1), "of")
                        || self.year_number(after + 1).is_some()) =>
            {
                Some(('H', after + 1))
            }
            _ => None,
        }
    }

    /// `third-quarter profit`, `first-half sales`.
    fn hyphened(&self, at: usize, i: usize) -> Option<Found> {
        let (ordinal, unit) = self.w(i).split_once('-')?;
        let number = match ordinal {
            "first" => 1,
            "second" => 2,
            "third" => 3,
            "fourth" => 4,
            _ => return None,
        };
        let (letter, size) = if unit == "quarter" { ('Q', 3) } else { ('H', 6) };
        let link = usize::from(self.w(i + 1) == "of");
        if let Some(year) = self.year_number(i + 1 + link) {
            let days =
                if letter == 'Q' { quarter_days(year, number) } else { half_days(year, number) };
            let value = format!("{year}-{letter}{number}");
            return Some(Found::date(value, days, i + 2 + link, WhenBasis::Explicit));
        }
        let Some(now) = self.anchor.and_then(Anchor::year) else {
            return Some(Found::open(format!("XXXX-{letter}{number}"), i + 1));
        };
        let month = self.anchor.and_then(Anchor::month).map_or(12, |month| month.month);
        let begun = month > (number - 1) * size;
        let year = if begun || self.future(at) { now } else { now - 1 };
        let days = if letter == 'Q' { quarter_days(year, number) } else { half_days(year, number) };
        Some(Found::date(format!("{year}-{letter}{number}"), days, i + 1, WhenBasis::Publication))
    }

    /// `the first nine months of 2023`, `the last three months of the year`.
    pub(super) fn months_of(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.w(at) == "the");
        let first = match self.w(at + the) {
            "first" => true,
            "last" | "final" => false,
            _ => return None,
        };
        let (_, count, next) = self.count(at + the + 1)?;
        let count = i8::try_from(count?).ok().filter(|count| (2..12).contains(count))?;
        if self.w(next) != "months" || self.w(next + 1) != "of" {
            return None;
        }
        let (year, end, basis) = match self.year_number(next + 2) {
            Some(year) => (year, next + 3, WhenBasis::Explicit),
            None => {
                let (shift, after) = match (self.w(next + 2), self.w(next + 3)) {
                    ("this", "year") => (0, next + 4),
                    ("last", "year") => (-1, next + 4),
                    ("the", "year") => (0, next + 4),
                    _ => return None,
                };
                (self.anchor.and_then(Anchor::year)? + shift, after, WhenBasis::Publication)
            }
        };
        let (from, to) = if first { (1, count) } else { (13 - count, 12) };
        let days = Month { year, month: from }
            .first()
            .zip(Month { year, month: to }.plus(1).first())
            .and_then(|(from, until)| linchpin_units::Days::new(from, Some(until)).ok());
        Some(Found::date(format!("{year}-{from:02}/{year}-{to:02}"), days, end, basis))
    }

    /// `the week of March 4`, `the week ended Sept. 28`.
    pub(super) fn week_of(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.w(at) == "the");
        let link =
            matches!(self.w(at + the + 1), "of" | "ended" | "ending" | "starting" | "beginning");
        if self.w(at + the) != "week" || !link {
            return None;
        }
        let on = usize::from(matches!(self.w(at + the + 2), "on" | "the"));
        let from = at + the + 2 + on;
        let found = self.month_date(from).or_else(|| self.form(from))?;
        let days = found.days.filter(|days| days.until == Some(days.from.plus(1)))?;
        Found::week(days.from, found.next, found.basis)
    }

    pub(super) fn season(&self, code: &str, at: usize, next: usize) -> Option<Found> {
        let link = usize::from(matches!(self.w(next), "of"));
        if let Some(year) = self.year_number(next + link) {
            return Some(Found::date(
                format!("{year}-{code}"),
                season_days(year, code),
                next + link + 1,
                WhenBasis::Explicit,
            ));
        }
        let before = self.w(at.wrapping_sub(1));
        let named =
            matches!(before, "in" | "the" | "this" | "last" | "next" | "during" | "since" | "by");
        if !named || self.w(at) == "fall" && before != "in" && before != "this" && before != "last"
        {
            return None;
        }
        let year = self.anchor.and_then(Anchor::year);
        let shift = match before {
            "last" => -1,
            "next" => 1,
            _ => 0,
        };
        Some(match year {
            Some(year) => {
                let year = year + shift;
                let days = season_days(year, code);
                Found::date(format!("{year}-{code}"), days, next, WhenBasis::Publication)
            }
            None => Found::open(format!("XXXX-{code}"), next),
        })
    }

    /// `2024`, `fiscal 2024`, `the 1990s`, `the 20th century`.
    pub(super) fn year(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.w(at) == "the");
        let fiscal = usize::from(matches!(self.w(at + the), "fiscal" | "fy" | "financial"));
        let i = at + the + fiscal;
        if fiscal == 1 {
            // Whose fiscal year it is nobody says: no days.
            let word = usize::from(self.w(i) == "year");
            let year = self.year_number(i + word)?;
            let next = i + word + 1;
            return Some(Found::date(format!("FY{year:04}"), None, next, WhenBasis::Explicit));
        }
        if let Some(century) = self
            .w(i)
            .strip_suffix("-century")
            .and_then(|n| n.trim_end_matches(char::is_alphabetic).parse::<i64>().ok())
        {
            let days = century_days(century - 1);
            return Some(Found::date((century - 1).to_string(), days, i + 1, WhenBasis::Explicit));
        }
        if let Some((n, next)) = self.dom(i)
            && self.w(next) == "century"
        {
            let number = i64::from(n) - 1;
            let days = century_days(number);
            return Some(Found::date(number.to_string(), days, next + 1, WhenBasis::Explicit));
        }
        // `the nineties`
        if the == 1
            && let Some(at) = NINETIES.iter().position(|word| *word == self.w(i))
        {
            let year = 1920 + 10 * i16::try_from(at).ok()?;
            return super::forms::decade(year, i + 1);
        }
        let year = self.year_number(i)?;
        if self.w(i + 1) == "s" && self.glued(i + 1) {
            return super::forms::decade(year, i + 2);
        }
        let money = i > 0 && matches!(self.w(i - 1), "$" | "€" | "£" | "¥" | "₩" | "#" | "no");
        let glued = self.glued(i) && self.all[i - 1].kind != TokenKind::Mark;
        let decimal = matches!(self.w(i + 1), "%" | "percent" | "per");
        let counted = self.all.get(i + 1).is_some_and(|token| {
            let word = self.w(i + 1);
            token.kind == TokenKind::Word
                && !token.is_capital()
                && word.ends_with('s')
                && word.len() > 3
                && !crate::lines::is_stopword(word)
                && crate::cues::cue(word).is_none()
                && !matches!(
                    self.w(i.wrapping_sub(1)),
                    "in" | "since" | "from" | "during" | "until" | "by"
                )
        });
        let unlikely = !(1500..2100).contains(&year);
        if money || glued || decimal || counted || unlikely || the == 1 && fiscal == 0 {
            return None;
        }
        Found::year(year, i + 1, WhenBasis::Explicit)
    }
}

/// Decades by name, from the twenties.
const NINETIES: [&str; 8] =
    ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"];

pub(super) fn season(word: &str) -> Option<&'static str> {
    Some(match word {
        "spring" => "SP",
        "summer" => "SU",
        "autumn" | "fall" => "FA",
        "winter" => "WI",
        _ => return None,
    })
}
