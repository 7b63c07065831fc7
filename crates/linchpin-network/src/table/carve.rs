//! Carve-out: one industry of the table split into parts, such as memory chips out of electronics.
//!
//! In come a table, a sector and its parts with their weights; out comes a table in which the parts
//! stand for the sector, and a report of what is measured and what imputed. Invariant: putting the
//! parts together again gives the table back, cell by cell; only the split rests on weights.

use super::carve_rows::{ROUNDS, TOLERANCE, split_rows};
use super::parts::{Part, share};
use super::ras::ras;
use super::{Cells, Mrio};
use linchpin_units::{Finding, Findings, Place};

/// What the split rests on.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Provenance {
    /// Share of all intermediate flows that stand in cells split by weights.
    pub imputed_intermediate: f64,
    /// The same of final demand.
    pub imputed_final: f64,
    /// Largest miss of a part's output or purchases after balancing, over the sector's.
    pub off: f64,
}

impl Provenance {
    /// What a carved table rests on: `n` industries, `width` columns of final demand, and which industries are parts.
    fn of(
        (z, y): (&[f64], &[f64]),
        (n, width): (usize, usize),
        split: impl Fn(usize) -> bool,
        off: f64,
    ) -> Self {
        let flows: f64 = z.iter().sum();
        let imputed: f64 = (z.iter().enumerate())
            .filter(|(at, _)| split(at / n) || split(at % n))
            .map(|(_, v)| v)
            .sum();
        let demand: f64 = y.iter().map(|v| v.abs()).sum();
        let imputed_demand: f64 = (y.iter().enumerate())
            .filter(|(at, _)| split(at / width.max(1)))
            .map(|(_, v)| v.abs())
            .sum();
        Self {
            imputed_intermediate: if flows > 0.0 { imputed / flows } else { 0.0 },
            imputed_final: if demand > 0.0 { imputed_demand / demand } else { 0.0 },
            off,
        }
    }
}

/// The sector that is split, once names and parts are known to fit.
fn found(table: &Mrio, sector: &str, parts: &[Part]) -> Result<usize, Findings> {
    let place = || Place::whole(&table.origin().name);
    let Some(e) = table.sectors().iter().position(|name| name == sector) else {
        return Err(Finding::error("LP-N013", place(), format!("no sector is called `{sector}`"))
            .nearest(sector, table.sectors().iter().map(String::as_str))
            .into());
    };
    check(table, parts)?;
    let taken = table.sectors().iter().filter(|name| *name != sector);
    let names: Vec<&String> = parts.iter().map(|part| &part.name).chain(taken).collect();
    if let Some(twice) = names.iter().enumerate().find(|(i, name)| names[..*i].contains(name)) {
        let message = format!("a sector called `{}` is there already", twice.1);
        return Err(Finding::error("LP-N002", place(), message).into());
    }
    if parts.is_empty() {
        return Err(Finding::error("LP-N036", place(), "there are no parts").into());
    }
    Ok(e)
}

/// The purchases of the sector in region `c`, `bought` from every new industry, split among its parts; `seller` is
/// the old sector of a new industry.
fn split_column<'t>(
    table: &Mrio,
    parts: &[Part],
    c: usize,
    bought: &[f64],
    seller: impl Fn(usize) -> &'t str,
) -> super::ras::Fitted {
    let k = parts.len();
    let total: f64 = bought.iter().sum();
    let weight: Vec<f64> =
        (0..k).map(|q| share(table, parts, c, q) * parts[q].input_ratio).collect();
    let whole: f64 = weight.iter().sum();
    let wanted: Vec<f64> =
        weight.iter().map(|w| if whole > 0.0 { total * w / whole } else { 0.0 }).collect();
    // Parts are the rows of the fit, so that each original purchase is met exactly.
    let mut guess = Vec::with_capacity(k * bought.len());
    for (q, part) in parts.iter().enumerate() {
        guess.extend(
            bought.iter().enumerate().map(|(i, flow)| {
                flow * wanted[q] * part.uses.get(seller(i)).copied().unwrap_or(1.0)
            }),
        );
    }
    ras(guess, &wanted, bought, TOLERANCE, ROUNDS)
}

/// Whether cell `(g, f)` of a carved table is imputed: one of its ends is a part.
#[must_use]
pub fn imputed(table: &Mrio, parts: &[Part], g: usize, f: usize) -> bool {
    let s = table.sectors().len();
    let is = |i: usize| parts.iter().any(|part| part.name == table.sectors()[i % s]);
    is(g) || is(f)
}

