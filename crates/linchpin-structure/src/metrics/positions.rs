//! Where an industry stands in a table: linkages, upstreamness, extraction, foreign reliance, value added.
//!
//! With `A = Z x⁻¹`, `B = x⁻¹ Z`, `L = (I - A)⁻¹` and `G = (I - B)⁻¹` (Miller and Blair 2009). Industries go
//! region by region; inverses are dense, so a table of 1,435 industries takes a few seconds.

/// A table as plain numbers.
#[derive(Debug, Clone, Copy)]
pub struct Flows<'t> {
    /// Sectors in each region.
    pub sectors: usize,
    /// Flows between industries, row-major, seller by buyer.
    pub z: &'t [f64],
    /// Output of each industry.
    pub x: &'t [f64],
}

/// Why there are no metrics.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PositionError {
    /// The arrays do not fit together.
    #[error("{0}")]
    Size(&'static str),
    /// A number is negative, NaN or infinite.
    #[error("industry {0} has a flow or an output that is no amount")]
    Number(usize),
    /// Inputs take all of output somewhere: no inverse.
    #[error("the table has no Leontief inverse: inputs take all of output at industry {0}")]
    Singular(usize),
}

/// All metrics of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Positions {
    n: usize,
    sectors: usize,
    direct: Vec<f64>,
    leontief: Vec<f64>,
    ghosh: Vec<f64>,
    output: Vec<f64>,
}

impl Positions {
    /// The metrics of `flows`. Industries without output count as buying and selling nothing.
    ///
    /// # Errors
    /// [`PositionError`] for sizes, numbers, or a table without inverse.
    pub fn of(flows: &Flows<'_>) -> Result<Self, PositionError> {
        let n = flows.x.len();
        if flows.z.len() != n * n {
            return Err(PositionError::Size("the flows need one row and column for each output"));
        }
        if flows.sectors == 0 || !n.is_multiple_of(flows.sectors) {
            return Err(PositionError::Size("the industries do not divide into regions"));
        }
        let amount = |value: &f64| value.is_finite() && *value >= 0.0;
        for i in 0..n {
            if !amount(&flows.x[i]) || !flows.z[i * n..(i + 1) * n].iter().all(amount) {
                return Err(PositionError::Number(i));
            }
        }
        let over = |value: f64, output: f64| if output > 0.0 { value / output } else { 0.0 };
        let direct: Vec<f64> = (0..n * n).map(|at| over(flows.z[at], flows.x[at % n])).collect();
        let allocated: Vec<f64> = (0..n * n).map(|at| over(flows.z[at], flows.x[at / n])).collect();
        Ok(Self {
            n,
            sectors: flows.sectors,
            leontief: inverse(&direct, n)?,
            ghosh: inverse(&allocated, n)?,
            direct,
            output: flows.x.to_vec(),
        })
    }

    /// Backward linkage: what a unit of final demand for the industry calls for everywhere; the column
    /// sums of `L`. The same number is downstreamness (Antràs and Chor 2013).
    #[must_use]
    pub fn backward(&self) -> Vec<f64> {
        let n = self.n;
        (0..n).map(|j| (0..n).map(|i| self.leontief[i * n + j]).sum()).collect()
    }

    /// Forward linkage and upstreamness: mean distance to final demand, the row sums of `G` (Antràs, Chor,
    /// Fally and Hillberry 2012). Output is the denominator; some packages correct it by net trade.
    #[must_use]
    pub fn upstreamness(&self) -> Vec<f64> {
        self.ghosh.chunks_exact(self.n.max(1)).map(|row| row.iter().sum()).collect()
    }

    /// Output lost everywhere when the industry vanishes with its final demand (Dietzenbacher and others):
    /// gross, and net of the industry's own. In units of the table.
    #[must_use]
    pub fn extraction(&self) -> Vec<[f64; 2]> {
        let backward = self.backward();
        let loss = |k: usize| {
            let gross = self.output[k] * backward[k] / self.leontief[k * self.n + k];
            [gross, gross - self.output[k]]
        };
        (0..self.n).map(loss).collect()
    }

    /// Part of an industry's total input requirement that comes from each region, look-through: suppliers
    /// of suppliers included (Baldwin, Freeman and Theodorakopoulos 2023). Row-major, region by industry.
    #[must_use]
    pub fn look_through(&self) -> Vec<f64> {
        let n = self.n;
        self.by_region(|i, j| self.leontief[i * n + j] - f64::from(u8::from(i == j)))
    }

    /// The same at face value: direct suppliers only.
    #[must_use]
    pub fn face_value(&self) -> Vec<f64> {
        self.by_region(|i, j| self.direct[i * self.n + j])
    }

    /// Part of each region in the value added behind a unit of the industry's final product, `Σ v L`; the
    /// regions of one industry sum to one where value added is what inputs leave.
    #[must_use]
    pub fn value_added(&self) -> Vec<f64> {
        let n = self.n;
        let left: Vec<f64> =
            (0..n).map(|j| 1.0 - (0..n).map(|i| self.direct[i * n + j]).sum::<f64>()).collect();
        self.summed(|i, j| left[i] * self.leontief[i * n + j])
    }

    fn summed(&self, cell: impl Fn(usize, usize) -> f64) -> Vec<f64> {
        let (n, regions) = (self.n, self.n / self.sectors);
        let mut sums = vec![0.0; regions * n];
        for i in 0..n {
            for j in 0..n {
                sums[i / self.sectors * n + j] += cell(i, j);
            }
        }
        sums
    }

    fn by_region(&self, cell: impl Fn(usize, usize) -> f64) -> Vec<f64> {
        let n = self.n;
        let mut sums = self.summed(cell);
        for j in 0..n {
            let all: f64 = sums.iter().skip(j).step_by(n).sum();
            sums.iter_mut().skip(j).step_by(n).for_each(|sum| {
                *sum = if all > 0.0 { *sum / all } else { 0.0 };
            });
        }
        sums
    }
}

/// `(I - M)⁻¹` by Gauss and Jordan with row pivots.
fn inverse(m: &[f64], n: usize) -> Result<Vec<f64>, PositionError> {
    let mut a: Vec<f64> = m.iter().map(|value| -value).collect();
    let mut b = vec![0.0; n * n];
    for i in 0..n {
        a[i * n + i] += 1.0;
        b[i * n + i] = 1.0;
    }
    for column in 0..n {
        let best = (column..n).max_by(|p, q| {
            a[p * n + column].abs().total_cmp(&a[q * n + column].abs()).then(q.cmp(p))
        });
        let pivot = best.filter(|row| a[row * n + column].abs() > 1e-13);
        let pivot = pivot.ok_or(PositionError::Singular(column))?;
        for k in 0..n {
            a.swap(pivot * n + k, column * n + k);
            b.swap(pivot * n + k, column * n + k);
        }
        let scale = a[column * n + column];
        for matrix in [&mut a, &mut b] {
            matrix[column * n..(column + 1) * n].iter_mut().for_each(|value| *value /= scale);
        }
        let (lead_a, lead_b) =
            (a[column * n..(column + 1) * n].to_vec(), b[column * n..(column + 1) * n].to_vec());
        for row in (0..n).filter(|row| *row != column) {
            let factor = a[row * n + column];
            if factor != 0.0 {
                for (matrix, lead) in [(&mut a, &lead_a), (&mut b, &lead_b)] {
                    let cells = matrix[row * n..(row + 1) * n].iter_mut();
                    cells.zip(lead).for_each(|(cell, lead)| *cell -= factor * lead);
                }
            }
        }
    }
    Ok(b)
}
