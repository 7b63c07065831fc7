//! Mutated copies and neutral paraphrases: what the register finds, and what it must not find.
//!
//! In come the labelled texts; out go counts of copies detected, of slots named, of false alarms.

use crate::Score;
use crate::mutate::{Edit, edits};
use linchpin_evidence::analysis::Analysis;
use linchpin_evidence::divergence::{Kind, Status, register};
use linchpin_evidence::document::{Document, Stated};

/// The seed of the mutator.
const SEED: u64 = 2024;
/// Mutated copies of each kind a text.
const EACH: usize = 3;

/// Detected, slot named, quiet.
#[derive(Default)]
pub(crate) struct Copies {
    pub(crate) found: Score,
    pub(crate) slot: Score,
    pub(crate) quiet: Score,
}

impl Copies {
    pub(crate) fn print(&self, name: &str) {
        self.found.print(&format!("{name}: mutated copies detected"), 0.85);
        self.slot.print(&format!("{name}: slot named"), 0.85);
        if self.quiet.all > 0 {
            self.quiet.print(&format!("{name}: paraphrases, no alarm"), 0.97);
        }
    }
}

pub(crate) fn read(text: &str) -> Analysis {
    let stated = Stated { published: "2024-03-28".parse().ok(), ..Stated::default() };
    Analysis::of(Document::read(text.as_bytes(), &stated).expect("labelled sets are readable text"))
}

/// Kinds and slots that the copy adds to what the original has by itself.
pub(crate) fn new_records(original: &Analysis, copy: &str) -> Vec<(Kind, String)> {
    let records = register(&[original.clone(), read(copy)]);
    let own = register(std::slice::from_ref(original)).divergences;
    let fresh = records.divergences.iter().filter(|d| {
        // The original's own records come again, from either of the two.
        let known = own.iter().any(|o| {
            let same = o.sides.iter().zip(&d.sides).all(|(x, y)| x.says == y.says);
            o.slot == d.slot && o.kind == d.kind && same
        });
        d.status != Status::NotOne && !known
    });
    fresh.map(|d| (d.kind, d.slot.clone())).collect()
}

/// Kinds of record that name the slot a mutation changed.
fn names(kind: &str) -> &'static [Kind] {
    match kind {
        "number" => &[Kind::Number, Kind::Unit],
        "date" => &[Kind::Date],
        "agent" => &[Kind::Agent, Kind::RoleReversal],
        "speaker" => &[Kind::Speaker],
        "negation" => &[Kind::Negation],
        "title" => &[Kind::Title],
        "scope" => &[Kind::Scope],
        _ => &[Kind::Unit, Kind::Number],
    }
}

fn texts(set: &'static str) -> Vec<(String, Vec<(&'static str, &'static str)>)> {
    let blocks = set.split("=====\n").skip(1);
    blocks
        .map(|block| {
            let (text, pairs) = block.split_once("-----\n").unwrap_or((block, ""));
            (
                text.replace('\n', "\n\n"),
                pairs.lines().filter_map(|line| line.split_once(" | ")).collect(),
            )
        })
        .collect()
}

fn mutated(text: &str, original: &Analysis, edit: &Edit, copies: &mut Copies, show: bool) {
    let new = new_records(original, &edit.apply(text));
    let words = if show { edit.show(text) } else { String::new() };
    copies.found.count(!new.is_empty(), &words);
    let named = new.iter().any(|(kind, _)| names(edit.kind).contains(kind));
    copies.slot.count(named, &format!("slot of {words}: {new:?}"));
}

/// Scores one set of texts; the held-out one is counted, not shown.
pub(crate) fn score(set: &'static str, show: bool) -> Copies {
    let mut copies = Copies::default();
    copies.found.quiet = !show;
    copies.slot.quiet = !show;
    copies.quiet.quiet = !show;
    for (at, (text, paraphrases)) in texts(set).iter().enumerate() {
        let original = read(text);
        for edit in edits(text, SEED + at as u64, EACH) {
            mutated(text, &original, &edit, &mut copies, show);
        }
        for (from, to) in paraphrases {
            assert_eq!(text.matches(from).count(), 1, "`{from}` must stand once in its text");
            let new = new_records(&original, &text.replace(from, to));
            copies.quiet.count(new.is_empty(), &format!("false alarm: {from} -> {to}: {new:?}"));
        }
    }
    copies
}

/// Mutates texts from outside the repository, where they are at hand.
pub(crate) fn outside(folder: &str) -> Option<Copies> {
    let mut files: Vec<_> =
        std::fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path()).collect();
    files.sort();
    let mut copies = Copies::default();
    let show = std::env::var_os("LINCHPIN_SCORE_SHOW").is_some();
    copies.found.quiet = !show;
    copies.slot.quiet = !show;
    for (at, path) in files.iter().enumerate() {
        let Ok(text) = std::fs::read_to_string(path) else { continue };
        let original = read(&text);
        let inside = |edit: &Edit| {
            original.kept().any(|reading| {
                reading.sentence.span.start <= edit.start && edit.end <= reading.sentence.span.end
            })
        };
        for edit in edits(&text, SEED + at as u64, 12).into_iter().filter(inside) {
            mutated(&text, &original, &edit, &mut copies, show);
        }
    }
    (copies.found.all > 0).then_some(copies)
}

/// Hand-made mutations and paraphrases of one more text.
pub(crate) fn by_hand() -> Copies {
    let base = include_str!("../../labelled/base.txt");
    let original = read(base);
    let mut copies = Copies::default();
    for (edit, expected) in crate::rows(include_str!("../../labelled/mutations.txt")) {
        let Some((from, to)) = edit.split_once(" | ") else { continue };
        assert_eq!(base.matches(from).count(), 1, "`{from}` must stand once in base.txt");
        let new = new_records(&original, &base.replace(from, to));
        if expected == "same" {
            copies.quiet.count(new.is_empty(), &format!("false alarm: {from} -> {to}: {new:?}"));
        } else {
            copies.found.count(!new.is_empty(), &format!("{from} -> {to}"));
            copies.slot.count(
                new.iter().any(|(kind, _)| expected.split(' ').any(|name| name == kind.as_str())),
                &format!("slot of {from} -> {to}: {new:?}"),
            );
        }
    }
    copies
}
