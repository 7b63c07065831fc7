//! Lines that stand take others with them: those who use their products, those who supply them.
//!
//! In comes a table and the share each industry loses by itself; out comes what each loses in all, over
//! the horizon. Both maps are isotone and of weighted means, so from the direct losses upwards they
//! rise to a least fixed point that is nowhere more than the largest direct loss. Invariant: the graded map
//! never gives more than the Leontief one, and neither less than the direct loss.

use crate::table::Mrio;

/// How much a want of inputs stops beyond the memory itself.
#[derive(Debug, Clone, PartialEq)]
pub enum Need {
    /// Every input stops everything: output falls by the scarcest (Leontief).
    Leontief,
    /// Inputs count by their share in purchases times a rating, after stocks are used up.
    Graded {
        /// Rating from 0 to 1, by input sector.
        criticality: Vec<f64>,
        /// Stock over usual use in the horizon, by input sector.
        stock: Vec<f64>,
    },
}

/// A table prepared for stoppages.
#[derive(Debug, Clone)]
pub struct Stoppage {
    sectors: usize,
    /// Share of each supplier in the purchases of its sector, row-major `n * n`.
    mean: Vec<f64>,
    /// Share of each input sector in all purchases, `sectors * n`.
    share: Vec<f64>,
    /// Share of each buyer in the sales of its supplier, buyer by buyer: sums over buyers then run along memory.
    sold: Vec<f64>,
}

/// Rounds end when no industry rises by more.
const SETTLED: f64 = 1e-13;
/// Rounds at most; each shrinks what is left by the share sold to industries.
const ROUNDS: usize = 10_000;

impl Stoppage {
    /// Prepares `table`.
    #[must_use]
    pub fn new(table: &Mrio) -> Self {
        let (n, s) = (table.industries(), table.sectors().len());
        let z = table.z();
        let mut bought = vec![0.0; s * n];
        for (g, row) in z.chunks(n.max(1)).enumerate() {
            for (sum, flow) in bought[(g % s) * n..][..n].iter_mut().zip(row) {
                *sum += flow;
            }
        }
        let over = |a: f64, b: f64| if b > 0.0 { a / b } else { 0.0 };
        let all: Vec<f64> = (0..n).map(|f| (0..s).map(|p| bought[p * n + f]).sum()).collect();
        let at = |k: usize| (k / n, k % n);
        let mean = (0..n * n).map(|k| over(z[k], bought[(at(k).0 % s) * n + at(k).1]));
        let sold = (0..n * n).map(|k| over(z[at(k).1 * n + at(k).0], table.x()[at(k).1]));
        Self {
            sectors: s,
            mean: mean.collect(),
            share: bought.iter().enumerate().map(|(k, b)| over(*b, all[k % n])).collect(),
            sold: sold.collect(),
        }
    }

    /// Share lost by each industry in all, when each loses at least `direct` (from 0 to 1).
    #[must_use]
    pub fn spread(&self, direct: &[f64], need: &Need) -> Vec<f64> {
        let (mut down, mut up) = (direct.to_vec(), direct.to_vec());
        for _ in 0..ROUNDS {
            let wanting = self.wanting(&down, need);
            let unsold = self.unsold(&up);
            let next_down: Vec<f64> =
                direct.iter().zip(&wanting).map(|(own, other)| own.max(*other)).collect();
            let next_up: Vec<f64> =
                direct.iter().zip(&unsold).map(|(own, other)| own.max(other.min(1.0))).collect();
            let rise = |old: &[f64], new: &[f64]| {
                old.iter().zip(new).map(|(a, b)| b - a).fold(0.0, f64::max)
            };
            let most = rise(&down, &next_down).max(rise(&up, &next_up));
            (down, up) = (next_down, next_up);
            if most <= SETTLED {
                break;
            }
        }
        down.iter().zip(&up).map(|(a, b)| a.max(*b)).collect()
    }

    /// What each industry loses because others do not buy. Buyers are added in their order, so that many
    /// sums at once give the bits of one at a time.
    fn unsold(&self, up: &[f64]) -> Vec<f64> {
        let n = up.len();
        let mut unsold = vec![0.0; n];
        for (lost, row) in up.iter().zip(self.sold.chunks(n.max(1))) {
            for (sum, share) in unsold.iter_mut().zip(row) {
                *sum += share * lost;
            }
        }
        unsold
    }

    /// What each industry loses for want of what others do not make.
    fn wanting(&self, down: &[f64], need: &Need) -> Vec<f64> {
        let (n, s) = (down.len(), self.sectors);
        let mut missing = vec![0.0; s * n];
        for (g, lost) in down.iter().enumerate().filter(|(_, lost)| **lost > 0.0) {
            let row = &self.mean[g * n..(g + 1) * n];
            for (sum, share) in missing[(g % s) * n..][..n].iter_mut().zip(row) {
                *sum += share * lost;
            }
        }
        let mut wanting = vec![0.0_f64; n];
        for p in 0..s {
            for (f, wanting) in wanting.iter_mut().enumerate() {
                let short = missing[p * n + f].min(1.0);
                match need {
                    Need::Leontief => *wanting = wanting.max(short),
                    Need::Graded { criticality, stock } => {
                        let short = (short - stock[p]).max(0.0);
                        *wanting += criticality[p] * self.share[p * n + f] * short;
                    }
                }
            }
        }
        wanting
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Cells, Origin};

    /// Chips feed cars, steel feeds cars; all else is final demand.
    fn table() -> Mrio {
        let z = vec![0.0, 0.0, 20.0, 0.0, 0.0, 60.0, 0.0, 0.0, 0.0];
        let y = vec![30.0, 40.0, 200.0];
        Mrio::new(Cells::numbered([1, 3, 1], z, y), Origin::unnamed()).expect("a table")
    }

    #[test]
    fn a_chain_by_hand() {
        let stoppage = Stoppage::new(&table());
        // Chips lose a fifth: cars lose a fifth, steel the part it sells to cars (60 of 100).
        let all = stoppage.spread(&[0.2, 0.0, 0.0], &Need::Leontief);
        assert_eq!((all[0], all[2]), (0.2, 0.2));
        let graded = |stock: f64| Need::Graded { criticality: vec![0.5; 3], stock: vec![stock; 3] };
        let some = stoppage.spread(&[0.2, 0.0, 0.0], &graded(0.0));
        // Chips are a quarter of what cars buy: 0.5 * 0.25 * 0.2.
        assert!((some[2] - 0.025).abs() < 1e-15, "{some:?}");
        let stocked = stoppage.spread(&[0.2, 0.0, 0.0], &graded(0.12));
        assert!((stocked[2] - 0.01).abs() < 1e-15, "{stocked:?}");
        // Cars stop a fifth of the time: steel sells 60 % of its output to them.
        let cars = stoppage.spread(&[0.0, 0.0, 0.2], &graded(0.0));
        assert!((cars[1] - 0.12).abs() < 1e-15, "{cars:?}");
    }
}
