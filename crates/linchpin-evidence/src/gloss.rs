//! Words of trade and law in Korean and Chinese, as the stems of their English equals.
//!
//! In comes text; out go stems, so that sentences of three languages can be compared by one measure, and
//! the goods a text speaks of. The table is data/concepts.csv.

use crate::span::Span;
use aho_corasick::{AhoCorasick, MatchKind};
use std::sync::LazyLock;

/// A concept: its stems, and whether it is a good that is traded.
struct Concept {
    stems: Vec<&'static str>,
    good: bool,
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
        let [stems, good, korean, chinese] = cells[..] else { continue };
        for word in korean.split(';').chain(chinese.split(';')) {
            words.push(word);
            owners.push(concepts.len());
        }
        concepts.push(Concept { stems: stems.split(' ').collect(), good: good == "yes" });
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

/// The goods a text of Korean or Chinese names: the first stem of each, and its place.
pub(crate) fn goods(text: &str) -> Vec<(&'static str, Span)> {
    let mut out: Vec<(&'static str, Span)> = Vec::new();
    for hit in GLOSSES.finder.iter().flat_map(|finder| finder.find_iter(text).collect::<Vec<_>>()) {
        let concept = &GLOSSES.concepts[GLOSSES.owners[hit.pattern().as_usize()]];
        let Some(stem) = concept.stems.last().copied().filter(|_| concept.good) else { continue };
        if !out.iter().any(|(known, _)| *known == stem) {
            out.push((stem, Span::new(hit.start(), hit.end())));
        }
    }
    out
}
