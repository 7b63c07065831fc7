//! From a question to facts: names resolved, defaults made in the open, lists and owners as of the day.
//!
//! In come a query, the declared facts and the lists live that day; out comes a [`Situation`] with one
//! fact for every field, every assumption that was made, and every name that is not known.

use crate::facts::{Facts, Kind, Thing};
use crate::ids::{ListName, Tag};
use crate::ownership::{Captured, captured};
use crate::query::{Licence, Query, UNKNOWN};
use crate::scope::{Fact, Field, Possible, Situation};
use crate::words::{Activity, plain};
use linchpin_units::{Day, Measure};
use schemars::JsonSchema;
use std::collections::{BTreeMap, BTreeSet};

/// The lists of a slice: members, and who is owned by them.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    /// Members by list.
    pub(crate) members: BTreeMap<ListName, BTreeSet<Tag>>,
    /// For every `ownedNN:list` tag that a scope tests: threshold in percent, list, and who is owned.
    pub(crate) owned: BTreeMap<Tag, (f64, ListName, Captured)>,
}

impl Lists {
    /// Adds the owned ones for a tag `ownedNN:list`.
    pub(crate) fn own(&mut self, tag: &str, facts: &Facts, day: Day) {
        let Some((head, list)) = tag.split_once(':') else { return };
        let Some(percent) = head.strip_prefix("owned").and_then(|nn| nn.parse::<f64>().ok()) else {
            return;
        };
        let none = BTreeSet::new();
        let members = self.members.get(list).unwrap_or(&none);
        let held = captured(&facts.owns, members, percent, day);
        self.owned.insert(tag.into(), (percent, list.into(), held));
    }

    /// The list tags that follow from `tags`.
    fn of(&self, tags: &BTreeSet<Tag>) -> BTreeSet<Tag> {
        let holds = |(_, members): &(&ListName, &BTreeSet<Tag>)| !members.is_disjoint(tags);
        self.members
            .iter()
            .filter(holds)
            .map(|(list, _)| Tag::from(format!("list:{list}")))
            .collect()
    }
}

/// A situation, and what was assumed or not understood on the way to it.
#[derive(Debug, Clone)]
pub struct Situated {
    /// One fact for each field.
    pub situation: Situation,
    /// What the asker did not say and we took for granted.
    pub(crate) assumed: Vec<String>,
    /// Names given that nobody declared, as yet without their nearest.
    pub strange: Vec<Strange>,
    /// The day asked about.
    pub day: Day,
    /// A licence that the asker holds.
    pub licence: Option<Licence>,
}

/// A name that is not known.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, JsonSchema)]
#[schemars(rename = "UnknownName")]
pub struct Strange {
    /// The field it was given for.
    pub field: Field,
    /// The name.
    pub name: String,
    /// The nearest known id.
    pub nearest: Option<String>,
}

pub(crate) const ASKED: &str = "as asked";

/// Tags that lists give to an item, by their beginning.
const LISTS: &[&str] = &["eccn:", "list:", "list-item:", "class:", "reason:"];

/// Classes that say what a thing is, whatever lists it is on.
const KINDS: &[&str] = &[
    "class:tool",
    "class:part",
    "class:chip",
    "class:memory",
    "class:material",
    "class:veu-eligible",
];

/// Countries under embargo or sanctions: nearly everything needs a licence there.
const EMBARGOED: &[&str] = &["CUB", "IRN", "PRK", "SYR", "RUS", "BLR"];

/// Why the destination is the party's country.
const PARTY_HOME: &str = "assumed: destination not given, taken as the party's country";

/// Percent of a whole.
const WHOLE: f64 = 100.0;

pub(crate) struct Builder<'a> {
    pub(crate) query: &'a Query,
    pub(crate) facts: &'a Facts,
    pub(crate) lists: &'a Lists,
    pub(crate) assumed: Vec<String>,
    pub(crate) strange: Vec<Strange>,
}

/// Builds the situation of `query` on `day`.
#[must_use]
pub fn situate(query: &Query, facts: &Facts, lists: &Lists, day: Day) -> Situated {
    Builder { query, facts, lists, assumed: Vec::new(), strange: Vec::new() }.build(day)
}

/// A field's value after names were looked up.
pub(crate) enum Found<'a> {
    Absent,
    Open,
    Thing(&'a Thing),
}

