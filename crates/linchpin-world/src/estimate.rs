//! Estimates: what the model draws from when several sources speak of one quantity.
//!
//! Facts with `use = model` and the same key come in; their hull goes out, with the median as the
//! most likely value, so that no account wins silently.

use crate::tables::Fact;
use linchpin_units::{Idx, Measure, Range, Unit};
use schemars::JsonSchema;
use serde::Serialize;

/// Rivals differ by more than this part of the larger one before a value counts as contested.
const CONTEST: f64 = 0.01;

/// Today's range of one quantity with the facts that form it.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// Hull of the rivals' ranges; the mode is the median of their values.
    pub range: Range,
    /// Unit of the range.
    pub unit: Unit,
    /// The rivals, in table order.
    pub facts: Vec<Idx<Fact>>,
    /// Whether two rivals differ by more than one per cent.
    pub contested: bool,
}

/// The numbers of an estimate, for output.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Estimate")]
pub struct EstimateView {
    /// Lowest value of any rival.
    pub low: Measure,
    /// Median of the rivals.
    pub value: Measure,
    /// Highest value of any rival.
    pub high: Measure,
    /// Unit.
    pub unit: Unit,
    /// Whether two rivals differ by more than one per cent.
    pub contested: bool,
}

impl Estimate {
    /// The hull of `rivals`; `None` of nothing.
    pub(crate) fn of(rivals: &[(Idx<Fact>, &Fact)]) -> Option<Self> {
        let ranges: Vec<Range> = rivals.iter().map(|(_, fact)| fact.sourced.range).collect();
        let modes = || ranges.iter().map(|range| range.mode());
        let (least, most) = (modes().min_by(f64::total_cmp)?, modes().max_by(f64::total_cmp)?);
        Some(Self {
            range: Range::hull(&ranges)?,
            unit: rivals.first()?.1.sourced.unit,
            facts: rivals.iter().map(|(at, _)| *at).collect(),
            contested: most - least > CONTEST * most.abs().max(least.abs()),
        })
    }

    /// Its numbers.
    #[must_use]
    pub fn view(&self) -> EstimateView {
        EstimateView {
            low: Measure::of(self.range.low()),
            value: Measure::of(self.range.mode()),
            high: Measure::of(self.range.high()),
            unit: self.unit,
            contested: self.contested,
        }
    }
}
