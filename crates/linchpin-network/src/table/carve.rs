//! Carve-out: one industry of the table split into parts, such as memory chips out of electronics.
//!
//! In come a table, a sector and its parts with their weights; out comes a table in which the parts
//! stand for the sector, and a report of what is measured and what imputed. Invariant: putting the
//! parts together again gives the table back, cell by cell; only the split rests on weights.

use super::ras::ras;
use super::{Cells, Mrio};
use linchpin_units::{Finding, Findings, Place, Text};
use std::collections::BTreeMap;

/// One part of the sector. All weights are relative and rest on sources given where they are set.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Name of the new sector.
    pub name: String,
    /// Share of the sector's output, by region; shares of all parts in a region add up to one.
    pub output: BTreeMap<String, f64>,
    /// Purchases per unit of output against the sector's mean.
    pub input_ratio: f64,
    /// How much more than the sector a using sector uses this part; 1 where nothing is said.
    pub used_by: BTreeMap<String, f64>,
    /// How much more than the sector this part uses a supplying sector; 1 where nothing is said.
    pub uses: BTreeMap<String, f64>,
    /// How much more of it goes to final demand.
    pub final_use: f64,
}

/// A file of parts: `[[part]]` entries with `name`, and `share` (of the sector's output in every region) or
/// `output` by region; the other weights as in [`Part`], 1 where nothing is said.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parts {
    part: Vec<Stated>,
}

#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Stated {
    name: String,
    share: Option<f64>,
    #[serde(default)]
    output: BTreeMap<String, f64>,
    #[serde(default = "one")]
    input_ratio: f64,
    #[serde(default)]
    used_by: BTreeMap<String, f64>,
    #[serde(default)]
    uses: BTreeMap<String, f64>,
    #[serde(default = "one")]
    final_use: f64,
}

fn one() -> f64 {
    1.0
}

impl Parts {
    /// Reads the file.
    ///
    /// # Errors
    /// `LP-U002` when it is malformed.
    pub fn read(text: &Text) -> Result<Self, Finding> {
        text.toml()
    }

    /// The parts for the regions of `table`; `output` of a region goes before `share`.
    #[must_use]
    pub fn of(self, table: &Mrio) -> Vec<Part> {
        let part = |stated: Stated| {
            let mut output = stated.output;
            for region in table.regions() {
                if let (Some(share), false) = (stated.share, output.contains_key(region)) {
                    output.insert(region.clone(), share);
                }
            }
            Part {
                name: stated.name,
                output,
                input_ratio: stated.input_ratio,
                used_by: stated.used_by,
                uses: stated.uses,
                final_use: stated.final_use,
            }
        };
        self.part.into_iter().map(part).collect()
    }
}

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

/// Balancing stops at this share of the sector's output.
const TOLERANCE: f64 = 1e-10;
/// Rounds of balancing at most.
const ROUNDS: u32 = 10_000;

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
    let (rows, off_rows) = split_rows(table, e, parts);
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

/// Share of part `q` in the sector's output of region `c`.
fn share(table: &Mrio, parts: &[Part], c: usize, q: usize) -> f64 {
    parts[q].output.get(&table.regions()[c]).copied().unwrap_or(0.0)
}

/// Sales of every new industry to the old industries and to final demand.
fn split_rows(table: &Mrio, e: usize, parts: &[Part]) -> (Vec<f64>, f64) {
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
            let fitted = ras(guess, &wanted, &positive, TOLERANCE, ROUNDS);
            off = off.max(fitted.off);
            for q in 0..k {
                let part = &fitted.cells[q * whole.len()..(q + 1) * whole.len()];
                // Stocks drawn down are split as output is: there is nothing to balance them by.
                let drawn = whole.iter().map(|v| v.min(0.0) * share(table, parts, c, q));
                rows.extend(part.iter().zip(drawn).map(|(flow, drawn)| flow + drawn));
            }
        }
    }
    (rows, off)
}

