//! Firmness, speakers and quoted words across retellings.
//!
//! In come all accounts; out go records where a headline asserts what the text only attributes, where
//! one document asserts what another attributes, where a state speaks in one place and one person in
//! another, where the same information has different sources, and where quoted words were altered.

use super::account::Account;
use super::commitment::duty;
use super::facts::{content_stems, dice};
use super::reports::{Report, SpeakerKind, groups, reports};
use super::{Divergence, Kind, Side};
use crate::attribution::Speech;
use crate::claim::Claim;
use crate::cues::CueKind;
use crate::lines::LineKind;
use crate::modality::Modality;
use crate::modality::verb::is_nominal;
use crate::span::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Compares speech.
pub fn compare(accounts: &[&Account<'_>], out: &mut Vec<Divergence>) {
    for account in accounts {
        headline(account, out);
        rounded(account, out);
        inflation(account, out);
    }
    let all = reports(accounts);
    sources(accounts, &all, out);
    super::commitment::rungs(accounts, &all, out);
    collective(accounts, &all, out);
    for (i, one) in accounts.iter().enumerate() {
        for two in &accounts[i + 1..] {
            if super::events::same_event(one, two) {
                asserted_elsewhere(one, two, out);
                super::commitment::verbs(one, two, out);
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
    bearers.map(|entity| super::party::party(entity)).collect()
}

/// The words that attribute a claim, when somebody else than the outlet has it.
fn attributed(claim: &Claim) -> Option<&crate::claim::Hop> {
    claim.chain.get(1)
}

/// A headline, or the line under it, says flatly what the text only attributes or foresees.
fn headline(account: &Account<'_>, out: &mut Vec<Divergence>) {
    let claims = &account.analysis.claims;
    let mut seen: BTreeSet<Span> = BTreeSet::new();
    let top = |claim: &&Claim| matches!(claim.part, LineKind::Headline | LineKind::Standfirst);
    for top in claims.iter().filter(top) {
        let ahead = Span::new(top.span.start, top.verb.start).of(&account.analysis.document.text);
        // `to strengthen` in a headline is the future, not a fact.
        let future = ahead.is_some_and(|words| words.trim_end().to_lowercase().ends_with(" to"));
        if attributed(top).is_some()
            || top.modality != Modality::Asserted
            || future && top.part == LineKind::Headline && !agrees_before(account, top)
            || !COMMITTING.contains(&top.predicate)
            || seen.contains(&top.span)
        {
            continue;
        }
        let told = |claim: &&Claim| {
            claim.part == LineKind::Paragraph
                && claim.predicate == top.predicate
                && parties(top).is_subset(&parties(claim))
        };
        let body = claims
            .iter()
            .filter(told)
            .find(|claim| attributed(claim).is_some() || claim.modality > Modality::Attributed);
        let plain = claims.iter().any(|claim| {
            claim.part == LineKind::Paragraph
                && claim.predicate == top.predicate
                && attributed(claim).is_none()
                && claim.modality == Modality::Asserted
                && shared(&parties(top), &parties(claim)) >= 1
        });
        // Headline and standfirst over one sentence are one disagreement.
        let fresh = body.filter(|body| !plain && seen.insert(body.span));
        if let Some(body) = fresh {
            seen.insert(top.span);
            let who = attributed(body).map_or_else(
                || match body.modality {
                    Modality::Predicted => "still to come".to_owned(),
                    other => format!("{other:?}").to_lowercase(),
                },
                |hop| format!("said by {}", hop.speaker),
            );
            let sides = vec![
                account.side(
                    top.span,
                    format!("stated as a fact above the text: {}", account.brief(top.span)),
                ),
                account.side(body.span, who),
            ];
            out.push(
                Divergence::new(
                    Kind::Modality,
                    format!("firmness of {} between headline and text", top.predicate),
                    sides,
                )
                .noted("what stands above the text is firmer than the text"),
            );
        }
    }
}

/// Whether an agreement, not an intention, precedes `to strengthen`.
fn agrees_before(account: &Account<'_>, claim: &Claim) -> bool {
    account
        .analysis
        .claims
        .iter()
        .any(|other| other.sentence == claim.sentence && other.predicate == "agree")
}

/// A number the headline rounds: `200` above `over 200`.
fn rounded(account: &Account<'_>, out: &mut Vec<Divergence>) {
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
                            super::agreement::same_value(number, other)
                                && other.of == number.of
                                && super::agreement::bound(other.comparator)
                                    != super::agreement::bound(number.comparator)
                        })
                        .copied()
                });
            if let Some(other) = rounder {
                let sides = vec![
                    account.side(number.span, account.words(number.span)),
                    account.side(other.span, account.words(other.span)),
                ];
                out.push(
                    Divergence::new(Kind::Number, "bound between headline and text", sides)
                        .noted("the headline drops the bound"),
                );
            }
        }
    }
}

