//! What the tables imply about makers, beside what sources state.
//!
//! A world comes in; for each maker and product the share of world bits that wafers, bits per wafer
//! and use imply goes out, next to the range of stated shares. The two are counted differently
//! (bits against revenue), so a gap is shown, never corrected.

use crate::{Quantity, World};
use linchpin_units::Range;
use serde::Serialize;
use std::collections::BTreeMap;

/// A maker's share of a product, implied and stated.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ImpliedShare {
    /// Product or family of products, `product:…`.
    pub product: String,
    /// Maker; partners of a shared site stand under its owner.
    pub firm: String,
    /// Good bits out per month in terabits at the stated values.
    pub terabits_per_month: f64,
    /// Share of the world's bits.
    pub implied: f64,
    /// Lowest, median and highest stated share with `use = model`, partners added to the owner;
    /// none where nobody states one.
    pub stated: Option<Range>,
}

/// Implied against stated shares of DRAM with HBM, HBM and NAND, in order of product and firm.
///
/// Bits per month are `capacity * utilisation * bits per wafer`, summed over a maker's open lines
/// (the accounting identity of the market engine's blocks 1 and 3).
#[must_use]
pub fn shares(world: &World) -> Vec<ImpliedShare> {
    let mut bits: BTreeMap<(String, String), f64> = BTreeMap::new();
    for line in world.lines.iter() {
        let (site_id, product) = (line.site.as_str(), line.product.as_str());
        let Some(site) = world.site(site_id) else { continue };
        let value = |subject: &str, quantity| {
            world.estimate(subject, quantity, product, "").map(|estimate| estimate.range.mode())
        };
        let capacity = value(site_id, Quantity::Capacity);
        let per_wafer = value(site_id, Quantity::BitsPerWafer);
        if let (Some(capacity), Some(per_wafer)) = (capacity, per_wafer) {
            let used = value(site.owner.as_str(), Quantity::Utilisation).unwrap_or(1.0);
            let output = capacity * per_wafer * used;
            for product in families(world, product) {
                *bits.entry((product, site.owner.to_string())).or_default() += output;
            }
        }
    }
    let mut totals: BTreeMap<&str, f64> = BTreeMap::new();
    for ((product, _), output) in &bits {
        *totals.entry(product).or_default() += output;
    }
    bits.iter()
        .map(|((product, firm), output)| ImpliedShare {
            product: product.clone(),
            firm: firm.clone(),
            terabits_per_month: *output,
            implied: output / totals[product.as_str()],
            stated: stated(world, firm, product),
        })
        .collect()
}

/// The product itself when its makers' revenue is reported, and the family it is reported with.
fn families(world: &World, product: &str) -> Vec<String> {
    let reported = |id: &str| world.estimates(Quantity::RevenueShare).any(|(_, of, _, _)| of == id);
    let row = world.products.iter().find(|row| row.id.as_str() == product);
    let family = row.and_then(|row| row.family.as_ref()).map(ToString::to_string);
    let all = std::iter::once(product.to_owned()).chain(family);
    all.filter(|id| reported(id)).collect()
}

/// The stated share of a firm and of its partners at shared sites.
fn stated(world: &World, firm: &str, product: &str) -> Option<Range> {
    let share = |firm: &str| {
        world.estimate(firm, Quantity::RevenueShare, product, "").map(|estimate| estimate.range)
    };
    let own = share(firm)?;
    let is_own = |site: &str| world.site(site).is_some_and(|row| row.owner.as_str() == firm);
    let mut partners: Vec<&str> = world
        .facts
        .iter()
        .filter(|fact| fact.quantity == Quantity::OfftakeShare && is_own(&fact.of))
        .map(|fact| fact.subject.as_str())
        .collect();
    partners.dedup();
    partners.into_iter().filter_map(share).try_fold(own, |sum, other| {
        let [low, mode, high] =
            [sum.low() + other.low(), sum.mode() + other.mode(), sum.high() + other.high()];
        Range::new(low, mode, high).ok()
    })
}
