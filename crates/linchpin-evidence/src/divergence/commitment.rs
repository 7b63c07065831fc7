//! How far somebody goes: hopes, is willing, plans, agrees; shields, restricts, bans; should, must.
//!
//! In come all accounts; out go records where reports of one thing put a party's commitment on different
//! rungs (data/commitment.csv), and where claims of one act use verbs of different force
//! (data/force.csv).

use super::account::Account;
use super::facts::{content_stems, dice};
use super::reports::Report;
use super::{Divergence, Kind, Side, Status};
use crate::claim::Claim;
use crate::span::Span;
use crate::token::{Lower, stem, tokens};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

static RUNGS: LazyLock<BTreeMap<&'static str, u8>> = LazyLock::new(|| {
    let rows = include_str!("../../data/commitment.csv").lines().skip(1);
    rows.filter_map(|line| line.split_once(','))
        .filter_map(|(word, level)| Some((word, level.parse().ok()?)))
        .collect()
});

static FORCE: LazyLock<BTreeMap<Lower<'static>, (&'static str, u8)>> = LazyLock::new(|| {
    let rows = include_str!("../../data/force.csv").lines().skip(1);
    let rows = rows.filter_map(|line| {
        let mut cells = line.split(',');
        Some((stem(cells.next()?), (cells.next()?, cells.next()?.parse().ok()?)))
    });
    rows.collect()
});

/// Words of a party's own language, and what outlets write for each.
static RENDERINGS: LazyLock<Vec<(&'static str, &'static str, Vec<&'static str>)>> =
    LazyLock::new(|| {
        let rows = include_str!("../../data/renderings.csv").lines().skip(1);
        let rows = rows.filter_map(|line| {
            let mut cells = line.splitn(3, ',');
            Some((cells.next()?, cells.next()?, cells.next()?.split(' ').collect()))
        });
        rows.collect()
    });

/// The one word of a party's language that all these words may render.
fn rendered(party: &str, words: &BTreeSet<String>) -> Option<&'static str> {
    let own = RENDERINGS.iter().filter(|(of, ..)| *of == party);
    own.into_iter()
        .find(|(_, _, forms)| words.iter().all(|word| forms.contains(&word.as_str())))
        .map(|(_, word, _)| *word)
}

/// Whether a word says how far somebody commits himself.
#[must_use]
pub fn is_rung(lower: &str) -> bool {
    RUNGS.contains_key(lower)
}

/// The rung of a lower-case word: 1 for a hope, 4 for an agreement.
pub(super) fn level(lower: &str) -> Option<u8> {
    RUNGS.get(lower).copied()
}

/// The first word of commitment in a report, its place, and the stems of what it is about.
fn rung(account: &Account<'_>, report: &Report<'_>) -> Option<(u8, Span, BTreeSet<String>)> {
    let span = report.quotation.content;
    let cue = report.quotation.cue.filter(|cue| is_rung(&account.words(*cue).to_lowercase()));
    let words = account.words(span);
    let all = tokens(words);
    if let Some(cue) = cue {
        let level = RUNGS.get(account.words(cue).to_lowercase().as_str())?;
        return Some((*level, cue, matter(words)));
    }
    let at = all.iter().position(|token| is_rung(&token.lower()))?;
    let level = RUNGS.get(all[at].lower().as_str())?;
    let rest = words.get(all[at].span.end..)?;
    // The first clause: what follows a comma is an aside or another thing.
    let rest = rest.split([',', ';']).next()?;
    Some((*level, all[at].span.shifted(span.start), matter(rest)))
}

/// Content stems without names: whom it is about says little of what it is about.
fn matter(words: &str) -> BTreeSet<String> {
    let named = tokens(words)
        .iter()
        .filter(|token| token.is_capital())
        .flat_map(|token| content_stems(token.text))
        .collect();
    content_stems(words).difference(&named).cloned().collect()
}

