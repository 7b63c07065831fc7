//! Changed copies and neutral edits of generated texts, in English, Korean and Chinese.
//!
//! In come a file of sentences with slots (`labelled/changes/`) and a seed; out go the score of copies with one
//! changed slot, found under the right kind, and of copies said otherwise, which must raise no alarm. The
//! files know nothing of the crate's own tables. Same file, same seed: same texts.

use crate::Score;
use crate::copies::{new_records, read};
use crate::mutate::Dice;
use linchpin_evidence::divergence::Kind;
use std::collections::BTreeMap;

/// Sentences of a text.
const SENTENCES: usize = 7;

/// A slot: kinds that name a change of it, and its values, each with its forms.
#[derive(Debug)]
struct Slot {
    kinds: Vec<&'static str>,
    values: Vec<Vec<&'static str>>,
}

/// A sentence, in all its renderings, with the slots whose exchange turns it round.
#[derive(Debug, Default)]
struct Said {
    renderings: Vec<&'static str>,
    swap: Option<(&'static str, &'static str)>,
}

/// A file read.
#[derive(Debug, Default)]
struct Grammar {
    slots: BTreeMap<&'static str, Slot>,
    said: Vec<Said>,
}

impl Grammar {
    fn read(set: &'static str) -> Self {
        let mut grammar = Self::default();
        for line in set.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let (head, rest) = line.split_once(':').expect("a line has a head");
            match head {
                "say" => {
                    grammar.said.push(Said { renderings: vec![rest.trim()], swap: None });
                }
                "or" => grammar.last().renderings.push(rest.trim()),
                "swap" => grammar.last().swap = rest.trim().split_once(' '),
                slot => {
                    let mut words = slot.split(' ').skip(1);
                    let name = words.next().expect("a slot has a name");
                    let kinds = words.collect();
                    let values =
                        rest.split('|').map(|value| value.split(" = ").map(str::trim).collect());
                    grammar.slots.insert(name, Slot { kinds, values: values.collect() });
                }
            }
        }
        grammar
    }

    fn last(&mut self) -> &mut Said {
        self.said.last_mut().expect("follows a sentence")
    }
}

/// What fills a slot: which value, in which form, with which figures.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Filling {
    value: usize,
    form: usize,
    figures: Vec<usize>,
}

/// One sentence of a text: which, in which rendering, with what in its slots.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    said: usize,
    rendering: usize,
    slots: BTreeMap<&'static str, Filling>,
}

/// The names of a template's slots, in order.
fn slots(template: &'static str) -> impl Iterator<Item = &'static str> {
    template.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name)
}

/// The ranges `#LOW-HIGH` of a form: where each stands, and its bounds.
fn ranges(form: &str) -> Vec<(std::ops::Range<usize>, usize, usize)> {
    let mut out = Vec::new();
    for (at, _) in form.match_indices('#') {
        let rest = &form[at + 1..];
        let low: String = rest.chars().take_while(char::is_ascii_digit).collect();
        let high: String = rest[low.len() + 1..].chars().take_while(char::is_ascii_digit).collect();
        let end = at + 2 + low.len() + high.len();
        out.push((at..end, low.parse().expect("low"), high.parse().expect("high")));
    }
    out
}

fn figures(form: &str, dice: &mut Dice) -> Vec<usize> {
    ranges(form).into_iter().map(|(_, low, high)| low + dice.roll(high - low + 1)).collect()
}

impl Grammar {
    fn fill(&self, name: &str, dice: &mut Dice) -> Filling {
        let slot = self.slots.get(name).unwrap_or_else(|| panic!("no slot {name}"));
        let value = dice.roll(slot.values.len());
        Filling { value, form: 0, figures: figures(slot.values[value][0], dice) }
    }

    fn text(&self, dice: &mut Dice) -> Vec<Line> {
        let mut left: Vec<usize> = (0..self.said.len()).collect();
        let mut out = Vec::new();
        for _ in 0..SENTENCES.min(left.len()) {
            let said = left.remove(dice.roll(left.len()));
            let names = slots(self.said[said].renderings[0]);
            let filled = names.map(|name| (name, self.fill(name, dice))).collect();
            out.push(Line { said, rendering: 0, slots: filled });
        }
        out
    }

