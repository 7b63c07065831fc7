//! Lengths of time, recurring times and times of day.
//!
//! In come tokens; out go durations, sets and clock times.

use super::Reader;
use crate::calendar::{single, weekday_number};
use crate::number_words::lexicon;
use crate::time_values::{Found, period, unit_letter};
use crate::token::TokenKind;
use crate::when::{WhenBasis, WhenKind};

/// Whether a bare plural of a unit is a length behind a word: `for years`.
fn takes_plural(before: &str) -> bool {
    matches!(before, "for" | "over" | "in" | "took" | "takes" | "take" | "of" | "within")
}

/// Whether `a week` is a length behind a word, not a rate.
fn makes_length(before: &str) -> bool {
    matches!(
        before,
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
}

impl Reader<'_, '_> {
    /// How many: a figure or number word, `a`, `several`.
    pub(super) fn count(&self, at: usize) -> Option<(String, Option<i64>, usize)> {
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
        // `three and a half years` are 3.5, and no whole number of years.
        let number = format!("{}", amount.value);
        whole.then(|| (number.clone(), number.parse().ok(), last + 1))
    }

    /// `two weeks ago`, `in three days`, `the past five years`, `10 days`, `three-year`.
    pub(super) fn counted(&self, at: usize) -> Option<Found> {
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
        if unit_letter(self.w(i)).is_some()
            && self.w(i).ends_with('s')
            && (span_of || takes_plural(self.w(at.wrapping_sub(1))))
        {
            return self.plural(i);
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
        let (mut spelled, mut number, next) = self.count(i)?;
        let mut next = self.before_unit(next);
        let (letter, clock) = unit_letter(self.w(next))?;
        let article = matches!(self.w(i), "a" | "an");
        let hyphen = next > 0 && self.w(next - 1) == "-";
        next += 1;
        // `a year and a half`
        let mut halved = false;
        if (self.w(next), self.w(next + 1), self.w(next + 2)) == ("and", "a", "half")
            && let Some(whole) = number.take()
        {
            (spelled, halved) = (format!("{whole}.5"), true);
            next += 3;
        }
        let year_old = self.w(next) == "old"
            || self.w(next) == "-" && self.w(next + 1) == "old"
            || self.w(next) == "year-old";
        // An age is a length of time too.
        if year_old {
            return Some(Found::length(period(&spelled, letter, clock), next));
        }
        if !span_of && !hyphen {
            let inside = self.w(at.wrapping_sub(1)) == "in" && self.future(at) && number.is_some();
            if let Some(found) = self.counted_from((letter, clock), number, article, inside, next) {
                return found;
            }
        }
        // `a week`, `a day` alone are rates more often than lengths.
        if article && !halved && !span_of && !makes_length(self.w(i.wrapping_sub(1))) {
            return None;
        }
        Some(Found::length(period(&spelled, letter, clock), next))
    }

    /// Bare plurals: `for years`, `over decades`, `years ago`.
    fn plural(&self, i: usize) -> Option<Found> {
        let (letter, clock) = unit_letter(self.w(i))?;
        let ago = matches!(self.w(i + 1), "ago" | "earlier");
        let value = period("X", letter, clock);
        Some(if ago { Found::reference("PAST_REF", i + 2) } else { Found::length(value, i + 1) })
    }

    /// The token of the unit behind a count: over a hyphen, and over `full`, `consecutive`, `working`.
    fn before_unit(&self, mut next: usize) -> usize {
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
        next
    }

    /// A length counted from now or from another event: `ago`, `later`, `from now`, and `in three days` where
    /// `inside`. None where it is counted from nothing; inside it, none where no time can be told.
    fn counted_from(
        &self,
        (letter, clock): (char, bool),
        number: Option<i64>,
        article: bool,
        inside: bool,
        next: usize,
    ) -> Option<Option<Found>> {
        let ago = matches!(self.w(next), "ago" | "earlier" | "previously");
        let later = matches!(self.w(next), "later" | "hence")
            || self.w(next) == "from" && self.w(next + 1) == "now";
        if !(ago || later || inside) {
            return None;
        }
        let end = if ago || self.w(next) == "later" || self.w(next) == "hence" {
            next + 1
        } else if later {
            next + 2
        } else {
            next
        };
        let sign = if ago { -1 } else { 1 };
        let Some(number) = number else {
            let way = if ago { "PAST_REF" } else { "FUTURE_REF" };
            return Some(Some(Found::reference(way, end)));
        };
        // `a year earlier` in reports of profits is last year; other spans count from another event.
        let year_earlier = self.w(next) == "earlier" && letter == 'Y' && article;
        if !year_earlier && matches!(self.w(next), "later" | "earlier") {
            // Counted from another event, not from publication: no day anybody can name.
            let value = match letter {
                'D' if !clock => "XXXX-XX-XX",
                'W' => "XXXX-WXX",
                'M' if !clock => "XXXX-XX",
                _ if clock => "XXXX-XX-XX",
                _ => "XXXX",
            };
            return Some(Some(Found::open(value.to_owned(), end)));
        }
        Some(self.moved(letter, clock, sign * number, end))
    }

    /// `every year`, `annually`, `monthly`, `per day`.
    pub(super) fn set(&self, at: usize) -> Option<Found> {
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

    /// `5 p.m.`, `10:30`, `noon`.
    /// `3 p.m. Friday`, `9:30 a.m. on Monday`: the hour of a day named after it.
    pub(super) fn clock_and_day(&self, at: usize) -> Option<Found> {
        let clock = self.clock(at)?;
        let from = clock.next + usize::from(matches!(self.w(clock.next), "on" | ","));
        let day = self
            .weekday_date(from)
            .or_else(|| self.month_date(from))
            .or_else(|| self.deictic(from))
            .filter(|day| day.kind == WhenKind::Date && day.value.len() == 10);
        Some(match (day, clock.value.split_once('T')) {
            (Some(day), Some((_, hour))) => {
                Found { kind: WhenKind::Time, value: format!("{}T{hour}", day.value), ..day }
            }
            _ => clock,
        })
    }

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
}
