//! The words numbers and units are made of.
//!
//! In come lower-case words; out goes an [`Amount`] and how many words it used.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A number read, before its unit is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Amount {
    /// Value, scale included.
    pub(crate) value: f64,
    /// The scale word's factor, 1 without.
    pub(crate) scale: f64,
    /// `third`
    pub(crate) ordinal: bool,
    /// `two-thirds`
    pub(crate) fraction: bool,
    /// `twice`
    pub(crate) times: bool,
}

impl Amount {
    /// A number without scale.
    pub(crate) fn plain(value: f64) -> Self {
        Self { value, scale: 1.0, ordinal: false, fraction: false, times: false }
    }

    /// Multiplies by a power of ten through the decimal spelling: 6.79 million is 6790000 exactly.
    pub(crate) fn scaled(&mut self, factor: f64) {
        let zeros = format!("{factor:.0}").len() - 1;
        let spelled = if format!("{factor:.0}").trim_end_matches('0') == "1" {
            format!("{}e{zeros}", self.value).parse().ok()
        } else {
            None
        };
        self.value = spelled.unwrap_or(self.value * factor);
        self.scale *= factor;
    }
}

/// What a unit measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UnitKind {
    Currency,
    SubCurrency,
    Percent,
    Measure,
    Time,
    Multiple,
    Point,
}

/// Both word lists.
pub(crate) struct Lexicon {
    words: BTreeMap<&'static str, (&'static str, f64)>,
    units: BTreeMap<&'static str, (UnitKind, &'static str)>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let rows = |table: &'static str| {
        table.lines().skip(1).filter_map(|line| {
            let mut cells = line.split(',');
            Some((cells.next()?, cells.next()?, cells.next()?))
        })
    };
    let words = rows(include_str!("../data/number_words.csv"))
        .map(|(word, kind, value)| (word, (kind, value.parse().unwrap_or(0.0))));
    let units = rows(include_str!("../data/units.csv")).map(|(surface, kind, canonical)| {
        let kind = match kind {
            "currency" => UnitKind::Currency,
            "subcurrency" => UnitKind::SubCurrency,
            "percent" => UnitKind::Percent,
            "time" => UnitKind::Time,
            "multiple" => UnitKind::Multiple,
            "point" => UnitKind::Point,
            _ => UnitKind::Measure,
        };
        (surface, (kind, canonical))
    });
    Lexicon { words: words.collect(), units: units.collect() }
});

/// The word lists.
pub(crate) fn lexicon() -> &'static Lexicon {
    &LEXICON
}

impl Lexicon {
    /// The unit a lower-case word is.
    pub(crate) fn unit(&self, word: &str) -> Option<(UnitKind, &'static str)> {
        self.units.get(word).copied()
    }

    /// The factor of a scale word.
    pub(crate) fn scale(&self, word: &str) -> Option<f64> {
        self.words.get(word).filter(|(kind, _)| *kind == "scale").map(|(_, value)| *value)
    }

    /// Whether a word can be part of a number.
    pub(crate) fn amount_word(&self, word: &str) -> bool {
        self.words.contains_key(word)
    }

