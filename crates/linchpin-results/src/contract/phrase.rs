//! Sentences with places to fill, in three languages, and the way back from a filled English one.
//!
//! A place is `{0}` (a text of ours, told in the language), `{!0}` (the same, and the sentence is meant only where the
//! text is one of the tables'), `{#0}` (a figure, set the way of the language) or `{=0}` (kept letter for letter: ids,
//! citations, and what is told already). In: a [`Phrase`] and the texts of its places,
//! or an English text of a lower layer. Out: the sentence in a language. Invariant: every language of a phrase has
//! the same places.

use crate::contract::language::Language;
use crate::contract::lexicon;
use crate::contract::words;
use std::sync::OnceLock;

/// English, Korean and Chinese.
pub type Phrase = [&'static str; 3];

/// How the text of a place is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// In the language.
    Told,
    /// In the language, which must have it.
    Known,
    /// As a figure.
    Figure,
    /// Letter for letter.
    Kept,
}

/// A part of a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part<'p> {
    Words(&'p str),
    Place(Manner, usize),
}

/// The parts of a phrase in one language.
fn parts(text: &str) -> Vec<Part<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((place, behind)) = after.split_once('}') else { break };
        let (manner, digits) = match place.as_bytes().first() {
            Some(b'!') => (Manner::Known, &place[1..]),
            Some(b'#') => (Manner::Figure, &place[1..]),
            Some(b'=') => (Manner::Kept, &place[1..]),
            _ => (Manner::Told, place),
        };
        let Ok(at) = digits.parse() else { break };
        if !before.is_empty() {
            found.push(Part::Words(before));
        }
        found.push(Part::Place(manner, at));
        rest = behind;
    }
    if !rest.is_empty() {
        found.push(Part::Words(rest));
    }
    found
}

/// The phrase with its places filled. What was found in English stays as it is in English.
pub(crate) fn fill(phrase: Phrase, places: &[&str], language: Language) -> String {
    let mut text = String::new();
    for part in parts(language.pick(phrase)) {
        match part {
            Part::Words(words) => text.push_str(words),
            Part::Place(manner, at) => {
                let given = places.get(at).copied().unwrap_or_default();
                match (manner, language) {
                    (_, Language::En) | (Manner::Kept, _) => text.push_str(given),
                    (Manner::Told | Manner::Known, _) => text.push_str(&told(given, language)),
                    (Manner::Figure, _) => text.push_str(&words::figure(given, language)),
                }
            }
        }
    }
    text
}

/// Whether a text can stand in a place: a figure begins with no letter.
fn fits(manner: Manner, text: &str) -> bool {
    let word = || text.starts_with(|c: char| c.is_alphabetic());
    !text.is_empty() && (manner != Manner::Figure || !word())
}

/// Where the words of `parts` stand in `text`: the texts between them, or nothing where they do not all stand there.
fn between<'t>(parts: &[Part<'_>], text: &'t str) -> Option<Vec<(usize, &'t str)>> {
    match parts {
        [] => text.is_empty().then(Vec::new),
        [Part::Words(words), rest @ ..] => between(rest, text.strip_prefix(words)?),
        [Part::Place(manner, at)] => fits(*manner, text).then(|| vec![(*at, text)]),
        [Part::Place(manner, at), rest @ ..] => {
            let Some(Part::Words(words)) = rest.first() else { return None };
            // The shortest text that lets the rest fit.
            let mut from = 1;
            while let Some(found) = text.get(from..).and_then(|text| text.find(words)) {
                let end = from + found;
                let others = fits(*manner, &text[..end]).then(|| between(rest, &text[end..]));
                if let Some(mut others) = others.flatten() {
                    others.push((*at, &text[..end]));
                    return Some(others);
                }
                from = end + text[end..].chars().next().map_or(1, char::len_utf8);
            }
            None
        }
    }
}

/// The texts of the places of `template` in `text`, in the order of their numbers.
fn matched<'t>(template: &[Part<'_>], text: &'t str) -> Option<Vec<&'t str>> {
    let mut found = between(template, text)?;
    found.sort_by_key(|(at, _)| *at);
    Some(found.into_iter().map(|(_, text)| text).collect())
}

