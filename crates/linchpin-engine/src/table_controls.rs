//! Controls of engines with a table of their own: flows between economies, and industries of them.
//!
//! In: names of the table, as the engine declares them. Out: keys of [`crate::paths::Turned`], each with its law. Invariant:
//! nothing in a place means all, so that a statement about everything is one control.

use crate::control::{Control, control};
use crate::vocabulary::NotAName;
use linchpin_units::{Setting, define_name};
use std::str::FromStr;

define_name!(
    /// An economy of an engine's own table, such as `KOR`.
    EconomyName
);

define_name!(
    /// A sector of an engine's own table, such as `memory`.
    SectorName
);

/// A flow of trade between economies of a table; nothing in a place means all.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FlowOf {
    /// The economy that buys.
    pub importer: Option<EconomyName>,
    /// The economy that sells.
    pub exporter: Option<EconomyName>,
    /// The sector.
    pub sector: Option<SectorName>,
}

control! {
    /// Duty on a flow of trade on top of what it pays. Two duties add up.
    ExtraDuty {
        /// Which flow.
        flow: FlowOf
    } Setting::NOTHING, Setting::NOTHING, Setting::UNLIMITED, |one, other| one + other
}
control! {
    /// Multiple of what a flow of trade cost; without limit it is banned. Two multiply.
    BorderCost {
        /// Which flow.
        flow: FlowOf
    } Setting::WHOLE, Setting::WHOLE, Setting::UNLIMITED, |one, other| one * other
}

control! {
    /// Share of an industry's capacity that runs. The strictest wins.
    IndustryRunning {
        /// The economy; every economy when none.
        economy: Option<EconomyName>,
        /// The sector; every sector when none.
        sector: Option<SectorName>
    } Setting::WHOLE, Setting::NOTHING, Setting::WHOLE, Setting::min
}

/// What other suppliers of a sector may deliver while a link is cut, the strictest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Substitutes {
    /// No more than usual.
    None,
    /// Up to their spare capacity.
    Capped,
    /// All they can.
    Free,
}

impl Substitutes {
    /// The words files say, the strictest first.
    pub const WORDS: [&'static str; 3] = ["none", "capped", "free"];

    /// The words people read, after "other suppliers".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::None => "deliver no more than usual",
            Self::Capped => "deliver up to their spare capacity",
            Self::Free => "deliver all they can",
        }
    }
}

impl FromStr for Substitutes {
    type Err = NotAName;
    fn from_str(word: &str) -> Result<Self, NotAName> {
        let known = [Self::None, Self::Capped, Self::Free];
        let at = Self::WORDS.iter().position(|known| *known == word);
        at.map(|at| known[at])
            .ok_or_else(|| NotAName { kind: "word for substitutes", found: word.to_owned() })
    }
}

control! {
    /// Share of usual deliveries over a link that still comes. The strictest wins.
    DeliveryOpen {
        /// Who sells what to whom.
        flow: FlowOf,
        /// The sector that uses it; every sector when none.
        user: Option<SectorName>,
        /// What other suppliers may deliver meanwhile.
        substitutes: Substitutes
    } Setting::WHOLE, Setting::NOTHING, Setting::WHOLE, Setting::min
}
