//! Factors that move together: a Gaussian copula, and the reordering of Iman and Conover (1982).

use crate::normal;
use crate::stream;

/// The matrix is no correlation matrix.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NotACorrelation {
    /// Not square, not symmetric, or with another diagonal than 1.
    #[error(
        "row {row}, column {column}: a correlation matrix is symmetric with 1 on its diagonal and numbers between -1 and 1 beside it"
    )]
    Form {
        /// From 1.
        row: usize,
        /// From 1.
        column: usize,
    },
    /// No distribution has these correlations together.
    #[error(
        "the correlations contradict each other: no distribution has those of the first {factors} factors together"
    )]
    Contradiction {
        /// The smallest number of leading factors whose matrix is not positive definite.
        factors: usize,
    },
}

/// A Gaussian copula with given rank correlations.
#[derive(Debug, Clone, PartialEq)]
pub struct Copula {
    correlation: Vec<Vec<f64>>,
    lower: Vec<Vec<f64>>,
}

impl Copula {
    /// The copula whose Spearman rank correlations are `rank`: the normal's own correlation is
    /// `2 sin(pi rank / 6)` (Pearson 1907).
    ///
    /// # Errors
    /// [`NotACorrelation`] with the place.
    pub fn new(rank: &[Vec<f64>]) -> Result<Self, NotACorrelation> {
        let size = rank.len();
        for (i, row) in rank.iter().enumerate() {
            if row.len() != size {
                return Err(NotACorrelation::Form { row: i + 1, column: row.len().min(size) + 1 });
            }
            for (j, value) in row.iter().enumerate() {
                let diagonal = i != j || *value == 1.0;
                let mirrored = value.to_bits() == rank[j][i].to_bits();
                if !diagonal || !mirrored || !(-1.0..=1.0).contains(value) {
                    return Err(NotACorrelation::Form { row: i + 1, column: j + 1 });
                }
            }
        }
        let normal = |i: usize, j: usize| {
            if i == j { 1.0 } else { 2.0 * libm::sin(std::f64::consts::PI * rank[i][j] / 6.0) }
        };
        let correlation: Vec<Vec<f64>> =
            (0..size).map(|i| (0..size).map(|j| normal(i, j)).collect()).collect();
        let order: Vec<usize> = (0..size).collect();
        let lower = cholesky(&correlation, &order)?;
        Ok(Self { correlation, lower })
    }

    /// Factors that have nothing to do with each other.
    #[must_use]
    pub fn independent(size: usize) -> Self {
        let one: Vec<Vec<f64>> = (0..size)
            .map(|i| (0..size).map(|j| if i == j { 1.0 } else { 0.0 }).collect())
            .collect();
        Self { correlation: one.clone(), lower: one }
    }

    /// Number of factors.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lower.len()
    }

    /// Whether there is no factor.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lower.is_empty()
    }

    /// Turns independent places in (0, 1) into ones that move together; each stays evenly spread.
    #[must_use]
    pub fn apply(&self, u: &[f64]) -> Vec<f64> {
        let z: Vec<f64> = u.iter().map(|u| normal::quantile(*u)).collect();
        self.lower.iter().map(|row| normal::cumulative(dot(row, &z))).collect()
    }

    /// The lower triangle for the factors taken in another order: with the fixed ones first, the later rows draw
    /// the others on condition of them.
    pub(crate) fn triangle(&self, order: &[usize]) -> Vec<Vec<f64>> {
        // A permuted positive definite matrix is one.
        cholesky(&self.correlation, order).unwrap_or_else(|_| self.lower.clone())
    }

    /// Reorders the values of each factor, so that ranks correlate as the copula's while every single value
    /// stays: a stratified sample stays stratified (Iman and Conover 1982). The scores are van der Waerden's,
    /// mixed by the seed.
    ///
    /// # Panics
    /// When there are not as many columns as factors, or the columns differ in length: a fault of the program.
    #[must_use]
    pub fn reorder(&self, columns: &[Vec<f64>], seed: u64) -> Vec<Vec<f64>> {
        let (size, n) = (self.len(), columns.first().map_or(0, Vec::len));
        assert!(columns.len() == size && columns.iter().all(|column| column.len() == n));
        if n < 2 {
            return columns.to_vec();
        }
        let score = |rank: u32| normal::quantile((f64::from(rank) + 1.0) / (n as f64 + 1.0));
        let scores: Vec<Vec<f64>> = (0..size)
            .map(|factor| {
                let order = stream::permutation(seed, &format!("iman-conover {factor}"), n);
                order.into_iter().map(score).collect()
            })
            .collect();
        // The scores' own chance correlation is taken out first, where they are enough to have one.
        let order: Vec<usize> = (0..size).collect();
        let own = cholesky(&correlations(&scores), &order).ok();
        let mut sorted: Vec<Vec<f64>> = columns.to_vec();
        sorted.iter_mut().for_each(|column| column.sort_by(f64::total_cmp));
        let mut wanted = vec![Vec::with_capacity(n); size];
        for run in 0..n {
            let raw: Vec<f64> = scores.iter().map(|column| column[run]).collect();
            let free = own.as_ref().map_or_else(|| raw.clone(), |own| solve(own, &raw));
            for (column, row) in wanted.iter_mut().zip(&self.lower) {
                column.push(dot(row, &free));
            }
        }
        let place = |(wanted, sorted): (&Vec<f64>, &Vec<f64>)| {
            let mut by_score: Vec<usize> = (0..n).collect();
            by_score.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]));
            let mut out = vec![0.0; n];
            for (rank, run) in by_score.into_iter().enumerate() {
                out[run] = sorted[rank];
            }
            out
        };
        wanted.iter().zip(&sorted).map(place).collect()
    }
}

