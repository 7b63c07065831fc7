//! Whether something agreed, planned or told still stands: signed, held, confirmed; cancelled; put off.
//!
//! In come the words of two sentences, or the accounts of one event; out go the states that differ
//! (data/states.csv) and, across accounts, of what (data/event_nouns.txt).

use super::account::Account;
use super::change::Change;
use super::facts::{Facts, content_stems};
use super::{Divergence, Kind, Side};
use crate::span::Span;
use crate::token::{Token, TokenKind, tokens};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Words of a state, one after another, and the state.
type Row = (Vec<&'static str>, &'static str);

static STATES: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let rows = include_str!("../../data/states.csv").lines().skip(1);
    let rows = rows.filter_map(|line| line.split_once(','));
    rows.map(|(words, state)| (words.split(' ').collect(), state)).collect()
});

/// Nouns of what may be signed, held or called off; those that outlets use for one another in one set.
static NOUNS: LazyLock<Vec<BTreeSet<&'static str>>> = LazyLock::new(|| {
    include_str!("../../data/event_nouns.txt")
        .lines()
        .map(|line| line.split(' ').collect())
        .collect()
});

/// The state whose words start at token `at`, and how many they are.
fn state(all: &[Token<'_>], at: usize) -> Option<(&'static str, usize)> {
    let fits = |row: &&Row| {
        let (words, _) = row;
        words
            .iter()
            .enumerate()
            .all(|(i, word)| all.get(at + i).is_some_and(|t| t.lower() == *word))
    };
    let found = STATES.iter().filter(fits).max_by_key(|(words, _)| words.len())?;
    Some((found.1, found.0.len()))
}

/// The words of a state that one sentence alone has.
fn own(all: &[Token<'_>], fresh: &[usize]) -> Option<(&'static str, String)> {
    (0..all.len()).find_map(|at| {
        let (state, length) = state(all, at)?;
        let words: Vec<&str> = all[at..at + length].iter().map(|token| token.text).collect();
        (at..at + length)
            .any(|i| fresh.contains(&i))
            .then(|| (state, words.join(" ").to_lowercase()))
    })
}

/// The words of two states where one sentence has a thing standing and the other has it called off or put off.
pub(super) fn turned(change: &Change<'_>) -> Option<(String, String)> {
    let (x, one) = own(&change.left, &change.gone)?;
    let (y, two) = own(&change.right, &change.come)?;
    (x != y).then_some((one, two))
}

/// A thing with its state, as one account tells it.
struct Told<'f> {
    account: usize,
    /// Which set of nouns.
    class: usize,
    noun: String,
    /// Content stems right before the noun.
    which: BTreeSet<String>,
    state: &'static str,
    words: String,
    facts: &'f Facts<'f>,
}

/// Compares, across accounts of one event, whether its agreements, meetings and reports stand.
pub(super) fn compare(accounts: &[&Account<'_>], out: &mut Vec<Divergence>) {
    let told: Vec<Told<'_>> =
        accounts.iter().enumerate().flat_map(|(at, account)| of_account(at, account)).collect();
    let mut done: BTreeSet<usize> = BTreeSet::new();
    for (i, one) in told.iter().enumerate() {
        let apart = told[i + 1..].iter().find(|two| {
            let once = |told_by: &Told<'_>, state: &str| {
                // Whoever tells both states tells what came of it.
                !told.iter().any(|own| {
                    own.account == told_by.account && own.class == one.class && own.state == state
                })
            };
            one.account != two.account
                && one.state != two.state
                && same_thing(one, two)
                && once(one, two.state)
                && once(two, one.state)
                && super::events::same_event(accounts[one.account], accounts[two.account])
        });
        let Some(two) = apart.filter(|_| done.insert(one.class)) else { continue };
        let mut sides: Vec<Side> = Vec::new();
        for own in told.iter().filter(|own| same_thing(one, own) || same_thing(two, own)) {
            let account = accounts[own.account];
            if !sides.iter().any(|side| side.document == *account.id()) {
                let span = own.facts.reading.sentence.span;
                sides.push(account.side(span, format!("{}: {}", own.words, account.brief(span))));
            }
        }
        out.push(
            Divergence::new(Kind::Negation, format!("state of the {}", one.noun), sides).noted(
                "one account has it stand, another does not; the later one may tell what came of it",
            ),
        );
    }
}

fn same_thing(one: &Told<'_>, two: &Told<'_>) -> bool {
    let free = one.which.is_empty() || two.which.is_empty();
    one.class == two.class && (!one.which.is_disjoint(&two.which) || free && one.noun == two.noun)
}

/// The things of an account with a state.
fn of_account<'f>(at: usize, account: &'f Account<'_>) -> Vec<Told<'f>> {
    let mut out = Vec::new();
    for facts in &account.facts {
        let span = facts.reading.sentence.span;
        let words = account.words(span);
        let all = tokens(words);
        let lower = |i: usize| all[i].lower();
        // What holds under a condition, or is denied, has no state yet.
        let open =
            |i: usize| matches!(lower(i).as_str(), "if" | "unless" | "not" | "never" | "whether");
        if (0..all.len()).any(open) {
            continue;
        }
        // `Was signed, then cancelled`: one thing, two states.
        let mut last = None;
        for i in 0..all.len() {
            let Some((state, length)) = state(&all, i) else { continue };
            let Some((head, class)) = head(&all, i, length).or(last) else { continue };
            last = Some((head, class));
            out.push(Told {
                account: at,
                class,
                noun: lower(head).into(),
                which: which(words, &all, head),
                state,
                words: lower_words(&all[i..i + length]),
                facts,
            });
        }
    }
    out
}

fn lower_words(all: &[Token<'_>]) -> String {
    let words: Vec<String> = all.iter().map(|token| token.lower().into()).collect();
    words.join(" ")
}

/// The noun a state belongs to: the last one before it in its clause, else the first one after it.
fn head(all: &[Token<'_>], at: usize, length: usize) -> Option<(usize, usize)> {
    let class = |i: usize| NOUNS.iter().position(|set| set.contains(all[i].lower().as_str()));
    let mark = |i: &usize| all[*i].kind == TokenKind::Mark;
    let before = (at.saturating_sub(9)..at).rev().take_while(|i| !mark(i));
    let after = (at + length..(at + length + 5).min(all.len())).take_while(|i| !mark(i));
    before.into_iter().chain(after).find_map(|i| Some((i, class(i)?)))
}

/// Content stems of the two words before a noun.
fn which(words: &str, all: &[Token<'_>], head: usize) -> BTreeSet<String> {
    let from = all[head.saturating_sub(2)].span.start;
    let part = Span::new(from, all[head].span.start).of(words).unwrap_or("");
    content_stems(part)
}
