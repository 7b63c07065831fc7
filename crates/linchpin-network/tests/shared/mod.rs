//! What several tests need: where the shared reference data stands (beside the repository, or where
//! `LINCHPIN_SHARED` says; tests that need it say that they were skipped), and balanced tables.
#![expect(dead_code, reason = "each test file is a crate of its own and uses its part")]

use std::path::{Path, PathBuf};

/// The folder `name` of the shared data, when it is at hand.
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let root = std::env::var_os("LINCHPIN_SHARED").map_or_else(beside, PathBuf::from);
    Some(root.join(name)).filter(|path| path.exists())
}

/// Lowers the columns of `z` (`n * n`) until no industry buys more than 70 % of what it makes.
pub(crate) fn shrink_purchases(n: usize, z: &mut [f64], y: &[f64]) {
    let width = y.len() / n;
    for _ in 0..40 {
        let made = |i: usize| -> f64 {
            let demand = y[i * width..(i + 1) * width].iter().sum::<f64>();
            z[i * n..(i + 1) * n].iter().sum::<f64>() + demand
        };
        let x: Vec<f64> = (0..n).map(made).collect();
        for f in 0..n {
            let bought: f64 = (0..n).map(|g| z[g * n + f]).sum();
            let factor = if bought > 0.0 { (0.7 * x[f] / bought).min(1.0) } else { 1.0 };
            (0..n).for_each(|g| z[g * n + f] *= factor);
        }
    }
}
