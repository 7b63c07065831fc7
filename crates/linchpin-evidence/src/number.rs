//! Numbers in running text: value, range, comparator, unit, currency.
//!
//! In comes a sentence; out go [`Number`]s in order that never overlap, each with the bytes of the
//! whole expression (`more than $6.79 billion`) and its value in base units (6,790,000,000 USD;
//! percents stay percents: 40). A grammar over atoms whose words are tables: number words and
//! scales (data/number_words.csv), units and currencies (data/units.csv), bounds (data/comparators.csv),
//! Korean and Chinese numerals (data/numerals_east.csv). Calendar dates are no numbers.

mod amount;
mod around;
mod east;
mod lex;

use crate::number_words::{Lexicon, UnitKind, lexicon};
use crate::span::Span;
use crate::time::times;
use crate::when::{When, WhenKind};
use amount::Valued;
use lex::{Atom, Kind, atoms};
use serde::Serialize;

/// What a number counts.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, schemars::JsonSchema,
)]
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
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, schemars::JsonSchema,
)]
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

impl Comparator {
    /// From its name in the tables.
    pub(crate) fn named(name: &str) -> Self {
        match name {
            "about" => Self::About,
            "nearly" => Self::Nearly,
            "more-than" => Self::MoreThan,
            "at-least" => Self::AtLeast,
            "less-than" => Self::LessThan,
            "at-most" => Self::AtMost,
            _ => Self::Exact,
        }
    }
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
    /// How an ambiguous figure was read; nothing where only one reading is possible.
    pub reading: Option<&'static str>,
    /// The readings not preferred.
    pub alternatives: Vec<Alternative>,
}

/// Another reading of an ambiguous number.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
#[schemars(rename = "NumberAlternative")]
pub struct Alternative {
    /// Its value in base units.
    pub value: f64,
    /// Its unit.
    pub unit: Option<String>,
    /// What this reading takes the words for.
    pub reading: &'static str,
}

/// The numbers of `text`, spans relative to it; figures of calendar dates are none.
#[must_use]
pub fn numbers(text: &str) -> Vec<Number> {
    numbers_beside(text, &times(text, None))
}

/// The numbers of `text` that are no part of a calendar date among `times`.
#[must_use]
pub fn numbers_beside(text: &str, times: &[When]) -> Vec<Number> {
    let dates: Vec<Span> =
        times.iter().filter(|when| is_calendar(when, text)).map(|when| when.span).collect();
    let mut out = figures(text);
    out.retain(|number| !dates.iter().any(|date| date.meets(number.figure)));
    out
}

/// Whether a time is a calendar date or clock time rather than a length counted from one.
fn is_calendar(when: &When, text: &str) -> bool {
    let words = when.span.of(text).unwrap_or("").to_lowercase();
    let counted = ["ago", "earlier", "later", "hence", "from now", "전", "후", "前", "后"]
        .iter()
        .any(|word| words.ends_with(word));
    matches!(when.kind, WhenKind::Date | WhenKind::Time)
        && !when.value.ends_with("_REF")
        && !counted
}

/// All figures and number words of `text`, those of dates included.
#[must_use]
pub fn figures(text: &str) -> Vec<Number> {
    let mut out = east::numbers(text);
    let all = atoms(text);
    let reader = Reader { all: &all, lexicon: lexicon() };
    let taken = out.len();
    let mut at = 0;
    while at < all.len() {
        if out[..taken].iter().any(|number| number.span.meets(all[at].span)) {
            at += 1;
        } else if let Some((number, next)) = reader.number(at) {
            if !out[..taken].iter().any(|known| known.span.meets(number.span)) {
                out.push(number);
            }
            at = next.max(at + 1);
        } else {
            at += 1;
        }
    }
    out.sort_by_key(|number| number.span);
    out
}

struct Reader<'r, 't> {
    all: &'r [Atom<'t>],
    lexicon: &'static Lexicon,
}

