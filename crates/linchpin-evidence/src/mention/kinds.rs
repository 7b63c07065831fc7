//! What kind of name an unknown name is.
//!
//! In come the tokens around a name; out goes its kind, judged by its own words (data/name_words.csv) and
//! by its neighbours: `in X` is a place, `analysts at X` a body, two capitalised words that are no common
//! words a person.

use super::{is_calendar, is_given};
use crate::gazetteer::{Entity, EntityKind, gazetteer};
use crate::lines::is_stopword;
use crate::span::Span;
use crate::token::{Lower, Token, TokenKind, strip_possessive};
use crate::vocabulary::Vocabulary;
use crate::words::Words;
use std::sync::LazyLock;

static CLASSES: LazyLock<Vocabulary<Vec<&'static str>>> = LazyLock::new(|| {
    let rows = include_str!("../../data/name_words.csv").lines().skip(1);
    let rows = rows.filter_map(|line| line.split_once(','));
    let rows =
        rows.flat_map(|(class, words)| words.split(' ').map(move |word| (word, vec![class])));
    Vocabulary::merged(rows, |classes, more| classes.extend(more))
});

/// Whether a lower-case word belongs to a class of name words.
pub(super) fn is_class(class: &'static str, lower: &str) -> bool {
    let classes = CLASSES.get(lower.trim_end_matches('.'));
    classes.is_some_and(|classes| classes.contains(&class))
}

/// Known names in a sentence, those that are part of a person's name left out; a line in capitals is
/// read as if it were not.
pub(super) fn known(words: &Words<'_>) -> Vec<(Span, &'static Entity)> {
    let Words { text, all, .. } = words;
    let tables = gazetteer();
    let mut found = words.known.clone();
    let (mut upper, mut lower) = (0, 0);
    for c in text.chars() {
        upper += usize::from(c.is_uppercase());
        lower += usize::from(c.is_lowercase());
    }
    if upper > 3 && upper > lower * 4 && text.is_ascii() {
        let mut cased = String::with_capacity(text.len());
        for c in text.chars() {
            let inside = cased.ends_with(|before: char| before.is_alphabetic());
            cased.push(if inside { c.to_ascii_lowercase() } else { c });
        }
        for (span, entity) in tables.find(&cased) {
            if !found.iter().any(|(known, _)| known.meets(span)) {
                found.push((span, entity));
            }
        }
        found.sort_by_key(|(span, _)| *span);
    }
    found.retain(|(span, entity)| !in_person_name(all, *span, entity));
    found
}

