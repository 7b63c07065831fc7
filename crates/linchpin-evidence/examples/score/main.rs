//! Prints the score of every layer on the crate's own labelled sets (`labelled/`).
//!
//! `cargo run -p linchpin-evidence --example score`. The sentences were written for this purpose; none
//! is from an article. A line of a set is `input => expected`, parts separated by ` | `.

mod copies;
mod digest;
mod generate;
mod html;
mod modality;
mod mutate;
mod speed;

use linchpin_evidence::attribution::quotations;
use linchpin_evidence::lines::label_plain;
use linchpin_evidence::names::{SAME, likeness};
use linchpin_evidence::number::numbers;
use linchpin_evidence::sentence::split;
use linchpin_evidence::time::{Anchor, times};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

fn rows(set: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    set.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" => "))
}

/// Right and all.
#[derive(Default)]
struct Score {
    right: u32,
    all: u32,
    /// Whether misses stay unsaid, as those of held-out sets do.
    quiet: bool,
}

/// Whether some measure fell below its bar.
static BELOW: AtomicBool = AtomicBool::new(false);

fn verdict(holds: bool) -> &'static str {
    if holds {
        return "ok";
    }
    BELOW.store(true, Ordering::Relaxed);
    "BELOW"
}

impl Score {
    fn count(&mut self, right: bool, what: &str) {
        self.all += 1;
        if right {
            self.right += 1;
        } else if !self.quiet {
            eprintln!("  missed: {what}");
        }
    }

    fn print(&self, name: &str, bar: f64) {
        let share = f64::from(self.right) / f64::from(self.all.max(1));
        let word = verdict(share >= bar);
        println!(
            "{name:<36} {:>4} of {:>4} = {share:.3}   bar {bar:.3}  {word}",
            self.right, self.all
        );
    }
}

fn sentences() {
    let mut score = Score::default();
    let both = [
        include_str!("../../labelled/sentences.txt"),
        include_str!("../../labelled/sentences_more.txt"),
    ];
    for line in both
        .into_iter()
        .flat_map(str::lines)
        .filter(|line| !line.starts_with('#') && !line.is_empty())
    {
        let expected: Vec<&str> = line.split(" | ").collect();
        let text = expected.join(" ");
        let got: Vec<&str> = split(&text).iter().filter_map(|span| span.of(&text)).collect();
        score.count(got == expected, &format!("{got:?}"));
    }
    score.print("sentences", 44.0 / 48.0);
}

