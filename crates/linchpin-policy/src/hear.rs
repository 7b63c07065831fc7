//! What a question may mean: every reading of its phrases, and the words that are left over.
//!
//! In comes a question in people's words; out come questions in ids, one for each reading. Each is decided
//! and the strictest counts; a word that nobody understood makes the answer at least unknown. So a word
//! more can only make an answer more careful (see [`crate::permissive`]).

use crate::facts::{Facts, Kind, Thing};
use crate::ids::Tag;
use crate::lexicon::Room;
use crate::owners::{Described, owner_in};
use crate::phrase::{Name, Phrase, exact, take_apart};
use crate::place::Place;
use crate::query::{Query, UNKNOWN};
use crate::scope::Field;
use crate::situate::Strange;
use crate::words::plain;
use linchpin_units::Measure;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// A phrase and what it was read as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Understood {
    /// The field it was given for.
    pub field: Field,
    /// The words as asked.
    pub phrase: String,
    /// What they may mean, each as an id.
    pub readings: Vec<String>,
    /// Words that nobody understood.
    pub left: Vec<String>,
}

/// A question with all its readings.
#[derive(Debug, Clone, Default)]
pub struct Heard {
    /// The questions it may be, in ids; at least one.
    pub variants: Vec<Query>,
    /// The phrases that were not plain names.
    pub understood: Vec<Understood>,
    /// Names that nobody declared.
    pub strange: Vec<Strange>,
    /// What was read into the words.
    pub(crate) assumed: Vec<String>,
}

impl Heard {
    /// Whether words were left over: the answer is then at least unknown.
    #[must_use]
    pub fn in_doubt(&self) -> bool {
        !self.strange.is_empty() || self.understood.iter().any(|one| !one.left.is_empty())
    }
}

/// More readings than this are not told apart; the answer is then at least unknown.
const MOST: usize = 48;

/// Fields that hold names, with where their phrases stand and what they may name.
const NAMED: &[(Field, Kind, Room)] = &[
    (Field::Holder, Kind::Entity, Room::Party),
    (Field::Maker, Kind::Entity, Room::Party),
    (Field::Origin, Kind::Country, Room::Any),
    (Field::From, Kind::Country, Room::Any),
    (Field::To, Kind::Country, Room::Any),
    (Field::Hq, Kind::Country, Room::Any),
    (Field::Buyer, Kind::Buyer, Room::Party),
    (Field::EndUse, Kind::EndUse, Room::Any),
];

/// What `query` may mean.
#[must_use]
pub fn hear(query: &Query, facts: &Facts) -> Heard {
    let mut ear = Ear { facts, heard: Heard { variants: vec![query.clone()], ..Heard::default() } };
    for (field, kind, room) in NAMED {
        ear.name(*field, *kind, *room);
    }
    ear.owners();
    ear.site();
    ear.party();
    ear.item();
    ear.site_holder_too();
    ear.heard
}

struct Ear<'a> {
    facts: &'a Facts,
    heard: Heard,
}

impl<'a> Ear<'a> {
    fn asked(&self, field: Field) -> Option<String> {
        self.heard.variants[0].get(field).map(str::to_owned).filter(|text| plain(text) != UNKNOWN)
    }

    /// Puts every variant of `changes` in place of each question so far.
    fn branch(&mut self, changes: &[&dyn Fn(Query) -> Query]) {
        let mut next = Vec::new();
        for query in &self.heard.variants {
            next.extend(changes.iter().map(|change| change(query.clone())));
        }
        if next.len() > MOST {
            next.truncate(MOST);
            let told = "more readings than are told apart".to_owned();
            self.note(Field::Item, "…", Vec::new(), vec![told]);
        }
        self.heard.variants = next;
    }

    fn set<T: Clone + Into<String>>(&mut self, field: Field, values: &[T]) {
        let changes: Vec<_> = values
            .iter()
            .map(|value| move |query: Query| query.with(field, value.clone()))
            .collect();
        let changes: Vec<&dyn Fn(Query) -> Query> =
            changes.iter().map(|change| change as &dyn Fn(Query) -> Query).collect();
        self.branch(&changes);
    }

    fn note(&mut self, field: Field, phrase: &str, readings: Vec<String>, left: Vec<String>) {
        let phrase = phrase.to_owned();
        self.heard.understood.push(Understood { field, phrase, readings, left });
    }

    /// Says that nobody knows the name.
    fn strange(&mut self, field: Field, name: &str) {
        self.heard.strange.push(Strange { field, name: name.to_owned(), nearest: None });
    }

    /// A field that names one thing of one kind.
    fn name(&mut self, field: Field, kind: Kind, room: Room) {
        let Some(text) = self.asked(field) else { return };
        if let Some(thing) = self.facts.named(kind, &text) {
            return self.set(field, std::slice::from_ref(&thing.id));
        }
        let phrase = self.phrase(&text, room, &[kind]);
        let ids = ids(phrase.names.iter());
        self.take(field, &text, ids, phrase.left);
    }

