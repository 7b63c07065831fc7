//! Firmness, speakers and quoted words across retellings.
//!
//! In come all accounts; out go records where a headline asserts what the text only attributes, where
//! one document asserts what another attributes, where a state speaks in one place and one person in
//! another, where the same information has different sources, and where quoted words were altered.

use super::facts::{Account, Facts, content_stems, dice};
use super::{Divergence, Kind, Status};
use crate::attribution::{Quotation, Speech};
use crate::claim::{Claim, is_anonymous};
use crate::cues::CueKind;
use crate::gazetteer::EntityKind;
use crate::lines::LineKind;
use crate::modality::Modality;
use crate::span::Span;
use std::collections::BTreeSet;

/// Compares speech.
pub fn compare(accounts: &[&Account<'_>], out: &mut Vec<Divergence>) {
    for account in accounts {
        headline(account, out);
        inflation(account, out);
    }
    for (i, one) in accounts.iter().enumerate() {
        for two in &accounts[i + 1..] {
            if super::events::same_event(one, two) {
                asserted_elsewhere(one, two, out);
                sources(one, two, out);
                quoted(one, two, out);
            }
        }
    }
}

fn stems_of(account: &Account<'_>, span: Span) -> BTreeSet<String> {
    content_stems(account.words(span))
}

fn shared(one: &BTreeSet<String>, two: &BTreeSet<String>) -> usize {
    one.intersection(two).count()
}

/// Share of `small` that `large` holds.
fn covered(small: &BTreeSet<String>, large: &BTreeSet<String>) -> f64 {
    if small.is_empty() {
        return 0.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "sentences have few words")]
    let share = shared(small, large) as f64 / small.len() as f64;
    share
}

fn parties(claim: &Claim) -> BTreeSet<String> {
    let bearers = claim.others.iter().filter(|entity| !entity.starts_with("name:"));
    bearers.map(|entity| super::roles::party(entity)).collect()
}

/// The words that attribute a claim, when somebody else than the outlet has it.
fn attributed(claim: &Claim) -> Option<&crate::claim::Hop> {
    claim.chain.get(1)
}

fn headline(account: &Account<'_>, out: &mut Vec<Divergence>) {
    let claims = &account.analysis.claims;
    for top in claims
        .iter()
        .filter(|claim| claim.part == LineKind::Headline && attributed(claim).is_none())
    {
        let body = claims.iter().find(|claim| {
            claim.part == LineKind::Paragraph
                && claim.predicate == top.predicate
                && parties(top).is_subset(&parties(claim))
                && (attributed(claim).is_some() || claim.modality > Modality::Attributed)
        });
        let plain = claims.iter().any(|claim| {
            claim.part == LineKind::Paragraph
                && claim.predicate == top.predicate
                && attributed(claim).is_none()
                && claim.modality == Modality::Asserted
                && shared(&parties(top), &parties(claim)) >= 1
        });
        if let Some(body) = body.filter(|_| !plain) {
            let who = attributed(body).map_or_else(
                || format!("{:?}", body.modality).to_lowercase(),
                |hop| format!("said by {}", hop.speaker),
            );
            let sides = vec![
                account.side(top.span, "asserted in the headline"),
                account.side(body.span, who),
            ];
            out.push(Divergence::new(
                Kind::Modality,
                format!("firmness of {} between headline and text", top.predicate),
                sides,
            ));
        }
    }
    // A number the headline rounds: `200` above `over 200`.
    let heads = account.facts.iter().filter(|facts| facts.reading.kind == LineKind::Headline);
    for head in heads {
        for number in &head.numbers {
            let rounder = account
                .facts
                .iter()
                .filter(|facts| facts.reading.kind == LineKind::Paragraph)
                .find_map(|facts| {
                    facts
                        .numbers
                        .iter()
                        .find(|other| {
                            super::facts::same_value(number, other)
                                && other.of == number.of
                                && super::facts::bound(other.comparator)
                                    != super::facts::bound(number.comparator)
                        })
                        .copied()
                });
            if let Some(other) = rounder {
                let sides = vec![
                    account.side(number.span, account.words(number.span)),
                    account.side(other.span, account.words(other.span)),
                ];
                out.push(Divergence::new(Kind::Number, "bound between headline and text", sides));
            }
        }
    }
}

