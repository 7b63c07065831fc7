//! How far an estimate would move with other runs: the bootstrap over whole rows of a design.

use crate::stream;
use linchpin_units::math::quantile;
use rand::Rng;
use rayon::prelude::*;
use serde::Serialize;

/// An estimate with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// How an interval is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bootstrap {
    /// How often the rows are drawn anew; none leaves the interval at the estimate.
    pub resamples: u32,
    /// Seed of the draws.
    pub seed: u64,
}

impl Bootstrap {
    /// Estimates with the interval that holds 95 % of those from rows drawn with replacement. `estimate` is given
    /// the numbers of the rows to use and gives one number for each factor.
    pub fn intervals(
        self,
        rows: usize,
        estimate: impl Fn(&[usize]) -> Vec<f64> + Sync,
    ) -> Vec<Estimate> {
        let every: Vec<usize> = (0..rows).collect();
        let values = estimate(&every);
        let again: Vec<Vec<f64>> = (0..self.resamples)
            .into_par_iter()
            .map(|resample| {
                let mut random = stream::stream(self.seed, u64::from(resample), "bootstrap");
                // The high half of a product is even enough: rows are far fewer than 2^64.
                let mut row = || ((u128::from(random.next_u64()) * rows as u128) >> 64) as usize;
                let drawn: Vec<usize> = (0..rows).map(|_| row()).collect();
                estimate(&drawn)
            })
            .collect();
        let one = |(at, value): (usize, f64)| {
            let mut own: Vec<f64> = again.iter().map(|values| values[at]).collect();
            own.sort_by(f64::total_cmp);
            let end = |q| if own.is_empty() { value } else { quantile(&own, q) };
            Estimate { value, low: end(0.025), high: end(0.975) }
        };
        values.into_iter().enumerate().map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_of_a_mean_is_the_normal_one() {
        // 400 even numbers in [0, 1): standard error sqrt(1/12 / 400) = 0.01443.
        let values: Vec<f64> = (0..400).map(|n| (f64::from(n) + 0.5) / 400.0).collect();
        let mean = |rows: &[usize]| {
            vec![rows.iter().map(|row| values[*row]).sum::<f64>() / rows.len() as f64]
        };
        let found = Bootstrap { resamples: 2000, seed: 1 }.intervals(400, mean)[0];
        assert!((found.value - 0.5).abs() < 1e-12);
        let half = (found.high - found.low) / 2.0;
        assert!((half / (1.96 * 0.014_43) - 1.0).abs() < 0.06, "{half}");
        let none = Bootstrap { resamples: 0, seed: 1 }.intervals(400, mean)[0];
        assert_eq!((none.low, none.high), (none.value, none.value));
    }
}
