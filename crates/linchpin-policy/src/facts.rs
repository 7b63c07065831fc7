//! Declared facts: countries, entities with their owners, facilities, items; dated and sourced.
//!
//! In come the tables under `policy/facts/`; out come names resolved to ids and the tags a rule's
//! scope can test. Facts say what things are; only acts say what is allowed.

use crate::codes;
use crate::declared::{RawFile, RawThing};
use crate::ids::Tag;
pub use crate::kind::Kind;
use crate::lexicon::{Lexicon, Word, codes};
use crate::read::Reader;
use crate::words::plain;
use linchpin_units::{Day, Days, Finding, Findings, Grade, Text, finding::nearest};
use std::collections::{BTreeMap, BTreeSet};
use toml::{Spanned, Value};

/// A country, entity, site or item.
#[derive(Debug, Clone)]
pub struct Thing {
    /// Its id.
    pub id: Tag,
    /// Its name.
    pub name: String,
    /// Every tag it certainly has, its id included.
    pub tags: BTreeSet<Tag>,
    /// Tags it may have besides.
    pub possible: BTreeSet<Tag>,
    /// What one must know to settle the possible ones.
    pub missing: String,
    /// The country of a site, the headquarters country of an entity.
    pub country: Option<Tag>,
    /// The country an item comes from when nothing else is said.
    pub origin: Option<Tag>,
    /// The town a site stands in, as a `city:…` id.
    pub city: Option<Tag>,
    /// Legal entities that run a site.
    pub holders: Vec<Tag>,
    /// Facts that naming the thing implies, such as the maker of a model.
    pub(crate) defaults: BTreeMap<String, String>,
    /// Who says so.
    pub(crate) source: String,
    /// How well that is known.
    pub grade: Grade,
}

/// A dated share of ownership.
#[derive(Debug, Clone)]
pub(crate) struct Owns {
    /// Who owns.
    pub(crate) owner: Tag,
    /// What is owned.
    pub(crate) owned: Tag,
    /// Lowest and highest share in percent.
    pub(crate) share: (f64, f64),
    /// When.
    pub(crate) days: Days,
    /// Who says so.
    #[expect(dead_code, reason = "a share without its source is refused; no answer cites it yet")]
    pub(crate) source: String,
}

/// What a facility makes, dated.
#[derive(Debug, Clone)]
pub(crate) struct Facility {
    /// The site.
    pub(crate) site: Tag,
    /// `advanced`, `not-advanced`, `legacy`.
    pub(crate) is: Tag,
    /// When.
    pub(crate) days: Days,
    /// Who says so.
    pub(crate) source: String,
    /// How well that is known.
    pub(crate) grade: Grade,
}

/// All declared facts.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    things: BTreeMap<Kind, BTreeMap<Tag, Thing>>,
    aliases: BTreeMap<Kind, BTreeMap<String, Tag>>,
    /// Every spelling as it was written.
    written: BTreeMap<Kind, Vec<String>>,
    /// The words that the reader of phrases knows beside names.
    pub(crate) lexicon: Lexicon,
    /// Who owns whom.
    pub(crate) owns: Vec<Owns>,
    /// What facilities make.
    pub(crate) facilities: Vec<Facility>,
}

impl Facts {
    /// Reads the fact files.
    ///
    /// # Errors
    /// Every mistake in every file.
    pub fn read(texts: &[Text]) -> Result<Self, Findings> {
        let mut facts = Self::default();
        let mut findings = Findings::default();
        for text in texts {
            let mut reader = Reader::new(text);
            if let Some(raw) = reader.file::<RawFile>() {
                facts.take(raw, &mut reader);
            }
            findings.extend(reader.findings);
        }
        facts.refine();
        facts.lexicon.index(&facts.aliases);
        findings.or_value(facts)
    }