/// A state is said to speak where one person, or one body, of it spoke.
fn inflation(account: &Account<'_>, out: &mut Vec<Divergence>) {
    let speaks = |facts: &Facts<'_>, quotation: &Quotation| -> Option<(EntityKind, String)> {
        let source = quotation.source?;
        let mut inside = facts.reading.mentions.iter().filter(|mention| source.meets(mention.span));
        let words = account.words(source);
        let person = inside.clone().find(|mention| mention.kind == EntityKind::Person);
        let first = inside.next()?;
        let chosen = person.unwrap_or(first);
        // `the U.S.` alone, not `a U.S. official` and not `China’s regulator`.
        let bare = words.split_whitespace().count() <= 2;
        (chosen.kind != EntityKind::Country || bare)
            .then(|| (chosen.kind, super::roles::party(&chosen.entity)))
    };
    let mut spoken = Vec::new();
    for facts in &account.facts {
        for quotation in &facts.reading.quotations {
            if let Some((kind, party)) = speaks(facts, quotation) {
                spoken.push((kind, party, quotation));
            }
        }
    }
    let mut seen = BTreeSet::new();
    for (kind, state, large) in &spoken {
        if *kind != EntityKind::Country || seen.contains(state) {
            continue;
        }
        let said = stems_of(account, large.content);
        let small = spoken.iter().find(|(kind, party, small)| {
            *kind == EntityKind::Person
                && *party == *state
                && shared(&said, &stems_of(account, small.content)) >= 3
        });
        if let (Some((_, _, small)), Some(by_state), Some(cue)) = (small, large.source, large.cue) {
            seen.insert(state.clone());
            let by_person = small.source.unwrap_or(small.content);
            let sides = vec![
                account.side(Span::new(by_state.start, cue.end), account.words(by_state)),
                account.side(by_person, account.words(by_person)),
            ];
            out.push(Divergence::new(
                Kind::Speaker,
                format!("{state} speaks for one person"),
                sides,
            ));
        }
    }
}

/// Predicates that bind somebody: who vouches for them matters.
const COMMITTING: &[&str] = &[
    "agree",
    "restrict",
    "promise",
    "approve",
    "reject",
    "cooperate",
    "deepen",
    "plan",
    "require",
    "withdraw",
];

/// One document asserts what the other only attributes.
fn asserted_elsewhere(one: &Account<'_>, two: &Account<'_>, out: &mut Vec<Divergence>) {
    for (firm, soft) in [(one, two), (two, one)] {
        let mut seen = BTreeSet::new();
        for claim in firm.analysis.claims.iter().filter(|claim| {
            attributed(claim).is_none()
                && claim.modality == Modality::Asserted
                && COMMITTING.contains(&claim.predicate)
        }) {
            let stems = stems_of(firm, claim.span);
            let partner = soft.analysis.claims.iter().find(|other| {
                other.predicate == claim.predicate
                    && attributed(other).is_some()
                    && shared(&parties(claim), &parties(other)) >= 2
                    && covered(&stems, &stems_of(soft, other.span))
                        .max(covered(&stems_of(soft, other.span), &stems))
                        >= 0.4
            });
            let contradicted = soft.analysis.claims.iter().any(|other| {
                other.predicate == claim.predicate
                    && attributed(other).is_none()
                    && shared(&parties(claim), &parties(other)) >= 2
            });
            if let (Some(partner), false) = (partner, contradicted)
                && seen.insert(claim.predicate)
            {
                let by = attributed(partner)
                    .map_or(String::new(), |hop| format!("said by {}", hop.speaker));
                let sides = vec![
                    firm.side(claim.span, "asserted by the outlet"),
                    soft.side(partner.span, by),
                ];
                out.push(Divergence::new(
                    Kind::Modality,
                    format!("firmness of {}", claim.predicate),
                    sides,
                ));
            }
        }
    }
}

