//! Dense linear algebra: LU with partial pivoting, for inverses of `I - A`.
//!
//! In comes a square matrix, row-major; out comes its factorisation, or the pivot that vanished.
//! Sums run in a fixed order, so the same matrix gives the same bits.

/// The matrix has no inverse.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the matrix is singular: column {column} depends on the columns before it")]
pub struct Singular {
    /// The column without a pivot, from 0.
    pub column: usize,
}

/// A factorised matrix `P M = L U`.
#[derive(Debug, Clone)]
pub struct Lu {
    n: usize,
    factors: Vec<f64>,
    order: Vec<usize>,
}

impl Lu {
    /// Factorises the `n * n` matrix `m` (Golub and Van Loan, algorithm 3.4.1).
    ///
    /// # Errors
    /// [`Singular`] when a column has no pivot.
    pub fn new(n: usize, mut m: Vec<f64>) -> Result<Self, Singular> {
        let mut order: Vec<usize> = (0..n).collect();
        for k in 0..n {
            let pivot = (k..n)
                .max_by(|a, b| m[a * n + k].abs().total_cmp(&m[b * n + k].abs()).then(b.cmp(a)));
            let pivot = pivot.unwrap_or(k);
            let largest = m[pivot * n + k];
            if largest == 0.0 || !largest.is_finite() {
                return Err(Singular { column: k });
            }
            if pivot != k {
                order.swap(k, pivot);
                for j in 0..n {
                    m.swap(k * n + j, pivot * n + j);
                }
            }
            let (above, below) = m.split_at_mut((k + 1) * n);
            let row_k = &above[k * n..];
            for row in below.chunks_mut(n) {
                let factor = row[k] / largest;
                row[k] = factor;
                if factor != 0.0 {
                    for (cell, upper) in row[k + 1..].iter_mut().zip(&row_k[k + 1..]) {
                        *cell -= factor * upper;
                    }
                }
            }
        }
        Ok(Self { n, factors: m, order })
    }

    /// Solves `M v = b`.
    #[must_use]
    pub fn solve(&self, b: &[f64]) -> Vec<f64> {
        let n = self.n;
        let mut v: Vec<f64> = self.order.iter().map(|i| b[*i]).collect();
        for i in 0..n {
            let row = &self.factors[i * n..i * n + i];
            let sum: f64 = row.iter().zip(&v).map(|(l, x)| l * x).sum();
            v[i] -= sum;
        }
        for i in (0..n).rev() {
            let row = &self.factors[i * n..(i + 1) * n];
            let sum: f64 = row[i + 1..].iter().zip(&v[i + 1..]).map(|(u, x)| u * x).sum();
            v[i] = (v[i] - sum) / row[i];
        }
        v
    }

    /// The inverse, row-major.
    #[must_use]
    pub fn inverse(&self) -> Vec<f64> {
        let n = self.n;
        let mut inverse = vec![0.0; n * n];
        let mut unit = vec![0.0; n];
        for j in 0..n {
            unit[j] = 1.0;
            for (i, value) in self.solve(&unit).into_iter().enumerate() {
                inverse[i * n + j] = value;
            }
            unit[j] = 0.0;
        }
        inverse
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn solves_with_a_pivot_that_must_move() {
        let lu = Lu::new(2, vec![0.0, 2.0, 4.0, 1.0]).expect("regular");
        assert_eq!(lu.solve(&[2.0, 9.0]), [2.0, 1.0]);
        assert_eq!(lu.inverse(), [-0.125, 0.25, 0.5, 0.0]);
    }

    #[test]
    fn a_dependent_column_is_named() {
        let singular = Lu::new(2, vec![1.0, 2.0, 2.0, 4.0]).expect_err("singular");
        assert_eq!(singular.column, 1);
    }
}
