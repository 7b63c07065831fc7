//! Prints the score of every layer on the crate's own labelled sets (`labelled/`).
//!
//! `cargo run -p linchpin-evidence --example score`. The sentences were written for this purpose; none
//! is from an article. A line of a set is `input => expected`, parts separated by ` | `.

mod copies;
mod mutate;

use linchpin_evidence::attribution::quotations;
use linchpin_evidence::lines::label_plain;
use linchpin_evidence::names::{SAME, likeness};
use linchpin_evidence::number::numbers;
use linchpin_evidence::sentence::split;
use linchpin_evidence::time::{Anchor, times};

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
        let word = if share >= bar { "ok" } else { "BELOW" };
        println!(
            "{name:<36} {:>4} of {:>4} = {share:.3}   bar {bar:.3}  {word}",
            self.right, self.all
        );
    }
}

fn sentences() {
    let mut score = Score::default();
    for line in include_str!("../../labelled/sentences.txt")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
    {
        let expected: Vec<&str> = line.split(" | ").collect();
        let text = expected.join(" ");
        let got: Vec<&str> = split(&text).iter().filter_map(|span| span.of(&text)).collect();
        score.count(got == expected, &format!("{got:?}"));
    }
    score.print("sentences", 44.0 / 48.0);
}

fn number_values() {
    let mut score = Score::default();
    for (text, expected) in rows(include_str!("../../labelled/numbers.txt")) {
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
    score.print("numbers (value and unit)", 0.90);
}

fn time_values() {
    let anchor = "2024-03-28".parse().ok().map(|as_of| Anchor::published(&as_of));
    let mut score = Score::default();
    for (text, expected) in rows(include_str!("../../labelled/times.txt")) {
        let got: Vec<String> = times(text, anchor).into_iter().map(|when| when.value).collect();
        score.count(got.join(" | ") == expected, &format!("{text}: {got:?}"));
    }
    score.print("times (value, published 2024-03-28)", 0.80);
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

fn speech() {
    let (mut content, mut source) = (Score::default(), Score::default());
    for (text, expected) in rows(include_str!("../../labelled/quotations.txt")) {
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
    content.print("quotation content spans (exact)", 0.40);
    source.print("quotation source spans (exact)", 0.45);
}

fn body_lines() {
    let mut score = Score::default();
    for page in include_str!("../../labelled/pages.txt").split("=====\n") {
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

fn main() {
    body_lines();
    sentences();
    number_values();
    time_values();
    name_pairs();
    speech();
    copies::by_hand().print("by hand");
    copies::score(include_str!("../../labelled/copies_tuned.txt"), true).print("tuned");
    copies::score(include_str!("../../labelled/copies_held.txt"), false).print("held out");
    if let Some(folder) = std::env::args().nth(1) {
        match copies::outside(&folder) {
            Some(copies) => copies.print("given folder"),
            None => println!("no text in {folder}"),
        }
    }
}
