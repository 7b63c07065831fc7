//! Why bits are missing: each line's shortfall against its undisturbed path, split by what bound.
//!
//! In: the factors of a line's starts this week. Out: terabits lost by cause, over the run. Factors
//! multiply, so a shortfall is shared in proportion to their logarithms; the parts add up to it.

use linchpin_engine::Cause;
use linchpin_units::math;

/// A shortfall smaller than this share of the undisturbed output is rounding.
const ROUNDING: f64 = 1e-9;

/// What multiplied a line's undisturbed starts this week; each at most 1 unless noted.
#[derive(Debug, Clone, Copy)]
pub struct Factors<'a> {
    /// Undisturbed starts times undisturbed bits per wafer, terabits.
    pub undisturbed: f64,
    /// Capacity over undisturbed capacity.
    pub capacity: f64,
    /// Part of capacity left after unreplaced wear.
    pub wear: f64,
    /// Share of tools that work.
    pub availability: f64,
    /// Weeks of upkeep missed for spares and for service.
    pub missed: (f64, f64),
    /// Bits per wafer over undisturbed bits per wafer.
    pub node: f64,
    /// Share of starts outside the outage.
    pub running: f64,
    /// Utilisation chosen by the maker.
    pub utilisation: f64,
    /// Share of starts each disturbed material allows, by position in the levers.
    pub materials: &'a [f64],
}

/// Terabits lost at one line, by cause.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Losses {
    /// In the order of [`FIXED`].
    fixed: [f64; FIXED.len()],
    /// By disturbed material, in the order of the levers.
    materials: Vec<f64>,
}

/// Causes every line may have, in a fixed order.
pub const FIXED: [Cause; 7] = [
    Cause::ToolReplacement,
    Cause::Expansion,
    Cause::Spares,
    Cause::Service,
    Cause::NodeUpgrade,
    Cause::Outage,
    Cause::Utilisation,
];

impl Losses {
    /// No loss yet, with room for `materials` disturbed materials.
    #[must_use]
    pub fn new(materials: usize) -> Self {
        Self { fixed: [0.0; FIXED.len()], materials: vec![0.0; materials] }
    }

    /// Adds one week's shortfall.
    pub fn add(&mut self, factors: &Factors<'_>) {
        let material = factors.materials.iter().fold(1.0, |product, share| product * share);
        let actual = factors.undisturbed
            * factors.capacity
            * factors.availability
            * factors.node
            * factors.running
            * factors.utilisation
            * material;
        let lost = factors.undisturbed - actual;
        if lost.abs() <= ROUNDING * factors.undisturbed || factors.undisturbed <= 0.0 {
            return;
        }
        let weight = |factor: f64| -math::ln(factor.max(1e-6));
        let wear = weight(factors.wear);
        let upkeep = weight(factors.availability);
        let missed = factors.missed.0 + factors.missed.1;
        let spares = if missed > 0.0 { factors.missed.0 / missed } else { 0.0 };
        let weights = [
            wear,
            (weight(factors.capacity) - wear).max(0.0),
            upkeep * spares,
            upkeep * (1.0 - spares),
            weight(factors.node),
            weight(factors.running),
            weight(factors.utilisation),
        ];
        let total = weights.iter().fold(0.0, |sum, w| sum + w)
            + factors.materials.iter().fold(0.0, |sum, share| sum + weight(*share));
        if total <= 0.0 {
            return;
        }
        for (sum, weight) in self.fixed.iter_mut().zip(weights) {
            *sum += lost * weight / total;
        }
        for (sum, share) in self.materials.iter_mut().zip(factors.materials) {
            *sum += lost * weight(*share) / total;
        }
    }

    /// Terabits by fixed cause.
    pub fn fixed(&self) -> impl Iterator<Item = (Cause, f64)> + '_ {
        FIXED.into_iter().zip(self.fixed)
    }

    /// Terabits by disturbed material.
    #[must_use]
    pub fn materials(&self) -> &[f64] {
        &self.materials
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up_to_the_shortfall() {
        let mut losses = Losses::new(1);
        losses.add(&Factors {
            undisturbed: 100.0,
            capacity: 0.9,
            wear: 0.95,
            availability: 0.8,
            missed: (3.0, 1.0),
            node: 0.9,
            running: 1.0,
            utilisation: 1.0,
            materials: &[0.5],
        });
        let actual = 100.0 * 0.9 * 0.8 * 0.9 * 0.5;
        let told: f64 = losses.fixed().map(|(_, lost)| lost).sum::<f64>() + losses.materials()[0];
        assert!((told - (100.0 - actual)).abs() < 1e-9);
    }
}
