//! One change at a time to a text: number, date, agent, speaker, negation, title, scope or unit.
//!
//! In come a text and a seed; out go [`Edit`]s. The mutator knows only word lists (`labelled/mutator.tsv`) and
//! patterns of its own and asks nothing of the crate it helps to score.

use std::sync::LazyLock;

/// A byte range of a text and what to put there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Edit {
    pub(crate) kind: &'static str,
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) to: String,
}

impl Edit {
    pub(crate) fn apply(&self, text: &str) -> String {
        format!("{}{}{}", &text[..self.start], self.to, &text[self.end..])
    }

    /// The words changed and what they became, with a little of what stands before.
    pub(crate) fn show(&self, text: &str) -> String {
        let mut from = self.start.saturating_sub(24);
        while !text.is_char_boundary(from) {
            from += 1;
        }
        format!(
            "{}: …{}[{} -> {}]",
            self.kind,
            &text[from..self.start],
            &text[self.start..self.end],
            self.to
        )
    }
}

/// SplitMix64: enough to choose edits, and the same everywhere.
#[derive(Debug)]
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        usize::try_from(z % u64::try_from(below.max(1)).unwrap_or(1)).unwrap_or(0)
    }
}

/// List, word, replacement.
static WORDS: LazyLock<Vec<(&'static str, String, String)>> = LazyLock::new(|| {
    let rows = include_str!("../../labelled/mutator.tsv").lines().skip(1);
    let rows = rows.filter_map(|line| {
        let mut cells = line.split('\t');
        let (list, from, to) = (cells.next()?, cells.next()?, cells.next()?);
        Some((list, from.replace('_', " "), to.replace('_', " ")))
    });
    rows.collect()
});

fn pairs(list: &str) -> Vec<(&'static str, &'static str)> {
    let own = WORDS.iter().filter(|(name, ..)| *name == list);
    own.map(|(_, from, to)| (from.as_str(), to.as_str())).collect()
}

fn words(list: &str) -> Vec<&'static str> {
    pairs(list).into_iter().map(|(word, _)| word).collect()
}

/// Places where `word` stands as a whole word.
fn places(text: &str, word: &str) -> Vec<usize> {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let ends_open = word.ends_with(|c: char| c.is_alphanumeric());
    let starts_open = word.starts_with(|c: char| c.is_alphanumeric());
    text.match_indices(word)
        .map(|(at, _)| at)
        .filter(|at| {
            !(starts_open && letter(text[..*at].chars().next_back())
                || ends_open && letter(text[at + word.len()..].chars().next()))
        })
        .collect()
}

fn swaps(kind: &'static str, text: &str, pairs: &[(&str, &str)], out: &mut Vec<Edit>) {
    for (from, to) in pairs {
        for start in places(text, from) {
            let covered = out.iter().any(|edit: &Edit| {
                edit.kind == kind && edit.start < start + from.len() && start < edit.end
            });
            if !covered {
                out.push(Edit { kind, start, end: start + from.len(), to: (*to).to_owned() });
            }
        }
    }
}

/// Figures that are no part of a date or name: other digits in the same form.
fn numbers(text: &str, dice: &mut Dice, out: &mut Vec<Edit>) {
    let months = words("months");
    let bytes = text.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        if !bytes[i].is_ascii_digit() {
            i += 1;
            continue;
        }
        let start = i;
        while i < bytes.len()
            && (bytes[i].is_ascii_digit()
                || matches!(bytes[i], b',' | b'.')
                    && bytes.get(i + 1).is_some_and(u8::is_ascii_digit))
        {
            i += 1;
        }
        let figure = &text[start..i];
        let before = text[..start].trim_end().rsplit([' ', '\n']).next().unwrap_or("");
        let dated = months.contains(&before)
            || figure.len() == 4 && (figure.starts_with("20") || figure.starts_with("19"))
            || months.iter().any(|month| text[i..].starts_with(&format!(" {month}")))
            || ["st", "nd", "rd", "th", "th"].iter().any(|end| text[i..].starts_with(end));
        let glued = text[..start].chars().next_back().is_some_and(char::is_alphabetic);
        if dated || glued {
            continue;
        }
        let old = figure.as_bytes()[0] - b'0';
        let new = 1 + (usize::from(old) + dice.roll(7)) % 9;
        if new == usize::from(old) {
            continue;
        }
        let to = format!("{new}{}", &figure[1..]);
        out.push(Edit { kind: "number", start, end: i, to });
    }
    for (from, to) in pairs("figures") {
        for start in places(text, from) {
            out.push(Edit { kind: "number", start, end: start + from.len(), to: to.to_owned() });
        }
    }
}

fn dates(text: &str, dice: &mut Dice, out: &mut Vec<Edit>) {
    for names in [words("months"), words("days")] {
        for name in &names {
            for start in places(text, name) {
                // `May` the verb comes with a subject before it in lower case text; months follow in/by/until/on.
                let other = names[dice.roll(names.len())];
                if other != *name {
                    out.push(Edit {
                        kind: "date",
                        start,
                        end: start + name.len(),
                        to: other.to_owned(),
                    });
                }
            }
        }
    }
    let bytes = text.as_bytes();
    for start in 0..text.len().saturating_sub(3) {
        let year = text
            .get(start..start + 4)
            .filter(|word| word.starts_with("20") && word.bytes().all(|b| b.is_ascii_digit()));
        let alone = (start == 0 || !bytes[start - 1].is_ascii_alphanumeric())
            && !bytes.get(start + 4).is_some_and(u8::is_ascii_alphanumeric);
        if let Some(year) = year.and_then(|word| word.parse::<usize>().ok()).filter(|_| alone) {
            out.push(Edit {
                kind: "date",
                start,
                end: start + 4,
                to: (year - 1 - dice.roll(3)).to_string(),
            });
        }
    }
    for month in words("months") {
        for at in text.match_indices(&format!("{month} ")).map(|(at, _)| at + month.len() + 1) {
            let day: String = text[at..].chars().take_while(char::is_ascii_digit).collect();
            if let Ok(number) = day.parse::<usize>()
                && day.len() <= 2
            {
                let other = 1 + (number + 3 + dice.roll(8)) % 28;
                out.push(Edit {
                    kind: "date",
                    start: at,
                    end: at + day.len(),
                    to: other.to_string(),
                });
            }
        }
    }
    swaps("date", text, &pairs("periods"), out);
}