    fn take(&mut self, raw: RawFile, reader: &mut Reader<'_>) {
        let kinds = [
            (Kind::Country, raw.country),
            (Kind::Entity, raw.entity),
            (Kind::Site, raw.site),
            (Kind::Item, raw.item),
            (Kind::City, raw.city),
        ];
        for (kind, list) in kinds {
            for thing in list {
                self.thing(kind, thing, reader);
            }
        }
        for word in raw.word {
            let kind = match word.field.get_ref().as_str() {
                "buyer" => Kind::Buyer,
                "end-use" => Kind::EndUse,
                other => {
                    let message = format!("`{other}` has no words");
                    reader
                        .error(codes::WORD, &word.field.span(), message)
                        .expected_help("buyer or end-use", "use one of the two");
                    continue;
                }
            };
            let mut tags: BTreeSet<Tag> = word.tags.into_iter().map(Tag::from).collect();
            tags.insert(word.id.as_str().into());
            let thing = Thing { tags, ..Thing::bare(&word.id) };
            self.insert(kind, thing, &word.aliases);
        }
        for noun in raw.noun {
            self.lexicon.noun(&noun.words, &noun.fits);
        }
        for filler in raw.filler {
            let word = filler.field.get_ref();
            if !self.lexicon.filler(word, &filler.words) {
                reader
                    .error(codes::WORD, &filler.field.span(), format!("`{word}` has no fillers"))
                    .expected_help("any, item, site or party", "use one of the four");
            }
        }
        for owns in raw.owns {
            let (low, high) = (*owns.low.get_ref(), owns.high.unwrap_or(*owns.low.get_ref()));
            let percent = 0.0..=100.0;
            if !percent.contains(&low) || !percent.contains(&high) || low > high {
                reader
                    .error(codes::NUMBER, &owns.low.span(), format!("{low} to {high} is no share"))
                    .expected_help("percent, 0 to 100, low before high", "correct the share");
            }
            let days = days(reader, &owns.from, owns.until.as_ref());
            grade(reader, Some(&owns.grade));
            if let Some(days) = days {
                self.owns.push(Owns {
                    owner: owns.owner.into_inner().into(),
                    owned: owns.owned.into_inner().into(),
                    share: (low, high),
                    days,
                    source: owns.source,
                });
            }
        }
        for facility in raw.facility {
            let days = days(reader, &facility.from, facility.until.as_ref());
            let grade = grade(reader, Some(&facility.grade));
            if let Some(days) = days {
                self.facilities.push(Facility {
                    site: facility.site.into_inner().into(),
                    is: facility.is.into(),
                    days,
                    source: facility.source,
                    grade,
                });
            }
        }
    }

    fn thing(&mut self, kind: Kind, raw: RawThing, reader: &mut Reader<'_>) {
        let grade = grade(reader, raw.grade.as_ref());
        let id = Tag::from(raw.id.get_ref());
        if self.get(kind, &id).is_some() {
            reader
                .error(codes::TWICE, &raw.id.span(), format!("`{id}` is declared twice"))
                .expected_help("one entry for each id", "remove or rename one of them");
        }
        let mut tags: BTreeSet<Tag> = raw.tags.into_iter().map(Tag::from).collect();
        tags.insert(id.clone());
        let mut aliases = raw.aliases;
        aliases.push(raw.name.clone());
        let thing = Thing {
            id,
            name: raw.name,
            tags,
            possible: raw.possible.into_iter().map(Tag::from).collect(),
            missing: raw.missing,
            country: raw.country.map(Tag::from),
            origin: raw.origin.map(Tag::from),
            city: raw.city.map(Tag::from),
            holders: raw.holders.into_iter().map(Tag::from).collect(),
            defaults: raw.defaults,
            source: raw.source,
            grade,
        };
        self.insert(kind, thing, &aliases);
    }

    fn insert(&mut self, kind: Kind, thing: Thing, aliases: &[String]) {
        let names = self.aliases.entry(kind).or_default();
        names.insert(plain(&thing.id), thing.id.clone());
        if let Some((_, bare)) = thing.id.split_once(':') {
            names.entry(plain(bare)).or_insert_with(|| thing.id.clone());
        }
        names.extend(aliases.iter().map(|alias| (plain(alias), thing.id.clone())));
        let written = self.written.entry(kind).or_default();
        written.extend(aliases.iter().cloned().chain([thing.id.to_string()]));
        self.things.entry(kind).or_default().insert(thing.id.clone(), thing);
    }

    /// An item that is a class of others (`eccn:3B001`) may be any of its members.
    fn refine(&mut self) {
        let Some(items) = self.things.get_mut(&Kind::Item) else { return };
        let below: Vec<(Tag, BTreeSet<Tag>)> =
            items.values().map(|item| (item.id.clone(), item.tags.clone())).collect();
        for item in items.values_mut() {
            let Some(code) = item.id.strip_prefix("eccn:") else { continue };
            for (id, tags) in &below {
                let longer = id.strip_prefix("eccn:").and_then(|other| other.strip_prefix(code));
                if longer.is_some_and(|rest| rest.starts_with('.')) {
                    item.possible.extend(tags.difference(&item.tags).cloned());
                }
            }
        }
    }

    /// The thing of an id.
    #[must_use]
    pub fn get(&self, kind: Kind, id: &str) -> Option<&Thing> {
        self.things.get(&kind)?.get(id)
    }

    /// The thing that a name, id or alias means.
    #[must_use]
    pub fn named(&self, kind: Kind, name: &str) -> Option<&Thing> {
        let spelt = plain(name);
        if let Some(id) = self.aliases.get(&kind)?.get(&spelt) {
            return self.get(kind, id);
        }
        if kind == Kind::Item
            && let Some(item) = codes(name).iter().find_map(|id| self.get(kind, id))
        {
            return Some(item);
        }
        if let Some(id) = self.lexicon.tight(kind, &spelt.replace('-', "")) {
            return self.get(kind, id);
        }
        // Several of a good are the good: "H100s", "etchers".
        let one = spelt.strip_suffix('s').filter(|one| kind == Kind::Item && one.len() > 2)?;
        self.get(kind, self.aliases.get(&kind)?.get(one)?)
    }

