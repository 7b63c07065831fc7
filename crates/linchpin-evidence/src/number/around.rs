//! What stands around the figures: unit, bound and the noun counted.
//!
//! In come tokens beside a number; out go its kind, unit, comparator and noun.

use super::{Comparator, NumberKind, Reader};
use crate::number_words::{Amount, UnitKind};
use crate::token::TokenKind;

impl Reader<'_, '_> {
    pub(super) fn unit_after(
        &self,
        amount: &Amount,
        prefix: Option<String>,
        next: usize,
    ) -> (NumberKind, Option<String>, usize) {
        if let Some(code) = prefix {
            return (NumberKind::Money, Some(code), next);
        }
        if amount.ordinal {
            return (NumberKind::Ordinal, None, next);
        }
        let mut i = next;
        let hyphen = self.text(i) == "-" && self.glued(i) && self.glued(i + 1);
        if hyphen {
            i += 1;
        }
        let mut lower = self.lower(i);
        if matches!(
            lower.as_str(),
            "us" | "u.s." | "american" | "korean" | "chinese" | "japanese" | "hong" | "british"
        ) {
            let code = self.lower(i + 1);
            if self.lexicon.unit(&code).is_some_and(|unit| unit.0 == UnitKind::Currency) {
                i += 1;
                lower = code;
            }
        }
        let measure = |word: &str| {
            self.lexicon.unit(word).filter(|unit| unit.0 == UnitKind::Measure).map(|unit| unit.1)
        };
        if matches!(lower.as_str(), "metric" | "long" | "short")
            && let Some(unit) = measure(&self.lower(i + 1))
        {
            let unit = if lower == "metric" { "tonne" } else { unit };
            return (NumberKind::Quantity, Some(unit.to_owned()), i + 2);
        }
        if matches!(lower.as_str(), "square" | "sq" | "cubic")
            && let Some(unit) = measure(&self.lower(i + 1))
        {
            let power = if lower == "cubic" { "cubic" } else { "square" };
            return (NumberKind::Quantity, Some(format!("{power} {unit}")), i + 2);
        }
        if let Some(speed @ ("km" | "mile")) = measure(&lower)
            && matches!(self.lower(i + 1).as_str(), "an" | "a" | "per" | "/")
            && matches!(self.lower(i + 2).as_str(), "hour" | "h" | "hr")
        {
            let unit = if speed == "km" { "km/h" } else { "mph" };
            return (NumberKind::Quantity, Some(unit.to_owned()), i + 3);
        }
        if lower == "basis" && matches!(self.lower(i + 1).as_str(), "point" | "points") {
            return (NumberKind::Quantity, Some("bp".to_owned()), i + 2);
        }
        if lower == "per" && self.lower(i + 1) == "cent" {
            return (NumberKind::Percent, Some("%".to_owned()), i + 2);
        }
        // `three-year`: the hyphen belongs to the word token.
        let fallback = lower.split('-').next().unwrap_or("").to_owned();
        match self.lexicon.unit(&lower).or_else(|| self.lexicon.unit(&fallback)) {
            Some((UnitKind::Percent, _)) => {
                let points = matches!(self.lower(i + 1).as_str(), "point" | "points");
                let unit = if points { "pp" } else { "%" };
                let alone = self.lower(i) == "percentage" && !points;
                if alone {
                    return (NumberKind::Cardinal, None, next);
                }
                (NumberKind::Percent, Some(unit.to_owned()), if points { i + 2 } else { i + 1 })
            }
            Some((UnitKind::Currency | UnitKind::SubCurrency, code)) => {
                (NumberKind::Money, Some(code.to_owned()), i + 1)
            }
            // British money against weight: `five pounds` stays weight only for small plain counts.
            Some((UnitKind::Measure, "pound"))
                if amount.scale > 1.0 && self.lower(i + 1) != "of" =>
            {
                (NumberKind::Money, Some("GBP".to_owned()), i + 1)
            }
            Some((UnitKind::Measure | UnitKind::Time, unit)) => {
                (NumberKind::Quantity, Some(unit.to_owned()), i + 1)
            }
            Some((UnitKind::Multiple, _)) => (NumberKind::Multiple, Some("x".to_owned()), i + 1),
            _ if amount.times => (NumberKind::Multiple, Some("x".to_owned()), next),
            _ if amount.fraction => (NumberKind::Fraction, None, next),
            _ => (NumberKind::Cardinal, None, next),
        }
    }