    fn words(&self, name: &str, filling: &Filling) -> String {
        let form = self.slots[name].values[filling.value][filling.form];
        let mut out = String::new();
        let mut from = 0;
        for ((range, ..), figure) in ranges(form).into_iter().zip(&filling.figures) {
            out.push_str(&form[from..range.start]);
            out.push_str(&figure.to_string());
            from = range.end;
        }
        out.push_str(&form[from..]);
        out
    }

    fn sentence(&self, line: &Line) -> String {
        let template = self.said[line.said].renderings[line.rendering];
        let mut parts = template.split('{');
        let mut out = parts.next().unwrap_or("").to_owned();
        for part in parts {
            let (name, rest) = part.split_once('}').expect("a slot closes");
            let words = self.words(name, &line.slots[name]);
            out.push_str(&words);
            out.push_str(&particle(&words, rest));
        }
        let out = out.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        let mut letters = out.chars();
        letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
    }

    fn print(&self, lines: &[Line]) -> String {
        let head = if self.said[0].renderings[0].is_ascii() { "News of the day\n\n" } else { "" };
        let all: Vec<String> = lines.iter().map(|line| self.sentence(line)).collect();
        format!("{head}{}\n", all.join("\n\n"))
    }

    /// Another value of a slot; `None` when it has no other.
    fn other(&self, name: &str, old: &Filling, dice: &mut Dice) -> Option<Filling> {
        let slot = &self.slots[name];
        let change_value = slot.values.len() > 1 && (old.figures.is_empty() || dice.roll(2) == 0);
        if change_value {
            let value = (old.value + 1 + dice.roll(slot.values.len() - 1)) % slot.values.len();
            let same = ranges(slot.values[value][0]).len() == old.figures.len();
            let figures =
                if same { old.figures.clone() } else { figures(slot.values[value][0], dice) };
            return Some(Filling { value, form: 0, figures });
        }
        if old.figures.is_empty() {
            return None;
        }
        let mut figures = old.figures.clone();
        while figures == old.figures {
            figures = self::figures(slot.values[old.value][0], dice);
        }
        Some(Filling { figures, ..old.clone() })
    }

    /// Lines with one slot changed (or two exchanged), and the kinds that name it.
    fn changed(&self, lines: &[Line], dice: &mut Dice) -> (Vec<Line>, Vec<&'static str>) {
        loop {
            let mut out = lines.to_vec();
            let at = dice.roll(out.len());
            let line = &mut out[at];
            if let Some((a, b)) = self.said[line.said].swap
                && dice.roll(4) == 0
            {
                // Exchanged by words: the two slots draw on different lists.
                return (out, vec![a, b]);
            }
            let names: Vec<&'static str> = line.slots.keys().copied().collect();
            let name = names[dice.roll(names.len())];
            let kinds = &self.slots[name].kinds;
            if kinds.contains(&"same") {
                continue;
            }
            if let Some(other) = self.other(name, &line.slots[name], dice) {
                line.slots.insert(name, other);
                return (out, kinds.clone());
            }
        }
    }

    /// Lines that say the same otherwise: another form of a value, or another rendering of a sentence;
    /// `None` where the text has neither.
    fn neutral(&self, lines: &[Line], dice: &mut Dice) -> Option<Vec<Line>> {
        for _ in 0..500 {
            let mut out = lines.to_vec();
            let at = dice.roll(out.len());
            let line = &mut out[at];
            let renderings = self.said[line.said].renderings.len();
            let names: Vec<&'static str> = line.slots.keys().copied().collect();
            let choice = dice.roll(names.len() + renderings);
            if choice >= names.len() {
                line.rendering = choice - names.len();
            } else {
                let filling = line.slots.get_mut(names[choice]).expect("there");
                let forms = self.slots[names[choice]].values[filling.value].len();
                filling.form = dice.roll(forms);
            }
            if out != lines {
                return Some(out);
            }
        }
        None
    }

