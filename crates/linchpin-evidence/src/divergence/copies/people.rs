//! Who said it, who did it, and as what, where a copy names somebody else.
//!
//! In come two aligned sentences; out go records of titles, speakers, agents, spellings and swapped
//! roles. Somebody counts as exchanged only when each side names someone the other sentence does not
//! name at all, in any form: the people of a country and its capital stand for it.

use super::super::account::Account;
use super::super::facts::{Facts, content_stems, dice};
use super::super::{Divergence, Kind};
use super::Both;
use crate::attribution::Quotation;
use crate::cues::CueKind;
use crate::gazetteer::EntityKind;
use crate::mention::Mention;
use crate::names::likeness;
use crate::span::Span;
use crate::titles::{is_field, is_head, same_office};
use crate::token::{Lower, Token, TokenKind};
use std::collections::BTreeSet;
use std::sync::LazyLock;

pub(super) fn compare(both: &Both<'_, '_>, out: &mut Vec<Divergence>) {
    let before = out.len();
    titles(both, out);
    let sources = speakers(both, out);
    agents(both, &sources, out);
    if out.len() == before {
        swapped_roles(both, out);
    }
    if out.len() == before {
        exchanged_word(both, out);
    }
    if out.len() == before {
        exchanged_body(both, out);
    }
}

fn titles(both: &Both<'_, '_>, out: &mut Vec<Divergence>) {
    for a in &both.a.reading.mentions {
        let Some(title_a) = a.title else { continue };
        let partner =
            both.b.reading.mentions.iter().find(|b| b.entity == a.entity && b.title.is_some());
        if let Some(title_b) = partner.and_then(|b| b.title) {
            let (x, y) = (both.one.words(title_a), both.two.words(title_b));
            if !same_office(x, y) {
                out.push(both.record(Kind::Title, &format!("title of {}", a.entity), (x, y)));
            }
        }
    }
}

fn is_pronoun(words: &str) -> bool {
    matches!(
        words.to_lowercase().as_str(),
        "he" | "she" | "they" | "it" | "who" | "we" | "i" | "this" | "that" | "which"
    )
}

/// What a place names that the other sentence does not: stems without offices and words of telling.
fn novel(account: &Account<'_>, span: Span, other: &Facts<'_>) -> BTreeSet<String> {
    let words = account.words(span);
    let tokens = crate::token::tokens(words);
    let kept: Vec<&str> = tokens
        .iter()
        .filter(|token| {
            let lower = token.lower();
            token.kind == TokenKind::Word
                && !is_head(&lower)
                && !is_field(&lower)
                && crate::cues::cue(&lower).is_none()
        })
        .map(|token| token.text)
        .collect();
    let own = content_stems(&kept.join(" "));
    own.difference(&other.stems).cloned().collect()
}

/// The country behind its people, capital or government; anybody else stands for himself.
fn bearer(mention: &Mention) -> String {
    match mention.kind {
        EntityKind::Country | EntityKind::Capital | EntityKind::Government => {
            super::super::party::party(&mention.entity)
        }
        _ => mention.entity.clone(),
    }
}

/// Acting parties named under a span.
fn named<'f>(facts: &'f Facts<'_>, span: Span) -> Vec<&'f Mention> {
    facts.reading.mentions.iter().filter(|mention| span.meets(mention.span)).collect()
}

/// Records exchanged speakers; gives the sources found exchanged.
fn speakers(both: &Both<'_, '_>, out: &mut Vec<Divergence>) -> Vec<(Span, Span)> {
    let mut exchanged: Vec<(Span, Span)> = Vec::new();
    for a in &both.a.reading.quotations {
        let Some(source_a) = a.source else { continue };
        let said = content_stems(both.one.words(a.content));
        let alike = |b: &&Quotation| {
            b.source.is_some()
                && (dice(&said, &content_stems(both.two.words(b.content))) >= 0.5
                    || a.cue_kind == b.cue_kind && both.a.reading.quotations.len() == 1)
        };
        let near: Vec<&Quotation> = both.b.reading.quotations.iter().filter(alike).collect();
        let differing = near
            .iter()
            .all(|b| b.source.is_some_and(|source_b| other_speaker(both, source_a, source_b)));
        let Some(source_b) = near.first().and_then(|b| b.source).filter(|_| differing) else {
            continue;
        };
        if exchanged.iter().any(|(known, _)| known.meets(source_a)) {
            continue;
        }
        let (x, y) = (both.one.words(source_a), both.two.words(source_b));
        exchanged.push((source_a, source_b));
        let kind = if likeness(x, y) >= 0.84 {
            Kind::Name
        } else if is_act(both.one, a) {
            Kind::Agent
        } else {
            Kind::Speaker
        };
        let slot = if kind == Kind::Speaker { "who said it" } else { "who" };
        out.push(both.record(kind, slot, (x, y)));
    }
    exchanged
}

