//! The shock: the only thing that crosses from law, or from an event, into an engine.
//!
//! In: decisions with their dates, or events of a scenario. Out: dated levers with the reason behind
//! each. An engine sees no act and no text; a shock remembers both by name so that `explain` can walk
//! back. Invariant: the same shock stated twice is one shock ([`distinct`]).

use crate::lever::Lever;
use linchpin_policy::words::Order;
use linchpin_units::{Days, define_name};
use std::sync::Arc;

pub use crate::purpose::Purpose;

define_name!(
    /// Name of a shock, stable within a scenario.
    ShockId
);
define_name!(
    /// Name of an act, as the rulebook writes its id.
    ActName
);
define_name!(
    /// Name of a decision: day, knowledge, subject and a digest of all that went in.
    DecisionName
);

/// Why a shock happens.
#[derive(Debug, Clone, PartialEq)]
pub enum Because {
    /// One government's decision under the rules of that day.
    Decision {
        /// The decision's stable text.
        id: DecisionName,
        /// Whose law it is.
        government: Order,
        /// Its verdict, as said to a reader.
        verdict: String,
        /// Acts it rests on.
        acts: Vec<ActName>,
        /// Their citations.
        citations: Vec<String>,
    },
    /// Something that was asked or announced, without the force of a rule.
    Signal {
        /// Who asked.
        government: Order,
        /// The act that records it.
        act: ActName,
        /// Its citation.
        citation: String,
    },
    /// A physical or commercial event, or a supposition of the scenario.
    Event {
        /// What happened or is supposed.
        what: String,
        /// The government whose act it would be; none for firms and nature.
        by: Option<Order>,
    },
}

impl Because {
    /// The government behind it; none for an event that is no government's act.
    #[must_use]
    pub fn government(&self) -> Option<Order> {
        match self {
            Self::Decision { government, .. } | Self::Signal { government, .. } => {
                Some(*government)
            }
            Self::Event { by, .. } => *by,
        }
    }

    /// Whether both are one reason. A decision is named by the whole law that it was made under; under two laws that
    /// differ elsewhere it is still the same government's same verdict by the same acts.
    #[must_use]
    pub fn is_the_same(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Decision { government, verdict, acts, .. },
                Self::Decision { government: of, verdict: said, acts: by, .. },
            ) => (government, verdict, acts) == (of, said, by),
            _ => self == other,
        }
    }

    /// The acts it rests on.
    #[must_use]
    pub fn acts(&self) -> Vec<&ActName> {
        match self {
            Self::Decision { acts, .. } => acts.iter().collect(),
            Self::Signal { act, .. } => vec![act],
            Self::Event { .. } => Vec::new(),
        }
    }
}

/// One dated lever with its reason.
#[derive(Debug, Clone)]
pub struct Shock {
    /// Stable name within a scenario.
    pub id: ShockId,
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
        self.days == other.days
            && self.because.is_the_same(&other.because)
            && self.lever.same(&*other.lever)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_verdict_by_one_act_is_one_reason_under_two_laws() {
        let decision = |id: &str, verdict: &str, act: &str| Because::Decision {
            id: id.into(),
            government: Order::Us,
            verdict: verdict.to_owned(),
            acts: vec![act.into()],
            citations: Vec::new(),
        };
        let one = decision("decision:a", "licence-required", "us.fr.1");
        assert!(one.is_the_same(&decision("decision:b", "licence-required", "us.fr.1")));
        assert!(!one.is_the_same(&decision("decision:a", "prohibited", "us.fr.1")));
        assert!(!one.is_the_same(&decision("decision:a", "licence-required", "us.fr.2")));
    }
}
