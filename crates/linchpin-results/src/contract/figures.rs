//! How numbers are written for people: one place, so that no two faces round differently.
//!
//! A central value is followed by its 90 % range in brackets, `-11 % [-27, -3]`. Small numbers keep a
//! decimal, large ones do not; a range is written as finely as its centre; a number that rounds to
//! nothing is written without a sign.

use crate::contract::loss::FirstWeek;
use crate::contract::texts::SpreadText;
use crate::stats::band::Spread;
pub use crate::stats::error::FEW;
use crate::stats::quantile::LEVELS;

/// The part of draws between the outer quantiles, as text: `90 %`.
#[must_use]
pub fn coverage() -> String {
    percent_plain(LEVELS[4] - LEVELS[0])
}

/// A number with a decimal when it is small, without when it is large.
#[must_use]
pub fn number(value: f64) -> String {
    let size = value.abs();
    let text = if size >= 1000.0 {
        grouped(value)
    } else if size >= 9.95 {
        format!("{value:.0}")
    } else if size >= 0.995 || size == 0.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.3}")
    };
    let trimmed = if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    };
    if trimmed.trim_start_matches('-').bytes().all(|byte| matches!(byte, b'0' | b'.')) {
        "0".to_owned()
    } else {
        trimmed
    }
}

fn grouped(value: f64) -> String {
    let text = thousands(&format!("{:.0}", value.abs()));
    if value < 0.0 { format!("-{text}") } else { text }
}