fn check(table: &Mrio, parts: &[Part]) -> Result<(), Findings> {
    let mut findings = Findings::default();
    let place = || Place::whole(&table.origin().name);
    for part in parts {
        for name in part.output.keys().filter(|name| !table.regions().contains(name)) {
            let message = format!("part `{}`: no region is called `{name}`", part.name);
            let regions = table.regions().iter().map(String::as_str);
            findings.push(Finding::error("LP-N013", place(), message).nearest(name, regions));
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

#[cfg(test)]
mod tests {
    use super::super::Origin;
    use super::super::aggregate::{Groups, aggregate};
    use super::*;

    fn table() -> Mrio {
        let label = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let cells = Cells {
            regions: label(&["KOR", "CHN"]),
            sectors: label(&["mining", "electronics", "cars"]),
            categories: label(&["households", "stocks"]),
            z: (0..36).map(|i| f64::from(i * 7 % 11 + 1)).collect(),
            y: (0..24).map(|i| if i == 5 { -2.0 } else { f64::from(i * 5 % 13 + 20) }).collect(),
            x: None,
        };
        Mrio::new(cells, Origin::unnamed()).expect("a table")
    }

    fn parts() -> Vec<Part> {
        let part = |name: &str, korea: f64, china: f64, input_ratio, cars| Part {
            name: name.to_owned(),
            output: [("KOR".to_owned(), korea), ("CHN".to_owned(), china)].into(),
            input_ratio,
            used_by: [("cars".to_owned(), cars)].into(),
            uses: [("mining".to_owned(), 0.5)].into(),
            final_use: 0.1,
        };
        let mut rest = part("rest", 0.5, 0.9, 1.2, 1.0);
        rest.final_use = 1.0;
        rest.uses.clear();
        vec![part("memory", 0.3, 0.02, 0.4, 0.5), part("logic", 0.2, 0.08, 0.5, 2.0), rest]
    }

    #[test]
    fn parts_put_together_give_the_table_back() {
        let table = table();
        let (carved, provenance) = carve(&table, "electronics", &parts()).expect("carved");
        assert_eq!(carved.sectors(), ["mining", "memory", "logic", "rest", "cars"]);
        assert!(provenance.off <= 1e-9, "{provenance:?}");
        assert!(provenance.imputed_intermediate > 0.3 && provenance.imputed_intermediate < 0.8);
        let groups: Groups = (["memory", "logic", "rest"].iter())
            .map(|part| ((*part).to_owned(), "electronics".to_owned()))
            .collect();
        let again = aggregate(&carved, &Groups::new(), &groups).expect("together");
        for (a, b) in again.z().iter().zip(table.z()).chain(again.y().iter().zip(table.y())) {
            assert!((a - b).abs() < 1e-9, "{a} {b}");
        }
        for (a, b) in again.x().iter().zip(table.x()) {
            assert!((a - b).abs() < 1e-9);
        }
        let memory = carved.find("KOR", "memory").expect("memory of Korea");
        assert!((carved.x()[memory] / table.x()[1] - 0.3).abs() < 1e-12);
        let cars = carved.find("KOR", "cars").expect("cars");
        assert!(
            imputed(&carved, &parts(), memory, cars) && !imputed(&carved, &parts(), cars, cars)
        );
    }

    #[test]
    fn shares_that_do_not_add_up_are_named() {
        let mut parts = parts();
        parts[0].output.insert("CHN".to_owned(), 0.5);
        parts[0].used_by.insert("car".to_owned(), 1.0);
        let findings = carve(&table(), "electronics", &parts).expect_err("wrong");
        let codes: Vec<&str> = findings.iter().map(|f| f.code).collect();
        assert_eq!(codes, ["LP-N013", "LP-N036"]);
        let findings = carve(&table(), "electronic", &parts).expect_err("no such sector");
        assert_eq!(findings.iter().next().expect("one").nearest.as_deref(), Some("electronics"));
    }
}