/// Splits `sector` of `table` into `parts`.
///
/// # Errors
/// `LP-N013` for names that are not in the table, `LP-N036` for weights that cannot be.
pub fn carve(table: &Mrio, sector: &str, parts: &[Part]) -> Result<(Mrio, Provenance), Findings> {
    let e = found(table, sector, parts)?;
    let s = table.sectors().len();
    let mut sectors = table.sectors().to_vec();
    drop(sectors.splice(e..=e, parts.iter().map(|part| part.name.clone())));
    let wide = sectors.len();
    let (m, k) = (table.regions().len(), parts.len());
    // Old sector of each new one, and the part it is.
    let old = |p: usize| {
        if p < e {
            p
        } else if p < e + k {
            e
        } else {
            p + 1 - k
        }
    };
    let part = |p: usize| (e..e + k).contains(&p).then(|| p - e);
    let (rows, off_rows) = split_rows(table, e, parts)?;
    let width = m * table.categories().len();
    let n = m * wide;
    let of = |i: usize| (i / wide * s + old(i % wide), part(i % wide));
    let x: Vec<f64> = (0..n)
        .map(|i| {
            let (from, part) = of(i);
            part.map_or(table.x()[from], |q| table.x()[from] * share(table, parts, i / wide, q))
        })
        .collect();
    // Rows split, columns still whole: n by the old industries, then final demand.
    let across = table.industries() + width;
    let tall = |i: usize| -> &[f64] { &rows[i * across..(i + 1) * across] };
    let mut z = vec![0.0; n * n];
    let mut off: f64 = off_rows;
    for j in (0..n).filter(|j| part(j % wide).is_none()) {
        let from = of(j).0;
        (0..n).for_each(|i| z[i * n + j] = tall(i)[from]);
    }
    for c in 0..m {
        let from = c * s + e;
        let bought: Vec<f64> = (0..n).map(|i| tall(i)[from]).collect();
        let seller = |i: usize| table.sectors()[old(i % wide)].as_str();
        let fitted = split_column(table, parts, c, &bought, seller);
        off = off.max(fitted.off);
        for q in 0..k {
            for i in 0..n {
                z[i * n + c * wide + e + q] = fitted.cells[q * n + i];
            }
        }
    }
    let y: Vec<f64> = (0..n).flat_map(|i| tall(i)[table.industries()..].iter().copied()).collect();
    let split = |i: usize| part(i % wide).is_some();
    let provenance = Provenance::of((&z, &y), (n, width), split, off);
    let cells = Cells {
        regions: table.regions().to_vec(),
        sectors,
        categories: table.categories().to_vec(),
        z,
        y,
        x: Some(x),
    };
    Ok((Mrio::new(cells, table.origin().clone())?, provenance))
}

fn check(table: &Mrio, parts: &[Part]) -> Result<(), Findings> {
    let mut findings = Findings::default();
    let place = || Place::whole(&table.origin().name);
    for part in parts {
        let whose = format!("part `{}`: ", part.name);
        for finding in part.output.keys().filter_map(|name| no_region(table, &whose, name)) {
            findings.push(finding);
        }
        for name in part.used_by.keys().chain(part.uses.keys()) {
            if !table.sectors().contains(name) {
                let message = format!("part `{}`: no sector is called `{name}`", part.name);
                findings.push(
                    Finding::error("LP-N013", place(), message)
                        .nearest(name, table.sectors().iter().map(String::as_str)),
                );
            }
        }
        let weights = part.used_by.values().chain(part.uses.values()).chain(part.output.values());
        let mut all = weights.chain([&part.input_ratio, &part.final_use]);
        if !all.all(|w| *w >= 0.0 && w.is_finite()) {
            let message =
                format!("part `{}` has a weight that is negative or not finite", part.name);
            findings.push(Finding::error("LP-N036", place(), message));
        }
    }
    for part in parts {
        sold_to(table, part, &mut findings);
    }
    for (c, region) in table.regions().iter().enumerate() {
        let sum: f64 = (0..parts.len()).map(|q| share(table, parts, c, q)).sum();
        if (sum - 1.0).abs() > 1e-9 {
            let message = format!("shares of output in {region} add up to {sum}, not to one");
            findings.push(
                Finding::error("LP-N036", place(), message)
                    .help("state the share of every part in every region"),
            );
        }
    }
    findings.or_value(())
}

/// The finding for a name that no region of the table has; none where one has it. `whose` says what names it.
pub(super) fn no_region(table: &Mrio, whose: &str, name: &str) -> Option<Finding> {
    if table.regions().iter().any(|region| region == name) {
        return None;
    }
    let place = Place::whole(&table.origin().name);
    let message = format!("{whose}no region is called `{name}`");
    let regions = table.regions().iter().map(String::as_str);
    Some(Finding::error("LP-N013", place, message).nearest(name, regions))
}

/// What is wrong with where a part is sold.
fn sold_to(table: &Mrio, part: &Part, findings: &mut Findings) {
    let place = || Place::whole(&table.origin().name);
    let whose = format!("part `{}`: ", part.name);
    for (seller, shares) in &part.sold_to {
        let named = std::iter::once(seller).chain(shares.keys());
        for finding in named.filter_map(|name| no_region(table, &whose, name)) {
            findings.push(finding);
        }
        let sum: f64 = shares.values().sum();
        let fits = shares.values().all(|share| *share >= 0.0) && (sum - 1.0).abs() <= 1e-9;
        if !fits {
            let message =
                format!("part `{}`: what {seller} sells adds up to {sum}, not to one", part.name);
            findings.push(
                Finding::error("LP-N036", place(), message)
                    .help("state the share of every region that buys"),
            );
        }
    }
}

#[cfg(test)]
#[path = "../../tests/carve/mod.rs"]
mod tests;
