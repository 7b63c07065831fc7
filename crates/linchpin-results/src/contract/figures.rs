//! How numbers are written for people: one place, so that no two faces round differently.
//!
//! A central value is followed by its 90 % range in brackets, `-11 % [-27, -3]`. Small numbers keep a
//! decimal, large ones do not; a range is written as finely as its centre; a number that rounds to
//! nothing is written without a sign.

use crate::contract::report::Spread;
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
    let digits = format!("{:.0}", value.abs());
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if value < 0.0 { format!("-{text}") } else { text }
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

/// A relative change with its range: `-11 % [-27, -3]`.
#[must_use]
pub fn percent_spread(change: &Spread) -> String {
    let [low, high] = [change.p05, change.p95].map(|value| signed(&hundredths(value, change.p50)));
    format!("{} [{low}, {high}]", percent(change.p50))
}

/// A share with its range: `13 % [11, 15]`.
#[must_use]
pub fn share_spread(share: &Spread) -> String {
    let [low, high] = [share.p05, share.p95].map(|value| hundredths(value, share.p50));
    format!("{} [{low}, {high}]", percent_plain(share.p50))
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

    /// As [`percent_spread`].
    #[must_use]
    pub fn percent_spread(self, change: &Spread) -> String {
        if self.has_range() { percent_spread(change) } else { percent(change.p50) }
    }

    /// As [`share_spread`].
    #[must_use]
    pub fn share_spread(self, share: &Spread) -> String {
        if self.has_range() { share_spread(share) } else { percent_plain(share.p50) }
    }

    /// As [`spread`].
    #[must_use]
    pub fn spread(self, value: &Spread) -> String {
        if self.has_range() { spread(value) } else { number(value.p50) }
    }

    /// A difference of shares with its range, in points: `-15.5 points [-29.1, -7.7]`.
    #[must_use]
    pub fn points(self, difference: f64, ends: Option<(f64, f64)>) -> String {
        let text = |share: f64| signed(&tenths(share));
        match ends.filter(|_| self.has_range()) {
            Some((low, high)) => {
                format!("{} points [{}, {}]", text(difference), text(low), text(high))
            }
            None => format!("{} points", text(difference)),
        }
    }
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

/// A number with its range: `23 [14, 39]`.
#[must_use]
pub fn spread(value: &Spread) -> String {
    format!("{} [{}, {}]", number(value.p50), number(value.p05), number(value.p95))
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
        assert_eq!(percent_spread(&change), "-11 % [-27, -3]");
        assert_eq!(percent(0.0), "0 %");
        assert_eq!(percent(-0.0002), "0 %");
        assert_eq!(percent(0.0316), "+3.2 %");
        assert_eq!(number(1_234_567.0), "1,234,567");
        assert_eq!(number(-12.3), "-12");
        assert_eq!(number(0.25), "0.25");
        assert_eq!(number(-0.0001), "0");
        assert_eq!(number(3.0), "3");
        assert_eq!(
            Told::of(20).points(-0.1551, Some((-0.2909, -0.0769))),
            "-15.5 points [-29.1, -7.7]"
        );
        assert_eq!(Told::of(19).points(0.021, Some((0.0, 1.0))), "+2.1 points");
        assert_eq!(Told::of(19).percent_spread(&change), "-11 %");
        assert_eq!(coverage(), "90 %");
        assert_eq!(plural(1, "input"), "1 input");
        assert_eq!(week(5.2), "5");
    }
}
