//! Field by field: what a question says of the item, the site, the origin, the maker, the use, and US content.
//!
//! In come the words of a question and the declared facts; out comes what is known of each field, with every
//! default made in the open. How the fields come together stands in [`crate::situate`].

use crate::facts::{Kind, Thing};
use crate::ids::Tag;
use crate::scope::{Fact, Field};
use crate::situate::{ASKED, Builder, Found};
use crate::words::Purpose;
use linchpin_units::Day;

/// The assumption on goods made outside the United States.
const NO_US_CONTENT: &str =
    "US content of a foreign-made good not given: taken as outside de minimis and direct product";

/// The class of tools that those rules reach.
const FDP_TOOL: &str = "class:us-sme";

/// The item a question about a holder alone is about.
const ELIGIBLE: &str = "item:veu-eligible";

/// What naming an item implies for a field, such as the maker of a model.
fn implied(item: Option<&Thing>, field: Field) -> Option<&str> {
    item.and_then(|item| item.defaults.get(field.as_str())).map(String::as_str)
}

impl<'a> Builder<'a> {
    /// The item, and the declared thing that it is.
    pub(crate) fn item(&mut self, day: Day) -> (Fact, Option<&'a Thing>) {
        let mut item = self.find(Field::Item, Kind::Item);
        // A bare question about a holder is a question about its authorisation.
        if let (Found::Absent, Some(_), Some(eligible)) =
            (&item, self.query.get(Field::Holder), self.facts.get(Kind::Item, ELIGIBLE))
        {
            self.assumed
                .push("item not given: taken as one that the holder's list names".to_owned());
            item = Found::Thing(eligible);
        }
        let thing = if let Found::Thing(thing) = item { Some(thing) } else { None };
        let fact = match item {
            Found::Thing(thing) => self.fact(thing, ASKED),
            Found::Open => Fact::unknown("the item's classification is not known"),
            Found::Absent => Fact::known([], "no item given"),
        };
        (self.off_the_lists(fact, day), thing)
    }

    /// The site, and the declared thing that it is.
    pub(crate) fn site(&mut self) -> (Fact, Option<&'a Thing>) {
        let facts = self.facts;
        let site = match self.find(Field::Site, Kind::Site) {
            Found::Thing(site) => Some(site),
            Found::Open => None,
            // An authorisation's holder with one facility means that facility.
            Found::Absent => self.query.get(Field::Holder).and_then(|name| {
                let holder = facts.named(Kind::Entity, name)?;
                let mut run = facts.all(Kind::Site).filter(|s| s.holders.contains(&holder.id));
                let only = run.next().filter(|_| run.next().is_none())?;
                self.assume(&format!("{} means its facility {}", holder.id, only.id));
                Some(only)
            }),
        };
        let fact = match site {
            Some(site) => Fact::known(site.tags.clone(), ASKED),
            None if self.query.get(Field::Site).is_some() => Fact::unknown("the site is not known"),
            None => Fact::known([], "no site given"),
        };
        (fact, site)
    }

    /// The country of origin; where it is not given, that of the item, else the one it leaves.
    pub(crate) fn origin(
        &mut self,
        item: Option<&Thing>,
        from: Option<&str>,
    ) -> (Fact, Option<Tag>) {
        let made = item
            .and_then(|item| item.origin.clone())
            .map(|iso| (iso, "where the item is made".to_owned()));
        let default = made.or_else(|| {
            let iso = self.facts.named(Kind::Country, from?)?.id.clone();
            Some((iso, "assumed: made where it leaves".to_owned()))
        });
        self.country(Field::Origin, default.as_ref().map(|(iso, why)| (&**iso, why.clone())))
    }

    /// Who made the good.
    pub(crate) fn maker(&mut self, item: Option<&Thing>) -> Fact {
        match self.find(Field::Maker, Kind::Entity) {
            Found::Thing(thing) => self.fact(thing, ASKED),
            Found::Open => Fact::unknown("the maker is not known"),
            Found::Absent => {
                let maker = implied(item, Field::Maker);
                match maker.and_then(|maker| self.facts.named(Kind::Entity, maker)) {
                    Some(maker) => self.fact(maker, "the model's maker"),
                    None => Fact::unknown("maker not given"),
                }
            }
        }
    }

    /// Final use: civil where nothing else is said.
    pub(crate) fn end_use(&mut self) -> Fact {
        match self.find(Field::EndUse, Kind::EndUse) {
            Found::Thing(thing) => self.fact(thing, ASKED),
            Found::Open => Fact::unknown("the final use is not known"),
            Found::Absent => {
                let why = self.assume("final use not given: taken as civil");
                Fact::known(["civil".into()], why)
            }
        }
    }

    /// What the good is for, with the class of that purpose.
    pub(crate) fn purpose(&mut self, item: Option<&Thing>) -> Fact {
        let tags = |purpose: Purpose| [purpose.as_str().into(), purpose.class().into()];
        match self.query.get(Field::Purpose) {
            None => match implied(item, Field::Purpose).and_then(Purpose::parse) {
                Some(purpose) => Fact::known(tags(purpose), "what the item is for"),
                None => Fact::unknown("purpose not given"),
            },
            Some(text) => match Purpose::parse(text) {
                Some(purpose) => Fact::known(tags(purpose), ASKED),
                None => self.open(Field::Purpose),
            },
        }
    }

    /// How the United States reach the good, by its origin, the country it leaves, and what it is.
    pub(crate) fn us_content(
        &mut self,
        item: Option<&Thing>,
        item_fact: &Fact,
        (origin, from): (Option<&str>, Option<&str>),
    ) -> Fact {
        let nowhere =
            self.query.get(Field::Origin).is_none() && self.query.get(Field::From).is_none();
        let bare = nowhere && self.query.get(Field::Holder).is_some();
        if bare {
            self.assumed
                .push("neither origin nor exporter given: taken as of US origin".to_owned());
        }
        let american = bare || origin == Some("USA") || from == Some("USA");
        // What counts is the country it comes from: a Dutch tool that leaves Korea is not spared.
        let spared = from.or(origin).is_some_and(|iso| self.spared(iso));
        match self.query.get(Field::UsContent) {
            Some(_) => self.us_content_asked(),
            None if american => Fact::known(["us-origin".into()], "of US origin or from the US"),
            None => match implied(item, Field::UsContent) {
                Some(content) => Fact::known([content.into()], "declared for the item"),
                // Nearly every such tool holds a chip made with US technology: nothing is taken for granted.
                None if !spared && item_fact.certain.contains(FDP_TOOL) => Fact::unknown(
                    "US content of a foreign-made tool not given; its country is not spared the direct-product rules",
                ),
                None => {
                    let why = self.assume(NO_US_CONTENT);
                    Fact::known(["none".into()], why)
                }
            },
        }
    }
}
