//! Scopes: where a rule reaches, in Kleene's three-valued logic.
//!
//! In come the tests of a rule and the facts of a question; out comes true, false or unknown. A fact
//! holds the tags that are certain and those that are possible; unknown is kept, never rounded.

use crate::ids::Tag;
use crate::words::{Number, words};
use linchpin_units::Measure;
use std::collections::{BTreeMap, BTreeSet};

/// Three-valued truth; `and` is the minimum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// The scope does not reach.
    False,
    /// A fact is missing.
    Unknown,
    /// The scope reaches.
    True,
}

impl Truth {
    /// The word shown.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::False => "false",
            Self::Unknown => "unknown",
            Self::True => "true",
        }
    }
}

linchpin_units::text_schema!(Truth);

impl serde::Serialize for Truth {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

words! {
    /// What a scope may test: the closed list of facts about a flow.
    Field {
        /// The good: its id and every class it belongs to.
        Item = "item",
        /// Country of origin.
        Origin = "origin",
        /// Country it leaves.
        From = "from",
        /// Country it enters, with the groups that country is in on the day.
        To = "to",
        /// The facility.
        Site = "site",
        /// The legal entity that runs the facility or holds the authorisation.
        Holder = "holder",
        /// The other side of the transaction, with the lists it stands on or is owned into.
        Party = "party",
        /// Headquarters country of the holder's, else the party's, ultimate parent.
        Hq = "hq",
        /// What the facility makes: `advanced`, `not-advanced`, `legacy`.
        Facility = "facility",
        /// Who made the good.
        Maker = "maker",
        /// Class of buyer: `cii-operator`, `consumer`, ...
        Buyer = "buyer",
        /// What it is for.
        Purpose = "purpose",
        /// What is done with it.
        Activity = "activity",
        /// Final use: `civil`, `military`, `supercomputer`, `data-centre-us`, ...
        EndUse = "end-use",
        /// How the United States reaches a foreign-made good: `direct-product`, `none`.
        UsContent = "us-content",
        /// Who paid for the know-how: `state-funded`, `private`.
        Funding = "funding",
    }
}

/// How many [`Field`]s there are.
pub const FIELDS: usize = Field::ALL.len();

/// Tags that may hold beyond the certain ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Possible {
    /// Only these.
    These(BTreeSet<Tag>),
    /// Anything at all.
    Anything,
}

/// What is known of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Tags that hold.
    pub certain: BTreeSet<Tag>,
    /// Tags that may hold.
    pub possible: Possible,
    /// Who says so: a fact's source, `as asked`, or the assumption made.
    pub because: String,
    /// What one would have to know to settle it, if not the field itself (`subparagraph`).
    pub asks: Option<String>,
    /// The values it may take, each with its tags, where they can be named.
    pub options: Vec<(Tag, BTreeSet<Tag>)>,
}

impl Fact {
    /// Exactly these tags.
    #[must_use]
    pub fn known(tags: impl IntoIterator<Item = Tag>, because: impl Into<String>) -> Self {
        Self {
            certain: tags.into_iter().collect(),
            possible: Possible::These(BTreeSet::new()),
            because: because.into(),
            asks: None,
            options: Vec::new(),
        }
    }

    /// Nothing is known.
    #[must_use]
    pub fn unknown(because: impl Into<String>) -> Self {
        Self {
            certain: BTreeSet::new(),
            possible: Possible::Anything,
            because: because.into(),
            asks: None,
            options: Vec::new(),
        }
    }

    /// Whether a tag holds.
    #[must_use]
    pub fn has(&self, tag: &Tag) -> Truth {
        if self.certain.contains(tag) {
            return Truth::True;
        }
        match &self.possible {
            Possible::Anything => Truth::Unknown,
            Possible::These(tags) if tags.contains(tag) => Truth::Unknown,
            Possible::These(_) => Truth::False,
        }
    }
}

/// One test on one field: at least one of `any` (if there are any) and none of `none`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    /// What is tested.
    pub field: Field,
    /// Tags of which one must hold; empty for no demand.
    pub any: Vec<Tag>,
    /// Tags of which none may hold.
    pub none: Vec<Tag>,
}

impl Test {
    /// Kleene truth of the test.
    #[must_use]
    pub fn truth(&self, fact: &Fact) -> Truth {
        let any = if self.any.is_empty() {
            Truth::True
        } else {
            self.any.iter().map(|tag| fact.has(tag)).max().unwrap_or(Truth::False)
        };
        let none = match self.none.iter().map(|tag| fact.has(tag)).max() {
            Some(Truth::True) => Truth::False,
            Some(Truth::Unknown) => Truth::Unknown,
            Some(Truth::False) | None => Truth::True,
        };
        any.min(none)
    }

