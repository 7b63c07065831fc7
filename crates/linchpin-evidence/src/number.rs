//! Numbers in running text: value, range, comparator, unit, currency.
//!
//! In comes a sentence; out go [`Number`]s in order that never overlap, each with the bytes of the
//! whole expression (`more than $6.79 billion`) and its value in base units (6,790,000,000 USD;
//! percents stay percents: 40). Word lists: data/number_words.csv and data/units.csv.

mod around;

use crate::number_words::{Amount, Lexicon, UnitKind, lexicon};
use crate::span::Span;
use crate::token::{Token, TokenKind, tokens};
use serde::Serialize;

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NumberKind {
    /// A count or plain number.
    Cardinal,
    /// A place in an order.
    Ordinal,
    /// Hundredths; the value of `40 percent` is 40.
    Percent,
    /// Money, in units of its currency.
    Money,
    /// A quantity with a unit of measure.
    Quantity,
    /// A multiple of something: `three times`, `doubled` is not one.
    Multiple,
    /// A part: `two-thirds`, `half of`.
    Fraction,
}

/// How the text bounds the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Comparator {
    /// As it stands.
    Exact,
    /// `about`, `some`, `roughly`
    About,
    /// `nearly`, `almost`: a little less.
    Nearly,
    /// `more than`, `over`
    MoreThan,
    /// `at least`, `or more`
    AtLeast,
    /// `less than`, `under`
    LessThan,
    /// `up to`, `at most`
    AtMost,
}

/// One number.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Number {
    /// The whole expression, comparator and unit included.
    pub span: Span,
    /// The figures or number words alone, scale word included.
    pub figure: Span,
    /// What it counts.
    pub kind: NumberKind,
    /// Its value in base units; the lower end of a range.
    pub value: f64,
    /// The upper end of a range.
    pub high: Option<f64>,
    /// How the text bounds it.
    pub comparator: Comparator,
    /// Unit of measure, currency code, `%`, `x`, or nothing.
    pub unit: Option<String>,
    /// The noun counted, lower case, for plain counts.
    pub of: Option<String>,
}

/// The numbers of `text`, spans relative to it.
#[must_use]
pub fn numbers(text: &str) -> Vec<Number> {
    let all = tokens(text);
    let reader = Reader { all: &all, lexicon: lexicon() };
    let mut out = Vec::new();
    let mut at = 0;
    while at < all.len() {
        if let Some((number, next)) = reader.number(at) {
            out.push(number);
            at = next.max(at + 1);
        } else {
            at += 1;
        }
    }
    out
}

struct Reader<'r, 't> {
    all: &'r [Token<'t>],
    lexicon: &'static Lexicon,
}

impl Reader<'_, '_> {
    fn lower(&self, at: usize) -> String {
        self.all.get(at).map(|token| token.text.to_lowercase()).unwrap_or_default()
    }

    fn text(&self, at: usize) -> &str {
        self.all.get(at).map_or("", |token| token.text)
    }

    /// Whether tokens `at - 1` and `at` touch.
    fn glued(&self, at: usize) -> bool {
        at > 0 && at < self.all.len() && self.all[at - 1].span.end == self.all[at].span.start
    }

    /// Whether a number can start here at all; most words are none.
    fn can_start(&self, at: usize) -> bool {
        let token = self.all[at];
        if token.kind != TokenKind::Word {
            return true;
        }
        let lower = token.text.to_lowercase();
        let first = lower.split(['-', '‐', '‑']).next().unwrap_or("");
        self.lexicon.amount_word(first)
            || matches!(first, "a" | "an" | "minus" | "negative")
            || lower.ends_with("fold")
            || self.all.get(at + 1).is_some_and(|next| next.kind != TokenKind::Word)
    }

