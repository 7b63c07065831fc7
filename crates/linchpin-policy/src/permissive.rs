//! How permissive a verdict is: the partial order that the reader of questions must never break.
//!
//! Written down before the reader, and tested over generated phrases (`tests/no_false_clearance.rs`):
//! a word, a name or a fact that is added may move an answer down this order or leave it where it is,
//! never up.
//!
//! ```text
//!                 not controlled                       "nothing is asked of you": a claim
//!        /              |               \
//!   no rule found    authorised    compliance not yet due
//!        \              |               /
//!                    unknown                            "do not ship before this is settled"
//!                       |
//!     licence required: presumption of approval > case by case (or not said)
//!                       > presumption of denial > denial
//!                       |
//!             prohibited in principle
//!                       |
//!                  prohibited
//!                       |
//!                   conflict
//! ```
//!
//! The three in the second row are clearances that cannot be compared: none of them claims what another
//! claims. An exemption or a licence exception gives `authorised`: it lifts a requirement that exists and
//! has conditions, so it stands below `not controlled`, and beside `no rule found`. A duty of zero is
//! `authorised` too. The order of [`Verdict`] itself (severity) is a linear extension of this order.

use crate::words::{ReviewPolicy, Verdict};
use std::cmp::Ordering;

impl Verdict {
    /// Whether goods may move on this answer alone: a clearance.
    #[must_use]
    pub fn clears(self) -> bool {
        self.permits()
    }

    /// How permissive `self` is beside `other`; none where neither claims what the other claims.
    #[must_use]
    pub fn permissiveness(self, other: Self) -> Option<Ordering> {
        let between = |verdict: Self| {
            matches!(verdict, Self::NoRuleFound | Self::Authorised | Self::ComplianceNotDue)
        };
        match (self == other, between(self) && between(other)) {
            (true, _) => Some(Ordering::Equal),
            (false, true) => None,
            // Severity falls where permissiveness rises.
            (false, false) => Some(other.cmp(&self)),
        }
    }

    /// Whether `self` lets more through than `other`.
    #[must_use]
    pub fn milder_than(self, other: Self) -> bool {
        self.permissiveness(other) == Some(Ordering::Greater)
    }
}

/// How severe a way of looking at applications is; where none is said it is read as case by case.
#[must_use]
pub fn strictness(review: Option<ReviewPolicy>) -> u8 {
    match review {
        Some(ReviewPolicy::PresumptionOfApproval) => 0,
        Some(ReviewPolicy::CaseByCase) | None => 1,
        Some(ReviewPolicy::PresumptionOfDenial) => 2,
        Some(ReviewPolicy::Denial) => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_a_partial_order_and_severity_extends_it() {
        let all = Verdict::ALL;
        for a in all {
            assert_eq!(a.permissiveness(*a), Some(Ordering::Equal));
            for b in all {
                let reversed = b.permissiveness(*a).map(Ordering::reverse);
                assert_eq!(a.permissiveness(*b), reversed, "{a} {b}");
                assert!(!a.milder_than(*b) || a < b, "{a} {b}: severity must extend the order");
                for c in all {
                    if a.milder_than(*b) && b.milder_than(*c) {
                        assert!(a.milder_than(*c), "{a} {b} {c}");
                    }
                }
            }
        }
    }

    #[test]
    fn clearances_stand_above_unknown_and_unknown_above_every_requirement() {
        for verdict in Verdict::ALL {
            assert_eq!(verdict.clears(), verdict.milder_than(Verdict::Unknown), "{verdict}");
        }
        assert!(Verdict::Unknown.milder_than(Verdict::LicenceRequired));
        assert!(Verdict::NotControlled.milder_than(Verdict::Authorised));
        assert_eq!(Verdict::NoRuleFound.permissiveness(Verdict::Authorised), None);
    }
}
