//! Every parser under mutated input: a finding or a value, never a panic, never a long wait.
//!
//! Seeds are our own files and invented pages; mutations are byte-wise and structure-aware, drawn from a
//! stream of numbers that is the same everywhere. A plain test run makes a few rounds;
//! `LINCHPIN_FUZZ=1000000 cargo test --release -p linchpin --test fuzz -- --nocapture` makes a million.
//! A failure prints the round: the same round fails again.

mod folders;

use folders::copy_folder;
use linchpin_evidence::analysis::Analysis;
use linchpin_evidence::document::{Document, Stated};
use linchpin_evidence::store::Store;
use linchpin_evidence::{divergence, korean, pipeline, review};
use linchpin_policy::{Rulebook, case, official};
use linchpin_units::Text;
use linchpin_world::World;
use std::path::Path;
use std::time::{Duration, Instant};

/// Rounds of each target in a plain test run.
const FEW: u64 = 150;
/// What one input may take in a build without optimisation, on a busy machine.
const LONGEST: Duration = Duration::from_secs(10);

const PAGE: &str = "<html><head><title>Fabs</title><meta property=\"article:published_time\" content=\"2024-03-05\">\
<script>alert(1)</script></head><body><nav><a href=\"/\">Home</a></nav><article><h1>Fabs talk</h1>\
<p>The minister, Kim Min-su, said on Tuesday that \u{201c}exports fell 12.5% to $3.1 billion\u{201d}.</p>\
<p>\u{c0bc}\u{c131}\u{c804}\u{c790}\u{b294} \u{bc1c}\u{d45c}\u{d588}\u{b2e4}.</p></article><footer>Share</footer></body></html>";
const NEWS: &str = "Fabs talk in Busan\n\nBy A. Writer\n\nThe minister said on March 3 that the two sides agreed to \
stabilize supply. \"We did not discuss chips,\" Mr. Lee added, according to Yonhap. About 40 percent of sales, or \
1.2 trillion won, went abroad last year; the U.S. did not comment.\n\nShare this article\n";
const PART: &str =
    "<DIV5 N=\"748\"><DIV8 N=\"748.15\"><HEAD>A</HEAD><P>(a) &amp; b</P></DIV8></DIV5>";

/// Numbers that are the same on every machine (SplitMix64, Steele et al. 2014).
struct Draws(u64);

impl Draws {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % bound.max(1) as u64).expect("below the bound")
    }

    /// A seed with a few mutations: bytes, cuts, copies, lines moved, words that parsers trip over.
    fn mutate(&mut self, seed: &[u8]) -> Vec<u8> {
        const WORDS: [&str; 24] = [
            "\"",
            "'",
            "[[",
            "]]",
            "{",
            "}",
            "=",
            ",",
            "\n",
            "\r\n",
            "\0",
            "\u{feff}",
            "\u{202e}",
            "\u{1f4a9}",
            "<",
            "</",
            "<!--",
            "&#xffffffff;",
            "2025-02-30",
            "-0",
            "1e999",
            "NaN",
            "99999999999999999999",
            "%",
        ];
        let mut bytes = seed.to_vec();
        for _ in 0..=self.below(6) {
            let at = self.below(bytes.len() + 1);
            match self.below(7) {
                0 if at < bytes.len() => bytes[at] = u8::try_from(self.below(256)).expect("a byte"),
                1 => bytes.truncate(at),
                2 => {
                    let end = at + self.below(bytes.len() - at + 1);
                    bytes.drain(at..end);
                }
                3 => {
                    let end = (at + self.below(64)).min(bytes.len());
                    let copy = bytes[at..end].to_vec();
                    let times = self.below(20);
                    for _ in 0..times {
                        bytes.splice(at..at, copy.iter().copied());
                    }
                }
                4 => {
                    let mut lines: Vec<&[u8]> =
                        bytes.split_inclusive(|byte| *byte == b'\n').collect();
                    let (one, two) = (self.below(lines.len()), self.below(lines.len()));
                    if !lines.is_empty() {
                        lines.swap(one, two);
                    }
                    bytes = lines.concat();
                }
                _ => {
                    let word = WORDS[self.below(WORDS.len())];
                    bytes.splice(at..at, word.bytes());
                }
            }
        }
        bytes
    }
}

/// Runs `target` on mutated `seeds`; `dear` targets make a tenth of the rounds.
fn fuzz(name: &str, seeds: &[Vec<u8>], dear: bool, target: impl Fn(&[u8])) {
    let rounds = std::env::var("LINCHPIN_FUZZ").ok().and_then(|n| n.parse().ok()).unwrap_or(FEW);
    let rounds = if dear { rounds.div_ceil(10) } else { rounds };
    for round in 0..rounds {
        let mut draws = Draws(round.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ name.len() as u64);
        let seed = &seeds[draws.below(seeds.len())];
        let input = draws.mutate(seed);
        let start = Instant::now();
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| target(&input)));
        assert!(
            outcome.is_ok() && start.elapsed() < LONGEST,
            "{name}, round {round}, {:?}: {:?}",
            start.elapsed(),
            String::from_utf8_lossy(&input)
        );
    }
}