/// Whether reporting is an act: whoever promises, agrees or rejects acts; whoever says or denies speaks.
fn is_act(account: &Account<'_>, quotation: &Quotation) -> bool {
    let acts =
        matches!(quotation.cue_kind, Some(CueKind::Orders | CueKind::Asks | CueKind::Praises));
    let does = quotation.cue.and_then(|cue| crate::predicates::predicate(account.words(cue)));
    acts || does.is_some_and(|does| {
        !matches!(does, "announce" | "mention" | "warn" | "insist" | "interpret")
    })
}

fn other_speaker(both: &Both<'_, '_>, a: Span, b: Span) -> bool {
    let (x, y) = (both.one.words(a), both.two.words(b));
    if is_pronoun(x) || is_pronoun(y) {
        return false;
    }
    // `A source close to it` and `a person familiar with it` may be one.
    if crate::claim::is_anonymous(x) && crate::claim::is_anonymous(y) {
        return false;
    }
    let (left, right) = (named(both.a, a), named(both.b, b));
    let people = |all: &[&Mention]| -> BTreeSet<String> {
        let people = all.iter().filter(|mention| mention.kind == EntityKind::Person);
        people.map(|mention| mention.entity.clone()).collect()
    };
    let (p, q) = (people(&left), people(&right));
    if !p.is_disjoint(&q) {
        return false;
    }
    let (gone, come) = (novel(both.one, a, both.b), novel(both.two, b, both.a));
    if gone.is_empty() || come.is_empty() {
        return false;
    }
    // A country in other words: `Dutch officials`, `the Netherlands`.
    let all = |mentions: &[&Mention]| -> BTreeSet<String> {
        mentions.iter().map(|mention| bearer(mention)).collect()
    };
    let (m, n) = (all(&left), all(&right));
    let country_alone = p.is_empty() && q.is_empty() && !m.is_disjoint(&n);
    !country_alone || both.change.only.is_some()
}

fn agents(both: &Both<'_, '_>, sources: &[(Span, Span)], out: &mut Vec<Divergence>) {
    let only = |first: bool| -> Vec<&Mention> {
        let (own, other, account, there) = if first {
            (both.a, both.b, both.one, both.two)
        } else {
            (both.b, both.a, both.two, both.one)
        };
        let count = |facts: &Facts<'_>, who: &str| {
            facts.reading.mentions.iter().filter(|mention| bearer(mention) == who).count()
        };
        let other_words = there.words(other.reading.sentence.span).to_lowercase();
        let covered = |span: Span| {
            sources.iter().any(|(a, b)| if first { a.meets(span) } else { b.meets(span) })
        };
        let titled = |span: Span| {
            own.reading.mentions.iter().any(|m| m.title.is_some_and(|title| title.meets(span)))
        };
        own.reading
            .mentions
            .iter()
            .filter(|m| {
                let words = account.words(m.span).to_lowercase();
                let here = count(own, &bearer(m));
                let there = count(other, &bearer(m));
                // Named more often here: in the place of somebody else.
                let more = there > 0 && here > there && both.exchanged().is_some();
                m.kind != EntityKind::Term
                    && (there == 0 && !other_words.contains(&words) || more)
                    && both.changed(first, m.span)
                    && !covered(m.span)
                    && !titled(m.span)
            })
            .collect()
    };
    let (left, right) = (only(true), only(false));
    for (a, b) in left.iter().zip(&right) {
        let (x, y) = (both.one.words(a.span), both.two.words(b.span));
        if abbreviates(x, y) || abbreviates(y, x) {
            continue;
        }
        let speaks = |account: &Account<'_>, facts: &Facts<'_>, at: Span| {
            facts.reading.quotations.iter().any(|quotation| {
                quotation.source.is_some_and(|source| source.meets(at))
                    && !is_act(account, quotation)
            })
        };
        let record = if likeness(x, y) >= 0.8 {
            both.record(Kind::Name, "name", (x, y))
        } else if speaks(both.one, both.a, a.span) && speaks(both.two, both.b, b.span) {
            both.record(Kind::Speaker, "who said it", (x, y))
        } else if is_where(both.one, both.a, a) && is_where(both.two, both.b, b) {
            both.record(Kind::Place, "where", (x, y))
        } else {
            both.record(Kind::Agent, "who", (x, y))
        };
        out.push(record);
    }
}

/// Whether a mention says where: a town, or a country or capital after `in`, `at`, `near`.
fn is_where(account: &Account<'_>, facts: &Facts<'_>, mention: &Mention) -> bool {
    let before = Span::new(facts.reading.sentence.span.start, mention.span.start);
    let before = account.words(before).trim_end().to_lowercase();
    let last = before.rsplit(' ').next().unwrap_or("");
    match mention.kind {
        EntityKind::Place => true,
        EntityKind::Country | EntityKind::Capital => {
            matches!(last, "in" | "at" | "near" | "outside" | "inside" | "across" | "around")
        }
        _ => false,
    }
}