    /// Files what a phrase was read as.
    fn take(&mut self, field: Field, text: &str, ids: Vec<String>, left: Vec<String>) {
        if ids.is_empty() {
            return self.strange(field, text);
        }
        self.set(field, &ids);
        self.note(field, text, ids, left);
    }

    fn phrase(&self, text: &str, room: Room, kinds: &[Kind]) -> Phrase<'a> {
        // `site:somewhere` is meant to the letter; `NXT:1980Di` is a name.
        let of_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.:".contains(c);
        let letter = text.contains(':') && text.chars().all(of_id);
        if letter {
            return Phrase { names: Vec::new(), left: vec![text.to_owned()] };
        }
        take_apart(self.facts, text, room, kinds)
    }

    /// Owners by their ids; a party described by its owner has that owner.
    fn owners(&mut self) {
        let mut query = self.heard.variants[0].clone();
        // A party that has a name of its own is screened by it too: "YMTC, a subsidiary of Samsung".
        let mut described: Option<String> = None;
        if let Some(party) = self.asked(Field::Party)
            && self.facts.named(Kind::Entity, &party).is_none()
            && let Some(Described { before, owner, share }) = owner_in(&party)
        {
            let named = self.phrase(&before, Room::Party, &[Kind::Entity]);
            let named: Vec<&str> =
                named.names.iter().map(|name| name.thing.name.as_str()).collect();
            described = Some(named.join(", "));
            if query.has_owners() {
                let told = format!("party “{party}” read as described by its owners");
                self.heard.assumed.push(told);
            } else {
                let some =
                    ["part", "minor", "some"].iter().any(|word| plain(&party).contains(word));
                // A subsidiary is held by a majority, taken as all of it.
                let share = share.or((!some).then_some(ALL_OF_IT));
                let said =
                    share.map_or("a share not given".to_owned(), |share| format!("{share} %"));
                let told = format!("party “{party}” read as owned to {said} by “{owner}”");
                self.heard.assumed.push(told);
                query = match share {
                    Some(share) => query.owned_by(owner, Measure::of(share)),
                    None => query.owned_in_part_by(owner),
                };
            }
        }
        if !query.has_owners() {
            return;
        }
        let mut owners = Vec::new();
        for (name, share) in query.owners_and_shares() {
            if let Some(owner) = self.facts.named(Kind::Entity, &name) {
                owners.push((owner.id.to_string(), share));
                continue;
            }
            let phrase = self.phrase(&name, Room::Party, &[Kind::Entity]);
            let ids = ids(phrase.names.iter());
            if ids.is_empty() {
                self.strange(Field::Party, &name);
            } else {
                owners.extend(ids.iter().map(|id| (id.clone(), share)));
                self.note(Field::Party, &name, ids, phrase.left);
            }
        }
        for variant in &mut self.heard.variants {
            *variant = std::mem::take(variant).with_owners(owners.clone());
            *variant = match described.as_deref() {
                Some("") => std::mem::take(variant).without(Field::Party),
                Some(named) => std::mem::take(variant).with(Field::Party, named),
                None => continue,
            };
        }
    }

    fn party(&mut self) {
        let Some(text) = self.asked(Field::Party) else { return };
        if let Some(thing) = self.facts.named(Kind::Entity, &text) {
            return self.set(Field::Party, std::slice::from_ref(&thing.id));
        }
        let kinds = [Kind::Entity, Kind::Country, Kind::City];
        let phrase = self.phrase(&text, Room::Party, &kinds);
        let firms = ids(phrase.names.iter().filter(|name| name.kind == Kind::Entity));
        self.take(Field::Party, &text, firms, phrase.left);
    }

    fn site(&mut self) {
        let Some(text) = self.asked(Field::Site) else { return };
        if let Some(site) = self.facts.named(Kind::Site, &text) {
            let town = site.city.as_deref().and_then(|id| self.facts.get(Kind::City, id));
            let alone = town.is_some_and(|town| {
                self.facts.named(Kind::City, &text).is_some_and(|named| named.id == town.id)
            });
            if alone {
                let told = format!("site “{text}” read as {}, the best known there", site.id);
                self.heard.assumed.push(told);
            }
            return self.set(Field::Site, std::slice::from_ref(&site.id));
        }
        let kinds = [Kind::Site, Kind::City, Kind::Entity, Kind::Country];
        let phrase = self.phrase(&text, Room::Site, &kinds);
        let of = |kind: Kind| -> Vec<&'a Thing> {
            let mut seen = BTreeSet::new();
            let names = phrase.names.iter().filter(|name| name.kind == kind);
            names.map(|name| name.thing).filter(|thing| seen.insert(&thing.id)).collect()
        };
        let (firms, countries) = (of(Kind::Entity), of(Kind::Country));
        let mut towns: BTreeSet<Tag> = of(Kind::City).iter().map(|city| city.id.clone()).collect();
        // A firm's name may stand for its fab; beside a town it is the firm again.
        let firm = |name: &&Name<'_>| {
            let is_firm = |other: &Name<'_>| {
                other.kind == Kind::Entity && other.thing.id.starts_with("firm:")
            };
            phrase.names.iter().any(|other| is_firm(other) && other.at == name.at)
        };
        let told = || phrase.names.iter().filter(|name| name.kind == Kind::Site);
        towns.extend(told().filter(|n| !firm(n)).filter_map(|name| name.thing.city.clone()));
        let mut plan: Vec<Place> = Vec::new();
        for firm in &firms {
            plan.extend(self.sites_of(firm, &towns, &countries));
        }
        // The town alone stands for its best-known fab, unless a firm beside it has its own there.
        let there = |id: &Tag| {
            let city = self.facts.get(Kind::Site, id).and_then(|site| site.city.as_ref());
            city.is_some_and(|city| towns.contains(city))
        };
        let own = plan.iter().any(|place| matches!(place, Place::Known(id) if there(id)));
        let town = |name: &Name<'_>| {
            phrase.names.iter().any(|other| other.kind == Kind::City && other.at == name.at)
        };
        let named = told().filter(|name| !firm(name) || towns.is_empty());
        let named = named.filter(|name| !own || !town(name));
        plan.extend(named.map(|name| Place::Known(name.thing.id.clone())));
        if plan.is_empty() && !towns.is_empty() {
            let all = self.facts.all(Kind::Site);
            let there = all.filter(|s| s.city.as_ref().is_some_and(|city| towns.contains(city)));
            plan.extend(there.map(|site| Place::Known(site.id.clone())));
        }
        self.elsewhere(&mut plan, &of(Kind::City));
        let mut seen = BTreeSet::new();
        plan.retain(|place| seen.insert(place.told()));
        if plan.is_empty() {
            return self.strange(Field::Site, &text);
        }
        let told = plan.iter().map(Place::told).collect();
        let changes: Vec<_> = plan.iter().map(|place| |query: Query| place.put(query)).collect();
        let changes: Vec<&dyn Fn(Query) -> Query> =
            changes.iter().map(|change| change as &dyn Fn(Query) -> Query).collect();
        self.branch(&changes);
        self.note(Field::Site, &text, told, phrase.left);
    }

    /// A town where none of the sites stands is told for a reason: the firm may mean another site there.
    fn elsewhere(&self, plan: &mut Vec<Place>, told: &[&Thing]) {
        let site = |place: &Place| match place {
            Place::Known(id) => self.facts.get(Kind::Site, id),
            Place::Other { .. } => None,
        };
        let known: Vec<&Thing> = plan.iter().filter_map(site).collect();
        let Some(firm) = known.first().and_then(|site| site.holders.first()) else { return };
        let away =
            told.iter().filter(|city| known.iter().all(|s| s.city.as_ref() != Some(&city.id)));
        plan.extend(
            away.map(|city| Place::Other { firm: firm.clone(), country: city.country.clone() }),
        );
    }

    /// The sites a firm has in the towns and countries named; where it has none there, all that are known, and one
    /// that is not: a town more makes nothing milder than the firm alone.
    fn sites_of(&self, firm: &Thing, towns: &BTreeSet<Tag>, countries: &[&Thing]) -> Vec<Place> {
        let own: Vec<&Thing> = self.facts.sites_of(firm).collect();
        let here = |site: &Thing| {
            let town =
                towns.is_empty() || site.city.as_ref().is_some_and(|city| towns.contains(city));
            let country = countries.is_empty()
                || countries.iter().any(|c| Some(&c.id) == site.country.as_ref());
            town && country
        };
        let known = |site: &&Thing| Place::Known(site.id.clone());
        if own.iter().any(|site| here(site)) {
            return own.iter().filter(|site| here(site)).map(known).collect();
        }
        let of_towns =
            towns.iter().filter_map(|id| self.facts.get(Kind::City, id)?.country.clone());
        let named = countries.iter().map(|country| country.id.clone());
        let mut places: BTreeSet<Option<Tag>> = of_towns.chain(named).map(Some).collect();
        if places.is_empty() {
            places.insert(firm.country.clone());
        }
        let other = |country| Place::Other { firm: firm.id.clone(), country };
        own.iter().map(known).chain(places.into_iter().map(other)).collect()
    }

    fn item(&mut self) {
        let Some(text) = self.asked(Field::Item) else { return };
        let named = exact(self.facts, Kind::Item, &text);
        if !named.is_empty() {
            return self.set(Field::Item, &named);
        }
        let kinds = [Kind::Item, Kind::Entity, Kind::Country];
        let mut phrase = self.phrase(&text, Room::Item, &kinds);
        let items = self.items(&phrase);
        if items.is_empty() {
            return self.strange(Field::Item, &text);
        }
        self.set(Field::Item, &items);
        let purposes = parts_first(&phrase);
        if purposes && self.heard.variants[0].get(Field::Purpose).is_none() {
            self.heard.assumed.push("purpose not given: parts are for spares".to_owned());
            self.set(Field::Purpose, &["spares".to_owned()]);
        }
        self.firms_of_item(&text, &phrase);
        self.countries_of_item(&mut phrase);
        self.note(Field::Item, &text, items, phrase.left);
    }

    /// The items a phrase may mean: names of their own before common nouns, technology of a product too.
    fn items(&self, phrase: &Phrase<'_>) -> Vec<String> {
        let all = || phrase.names.iter().filter(|name| name.kind == Kind::Item);
        let own = all().any(|name| !name.common);
        // A common noun that fits is absorbed; one that does not was left over and speaks for itself.
        let telling = |name: &&Name<'_>| !name.common || !own || !phrase.left.is_empty();
        let mut items = ids(all().filter(telling));
        let technology =
            ["technology", "technologies", "knowhow", "know", "how", "process", "design"];
        if phrase.left.iter().any(|word| technology.contains(&word.as_str())) {
            let made = all().filter_map(|name| name.thing.defaults.get("technology").cloned());
            let made: BTreeSet<String> = made.collect();
            items.extend(made.into_iter().filter(|id| self.facts.get(Kind::Item, id).is_some()));
        }
        items
    }

    /// A firm named with a good made it; after `for` or `to` it takes part; a listed one takes part anyhow.
    fn firms_of_item(&mut self, text: &str, phrase: &Phrase<'_>) {
        let firms = || phrase.names.iter().filter(|name| name.kind == Kind::Entity);
        let makers = ids(firms().filter(|name| !name.toward));
        if !makers.is_empty() && self.asked(Field::Maker).is_none() {
            let told = format!("maker not given: read from “{text}” as {}", makers.join(", "));
            self.heard.assumed.push(told);
            self.set(Field::Maker, &makers);
        }
        let parties = ids(firms());
        if parties.is_empty() {
            return;
        }
        let given = self.heard.variants.clone();
        for firm in parties {
            self.heard
                .variants
                .extend(given.iter().map(|q| q.clone().with(Field::Party, firm.clone())));
        }
    }

    /// A country named with a good is where it was made, or is what was said already.
    fn countries_of_item(&mut self, phrase: &mut Phrase<'_>) {
        let countries: Vec<_> =
            phrase.names.iter().filter(|n| n.kind == Kind::Country).cloned().collect();
        for name in countries {
            let said = |field: Field| self.heard.variants[0].get(field).map(str::to_owned);
            let id = name.thing.id.clone();
            let fits = match name.toward {
                true => said(Field::To).as_deref() == Some(&id),
                false => match said(Field::Origin) {
                    None => {
                        self.heard
                            .assumed
                            .push(format!("origin not given: read from the item as {id}"));
                        self.set(Field::Origin, std::slice::from_ref(&id));
                        true
                    }
                    Some(origin) => origin == id,
                },
            };
            if !fits {
                phrase.left.push(name.thing.name.clone());
            }
        }
    }

    /// Who runs the site is a party beside the party named: both are screened.
    fn site_holder_too(&mut self) {
        let both =
            |query: &Query| query.get(Field::Site).is_some() && query.get(Field::Party).is_some();
        let alone =
            self.heard.variants.iter().filter(|q| both(q)).map(|q| q.clone().without(Field::Party));
        let alone: Vec<Query> = alone.collect();
        for query in alone {
            if !self.heard.variants.contains(&query) {
                self.heard.variants.push(query);
            }
        }
    }
}

/// Share of a subsidiary that is not stated: a majority, taken as all of it.
const ALL_OF_IT: f64 = 100.0;

/// Whether a phrase speaks of parts before it names the tool they are for.
fn parts_first(phrase: &Phrase<'_>) -> bool {
    let items = || phrase.names.iter().filter(|name| name.kind == Kind::Item);
    let first = items().min_by_key(|name| name.at[0]);
    first.is_some_and(|name| name.thing.tags.contains("class:part")) && phrase.left.is_empty()
}

fn ids<'n, 'a: 'n>(names: impl Iterator<Item = &'n Name<'a>>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    names.map(|name| name.thing.id.to_string()).filter(|id| seen.insert(id.clone())).collect()
}