    fn number(&self, at: usize) -> Option<(Number, usize)> {
        if !self.can_start(at) {
            return None;
        }
        let (prefix, mut i) = self.currency_before(at);
        let negative = self.minus(at, i);
        if negative {
            i += 1;
        }
        let (currency_after_minus, j) =
            if prefix.is_none() && negative { self.currency_before(i) } else { (None, i) };
        let prefix = prefix.or(currency_after_minus);
        i = j;
        let money = prefix.is_some();
        let (mut amount, mut next) = self.amount(i, money)?;
        let figure_start = self.all[i].span.start;
        let mut high = None;
        if let Some((upper, after)) = self.range_end(at, next, money) {
            // `5-10 million`: the scale belongs to both ends.
            if upper.scale > 1.0
                && amount.scale <= 1.0
                && amount.value < upper.value / upper.scale * 1000.0
            {
                amount.value *= upper.scale;
            }
            high = Some(upper.value);
            next = after;
        }
        let figure = Span::new(figure_start, self.all[next - 1].span.end);
        let (kind, unit, next) = self.unit_after(&amount, prefix, next);
        if kind == NumberKind::Ordinal
            && unit.is_none()
            && self.lower(i) == "second"
            && self.glued_word_is_time(i)
        {
            return None;
        }
        let sign = if negative { -1.0 } else { 1.0 };
        let (comparator, start) = self.comparator(at);
        let (comparator, next) = self.comparator_after(comparator, next);
        let span = Span::new(self.all[start].span.start, self.all[next - 1].span.end);
        let of = (kind == NumberKind::Cardinal).then(|| self.noun(next)).flatten();
        let mut value = sign * amount.value;
        if matches!(unit.as_deref(), Some(code) if code.len() == 3)
            && kind == NumberKind::Money
            && self.is_subunit(next)
        {
            value /= 100.0;
        }
        Some((
            Number {
                span,
                figure,
                kind,
                value,
                high: high.map(|h| sign * h),
                comparator,
                unit,
                of,
            },
            next,
        ))
    }

    fn glued_word_is_time(&self, i: usize) -> bool {
        matches!(self.lower(i.wrapping_sub(1)).as_str(), "a" | "per" | "every" | "each" | "this")
    }

    fn is_subunit(&self, next: usize) -> bool {
        matches!(self.lower(next - 1).as_str(), "cent" | "cents")
    }

    /// A currency sign before the figure: `$`, `US$`, `RMB`.
    fn currency_before(&self, at: usize) -> (Option<String>, usize) {
        let mut i = at;
        let mut sign = self.lower(i);
        if self.all.get(i).is_some_and(|token| token.kind == TokenKind::Word)
            && self.glued(i + 1)
            && self.text(i + 1) == "$"
        {
            sign.push('$');
            sign = if sign == "us$" { "$".to_owned() } else { sign };
            i += 1;
        }
        let before_figure =
            self.all.get(i + 1).is_some_and(|token| token.kind == TokenKind::Figure)
                || self.text(i + 1) == "."
                || self.text(i + 1) == "-";
        match self.lexicon.unit(&sign) {
            Some((UnitKind::Currency, code)) if before_figure => (Some(code.to_owned()), i + 1),
            _ => (None, at),
        }
    }

    fn minus(&self, at: usize, i: usize) -> bool {
        let sign = self.lower(i);
        let touches = self.glued(i + 1);
        let free =
            i == 0 || !self.glued(i) || at < i || matches!(self.text(i - 1), "(" | "[" | "\"");
        let figure = self.all.get(i + 1).is_some_and(|token| token.kind == TokenKind::Figure)
            || self.lexicon.unit(&self.lower(i + 1)).is_some_and(|u| u.0 == UnitKind::Currency);
        matches!(sign.as_str(), "-" | "−" | "–") && touches && free && figure
            || matches!(sign.as_str(), "minus" | "negative") && self.amount(i + 1, false).is_some()
    }

