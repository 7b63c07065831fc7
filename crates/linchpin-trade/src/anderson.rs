//! Anderson acceleration of fixed points (Anderson 1965; Walker and Ni 2011).
//!
//! The last few steps and their residuals come in; the next guess is the mix of them whose linearised
//! residual is least. A step that makes the residual grow much clears the memory, so that a bad mix costs
//! one plain step.

/// The memory of one fixed point: steps and changes of the residual, each against the step before, with the products
/// of the latter, of which a step adds one row.
#[derive(Debug, Clone)]
pub struct Anderson {
    depth: usize,
    /// Share of the residual that a step follows.
    pub damping: f64,
    /// The last point and its residual.
    last: Option<(Vec<f64>, Vec<f64>)>,
    /// Steps between neighbours, oldest first.
    steps: Vec<Vec<f64>>,
    /// Changes of the residual between neighbours.
    changes: Vec<Vec<f64>>,
    /// Products of the changes with each other.
    products: Vec<Vec<f64>>,
    size: f64,
}

impl Anderson {
    /// A memory of `depth` steps; each step follows `damping` of the residual.
    #[must_use]
    pub fn new(depth: usize, damping: f64) -> Self {
        Self {
            depth,
            damping,
            last: None,
            steps: Vec::new(),
            changes: Vec::new(),
            products: Vec::new(),
            size: f64::INFINITY,
        }
    }

    /// Moves `x` towards the fixed point of a map whose value at `x` is `x + residual`.
    pub fn step(&mut self, x: &mut [f64], residual: &[f64]) {
        let size = residual.iter().fold(0.0_f64, |most, r| most.max(r.abs()));
        if size > 3.0 * self.size {
            self.forget();
        }
        self.size = size;
        self.learn(x, residual);
        let mix = self.mix(residual);
        let mut next: Vec<f64> =
            x.iter().zip(residual).map(|(x, r)| x + self.damping * r).collect();
        for (weight, (step, change)) in mix.iter().zip(self.steps.iter().zip(&self.changes)) {
            let damped = weight * self.damping;
            for (next, (step, change)) in next.iter_mut().zip(step.iter().zip(change)) {
                *next -= weight * step + damped * change;
            }
        }
        self.last = Some((x.to_vec(), residual.to_vec()));
        if next.iter().all(|value| value.is_finite()) {
            x.copy_from_slice(&next);
        } else {
            x.iter_mut().zip(residual).for_each(|(x, r)| *x += self.damping * r);
        }
    }

    fn forget(&mut self) {
        self.last = None;
        self.steps.clear();
        self.changes.clear();
        self.products.clear();
    }

    /// Files the way from the last point to this one.
    fn learn(&mut self, x: &[f64], residual: &[f64]) {
        let Some((point, old)) = self.last.take() else { return };
        if self.steps.len() == self.depth {
            self.steps.remove(0);
            self.changes.remove(0);
            self.products.remove(0);
            for row in &mut self.products {
                row.remove(0);
            }
        }
        let less = |now: &[f64], then: Vec<f64>| -> Vec<f64> {
            then.into_iter().zip(now).map(|(then, now)| now - then).collect()
        };
        self.steps.push(less(x, point));
        self.changes.push(less(residual, old));
        let newest = &self.changes[self.changes.len() - 1];
        let row: Vec<f64> = self.changes.iter().map(|change| dot(change, newest)).collect();
        for (known, product) in self.products.iter_mut().zip(&row) {
            known.push(*product);
        }
        self.products.push(row);
    }

    /// Weights of the remembered changes: least squares by normal equations, slightly regularised. They are set up
    /// for the way from each remembered point to this one, which is the sum of all changes since: so no change is
    /// lost beside a much larger one.
    fn mix(&self, residual: &[f64]) -> Vec<f64> {
        let m = self.changes.len();
        let mut a = vec![vec![0.0; m + 1]; m];
        for i in (0..m).rev() {
            let mut along = 0.0;
            for j in (0..m).rev() {
                along += self.products[i][j];
                a[i][j] = along + if i + 1 < m { a[i + 1][j] } else { 0.0 };
            }
            let later = if i + 1 < m { a[i + 1][m] } else { 0.0 };
            a[i][m] = dot(&self.changes[i], residual) + later;
        }
        let scale = (0..m).map(|i| a[i][i]).fold(0.0_f64, f64::max);
        if scale == 0.0 {
            return vec![0.0; m];
        }
        for (i, row) in a.iter_mut().enumerate() {
            row[i] += scale * 1e-14;
        }
        let mut weights = solve(a);
        for i in 1..m {
            weights[i] += weights[i - 1];
        }
        weights
    }
}

/// Sum of products in four lanes, so that the processor need not wait for each sum.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut lanes = [0.0; 4];
    let (a4, b4) = (a.chunks_exact(4), b.chunks_exact(4));
    let rest: f64 = a4.remainder().iter().zip(b4.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in a4.zip(b4) {
        for lane in 0..4 {
            lanes[lane] += a[lane] * b[lane];
        }
    }
    lanes.iter().sum::<f64>() + rest
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
