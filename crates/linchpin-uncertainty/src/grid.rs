//! Grids: every combination of some values of each factor.

use crate::large::TooLarge;

/// Every combination, the last factor changing fastest.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    levels: Vec<Vec<f64>>,
    points: usize,
}

impl Grid {
    /// Combinations at most: more is a mistake, or a task for a design that fills space.
    pub const LIMIT: usize = 100_000_000;

    /// The grid of these values of each factor; a factor without a value leaves no combination.
    ///
    /// # Errors
    /// [`TooLarge`] beyond [`Grid::LIMIT`].
    pub fn new(levels: Vec<Vec<f64>>) -> Result<Self, TooLarge> {
        let points = levels.iter().try_fold(1_usize, |all, own| all.checked_mul(own.len()));
        match points {
            Some(points) if points <= Self::LIMIT => Ok(Self { levels, points }),
            _ => Err(TooLarge::members("grid", Self::LIMIT, points.unwrap_or(usize::MAX))),
        }
    }

    /// Number of combinations.
    #[must_use]
    pub fn len(&self) -> usize {
        self.points
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.points == 0
    }

    /// One combination.
    #[must_use]
    pub fn point(&self, number: usize) -> Vec<f64> {
        let mut left = number;
        let mut point: Vec<f64> = self
            .levels
            .iter()
            .rev()
            .map(|own| {
                let value = own[left % own.len()];
                left /= own.len();
                value
            })
            .collect();
        point.reverse();
        point
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_combination_once() {
        let grid = Grid::new(vec![vec![1.0, 2.0], vec![5.0, 6.0, 7.0]]).expect("small");
        let points: Vec<Vec<f64>> = (0..grid.len()).map(|n| grid.point(n)).collect();
        let wanted = [[1.0, 5.0], [1.0, 6.0], [1.0, 7.0], [2.0, 5.0], [2.0, 6.0], [2.0, 7.0]];
        assert_eq!(points, wanted);
        assert!(Grid::new(vec![vec![0.0; 1000]; 4]).is_err());
        assert!(Grid::new(vec![vec![], vec![1.0]]).expect("small").is_empty());
    }
}
