//! Expressions of time, resolved against the day the document was published.
//!
//! In come a sentence and an [`Anchor`]; out go [`When`]s in order that never overlap: bytes, a
//! TIMEX3-style value (`2024-03-28`, `2024-W12`, `2023-Q4`, `P3D`, `PRESENT_REF`) and the days
//! meant. News speaks of the past: a bare weekday or month is the latest one, unless the clause
//! speaks of the future. What cannot be resolved keeps an `X` value and no days.

use crate::calendar::{
    Month, iso_week, month_number, quarter_days, single, weekday, weekday_number,
};
use crate::number_words::lexicon;
use crate::span::Span;
use crate::time_values::{Found, period, unit_letter};
use crate::token::{Token, TokenKind, tokens};
use linchpin_units::day::AsOf;
use linchpin_units::{Day, Days};
use serde::Serialize;

/// What kind of time is meant, as in TIMEX3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum WhenKind {
    /// A day, week, month, year …
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// A recurring time.
    Set,
}

/// On what a date rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhenBasis {
    /// The words name it fully.
    Explicit,
    /// The publication date completes it.
    Publication,
    /// It needs a publication date that is unknown, or not known to the day.
    Unresolved,
}

/// One expression of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct When {
    /// Its bytes.
    pub span: Span,
    /// What kind of time.
    pub kind: WhenKind,
    /// TIMEX3-style value.
    pub value: String,
    /// The days meant, where known.
    pub days: Option<Days>,
    /// On what the value rests.
    pub basis: WhenBasis,
    /// `START`, `MID`, `END`, `APPROX`, or nothing.
    pub modifier: Option<&'static str>,
}

/// The day from which a document speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor {
    /// Its days: one, or the month or year it was published in.
    days: Days,
}

impl Anchor {
    /// From a publication date of any precision.
    #[must_use]
    pub fn published(as_of: &AsOf) -> Self {
        Self { days: as_of.days() }
    }

    fn day(self) -> Option<Day> {
        (self.days.until == Some(self.days.from.plus(1))).then_some(self.days.from)
    }

    fn month(self) -> Option<Month> {
        let first = Month::of(self.days.from);
        (first.days()?.until? >= self.days.until?).then_some(first)
    }

    fn year(self) -> Option<i16> {
        let last = self.days.until?.plus(-1);
        (last.year() == self.days.from.year()).then_some(last.year())
    }
}

/// The expressions of time in `text`, spans relative to it.
#[must_use]
pub fn times(text: &str, anchor: Option<Anchor>) -> Vec<When> {
    let all = tokens(text);
    let lower: Vec<String> = all.iter().map(Token::lower).collect();
    let reader = Reader { all: &all, lower: &lower, anchor };
    let mut out = Vec::new();
    let mut at = 0;
    while at < all.len() {
        let Some(found) = reader.read(at) else {
            at += 1;
            continue;
        };
        let span = Span::new(all[at].span.start, all[found.next - 1].span.end);
        // `Friday’s` ends before the possessive.
        let words = span.of(text).unwrap_or("");
        let span = Span::new(span.start, span.start + crate::token::strip_possessive(words).len());
        out.push(When {
            span,
            kind: found.kind,
            value: found.value,
            days: found.days,
            basis: found.basis,
            modifier: found.modifier,
        });
        at = found.next.max(at + 1);
    }
    out
}

struct Reader<'r, 't> {
    all: &'r [Token<'t>],
    lower: &'r [String],
    anchor: Option<Anchor>,
}

const FUTURE: &[&str] = &[
    "will",
    "shall",
    "plans",
    "plan",
    "scheduled",
    "due",
    "expected",
    "set",
    "’ll",
    "going",
    "would",
    "upcoming",
    "ahead",
];

impl Reader<'_, '_> {
    fn w(&self, at: usize) -> &str {
        self.lower.get(at).map_or("", String::as_str)
    }

