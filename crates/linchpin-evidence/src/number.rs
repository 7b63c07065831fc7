//! Numbers in running text: value, range, comparator, unit, currency.
//!
//! In comes a sentence; out go [`Number`]s in order that never overlap, each with the bytes of the
//! whole expression (`more than $6.79 billion`) and its value in base units (6,790,000,000 USD;
//! percents stay percents: 40). A grammar over atoms ([`lex`]) whose words are tables: number words and
//! scales (data/number_words.csv), units and currencies (data/units.csv), bounds (data/comparators.csv),
//! Korean and Chinese numerals (data/numerals_east.csv). Calendar dates are no numbers.

mod amount;
mod around;
mod east;
mod lex;

use crate::number_words::{Lexicon, UnitKind, lexicon};
use crate::span::Span;
use crate::time::{When, WhenKind, times};
use amount::Valued;
use lex::{Atom, Kind, atoms};
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
#[derive(Debug, Clone, PartialEq, Serialize)]
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
        atom.kind != Kind::Word
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
        let (comparator, after) = self.comparator_after(comparator, next);
        let (mut value, unit) = self.base(sign * valued.amount.value, kind, unit, next);
        if let Some((cents, end)) = self.cents(kind, unit, next) {
            value += sign * cents;
            next = end;
        }
        let next = next.max(after);
        let span = Span::new(self.all[start].span.start, self.all[next - 1].span.end);
        let of = (kind == NumberKind::Cardinal).then(|| self.noun(next)).flatten();
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

    /// value and unit of each number.
    fn all(text: &str) -> Vec<String> {
        let unit = |number: &Number| number.unit.clone().unwrap_or_default();
        numbers(text).iter().map(|n| format!("{} {}", n.value, unit(n)).trim().to_owned()).collect()
    }

    #[test]
    fn a_code_may_touch_its_figure_and_a_scale_may_follow_its_currency() {
        assert_eq!(all("Sales of KRW8.607 trillion rose."), ["8607000000000 KRW"]);
        assert_eq!(all("It paid RMB5.2 billion."), ["5200000000 CNY"]);
        let found = all("The tariff costs USD115.5 and 75 USD million.");
        assert_eq!(found, ["115.5 USD", "75000000 USD"]);
        assert_eq!(all("half million notes"), ["500000"]);
        assert_eq!(all("1.3e6 shares"), ["1300000"]);
        assert_eq!(all("The 3 Micron plants closed"), ["3"]);
        assert_eq!(all("a loss of $(5.2) million"), ["-5200000 USD"]);
        assert_eq!(all("two and three quarters percent"), ["2.75 %"]);
        assert_eq!(all("Rs 12,34,567 was paid"), ["1234567 INR"]);
        assert_eq!(
            all("6.02 × 10^23 atoms"),
            ["6.02e23".parse::<f64>().expect("a number").to_string()]
        );
        assert_eq!(all("5 pounds and 20 pence"), ["5 pound", "0.2 GBP"]);
        assert_eq!(all("three dollars and 30 cents"), ["3.3 USD"]);
        assert_eq!(all("HK$2.5bn or 30 Hong Kong dollars"), ["2500000000 HKD", "30 HKD"]);
    }

    #[test]
    fn calendar_dates_are_no_numbers() {
        for text in [
            "on 2023-05-27 they",
            "2023년 2월 10일",
            "2024年12月5日",
            "in the 1990s",
            "by 11/20 at last",
            "on May 5, 2023",
            "in 3Q21 and 1H24",
        ] {
            assert!(all(text).is_empty(), "{text}: {:?}", all(text));
        }
        assert_eq!(figures("in 2023").len(), 1, "a check of figures sees years too");
    }

    #[test]
    fn two_readings_are_both_told() {
        let number = one("it was 1.234 there");
        assert_eq!((number.value, number.reading), (1.234, Some(lex::POINT)));
        assert_eq!(number.alternatives.len(), 1);
        assert!((number.alternatives[0].value - 1234.0).abs() < 1e-9);
        assert!(one("it was 1,234.5 there").alternatives.is_empty());
    }
}
