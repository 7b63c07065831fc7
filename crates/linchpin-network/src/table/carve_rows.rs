//! The rows of a carve-out: what the parts of a sector sell, and where.

use super::Mrio;
use super::parts::{Part, share};
use super::ras::{Fitted, ras};
use linchpin_units::{Finding, Findings, Place};

/// Balancing stops at this share of the sector's output.
pub(super) const TOLERANCE: f64 = 1e-10;
/// Rounds of balancing at most.
pub(super) const ROUNDS: u32 = 10_000;
/// A part's sales go where they shall at this share of them.
const WHERE: f64 = 1e-7;
/// Rounds of sending them there at most.
const WHERE_ROUNDS: usize = 2_000;

/// Sales of every new industry to the old industries and to final demand.
pub(super) fn split_rows(
    table: &Mrio,
    e: usize,
    parts: &[Part],
) -> Result<(Vec<f64>, f64), Findings> {
    let (m, s, k) = (table.regions().len(), table.sectors().len(), parts.len());
    let width = m * table.categories().len();
    let n = table.industries();
    let mut off: f64 = 0.0;
    let mut rows = Vec::with_capacity(m * (s + k - 1) * (n + width));
    for c in 0..m {
        for p in 0..s {
            let i = c * s + p;
            let sold = table.z()[i * n..(i + 1) * n].iter();
            let whole: Vec<f64> =
                sold.chain(&table.y()[i * width..(i + 1) * width]).copied().collect();
            if p != e {
                rows.extend(whole);
                continue;
            }
            let sales: f64 = whole.iter().map(|v| v.max(0.0)).sum();
            let wanted: Vec<f64> = (0..k).map(|q| sales * share(table, parts, c, q)).collect();
            let positive: Vec<f64> = whole.iter().map(|v| v.max(0.0)).collect();
            let mut guess = Vec::with_capacity(k * whole.len());
            for (q, part) in parts.iter().enumerate() {
                guess.extend(positive.iter().enumerate().map(|(j, flow)| {
                    let used = if j < n {
                        part.used_by.get(&table.sectors()[j % s]).copied()
                    } else {
                        Some(part.final_use)
                    };
                    flow * wanted[q] * used.unwrap_or(1.0)
                }));
            }
            let fitted = sold_where(
                table,
                parts,
                c,
                ras(guess, &wanted, &positive, TOLERANCE, ROUNDS),
                (&wanted, &positive),
            )?;
            off = off.max(fitted.off);
            for q in 0..k {
                let part = &fitted.cells[q * whole.len()..(q + 1) * whole.len()];
                let drawn = whole.iter().map(|v| v.min(0.0) * share(table, parts, c, q));
                rows.extend(part.iter().zip(drawn).map(|(flow, drawn)| flow + drawn));
            }
        }
    }
    Ok((rows, off))
}

/// Sales of seller `c` fitted once more until each part's go where [`Part::sold_to`] says.
fn sold_where(
    table: &Mrio,
    parts: &[Part],
    c: usize,
    mut fitted: Fitted,
    (wanted, positive): (&[f64], &[f64]),
) -> Result<Fitted, Findings> {
    let (s, n, across) = (table.sectors().len(), table.industries(), positive.len());
    let categories = table.categories().len();
    let buyer = |j: usize| if j < n { j / s } else { (j - n) / categories };
    let seller = &table.regions()[c];
    let stated: Vec<(usize, Vec<f64>)> = (parts.iter().enumerate())
        .filter(|(q, _)| wanted[*q] > 0.0)
        .filter_map(|(q, part)| {
            let shares = part.sold_to.get(seller)?;
            let of = |region: &String| shares.get(region).copied().unwrap_or(0.0);
            Some((q, table.regions().iter().map(of).collect()))
        })
        .collect();
    let mut worst = 0.0;
    for _ in 0..if stated.is_empty() { 0 } else { WHERE_ROUNDS } {
        worst = 0.0;
        for (q, shares) in &stated {
            let row = &mut fitted.cells[q * across..(q + 1) * across];
            let mut sums = vec![0.0; shares.len()];
            row.iter().enumerate().for_each(|(j, cell)| sums[buyer(j)] += cell);
            for (sum, share) in sums.iter().zip(shares) {
                worst = (sum / wanted[*q] - share).abs().max(worst);
            }
            for (j, cell) in row.iter_mut().enumerate() {
                let (sum, share) = (sums[buyer(j)], shares[buyer(j)]);
                *cell *= if sum > 0.0 { share * wanted[*q] / sum } else { 0.0 };
            }
        }
        if worst <= WHERE {
            break;
        }
        fitted = ras(fitted.cells, wanted, positive, TOLERANCE, ROUNDS);
    }
    if worst > WHERE {
        let message = format!(
            "`{seller}` cannot sell its {} where `sold_to` says: {:.1} % of it is more than the whole sector sells there",
            stated.iter().map(|(q, _)| parts[*q].name.as_str()).collect::<Vec<_>>().join(" and "),
            100.0 * worst
        );
        let place = Place::whole(&table.origin().name);
        return Err(Finding::error("LP-N036", place, message)
            .help("state shares that the sector's own sales to each region leave room for")
            .into());
    }
    Ok(fitted)
}