/// The signs and currency before an amount.
struct Lead {
    code: Option<&'static str>,
    /// A scale word between currency and figure.
    scale: Option<f64>,
    negative: bool,
    /// Whether a bracket was opened: `$(5.2)`.
    bracket: bool,
    next: usize,
}

impl Reader<'_, '_> {
    fn lower(&self, at: usize) -> &str {
        self.all.get(at).map_or("", |atom| atom.lower.as_str())
    }

    fn text(&self, at: usize) -> &str {
        self.all.get(at).map_or("", |atom| atom.text)
    }

    /// Whether atoms `at - 1` and `at` touch.
    fn glued(&self, at: usize) -> bool {
        self.all.get(at).is_some_and(|atom| atom.glued)
    }

    /// Whether a number can start here at all; most words start none.
    fn can_start(&self, at: usize) -> bool {
        let atom = &self.all[at];
        let word = atom.lower.as_str();
        if atom.kind == Kind::Mark {
            // Signs, brackets and points lead a number only shortly before its figures.
            let figures =
                |next: &Atom<'_>| next.kind == Kind::Figure || amount::vulgar(next.text).is_some();
            let money = |at: usize| self.lexicon.unit_start(self.lower(at));
            return money(at) || money(at + 1) || self.all[at..].iter().take(5).any(figures);
        }
        atom.kind == Kind::Figure
            || self.lexicon.amount_word(word)
            || matches!(word, "a" | "an" | "minus" | "negative")
            || word.ends_with("fold")
            || self.lexicon.unit_start(word)
                && self.all[at + 1..].iter().take(4).any(|next| next.kind == Kind::Figure)
    }

    fn number(&self, at: usize) -> Option<(Number, usize)> {
        if !self.can_start(at) {
            return None;
        }
        let lead = self.lead(at);
        let (mut valued, mut next) = self.amount(lead.next, lead.code.is_some())?;
        if let Some(scale) = lead.scale {
            valued.scaled(scale);
        }
        if lead.bracket
            && self.text(next) == ")"
            && let Some((scale, after)) = self.scale_at(next + 1, true)
        {
            valued.scaled(scale);
            next = after;
        }
        let figure_start = self.all[lead.next].span.start;
        let mut high = None;
        if let Some((upper, after)) = self.range_end(at, &lead, &valued, next) {
            // `5-10 million`: the scale belongs to both ends.
            let (low, top) = (valued.amount, upper.amount);
            if top.scale > 1.0 && low.scale <= 1.0 && low.value < top.value / top.scale * 1000.0 {
                valued.scaled(top.scale);
            }
            high = Some(upper.amount.value);
            next = after;
        }
        let figure = Span::new(figure_start, self.all[next - 1].span.end);
        let (kind, unit, next) = match lead.code {
            Some(code) => (NumberKind::Money, Some(code), self.code_again(code, next)),
            None => self.unit_after(&valued.amount, next),
        };
        let (valued, next) =
            self.scale_behind(valued, kind, &mut high, next).unwrap_or((valued, next));
        let (negative, after) = self.bracketed(at, &lead, kind, next);
        let mut next = after;
        let sign = if negative { -1.0 } else { 1.0 };
        let (comparator, start) = self.comparator(at);
        let bare = next;
        let (comparator, after) = self.comparator_after(comparator, next);
        let (mut value, unit) = self.base(sign * valued.amount.value, kind, unit, next);
        if let Some((cents, end)) = self.cents(kind, unit, next) {
            value += sign * cents;
            next = end;
        }
        let next = next.max(after);
        let span = Span::new(self.all[start].span.start, self.all[next - 1].span.end);
        let noun = || self.noun(bare).or_else(|| self.noun(next));
        let of = (kind == NumberKind::Cardinal).then(noun).flatten();
        let unit = unit.map(str::to_owned);
        let alternatives = alternatives(&valued, value, kind, unit.as_deref(), sign);
        let reading =
            if alternatives.is_empty() { None } else { valued.reading.or(Some("as usual")) };
        let high = high.map(|high| sign * high);
        let number =
            Number { span, figure, kind, value, high, comparator, unit, of, reading, alternatives };
        Some((number, next))
    }