/// The same information from different sources.
fn sources(one: &Account<'_>, two: &Account<'_>, out: &mut Vec<Divergence>) {
    let all = |account: &Account<'_>| -> Vec<(Quotation, Span)> {
        let each = account.facts.iter().flat_map(|facts| &facts.reading.quotations);
        let spoken = each.filter(|quotation| quotation.cue_kind == Some(CueKind::Says));
        spoken.filter_map(|quotation| Some((quotation.clone(), quotation.source?))).collect()
    };
    let right = all(two);
    for (a, source_a) in all(one) {
        let said = stems_of(one, a.content);
        if said.len() < 4 {
            continue;
        }
        let best = right
            .iter()
            .map(|(b, source)| (dice(&said, &stems_of(two, b.content)), b, *source))
            .max_by(|x, y| x.0.total_cmp(&y.0));
        let Some((score, b, source_b)) = best else { continue };
        if score < 0.42 {
            continue;
        }
        let (x, y) = (one.words(source_a), two.words(source_b));
        let (who_x, who_y) = (stems_of(one, source_a), stems_of(two, source_b));
        let pronoun = |words: &str| {
            words.split_whitespace().count() == 1
                && crate::lines::is_stopword(&words.to_lowercase())
        };
        let named = is_anonymous(x) != is_anonymous(y);
        if (shared(&who_x, &who_y) == 0 || named && dice(&who_x, &who_y) < 0.5)
            && !pronoun(x)
            && !pronoun(y)
        {
            let sides = vec![one.side(a.outer, x), two.side(b.outer, y)];
            out.push(Divergence::new(Kind::Speaker, "source of the same words", sides));
        }
    }
}

/// Words between quotation marks that the other document has otherwise, or without marks.
fn quoted(one: &Account<'_>, two: &Account<'_>, out: &mut Vec<Divergence>) {
    let plain = |words: &str| {
        words.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
    };
    for (with, other) in [(one, two), (two, one)] {
        for facts in &with.facts {
            for quotation in facts
                .reading
                .quotations
                .iter()
                .filter(|quotation| quotation.speech != Speech::Indirect)
            {
                let said = stems_of(with, quotation.content);
                if said.len() < 4 {
                    continue;
                }
                let parties_here = source_party(with, facts, quotation);
                let best = other
                    .facts
                    .iter()
                    .map(|facts| (dice(&said, &facts.stems), facts))
                    .max_by(|x, y| x.0.total_cmp(&y.0));
                let Some((score, retold)) = best else { continue };
                let words = other.words(retold.reading.sentence.span);
                let headline = facts.reading.kind == LineKind::Headline
                    || retold.reading.kind == LineKind::Headline;
                if score < 0.3
                    || headline
                    || plain(words).contains(&plain(with.words(quotation.content)))
                {
                    continue;
                }
                let there = retold
                    .reading
                    .quotations
                    .iter()
                    .find(|there| shared(&stems_of(other, there.content), &said) >= 3);
                let same_party = there.is_none_or(|there| {
                    let theirs = source_party(other, retold, there);
                    parties_here.is_empty()
                        || theirs.is_empty()
                        || shared(&parties_here, &theirs) > 0
                });
                let both_direct = there.is_some_and(|there| there.speech == Speech::Direct);
                if with.id() > other.id() && both_direct || !same_party {
                    continue;
                }
                let lost: Vec<String> = said.difference(&retold.stems).cloned().collect();
                if lost.is_empty() {
                    continue;
                }
                let sides = vec![
                    with.side(quotation.outer, with.words(quotation.content)),
                    other.side(retold.reading.sentence.span, "retold in other words"),
                ];
                let status = if both_direct { Status::Open } else { Status::Explained };
                let note = format!("the retelling has no word for: {}", lost.join(", "));
                out.push(
                    Divergence::new(Kind::Quotation, "words between quotation marks", sides)
                        .with(status, note),
                );
            }
        }
    }
}

pub(super) fn source_party(
    account: &Account<'_>,
    facts: &Facts<'_>,
    quotation: &Quotation,
) -> BTreeSet<String> {
    let Some(source) = quotation.source else { return BTreeSet::new() };
    let mentions = facts.reading.mentions.iter().filter(|mention| source.meets(mention.span));
    let mut out: BTreeSet<String> =
        mentions.map(|mention| super::roles::party(&mention.entity)).collect();
    if out.is_empty() {
        // `The country’s trade minister`, `the ministry`: the parties of the sentence.
        let lower = account.words(source).to_lowercase();
        if lower.contains("ministr") || lower.contains("minister") || lower.contains("statement") {
            out.extend(
                facts
                    .reading
                    .mentions
                    .iter()
                    .take(1)
                    .map(|mention| super::roles::party(&mention.entity)),
            );
        }
    }
    out
}