    /// The bound before the number and the token it starts at.
    pub(super) fn comparator(&self, at: usize) -> (Comparator, usize) {
        let back = |n: usize| if n <= at { self.lower(at - n) } else { String::new() };
        let one = back(1);
        let two = format!("{} {one}", back(2));
        let three = format!("{} {two}", back(3));
        let four = format!("{} {three}", back(4));
        let find = |words: &str, size: usize| match (size, words) {
            (4, "no fewer than" | "no less than")
            | (3, "no fewer than" | "no less than" | "not less than") => Some(Comparator::AtLeast),
            (3, "no more than" | "not more than") => Some(Comparator::AtMost),
            (3, "as many as" | "as much as" | "as high as") => Some(Comparator::AtMost),
            (3, "as few as" | "as little as") => Some(Comparator::AtLeast),
            (2, "more than" | "greater than" | "higher than" | "larger than" | "upwards of") => {
                Some(Comparator::MoreThan)
            }
            (2, "less than" | "fewer than" | "lower than" | "smaller than") => {
                Some(Comparator::LessThan)
            }
            (2, "at least") => Some(Comparator::AtLeast),
            (2, "at most" | "up to") => Some(Comparator::AtMost),
            (2, "close to") => Some(Comparator::Nearly),
            (
                1,
                "about" | "around" | "approximately" | "roughly" | "some" | "circa" | "~"
                | "estimated" | "≈",
            ) => Some(Comparator::About),
            (1, "nearly" | "almost") => Some(Comparator::Nearly),
            (1, "over" | "exceeding" | "above" | "topping" | "exceeded" | ">") => {
                Some(Comparator::MoreThan)
            }
            (1, "under" | "below" | "<") => Some(Comparator::LessThan),
            (1, "≥" | "minimum") => Some(Comparator::AtLeast),
            (1, "≤" | "maximum") => Some(Comparator::AtMost),
            _ => None,
        };
        for (size, words) in
            [(4, four.trim()), (3, three.trim()), (2, two.trim()), (1, one.as_str())]
        {
            if let Some(comparator) = find(words, size) {
                return (comparator, at - words.split(' ').count());
            }
        }
        (Comparator::Exact, at)
    }

    pub(super) fn comparator_after(&self, before: Comparator, next: usize) -> (Comparator, usize) {
        if before != Comparator::Exact {
            return (before, next);
        }
        let (one, two) = (self.lower(next), self.lower(next + 1));
        match (one.as_str(), two.as_str()) {
            ("or", "more" | "greater" | "higher") => (Comparator::AtLeast, next + 2),
            ("or", "less" | "fewer" | "lower") => (Comparator::AtMost, next + 2),
            ("+", _) if self.glued(next) => (Comparator::AtLeast, next + 1),
            _ => (before, next),
        }
    }

    /// The noun a count counts: the first plural among the next words, else the next word.
    pub(super) fn noun(&self, at: usize) -> Option<String> {
        let mut first = None;
        for i in at..self.all.len().min(at + 5) {
            let token = self.all[i];
            let lower = token.lower();
            if token.kind != TokenKind::Word || crate::lines::is_stopword(&lower) {
                break;
            }
            if lower.ends_with('s') && !lower.ends_with("ss") && lower.len() > 3 {
                return Some(lower);
            }
            first = first.or(Some(lower));
        }
        first
    }
}