    /// Signs, currency and brackets before the amount.
    fn lead(&self, at: usize) -> Lead {
        let (mut next, mut negative) = (at, false);
        if self.minus(next) {
            (next, negative) = (next + 1, true);
        }
        let (mut code, mut scale) = (None, None);
        if let Some((found, factor, after)) = self.currency_before(next) {
            (code, scale, next) = (Some(found), factor, after);
        }
        if !negative && code.is_some() && matches!(self.text(next), "-" | "−" | "–") {
            (next, negative) = (next + 1, true);
        }
        let bracket = code.is_some() && self.text(next) == "(";
        Lead { code, scale, negative, bracket, next: next + usize::from(bracket) }
    }

    fn minus(&self, at: usize) -> bool {
        let free = !self.glued(at)
            || at == 0
            || matches!(self.text(at - 1), "(" | "[" | "\"" | "“" | "~" | ":");
        let figure = self.all.get(at + 1).is_some_and(|atom| atom.kind == Kind::Figure)
            || self.currency_before(at + 1).is_some()
            || self.text(at + 1) == ".";
        match self.lower(at) {
            "-" | "−" | "–" => self.glued(at + 1) && free && figure,
            "minus" | "negative" => self.amount(at + 1, false).is_some(),
            _ => false,
        }
    }

    /// The same currency said once more: `US$5 dollars`, `$5 USD`.
    fn code_again(&self, code: &str, next: usize) -> usize {
        match self.unit_at(next) {
            Some((UnitKind::Currency, again, to)) if again == code => to,
            _ => next,
        }
    }

    /// A scale word behind the unit: `75 USD million`.
    fn scale_behind(
        &self,
        mut valued: Valued,
        kind: NumberKind,
        high: &mut Option<f64>,
        next: usize,
    ) -> Option<(Valued, usize)> {
        let (class, factor) = self.lexicon.class(self.lower(next))?;
        if kind != NumberKind::Money || class != "scale" || valued.amount.scale > 1.0 {
            return None;
        }
        valued.scaled(factor);
        *high = high.map(|high| high * factor);
        Some((valued, next + 1))
    }

    /// Whether the amount is negative, by its sign or by brackets of account books, and where it ends.
    fn bracketed(&self, at: usize, lead: &Lead, kind: NumberKind, next: usize) -> (bool, usize) {
        if lead.bracket {
            return (true, next + usize::from(self.text(next) == ")"));
        }
        let inside = at > 0 && self.text(at - 1) == "(" && self.glued(at);
        let (sign, after) = (self.text(next) == ")", self.text(next + 1));
        if inside && sign && after == "%" && self.glued(next + 1) {
            return (true, next + 2);
        }
        let loss = (at.saturating_sub(5)..at.saturating_sub(1)).any(|i| {
            matches!(
                self.lower(i),
                "loss"
                    | "losses"
                    | "income"
                    | "profit"
                    | "earnings"
                    | "ebitda"
                    | "outflow"
                    | "cash"
            )
        });
        let before = at.checked_sub(2).and_then(|i| self.all.get(i));
        let aside = before
            .is_some_and(|atom| atom.kind == Kind::Figure || self.unit_ending(at - 1).is_some());
        let counted = matches!(kind, NumberKind::Cardinal | NumberKind::Money);
        (lead.negative || inside && sign && loss && counted && !aside, next)
    }

