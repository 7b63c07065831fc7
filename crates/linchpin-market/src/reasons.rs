//! Why bits are missing: each line's shortfall against its undisturbed path, split by what bound.
//!
//! In: the factors of a line's starts this week. Out: terabits lost by cause, over the run. Factors
//! multiply, so a shortfall is shared in proportion to their logarithms; the parts add up to it.

use crate::capacity::Missed;
use crate::lanes::{Lane, Mask};
use linchpin_engine::Cause;
use pulp::Simd;

/// A shortfall smaller than this share of the undisturbed output is rounding.
const ROUNDING: f64 = 1e-9;
/// The least factor whose logarithm is taken.
const LEAST: f64 = 1e-6;

/// What multiplied a line's undisturbed starts this week; each at most 1 unless noted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Factors<'a, S: Simd> {
    /// Undisturbed starts times undisturbed bits per wafer, terabits.
    pub(crate) undisturbed: Lane<S>,
    /// Capacity over undisturbed capacity.
    pub(crate) capacity: Lane<S>,
    /// Part of capacity left after unreplaced wear.
    pub(crate) wear: Lane<S>,
    /// Share of tools that work.
    pub(crate) availability: Lane<S>,
    /// Upkeep missed so far.
    pub(crate) missed: Missed<S>,
    /// Bits per wafer over undisturbed bits per wafer.
    pub(crate) node: Lane<S>,
    /// Share of starts outside the outage.
    pub(crate) running: Lane<S>,
    /// Utilisation chosen by the maker.
    pub(crate) utilisation: Lane<S>,
    /// Share of starts each disturbed material allows, by position in the line's materials.
    pub(crate) materials: &'a [Lane<S>],
}

/// Lanes in which a week's losses still come out within the run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counted<S: Simd> {
    /// Of wafers that did not move.
    pub(crate) moved: Mask<S>,
    /// Of wafers that were not started.
    pub(crate) begun: Mask<S>,
}

/// Terabits lost at one line, by cause.
#[derive(Debug, Clone)]
pub(crate) struct Losses<S: Simd> {
    /// In the order of [`FIXED`].
    fixed: [Lane<S>; FIXED.len()],
    /// By disturbed material of the line.
    materials: Vec<Lane<S>>,
}

/// Causes every line may have, in a fixed order.
pub(crate) const FIXED: [Cause; 7] = [
    Cause::ToolReplacement,
    Cause::Expansion,
    Cause::Spares,
    Cause::Service,
    Cause::NodeUpgrade,
    Cause::Outage,
    Cause::Utilisation,
];

/// Which of [`FIXED`] keep wafers in process from moving.
const MOVES: [bool; FIXED.len()] = [true, false, true, true, false, true, false];

/// `-ln` of a factor; no work where it is 1 in every lane.
#[inline(always)]
fn weight<S: Simd>(factor: Lane<S>) -> Lane<S> {
    let one = factor.like(1.0);
    if factor.lt(one).or(factor.gt(one)).any() {
        -factor.max(factor.like(LEAST)).ln()
    } else {
        factor.like(0.0)
    }
}

impl<S: Simd> Losses<S> {
    /// No loss yet, with room for `materials` disturbed materials.
    #[inline(always)]
    #[must_use]
    pub(crate) fn new(simd: S, materials: usize) -> Self {
        let none = Lane::splat(simd, 0.0);
        Self { fixed: [none; FIXED.len()], materials: vec![none; materials] }
    }

    /// Adds one week's shortfall in the lanes of `counted`. Tools that are worn or broken and lines that
    /// stand move no wafers; all else starts fewer, or poorer, ones.
    #[inline(always)]
    pub(crate) fn add(&mut self, factors: &Factors<'_, S>, counted: &Counted<S>) {
        let none = factors.undisturbed.like(0.0);
        let mut actual = factors.undisturbed
            * factors.capacity
            * factors.availability
            * factors.node
            * factors.running
            * factors.utilisation;
        for share in factors.materials {
            actual = actual * *share;
        }
        let lost = factors.undisturbed - actual;
        let told = lost.abs().gt(factors.undisturbed * ROUNDING);
        let told = told.and(factors.undisturbed.gt(none)).and(counted.moved);
        if !told.any() {
            return;
        }
        let wear = weight(factors.wear);
        let upkeep = weight(factors.availability);
        let missed = factors.missed.spares + factors.missed.service;
        let spares = factors.missed.spares.part_of(missed, 0.0);
        let weights = [
            wear,
            (weight(factors.capacity) - wear).positive(),
            upkeep * spares,
            upkeep * (spares.like(1.0) - spares),
            weight(factors.node),
            weight(factors.running),
            weight(factors.utilisation),
        ];
        let mut total = none;
        for weight in &weights {
            total += *weight;
        }
        for share in factors.materials {
            total += weight(*share);
        }
        let told = told.and(total.gt(none));
        let per_weight = told.select(lost, none) / told.select(total, none.like(1.0));
        let begun = counted.begun.select(per_weight, none);
        for ((sum, weight), moves) in self.fixed.iter_mut().zip(weights).zip(MOVES) {
            *sum += weight * if moves { per_weight } else { begun };
        }
        for (sum, share) in self.materials.iter_mut().zip(factors.materials) {
            *sum += weight(*share) * begun;
        }
    }

    /// One lane's terabits by fixed cause.
    pub(crate) fn fixed(&self, lane: usize) -> impl Iterator<Item = (Cause, f64)> + '_ {
        FIXED.into_iter().zip(self.fixed.iter().map(move |lost| lost.get(lane)))
    }

    /// One lane's terabits by disturbed material of the line.
    pub(crate) fn materials(&self, lane: usize) -> impl Iterator<Item = f64> + '_ {
        self.materials.iter().map(move |lost| lost.get(lane))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulp::Scalar;

    #[test]
    fn parts_add_up_to_the_shortfall() {
        let simd = Scalar::new();
        let lane = |value: f64| Lane::splat(simd, value);
        let mut losses = Losses::new(simd, 1);
        let factors = Factors {
            undisturbed: lane(100.0),
            capacity: lane(0.9),
            wear: lane(0.95),
            availability: lane(0.8),
            missed: Missed { spares: lane(3.0), service: lane(1.0) },
            node: lane(0.9),
            running: lane(1.0),
            utilisation: lane(1.0),
            materials: &[lane(0.5)],
        };
        let (yes, no) = (lane(0.0).lt(lane(1.0)), lane(1.0).lt(lane(0.0)));
        losses.add(&factors, &Counted { moved: yes, begun: yes });
        losses.add(&factors, &Counted { moved: no, begun: no });
        let actual = 100.0 * 0.9 * 0.8 * 0.9 * 0.5;
        let told: f64 = losses.fixed(0).map(|(_, lost)| lost).sum();
        let told = told + losses.materials(0).sum::<f64>();
        assert!((told - (100.0 - actual)).abs() < 1e-9);
    }
}
