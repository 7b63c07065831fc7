//! Quarters, halves, seasons, years, decades, and parts of periods.
//!
//! In come tokens; out go periods longer than a month.

use super::{Anchor, Reader, WhenBasis, WhenKind};
use crate::calendar::{Month, month_number, quarter_days};
use crate::time_values::Found;
use crate::token::TokenKind;
use linchpin_units::Days;

impl Reader<'_, '_> {
    /// `early 2024`, `mid-March`, `the end of last year`, `late last week`.
    pub(super) fn part_of_period(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.w(at) == "the");
        let word = self.w(at + the);
        let (modifier, mut next) = match word {
            "early" | "beginning" | "start" => ("START", at + the + 1),
            "mid" | "middle" => ("MID", at + the + 1),
            "late" | "end" => ("END", at + the + 1),
            _ => {
                let rest = word.strip_prefix("mid-")?;
                let month = month_number(rest);
                let year: Option<i16> = rest.parse().ok();
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
                return Some(Found { modifier: Some("MID"), ..found });
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
        } else if let Some(season) = season(self.w(i)) {
            return self.season(season, at, i + 1);
        } else {
            let number = match self.w(i) {
                "first" | "1st" => 1,
                "second" => 2,
                "third" => 3,
                "fourth" | "final" => 4,
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
            let fiscal = usize::from(matches!(self.w(after), "fiscal" | "calendar"));
            match self.w(after + fiscal) {
                "quarter" | "quarters" => (number, 'Q', after + fiscal + 1),
                "half"
                    if number <= 2
                        && (matches!(self.w(after + 1), "of")
                            || self.year_number(after + 1).is_some()) =>
                {
                    (number, 'H', after + 1)
                }
                _ => return None,
            }
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
        let days = if unit == 'Q' {
            quarter_days(year, number)
        } else {
            let from = Month { year, month: number * 6 - 5 };
            from.first()
                .zip(from.plus(6).first())
                .and_then(|(from, until)| Days::new(from, Some(until)).ok())
        };
        Some(Found::date(format!("{year}-{unit}{number}"), days, next, basis))
    }

    pub(super) fn season(&self, code: &str, at: usize, next: usize) -> Option<Found> {
        let link = usize::from(matches!(self.w(next), "of"));
        if let Some(year) = self.year_number(next + link) {
            return Some(Found::date(
                format!("{year}-{code}"),
                None,
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
                Found::date(format!("{}-{code}", year + shift), None, next, WhenBasis::Publication)
            }
            None => Found::open(format!("XXXX-{code}"), next),
        })
    }

    /// `2024`, `fiscal 2024`, `the 1990s`, `the 20th century`.
    pub(super) fn year(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.w(at) == "the");
        let fiscal = usize::from(matches!(self.w(at + the), "fiscal" | "fy"));
        let i = at + the + fiscal;
        if the + fiscal > 0 && self.w(i) == "year" && fiscal == 1 {
            let year = self.year_number(i + 1)?;
            return Found::year(year, i + 2, WhenBasis::Explicit);
        }
        if let Some(century) = self
            .w(i)
            .strip_suffix("-century")
            .and_then(|n| n.trim_end_matches(char::is_alphabetic).parse::<i64>().ok())
        {
            return Some(Found::date((century - 1).to_string(), None, i + 1, WhenBasis::Explicit));
        }
        if let Some((n, next)) = self.dom(i)
            && self.w(next) == "century"
        {
            return Some(Found::date((n - 1).to_string(), None, next + 1, WhenBasis::Explicit));
        }
        let year = self.year_number(i)?;
        if self.w(i + 1) == "s" && self.glued(i + 1) {
            return Some(Found::date((year / 10).to_string(), None, i + 2, WhenBasis::Explicit));
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

pub(super) fn season(word: &str) -> Option<&'static str> {
    Some(match word {
        "spring" => "SP",
        "summer" => "SU",
        "autumn" | "fall" => "FA",
        "winter" => "WI",
        _ => return None,
    })
}
