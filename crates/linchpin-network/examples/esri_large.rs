//! The closed form of the systemic risk of all firms, for a network as large as a continent's.
//!
//! `cargo run --release -p linchpin-network --example esri_large [firms] [degree]`; 1e7 firms with 1e8 links when
//! nothing is said, for which it takes some 6 GB. Customers and suppliers are heavy-tailed: both fall with the
//! square of their number. Half of sales and purchases lie outside the network. Nothing is asserted.

mod probe;

use linchpin_network::firm::linear::{Side, all_sparse};
use linchpin_network::firm::{Criticality, Esri, Link, Network, Options};
use probe::{Clock, gather, load, peak};

/// A number from 0 to 1 that looks random.
fn scramble(seed: u64) -> f64 {
    let mut x = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((x ^ (x >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

fn network(firms: usize, degree: f64) -> Network {
    let mut links = Vec::with_capacity((firms as f64 * degree * 1.01) as usize);
    for i in 0..firms {
        let own = scramble(i as u64);
        let customers = (0.5 * degree / own.max(1e-9).sqrt()).round() as usize;
        for k in 0..customers.min(firms / 8) {
            let draw = scramble(((i as u64) << 24) + k as u64 + 1);
            // Hubs are few and stand anywhere: a multiple without a common factor moves them apart.
            let rank = ((draw * draw) * firms as f64) as u64;
            let buyer = (rank * 6_700_417 % firms as u64) as usize;
            if buyer != i {
                let amount = 1.0 + 9.0 * own;
                links.push(Link { supplier: i as u32, buyer: buyer as u32, amount });
            }
        }
    }
    Network::new((0..firms as u32).map(|i| i % 600).collect(), &links).expect("a network")
}

fn main() {
    let mut args = std::env::args().skip(1).filter_map(|text| text.parse::<f64>().ok());
    let (firms, degree) = (args.next().unwrap_or(1e7) as usize, args.next().unwrap_or(10.0));
    println!("load {}", load());
    let clock = Clock::start();
    let network = network(firms, degree);
    println!(
        "{} firms, {} links, made in {:.1} s, peak {:.2} GB; {:.0} million lines/s from {:.0} MB",
        network.firms(),
        network.links(),
        clock.wall(),
        peak(),
        gather(firms * 8, 3),
        firms as f64 * 8e-6
    );
    let double = |sums: Vec<f64>| Some(sums.iter().map(|s| 2.0 * s).collect());
    let options = Options {
        revenue: double(network.by_supplier().sums()),
        cost: double(network.by_buyer().sums()),
        ..Options::published(Criticality::Linear)
    };
    let clock = Clock::start();
    let esri = Esri::new(&network, options);
    println!("prepared in {:.1} s", clock.wall());
    for side in [Side::Up, Side::Down] {
        let clock = Clock::start();
        let index = all_sparse(&esri, side, 40, 0);
        let (sum, most) = (index.iter().sum::<f64>(), index.iter().copied().fold(0.0, f64::max));
        println!(
            "linear, {side:?}, all firms: {:.1} s, of processors {:.1} s a thread; largest {most:.4}, sum {sum:.4}",
            clock.wall(),
            clock.busy()
        );
    }
    println!("after: load {}, peak {:.2} GB", load(), peak());
}