/// A state is said to speak where one lawmaker or private person of it spoke. Whoever holds a state
/// office speaks for the state.
fn inflation(account: &Account<'_>, out: &mut Vec<Divergence>) {
    let all = reports(&[account]);
    let mut seen = BTreeSet::new();
    for large in all.iter().filter(|report| report.kind == SpeakerKind::State) {
        let Some(state) = large.parties.iter().next().filter(|state| !seen.contains(*state)) else {
            continue;
        };
        let small = all.iter().find(|small| {
            small.kind == SpeakerKind::Person
                && small.parties.contains(state)
                && shared(&large.stems, &small.stems) >= 3
                && !speaks_for_state(account.words(small.source))
        });
        let Some(small) = small else { continue };
        seen.insert(state.clone());
        let by_person = account.words(small.source);
        let sides = vec![
            account.side(large.source, account.words(large.source)),
            account.side(small.source, by_person),
        ];
        out.push(
            Divergence::new(Kind::Speaker, format!("{state} speaks for one person"), sides)
                .noted("only this one person is quoted for it"),
        );
        let said = |report: &Report<'_>| account.words(report.quotation.content).to_owned();
        let (weak, strong) = (duty(&said(large)), duty(&said(small)));
        if let (Some(x), Some(y)) = (weak, strong)
            && x != y
        {
            let sides = vec![
                account.side(
                    large.quotation.content,
                    format!("{x}: {}", account.brief(large.quotation.content)),
                ),
                account.side(
                    small.quotation.content,
                    format!("{y}: {}", account.brief(small.quotation.content)),
                ),
            ];
            out.push(
                Divergence::new(Kind::Modality, "force of the demand", sides)
                    .noted("the reporter's words and the quotation bind differently"),
            );
        }
    }
}

/// Whether a source holds an office that speaks for its state.
fn speaks_for_state(source: &str) -> bool {
    let lower = source.to_lowercase();
    let office = [
        "minister",
        "president",
        "premier",
        "secretary",
        "spokes",
        "ambassador",
        "chancellor",
        "king",
        "foreign ministry",
        "commerce ministry",
    ];
    // The chair of a committee, a senator or a former minister does not.
    let other =
        ["former", "committee", "senator", "lawmaker", "congress", "representative", "house of"];
    office.iter().any(|word| lower.contains(word)) && !other.iter().any(|word| lower.contains(word))
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
    "visit",
];

/// One document asserts what the other only attributes.
fn asserted_elsewhere(one: &Account<'_>, two: &Account<'_>, out: &mut Vec<Divergence>) {
    for (firm, soft) in [(one, two), (two, one)] {
        let mut seen = BTreeSet::new();
        for claim in firm.analysis.claims.iter().filter(|claim| {
            attributed(claim).is_none()
                && claim.modality == Modality::Asserted
                && claim.part == LineKind::Paragraph
                && COMMITTING.contains(&claim.predicate)
                && !is_nominal(&firm.words(claim.verb).to_lowercase())
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
                out.push(
                    Divergence::new(
                        Kind::Modality,
                        format!("firmness of {}", claim.predicate),
                        sides,
                    )
                    .noted("one document asserts what the other only attributes"),
                );
            }
        }
    }
}

