//! Anderson acceleration of fixed points (Anderson 1965; Walker and Ni 2011).
//!
//! The last few steps and their residuals come in; the next guess is the mix of them whose linearised
//! residual is least. A step that makes the residual grow much clears the memory, so that a bad mix costs
//! one plain step.

/// The memory of one fixed point.
#[derive(Debug, Clone)]
pub struct Anderson {
    depth: usize,
    /// Share of the residual that a step follows.
    pub damping: f64,
    points: Vec<Vec<f64>>,
    residuals: Vec<Vec<f64>>,
    last: f64,
}

impl Anderson {
    /// A memory of `depth` steps; each step follows `damping` of the residual.
    #[must_use]
    pub fn new(depth: usize, damping: f64) -> Self {
        Self { depth, damping, points: Vec::new(), residuals: Vec::new(), last: f64::INFINITY }
    }

    /// Moves `x` towards the fixed point of a map whose value at `x` is `x + residual`.
    pub fn step(&mut self, x: &mut [f64], residual: &[f64]) {
        let size = residual.iter().fold(0.0_f64, |most, r| most.max(r.abs()));
        if size > 3.0 * self.last {
            self.points.clear();
            self.residuals.clear();
        }
        self.last = size;
        let mix = self.mix(residual);
        let mut next: Vec<f64> =
            x.iter().zip(residual).map(|(x, r)| x + self.damping * r).collect();
        for (weight, (point, old)) in mix.iter().zip(self.points.iter().zip(&self.residuals)) {
            for k in 0..next.len() {
                let moved = (x[k] - point[k]) + self.damping * (residual[k] - old[k]);
                next[k] -= weight * moved;
            }
        }
        self.points.push(x.to_vec());
        self.residuals.push(residual.to_vec());
        if self.points.len() > self.depth {
            self.points.remove(0);
            self.residuals.remove(0);
        }
        if next.iter().all(|value| value.is_finite()) {
            x.copy_from_slice(&next);
        } else {
            x.iter_mut().zip(residual).for_each(|(x, r)| *x += self.damping * r);
        }
    }

    /// Weights of the remembered steps: least squares by normal equations, slightly regularised.
    fn mix(&self, residual: &[f64]) -> Vec<f64> {
        let m = self.residuals.len();
        let mut a = vec![vec![0.0; m + 1]; m];
        let difference = |i: usize, k: usize| residual[k] - self.residuals[i][k];
        for i in 0..m {
            for j in 0..=i {
                let dot = (0..residual.len()).map(|k| difference(i, k) * difference(j, k)).sum();
                (a[i][j], a[j][i]) = (dot, dot);
            }
            a[i][m] = (0..residual.len()).map(|k| difference(i, k) * residual[k]).sum();
        }
        let scale = (0..m).map(|i| a[i][i]).fold(0.0_f64, f64::max);
        if scale == 0.0 {
            return vec![0.0; m];
        }
        for (i, row) in a.iter_mut().enumerate() {
            row[i] += scale * 1e-14;
        }
        solve(a)
    }
}

/// Solves a small dense system with its right-hand side as the last column; zeros where it is singular.
#[must_use]
pub fn solve(mut a: Vec<Vec<f64>>) -> Vec<f64> {
    let n = a.len();
    for column in 0..n {
        let pivot = (column..n).max_by(|i, j| a[*i][column].abs().total_cmp(&a[*j][column].abs()));
        let Some(pivot) = pivot.filter(|row| a[*row][column] != 0.0) else { continue };
        a.swap(column, pivot);
        for row in 0..n {
            if row != column {
                let factor = a[row][column] / a[column][column];
                for k in column..=n {
                    a[row][k] -= factor * a[column][k];
                }
            }
        }
    }
    (0..n).map(|i| if a[i][i] == 0.0 { 0.0 } else { a[i][n] / a[i][i] }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_linear_map_ends_after_as_many_steps_as_it_has_dimensions() {
        // x = M x + b with spectral radius 0.95: plain steps need hundreds.
        let map = |x: &[f64]| [0.9 * x[0] + 0.05 * x[1] + 1.0, 0.1 * x[0] + 0.85 * x[1] - 2.0];
        let mut x = vec![0.0, 0.0];
        let mut anderson = Anderson::new(5, 1.0);
        for _ in 0..8 {
            let next = map(&x);
            let residual = [next[0] - x[0], next[1] - x[1]];
            anderson.step(&mut x, &residual);
        }
        let next = map(&x);
        assert!((next[0] - x[0]).abs() < 1e-9 && (next[1] - x[1]).abs() < 1e-9, "{x:?}");
    }
}
