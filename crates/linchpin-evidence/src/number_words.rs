//! The words numbers and units are made of.
//!
//! In come lower-case words; out goes an [`Amount`] and how many words it used.

use crate::vocabulary::Vocabulary;
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
    Points,
    Measure,
    Time,
    Multiple,
    Point,
}

/// Both word lists.
pub(crate) struct Lexicon {
    words: Vocabulary<(&'static str, f64)>,
    units: Vocabulary<(UnitKind, &'static str)>,
    /// Phrases of bounds: whether the phrase stands before the number, and what it says.
    bounds: Vocabulary<(bool, &'static str)>,
    /// First words of units and of bounds.
    unit_starts: Vocabulary<()>,
    bound_starts: Vocabulary<()>,
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
            "points" => UnitKind::Points,
            "time" => UnitKind::Time,
            "multiple" => UnitKind::Multiple,
            "point" => UnitKind::Point,
            _ => UnitKind::Measure,
        };
        (surface, (kind, canonical))
    });
    let bounds = rows(include_str!("../data/comparators.csv"))
        .map(|(phrase, place, bound)| (phrase, (place == "before", bound)));
    let unit_starts = Vocabulary::list(units.clone().map(|(phrase, _)| first_atom(phrase)));
    let bound_starts = Vocabulary::list(bounds.clone().map(|(phrase, _)| first_atom(phrase)));
    let (words, units, bounds) =
        (Vocabulary::of(words), Vocabulary::of(units), Vocabulary::of(bounds));
    Lexicon { words, units, bounds, unit_starts, bound_starts }
});

/// The first atom of a phrase: its letters, or its first mark.
fn first_atom(phrase: &str) -> &str {
    let inner = |c: char| c.is_alphabetic() || c == '.';
    let letters = phrase.find(|c: char| !inner(c)).unwrap_or(phrase.len());
    let head = &phrase[..letters];
    if head.contains('.')
        && head.chars().filter(|c| *c != '.').count() > 1
        && head.len() > 2
        && head.split('.').all(|part| part.chars().count() <= 1)
    {
        return head;
    }
    let plain = phrase.find(|c: char| !c.is_alphabetic()).unwrap_or(phrase.len());
    match plain {
        0 => &phrase[..phrase.chars().next().map_or(0, char::len_utf8)],
        end => &phrase[..end],
    }
}

/// The word lists.
pub(crate) fn lexicon() -> &'static Lexicon {
    &LEXICON
}

impl Lexicon {
    /// The unit a lower-case word is.
    pub(crate) fn unit(&self, word: &str) -> Option<(UnitKind, &'static str)> {
        self.units.get(word).copied()
    }

    /// Whether some unit starts with this word or mark.
    pub(crate) fn unit_start(&self, atom: &str) -> bool {
        self.unit_starts.contains(atom)
    }

    /// Whether some bound starts with this word or mark.
    pub(crate) fn bound_start(&self, atom: &str) -> bool {
        self.bound_starts.contains(atom)
    }

