//! Leontief's demand-driven and Ghosh's supply-driven model.
//!
//! In comes a table; out come the inverses and their multipliers (Miller and Blair 2009, chapters 2,
//! 6 and 12). Industries without output have zero coefficients.

use super::solve::{Lu, Singular};
use crate::table::Mrio;

/// `x = L f`, with `L = (I - A)^-1` and `A = Z diag(x)^-1`.
#[derive(Debug, Clone)]
pub struct Leontief {
    n: usize,
    a: Vec<f64>,
    inverse: Vec<f64>,
}

impl Leontief {
    /// Builds the model of `table`.
    ///
    /// # Errors
    /// [`Singular`] when some group of industries makes only for itself.
    pub fn new(table: &Mrio) -> Result<Self, Singular> {
        let n = table.industries();
        let x = table.x();
        let a: Vec<f64> = (table.z().iter().enumerate())
            .map(|(i, flow)| if x[i % n] > 0.0 { flow / x[i % n] } else { 0.0 })
            .collect();
        let inverse = Lu::new(n, identity_minus(n, &a))?.inverse();
        Ok(Self { n, a, inverse })
    }

    /// Technical coefficients `A`, row-major.
    #[must_use]
    pub fn coefficients(&self) -> &[f64] {
        &self.a
    }
    /// The inverse `L`, row-major.
    #[must_use]
    pub fn inverse(&self) -> &[f64] {
        &self.inverse
    }
    /// Output needed for final demand `f`: `x = L f`.
    ///
    /// # Panics
    /// When `f` has another length than the table has industries.
    #[must_use]
    pub fn output(&self, f: &[f64]) -> Vec<f64> {
        assert_eq!(f.len(), self.n, "one final demand per industry");
        let product = |row: &[f64]| row.iter().zip(f).map(|(l, demand)| l * demand).sum();
        self.inverse.chunks(self.n).map(product).collect()
    }
    /// Output multipliers: column sums of `L` (backward linkage).
    #[must_use]
    pub fn multipliers(&self) -> Vec<f64> {
        column_sums(self.n, &self.inverse)
    }
}

/// `x' = v' G`, with `G = (I - B)^-1` and `B = diag(x)^-1 Z`.
#[derive(Debug, Clone)]
pub struct Ghosh {
    n: usize,
    inverse: Vec<f64>,
}

impl Ghosh {
    /// Builds the model of `table`.
    ///
    /// # Errors
    /// [`Singular`] when some group of industries sells only to itself.
    pub fn new(table: &Mrio) -> Result<Self, Singular> {
        let n = table.industries();
        let x = table.x();
        let b: Vec<f64> = (table.z().iter().enumerate())
            .map(|(i, flow)| if x[i / n] > 0.0 { flow / x[i / n] } else { 0.0 })
            .collect();
        Ok(Self { n, inverse: Lu::new(n, identity_minus(n, &b))?.inverse() })
    }
    /// The inverse `G`, row-major.
    #[must_use]
    pub fn inverse(&self) -> &[f64] {
        &self.inverse
    }
    /// Output that primary inputs `v` allow: `x' = v' G`.
    ///
    /// # Panics
    /// When `v` has another length than the table has industries.
    #[must_use]
    pub fn output(&self, v: &[f64]) -> Vec<f64> {
        assert_eq!(v.len(), self.n, "one primary input per industry");
        let mut x = vec![0.0; self.n];
        for (row, input) in self.inverse.chunks(self.n).zip(v) {
            for (sum, g) in x.iter_mut().zip(row) {
                *sum += input * g;
            }
        }
        x
    }
    /// Input multipliers: row sums of `G` (forward linkage).
    #[must_use]
    pub fn multipliers(&self) -> Vec<f64> {
        self.inverse.chunks(self.n).map(|row| row.iter().sum()).collect()
    }
}

/// `I - m`, row-major.
pub(crate) fn identity_minus(n: usize, m: &[f64]) -> Vec<f64> {
    let unit = |i: usize| if i / n == i % n { 1.0 } else { 0.0 };
    m.iter().enumerate().map(|(i, value)| unit(i) - value).collect()
}

fn column_sums(n: usize, m: &[f64]) -> Vec<f64> {
    let mut sums = vec![0.0; n];
    for row in m.chunks(n) {
        for (sum, value) in sums.iter_mut().zip(row) {
            *sum += value;
        }
    }
    sums
}
