//! Closed forms: systemic risk of all firms at once where propagation is linear.
//!
//! In comes a prepared network; out comes each firm's index at the exact fixed point, not at the
//! published stopping rule. With `N = (I - Lambda)^-1` the loss of firm `l` when `i` stops is
//! `N_li / N_ii`, hence `F_i = (w' N)_i / N_ii`: one left solve and a diagonal. It needs a leak
//! (sales to final demand, inputs from outside), otherwise closed groups of firms make `N` infinite.

use super::esri::Esri;
use super::network::Rows;
use crate::statics::solve::{Lu, Singular};
use prefetch_index::prefetch_index;
use rayon::prelude::*;

/// Which side of the cascade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Missing orders; always linear.
    Up,
    /// Missing inputs; linear only under linear production without substitution.
    Down,
}

/// All firms' indices by a dense solve: exact, for networks of up to a few thousand firms.
///
/// # Errors
/// [`Singular`] when a group of firms sells (or buys) only within itself.
pub fn all_exact(esri: &Esri<'_>, side: Side) -> Result<Vec<f64>, Singular> {
    let n = esri.network().firms();
    let mut m = vec![0.0; n * n];
    for i in 0..n {
        m[i * n + i] = 1.0;
    }
    for (row, other, impact) in entries(esri, side) {
        m[row * n + other] -= impact;
    }
    let inverse = Lu::new(n, m)?.inverse();
    let column = |c: usize| -> f64 {
        let weighted = esri.weights().iter().enumerate().map(|(l, w)| w * inverse[l * n + c]);
        weighted.sum::<f64>() / inverse[c * n + c]
    };
    Ok((0..n).map(column).collect())
}

/// All firms' indices by `terms` sparse products, with the diagonal from cycles of two and three
/// firms (`N_ii ~ 1 / (1 - c2 - c3)`), and exactly for the `hubs` firms with the largest index, whose
/// cycles are longer.
///
/// Linear production only. Every sum runs along a row of the network: the bits do not depend on the
/// number of threads.
#[must_use]
pub fn all_sparse(esri: &Esri<'_>, side: Side, terms: u32, hubs: usize) -> Vec<f64> {
    let links = Links::new(esri, side);
    let mut sum = esri.weights().to_vec();
    let mut power = sum.clone();
    let mut next = vec![0.0; sum.len()];
    for _ in 0..terms {
        links.left(&mut power, &mut next);
        std::mem::swap(&mut power, &mut next);
        sum.par_iter_mut().zip(&power).for_each(|(sum, power)| *sum += power);
    }
    // A row of impacts by number costs as much to clear as a share of all firms takes to walk.
    let share = sum.len().div_ceil(8 * rayon::current_num_threads());
    let short: Vec<f64> = (0..sum.len())
        .into_par_iter()
        .with_min_len(share)
        .map_init(|| (vec![0.0; sum.len()], Vec::new()), |(to_i, met), i| links.back(i, to_i, met))
        .collect();
    let mut index: Vec<f64> =
        sum.iter().zip(&short).map(|(value, back)| value * (1.0 - back).max(0.0)).collect();
    let mut ranked: Vec<usize> = (0..index.len()).collect();
    ranked.sort_by(|a, b| index[*b].total_cmp(&index[*a]).then(a.cmp(b)));
    ranked.truncate(hubs);
    for batch in ranked.chunks(HUBS) {
        for (i, diagonal) in batch.iter().zip(links.diagonals(batch, terms)) {
            index[*i] = sum[*i] / diagonal;
        }
    }
    index
}

/// Hubs solved side by side: a cache line of double precision.
const HUBS: usize = 8;
/// Paths of three steps looked at per firm before a hub's are left out.
const PATHS: usize = 1_000_000;

/// How many links ahead what stands at their other end is asked for.
const AHEAD: usize = 32;
/// How many steps of a search cost as much as an entry that is looked up at random.
const SEARCH: usize = 4;

/// `Lambda[row][other] = amount * scale[row]` with the same links by row and by column.
struct Links<'n> {
    rows: &'n Rows,
    columns: &'n Rows,
    scale: Vec<f64>,
    /// Sectors of firms, by which the entries of a row are sorted before their numbers; none where
    /// numbers alone sort them.
    sectors: Option<&'n [u32]>,
}

impl<'n> Links<'n> {
    fn new(esri: &Esri<'n>, side: Side) -> Self {
        let network = esri.network();
        let (rows, columns, whole) = match side {
            Side::Up => (network.by_supplier(), network.by_buyer(), &esri.options().revenue),
            Side::Down => (network.by_buyer(), network.by_supplier(), &esri.options().cost),
        };
        let sums = rows.sums();
        let whole = whole.as_ref().unwrap_or(&sums).iter().zip(&sums);
        let scale = whole.map(|(whole, sum)| match side {
            _ if *sum <= 0.0 => 0.0,
            _ if *whole > 0.0 => 1.0 / whole,
            // As Esri takes a revenue or a cost that is not known.
            Side::Up => 1.0,
            Side::Down => 1.0 / sum,
        });
        let sectors = (side == Side::Down).then(|| network.sectors());
        Self { rows, columns, scale: scale.collect(), sectors }
    }