fn cue_near(text: &str, start: usize, end: usize) -> bool {
    let after: String = text[end..].chars().take(14).collect();
    let before: String =
        text[..start].chars().rev().take(16).collect::<String>().chars().rev().collect();
    words("cues").iter().any(|cue| after.contains(cue) || before.contains(cue))
}

fn agents(text: &str, dice: &mut Dice, out: &mut Vec<Edit>) {
    for pool in [words("countries"), words("firms")] {
        for name in &pool {
            for start in places(text, name) {
                let end = start + name.len();
                let possessive = text[end..].starts_with(['\'', '’']);
                let part = text[..start].ends_with("North ") || text[end..].starts_with(" Korea");
                let verb: String =
                    text[end..].trim_start().chars().take_while(|c| c.is_alphabetic()).collect();
                let doer = text[end..].starts_with(' ')
                    && verb.starts_with(char::is_lowercase)
                    && !words("no_verbs").contains(&verb.as_str());
                if possessive || part || !doer || cue_near(text, start, end) {
                    continue;
                }
                let other = pool[dice.roll(pool.len())];
                if !text.contains(other) {
                    out.push(Edit { kind: "agent", start, end, to: other.to_owned() });
                }
            }
        }
    }
}

/// Whoever stands beside a cue: a name, or a body named by a common noun.
fn speakers(text: &str, dice: &mut Dice, out: &mut Vec<Edit>) {
    for (from, to) in pairs("bodies") {
        for start in places(text, from) {
            if cue_near(text, start, start + from.len()) {
                out.push(Edit {
                    kind: "speaker",
                    start,
                    end: start + from.len(),
                    to: to.to_owned(),
                });
            }
        }
    }
    let (generic, people) = (words("generic"), words("people"));
    for cue in [" said", " told", " wrote", " ruled", " estimated", " stated", " emphasized"] {
        for at in text.match_indices(cue).map(|(at, _)| at) {
            let name: Vec<&str> = text[..at]
                .rsplit([' ', '\n'])
                .take_while(|word| {
                    word.starts_with(char::is_uppercase) && !word.ends_with([',', '.', '”', '"'])
                })
                .take(2)
                .collect();
            let length: usize =
                name.iter().map(|word| word.len()).sum::<usize>() + name.len().saturating_sub(1);
            let start = at - length;
            if name.is_empty() || name.iter().any(|word| generic.contains(word)) {
                continue;
            }
            out.push(Edit {
                kind: "speaker",
                start,
                end: at,
                to: people[dice.roll(people.len())].to_owned(),
            });
        }
    }
}

fn negations(text: &str, out: &mut Vec<Edit>) {
    for auxiliary in words("auxiliaries") {
        for at in text.match_indices(auxiliary).map(|(at, _)| at) {
            let end = at + auxiliary.len();
            let rest = &text[end..];
            if ["not ", "never ", "no ", "only ", "also "].iter().any(|word| rest.starts_with(word))
            {
                let gone = ["not ", "never "].iter().find(|word| rest.starts_with(**word));
                if let Some(word) = gone {
                    out.push(Edit {
                        kind: "negation",
                        start: end,
                        end: end + word.len(),
                        to: String::new(),
                    });
                }
            } else if rest.starts_with(char::is_lowercase) {
                out.push(Edit { kind: "negation", start: end, end, to: "not ".to_owned() });
            }
        }
    }
}

/// Every edit the mutator can think of, `each` a kind, chosen by `seed`.
pub(crate) fn edits(text: &str, seed: u64, each: usize) -> Vec<Edit> {
    let mut dice = Dice(seed);
    let mut all = Vec::new();
    numbers(text, &mut dice, &mut all);
    dates(text, &mut dice, &mut all);
    agents(text, &mut dice, &mut all);
    speakers(text, &mut dice, &mut all);
    negations(text, &mut all);
    swaps("title", text, &pairs("titles"), &mut all);
    swaps("scope", text, &pairs("scopes"), &mut all);
    swaps("unit", text, &pairs("units"), &mut all);
    let mut out = Vec::new();
    for kind in ["number", "date", "agent", "speaker", "negation", "title", "scope", "unit"] {
        let mut own: Vec<Edit> = all.iter().filter(|edit| edit.kind == kind).cloned().collect();
        // A unit must follow a figure, or a sign stand before one.
        own.retain(|edit| {
            let before = text[..edit.start].chars().next_back();
            let after = text[edit.end..].chars().next();
            kind != "unit"
                || before.is_some_and(|c| c.is_ascii_digit())
                || after.is_some_and(|c| c.is_ascii_digit())
                || [
                    "million", "billion", "two", "three", "eight", "eleven", "six", "five", "nine",
                    "trillion",
                ]
                .iter()
                .any(|word| text[..edit.start].ends_with(word))
        });
        own.sort_by_key(|edit| edit.start);
        own.dedup_by_key(|edit| edit.start);
        for _ in 0..each.min(own.len()) {
            let at = dice.roll(own.len());
            out.push(own.remove(at));
        }
    }
    out
}
