//! How fast decisions are: `cargo run --release -p linchpin-policy --example speed`.
//!
//! Prints untraced decisions per second on a compiled slice (the best of five rounds, and their median), decisions
//! with trace per second, 10,000 phrases, a calendar of three years, and the time to load a rulebook of 500 acts.
//! The questions are the grid of `policy diff`; the load of the machine is printed first, and beside the clock of the
//! wall stands that of the processor, because others use the machine too.

use linchpin_policy::compiled::{Flow, Scratch, Table};
use linchpin_policy::facts::Kind;
use linchpin_policy::{Field, Query, Rulebook, Sources, diff, situate};
use linchpin_units::{Day, Days, Text};
use std::hint::black_box;
use std::time::Instant;

/// Seconds that this process has spent on a processor, where the system tells it: others use the machine too.
fn on_processor() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    Some(text.split_whitespace().next()?.parse::<f64>().ok()? / 1e9)
}

/// A clock of the wall and one of the processor.
struct Watch(Instant, Option<f64>);

impl Watch {
    fn start() -> Self {
        Self(Instant::now(), on_processor())
    }

    /// Seconds on the wall, and on the processor (the wall's where the system tells none).
    fn read(&self) -> (f64, f64) {
        let wall = self.0.elapsed().as_secs_f64();
        let spent = self.1.and_then(|then| Some(on_processor()? - then));
        (wall, spent.unwrap_or(wall))
    }

    fn rate(&self, many: usize) -> String {
        let (wall, spent) = self.read();
        format!(
            "{:.2e} a second, {:.2e} a second of processor",
            many as f64 / wall,
            many as f64 / spent
        )
    }
}

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
    let mut table = Table::new(&slice);
    let flows: Vec<Flow> = grid
        .iter()
        .map(|query| {
            let mut situation =
                situate::situate(query, rulebook.facts(), &slice.lists, on).situation;
            slice.reach(&mut situation);
            table.add(&situation)
        })
        .collect();

    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!("load of the machine: {}", load.trim_end());
    println!(
        "{} rules live on {on}, {} questions of {} rows",
        slice.rules.len(),
        grid.len(),
        table.rows()
    );
    untraced(&table, &flows);

    let start = Watch::start();
    for query in &grid {
        black_box(rulebook.verdict(query, on, known));
    }
    println!("untraced, from names: {}", start.rate(grid.len()));

    let start = Watch::start();
    for query in &grid {
        black_box(rulebook.trace(query, on, known));
    }
    println!("traced: {}", start.rate(grid.len()));

    black_box(rulebook.decide(&grid[0], on, known));
    let start = Watch::start();
    for query in grid.iter().step_by(5) {
        black_box(rulebook.decide(query, on, known));
    }
    println!("in full, with next change: {}", start.rate(grid.len().div_ceil(5)));

    phrases(&rulebook, on);
    calendar(&rulebook);

    let many = copies(rulebook.acts().len());
    let start = Watch::start();
    match Rulebook::new(many) {
        Ok(many) => {
            let (wall, spent) = start.read();
            let (wall, spent) = (wall * 1e3, spent * 1e3);
            println!(
                "{} acts loaded in {wall:.0} ms, {spent:.0} ms of processor",
                many.acts().len()
            );
        }
        Err(findings) => eprintln!("{findings}"),
    }
}

/// Decisions on a compiled slice, in five rounds: others use the machine too, so the best round says most.
fn untraced(table: &Table<'_>, flows: &[Flow]) {
    let mut scratch = Scratch::default();
    let turns = 4_000_000 / flows.len() + 1;
    let many = turns * flows.len();
    let mut rates: Vec<(f64, f64)> = (0..5)
        .map(|_| {
            let start = Watch::start();
            for _ in 0..turns {
                for flow in flows {
                    black_box(table.verdict(black_box(*flow), &mut scratch));
                }
            }
            let (wall, spent) = start.read();
            (many as f64 / wall, many as f64 / spent)
        })
        .collect();
    rates.sort_by(|a, b| a.1.total_cmp(&b.1));
    let ((wall, best), middle) = (rates[4], rates[2].1);
    println!(
        "untraced, compiled: {wall:.2e} decisions a second, {best:.2e} a second of processor (best of five; median {middle:.2e})"
    );
}

/// Ten thousand phrases read and decided: two names and a word between them.
fn phrases(rulebook: &Rulebook, on: Day) {
    let words = ["chips", "and", "for", "zork", "equipment", ",", "on behalf of", "the"];
    let names: Vec<&str> =
        rulebook.facts().all(Kind::Item).map(|item| item.name.as_str()).collect();
    let asked = Query::new().with(Field::From, "US").with(Field::To, "China");
    let start = Watch::start();
    for i in 0..10_000 {
        let (a, b) = (names[i % names.len()], names[(i * 7 + 3) % names.len()]);
        let phrase = format!("{a} {} {b}", words[i % words.len()]);
        black_box(rulebook.verdict(
            &asked.clone().with(Field::Item, phrase),
            on,
            rulebook.knowledge_day(),
        ));
    }
    let (wall, spent) = start.read();
    println!("10,000 phrases read and decided in {wall:.2} s, {spent:.2} s of processor");
}

/// The calendar of three years.
fn calendar(rulebook: &Rulebook) {
    let (Ok(from), Ok(until)) = ("2024-01-01".parse(), "2027-01-01".parse()) else { return };
    let Ok(span) = Days::new(from, Some(until)) else { return };
    let start = Instant::now();
    let events = black_box(rulebook.calendar(span, rulebook.knowledge_day()));
    println!(
        "calendar of three years: {} events in {:.2} ms",
        events.len(),
        start.elapsed().as_secs_f64() * 1e3
    );
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
