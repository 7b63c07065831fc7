//! How fast decisions are: `cargo run --release -p linchpin-policy --example speed`.
//!
//! Prints untraced decisions per second on a compiled slice, decisions with trace per second, and the
//! time to load a rulebook of 500 acts. The questions are the grid of `policy diff`.

use linchpin_policy::slice::Masks;
use linchpin_policy::{Rulebook, Sources, diff, situate};
use linchpin_units::{Day, Text};
use std::hint::black_box;
use std::time::Instant;

/// Acts wanted in the load test.
const ACTS: usize = 500;

fn main() {
    let rulebook = match Rulebook::embedded() {
        Ok(rulebook) => rulebook,
        Err(findings) => return eprintln!("{findings}"),
    };
    let known = rulebook.knowledge_day();
    let Ok(on) = "2026-06-01".parse::<Day>() else { return };
    let slice = rulebook.slice(on, known);
    let grid = diff::grid(rulebook.facts());
    let prepared: Vec<_> = grid
        .iter()
        .map(|query| {
            let mut situation =
                situate::situate(query, rulebook.facts(), &slice.lists, on).situation;
            slice.reach(&mut situation);
            slice.prepare(&situation)
        })
        .collect();

    let mut masks = Masks::default();
    let rounds = 2_000_000 / prepared.len();
    let start = Instant::now();
    for _ in 0..rounds {
        for one in &prepared {
            black_box(slice.verdict(black_box(one), &mut masks));
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    let decisions = (rounds * prepared.len()) as f64;
    println!("{} rules live on {on}, {} questions", slice.rules.len(), grid.len());
    println!("untraced, compiled: {:.2e} decisions/s", decisions / seconds);

    let start = Instant::now();
    for query in &grid {
        black_box(rulebook.verdict(query, on, known));
    }
    println!(
        "untraced, from names: {:.2e} decisions/s",
        grid.len() as f64 / start.elapsed().as_secs_f64()
    );

    let start = Instant::now();
    for query in &grid {
        black_box(rulebook.trace(query, on, known));
    }
    println!("traced: {:.2e} decisions/s", grid.len() as f64 / start.elapsed().as_secs_f64());

    black_box(rulebook.decide(&grid[0], on, known));
    let start = Instant::now();
    for query in &grid {
        black_box(rulebook.decide(query, on, known));
    }
    println!(
        "in full, with next change: {:.2e} decisions/s",
        grid.len() as f64 / start.elapsed().as_secs_f64()
    );

    let many = copies(rulebook.acts().len());
    let start = Instant::now();
    match Rulebook::new(many) {
        Ok(many) => {
            println!(
                "{} acts loaded in {:.0} ms",
                many.acts().len(),
                start.elapsed().as_secs_f64() * 1e3
            );
        }
        Err(findings) => eprintln!("{findings}"),
    }
}

/// The bundled texts and as many renamed copies of their acts as make 500.
fn copies(have: usize) -> Sources {
    let base = Sources::embedded();
    // Copies of acts that stand alone: they neither change another act's rule nor lift one.
    let alone = |text: &&Text| {
        let body = text.body();
        let leans = ["do = \"re", "do = \"suspend", "do = \"extend", "overcomes"];
        body.contains("[[act]]") && !leans.iter().any(|word| body.contains(word))
    };
    let acts: Vec<Text> = base.texts().filter(alone).cloned().collect();
    let mut all = base;
    for i in 0..(ACTS.saturating_sub(have)) {
        let text = &acts[i % acts.len()];
        let suffix = format!("-copy{}", i / acts.len());
        let mut body = String::new();
        for line in text.body().lines() {
            let renamed =
                ["id = \"", "rule = \"", "list = \""].iter().any(|key| line.starts_with(key));
            match line.strip_suffix('"') {
                Some(head) if renamed && !line.ends_with("*\"") => {
                    body.push_str(head);
                    body.push_str(&suffix);
                    body.push('"');
                }
                _ => body.push_str(line),
            }
            body.push('\n');
        }
        all = all.with(Text::new(format!("copies/{i:04}.toml"), body));
    }
    all
}