    /// Figures or number words with their scale.
    fn amount(&self, at: usize, money: bool) -> Option<(Amount, usize)> {
        let token = self.all.get(at)?;
        let (mut amount, mut next) = match token.kind {
            TokenKind::Figure => self.figure(at)?,
            TokenKind::Mark if token.text == "." && self.glued(at + 1) && !self.glued(at) => {
                let digits = &self.all.get(at + 1).filter(|t| t.kind == TokenKind::Figure)?.text;
                (Amount::plain(format!("0.{digits}").parse().ok()?), at + 2)
            }
            TokenKind::Mark => {
                let value = vulgar(token.text)?;
                return Some((Amount { value, fraction: true, ..Amount::plain(value) }, at + 1));
            }
            TokenKind::Word => return self.words(at),
        };
        if amount.ordinal {
            return Some((amount, next));
        }
        // Mixed fractions: `2 1/2`, `1½`; and plain ones: `3/4`.
        if let Some(part) = self.small_fraction(next).filter(|_| amount.value.fract() == 0.0) {
            amount.value += part;
            next += 3;
        }
        if let Some(part) = self.all.get(next).and_then(|token| vulgar(token.text)) {
            amount.value += part;
            next += 1;
        } else if self.text(next) == "/"
            && self.glued(next)
            && self.glued(next + 1)
            && let Some(bottom) = self.all.get(next + 1).and_then(|t| t.text.parse::<f64>().ok())
            && bottom > 1.0
            && self.text(next + 2) != "/"
            && amount.value < bottom
            && self.text(next.wrapping_sub(2)) != "/"
        {
            amount = Amount { fraction: true, ..Amount::plain(amount.value / bottom) };
            next += 2;
        }
        let suffix = self.lower(next);
        let scale = self.lexicon.scale(&suffix).or(match suffix.as_str() {
            "k" if self.glued(next) => Some(1e3),
            "m" if self.glued(next) && (money || self.counts_many(next + 1)) => Some(1e6),
            "b" if self.glued(next) => Some(1e9),
            "t" if self.glued(next) && money => Some(1e12),
            _ => None,
        });
        if let Some(scale) = scale {
            amount.scaled(scale);
            next += 1;
            // `2 thousand billion`
            if let Some(more) = self.lexicon.scale(&self.lower(next)) {
                amount.scaled(more);
                next += 1;
            }
        } else if matches!(suffix.as_str(), "hundred" | "dozen") {
            amount.scaled(if suffix == "dozen" { 12.0 } else { 100.0 });
            next += 1;
        } else if suffix == "-"
            && self.glued(next)
            && self.glued(next + 1)
            && let Some(scale) = self.lexicon.scale(&self.lower(next + 1))
        {
            amount.scaled(scale);
            next += 2;
        }
        Some((amount, next))
    }

    /// Whether a plural noun follows: `1.2m people` are a million, `1.2m tall` is a metre.
    fn counts_many(&self, at: usize) -> bool {
        let lower = self.lower(at);
        let noun = lower.len() > 3 && lower.ends_with('s') && !lower.ends_with("ss");
        matches!(lower.as_str(), "people" | "men" | "women" | "children") || noun
    }

    /// `1/2` at token `at`, as the part of a mixed number.
    fn small_fraction(&self, at: usize) -> Option<f64> {
        let tight = self.glued(at + 1) && self.glued(at + 2) && !self.glued(at);
        let top: f64 = self.text(at).parse().ok()?;
        let bottom: f64 = self.text(at + 2).parse().ok()?;
        let proper = top < bottom && bottom <= 16.0 && self.text(at + 3) != "/";
        (self.text(at + 1) == "/" && tight && proper).then(|| top / bottom)
    }

    /// Figures at token `at`, unless they are part of a name.
    fn figure(&self, at: usize) -> Option<(Amount, usize)> {
        let token = self.all[at];
        // Part of a name or version: `H20`, `5G`, `3D`, `1.2.3`.
        if self.glued(at) && at > 0 {
            let before = self.all[at - 1];
            if before.kind == TokenKind::Word && self.lexicon.unit(&before.lower()).is_none() {
                return None;
            }
            if matches!(before.text, "#" | "_" | "@") {
                return None;
            }
        }
        let value = parse_figure(token.text)?;
        let suffix = self.lower(at + 1);
        if self.glued(at + 1) && self.all[at + 1].kind == TokenKind::Word {
            if matches!(suffix.as_str(), "st" | "nd" | "rd" | "th") {
                return Some((Amount { ordinal: true, ..Amount::plain(value) }, at + 2));
            }
            let scale = self.lexicon.scale(&suffix).is_some()
                || matches!(suffix.as_str(), "k" | "m" | "b" | "t" | "s" | "am" | "pm");
            let known =
                scale || self.lexicon.unit(&suffix).is_some() || self.lexicon.amount_word(&suffix);
            if !known {
                return None;
            }
            if self.text(at + 1).len() == 1
                && self.all[at + 1].is_capital()
                && !matches!(self.text(at + 1), "K" | "M" | "B" | "T")
            {
                return None;
            }
        }
        Some((Amount::plain(value), at + 1))
    }