/// Digits with a comma between thousands.
pub(crate) fn thousands(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Per cent without the sign of per cent, written as finely as `like` is.
fn hundredths(share: f64, like: f64) -> String {
    let text = if like.abs() * 100.0 >= 9.95 {
        format!("{:.0}", share * 100.0)
    } else {
        format!("{:.1}", share * 100.0)
    };
    match text.as_str() {
        "-0.0" | "0.0" | "-0" => "0".to_owned(),
        _ => text,
    }
}

/// A share or relative change as per cent, without a plus sign: `40 %`.
#[must_use]
pub fn percent_plain(share: f64) -> String {
    format!("{} %", hundredths(share, share))
}

/// A relative change with its sign: `+3.2 %`, `-11 %`, `0 %`.
#[must_use]
pub fn percent(change: f64) -> String {
    format!("{} %", signed(&hundredths(change, change)))
}

fn signed(text: &str) -> String {
    if text == "0" || text.starts_with('-') { text.to_owned() } else { format!("+{text}") }
}

/// A middle with its range, written as finely as the middle.
fn parts(spread: &Spread, middle: String, end: impl Fn(f64) -> String) -> SpreadText {
    SpreadText { middle, range: format!("[{}, {}]", end(spread.p05), end(spread.p95)) }
}

/// A relative change with its range: `-11 % [-27, -3]`.
#[must_use]
pub fn percent_spread(change: &Spread) -> SpreadText {
    parts(change, percent(change.p50), |end| signed(&hundredths(end, change.p50)))
}

/// A share with its range: `13 % [11, 15]`. A share that is not zero is never written as `0 % [0, 0]`: where all three
/// would be, they have as many decimals as the largest needs for two digits, `0.012 % [0.008, 0.021]`.
#[must_use]
pub fn share_spread(share: &Spread) -> SpreadText {
    let all = [share.p05, share.p50, share.p95];
    let largest = all.iter().fold(0.0_f64, |most, end| most.max(end.abs()));
    if largest > 0.0 && all.iter().all(|end| hundredths(*end, share.p50) == "0") {
        let fine = |end: f64| two_digits(end * 100.0, largest * 100.0);
        return parts(share, format!("{} %", fine(share.p50)), fine);
    }
    parts(share, percent_plain(share.p50), |end| hundredths(end, share.p50))
}

/// Most decimals that a number has: what is smaller is written as nothing.
const DECIMALS: u32 = 6;

/// Decimals that a number needs for two digits.
pub(crate) fn decimals_of_two(value: f64) -> u32 {
    let (mut decimals, mut scaled) = (0, value.abs());
    while scaled < 10.0 && decimals < DECIMALS {
        scaled *= 10.0;
        decimals += 1;
    }
    decimals
}

/// A number with as many decimals as `like` needs for two digits.
fn two_digits(value: f64, like: f64) -> String {
    let decimals = decimals_of_two(like) as usize;
    let text = format!("{value:.decimals$}");
    let text =
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// A number with its range: `23 [14, 39]`.
#[must_use]
pub fn spread(value: &Spread) -> SpreadText {
    parts(value, number(value.p50), number)
}

/// A change of an amount with its range, signed: `-23 [-39, +2]`.
#[must_use]
pub fn signed_spread(value: &Spread) -> SpreadText {
    parts(value, signed_number(value.p50), signed_number)
}

/// A number with its sign: `+23`, `-0.25`, `0`.
#[must_use]
pub fn signed_number(value: f64) -> String {
    signed(&number(value))
}

/// A share of draws, never said with more certainty than the draws give: `0 %` and `100 %` only when exact.
#[must_use]
pub fn chance(share: f64) -> String {
    const ALMOST: f64 = 0.01;
    if share > 0.0 && share < ALMOST {
        format!("< {:.0} %", ALMOST * 100.0)
    } else if share < 1.0 && share > 1.0 - ALMOST {
        format!("> {:.0} %", (1.0 - ALMOST) * 100.0)
    } else {
        format!("{:.0} %", share * 100.0)
    }
}

/// Units that are counted, and so have a plural.
const COUNTED: [&str; 5] = ["day", "week", "month", "year", "wafer"];

/// A unit as people write it behind a number: `USD_mn/week` is `mn USD/week`, `wafer/month` is `wafers/month`,
/// `1/year` is `per year`; empty for pure numbers and for parts of a whole, which read as per cent.
#[must_use]
pub fn unit(unit: &str) -> String {
    match unit {
        "" | "1" | "ratio" | "dimensionless" | "share" | "fraction" => String::new(),
        _ => match (unit.strip_prefix("1/"), unit.strip_prefix("USD_")) {
            (Some(each), _) => format!("per {each}"),
            (None, Some(rest)) => {
                let (scale, rest) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                format!("{scale} USD{rest}")
            }
            (None, None) => {
                let (first, rest) = unit.split_at(unit.find('/').unwrap_or(unit.len()));
                let s = if COUNTED.contains(&first) { "s" } else { "" };
                format!("{first}{s}{rest}").replace('_', " ")
            }
        },
    }
}

fn is_part(unit: &str) -> bool {
    matches!(unit, "share" | "fraction")
}

fn with_unit(text: &str, of: &str) -> String {
    match unit(of) {
        none if none.is_empty() => text.to_owned(),
        named => format!("{text} {named}"),
    }
}

/// A number with its unit; shares read as per cent: `190,000 wafers/month`, `35 %`.
#[must_use]
pub fn quantity(value: f64, unit: &str) -> String {
    match is_part(unit) {
        _ if unit == "change" => percent(value),
        true => percent_plain(value),
        // One week, and no weeks.
        false if value == 1.0 && COUNTED.contains(&unit) => format!("1 {unit}"),
        false => with_unit(&number(value), unit),
    }
}

/// A stated value with its range and the unit once: `190,000 [180,000, 200,000] wafers/month`. A point has no
/// range.
#[must_use]
pub fn stated(value: f64, low: f64, high: f64, unit: &str) -> String {
    let all = Spread { p05: low, p50: value, p95: high };
    match (is_part(unit), low == value && high == value) {
        (_, true) => quantity(value, unit),
        (false, false) if unit == "change" => percent_spread(&all).to_string(),
        (true, false) => share_spread(&all).to_string(),
        (false, false) => with_unit(&spread(&all).to_string(), unit),
    }
}

/// Ranges of an ensemble: with fewer than [`FEW`] draws only the middle is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told(u32);

impl Told {
    /// Of so many draws.
    #[must_use]
    pub fn of(draws: u32) -> Self {
        Self(draws)
    }

    /// The draws.
    #[must_use]
    pub fn draws(self) -> u32 {
        self.0
    }

    /// Whether there are enough for a range.
    #[must_use]
    pub fn has_range(self) -> bool {
        self.0 >= FEW
    }

    /// The text whole where there are enough draws, else its middle alone.
    fn cut(self, text: SpreadText) -> SpreadText {
        if self.has_range() { text } else { SpreadText { range: String::new(), ..text } }
    }

    /// As [`percent_spread`].
    #[must_use]
    pub fn percent_spread(self, change: &Spread) -> SpreadText {
        self.cut(percent_spread(change))
    }

    /// As [`share_spread`].
    #[must_use]
    pub fn share_spread(self, share: &Spread) -> SpreadText {
        self.cut(share_spread(share))
    }

    /// As [`spread`].
    #[must_use]
    pub fn spread(self, value: &Spread) -> SpreadText {
        self.cut(spread(value))
    }

    /// As [`signed_spread`].
    #[must_use]
    pub fn signed_spread(self, value: &Spread) -> SpreadText {
        self.cut(signed_spread(value))
    }

    /// A first week with its range: `20 [18, 25]`.
    #[must_use]
    pub fn first_week(self, first: &FirstWeek) -> SpreadText {
        let weeks = Spread { p05: first.p05, p50: first.p50, p95: first.p95 };
        self.cut(parts(&weeks, week(weeks.p50), week))
    }

    /// A difference of shares with its range, in points: `-15.5 points [-29.1, -7.7]`.
    #[must_use]
    pub fn points(self, difference: f64, ends: Option<(f64, f64)>) -> SpreadText {
        let middle = points(difference);
        match ends.filter(|_| self.has_range()) {
            Some((low, high)) => {
                let [low, high] = [low, high].map(|end| signed(&tenths(end)));
                SpreadText { middle, range: format!("[{low}, {high}]") }
            }
            None => SpreadText { middle, range: String::new() },
        }
    }
}

/// What stands where there is no number.
pub const DASH: &str = "-";

/// How far the ends of a range would move with other draws, in points of a share: its Monte Carlo error.
#[must_use]
pub fn ends_good(low: f64, high: f64) -> String {
    let [low, high] = [low, high].map(error_points);
    format!("ends vary by {low} and {high} points")
}

/// A Monte Carlo error in points, with one decimal; an error too small for it is no nought.
#[must_use]
pub fn error_points(share: f64) -> String {
    match tenths(share).as_str() {
        "0" if share > 0.0 => "<0.1".to_owned(),
        text => text.to_owned(),
    }
}

/// A difference of shares in points: `-15.5 points`.
#[must_use]
pub fn points(difference: f64) -> String {
    format!("{} points", signed(&tenths(difference)))
}

/// Points with one decimal.
fn tenths(share: f64) -> String {
    match format!("{:.1}", share * 100.0).as_str() {
        "-0.0" | "0.0" => "0".to_owned(),
        text => text.to_owned(),
    }
}

/// Signed points with one decimal, for points that are per cent already: `-9.1`, `+0.4`, `0`.
#[must_use]
pub fn points_signed(points: f64) -> String {
    signed(&tenths(points / 100.0))
}

/// A week's number, without the fraction that a quantile between two weeks has.
#[must_use]
pub fn week(value: f64) -> String {
    format!("{value:.0}")
}

/// `1 input`, `2 inputs`.
#[must_use]
pub fn plural(count: usize, noun: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{s}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_one_way() {
        let change = Spread { p05: -0.2712, p50: -0.1095, p95: -0.0301 };
        assert_eq!(percent_spread(&change).to_string(), "-11 % [-27, -3]");
        assert_eq!(percent(0.0), "0 %");
        assert_eq!(percent(-0.0002), "0 %");
        assert_eq!(percent(0.0316), "+3.2 %");
        assert_eq!(number(1_234_567.0), "1,234,567");
        assert_eq!(number(-12.3), "-12");
        assert_eq!(number(0.25), "0.25");
        assert_eq!(number(-0.0001), "0");
        assert_eq!(number(3.0), "3");
        assert_eq!(
            Told::of(20).points(-0.1551, Some((-0.2909, -0.0769))).to_string(),
            "-15.5 points [-29.1, -7.7]"
        );
        assert_eq!(Told::of(19).points(0.021, Some((0.0, 1.0))).to_string(), "+2.1 points");
        assert_eq!(Told::of(19).percent_spread(&change).to_string(), "-11 %");
        assert_eq!(
            [0.0, 0.001, 0.58, 0.9999, 1.0].map(chance),
            ["0 %", "< 1 %", "58 %", "> 99 %", "100 %"]
        );
        assert_eq!(coverage(), "90 %");
        // Seventeen billions of a world's output are a small share, and no nought.
        let small = Spread { p05: 0.000_08, p50: 0.000_123, p95: 0.000_21 };
        assert_eq!(share_spread(&small).to_string(), "0.012 % [0.008, 0.021]");
        let rare = Spread { p05: 0.0, p50: 0.0, p95: 0.000_034 };
        assert_eq!(share_spread(&rare).to_string(), "0 % [0, 0.0034]");
        assert_eq!(
            share_spread(&Spread { p05: 0.0, p50: 0.0, p95: 0.0 }).to_string(),
            "0 % [0, 0]"
        );
        assert_eq!(
            share_spread(&Spread { p05: 0.11, p50: 0.13, p95: 0.15 }).to_string(),
            "13 % [11, 15]"
        );
        assert_eq!(plural(1, "input"), "1 input");
        assert_eq!(week(5.2), "5");
    }

    #[test]
    fn a_quantity_bears_its_unit_once_and_a_share_is_told_in_per_cent() {
        assert_eq!(
            stated(190_000.0, 180_000.0, 200_000.0, "wafer/month"),
            "190,000 [180,000, 200,000] wafers/month"
        );
        assert_eq!(stated(0.35, 0.29, 0.425, "share"), "35 % [29, 42]");
        assert_eq!(stated(5.0, 5.0, 5.0, "week"), "5 weeks");
        assert_eq!(stated(1.0, 1.0, 1.0, "week"), "1 week");
        assert_eq!(quantity(0.06, "1/year"), "0.06 per year");
        assert_eq!(quantity(12.3, "USD_mn/week"), "12 mn USD/week");
        assert_eq!(quantity(-0.9, "1"), "-0.9");
        assert_eq!(
            signed_spread(&Spread { p05: -39.0, p50: -23.0, p95: 2.0 }).to_string(),
            "-23 [-39, +2]"
        );
    }
}