fn number_values(sets: &[&'static str], name: &str, quiet: bool) {
    let mut score = Score { quiet, ..Score::default() };
    for (text, expected) in sets.iter().flat_map(|set| rows(set)) {
        let got: Vec<String> = numbers(text)
            .iter()
            .map(|n| {
                format!(
                    "{}{}",
                    n.value,
                    n.unit.as_deref().map_or(String::new(), |unit| format!(" {unit}"))
                )
            })
            .collect();
        score.count(got.join(" | ") == expected, &format!("{text}: {got:?}"));
    }
    score.print(name, 0.90);
}

fn time_values(sets: &[&'static str], name: &str, quiet: bool) {
    let anchor = "2024-03-28".parse().ok().map(|as_of| Anchor::published(&as_of));
    let mut score = Score { quiet, ..Score::default() };
    for (text, expected) in sets.iter().flat_map(|set| rows(set)) {
        let got: Vec<String> = times(text, anchor).into_iter().map(|when| when.value).collect();
        score.count(got.join(" | ") == expected, &format!("{text}: {got:?}"));
    }
    score.print(name, 0.80);
}

fn name_pairs() {
    let (mut korean, mut other) = (Score::default(), Score::default());
    for (pair, expected) in rows(include_str!("../../labelled/names.txt")) {
        let Some((one, two)) = pair.split_once(" | ") else { continue };
        let (kind, same) = expected.split_once(' ').unwrap_or(("", expected));
        let got = likeness(one, two) >= SAME;
        let score = if kind == "korean" { &mut korean } else { &mut other };
        score.count(got == (same == "same"), &format!("{pair}: {:.3}", likeness(one, two)));
    }
    korean.print("Korean romanisation pairs", 0.95);
    other.print("other name pairs", 0.74);
}

/// Names of people, bodies and places: F1 of kind and words together.
fn entities() {
    let (mut right, mut found, mut wanted) = (0.0, 0.0, 0.0);
    for (text, expected) in rows(include_str!("../../labelled/entities.txt")) {
        let json = linchpin_evidence::pipeline::to_json(&copies::read(text));
        let kind = |kind: &str| match kind {
            "person" => "P",
            "country" | "capital" | "place" => "L",
            "company" | "government" | "wire" | "organisation" => "O",
            _ => "-",
        };
        let mentions = json["mentions"].as_array().into_iter().flatten();
        let got: Vec<String> = mentions
            .map(|mention| {
                format!(
                    "{} {}",
                    kind(mention["kind"].as_str().unwrap_or("")),
                    mention["text"].as_str().unwrap_or("")
                )
            })
            .filter(|name| !name.starts_with('-'))
            .collect();
        let expected: Vec<&str> = expected.split(" | ").collect();
        let same = got
            .iter()
            .filter(|name| expected.iter().any(|other| other.eq_ignore_ascii_case(name)))
            .count();
        if same < got.len().max(expected.len()) {
            eprintln!("  names: {text}: {got:?}");
        }
        let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
        right += count(same);
        found += count(got.len());
        wanted += count(expected.len());
    }
    let f1: f64 = 2.0 * right / (found + wanted);
    println!(
        "{:<36} F1 {f1:.3} ({right} right, {found} found, {wanted} there)   bar 0.740  {}",
        "names, kind and words",
        verdict(f1 >= 0.74)
    );
}

fn speech(set: &'static str, name: &str, show: bool) {
    let (mut content, mut source) = (Score::default(), Score::default());
    content.quiet = !show;
    source.quiet = !show;
    for (text, expected) in rows(set) {
        let mut parts = expected.split(" | ");
        let (said, by) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
        let got = quotations(text);
        let words = |span: linchpin_evidence::span::Span| span.of(text).unwrap_or("");
        let found = got.iter().any(|quotation| words(quotation.content) == said);
        content.count(
            found,
            &format!("{text}: {:?}", got.iter().map(|q| words(q.content)).collect::<Vec<_>>()),
        );
        let named =
            got.iter().any(|quotation| quotation.source.is_some_and(|span| words(span) == by));
        source.count(
            named,
            &format!(
                "{text}: {:?}",
                got.iter().filter_map(|q| q.source).map(words).collect::<Vec<_>>()
            ),
        );
    }
    content.print(&format!("quotation content, exact, {name}"), 0.40);
    source.print(&format!("quotation source, exact, {name}"), 0.45);
}

/// Every quotation of each text, none too much: F1 of content and of source, each exact.
fn spoken(set: &'static str, name: &str, bar: (f64, f64), show: bool) {
    let mut counts = [[0_u32; 3]; 2];
    for (text, expected) in rows(set) {
        let analysis = copies::read(text);
        let all = analysis.readings.iter().flat_map(|reading| &reading.quotations);
        let words = |span: linchpin_evidence::span::Span| analysis.words(span).to_owned();
        let got: Vec<(String, String)> =
            all.map(|q| (words(q.content), q.source.map_or("-".to_owned(), words))).collect();
        let wanted: Vec<(String, String)> = expected
            .split(" || ")
            .filter_map(|part| part.split_once(" | "))
            .map(|(said, by)| (said.to_owned(), by.to_owned()))
            .collect();
        let content = wanted.iter().filter(|(said, _)| got.iter().any(|(own, _)| own == said));
        let source = wanted.iter().filter(|pair| got.contains(pair));
        let both = [content.count(), source.count()];
        if show && (both[1] < wanted.len() || got.len() > wanted.len()) {
            eprintln!("  quotations: {text}\n      {got:?}");
        }
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        for (count, right) in counts.iter_mut().zip(both) {
            *count = [
                count[0] + small(right),
                count[1] + small(got.len()),
                count[2] + small(wanted.len()),
            ];
        }
    }
    for ((what, [right, found, there]), bar) in
        ["content", "content and source"].into_iter().zip(counts).zip([bar.0, bar.1])
    {
        let (precision, recall) = (
            f64::from(right) / f64::from(found.max(1)),
            f64::from(right) / f64::from(there.max(1)),
        );
        let f1 = 2.0 * f64::from(right) / f64::from((found + there).max(1));
        println!(
            "{:<44} precision {precision:.3} recall {recall:.3} F1 {f1:.3}   bar {bar:.3}  {}",
            format!("quotations, {name}: {what}"),
            verdict(f1 >= bar)
        );
    }
}

/// Quotations by kind of text, both halves of each.
fn quotations_by_kind(held: bool) {
    let sets = [
        (
            "long news",
            include_str!("../../labelled/quotations_long.txt"),
            include_str!("../../labelled/quotations_long_held.txt"),
            (0.40, 0.40),
        ),
        (
            "stories, plain marks",
            include_str!("../../labelled/quotations_plain.txt"),
            include_str!("../../labelled/quotations_plain_held.txt"),
            (0.88, 0.80),
        ),
        (
            "Korean and Chinese",
            include_str!("../../labelled/quotations_east.txt"),
            include_str!("../../labelled/quotations_east_held.txt"),
            (0.60, 0.50),
        ),
    ];
    for (name, tuned, kept, bar) in sets {
        spoken(tuned, &format!("{name}, tuned"), bar, true);
        if held {
            spoken(kept, &format!("{name}, held out"), bar, false);
        }
    }
}

/// How firmly claims are put, both halves.
fn firmness(held: bool) {
    modality::score(include_str!("../../labelled/modality.txt"), "tuned", true);
    modality::score(include_str!("../../labelled/modality_more.txt"), "more", true);
    if held {
        modality::score(include_str!("../../labelled/modality_held.txt"), "held out", false);
    }
}

fn body_lines() {
    let mut score = Score::default();
    let both =
        [include_str!("../../labelled/pages.txt"), include_str!("../../labelled/pages_more.txt")];
    for page in both.into_iter().flat_map(|set| set.split("=====\n")) {
        let text: String =
            page.lines().map(|line| format!("{}\n", line.get(2..).unwrap_or(""))).collect();
        let lines = label_plain(&text);
        for (line, marked) in lines.iter().zip(page.lines()) {
            let words = line.span.of(&text).unwrap_or("");
            if !words.trim().is_empty() {
                score.count(line.keep() == marked.starts_with('+'), words);
            }
        }
    }
    score.print("plain-text lines", 0.87);
}

fn pages() {
    let (f1, pages) = html::body_f1(include_str!("../../labelled/html.txt"));
    println!(
        "{:<36} F1 {f1:.3} ({pages} pages)   bar 0.955  {}",
        "body of HTML pages",
        verdict(f1 >= 0.955)
    );
}

/// Changed copies and neutral edits by the seeded generator, in three languages.
fn generated(seed: u64, held: bool, count: usize) {
    // Language, which part, the set, and whether it was tuned on.
    let sets = [
        ("en", "tuned", include_str!("../../labelled/changes/en.txt"), true),
        ("en", "wordings", include_str!("../../labelled/changes/en_more.txt"), true),
        ("en", "wordings 2", include_str!("../../labelled/changes/en_more_2.txt"), true),
        ("en", "wordings 3", include_str!("../../labelled/changes/en_more_3.txt"), true),
        ("en", "wordings 4", include_str!("../../labelled/changes/en_more_4.txt"), true),
        ("en", "forms", include_str!("../../labelled/changes/en_more_5.txt"), true),
        ("en", "held out", include_str!("../../labelled/changes/en_held.txt"), false),
        ("ko", "tuned", include_str!("../../labelled/changes/ko.txt"), true),
        ("ko", "wordings", include_str!("../../labelled/changes/ko_more.txt"), true),
        ("ko", "wordings 2", include_str!("../../labelled/changes/ko_more_2.txt"), true),
        ("ko", "held out", include_str!("../../labelled/changes/ko_held.txt"), false),
        ("zh", "tuned", include_str!("../../labelled/changes/zh.txt"), true),
        ("zh", "wordings", include_str!("../../labelled/changes/zh_more.txt"), true),
        ("zh", "wordings 2", include_str!("../../labelled/changes/zh_more_2.txt"), true),
        ("zh", "held out", include_str!("../../labelled/changes/zh_held.txt"), false),
    ];
    for (lang, part, set, tuned) in sets.into_iter().filter(|(.., tuned)| held || *tuned) {
        let found = generate::score(set, seed, count, tuned);
        found.slot.print(&format!("changes {lang}, {part}: right slot"), 0.90);
        found.quiet.print(&format!("changes {lang}, {part}: no false alarm"), 0.97);
    }
}

/// A thousand documents of the three languages: `add` in under a second, the register in under ten.
fn at_scale() {
    let mut texts = Vec::new();
    for (set, count) in [
        (include_str!("../../labelled/changes/en.txt"), 600),
        (include_str!("../../labelled/changes/ko.txt"), 200),
        (include_str!("../../labelled/changes/zh.txt"), 200),
    ] {
        texts.extend(generate::texts(set, 1, count));
    }
    let (added, compared, rows, peak) = speed::at_scale(&texts);
    println!("{:<44} {added:.2} s   bar 1  {}", "add of 1,000 files", verdict(added <= 1.0));
    println!(
        "{:<44} {compared:.2} s, {rows} rows, {} MB   bar 10 s, 500 MB  {}",
        "reading and comparing 1,000 documents",
        peak.map_or("?".to_owned(), |peak| format!("{peak:.0}")),
        verdict(compared <= 10.0 && peak.is_none_or(|peak| peak <= 500.0))
    );
}

/// Changed copies and neutral edits from a file written as those of `labelled/changes/`.
fn from_file(path: &str, asked: &Asked) -> ExitCode {
    let Ok(set) = std::fs::read_to_string(path) else {
        eprintln!("{path} cannot be read");
        return ExitCode::FAILURE;
    };
    let found = generate::score(set.leak(), asked.seed, asked.count, true);
    found.slot.print("changes: right slot", 0.90);
    found.quiet.print("changes: no false alarm", 0.97);
    if BELOW.load(Ordering::Relaxed) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Text to claims, by language.
fn speed() {
    for (lang, set, bar) in [
        (
            "English, labelled",
            speed::labelled(include_str!("../../labelled/copies_tuned.txt")),
            400.0,
        ),
        ("English", generate::texts(include_str!("../../labelled/changes/en.txt"), 1, 40), 400.0),
        ("Korean", generate::texts(include_str!("../../labelled/changes/ko.txt"), 1, 40), 250.0),
        ("Chinese", generate::texts(include_str!("../../labelled/changes/zh.txt"), 1, 40), 250.0),
    ] {
        let rate = speed::documents_per_second(&set);
        println!(
            "{:<36} {rate:.0} documents of 5 kB a second of one core   bar {bar:.0}  {}",
            format!("speed, text to claims, {lang}"),
            if rate >= bar { "ok" } else { "BELOW" }
        );
    }
}

/// What the command line asks for: `[--seed N] [--count N] [--changes] [--scale] [--modality] [--digest] [--speed] [--tuned] [--set FILE] [FOLDER]`.
#[derive(Default)]
struct Asked {
    seed: u64,
    /// Changed copies, and neutral edits, of each language.
    count: usize,
    changes: bool,
    scale: bool,
    modality: bool,
    digest: bool,
    speed: bool,
    tuned: bool,
    /// A file of sentences with slots to score instead of the crate's own.
    set: Option<String>,
    folder: Option<String>,
}

fn asked() -> Asked {
    let mut out = Asked { seed: 2024, count: 100, ..Asked::default() };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--seed" => out.seed = words.next().and_then(|n| n.parse().ok()).expect("--seed N"),
            "--count" => out.count = words.next().and_then(|n| n.parse().ok()).expect("--count N"),
            "--changes" => out.changes = true,
            "--scale" => out.scale = true,
            "--modality" => out.modality = true,
            "--digest" => out.digest = true,
            "--speed" => out.speed = true,
            "--tuned" => out.tuned = true,
            "--set" => out.set = Some(words.next().expect("--set FILE")),
            folder => out.folder = Some(folder.to_owned()),
        }
    }
    out
}

fn main() -> ExitCode {
    let asked = asked();
    if let Some(path) = &asked.set {
        return from_file(path, &asked);
    }
    if asked.digest {
        digest::print(asked.folder.as_deref());
        return ExitCode::SUCCESS;
    }
    if asked.speed {
        speed();
        return if BELOW.load(Ordering::Relaxed) { ExitCode::FAILURE } else { ExitCode::SUCCESS };
    }
    if asked.modality {
        firmness(!asked.tuned);
        return if BELOW.load(Ordering::Relaxed) { ExitCode::FAILURE } else { ExitCode::SUCCESS };
    }
    if asked.scale {
        at_scale();
        return if BELOW.load(Ordering::Relaxed) { ExitCode::FAILURE } else { ExitCode::SUCCESS };
    }
    generated(asked.seed, !asked.tuned, asked.count);
    if asked.changes {
        return if BELOW.load(Ordering::Relaxed) { ExitCode::FAILURE } else { ExitCode::SUCCESS };
    }
    pages();
    body_lines();
    sentences();
    number_values(
        &[
            include_str!("../../labelled/numbers.txt"),
            include_str!("../../labelled/numbers_more.txt"),
            include_str!("../../labelled/numbers_east.txt"),
        ],
        "numbers (value and unit), tuned",
        false,
    );
    let held = include_str!("../../labelled/numbers_held.txt");
    number_values(&[held], "numbers (value and unit), held out", true);
    time_values(
        &[include_str!("../../labelled/times.txt"), include_str!("../../labelled/times_more.txt")],
        "times (value), tuned",
        false,
    );
    let held = include_str!("../../labelled/times_held.txt");
    time_values(&[held], "times (value), held out", true);
    name_pairs();
    entities();
    speech(include_str!("../../labelled/quotations.txt"), "tuned", true);
    speech(include_str!("../../labelled/quotations_held.txt"), "held out", false);
    speech(include_str!("../../labelled/quotations_fresh.txt"), "fresh", true);
    quotations_by_kind(!asked.tuned);
    firmness(!asked.tuned);
    copies::by_hand().print("by hand");
    copies::score(include_str!("../../labelled/copies_tuned.txt"), true).print("tuned");
    copies::score(include_str!("../../labelled/copies_held.txt"), false).print("held out");
    speed();
    if let Some(folder) = asked.folder {
        match copies::outside(&folder) {
            Some(copies) => copies.print("given folder"),
            None => println!("no text in {folder}"),
        }
    }
    if BELOW.load(Ordering::Relaxed) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
