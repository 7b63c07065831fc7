//! How fast cascades run here: all firms with substitution, and the closed form where it holds.
//!
//! `cargo run --release -p linchpin-network --example esri [firms] [degree] [sample] [rounds]`. Draws a
//! network, runs a sample of closures in lanes and says what all firms would take. Nothing is asserted.

mod probe;

use linchpin_network::firm::generate::{Plan, Published, generate};
use linchpin_network::firm::linear::{Side, all_sparse};
use linchpin_network::firm::stored::Short;
use linchpin_network::firm::{Criticality, Esri, Network, Options, Outcome, lanes};
use probe::{gather, load, median, read_bandwidth};
use std::time::Instant;

/// Median seconds, rounds of a cascade, and indices.
fn cascades(run: impl Fn() -> Vec<Outcome>, rounds: usize) -> (f64, f64, Vec<f64>) {
    let mut seconds = Vec::new();
    let (mut totals, mut sweeps) = (Vec::new(), 0.0);
    for _ in 0..rounds {
        let start = Instant::now();
        let outcomes = run();
        seconds.push(start.elapsed().as_secs_f64());
        sweeps = outcomes.iter().map(|o| f64::from(o.rounds)).sum::<f64>() / outcomes.len() as f64;
        totals = outcomes.iter().map(|o| o.total).collect();
    }
    (median(seconds), sweeps, totals)
}

fn substitution(network: &Network, sectors: usize, sample: usize, rounds: usize) {
    let n = network.firms();
    let ratings =
        (0..sectors * sectors).map(|i| [2, 1, 1, 0, 1, 2, 1, 1, 2, 0][i * 7 % 10]).collect();
    let options = Options {
        substitution: true,
        ..Options::published(Criticality::Rated { sectors, ratings })
    };
    let esri = Esri::new(network, options);
    let stride = (n / sample).max(1);
    let firms: Vec<u32> = (0..n as u32).step_by(stride).take(sample).collect();
    let whole = |sample: f64| sample * n as f64 / firms.len() as f64;
    let ran = |outcomes: Result<_, _>| outcomes.expect("stops by change");
    let (double, rounds_each, exact) = cascades(|| ran(lanes::some::<f64>(&esri, &firms)), rounds);
    let single = cascades(|| ran(lanes::some::<f32>(&esri, &firms)), rounds);
    let short = cascades(|| ran(lanes::some::<Short>(&esri, &firms)), rounds);
    println!(
        "substitution: {} closures, {rounds_each:.2} rounds each; all firms would take",
        firms.len()
    );
    println!("  f64 {:.1} s", whole(double));
    for (name, (seconds, _, indices)) in [("f32", single), ("16 bits", short)] {
        let off = |(a, b): (&f64, &f64)| (a - b).abs() / a;
        let mut errors: Vec<f64> = exact.iter().zip(&indices).map(off).collect();
        errors.sort_by(f64::total_cmp);
        println!(
            "  {name} {:.1} s, off f64 by: median {:.1e}, p99 {:.1e}, worst {:.1e}",
            whole(seconds),
            errors[errors.len() / 2],
            errors[errors.len() * 99 / 100],
            errors[errors.len() - 1]
        );
    }
}

fn main() {
    let mut args = std::env::args().skip(1).filter_map(|text| text.parse::<f64>().ok());
    let mut next = |usual: f64| args.next().unwrap_or(usual);
    let (firms, degree) = (next(1e5) as usize, next(12.0));
    let (sample, rounds) = (next(8192.0) as usize, next(3.0) as usize);
    let published = Published::embedded().expect("well formed");
    let sectors = 600.min(firms / 10).max(1);
    let plan = Plan {
        firms,
        degree,
        own_sector: published.own_sector.value,
        sector_shares: vec![1.0; sectors],
        rounds: 3,
        seed: 1,
    };
    println!("load {}", load());
    let start = Instant::now();
    let network = generate(&published.country[0], &plan).expect("a network");
    println!(
        "{} firms, {} links, {sectors} sectors, drawn in {:.1} s",
        network.firms(),
        network.links(),
        start.elapsed().as_secs_f64()
    );
    let state = firms * 64;
    println!(
        "threads {}, read {:.1} GB/s, {:.0} million lines/s from {:.1} MB",
        rayon::current_num_threads(),
        read_bandwidth(1 << 28, 5),
        gather(state, 5),
        state as f64 * 1e-6
    );
    if sample > 0 {
        substitution(&network, sectors, sample, rounds);
    }
    // Half of sales and purchases lie outside the network: the closed form needs a leak.
    let double = |sums: Vec<f64>| Some(sums.iter().map(|s| 2.0 * s).collect());
    let options = Options {
        revenue: double(network.by_supplier().sums()),
        cost: double(network.by_buyer().sums()),
        ..Options::published(Criticality::Linear)
    };
    let esri = Esri::new(&network, options);
    for (side, hubs) in [(Side::Up, 0), (Side::Down, 0), (Side::Up, 64)] {
        let mut seconds = Vec::new();
        for _ in 0..rounds {
            let start = Instant::now();
            std::hint::black_box(all_sparse(&esri, side, 40, hubs));
            seconds.push(start.elapsed().as_secs_f64());
        }
        println!("linear, {side:?}, all firms, {hubs} hubs exact: {:.2} s", median(seconds));
    }
    println!("after: load {}", load());
}