impl<'a> Builder<'a> {
    pub(crate) fn find(&mut self, field: Field, kind: Kind) -> Found<'a> {
        let Some(name) = self.query.get(field) else { return Found::Absent };
        if plain(name) == UNKNOWN {
            return Found::Open;
        }
        match self.facts.named(kind, name) {
            Some(thing) => Found::Thing(thing),
            None => {
                self.strange.push(Strange { field, name: name.to_owned(), nearest: None });
                Found::Open
            }
        }
    }

    pub(crate) fn assume(&mut self, text: &str) -> String {
        self.assumed.push(text.to_owned());
        format!("assumed: {text}")
    }

    /// The tags of a thing with the lists it is on.
    pub(crate) fn fact(&self, thing: &Thing, because: &str) -> Fact {
        let mut certain = thing.tags.clone();
        certain.extend(self.lists.of(&certain));
        let mut possible = thing.possible.clone();
        possible.extend(self.lists.of(&possible));
        let source =
            if because == ASKED && !thing.source.is_empty() { &thing.source } else { because };
        let asks = (!thing.missing.is_empty()).then(|| thing.missing.clone());
        let options = if possible.is_empty() { Vec::new() } else { self.options(thing) };
        let possible = Possible::These(possible);
        Fact { certain, possible, because: source.to_owned(), asks, options }
    }

    /// What is left of an item that was taken off the control lists: what it is, not what lists say.
    pub(crate) fn off_the_lists(&mut self, mut fact: Fact, day: Day) -> Fact {
        let Some(since) = self.query.decontrolled_since().filter(|since| *since <= day) else {
            return fact;
        };
        let because =
            self.assume(&format!("the item is on no control list since {since}, as asked"));
        let kind =
            |tag: &Tag| KINDS.contains(&tag.as_str()) || !LISTS.iter().any(|l| tag.starts_with(l));
        fact.certain.retain(kind);
        fact.certain.extend(["eccn:EAR99", "class:decontrolled"].map(Tag::from));
        fact.possible = Possible::These(BTreeSet::new());
        (fact.because, fact.options) = (because, Vec::new());
        fact
    }

    /// The paragraphs of a code given without one, each with its tags.
    fn options(&self, thing: &Thing) -> Vec<(Tag, BTreeSet<Tag>)> {
        let prefix = format!("{}.", thing.id);
        let below = self.facts.all(Kind::Item).filter(|item| item.id.starts_with(&prefix));
        let with_lists = |item: &Thing| {
            let mut tags = item.tags.clone();
            tags.extend(self.lists.of(&tags));
            (item.id.clone(), tags)
        };
        below.filter(|item| item.possible.is_empty()).map(with_lists).collect()
    }

    pub(crate) fn country(
        &mut self,
        field: Field,
        default: Option<(&str, String)>,
    ) -> (Fact, Option<Tag>) {
        match self.find(field, Kind::Country) {
            Found::Thing(thing) => (self.fact(thing, ASKED), Some(thing.id.clone())),
            Found::Open => (Fact::unknown("said to be unknown"), None),
            Found::Absent => match default {
                Some((iso, why)) => match self.facts.get(Kind::Country, iso) {
                    Some(thing) => (self.fact(thing, &why), Some(thing.id.clone())),
                    None => (Fact::unknown(format!("country {iso} is not declared")), None),
                },
                None => (Fact::unknown(format!("{field} not given")), None),
            },
        }
    }

    fn build(mut self, day: Day) -> Situated {
        let (item_fact, thing) = self.item(day);
        let (site_fact, site) = self.site();
        let from_name = self.query.get(Field::From).map(str::to_owned);
        let (origin, origin_iso) = self.origin(thing, from_name.as_deref());
        if self.query.get(Field::Origin).is_none() && origin_iso.is_some() && from_name.is_some() {
            self.assumed.push("origin not given: taken as the country it leaves".to_owned());
        }
        let from_default =
            origin_iso.as_deref().map(|iso| (iso, "assumed: leaves where it is made".to_owned()));
        let (from, from_iso) = self.country(Field::From, from_default);
        let to_default = site
            .and_then(|site| site.country.as_deref())
            .map(|iso| (iso, "the site's country".to_owned()));
        let home = self.party_home();
        let to_default = to_default.or(home.as_deref().map(|iso| (iso, PARTY_HOME.to_owned())));
        let nowhere = to_default.is_none() && self.query.get(Field::To).is_none();
        let (mut to, to_iso) = self.country(Field::To, to_default);
        if nowhere {
            to = self.anywhere_but_embargoed();
        }
        let (holder, party, hq) = self.parties(site);
        let facility = self.facility(site, to_iso.as_deref(), thing, day);
        let maker = self.maker(thing);
        let buyer = match self.find(Field::Buyer, Kind::Buyer) {
            Found::Thing(thing) => self.fact(thing, ASKED),
            Found::Open => Fact::unknown("the buyer's class is not known"),
            Found::Absent => Fact::unknown("class of buyer not given"),
        };
        let end_use = self.end_use();
        let activity = self.activity(from_iso.as_deref(), to_iso.as_deref());
        let purpose = self.purpose(thing);
        let us_content =
            self.us_content(thing, &item_fact, (origin_iso.as_deref(), from_iso.as_deref()));
        let funding = self.funding();
        // In the order of Field::ALL.
        let facts = vec![
            item_fact, origin, from, to, site_fact, holder, party, hq, facility, maker, buyer,
            purpose, activity, end_use, us_content, funding,
        ];
        Situated {
            situation: Situation { facts, numbers: self.query.numbers().clone() },
            assumed: self.assumed,
            strange: self.strange,
            day,
            licence: self.query.licence(),
        }
    }

    fn activity(&mut self, from: Option<&str>, to: Option<&str>) -> Fact {
        let tag = |activity: Activity| [Tag::from(activity.as_str())];
        match self.query.get(Field::Activity) {
            Some(text) => match Activity::parse(text) {
                Some(activity) => Fact::known(tag(activity), ASKED),
                None => self.open(Field::Activity),
            },
            None => {
                let buys = self.query.get(Field::Buyer).is_some();
                let activity = if buys {
                    Activity::Procurement
                } else if from.is_some() && from == to {
                    Activity::Transfer
                } else {
                    Activity::Export
                };
                let why = self.assume(&format!("activity not given: taken as {activity}"));
                let mut fact = Fact::known(tag(activity), why);
                // Goods of a maker who is named may be barred from buyers who are not.
                if activity == Activity::Export && self.query.get(Field::Maker).is_some() {
                    fact.possible = Possible::These(tag(Activity::Procurement).into());
                }
                fact
            }
        }
    }

    /// Where the party named is at home.
    fn party_home(&self) -> Option<Tag> {
        let name = self.query.get(Field::Party)?;
        self.facts.named(Kind::Entity, name)?.country.clone()
    }

    /// A destination that was not given: anywhere but the embargoed countries.
    fn anywhere_but_embargoed(&mut self) -> Fact {
        let because =
            self.assume("destination not given: taken as none of the embargoed countries");
        let countries =
            self.facts.all(Kind::Country).filter(|c| !EMBARGOED.contains(&c.id.as_str()));
        let mut tags: BTreeSet<Tag> = countries.flat_map(|c| c.tags.iter().cloned()).collect();
        tags.extend(self.lists.of(&tags));
        Fact { possible: Possible::These(tags), ..Fact::known([], because) }
    }

    /// Holder, party and headquarters country.
    fn parties(&mut self, site: Option<&'a Thing>) -> (Fact, Fact, Fact) {
        let facts = self.facts;
        let asked_holder = self.find(Field::Holder, Kind::Entity);
        let asked_party = self.find(Field::Party, Kind::Entity);
        let mut holders: Vec<&Thing> = match &asked_holder {
            Found::Thing(thing) => vec![thing],
            _ => Vec::new(),
        };
        if let (Found::Absent, Some(site)) = (&asked_holder, site) {
            holders.extend(site.holders.iter().filter_map(|id| facts.get(Kind::Entity, id)));
        }
        let holder = if matches!(asked_holder, Found::Open) {
            Fact::unknown("the holder is not known")
        } else {
            let why =
                if matches!(asked_holder, Found::Absent) { "who runs the site" } else { ASKED };
            self.merged(&holders, why)
        };
        let party = match &asked_party {
            Found::Thing(thing) => {
                let fact = self.fact(thing, ASKED);
                self.owned(fact, &thing.id)
            }
            Found::Open => Fact::unknown("the party is not known"),
            Found::Absent if self.query.has_owners() => {
                let fact = Fact::known([], "described by its owners");
                self.owned(fact, "")
            }
            Found::Absent if !holders.is_empty() => {
                let mut fact = self.merged(&holders, "the site's or authorisation's holder");
                for holder in &holders {
                    fact = self.owned(fact, &holder.id);
                }
                fact
            }
            Found::Absent => {
                let why = self
                    .assume("party not given: taken as on no list and owned by no listed party");
                Fact::known([], why)
            }
        };
        let home = match &asked_party {
            Found::Thing(thing) => thing.country.clone(),
            _ => None,
        };
        let home = home.or_else(|| holders.iter().find_map(|holder| holder.country.clone()));
        let default =
            home.as_deref().map(|iso| (iso, "headquarters of the ultimate parent".to_owned()));
        let (hq, _) = self.country(Field::Hq, default);
        (holder, party, hq)
    }

    fn merged(&self, things: &[&Thing], because: &str) -> Fact {
        let tags: BTreeSet<Tag> = things.iter().flat_map(|t| t.tags.iter().cloned()).collect();
        let lists = self.lists.of(&tags);
        Fact::known(tags.into_iter().chain(lists), because)
    }

    /// Adds the `ownedNN:list` tags that hold for an entity, or for the owners given.
    fn owned(&self, mut fact: Fact, id: &str) -> Fact {
        for (tag, (percent, list, held)) in &self.lists.owned {
            let (mut given, mut at_most) = (0.0, 0.0);
            for (owner, share) in self.query.owners_and_shares() {
                // An owner nobody knows was told apart before; it may be a listed one.
                let named = self.facts.named(Kind::Entity, &owner);
                let known = named.is_none_or(|owner| {
                    self.lists.members.get(list).is_some_and(|m| !m.is_disjoint(&owner.tags))
                        || held.certain.contains(&owner.id)
                });
                let perhaps = named.is_some_and(|owner| held.possible.contains(&owner.id));
                given += share.filter(|_| known && named.is_some()).map_or(0.0, Measure::get);
                at_most += if known || perhaps { share.map_or(WHOLE, Measure::get) } else { 0.0 };
            }
            if held.certain.contains(id) || given >= *percent {
                fact.certain.insert(tag.clone());
            } else if (held.possible.contains(id) || at_most >= *percent)
                && let Possible::These(possible) = &mut fact.possible
            {
                possible.insert(tag.clone());
            }
        }
        fact
    }
}