    fn figure(&self, at: usize) -> Option<i64> {
        let token = self.all.get(at).filter(|token| token.kind == TokenKind::Figure)?;
        if token.text.contains(['.', ',']) { None } else { token.text.parse().ok() }
    }

    fn glued(&self, at: usize) -> bool {
        at > 0 && at < self.all.len() && self.all[at - 1].span.end == self.all[at].span.start
    }

    fn day(&self) -> Option<Day> {
        self.anchor.and_then(Anchor::day)
    }

    /// Whether the clause around token `at` speaks of the future.
    fn future(&self, at: usize) -> bool {
        let from = at.saturating_sub(9);
        self.lower[from..at].iter().any(|word| FUTURE.contains(&word.as_str()))
    }

    fn read(&self, at: usize) -> Option<Found> {
        if self.glued(at)
            && self.all[at].kind == TokenKind::Figure
            && self.all[at - 1].kind == TokenKind::Word
        {
            return None;
        }
        self.numeric_date(at)
            .or_else(|| self.part_of_period(at))
            .or_else(|| self.month_date(at))
            .or_else(|| self.weekday_date(at))
            .or_else(|| self.quarter(at))
            .or_else(|| self.deictic(at))
            .or_else(|| self.counted(at))
            .or_else(|| self.shifted(at))
            .or_else(|| self.set(at))
            .or_else(|| self.day_of_month(at))
            .or_else(|| self.clock(at))
            .or_else(|| self.year(at))
    }

