//! Fields whose words are few: each word with the tag it stands for. Any other word is not known.

use crate::facts::Thing;
use crate::query::UNKNOWN;
use crate::scope::{Fact, Field};
use crate::situate::{ASKED, Builder, Strange};
use crate::words::plain;
use linchpin_units::{Day, finding::nearest};

/// The list of countries that are spared the direct-product rules for tools (supplement no. 4 to part 742).
const SPARED: &str = "us.742s4";

/// How the United States may reach a good: words and tags.
pub(crate) const US_CONTENT: &[(&str, &str)] = &[
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
pub(crate) const FUNDING: &[(&str, &str)] = &[
    ("state-funded", "state-funded"),
    ("state", "state-funded"),
    ("public", "state-funded"),
    ("government", "state-funded"),
    ("private", "private"),
    ("privately-funded", "private"),
    ("own", "private"),
];

/// What a facility makes: words and tags.
pub(crate) const FACILITY: &[(&str, &str)] = &[
    ("advanced", "advanced"),
    ("advanced-node", "advanced"),
    ("not-advanced", "not-advanced"),
    ("non-advanced", "not-advanced"),
    ("mature", "not-advanced"),
    ("legacy", "legacy"),
];

impl Builder<'_> {
    /// Whether foreign-made tools of a country are outside the direct-product rules for tools.
    pub(crate) fn spared(&self, iso: &str) -> bool {
        let listed = self.lists.members.get(SPARED);
        // Before the rules there is no list of the countries spared.
        iso == "CHN" || listed.is_none_or(|list| list.contains(iso))
    }

    /// A field with a closed list of words: a word that is not on it is not known, never a "no".
    pub(crate) fn closed(&mut self, field: Field, words: &[(&str, &str)]) -> Fact {
        let text = self.query.get(field).unwrap_or_default();
        let asked = plain(text);
        match words.iter().find(|(word, _)| *word == asked) {
            Some((_, tag)) => Fact::known([(*tag).to_owned()], ASKED),
            None => {
                let known: Vec<&'static str> = Vec::new();
                let mut fact = self.open(field, known.into_iter());
                let near = nearest(&asked, words.iter().map(|(word, _)| *word)).map(str::to_owned);
                if let Some(strange) = self.strange.last_mut().filter(|s| s.field == field) {
                    strange.nearest = near;
                }
                fact.because = format!("the {field} is not known");
                fact
            }
        }
    }

    pub(crate) fn open(&mut self, field: Field, known: impl Iterator<Item = &'static str>) -> Fact {
        let name = self.query.get(field).unwrap_or_default().to_owned();
        if plain(&name) != UNKNOWN {
            let near = nearest(&name, known).map(str::to_owned);
            self.strange.push(Strange { field, name, nearest: near });
        }
        Fact::unknown(format!("the {field} is not known"))
    }

    pub(crate) fn facility(&mut self, site: Option<&Thing>, day: Day) -> Fact {
        if self.query.get(Field::Facility).is_some() {
            return self.closed(Field::Facility, FACILITY);
        }
        let Some(site) = site else { return Fact::unknown("no facility given") };
        let makes = |f: &&crate::facts::Facility| f.site == site.id && f.days.holds(day);
        match self.facts.facilities.iter().find(makes) {
            Some(facility) => Fact::known(
                [facility.is.clone()],
                format!("{} ({})", facility.source, facility.grade),
            ),
            None => Fact::unknown(format!("nothing declared on what {} makes that day", site.id)),
        }
    }
}
