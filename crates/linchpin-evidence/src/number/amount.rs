//! Figures and number words with their scale.
//!
//! In come atoms; out go values: `8.607 trillion`, `2 1/2`, `6.02 × 10^23`, `two hundred and five`.

use super::Reader;
use super::lex::{Figure, Kind};
use crate::number_words::{Amount, UnitKind};

/// A value read from the text, with the other value its separators allow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Valued {
    pub(super) amount: Amount,
    pub(super) reading: Option<&'static str>,
    pub(super) other: Option<(f64, &'static str)>,
}

impl Valued {
    fn plain(amount: Amount) -> Self {
        Self { amount, reading: None, other: None }
    }

    fn figure(figure: Figure) -> Self {
        Self { amount: Amount::plain(figure.value), reading: figure.reading, other: figure.other }
    }

    pub(super) fn scaled(&mut self, factor: f64) {
        self.amount.scaled(factor);
        self.other = self.other.map(|(value, reading)| {
            let mut other = Amount::plain(value);
            other.scaled(factor);
            (other.value, reading)
        });
    }
}

impl Reader<'_, '_> {
    /// Figures or number words with their scale.
    pub(super) fn amount(&self, at: usize, money: bool) -> Option<(Valued, usize)> {
        let atom = self.all.get(at)?;
        let (mut valued, mut next) = match atom.kind {
            Kind::Figure => self.figure(at)?,
            Kind::Mark if atom.text == "." && self.glued(at + 1) && !self.glued(at) => {
                let digits = self.all.get(at + 1).filter(|a| a.kind == Kind::Figure)?.text;
                (Valued::plain(Amount::plain(format!("0.{digits}").parse().ok()?)), at + 2)
            }
            Kind::Mark => {
                let value = vulgar(atom.text)?;
                (Valued::plain(Amount { fraction: true, ..Amount::plain(value) }), at + 1)
            }
            Kind::Word => return self.words(at),
        };
        if valued.amount.ordinal {
            return Some((valued, next));
        }
        next = self.fraction_after(&mut valued, next);
        next = self.power_after(&mut valued, next);
        while let Some((scale, after)) = self.scale_at(next, money) {
            valued.amount.fraction = false;
            valued.scaled(scale);
            next = after;
        }
        // `2 million and a half` is not English; `5 and a half million` is.
        Some((valued, next))
    }

    /// The factor of a scale word at `at`: `million`, `-million`, `bn`, `k`, `m` of money.
    pub(super) fn scale_at(&self, at: usize, money: bool) -> Option<(f64, usize)> {
        let hyphen = usize::from(self.text(at) == "-" && self.glued(at) && self.glued(at + 1));
        let i = at + hyphen;
        let word = self.lower(i);
        let (class, value) = self.lexicon.class(word)?;
        let point = usize::from(
            word.len() <= 3
                && self.text(i + 1) == "."
                && self.glued(i + 1)
                && self.all.get(i + 2).is_some_and(|next| !next.is_capital()),
        );
        let taken = match class {
            "scale" => true,
            "hundred" | "dozen" | "dozens" => true,
            "short" => {
                // `2.3 k`: a small k alone is no name.
                let apart = money && self.text(i) != "t" || self.text(i) == "k";
                let own = hyphen == 0 && (self.glued(i) || apart);
                let ends = !self.glued(i + 1) || self.all[i + 1].kind == Kind::Mark;
                own && ends
                    && match word {
                        "m" => money || self.text(i) == "M" || self.counts_many(i + 1),
                        "t" => money,
                        _ => true,
                    }
            }
            _ => false,
        };
        taken.then_some((value, i + 1 + point))
    }

    /// Whether a plural noun follows: `1.2m people` are a million, `1.2m tall` is a metre.
    fn counts_many(&self, at: usize) -> bool {
        let lower = self.lower(at);
        let noun = lower.len() > 3 && lower.ends_with('s') && !lower.ends_with("ss");
        matches!(lower, "people" | "men" | "women" | "children") || noun
    }

