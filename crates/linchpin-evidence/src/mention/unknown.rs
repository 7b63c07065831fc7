//! Names that no table knows: where they end and what they are, by their words and their neighbours.
//!
//! In comes the place of a capitalised word; out go the mention that begins there and the token behind it.

use super::kinds::{self, Around, is_class};
use super::people::{key, person};
use super::{
    CHINESE_SURNAMES, Memory, Mention, is_body_word, is_calendar, is_given, plain, remember,
};
use crate::gazetteer::{Entity, EntityKind, gazetteer};
use crate::lines::is_stopword;
use crate::span::Span;
use crate::titles::before_title;
use crate::token::{Token, TokenKind, strip_possessive};

/// What the sentence says about an unknown name before it is read.
pub(super) struct Context<'c> {
    /// Capitals say nothing here.
    pub(super) title_cased: bool,
    /// `Oslo and …`
    pub(super) after_place: bool,
    /// Names the tables know.
    pub(super) known: &'c [(Span, &'static Entity)],
}

/// Whether the capitalised word at token `i` begins no name: an honorific, a label, an office, a common word.
fn begins_no_name(all: &[Token<'_>], i: usize, at_start: bool, title_cased: bool) -> bool {
    let lower = all[i].lower();
    let heads_title = crate::titles::is_field(&lower)
        && all.get(i + 1).is_some_and(|next| crate::titles::is_head(&next.lower()))
        || !title_cased && crate::titles::is_portfolio(all, i);
    // `the Minister of Trade` names an office, nobody.
    let office = crate::titles::is_field(&lower)
        && i >= 2
        && (all[i - 1].text == "of" && crate::titles::is_head(&all[i - 2].lower())
            || matches!(all[i - 1].text, "for" | "and" | ",") && before_title(all, i).is_some());
    let header = at_start
        && all.get(i + 1).is_some_and(|next| next.text == ":")
        && crate::headers::is_header(&lower);
    kinds::is_honorific(all[i].text)
        || header
        || heads_title
        || office
        || crate::titles::is_head(&lower)
        || is_stopword(&lower)
        || is_calendar(&lower)
}

/// The first token behind the name that begins at token `i`; `taken` tells the tokens of known names.
fn name_end(all: &[Token<'_>], i: usize, taken: impl Fn(usize) -> bool) -> usize {
    let mut end = i + 1;
    while end < all.len() && end - i < 7 && !taken(end) {
        let next = all[end];
        let lower = next.lower();
        let possessive = strip_possessive(all[end - 1].text) != all[end - 1].text;
        let ampersand = next.text == "&" && all.get(end + 1).is_some_and(Token::is_capital);
        let initial_stop = next.text == "." && all[end - 1].text.chars().count() == 1;
        let of = matches!(
            lower.as_str(),
            "of" | "for" | "and" | "the" | "de" | "van" | "von" | "bin" | "al"
        ) && lower == next.text
            && all.get(end + 1).is_some_and(|after| {
                after.is_capital()
                    && !is_calendar(&after.lower())
                    && (!taken(end + 1) || lower == "of" && is_body_word(&all[end - 1].lower()))
            })
            && (matches!(lower.as_str(), "de" | "van" | "von" | "bin" | "al")
                || lower == "of" && is_body_word(&all[end - 1].lower()));
        let word = next.kind == TokenKind::Word
            && next.is_capital()
            && !is_calendar(&lower)
            && !(is_stopword(&lower) && next.text.len() < 4);
        if possessive || !(word || ampersand || initial_stop || of) {
            break;
        }
        end += 1;
        // `Bank of Japan`: the place belongs to the name of the body.
        if of && lower == "of" && taken(end) {
            while end < all.len() && taken(end) {
                end += 1;
            }
            break;
        }
    }
    end
}

/// An unknown name as it stands in its sentence.
struct Name<'n, 't> {
    text: &'t str,
    all: &'n [Token<'t>],
    /// Its first token, and the first behind it.
    from: usize,
    to: usize,
    /// Its words.
    words: Vec<&'n Token<'t>>,
    surface: Span,
    /// The name without a possessive ending.
    name: &'t str,
    at_start: bool,
    /// Whether a plain word of saying follows.
    before_cue: bool,
    with_title: bool,
}

impl<'n, 't> Name<'n, 't> {
    fn mention(&self, kind: EntityKind, entity: String, known: bool) -> Mention {
        plain(self.text, self.surface, kind, entity, known)
    }

    fn around(&self) -> Around<'n, 't> {
        Around { all: self.all, from: self.from, to: self.to, at_start: self.at_start }
    }

    /// A name of one word.
    fn single(&self, memory: &Memory<'_, 't>, context: &Context<'_>) -> Option<Mention> {
        let Context { title_cased, after_place, .. } = *context;
        let lower = self.words.first()?.lower();
        let surname = |(surname, _): &&(String, String)| lower == surname.as_str();
        if let Some((_, entity)) = memory.people.iter().find(surname) {
            let known = gazetteer().entity(entity).is_some();
            return Some(self.mention(EntityKind::Person, entity.clone(), known));
        }
        let around = self.around();
        // `President Leads 200` in a headline: a verb, not a name.
        let verb = title_cased && crate::predicates::predicate(&lower).is_some();
        if self.with_title && !verb
            || self.before_cue && (!self.at_start || !around.speaks_of_itself()) && !title_cased
        {
            // `the Treasury said`
            let article = self.from > 0 && self.all[self.from - 1].text.eq_ignore_ascii_case("the");
            let (kind, prefix) = if article && !self.with_title {
                (EntityKind::Organisation, "org")
            } else {
                (EntityKind::Person, "person")
            };
            return Some(self.mention(kind, format!("{prefix}:{}", key(self.name)), false));
        }
        let name = self.name;
        let acronym = name.len() >= 2
            && name.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '&')
            // In a line of capitals every word looks like one.
            && self.text.chars().any(char::is_lowercase);
        if self.at_start && !acronym && !memory.names.contains(&&lower) || title_cased {
            return None;
        }
        let kind = match around.kind() {
            _ if acronym => EntityKind::Organisation,
            Some(kind) => kind,
            None if after_place => EntityKind::Place,
            None => EntityKind::Other,
        };
        Some(self.mention(kind, format!("name:{}", key(name)), false))
    }

    /// What a name of several words is; none where it is no name.
    fn kind(&self, context: &Context<'_>) -> Option<EntityKind> {
        let Context { title_cased, after_place, .. } = *context;
        let (names, with_title, before_cue) = (&self.words, self.with_title, self.before_cue);
        let (first, last) = (names.first()?.lower(), names.last()?.lower());
        let korean = crate::korean::is_surname(&first)
            && (names[1].text.contains('-') || with_title || before_cue)
            && !crate::korean::KoreanName::read(self.name).is_empty();
        let chinese = CHINESE_SURNAMES.contains(first.as_str())
            && names.len() == 2
            && names[1].text.len() <= 10
            && !is_stopword(&last);
        let given = is_given(&first) && names.len() <= 4;
        let initial = names.len() == 3 && names[1].text.chars().count() == 1;
        let partners = self.all[self.from..self.to].iter().any(|token| token.text == "&");
        let around = self.around();
        Some(if partners || is_body_word(&last) || is_body_word(&first) && names.len() > 2 {
            EntityKind::Organisation
        } else if is_class("event", &last) {
            EntityKind::Event
        } else if is_class("place", &last) && !with_title {
            EntityKind::Place
        } else if korean
            || !title_cased && (chinese || given || initial || with_title || before_cue)
            || title_cased && given && names.len() == 2
        {
            EntityKind::Person
        } else if title_cased {
            return None;
        } else if let Some(kind) = around.kind() {
            kind
        } else if after_place {
            EntityKind::Place
        } else if around.could_be_person(names) {
            EntityKind::Person
        } else {
            EntityKind::Other
        })
    }

    /// A name of several words.
    fn several(&self, memory: &mut Memory<'_, 't>, context: &Context<'_>) -> Option<Mention> {
        let (first, last) = (self.words.first()?.lower(), self.words.last()?.lower());
        let people = &mut memory.people;
        // `Later Doe left`: the first word is capital only because it comes first.
        if self.at_start
            && self.words.len() == 2
            && people.iter().any(|(surname, _)| last == surname.as_str())
            && !is_given(&first)
        {
            return None;
        }
        let kind = self.kind(context)?;
        if kind == EntityKind::Person {
            let entity = person(self.name, people);
            remember(people, self.name, &entity);
            let known = gazetteer().entity(&entity).is_some();
            return Some(self.mention(kind, entity, known));
        }
        // `the Ministry of Commerce`, after `the Chinese Ministry of Commerce`.
        let short = self.name.to_lowercase();
        let full = memory.bodies.iter().rev().find(|(full, _)| {
            full.strip_suffix(short.as_str()).is_some_and(|before| before.ends_with(' '))
        });
        if let Some((_, entity)) = full.filter(|_| kind == EntityKind::Organisation) {
            let kind = gazetteer().entity(entity).map_or(kind, |known| known.kind);
            return Some(self.mention(kind, (*entity).to_owned(), true));
        }
        let prefix = if kind == EntityKind::Organisation { "org" } else { "name" };
        Some(self.mention(kind, format!("{prefix}:{}", key(self.name)), false))
    }
}

