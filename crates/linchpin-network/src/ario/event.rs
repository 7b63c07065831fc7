//! Events: what happens on which day, to whom, and how it passes.
//!
//! In come plain descriptions by industry (region-major, as in the table); the simulation turns the
//! living ones into today's losses. Days count from 0, the first day of the run.

use super::recovery::Recovery;

/// One dated event.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Name for reports.
    pub name: String,
    /// First day.
    pub day: u32,
    /// Days at full strength.
    pub duration: u32,
    /// What it does.
    pub kind: EventKind,
}

/// What an event does.
#[derive(Debug, Clone, PartialEq)]
pub enum EventKind {
    /// A share of capacity cannot be used; of several, the largest counts.
    Capacity {
        /// Industry and share lost.
        hit: Vec<(usize, f64)>,
        /// How it returns.
        recovery: Recovery,
    },
    /// Productive capital is destroyed and comes back by itself; losses of several events add.
    Capital {
        /// Industry and capital lost, in the unit of the table.
        hit: Vec<(usize, f64)>,
        /// How it returns.
        recovery: Recovery,
        /// Currency units in which the loss was stated: BoARIO rounds by it.
        unit: f64,
    },
    /// Productive capital is destroyed and must be bought back.
    Rebuild {
        /// Industry and capital lost, in the unit of the table.
        hit: Vec<(usize, f64)>,
        /// What households lost: demand only.
        households: Vec<Household>,
        /// Sector that rebuilds and its share; shares add up to one.
        sectors: Vec<(usize, f64)>,
        /// Rebuilding demand over loss.
        factor: f64,
        /// Days over which what is left is asked for.
        tau: f64,
        /// Currency units in which the loss was stated: BoARIO rounds by it.
        unit: f64,
    },
    /// Final demand for an industry's product changes in one region, or in all.
    FinalDemand {
        /// Industry, consuming region (none: all) and relative change, at least -1.
        hit: Vec<(usize, Option<usize>, f64)>,
        /// How it returns.
        recovery: Recovery,
    },
    /// A policy stops a share of what one industry may ship to another.
    Link {
        /// Supplier, buyer and share stopped.
        cut: Vec<(usize, usize, f64)>,
        /// What the other suppliers of the sector may take over.
        substitution: Substitution,
        /// How it is lifted.
        recovery: Recovery,
    },
}

/// What the households of a region lost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Household {
    /// Region.
    pub region: usize,
    /// Category of final demand whose purchases say from whom they buy; none for all together.
    pub category: Option<usize>,
    /// Loss in the unit of the table.
    pub loss: f64,
}

impl EventKind {
    /// A policy that stops `share` of what each of `suppliers` ships to each of `buyers`
    /// (industries, region-major).
    #[must_use]
    pub fn stop(
        suppliers: &[usize],
        buyers: &[usize],
        share: f64,
        substitution: Substitution,
        recovery: Recovery,
    ) -> Self {
        let links = suppliers.iter().flat_map(|g| buyers.iter().map(move |f| (*g, *f, share)));
        Self::Link { cut: links.collect(), substitution, recovery }
    }
}

/// What a buyer does whose supplier may not ship. Over the stopped link itself it never gets more than
/// what is left of usual deliveries, whatever it orders; the words say what the sector's other
/// suppliers may deliver meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Substitution {
    /// Nobody takes over: the others deliver no more than usual.
    None,
    /// Each of the others delivers up to `alpha_max` times what it usually does.
    Capped,
    /// The others deliver whatever they can make.
    Free,
}

impl Substitution {
    /// The words files say.
    pub const WORDS: [(&'static str, Self); 3] =
        [("none", Self::None), ("capped", Self::Capped), ("free", Self::Free)];

    /// Most that another supplier delivers to the buyer, over its usual deliveries.
    pub(super) fn others(self, alpha_max: f64) -> f64 {
        match self {
            Self::None => 1.0,
            Self::Capped => alpha_max,
            // Not infinite: nothing times infinity is no number.
            Self::Free => f64::MAX,
        }
    }
}

/// Where an event stands on a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Phase {
    Ahead,
    Full,
    /// Days since recovery began.
    Recovering(f64),
}

impl Event {
    /// Where the event stands on `today`. `late` shifts it by a day; `long` stretches the full loss
    /// by two: BoARIO's timing.
    pub(super) fn phase(&self, today: u32, late: bool, long: bool) -> Phase {
        let today = i64::from(today) - i64::from(late);
        let end = i64::from(self.day) + i64::from(self.duration);
        if today < i64::from(self.day) {
            return Phase::Ahead;
        }
        // In BoARIO recovery starts with nothing regained, a day after the end is noticed.
        let elapsed = if long { today - end - 1 } else { today - end + 1 };
        let begun = if long { elapsed >= 0 } else { elapsed > 0 };
        if begun { Phase::Recovering(elapsed as f64) } else { Phase::Full }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_full_loss_lasts_its_duration_or_two_days_longer_as_in_boario() {
        let recovery = Recovery::Linear { tau: 30.0 };
        let kind = EventKind::Capacity { hit: vec![], recovery };
        let event = Event { name: "fire".to_owned(), day: 5, duration: 20, kind };
        let full = |late, long| {
            (0..60)
                .filter(|t| match event.phase(*t, late, long) {
                    Phase::Full => true,
                    Phase::Recovering(e) => e == 0.0,
                    Phase::Ahead => false,
                })
                .collect::<Vec<u32>>()
        };
        assert_eq!(full(false, false), (5..25).collect::<Vec<_>>());
        assert_eq!(full(false, true), (5..27).collect::<Vec<_>>());
        assert_eq!(full(true, true), (6..28).collect::<Vec<_>>());
    }
}