    /// `1/2`, `½`, `and a half` after a whole figure; `3/4` of one.
    fn fraction_after(&self, valued: &mut Valued, next: usize) -> usize {
        let amount = &mut valued.amount;
        let whole = amount.value.fract() == 0.0 && !amount.fraction;
        if let Some(part) = self.small_fraction(next).filter(|_| whole) {
            amount.value += part;
            return next + 3;
        }
        // `3-1/2`: the hyphen joins a part to its whole.
        let joined = self.text(next) == "-" && self.glued(next) && self.glued(next + 1);
        if let Some(part) = self.proper(next + 1).filter(|_| whole && joined) {
            amount.value += part;
            return next + 4;
        }
        if let Some(part) = self.all.get(next).and_then(|atom| vulgar(atom.text)).filter(|_| whole)
        {
            amount.value += part;
            return next + 1;
        }
        if self.lower(next) == "and" && whole {
            let words: Vec<&str> =
                self.all[next..].iter().take(4).map(|atom| atom.lower.as_str()).collect();
            if let Some((part, used)) = self.lexicon.read(&words[1..])
                && part.fraction
                && matches!(words.get(1), Some(&"a" | &"one" | &"three" | &"two"))
            {
                amount.value += part.value;
                return next + 1 + used;
            }
        }
        let bottom = self
            .plain(next + 1)
            .filter(|bottom| *bottom > 1.0 && amount.value < *bottom && self.text(next + 2) != "/");
        if let Some(bottom) = bottom
            && matches!(self.text(next), "/" | "⁄")
            && self.glued(next)
            && self.glued(next + 1)
            && self.text(next.wrapping_sub(2)) != "/"
        {
            *amount = Amount { fraction: true, ..Amount::plain(amount.value / bottom) };
            return next + 2;
        }
        next
    }

    /// The value of a figure of digits alone.
    pub(super) fn plain(&self, at: usize) -> Option<f64> {
        let figure = self.all.get(at)?.figure?;
        figure.plain.then_some(figure.value)
    }

    /// `1/2` at `at`, as the part of a mixed number.
    fn small_fraction(&self, at: usize) -> Option<f64> {
        self.proper(at).filter(|_| !self.glued(at))
    }

    /// A proper fraction of small figures: `3/4`.
    fn proper(&self, at: usize) -> Option<f64> {
        let tight = self.glued(at + 1) && self.glued(at + 2);
        let (top, bottom) = (self.plain(at)?, self.plain(at + 2)?);
        let proper = top < bottom && bottom <= 16.0 && self.text(at + 3) != "/";
        (self.text(at + 1) == "/" && tight && proper).then(|| top / bottom)
    }

    /// `× 10^6`, `x 10^6` after a figure, `^6` after ten.
    fn power_after(&self, valued: &mut Valued, next: usize) -> usize {
        let times = matches!(self.lower(next), "x" | "×" | "*" | "·");
        let ten = if times { next + 1 } else { next.wrapping_sub(1) };
        if self.plain(ten) != Some(10.0) || self.text(ten + 1) != "^" {
            return next;
        }
        let minus = usize::from(matches!(self.text(ten + 2), "-" | "−"));
        let Some(power) = self.plain(ten + 2 + minus) else { return next };
        let sign = if minus == 1 { "-" } else { "" };
        let base = if times { valued.amount.value } else { 1.0 };
        if let Ok(value) = format!("{base}e{sign}{power}").parse::<f64>()
            && value.is_finite()
        {
            *valued = Valued::plain(Amount::plain(value));
            return ten + 3 + minus;
        }
        next
    }

    /// Figures at `at`, unless they are part of a name.
    fn figure(&self, at: usize) -> Option<(Valued, usize)> {
        let atom = &self.all[at];
        let figure = atom.figure?;
        if self.in_name(at) {
            return None;
        }
        let suffix = self.lower(at + 1);
        if self.glued(at + 1) && self.all[at + 1].kind == Kind::Word {
            if matches!(suffix, "st" | "nd" | "rd" | "th") {
                let ordinal = Amount { ordinal: true, ..Amount::plain(figure.value) };
                return Some((Valued::plain(ordinal), at + 2));
            }
            let short = matches!(self.lexicon.class(suffix), Some(("scale" | "short", _)));
            let known = short
                || self.unit_at(at + 1).is_some()
                || suffix.chars().next().is_some_and(crate::token::is_east_asian);
            // `5G`, `3D`, `4K` video: a capital that is no unit or scale.
            let letter = self.text(at + 1).len() == 1
                && self.all[at + 1].is_capital()
                && !matches!(self.text(at + 1), "K" | "M" | "B" | "T" | "W" | "V");
            // `3Q21`: letters with figures on both sides are a name, or a date.
            let between = self.glued(at + 2) && self.all[at + 2].kind == Kind::Figure;
            if !known || letter || between {
                return None;
            }
        }
        Some((Valued::figure(figure), at + 1))
    }