/// Reports of one matter on different rungs.
pub fn rungs(accounts: &[&Account<'_>], reports: &[Report<'_>], out: &mut Vec<Divergence>) {
    let mut found: Vec<(usize, u8, Span, BTreeSet<String>)> = reports
        .iter()
        .enumerate()
        .filter_map(|(i, report)| {
            let (level, at, about) = rung(accounts[report.account], report)?;
            (about.len() >= 2).then_some((i, level, at, about))
        })
        .collect();
    // The fullest report first: it gathers the shorter ones.
    found.sort_by_key(|(i, _, _, about)| (std::cmp::Reverse(about.len()), *i));
    let mut used: BTreeSet<usize> = BTreeSet::new();
    for (first, (i, _, _, about)) in found.iter().enumerate() {
        if used.contains(i) {
            continue;
        }
        let like = |j: usize, other: &BTreeSet<String>| {
            let (a, b) = (&reports[*i], &reports[j]);
            dice(about, other) >= 0.4
                && !used.contains(&j)
                && !a.parties.is_disjoint(&b.parties)
                && a.account != b.account
                && super::events::same_event(accounts[a.account], accounts[b.account])
        };
        let near = found[first + 1..].iter().filter(|(j, _, _, other)| like(*j, other));
        let mut members: Vec<_> = std::iter::once(&found[first]).chain(near).collect();
        members.sort_by_key(|(j, _, _, _)| *j);
        let levels: BTreeSet<u8> = members.iter().map(|(_, level, _, _)| *level).collect();
        if levels.len() < 2 {
            continue;
        }
        used.extend(members.iter().map(|(j, _, _, _)| *j));
        let mut sides: Vec<Side> = Vec::new();
        let mut told: BTreeSet<usize> = BTreeSet::new();
        let mut used_words: BTreeSet<String> = BTreeSet::new();
        for (j, _, at, _) in &members {
            used_words.insert(accounts[reports[*j].account].words(*at).to_lowercase());
            let account = accounts[reports[*j].account];
            if told.insert(reports[*j].account) {
                let words = account.words(*at);
                let by = account.words(reports[*j].source);
                let span = reports[*j].quotation.outer;
                sides.push(account.side(span, format!("{by}: “{words}”")));
            }
        }
        let party = reports[*i].parties.iter().next().cloned().unwrap_or_default();
        let matter = accounts[reports[*i].account].brief(reports[*i].quotation.content);
        let slot = format!("how far {party} commits itself ({matter})");
        let record = Divergence::new(Kind::Modality, slot, sides);
        out.push(match rendered(&party, &used_words) {
            Some(word) => record.with(
                Status::Explained,
                format!("renderings of one word of the statement ({word}), not different promises"),
            ),
            None => record.noted(
                "the same matter is hoped for, offered, planned or agreed, depending on the account",
            ),
        });
    }
}

/// The force of a claim's verb within its predicate.
fn force(account: &Account<'_>, claim: &Claim) -> Option<(&'static str, u8)> {
    FORCE.get(&stem(account.words(claim.verb))).copied()
}

/// Claims of one act in verbs of different force.
pub fn verbs(one: &Account<'_>, two: &Account<'_>, out: &mut Vec<Divergence>) {
    let mut seen: BTreeSet<(&str, u8, u8)> = BTreeSet::new();
    for a in &one.analysis.claims {
        let Some((predicate, x)) = force(one, a) else { continue };
        for b in &two.analysis.claims {
            let Some((other, y)) = force(two, b) else { continue };
            let stems = |account: &Account<'_>, claim: &Claim| {
                let own = account.facts.iter().find(|facts| facts.index == claim.sentence);
                own.map(|facts| facts.stems.clone()).unwrap_or_default()
            };
            if predicate != other
                || x == y
                || a.predicate != b.predicate
                || a.passive != b.passive
                || dice(&stems(one, a), &stems(two, b)) < 0.4
                || !seen.insert((predicate, x, y))
            {
                continue;
            }
            let sides = vec![
                one.side(a.verb, format!("{} in {}", one.words(a.verb), one.brief(a.span))),
                two.side(b.verb, format!("{} in {}", two.words(b.verb), two.brief(b.span))),
            ];
            out.push(
                Divergence::new(Kind::Modality, format!("force of the verb ({predicate})"), sides)
                    .noted("one verb binds more firmly than the other"),
            );
        }
    }
}

/// `should` in the reporter's words where the speaker's own are `must`, or the reverse.
#[must_use]
pub fn duty(words: &str) -> Option<&'static str> {
    let all = tokens(words);
    all.iter().find_map(|token| match token.lower().as_str() {
        "must" => Some("must"),
        "should" => Some("should"),
        "may" | "can" => Some("may"),
        _ => None,
    })
}