/// What lower layers say with places to fill: levers, verdicts, tests of rules, and what the law assumed.
const TABLE: &str = include_str!("phrases.tsv");

/// Every line of the table, for faces that tell texts themselves.
pub fn lines() -> impl Iterator<Item = Phrase> {
    let lines = TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.filter_map(|line| {
        let mut cells = line.split('\t');
        Some([cells.next()?, cells.next()?, cells.next()?])
    })
}

fn templates() -> &'static [(Vec<Part<'static>>, Phrase)] {
    static KNOWN: OnceLock<Vec<(Vec<Part<'static>>, Phrase)>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let mut all: Vec<_> = lines().map(|phrase| (parts(phrase[0]), phrase)).collect();
        // Of two that fit, the one that says more of the text itself is meant.
        let said = |parts: &[Part<'_>]| -> usize {
            let words =
                parts.iter().map(|part| if let Part::Words(w) = part { w.len() } else { 0 });
            words.sum()
        };
        all.sort_by_key(|(parts, _)| std::cmp::Reverse(said(parts)));
        all
    })
}

/// An English text of a lower layer in a language, where it is one of the table's sentences.
fn sentence(text: &str, language: Language) -> Option<String> {
    templates().iter().find_map(|(template, phrase)| {
        let places = matched(template, text)?;
        let known = template.iter().all(|part| match part {
            Part::Place(Manner::Known, at) => {
                places.get(*at).is_some_and(|text| told(text, language) != **text)
            }
            _ => true,
        });
        known.then(|| fill(*phrase, &places, language))
    })
}

/// The parts of a list; what stands in brackets is one part.
fn listed<'t>(text: &'t str, mark: &str) -> Vec<&'t str> {
    let (mut parts, mut from, mut depth) = (Vec::new(), 0, 0_i32);
    for (at, letter) in text.char_indices() {
        depth += match letter {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        if depth == 0 && at >= from && text[at..].starts_with(mark) {
            parts.push(&text[from..at]);
            from = at + mark.len();
        }
    }
    parts.push(&text[from..]);
    parts
}

/// A note as its clauses, which semicolons part, where the table has every one of them.
fn clauses(text: &str, language: Language) -> Option<String> {
    let all = listed(text, "; ");
    if all.len() < 2 {
        return None;
    }
    let said: Option<Vec<&str>> =
        all.into_iter().map(|clause| lexicon::whole(clause, language)).collect();
    Some(said?.join(language.pick(["; ", "; ", "；"])))
}

/// `Etch (China (mainland))` as what stands before its last bracket, and what stands in it.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let within = text.strip_suffix(')')?;
    let mut depth = 1;
    for (at, letter) in within.char_indices().rev() {
        depth += match letter {
            ')' => 1,
            '(' => -1,
            _ => 0,
        };
        if depth == 0 {
            let what = within[..at].strip_suffix(' ')?;
            return (!what.is_empty()).then_some((what, &within[at + 1..]));
        }
    }
    None
}

/// Any text of ours in a language: as the lexicon has it, as one of the table's sentences, as a name or a cause, or a
/// list of these. What is not ours stays as it is.
#[must_use]
pub fn told(text: &str, language: Language) -> String {
    if language == Language::En {
        return text.to_owned();
    }
    if let Some(whole) = lexicon::whole(text, language) {
        return whole.to_owned();
    }
    if let Some(said) = clauses(text, language).or_else(|| sentence(text, language)) {
        return said;
    }
    let who = listed(text, ": ")[0];
    if let Some(what) = text[who.len()..].strip_prefix(": ") {
        let said = [who, what].map(|part| told(part, language));
        if said != [who, what] {
            return said.join(language.pick([": ", ": ", "："]));
        }
    }
    let lifted = text.starts_with("without ");
    if let Some((what, of)) = bracketed(text).filter(|_| !lifted) {
        let said = [what, of].map(|part| told(part, language));
        if said[1] != of || lexicon::whole(of, language).is_some() {
            let [what, of] = said;
            return language.pick([
                text.to_owned(),
                format!("{what}({of})"),
                format!("{what}（{of}）"),
            ]);
        }
    }
    // What stands before and behind a colon was told part by part, or is not ours.
    let plain = words::told(text, language);
    if plain != text && !text.contains(": ") {
        return plain;
    }
    for (mark, own) in [("; ", ["; ", "; ", "；"]), (", ", [", ", ", ", "、"])] {
        let parts = listed(text, mark);
        if parts.len() > 1 {
            let said: Vec<String> = parts.iter().map(|part| told(part, language)).collect();
            if said.iter().zip(&parts).any(|(said, part)| said != part) {
                return said.join(language.pick(own));
            }
        }
    }
    text.to_owned()
}