fn files(folder: &str, ending: &str) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("our own folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push((path.clone(), std::fs::read(&path).expect("our own file")));
            }
        }
    }
    found.sort();
    found.into_iter().map(|(_, bytes)| bytes).collect()
}

fn text(bytes: &[u8]) -> Option<Text> {
    Text::from_bytes("fuzz", bytes).ok()
}

#[test]
fn documents_are_read_or_refused() {
    let seeds = [PAGE, NEWS].map(|text| text.as_bytes().to_vec());
    fuzz("document", &seeds, false, |bytes| {
        let Ok(document) = Document::read(bytes, &Stated::default()) else { return };
        let analysis = Analysis::of(document);
        let value = pipeline::to_json(&analysis);
        // No text is lost between layers, and every place lies in the text.
        assert_eq!(value["text"].as_str(), Some(analysis.document.text.as_str()));
        for layer in ["sentences", "mentions", "numbers", "times"] {
            for place in value[layer].as_array().into_iter().flatten() {
                let bound = |key: &str| usize::try_from(place[key].as_u64().expect("a place"));
                let (start, end) = (bound("start").expect("small"), bound("end").expect("small"));
                assert_eq!(analysis.document.text.get(start..end), place["text"].as_str());
            }
        }
    });
}

#[test]
fn two_accounts_are_compared_or_refused() {
    let seeds = [NEWS, NEWS].map(|text| text.as_bytes().to_vec());
    let first = Analysis::of(Document::read(NEWS.as_bytes(), &Stated::default()).expect("text"));
    fuzz("register", &seeds, false, |bytes| {
        if let Ok(document) = Document::read(bytes, &Stated::default()) {
            let _ = divergence::register(&[first.clone(), Analysis::of(document)]);
        }
    });
}

#[test]
fn names_and_reviews_are_judged_or_refused() {
    let seeds =
        ["Ahn Duk-geun", "Lee Jae-yong", "\u{c774}\u{c7ac}\u{c6a9}"].map(|t| t.as_bytes().to_vec());
    fuzz("names", &seeds, false, |bytes| {
        let name = String::from_utf8_lossy(bytes);
        let _ = korean::same_person(&name, "Ahn Deok-geun");
    });
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::at(folder.path());
    let review = br#"{"id":"a","verdict":"accepted","by":"b","note":"c"}
"#;
    fuzz("reviews", &[review.to_vec()], true, |bytes| {
        std::fs::write(folder.path().join(review::FILE), bytes).expect("written");
        let _ = review::decisions(&store);
    });
}

#[test]
fn acts_questions_and_official_texts_are_read_or_refused() {
    let rulebook = Rulebook::embedded().expect("sound");
    let acts = files("policy", ".toml");
    fuzz("acts", &acts, true, |bytes| {
        if let Some(text) = text(bytes) {
            let _ = rulebook.with_reforms(&[text]);
        }
    });
    fuzz("questions", &files("policy/cases", ".case.toml"), false, |bytes| {
        let Some(Ok(cases)) = text(bytes).map(|text| case::read(&text)) else { return };
        for case in cases.iter().take(3) {
            let _ = rulebook.answer(case);
        }
    });
    fuzz("official", &[PART.as_bytes().to_vec()], false, |bytes| {
        if let Some(text) = text(bytes) {
            let _ = official::sections(&text);
        }
    });
}

#[test]
fn worlds_studies_and_episodes_are_read_or_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let copy = folder.path().join("world");
    copy_folder(&root.join("worlds/memory"), &copy);
    for name in ["sources.csv", "sites.csv", "quotes.csv", "facts/trade.csv", "assumptions.toml"] {
        let honest = std::fs::read(copy.join(name)).expect("read");
        fuzz(name, std::slice::from_ref(&honest), true, |bytes| {
            std::fs::write(copy.join(name), bytes).expect("written");
            let _ = World::load(&copy);
        });
        std::fs::write(copy.join(name), honest).expect("written");
    }
    let study = folder.path().join("study");
    copy_folder(&root.join("studies/china-demand"), &study);
    let honest = std::fs::read(study.join("study.toml")).expect("read");
    let shown = study.display().to_string();
    fuzz("study", &[honest], true, |bytes| {
        std::fs::write(study.join("study.toml"), bytes).expect("written");
        let _ = linchpin::Study::load(&shown, &linchpin::Options::default());
    });
    let world = World::embedded().expect("sound");
    fuzz("episode", &files("validation", "episode.toml"), true, |bytes| {
        if let Some(text) = text(bytes) {
            let _ = linchpin::episode::read("fuzz", &text, &world);
        }
    });
}
