//! A line's tools: wear, replacement, spare parts, service and node (blocks 4 and 5).
//!
//! In: the shares of tools that come, by purpose. Out: capacity `K`, availability `A`, bits per
//! wafer `b`, and beside each what it would have been undisturbed, so that a loss has a cause.
//! `A` stays in (0, 1]; with every share at 1 nothing but plan and node growth changes.

use crate::knobs::Knobs;
use crate::levers::ToolPath;
use crate::numbers::YEAR;
use linchpin_units::math;

/// How much faster than use a depleted stock of spares is refilled.
const REFILL: f64 = 0.5;

/// The tools of one line.
#[derive(Debug, Clone)]
pub struct Tools {
    /// Wafer starts per week with every tool working.
    pub capacity: f64,
    /// The same, had every tool come.
    pub undisturbed: f64,
    /// Part of capacity left after unreplaced wear.
    pub wear: f64,
    /// Share of tools that work.
    pub availability: f64,
    /// Spare parts, in weeks of use.
    pub spares: f64,
    /// Bits per wafer.
    pub bits: f64,
    /// The same, had every upgrade come.
    pub bits_undisturbed: f64,
    /// Upkeep missed so far for want of spares, and of service, in weeks.
    pub missed: (f64, f64),
}

impl Tools {
    /// The tools of a line that has not been disturbed yet.
    #[must_use]
    pub fn new(capacity: f64, bits: f64, knobs: &Knobs) -> Self {
        Self {
            capacity,
            undisturbed: capacity,
            wear: 1.0,
            availability: 1.0,
            spares: knobs.spares_stock,
            bits,
            bits_undisturbed: bits,
            missed: (0.0, 0.0),
        }
    }

    /// One week: `planned` wafers per week of capacity are due by plan, `arrived` by earlier
    /// investment.
    pub fn advance(
        &mut self,
        knobs: &Knobs,
        node_growth: f64,
        planned: f64,
        arrived: f64,
        path: Option<&ToolPath>,
        week: usize,
    ) {
        let share = |purpose: usize| path.map_or(1.0, |path| path.open[purpose][week]);
        let [new, replace, upgrade, spares, service] = [0, 1, 2, 3, 4].map(share);
        self.undisturbed += planned + arrived;
        // A planned cut of capacity needs no licence.
        let growth = if planned > 0.0 { planned * new } else { planned };
        let kept = 1.0 - knobs.tool_loss * (1.0 - replace) / YEAR;
        self.wear *= kept;
        self.capacity = self.capacity * kept + growth + arrived;
        self.upkeep(knobs, spares, service);
        self.bits_undisturbed *= node_growth;
        self.bits *= 1.0 + (node_growth - 1.0) * upgrade;
    }

    /// Spares are a stock, engineers are not: `PS' = PS + inflow - 1`; what is missing lowers `A`.
    fn upkeep(&mut self, knobs: &Knobs, spares: f64, service: f64) {
        let wanted = 1.0 + (knobs.spares_stock - self.spares).clamp(0.0, REFILL);
        let after = self.spares + spares * wanted - 1.0;
        self.spares = after.max(0.0);
        let missed_spares = (-after).max(0.0);
        let missed_service = knobs.service_share * (1.0 - service);
        let missed = missed_spares.max(missed_service);
        if missed > 0.0 {
            self.availability *= math::exp(-knobs.upkeep_decay * missed);
            let whole = missed_spares + missed_service;
            self.missed.0 += missed * missed_spares / whole;
            self.missed.1 += missed * missed_service / whole;
        } else if self.availability < 1.0 {
            self.availability = (self.availability + knobs.upkeep_recovery).min(1.0);
        }
    }
}
