//! Known people, bodies and places with their aliases, and offices with the days they were held.
//!
//! In come the tables data/entities.csv, data/bodies.csv, data/places.csv and data/roles.csv; out go [`Entity`]s found in text by their
//! aliases at word boundaries, longest first, and [`Role`]s.

use crate::span::Span;
use aho_corasick::{AhoCorasick, MatchKind};
use linchpin_units::Day;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// What a name is the name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntityKind {
    /// A person.
    Person,
    /// A state; it acts through its government.
    Country,
    /// A capital; it often stands for its government.
    Capital,
    /// A ministry, agency, committee, parliament.
    Government,
    /// A firm.
    Company,
    /// A news agency or newspaper.
    Wire,
    /// Any other body.
    Organisation,
    /// A place.
    Place,
    /// A conference or forum.
    Event,
    /// A term of law or trade.
    Term,
    /// A capitalised name of unknown kind.
    Other,
}

impl EntityKind {
    /// Whether it can act and speak.
    #[must_use]
    pub fn acts(self) -> bool {
        !matches!(self, Self::Place | Self::Term | Self::Event | Self::Other)
    }
}

/// A known person, body or place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Its id, `org:micron`.
    pub id: &'static str,
    /// What it is.
    pub kind: EntityKind,
    /// Country code, lower case, or empty.
    pub country: &'static str,
    /// Its names, the preferred one first.
    pub aliases: Vec<&'static str>,
}

/// An office held for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Who.
    pub entity: &'static str,
    /// The office, lower case.
    pub title: &'static str,
    /// Where: an entity id or a country code.
    pub authority: &'static str,
    /// First day.
    pub from: Option<Day>,
    /// First day after; none while open.
    pub until: Option<Day>,
}

/// The tables and the automaton that finds aliases.
pub struct Gazetteer {
    entities: Vec<Entity>,
    by_id: BTreeMap<&'static str, usize>,
    people: Vec<usize>,
    demonyms: BTreeSet<&'static str>,
    roles: Vec<Role>,
    owners: Vec<usize>,
    finder: Option<AhoCorasick>,
}

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| {
    let tables = [include_str!("../data/entities.csv"), include_str!("../data/bodies.csv")];
    let lines = tables.into_iter().flat_map(|table| table.lines().skip(1));
    let mut entities: Vec<Entity> = lines.filter_map(entity).collect();
    let mut by_id: BTreeMap<&'static str, usize> =
        entities.iter().enumerate().map(|(at, entity)| (entity.id, at)).collect();
    let mut demonyms = BTreeSet::new();
    for line in include_str!("../data/places.csv").lines().skip(1) {
        let Some((rest, own)) = line.rsplit_once(',') else { continue };
        let own = own.split(';').filter(|word| !word.is_empty());
        demonyms.extend(own.clone());
        let Some(mut place) = entity(rest) else { continue };
        place.aliases.retain(|alias| !alias.is_empty());
        place.aliases.extend(own);
        // A country of the first table gets the words for its people from the second.
        if let Some(at) = by_id.get(place.id) {
            let known = &mut entities[*at].aliases;
            place.aliases.retain(|alias| !known.contains(alias));
            known.append(&mut place.aliases);
        } else {
            by_id.insert(place.id, entities.len());
            entities.push(place);
        }
    }
    for line in include_str!("../data/names_east.csv").lines().skip(1) {
        let Some((id, own)) = line.split_once(',') else { continue };
        if let Some(at) = by_id.get(id) {
            let known = &mut entities[*at].aliases;
            let fresh: Vec<&str> = own.split(';').filter(|name| !known.contains(name)).collect();
            known.extend(fresh);
        }
    }
    let mut names = Vec::new();
    let mut owners = Vec::new();
    for (at, entity) in entities.iter().enumerate() {
        for alias in &entity.aliases {
            names.push(*alias);
            owners.push(at);
        }
    }
    let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&names).ok();
    let people = (0..entities.len()).filter(|at| entities[*at].kind == EntityKind::Person);
    let people = people.collect();
    let lines = include_str!("../data/roles.csv").lines().skip(1);
    let roles = lines.filter_map(role).collect();
    Gazetteer { entities, by_id, people, demonyms, roles, owners, finder }
});

/// Whether a Korean name that follows `before` starts a word: `이란` in `것이란` is no country; `대중국` is
/// China with a prefix. Chinese has no spaces to go by.
fn starts_word(before: &str, name: &str) -> bool {
    let hangul = |c: Option<char>| c.is_some_and(crate::token::is_hangul);
    let mut back = before.chars().rev();
    let last = back.next();
    if !hangul(name.chars().next()) || !hangul(last) {
        return true;
    }
    matches!(last, Some('대' | '주' | '방' | '재' | '반' | '친')) && !hangul(back.next())
}

