//! Checks that need more than one row: sums of shares, rivals in one unit, lines with numbers.
//!
//! Typed tables come in; findings go out. What one row can get wrong is found while it is read.

use crate::ids::kind_of;
use crate::quantity::Quantity;
use crate::tables::{Fact, Tables, Use};
use linchpin_units::{Finding, Findings};
use std::collections::BTreeMap;

/// Rounding that sums of shares may carry.
const SUM_TOLERANCE: f64 = 1e-9;
/// Rounding that a product's demand shares may carry.
const DEMAND_TOLERANCE: f64 = 1e-6;

/// Every check over whole tables.
pub(crate) fn tables(tables: &Tables, findings: &mut Findings) {
    shares(tables, findings);
    demand(tables, findings);
    rivals(tables, findings);
    lines(tables, findings);
}

/// The further keys of a fact, empty for none.
fn keys(fact: &Fact) -> (&str, &str) {
    (fact.of.as_deref().unwrap_or_default(), fact.to.as_deref().unwrap_or_default())
}

/// What a share is part of: shares with the same whole may not exceed it together. Basis and date
/// belong to the whole: shares counted in different ways never add up.
fn whole(tables: &Tables, fact: &Fact) -> Option<String> {
    let site_owner = || {
        let site = tables.sites.iter().find(|site| site.id.as_str() == fact.subject);
        site.map_or_else(String::new, |site| site.owner.to_string())
    };
    let kind = kind_of(&fact.subject);
    let (of, to) = keys(fact);
    let of_what = match fact.quantity {
        Quantity::ShareOfMaker => format!("{of} of {}", site_owner()),
        Quantity::ShareOfWorld
        | Quantity::RevenueShare
        | Quantity::ShipmentShare
        | Quantity::DemandShare
        | Quantity::OfftakeShare => format!("{of} over each {kind}"),
        Quantity::SalesShare => format!("{of} of {} over each {}", fact.subject, kind_of(to)),
        Quantity::ExportShare => format!("{of} of {}", fact.subject),
        Quantity::OriginShare => format!("{} in {to}", fact.subject),
        Quantity::WorldProductionShare => fact.subject.to_string(),
        Quantity::SupplyShare => of.to_owned(),
        _ => return None,
    };
    let sourced = &fact.sourced;
    Some(format!(
        "{} {of_what}, basis \"{}\", {}",
        fact.quantity,
        sourced.basis.as_str(),
        sourced.as_of
    ))
}

fn shares(tables: &Tables, findings: &mut Findings) {
    // Of rival values for one part the smallest counts: only what no account can explain is wrong.
    let mut wholes: BTreeMap<String, BTreeMap<[&str; 3], &Fact>> = BTreeMap::new();
    for fact in tables.facts.iter() {
        if let Some(whole) = whole(tables, fact) {
            let (of, to) = keys(fact);
            let part = [fact.subject.as_str(), of, to];
            let least = wholes.entry(whole).or_default().entry(part).or_insert(fact);
            if fact.sourced.value < least.sourced.value {
                *least = fact;
            }
        }
    }
    for (whole, parts) in wholes {
        let sum: f64 = parts.values().map(|fact| fact.sourced.value.get()).sum();
        if sum > 1.0 + SUM_TOLERANCE {
            let last = parts.values().max_by(|a, b| a.place.cmp(&b.place));
            findings.extend(last.map_or_else(Findings::default, |last| {
                Finding::error(
                    "LP-W020",
                    last.place.clone(),
                    format!("{whole}: the shares sum to {}", rounded(sum)),
                )
                .expected("a sum of at most 1")
                .help("lower a share, or say that it is counted on another basis or date")
                .into()
            }));
        }
    }
}

fn demand(tables: &Tables, findings: &mut Findings) {
    let mut sums: BTreeMap<&str, (f64, &Fact)> = BTreeMap::new();
    for fact in tables.facts.iter() {
        if fact.quantity == Quantity::DemandShare && fact.use_ == Use::Model {
            let (sum, last) = sums.entry(keys(fact).0).or_insert((0.0, fact));
            *sum += fact.sourced.value.get();
            if last.place < fact.place {
                *last = fact;
            }
        }
    }
    for (product, (sum, last)) in sums {
        if (sum - 1.0).abs() > DEMAND_TOLERANCE {
            let message = format!("demand shares of {product} sum to {}", rounded(sum));
            findings.push(
                Finding::error("LP-W026", last.place.clone(), message)
                    .expected("a sum of 1")
                    .help("add the missing segment or scale the shares"),
            );
        }
    }
}

fn rivals(tables: &Tables, findings: &mut Findings) {
    let mut units: BTreeMap<(&str, Quantity, &str, &str), &Fact> = BTreeMap::new();
    for fact in tables.facts.iter().filter(|fact| fact.use_ == Use::Model) {
        let (of, to) = keys(fact);
        let key = (fact.subject.as_str(), fact.quantity, of, to);
        let first = units.entry(key).or_insert(fact);
        if first.sourced.unit != fact.sourced.unit {
            let message = format!(
                "{} of {} comes in {} here and in {} elsewhere",
                fact.quantity, fact.subject, fact.sourced.unit, first.sourced.unit
            );
            findings.push(
                Finding::error("LP-W030", fact.place.clone(), message)
                    .expected("one unit among rivals")
                    .help("convert one of them, or mark it history or context"),
            );
        }
    }
}

fn lines(tables: &Tables, findings: &mut Findings) {
    let has = |site: &str, quantity: Quantity, product: &str| {
        let found = tables.facts.find(|fact| {
            fact.subject == site && fact.quantity == quantity && keys(fact).0 == product
        });
        found.is_some()
    };
    for (line, place) in tables.lines.iter().zip(&tables.line_places) {
        let (site, product) = (line.site.as_str(), line.product.as_str());
        let missing = if !has(site, Quantity::Capacity, product)
            && !has(site, Quantity::PlannedCapacity, product)
        {
            "capacity"
        } else if !has(site, Quantity::BitsPerWafer, product) {
            "bits-per-wafer"
        } else {
            continue;
        };
        let message = format!("the line {product} at {site} has no {missing}");
        findings.push(
            Finding::warning("LP-W028", place.clone(), message)
                .expected("a fact about the line")
                .help("add the fact with an honest range, or remove the line"),
        );
    }
}

/// A sum as a reader wants it: without the noise of binary fractions.
fn rounded(sum: f64) -> f64 {
    (sum * 1e6).round() / 1e6
}