/// Whether `short` is made of the first letters of `long`'s words.
fn abbreviates(short: &str, long: &str) -> bool {
    let initials: String = long
        .split([' ', '-'])
        .filter_map(|word| word.chars().next().filter(|c| c.is_uppercase()))
        .collect();
    let letters: String = short.chars().filter(|c| c.is_alphabetic()).collect();
    letters.chars().count() >= 2 && letters == initials
}

/// The same words around the same parties in another order, each in any of its forms: `Washington barred
/// Dutch firms`, `The Netherlands barred US firms`. What each side says, when it is so.
fn turned_round(both: &Both<'_, '_>) -> Option<(String, String)> {
    let frame = |first: bool| {
        let (facts, account) = if first { (both.a, both.one) } else { (both.b, both.two) };
        let sentence = facts.reading.sentence.span;
        let (mut order, mut rest, mut at) = (Vec::new(), String::new(), sentence.start);
        for mention in facts.reading.mentions.iter().filter(|m| m.kind.acts()) {
            rest.push_str(account.words(Span::new(at, mention.span.start.max(at))));
            rest.push_str(" \u{1} ");
            at = mention.span.end.max(at);
            order.push((bearer(mention), account.words(mention.span).to_owned()));
        }
        rest.push_str(account.words(Span::new(at, sentence.end)));
        let words: Vec<String> =
            rest.split_whitespace().map(str::to_lowercase).filter(|word| word != "the").collect();
        (order, words)
    };
    let ((p, x), (q, y)) = (frame(true), frame(false));
    let joined = x.windows(3).any(|three| {
        three[0] == "\u{1}"
            && matches!(three[1].as_str(), "and" | "or" | ",")
            && three[2] == "\u{1}"
    });
    let same = |order: &[(String, String)]| {
        let mut all: Vec<String> = order.iter().map(|(who, _)| who.clone()).collect();
        all.sort();
        all
    };
    let moved = p.iter().zip(&q).any(|((a, _), (b, _))| a != b);
    let show = |order: &[(String, String)]| {
        order.iter().map(|(_, words)| words.as_str()).collect::<Vec<_>>().join(" … ")
    };
    (x == y && moved && !joined && same(&p) == same(&q)).then(|| (show(&p), show(&q)))
}

/// The same words with two parties in each other's place: `X sued Y`, `Y sued X`.
fn swapped_roles(both: &Both<'_, '_>, out: &mut Vec<Divergence>) {
    if let Some((x, y)) = turned_round(both) {
        out.push(both.record(Kind::RoleReversal, "who does it to whom", (&x, &y)));
        return;
    }
    if !both.change.lost().is_empty() || !both.change.gained().is_empty() {
        return;
    }
    let start = both.a.reading.sentence.span.start;
    let text = both.one.words(both.a.reading.sentence.span);
    let target: Vec<Lower<'_>> = both.change.right.iter().map(Token::lower).collect();
    let mentions = &both.a.reading.mentions;
    for (i, m) in mentions.iter().enumerate() {
        for n in &mentions[i + 1..] {
            let (a, b) = (
                Span::new(m.span.start - start, m.span.end - start),
                Span::new(n.span.start - start, n.span.end - start),
            );
            let (Some(x), Some(y)) = (a.of(text), b.of(text)) else { continue };
            let Some(between) = text.get(a.end..b.start) else { continue };
            if matches!(between.trim(), "and" | "or" | "," | ", and" | "") || m.entity == n.entity {
                continue;
            }
            let swapped = format!("{}{y}{between}{x}{}", &text[..a.start], &text[b.end..]);
            let tokens = crate::token::tokens(&swapped);
            if tokens.iter().map(Token::lower).eq(target.iter().cloned()) {
                let says = (format!("{x} … {y}"), format!("{y} … {x}"));
                out.push(both.record(
                    Kind::RoleReversal,
                    "who does it to whom",
                    (&says.0, &says.1),
                ));
                return;
            }
        }
    }
}

