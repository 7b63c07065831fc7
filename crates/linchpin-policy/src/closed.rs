//! Fields whose words are few: each word with the tag it stands for. Any other word is not known.

use crate::facts::{Facts, Kind, Thing};
use crate::ids::Tag;
use crate::query::UNKNOWN;
use crate::scope::{Fact, Field, Possible};
use crate::situate::{ASKED, Builder, Strange};
use crate::words::{Activity, Purpose, plain};
use linchpin_units::{Day, finding::nearest};
use std::collections::BTreeSet;

/// The list of countries that are spared the direct-product rules for tools (supplement no. 4 to part 742).
const SPARED: &str = "us.742s4";

/// How the United States may reach a good: words and tags.
const US_CONTENT: &[(&str, &str)] = &[
    ("us-origin", "us-origin"),
    ("us", "us-origin"),
    ("direct-product", "direct-product"),
    ("foreign-direct-product", "direct-product"),
    ("fdp", "direct-product"),
    ("above-de-minimis", "above-de-minimis"),
    ("below-de-minimis", "none"),
    ("none", "none"),
    ("no", "none"),
];

/// Who paid: words and tags.
const FUNDING: &[(&str, &str)] = &[
    ("state-funded", "state-funded"),
    ("state", "state-funded"),
    ("public", "state-funded"),
    ("government", "state-funded"),
    ("private", "private"),
    ("privately-funded", "private"),
    ("own", "private"),
];

/// What a facility makes: words and tags.
const FACILITY: &[(&str, &str)] = &[
    ("advanced", "advanced"),
    ("advanced-node", "advanced"),
    ("not-advanced", "not-advanced"),
    ("non-advanced", "not-advanced"),
    ("mature", "not-advanced"),
    ("legacy", "legacy"),
];

impl Strange {
    /// The name with the nearest known id. Apart from the reading, since a calendar reads a question on hundreds
    /// of days, and nearness takes longer than everything else.
    pub(crate) fn with_nearest(&self, facts: &Facts) -> Self {
        let words = |words: &[(&'static str, _)]| -> Option<&str> {
            nearest(&plain(&self.name), words.iter().map(|(word, _)| *word))
        };
        let near = match self.field {
            Field::Origin | Field::From | Field::To | Field::Hq => {
                facts.nearest(Kind::Country, &self.name)
            }
            Field::Item => facts.nearest(Kind::Item, &self.name),
            Field::Site => facts.nearest(Kind::Site, &self.name),
            Field::Holder | Field::Party | Field::Maker => facts.nearest(Kind::Entity, &self.name),
            Field::Buyer => facts.nearest(Kind::Buyer, &self.name),
            Field::EndUse => facts.nearest(Kind::EndUse, &self.name),
            Field::Purpose => nearest(&self.name, Purpose::ALL.iter().map(|p| p.as_str())),
            Field::Activity => nearest(&self.name, Activity::ALL.iter().map(|a| a.as_str())),
            Field::Facility => words(FACILITY),
            Field::UsContent => words(US_CONTENT),
            Field::Funding => words(FUNDING),
        };
        Self { nearest: near.map(str::to_owned), ..self.clone() }
    }
}

impl Builder<'_> {
    /// Whether foreign-made tools of a country are outside the direct-product rules for tools.
    pub(crate) fn spared(&self, iso: &str) -> bool {
        let listed = self.lists.members.get(SPARED);
        // Before the rules there is no list of the countries spared.
        iso == "CHN" || listed.is_none_or(|list| list.contains(iso))
    }

    /// How the United States reach the good, as asked.
    pub(crate) fn us_content_asked(&mut self) -> Fact {
        self.closed(Field::UsContent, US_CONTENT)
    }

    /// Who paid for the know-how.
    pub(crate) fn funding(&mut self) -> Fact {
        match self.query.get(Field::Funding) {
            Some(_) => self.closed(Field::Funding, FUNDING),
            None => Fact::unknown("who paid for the know-how is not given"),
        }
    }

    /// A field with a closed list of words: a word that is not on it is not known, never a "no".
    fn closed(&mut self, field: Field, words: &[(&str, &str)]) -> Fact {
        let text = self.query.get(field).unwrap_or_default();
        let asked = plain(text);
        match words.iter().find(|(word, _)| *word == asked) {
            Some((_, tag)) => Fact::known([(*tag).into()], ASKED),
            None => {
                let mut fact = self.open(field);
                fact.because = format!("the {field} is not known");
                fact
            }
        }
    }

    /// A field whose word nobody knows.
    pub(crate) fn open(&mut self, field: Field) -> Fact {
        let name = self.query.get(field).unwrap_or_default();
        if plain(name) != UNKNOWN {
            self.strange.push(Strange { field, name: name.to_owned(), nearest: None });
        }
        Fact::unknown(format!("the {field} is not known"))
    }

    /// What the facility makes. Where none is given, whether it is advanced stays open; only the tag of one that is
    /// given, or that the party runs at home, is left out (`advanced-site`, which reaches every item).
    pub(crate) fn facility(
        &mut self,
        site: Option<&Thing>,
        to: Option<&str>,
        item: Option<&Thing>,
        day: Day,
    ) -> Fact {
        if self.query.get(Field::Facility).is_some() {
            return given(self.closed(Field::Facility, FACILITY));
        }
        let makes = |site: &Thing| {
            let declared = self.facts.facilities.iter();
            declared.clone().find(|f| f.site == site.id && f.days.holds(day))
        };
        if let Some(site) = site {
            return match makes(site) {
                Some(facility) => given(Fact::known(
                    [facility.is.clone()],
                    format!("{} ({})", facility.source, facility.grade),
                )),
                None => {
                    Fact::unknown(format!("nothing declared on what {} makes that day", site.id))
                }
            };
        }
        if self.query.get(Field::Site).is_some() {
            return Fact::unknown("the facility is not known");
        }
        let party = [Field::Holder, Field::Party]
            .into_iter()
            .find_map(|field| self.facts.named(Kind::Entity, self.query.get(field)?));
        let runs = |site: &&Thing| {
            let here = to.is_some() && site.country.as_deref() == to;
            let by = |party: &Thing| {
                party.country.as_deref() == to
                    && site.holders.iter().any(|id| {
                        let holder = self.facts.get(Kind::Entity, id);
                        *id == party.id || holder.is_some_and(|h| h.tags.contains(&party.id))
                    })
            };
            here && party.is_some_and(by) && makes(site).is_some_and(|f| f.is == ADVANCED)
        };
        if let Some(site) = self.facts.all(Kind::Site).find(runs) {
            return Fact::unknown(format!("no facility given; the party runs {}", site.id));
        }
        let good = item.is_some_and(|item| !item.tags.contains("class:tool"));
        if good && matches!(to, Some("CHN" | "MAC")) {
            self.assume("facility not given: taken as none that makes advanced chips");
        }
        let kinds: BTreeSet<Tag> = FACILITY.iter().map(|(_, tag)| Tag::from(*tag)).collect();
        Fact { possible: Possible::These(kinds), ..Fact::known([], "no facility given") }
    }
}

/// The tag of a facility that makes advanced chips.
const ADVANCED: &str = "advanced";

/// A facility that was given: where it is advanced, every item for it counts.
fn given(mut fact: Fact) -> Fact {
    if fact.certain.contains(ADVANCED) {
        fact.certain.insert("advanced-site".into());
    }
    fact
}
