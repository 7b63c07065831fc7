//! Words of trade and law in Korean and Chinese, as the stems of their English equals.
//!
//! In comes text; out go stems, so that sentences of three languages can be compared by one measure, and
//! the goods a text speaks of. The table is data/concepts.csv.

use crate::span::Span;
use crate::token::{Lower, stem, tokens};
use aho_corasick::{AhoCorasick, MatchKind};
use std::sync::LazyLock;

/// A concept: its stems, and whether it is a good that is traded.
struct Concept {
    stems: Vec<&'static str>,
    good: bool,
    /// Its English names, the one to print first.
    english: Vec<&'static str>,
}

/// A good that a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Good {
    /// What tells it from others.
    pub(crate) stem: &'static str,
    /// Its name for readers.
    pub(crate) name: &'static str,
    /// Where the text names it.
    pub(crate) span: Span,
}

struct Glosses {
    concepts: Vec<Concept>,
    owners: Vec<usize>,
    finder: Option<AhoCorasick>,
}

static GLOSSES: LazyLock<Glosses> = LazyLock::new(|| {
    let (mut concepts, mut words, mut owners) = (Vec::new(), Vec::new(), Vec::new());
    for line in include_str!("../data/concepts.csv").lines().skip(1) {
        let cells: Vec<&'static str> = line.split(',').collect();
        let [stems, good, korean, chinese, english] = cells[..] else { continue };
        for word in korean.split(';').chain(chinese.split(';')) {
            words.push(word);
            owners.push(concepts.len());
        }
        let english = english.split(';').filter(|name| !name.is_empty()).collect();
        concepts.push(Concept { stems: stems.split(' ').collect(), good: good == "yes", english });
    }
    let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&words).ok();
    Glosses { concepts, owners, finder }
});

/// The stems of the concepts a text of Korean or Chinese names.
pub(crate) fn stems(text: &str) -> impl Iterator<Item = &'static str> {
    let found = GLOSSES.finder.iter().flat_map(|finder| {
        finder
            .find_iter(text)
            .map(|hit| GLOSSES.owners[hit.pattern().as_usize()])
            .collect::<Vec<_>>()
    });
    found.flat_map(|at| GLOSSES.concepts[at].stems.iter().copied()).collect::<Vec<_>>().into_iter()
}

/// The goods a text names, each where it comes first.
pub(crate) fn goods(text: &str) -> Vec<Good> {
    let mut out: Vec<Good> = Vec::new();
    let mut add = |concept: &Concept, span: Span| {
        let stem = concept.stems.last().copied().filter(|_| concept.good);
        let Some(stem) = stem.filter(|stem| out.iter().all(|known| known.stem != *stem)) else {
            return;
        };
        let name = concept.english.first().copied().unwrap_or(stem);
        out.push(Good { stem, name, span });
    };
    if crate::language::is_east(text) {
        let finder = GLOSSES.finder.iter();
        for hit in finder.flat_map(|finder| finder.find_iter(text).collect::<Vec<_>>()) {
            let concept = &GLOSSES.concepts[GLOSSES.owners[hit.pattern().as_usize()]];
            add(concept, Span::new(hit.start(), hit.end()));
        }
        return out;
    }
    let all = tokens(text);
    let stems: Vec<Lower<'_>> = all.iter().map(|token| stem(token.text)).collect();
    for concept in GLOSSES.concepts.iter().filter(|concept| concept.good) {
        let names = concept.english.iter().map(|name| name.split(' ').map(stem).collect());
        let places = names.filter_map(|name: Vec<Lower<'_>>| {
            let at = stems.windows(name.len()).position(|window| window == name.as_slice())?;
            Some(Span::new(all[at].span.start, all[at + name.len() - 1].span.end))
        });
        if let Some(span) = places.min() {
            add(concept, span);
        }
    }
    out.sort_by_key(|good| good.span);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goods_are_the_same_in_three_languages() {
        let stems = |text: &str| goods(text).iter().map(|good| good.stem).collect::<Vec<_>>();
        let english = stems("They spoke of raw materials, Semiconductors and batteries.");
        assert_eq!(english, ["materi", "chip", "batter"]);
        assert_eq!(stems("원자재와 반도체, 배터리를 논의했다."), english);
        assert_eq!(stems("双方讨论了原材料、半导体和电池。"), english);
        assert!(stems("The material was raw, and the carpet red.").is_empty());
    }
}