/// One word exchanged and nothing else: an office, a speaker or a proper name that no table knows.
fn exchanged_word(both: &Both<'_, '_>, out: &mut Vec<Divergence>) {
    let Some((left, right)) = both.exchanged() else { return };
    let Some(((from, to), _)) = both.change.only else { return };
    let word = |all: &[Token<'_>]| {
        let words: Vec<Lower<'_>> = all
            .iter()
            .filter(|token| token.kind == TokenKind::Word)
            .map(|token| token.lower())
            .filter(|lower| !crate::lines::is_stopword(lower))
            .collect();
        (words.len() == 1 && all.len() <= 2).then(|| words[0].to_string())
    };
    let show = |all: &[Token<'_>]| all.iter().map(|t| t.text).collect::<Vec<_>>().join(" ");
    let heads = |all: &[Token<'_>]| all.iter().any(|token| is_head(&token.lower()));
    let (x, y) = (show(left), show(right));
    // `Minister` made `deputy minister`: nothing goes, a rank comes.
    let ranked = |all: &[Token<'_>]| all.len() == 1 && crate::titles::is_rank(&all[0].lower());
    let follows = both.change.left.get(to).is_some_and(|next| is_head(&next.lower()));
    if (left.is_empty() && ranked(right) || right.is_empty() && ranked(left)) && follows {
        out.push(both.record(Kind::Title, "office", (&x, &y)));
        return;
    }
    if heads(left) && heads(right) && !same_office(&x, &y) {
        out.push(both.record(Kind::Title, "office", (&x, &y)));
        return;
    }
    let (Some(p), Some(q)) = (word(left), word(right)) else { return };
    let start = both.a.reading.sentence.span.start;
    let all = &both.change.left;
    let place = Span::new(all[from].span.start + start, all[to - 1].span.end + start);
    let capital = left.iter().chain(right).all(Token::is_capital);
    let calendar = |lower: &str| {
        crate::calendar::weekday_number(lower).is_some()
            || crate::calendar::month_number(lower).is_some()
    };
    if capital && from > 0 && !calendar(&p) && !calendar(&q) && likeness(&x, &y) < 0.8 {
        out.push(both.record(Kind::Agent, "who", (&x, &y)));
        return;
    }
    if capital || crate::token::stem(&p) == crate::token::stem(&q) {
        return;
    }
    let noun =
        |lower: &str| !lower.ends_with("ing") && !lower.ends_with("ly") && !lower.ends_with("ed");
    // A noun right before a name is what its bearer is: `union leader Park`, `spokesman Ha`.
    let beside = both.a.reading.mentions.iter().any(|mention| {
        mention.kind == EntityKind::Person
            && mention.span.start >= place.end
            && mention.span.start - place.end <= 2
    });
    let source = both.a.reading.quotations.iter().any(|quotation| {
        quotation.source.is_some_and(|source| source.holds(place) && source.end == place.end)
    });
    if beside && noun(&p) && noun(&q) && !heads(left) | !heads(right) {
        out.push(both.record(Kind::Title, "office", (&x, &y)));
    } else if source && noun(&p) && noun(&q) {
        out.push(both.record(Kind::Speaker, "who said it", (&x, &y)));
    }
}

/// Nouns that name a body: `office`, `agency`, `union`.
static BODIES: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| include_str!("../../../data/body_nouns.txt").split_whitespace().collect());

/// One body put in the place of another that no table knows: `the customs agency`, `the statistics office`.
/// Only what tells bodies apart counts: `the agency` for `the customs agency` says less, not otherwise.
fn exchanged_body(both: &Both<'_, '_>, out: &mut Vec<Divergence>) {
    let Some(((from, to), (other_from, other_to))) = both.change.only else { return };
    let body = |all: &[Token<'_>], from: usize, to: usize| -> Option<(String, BTreeSet<String>)> {
        // The head may stand on both sides: `the customs office`, `the statistics office`.
        let end = (to..=(to + 2).min(all.len()))
            .find(|end| *end > 0 && BODIES.contains(all[end - 1].lower().as_str()))?;
        let words: Vec<&Token<'_>> = all[from..end].iter().collect();
        let plain = words.iter().all(|token| token.kind == TokenKind::Word && !token.is_capital());
        let tells: BTreeSet<String> = words[..words.len() - 1]
            .iter()
            .map(|token| token.lower())
            .filter(|lower| !crate::lines::is_stopword(lower))
            .map(|lower| crate::token::stem(&lower).into())
            .collect();
        let show = words.iter().map(|token| token.text).collect::<Vec<_>>().join(" ");
        (plain && !tells.is_empty()).then_some((show, tells))
    };
    let (Some((x, p)), Some((y, q))) =
        (body(&both.change.left, from, to), body(&both.change.right, other_from, other_to))
    else {
        return;
    };
    if !p.is_disjoint(&q) {
        return;
    }
    let start = both.a.reading.sentence.span.start;
    let place = both.change.left[from].span;
    let place = Span::new(place.start + start, place.end + start);
    let source = both.a.reading.quotations.iter().any(|quotation| {
        quotation.source.is_some_and(|source| source.holds(place)) && !is_act(both.one, quotation)
    });
    let (kind, slot) = if source { (Kind::Speaker, "who said it") } else { (Kind::Agent, "who") };
    out.push(both.record(kind, slot, (&x, &y)));
}