    /// What a phrase says about the number it stands before, or after.
    pub(crate) fn bound(&self, phrase: &str, before: bool) -> Option<&'static str> {
        self.bounds.get(phrase).filter(|(place, _)| *place == before).map(|(_, bound)| *bound)
    }

    /// The factor of a scale word.
    pub(crate) fn scale(&self, word: &str) -> Option<f64> {
        self.words.get(word).filter(|(kind, _)| *kind == "scale").map(|(_, value)| *value)
    }

    /// Whether a word can be part of a number.
    pub(crate) fn amount_word(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    /// The class and value of a number word.
    pub(crate) fn class(&self, word: &str) -> Option<(&'static str, f64)> {
        self.words.get(word).copied()
    }

    /// Reads the longest number at the start of `words`.
    pub(crate) fn read(&self, words: &[&str]) -> Option<(Amount, usize)> {
        let class = |i: usize| words.get(i).and_then(|word| self.class(word));
        let article = usize::from(matches!(words.first(), Some(&"a" | &"an")));
        if let Some(found) = self.part(words, 0, true) {
            return Some(found);
        }
        if article == 1 && !matches!(class(1), Some(("hundred" | "scale" | "dozen", _))) {
            return None;
        }
        match class(article)? {
            ("scale", _) if article == 0 => return None,
            ("times", value) => {
                return (value > 1.0)
                    .then_some((Amount { times: true, ..Amount::plain(value) }, article + 1));
            }
            _ => {}
        }
        self.cardinal(words, article)
    }

    /// A part of one, or of a scale word: `half`, `two-thirds`, `a quarter of a million`, `half million`;
    /// a scale word counts only where `scaled` says so.
    fn part(&self, words: &[&str], from: usize, scaled: bool) -> Option<(Amount, usize)> {
        let class = |i: usize| words.get(i).and_then(|word| self.class(word));
        let word = |i: usize| words.get(i).copied().unwrap_or("");
        let article = matches!(word(from), "a" | "an");
        let (top, at) = match class(from) {
            _ if article => (1.0, from + 1),
            Some(("unit" | "teen", top)) if top > 0.0 => (top, from + 1),
            Some(("fraction", _)) if word(from) == "half" => (1.0, from),
            _ => return None,
        };
        let bottom = match class(at)? {
            ("fraction", bottom) => bottom,
            // `one third`, `a third of`; `two third` is none.
            ("ordinal", bottom) if top == 1.0 && at > from && bottom > 2.0 => bottom,
            _ => return None,
        };
        let next = at + 1;
        let of = usize::from(word(next) == "of");
        let an = usize::from(matches!(word(next + of), "a" | "an"));
        if let Some(("scale" | "hundred" | "dozen", whole)) = class(next + of + an)
            && scaled
            && (of == an || of == 0)
        {
            let value = top * whole / bottom;
            return Some((Amount { scale: whole, ..Amount::plain(value) }, next + of + an + 1));
        }
        // `a third` alone is a place in an order; `a half`, `a quarter of`, `and a third`, `a millionth` are parts.
        let named = word(at) == "half" || of == 1 || !article || !scaled || bottom >= 1000.0;
        named.then(|| (Amount { fraction: true, ..Amount::plain(top / bottom) }, next))
    }

    /// `two hundred and five million`, `twenty-third`, `two and a half million`, `one point five`.
    fn cardinal(&self, words: &[&str], from: usize) -> Option<(Amount, usize)> {
        let class = |i: usize| words.get(i).and_then(|word| self.class(word));
        let (mut total, mut group, mut scale) = (0.0, 0.0, 1.0);
        let (mut i, mut used, mut last) = (from, 0, "");
        while let Some((kind, value)) = class(i) {
            match kind {
                "unit" if matches!(last, "" | "tens" | "hundred" | "scale") => group += value,
                "teen" | "tens" if matches!(last, "" | "hundred" | "scale") => group += value,
                "hundred" | "dozen" if matches!(last, "" | "unit" | "teen" | "tens") => {
                    // `two hundred and three dozen`: only what follows the hundreds is counted in dozens.
                    let counted = group % 100.0;
                    group = if group == 0.0 { value } else { group - counted + counted * value };
                }
                "dozens" if matches!(last, "unit" | "teen" | "tens") => {
                    let counted = group % 100.0;
                    group += counted * (value - 1.0);
                }
                // `twenty-two fifths`, `a hundred millionths`; a quarter may be a time of the year.
                "fraction" if used > 0 && value > 4.0 => {
                    let share = (total + group) / value;
                    return Some((Amount { fraction: true, ..Amount::plain(share) }, i + 1));
                }
                "scale" => {
                    total += if group == 0.0 { value } else { group * value };
                    (group, scale) = (0.0, value);
                }
                "ordinal" if last == "unit" => return None,
                "ordinal" => {
                    let value =
                        if value >= 100.0 && group > 0.0 { group * value } else { group + value };
                    return Some((Amount { ordinal: true, ..Amount::plain(total + value) }, i + 1));
                }
                _ => break,
            }
            last = kind;
            i += 1;
            used = i;
            let counts = matches!(last, "unit" | "teen" | "tens" | "hundred");
            if counts && let Some(found) = self.tail(words, i, total + group) {
                return Some(found);
            }
            // `two hundred and five`, `one thousand and two`; but not `two and three`.
            let joins = words.get(i) == Some(&"and") && matches!(last, "hundred" | "scale");
            if joins && matches!(class(i + 1), Some(("unit" | "teen" | "tens" | "ordinal", _))) {
                i += 1;
            }
        }
        (used > 0).then(|| (Amount { scale, ..Amount::plain(total + group) }, used))
    }

    /// What can follow a small number: `and a half`, `point five`; a scale word after it counts both.
    fn tail(&self, words: &[&str], at: usize, whole: f64) -> Option<(Amount, usize)> {
        let class = |i: usize| words.get(i).and_then(|word| self.class(word));
        let (value, mut next) = match words.get(at) {
            Some(&"and") => {
                let (part, next) = self.part(words, at + 1, false)?;
                if !part.fraction {
                    return None;
                }
                (whole + part.value, next)
            }
            Some(&"point") => {
                let mut digits = String::new();
                let mut j = at + 1;
                if let Some(("teen" | "tens", first)) = class(j) {
                    // `point seventy-one`
                    let unit = class(j + 1).filter(|(kind, _)| *kind == "unit" && first >= 20.0);
                    digits = format!("{:.0}", first + unit.map_or(0.0, |(_, digit)| digit));
                    j += 1 + usize::from(unit.is_some());
                } else {
                    // `point seven one`
                    while let Some(("unit", digit)) = class(j) {
                        digits.push_str(&format!("{digit:.0}"));
                        j += 1;
                    }
                }
                if digits.is_empty() {
                    return None;
                }
                (format!("{whole}.{digits}").parse().ok()?, j)
            }
            _ => return None,
        };
        let mut amount = Amount::plain(value);
        if let Some(factor) = words.get(next).and_then(|word| self.scale(word)) {
            amount.scaled(factor);
            next += 1;
        }
        Some((amount, next))
    }
}
