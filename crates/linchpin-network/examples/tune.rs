//! Scratch.
use linchpin_network::ario::params::Defaults;
use linchpin_network::ario::{Model, OrderRule};
use linchpin_network::kernel::{Ensemble, Prepared};
use linchpin_network::table::{Cells, Mrio, Origin};
use std::time::Instant;
fn main() {
    let a: Vec<usize> = std::env::args().skip(1).map(|x| x.parse().unwrap()).collect();
    let (m, s, days, rounds) = (a[0], a[1], a[2], a[3]);
    let n = m * s;
    let scramble = |i: usize| (i.wrapping_mul(2_654_435_761) % 100_003) as f64 / 100_003.0;
    let mut z: Vec<f64> = (0..n * n).map(|k| scramble(k) * if k / n / s == k % n / s { 1.0 } else { 0.05 }).collect();
    let mut sums = vec![0.0; n];
    z.chunks(n).for_each(|row| sums.iter_mut().zip(row).for_each(|(s, v)| *s += v));
    z.iter_mut().enumerate().for_each(|(k, v)| *v /= sums[k % n]);
    let y = vec![2.0 / m as f64; n * m];
    let table = Mrio::new(Cells::numbered([m, s, 1], z, y), Origin::unnamed()).expect("a table");
    let defaults = Defaults::embedded().expect("well formed");
    let mut params = defaults.params(s);
    params.order = OrderRule::Alt;
    params.inventory_days = vec![10.0; s];
    let model = Model::new(&table, params).expect("a model");
    let prepared = Prepared::<f32>::new(&model).expect("supported");
    let mut ensemble = Ensemble::new(&prepared, 32);
    for k in 0..32 {
        ensemble.set_loss(3, k, 0.5);
        ensemble.set_loss(7 + k, k, 0.3);
    }
    ensemble.step();
    for _ in 0..rounds {
        let start = Instant::now();
        (0..days).for_each(|_| ensemble.step());
        println!("{:.4} ms", start.elapsed().as_secs_f64() / days as f64 / 32.0 * 1e3);
    }
}