    /// `next = power' Lambda`; scales `power` on the way.
    fn left(&self, power: &mut [f64], next: &mut [f64]) {
        power.par_iter_mut().zip(&self.scale).for_each(|(power, scale)| *power *= scale);
        let power = &*power;
        next.par_iter_mut().enumerate().with_min_len(1024).for_each(|(c, next)| {
            let mut sum = 0.0;
            for at in self.columns.span(c) {
                if let Some(later) = self.columns.others.get(at + AHEAD) {
                    prefetch_index(power, *later as usize);
                }
                sum += self.columns.amounts[at] * power[self.columns.others[at] as usize];
            }
            *next = sum;
        });
    }

    /// What comes back to firm `i` in two or three steps without passing it in between. `to_i` is all
    /// zeros before and after; `met` is working memory.
    fn back(&self, i: usize, to_i: &mut [f64], met: &mut Vec<(usize, f64)>) -> f64 {
        // Impacts of others on i, by number: column i.
        for (k, amount) in self.columns.row(i) {
            to_i[k] = amount * self.scale[k];
        }
        let mut paths = PATHS;
        let mut back = 0.0;
        for (j, amount) in self.rows.row(i) {
            let first = amount * self.scale[i];
            back += first * to_i[j];
            let width = self.rows.span(j).len();
            // Hubs have too many paths of three; two steps carry most of their return.
            if width > paths {
                continue;
            }
            paths -= width;
            // Looking for the few that reach i in a long row, rather than at every entry of the row.
            let steps = (usize::BITS - width.leading_zeros()) as usize;
            if self.columns.span(i).len() * steps < SEARCH * width {
                self.meet(i, j, met);
                for (at, to_i) in met.iter() {
                    back += first * (self.rows.amounts[*at] * self.scale[j]) * to_i;
                }
                continue;
            }
            for (k, amount) in self.rows.row(j).filter(|(k, _)| *k != i) {
                back += first * (amount * self.scale[j]) * to_i[k];
            }
        }
        self.columns.row(i).for_each(|(k, _)| to_i[k] = 0.0);
        back
    }

    /// Positions in row `j` of the firms with an impact on `i`, in the row's order, and their impacts.
    fn meet(&self, i: usize, j: usize, met: &mut Vec<(usize, f64)>) {
        met.clear();
        let span = self.rows.span(j);
        let row = &self.rows.others[span.clone()];
        let rank = |k: u32| (self.sectors.map_or(0, |sectors| sectors[k as usize]), k);
        for (k, amount) in self.columns.row(i).filter(|(k, _)| *k != i) {
            let wanted = rank(k as u32);
            if let Ok(at) = row.binary_search_by_key(&wanted, |k| rank(*k)) {
                met.push((span.start + at, amount * self.scale[k]));
            }
        }
        met.sort_unstable_by_key(|(at, _)| *at);
    }

    /// `N_ii` of a few firms: the sum of `(Lambda^t e_i)_i`.
    fn diagonals(&self, firms: &[usize], terms: u32) -> Vec<f64> {
        let n = self.scale.len();
        let mut power = vec![[0.0; HUBS]; n];
        let mut diagonal = vec![1.0; firms.len()];
        for (lane, i) in firms.iter().enumerate() {
            power[*i][lane] = 1.0;
        }
        let mut next = power.clone();
        for _ in 0..terms {
            next.par_iter_mut().enumerate().with_min_len(256).for_each(|(l, next)| {
                let mut sums = [0.0; HUBS];
                for (j, amount) in self.rows.row(l) {
                    sums.iter_mut().zip(&power[j]).for_each(|(sum, power)| *sum += amount * power);
                }
                *next = sums.map(|sum| sum * self.scale[l]);
            });
            std::mem::swap(&mut power, &mut next);
            for (lane, (i, diagonal)) in firms.iter().zip(&mut diagonal).enumerate() {
                *diagonal += power[*i][lane];
            }
        }
        diagonal
    }
}

/// `Lambda` as (row, column, impact).
fn entries(esri: &Esri<'_>, side: Side) -> Vec<(usize, usize, f64)> {
    let network = esri.network();
    let (rows, impacts) = match side {
        Side::Up => (network.by_supplier(), esri.impacts_up()),
        Side::Down => (network.by_buyer(), esri.impacts_down()),
    };
    let row = |i: usize| rows.span(i).map(move |at| (i, rows.others[at] as usize, impacts[at]));
    (0..network.firms()).flat_map(row).collect()
}