fn entity(line: &'static str) -> Option<Entity> {
    let mut cells = line.splitn(4, ',');
    let (id, kind, country) = (cells.next()?, cells.next()?, cells.next()?);
    let kind = match kind {
        "person" => EntityKind::Person,
        "country" => EntityKind::Country,
        "capital" => EntityKind::Capital,
        "government" => EntityKind::Government,
        "company" => EntityKind::Company,
        "wire" => EntityKind::Wire,
        "organisation" => EntityKind::Organisation,
        "place" => EntityKind::Place,
        "event" => EntityKind::Event,
        "term" => EntityKind::Term,
        _ => return None,
    };
    Some(Entity { id, kind, country, aliases: cells.next()?.split(';').collect() })
}

fn role(line: &'static str) -> Option<Role> {
    let mut cells = line.split(',');
    let (entity, title, authority) = (cells.next()?, cells.next()?, cells.next()?);
    let (from, until) = (cells.next()?, cells.next()?);
    Some(Role { entity, title, authority, from: from.parse().ok(), until: until.parse().ok() })
}

/// The tables.
#[must_use]
pub fn gazetteer() -> &'static Gazetteer {
    &GAZETTEER
}

impl Gazetteer {
    /// Known names in `text`, in order, never overlapping, at word boundaries.
    #[must_use]
    pub fn find(&'static self, text: &str) -> Vec<(Span, &'static Entity)> {
        let Some(finder) = &self.finder else { return Vec::new() };
        let mut out = Vec::new();
        let mut from = 0;
        while let Some(found) = text.get(from..).and_then(|rest| finder.find(rest)) {
            let span = Span::new(from + found.start(), from + found.end());
            let before = text[..span.start].chars().next_back();
            let after = text[span.end..].chars().next();
            let east = text[span.start..span.end].chars().any(crate::token::is_east_asian);
            let joined = |c: Option<char>| c.is_some_and(crate::token::is_letter_or_digit);
            let within_dashes = before == Some('-') && after == Some('-');
            let stands = if east {
                starts_word(&text[..span.start], &text[span.start..span.end])
            } else {
                !(joined(before) || joined(after) || within_dashes)
            };
            if stands {
                out.push((span, &self.entities[self.owners[found.pattern().as_usize()]]));
                from = span.end;
            } else {
                // Step over the first character of the false match.
                from = span.start + text[span.start..].chars().next().map_or(1, char::len_utf8);
            }
        }
        out
    }

    /// The entity with this id.
    #[must_use]
    pub fn entity(&self, id: &str) -> Option<&Entity> {
        self.by_id.get(id).map(|at| &self.entities[*at])
    }

    /// Whether the words are those for the people of a country: `Danish`, `Danes`.
    #[must_use]
    pub fn is_demonym(&self, words: &str) -> bool {
        self.demonyms.contains(words)
    }

    /// Known people, for comparing a new name with.
    pub fn people(&self) -> impl Iterator<Item = &Entity> {
        self.people.iter().map(|at| &self.entities[*at])
    }

    /// Offices `entity` held on `day`, or ever when the day is unknown.
    #[must_use]
    pub fn roles(&self, entity: &str, day: Option<Day>) -> Vec<&Role> {
        let holds = |role: &&Role| {
            role.entity == entity
                && day.is_none_or(|day| {
                    role.from.is_none_or(|from| from <= day)
                        && role.until.is_none_or(|until| day < until)
                })
        };
        self.roles.iter().filter(holds).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_are_found_at_word_boundaries() {
        let text = "US and Chinese Ministry of Commerce; BUSY; SK hynix’s plant in Xi'an.";
        let ids: Vec<&str> = gazetteer().find(text).iter().map(|(_, entity)| entity.id).collect();
        assert_eq!(ids, ["country:usa", "org:mofcom", "org:skhynix", "place:xian"]);
    }

    #[test]
    fn every_role_names_a_known_entity() {
        assert!(
            gazetteer()
                .roles
                .iter()
                .all(|role| gazetteer().entity(role.entity).is_some() && role.from.is_some())
        );
        let day = "2023-05-26".parse().ok();
        assert_eq!(gazetteer().roles("person:ahn-duk-geun", day)[0].title, "minister for trade");
    }
}