/// A registry of kinds of sentences: an enum, all of its values, and the three texts of each.
macro_rules! kinds {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $kind:ident: $texts:expr,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $name { $($(#[$vdoc])* $kind),+ }

        impl $name {
            /// Every kind.
            #[cfg(test)]
            pub(crate) const ALL: &'static [Self] = &[$(Self::$kind),+];

            /// Its texts.
            pub(crate) fn phrase(self) -> $crate::contract::phrase::Phrase {
                match self { $(Self::$kind => $texts),+ }
            }

            /// The sentence in a language.
            pub(crate) fn say(self, language: $crate::contract::language::Language, places: &[&str]) -> String {
                $crate::contract::phrase::fill(self.phrase(), places, language)
            }
        }
    };
}
pub(crate) use kinds;

/// What is wrong with a phrase: places that differ between languages, or words of English in another one.
#[cfg(test)]
pub(crate) fn faults(phrase: Phrase) -> Vec<String> {
    use std::collections::BTreeSet;
    let places = |text: &'static str| -> BTreeSet<usize> {
        let of = |part| if let Part::Place(_, at) = part { Some(at) } else { None };
        parts(text).into_iter().filter_map(of).collect()
    };
    let mut found = Vec::new();
    let [en, ko, zh] = phrase;
    let bare = |text: &'static str| -> String {
        let words = |part| if let Part::Words(words) = part { Some(words) } else { None };
        parts(text).into_iter().filter_map(words).collect()
    };
    for (text, script) in [(ko, '\u{ac00}'..='\u{d7a3}'), (zh, '\u{4e00}'..='\u{9fff}')] {
        if places(text) != places(en) {
            found.push(format!("other places: {en} | {text}"));
        }
        let own = bare(text);
        // A sign may say what English says in words: `∈` for "is one of".
        let signed = own.contains(['∈', '∉', '≤', '≥', '<', '>', '%']);
        let letters = bare(en).chars().filter(char::is_ascii_alphabetic).count();
        let needs = letters > 3 && !signed;
        if needs && !own.chars().any(|c| script.contains(&c)) {
            found.push(format!("no word of its own: {text}"));
        }
        let english = own.split(|c: char| !c.is_ascii_lowercase()).any(|word| word.len() > 2);
        // What a terminal takes stands in backticks, as it is typed.
        if english && !own.contains('`') {
            found.push(format!("English in it: {text}"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: "a to b" between `from ` and ` at `, the shortest first part that lets the rest fit.
    #[test]
    fn places_are_found_again_in_a_filled_sentence() {
        let template = parts("from {0} to {1}, {#2} weeks");
        assert_eq!(matched(&template, "from A to B to C, 3 weeks"), Some(vec!["A", "B to C", "3"]));
        assert_eq!(matched(&template, "from A to B, 3 days"), None);
        assert_eq!(matched(&template, "from  to B, 3 weeks"), None, "a place is never empty");
        // A figure begins with no letter, so that a name with "and" in it stays whole.
        let counted = parts("{0} and {#1} more");
        let told = matched(&counted, "gallium and its compounds, zinc and 21 more");
        assert_eq!(told, Some(vec!["gallium and its compounds, zinc", "21"]));
        let turned = parts("{1} of {0}");
        assert_eq!(matched(&turned, "half of all of it"), Some(vec!["all of it", "half"]));
    }

    #[test]
    fn a_place_is_told_set_or_kept() {
        let phrase = ["{0} {#1} {=2}", "{0} {#1} {=2}", "{0} {#1} {=2}"];
        let places = ["etch", "3 % [1, 4]", "etch"];
        assert_eq!(fill(phrase, &places, Language::En), "etch 3 % [1, 4] etch");
        assert_eq!(fill(phrase, &places, Language::Ko), "식각 장비 3% [1 ~ 4] etch");
        assert_eq!(fill(phrase, &places, Language::Zh), "刻蚀设备 3% [1, 4] etch");
    }

    /// By hand: the last bracket is the one that closes the text, whatever stands in it.
    #[test]
    fn a_name_with_brackets_is_told_part_by_part() {
        assert_eq!(bracketed("Etch (China (mainland))"), Some(("Etch", "China (mainland)")));
        assert_eq!(bracketed("a (b) (c)"), Some(("a (b)", "c")));
        assert_eq!([bracketed("(a)"), bracketed("a)"), bracketed("a(b)")], [None, None, None]);
        let said = told("Deposition (CVD, ALD, PVD) (China (mainland))", Language::Zh);
        assert_eq!(said, "沉积设备（CVD、ALD、PVD）（中国大陆）");
        assert_eq!(told("SK hynix Wuxi (HBM)", Language::Zh), "SK海力士无锡（HBM）");
        // A colon within the bracket parts what stands there.
        let said = told("SK hynix (DRAM without HBM, Europe: servers)", Language::Ko);
        assert_eq!(said, "SK하이닉스(DRAM(HBM 제외), 유럽: 서버)");
        let said = told(
            "order kr: no rule found (coverage partial: no claim that there is none)",
            Language::Ko,
        );
        assert_eq!(said, "한국 법: 해당 규정 없음(일부만 수록: 규정이 없다는 뜻은 아님)");
        assert_eq!(told("a fire: in a hall", Language::Zh), "a fire: in a hall");
        assert_eq!(
            told("missing spare parts (United States)", Language::Ko),
            "예비 부품 부족(미국)"
        );
        assert_eq!(told("without tariff (China)", Language::Zh), "取消关税（中国）");
        // A list within a name parts nothing.
        assert_eq!(listed("a (b, c), d", ", "), ["a (b, c)", "d"]);
        let said = told("Etch, Deposition (CVD, ALD, PVD), Cleaning", Language::Zh);
        assert_eq!(said, "刻蚀设备、沉积设备（CVD、ALD、PVD）、清洗设备");
    }

    /// By hand: a note whose clauses all stand in the table is told clause by clause, also where a sentence with places
    /// or a colon would take a part of it; one that lacks a clause is not told half.
    #[test]
    fn a_note_is_told_clause_by_clause() {
        let told = |text| [Language::Ko, Language::Zh].map(|language| told(text, language));
        assert_eq!(
            told("8 to 10 weeks at Renesas; was 0.84; low and high are ours"),
            [
                "르네사스에서 8~10주; 이전 값 0.84; 하한과 상한은 자체 가정",
                "瑞萨为 8 至 10 周；原为 0.84；下限和上限为自行假设"
            ]
        );
        assert_eq!(
            told("HBM4: 7 to 8 thousand USD; the mix is ours"),
            ["HBM4: 7천~8천 달러; 구성은 자체 가정", "HBM4：7,000 至 8,000 美元；构成为自行假设"]
        );
        assert_eq!(clauses("8 to 10 weeks at Renesas; a word of nobody", Language::Ko), None);
        assert_eq!(clauses("8 to 10 weeks at Renesas", Language::Ko), None, "no list");
    }

    /// A filled sentence of every line is found again, and told by that line and no other.
    #[test]
    fn every_line_has_three_languages_and_is_found_again() {
        for phrase in lines() {
            assert_eq!(faults(phrase), Vec::<String>::new());
            let known = parts(phrase[0]).into_iter().filter_map(|part| match part {
                Part::Place(Manner::Known, at) => Some(at),
                _ => None,
            });
            let known: Vec<usize> = known.collect();
            let place =
                |at| if known.contains(&at) { "gallium".to_owned() } else { format!("7{at}") };
            let places: Vec<String> = (0..9).map(place).collect();
            let places: Vec<&str> = places.iter().map(String::as_str).collect();
            for language in [Language::Ko, Language::Zh] {
                let english = fill(phrase, &places, Language::En);
                assert_eq!(sentence(&english, language), Some(fill(phrase, &places, language)));
            }
        }
    }
}