    /// The text with the words of two slots exchanged in the one sentence that has both.
    fn exchanged(&self, lines: &[Line], names: (&str, &str)) -> String {
        let print = |line: &Line| {
            let whole = self.sentence(line);
            let (Some(a), Some(b)) = (line.slots.get(names.0), line.slots.get(names.1)) else {
                return whole;
            };
            if self.said[line.said].swap.is_none_or(|swap| swap != names) {
                return whole;
            }
            let (a, b) = (self.words(names.0, a), self.words(names.1, b));
            whole.replace(&a, "\u{1}").replace(&b, &a).replace('\u{1}', &b)
        };
        let head = if self.said[0].renderings[0].is_ascii() { "News of the day\n\n" } else { "" };
        format!("{head}{}\n", lines.iter().map(print).collect::<Vec<_>>().join("\n\n"))
    }
}

/// What follows a slot, its Korean particle fitted to the last syllable before it.
fn particle(before: &str, rest: &str) -> String {
    let Some(last) = before.chars().next_back().filter(|c| ('가'..='힣').contains(c)) else {
        return rest.to_owned();
    };
    let tail = (u32::from(last) - u32::from('가')) % 28;
    for (open, closed) in [("는", "은"), ("가", "이"), ("를", "을"), ("로", "으로")] {
        for written in [closed, open] {
            if let Some(after) = rest.strip_prefix(written)
                && after.starts_with(' ')
            {
                let plain = tail == 0 || open == "로" && tail == 8;
                return format!("{}{after}", if plain { open } else { closed });
            }
        }
    }
    rest.to_owned()
}

/// Texts of a file, one after another.
pub(crate) fn texts(set: &'static str, seed: u64, count: usize) -> Vec<String> {
    let grammar = Grammar::read(set);
    let mut dice = Dice(seed);
    (0..count).map(|_| grammar.print(&grammar.text(&mut dice))).collect()
}

/// Changed copies found under the right kind, and neutral edits without alarm.
pub(crate) struct Outcome {
    pub(crate) slot: Score,
    pub(crate) quiet: Score,
}

/// Scores `count` changed copies and as many neutral edits.
pub(crate) fn score(set: &'static str, seed: u64, count: usize, show: bool) -> Outcome {
    let grammar = Grammar::read(set);
    let mut dice = Dice(seed);
    let hidden = || Score { quiet: !show, ..Score::default() };
    let mut out = Outcome { slot: hidden(), quiet: hidden() };
    for _ in 0..count {
        let lines = grammar.text(&mut dice);
        let text = grammar.print(&lines);
        let original = read(&text);
        let (changed, kinds) = grammar.changed(&lines, &mut dice);
        let (copy, right): (String, Vec<&str>) = if changed == lines {
            let names = (kinds[0], kinds[1]);
            (grammar.exchanged(&lines, names), vec!["role-reversal", "agent"])
        } else {
            (grammar.print(&changed), kinds)
        };
        let found = new_records(&original, &copy);
        let named = |(kind, _): &(Kind, String)| right.contains(&kind.as_str());
        out.slot.count(found.iter().any(named), &told("changed", &text, &copy, &found));
        let Some(neutral) = grammar.neutral(&lines, &mut dice) else { continue };
        let copy = grammar.print(&neutral);
        let found = new_records(&original, &copy);
        out.quiet.count(found.is_empty(), &told("neutral", &text, &copy, &found));
    }
    out
}

/// The line that differs, for whoever tunes.
fn told(what: &str, text: &str, copy: &str, found: &[(Kind, String)]) -> String {
    let line = text.lines().zip(copy.lines()).find(|(a, b)| a != b);
    let kinds: Vec<String> =
        found.iter().map(|(kind, slot)| format!("{} ({slot})", kind.as_str())).collect();
    format!("{what}: {line:?}: {kinds:?}")
}