/// The same information from different kinds of source.
fn sources(accounts: &[&Account<'_>], all: &[Report<'_>], out: &mut Vec<Divergence>) {
    let own: Vec<Option<String>> =
        accounts.iter().map(|account| super::own::own_statement(account)).collect();
    for group in groups(accounts, all, 0.42) {
        let mut by_account: BTreeMap<usize, Vec<&Report<'_>>> = BTreeMap::new();
        for report in group.iter().map(|i| &all[*i]) {
            // Somebody said to agree or plan acts; he is no source.
            let tells = matches!(report.quotation.cue_kind, Some(CueKind::Says));
            if tells {
                by_account.entry(report.account).or_default().push(report);
            }
        }
        let told: Vec<(&usize, &Vec<&Report<'_>>)> = by_account.iter().collect();
        let alike = |a: &Report<'_>, b: &Report<'_>| {
            let (x, y) = (accounts[a.account], accounts[b.account]);
            let (p, q) = (stems_of(x, a.source), stems_of(y, b.source));
            a.kind == b.kind && (a.kind == SpeakerKind::Nameless || shared(&p, &q) > 0)
                || matches!(
                    (a.kind, b.kind),
                    (SpeakerKind::Body, SpeakerKind::Paper)
                        | (SpeakerKind::Paper, SpeakerKind::Body)
                ) && !a.parties.is_disjoint(&b.parties)
                || a.kind == SpeakerKind::Paper && shared(&p, &q) >= 2
                || b.kind == SpeakerKind::Paper && shared(&p, &q) >= 2
        };
        // Each side's own release speaks for itself: that two ministries announce one meeting is no conflict.
        let for_itself = |one: usize, two: usize| {
            own[one].is_some() && own[two].is_some() && own[one] != own[two]
        };
        let differs = told.iter().enumerate().any(|(i, (one, a))| {
            told[i + 1..].iter().any(|(two, b)| {
                !for_itself(**one, **two) && !a.iter().any(|x| b.iter().any(|y| alike(x, y)))
            })
        });
        if !differs {
            continue;
        }
        let sides: Vec<Side> = told
            .iter()
            .filter_map(|(at, reports)| {
                let report = reports.first()?;
                let account = accounts[**at];
                Some(account.side(report.quotation.outer, account.words(report.source)))
            })
            .collect();
        let matter = told
            .first()
            .and_then(|(at, reports)| {
                Some(accounts[**at].brief(reports.first()?.quotation.content))
            })
            .unwrap_or_default();
        out.push(
            Divergence::new(Kind::Speaker, format!("source of {matter}"), sides)
                .noted("the accounts rest one statement on different sources"),
        );
    }
}

/// One side's words told as those of both: `they exchanged views`.
fn collective(accounts: &[&Account<'_>], all: &[Report<'_>], out: &mut Vec<Divergence>) {
    for report in all.iter().filter(|report| {
        report.kind == SpeakerKind::Person && report.quotation.speech == Speech::Direct
    }) {
        let one = accounts[report.account];
        let mut sides = vec![one.side(report.quotation.outer, one.words(report.source))];
        for (at, two) in accounts.iter().enumerate() {
            if at == report.account || !super::events::same_event(one, two) {
                continue;
            }
            let both = two.facts.iter().find(|facts| {
                let words = two.words(facts.reading.sentence.span);
                let first = words.split_whitespace().next().unwrap_or("").to_lowercase();
                matches!(first.as_str(), "they" | "both" | "the two")
                    && facts.stems.len() >= 5
                    && covered(&facts.stems, &report.stems) >= 0.5
            });
            if let Some(facts) = both {
                sides.push(two.side(
                    facts.reading.sentence.span,
                    format!("told of both sides: {}", two.brief(facts.reading.sentence.span)),
                ));
            }
        }
        if sides.len() > 1 {
            out.push(
                Divergence::new(Kind::Speaker, "one side's words told as both sides'", sides)
                    .noted("a quotation of one speaker stands elsewhere as an exchange of views"),
            );
        }
    }
}

/// Words between quotation marks that another document gives almost, but not quite.
fn quoted(one: &Account<'_>, two: &Account<'_>, out: &mut Vec<Divergence>) {
    let plain = |words: &str| {
        words.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
    };
    for (with, other) in [(one, two), (two, one)] {
        for facts in &with.facts {
            let marked = facts.reading.quotations.iter();
            for quotation in marked.filter(|quotation| quotation.speech != Speech::Indirect) {
                let said = stems_of(with, quotation.content);
                let best = other
                    .facts
                    .iter()
                    .filter(|facts| facts.reading.kind != LineKind::Headline)
                    .map(|facts| (dice(&said, &facts.stems), facts))
                    .max_by(|x, y| x.0.total_cmp(&y.0));
                let Some((score, retold)) = best.filter(|_| said.len() >= 4) else { continue };
                let words = other.words(retold.reading.sentence.span);
                let same = plain(words).contains(&plain(with.words(quotation.content)));
                let there = retold
                    .reading
                    .quotations
                    .iter()
                    .find(|there| shared(&stems_of(other, there.content), &said) >= 3);
                let both_direct = there.is_some_and(|there| there.speech == Speech::Direct);
                let tokens = crate::token::tokens(with.words(quotation.content));
                let verbs = crate::token::verbs(words);
                let lost: Vec<&str> = tokens
                    .iter()
                    .filter(|token| {
                        content_stems(token.text).iter().any(|stem| !retold.stems.contains(stem))
                            // `Lies` is told as `lay`.
                            && crate::token::verbs(token.text).is_disjoint(&verbs)
                    })
                    .map(|token| token.text)
                    .collect();
                // A retelling that lacks most of it is a summary, not an altered quotation.
                if score < 0.4
                    || facts.reading.kind == LineKind::Headline
                    || same
                    || with.id() > other.id() && both_direct
                    || lost.is_empty()
                    || lost.len() > 3
                {
                    continue;
                }
                let sides = vec![
                    with.side(quotation.outer, with.words(quotation.content)),
                    other.side(retold.reading.sentence.span, words),
                ];
                let note = format!("the retelling has no word for: {}", lost.join(", "));
                out.push(
                    Divergence::new(Kind::Quotation, "words between quotation marks", sides)
                        .noted(note),
                );
            }
        }
    }
}
