//! How fast a day of firm-level ARIO runs here, from 1e5 links up: cost per link should stay flat.
//!
//! `cargo run --release -p linchpin-network --example firms [rounds] [firms…]`. Nothing is asserted.

mod probe;

use linchpin_network::firm::generate::{Plan, Published, generate};
use linchpin_network::firm::{FirmArio, FirmParams, FirmRationing};
use probe::{Clock, load, median, read_bandwidth};

fn main() {
    let mut args = std::env::args().skip(1).filter_map(|text| text.parse::<f64>().ok());
    let rounds = args.next().unwrap_or(3.0) as usize;
    let mut sizes: Vec<f64> = args.collect();
    if sizes.is_empty() {
        sizes = vec![2e4, 1e5, 1e6];
    }
    let published = Published::embedded().expect("well formed");
    println!(
        "load {}, threads {}, read {:.1} GB/s",
        load(),
        rayon::current_num_threads(),
        read_bandwidth(1 << 28, 5)
    );
    println!(
        "{:>9} {:>9} {:>28} {:>9} {:>9} {:>9}",
        "firms", "links", "rationing", "ms/day", "busy ms", "ns/link"
    );
    for firms in sizes {
        let plan = Plan {
            firms: firms as usize,
            degree: published.degree.value,
            own_sector: published.own_sector.value,
            sector_shares: vec![1.0; 100],
            rounds: 3,
            seed: 1,
        };
        let network = generate(&published.country[0], &plan).expect("a network");
        let n = network.firms();
        let sold = network.by_supplier().sums();
        let mean = sold.iter().sum::<f64>() / n as f64;
        let demand: Vec<f64> = sold.iter().map(|sales| 0.5 * sales + 0.01 * mean).collect();
        for rationing in [
            FirmRationing::Proportional,
            FirmRationing::FinalLast,
            FirmRationing::WaterFill,
            FirmRationing::WaterFillFinalLast,
        ] {
            let params = FirmParams { stock_days: vec![15.0; n], adjustment_days: 6.0, rationing };
            let mut run = FirmArio::new(&network, demand.clone(), params);
            let damage: Vec<f64> = (0..n).map(|i| if i % 50 == 0 { 0.3 } else { 0.0 }).collect();
            (0..3).for_each(|_| run.step(&damage));
            let (mut seconds, mut busy) = (Vec::new(), Vec::new());
            for _ in 0..rounds {
                let start = Clock::start();
                (0..5).for_each(|_| run.step(&damage));
                seconds.push(start.wall() / 5.0);
                busy.push(start.busy() / 5.0);
            }
            let step = median(busy);
            println!(
                "{n:>9} {:>9} {:>28} {:>9.2} {:>9.2} {:>9.2}",
                network.links(),
                format!("{rationing:?}"),
                median(seconds) * 1e3,
                step * 1e3,
                step * 1e9 / network.links() as f64
            );
        }
    }
    println!("after: load {}", load());
}
