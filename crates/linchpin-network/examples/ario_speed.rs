//! How fast ARIO runs here, against what this machine can do in the same minute.
//!
//! `cargo run --release -p linchpin-network --example ario_speed [rounds] [sizes…]`, sizes as REGIONSxSECTORS.
//! Prints read bandwidth and fused multiply-adds measured before and after, then medians per
//! scenario-day with the fraction of the limit that binds. Synthetic tables; nothing is asserted.

mod probe;

use linchpin_network::ario::params::Defaults;
use linchpin_network::ario::{Model, OrderRule};
use linchpin_network::kernel::real::Real;
use linchpin_network::kernel::{Ensemble, Prepared};
use probe::{Clock, fused, load, median, read_bandwidth, table};

/// Median seconds of processors over threads per scenario-day, and days lost by the first scenario.
fn time<T: Real>(model: &Model, lanes: usize, rounds: usize, days: u32) -> (f64, f64, usize) {
    let prepared = Prepared::<T>::new(model).expect("supported");
    let mut seconds = Vec::new();
    let mut lost = 0.0;
    for _ in 0..rounds {
        let mut ensemble = Ensemble::new(&prepared, lanes);
        for k in 0..lanes {
            ensemble.set_loss(3, k, 0.5);
            ensemble.set_loss(7 + k, k, 0.3);
        }
        // The first days touch the memory for the first time.
        (0..2).for_each(|_| ensemble.step());
        let start = Clock::start();
        (0..days).for_each(|_| ensemble.step());
        seconds.push(start.busy() / f64::from(days) / lanes as f64);
        lost = ensemble.lost(0);
    }
    (median(seconds), lost, prepared.bytes())
}

fn main() {
    let mut args = std::env::args().skip(1);
    let rounds: usize = args.next().and_then(|text| text.parse().ok()).unwrap_or(3);
    let named: Vec<String> = args.collect();
    let sizes: Vec<(usize, usize)> = if named.is_empty() {
        vec![(41, 35), (77, 45), (49, 163)]
    } else {
        named
            .iter()
            .filter_map(|size| size.split_once('x'))
            .filter_map(|(m, s)| Some((m.parse().ok()?, s.parse().ok()?)))
            .collect()
    };
    println!("load {}", load());
    let (read, flops) = (read_bandwidth(1 << 29, 5), fused(5));
    println!(
        "threads {}, read {read:.1} GB/s, f32 fused {flops:.0} GFlop/s",
        rayon::current_num_threads()
    );
    println!(
        "{:>6} {:>6} {:>5} {:>5} {:>11} {:>8} {:>8} {:>10}",
        "n", "order", "width", "lanes", "ms", "of read", "of FMA", "lost off"
    );
    let defaults = Defaults::embedded().expect("well formed");
    for (m, s) in sizes {
        let n = m * s;
        let whole = table(m, s);
        for order in [OrderRule::Alt, OrderRule::NoAlt] {
            let mut params = defaults.params(s);
            params.order = order;
            params.inventory_days = vec![10.0; s];
            let model = Model::new(&whole, params).expect("a model");
            let terms = if order == OrderRule::Alt { 6.0 } else { 4.0 };
            let days = (40_000_000 / (n * n)).clamp(3, 40) as u32;
            let mut reference = f64::NAN;
            for (width, lanes) in [(64, 1), (32, 1), (64, 16), (32, 32)] {
                let few = if lanes == 1 { days } else { days.max(8) };
                let (seconds, lost, bytes) = if width == 64 {
                    time::<f64>(&model, lanes, rounds, few)
                } else {
                    time::<f32>(&model, lanes, rounds, few)
                };
                let peak = if width == 64 { flops / 2.0 } else { flops };
                let of_read = bytes as f64 * 1e-9 / lanes as f64 / seconds / read;
                let of_fma = terms * (n * n) as f64 * 1e-9 / seconds / peak;
                if width == 64 {
                    reference = lost;
                }
                println!(
                    "{n:>6} {order:>6?} {width:>5} {lanes:>5} {:>11.4} {of_read:>8.2} {of_fma:>8.2} {:>10.1e}",
                    seconds * 1e3,
                    (lost / reference - 1.0).abs()
                );
            }
        }
    }
    let (read, flops) = (read_bandwidth(1 << 29, 5), fused(5));
    println!("after: read {read:.1} GB/s, f32 fused {flops:.0} GFlop/s, load {}", load());
}