    /// Number words: `two hundred and five million`, `twenty-third`, `two-thirds`, `half`.
    fn words(&self, at: usize) -> Option<(Amount, usize)> {
        let mut parts: Vec<(String, usize)> = Vec::new();
        for i in at..self.all.len().min(at + 14) {
            let token = self.all[i];
            if token.kind == TokenKind::Mark && token.text == "-" && i > at {
                continue;
            }
            if token.kind != TokenKind::Word {
                break;
            }
            let lower = token.text.to_lowercase();
            for piece in lower.split(['-', '‐', '‑']) {
                parts.push((piece.to_owned(), i));
            }
            if !self.lexicon.amount_word(lower.split('-').next().unwrap_or(""))
                && !matches!(lower.as_str(), "a" | "an" | "and" | "point" | "of")
            {
                break;
            }
        }
        // `threefold`, `tenfold`
        if let Some(count) = self.lower(at).strip_suffix("fold")
            && let Some((amount, 1)) = self.lexicon.read(&[count.trim_end_matches('-')])
        {
            return Some((Amount { times: true, ..Amount::plain(amount.value) }, at + 1));
        }
        let words: Vec<&str> = parts.iter().map(|(word, _)| word.as_str()).collect();
        // `cut by a fifth`
        let part = matches!(words.as_slice(), ["a" | "an", _, ..])
            && self.lower(at.wrapping_sub(1)) == "by";
        if part
            && let Some((amount, 1)) = self.lexicon.read(&words[1..2])
            && amount.ordinal
            && amount.value > 2.0
        {
            let share = Amount { fraction: true, ..Amount::plain(1.0 / amount.value) };
            return Some((share, parts[1].1 + 1));
        }
        let (amount, used) = self.lexicon.read(&words)?;
        let last = parts[used - 1].1;
        // A compound whose rest is no number word: `two-way`, `one-sided` count nothing here,
        // but `three-year` and `10-nation` do.
        if parts.get(used).is_some_and(|(_, token)| *token == last)
            && self.lexicon.unit(words[used]).is_none()
        {
            return None;
        }
        let pronoun = words[0] == "one" && used == 1 && !self.counts_noun(last + 1);
        let bare_second = words[0] == "second" && used == 1 && self.glued_word_is_time(at);
        if pronoun || bare_second {
            return None;
        }
        Some((amount, last + 1))
    }

    fn counts_noun(&self, at: usize) -> bool {
        let lower = self.lower(at);
        let word = self.all.get(at).is_some_and(|token| token.kind == TokenKind::Word);
        lower == "%"
            || word && !crate::lines::is_stopword(&lower) && crate::cues::cue(&lower).is_none()
            || matches!(lower.as_str(), "in" | "to")
    }

    /// The upper end of `5-10`, `5 to 10`, `between 5 and 10`.
    fn range_end(&self, at: usize, next: usize, money: bool) -> Option<(Amount, usize)> {
        let link = self.lower(next);
        let before = self.lower(at.wrapping_sub(1));
        let mut from = next;
        // `20% to 30%`, `$5 to $10`.
        if self.lexicon.unit(&link).is_some_and(|unit| unit.0 == UnitKind::Percent) {
            from = next + 1;
        }
        let link = self.lower(from);
        let dash =
            matches!(link.as_str(), "-" | "–" | "—") && self.glued(from) && self.glued(from + 1);
        let linked = dash
            || link == "to"
                && (before == "from"
                    || self.all.get(from + 1).is_some_and(|t| t.kind != TokenKind::Word)
                    || self
                        .lexicon
                        .amount_word(self.lower(from + 1).split('-').next().unwrap_or("")))
            || link == "and" && before == "between";
        if !linked {
            return None;
        }
        let (_, start) = self.currency_before(from + 1);
        let money = money || start > from + 1;
        let (upper, after) = self.amount(start, money)?;
        if upper.ordinal
            || dash
                && self.text(after) == "-"
                && self.glued(after)
                && self.all.get(after + 1).is_some_and(|t| t.kind == TokenKind::Figure)
        {
            return None;
        }
        // `20% to 30%` needs the sign again at the end.
        if from > next
            && !self
                .lexicon
                .unit(&self.lower(after))
                .is_some_and(|unit| unit.0 == UnitKind::Percent)
        {
            return None;
        }
        let (lower, _) =
            self.amount(at, money).or_else(|| self.amount(self.currency_before(at).1, money))?;
        let rising = upper.value > lower.value || upper.value > lower.value / lower.scale;
        rising.then_some((upper, after))
    }
}