fn dot(row: &[f64], z: &[f64]) -> f64 {
    row.iter().zip(z).fold(0.0, |sum, (a, b)| sum + a * b)
}

/// Pearson correlations of columns.
fn correlations(columns: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let centred = |column: &Vec<f64>| {
        let mean = column.iter().sum::<f64>() / column.len() as f64;
        column.iter().map(|value| value - mean).collect::<Vec<f64>>()
    };
    let columns: Vec<Vec<f64>> = columns.iter().map(centred).collect();
    let both = |a: &[f64], b: &[f64]| dot(a, b) / (dot(a, a) * dot(b, b)).sqrt();
    columns.iter().map(|a| columns.iter().map(|b| both(a, b)).collect()).collect()
}

/// Solves `lower x = b` from the top down.
fn solve(lower: &[Vec<f64>], b: &[f64]) -> Vec<f64> {
    let mut x: Vec<f64> = Vec::with_capacity(b.len());
    for (row, b) in lower.iter().zip(b) {
        let known = dot(&row[..x.len()], &x);
        x.push((b - known) / row[x.len()]);
    }
    x
}

/// Cholesky's lower triangle of a correlation matrix taken in an order.
fn cholesky(matrix: &[Vec<f64>], order: &[usize]) -> Result<Vec<Vec<f64>>, NotACorrelation> {
    let size = order.len();
    let mut lower = vec![vec![0.0; size]; size];
    for i in 0..size {
        for j in 0..=i {
            let rest = matrix[order[i]][order[j]] - dot(&lower[i][..j], &lower[j][..j]);
            if i == j {
                if rest <= 1e-12 {
                    return Err(NotACorrelation::Contradiction { factors: i + 1 });
                }
                lower[i][i] = rest.sqrt();
            } else {
                lower[i][j] = rest / lower[j][j];
            }
        }
    }
    Ok(lower)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{Design, Sampler};
    use crate::sobol::Sobol;

    fn ranks(values: &[f64]) -> Vec<f64> {
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
        let mut ranks = vec![0.0; values.len()];
        order.into_iter().enumerate().for_each(|(rank, at)| ranks[at] = rank as f64);
        ranks
    }

    fn spearman(a: &[f64], b: &[f64]) -> f64 {
        correlations(&[ranks(a), ranks(b)])[0][1]
    }

    fn wanted() -> Vec<Vec<f64>> {
        vec![vec![1.0, 0.7, -0.3], vec![0.7, 1.0, 0.2], vec![-0.3, 0.2, 1.0]]
    }

    #[test]
    fn the_copula_has_the_ranks_asked_for_and_even_marginals() {
        let (copula, points) = (Copula::new(&wanted()), Sobol::scrambled(3, 5));
        let copula = copula.expect("it is one");
        let all: Vec<Vec<f64>> = (0..4096).map(|n| copula.apply(&points.point(n))).collect();
        let column = |d: usize| all.iter().map(|point| point[d]).collect::<Vec<f64>>();
        for (i, j) in [(0, 1), (0, 2), (1, 2)] {
            let found = spearman(&column(i), &column(j));
            assert!((found - wanted()[i][j]).abs() < 0.01, "{i} {j}: {found}");
        }
        let mean = column(2).iter().sum::<f64>() / 4096.0;
        assert!((mean - 0.5).abs() < 1e-3, "{mean}");
    }

    #[test]
    fn reordering_keeps_every_value_and_brings_the_ranks() {
        let names: Vec<String> = (0..3).map(|n| format!("x{n}")).collect();
        let sampler = Sampler::new(Design::LatinHypercube, 1, 500, &names);
        let column = |d| (0..500).map(|m| sampler.u(m, d).get()).collect::<Vec<f64>>();
        let columns: Vec<Vec<f64>> = (0..3).map(column).collect();
        let moved = Copula::new(&wanted()).expect("it is one").reorder(&columns, 3);
        for (before, after) in columns.iter().zip(&moved) {
            let sort = |values: &[f64]| {
                let mut sorted = values.to_vec();
                sorted.sort_by(f64::total_cmp);
                sorted
            };
            assert_eq!(sort(before), sort(after));
        }
        for (i, j) in [(0, 1), (0, 2), (1, 2)] {
            let found = spearman(&moved[i], &moved[j]);
            assert!((found - wanted()[i][j]).abs() < 0.02, "{i} {j}: {found}");
        }
    }

    #[test]
    fn what_no_distribution_has_is_refused() {
        let against = vec![vec![1.0, 0.9, -0.9], vec![0.9, 1.0, 0.9], vec![-0.9, 0.9, 1.0]];
        assert_eq!(Copula::new(&against), Err(NotACorrelation::Contradiction { factors: 3 }));
        let skew = vec![vec![1.0, 0.5], vec![0.4, 1.0]];
        assert_eq!(Copula::new(&skew), Err(NotACorrelation::Form { row: 1, column: 2 }));
        let nan = vec![vec![1.0, f64::NAN], vec![f64::NAN, 1.0]];
        assert!(Copula::new(&nan).is_err() && Copula::new(&[vec![1.0], vec![1.0]]).is_err());
    }
}
