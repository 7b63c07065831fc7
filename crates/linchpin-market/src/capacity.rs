//! A line's tools: wear, replacement, spare parts, service and node (blocks 4 and 5).
//!
//! In: the shares of tools that come, by purpose. Out: capacity `K`, availability `A`, bits per
//! wafer `b`, and beside each what it would have been undisturbed, so that a loss has a cause.
//! `A` stays in (0, 1]; with every share at 1 nothing but plan and node growth changes.

use crate::block::Rates;
use crate::lanes::Lane;
use crate::numbers::YEAR;
use pulp::Simd;

/// How much faster than use a depleted stock of spares is refilled.
const REFILL: f64 = 0.5;

/// The tools of one line.
#[derive(Debug, Clone)]
pub(crate) struct Tools<S: Simd> {
    /// Wafer starts per week with every tool working.
    pub(crate) capacity: Lane<S>,
    /// The same, had every tool come.
    pub(crate) undisturbed: Lane<S>,
    /// Part of capacity left after unreplaced wear.
    pub(crate) wear: Lane<S>,
    /// Share of tools that work.
    pub(crate) availability: Lane<S>,
    /// Spare parts, in weeks of use.
    pub(crate) spares: Lane<S>,
    /// Bits per wafer.
    pub(crate) bits: Lane<S>,
    /// The same, had every upgrade come.
    pub(crate) bits_undisturbed: Lane<S>,
    /// Upkeep missed so far.
    pub(crate) missed: Missed<S>,
}

/// Upkeep missed, in weeks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Missed<S: Simd> {
    /// For want of spare parts.
    pub(crate) spares: Lane<S>,
    /// For want of the makers' engineers.
    pub(crate) service: Lane<S>,
}

/// Shares of tools that come in a week, by purpose; none where all come in every lane.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Open<S: Simd> {
    /// For new capacity.
    pub(crate) new: Option<Lane<S>>,
    /// In place of worn tools.
    pub(crate) replace: Option<Lane<S>>,
    /// For a newer node.
    pub(crate) upgrade: Option<Lane<S>>,
    /// Spare parts.
    pub(crate) spares: Option<Lane<S>>,
    /// Service.
    pub(crate) service: Option<Lane<S>>,
}

impl<S: Simd> Tools<S> {
    /// The tools of a line that has not been disturbed yet.
    #[inline(always)]
    #[must_use]
    pub(crate) fn new(capacity: Lane<S>, bits: Lane<S>, rates: &Rates<S>) -> Self {
        let (none, one) = (bits.like(0.0), bits.like(1.0));
        Self {
            capacity,
            undisturbed: capacity,
            wear: one,
            availability: one,
            spares: rates.spares_stock,
            bits,
            bits_undisturbed: bits,
            missed: Missed { spares: none, service: none },
        }
    }

    /// One week: `planned` wafers per week of capacity are due by plan, `arrived` by earlier
    /// investment. What is skipped where all tools come would change nothing.
    #[inline(always)]
    pub(crate) fn advance(
        &mut self,
        rates: &Rates<S>,
        node_growth: Lane<S>,
        planned: Option<Lane<S>>,
        arrived: Lane<S>,
        open: &Open<S>,
    ) {
        let none = arrived.like(0.0);
        let planned = planned.unwrap_or(none);
        self.undisturbed += planned + arrived;
        // A planned cut of capacity needs no licence.
        let growth = match open.new {
            Some(new) => planned.gt(none).select(planned * new, planned),
            None => planned,
        };
        if let Some(replace) = open.replace {
            let missing = replace.like(1.0) - replace;
            let kept = replace.like(1.0) - rates.tool_loss * missing / YEAR;
            self.wear = self.wear * kept;
            self.capacity = self.capacity * kept;
        }
        self.capacity += growth + arrived;
        if open.spares.is_some() || open.service.is_some() {
            let one = none.like(1.0);
            self.upkeep(rates, open.spares.unwrap_or(one), open.service.unwrap_or(one));
        }
        self.bits_undisturbed = self.bits_undisturbed * node_growth;
        self.bits = match open.upgrade {
            Some(upgrade) => self.bits * ((node_growth - 1.0) * upgrade + 1.0),
            None => self.bits * node_growth,
        };
    }

    /// Spares are a stock, engineers are not: `PS' = PS + inflow - 1`. Upkeep of which a share `m` is missing
    /// keeps `1 - m` of the tools going: those beyond it fail, `A' = A exp(-lambda (1 - (1 - m) / A))`, until as
    /// many work as are looked after; where more is delivered than works, `A` rises by the recovery up to `1 - m`.
    #[inline(always)]
    fn upkeep(&mut self, rates: &Rates<S>, spares: Lane<S>, service: Lane<S>) {
        let (none, one) = (spares.like(0.0), spares.like(1.0));
        let wanted = (rates.spares_stock - self.spares).clamp(0.0, REFILL) + 1.0;
        let after = self.spares + (spares * wanted - 1.0);
        self.spares = after.positive();
        let missed_spares = (-after).positive();
        let missed_service = rates.service_share * (one - service);
        let missed = missed_spares.max(missed_service);
        let any = missed.gt(none);
        let kept = (one - missed).positive();
        let beyond = (one - kept.part_of(self.availability, 1.0)).positive();
        let worn = self.availability * (-(rates.upkeep_decay * beyond)).exp();
        let mended = (self.availability + rates.upkeep_recovery).min(kept);
        self.availability = self.availability.gt(kept).select(worn, mended);
        let whole = any.select(missed_spares + missed_service, one);
        self.missed.spares += missed * missed_spares / whole;
        self.missed.service += missed * missed_service / whole;
    }
}