    /// The test in words.
    #[must_use]
    pub fn words(&self) -> String {
        let mut parts = Vec::new();
        if !self.any.is_empty() {
            parts.push(format!("is one of {}", self.any.join(", ")));
        }
        if !self.none.is_empty() {
            parts.push(format!("is none of {}", self.none.join(", ")));
        }
        format!("{} {}", self.field, parts.join(" and "))
    }
}

/// One test on a number: `at_least <= x`, `over < x`, `x <= at_most`, `x < below`.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberTest {
    /// What is tested.
    pub number: Number,
    /// Lower bound, included.
    pub at_least: Option<Measure>,
    /// Lower bound, excluded.
    pub over: Option<Measure>,
    /// Upper bound, included.
    pub at_most: Option<Measure>,
    /// Upper bound, excluded.
    pub below: Option<Measure>,
}

impl NumberTest {
    /// Kleene truth of the test; a number that was not given is unknown.
    #[must_use]
    pub fn truth(&self, value: Option<Measure>) -> Truth {
        let Some(x) = value else { return Truth::Unknown };
        let holds = self.at_least.is_none_or(|bound| x >= bound)
            && self.over.is_none_or(|bound| x > bound)
            && self.at_most.is_none_or(|bound| x <= bound)
            && self.below.is_none_or(|bound| x < bound);
        if holds { Truth::True } else { Truth::False }
    }

    /// The test in words.
    #[must_use]
    pub fn words(&self) -> String {
        let bounds =
            [(">=", self.at_least), (">", self.over), ("<=", self.at_most), ("<", self.below)];
        let parts: Vec<String> = bounds
            .into_iter()
            .filter_map(|(sign, bound)| Some(format!("{sign} {}", bound?)))
            .collect();
        format!("{} {}", self.number, parts.join(" and "))
    }
}

/// Where a rule reaches: all tests must hold.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scope {
    /// Tests on tags, at most one for each field.
    pub tests: Vec<Test>,
    /// Tests on numbers.
    pub numbers: Vec<NumberTest>,
}

/// The facts of a question on a day, one for each field.
#[derive(Debug, Clone)]
pub struct Situation {
    /// In the order of [`Field::ALL`].
    pub facts: Vec<Fact>,
    /// Numbers given.
    pub numbers: BTreeMap<Number, Measure>,
}

impl Situation {
    /// What is known of `field`.
    #[must_use]
    pub fn fact(&self, field: Field) -> &Fact {
        &self.facts[field as usize]
    }
}

impl Scope {
    /// Kleene truth of the scope: the slow, plain reading that the compiled slice is checked against.
    #[must_use]
    pub fn truth(&self, situation: &Situation) -> Truth {
        let tags = self.tests.iter().map(|test| test.truth(situation.fact(test.field)));
        let numbers =
            self.numbers.iter().map(|t| t.truth(situation.numbers.get(&t.number).copied()));
        tags.chain(numbers).min().unwrap_or(Truth::True)
    }

    /// The test on a field, if the scope has one.
    #[must_use]
    pub fn test(&self, field: Field) -> Option<&Test> {
        self.tests.iter().find(|test| test.field == field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn test(any: &[&str], none: &[&str]) -> Test {
        let own = |tags: &[&str]| tags.iter().map(|tag| Tag::from(*tag)).collect();
        Test { field: Field::Item, any: own(any), none: own(none) }
    }

    #[test]
    fn unknown_is_kept() {
        let bare = Fact {
            certain: ["eccn:3B001"].map(Tag::from).into(),
            possible: Possible::These(["eccn:3B001.c"].map(Tag::from).into()),
            because: String::new(),
            asks: None,
            options: Vec::new(),
        };
        assert_eq!(test(&["eccn:3B001.c"], &[]).truth(&bare), Truth::Unknown);
        assert_eq!(test(&["eccn:3B001"], &[]).truth(&bare), Truth::True);
        assert_eq!(test(&["eccn:3B001"], &["eccn:3B001.c"]).truth(&bare), Truth::Unknown);
        assert_eq!(test(&["eccn:3A090"], &[]).truth(&bare), Truth::False);
        assert_eq!(test(&["anything"], &[]).truth(&Fact::unknown("")), Truth::Unknown);
    }

    #[test]
    fn bounds_are_as_written() {
        let over = NumberTest {
            number: Number::ExpansionPct,
            at_least: None,
            over: Some(Measure::of(5.0)),
            at_most: None,
            below: None,
        };
        assert_eq!(over.truth(Some(Measure::of(5.0))), Truth::False);
        assert_eq!(over.truth(Some(Measure::of(5.1))), Truth::True);
        assert_eq!(over.truth(None), Truth::Unknown);
    }
}