    /// The thing that a run of a phrase's words means.
    pub(crate) fn spoken(&self, kind: Kind, words: &[Word]) -> Option<&Thing> {
        let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        let short = texts.iter().map(|text| text.len()).sum::<usize>();
        // Short words are names only in capitals: `US`, `HF`, `CAN`; not `us`, `in`, `can`.
        let country = kind == Kind::Country;
        let shouted = words.iter().all(|word| word.capitals || (!country && word.proper));
        let least = if country { 4 } else { 3 };
        // Letters that a hyphen ties to a name are part of it: `Suma-SI` is nobody in Slovenia.
        if short < least && (!shouted || country && words[0].glued) {
            return None;
        }
        if texts.iter().all(|text| text.chars().all(|c| c.is_ascii_digit())) && texts.len() < 2 {
            return None;
        }
        // A word of two scripts is cut in two: `D램`.
        let joined = texts.join("-");
        let whole = || self.named(kind, &texts.concat()).filter(|_| !joined.is_ascii());
        self.named(kind, &joined).or_else(whole)
    }

    /// All things of a kind, by id.
    pub fn all(&self, kind: Kind) -> impl Iterator<Item = &Thing> {
        self.things.get(&kind).into_iter().flat_map(BTreeMap::values)
    }

    /// The sites that a firm runs, itself or through whoever holds its licences.
    pub fn sites_of<'f>(&'f self, firm: &'f Thing) -> impl Iterator<Item = &'f Thing> {
        let holds = |id: &Tag| {
            *id == firm.id
                || self.get(Kind::Entity, id).is_some_and(|holder| holder.tags.contains(&firm.id))
        };
        self.all(Kind::Site).filter(move |site| site.holders.iter().any(holds))
    }

    /// Every id of a kind that has a name, for "did you mean".
    pub fn names(&self, kind: Kind) -> impl Iterator<Item = &str> {
        self.aliases.get(&kind).into_iter().flat_map(|names| names.values().map(Tag::as_str))
    }

    /// Every name of a kind of two words or more, with what it means.
    pub(crate) fn long_names(&self, kind: Kind) -> impl Iterator<Item = (&str, &Thing)> {
        let names =
            self.aliases.get(&kind).into_iter().flatten().filter(|(name, _)| name.contains('-'));
        names.filter_map(move |(name, id)| Some((name.as_str(), self.get(kind, id)?)))
    }

    /// Every spelling of a kind, as it was written.
    pub fn spellings(&self, kind: Kind) -> impl Iterator<Item = &str> {
        self.written.get(&kind).into_iter().flatten().map(String::as_str)
    }

    /// The id of the thing whose spelling is nearest to `name`, if one is near enough to offer.
    #[must_use]
    pub fn nearest(&self, kind: Kind, name: &str) -> Option<&str> {
        let names = self.aliases.get(&kind)?;
        let asked = plain(name);
        let near = nearest(&asked, names.keys().map(String::as_str))?;
        names.get(near).map(Tag::as_str)
    }

    /// Whether some thing of the kind carries the tag.
    #[must_use]
    pub fn tag_known(&self, kind: Kind, tag: &str) -> bool {
        self.all(kind).any(|thing| thing.tags.contains(tag) || thing.possible.contains(tag))
    }

    /// Days on which a dated fact begins or ends.
    pub fn change_days(&self) -> impl Iterator<Item = Day> {
        let spans = self.owns.iter().map(|o| o.days).chain(self.facilities.iter().map(|f| f.days));
        spans.flat_map(|days| [Some(days.from), days.until].into_iter().flatten())
    }
}

impl Thing {
    /// A thing of which nothing but the id is known.
    fn bare(id: &str) -> Self {
        Self {
            id: id.into(),
            name: id.to_owned(),
            tags: BTreeSet::new(),
            possible: BTreeSet::new(),
            missing: String::new(),
            country: None,
            origin: None,
            city: None,
            holders: Vec::new(),
            defaults: BTreeMap::new(),
            source: "vocabulary".to_owned(),
            grade: Grade::Assumption,
        }
    }
}

fn grade(reader: &mut Reader<'_>, value: Option<&Spanned<String>>) -> Grade {
    let known: Vec<&'static str> = Grade::ALL.iter().map(|grade| grade.as_str()).collect();
    let read = value.and_then(|v| reader.word(v, "grade", |t| t.parse::<Grade>().ok(), &known));
    read.unwrap_or(Grade::Memory)
}

fn days(
    reader: &mut Reader<'_>,
    from: &Spanned<Value>,
    until: Option<&Spanned<Value>>,
) -> Option<Days> {
    let from = reader.day(from, "from")?;
    let end = match until {
        Some(until) => Some(reader.day(until, "until")?),
        None => None,
    };
    match Days::new(from, end) {
        Ok(days) => Some(days),
        Err(error) => {
            let place = reader.place(&until.map_or(0..0, Spanned::span));
            let finding = Finding::error(codes::ENDS_EARLY, place, error.to_string())
                .expected(format!("an end after {from}"))
                .help("swap or correct the dates");
            reader.findings.push(finding);
            None
        }
    }
}