    /// Whether the figure at `at` is part of a name, a version or an identifier: `H20`, `B-52`, `#5`.
    fn in_name(&self, at: usize) -> bool {
        if !self.glued(at) {
            return false;
        }
        let before = &self.all[at - 1];
        let currency =
            |i: usize| self.unit_ending(i).is_some_and(|kind| kind == UnitKind::Currency);
        match before.kind {
            Kind::Word => {
                let east = before.text.chars().next_back().is_some_and(crate::token::is_east_asian);
                !currency(at) && !east && !matches!(before.lower.as_str(), "x" | "rs")
            }
            Kind::Figure => true,
            Kind::Mark => match before.text {
                "#" | "_" | "@" | "^" => true,
                // `COVID-19`, `555-1234-5`; a range or a negative figure is none.
                "-" | "‑" => {
                    self.glued(at - 1)
                        && at >= 2
                        && match self.all[at - 2].kind {
                            Kind::Word => {
                                self.lexicon
                                    .class(&self.all[at - 2].lower)
                                    .is_none_or(|(class, _)| class == "short")
                                    && self.unit_ending(at - 1).is_none()
                            }
                            Kind::Figure => self.text(at.wrapping_sub(3)) == "-",
                            Kind::Mark => false,
                        }
                }
                _ => false,
            },
        }
    }

    /// Number words: `two hundred and five million`, `twenty-third`, `two-thirds`, `half`.
    fn words(&self, at: usize) -> Option<(Valued, usize)> {
        let first = self.lower(at);
        let start = self.lexicon.amount_word(first) || matches!(first, "a" | "an");
        if let Some(count) = first.strip_suffix("fold")
            && let Some((amount, 1)) = self.lexicon.read(&[count])
        {
            let times = Amount { times: true, ..Amount::plain(amount.value) };
            return Some((Valued::plain(times), at + 1));
        }
        if !start {
            return None;
        }
        let mut words: Vec<&str> = Vec::new();
        let mut ends: Vec<usize> = Vec::new();
        for i in at..self.all.len().min(at + 24) {
            let atom = &self.all[i];
            if atom.kind == Kind::Mark {
                let hyphen = matches!(atom.text, "-" | "‐" | "‑") && i > at;
                let class = |i: usize| self.lexicon.class(self.lower(i)).map(|(class, _)| class);
                // `sixty - three`: tens and units are one number, with blanks or without.
                let tens =
                    class(i - usize::from(i > at)) == Some("tens") && class(i + 1) == Some("unit");
                if hyphen && (self.glued(i) && self.glued(i + 1) || tens) {
                    continue;
                }
                break;
            }
            let word = atom.lower.as_str();
            let part = self.lexicon.amount_word(word)
                || matches!(word, "a" | "an" | "and" | "point" | "of");
            if atom.kind != Kind::Word || !part {
                break;
            }
            words.push(word);
            ends.push(i);
        }
        // `cut by a fifth`
        if matches!(words.as_slice(), ["a" | "an", _, ..])
            && self.lower(at.wrapping_sub(1)) == "by"
            && let Some((amount, 1)) = self.lexicon.read(&words[1..2])
            && amount.ordinal
            && amount.value > 2.0
        {
            let share = Amount { fraction: true, ..Amount::plain(1.0 / amount.value) };
            return Some((Valued::plain(share), ends[1] + 1));
        }
        let (amount, used) = self.lexicon.read(&words)?;
        let next = ends[used - 1] + 1;
        let compound = self.text(next) == "-" && self.glued(next) && self.glued(next + 1);
        // `two-way` and `one-sided` count nothing here, `three-year` and `ten-fold` do.
        if compound
            && self.unit_at(next + 1).is_none()
            && self.scale_at(next, false).is_none()
            && self.all.get(next + 1).is_some_and(|atom| atom.kind == Kind::Word)
        {
            return None;
        }
        if self.pronoun(words[0], used, at, next) {
            return None;
        }
        Some((Valued::plain(amount), next))
    }

    /// `one of them`, `a second`: words that count nothing.
    fn pronoun(&self, word: &str, used: usize, at: usize, next: usize) -> bool {
        let each = |word: &str| matches!(word, "a" | "per" | "every" | "each" | "this" | "split");
        used == 1
            && (word == "one" && !self.counts_noun(next)
                || word == "second" && each(self.lower(at.wrapping_sub(1))))
    }

    fn counts_noun(&self, at: usize) -> bool {
        let lower = self.lower(at);
        let word = self.all.get(at).is_some_and(|atom| atom.kind == Kind::Word);
        matches!(lower, "%" | "-" | "in" | "to")
            || word && !crate::lines::is_stopword(lower) && crate::cues::cue(lower).is_none()
    }
}

/// The value of a fraction that is one character.
pub(super) fn vulgar(text: &str) -> Option<f64> {
    Some(match text {
        "½" => 0.5,
        "¼" => 0.25,
        "¾" => 0.75,
        "⅓" => 1.0 / 3.0,
        "⅔" => 2.0 / 3.0,
        "⅕" => 0.2,
        "⅖" => 0.4,
        "⅗" => 0.6,
        "⅘" => 0.8,
        "⅙" => 1.0 / 6.0,
        "⅛" => 0.125,
        "⅜" => 0.375,
        "⅝" => 0.625,
        "⅞" => 0.875,
        _ => return None,
    })
}