/// `Michael Jordan`, `Austin Powers`: the place is part of a name.
fn in_person_name(all: &[Token<'_>], span: Span, entity: &Entity) -> bool {
    if !matches!(entity.kind, EntityKind::Place | EntityKind::Country | EntityKind::Capital) {
        return false;
    }
    let at = all.partition_point(|token| token.span.start < span.start);
    let Some(token) = all.get(at).filter(|token| strip_possessive(token.text).len() == span.len())
    else {
        return false;
    };
    let name = |i: usize| {
        all.get(i).is_some_and(|token| {
            token.kind == TokenKind::Word
                && token.is_capital()
                && token.text.chars().any(char::is_lowercase)
        })
    };
    let before = at > 0
        && name(at - 1)
        && is_given(&all[at - 1].lower())
        && all[at - 1].text == strip_possessive(all[at - 1].text)
        && gazetteer().entity(&format!("place:{}", all[at - 1].lower())).is_none();
    let after = is_given(&token.lower())
        && token.text == strip_possessive(token.text)
        && name(at + 1)
        && !is_calendar(&all[at + 1].lower())
        && !is_class("body", &all[at + 1].lower())
        && !is_class("team", &all[at + 1].lower())
        && !crate::titles::is_head(&all[at + 1].lower())
        && !crate::titles::is_field(&all[at + 1].lower());
    before || after
}

/// The longer name that the known place at tokens `[from, next)` begins, and where it ends.
pub(super) fn longer(
    all: &[Token<'_>],
    from: usize,
    next: usize,
    known: &[(Span, &'static Entity)],
) -> Option<(EntityKind, usize)> {
    let start = all[from].span.start;
    let entity = known.iter().find(|(span, _)| span.meets(all[from].span))?.1;
    let place =
        matches!(entity.kind, EntityKind::Place | EntityKind::Country | EntityKind::Capital);
    let glued = strip_possessive(all[next - 1].text) != all[next - 1].text;
    if !place || glued || all[from].span.start != start {
        return None;
    }
    let mut to = next;
    while to < all.len() && to - next < 4 {
        let token = &all[to];
        let lower = token.lower();
        let inside = known.iter().any(|(span, _)| span.meets(token.span));
        if token.kind != TokenKind::Word || !token.is_capital() || is_calendar(&lower) || inside {
            break;
        }
        to += 1;
        if strip_possessive(token.text) != token.text {
            break;
        }
    }
    if to == next {
        return None;
    }
    let last = all[to - 1].lower();
    let demonym = gazetteer().is_demonym(&all[from].text[..strip_possessive(all[from].text).len()]);
    if is_class("team", &last) && !demonym || is_class("body", &last) && !is_class("common", &last)
    {
        Some((EntityKind::Organisation, to))
    } else if is_class("event", &last) {
        Some((EntityKind::Event, to))
    } else if is_class("place", &last) && !demonym {
        Some((EntityKind::Place, to))
    } else {
        None
    }
}

/// Short forms of address; they stand with or without a stop.
const HONORIFICS: &[&str] = &[
    "Mr", "Mrs", "Ms", "Dr", "Prof", "Sen", "Rep", "Gov", "Gen", "Col", "Lt", "Capt", "Sgt", "Rev",
];
/// Forms of address that are words of their own.
const RANKS: &[&str] = &[
    "Miss", "Sir", "Lord", "Lady", "Dame", "Mme", "Herr", "Sheikh", "Queen", "King", "Prince",
    "Princess", "Pope",
];

/// Whether a word is a short form of address.
pub(super) fn is_honorific(word: &str) -> bool {
    HONORIFICS.contains(&word)
}

/// Whether `Mr.`, `Dr` and their like stand before the name at token `i`.
pub(super) fn honoured(all: &[Token<'_>], i: usize) -> bool {
    let stop = i > 0 && all[i - 1].text == ".";
    let at = if stop { i.checked_sub(2) } else { i.checked_sub(1) };
    at.is_some_and(|at| is_honorific(all[at].text) || RANKS.contains(&all[at].text))
}

/// A name and the tokens around it.
pub(super) struct Around<'r, 't> {
    pub(super) all: &'r [Token<'t>],
    /// First token of the name.
    pub(super) from: usize,
    /// First token after it.
    pub(super) to: usize,
    /// Whether it starts the sentence.
    pub(super) at_start: bool,
}

/// Whether a word names people or papers of a body: `an analyst at X`.
fn is_staff(word: &str) -> bool {
    matches!(
        word,
        "analyst"
            | "analysts"
            | "economist"
            | "economists"
            | "strategist"
            | "shares"
            | "stock"
            | "employees"
            | "workers"
            | "engineers"
            | "engineer"
            | "executives"
            | "executive"
            | "spokesman"
            | "spokeswoman"
            | "chairman"
            | "chief"
            | "lawyers"
            | "subsidiary"
            | "unit"
            | "owner"
            | "shareholders"
            | "customers"
            | "officials"
            | "traders"
            | "dealer"
            | "dealers"
            | "researcher"
            | "researchers"
            | "head"
            | "managers"
    )
}

/// Whether a word names what only a body has: `X shares`.
fn is_owned(word: &str) -> bool {
    matches!(
        word,
        "shares"
            | "stock"
            | "spokesman"
            | "spokeswoman"
            | "executives"
            | "subsidiary"
            | "employees"
            | "shareholders"
            | "newspaper"
            | "news"
    )
}

/// Whether a word names a kind of place before `of`: `the port of X`.
fn is_region(word: &str) -> bool {
    matches!(
        word,
        "city"
            | "town"
            | "village"
            | "province"
            | "state"
            | "port"
            | "region"
            | "district"
            | "capital"
            | "island"
            | "county"
            | "suburb"
            | "outskirts"
            | "coast"
            | "kingdom"
            | "north"
            | "south"
            | "east"
            | "west"
    )
}

/// Whether a word says that something lies at a place.
fn lies_in(word: &str) -> bool {
    matches!(
        word,
        "in" | "near"
            | "outside"
            | "across"
            | "throughout"
            | "around"
            | "inside"
            | "reached"
            | "via"
    )
}

/// Whether a word names a kind of place behind its name: `X province`.
fn is_place_kind(word: &str) -> bool {
    matches!(
        word,
        "province"
            | "city"
            | "county"
            | "district"
            | "island"
            | "region"
            | "river"
            | "airport"
            | "border"
    )
}

impl<'t> Around<'_, 't> {
    fn before(&self, n: usize) -> Lower<'t> {
        self.from.checked_sub(n).map(|at| self.all[at].lower()).unwrap_or_default()
    }

    fn after(&self, n: usize) -> Lower<'t> {
        self.all.get(self.to + n).map(Token::lower).unwrap_or_default()
    }

    /// `X said it would`: a body speaks of itself so.
    pub(super) fn speaks_of_itself(&self) -> bool {
        (1..5).any(|n| matches!(self.after(n).as_str(), "it" | "its"))
    }

    /// The kind its neighbours tell.
    pub(super) fn kind(&self) -> Option<EntityKind> {
        let (one, two) = (self.before(1), self.before(2));
        let after = self.after(0);
        let staff = is_staff(&two);
        let linked = matches!(one.as_str(), "at" | "with" | "of" | "from" | "for" | "in");
        let owned = is_owned(&after);
        if linked && staff
            || owned
            || one == "joined"
            || self.speaks_of_itself()
                && !self.all[self.from].text.is_empty()
                && crate::cues::is_plain_saying(&after)
        {
            return Some(EntityKind::Organisation);
        }
        let region = is_region(&two);
        let lies = lies_in(&one);
        let named = is_place_kind(&after);
        if one == "of" && region || lies && self.to - self.from <= 2 || named {
            return Some(EntityKind::Place);
        }
        None
    }

    /// Two or three capitalised words of which none is a common one.
    pub(super) fn could_be_person(&self, names: &[&Token<'_>]) -> bool {
        let word = |token: &&Token<'_>| {
            let lower = token.lower();
            let letters = token.text.chars().filter(|c| c.is_alphabetic()).count();
            let initial = letters == 1;
            let proper = token.text.chars().skip(1).any(char::is_lowercase);
            (initial || proper)
                && !is_stopword(&lower)
                && !is_class("common", &lower)
                && !is_class("team", &lower)
                && !gazetteer().is_demonym(strip_possessive(token.text))
                && !token.text.chars().any(|c| c.is_ascii_digit())
        };
        (2..=3).contains(&names.len())
            && self.before(1) != "the"
            && names.iter().all(word)
            && !(self.at_start
                && names.len() == 2
                && !is_given(&names[0].lower())
                && is_stopword(&names[0].lower()))
    }
}