    /// Money in its main unit: cents count a hundredth.
    fn base<'u>(
        &self,
        value: f64,
        kind: NumberKind,
        unit: Option<&'u str>,
        next: usize,
    ) -> (f64, Option<&'u str>) {
        let sub = kind == NumberKind::Money
            && next > 0
            && self.unit_ending(next) == Some(UnitKind::SubCurrency);
        (if sub { value / 100.0 } else { value }, unit)
    }

    /// `and 30 cents` after whole money.
    fn cents(&self, kind: NumberKind, unit: Option<&str>, next: usize) -> Option<(f64, usize)> {
        if kind != NumberKind::Money || self.unit_ending(next) != Some(UnitKind::Currency) {
            return None;
        }
        let from = next + usize::from(matches!(self.lower(next), "and" | ","));
        let (valued, after) = self.amount(from, false)?;
        let (found, code, to) = self.unit_at(after)?;
        (found == UnitKind::SubCurrency && Some(code) == unit && valued.amount.value < 100.0)
            .then(|| (valued.amount.value / 100.0, to))
    }

    /// The upper end of `5-10`, `5 to 10`, `between 5 and 10`, `20% to 30%`, `$5 million-$6 million`.
    fn range_end(
        &self,
        at: usize,
        lead: &Lead,
        low: &Valued,
        next: usize,
    ) -> Option<(Valued, usize)> {
        if low.amount.ordinal || low.amount.times {
            return None;
        }
        let before = self.lower(at.wrapping_sub(1));
        let own = self.unit_at(next);
        // The unit may stand at both ends; then it is read again at the upper one.
        let link_at = match own {
            Some((_, _, to)) if self.is_link(to, before) => to,
            _ => next,
        };
        if !self.is_link(link_at, before) {
            return None;
        }
        let dash = matches!(self.text(link_at), "-" | "–" | "—" | "~" | "−");
        let start = match self.currency_before(link_at + 1) {
            Some((code, None, after)) if lead.code.is_none_or(|own| own == code) => after,
            _ => link_at + 1,
        };
        let (upper, after) = self.amount(start, lead.code.is_some() || start > link_at + 1)?;
        // `555-1234-5` and `2023-05-27` are no ranges.
        let chained = dash
            && matches!(self.text(after), "-")
            && self.glued(after)
            && self.all.get(after + 1).is_some_and(|atom| atom.kind == Kind::Figure);
        if upper.amount.ordinal || upper.amount.times || chained {
            return None;
        }
        if link_at > next {
            let (kind, code, _) = own?;
            let again =
                self.unit_at(after).is_some_and(|(other, unit, _)| (other, unit) == (kind, code));
            if !again {
                return None;
            }
        }
        let (a, b) = (low.amount, upper.amount);
        let rising = b.value > a.value || a.scale <= 1.0 && b.value / b.scale > a.value;
        (rising && (a.fraction == b.fraction || b.scale > 1.0)).then_some((upper, after))
    }

    /// Whether the atom at `at` joins the ends of a range.
    fn is_link(&self, at: usize, before: &str) -> bool {
        let Some(after) = self.all.get(at + 1) else { return false };
        match self.lower(at) {
            "-" | "–" | "—" | "−" => {
                self.glued(at) == self.glued(at + 1) && after.kind != Kind::Word
                    || self.glued(at)
                        && self.glued(at + 1)
                        && self.lexicon.amount_word(&after.lower)
            }
            "~" | "～" => after.kind != Kind::Word,
            "to" | "through" => {
                before == "from"
                    || after.kind != Kind::Word
                    || self.lexicon.amount_word(&after.lower)
            }
            "and" => before == "between",
            "or" => after.kind == Kind::Figure,
            _ => false,
        }
    }
}

/// The other readings of a number.
fn alternatives(
    valued: &Valued,
    value: f64,
    kind: NumberKind,
    unit: Option<&str>,
    sign: f64,
) -> Vec<Alternative> {
    let mut out: Vec<Alternative> = Vec::new();
    if let Some((other, reading)) = valued.other {
        out.push(Alternative { value: sign * other, unit: unit.map(str::to_owned), reading });
    }
    if kind == NumberKind::Quantity && unit == Some("pound") {
        out.push(Alternative { value, unit: Some("GBP".to_owned()), reading: "money, not weight" });
    }
    if unit == Some("ton") {
        let reading = "tons of 1,000 kg, not of 2,000 pounds";
        out.push(Alternative { value, unit: Some("tonne".to_owned()), reading });
    }
    out
}

#[cfg(test)]
mod tests;
