//! Closed forms: systemic risk of all firms at once where propagation is linear.
//!
//! In comes a prepared network; out comes each firm's index at the exact fixed point, not at the
//! published stopping rule. With `N = (I - Lambda)^-1` the loss of firm `l` when `i` stops is
//! `N_li / N_ii`, hence `F_i = (w' N)_i / N_ii`: one left solve and a diagonal. It needs a leak
//! (sales to final demand, inputs from outside), otherwise closed groups of firms make `N` infinite.

use super::esri::Esri;
use crate::statics::solve::{Lu, Singular};

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
/// firms: `N_ii ~ 1 / (1 - c2 - c3)`.
#[must_use]
pub fn all_sparse(esri: &Esri<'_>, side: Side, terms: u32) -> Vec<f64> {
    let n = esri.network().firms();
    let links = entries(esri, side);
    let mut sum = esri.weights().to_vec();
    let mut power = sum.clone();
    for _ in 0..terms {
        let mut next = vec![0.0; n];
        for (row, other, impact) in &links {
            next[*other] += power[*row] * impact;
        }
        power = next;
        for (s, p) in sum.iter_mut().zip(&power) {
            *s += p;
        }
    }
    let cycles = short_cycles(n, &links);
    sum.iter().zip(cycles).map(|(value, back)| value * (1.0 - back).max(0.0)).collect()
}

/// `Lambda` as (row, column, impact), sorted by row, then column.
fn entries(esri: &Esri<'_>, side: Side) -> Vec<(usize, usize, f64)> {
    let network = esri.network();
    let (rows, impacts) = match side {
        Side::Up => (network.by_supplier(), esri.impacts_up()),
        Side::Down => (network.by_buyer(), esri.impacts_down()),
    };
    let mut entries = Vec::with_capacity(impacts.len());
    for i in 0..network.firms() {
        let from = entries.len();
        for at in rows.span(i) {
            entries.push((i, rows.others[at] as usize, impacts[at]));
        }
        entries[from..].sort_by_key(|(_, other, _)| *other);
    }
    entries
}

/// What comes back to each firm in two or three steps without passing it in between.
fn short_cycles(n: usize, entries: &[(usize, usize, f64)]) -> Vec<f64> {
    let mut start = vec![0; n + 1];
    for (row, _, _) in entries {
        start[row + 1] += 1;
    }
    for i in 0..n {
        start[i + 1] += start[i];
    }
    let row = |i: usize| &entries[start[i]..start[i + 1]];
    let entry = |i: usize, j: usize| {
        let row = row(i);
        row.binary_search_by_key(&j, |(_, other, _)| *other).map_or(0.0, |at| row[at].2)
    };
    (0..n)
        .map(|i| {
            let mut back = 0.0;
            for (_, j, first) in row(i) {
                back += first * entry(*j, i);
                // Hubs have too many paths of three; two steps carry most of their return.
                if row(*j).len() * row(i).len() <= PATHS {
                    for (_, k, second) in row(*j) {
                        if *k != i {
                            back += first * second * entry(*k, i);
                        }
                    }
                }
            }
            back
        })
        .collect()
}

/// Paths of three steps looked at per link before a hub's are left out.
const PATHS: usize = 1_000_000;