/// The name that begins at token `i` of a sentence where the tables know none, and the first token behind it.
pub(super) fn unknown<'t>(
    text: &'t str,
    all: &[Token<'t>],
    i: usize,
    memory: &mut Memory<'_, 't>,
    context: &Context<'_>,
) -> Option<(Mention, usize)> {
    let token = all[i];
    if token.kind != TokenKind::Word || !token.is_capital() {
        return None;
    }
    let at_start =
        i == 0 || matches!(all[i - 1].text, "“" | "\"" | ":" | "." | "!" | "?" | "‘" | "'");
    if begins_no_name(all, i, at_start, context.title_cased) {
        return None;
    }
    let taken = |j: usize| context.known.iter().any(|(span, _)| span.meets(all[j].span));
    let to = name_end(all, i, taken);
    let surface = Span::new(token.span.start, all[to - 1].span.end);
    let name = Name {
        text,
        all,
        from: i,
        to,
        words: all[i..to].iter().filter(|token| token.kind == TokenKind::Word).collect(),
        surface,
        name: strip_possessive(surface.of(text)?),
        at_start,
        before_cue: all.get(to).is_some_and(|next| crate::cues::is_plain_saying(&next.lower())),
        with_title: before_title(all, i).is_some() || kinds::honoured(all, i),
    };
    let found = match name.words.len() {
        1 => name.single(memory, context),
        _ => name.several(memory, context),
    };
    found.map(|mention| (mention, to))
}
