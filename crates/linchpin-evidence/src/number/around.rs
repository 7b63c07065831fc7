//! What stands around the figures: unit, bound and the noun counted.
//!
//! In come atoms beside a number; out go its kind, unit, comparator and noun. Units and bounds are phrases
//! of data/units.csv and data/comparators.csv; the longest that fits wins.

use super::lex::Kind;
use super::{Comparator, NumberKind, Reader};
use crate::number_words::{Amount, UnitKind};

/// Most atoms in a unit (`new taiwan dollars`, `km per hour`, `% - points`).
const UNIT_ATOMS: usize = 5;
/// Most atoms in a bound (`in the region of`).
const BOUND_ATOMS: usize = 4;

impl Reader<'_, '_> {
    /// Atoms `[from, to)` in small letters as they stand: touching where they touch, else one space apart.
    fn joined(&self, from: usize, to: usize) -> String {
        let mut out = String::new();
        for i in from..to {
            if i > from && !self.glued(i) {
                out.push(' ');
            }
            out.push_str(&self.all[i].lower);
        }
        out
    }

    /// The longest unit that starts at `at`, and the atom after it.
    pub(super) fn unit_at(&self, at: usize) -> Option<(UnitKind, &'static str, usize)> {
        let first = self.all.get(at).filter(|atom| atom.kind != Kind::Figure)?;
        if !self.lexicon.unit_start(&first.lower) {
            return None;
        }
        let most = (at + UNIT_ATOMS).min(self.all.len());
        (at + 1..=most).rev().find_map(|to| {
            let (kind, code) = self.lexicon.unit(&self.joined(at, to))?;
            // A word must not go on: `$` of `$x`, `m` of `m-commerce`.
            let goes_on = self.glued(to)
                && self.all[to].kind == Kind::Word
                && self.all[to - 1].kind == Kind::Word;
            (!goes_on).then_some((kind, code, to))
        })
    }

    /// The kind of unit that ends right before `end`, where one does.
    pub(super) fn unit_ending(&self, end: usize) -> Option<UnitKind> {
        (end.saturating_sub(3)..end).find_map(|from| {
            let (kind, _) = self.lexicon.unit(&self.joined(from, end))?;
            Some(kind)
        })
    }

    /// A currency before the figure, a scale word after it allowed: `US$`, `RMB`, `75 USD million`.
    pub(super) fn currency_before(&self, at: usize) -> Option<(&'static str, Option<f64>, usize)> {
        let (kind, code, next) = self.unit_at(at)?;
        if kind != UnitKind::Currency {
            return None;
        }
        let point = usize::from(
            self.text(next) == "."
                && self.glued(next)
                && self.all[next - 1].text.len() <= 3
                && self.all[next - 1].kind == Kind::Word,
        );
        let next = next + point;
        let minus = usize::from(matches!(self.text(next), "-" | "−" | "–" | "("));
        let figure = |i: usize| {
            self.all.get(i).is_some_and(|atom| atom.kind == Kind::Figure)
                || self.text(i) == "." && self.glued(i + 1)
        };
        if figure(next + minus) {
            // A word for money before a figure is a currency only in code or sign: `won 5 games`.
            let word = self.all[at].kind == Kind::Word
                && code.to_lowercase() != self.all[at].lower.as_str();
            let spelled = word
                && self.all[at].lower.chars().count() > 3
                && !self.all[at].text.chars().all(char::is_uppercase);
            let won = matches!(self.lower(at), "won" | "try" | "all" | "cop" | "top")
                && !self.all[at].text.chars().all(char::is_uppercase);
            return (!spelled && !won).then_some((code, None, next));
        }
        let (class, scale) = self.lexicon.class(self.lower(next))?;
        (class == "scale" && figure(next + 1)).then_some((code, Some(scale), next + 1))
    }

