//! Sobol indices: the part of an outcome's variance that a factor brings alone (S1), and with all others (ST).
//!
//! The design of Saltelli (2002): for each row a point of matrix A, one of B, and for each group A with the
//! group's columns from B. S1 by Saltelli et al. (2010, table 2, row b), ST by Jansen (1999); checked against
//! the analytic indices and SALib's. Intervals come from drawing rows anew.

use crate::bootstrap::{Bootstrap, Estimate};
use crate::large::TooLarge;
use crate::sobol::Sobol;
use serde::Serialize;

/// A design for Sobol indices.
#[derive(Debug, Clone)]
pub struct Saltelli {
    rows: u32,
    dimensions: usize,
    groups: Vec<Vec<usize>>,
    points: Sobol,
}

/// Indices of one outcome.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Indices {
    /// By group: what it brings alone.
    pub first: Vec<Estimate>,
    /// By group: what would be left if all others were known.
    pub total: Vec<Estimate>,
    /// Sum of the first: what adds up without interaction.
    pub explained: Estimate,
    /// Mean of the outcome over both matrices.
    pub mean: f64,
    /// Variance of the outcome over both matrices; where it is zero no index means anything and all are zero.
    pub variance: f64,
}

impl Saltelli {
    /// A design of `rows` rows (a power of two keeps the points even) over factors in groups; factors in no group
    /// belong to none of the indices and vary all the same.
    #[must_use]
    pub fn new(rows: u32, dimensions: usize, groups: Vec<Vec<usize>>, seed: u64) -> Self {
        Self { rows, dimensions, groups, points: Sobol::scrambled(2 * dimensions, seed) }
    }

    /// As [`Saltelli::new`] on the plain sequence, whose points other programs have as well.
    ///
    /// # Errors
    /// [`TooLarge`] when twice the factors are more than the sequence has dimensions.
    pub fn plain(rows: u32, dimensions: usize, groups: Vec<Vec<usize>>) -> Result<Self, TooLarge> {
        Ok(Self { rows, dimensions, groups, points: Sobol::new(2 * dimensions)? })
    }

    /// Each factor by itself.
    #[must_use]
    pub fn single(rows: u32, dimensions: usize, seed: u64) -> Self {
        Self::new(rows, dimensions, (0..dimensions).map(|at| vec![at]).collect(), seed)
    }

    /// Runs of one row: A, one for each group, B.
    #[must_use]
    pub fn block(&self) -> usize {
        self.groups.len() + 2
    }

    /// Number of runs.
    #[must_use]
    pub fn runs(&self) -> usize {
        self.rows as usize * self.block()
    }

    /// Where in the unit cube a run stands: a pure function of its number.
    #[must_use]
    pub fn point(&self, run: usize) -> Vec<f64> {
        let (row, place) = (run / self.block(), run % self.block());
        let row = row as u32;
        let a = |at: usize| self.points.u(row, at);
        let b = |at: usize| self.points.u(row, self.dimensions + at);
        if place == 0 {
            return (0..self.dimensions).map(a).collect();
        }
        match self.groups.get(place - 1) {
            None => (0..self.dimensions).map(b).collect(),
            Some(group) => (0..self.dimensions)
                .map(|at| if group.contains(&at) { b(at) } else { a(at) })
                .collect(),
        }
    }

    /// The indices of an outcome, given in the order of runs.
    ///
    /// # Panics
    /// When there are not as many outcomes as runs: a fault of the program.
    #[must_use]
    pub fn indices(&self, outcomes: &[f64], bootstrap: Bootstrap) -> Indices {
        assert_eq!(outcomes.len(), self.runs(), "an outcome for each run");
        let (rows, block, groups) = (self.rows as usize, self.block(), self.groups.len());
        let at = |row: usize, place: usize| outcomes[row * block + place];
        let moments = |rows: &[usize]| {
            let ends = || rows.iter().flat_map(|row| [at(*row, 0), at(*row, block - 1)]);
            let count = 2.0 * rows.len() as f64;
            let mean = ends().fold(0.0, |sum, y| sum + y) / count;
            (mean, ends().fold(0.0, |sum, y| sum + (y - mean) * (y - mean)) / count)
        };
        let estimate = |rows: &[usize]| {
            let (mean, variance) = moments(rows);
            let mut first = vec![0.0; groups];
            let mut total = vec![0.0; groups];
            for row in rows {
                let (a, b) = (at(*row, 0) - mean, at(*row, block - 1) - mean);
                for group in 0..groups {
                    let mixed = at(*row, group + 1) - mean;
                    first[group] += b * (mixed - a);
                    total[group] += (a - mixed) * (a - mixed);
                }
            }
            let share = |sum: f64, by: f64| if variance > 0.0 { sum / by / variance } else { 0.0 };
            let count = rows.len() as f64;
            let mut all: Vec<f64> = first.iter().map(|sum| share(*sum, count)).collect();
            let explained = all.iter().sum();
            all.extend(total.iter().map(|sum| share(*sum, 2.0 * count)));
            all.push(explained);
            all
        };
        let mut found = bootstrap.intervals(rows, estimate);
        let explained = found.pop().unwrap_or(Estimate { value: 0.0, low: 0.0, high: 0.0 });
        let total = found.split_off(groups);
        let every: Vec<usize> = (0..rows).collect();
        let (mean, variance) = if rows == 0 { (0.0, 0.0) } else { moments(&every) };
        Indices { first: found, total, explained, mean, variance }
    }
}
