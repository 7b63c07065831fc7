//! The shock: the only thing that crosses from law, or from an event, into an engine.
//!
//! In: decisions with their dates, or events of a scenario. Out: dated levers with the reason behind
//! each. An engine sees no act and no text; a shock remembers both by name so that `explain` can walk
//! back. Invariant: the same shock stated twice is one shock ([`distinct`]).

use crate::lever::Lever;
use linchpin_policy::words::Order;
use linchpin_units::Days;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// What imported tools are for; licences tell these apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Added capacity.
    New,
    /// One tool in place of a worn one.
    Replace,
    /// A newer node on existing capacity.
    Upgrade,
    /// Spare parts and consumables.
    Spares,
    /// Field service by the tool's maker.
    Service,
}

impl Purpose {
    /// Every purpose, in the order of dense arrays.
    pub const ALL: [Purpose; 5] =
        [Self::New, Self::Replace, Self::Upgrade, Self::Spares, Self::Service];

    /// The spelling used in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Replace => "replace",
            Self::Upgrade => "upgrade",
            Self::Spares => "spares",
            Self::Service => "service",
        }
    }

    /// The purpose of a spelling.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.as_str() == text)
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a shock happens.
#[derive(Debug, Clone, PartialEq)]
pub enum Because {
    /// One government's decision under the rules of that day.
    Decision {
        /// The decision's stable text.
        id: String,
        /// Whose law it is.
        government: Order,
        /// Its verdict, as said to a reader.
        verdict: String,
        /// Acts it rests on.
        acts: Vec<String>,
        /// Their citations.
        citations: Vec<String>,
    },
    /// Something that was asked or announced, without the force of a rule.
    Signal {
        /// Who asked.
        government: Order,
        /// The act that records it.
        act: String,
        /// Its citation.
        citation: String,
    },
    /// A physical or commercial event, or a supposition of the scenario.
    Event {
        /// What happened or is supposed.
        what: String,
    },
}

impl Because {
    /// The government behind it; none for an event.
    #[must_use]
    pub fn government(&self) -> Option<Order> {
        match self {
            Self::Decision { government, .. } | Self::Signal { government, .. } => {
                Some(*government)
            }
            Self::Event { .. } => None,
        }
    }

    /// The acts it rests on.
    #[must_use]
    pub fn acts(&self) -> Vec<&str> {
        match self {
            Self::Decision { acts, .. } => acts.iter().map(String::as_str).collect(),
            Self::Signal { act, .. } => vec![act],
            Self::Event { .. } => Vec::new(),
        }
    }
}

/// One dated lever with its reason.
#[derive(Debug, Clone)]
pub struct Shock {
    /// Stable name within a scenario.
    pub id: String,
    /// Days on which it holds; a rule older than the run keeps its true first day.
    pub days: Days,
    /// What changes.
    pub lever: Arc<dyn Lever>,
    /// Why.
    pub because: Because,
    /// What a reader should know of the step from reason to lever.
    pub note: String,
}

impl Shock {
    /// Whether both say the same: the same lever on the same days for the same reason.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.days == other.days && self.because == other.because && self.lever.same(&*other.lever)
    }
}

/// The list without repetitions: what is stated twice acts once. Two events that differ in anything
/// (their text included) are two.
#[must_use]
pub fn distinct(shocks: Vec<Shock>) -> Vec<Shock> {
    let mut kept: Vec<Shock> = Vec::with_capacity(shocks.len());
    for shock in shocks {
        if !kept.iter().any(|known| known.says_the_same(&shock)) {
            kept.push(shock);
        }
    }
    kept
}