    /// Reads the longest number at the start of `words`.
    pub(crate) fn read(&self, words: &[&str]) -> Option<(Amount, usize)> {
        let kind = |i: usize| words.get(i).and_then(|word| self.words.get(word)).copied();
        let mut i = 0;
        let article = matches!(words.first(), Some(&"a" | &"an"));
        if article {
            match kind(1) {
                Some(("hundred" | "scale" | "dozen", _)) => i = 1,
                // `a quarter of a million`
                Some(("fraction", bottom))
                    if matches!(words.get(2..4), Some(["of", "a"]))
                        && matches!(kind(4), Some(("scale", _))) =>
                {
                    let whole = kind(4).map_or(1.0, |(_, value)| value);
                    return Some((Amount { scale: whole, ..Amount::plain(whole / bottom) }, 5));
                }
                Some(("fraction", bottom)) => {
                    let of = words.get(2) == Some(&"of") || words[1] == "half";
                    return of
                        .then(|| (Amount { fraction: true, ..Amount::plain(1.0 / bottom) }, 2));
                }
                Some(("ordinal", bottom)) if words.get(2) == Some(&"of") && bottom > 2.0 => {
                    return Some((Amount { fraction: true, ..Amount::plain(1.0 / bottom) }, 2));
                }
                _ => return None,
            }
        }
        let (mut total, mut group, mut scale) = (0.0, 0.0, 1.0);
        let mut used = 0;
        let mut last = "";
        while let Some((class, value)) = kind(i) {
            match class {
                "unit" if matches!(last, "" | "tens" | "hundred" | "scale") => group += value,
                "teen" | "tens" if matches!(last, "" | "hundred" | "scale") => group += value,
                "hundred" if matches!(last, "" | "unit" | "teen" | "tens") => {
                    group = if group == 0.0 { value } else { group * value };
                }
                "dozen" if matches!(last, "" | "unit" | "teen" | "tens") => {
                    group = if group == 0.0 { value } else { group * value };
                }
                "scale" if last.is_empty() && !article => return None,
                "scale" => {
                    total += if group == 0.0 { value } else { group * value };
                    group = 0.0;
                    scale = value;
                }
                "ordinal" => {
                    if last == "unit" && value > 2.0 {
                        let part = total == 0.0 && group == 1.0;
                        return part.then(|| {
                            (Amount { fraction: true, ..Amount::plain(group / value) }, i + 1)
                        });
                    }
                    let value =
                        if value >= 100.0 && group > 0.0 { group * value } else { group + value };
                    return Some((Amount { ordinal: true, ..Amount::plain(total + value) }, i + 1));
                }
                // `half a million`, `half a dozen`
                "fraction"
                    if last.is_empty()
                        && words[i] == "half"
                        && matches!(words.get(i + 1), Some(&("a" | "an")))
                        && matches!(kind(i + 2), Some(("scale" | "dozen" | "hundred", _))) =>
                {
                    let whole = kind(i + 2).map_or(1.0, |(_, value)| value);
                    return Some((Amount { scale: whole, ..Amount::plain(whole / 2.0) }, i + 3));
                }
                "fraction" if last.is_empty() => {
                    let half = words[i] == "half";
                    return half.then(|| (Amount { fraction: true, ..Amount::plain(0.5) }, i + 1));
                }
                "fraction" if matches!(last, "unit") => {
                    return Some((
                        Amount { fraction: true, ..Amount::plain(group / value) },
                        i + 1,
                    ));
                }
                "times" if last.is_empty() => {
                    let used = i + 1;
                    return (value > 1.0)
                        .then_some((Amount { times: true, ..Amount::plain(value) }, used));
                }
                _ => break,
            }
            last = class;
            i += 1;
            used = i;
            // `two hundred and five`, `one thousand and two`; but not `two and three`.
            let joins = words.get(i) == Some(&"and") && matches!(last, "hundred" | "scale");
            if joins && matches!(kind(i + 1), Some(("unit" | "teen" | "tens", _))) {
                i += 1;
            }
            // `two and a half million`
            if words.get(i) == Some(&"and")
                && matches!(words.get(i + 1), Some(&"a"))
                && words.get(i + 2) == Some(&"half")
                && matches!(last, "unit" | "teen" | "tens")
            {
                let mut amount = Amount::plain(total + group + 0.5);
                let mut used = i + 3;
                if let Some(factor) = words.get(used).and_then(|word| self.scale(word)) {
                    amount.scaled(factor);
                    used += 1;
                }
                return Some((amount, used));
            }
            // `one point five`
            if words.get(i) == Some(&"point")
                && kind(i + 1).is_some_and(|(class, _)| class == "unit")
            {
                let mut digits = String::new();
                let mut j = i + 1;
                while let Some(("unit", digit)) = kind(j) {
                    digits.push_str(&format!("{digit:.0}"));
                    j += 1;
                }
                let mut amount = Amount::plain(format!("{}.{digits}", total + group).parse().ok()?);
                if let Some(factor) = words.get(j).and_then(|word| self.scale(word)) {
                    amount.scaled(factor);
                    j += 1;
                }
                return Some((amount, j));
            }
        }
        (used > 0).then(|| (Amount { scale, ..Amount::plain(total + group) }, used))
    }
}
