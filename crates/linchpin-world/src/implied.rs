//! What the tables imply about makers, beside what sources state.
//!
//! A world comes in; for each maker and product the share of world bits that wafers, bits per wafer
//! and use imply goes out, next to the range of stated shares. The two are counted differently
//! (bits against revenue), so a gap is shown, never corrected.

use crate::{ActorId, Key, ProductId, Quantity, World};
use linchpin_units::{Bits, Range, Share};
use serde::Serialize;
use std::collections::BTreeMap;

/// A maker's share of a product, implied and stated.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ImpliedShare {
    /// Product or family of products.
    pub product: ProductId,
    /// Maker; partners of a shared site stand under its owner.
    pub firm: ActorId,
    /// Good bits out per month at the stated values.
    pub terabits_per_month: Bits,
    /// Share of the world's bits.
    pub implied: Share,
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
    let mut bits: BTreeMap<(ProductId, ActorId), f64> = BTreeMap::new();
    for line in world.lines.iter() {
        let Some(site) = world.site(&line.site) else { continue };
        let value = |subject: Key<'_>, quantity| {
            let estimate = world.estimate(subject, quantity, &line.product, Key::NONE);
            estimate.map(|estimate| estimate.range.mode())
        };
        let capacity = value((&line.site).into(), Quantity::Capacity);
        let per_wafer = value((&line.site).into(), Quantity::BitsPerWafer);
        if let (Some(capacity), Some(per_wafer)) = (capacity, per_wafer) {
            let used = value((&site.owner).into(), Quantity::Utilisation).unwrap_or(1.0);
            let output = capacity * per_wafer * used;
            for product in families(world, &line.product) {
                *bits.entry((product, site.owner.clone())).or_default() += output;
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
            terabits_per_month: Bits(*output),
            implied: Share::new(output / totals[product.as_str()]).unwrap_or(Share::ALL),
            stated: stated(world, firm, product),
        })
        .collect()
}

/// The product itself when its makers' revenue is reported, and the family it is reported with.
fn families(world: &World, product: &ProductId) -> Vec<ProductId> {
    let reported = |id: &ProductId| {
        let mut stated = world.estimates(Quantity::RevenueShare);
        stated.any(|(about, _)| about.of.as_deref() == Some(id.as_str()))
    };
    let row = world.products.iter().find(|row| row.id == *product);
    let family = row.and_then(|row| row.family.clone());
    let all = std::iter::once(product.clone()).chain(family);
    all.filter(|id| reported(id)).collect()
}

/// The stated share of a firm and of its partners at shared sites.
fn stated(world: &World, firm: &ActorId, product: &ProductId) -> Option<Range> {
    let share = |firm: Key<'_>| {
        let estimate = world.estimate(firm, Quantity::RevenueShare, product, Key::NONE);
        estimate.map(|estimate| estimate.range)
    };
    let own = share(firm.into())?;
    let is_own = |site: &str| world.site(site).is_some_and(|row| row.owner == *firm);
    let mut partners: Vec<Key<'_>> = world
        .facts
        .iter()
        .filter(|fact| fact.quantity == Quantity::OfftakeShare)
        .filter(|fact| fact.of.as_deref().is_some_and(is_own))
        .map(|fact| Key::from(&fact.subject))
        .collect();
    partners.dedup();
    partners.into_iter().filter_map(share).try_fold(own, |sum, other| {
        let [low, mode, high] =
            [sum.low() + other.low(), sum.mode() + other.mode(), sum.high() + other.high()];
        Range::new(low, mode, high).ok()
    })
}