    /// The kind and unit after an amount.
    pub(super) fn unit_after(
        &self,
        amount: &Amount,
        next: usize,
    ) -> (NumberKind, Option<&'static str>, usize) {
        if amount.ordinal {
            return (NumberKind::Ordinal, None, next);
        }
        let mut i = next;
        if self.text(i) == "-" && self.glued(i) && self.glued(i + 1) {
            i += 1;
        }
        // `half a percent`, `a quarter of a point`
        let of = usize::from(amount.fraction && self.lower(i) == "of");
        let article =
            usize::from(amount.fraction && matches!(self.lower(i + of), "a" | "an" | "one"));
        let own = match amount.fraction && article == 1 {
            true => self.unit_at(i + of + 1),
            false => self.unit_at(i),
        };
        match own.filter(|(kind, _, to)| {
            self.is_unit(*kind, i + if article == 1 { of + 1 } else { 0 }, *to)
        }) {
            Some((UnitKind::Percent, _, to)) if self.lower(to - 1) != "percentage" => {
                (NumberKind::Percent, Some("%"), to)
            }
            Some((UnitKind::Points, _, to)) => (NumberKind::Percent, Some("pp"), to),
            Some((UnitKind::Currency | UnitKind::SubCurrency, code, to)) => {
                (NumberKind::Money, Some(code), to)
            }
            // British money against weight: `five pounds` stays weight only for small plain counts.
            Some((UnitKind::Measure, "pound", to))
                if amount.scale > 1.0 && self.lower(to) != "of" =>
            {
                (NumberKind::Money, Some("GBP"), to)
            }
            Some((UnitKind::Measure | UnitKind::Time, unit, to)) => {
                (NumberKind::Quantity, Some(unit), to)
            }
            Some((UnitKind::Multiple, _, to)) => (NumberKind::Multiple, Some("x"), to),
            _ if amount.times => (NumberKind::Multiple, Some("x"), next),
            _ if amount.fraction => (NumberKind::Fraction, None, next),
            _ => (NumberKind::Cardinal, None, next),
        }
    }

    /// Whether the word at `at` is a unit here: `the 3 Micron plants` names a firm.
    fn is_unit(&self, kind: UnitKind, at: usize, to: usize) -> bool {
        let Some(atom) = self.all.get(at) else { return false };
        let spelled = atom.kind == Kind::Word
            && atom.is_capital()
            && atom.text.chars().count() > 3
            && atom.text.chars().skip(1).all(char::is_lowercase);
        let noun = self.all.get(to).is_some_and(|next| {
            next.kind == Kind::Word && !next.is_capital() && !crate::lines::is_stopword(&next.lower)
        });
        let measure = matches!(kind, UnitKind::Measure | UnitKind::Time);
        // One letter is a unit only beside its figure: `5 m`, `40g`; not `5 A`.
        let letter = measure
            && atom.text.chars().count() == 1
            && atom.is_capital()
            && !matches!(atom.text, "W" | "V" | "K");
        !(letter || measure && spelled && noun)
    }

    /// The bound before the number and the atom it starts at.
    pub(super) fn comparator(&self, at: usize) -> (Comparator, usize) {
        for size in (1..=BOUND_ATOMS.min(at)).rev() {
            let from = at - size;
            if self.lexicon.bound_start(self.lower(from))
                && let Some(bound) = self.lexicon.bound(&self.joined(from, at), true)
                && !self.moves_up(from)
            {
                return (Comparator::named(bound), from);
            }
        }
        (Comparator::Exact, at)
    }

    /// Whether the `up to` at `from` belongs to a verb of motion: `sales went up to 2 billion` are 2 billion.
    fn moves_up(&self, from: usize) -> bool {
        const MOTION: &[&str] = &[
            "go", "goe", "went", "gone", "rise", "ris", "rose", "climb", "jump", "mov", "move",
            "push", "edg", "shot", "shoot", "tick", "inch", "creep", "crept", "come", "came",
            "com", "bring", "brought",
        ];
        self.lower(from) == "up"
            && from > 0
            && MOTION.contains(&crate::token::stem(self.lower(from - 1)).as_str())
    }

    /// The bound after the number.
    pub(super) fn comparator_after(&self, before: Comparator, next: usize) -> (Comparator, usize) {
        if before != Comparator::Exact || next >= self.all.len() {
            return (before, next);
        }
        // `six people or more`: the noun may stand between.
        for start in next..=(next + 2).min(self.all.len() - 1) {
            let word = self.all[start].kind == Kind::Word;
            let plain = word && !crate::lines::is_stopword(&self.all[start].lower);
            for to in (start + 1..=(start + 2).min(self.all.len())).rev() {
                let plus = self.text(start) == "+" && !self.glued(start);
                let bound = self.lexicon.bound(&self.joined(start, to), false).filter(|_| !plus);
                if let Some(bound) = bound.filter(|_| start == next || self.lower(start) == "or") {
                    return (Comparator::named(bound), to);
                }
            }
            if !plain {
                break;
            }
        }
        (before, next)
    }

    /// The noun a count counts: the first plural among the next words, else the next word.
    pub(super) fn noun(&self, at: usize) -> Option<String> {
        let mut first = None;
        for atom in self.all.iter().skip(at).take(5) {
            let lower = crate::token::strip_possessive(&atom.lower);
            if atom.kind != Kind::Word || crate::lines::is_stopword(lower) {
                break;
            }
            if lower.ends_with('s') && !lower.ends_with("ss") && lower.len() > 3 {
                return Some(lower.to_owned());
            }
            first = first.or(Some(lower.to_owned()));
        }
        first
    }
}
