//! Ownership by listed parties: who is owned, in the aggregate, to a given share.
//!
//! In come dated shares and a list's members; out comes who is captured for certain and who may be.
//! A captured owner counts in full for the next tier, as OFAC's 50 Percent Rule reads "indirectly";
//! shares of several captured owners are added. Cycles end because the set only grows.

use crate::facts::Owns;
use crate::ids::Tag;
use linchpin_units::Day;
use std::collections::{BTreeMap, BTreeSet};

/// Who is owned by a list, to a threshold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Captured {
    /// At the lowest shares known.
    pub(crate) certain: BTreeSet<Tag>,
    /// Only at the highest shares known.
    pub(crate) possible: BTreeSet<Tag>,
}

/// Everyone owned to `percent` or more, on `day`, by `listed` and those so owned.
pub(crate) fn captured(owns: &[Owns], listed: &BTreeSet<Tag>, percent: f64, day: Day) -> Captured {
    let low = close(owns, listed, percent, day, |share| share.0);
    let high = close(owns, listed, percent, day, |share| share.1);
    let possible = high.difference(&low).cloned().collect();
    Captured { certain: low, possible }
}

fn close(
    owns: &[Owns],
    listed: &BTreeSet<Tag>,
    percent: f64,
    day: Day,
    share: impl Fn((f64, f64)) -> f64,
) -> BTreeSet<Tag> {
    let mut held: BTreeSet<Tag> = BTreeSet::new();
    loop {
        let mut sums: BTreeMap<&Tag, f64> = BTreeMap::new();
        for edge in owns.iter().filter(|edge| edge.days.holds(day)) {
            if listed.contains(&edge.owner) || held.contains(&edge.owner) {
                *sums.entry(&edge.owned).or_insert(0.0) += share(edge.share);
            }
        }
        let before = held.len();
        held.extend(sums.into_iter().filter(|(_, sum)| *sum >= percent).map(|(id, _)| id.clone()));
        if held.len() == before {
            return held;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use linchpin_units::Days;

    fn edge(owner: &str, owned: &str, low: f64, high: f64) -> Owns {
        let from = "2020-01-01".parse().expect("a day");
        Owns {
            owner: owner.into(),
            owned: owned.into(),
            share: (low, high),
            days: Days { from, until: None },
            source: "test".to_owned(),
        }
    }

    #[test]
    fn shares_add_up_over_owners_and_tiers_and_cycles_end() {
        let owns = [
            edge("a", "x", 30.0, 30.0),
            edge("b", "x", 20.0, 20.0),
            edge("x", "y", 50.0, 50.0),
            edge("y", "x", 10.0, 10.0),
            edge("a", "z", 49.0, 51.0),
            edge("a", "w", 49.9, 49.9),
        ];
        let listed = ["a", "b"].map(Tag::from).into();
        let on = "2025-10-15".parse().expect("a day");
        let got = captured(&owns, &listed, 50.0, on);
        assert_eq!(got.certain, ["x", "y"].map(Tag::from).into());
        assert_eq!(got.possible, ["z"].map(Tag::from).into());
        let before = "2019-01-01".parse().expect("a day");
        assert_eq!(captured(&owns, &listed, 50.0, before), Captured::default());
    }
}
