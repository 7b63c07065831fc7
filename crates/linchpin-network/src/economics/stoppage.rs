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
        let one: Vec<[f64; 1]> = direct.iter().map(|lost| [*lost]).collect();
        self.spread_lanes(&one, need).into_iter().map(|[lost]| lost).collect()
    }

    /// The same for several direct losses side by side, `direct[industry][lane]`: the table is read once for all lanes.
    /// A lane that has settled stays as it is, so that each gets the bits it would get alone.
    #[must_use]
    pub fn spread_lanes<const K: usize>(&self, direct: &[[f64; K]], need: &Need) -> Vec<[f64; K]> {
        let (mut down, mut up) = (direct.to_vec(), direct.to_vec());
        let mut settled = [false; K];
        for _ in 0..ROUNDS {
            let wanting = self.wanting(&down, need);
            let unsold = self.unsold(&up);
            let mut most = [0.0_f64; K];
            for (i, own) in direct.iter().enumerate() {
                for k in (0..K).filter(|k| !settled[*k]) {
                    let next = [own[k].max(wanting[i][k]), own[k].max(unsold[i][k].min(1.0))];
                    most[k] = most[k].max(next[0] - down[i][k]).max(next[1] - up[i][k]);
                    [down[i][k], up[i][k]] = next;
                }
            }
            for (settled, most) in settled.iter_mut().zip(most) {
                *settled |= most <= SETTLED;
            }
            if settled.iter().all(|settled| *settled) {
                break;
            }
        }
        let larger = |(a, b): (&[f64; K], &[f64; K])| std::array::from_fn(|k| a[k].max(b[k]));
        down.iter().zip(&up).map(larger).collect()
    }

    /// What each industry loses because others do not buy. Buyers are added in their order, so that many
    /// sums at once give the bits of one at a time.
    fn unsold<const K: usize>(&self, up: &[[f64; K]]) -> Vec<[f64; K]> {
        let n = up.len();
        let mut unsold = vec![[0.0; K]; n];
        for (lost, row) in up.iter().zip(self.sold.chunks(n.max(1))) {
            add(&mut unsold, row, lost);
        }
        unsold
    }

    /// What each industry loses for want of what others do not make.
    fn wanting<const K: usize>(&self, down: &[[f64; K]], need: &Need) -> Vec<[f64; K]> {
        let (n, s) = (down.len(), self.sectors);
        let mut missing = vec![[0.0; K]; s * n];
        for (g, lost) in down.iter().enumerate().filter(|(_, lost)| lost.iter().any(|l| *l > 0.0)) {
            add(&mut missing[(g % s) * n..][..n], &self.mean[g * n..(g + 1) * n], lost);
        }
        let mut wanting = vec![[0.0_f64; K]; n];
        for p in 0..s {
            for (f, wanting) in wanting.iter_mut().enumerate() {
                for (wanting, missing) in wanting.iter_mut().zip(missing[p * n + f]) {
                    let short = missing.min(1.0);
                    match need {
                        Need::Leontief => *wanting = wanting.max(short),
                        Need::Graded { criticality, stock } => {
                            let short = (short - stock[p]).max(0.0);
                            *wanting += criticality[p] * self.share[p * n + f] * short;
                        }
                    }
                }
            }
        }
        wanting
    }
}

/// Adds `shares[i] * lost` to each sum.
fn add<const K: usize>(sums: &mut [[f64; K]], shares: &[f64], lost: &[f64; K]) {
    for (sum, share) in sums.iter_mut().zip(shares) {
        for (sum, lost) in sum.iter_mut().zip(lost) {
            *sum += share * lost;
        }
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
        // Side by side each gets the bits it gets alone, whenever the others settle.
        let direct = [[0.2, 0.0, 0.01, 0.9], [0.0, 0.0, 0.5, 0.0], [0.0, 0.0, 0.0, 0.3]];
        let together = stoppage.spread_lanes(&direct, &Need::Leontief);
        for k in 0..4 {
            let alone = stoppage.spread(&direct.map(|lanes| lanes[k]), &Need::Leontief);
            assert_eq!(together.iter().map(|lanes| lanes[k]).collect::<Vec<f64>>(), alone);
        }
        // Cars stop a fifth of the time: steel sells 60 % of its output to them.
        let cars = stoppage.spread(&[0.0, 0.0, 0.2], &graded(0.0));
        assert!((cars[1] - 0.12).abs() < 1e-15, "{cars:?}");
    }
}
