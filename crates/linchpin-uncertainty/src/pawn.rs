//! PAWN (Pianosi and Wagener 2015, 2018): how far the distribution of an outcome moves when a factor is known.
//!
//! Needs no design of its own: any sample is cut into slices of each factor, and the Kolmogorov-Smirnov distance
//! between the outcome in a slice and in all runs is taken. It sees what variance does not, such as tails.

use crate::bootstrap::{Bootstrap, Estimate};
use linchpin_units::math::quantile;
use serde::Serialize;

/// Distances over the slices of one factor.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Distances {
    /// Median over the slices, with its interval.
    pub median: Estimate,
    /// Largest over the slices: the one place where the factor matters most.
    pub largest: Estimate,
}

/// PAWN indices of an outcome: one for each factor; `factors[f][run]`, `outcomes[run]`.
///
/// A factor with fewer different values than slices has its values as slices.
///
/// # Panics
/// When a factor has not as many values as there are outcomes: a fault of the program.
#[must_use]
pub fn pawn(
    factors: &[Vec<f64>],
    outcomes: &[f64],
    slices: usize,
    bootstrap: Bootstrap,
) -> Vec<Distances> {
    let runs = outcomes.len();
    assert!(factors.iter().all(|factor| factor.len() == runs));
    let estimate = |rows: &[usize]| {
        let mut sorted: Vec<f64> = rows.iter().map(|row| outcomes[*row]).collect();
        sorted.sort_by(f64::total_cmp);
        factors
            .iter()
            .flat_map(|factor| {
                let mut found = distances(factor, outcomes, rows, (&sorted, slices));
                found.sort_by(f64::total_cmp);
                match found.last() {
                    Some(largest) => [quantile(&found, 0.5), *largest],
                    None => [0.0, 0.0],
                }
            })
            .collect()
    };
    let found = bootstrap.intervals(runs, estimate);
    found.chunks(2).map(|pair| Distances { median: pair[0], largest: pair[1] }).collect()
}

/// The distance of each slice of a factor.
fn distances(
    factor: &[f64],
    outcomes: &[f64],
    rows: &[usize],
    (all, slices): (&[f64], usize),
) -> Vec<f64> {
    let mut values: Vec<f64> = rows.iter().map(|row| factor[*row]).collect();
    if values.is_empty() {
        return Vec::new();
    }
    values.sort_by(f64::total_cmp);
    let mut starts: Vec<f64> =
        (0..slices.max(1)).map(|n| quantile(&values, n as f64 / slices.max(1) as f64)).collect();
    let mut different = values.clone();
    different.dedup();
    if different.len() <= slices {
        starts = different;
    }
    starts.dedup();
    let mut inside: Vec<Vec<f64>> = vec![Vec::new(); starts.len()];
    for row in rows {
        let slice = starts.partition_point(|start| *start <= factor[*row]);
        inside[slice.max(1) - 1].push(outcomes[*row]);
    }
    inside.retain(|own| !own.is_empty());
    inside
        .iter_mut()
        .map(|own| {
            own.sort_by(f64::total_cmp);
            kolmogorov(own, all)
        })
        .collect()
}

/// Largest distance between two empirical distributions of sorted values.
fn kolmogorov(own: &[f64], all: &[f64]) -> f64 {
    let (mut i, mut j, mut largest) = (0, 0, 0.0_f64);
    while i < own.len() && j < all.len() {
        let value = own[i].min(all[j]);
        while i < own.len() && own[i] <= value {
            i += 1;
        }
        while j < all.len() && all[j] <= value {
            j += 1;
        }
        largest = largest.max((i as f64 / own.len() as f64 - j as f64 / all.len() as f64).abs());
    }
    largest
}

/// What a factor without influence would show: the distance that chance alone brings with 5 % at most, for a
/// slice of `slice` among `runs` (Smirnov's limit).
#[must_use]
pub fn noise(runs: usize, slice: usize) -> f64 {
    let (n, m) = (runs as f64, slice as f64);
    1.358 * ((n + m) / (n * m)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_switch_and_an_idler_by_hand() {
        // The outcome is the first factor's half: known, the distribution moves by 1/2. The second idles.
        let switch: Vec<f64> = (0..8).map(f64::from).collect();
        let idle = vec![0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0];
        let outcomes: Vec<f64> = switch.iter().map(|x| if *x < 4.0 { 0.0 } else { 1.0 }).collect();
        let none = Bootstrap { resamples: 0, seed: 0 };
        let found = pawn(&[switch, idle], &outcomes, 2, none);
        assert_eq!((found[0].median.value, found[0].largest.value), (0.5, 0.5));
        assert_eq!((found[1].median.value, found[1].largest.value), (0.0, 0.0));
        assert!(pawn(&[Vec::new()], &[], 4, none)[0].median.value == 0.0);
    }
}
