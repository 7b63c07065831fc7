//! How much memory a table takes from its file to the result, each way of running in a process of its own.
//!
//! `cargo run --release -p linchpin-network --example memory [REGIONSxSECTORS] [days]`. Writes a synthetic table
//! without zeros, then reads it back and runs it: many scenarios side by side in both widths, and one in
//! the plain simulation. Prints peaks and how far single precision is off. Nothing is asserted.

mod probe;

use linchpin_network::ario::params::Defaults;
use linchpin_network::ario::record::Keep;
use linchpin_network::ario::{Event, EventKind, Model, Records, Recovery, Simulation};
use linchpin_network::kernel::real::Real;
use linchpin_network::kernel::scenario::Scenario;
use linchpin_network::kernel::scenarios;
use linchpin_network::table::{Choices, Mrio, import, native};
use probe::{load, peak, table};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// Industry `k` loses half its capacity for some days.
fn scenario(k: usize) -> Scenario {
    let recovery = Recovery::Table(vec![]);
    let kind = EventKind::Capacity { hit: vec![(3, 0.5), (7 + k, 0.3)], recovery };
    let events = vec![Event { name: "stop".to_owned(), day: 1, duration: 30, kind }];
    Scenario { name: format!("s{k}"), events }
}

fn model(table: Mrio) -> Model {
    let sectors = table.sectors().len();
    let defaults = Defaults::embedded().expect("well formed");
    Model::of(table, defaults.params(sectors)).expect("a model")
}

/// Output lost in the first scenario.
fn side_by_side<T: Real>(table: Mrio, lanes: usize, days: u32) -> f64 {
    let scenarios: Vec<Scenario> = (0..lanes).map(scenario).collect();
    let courses = scenarios::run::<T>(model(table), &scenarios, days).expect("side by side");
    courses[0].lost.iter().sum()
}

fn plain(table: Mrio, days: u32) -> f64 {
    let model = model(table);
    let mut run = Simulation::new(&model, scenario(0).events).expect("a run");
    let mut records = Records::new(&run, Keep::Totals);
    for _ in 0..days {
        run.step().expect("a day");
        records.note(&run);
    }
    records.lost_output.iter().sum()
}

/// In a process of its own: prints what was lost, the peak of memory and the seconds of reading and all.
fn run(dir: &Path, how: &str, days: u32) {
    let start = Instant::now();
    let (table, _) = import(dir, &Choices::default()).expect("a table").closed();
    let read = start.elapsed().as_secs_f64();
    let after_reading = peak();
    let lost = match how {
        "f32-32" => side_by_side::<f32>(table, 32, days),
        "f32-1" => side_by_side::<f32>(table, 1, days),
        "f64-16" => side_by_side::<f64>(table, 16, days),
        "f64-1" => side_by_side::<f64>(table, 1, days),
        _ => plain(table, days),
    };
    let all = start.elapsed().as_secs_f64();
    println!("{lost:e} {:.3} {after_reading:.3} {read:.1} {all:.1}", peak());
}

fn child(args: &[&str]) -> Vec<f64> {
    let own = std::env::current_exe().expect("this program");
    let out = Command::new(own).args(args).output().expect("it runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let text = String::from_utf8_lossy(&out.stdout);
    text.split_whitespace().filter_map(|word| word.parse().ok()).collect()
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let sizes = |text: &str| -> Option<(usize, usize)> {
        let (m, s) = text.split_once('x')?;
        Some((m.parse().ok()?, s.parse().ok()?))
    };
    match words[..] {
        ["write", dir, size] => {
            let (m, s) = sizes(size).expect("REGIONSxSECTORS");
            native::write(&table(m, s), Path::new(dir)).expect("written");
            return;
        }
        ["run", dir, how, days] => return run(Path::new(dir), how, days.parse().expect("days")),
        _ => {}
    }
    let size = words.first().copied().unwrap_or("49x163");
    let days = words.get(1).copied().unwrap_or("10");
    let (m, s) = sizes(size).expect("REGIONSxSECTORS");
    let dir = tempfile::tempdir().expect("a folder");
    let at = dir.path().to_str().expect("a plain name");
    child(&["write", at, size]);
    let matrix = (m * s * m * s * 8) as f64 * 1e-9;
    println!("n = {}, {days} days, load {}; one matrix in f64 is {matrix:.3} GB", m * s, load());
    println!(
        "{:>8} {:>9} {:>14} {:>8} {:>8} {:>10}",
        "run", "peak GB", "after reading", "read s", "all s", "lost off"
    );
    let mut usual = f64::NAN;
    for how in ["f64-1", "f32-1", "f64-16", "f32-32", "plain"] {
        let found = child(&["run", at, how, days]);
        let [lost, peak, after_reading, read, all] = found[..] else { panic!("{found:?}") };
        if how == "f64-1" {
            usual = lost;
        }
        let off = (lost / usual - 1.0).abs();
        println!("{how:>8} {peak:>9.3} {after_reading:>14.3} {read:>8.1} {all:>8.1} {off:>10.1e}");
    }
    println!("after: load {}", load());
}
