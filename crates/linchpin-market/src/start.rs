//! Where a market starts: at rest, from a stock that was given, or as it stood on a date.
//!
//! In: the law's numbers of a draw, and perhaps an ensemble of states of a date. Out: a [`Start`]. Numbers and
//! state of a date belong together: a member of the ensemble brings both.

use linchpin_cycle::law::Terms;
use std::sync::Arc;

/// What a market starts with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Start {
    /// Makers' stock, weeks of reference use.
    pub weeks: f64,
    /// Buyers' stock, weeks of use.
    pub buyer_weeks: f64,
    /// Log contract price over normal.
    pub gap: f64,
    /// The same as demand remembers it.
    pub felt: f64,
    /// Log change of the contract price over normal in the last three months.
    pub momentum: f64,
    /// Utilisation of makers.
    pub utilisation: f64,
    /// Makers' weeks as they remember them over six months.
    pub remembered: f64,
    /// Use at the normal price over what capacity would serve at rest.
    pub tightness: f64,
}

impl Start {
    /// A market at rest, but for a stock of `weeks` where one is given.
    #[must_use]
    pub fn at_rest(terms: &Terms<f64>, weeks: f64) -> Self {
        let weeks = if weeks > 0.0 { weeks } else { terms.maker_weeks };
        Self {
            weeks,
            buyer_weeks: terms.buyer_weeks,
            gap: 0.0,
            felt: 0.0,
            momentum: 0.0,
            utilisation: 1.0,
            remembered: weeks,
            tightness: 1.0,
        }
    }
}

/// One member of the ensemble of a date.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stood {
    /// The law's numbers.
    pub terms: Terms<f64>,
    /// The state.
    pub start: Start,
}

/// A product's market on a date: one of `members` by chance.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Position of the chance in the space.
    pub chance: usize,
    /// The ensemble; never empty.
    pub members: Arc<[Stood]>,
    /// Contract price of the date over that of the fact.
    pub(crate) price: f64,
}

impl Standing {
    /// The member that a chance between 0 and 1 picks.
    pub(crate) fn pick(&self, chance: f64) -> &Stood {
        let last = self.members.len() - 1;
        &self.members[((chance * self.members.len() as f64) as usize).min(last)]
    }
}