    /// `2024-03-28`, `28.03.2024`, `3/28/2024`.
    fn numeric_date(&self, at: usize) -> Option<Found> {
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
    fn dom(&self, at: usize) -> Option<(i8, usize)> {
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

    fn year_number(&self, at: usize) -> Option<i16> {
        let token = self.all.get(at).filter(|token| token.text.len() == 4)?;
        let year: i16 = token.text.parse().ok()?;
        (1400..2200).contains(&year).then_some(year)
    }

    fn month_at(&self, at: usize) -> Option<(i8, usize)> {
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
    fn month_date(&self, at: usize) -> Option<Found> {
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

    fn month_day(&self, month: i8, day: i8, at: usize, next: usize) -> Option<Found> {
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
            if ahead > 31 && !future { ahead + 400 } else { ahead.abs() }
        })?;
        Found::day(best, next, WhenBasis::Publication)
    }

    /// `early 2024`, `mid-March`, `the end of last year`, `late last week`.
    fn part_of_period(&self, at: usize) -> Option<Found> {
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
        let inner_the = usize::from(self.w(next) == "the" && self.w(next + 1) != "year");
        let found = self
            .month_date(next)
            .or_else(|| self.quarter(next))
            .or_else(|| self.shifted(next))
            .or_else(|| self.year(next))
            .or_else(|| self.shifted(next + inner_the))?;
        (found.kind == WhenKind::Date).then_some(Found { modifier: Some(modifier), ..found })
    }

    /// `Friday`, `last Friday`, `Friday, March 28`, `Friday morning`.
    fn weekday_date(&self, at: usize) -> Option<Found> {
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

    /// `the third quarter of 2024`, `Q3 2024`, `the first half`, `summer 2023`.
    fn quarter(&self, at: usize) -> Option<Found> {
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

    fn season(&self, code: &str, at: usize, next: usize) -> Option<Found> {
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

    /// `yesterday`, `now`, `this morning`, `recently`.
    fn deictic(&self, at: usize) -> Option<Found> {
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

    /// How many: a figure or number word, `a`, `several`.
    fn count(&self, at: usize) -> Option<(String, Option<i64>, usize)> {
        if let Some(number) = self.figure(at) {
            return Some((number.to_string(), Some(number), at + 1));
        }
        if let Some(token) = self
            .all
            .get(at)
            .filter(|token| token.kind == TokenKind::Figure && !token.text.contains(','))
        {
            return Some((token.text.to_owned(), None, at + 1));
        }
        match self.w(at) {
            "a" | "an" if self.w(at + 1) == "few" => return Some(("X".to_owned(), None, at + 2)),
            "a" | "an" if self.w(at + 1) == "couple" => {
                return Some((
                    "2".to_owned(),
                    Some(2),
                    at + 2 + usize::from(self.w(at + 2) == "of"),
                ));
            }
            "a" | "an" => return Some(("1".to_owned(), Some(1), at + 1)),
            "half" if matches!(self.w(at + 1), "a" | "an") => {
                return Some(("0.5".to_owned(), None, at + 2));
            }
            "several" | "few" | "many" | "some" => return Some(("X".to_owned(), None, at + 1)),
            _ => {}
        }
        let mut words = Vec::new();
        let mut ends = Vec::new();
        for i in at..(at + 5).min(self.lower.len()) {
            for word in self.w(i).split('-') {
                words.push(word);
                ends.push(i);
            }
        }
        let (amount, used) = lexicon().read(&words)?;
        if amount.ordinal || amount.fraction || amount.times {
            return None;
        }
        let last = ends[used - 1];
        let whole = ends.get(used) != Some(&last);
        let number = format!("{:.0}", amount.value);
        whole.then(|| (number.clone(), number.parse().ok(), last + 1))
    }

    /// `two weeks ago`, `in three days`, `the past five years`, `10 days`, `three-year`.
    fn counted(&self, at: usize) -> Option<Found> {
        let mut i = at;
        let the = usize::from(matches!(self.w(i), "the" | "these" | "those"));
        let lead = self.w(i + the);
        let span_of = matches!(
            lead,
            "past" | "last" | "next" | "coming" | "previous" | "first" | "following"
        );
        if span_of {
            i += the + 1;
        }
        // Bare plurals: `for years`, `over decades`.
        if unit_letter(self.w(i)).is_some()
            && self.w(i).ends_with('s')
            && (span_of
                || matches!(
                    self.w(at.wrapping_sub(1)),
                    "for" | "over" | "in" | "took" | "takes" | "take" | "of" | "within"
                ))
        {
            let (letter, clock) = unit_letter(self.w(i))?;
            let ago = matches!(self.w(i + 1), "ago" | "earlier");
            let value = period("X", letter, clock);
            return Some(if ago {
                Found::reference("PAST_REF", i + 2)
            } else {
                Found::length(value, i + 1)
            });
        }
        // A compound: `three-year`, `10-day`.
        if let Some((head, tail)) = self.w(i).rsplit_once('-')
            && let Some((letter, clock)) = unit_letter(tail)
        {
            let words: Vec<&str> = head.split('-').collect();
            let (amount, used) = lexicon().read(&words)?;
            return (used == words.len()).then(|| {
                Found::length(period(&format!("{}", amount.value), letter, clock), i + 1)
            });
        }
        let (spelled, number, mut next) = self.count(i)?;
        if self.w(next) == "-" && self.glued(next) && self.glued(next + 1) {
            next += 1;
        }
        if matches!(
            self.w(next),
            "more"
                | "full"
                | "straight"
                | "consecutive"
                | "business"
                | "working"
                | "long"
                | "successive"
        ) {
            next += 1;
        }
        let (letter, clock) = unit_letter(self.w(next))?;
        let article = matches!(self.w(i), "a" | "an");
        let hyphen = next > 0 && self.w(next - 1) == "-";
        next += 1;
        let year_old = self.w(next) == "old"
            || self.w(next) == "-" && self.w(next + 1) == "old"
            || self.w(next) == "year-old";
        if year_old {
            return None;
        }
        let ago = matches!(self.w(next), "ago" | "earlier" | "previously" | "before")
            && self.w(next) != "before";
        let later = matches!(self.w(next), "later" | "hence")
            || self.w(next) == "from" && self.w(next + 1) == "now";
        let inside =
            self.w(at.wrapping_sub(1)) == "in" && !span_of && self.future(at) && number.is_some();
        if (ago || later || inside) && !span_of && !hyphen {
            let end = if ago || self.w(next) == "later" || self.w(next) == "hence" {
                next + 1
            } else if later {
                next + 2
            } else {
                next
            };
            let sign = if ago { -1 } else { 1 };
            let Some(number) = number else {
                return Some(Found::reference(if ago { "PAST_REF" } else { "FUTURE_REF" }, end));
            };
            if self.w(next) == "later" || self.w(next) == "earlier" {
                // Counted from another event, not from publication.
                return Some(Found::length(period(&spelled, letter, clock), end));
            }
            return self.moved(letter, clock, sign * number, end);
        }
        // `a week`, `a day` alone are rates more often than lengths.
        if article
            && !span_of
            && !matches!(
                self.w(i.wrapping_sub(1)),
                "for"
                    | "than"
                    | "within"
                    | "about"
                    | "nearly"
                    | "almost"
                    | "over"
                    | "after"
                    | "half"
                    | "and"
                    | "in"
                    | "least"
                    | "took"
                    | "takes"
                    | "just"
                    | "only"
            )
        {
            return None;
        }
        Some(Found::length(period(&spelled, letter, clock), next))
    }

    /// The date `n` units from publication, as precise as the unit.
    fn moved(&self, letter: char, clock: bool, n: i64, next: usize) -> Option<Found> {
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

    /// `last week`, `this year`, `next month`, `the previous quarter`.
    fn shifted(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.w(at) == "the");
        let shift = match self.w(at + the) {
            "last" | "past" | "previous" => -1,
            "this" | "current" => 0,
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
            let shift = i16::try_from(shift).ok()?;
            return Some(Found::date(format!("{}-{code}", year + shift), None, next, basis));
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
            let decade = i64::from(year) / 10 + shift;
            return Some(Found::date(decade.to_string(), None, next, basis));
        }
        Some(found)
    }

    /// `every year`, `annually`, `monthly`, `per day`.
    fn set(&self, at: usize) -> Option<Found> {
        let value = match self.w(at) {
            "daily" => "P1D",
            "weekly" => "P1W",
            "monthly" => "P1M",
            "quarterly" => "P1Q",
            "yearly" | "annual" | "annually" => "P1Y",
            "hourly" => "PT1H",
            "every" | "each" | "per" => {
                let word = self.w(at + 1);
                if let Some(wanted) = weekday_number(word) {
                    return Some(Found {
                        kind: WhenKind::Set,
                        ..Found::date(
                            format!("XXXX-WXX-{}", wanted + 1),
                            None,
                            at + 2,
                            WhenBasis::Explicit,
                        )
                    });
                }
                let (letter, clock) = unit_letter(word)?;
                if self.w(at) == "per" && clock {
                    return None;
                }
                return Some(Found {
                    kind: WhenKind::Set,
                    ..Found::length(period("1", letter, clock), at + 2)
                });
            }
            _ => return None,
        };
        Some(Found { kind: WhenKind::Set, ..Found::length(value.to_owned(), at + 1) })
    }

    /// `the 26th (local time)`.
    fn day_of_month(&self, at: usize) -> Option<Found> {
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
        if next != at + 3 && !spelled
            || spelled
            || !dated
            || noun_follows && self.w(next) != "local"
        {
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

    /// `5 p.m.`, `10:30`, `noon`.
    fn clock(&self, at: usize) -> Option<Found> {
        let half = |word: &str| match word.replace('.', "").as_str() {
            "am" => Some(0),
            "pm" => Some(12),
            _ => None,
        };
        let (hour, minute, next) = match self.w(at) {
            "noon" => (12, 0, at + 1),
            "midnight" => (0, 0, at + 1),
            _ => {
                let hour = self.figure(at).filter(|hour| *hour < 24)?;
                let colon = self.w(at + 1) == ":" && self.glued(at + 1) && self.glued(at + 2);
                let minute = if colon {
                    self.figure(at + 2).filter(|m| *m < 60 && self.all[at + 2].text.len() == 2)?
                } else {
                    0
                };
                let next = if colon { at + 3 } else { at + 1 };
                match half(self.w(next)) {
                    Some(shift) => (hour % 12 + shift, minute, next + 1),
                    None if colon => (hour, minute, next),
                    None => return None,
                }
            }
        };
        let clock = format!("T{hour:02}:{minute:02}");
        let value =
            self.day().map_or_else(|| format!("XXXX-XX-XX{clock}"), |day| format!("{day}{clock}"));
        let days = self.day().map(single);
        let basis = if days.is_some() { WhenBasis::Publication } else { WhenBasis::Unresolved };
        Some(Found { kind: WhenKind::Time, ..Found::date(value, days, next, basis) })
    }

    /// `2024`, `fiscal 2024`, `the 1990s`, `the 20th century`.
    fn year(&self, at: usize) -> Option<Found> {
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

fn part_of_day(word: &str) -> Option<&'static str> {
    Some(match word {
        "morning" => "MO",
        "afternoon" => "AF",
        "evening" => "EV",
        "night" => "NI",
        _ => return None,
    })
}

fn season(word: &str) -> Option<&'static str> {
    Some(match word {
        "spring" => "SP",
        "summer" => "SU",
        "autumn" | "fall" => "FA",
        "winter" => "WI",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published on Thursday 28 March 2024.
    fn values(text: &str) -> Vec<String> {
        let as_of: AsOf = "2024-03-28".parse().expect("a date");
        times(text, Some(Anchor::published(&as_of))).into_iter().map(|when| when.value).collect()
    }

    #[test]
    fn expressions_resolve_against_publication() {
        for (text, value) in [
            ("They met on Friday.", "2024-03-22"),
            ("They will meet on Friday.", "2024-03-29"),
            ("Published Thursday.", "2024-03-28"),
            ("It was said last week.", "2024-W12"),
            ("On the 26th (local time), they met", "2024-03-26"),
            ("On the 30th they met", "2024-02-29"),
            ("yesterday it rained", "2024-03-27"),
            ("in October it fell", "2023-10"),
            ("by March 2025 at", "2025-03"),
            ("on May 5, 2023, they", "2023-05-05"),
            ("on 5 May 2023 they", "2023-05-05"),
            ("on January 7 they", "2024-01-07"),
            ("in the third quarter of 2023", "2023-Q3"),
            ("in the fourth quarter", "2023-Q4"),
            ("two years ago", "2022"),
            ("three months ago", "2023-12"),
            ("for three weeks", "P3W"),
            ("the past five years", "P5Y"),
            ("in 2021", "2021"),
            ("the 1990s were", "199"),
            ("needs yearly approval", "P1Y"),
            ("at 5 p.m. sharp", "2024-03-28T17:00"),
            ("it is now open", "PRESENT_REF"),
            ("last month", "2024-02"),
            ("next year", "2025"),
            ("on 2023-05-26 they", "2023-05-26"),
            ("mid-2025 or so", "2025"),
            ("late last year", "2023"),
        ] {
            let expected: Vec<String> = vec![value.to_owned()];
            let got = values(text);
            if value == "2024-02-29" {
                // February 2024 has 29 days: the 30th of it does not exist.
                assert!(got.is_empty(), "{text}: {got:?}");
            } else {
                assert_eq!(got, expected, "{text}");
            }
        }
    }

    #[test]
    fn unknown_publication_stays_unknown() {
        let found = times("They met on Friday, the 26th of May.", None);
        assert!(found.iter().all(|when| when.days.is_none()), "{found:?}");
        assert_eq!(times("the 26th (local time)", None)[0].basis, WhenBasis::Unresolved);
    }

    #[test]
    fn numbers_are_no_dates() {
        for text in
            ["exports of 2000 wafers", "$2024 in cash", "he may win", "a second look", "chip H2023"]
        {
            assert!(values(text).is_empty(), "{text}: {:?}", values(text));
        }
    }
}