fn parse_figure(text: &str) -> Option<f64> {
    let (whole, decimals) = match text.rsplit_once('.') {
        Some((whole, decimals)) if !whole.contains('.') => (whole, decimals),
        Some(_) => return None,
        None => (text, ""),
    };
    let groups: Vec<&str> = whole.split(',').collect();
    let grouped = groups.len() == 1
        || groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3)
        || groups[0].len() <= 2
            && groups[1..].iter().all(|group| group.len() == 2 || group.len() == 3);
    if !grouped || decimals.contains(',') {
        return None;
    }
    let plain = format!("{}.{}", groups.concat(), if decimals.is_empty() { "0" } else { decimals });
    plain.parse().ok()
}

fn vulgar(text: &str) -> Option<f64> {
    Some(match text {
        "½" => 0.5,
        "¼" => 0.25,
        "¾" => 0.75,
        "⅓" => 1.0 / 3.0,
        "⅔" => 2.0 / 3.0,
        "⅕" => 0.2,
        "⅛" => 0.125,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Number {
        let found = numbers(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        found.into_iter().next().expect("one")
    }

    #[test]
    fn values_and_units() {
        for (text, value, unit) in [
            ("a loss of $6.79 billion there", 6.79e9, Some("USD")),
            ("rose 147.4% from", 147.4, Some("%")),
            ("about 40 percent of", 40.0, Some("%")),
            ("fell by 12 per cent", 12.0, Some("%")),
            ("two hundred and five ships", 205.0, None),
            ("1.2 trillion won of aid", 1.2e12, Some("KRW")),
            ("twenty-three thousand wafers", 23_000.0, None),
            ("a million people", 1e6, None),
            ("the 26th congress", 26.0, None),
            ("two-thirds of it", 2.0 / 3.0, None),
            ("three-quarters of it", 0.75, None),
            ("a 12-nanometre node", 12.0, Some("nm")),
            ("£5m for", 5e6, Some("GBP")),
            ("300,000 tonnes", 300_000.0, Some("tonne")),
            ("up 2.5 percentage points", 2.5, Some("pp")),
            ("fell -3.5%", -3.5, Some("%")),
            ("a dozen firms", 12.0, None),
            ("one hundred fifty million dollars", 1.5e8, Some("USD")),
        ] {
            let number = one(text);
            assert!((number.value - value).abs() < value.abs() * 1e-12, "{text}: {number:?}");
            assert_eq!(number.unit.as_deref(), unit, "{text}");
        }
    }

    #[test]
    fn bounds_and_ranges() {
        let number = one("over 200 business leaders");
        assert_eq!(
            (number.comparator, number.of.as_deref()),
            (Comparator::MoreThan, Some("leaders"))
        );
        let number = one("no fewer than 3 plants");
        assert_eq!(number.comparator, Comparator::AtLeast);
        let number = one("between 20% and 30% of");
        assert_eq!((number.value, number.high), (20.0, Some(30.0)));
        let number = one("5-10 million euros");
        assert_eq!((number.value, number.high), (5e6, Some(1e7)));
    }

    #[test]
    fn names_are_no_numbers() {
        for text in ["the H20 chip", "a 5G phone", "version 1.2.3", "one of them", "a second"] {
            assert!(numbers(text).is_empty(), "{text}: {:?}", numbers(text));
        }
    }
}
